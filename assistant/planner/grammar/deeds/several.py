"""At least two of A, B and C: each choice of so many of them, bought all."""

from __future__ import annotations

from itertools import combinations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.objects import together
from tools.definitions import Bought, Condition, Filter, Group, Period


def some_of_them(clause: Clause, where: list[Filter], period: Period | None, least: int) -> Condition:
    """Any choice of `least` of the goods listed."""
    goods = [(group.field, value) for _, group in clause.groups for value in group.values]
    choices: list[Condition] = [
        Group(all=[Bought(where=[*where, Filter(field=f, values=[v])], period=period) for f, v in chosen])
        for chosen in combinations(goods, least)
    ]
    return together(choices, True)
