"""The times of the last figures changed: another period, set against another one, the same days of another year."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.comparisons.newcomers_compared import moved, told_when
from assistant.planner.grammar.editing.replacing import with_period
from assistant.planner.grammar.editing.turning import new_buyers
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.after_that import as_long_after
from assistant.planner.intents.follow_ups.metric_words import ENOUGH
from assistant.planner.intents.follow_ups.part_of_days import compared_likewise
from assistant.planner.intents.references.cues import widens
from assistant.planner.readers.calendar import UNIT_DAYS, bounds, fixed
from tools.definitions import Attribute, Audience, Bought, Condition, Metric, Period, Unit
from tools.periods import add_months, floor_to, step

YEAR = 364
"""Fewer days than this are part of a year."""
_SINCE = {"from", "since", "over", "on", "to"}
_TO = {"to", "and to", "with", "and with", "against", "and against"}


def set_in_time(slots: Slots, before: Metric) -> Metric:
    """compared with May last year, after who first ordered in May by country: new buyers of a time can be compared."""
    asked = slots.find("versus", "compare", "compare_two", "difference", free=False) is not None
    if not asked or before.measures != ["customers"] or before.period is not None or before.audience is None:
        return before
    return new_buyers(before.audience, ["buyers"], before.dimensions) or before


def compared_with(slots: Slots, before: Metric) -> dict[str, Any]:
    """Q2 as well, for comparison; 再跟Q2比比: the period that is named is what the last one is set against."""
    places, cues = slots.all("period"), slots.all("versus")
    if not cues and places and slots[places[0] - 1].text.casefold() in _SINCE and places[0]:
        cues = slots.all("difference")  # change from the previous quarter
    if not cues and len(places) == 1 and (before.compare or before.compare_period):
        cues = [i for i in range(places[0]) if slots[i].text.casefold() in _TO]  # and to Q2
    if not cues and len(places) == 1 and _SAME.search(slots.text.normal):
        cues = slots.all("compare", "compare_two", "difference")  # 和2025年同期比
    if before.period is None or len(places) != 1 or not cues or slots.find("measure", "people") is not None:
        return {}
    said = slots.value(places[0], "period")
    found = _against(said, before.period, slots.today)
    if _SAME.search(slots.text.normal.casefold()) and (alike := _so_far(said, before.period, slots.today)):
        found = alike
    for index in (*places, *cues) if found else ():
        slots.use(index, "compared with it")
    return found


def whole_time(slots: Slots, before: Metric) -> dict[str, Any]:
    """since launch, of all time: the days of before are gone."""
    places = slots.all("all_time")
    if not places or before.period is None or slots.find("period", free=False) is not None:
        return {}
    for index in places:
        slots.use(index, "all time")
    return {"period": None, "compare": None, "compare_period": None}


def _against(said: Period, base: Period, today: date) -> dict[str, Any]:
    """What a named period means beside the last one: with a quarter, last year is that quarter of last year."""
    first, last = bounds(base, today)
    start, end = bounds(said, today)
    if None in (first, last, start, end):
        return {"compare": None, "compare_period": said} if said != base else {}
    assert first and last and start and end
    if (unit := said.unit) and said.kind == "calendar" and said.offset == -1 and _whole(first, last, unit):
        return {"compare": None, "compare_period": fixed(step(unit, first, -1), step("day", first, -1))}
    if (start, end) == (first, last):
        return {}
    year = (start.month, start.day) == (1, 1) and end in (date(start.year, 12, 31), today) and end.year == start.year
    part = first.year == last.year and (last - first).days < YEAR
    earlier = first.year - start.year
    if year and part and not earlier and said.kind == "calendar":
        earlier = 1  # a day of last year against last year's: the year before
    if not (year and part and earlier):
        return {"compare": None, "compare_period": said}
    if earlier == 1:
        return {"compare": "previous_year", "compare_period": None}
    return {"compare": None, "compare_period": fixed(years_on(first, -earlier), years_on(last, -earlier))}


_SAME = re.compile(
    r"\bsame (?:months?|weeks?|days|dates|periods?|stretch|span|time|point)\b|\blike[- ]for[- ]like\b|同期|同样的?月份"
)
"""vs 2025, same months: up to today on both sides."""


def _so_far(said: Period, base: Period, today: date) -> dict[str, Any]:
    """A year of which not all is over, against the same months of another: up to today on both sides."""
    (first, last), start = bounds(base, today), bounds(said, today)[0]
    if first is None or last is None or start is None or last <= today or first > today:
        return {}
    years = start.year - first.year
    other = fixed(years_on(first, years), years_on(today, years))
    return {"period": fixed(first, today), "compare": None, "compare_period": other}


def _whole(first: date, last: date, unit: Unit) -> bool:
    """Whether these days are one month, one quarter …: what is the one before is told from them, not from today."""
    return unit != "year" and first == floor_to(unit, first) and last == step("day", step(unit, first, 1), -1)


def years_on(day: date, years: int) -> date:
    """The same day of another year; the last of February where there is none."""
    return add_months(day, 12 * years)


def new_times(frame: Frame, figures: Figures, before: Metric) -> dict[str, Any]:
    """The period and what it is set against; also 2025: beside the period of before."""
    changes: dict[str, Any] = {}
    adding, alone = widens(frame), _one_period(frame)
    if adding and figures.period and before.period and "period" not in figures.assumed and not figures.compare:
        return _against(figures.period, before.period, frame.today)
    if figures.period and "period" not in figures.assumed:
        changes["period"] = figures.period
        if alone or figures.period == before.compare_period:
            changes |= {"compare": None, "compare_period": None}
        changes |= compared_likewise(frame, before, figures.period)
        changes |= {} if alone or figures.compare_period else _both_moved(frame, before, figures.period)
    again = (before.compare or before.compare_period) and frame.has("difference") and not frame.has("compare")
    if figures.compare and figures.compare != "change" and not again:
        changes |= {"compare": figures.compare, "compare_period": None}
        if before.period is None and "period" not in changes:
            changes["period"] = figures.period
    if figures.compare_period:
        changes |= {"compare": None, "compare_period": figures.compare_period}
        if before.period is not None and sum(span.has("period") for span in frame.spans) < 2:
            changes.pop("period", None)
            changes |= _against(figures.compare_period, before.period, frame.today)
    return changes


def _both_moved(frame: Frame, before: Metric, said: Period) -> dict[str, Any]:
    """same for last year, of this year's third quarter against its second: both quarters of that year."""
    if before.period is None or before.compare_period is None:
        return {}
    edges = [bounds(one, frame.today) for one in (before.period, before.compare_period)]
    start, end = bounds(said, frame.today)
    if start is None or end is None or any(None in pair for pair in edges):
        return {}
    named = any(span.has("period") and _YEAR_ALONE.fullmatch(span.text.casefold()) for span in frame.spans)
    whole = named or ((start.month, start.day) == (1, 1) and start.year == end.year and (end - start).days >= YEAR)
    years = {day.year for pair in edges for day in pair if day is not None}
    if not whole or len(years) != 1 or any(last and first and (last - first).days >= YEAR for first, last in edges):
        return {}
    by = start.year - years.pop()
    moved = [fixed(years_on(first, by), years_on(last, by)) for first, last in edges if first and last]
    return {"period": moved[0], "compare": None, "compare_period": moved[1]} if by else {}


