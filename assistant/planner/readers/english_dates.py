"""English stretches of time: since, before, between … and …, from … to …, more than … ago, the week before …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import Anchor, bounds, fixed
from assistant.planner.readers.english_beside import before_that, beside, said_twice, stretches_at
from assistant.planner.readers.english_elided import (
    bare_last,
    last_beside_this,
    part_said,
    same_day,
    weekday_before,
    years_in_a_row,
)
from assistant.planner.readers.english_parts import EnglishPoints
from assistant.planner.readers.english_spans import listed_at
from assistant.planner.readers.english_words import (
    WEEKDAYS,
    Point,
    duration,
    phrases,
    rolling,
    starts_with,
    text_at,
    texts,
    unit_at,
)
from assistant.planner.readers.numerals import english_numeral
from assistant.planner.text import Token
from tools.definitions import Period, Unit
from tools.periods import step

_SINCE = phrases(
    "since the start of | since the beginning of | ever since | any time since | anytime since | on or after | "
    "on / after | on and after | from the start of | from the beginning of | starting from | starting in | "
    "starting on | starting with | beginning in | beginning on | as from | no earlier than | "
    "not earlier than | not before | dating from | since | starting | post and including"
)
_AFTER = phrases("any time after | anytime after | later than | after | following | post | past")
_BEFORE = phrases(
    "any time before | anytime before | prior to | earlier than | older than | ahead of | leading up to | before | pre"
)
_UNTIL = phrases(
    "up to and including | on or before | on / before | no later than | not later than | not after | up until | "
    "up till | up to | until | till | til | through | thru | by"
)
_ONWARDS = phrases(
    "and onwards | and later | or later | and after | until now | till now | to now | to date | up to now | "
    "until today | onward | onwards | forward | on | now"
)
_MORE = {
    "gt": phrases("more than | longer than | older than | greater than | well over | over | >"),
    "ge": phrases("at least"),
    "lt": phrases("less than | fewer than | under"),
    "le": phrases("not more than | no more than | at most | within"),
}
_AGO = ("ago", "back")
_SPIKES = frozenset(
    ("spike", "spikes", "bump", "effect", "peak", "rush", "surge", "boost", "frenzy", "bounce", "dip", "jump")
)
_CAMPAIGNS = phrases(
    "the last campaign | the latest campaign | our last campaign | our latest campaign | last campaign | "
    "latest campaign"
)


class EnglishDates:
    """Reads stretches of time in English, anchored on one day."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor

    def read(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
        """Every stretch found, as (first token, end token, sense); overlapping ones included."""
        points = EnglishPoints(self.anchor, tokens)
        found: list[tuple[int, int, Sense]] = []
        for i in range(len(tokens)):
            stretches = list(stretches_at(points, i))
            found += [(i, i + p.length, Sense("period", p.period)) for p in stretches]
            found += [(i, i + p.length, Sense("by_unit", unit)) for p, unit in listed_at(points, i) if unit]
            found += [(i, end, Sense("period", period)) for end, period in said_twice(points, i, stretches)]
            found += [(i, end, Sense("period", period)) for end, period in part_said(points, i, stretches)]
            for end, first, last in years_in_a_row(tokens, i):
                found.append((i, end, Sense("period", fixed(date(first, 1, 1), date(last, 12, 31)))))
                found.append((i, end, Sense("by_unit", "year")))
            found += self._relations(points, i)
            found += self._cutoffs(tokens, i)
            found += self._within(tokens, i)
            found += _aside(tokens, i, stretches, found)
            counted = list(before_that(points, i, found))
            ends = {end for _, end, _ in counted}
            found = [
                item for item in found if item[0] != i or item[1] not in ends or item[2].kind != "period"
            ] + counted
        found = last_beside_this(tokens, found)
        found += [*bare_last(tokens, found), *same_day(tokens, found), *weekday_before(tokens, found)]
        said: set[tuple[int, int, str]] = set()
        for start, end, sense in found:
            if (start, end, sense.kind) not in said:
                said.add((start, end, sense.kind))
                yield start, end, sense

    def reread(self, tokens: Sequence[Token], i: int, end: int, year: int) -> Period | None:
        """The stretch of exactly these tokens, in that year; None where it is none or names a year of its own."""
        points = EnglishPoints(self.anchor, tokens)
        plain = list(stretches_at(points, i, year))
        for stop, period in (*((i + p.length, p.period) for p in plain), *said_twice(points, i, plain)):
            if stop == end and period.kind == "fixed":
                start, last = period.start, period.end
                return period if start and last and year in (start.year, last.year) else None
        return None

    def _relations(self, points: EnglishPoints, i: int) -> Iterator[tuple[int, int, Sense]]:
        """since March, after Q2, until the end of May, from March on."""
        word = text_at(points.tokens, i)
        for kind, known in (("since", _SINCE), ("after", _AFTER), ("before", _BEFORE), ("until", _UNTIL)):
            for words in known.get(word, ()):
                if tuple(texts(points.tokens, i, len(words))) == words:
                    yield from self._related(points, i, kind, words)
        yield from self._onwards(points, i)

    def _related(
        self, points: EnglishPoints, i: int, kind: str, words: tuple[str, ...]
    ) -> Iterator[tuple[int, int, Sense]]:
        """The stretches that a word like since makes of the points behind it."""
        tokens = points.tokens
        at = i + len(words)
        at += text_at(tokens, at) == "-" and words[-1] in ("pre", "post")
        for start in dict.fromkeys((at, at + (text_at(tokens, at) in ("the", "this")))):
            if kind == "after" and starts_with(tokens, start, _CAMPAIGNS) and _counted(tokens, i):
                continue  # in the 3 days after the last campaign: so soon after it
            for length, period in self._targets(points, start, words[-1] == "of"):
                related = self._relate(kind, words, period)
                if related:
                    end = start + length
                    yield i, end + starts_with(tokens, end, _ONWARDS), Sense("period", related)

    def _onwards(self, points: EnglishPoints, i: int) -> Iterator[tuple[int, int, Sense]]:
        """from March on, 2024 onwards."""
        start = i + (text_at(points.tokens, i) == "from")
        for point in points.at(start):
            end = start + point.length
            tail = starts_with(points.tokens, end, _ONWARDS)
            begun = bounds(point.bound, self.anchor.today)[0]
            bare = texts(points.tokens, end, tail) in (["on"], ["now"])
            if tail and begun and begun <= self.anchor.today and not (bare and start == i):
                yield i, end + tail, Sense("period", fixed(begun, None))

    def _targets(self, points: EnglishPoints, i: int, unit_too: bool) -> Iterator[tuple[int, Period]]:
        tokens = points.tokens
        if i >= len(tokens):
            return
        for point in points.at(i):
            yield point.length, point.bound
        for point in beside(points, i):
            yield point.length, point.period
        word = text_at(tokens, i)
        if (unit_too or text_at(tokens, i - 1) == "the") and word in ("year", "month", "quarter", "week"):
            yield 1, Period(kind="calendar", unit=word)
        if word in WEEKDAYS and not word.endswith("days") and len(tokens) > i:
            yield 1, self.anchor.weekday(WEEKDAYS[word])
        last = self.anchor.last_campaign
        used = starts_with(tokens, i, _CAMPAIGNS)
        if last and used:
            used += starts_with(tokens, i + used, phrases("went out | was sent | was sent out | got sent"))
            yield used, fixed(last, last)

    def _relate(self, kind: str, words: tuple[str, ...], period: Period) -> Period | None:
        start, end = bounds(period, self.anchor.today)
        if kind == "since":
            if period.kind == "calendar" and period.offset == 0:
                return period
            return fixed(start, None) if start and start <= self.anchor.today else None
        if kind == "after":
            return fixed(end + timedelta(days=1), None) if end and (words != ("past",) or start == end) else None
        if kind == "before":
            return fixed(None, start - timedelta(days=1)) if start else None
        return fixed(None, end) if end else None

    def _cutoffs(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """more than 180 days ago, over a year ago, 90+ days ago: a distance from today, not a stretch."""
        for operator, known in _MORE.items():
            used = starts_with(tokens, i, known)
            found = duration(tokens, i + used) if used and i + used < len(tokens) else None
            if found:
                end = i + used + found[0]
                if text_at(tokens, end) in _AGO:
                    yield i, end + 1, Sense("ago", (found[1], found[2], operator))
                elif text_at(tokens, i) in ("older", "longer"):
                    yield i, end, Sense("ago", (found[1], found[2], operator))
        yield from self._distance_range(tokens, i)
        found = duration(tokens, i)
        if not found:
            return
        after = i + found[0]
        if text_at(tokens, after) in _AGO and any(t.text == "+" for t in tokens[i:after]):
            yield i, after + 1, Sense("ago", (found[1], found[2], "ge"))
        more = starts_with(tokens, after, phrases("or more ago | or longer ago | plus ago | + ago"))
        if more:
            yield i, after + more, Sense("ago", (found[1], found[2], "ge"))

    def _distance_range(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """60 to 90 days ago, between 3 and 6 months ago."""
        lead = starts_with(tokens, i, phrases("between | from | somewhere between | anywhere from"))
        start = i + lead
        number = english_numeral(tokens, start) if start < len(tokens) else None
        if not number:
            return
        at = start + number[0]
        first = unit_at(tokens, at)
        at += first is not None
        joint = text_at(tokens, at)
        if joint not in ("to", "-", "and", "or") or (joint in ("and", "or") and not lead):
            return
        second = duration(tokens, at + 1) if at + 1 < len(tokens) else None
        if second is None or text_at(tokens, at + 1 + second[0]) not in _AGO:
            return
        unit: Unit = first[1] if first else second[2]
        near = step(unit, self.anchor.today, -int(number[1]) * (first[0] if first else 1))
        far = step(second[2], self.anchor.today, -second[1])
        if far <= near:
            yield i, at + 2 + second[0], Sense("period", fixed(far, near))

    def _within(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """within 30 days, in 90 days: the days up to today."""
        if text_at(tokens, i) not in ("within", "in"):
            return
        at = i + 1 + (text_at(tokens, i + 1) == "the")
        found = duration(tokens, at) if at < len(tokens) else None
        if found and text_at(tokens, at + found[0]) not in ("of", "ago", "before", "after", "old", "following", "from"):
            yield i, at + found[0], Sense("period", rolling(found[1], found[2]))


def _counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number of days stands before: 3 days after."""
    return (
        i > 1 and unit_at(tokens, i - 1) is not None and (tokens[i - 2].kind == "number" or tokens[i - 2].text == "the")
    )


def _aside(
    tokens: Sequence[Token], i: int, stretches: list[Point], found: list[tuple[int, int, Sense]]
) -> Iterator[tuple[int, int, Sense]]:
    """8 to 14 nov, to see the Singles' Day spike: what one hopes to see in days said before is no other day."""
    if any(sense.kind == "period" and end <= i for _, end, sense in found):
        for point in stretches:
            start, end = point.period.start, point.period.end
            if start and start == end and text_at(tokens, i + point.length) in _SPIKES:
                yield i, i + point.length + 1, Sense("filler")
