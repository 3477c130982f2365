"""Whether a figure or split comes on top of those shown or takes their place: also the orders; break that by tier."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.references.cues import points_back

_DEEPER = ("break that", "break it", "break this", "break those", "split that", "split it", "split those", "split this")
_DEEPER_ZH = ("拆开", "再拆", "细分", "拆细", "细拆", "再细分", "往下拆", "进一步拆")
_SPLIT = ("split", "now split", "break", "break down", "cut", "drill", "slice", "divide", "further split")
_EACH = ("that", "each", "it", "this", "them", "those", "further", "each of them", "each one", "these", "both")


def adds_to_it(frame: Frame, slots: Slots) -> bool:
    """Whether a measure or split comes on top: also the orders; and by month."""
    if any(span.has("by") and span.text.casefold().startswith((*_DEEPER, *_DEEPER_ZH)) for span in frame.spans):
        return True  # break that down by tier; 按月拆开
    pairs = zip(frame.spans, frame.spans[1:], strict=False)
    if any(one.text.casefold() in _SPLIT and two.text.casefold() in _EACH for one, two in pairs):
        return True  # split that by tier
    if points_back(frame):
        return False
    opens = range(min(2, len(slots)))
    return frame.has("add") or any(slots.has(i, "and") and slots[i].text.casefold() != "and" for i in opens)
