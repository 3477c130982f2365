"""make it 5, 改成两千, 25 to 35 instead, more than once: a bare number changes the number that was last said."""

from __future__ import annotations

from math import inf, log
from typing import Any

from assistant.planner.grammar.deeds.comparing import whole
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.editing.replacing import mapped
from assistant.planner.grammar.slots import Range, Slots
from tools.definitions import Attribute, Audience, Bought, Condition, Engaged, Filter, Having, Metric

_FIELDS = {
    "times": ("orders",),
    "money": ("spend", "average_order_value", "expected_spend"),
    "pieces": ("units", "returned_units"),
    "age": ("age",),
}
"""Which facts a unit fits; a number without unit fits any."""
_SHARES = ("_share", "probability")
"""Facts that are shares: numbers above one are said in percent."""
_FEW = 12
"""A larger bare number is no number of purchases that nobody has counted before."""
_MEASURES = {"times": ("orders",), "money": ("revenue",), "pieces": ("units",)}


def number_said(slots: Slots) -> tuple[int, Range] | None:
    """The only amount or comparison that no rule has used, and where it stands."""
    found = []
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "group", "period", "condition", "filter", "relative"):
            continue
        if index and slots[index - 1].text.casefold().split()[-1] == "all":
            continue  # for all three of those months: no new bound
        compared = slots.value(index, "range")
        amount = amount_of(slots[index])
        if isinstance(compared, Range) and compared.unit not in ("heads", "duration"):
            found.append((index, compared))
        elif amount is not None and amount.unit in ("number", "times", "money", "pieces", "age", "percent"):
            found.append((index, Range("", amount)))
    return found[0] if len(found) == 1 else None


def renumbered(audience: Audience, new: Range, earlier: Audience | None) -> Audience | None:
    """`audience` with the number of its newest numeric condition changed; None where nothing fits, or two do."""
    fitting = [c for c in _numeric(audience) if _fits(c, new)]
    fitting = [c for c in fitting if not _none_at_all(c)] or fitting
    if len(fitting) > 1 and earlier is not None:
        fitting = [c for c in fitting if c not in _numeric(earlier)] or fitting
    if len(fitting) > 1 and (nearest := _nearest(fitting, new)) is not None:
        fitting = [nearest]
    if not fitting:
        fitting = _uncounted(audience, new)
    if len(fitting) != 1:
        return None
    old = fitting[0]
    return mapped(audience, lambda c: _changed(c, new) if c is old or c == old else c)


def bounded(audience: Audience, new: Range) -> Audience | None:
    """over 500, and then under 1,000: the other bound of the same figure; None where it is none."""
    sides = {"gt": "up", "ge": "up", "lt": "down", "le": "down"}
    fitting = [c for c in _numeric(audience) if isinstance(c, Attribute) and _fits(c, new) and c.op in sides]
    if len(fitting) != 1 or new.op not in sides or sides[new.op] == sides[fitting[0].op]:
        return None
    old, value = fitting[0], whole(new.low.value)
    assert isinstance(old, Attribute)
    low, high = (float(old.values[0]), value) if sides[new.op] == "down" else (value, float(old.values[0]))
    if low >= high:
        return None
    other = old.model_copy(update={"op": new.op, "values": [value]})
    return audience.model_copy(update={"all": [*audience.all, other]})


def _numeric(audience: Audience) -> list[Condition]:
    found: list[Condition] = []

    def note(condition: Condition) -> Condition:
        plain = isinstance(condition, Bought | Engaged) and (condition.op, condition.value) in (("ge", 1), ("eq", 0))
        if (isinstance(condition, Bought | Engaged) and not plain) or (
            isinstance(condition, Attribute) and _is_number(condition)
        ):
            found.append(condition)
        return condition

    mapped(audience, note)
    return found


def numbers_of(audience: Audience) -> list[float]:
    """The numbers that the conditions of an audience compare with."""
    found: list[float] = []
    for condition in _numeric(audience):
        values = condition.values if isinstance(condition, Attribute) else [getattr(condition, "value", 0)]
        found += [float(value) for value in values if isinstance(value, int | float)]
    return found


