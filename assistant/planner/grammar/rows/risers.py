"""Which way rows are ranked by their change: the biggest drop first, brands with declining revenue."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Sort

_FALLING = (
    "declin", "fall", "fell", "shrink", "shrank", "shrunk", "dropp", "drop", "losing", "lost", "decreas",
    "slipping", "slump", "worse", "getting worse", "heading down", "下滑", "下降", "下跌", "跌", "降", "掉", "减少",
    "缩水", "萎缩",
)  # fmt: skip
_RISING = (
    "grow", "grew", "rising", "rose", "increas", "climb", "gaining", "gained", "improv", "heading up", "on the rise",
    "增长", "上涨", "上升", "涨", "升", "提升",
)  # fmt: skip
_PICKED = ("with", "that", "whose", "which", "who", "that are", "which are", "的")
_TIMES = frozenset(("day", "week", "month", "quarter", "year"))
_ASKS = ("how much", "by how much", "多少", "幅度", "吗", "没有")


def order_by_change(slots: Slots, figures: Figures) -> None:
    """Sort rows that were to fall (or rise) by their change; which of them did cannot be picked."""
    compared = figures.compare or figures.compare_period
    if not compared or not figures.dimensions or _TIMES & set(figures.dimensions) or figures.sort or figures.having:
        return
    for index in slots.all("difference", free=False):
        said = slots[index].text.casefold().removeprefix("一直").removeprefix("在")
        falls, rises = falling(said), said.startswith(_RISING)
        if falls == rises or any(word in said for word in _ASKS) or not _picks(slots, index):
            continue
        figures.sort = Sort(by="change", descending=rises)
        slots.said.append(
            (
                f"All of them are shown, biggest {'gain' if rises else 'fall'} first: I can't leave out the others.",
                f"列出了全部，{'增幅' if rises else '跌幅'}最大的在前：不能只留下{'上升' if rises else '下滑'}的。",
            )
        )
        return


def settle_falling(slots: Slots) -> None:
    """哪些品类在下滑: which of them changed that way, and no figure over time."""
    for index in slots.all("trend"):
        said = slots[index].text.removeprefix("一直").removeprefix("在")
        before = range(index)
        rows = any(dimension_at(slots, i) and dimension_at(slots, i) not in TIME_FIELDS for i in before)
        asked = any(slots.has(i, "which") for i in before)
        if slots.chinese(index) and said != slots[index].text and said.startswith(_WAYS) and rows and asked:
            slots.retag(index, Sense("difference"))


_WAYS = ("下滑", "下降", "下跌", "跌", "降", "掉", "增长", "上涨", "上升", "涨", "升")


def falling(said: str) -> bool:
    """declined, 降幅: a change for the worse; up or down is either."""
    return said.casefold().startswith(_FALLING)


def _picks(slots: Slots, index: int) -> bool:
    """Whether the change says which rows are meant rather than what is asked of all of them."""
    near = [slots[i].text.casefold() for i in range(max(0, index - 2), min(len(slots), index + 2)) if i != index]
    asked = slots.find("which", free=False)
    return any(word in _PICKED for word in near) or (asked is not None and asked < index)
