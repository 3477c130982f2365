"""Goods that are a part of other goods: dresses of womenswear, mugs and what share of kitchen that is."""

from __future__ import annotations

from assistant.planner.grammar.figures.default_measures import of_sales
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from tools.definitions import Filter, Part

_SPOKEN = ("people", "agent", "who", "verb", "how_many", "measure")
_FINENESS = ("category", "subcategory", "product")


def in_sales(base: Slots, whole: Figures, cut: Slots, part: Figures, *, named: bool) -> bool:
    """女装里连衣裙占多大比例: with nobody spoken of, a part of their sales; the figure is named then."""
    _narrower_part(whole, part)
    sides = ((base, whole), (cut, part))
    spoken = any(slots.find(*_SPOKEN, free=False) is not None or one.people.conditions for slots, one in sides)
    goods = all(one.where and of_sales(slots, one) for slots, one in sides)
    if named or spoken or not goods or whole.dimensions:
        return False
    whole.measures = ["net_revenue"]
    base.said.append(_IN_SALES)
    return True


_IN_SALES = (
    "The share is one of net revenue; say “of customers” or “of units” for another.",
    "占比按净收入计算；要按人数或件数请说明。",
)


def _narrower_part(whole: Figures, part: Figures) -> None:
    """马克杯卖了多少，占厨房的百分之几: the kind of goods within another is the part, whichever comes first."""
    first, second = (_fineness(side.where) for side in (whole, part))
    if first is not None and second is not None and first > second and not part.people.conditions:
        whole.where, part.where = part.where, whole.where


def part_of_wider(figures: Figures) -> Part | None:
    """how many candles, and what percentage of home is that: the row asked about is the part of what is named wider."""
    field, values = figures.share_of or ("", ())
    narrow = Filter(field=field, values=list(values)) if field in _FINENESS else None
    wide = _fineness(figures.where)
    if narrow is None or wide is None or _FINENESS.index(field) <= wide or figures.dimensions != [field]:
        return None
    figures.dimensions, figures.share, figures.share_of = [], False, None
    return Part(where=[narrow])


def _fineness(where: list[Filter]) -> int | None:
    return _FINENESS.index(where[0].field) if len(where) == 1 and where[0].field in _FINENESS else None
