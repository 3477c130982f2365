"""So many months after the first order, told by numbers: months 1-3 after, in month 1, month 2 and so on.

Calendar months since the first order are rows; the last number, where no more are to follow, is the last row.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.numerals import chinese_numeral, english_numeral
from assistant.planner.text import Token, normalise, text_at
from tools.definitions import Filter, Part

MONTHS_SINCE = "months_since_first_order"
_LEAD = frozenset(("in", "over", "for", "at", "during", "the", "each", "of", "across"))
_AHEAD = frozenset(("first", "next", "following", "subsequent"))
_JOINTS = frozenset((",", "and", "&", "-", "to", "/", "or", "through", "then", "..", "~", "until"))
_OPEN = frozenset(("...", "…", "etc", "etc.", "onwards", "onward", "so", "+"))
_BEHIND = frozenset(("later", "after", "on", "afterwards", "out", "in", "since", "following", "thereafter", "along"))
_LAST = 60


class _Run(NamedTuple):
    end: int
    last: int | None
    """The last month asked for; None where they go on."""


def reduce_months_on(slots: Slots) -> None:
    """Make one item of such a run, where customers are told by when they came."""
    if MONTHS_SINCE not in slots.vocabulary.dictionary.fields or not _cohorts_spoken_of(slots):
        return
    for index in range(len(slots)):
        if slots.has(index, "group", "condition"):
            continue
        if (last := _up_to_month(slots, index)) is not None:
            slots.merge(*last[:2], Sense("months_on", last[2]), Sense("after_word"), Sense("field", MONTHS_SINCE))
            return
        found = _run(slots.text.tokens, slots[index].start, _retention_named(slots))
        ends = {slots[i].end: i + 1 for i in range(index, len(slots))}
        if found and found.end in ends:
            slots.merge(
                index,
                ends[found.end],
                Sense("months_on", found.last),
                Sense("after_word"),
                Sense("field", MONTHS_SINCE),
            )
            return


def up_to_month(said: str) -> int | None:
    """看到第6个月, 到第三个月为止: the last month that is asked for; None where this says none."""
    found = _UP_TO.fullmatch(said)
    if found is None:
        return None
    numeral = chinese_numeral(normalise(found[1]).tokens, 0)
    return int(found[1]) if found[1].isdigit() else int(numeral[1]) if numeral else None


def _up_to_month(slots: Slots, start: int) -> tuple[int, int, int] | None:
    for end in range(min(len(slots), start + 5), start, -1):
        said = "".join(slots[i].text for i in range(start, end))
        closed = slots.has(end, "break") or end == len(slots)
        if said.startswith(("前", "头")) and not closed:
            continue  # 前3个月新客: when they came
        if _retention_named(slots) and (last := up_to_month(said)) is not None:
            return start, end, last
    return None


_UP_TO = re.compile(
    r"(?:看到|一直到|直到|截到|截止到|到|至|前|前面|头)第?([一二三四五六七八九十\d]{1,3})个月(?:为止|截止|就行)?"
)


def _cohorts_spoken_of(slots: Slots) -> bool:
    """Retention by name, a cohort, or people who were new at some time."""
    return any(
        slots.value(i, "measure") == "cohort_retention"
        or slots.value(i, "agent") in ("new", "first_time")
        or getattr(slots.value(i, "condition"), "field", "") == "first_order_date"
        or slots.value(i, "field") in ("first_order_month", "first_order_date")
        for i in range(len(slots))
    )


def _retention_named(slots: Slots) -> bool:
    return any(slots.value(i, "measure") == "cohort_retention" for i in range(len(slots)))


def _run(tokens: tuple[Token, ...], start: int, named_retention: bool) -> _Run | None:
    at, ahead = start, False
    while text_at(tokens, at) in _LEAD | _AHEAD | ({"after"} if named_retention else set()):
        ahead = ahead or text_at(tokens, at) in _AHEAD
        at += 1
    named = text_at(tokens, at) in ("month", "months", "m")
    at += named
    numbers: list[int] = []
    end, opened = at, False
    while at < len(tokens):
        number = english_numeral(tokens, at)
        text = text_at(tokens, at)
        if number and number[1] == int(number[1]) and 0 <= number[1] <= _LAST:
            numbers.append(int(number[1]))
            at += number[0]
            end = at
        elif numbers and text in _OPEN:
            opened, at = True, at + 1
            end = at + (text == "so" and text_at(tokens, at) == "on")
            at = end
        elif numbers and (text in _JOINTS or (text in ("month", "m") and named)):
            at += 1
        else:
            break
    if not numbers:
        return None
    ahead = ahead or named_retention
    if named and named_retention and len(numbers) == 1:
        return _Run(end, numbers[0])  # month 1 retention
    return _closed(tokens, end, numbers, named=named, ahead=ahead, opened=opened)


def _closed(
    tokens: tuple[Token, ...], end: int, numbers: list[int], *, named: bool, ahead: bool, opened: bool
) -> _Run | None:
    """months 1 to 3 (after); 1, 2, 3 months later; first three months after."""
    if named and (len(numbers) > 1 or opened):
        return _Run(end + (text_at(tokens, end) in _BEHIND - {"in"}), None if opened else max(numbers))
    end += text_at(tokens, end) == "-"
    if text_at(tokens, end) not in ("month", "months") or named:
        return None
    behind = text_at(tokens, end + 1) in _BEHIND
    if ahead or (len(numbers) > 1 and behind):
        return _Run(end + 1 + behind, None if opened else max(numbers))
    return None


def months_asked(slots: Slots, figures: Figures) -> None:
    """Rows of months since the first order, up to the last that is asked for; ranked, those of that month alone."""
    for index in slots.all("months_on", free=False):
        last = slots.value(index, "months_on")
        if last is not None and slots.used(index) and figures.measures == ["cohort_retention"]:
            _kept_in_that_month(slots, figures, last)
            continue
        if last is not None:
            figures.where.append(Filter(field=MONTHS_SINCE, op="between", values=[0, last]))
        if MONTHS_SINCE not in figures.dimensions:
            figures.dimensions.append(MONTHS_SINCE)
        slots.use(index, f"split by {MONTHS_SINCE}")


def _kept_in_that_month(slots: Slots, figures: Figures, month: int) -> None:
    """which channel retains best after 3 months: who of its customers bought in that month, of all that it brought."""
    figures.measures, figures.share = ["buyers"], True
    figures.part = Part(where=[Filter(field=MONTHS_SINCE, values=[month])])
    figures.dimensions = [name for name in figures.dimensions if name != MONTHS_SINCE]
    slots.said.append(
        (
            f"Kept means: bought in month {month} after that of the first order, of all who ever ordered.",
            f"留存指首购当月之后第{month}个月有下单，占全部下过单的客户。",
        )
    )
