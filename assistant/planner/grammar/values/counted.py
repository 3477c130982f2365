"""How many there are of what is named, said on top: 今年四个国家各多少, 环比如何？两个月的数都给我, 两届黑五."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds
from tools.definitions import Period

_SORTS = (
    "个",
    "大",
    "种",
    "类",
    "届",
    "批",
    "拨",
    "波",
    "群",
    "组",
    "次",
    "回",
    "期",
    "块",
    "段",
    "份",
    "年",
    "月",
    "周",
)
_POINTING = ("这", "那", "这些", "那些")
_NUMERALS = "两二三四五六七八九十23456789"
_PLACES = {"国": "country", "城": "city"}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def reduce_row_counts(slots: Slots) -> None:
    """四个国家, 五大渠道: as many as the shop has of them, so the field alone says what the rows are."""
    _biggest(slots)
    for index in range(len(slots)):
        count = _count(slots, index)
        if count < 2 or slots.has(index, "period", "duration") or _picked(slots, index):
            continue
        end = index + 1
        while slots.has(end, "filler") and slots[end].text in _SORTS:
            end += 1
        name = dimension_at(slots, end) or (_PLACES.get(slots[end].text) if end < len(slots) else None)
        if name and len(slots.vocabulary.values(name)) == count and not slots.has(end, "group", "condition"):
            _drop(slots, index, end)
            if not slots.has(end, "field"):
                slots.retag(end, Sense("field", name))
    _pointed_at(slots)


def _biggest(slots: Slots) -> None:
    """5大品牌: the top five, where there are more of them."""
    for index in range(len(slots) - 2):
        named = slots[index + 1].text == "大" and dimension_at(slots, index + 2)
        if named and slots.has(index, "number") and len(slots.vocabulary.values(named)) > slots.value(index, "number"):
            slots.retag(index + 1, Sense("top"))


def _pointed_at(slots: Slots) -> None:
    """这四个国家: the number has been understood, and so has what points at it."""
    for index in range(len(slots) - 1):
        counted = slots[index + 1].text[:1] in {*_NUMERALS} and slots.has(index + 1, "filler")
        if counted and slots[index].text in _POINTING and slots[index].unknown:
            slots.retag(index, Sense("filler"))


_FIGURES = ("numbers", "figures", "values", "metrics", "measures", "kpis", "data points", "stats", "results", "things")


def settle_counts(slots: Slots, today: date) -> None:
    """两个月的数都给我, 三批人, 两届: as many periods, months or things as were named."""
    for index in range(len(slots) - 1):
        told = slots[index + 1].text.casefold() in _FIGURES and not slots.has(index - 1, "top", "bottom", "cmp")
        if told and slots.has(index, "number") and not slots.has(index, "period", "range"):
            slots.retag(index, Sense("filler"))  # two numbers please: as many as are asked for
    for index in range(len(slots)):
        count = _count(slots, index)
        if count < 2 or slots.used(index) or slots.has(index, "period", "range", "group") or _picked(slots, index):
            continue
        end = index + 1
        while end < len(slots) and slots[end].text in _SORTS:
            end += 1
        rows = dimension_at(slots, end)
        named = any(getattr(slots.value(i, "group"), "field", "") == rows for i in range(len(slots)))
        if rows not in (None, *TIME_FIELDS) and not named and not slots.has(end, "group", "measure"):
            continue  # 三季度哪三个品牌: so many rows
        sorted_ = end > index + 1 or slots[index].text[-1:] in _SORTS
        if sorted_ and count in _named(slots, index, today):
            _drop(slots, index, end)


def _count(slots: Slots, index: int) -> int:
    """A whole number, of whatever kind; 0 for none."""
    for kind in ("number", "times", "pieces", "heads"):
        if slots.has(index, kind):
            value = slots.value(index, kind)
            return int(value) if value == int(value) else 0
    return int(slots.value(index, "duration")[0]) if slots.has(index, "duration") else 0


def _picked(slots: Slots, index: int) -> bool:
    """买过四个品类, 前三个城市, 至少两次: the number limits something."""
    pointed = (*_POINTING, "的那", "那几")
    before = slots.before(
        index, lambda item: (item.has("filler") or item.text in pointed) and not item.has("and", "verb")
    )
    return slots.has(before, "verb", "cmp", "top", "bottom", "not", "only") or slots.has(
        slots.next(index), "verb", "cmp_post", "top", "bottom"
    )


def _drop(slots: Slots, start: int, end: int) -> None:
    if start and slots[start - 1].text in _POINTING:
        start -= 1
    for at in range(start, end):
        slots.retag(at, Sense("filler"))


def _named(slots: Slots, index: int, today: date) -> set[int]:
    """How many there are of what the question names elsewhere."""
    periods = [slots.value(i, "period") for i in range(len(slots)) if slots.has(i, "period") and not slots.has(i, "by")]
    told = [getattr(slots.value(i, "condition"), "period", None) for i in range(len(slots)) if slots.has(i, "by_unit")]
    periods += [period for period in told if period is not None]
    unit = slots.value(index, "duration")[1] if slots.has(index, "duration") else ""
    found = {_months(period, unit, today) for period in periods}
    if not unit or any(getattr(period, "unit", None) in (unit, None) for period in periods):
        found.add(len(periods))
        compared = any(slots.has(i, "compare") for i in range(len(slots)))
        found |= {2} if compared and len(periods) == 1 else set()
    if not unit or unit == "year":
        groups = [slots.value(i, "group") for i in range(len(slots)) if slots.has(i, "group")]
        found |= {len(group.values) for group in groups}
    return found


def _months(period: Period, unit: str, today: date) -> int:
    """2025年10、11、12月: how many months (or other such units) it holds."""
    start, end = bounds(period, today)
    months = _MONTHS.get(unit or "month")
    if months is None or start is None or end is None or start.day != 1:
        return 0
    return ((end.year - start.year) * 12 + end.month - start.month + 1) // months