def _nearest(fitting: list[Condition], new: Range) -> Condition | None:
    """above 90, of a risk above 80 % and 500 spent: the bound it is like; None where it could be either."""
    if new.low.value <= 0 or new.high is not None:
        return None

    def far(condition: Condition) -> float:
        known = condition.values[0] if isinstance(condition, Attribute) else getattr(condition, "value", 0)
        share = isinstance(condition, Attribute) and condition.field.endswith(_SHARES)
        value = float(known) * (100 if share and float(known) <= 1 else 1)
        return abs(log(new.low.value / value)) if value > 0 else inf

    first, second = sorted(fitting, key=far)[:2]
    return first if far(first) <= log(2) and far(second) >= log(4) else None


def _uncounted(audience: Audience, new: Range) -> list[Condition]:
    """more than once, after people who bought at all: the one purchase is counted now."""
    if new.unit not in ("times", "number", "pieces") or (new.unit == "number" and new.low.value > _FEW):
        return []
    found: list[Condition] = []

    def note(condition: Condition) -> Condition:
        if isinstance(condition, Bought | Engaged) and (condition.op, condition.value) == ("ge", 1):
            found.append(condition)
        return condition

    mapped(audience, note)
    return found


def _none_at_all(condition: Condition) -> bool:
    """never returned anything: nobody said a number."""
    return isinstance(condition, Attribute) and condition.op == "is" and condition.values == [0]


def _is_number(condition: Filter) -> bool:
    return bool(condition.values) and all(
        isinstance(v, int | float) and not isinstance(v, bool) for v in condition.values
    )


def _fits(condition: Condition, new: Range) -> bool:
    if new.unit == "number":
        return True
    if isinstance(condition, Attribute):
        share = condition.field.endswith(_SHARES)
        return condition.field in _FIELDS.get(new.unit, ()) or (new.unit == "percent" and share)
    if isinstance(condition, Bought):
        return condition.measure in _MEASURES.get(new.unit, ())
    return isinstance(condition, Engaged) and new.unit == "times"


def _changed(condition: Condition, new: Range) -> Condition:
    low, high = whole(new.low.value), whole(new.high.value) if new.high else None
    if isinstance(condition, Attribute):
        op = new.op or (condition.op if condition.op != "between" else "ge")
        op = {"eq": "is", "ne": "is_not"}.get(op, op)
        if new.unit == "number" and condition.field.endswith(_SHARES) and low > 1:
            low, high = low / 100, high / 100 if high is not None else None  # above 80 %, and then 90
        return condition.model_copy(update={"op": op, "values": [low] if high is None else [low, high]})
    if isinstance(condition, Bought | Engaged):
        op = new.op or (condition.op if condition.op != "between" else "ge")
        return condition.model_copy(update={"op": op, "value": float(low), "upper": float(high) if high else None})
    return condition


def renumbered_metric(metric: Metric, new: Range) -> dict[str, Any]:
    """Changes to a metric: how many rows are shown, a bound on rows or on orders; {} where nothing fits."""
    low = whole(new.low.value)
    bounds = [f for f in metric.where if f.op in ("gt", "ge", "lt", "le", "is") and _is_number(f)]
    if metric.limit is not None and not new.op and new.unit in ("number", "pieces") and low == int(low) and low > 0:
        return {"limit": int(low)}
    if len(metric.having) == 1 and new.high is None:
        old = metric.having[0]
        scale = 0.01 if old.value < 1 < low and new.unit == "number" else 1.0
        changed = Having(measure=old.measure, op=new.op or old.op, value=float(low) * scale)
        return {"having": [changed]}
    if len(bounds) == 1 and new.unit in ("money", "number") and new.high is None:
        op = {"eq": "is", "": bounds[0].op}.get(new.op, new.op)
        return {
            "where": [
                f if f is not bounds[0] else f.model_copy(update={"op": op, "values": [low]}) for f in metric.where
            ]
        }
    if metric.part is not None and metric.part.audience is None:  # and above 500, after the share of those above 200
        part = renumbered_metric(Metric(measures=metric.measures, where=metric.part.where), new)
        return {"part": metric.part.model_copy(update=part)} if set(part) == {"where"} else {}
    return {}
