"""new question: …, start over: …, forget that, …: what follows is asked as if nothing had been said before."""

from __future__ import annotations

from assistant.planner.frame import Frame

_DROPPED = {"forget that", "forget it", "forget this", "ignore that", "never mind that", "scratch it", "算了", "不管了"}
_AROUND = ("filler", "break", "greeting", "thanks", "interjection", "and", "same", "but")
_HEADS = (
    "how_many",
    "how_much",
    "list",
    "which",
    "who",
    "measure",
    "people",
    "copy_verb",
    "customer_id",
    "offer_cue",
    "agent",
)


def asked_anew(frame: Frame) -> str:
    """The question that stands behind a word for starting over; "" where there is none."""
    for index, span in enumerate(frame.spans):
        reset = span.has("reset") and not span.has("remove")
        dropped = span.text.casefold() in _DROPPED and index + 1 < len(frame.spans)
        if reset or (dropped and frame.spans[index + 1].has("break")):
            rest = frame.spans[index + 1 :]
            whole = reset or any(item.has(*_HEADS) for item in rest)
            said = whole and any(not item.has(*_AROUND) for item in rest)
            return frame.rest(index).lstrip(" .,:;!-–—，。：；！、的话") if said else ""
        if not span.has(*_AROUND):
            return ""
    return ""
