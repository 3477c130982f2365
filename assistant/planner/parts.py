"""A message in several parts – "ok leave it. top 10 by spend in Germany", "in money instead, all categories again".

They are read one after the other when the message cannot be read as a whole.

Each part must be understood by itself, on top of what the parts before it said. Nothing that one part asks for may be
lost in the next: a message that would lose it is asked about as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.planner.frame import State
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.remembering import read_ahead
from assistant.planner.spans import Span
from assistant.planner.spoken_of import audience_filters
from assistant.planner.text import Text, normalise
from tools.contract import Language
from tools.definitions import Audience, Metric

_STOPS = (".?!;。？！；\n", ",，:：", "-、")
"""Marks a message is cut at: between sentences first, then between clauses."""
MOST = 5
ASIDES = {"thanks", "greeting", "bye"}
"""Parts that only surround a question."""

Read = Callable[[str, State], Reading]


def read_in_parts(question: str, state: State, read: Read) -> Reading | None:
    """The reading of a message cut into parts; None where a part is not understood or something would be lost."""
    text = normalise(question)
    for depth in range(1, len(_STOPS) + 1):
        parts = _parts(text, "".join(_STOPS[:depth]))
        if 1 < len(parts) <= MOST:
            reading = _in_turn(parts, state, read)
            if reading is not None:
                reading.question = question
                return reading
    return None


def asks_of_a_row(spans: list[Span]) -> bool:
    """just the top one, and who bought it: a row is picked first, then asked about."""
    picked = next((i for i, span in enumerate(spans) if span.has("row")), None)
    if picked is None:
        return False
    stop = next((i for i in range(picked, len(spans)) if spans[i].has("break")), None)
    return stop is not None and any(
        span.has("who", "how_many", "which", "people") or span.text.casefold().endswith(" who") for span in spans[stop:]
    )


def questions_in(question: str) -> list[str]:
    """The questions of a message, where more than one of its sentences ends with a question mark."""
    text = normalise(question)
    parts = [part for part in _parts(text, "?？") if not _REMINDS.match(part.casefold())]
    asked = [part for part in parts if part.rstrip().endswith(("?", "？"))]
    return parts if len(asked) > 1 else []


_REMINDS = re.compile(r"^\s*(?:you |do you |still )?(?:remember|recall|know)\b")
"""remember the Gift Guide campaign? – nothing is asked yet."""
_OF_THEM = re.compile(
    r"^(.*(?:多少|几个|几位|几人)[^，,]{0,3})[，,]\s*((?:其中|里面|里头|当中|这里面|这些人里|那里面).*(?:多少|几个|几位|几人).*)$"
)


def counted_of_them(question: str, state: State, read: Read) -> Reading | None:
    """下单超过10次的有多少，里面有几个白金: how many they are, and how many of them are so."""
    cut = _OF_THEM.match(question)
    first = read(cut[1], state) if cut else None
    if cut is None or first is None or first.ask is not None or not _counts(first):
        return None
    second = read(cut[2], read_ahead(state, first))
    if second.ask is not None or not _counts(second):
        return None
    second.calls = [*first.calls, *second.calls]
    second.notes = list(dict.fromkeys([*first.notes, *second.notes]))
    second.account = [*first.account, *second.account]
    second.question = question
    return second


def one_at_a_time(question: str, parts: list[str], language: Language) -> Reading:
    """Ask which of several questions comes first."""
    which = "这里有几个问题，先回答哪一个？" if language == "zh" else "That is more than one question. Which one first?"
    options = tuple(Option(part, part) for part in parts[:4])
    return Reading(question, language, "clarify", ask=Ask(which, options, 0, len(question)))


def _parts(text: Text, marks: str) -> list[str]:
    """The message cut at these marks, as typed; a mark inside a number or a name is none."""
    parts: list[str] = []
    start = 0
    for token in text.tokens:
        spaced = token.end >= len(text.normal) or text.normal[token.end].isspace() or not token.text.isascii()
        if token.text[0] in marks and spaced and (token.text != "-" or text.normal[token.start - 1].isspace()):
            parts.append(text.typed(start, token.end))
            start = token.end
    parts.append(text.typed(start, len(text.normal)))
    return [part for part in parts if any(c.isalnum() for c in part)]


def _in_turn(parts: list[str], state: State, read: Read) -> Reading | None:
    last: Reading | None = None
    base = state
    for part in parts:
        reading = read(part, state)
        if reading.intent in ASIDES and reading.text:
            continue
        if reading.decline is not None:
            return reading
        if reading.ask is not None or not reading.calls or reading.intent == "customer":
            return None
        if last is not None and not reading.corrects and not keeps(last, reading, base):
            if not _counts(last) or not _counts(reading) or last.calls == reading.calls:
                return None
            reading.calls = [*last.calls, *reading.calls]  # two questions: both are answered
        if last is not None:
            reading.notes = list(dict.fromkeys([*last.notes, *reading.notes]))
            reading.account = [*last.account, *reading.account]
        last, state = reading, read_ahead(state, reading)
    return last


def _counts(reading: Reading) -> bool:
    return reading.intent == "audience" and all(call.tool == "size_audience" for call in reading.calls)


def keeps(before: Reading, after: Reading, base: State) -> bool:
    """Whether everything `before` asks for is still asked for in `after`; what stood in the last answer may change."""
    if before.metric is not None:
        if after.metric is not None:
            return _keeps_metric(before.metric, after.metric, base.metric if base.figures == "metric" else None)
        return after.audience is not None and _picked(before.metric, after.audience, base)
    if before.audience is not None and before.intent in ("audience", "list"):
        audience = after.audience or (after.metric.audience if after.metric else None)
        if after.intent == "copy" and after.brief is not None:
            audience = after.brief.audience
        return audience is not None and _keeps_audience(before.audience, audience, base.audience)
    first, then = before.calls[0], after.calls[0]
    return first.tool == then.tool and all(then.args.get(k) == v for k, v in first.args.items())


def _picked(before: Metric, after: Audience, base: State) -> bool:
    """just the top one, and who bought it: all that the figures added is a thing, and the people are about it."""
    earlier = base.metric if base.figures == "metric" else None
    if earlier is None or before.model_copy(update={"where": earlier.where}) != earlier:
        return False
    added = [f for f in before.where if f not in earlier.where]
    return bool(added) and all(f in audience_filters(after) for f in added)


def _keeps_metric(before: Metric, after: Metric, base: Metric | None) -> bool:
    """Filters, splits, period, rank and measures that are new in `before` are in `after` as well."""
    filters = [f for f in before.where if base is None or f not in base.where]
    splits = [d for d in before.dimensions if base is None or d not in base.dimensions]
    measures = [m for m in before.measures if base is None or m not in base.measures]
    if any(f not in after.where for f in filters) or any(d not in after.dimensions for d in splits):
        return False
    new_period = before.period is not None and (base is None or before.period != base.period)
    if new_period and before.period not in (after.period, after.compare_period):
        return False
    if before.audience is not None:
        earlier = base.audience if base else None
        if not _keeps_audience(before.audience, after.audience or Audience(), earlier):
            return False
    new_limit = before.limit is not None and (base is None or before.limit != base.limit)
    return set(measures) <= set(after.measures) and not (new_limit and after.limit is None)


def _keeps_audience(before: Audience, after: Audience, base: Audience | None) -> bool:
    old, kinds = base or Audience(), ("all", "any", "none")
    new = {kind: [c for c in getattr(before, kind) if c not in getattr(old, kind)] for kind in kinds}
    kept = all(c in getattr(after, kind) for kind in kinds for c in new[kind])
    return kept and (before.limit in (None, after.limit) or before.limit == old.limit)
