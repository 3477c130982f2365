"""What a changed figure cannot be split, filtered or dated by: the figure is asked for, so the rest gives way to it."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.cohorts import RETENTION
from assistant.planner.grammar.rows.rankings import named_rows
from assistant.planner.vocabulary import Vocabulary
from tools.definitions import Attribute, Audience, Bought, Metric


def rows_that_fit(metric: Metric, before: Metric, vocabulary: Vocabulary) -> Metric:
    """The changed figures as they can be had: who bought is counted as buyers, facts of people have rows of people."""
    metric = _of_today(_counted(_without_cohorts(metric, before), vocabulary), vocabulary)
    return named_rows(_unnamed(metric, before), vocabulary)


def of_all(frame: Frame, before: Metric) -> Metric | None:
    """整体呢, of figures of China alone: the same of all; None where more than one condition narrows them."""
    behind = frame.spans[1].text if len(frame.spans) > 1 else ""
    people = before.audience or Audience()
    known = [c for c in people.all if isinstance(c, Attribute) and c.op == "known"]
    told = [*before.where, *(c for c in people.all if c not in known)]
    if not frame.spans or frame.spans[0].text not in _OVERALL or behind not in _ENDS or not (told or people.compact()):
        return before
    if len(told) != 1 or people.any or people.none or people.limit:
        return None
    named = getattr(told[0], "field", "")
    kept = [d for d in before.dimensions if d != named]
    rows = {} if kept == before.dimensions else {"dimensions": kept, "sort": None, "limit": None}
    return before.model_copy(update={"where": [], "audience": Audience(all=known) if known else None, **rows})


_OVERALL = ("整体", "总体", "大盘", "全店", "全体")
_ENDS = ("", "的", "呢", "？", "?", "，", ",")


def _without_cohorts(metric: Metric, before: Metric) -> Metric:
    """那今年复购率多少, after retention: the months since a first order are rows of retention alone."""
    if RETENTION not in before.measures or RETENTION in metric.measures or metric.dimensions != before.dimensions:
        return metric
    return metric.model_copy(update={"dimensions": [d for d in metric.dimensions if not _of_cohorts(d)]})


def _of_cohorts(dimension: str) -> bool:
    return dimension.startswith(("first_order_month", "first_order_quarter", "first_order_year", "months_since"))


def _counted(metric: Metric, vocabulary: Vocabulary) -> Metric:
    """how many men and women, after the pieces of one product: those who bought it."""
    of_sales = [f for f in metric.where if vocabulary.level(f.field) in ("order", "product", "line")]
    splits = [d for d in metric.dimensions if vocabulary.level(d) in ("order", "product", "line")]
    if metric.measures == ["customers"] and (of_sales or splits):
        by_them = metric.sort is not None and metric.sort.by == "customers"
        sort = metric.sort.model_copy(update={"by": "buyers"}) if metric.sort and by_them else metric.sort
        return metric.model_copy(update={"measures": ["buyers"], "sort": sort})
    return metric


def _of_today(metric: Metric, vocabulary: Vocabulary) -> Metric:
    """their average churn, after the categories they buy: a fact about each of them, whatever was bought when."""
    fields = [name.partition("(")[2].rstrip(")") for name in metric.measures]
    if not all(field and vocabulary.level(field) == "customer" for field in fields):
        return metric
    kept = [d for d in metric.dimensions if vocabulary.level(d) == "customer" or "(" in d]
    lost = len(kept) < len(metric.dimensions)
    people = metric.audience
    if metric.period is not None or metric.where:
        bought = Bought(where=metric.where, period=metric.period)
        told = people.all if people is not None else []
        if people is None:
            return metric
        people = people if bought in told else people.model_copy(update={"all": [*told, bought]})
    rows = {"dimensions": kept, "sort": None, "limit": None} if lost else {}
    return metric.model_copy(
        update={"audience": people, "where": [], "period": None, "compare": None, "compare_period": None, **rows}
    )


def _unnamed(metric: Metric, before: Metric) -> Metric:
    """Rows without a name have their place again where no first ones are asked for any more."""
    people = metric.audience
    if people is None or before.limit is None:
        return metric
    known = [Attribute(field=name, op="known") for name in before.dimensions if "(" not in name]
    rest = people.model_copy(update={"all": [one for one in people.all if one not in known]})
    return metric.model_copy(update={"audience": rest if rest.compact() else None})
