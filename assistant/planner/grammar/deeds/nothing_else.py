"""Only those goods, in that place, then: what "nothing else" leaves out, and where it says no more than a sibling."""

from __future__ import annotations

from datetime import date
from typing import Literal

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.windows import day_after, day_before
from assistant.planner.grammar.unclear import too_much
from tools.definitions import Bought, Condition, Filter, Period


def contrasted(clause: Clause, siblings: list[Clause]) -> bool:
    """只买过护肤没买彩妆: what they bought "only" is set against what they did not buy, not against everything else."""
    fields = {group.field for _, group in clause.groups} - {"order_channel"}  # 只在门店买过: nowhere else
    return any(
        other is not clause and other.negated and fields & {group.field for _, group in other.groups}
        for other in siblings
    )


def others(clause: Clause, slots: Slots, where: list[Filter], period: Period | None) -> Condition:
    """Any purchase but those: only bought in store, only ever with a discount."""
    positive = [g for _, g in clause.groups if g.op == "is"]
    if len({g.field for g in positive}) == 1 and not where:
        values = [value for g in positive for value in g.values]
        return Bought(where=[Filter(field=positive[0].field, op="is_not", values=values)], period=period)
    if not clause.groups and len(where) == 1 and where[0].op in ("gt", "le") and where[0].values == [0]:
        contrary: Literal["le", "gt"] = "le" if where[0].op == "gt" else "gt"
        return Bought(where=[where[0].model_copy(update={"op": contrary})], period=period)
    raise too_much(
        slots, clause, "that somebody only bought one kind of thing or in one place", "只在某个渠道或只买某一类"
    )


def at_other_times(where: list[Filter], period: Period, today: date) -> list[Condition]:
    """Such purchases before a period and after it."""
    edges = (day_before(period, today), day_after(period, today))
    return [Bought(where=where, period=edge) for edge in edges if edge is not None]
