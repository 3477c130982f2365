"""Conditions that nobody can meet: they were put together wrongly, so the answer asks instead of counting nobody."""

from __future__ import annotations

from assistant.planner.grammar.unclear import Unclear
from tools.definitions import Audience, Bought


def refuse_contradiction(audience: Audience) -> None:
    """Bought something and never bought anything: nobody can have, so the words were put together wrongly."""
    bought = [condition for condition in audience.all if isinstance(condition, Bought)]
    nothing = Bought(op="eq", value=0)
    if nothing in bought and any(one.op in ("ge", "gt") for one in bought):
        raise Unclear(
            "Nobody can have bought that and never bought anything: which goods were not bought?",
            "不可能既买过又从没买过任何东西：没买的是哪些商品？",
            [],
        )
