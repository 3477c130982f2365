"""What a short message changes: the number, the share, the channel, the people said in it, and nothing else."""

from __future__ import annotations

from functools import cache

from assistant.planner.frame import Frame
from assistant.planner.spans import Span
from assistant.planner.words import forms_of, word_file
from tools.contract import Language

LIGHT = (
    "filler", "break", "and", "same", "instead", "greeting", "thanks", "interjection", "anaphor", "then", "soft",
    "help", "pronoun_that", "only_cue", "put_word", "add",
)  # fmt: skip
"""Words that only lead to what is changed."""
ASKING = (
    "how_many", "how_much", "which", "list", "measure", "by", "average", "sum", "median", "trend", "best_selling",
    "compare", "versus", "save", "export", "meaning", "share", "distribution", "why", "when_cue", "model_word",
    "customer_id", "saved_word", "library_cue",
)  # fmt: skip
"""Words of a question of its own."""


@cache
def words(kind: str, language: Language | None = None) -> tuple[str, ...]:
    """The forms of one kind of words of such follow-ups."""
    return tuple(forms_of(word_file("continuing")[kind], language))


def asks(frame: Frame, *but: str) -> bool:
    """Whether a message asks something of its own; words that are `but` of these kinds ask for nothing."""
    return any(span.has(*ASKING) and not span.has("filler", *but) for span in frame.spans)


def questions(frame: Frame) -> bool:
    """Whether a message is put as a question that changes nothing: who would get it?, 发了吗; what about … changes."""
    text = frame.text.normal
    if frame.language == "zh":
        return text.rstrip("?？ ").endswith(("吗", "么", "什么")) or any(
            word in text for word in ("谁", "几", "为什么")
        )
    return text.startswith(words("question_openings", "en")) and not text.startswith(words("what_about", "en"))


def light(span: Span, *kinds: str) -> bool:
    """Whether a word only leads to what is changed, or is one of these kinds."""
    return span.has(*LIGHT, *kinds) or wishing(span)


def wishing(span: Span) -> bool:
    """Whether a word says no more than that something would be fine."""
    return span.text.casefold() in words("fine")


def only_said(frame: Frame, *kinds: str) -> list[Span]:
    """The words of these kinds, where nothing else is said; none where anything else is."""
    said = [span for span in frame.spans if span.has(*kinds) and not wishing(span)]
    rest = [span for span in frame.spans if span not in said]
    return said if said and all(light(span) and not span.has("value", "values", "not") for span in rest) else []
