"""Rows of figures and the filters on them: one value of what is split by, and all of its values again."""

from __future__ import annotations

from typing import Any

from assistant.planner.grammar.editing.replacing import without_field
from tools.definitions import Attribute, Audience, Metric


def one_row_of_people(metric: Metric, before: Metric) -> Audience | None:
    """new york only, of customers by city: one row is left, and a number of customers is an audience."""
    people, earlier = metric.audience, before.audience or Audience()
    if people is not None and metric == Metric(measures=["customers"], audience=people) and before.dimensions:
        return people
    if people is None or len(metric.dimensions) != 1:
        return None
    bare = Metric(measures=["customers"], dimensions=metric.dimensions, audience=people)
    named = [c for c in people.all if isinstance(c, Attribute) and c.field == metric.dimensions[0]]
    single = len(named) == 1 and named[0].op == "is" and len(named[0].values) == 1 and named[0] not in earlier.all
    return people if single and metric == bare else None


def freed(before: Metric, dimensions: list[str]) -> dict[str, Any]:
    """which category has the highest, of shoes: rows of a field are asked for, so one value of it is no filter."""
    kept = [f for f in before.where if f.field not in dimensions]
    changes: dict[str, Any] = {"where": kept} if len(kept) < len(before.where) else {}
    for field in dimensions if before.audience is not None else ():
        people = without_field(changes.get("audience") or before.audience or Audience(), field)
        changes |= {"audience": people} if people is not None else {}
    if "audience" in changes and not changes["audience"].compact():
        changes["audience"] = None
    return changes


def pinned_by(before: Metric, dimensions: list[str]) -> list[str]:
    """The new rows' fields of which one value was a filter: 按渠道, after the orders of one channel, wants them all."""
    people = before.audience.all if before.audience is not None else []
    told = [*before.where, *(c for c in people if isinstance(c, Attribute))]
    single = {one.field for one in told if one.op == "is" and len(one.values) == 1}
    return [name for name in dimensions if name in single and name not in before.dimensions]


def people_beside(changes: dict[str, Any], before: Metric, pointed: set[str]) -> bool:
    """排第一的那个城市，金卡会员有多少: more is said of the people than which row they belong to."""
    people = changes.get("audience")
    if not isinstance(people, Audience) or before.dimensions != [*pointed]:
        return False
    known = before.audience.all if before.audience is not None else []
    return any(c not in known and not (isinstance(c, Attribute) and c.field in pointed) for c in people.all)
