"""Numbers of a shop's own as figures: total tips in October, credit limits by region, average lead time."""

from __future__ import annotations

import re

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_TOTAL = ("total", "totals", "overall", "combined", "total amount of", "total of", "sum of", "sum", "总", "总共的")
_EXTREMES = {
    "highest": "max", "largest": "max", "biggest": "max", "maximum": "max", "max": "max", "lowest": "min",
    "smallest": "min", "minimum": "min", "min": "min", "最高": "max", "最大": "max", "最低": "min", "最小": "min",
}  # fmt: skip
_AVERAGED = re.compile(
    r"(^|_)(score|rating|stars|nps|csat|days?|hours?|minutes|time|age|years?|rate|pct|percent|ratio|margin|abv|price|size|"
    r"weight|height|length|vintage|temperature|grade|level|rank)(_|$)|分|率|天|评"
)
"""Names of numbers that nobody adds up."""
_FIGURED = ("measure", "average", "median", "norm", "extreme", "sum", "share", "own_figure")
_CONDITION = ("range", "condition", "group", "number", "money", "percent", "cmp", "by", "each_unit", "period")
_ASKING = ("filler", "how_much", "what", "show", "list")


def settle_own_sums(slots: Slots) -> None:
    """Such a number that is called a total, or stands where a figure is asked for and nothing else is one."""
    for index in range(len(slots)):
        name = _own_number(slots, index)
        if name is None:
            continue
        if index and slots[index - 1].text.casefold() in _TOTAL:
            slots.merge(index - 1, index + 1, Sense("own_figure", f"sum({name})"))
        elif (kind := _EXTREMES.get(slots[index - 1].text.casefold() if index else "")) and _ends_there(slots, index):
            slots.merge(index - 1, index + 1, Sense("own_figure", f"{kind}({name})"))
        elif slots.has(index + 1, "sum") and slots.chinese(index):
            slots.merge(index, index + 2, Sense("own_figure", f"sum({name})"))
        elif _asked(slots, index):
            kind = "average" if _AVERAGED.search(name) else "sum"
            slots.retag(index, Sense("own_figure", f"{kind}({name})"))


def _own_number(slots: Slots, index: int) -> str | None:
    """The column of the shop's own that an item names, where it holds numbers."""
    name = slots.value(index, "field")
    spec = slots.vocabulary.dictionary.fields.get(name) if name in slots.vocabulary.own_fields else None
    if spec is None or not spec.numeric or slots.used(index) or slots.has(index, "range", "condition", "group"):
        return None
    return str(name)


def _ends_there(slots: Slots, index: int) -> bool:
    """highest tip by site, lowest score this month: nobody is picked by it, and nothing else is a figure."""
    split = slots.has(index + 1, "by", "period", "place", "break") or index + 1 >= len(slots)
    return split and not any(slots.has(i, *_FIGURED, "people") for i in range(len(slots)) if i != index)


def _asked(slots: Slots, index: int) -> bool:
    """tips by site, how much tip did Marta get: it opens the question, and nothing else in it is a figure."""
    if any(slots.has(i, *_FIGURED) for i in range(len(slots)) if i != index) or slots.find("top", "bottom", "people"):
        return False
    if slots.has(index + 1, "number", "range", "money", "cmp") or slots.has(index - 1, "number", "range", "by", "with"):
        return False
    return all(slots.has(i, *_ASKING) and not slots.has(i, "by", "with") for i in range(index))
