"""Figures that stand for those who did it, where only a list is asked for: new signups last 30d, list; returns, who."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_DEEDS = {
    "signups": "signup", "unsubscribes": "unsubscribe", "returns_value": "return_goods",
    "returned_units": "return_goods",
}  # fmt: skip
_WHO = ("who", "who are they", "who are those", "names", "names please", "names pls")
_FIGURES = (
    "people", "verb", "agent", "how_many", "how_much", "by", "which", "average", "trend", "top", "share", "compare",
    "versus", "measure",
)  # fmt: skip
_BESIDE = ("list", "who", "filler", "period")


def reduce_listed_deeds(slots: Slots) -> None:
    """Make the figure the deed it counts."""
    deeds = [i for i in range(len(slots)) if slots.value(i, "measure") in _DEEDS and not slots.has(i, "group")]
    last = next((i for i in range(len(slots) - 1, -1, -1) if not slots.has(i, "break") or slots[i].text != "?"), 0)
    said = " ".join(item.text.casefold() for item in slots.items[-3:])
    listed = slots.has(last, "list") or slots[last].text.casefold() in _WHO or said.endswith("who are they")
    if len(deeds) != 1 or not listed or slots.chinese(deeds[0]):
        return
    others = (i for i in range(len(slots)) if i not in (*deeds, last) and slots.has(i, *_FIGURES))
    if not all(slots.has(i, *_BESIDE) for i in others):
        return
    deed = deeds[0]
    if slots.has(deed + 1, "break") and slots.has(slots.next(deed + 1), "period"):
        slots.retag(deed + 1, Sense("filler"))  # sign ups, past 30 days
    slots.retag(deed, Sense("verb", _DEEDS[str(slots.value(deed, "measure"))]))
    slots.retag(last, Sense("list"))
