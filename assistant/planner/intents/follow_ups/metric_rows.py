"""Rows of figures and the filters on them: one value of what is split by, and all of its values again."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.comparisons.newcomers_compared import in_each_period
from assistant.planner.grammar.editing.replacing import without_field
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.intents.references.cues import widens
from assistant.planner.pointed_rows import THE_ROWS
from tools.definitions import Attribute, Audience, Filter, Metric


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
    fields = {*dimensions, *(("weekday",) if "day_type" in dimensions else ())}  # weekends are days of the week
    kept = [f for f in before.where if f.field not in fields or len(f.values) > 1]
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
    weekend = {"day_type"} if any(one.field == "weekday" for one in told) else set()
    return [name for name in dimensions if name in single | weekend and name not in before.dimensions]


def pinned(figures: Figures) -> set[str]:
    """中国再按城市, of figures by country: the field of one value that is named now makes no rows any more."""
    named = [*figures.where, *(c for c in figures.people.audience.all if isinstance(c, Attribute))]
    return {one.field for one in named if one.op == "is" and len(one.values) == 1}


def people_beside(changes: dict[str, Any], before: Metric, pointed: set[str]) -> bool:
    """排第一的那个城市，金卡会员有多少: more is said of the people than which row they belong to."""
    people = changes.get("audience")
    if not isinstance(people, Audience) or before.dimensions != [*pointed]:
        return False
    known = before.audience.all if before.audience is not None else []
    return any(c not in known and not (isinstance(c, Attribute) and c.field in pointed) for c in people.all)


def rows_apart(frame: Frame, before: Metric, changes: dict[str, Any]) -> str:
    """The field whose values stay rows: 这俩, 前三个品类按月; 针织也看一下, beside the one before; "" for none."""
    senses = (sense for span in frame.spans for sense in span.senses)
    pointed = next((str(s.value[0]) for s in senses if s.note == THE_ROWS), "")
    beside = [span for span in frame.spans if span.has("add") and span.text.startswith(_LOOKED_AT)]
    shown = frame.has("chart", "as_table", "versus") and frame.has("add")
    if pointed or not (beside or shown) or frame.language != "zh":
        return pointed
    earlier = {one.field: len(one.values) for one in _named(before.where, before.audience)}
    now = _named(changes.get("where", before.where), changes.get("audience", before.audience))
    return next((one.field for one in now if earlier.get(one.field) and len(one.values) > earlier[one.field]), "")


_LOOKED_AT = ("也看", "也来", "也列", "也放", "也给", "再看", "再来", "再加", "再放", "加进", "放进")
"""One more to look at beside the one before, and no part of a sum: 也算上, 包括."""


def sides_told(frame: Frame, before: Metric, metric: Metric) -> list[Metric]:
    """The figures to run: one for each period of newcomers, beside the last where both are wanted."""
    beside = [before] if widens(frame) and _of_another_width(before, metric) else []
    return [*beside, *in_each_period(metric, frame.today)]


def _of_another_width(before: Metric, metric: Metric) -> bool:
    """add kitchen, after cookware: a category and a subcategory make no list, so each is a figure of its own."""
    old, new = ({f.field for f in one.where if f.op == "is" and f.field in _WIDTHS} for one in (before, metric))
    return bool(old and new) and old != new and before.measures == metric.measures


_WIDTHS = ("category", "subcategory")


def several_named(before: Metric, changes: dict[str, Any]) -> set[str]:
    """Fields of which several values are named, so that each is a row of its own."""
    named = _named(changes.get("where", before.where), changes.get("audience", before.audience))
    return {one.field for one in named if len(one.values) > 1}


def _named(where: list[Filter], audience: Audience | None) -> list[Filter | Attribute]:
    people = audience.all if audience is not None else []
    return [one for one in (*where, *(c for c in people if isinstance(c, Attribute))) if one.op == "is"]
