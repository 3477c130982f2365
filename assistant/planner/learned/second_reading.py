"""What the rules ask back about, as the trained reader reads it: complete readings to choose from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from assistant.planner.frame import Frame
from assistant.planner.intents.references.full_sentences import is_full_sentence
from assistant.planner.learned.earlier import earlier_call, with_earlier
from assistant.planner.learned.source import Source, source_of
from assistant.planner.learned.target import Unsaid, call_of
from assistant.planner.learned.translator import Row, translator
from assistant.planner.measurable import ask_of_unmeasurable
from assistant.planner.reading import Call, Reading
from assistant.planner.suggesting.suggestions import told_in_words
from assistant.planner.text import normalise
from tools.contract import BadRequest
from tools.definitions import Audience, Metric

LEAST = 0.3
"""How sure the reader must be of its least sure token (`benchmarks.second_reader` says how often that is right)."""
MOST = 2
"""Readings offered."""
_PEOPLE = ("audience", "first", "second")
_DENYING = ("not", "never", "except")
_DENIED = frozenset(("#0", "is_not", "ne", "unknown", "lt", "le", ".none"))
"""What a definition has where something is denied."""
_WEAK = ("@first_or_repeat",)
"""Words that say when an order was as often as they are a value: for the first time."""
INTENTS = {"measure": "metric", "size_audience": "audience", "list_audience": "list", "compare_audiences": "share"}


def second_readings(frame: Frame) -> list[Reading]:
    """Readings that use everything the question names, the likeliest first; none where it holds strange words.

    A follow-up is read together with the definition that it may change.
    """
    source, translated = _seen(frame), translator()
    if source is None or translated.strange(source):
        return []
    likely = [row for row in translated.rows(source) if row.least >= LEAST]
    found = (_reading(frame, source, row) for row in likely)
    return [reading for reading in found if reading is not None][:MOST]


def _seen(frame: Frame) -> Source | None:
    """The question as the network sees it; None for a follow-up of what the network cannot be shown."""
    text = frame.tagger.mended(normalise(frame.text.original))
    source = source_of(text, frame.tagger.tag(text))
    if not frame.state.last:
        return source
    call = earlier_call(frame.state)
    changed = with_earlier(source, call) if call is not None else None
    return changed or (source if is_full_sentence(frame) else None)


def _left_out(source: Source, row: Row) -> bool:
    """Whether a value, time or number that was named stands nowhere in the row; said twice it may stand once."""
    said = set(row.tokens)
    used = [one.meant for one in source.named if one.slot in said]
    labels = dict(source.tokens)
    return any(
        one.slot not in said
        and one.meant not in used
        and not one.slot.startswith(("<measure", "<field"))
        and labels[one.slot] not in _WEAK
        and one.meant != (1.0,)
        for one in source.named
    )


def _denies(source: Source) -> bool:
    """Whether somebody or something is left out: who did not, without, never."""
    return any(label in _DENYING for _, label in source.tokens)


def _leaves_out(source: Source, row: Row) -> bool:
    """Whether a row denies something, or drops something that it could have kept: without the city."""
    return bool(_DENIED & set(row.tokens)) or any(one.slot not in row.tokens for one in source.kept)


def _reading(frame: Frame, source: Source, row: Row) -> Reading | None:
    """The reading that a row tells; None where it leaves something out that was named, or cannot be counted."""
    if _left_out(source, row) or (_denies(source) and not _leaves_out(source, row)):
        return None
    try:
        tool, args = call_of(row.tokens, source.all_named)
        if tool not in INTENTS or _made_up(frame, source, args):
            return None
        reading = _read(frame, tool, args)
        told_in_words(frame, reading)
    except (Unsaid, ValidationError, BadRequest, KeyError, TypeError, OverflowError):
        return None
    reading = ask_of_unmeasurable(frame, replace(reading, confidence=row.least))
    return reading if reading.answers else None


def _read(frame: Frame, tool: str, args: dict[str, Any]) -> Reading:
    """A call as the rules would have written it."""
    metric = Metric.model_validate(args["metric"]) if "metric" in args else None
    people = {name: Audience.model_validate(args[name]) for name in _PEOPLE if name in args}
    compact = {name: made.compact() for name, made in people.items()} | ({"metric": metric.compact()} if metric else {})
    return frame.reading(
        INTENTS[tool], calls=[Call(tool, {**args, **compact})], metric=metric, audience=people.get("audience")
    )


def _made_up(frame: Frame, source: Source, definition: Any) -> bool:
    """Whether it holds a value that the question does not name and the shop does not have."""
    if isinstance(definition, list):
        return any(_made_up(frame, source, one) for one in definition)
    if not isinstance(definition, dict):
        return False
    field, values = definition.get("field"), definition.get("values", ())
    known = {meant for one in source.all_named for meant in one.meant if isinstance(meant, str)}
    known |= set(frame.vocabulary.values(field)) if isinstance(field, str) else set()
    if any(isinstance(value, str) and value not in known for value in values):
        return True
    return any(_made_up(frame, source, one) for one in definition.values())
