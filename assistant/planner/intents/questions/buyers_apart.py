"""A figure of customers on two sides that only orders tell apart: the age of app buyers and of store buyers.

No customer belongs to one channel or category, so no split shows both sides: each is asked for by itself.
"""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.comparisons.newcomers_compared import in_each_period
from assistant.planner.vocabulary import Vocabulary
from tools.definitions import AGGREGATE, Audience, Bought, Filter, Metric

_BOUGHT = ("order", "line", "product")


def buyers_apart(metric: Metric, vocabulary: Vocabulary, today: date) -> list[Metric]:
    """The metric of each side, over those who bought so; the metric alone where a split shows it."""
    sides = _sides(metric, vocabulary)
    if sides is None:
        return in_each_period(metric, today)
    held = metric.audience or Audience()
    rest = [item for item in metric.where if item is not sides]
    return [
        metric.model_copy(
            update={
                "dimensions": [],
                "where": rest,
                "period": None,
                "audience": held.model_copy(
                    update={
                        "all": [
                            *held.all,
                            Bought(where=[Filter(field=sides.field, values=[value])], period=metric.period),
                        ]
                    }
                ),
            }
        )
        for value in sides.values
    ]


def _sides(metric: Metric, vocabulary: Vocabulary) -> Filter | None:
    """The filter whose values are the two sides."""
    if len(metric.dimensions) != 1 or not all(_of_customers(name, vocabulary) for name in metric.measures):
        return None
    if metric.compare or metric.compare_period or metric.part or metric.share or metric.having:
        return None
    field = metric.dimensions[0]
    named = [item for item in metric.where if item.field == field and item.op == "is" and len(item.values) > 1]
    return named[0] if named and vocabulary.level(field) in _BOUGHT else None


def _of_customers(measure: str, vocabulary: Vocabulary) -> bool:
    found = AGGREGATE.match(measure)
    return found is not None and vocabulary.level(found[2]) == "customer"
