"""Facts of products: out of stock, under $20; and products counted by the name of their kind: how many home items."""

from __future__ import annotations

from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.words import listed
from tools.definitions import Filter

_KINDS = (
    "products",
    "items",
    "skus",
    "articles",
    "goods",
    "lines",
    "pieces",
    "product",
    "item",
    "sku",
    "product lines",
)
_PRICED = ("cost", "costs", "costing", "price", "prices", "priced", "cheaper", "pricier", "dearer", "expensive", "list")
_DONE = ("buy", "return_goods", "view", "cart", "open", "click", "receive", "rebuy", "sell", "spend")


def settle_goods(slots: Slots) -> None:
    """Turn what is said of products into filters, and mark the kinds that are counted."""
    _active_goods(slots)
    _launches(slots)
    _came_in(slots)
    _arrivals(slots)
    _of_the_range(slots)
    _catalogued(slots)
    _units_held(slots)
    goods = any(slots.level(getattr(slots.value(i, "group"), "field", "")) in PRODUCT_LEVELS for i in range(len(slots)))
    if goods or slots.find("share", "by") is not None:
        of_goods(slots)
    counted = [i for i in range(len(slots)) if _counted_kind(slots, i)]
    for index in counted:
        slots.retag(index, *slots[index].senses, Sense("counted_goods"))
    fields = slots.vocabulary.dictionary.fields
    spent = any(slots.value(i, "verb") == "spend" for i in range(len(slots)))
    for index in range(len(slots)):
        state = slots.value(index, "stock_state")
        if state in ("none", "some") and "stock" in fields:
            op = "is" if state == "none" else "gt"
            slots.retag(index, Sense("filter", Filter(field="stock", op=op, values=[0])))
        found = slots.value(index, "range")
        if not isinstance(found, Range) or spent or "price" not in fields or slots.used(index):
            continue
        beside = slots.value(index - 1, "field") == "product" or slots.value(index + 1, "field") == "product"
        priced = found.unit == "money" or (found.unit == "number" and _priced(slots, index))
        if (found.unit == "money" and beside) or (priced and (counted or _asks_products(slots))):
            slots.retag(index, Sense("filter", comparison("price", found)))
            at = index - 1 - (slots[index - 1].text.casefold() in ("for", "at"))
            if slots.value(at, "verb") == "sell" or _price_word(slots, at):
                slots.retag(at, Sense("filler"))
            _things_not_pieces(slots)
    _kinds_told(slots)


def _launches(slots: Slots) -> None:
    """product launches this year, launched 2026 – how many items: the products that came in those days."""
    day = next((f for f in slots.vocabulary.dictionary.fields if f.startswith("launch")), None)
    for index in range(len(slots)):
        found = slots.value(index, "filter")
        if found is not None and found.field == day and slots.find("how_many") is not None:
            _things_not_pieces(slots)
        noun = slots.value(index, "product_fact") == "launch" and (
            slots[index].text.casefold() in _LAUNCHES or _asks_products(slots)
        )
        when = slots.next(index)
        if noun and day and slots.has(when, "period") and not slots.has(index, "filter"):
            goods = slots.value(index - 1, "field") == "product" and not slots.has(index - 1, "group")
            period = slots.value(when, "period")
            slots.merge(index, when + 1, Sense("filter", Filter(field=day, op="during", period=period)))
            if goods:
                slots.retag(index - 1, Sense("counted_goods"))
            return


def _came_in(slots: Slots) -> None:
    """今年上架的新品里销量最差的3个, 买过今年上市的商品: goods by the days said before their coming, in Chinese."""
    day = next((f for f in slots.vocabulary.dictionary.fields if f.startswith("launch")), None)
    done = any(slots.value(i, "verb") in _DONE for i in range(len(slots)))
    if day is None or not (done or _sold(slots)):
        return
    for index in range(len(slots) - 1, 0, -1):
        launched = slots.value(index, "product_fact") == "launch" and slots[index].text.endswith("的")
        if launched and slots.chinese(index) and slots.has(index - 1, "period"):
            named = slots[index + 1].text in listed("goods", "arrivals")
            came = Filter(field=day, op="during", period=slots.value(index - 1, "period"))
            slots.merge(index - 1, index + 1 + named, Sense("filter", came))


