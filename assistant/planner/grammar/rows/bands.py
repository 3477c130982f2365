"""Numbers spread in bands: 订单金额分布, 流失分的分布, 每100块一档; and bands that the question lists itself."""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Period

_STEPS = ("档", "一档", "为一档", "一组", "一段", "为一段", "一个档", "一格", "为一组", "一个区间", "为一区间")
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
    width, money, places = _width(slots)
    if width is None and slots.find("distribution", free=False) is None:
        return
    for index in range(len(slots)):
        name = _numeric(slots, index, width is not None, money)
        if name is not None:
            inside = f"{name}, {width:g}" if width else name
            slots.retag(index, Sense("rows_of", f"band({inside})"))
            for place in places:
                slots.use(place, "width of the bands")
            return


def _numeric(slots: Slots, index: int, stepped: bool, money: bool) -> str | None:
    """The number that is spread; an age has groups of its own, unless a width is said."""
    if slots.used(index) or slots.has(index, "group", "condition", "period", "range"):
        return None
    fields = slots.vocabulary.dictionary.fields
    named = [s.value for s in slots[index].senses if s.kind == "field"]
    named += [_OF_MEASURE[s.value] for s in slots[index].senses if s.kind == "measure" and s.value in _OF_MEASURE]
    for name in named:
        spec = fields.get(name)
        if spec is None or not spec.numeric or spec.level not in ("customer", "order") or name == "birth_month":
            continue
        if stepped and money and spec.type != "money":
            continue  # 单金额, 每200块一档: the number of orders has no such bands
        if stepped or not spec.groupable:
            return str(name)
    return None


def _width(slots: Slots) -> tuple[float | None, bool, range]:
    """每100块一档, 10岁一段: how wide a band is, whether it is one of money, and where it is said."""
    for index in range(1, len(slots)):
        if slots[index].text not in _STEPS:
            continue
        at = index - 1
        if slots[at].text in ("一", "为一", "为", "一个"):
            at -= 1
        amount = amount_of(slots[at]) if at >= 0 else None
        if amount is None or amount.unit not in ("number", "money", "age", "pieces", "times"):
            continue
        for place in range(at, index + 1):
            slots.retag(place, Sense("filler"))
        if slots.has(at - 1, "by", "every"):
            slots.retag(at - 1, Sense("filler"))
        return amount.value, amount.unit == "money", range(at, index + 1)
    return None, False, range(0)


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
        return Range("le", Amount(period.count * _DAYS[period.unit], "number"))
    if not isinstance(found, Range):
        return None
    low, high = _plain(found.low), _plain(found.high) if found.high else None
    return Range(found.op, low, high)


_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


def _plain(amount: Amount) -> Amount:
    days = _DAYS[amount.detail] if amount.unit == "duration" else 1
    return Amount(amount.value * days, "number")