_YEAR_ALONE = re.compile(r"(?:in |of |for )?(?:19|20)\d\d年?")


def times_placed(frame: Frame, before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with a new period where the figures have theirs: in who the people are, or after what it counts."""
    return _people_in_time(frame, before, _in_its_place(frame, before, changes)) | _of_the_new(frame, before, changes)


def _people_in_time(frame: Frame, before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """2025 instead, of new customers by country: where the days are part of who they are, those change."""
    period, audience = changes.get("period"), changes.get("audience", before.audience)
    counted = set(changes.get("measures", before.measures)) <= {"customers"}
    new_then = before.period is not None and told_when(before.audience) == before.period
    if period is not None and before.period is not None and audience == before.audience and audience and new_then:
        return changes | {"audience": moved(audience, before.period, period, frame.today)}  # 6月呢, of new ones
    if period is not None and before.period is not None and audience is not None:
        # what did those who bought last week spend, revenue of those new in August; and the week before, since May?
        moved_on: list[Condition] = [_in_step(one, before.period, period) for one in audience.all]
        if moved_on == audience.all:
            return changes
        return changes | {"audience": audience.model_copy(update={"all": moved_on})}
    if period is None or before.period is not None or audience is None or not counted:
        return changes
    dated = with_period(audience, period)
    if dated is None:
        return changes
    return {k: v for k, v in changes.items() if k != "period"} | {"audience": dated}


def _in_step(one: Condition, then: Period, now: Period) -> Condition:
    """A condition of the very days of the figures, in their new days."""
    bought = isinstance(one, Bought) and one == Bought(period=then, value=one.value) and one.value in (1, 2)
    new = isinstance(one, Attribute) and one.field == "first_order_date" and one.op == "during" and one.period == then
    return one.model_copy(update={"period": now}) if bought or new else one


def _in_its_place(frame: Frame, before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """A time that is all that is said takes the place of the one that the figures have.

    那4月那批呢, after the retention of who signed up in March: who signed up in April; 改60天, of who ordered again
    within 90 days: within 60.
    """
    period = changes.get("period")
    light = ("period", "duration", "filler", "break", "same", "instead", "anaphor", "and", "only_cue", "interjection")
    if period is None or not all(span.has(*light) for span in frame.spans):
        return changes
    rest = {name: value for name, value in changes.items() if name != "period"}
    bare = any(span.has("duration") and not _RECENT.match(span.text.casefold()) for span in frame.spans)
    if bare and period.kind == "rolling" and (longer := _as_long(before, period)):
        return rest | longer
    if before.period is not None:
        return changes
    people = changes.get("audience", before.audience)
    dated = isinstance(people, Audience) and any(getattr(c, "period", None) for c in people.all)
    later = with_period(people, period) if isinstance(people, Audience) and dated else None
    return rest | {"audience": later} if later is not None else changes


_RECENT = re.compile("last|past|the last|the past|previous|最近|过去|近")


def _as_long(before: Metric, period: Period) -> dict[str, Any]:
    """The part, or what counts after a message, so many days after it instead."""
    days = int((period.count or 1) * UNIT_DAYS[str(period.unit)])
    if before.after is not None:
        return {"after": before.after.model_copy(update={"within_days": days})}
    part = before.part
    people = as_long_after(part.audience, days) if part is not None and part.audience is not None else None
    if part is None or people is None or people == part.audience:
        return {}
    return {"part": part.model_copy(update={"audience": people})}


def _of_the_new(frame: Frame, before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """how many orders did they place, after new buyers of a time: they are those who were new in it."""
    pointing = any(span.has("anaphor") for span in frame.spans)
    if not pointing or before.measures != ["new_buyers"] or before.period is None or "measures" not in changes:
        return {}
    people = changes.get("audience", before.audience) or Audience()
    new = Attribute(field="first_order_date", op="during", period=before.period)
    return {"audience": people.model_copy(update={"all": [*people.all, new]})}


def _one_period(frame: Frame) -> bool:
    """just this year, 今年就行: the period alone, set against nothing."""
    return any(
        span.has("period")
        and any(
            near.has("only_cue") or near.text.casefold() in ENOUGH
            for near in frame.spans[max(0, i - 1) : i + 2]
            if near is not span
        )
        for i, span in enumerate(frame.spans)
    )
