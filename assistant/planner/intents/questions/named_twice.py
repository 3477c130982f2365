"""How did Black Friday 2025 do: a campaign and a day go by that name, so both are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Reading
from assistant.planner.spans import Span

_SAID = ("measure", "people", "agent", "verb", "by", "how_many", "how_much", "compare", "trend")
"""Words that tell which of the two is meant."""


def read_both(frame: Frame, read: Callable[[Frame], Reading | None]) -> Reading | None:
    """The campaign's figures and the day's; None where one alone is meant."""
    if not frame.has("performance") or any(span.has(*_SAID) and not span.has("period") for span in frame.spans):
        return None
    for index, span in enumerate(frame.spans):
        named = [s for s in span.senses if s.kind == "value" and s.value[0] == "campaign"]
        days = [s for s in span.senses if s.kind == "period"]
        if not (named and days) or (index and _leads_days(frame.spans[index - 1])):
            continue
        mailing, day = (_only(frame, index, senses, read) for senses in (named, days))
        if mailing is None or day is None:
            return None
        note = frame.say(
            f"“{span.text}” is a campaign and a day: the first figures are the campaign's, the others the day's.",
            f"“{span.text}”既是活动也是日子：前面是活动的数据，后面是当天的数据。",
        )
        return replace(mailing, calls=[*mailing.calls, *day.calls], notes=[*mailing.notes, note])
    return None


def _leads_days(span: Span) -> bool:
    """on Black Friday 2025: the day."""
    return span.has("place") or span.text.casefold().split()[-1] in ("on", "over", "during")


def _only(frame: Frame, index: int, senses: list[Sense], read: Callable[[Frame], Reading | None]) -> Reading | None:
    """The question with one meaning of the name."""
    spans = [replace(span, senses=tuple(senses)) if i == index else span for i, span in enumerate(frame.spans)]
    reading = read(replace(frame, spans=spans))
    return reading if reading is not None and reading.answers and reading.metric is not None else None
