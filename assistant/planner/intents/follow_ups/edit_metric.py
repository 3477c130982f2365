"""A follow-up to figures: another period, measure, split, filter, comparison or rank."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from assistant.planner.frame import Frame
from assistant.planner.grammar.comparisons.comparison_words import in_time_order
from assistant.planner.grammar.comparisons.row_on_row import row_on_row
from assistant.planner.grammar.editing.merging import changed_metric, merge_audience, merge_filters
from assistant.planner.grammar.editing.turning import people_of
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.figures.metric import read_figures
from assistant.planner.grammar.people.contradictions import refuse_contradiction
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.timing import settle_periods
from assistant.planner.intents.follow_ups.edit_numbers import number_said, renumbered, renumbered_metric
from assistant.planner.intents.follow_ups.edit_ranking import ranked_anew, reversed_rows
from assistant.planner.intents.follow_ups.edit_times import (
    compared_with,
    new_times,
    set_in_time,
    times_placed,
    whole_time,
)
from assistant.planner.intents.follow_ups.every_one import every_one
from assistant.planner.intents.follow_ups.fitting import of_all, rows_that_fit
from assistant.planner.intents.follow_ups.its_unit import in_its_unit
from assistant.planner.intents.follow_ups.leaning import of_those_counted
from assistant.planner.intents.follow_ups.metric_removals import removals
from assistant.planner.intents.follow_ups.metric_rows import (
    freed,
    one_row_of_people,
    people_beside,
    pinned,
    pinned_by,
    several_named,
    sides_told,
)
from assistant.planner.intents.follow_ups.metric_words import only_nouns, purchases_as_filters, rows_said, so_much
from assistant.planner.intents.follow_ups.narrowed import (
    keep_split,
    last_two,
    only_such_people,
    whole_unit,
    without_other_kind,
)
from assistant.planner.intents.follow_ups.on_top import adds_to_it
from assistant.planner.intents.follow_ups.one_row import of_its_row, within_its_rows
from assistant.planner.intents.follow_ups.other_buyers import of_other_buyers
from assistant.planner.intents.follow_ups.shown_otherwise import of_everything, shown_otherwise
from assistant.planner.intents.follow_ups.sides_kept import (
    in_the_middle,
    per_order,
    popular_by,
    refuse_misread,
    sides_apart,
    which_one,
    with_sides,
)
from assistant.planner.intents.references.cues import replaces, use_cues, widens
from assistant.planner.intents.references.going_back import both_periods, together
from assistant.planner.intents.references.rows_meant import settle_rows
from assistant.planner.intents.shares.shares_of_shown import another_part, part_of_all
from assistant.planner.intents.shares.wholes import part_of_each
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Metric

_TIMES = {"day", "week", "month", "quarter", "year"}


def edit_metric(frame: Frame, slots: Slots, before: Metric) -> Reading | None:
    """The last figures with what this message says changed."""
    refuse_misread(frame, slots, before)
    if (whole := of_all(frame, before)) is None:
        return ask_about(frame, slots, [0])
    before = set_in_time(slots, of_its_row(frame, whole))
    only_such_people(slots, before)
    settle_periods(slots, frame.today)
    slots.when = before.period
    of_rows = settle_rows(frame, slots, before)
    told = every_one(frame, slots, before)
    adding = adds_to_it(frame, slots) and not of_rows
    joined = together(frame, slots)
    told = compared_with(slots, before) | shown_otherwise(slots, before) | told
    removed = removals(slots, before)
    told = (
        per_order(slots, before)
        | in_the_middle(slots, before)
        | reversed_rows(slots, before)
        | removed
        | both_periods(frame, slots)
        | whole_time(slots, before)
        | told
    )
    only_nouns(slots, before)
    figures = read_figures(slots, frame.today)
    _beside_the_last(frame, slots, figures, before)
    row_on_row(slots, figures, figures.dimensions or before.dimensions)
    told = _numbered(slots, figures, before) | told
    use_cues(slots)
    lost = [i for i in leftovers(slots) if not slots.has(i, "unsplit")]
    if lost:
        return ask_about(frame, slots, lost)
    changes = _metric_changes(frame, figures, before, adding=adding)
    changes |= which_one(slots, figures, before)
    if of_those_counted(slots) and set(before.measures) & _MONEY:
        changes["measures"] = ["buyers"]
    changes |= popular_by(slots, before, changes) | told
    changes |= last_two(frame, before, changes)
    changes = times_placed(frame, before, changes)
    sides_apart(frame, before, changes, joined)
    if of_rows:
        changes |= {"limit": None, "sort": None, "dimensions": before.dimensions}
    _rows(frame, figures, before, changes)
    for index in slots.all("unsplit"):
        slots.use(index, "no longer split")
    if not changes and not frame.has("chart", "as_table", "same", "instead"):
        return None
    try:
        metric = of_everything(changed_metric(before, changes))
    except ValidationError:
        return None  # what was asked for cannot be had of these figures
    if "period" in changes and "dimensions" not in changes and figures.dimensions == []:
        metric = whole_unit(metric, frame.today)
    metric = rows_that_fit(in_time_order(metric, frame.today), before, frame.vocabulary)
    if "dimensions" in changes and metric.part:
        metric = part_of_each(frame, metric, slots)
    return _answered(frame, slots, before, metric)


def _beside_the_last(frame: Frame, slots: Slots, figures: Figures, before: Metric) -> None:
    """What the new words mean beside the last figures: 金额 after returned units is their value."""
    keep_split(slots, figures, before)
    refuse_contradiction(figures.people.audience, figures.where)
    in_its_unit(frame, figures, before)
    if "measure" in figures.assumed and figures.sort and figures.sort.by not in before.measures:
        figures.sort = figures.sort.model_copy(update={"by": before.measures[0]})


def _numbered(slots: Slots, figures: Figures, before: Metric) -> dict[str, Any]:
    """A bare number: another bound, or so many rows."""
    number = number_said(slots)
    if number is None or figures.top is not None:
        return {}
    numbered = renumbered_metric(before, number[1])
    if not numbered and rows_said(slots, number[0], before):
        numbered = {"limit": int(number[1].low.value)} | (
            {} if before.sort else {"sort": {"by": before.measures[0], "descending": True}}
        )
    if not numbered and before.audience is not None and (people := renumbered(before.audience, number[1], None)):
        numbered = {"audience": people}
    if numbered:
        slots.use(number[0], "the new number")
    return numbered


def _rows(frame: Frame, figures: Figures, before: Metric, changes: dict[str, Any]) -> None:
    """Which rows are shown, and whether as shares, after all other changes."""
    several = several_named(before, changes)  # 两场放一起: both are rows
    pointed = (pointed_at(frame) - several) & {*before.dimensions, *changes.get("dimensions", ())}
    other = set(changes) & {"measures", "dimensions"} or people_beside(changes, before, pointed)
    if pointed and other:  # 这个渠道的毛收入: of that one alone
        rest = [d for d in changes.get("dimensions", before.dimensions) if d not in pointed]
        changes |= {"dimensions": rest}
        changes |= {} if figures.sort or figures.top else {"sort": None, "limit": None}
    if frame.has("all_rows"):
        changes |= {"limit": None}
    if frame.has("unsplit") and before.dimensions and not figures.dimensions:
        single = [name for name in before.dimensions if name not in several_named(before, changes)]
        told = before.model_copy(update={k: changes[k] for k in ("where", "audience") if k in changes})
        changes |= freed(told, [name for name in single if name not in pinned(figures)]) | {
            "dimensions": [],
            "limit": None,
            "sort": None,
        }
    if before.share and "share" not in changes and set(changes.get("measures", ())) & RATES:
        changes["share"] = False


def _answered(frame: Frame, slots: Slots, before: Metric, metric: Metric) -> Reading:
    listed = any(span.text.casefold() in _LISTING for span in frame.spans)
    plain = metric.model_copy(update={"share": False}) if listed else metric
    if (people := one_row_of_people(plain, before)) is not None:
        call = Call("list_audience" if listed else "size_audience", {"audience": people.compact()})
        kind = "list" if listed else "audience"
        reading = frame.reading(kind, audience=people, calls=[call], notes=typo_notes(frame))
    else:
        calls = [Call("measure", {"metric": side.compact()}) for side in sides_told(frame, before, metric)]
        reading = frame.reading("metric", metric=metric, calls=calls, notes=typo_notes(frame))
        reading.corrects = frame.has("instead")
    account(slots, reading)
    return reading


_LISTING = ("list", "list out", "name", "列出", "列一下", "列出来", "名单")
_MONEY = {"net_revenue", "gross_revenue", "average_order_value", "revenue_per_buyer"}
"""Of these nobody can say how many; of the sales behind them, how many bought."""


def _metric_changes(frame: Frame, figures: Figures, before: Metric, *, adding: bool) -> dict[str, Any]:
    changes = another_part(before, figures)
    by_default = figures.measures == ["customers"] or (figures.measures == ["buyers"] and "buyers" in figures.assumed)
    if by_default and not frame.has("measure", "people", "agent", "how_many", "new_only"):
        figures.measures = []  # by country, as a share: of what is shown
    if figures.measures in (["customers"], ["buyers"]) and so_much(frame):
        figures.measures = []  # 每个月多少: of what is shown
    people_only = figures.measures == ["customers"] and figures.people.conditions
    if figures.measures and "measure" not in figures.assumed and not people_only:
        changes["measures"] = (
            list(dict.fromkeys([*before.measures, *figures.measures]))[:6] if adding else figures.measures
        )
    if "measures" in changes:
        changes |= _counted_anew(before, changes["measures"]) or _of_those_who_joined(before, changes["measures"])
    if figures.dimensions:
        kept = [name for name in before.dimensions if name not in pinned(figures)]
        changes["dimensions"] = _splits(frame, figures.dimensions, kept, adding=adding)
        changes["dimensions"] = with_sides(frame, before, changes["dimensions"])
        same = changes.get("measures", before.measures) == before.measures
        exchanged = frame.has("instead") and not frame.has("by")  # 换成品牌: the ten best brands
        if changes["dimensions"] != before.dimensions and before.limit and same and not exchanged:
            changes |= {"sort": None, "limit": None} | (within_its_rows(frame, before) if adding else {})
    changes |= freed(before, figures.dimensions if frame.has("which") else pinned_by(before, figures.dimensions))
    purchases_as_filters(figures, before)
    if figures.where:
        changes["where"] = merge_filters(before.where, figures.where, widening=widens(frame))
    if figures.people.conditions:
        changes["audience"] = merge_audience(
            changes.get("audience", without_other_kind(before, figures.people.audience)) or Audience(),
            figures.people.audience,
            replacing=replaces(frame),
            widening=widens(frame),
        )
    changes |= of_other_buyers(frame, figures, before) | new_times(frame, figures, before)
    if figures.share and all("(" in name and not name.startswith("sum(") for name in before.measures):
        changes = {"measures": ["customers"]} | changes  # after an average, which has no shares: of people
    if figures.compare and not changes.get("dimensions", before.dimensions):
        figures.share = False  # 多了百分之多少: the change is told in percent
    if figures.share and not _are_shares(frame, changes.get("measures", before.measures)):
        # 这个占比: a rate that is shown is one already
        changes |= part_of_all(before, changes) or {"share": True}
        if "period" in changes and not figures.compare_period:
            changes |= {"compare": None, "compare_period": None}  # 今年的占比: of these days alone
    if figures.having:
        changes["having"] = figures.having
    if figures.part is not None and before.part is None:
        changes |= {"part": figures.part, "share": False}
    changes |= ranked_anew(frame, figures, before, changes)
    return changes


def _of_those_who_joined(before: Metric, measures: list[str]) -> dict[str, Any]:
    """人均花了多少, after who signed up in a month: what those spent, whenever they did."""
    joined = before.measures == ["signups"] and before.period is not None and not before.dimensions
    if not joined or set(measures) & {"signups", "customers", "new_buyers", "buyers"}:
        return {}
    return {"audience": people_of(before), "period": None, "compare": None, "compare_period": None}


def pointed_at(frame: Frame) -> set[str]:
    """The fields of what a word like "that channel" stands for."""
    return {str(s.value[0]) for span in frame.spans for s in span.senses if _stands_for_value(s)}


def _stands_for_value(sense: Sense) -> bool:
    return sense.kind in ("value", "values") and sense.note.startswith("stands for")


def _are_shares(frame: Frame, measures: list[str]) -> bool:
    specs = [frame.vocabulary.dictionary.measures.get(name) for name in measures]
    return all(spec is not None and spec.type == "share" for spec in specs)


def _splits(frame: Frame, new: list[str], before: list[str], *, adding: bool) -> list[str]:
    """also by month adds, by month not by week exchanges that one, weekly keeps what is no time; else the new alone."""
    times = [d for d in before if d in _TIMES]
    if adding and not (times and set(new) <= _TIMES):
        return list(dict.fromkeys([*before, *new]))[:3]
    old = next((str(was) for was in frame.values("instead") if was in before), "")
    if not old and len(before) > 1 and len(times) == 1 and set(new) <= _TIMES:
        old = times[0]
    if not old:
        return new
    return list(dict.fromkeys(d for was in before for d in (new if was == old else [was])))[:3]


def _counted_anew(before: Metric, measures: list[str]) -> dict[str, Any]:
    """returning buyers instead of new ones: that they were new was what was counted, no condition on the others."""
    if not set(measures) & {"new_buyers", "returning_buyers", "buyers", "repeat_buyers"} or before.audience is None:
        return {}
    new = [c for c in before.audience.all if isinstance(c, Attribute) and c.field == "first_order_date" and c.period]
    if len(new) != 1 or "customers" not in before.measures:
        return {}
    rest = before.audience.model_copy(update={"all": [c for c in before.audience.all if c is not new[0]]})
    return {"audience": rest if rest.compact() else None, "period": new[0].period}
