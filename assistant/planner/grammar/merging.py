"""The second law: a follow-up edits the last definition – conditions are added or replaced, never silently lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.planner.grammar.objects import filters_of
from assistant.planner.grammar.slots import Group as Values
from tools.definitions import (
    Attribute,
    Audience,
    Bought,
    Condition,
    Contactable,
    Engaged,
    Filter,
    Group,
    Metric,
    Period,
    Ranked,
)

PLACES = {"city", "country"}


def merge_audience(before: Audience, added: Audience, *, replacing: bool) -> Audience:
    """`before` with the conditions of `added`: the same fact is replaced, another one added.

    With `replacing` a place replaces a place (Germany instead of Shanghai) and a purchase those of the same kind of
    goods, whose period it takes where it has none of its own.
    """
    every, none = list(before.all), list(before.none)
    fresh = list(added.all)
    if replacing:
        every, fresh = _purchases_replaced(every, fresh)
    for condition in fresh:
        every, none = _put(every, none, condition, replacing)
    none += [condition for condition in added.none if condition not in none]
    any_of = list(before.any)
    if added.any:
        every = [*every, Group(any=added.any)] if any_of else every
        any_of = any_of or list(added.any)
    return before.model_copy(update={"all": every, "any": any_of, "none": none, "limit": added.limit or before.limit})


def _purchases_replaced(every: list[Condition], fresh: list[Condition]) -> tuple[list[Condition], list[Condition]]:
    """Without the purchases (or events) that the new ones stand for; these keep the period of the old."""
    new = [c for c in fresh if isinstance(c, Bought | Engaged)]
    if not new:
        return every, fresh
    fields = {f.field for c in new for f in c.where}
    old = [c for c in every if isinstance(c, Bought | Engaged) and any(type(c) is type(n) for n in new)]
    gone = [c for c in old if fields & {f.field for f in c.where}] or [
        c for c in old if any(type(c) is type(n) and _negative(c) == _negative(n) for n in new)
    ][-1:]
    if not gone:
        return every, fresh
    period = next((c.period for c in gone if c.period), None)
    kept = [
        c.model_copy(update={"period": c.period or period}) if isinstance(c, Bought | Engaged) else c for c in fresh
    ]
    return [c for c in every if c not in gone], kept


def within(audience: Audience) -> Audience | None:
    """The same people as a condition that others can be added to: a limit counts after all conditions, so another one
    would let other people move up. None where that cannot be said without saving them first."""
    limit = audience.limit
    if limit is None:
        return audience
    known = Attribute(field=limit.by, op="known")
    if [c for c in audience.all if c != known] or audience.any or audience.none:
        return None
    return Audience(all=[Ranked(by=limit.by, descending=limit.descending, share=limit.share, count=limit.count)])


def _put(
    every: list[Condition], none: list[Condition], new: Condition, replacing: bool
) -> tuple[list[Condition], list[Condition]]:
    if isinstance(new, Attribute):
        return _put_attribute(every, none, new, replacing)
    if isinstance(new, Contactable):
        none = [condition for condition in none if condition != new]
    if new in every or (isinstance(new, Bought) and any(_implies(old, new) for old in every)):
        return every, none
    return [*every, new], none


def _implies(old: Condition, new: Bought) -> bool:
    """Who ordered five times in a period ordered in it."""
    if not isinstance(old, Bought) or (new.op, new.value) != ("ge", 1) or new.measure != "orders" or new.first_purchase:
        return False
    same = (old.where, old.period, old.together, old.after) == (new.where, new.period, new.together, new.after)
    return same and old.measure == "orders" and old.op in ("ge", "gt", "eq", "between") and old.value >= 1


def tidied(audience: Audience) -> Audience:
    """`audience` without conditions that another one implies."""
    every = list(audience.all)
    kept = [c for i, c in enumerate(every) if c not in every[:i] and not _implied(c, every)]
    return audience.model_copy(update={"all": kept})


def _implied(condition: Condition, every: list[Condition]) -> bool:
    return isinstance(condition, Bought) and any(
        other is not condition and other != condition and _implies(other, condition) for other in every
    )


def _negative(condition: Condition) -> bool:
    return getattr(condition, "op", "") == "eq" and getattr(condition, "value", None) == 0


def _put_attribute(
    every: list[Condition], none: list[Condition], new: Attribute, replacing: bool
) -> tuple[list[Condition], list[Condition]]:
    if new.field in _LIFETIME:
        measure = _LIFETIME[new.field]
        for index, old in enumerate(every):
            if (
                isinstance(old, Bought)
                and old.measure == measure
                and not _negative(old)
                and (measure != "orders" or old.op != "ge" or old.value != 1)
            ):
                return [*every[:index], _recounted(old, new), *every[index + 1 :]], none
    slot = PLACES if replacing and new.field in PLACES else {new.field}
    same = next((old for old in every if isinstance(old, Attribute) and old.field == new.field), None)
    if same is not None and not replacing and _both_hold(same, new):
        return [*every, new], none
    if same is not None:
        new = _reconciled(same, new, replacing)
    kept = [old for old in every if not (isinstance(old, Attribute) and old.field in slot)]
    none = [
        old
        for old in none
        if not (isinstance(old, Attribute) and old.field == new.field and set(old.values) & set(new.values))
    ]
    position = next((i for i, old in enumerate(every) if isinstance(old, Attribute) and old.field in slot), len(kept))
    return [*kept[:position], new, *kept[position:]], none


def _both_hold(old: Attribute, new: Attribute) -> bool:
    """over 500, and then under 1,000: two bounds of one figure that leave room between them."""
    low, high = (old, new) if old.op in ("gt", "ge") else (new, old)
    if low.op not in ("gt", "ge") or high.op not in ("lt", "le") or not low.values or not high.values:
        return False
    return bool(float(low.values[0]) < float(high.values[0]))


def _reconciled(old: Attribute, new: Attribute, replacing: bool) -> Attribute:
    """A bare number keeps the comparison; "not Munich" takes Munich out of a list of cities."""
    if new.op == "is" and old.op in ("gt", "ge", "lt", "le") and _one_number(new):
        return new.model_copy(update={"op": old.op})
    if new.op == "is_not" and not replacing:
        if old.op == "is_not":
            return new.model_copy(update={"values": list(dict.fromkeys([*old.values, *new.values]))})
        left = [value for value in old.values if value not in new.values]
        if old.op == "is" and left and len(left) < len(old.values):
            return old.model_copy(update={"values": left})
    return new


def _one_number(condition: Attribute) -> bool:
    return len(condition.values) == 1 and isinstance(condition.values[0], int | float)


def _recounted(old: Bought, new: Attribute) -> Bought:
    op = {"is": "eq", "is_not": "ne"}.get(new.op, new.op)
    if op == "eq" and old.op != "eq":
        op = old.op if old.op != "between" else "eq"
    upper = float(new.values[1]) if op == "between" and len(new.values) > 1 else None
    return old.model_copy(update={"op": op, "value": float(new.values[0]), "upper": upper})


def with_period(audience: Audience, period: Period) -> Audience | None:
    """`audience` with the period of its windowed conditions replaced; None when nothing in it has a window."""

    def change(condition: Condition) -> Condition:
        if isinstance(condition, Bought | Engaged) and condition.period:
            return condition.model_copy(update={"period": period})
        if isinstance(condition, Ranked) and condition.period:
            return condition.model_copy(update={"period": period})
        if isinstance(condition, Attribute) and condition.op == "during":
            return condition.model_copy(update={"period": period})
        return condition

    changed = mapped(audience, change)
    if changed != audience:
        return changed

    def add(condition: Condition) -> Condition:
        return condition.model_copy(update={"period": period}) if isinstance(condition, Bought | Engaged) else condition

    changed = mapped(audience, add)
    if changed != audience:
        return changed
    changed = mapped(audience, lambda condition: _windowed(condition, period))
    return changed if changed != audience else None


_LIFETIME = {"orders": "orders", "spend": "revenue", "units": "units"}


def _windowed(condition: Condition, period: Period) -> Condition:
    """at least 3 orders, then "in the last quarter": a figure of all time becomes one of the period."""
    if not isinstance(condition, Attribute) or condition.field not in _LIFETIME or condition.relative_to:
        return condition
    op = {"is": "eq", "is_not": "ne"}.get(condition.op, condition.op)
    if op not in ("eq", "ne", "lt", "le", "gt", "ge", "between") or not condition.values:
        return condition
    upper = float(condition.values[1]) if op == "between" else None
    return Bought(
        measure=_LIFETIME[condition.field],
        op=op,
        value=float(condition.values[0]),
        upper=upper,
        period=period,
    )


_GOODS = {"category", "subcategory", "brand", "product"}
_MAILED = {"sent", "open", "click", "unsubscribe"}


def with_objects(audience: Audience, values: Values, *, narrowing: bool = False) -> Audience | None:
    """`audience` with what was bought (or opened) replaced; None when it has no such condition, or several.

    With `narrowing` only a value of the same field is replaced: only Moorlight, of those who bought skincare.
    """
    new = filters_of(values)
    sameness = _GOODS if values.field in _GOODS and not narrowing else {values.field}
    named = [c for c in _found(audience) if any(f.field in sameness for f in c.where)]
    if len(named) > 1:
        named = [c for c in named if not _negative(c)]
    if len(named) == 1:
        where = [*(f for f in named[0].where if f.field not in sameness), new]
        return mapped(audience, lambda c: c.model_copy(update={"where": where}) if c == named[0] else c)
    if named:
        return None

    def add(condition: Condition) -> Condition:
        mailed = values.field.startswith("campaign")
        if mailed and not (isinstance(condition, Engaged) and condition.event in _MAILED):
            return condition
        if not isinstance(condition, Bought | Engaged) or (not mailed and not isinstance(condition, Bought)):
            return condition
        return condition.model_copy(update={"where": [*condition.where, new]})

    changed = mapped(audience, add)
    return changed if changed != audience else None


def _found(audience: Audience) -> list[Bought | Engaged]:
    """Every purchase and event of an audience, groups opened."""
    found: list[Bought | Engaged] = []

    def note(condition: Condition) -> Condition:
        if isinstance(condition, Bought | Engaged):
            found.append(condition)
        return condition

    mapped(audience, note)
    return found


def mapped(audience: Audience, change: Callable[[Condition], Condition]) -> Audience:
    """`audience` with every condition changed, those within groups too."""

    def deep(condition: Condition) -> Condition:
        if isinstance(condition, Group):
            return condition.model_copy(
                update={k: [deep(c) for c in getattr(condition, k)] for k in ("all", "any", "none")}
            )
        return change(condition)

    return audience.model_copy(update={k: [deep(c) for c in getattr(audience, k)] for k in ("all", "any", "none")})


def without_field(audience: Audience, field: str) -> Audience | None:
    """`audience` without its conditions on one field; None when it has none."""

    def kept(conditions: list[Condition]) -> list[Condition]:
        return [
            c
            for c in conditions
            if not (isinstance(c, Attribute | Ranked) and getattr(c, "field", getattr(c, "by", "")) == field)
        ]

    def trimmed(condition: Condition) -> Condition:
        if isinstance(condition, Bought | Engaged):
            return condition.model_copy(update={"where": [f for f in condition.where if f.field != field]})
        return condition

    changed = mapped(audience, trimmed)
    changed = changed.model_copy(
        update={"all": kept(changed.all), "any": kept(changed.any), "none": kept(changed.none)}
    )
    return changed if changed != audience else None


def merge_filters(before: list[Filter], added: list[Filter]) -> list[Filter]:
    """The same field is replaced, another one added."""
    fields = {f.field for f in added}
    return [*(f for f in before if f.field not in fields), *added]


def changed_metric(before: Metric, changes: dict[str, Any]) -> Metric:
    """`before` with `changes`, validated anew; sorting follows a changed measure."""
    data = before.model_dump() | {k: (v.model_dump() if hasattr(v, "model_dump") else v) for k, v in changes.items()}
    measures = data["measures"] = list(dict.fromkeys(data["measures"]))
    dimensions = data["dimensions"] = list(dict.fromkeys(data["dimensions"]))
    if data.get("sort") and data["sort"]["by"] not in (*measures, *dimensions, "change"):
        data["sort"]["by"] = measures[0]
    if not dimensions:
        data["sort"] = data["limit"] = None
        data["share"] = False if "share" not in changes else data["share"]
    if data.get("limit_within") not in dimensions or not data.get("limit"):
        data["limit_within"] = None
    data["having"] = [h for h in data["having"] if h["measure"] in measures]
    if not data.get("period"):
        data["compare"] = data["compare_period"] = None
    return Metric.model_validate(data)
