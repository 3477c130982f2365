"""A question as the trained reader sees it: words with what the lexicon knows of them, and slots for what is named."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, NamedTuple

from assistant.planner.readers.calendar import UNIT_DAYS
from assistant.planner.spans import Span
from assistant.planner.text import Text
from tools.criteria import Period
from tools.periods import resolve

_COUNTS = ("number", "times", "heads", "pieces", "age")


class Named(NamedTuple):
    """One thing that a question names: its slot, such as <value2>, and what it may stand for in a definition."""

    slot: str
    meant: tuple[Any, ...]


Token = tuple[str, str]
"""A word or slot and its label."""


class Source(NamedTuple):
    """A question as tokens, each with a label, where they stand in its text, and what stands behind its slots."""

    tokens: tuple[Token, ...]
    places: tuple[tuple[int, int], ...]
    named: tuple[Named, ...]
    text: str
    before: tuple[Token, ...] = ()
    """The tokens of the definition that a follow-up changes."""
    kept: tuple[Named, ...] = ()
    """What that definition holds."""

    @property
    def all_named(self) -> tuple[Named, ...]:
        """What its definition may hold: what it names itself first."""
        return self.named + self.kept


def source_of(text: Text, spans: list[Span]) -> Source:
    """The tokens of a question's spans, in order. Words keep their letters, what is named becomes a slot."""
    tokens: list[tuple[str, str]] = []
    places: list[tuple[int, int]] = []
    named: list[Named] = []
    counted: Counter[str] = Counter()
    for span in spans:
        found = _slot(span)
        if found is None:
            label = _label(span)
            within = text.tokens[span.start : span.end]
            tokens += [(token.text, label) for token in within]
            places += [(token.start, token.end) for token in within]
            continue
        kind, label, meant = found
        counted[kind] += 1
        slot = f"<{kind}{counted[kind]}>"
        tokens.append((slot, label))
        places.append((text.tokens[span.start].start, text.tokens[span.end - 1].end))
        named.append(Named(slot, meant))
    return Source(tuple(tokens), tuple(places), tuple(named), text.normal)


def _slot(span: Span) -> tuple[str, str, tuple[Any, ...]] | None:
    """(kind of slot, label, what it may stand for), or None for a word of the question itself."""
    if span.has("products"):
        return "value", "@product", tuple(span.value("products")[2])
    period = span.value("period")
    if isinstance(period, Period):
        days, label = period_named(period)
        return "period", label, days
    if span.has("customer_id"):
        return "value", "@customer", (span.value("customer_id"),)
    if span.has("percent"):
        share = span.value("percent")
        return "number", "%", (share, round(share * 100, 6)) if isinstance(share, float) else (share,)
    if span.has("money"):
        return "number", "$", (span.value("money")[0],)
    if span.has("value") and not span.has("copy_channel", "people", "filler"):
        values = [sense.value for sense in span.senses if sense.kind == "value"]
        return "value", f"@{values[0][0]}", tuple(dict.fromkeys(value for _, value in values))
    if span.has("duration"):
        count, unit = span.value("duration")[:2]
        return "number", f"#{unit}", (count, count * UNIT_DAYS.get(str(unit), 1))
    for kind in _COUNTS:
        if isinstance(span.value(kind), (int, float)):
            return "number", kind, (span.value(kind),)
    if not span.has("verb", "agent", "people", "filler", "who"):
        for kind in ("measure", "field"):
            if span.has(kind):
                meant = [sense.value for sense in span.senses if sense.kind in ("measure", "field")]
                return kind, f"={span.value(kind)}", tuple(dict.fromkeys(meant))
    return None


def period_named(period: Period) -> tuple[tuple[Any, ...], str]:
    """What a time may stand for, and its label."""
    return (period, *_as_days(period)), f"~{_form(period)}"


def _as_days(period: Period) -> tuple[int, ...]:
    """within two weeks is fourteen days too."""
    return (period.count * UNIT_DAYS[period.unit],) if period.kind == "rolling" and period.count and period.unit else ()


def _form(period: Period) -> str:
    if period.kind != "fixed":
        return f"{period.kind} {period.unit}"
    if not period.end:
        return "since"
    if not period.start:
        return "until"
    return "day" if period.start == period.end else "days"


def _label(span: Span) -> str:
    """What the lexicon knows of a word: its first sense that says more than filler."""
    senses = [sense for sense in span.senses if sense.kind not in ("filler", "break", "until_word")]
    if not senses:
        return "filler" if span.senses else "?"
    first = next((sense for sense in senses if sense.kind in ("verb", "agent", "group", "chance")), senses[0])
    return f"{first.kind}={first.value}" if isinstance(first.value, str) else first.kind


def same_days(first: Period, second: Period, today: date) -> bool:
    """Whether two periods mean the same days up to today: all of this year is this year so far."""
    ends = []
    for period in (first, second):
        span = resolve(period, today)
        ends.append((span.start, min(span.end, today + timedelta(days=1)) if span.end else None))
    return ends[0] == ends[1]
