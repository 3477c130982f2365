"""Words that point back: them, instead, same for, without."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots

STRONG = {
    "them",
    "they",
    "their",
    "those",
    "these",
    "of them",
    "of those",
    "of these",
    "them by",
    "among them",
    "each of them",
    "all of them",
}
CUES = ("instead", "same", "add", "remove", "only_cue", "back", "chart", "as_table")


def points_back(frame: Frame) -> bool:
    """them, those, 其中, 这些人: words that stand for the last people."""
    return any(
        (
            span.has("anaphor")
            and (span.text.casefold() in STRONG or (not span.has("filler") and not span.text.isascii()))
        )
        or (span.has("anaphor") and len(span.text.split()) > 1)
        for span in frame.spans
    )


def has_figures(slots: Slots) -> bool:
    """Whether a figure is named."""
    return any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))


def use_cues(slots: Slots) -> None:
    """The words that say "change it" have done their work."""
    for index in range(len(slots)):
        if slots.has(index, *CUES, "anaphor", "list", "how_many", "which", "only") and not slots.has(
            index, "not", "never", "except", "period", "group", "condition"
        ):
            slots.use(index, "change")
