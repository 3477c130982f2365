"""Periods of a follow-up that stand on those of before: one year earlier, the summer before, and July, 60 days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from math import log

from assistant.planner.frame import Frame
from assistant.planner.grammar.times.timing import in_year
from assistant.planner.intents.follow_ups.earlier_periods import earlier, moved_back, named_before
from assistant.planner.intents.follow_ups.edit_numbers import numbers_of
from assistant.planner.intents.follow_ups.same_few_days import same_few_days
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_words import rolling
from assistant.planner.spans import Span
from assistant.planner.spoken_of import last_period, periods_of
from tools.criteria import Period
from tools.definitions import Audience, Bought
from tools.periods import add_months

_NEAR = log(8)
"""60 after 90 days is days as well; 2 is rather a number of orders."""
_DATED = re.compile(
    r"(?:19|20)?\d\d(?!月|日|号|\d)|[年今去上本这近当最昨前]|"
    r"\b(?:this|last|next|past|previous|so far|current|since|until|ly|today|yesterday)\b"
)
_QUARTER = re.compile(r"\b[qh][1-4]\b")


def timed(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans with such periods settled."""
    for rule in (
        _whole_year,
        _amounts,
        _same_days,
        named_before,
        earlier,
        _same_year,
        _another_year,
        _windows,
        _bought_then,
    ):
        spans = rule(frame, spans)
    return spans


def _whole_year(frame: Frame, spans: list[Span]) -> list[Span]:
    """and for the whole year, after a month: the year it lies in."""
    for index, span in enumerate(spans[1:], 1):
        if span.value("field") != "year" or spans[index - 1].text.casefold() not in _WHOLE:
            continue
        before = last_period(frame.state)
        start = bounds(before, frame.today)[0] if before else None
        year = (start or frame.today).year
        spans[index] = replace(span, senses=(Sense("period", fixed(date(year, 1, 1), date(year, 12, 31))),))
        spans[index - 1] = replace(spans[index - 1], senses=(Sense("filler"),))
    return spans


_WHOLE = {"whole", "full", "entire", "the whole", "the full", "the entire", "all"}


def _amounts(frame: Frame, spans: list[Span]) -> list[Span]:
    """改成2000, after who spent over 1000: an amount as large as the one before, and no year."""
    metric, audience = frame.state.metric, frame.state.audience
    people = metric.audience if frame.state.figures == "metric" and metric is not None else audience
    known = numbers_of(people) if people is not None else []
    if len(known) != 1 or known[0] < _LARGE or not any(span.has("instead") for span in spans):
        return spans
    for index, span in enumerate(spans):
        if _BARE_YEAR.fullmatch(span.text) and _far(known[0], float(span.text)) <= _NEAR:
            spans[index] = replace(span, senses=(Sense("number", float(span.text)),))
    return spans


_LARGE = 100
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")


def _same_days(frame: Frame, spans: list[Span]) -> list[Span]:
    """vs the same day last week: the days spoken of, a week before."""
    before = last_period(frame.state)
    for index in range(len(spans) - 2):
        same, what, when = spans[index : index + 3]
        back = _UNIT_BACK.search(when.text.casefold())
        named = same.text.casefold() in ("same", "the same") and what.text.casefold() in _STRETCHES
        if before is None or not named or back is None or not when.has("period"):
            continue
        moved = moved_back(frame, before, 1, back[1])
        spans[index] = replace(same, senses=(Sense("filler"),))
        spans[index + 1] = replace(what, senses=(Sense("filler"),))
        spans[index + 2] = replace(when, senses=(Sense("period", moved),))
    return spans


_UNIT_BACK = re.compile(r"^(?:the )?(?:last|previous|prior|a|one) (week|month|quarter|year)\b")
_STRETCHES = {
    "day",
    "days",
    "weekday",
    "week",
    "weeks",
    "weekend",
    "month",
    "months",
    "quarter",
    "time",
    "period",
    "date",
    "dates",
}


def _bought_then(frame: Frame, spans: list[Span]) -> list[Span]:
    """最近半年买的, after who bought serums: when they bought those, and no other purchase."""
    people = frame.state.audience if frame.state.figures != "metric" else None
    bought = [c for c in people.all if isinstance(c, Bought)] if people is not None else []
    again = [i for i, span in enumerate(spans) if span.text in _BOUGHT_ZH and span.value("verb") == "buy"]
    light = ("filler", "break", "same", "only_cue", "instead")
    alone = all(i in again or span.has("period") or span.has(*light) for i, span in enumerate(spans))
    if len(bought) != 1 or len(again) != 1 or not bought[0].where or not alone or bought[0].value == 0:
        return spans
    return [replace(span, senses=(Sense("filler"),)) if i in again else span for i, span in enumerate(spans)]


