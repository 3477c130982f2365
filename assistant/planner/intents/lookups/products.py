"""Facts of products: price, stock and material of one by name; which are out of stock, under 50, launched this year."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.people.sizes import asked_size, count_at
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.lookups.product_amounts import goods_at, product_amounts, ranked_by_price, top_by_price
from assistant.planner.intents.references.subjects import finished, use
from assistant.planner.leftovers import ask_about
from assistant.planner.lexicon import Sense
from assistant.planner.not_kept import lacking
from assistant.planner.reading import Reading
from tools.definitions import Filter

STEMS = {
    "material": ("material", "ingredient", "composition", "fabric"),
    "launch": ("launch", "release", "introduc", "listed"),
}
"""What the columns are called in which shops keep a fact of their products."""
_OTHERWISE = (
    "customer_id", "copy_verb", "together", "also_bought", "alike", "save", "history", "trend", "compare",
    "best_selling", "worst_selling", "model_word", "meaning", "offer_cue", "library_cue", "contact", "saved", "scored",
    "share",
)  # fmt: skip
"""Words that ask for more than facts of the catalogue."""
_ASKED = (
    "product_fact", "all_rows", "quality_cue", "made_cue", "goal", "new_only", "which", "how_much", "how_many", "list",
    "product_cue", "anaphor", "worth_cue", "profile_cue", "stock_state", "when_cue", "with", "only_cue", "expensive",
    "cheap", "describe", "only", "by", "range_word",
)  # fmt: skip
_SALES = ("sales", "events", "customers")


def read_product_facts(frame: Frame) -> Reading | None:
    """how many SPF 50 do we have left, what is the wok made of, which shoes are out of stock."""
    spread = frame.has("distribution", "band_word", "quantile")
    otherwise = any(span.has(*_OTHERWISE) and not span.has("quality_cue") for span in frame.spans)
    if "price" not in frame.vocabulary.dictionary.fields or spread or otherwise:
        return None
    slots = frame.slots()
    top_by_price(slots)
    product_amounts(slots)
    _launched(frame, slots)
    if _about_sales(slots) or (_somebody(slots) and not _whether(frame, slots)):
        return None
    named = [i for i in range(len(slots)) if goods_at(slots, i)]
    one = any(slots.value(i, "group").field == "product" for i in named)
    facts = _facts(frame, slots)
    bounds = [i for i in range(len(slots)) if _bound(slots, i)]
    state = _state(slots)
    extreme = slots.find("expensive", "cheap")
    ranged = slots.find("product_fact") is not None or _catalogue(frame, slots) or _whole_range(slots)
    told = bounds or state or (named and (ranged or ranked_by_price(slots, extreme)))
    launched = any(slots.value(i, "filter").field in _launches(frame) for i in bounds)
    listed = not one and told and (named or _plain(slots) or state or launched)
    bare = frame.state.last in ("metric", "audience", "list", "request", "copy") and not facts
    if not (one and not bare and not bounds) and not listed:
        return None
    unkept = next((i for i in range(len(slots)) if lacking(frame.vocabulary, slots[i])), None)
    if unkept is not None:
        return ask_about(frame, slots, [unkept])
    counted = any(
        slots.value(i, "measure") == "products" and slots[i].end - slots[i].start > 1 for i in range(len(slots))
    )
    if not one and (counted or slots.find("how_many") is not None):
        return None  # so many products: a figure
    return _found(frame, slots, named, bounds, facts if one else [], "" if one else state, extreme)


def _somebody(slots: Slots) -> bool:
    """Somebody is spoken of, or several periods; name our five priciest: names nobody."""
    return any(not slots.has(i, "list") for i in slots.all("people", "agent", "periods"))


def _whether(frame: Frame, slots: Slots) -> bool:
    """is the Urea Lotion suitable for children: what the thing is like, and nobody who bought it."""
    opening = frame.text.normal.split()[:1]
    first = next((i for i in range(len(slots)) if not slots.has(i, "filler", "break")), len(slots))
    return opening[:1] in (["is"], ["are"], ["does"], ["can"], ["do"]) and goods_at(slots, first)


def _catalogue(frame: Frame, slots: Slots) -> bool:
    """which products are from Colombia: the goods themselves are asked for, and nobody buys or sells them."""
    goods = any(span.value("field") == "product" for span in frame.spans)
    asked = slots.find("which", "list", free=False) is not None
    return goods and asked and slots.find("verb", "top", "bottom", "by", "period") is None


def _found(
    frame: Frame, slots: Slots, named: list[int], bounds: list[int], facts: list[str], state: str, extreme: int | None
) -> Reading:
    exact = [i for i in named if slots.value(i, "group").field == "product" and slots.value(i, "group").op == "is"]
    if exact:  # does the hand cream contain perfume: the cream is asked about
        for index in set(named) - set(exact):
            slots.retag(index)
    named = exact or named
    where = [filters_of(slots.value(i, "group")) for i in named] + [slots.value(i, "filter") for i in bounds]
    if state == "low":
        raise _how_low(slots)
    if state:
        where.append(Filter(field="stock", op="is" if state == "none" else "gt", values=[0]))
    for index in (*named, *bounds):
        slots.use(index, "products")
    args: dict[str, Any] = {"where": [item.compact() for item in where]}
    if extreme is not None and slots.has(extreme, "cheap"):
        args["descending"] = False
    if any(item.field in _launches(frame) for item in where):
        args |= {"sort_by": next(item.field for item in where if item.field in _launches(frame))}
    if not any(slots.value(i, "group").field == "product" for i in named):
        shown = asked_size(slots)
        counted = next((i for i in slots.all("number", "pieces") if extreme is not None and count_at(slots, i)), None)
        args["limit"] = min(shown[1], 100) if shown else 100
        if shown is None and counted is not None:
            args["limit"] = count_at(slots, counted)
            slots.use(counted, "how many")
    use(slots, "asked for", *_ASKED)
    if any(slots.value(i, "group").field == "product" and slots.value(i, "group").op == "is" for i in named):
        facts = _all_that_is_kept(slots, facts)
    for index in range(len(slots)):
        sold = slots.value(index, "verb") == "sell"
        if slots.value(index, "field") in ("product", *_fields(frame)) or _counted(slots, index) or sold:
            slots.use(index, "asked for")
    said = [frame.say(*pair) for pair in slots.said]
    return finished(frame, slots, "product_facts", "find_products", args, focus={"facts": facts}, notes=said)


def _all_that_is_kept(slots: Slots, facts: list[str]) -> list[str]:
    """is it dishwasher safe, what's it filled with: no fact of its own, so all that is kept of the product is shown."""
    free = [i for i in range(len(slots)) if not slots.used(i)]
    unknown = [
        i for i in free if (slots[i].unknown and slots[i].text.isalpha()) or slots.has(i, "sensitive", "missing")
    ]
    if not unknown:
        return facts
    words = " ".join(slots[i].text for i in unknown)
    for index in (*unknown, *slots.all("sensitive", "people", "per_person", "permit")):
        slots.use(index, "asked for")
    slots.said.append(
        (
            f"There is no fact called “{words}”: this is all that is kept of the product.",
            f"没有“{words}”这一项，这里是该商品的全部资料。",
        )
    )
    return []


