"""How many different things one order holds: orders with two or more categories, brands per order, 两个品类的订单."""

from __future__ import annotations

from assistant.planner.grammar.deeds.comparing import whole
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Filter

_FIELDS = {"category": "order_categories", "categories_bought": "order_categories", "brand": "order_brands"}
_HOLDING = (
    "with", "containing", "contain", "contains", "contained", "include", "included", "including", "includes", "holding",
    "hold", "having", "had", "have", "from", "of", "spanning", "across", "covering", "mixing", "that include", "held",
)  # fmt: skip
_HOLDING_ZH = ("含", "包含", "含有", "有", "跨", "覆盖", "买了", "涉及")
_SAID = ("different", "distinct", "separate", "unique", "不同", "不同的", "个", "种", "个不同", "product", "products")
_REACH = 7


def reduce_order_breadth(slots: Slots) -> None:
    """Make a bound on what one order holds a condition on the order, and "categories per order" its figure."""
    index = 0
    while index < len(slots):
        found = _per_order(slots, index) or _bound(slots, index)
        if found is not None:
            start, end, sense = found
            slots.merge(start, end, sense)
            index = start
        index += 1


def _bound(slots: Slots, index: int) -> tuple[int, int, Sense] | None:
    """[more than one] category, behind orders that hold it or before 的订单."""
    bound = slots.value(index, "range")
    if bound is None and (amount := amount_of(slots[index])) is not None and amount.unit == "number":
        bound = Range("eq", amount)
    if not isinstance(bound, Range) or bound.unit not in ("number", "pieces"):
        return None
    at = index + 1
    distinct = False
    while at < len(slots) and slots[at].text.casefold() in _SAID and not _kind(slots, at, distinct=False):
        distinct = distinct or slots.has(at, "distinct") or slots[at].text.startswith("不同")
        at += 1
    name = _kind(slots, at, distinct=distinct)
    if not name and distinct and _kind(slots, at - 1, distinct=True):
        at, name = at - 1, _kind(slots, at - 1, distinct=True)
    if not name:
        return None
    told = _filter(name, bound)
    if slots.chinese(index):
        end = at + 1 + (slots[at + 1].text == "的")
        start = index - (slots[index - 1].text in _HOLDING_ZH)
        return (start, end, told) if _orders(slots, end) and name in slots.vocabulary.dictionary.fields else None
    held = next((i for i in range(index - 1, max(-1, index - _REACH), -1) if _orders(slots, i)), None)
    if held is None or name not in slots.vocabulary.dictionary.fields:
        return None
    between = range(held + 1, index)
    holding = any(slots[i].text.casefold() in _HOLDING for i in between)
    when = [i for i in between if slots.has(i, "period") and not slots.has(i, "group")]
    plain = all(_light(slots, i) for i in between if i not in when)
    return (max([held, *when]) + 1, at + 1, told) if holding and plain else None


def _light(slots: Slots, index: int) -> bool:
    goods = slots.value(index, "field") in ("product", "units") and not slots.has(index, "group")
    return (
        goods
        or slots.has(index, "filler", "with", "place", "who", "cart_lead")
        or (slots[index].text.casefold() in _HOLDING)
    )


def _orders(slots: Slots, index: int) -> bool:
    """orders, an order, basket: not how often somebody ordered."""
    if not 0 <= index < len(slots) or slots.has(index, "group", "filter", "condition"):
        return False
    if slots.value(index, "verb") == "buy" and slots[index].text.casefold().endswith((" an order", " orders")):
        return True  # placed an order with three brands in it
    return slots.value(index, "measure") == "orders" or slots.value(index, "field") in ("orders", "order_id")


def _kind(slots: Slots, index: int, *, distinct: bool) -> str:
    """The field that counts what is named: categories, brands; products only where different ones are meant."""
    if not 0 <= index < len(slots) or slots.has(index, "group"):
        return ""
    field = str(slots.value(index, "field") or "")
    if field == "products_bought" or (field == "product" and distinct):
        return "order_products"
    return _FIELDS.get(field, "")


def _filter(name: str, bound: Range) -> Sense:
    values = [whole(v) for v in (bound.low.value, bound.upper) if v is not None]
    op = {"eq": "is", "ne": "is_not"}.get(bound.op, bound.op)
    return Sense("filter", Filter.model_validate({"field": name, "op": op, "values": values}))


def _per_order(slots: Slots, index: int) -> tuple[int, int, Sense] | None:
    """average number of categories per order: of orders, and not of customers."""
    named = slots.value(index, "field")
    name = _FIELDS.get(str(named), "") if not slots.has(index, "group") else ""
    if named == "products_bought" and not slots.has(index, "group"):
        name = "order_products"
    if named == "brand" and not slots.has(index, "group") and slots[index - 1].text.casefold() == "number of":
        name = "order_brands"
    at = index + 2 + (slots[index + 2].text.casefold() in ("a", "an", "each", "one", "every", "the"))
    if name and (slots.has(index + 1, "by") or slots[index + 1].text.casefold() == "in") and _orders(slots, at):
        end = at + 1
    elif str(named) in ("order_categories", "order_brands", "order_products"):
        name, end = str(named), index + 1
    else:
        return None
    if name not in slots.vocabulary.dictionary.fields or slots.has(index - 1, "by", "range", "median", "cmp"):
        return None
    if slots.find("median") is not None:
        return None
    start = index - (slots[index - 1].text.casefold() == "number of")
    average = start - 1 if slots.has(start - 1, "average") else start
    return average, end, Sense("figures", (f"average({name})",))
