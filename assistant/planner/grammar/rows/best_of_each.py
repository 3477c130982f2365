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
    groups = groups or _split_beside(slots, figures)
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


def _split_beside(slots: Slots, figures: Figures) -> list[str]:
    """by category, the 3 best brands; top-3 brands / category: the split beside those that are numbered."""
    numbered = [
        name for i in slots.all("number", free=False) if slots.role(i) == "rank" and (name := _counted(slots, i))
    ]
    if len(numbered) != 1 or numbered[0] not in figures.dimensions or not _parted(slots):
        return []
    return [name for name in figures.dimensions if name != numbered[0]]


def _counted(slots: Slots, index: int) -> str | None:
    """3 brands, 3 best brands: the rows that the number counts."""
    at = slots.next(index, lambda item: item.has("filler", "top", "bottom", "best_selling", "worst_selling"))
    return dimension_at(slots, at) if at < len(slots) and at - index <= _NEAR else None


_NEAR = 3


def _parted(slots: Slots) -> bool:
    """A word or a mark that splits: by category, / category, category →, in each."""
    for index in range(len(slots)):
        field = dimension_at(slots, index) is not None
        led = slots.has(index - 1, "by") or (index and slots[index - 1].text == "/")
        if (field and led) or slots[index].text.casefold() in ("in each", "within each", "for each", "→"):
            return True
    return False


def both_ends(slots: Slots, figures: Figures) -> None:
    """客单价最高的国家和最低的国家: the first and the last of the rows, so all of them in order."""
    top, bottom = slots.find("top", free=False), slots.find("bottom", free=False)
    if top is None or bottom is None or figures.limit != 1 or not figures.dimensions or top == bottom:
        return
    if slots.has(top, "cmp") == slots.has(bottom, "cmp") and slots.role(top).startswith("rank"):
        figures.limit = None