def _sold(slots: Slots) -> bool:
    """Whether a figure of sales, or a rank by one, is asked for."""
    known = slots.vocabulary.dictionary.measures
    sums = any(known[slots.value(i, "measure")].grain == "sales" for i in slots.all("measure"))
    return sums or slots.find("best_selling", "worst_selling") is not None


def _arrivals(slots: Slots) -> None:
    """new arrivals' share of revenue this year, 今年新品的销售额: goods that came in the days their sales are of."""
    day = next((f for f in slots.vocabulary.dictionary.fields if f.startswith("launch")), None)
    periods = [i for i in slots.all("period") if not slots.has(i, "filter")]
    if day is None or len(periods) != 1 or not _sold(slots) or slots.find("people", "agent") is not None:
        return
    for index in range(len(slots)):
        if slots[index].text.casefold().removesuffix("'s").removesuffix("'") in listed("goods", "arrivals"):
            period = slots.value(periods[0], "period")
            slots.retag(index, Sense("filter", Filter(field=day, op="during", period=period)))


def _of_the_range(slots: Slots) -> None:
    """ordered from the menswear range: what somebody bought of it."""
    for index in range(1, len(slots)):
        group = slots.value(index - 1, "group")
        goods = group is not None and slots.level(group.field) in PRODUCT_LEVELS
        busy = any(slots.value(i, "verb") in _DONE for i in range(len(slots)))
        if goods and busy and slots[index].text.casefold() in _RANGE and not slots.has(index, "range", "group"):
            slots.retag(index, Sense("filler"))


_LAUNCHES = ("launches", "new launches", "product launches", "new arrivals", "arrivals")


def _kinds_told(slots: Slots) -> None:
    """how many sneakers are sold out; new arrivals this quarter, how many: products, by what is said of them."""
    asked = slots.find("how_many")
    told = any(slots.level(getattr(slots.value(i, "filter"), "field", "")) == "product" for i in slots.all("filter"))
    others = [i for i in slots.all("measure") if slots.value(i, "measure") not in ("products", "units")]
    busy = any(slots.value(i, "verb") in _DONE for i in range(len(slots)))
    people = slots.find("people", "agent", "who", "contact", "by", "share", "list", "which", "average")
    if asked is None or not told or others or busy or people is not None or "products" not in _measures(slots):
        return
    if slots.find("counted_goods") is None and not any(slots.value(i, "measure") for i in slots.all("measure")):
        slots.retag(asked, *slots[asked].senses, Sense("counted_goods"))


def _active_goods(slots: Slots) -> None:
    """active SKUs, live products: those there are."""
    for index in slots.all("agent"):
        goods = slots.value(index + 1, "field") == "product" or slots.value(index + 1, "measure") == "products"
        if slots.value(index, "agent") == "active" and goods and slots[index].text.casefold() == "active":
            slots.retag(index, Sense("filler"))


def _catalogued(slots: Slots) -> None:
    """the skincare range, our womenswear catalogue: its products, where nothing else is counted or done."""
    busy = any(slots.value(i, "verb") in _DONE and slots.value(i, "measure") is None for i in range(len(slots)))
    if busy or slots.find("people", "agent", "who", "period") is not None or "products" not in _measures(slots):
        return
    asked = slots.find("how_many", "range", "money", "average", "by", "measure") is not None
    for index in range(1, len(slots)):
        group = slots.value(index - 1, "group")
        if group is None or slots.level(group.field) not in PRODUCT_LEVELS or not asked:
            continue
        if slots[index].text.casefold() in _RANGE and not slots.has(index, "range", "group"):
            named = any(slots.value(i, "measure") in ("products", "units") for i in range(len(slots)) if i != index)
            slots.retag(index, Sense("filler") if named else Sense("counted_goods"))
            _things_not_pieces(slots)


_RANGE = ("catalogue", "catalog", "range", "assortment", "line-up", "lineup", "portfolio", "collection", "selection")


def _measures(slots: Slots) -> set[str]:
    return set(slots.vocabulary.dictionary.measures)


def of_goods(slots: Slots) -> None:
    """skincare's share of total product revenue: revenue of goods, where goods or rows of them are named."""
    for index in range(len(slots) - 1):
        said = slots[index].text.casefold() == "product" and not slots.has(index - 1, "by", "which", "top", "bottom")
        of_goods = slots.value(index + 1, "measure") in ("net_revenue", "gross_revenue", "units")
        if said and (of_goods or slots.value(index + 1, "field") == "price"):
            slots.retag(index, Sense("filler"))


