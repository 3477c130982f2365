"""换成精华呢, and serum buyers, after what else buyers of sunscreen bought: what else buyers of those do."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.spoken_of import GOODS
from tools.definitions import Bought, Filter, Metric


def of_other_buyers(frame: Frame, figures: Figures, before: Metric) -> dict[str, Any]:
    """The goods exchanged both in whom it is about and in what is left out; {} for other figures."""
    named = [one for one in figures.where if one.op == "is" and one.field in GOODS]
    people = before.audience
    swapped = frame.has("instead", "same", "agent") and not frame.has("which", "only_cue", "list")
    if len(named) != 1 or len(figures.where) != 1 or people is None or not swapped:
        return {}
    out = [one for one in before.where if one.op == "is_not" and one.field in GOODS]
    for at, condition in enumerate(people.all):
        bought = condition.where if isinstance(condition, Bought) and condition.value else []
        if len(out) == 1 and len(bought) == 1 and _same(bought[0], out[0]):
            told = condition.model_copy(update={"where": named})
            others = [*people.all[:at], told, *people.all[at + 1 :]]
            kept = [one for one in before.where if one is not out[0]]
            left_out = named[0].model_copy(update={"op": "is_not"})
            return {"audience": people.model_copy(update={"all": others}), "where": [*kept, left_out]}
    return {}


def _same(bought: Filter, out: Filter) -> bool:
    return bought.op == "is" and (bought.field, bought.values) == (out.field, out.values)
