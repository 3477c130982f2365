"""Numbers spread in bands: 订单金额分布, 流失分的分布, 每100块一档; and bands that the question lists itself."""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import UNIT_DAYS
from tools.definitions import Period

_OF_MEASURE = {
    "average_order_value": "order_value",
    "discount_amount": "order_discount",
    "discount_share": "order_discount",
    "revenue_per_buyer": "spend",
    "orders_per_buyer": "orders",
}
FEWEST = 3
"""So many bands make a list of them."""


def settle_bands(slots: Slots) -> None:
    """Make a numeric field the rows of a split, where its distribution or a width of bands is asked for."""
    at = next(iter(slots.all("band_width")), None)
    if at is None and slots.find("distribution", free=False) is None:
        return
    width = None if at is None else slots.value(at, "band_width")
    for index in range(len(slots)):
        name = _numeric(slots, index, width is not None, width is not None and width.unit == "money")
        if name is not None:
            inside = f"{name}, {width.value:g}" if width else name
            slots.retag(index, Sense("rows_of", f"band({inside})"))
            if at is not None:
                slots.use(at, "width of the bands")
            return
    if at is not None and width is not None and width.unit == "age" and "age" in slots.vocabulary.dictionary.fields:
        slots.retag(at, Sense("rows_of", f"band(age, {width.value:g})"))  # 按10岁一档


def settle_spread_counts(slots: Slots) -> None:
    """how many orders does a customer have: distribution; 每个客户买几次的分布: customers by their number of orders."""
    spread = next(iter(slots.all("distribution")), None)
    each = slots.all("per_person")
    counted = [i for i in range(len(slots)) if slots.value(i, "measure") == "orders" or slots.value(i, "verb") == "buy"]
    if spread is None or not each or not counted or any(slots.has(i, "by") for i in range(len(slots))):
        return
    for index in [*each, *counted, *slots.all("how_many", "often")]:
        slots.use(index, "what is spread")
    slots.retag(spread, Sense("rows_of", "orders"), Sense("distribution"))


def _numeric(slots: Slots, index: int, stepped: bool, money: bool) -> str | None:
    """The number that is spread; an age has groups of its own, unless a width is said."""
    if slots.used(index) or slots.has(index, "group", "condition", "period", "range"):
        return None
    fields = slots.vocabulary.dictionary.fields
    named = [s.value for s in slots[index].senses if s.kind == "field"]
    named += [_OF_MEASURE[s.value] for s in slots[index].senses if s.kind == "measure" and s.value in _OF_MEASURE]
    for name in ("age" if stepped and name == "age_group" else name for name in named):
        spec = fields.get(name)
        if spec is None or not spec.numeric or spec.level not in ("customer", "order") or name == "birth_month":
            continue
        if stepped and money and spec.type != "money":
            continue  # 单金额, 每200块一档: the number of orders has no such bands
        if stepped or not spec.groupable:
            return str(name)
    return None


def listed_bands(slots: Slots) -> list[int]:
    """Places of bands in a row, divided by commas: 30天内、31-90、91-180、一年以上."""
    found: list[int] = []
    for index in range(len(slots)):
        if _band(slots, index) is not None:
            if found and any(not slots.has(i, "break", "filler", "and") for i in range(found[-1] + 1, index)):
                found = []
            found.append(index)
            continue
        if len(found) >= FEWEST and not slots.has(index, "break", "filler", "and"):
            break
    return found if len(found) >= FEWEST else []


def counts_orders(slots: Slots, places: list[int]) -> bool:
    """买1次、2次、3次以上: bands of times are of orders."""
    return any(slots.has(place, "times") for place in places)


def band_range(slots: Slots, index: int) -> Range:
    """The bounds of one band as plain numbers, days where it is a stretch of time."""
    found = _band(slots, index)
    assert found is not None
    return found


def _band(slots: Slots, index: int) -> Range | None:
    period, found = slots.value(index, "period"), slots.value(index, "range")
    amount = None if slots.has(index, "period", "range", "group") else amount_of(slots[index])
    if amount is not None and amount.unit == "times":
        return Range("eq", Amount(amount.value, "number"))
    if isinstance(period, Period) and period.kind == "rolling" and period.count and period.unit:
        return Range("le", Amount(period.count * UNIT_DAYS[period.unit], "number"))
    if not isinstance(found, Range):
        return None
    low, high = _plain(found.low), _plain(found.high) if found.high else None
    return Range(found.op, low, high)


def _plain(amount: Amount) -> Amount:
    days = UNIT_DAYS[amount.detail] if amount.unit == "duration" else 1
    return Amount(amount.value * days, "number")
