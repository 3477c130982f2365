"""The best of each: top 3 brands in each category, 每个城市卖得最好的两款商品."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots

_EACH = ("each", "every", "per ", "per", "每", "各")


def best_of_each(slots: Slots, figures: Figures, ranked: str) -> None:
    """Of two splits under a rank, the one said with "each" holds the groups and the other is ranked within them."""
    if not ranked or len(figures.dimensions) != 2 or not figures.sort or not figures.limit:
        return
    groups = [name for name in figures.dimensions if _said_of_each(slots, name)]
    if len(groups) == 1:
        (group,) = groups
        figures.limit_within = group
        figures.dimensions = [group, *(name for name in figures.dimensions if name != group)]


def _said_of_each(slots: Slots, name: str) -> bool:
    for index in range(len(slots)):
        if dimension_at(slots, index) == name or slots.value(index, "field") == name:
            before = slots[index - 1].text.casefold() if index and slots.has(index - 1, "by") else ""
            own = slots[index].text
            if any(word in before for word in _EACH) or own.startswith(("每", "各")):
                return True
    return False


def both_ends(slots: Slots, figures: Figures) -> None:
    """客单价最高的国家和最低的国家: the first and the last of the rows, so all of them in order."""
    top, bottom = slots.find("top", free=False), slots.find("bottom", free=False)
    if top is None or bottom is None or figures.limit != 1 or not figures.dimensions or top == bottom:
        return
    if slots.has(top, "cmp") == slots.has(bottom, "cmp") and slots.role(top).startswith("rank"):
        figures.limit = None