_BOUGHT_ZH = ("买", "买的", "买过", "买过的", "购买", "购买的", "购买过", "购买过的")


def _another_year(frame: Frame, spans: list[Span]) -> list[Span]:
    """i meant 2025, the same for 2024, after a month or a quarter: those days of that year."""
    before = last_period(frame.state)
    first, last = bounds(before, frame.today) if before else (None, None)
    told = any(span.text.casefold() in _YEAR_MEANT for span in spans)
    if (of_days := same_few_days(frame, spans, first, last)) is not None:
        return of_days
    years = [i for i, span in enumerate(spans) if _YEAR.fullmatch(span.text.casefold()) and span.has("period")]
    if not told or len(years) != 1 or first is None or last is None or first.year != last.year:
        return spans
    if (last - first).days > _PART:
        return spans
    place = years[0]
    by = int(_YEAR.fullmatch(spans[place].text.casefold())[1]) - first.year  # type: ignore[index]
    moved = fixed(add_months(first, 12 * by), add_months(last, 12 * by))
    return [replace(s, senses=(Sense("period", moved),)) if i == place else s for i, s in enumerate(spans)]


_YEAR_MEANT = {
    "i meant", "i mean", "meant", "no i meant", "same", "same for", "the same for", "same in", "the same in",
    "the same", "same period", "same thing for", "我的意思是", "我是说", "我说的是", "同样",
}  # fmt: skip
_YEAR = re.compile(r"(?:in |of |for )?((?:19|20)\d\d)年?")
_PART = 300
"""More days than this are no part of a year."""


def _same_year(frame: Frame, spans: list[Span]) -> list[Span]:
    """and July, in Q4, just november – after June 2025 or all of 2024: of that year, rather than the latest."""
    before = last_period(frame.state)
    first, last = bounds(before, frame.today) if before else (None, None)
    if first is None or last is None or first.year != last.year:
        return spans
    latest = add_months(first, 12) > frame.today
    if latest or any(span.has("period") and _DATED.search(_QUARTER.sub("", span.text.casefold())) for span in spans):
        return spans
    made = []
    for span in spans:
        period = span.value("period")
        pointed = any(sense.note for sense in span.senses)
        known = isinstance(period, Period) and period.kind == "fixed" and not pointed
        if known and not span.has("number", "verb", "birthday"):
            moved = in_year(span.text, period, first.year, frame.today)
            span = replace(span, senses=(Sense("period", moved),)) if moved else span
        made.append(span)
    return made


def _windows(frame: Frame, spans: list[Span]) -> list[Span]:
    """lower it to 60, 60 instead of 90: a bare number near the days of the last definition is their new number."""
    audience, metric = frame.state.audience, frame.state.metric
    bare = [i for i, s in enumerate(spans) if s.has("number") and not s.has("period", "range", "duration", "money")]
    of_figures = frame.state.figures == "metric" and metric is not None
    if (audience is None and not of_figures) or len(bare) != 1 or frame.has("top", "list"):
        return spans
    beside = next((span for span in spans[bare[0] + 1 :] if not span.has("filler")), None)
    periods = (
        ([metric.period] if metric.period else []) if of_figures and metric else periods_of(audience or Audience())
    )
    windows = {(p.count, p.unit) for p in periods if p.kind == "rolling" and p.count and p.unit}
    counted = (beside is not None and beside.has("field", "measure", "verb", "people")) or frame.has("cmp", "range")
    if len(windows) != 1 or counted:
        return spans
    (count, unit), new = windows.pop(), float(spans[bare[0]].value("number"))
    others = [
        n for n in ([metric.limit or 0] if of_figures and metric else numbers_of(audience or Audience())) if n > 0
    ]
    if new < 1 or new != int(new) or any(_far(n, new) < _far(count, new) for n in others) or _far(count, new) > _NEAR:
        return spans
    spans[bare[0]] = replace(spans[bare[0]], senses=(Sense("period", rolling(int(new), unit)),))
    return spans


def _far(one: float, other: float) -> float:
    return abs(log(one / other))
