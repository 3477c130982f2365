"""Words that point back: them, instead, same for, without."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

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
_JOINING = {"and", "then", "also for", "那", "那么", "再看", "再看看", "看看", "也看看"}
"""Words that open a follow-up without saying that anything is replaced."""
_RATHER_THAN = {"instead of", "rather than", "rather than that", "而不是", "and not", "not the"}
_FALSE_NO = {
    "no",
    "nope",
    "nah",
    "wrong",
    "wait",
    "actually",
    "不",
    "不是",
    "不对",
    "错了",
    "等等",
    "等一下",
    "不不",
    "没有",
}


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


def replaces(frame: Frame) -> bool:
    """what about, same for, 换成, 男的呢: what is said takes the place of what was said before."""
    if points_back(frame):
        return False
    for index, span in enumerate(frame.spans):
        if span.has("instead") and not span.has("not"):
            return True
        if span.has("same") and span.text.casefold() not in _JOINING:
            return True
        if span.text.casefold() in _JOINING and index + 1 < len(frame.spans) and frame.spans[index + 1].has("people"):
            return True  # and those who bought makeup?
    return False


def has_figures(slots: Slots) -> bool:
    """Whether a figure is named."""
    return any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))


def corrections(slots: Slots) -> None:
    """no, I meant orders not customers; lowest instead of highest: what was wrong is no part of what is asked."""
    _opening_no(slots)
    meant = slots.find("instead", free=False)
    if meant is None:
        return
    for index in range(len(slots) - 1, -1, -1):
        text = slots[index].text.casefold()
        negated = slots.has(index, "not") and text in ("not", "不是") and index > meant
        if (negated or text in _RATHER_THAN) and index + 1 < len(slots):
            for wrong in range(index, len(slots)):
                if slots.has(wrong, "break"):
                    break
                slots.use(wrong, "what was wrong")
                slots.retag(wrong, Sense("filler"))
            return


def _opening_no(slots: Slots) -> None:
    """no, sorry, last quarter: what opens a correction says nothing itself."""
    index = 0
    while index < len(slots) and (
        slots.has(index, "interjection", "greeting", "thanks", "break")
        or slots[index].text.casefold() in _FALSE_NO
        or (slots.has(index, "filler") and not slots.has(index, *CUES, "group", "list", "how_many", "which"))
    ):
        no = slots[index].text.casefold() in _FALSE_NO
        if no and not slots.has(index + 1, "break", "interjection", "instead", "filler", "thanks"):
            return
        if no or slots.has(index, "interjection", "thanks", "greeting"):
            slots.retag(index, Sense("filler"))
        index += 1


def use_cues(slots: Slots) -> None:
    """The words that say "change it" have done their work."""
    for index in range(len(slots)):
        if slots.has(index, *CUES, "anaphor", "list", "how_many", "which", "only", "all_rows") and not slots.has(
            index, "not", "never", "except", "period", "group", "condition"
        ):
            slots.use(index, "change")