def _units_held(slots: Slots) -> None:
    """units on hand by brand, pieces on the shelf, inventory per brand: the stock rather than what was sold."""
    _fewest_held(slots)
    held = [i for i in range(len(slots)) if slots.value(i, "stock_state") == "some" or _stock_said(slots, i)]
    sold = any(slots.value(i, "verb") in _DONE or "sold" in slots[i].text.casefold() for i in range(len(slots)))
    if not held or sold or "stock" not in _measures(slots) or slots.find("people", "agent", "who", "range") is not None:
        return
    pieces = [i for i in range(len(slots)) if slots.value(i, "measure") == "units"]
    others = [i for i in slots.all("measure") if i not in held and i not in pieces]
    if (
        others
        or not (pieces or slots.find("by", "distribution") is not None)
        or slots.find("top", "bottom", "list", "average") is not None
    ):
        return
    if not pieces and not all(_stock_said(slots, i) for i in held):
        return  # in stock by brand: which, rather than how many
    for index in (*held, *pieces):
        slots.retag(index, Sense("filler"))
    slots.retag(held[0], Sense("figures", ("stock",)))
    for index in slots.all("how_many", "how_much", "product_cue"):
        slots.retag(index, Sense("filler"))


def _fewest_held(slots: Slots) -> None:
    """fewest in stock, most of on hand: ranked by how many there are; stock in units: what stock is counted in."""
    rank = slots.find("top", "bottom")
    state = next((i for i in range(len(slots)) if slots.value(i, "stock_state") == "some"), None)
    stock = next((i for i in range(len(slots)) if _stock_said(slots, i)), None)
    named = [i for i in slots.all("measure") if i not in (state, stock) and not slots.has(i, "field")]
    if rank is not None and state is not None and stock in (None, state) and not named:
        near = rank < state and all(slots.has(i, "filler", "place", "field") for i in range(rank + 1, state))
        if near:
            slots.retag(state, Sense("measure", "stock"))
    for index in range(len(slots)) if stock is not None else ():
        if slots[index].text.casefold() in ("in units", "in pieces", "in items", "by units", "in units of stock"):
            slots.retag(index, Sense("filler"))


def _stock_said(slots: Slots, index: int) -> bool:
    return slots.value(index, "measure") == "stock" and not slots.has(index, "group", "range", "stock_state")


def _things_not_pieces(slots: Slots) -> None:
    """how many makeup items cost under $15: the products, where none are sold."""
    if any(slots.value(i, "verb") in ("sell", "buy") for i in range(len(slots))):
        return
    for index in range(len(slots)):
        if slots.value(index, "measure") == "units" and slots[index].text.casefold() in (*_KINDS, "styles"):
            slots.retag(index, Sense("measure", "products"), Sense("counted_goods"))


def _counted_kind(slots: Slots, index: int) -> bool:
    """how many skincare products, skincare items …, how many: the products themselves, and nothing done with them."""
    group = slots.value(index, "group")
    if group is None or slots.level(group.field) not in PRODUCT_LEVELS or group.field == "product":
        return False
    words = slots[index].text.casefold().split()
    if len(words) < 2 or words[-1] not in _KINDS or slots.find("how_many") is None:
        return False
    if slots.find("people", "agent", "measure") is not None:
        return False
    return not any(slots.value(i, "verb") in _DONE for i in range(len(slots)))


def _asks_products(slots: Slots) -> bool:
    """how many products, with nobody buying them."""
    named = any(
        (s.kind, s.value) in (("field", "product"), ("measure", "products")) or item.text.casefold() in _KINDS
        for item in slots.items
        for s in item.senses
    )
    busy = any(slots.value(i, "verb") in _DONE and slots.value(i, "verb") != "sell" for i in range(len(slots)))
    who = [i for i in slots.all("who") if slots[i].text.casefold() not in ("that", "which", "whose")]
    return named and not busy and not who and slots.find("people", "agent") is None


def _priced(slots: Slots, index: int) -> bool:
    words = slots[index].text.casefold().split()
    sold = slots[index - 1].text.casefold() in ("for", "at") and slots.value(index - 2, "verb") == "sell"
    return sold or any(word in _PRICED for word in words) or _price_word(slots, index - 1)


def _price_word(slots: Slots, index: int) -> bool:
    return index >= 0 and slots[index].text.casefold() in _PRICED
