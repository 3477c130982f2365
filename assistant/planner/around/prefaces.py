"""What leads up to a question: "people that use serum should use sunscreen too, so how many bought serum …".

The sentence before the question is set aside where it says nothing to choose people by that the question does not say
again; the answer quotes it as not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.planner.around.weighty import ALWAYS, VALUES
from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import normalise

_ASKED = r"(?:how (?:many|much|big|large)|who|which|what|list|show|count|number of|give me|what's|pull|find)"
_LED = re.compile(
    rf"^(?P<lead>.{{4,200}}?)(?:[,;:–—-]+ +(?:so|therefore|hence)\b,?|[.!]+) +(?P<rest>(?:so,? )?{_ASKED}\b.+)$", re.I
)
_WEIGHTY = (*ALWAYS, *VALUES, "number", "only", "row", "agent", "period", "overlap", "horizon")
_POINTING = re.compile(r"\b(?:them|those|these|they|their|that group|the same|him|her|it|ones)\b", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"\b(?:exclud\w*|except|without|ignore|only|leave out|not the|must|just the|among|mean)\b", re.IGNORECASE
)

Read = Callable[[str], Reading]


def without_preface(question: str, reading: Reading, tagger: Tagger, read: Read) -> Reading | None:
    """The answer to what is asked in the end; None where what leads up to it may change the answer."""
    lacking = reading.decline is not None and reading.decline.lacks
    found = _LED.match(question.strip()) if reading.ask is not None or lacking else None
    if found is None or not question.isascii():
        return None
    lead, rest = found["lead"].strip(), found["rest"]
    if _POINTING.search(rest) or _LEFT_OUT.search(lead) or "?" in lead:
        return None
    known = _told(tagger.tag(normalise(rest)))
    if not _told(tagger.tag(normalise(lead))) <= known:
        return None
    answer = read(rest)
    if not answer.answers or not answer.calls:
        return None
    answer.question = question
    answer.notes.append(f"I took “{lead}” as a remark and did not use it.")
    return answer


def _told(spans: list[Span]) -> set[str]:
    """All that people or rows could be chosen by."""
    return {f"{sense.kind} {sense.value}" for span in spans for sense in span.senses[:1] if sense.kind in _WEIGHTY}
