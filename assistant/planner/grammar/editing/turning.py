"""People turned into figures and figures into people: "I meant orders, not customers", "which of them can we email"."""

from __future__ import annotations

from assistant.planner.grammar.editing.merging import within
from tools.definitions import Attribute, Audience, Bought, Condition, Engaged, Filter, Metric

COUNTED = ("customers", "buyers", "returning_buyers", "repeat_buyers")
"""Measures whose figure is a number of people."""
_GOODS = {"category", "subcategory", "brand", "product"}
_PURCHASE_LEVELS = ("order", "product", "line", "time")


def purchases_of(audience: Audience) -> Bought | None:
    """The one purchase all of these people made, when nothing but that it was made is asked of it."""
    bought = [c for c in audience.all if isinstance(c, Bought)]
    plain = [c for c in bought if c.measure == "orders" and (c.op, c.value) == ("ge", 1) and not c.first_purchase]
    return plain[0] if len(bought) == len(plain) == 1 and not plain[0].together and plain[0].after is None else None


def as_metric(audience: Audience, measures: list[str], dimensions: list[str]) -> Metric:
    """Figures of the purchases an audience is about: customers who bought skincare in Q3 → orders of skincare in Q3."""
    audience = within(audience)
    bought = purchases_of(audience)
    if bought is None:
        return Metric(measures=measures, dimensions=dimensions, audience=audience if audience.compact() else None)
    rest = audience.model_copy(update={"all": [c for c in audience.all if c is not bought]})
    return Metric(
        measures=measures,
        dimensions=dimensions,
        where=bought.where,
        period=bought.period,
        audience=rest if rest.compact() else None,
    )


def new_buyers(audience: Audience, measures: list[str], dimensions: list[str]) -> Metric | None:
    """first-time buyers of May, by channel: their first orders of May, and not all they ever ordered."""
    new = [c for c in audience.all if isinstance(c, Attribute) and c.field == "first_order_date" and c.op == "during"]
    if measures != ["buyers"] or len(new) != 1 or any(isinstance(c, Bought) for c in audience.all):
        return None
    rest = audience.model_copy(update={"all": [c for c in audience.all if c is not new[0]]})
    people = rest if rest.compact() else None
    return Metric(measures=["new_buyers"], dimensions=dimensions, period=new[0].period, audience=people)


def people_of(metric: Metric) -> Audience | None:
    """The people a metric is about: those it counts, or whose figures it gives; None where it is about no one."""
    base = metric.audience or Audience()
    if "signups" in metric.measures and metric.period is not None:
        return _with(base, Attribute(field="signup_date", op="during", period=metric.period))
    if not set(metric.measures) & {*COUNTED, "new_buyers"}:
        return metric.audience
    if "new_buyers" in metric.measures and metric.period is not None and not metric.where:
        return _with(base, Attribute(field="first_order_date", op="during", period=metric.period))
    if "customers" in metric.measures and not metric.where:
        return base
    if "buyers" in metric.measures and not metric.together and metric.after is None:
        return _with(base, Bought(where=metric.where, period=metric.period))
    return metric.audience


def _with(audience: Audience, condition: Condition) -> Audience:
    return audience.model_copy(update={"all": [*audience.all, condition]})


def of_purchases(level: str) -> bool:
    """Whether a field of this level splits purchases rather than people."""
    return level in _PURCHASE_LEVELS


def reversed_purchases(audience: Audience) -> Audience | None:
    """the other way round: what was bought and what was not change places; None where there is no such pair."""
    places = [i for i, c in enumerate(audience.all) if isinstance(c, Bought | Engaged) and c.where]
    absent = [i for i in places if _absent(audience.all[i])]
    present = [i for i in places if not _absent(audience.all[i])]
    if len(absent) != 1 or len(present) != 1:
        return None
    every = list(audience.all)
    gone, had = every[absent[0]], every[present[0]]
    assert isinstance(gone, Bought | Engaged) and isinstance(had, Bought | Engaged)
    if gone.where == had.where:  # last year but not this one: the periods change places
        every[absent[0]], every[present[0]] = (
            gone.model_copy(update={"period": had.period}), had.model_copy(update={"period": gone.period})
        )  # fmt: skip
        return audience.model_copy(update={"all": every}) if gone.period != had.period else None
    every[absent[0]] = gone.model_copy(update={"where": _exchanged(gone.where, had.where)})
    every[present[0]] = had.model_copy(update={"where": _exchanged(had.where, gone.where)})
    return audience.model_copy(update={"all": every})


def _exchanged(mine: list[Filter], others: list[Filter]) -> list[Filter]:
    fields = {f.field for f in mine} & {f.field for f in others}
    fields |= _GOODS & {f.field for f in (*mine, *others)}  # fragrance and no bag: a category and a kind
    return [*(f for f in mine if f.field not in fields), *(f for f in others if f.field in fields)]


def _absent(condition: Condition) -> bool:
    return isinstance(condition, Bought | Engaged) and condition.op == "eq" and condition.value == 0
