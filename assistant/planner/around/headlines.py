"""A question put loosely and then exactly: do gold members come back more? repeat rate by loyalty tier, 2025.

What is said exactly is answered, where it takes up everything the loose question names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.planner.around.marks import joins
from assistant.planner.around.weighty import ABSENT, ALWAYS, COUNTED, TASKS
from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import Text, normalise

_OPENS = re.compile(
    r"^(?:so|ok|okay|hey|hi|quick one|um|and|but|right|well)?[,\s]*"
    r"(?:do|does|did|is|are|was|were|has|have|had|where|why|can|could|should|which|what"
    r"|how(?! many| much| often| long)|best (?:day|time|hour|weekday|month))\b"
)
_MARKS = ("?", "-", ":")
_LONGEST = 14
"""Words of a loose question at most."""
_EXACT = (
    *ALWAYS, *COUNTED, *ABSENT, *TASKS, "period", "number", "not", "only", "list", "anaphor", "horizon", "best_selling",
    "worst_selling", "products",
)  # fmt: skip
"""What the exact question has to say again."""
_BEST_TIME = re.compile(
    r"^(?:so |the |what's the )?best (?:day|time|hour|weekday|month)(?: of the (?:day|week))? (?:to|for) "
    r"(?:send|sending|text|texting|mail|mailing|e-?mail|e-?mailing|write|post|push)(?:ing)?(?: to)?"
    r"(?: (?:people|customers|them|out|e-?mails|texts|messages|sms))?\s*$",
    re.IGNORECASE,
)
_TIMES = ("weekday", "hour", "day", "month")
_LOOSE_DEEDS = ("buy", "sell", "spend", "rebuy")
_ASKED = ("measure", "how_many", "people", "agent")

Read = Callable[[str], Reading]


def read_headline(question: str, tagger: Tagger, read: Read) -> Reading | None:
    """The reading of what is said exactly behind a loose question; None where nothing is, or something is left out."""
    text = normalise(question)
    if not _OPENS.match(text.normal):
        return None
    for head, tail in _cut(text):
        spans, exact = tagger.tag(normalise(head)), tagger.tag(normalise(tail))
        best = _BEST_TIME.match(head) and _by_time(exact)
        if not any(span.has(*_ASKED) for span in exact) or not (best or all(_taken_up(span, exact) for span in spans)):
            continue
        reading = read(tail)
        if _whole(reading) and _same_figures(spans, reading):
            reading.question = question
            asked, loosely = tail.strip(), head.strip()
            said = f"For “{loosely}” I answered “{asked}”.", f"针对“{loosely}”，回答的是“{asked}”。"
            reading.notes = [said[reading.language == "zh"], *reading.notes]
            return reading
    return None


def _cut(text: Text) -> Iterator[tuple[str, str]]:
    for place, token in enumerate(text.tokens[:-1]):
        spaced = token.end < len(text.normal) and text.normal[token.end].isspace()
        if token.text[0] in _MARKS and spaced and not joins(text, token) and 2 < place <= _LONGEST:
            yield text.typed(0, token.start), text.typed(token.end, len(text.normal))


def _by_time(exact: Sequence[Span]) -> bool:
    """best day to send? open rates by weekday: which one is best, the rows tell."""
    return any(other.value("field") in _TIMES for other in exact) and any(other.has("by") for other in exact)


def _taken_up(span: Span, exact: Sequence[Span]) -> bool:
    """Whether the exact question says again what narrows the loose one."""
    if span.unknown:
        return not any(character.isalnum() for character in span.text)
    if any(span.text.casefold() == other.text.casefold() for other in exact):
        return True
    value = span.value("value") or span.value("values")
    if value is not None:
        again = any(value in (other.value("value"), other.value("values")) for other in exact)
        return again or any(sense.value == value[0] for other in exact for sense in other.senses)
    deed = span.value("agent") or (span.value("verb") if not span.filler else None)
    if deed is not None and deed not in _LOOSE_DEEDS:
        return any(deed in (other.value("agent"), other.value("verb")) for other in exact) or _figured(span, exact)
    if span.has(*_EXACT) and not span.filler:
        kinds = [sense.kind for sense in span.senses if sense.kind in _EXACT]
        return any(other.value(kind) == span.value(kind) and other.has(kind) for other in exact for kind in kinds)
    return True


def _figured(span: Span, exact: Sequence[Span]) -> bool:
    """are people returning more? return rate …: the deed is what the figure counts."""
    word = span.text.casefold()[:5]
    return any(other.has("measure") and word in other.text.casefold() for other in exact)


def _whole(reading: Reading) -> bool:
    return reading.answers and bool(reading.calls) and not reading.leftovers


def _same_figures(head: Sequence[Span], reading: Reading) -> bool:
    """Figures the loose question names are among those of the exact one."""
    if reading.metric is None:
        return reading.audience is not None
    named = [
        {sense.value for sense in span.senses if sense.kind == "measure"}
        for span in head
        if span.has("measure") and not span.has("verb", "people", "agent", "filler", "field")
    ]
    asked = {_stem(name) for name in reading.metric.measures}
    return all({_stem(name) for name in names} & asked or reading.metric.part is not None for names in named)


def _stem(measure: str) -> str:
    """return_rate and returned_units are both about returns."""
    return measure.split("_")[0][:6]
