"""English stretches of time: since, before, between … and …, from … to …, more than … ago, the week before …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import Anchor, bounds, fixed
from assistant.planner.readers.english_points import EnglishPoints
from assistant.planner.readers.english_words import ORDINALS, Point, duration, rolling
from assistant.planner.text import Token
from tools.definitions import Period
from tools.periods import step

_LEAD = {"in", "on", "during", "over", "for", "within", "throughout", "at", "of", "the", "from", "through", "across"}
_SINCE = (
    ("since", "the", "start", "of"),
    ("since", "the", "beginning", "of"),
    ("since",),
    ("starting", "from"),
    ("starting", "in"),
    ("starting",),
    ("from", "the", "start", "of"),
    ("ever", "since"),
)
_AFTER = (("after",), ("later", "than"), ("following",), ("post",))
_BEFORE = (("before",), ("prior", "to"), ("earlier", "than"), ("pre",), ("older", "than"), ("not", "since"))
_UNTIL = (("until",), ("till",), ("up", "to"), ("through",), ("up", "until"), ("as", "of"), ("by",), ("til",))
_MORE = {
    ("more", "than"): "gt",
    ("over",): "gt",
    ("longer", "than"): "gt",
    ("older", "than"): "gt",
    ("at", "least"): "ge",
    (">",): "gt",
    ("greater", "than"): "gt",
    ("less", "than"): "lt",
    ("under",): "lt",
    ("within",): "le",
    ("not", "more", "than"): "le",
    ("at", "most"): "le",
}


class EnglishDates:
    """Reads stretches of time in English, anchored on one day."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor
        self.points = EnglishPoints(anchor)

    def read(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
        """Every stretch found, as (first token, end token, sense); overlapping ones included."""
        for i in range(len(tokens)):
            for point in self.points.at(tokens, i):
                yield i, i + point.length, Sense("period", point.period)
            yield from self._relations(tokens, i)
            yield from self._between(tokens, i)
            yield from self._cutoffs(tokens, i)
            yield from self._beside(tokens, i)
            yield from self._within(tokens, i)

    def _relations(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        for words in (*_SINCE, *_AFTER, *_BEFORE, *_UNTIL):
            if tuple(t.text for t in tokens[i : i + len(words)]) != words:
                continue
            at = i + len(words)
            at += at < len(tokens) and tokens[at].text in ("the", "this") and words[-1] != "the"
            for start in {i + len(words), at}:
                for length, period in self._targets(tokens, start):
                    related = self._relate(words, period)
                    if related:
                        onwards = start + length < len(tokens) and tokens[start + length].text in (
                            "onward",
                            "onwards",
                            "on",
                            "now",
                        )
                        yield i, start + length + onwards, Sense("period", related)

    def _targets(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, Period]]:
        if i >= len(tokens):
            return
        for point in self.points.at(tokens, i):
            yield point.length, point.period
        for _, end, sense in self._beside(tokens, i):
            yield end - i, sense.value
        words = [t.text for t in tokens[i : i + 2]]
        if i and tokens[i - 1].text in ("of", "the") and words[:1] and words[0] in ("year", "month", "quarter", "week"):
            yield 1, Period(kind="calendar", unit=words[0])
        last = self.anchor.last_campaign
        words = [t.key for t in tokens[i : i + 3]]
        if last and words[:2] in (["last", "campaign"], ["latest", "campaign"]):
            yield 2, fixed(last, last)
        if last and words[:1] == ["the"] and words[1:] in (["last", "campaign"], ["latest", "campaign"]):
            yield 3, fixed(last, last)

    def _relate(self, words: tuple[str, ...], period: Period) -> Period | None:
        start, end = bounds(period, self.anchor.today)
        if words in _SINCE:
            if period.kind == "calendar" and period.offset == 0:
                return period
            return fixed(start, None) if start and start <= self.anchor.today else None
        if words in _AFTER:
            return fixed(end + timedelta(days=1), None) if end else None
        if words in _BEFORE:
            return fixed(None, start - timedelta(days=1)) if start else None
        return fixed(None, end) if end and words != ("as", "of") else None

    def _between(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """from A to B, between A and B, A to B, A - B; a year named once counts for both."""
        lead = tokens[i].text if tokens[i].text in ("between", "from") else ""
        start = i + bool(lead)
        for first in self.points.at(tokens, start) if start < len(tokens) else ():
            joint = start + first.length
            if joint >= len(tokens):
                continue
            word = tokens[joint].text
            if not (
                word in ("to", "through", "till", "until", "thru", "-", "~") or (word == "and" and lead == "between")
            ):
                continue
            for second in self.points.at(tokens, joint + 1) if joint + 1 < len(tokens) else ():
                period = self._span(tokens, start, first, second)
                if period:
                    yield i, joint + 1 + second.length, Sense("period", period)
        yield from self._days_of_month(tokens, i, start)

    def _span(self, tokens: Sequence[Token], start: int, first: Point, second: Point) -> Period | None:
        begin, end = bounds(first.period, self.anchor.today)[0], bounds(second.period, self.anchor.today)[1]
        if begin is None or end is None:
            return None
        if not first.year_given:
            for again in self.points.at(tokens, start, end.year):
                if again.length == first.length:
                    begin = bounds(again.period, self.anchor.today)[0] or begin
            if begin > end:
                begin = step("year", begin, -1)
        elif not second.year_given and begin > end:
            end = step("year", end, 1)
        return fixed(begin, end) if begin <= end else None

    def _days_of_month(self, tokens: Sequence[Token], i: int, start: int) -> Iterator[tuple[int, int, Sense]]:
        """1 to 15 March: the first day takes its month from the second."""
        words = tokens[start : start + 2]
        if len(words) < 2 or not words[0].text.isdigit() or words[1].text not in ("to", "-", "and", "until"):
            return
        for second in self.points.at(tokens, start + 2) if start + 2 < len(tokens) else ():
            begin, end = bounds(second.period, self.anchor.today)
            if begin and begin == end and 1 <= int(words[0].text) < begin.day and tokens[start + 2].kind == "number":
                yield i, start + 2 + second.length, Sense("period", fixed(begin.replace(day=int(words[0].text)), end))

    def _cutoffs(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """more than 180 days ago, over a year ago, 90+ days ago: a distance from today, not a stretch."""
        for words, operator in _MORE.items():
            if tuple(t.text for t in tokens[i : i + len(words)]) != words:
                continue
            found = duration(tokens, i + len(words)) if i + len(words) < len(tokens) else None
            if found:
                end = i + len(words) + found[0]
                if end < len(tokens) and tokens[end].text == "ago":
                    yield i, end + 1, Sense("ago", (found[1], found[2], operator))
                elif words[-1] == "than" and words[0] in ("older", "longer"):
                    yield i, end, Sense("ago", (found[1], found[2], operator))
        found = duration(tokens, i)
        if (
            found
            and i + found[0] < len(tokens)
            and tokens[i + found[0]].text == "ago"
            and any(t.text == "+" for t in tokens[i : i + found[0]])
        ):
            yield i, i + found[0] + 1, Sense("ago", (found[1], found[2], "ge"))
        if found and [t.text for t in tokens[i + found[0] : i + found[0] + 3]] == ["or", "more", "ago"]:
            yield i, i + found[0] + 3, Sense("ago", (found[1], found[2], "ge"))

    def _beside(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """the week before Christmas, two weeks after Black Friday, the first week of March."""
        at = i + (tokens[i].text == "the")
        if at >= len(tokens):
            return
        found = duration(tokens, at)
        if found is None and tokens[at].text in ("day", "week", "month"):
            found = (1, 1, tokens[at].text)  # type: ignore[assignment]
        if found and at + found[0] + 1 < len(tokens):
            side = tokens[at + found[0]].text
            for point in self.points.at(tokens, at + found[0] + 1) if side in ("before", "after", "following") else ():
                start, end = bounds(point.period, self.anchor.today)
                if start and end and point.period.kind == "fixed":
                    yield (
                        i,
                        at + found[0] + 1 + point.length,
                        Sense("period", _beside(start, end, found[1], found[2], side)),
                    )
            if side == "of":
                for point in self.points.at(tokens, at + found[0] + 1):
                    start, end = bounds(point.period, self.anchor.today)
                    if start and start == end and found[2] == "week":
                        monday = start - timedelta(days=start.weekday())
                        yield (
                            i,
                            at + found[0] + 1 + point.length,
                            Sense("period", fixed(monday, monday + timedelta(days=6))),
                        )
        if (
            tokens[at].text in ORDINALS
            and [t.text for t in tokens[at + 1 : at + 3]] == ["week", "of"]
            and at + 3 < len(tokens)
        ):
            for point in self.points.at(tokens, at + 3):
                start, end = bounds(point.period, self.anchor.today)
                if start and end and (end - start).days > 7:
                    number = ORDINALS[tokens[at].text]
                    first = end - timedelta(days=6) if number < 0 else start + timedelta(days=7 * (number - 1))
                    yield i, at + 3 + point.length, Sense("period", fixed(first, first + timedelta(days=6)))

    def _within(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """within 30 days, in 90 days: the days up to today."""
        if tokens[i].text not in ("within", "in"):
            return
        at = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].text == "the")
        found = duration(tokens, at) if at < len(tokens) else None
        if found and not (
            at + found[0] < len(tokens) and tokens[at + found[0]].text in ("of", "ago", "before", "after", "old")
        ):
            yield i, at + found[0], Sense("period", rolling(found[1], found[2]))


def _beside(start: date, end: date, count: int, unit, side: str) -> Period:  # type: ignore[no-untyped-def]
    if side == "before":
        return fixed(step(unit, start, -count), start - timedelta(days=1))
    return fixed(end + timedelta(days=1), step(unit, end, count))
