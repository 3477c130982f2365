"""viewed serums but didn't buy, 看过精华但没买: none of what was looked at is bought, whatever else was."""

from __future__ import annotations

import re

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots

_LOOKED = ("view", "cart")
_WHOLE = re.compile(
    r"\b(?:nothing|anything|at all|no|any|an|ever|orders|from us|with us)\b|任何|什么|东西|一单|一笔|一件|一样|单子"
)
"""Words by which not buying is said of everything, and of no goods told before."""


_NOT_ONE = re.compile(r"\b(?:any|one) (?:at all|whatsoever)\b")
"""Of those goods none, ever: viewed boots and haven't bought any at all."""


def none_of_those(slots: Slots, before: Clause, clause: Clause) -> None:
    """Mark a bare "didn't buy" behind goods that were looked at as said of those goods."""
    goods = any(slots.level(group.field) == "product" for _, group in before.groups)
    if before.negated or before.verb not in _LOOKED or not goods:
        return
    own = clause.groups or clause.filters or clause.ranges or clause.relative or clause.only or clause.noun
    if clause.verb != "buy" or not clause.negated or own or clause.nothing or clause.elided:
        return
    chinese = slots.chinese(clause.at)
    if chinese and clause.timed:
        return  # 看过精华的客户，上个月没下单的: nothing in those days
    end = min(clause.upper + 2, len(slots)) if chinese else clause.upper
    said = " ".join(slots[i].text.casefold() for i in range(clause.lower, end))
    if clause.perfect and _NOT_ONE.search(said):
        clause.same_goods, clause.never = True, True
    clause.same_goods = clause.same_goods or not _WHOLE.search(said)
