"""Nouns that only say what a figure is of: the average price of our products by brand, Moorlight, the brand."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.words import listed
from tools.definitions import AGGREGATE, Attribute, Filter

_OF_GOODS = ("stock", "products")
"""Measures that are counted over products."""
_OF_WHICH = ("on", "of", "for", "from", "in", "across", "over", "among", "about", "regarding")
_JOINED = ("and", "or", "by", "versus", "break")


def settle_labels(slots: Slots, figures: Figures) -> None:
    """Take back splits that nobody asked for: goods whose prices are summed up, a field beside its own value."""
    _units_returned(slots, figures)
    _of_which_orders(slots, figures)
    _examples(slots, figures)
    for name in list(figures.dimensions):
        places = [i for i in range(len(slots)) if slots.role(i) == f"split by {name}"]
        if len(places) != 1 or led(slots, places[0]) or figures.sort is not None:
            continue
        goods = name == "product" and len(figures.dimensions) > 1 and _of_goods(slots, figures)
        if goods or (_one_value(figures, name) and not slots.text.tokens[slots[places[0]].start].text.endswith("s")):
            figures.dimensions.remove(name)
            slots.roles[slots[places[0]].start] = "label"


def _examples(slots: Slots, figures: Figures) -> None:
    """serums, cleansers and so on: units by subcategory – a few of the rows named, and no others left out."""
    normal, tokens = slots.text.normal, slots.text.tokens
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is None or group.field not in figures.dimensions or len(group.values) < 2:
            continue
        if not normal[tokens[slots[index].end - 1].end :].lstrip(" ,").startswith(tuple(listed("around", "and_so_on"))):
            continue
        figures.where = [f for f in figures.where if (f.field, set(f.values)) != (group.field, set(group.values))]
        people = figures.people.audience
        kept = [c for c in people.all if getattr(c, "field", "") != group.field]
        figures.people.conditions -= len(people.all) - len(kept)
        figures.people.audience = people.model_copy(update={"all": kept})
        slots.said.append((f"I took “{slots[index].text}” as examples.", f"“{slots[index].text}”按举例理解。"))


_OF_AN_ORDER = ("average_order_value", "median(order_value)", "units_per_order", "discount_amount",
                "average(order_discount)", "discount_share", "average(order_value)")  # fmt: skip


def _of_which_orders(slots: Slots, figures: Figures) -> None:
    """for orders placed through WeChat, what's the AOV; app orders: discount – which orders the figure is of."""
    others = [i for i in range(len(slots)) if slots.role(i).removeprefix("measure: ") in _OF_AN_ORDER]
    at = next((i for i in range(len(slots)) if slots.role(i) == "measure: orders"), None)
    if at is None or len(figures.measures) != 2 or "orders" not in figures.measures or not others or others[0] < at:
        return
    if any(word in slots[at].text for word in ("多少", "几", "数", "量")):
        return  # 下了多少单，客单价多少: both are asked for
    if slots.has(at, "how_many") or slots.has(slots.before(at), "how_many", "by", "sum", "average"):
        return
    first = slots.before(at, lambda item: item.has("filler", "place") and not item.has("group"))
    after = slots.next(at, lambda item: item.has("filler", "place", "for") and not item.has("group", "break"))
    told = slots.has(first, "group") or (after < others[0] and after > at + 1 and slots.has(after, "group"))
    apart = any(slots.has(i, "break", "which", "how_much") for i in range(at + 1, others[0]))
    joined = any(slots.has(i, "and", "by") for i in range(at + 1, others[0]))
    if told and apart and not joined:
        figures.measures.remove("orders")
        slots.roles[slots[at].start] = "label"


def _units_returned(slots: Slots, figures: Figures) -> None:
    """how many units did customers return: the units that came back, not those that were sold as well."""
    places = {slots.role(i): i for i in range(len(slots)) if slots.role(i).startswith("measure: ")}
    units, returned = places.get("measure: units"), places.get("measure: returned_units")
    if units is None or returned is None or not {"units", "returned_units"} <= set(figures.measures):
        return
    between = range(min(units, returned) + 1, max(units, returned))
    if not any(slots.has(i, "and", "versus", "or", "share", "break") or slots[i].text == "/" for i in between):
        figures.measures.remove("units")


def led(slots: Slots, index: int) -> bool:
    """by product, for each product, which products: a word before it makes rows of it."""
    before = slots.before(index, lambda item: item.has("filler", "group", "place") and not item.has("by", "which"))
    return slots.has(before, "by", "which", "each_row") or slots.has(index, "each_unit", "rows_of")


def _of_goods(slots: Slots, figures: Figures) -> bool:
    return bool(figures.measures) and all(_about_goods(slots, name) for name in figures.measures)


def _about_goods(slots: Slots, name: str) -> bool:
    parts = AGGREGATE.match(name)
    return slots.level(parts.group(2)) == "product" if parts else name in _OF_GOODS


def _one_value(figures: Figures, name: str) -> bool:
    """channel: WeChat – a single row, which says no more than the figure does."""
    facts: list[Attribute | Filter] = [c for c in figures.people.audience.all if isinstance(c, Attribute)]
    named = [one for one in (*figures.where, *facts) if one.field == name]
    return len(named) == 1 and named[0].op == "is" and len(named[0].values) == 1


def of_orders(slots: Slots, index: int) -> bool:
    """discount on orders placed in the app: the orders say what the figure before them is of."""
    first = index - 1
    while first >= 0 and not slots.role(first).startswith("measure: ") and not slots.has(first, *_JOINED):
        if slots.has(first, "group", "number", "measure", "how_many"):
            return False
        first -= 1
    words = {slots[i].text.casefold().split()[-1] for i in range(first + 1, index)}
    told = slots.role(first).startswith("measure: ") and bool(words & set(_OF_WHICH))
    plural = slots[index].text.casefold().split()[0].endswith("s")
    return told and plural and not slots.has(index + 1, "range")


def for_one(slots: Slots, index: int) -> bool:
    """discount/order, discount on an order: for each of them."""
    one = slots[index].text.casefold()
    return one == "/" or one in ("an", "a", "one", "every", "each", "on an", "of an", "in an", "for an", "on each")


def held(slots: Slots, index: int) -> bool:
    """the lowest stock, total stock per category: how much there is, where nothing else is asked for."""
    others = [i for i in slots.all("measure", free=False) if i != index and not slots.has(i, "people", "verb", "field")]
    ranked = slots.find("top", "bottom", "rank_by", "by", "sum", "how_much", "ascending", "descending", free=False)
    return not others and ranked is not None and not slots.has(index, "stock_state")
