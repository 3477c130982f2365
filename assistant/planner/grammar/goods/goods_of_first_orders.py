"""What first orders held: categories in their first order, 首单里的品类 – lines of those orders, and no later ones."""

from __future__ import annotations

import re

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from tools.definitions import Attribute, Bought, Condition, Filter

_SAID = re.compile(
    r"\b(?:in|of|from) (?:the |their |his |her |people's |customers' |a )?(?:very )?first"
    r" (?:orders?|purchases?|baskets?)\b"
    r"|(?:首单|第一单|首次下单|首次购买|第一次下单)(?:里|中|都|里面|当中|主要|一般|通常|最常|买|的)"
)
_GOODS = ("category", "subcategory", "brand", "product")
_FIRST = Filter(field="first_or_repeat", values=["first"])


def goods_of_first_orders(slots: Slots, figures: Figures) -> None:
    """The first orders become what is counted, where goods are the rows; the days are those of these orders."""
    if not set(figures.dimensions) & set(_GOODS) or not _SAID.search(slots.text.normal.casefold()):
        return
    told = [c for c in figures.people.audience.all if _of_first(c)]
    if len(told) != 1 or _FIRST in figures.where:
        return
    period = getattr(told[0], "period", None)
    if figures.period is not None and period not in (None, figures.period):
        return
    figures.period = figures.period or period
    figures.where = [*figures.where, _FIRST]
    rest = [c for c in figures.people.audience.all if c is not told[0]]
    figures.people.audience = figures.people.audience.model_copy(update={"all": rest})
    figures.people.conditions = figures.people.conditions - 1 if figures.people.audience.compact() else 0


def _of_first(condition: Condition) -> bool:
    dated = isinstance(condition, Attribute) and (condition.field, condition.op) == ("first_order_date", "during")
    return dated or (isinstance(condition, Bought) and condition == Bought(where=[_FIRST], period=condition.period))