def _launched(frame: Frame, slots: Slots) -> None:
    """launched in 2026, 今年上架的: the day a product came into the range."""
    columns = _launches(frame)
    index = 0
    while columns and index < len(slots):
        if slots.value(index, "product_fact") == "launch" and not slots.has(index, "filter"):
            for beside in (slots.next(index), index - 1, slots.before(index)):
                period = slots.value(beside, "period") if 0 <= beside < len(slots) else None
                if period is not None:
                    start, end = min(index, beside), max(index, beside)
                    slots.merge(start, end + 1, Sense("filter", Filter(field=columns[0], op="during", period=period)))
                    index = start
                    break
        index += 1


def _about_sales(slots: Slots) -> bool:
    """A figure of purchases, messages or customers is asked for."""
    known = slots.vocabulary.dictionary.measures
    for index, item in enumerate(slots.items):
        plain = item.has("product_fact", "filter", "how_many", "how_much") or item.value("field") in (
            "product",
            "price",
            "stock",
        )
        named = any(sense.kind == "field" and sense.value == "product" for sense in item.senses)  # items
        if plain or named or item.has("group"):
            continue
        if any(s.kind == "measure" and known.get(s.value) and known[s.value].grain in _SALES for s in item.senses):
            return True
        if item.value("verb") == "sell" and slots.find("how_many") is not None:
            return True
        if item.value("verb") in ("buy", "spend", "open", "click", "receive", "return_goods", "view", "cart"):
            return True
        if slots.has(index, "brought_in", "top", "bottom", "share", "average", "sum", "median"):
            return True
        group_by = slots.has(index, "by") and dimension_at(slots, slots.next(index)) is not None
        if group_by or (item.has("period") and not item.has("filter")):
            return True
    return False


