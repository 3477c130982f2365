"""A follow-up to figures: another period, measure, split, filter, comparison or rank."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.dimensions import dimension_at
from assistant.planner.grammar.figures import Figures
from assistant.planner.grammar.merging import (
    changed_metric,
    merge_audience,
    merge_filters,
    without_field,
)
from assistant.planner.grammar.metric import read_figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.cues import has_figures, points_back, use_cues
from assistant.planner.intents.edit_audience import edit_audience
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Metric


def edit_metric(frame: Frame, slots: Slots, before: Metric) -> Reading | None:
    if points_back(frame) and frame.has("list") and before.audience is not None and not has_figures(slots):
        return edit_audience(frame, slots, before.audience)
    adding = frame.has("add") or any(slots.has(i, "and") for i in range(min(2, len(slots))))
    removed = _removals(slots, before)
    figures = read_figures(slots, frame.today)
    use_cues(slots)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    changes = _metric_changes(frame, figures, before, adding=adding) | removed
    if not changes and not frame.has("chart", "as_table", "same", "instead"):
        return None
    metric = changed_metric(before, changes)
    reading = frame.reading(
        "metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})], notes=typo_notes(frame)
    )
    account(slots, reading)
    return reading


def _metric_changes(frame: Frame, figures: Figures, before: Metric, *, adding: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if (
        figures.measures
        and "measure" not in figures.assumed
        and not (figures.measures == ["customers"] and figures.people.conditions)
    ):
        changes["measures"] = (
            list(dict.fromkeys([*before.measures, *figures.measures]))[:6] if adding else figures.measures
        )
    if figures.dimensions:
        changes["dimensions"] = (
            list(dict.fromkeys([*before.dimensions, *figures.dimensions]))[:3] if adding else figures.dimensions
        )
    if figures.where:
        changes["where"] = merge_filters(before.where, figures.where)
    if figures.people.conditions:
        changes["audience"] = merge_audience(
            before.audience or Audience(), figures.people.audience, replacing=frame.has("same", "instead")
        )
    if figures.period and "period" not in figures.assumed:
        changes["period"] = figures.period
    if figures.compare and figures.compare != "change":
        changes |= {"compare": figures.compare, "compare_period": None}
        if before.period is None and "period" not in changes:
            changes["period"] = figures.period
    if figures.compare_period:
        changes |= {"compare": None, "compare_period": figures.compare_period}
        if before.period is not None:
            changes.pop("period", None)
    if figures.share:
        changes["share"] = True
    if figures.sort and (figures.limit or figures.sort.by):
        changes |= {
            "sort": {"by": figures.sort.by or before.measures[0], "descending": figures.sort.descending},
            "limit": figures.limit,
        }
    elif figures.top and before.dimensions:
        changes |= {
            "sort": {"by": changes.get("measures", before.measures)[0], "descending": figures.top[1]},
            "limit": figures.top[0],
        }
    return changes


def _removals(slots: Slots, before: Metric) -> dict[str, Any]:
    """without returns, all cities, drop the country filter, not by month."""
    changes: dict[str, Any] = {}
    for index in range(len(slots)):
        if not slots.has(index, "remove", "except") or slots.used(index):
            continue
        at = slots.next(index)
        if at >= len(slots):
            continue
        if (
            slots.value(at, "measure") in ("returns_value", "returned_units", "return_rate")
            or slots.value(at, "verb") == "return_goods"
        ):
            changes["measures"] = ["gross_revenue" if m == "net_revenue" else m for m in before.measures]
            slots.use(at, "returns taken out")
        elif dimension_at(slots, at) in before.dimensions and not slots.has(at, "group"):
            changes["dimensions"] = [d for d in before.dimensions if d != dimension_at(slots, at)]
            slots.use(at, "no longer split by it")
        elif slots.has(at, "field") and not slots.has(at, "group"):
            field = slots.value(at, "field")
            changes["where"] = [f for f in before.where if f.field != field]
            if before.audience is not None:
                changes["audience"] = without_field(before.audience, field) or before.audience
            slots.use(at, "filter taken out")
        elif slots.has(at, "compare", "versus"):
            changes |= {"compare": None, "compare_period": None}
            slots.use(at, "comparison taken out")
        else:
            continue
        slots.use(index, "taken out")
    return changes
