"""Whether a message changes the last text without asking for one: the same for women, more British, too boring."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame

_SHORT = 7
"""A message of so few words may be a remark on the last text."""
_SOUNDING = (
    "sound", "sounds", "sounding", "feel", "feels", "tone", "accent", "spelling", "voice",
    "vibe", "flavour", "flavor",
)  # fmt: skip


def back_to_copy(frame: Frame) -> bool:
    """write the same for women, as a WhatsApp message: the last text is changed, though other things came between."""
    again = frame.has("copy_verb", "copy_noun") and frame.has("same", "anaphor")
    again = again and (frame.has("for", "copy_channel") or " for " in frame.text.normal)
    words = frame.text.normal.split()
    other = words[:2] in (["as", "a"], ["as", "an"]) and frame.has("copy_channel") and len(words) <= _SHORT
    return (again or other) and not frame.has("how_many", "measure", "by", "which")


def in_manner(frame: Frame) -> Frame:
    """make it sound more British: how it is written, not whom it goes to."""
    if not any(span.text.casefold() in _SOUNDING for span in frame.spans):
        return frame
    spans = [replace(span, senses=()) if span.value("value") and not span.has("tone") else span for span in frame.spans]
    return replace(frame, spans=spans)


def styled(frame: Frame) -> bool:
    """too boring, a bit snappier: a few words of which nobody knows one, said of the manner."""
    unknown = any(span.unknown and span.text.isalpha() for span in frame.spans)
    return unknown and len(frame.spans) <= _SHORT and frame.has("less", "style", "more_word")
