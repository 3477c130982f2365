"""Which words may be a name that somebody gives to people, and which define who they are."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.said import said
from assistant.planner.around.weighty import ABSENT, ALWAYS, COUNTED, TASKS, VALUES
from assistant.planner.spans import Span

NEVER = (
    *ALWAYS, *VALUES, *COUNTED, *ABSENT, *TASKS, "remove", "number", "period", "not", "only", "by", "chance", "cmp",
    "alike", "sum", "generation", "age_range", "birth_years", "model_word", "together", "offer_cue", "language",
    "overlap", "trend", "why", "history", "anaphor", "row", "segment_word", "also_bought", "contact_verb", "send_word",
    "target_cue", "performance", "rate_of", "missing", "drivers_cue", "unready", "horizon",
)  # fmt: skip
"""A name holds nothing that could pick anybody or ask for something else."""
_MAY_NAME = (
    "off", "but", "list", "segment_word", "filler", "break", "people", "and", "field", "measure", "subject", "refused",
    "cart_tail", "verb",
)  # fmt: skip
_DEFINES = (*VALUES, "verb", "agent", "number", "score_name", "generation", "contact", "field")
_ASKS = ("which", "how_many", "how_much", "copy_verb", "trend", "why", "by")
_VAGUE = ("big", "reactivated")
"""Kinds of people that only a definition makes precise: big spenders, big wallets."""


def foreign(span: Span) -> bool:
    """Nobody knows the word, or only takes it for a slip of the pen; a slip in a value's name still names it."""
    slip = all(sense.note.startswith("read as") for sense in span.senses) and not span.has("value")
    return span.unknown or slip


def vague(span: Span) -> bool:
    """It says of what kind people are and not who: our VIPs, big spenders, sale hunters."""
    value = span.value("value")
    segment = isinstance(value, tuple) and value[0] == "rfm_segment"
    said_otherwise = segment and not any(word in str(value[1]).casefold() for word in span.text.casefold().split())
    return (
        said_otherwise
        or span.has("level_word", "goal", "gone_word", "kind")
        or span.value("agent") in _VAGUE
        or span.text.casefold() in said("fond_people")
    )


def nameable(span: Span) -> bool:
    """Whether a name may hold it."""
    if foreign(span):
        return span.text.isascii()
    return vague(span) or (span.has(*_MAY_NAME) and not span.has(*NEVER))


def defined(spans: Sequence[Span]) -> bool:
    """Whether these say by themselves who is meant."""
    return any(span.has(*_DEFINES) for span in spans)


def a_question(spans: Sequence[Span]) -> bool:
    """The stretch before was no name but a topic: gifting: what sold best?"""
    return any(span.has(*_ASKS) for span in spans[:2])
