"""How something has gone, told before what is asked: Kitchen has been slow, hasn't it? Monthly sales, please.

The mood asks for nothing, and what it is told of is what the question is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from assistant.planner.around.said import any_of
from assistant.planner.around.weighty import ABSENT, ALWAYS, COUNTED, TASKS, VALUES
from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import normalise

_TAG = (
    r"(?:(?:has|have|had|is|are|was|were|do|does|did|would|could|should)n['’]?t|wo(?:n['’]?t)) "
    r"(?:it|they|we|he|she|there|that)"
)
_TOLD = re.compile(
    rf"^(?P<topic>[^,.?!:;]{{3,80}}?),? *,\s*(?:{_TAG}|right|no|eh)\s*\?\s*(?P<rest>[A-Za-z].{{7,}})$"
    r"|^(?P<topic_zh>[^，。？！：；]{2,30})，(?:是吧|对吧|是不是|不是吗|对不对)[？?]\s*(?P<rest_zh>.{4,})$",
    re.IGNORECASE | re.DOTALL,
)
_KEPT = (*VALUES, "products", "period", "place", "measure", "field")
_MOOD = ("difference", "worst_selling", "best_selling", "performance", "filler", "with", "break", "verb", "more_word")
_NEVER = (*ALWAYS, *COUNTED, *ABSENT, *TASKS, "not", "number", "people", "agent")
_MOST_UNKNOWN = 2

Read = Callable[[str], Reading]


def read_behind_mood(question: str, tagger: Tagger, read: Read) -> Reading | None:
    """The reading of the question with what the mood is told of; None where more than a mood is told."""
    found = _TOLD.match(question.strip())
    if found is None:
        return None
    topic, rest = found["topic"] or found["topic_zh"], found["rest"] or found["rest_zh"]
    text = normalise(_mood().sub(" ", topic))
    spans = tagger.tag(text)
    unknown = [span for span in spans if span.unknown]
    plain = all(span.unknown or span.has(*_KEPT) or (span.has(*_MOOD) and not span.has(*_NEVER)) for span in spans)
    tokens = text.tokens
    asked = tagger.tag(normalise(rest))
    measured, timed = (any(span.has(kind) for span in asked) for kind in ("measure", "period"))
    told = [span for span in spans if _kept(span, measured) and not (timed and span.has("period", "place"))]
    kept = [text.typed(tokens[s.start].start, tokens[s.end - 1].end) for s in told]
    if not plain or len(unknown) > _MOST_UNKNOWN or not any(span.has(*VALUES, "measure") for span in spans):
        return None
    reading = read(f"{' '.join(kept)}: {rest}")
    if not (reading.answers and reading.calls):
        return None
    reading.question = question
    return reading


def _kept(span: Span, measured: bool) -> bool:
    """What the mood is told of: goods, places, days; its figure where none is asked for."""
    if span.has("difference", "worst_selling", "best_selling") or (measured and not span.has(*_KEPT[:-2])):
        return False
    return span.has(*_KEPT)


@cache
def _mood() -> re.Pattern[str]:
    chinese = any_of("mood", "of_late", language="zh")
    return re.compile(rf"\b{any_of('mood', 'of_late')}\b|(?:{chinese})", re.IGNORECASE)