def _bound(slots: Slots, index: int) -> bool:
    """under 50, fewer than 20 in stock, launched in 2026: a filter on a product's own figure."""
    found = slots.value(index, "filter")
    return found is not None and slots.level(found.field) == "product"


def _plain(slots: Slots) -> bool:
    return any(
        (slots.value(i, "field") == "product" or slots.value(i, "goal") == "launch") and not slots.has(i, "group")
        for i in range(len(slots))
    )


def _whole_range(slots: Slots) -> bool:
    """everything by Jing Studio, all its items, what does it sell: the products themselves."""
    if any(slots.value(i, "field") in ("brand", "category", "subcategory") for i in range(len(slots))):
        return False
    if slots.find("range_word") is not None:
        return True
    asked = slots.find("all_rows", "list", "which") is not None
    sells = any(slots.value(i, "verb") == "sell" for i in range(len(slots)))
    return (asked and _plain(slots)) or (sells and slots.find("which", "history") is not None)


def _state(slots: Slots) -> str:
    """Whether products in or out of stock are asked for."""
    if "stock" not in slots.vocabulary.dictionary.fields:
        return ""
    for index in slots.all("stock_state"):
        if slots.has(index - 1, "range"):
            continue  # fewer than 20 in stock
        state = str(slots.value(index, "stock_state"))
        denied = slots.has(index - 1, "not")
        if denied:
            slots.use(index - 1, "asked for")
        return {"some": "none", "none": "some"}.get(state, state) if denied else state
    return ""


def _launches(frame: Frame) -> list[str]:
    return fact_columns(frame, "launch")


def fact_columns(frame: Frame, concept: str) -> list[str]:
    """The fields in which a shop keeps a fact."""
    stems = STEMS.get(concept, (concept,))
    fields = frame.vocabulary.dictionary.fields.values()
    return [f.name for f in fields if f.level == "product" and any(stem in f.name.casefold() for stem in stems)]


def _fields(frame: Frame) -> list[str]:
    return [f.name for f in frame.vocabulary.dictionary.fields.values() if f.level == "product"]


def _facts(frame: Frame, slots: Slots) -> list[str]:
    """Which facts are asked for, as columns; none means all."""
    facts: list[str] = []
    for index in range(len(slots)):
        if slots.has(index, "group", "filter"):
            continue
        for sense in slots[index].senses:
            if sense.kind == "product_fact" and sense.value != "description":
                facts += fact_columns(frame, str(sense.value))
            elif (
                sense.kind == "field" and sense.value in _fields(frame) and sense.value not in ("product", "product_id")
            ):
                facts.append(str(sense.value))
    if not facts and slots.find("how_much", "worth_cue") is not None:
        facts.append("price")
    if not facts and slots.find("how_many") is not None:
        facts += fact_columns(frame, "stock")
    return list(dict.fromkeys(facts))


def _counted(slots: Slots, index: int) -> bool:
    """units, 件: what is left is counted in."""
    return slots.value(index, "measure") in ("stock", "products", "units") and not slots.has(index, "group")


def _how_low(slots: Slots) -> Unclear:
    at = next(i for i in range(len(slots)) if slots.value(i, "stock_state") == "low")
    return Unclear(
        "How few count as running low?",
        "库存少于多少算快卖完？",
        [(f"products with fewer than {n} in stock", f"库存低于{n}的商品") for n in (10, 20, 50)],
        None if at < 0 else (0, len(slots.text.original)),
    )
