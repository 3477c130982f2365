"""Parts of an audience exchanged or taken out: its periods, what was bought, a field."""

from __future__ import annotations

from collections.abc import Callable
from math import log

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.editing.merging import LIFETIME, merge_filters, negative
from assistant.planner.grammar.slots import Group as Values
from assistant.planner.readers.calendar import UNIT_DAYS
from tools.definitions import (
    Attribute,
    Audience,
    Bought,
    Condition,
    Engaged,
    Filter,
    Group,
    Period,
    Ranked,
)

_GOODS = {"category", "subcategory", "brand", "product"}
_MAILED = {"sent", "open", "click", "unsubscribe"}


def each_purchase_in(audience: Audience, period: Period) -> Audience:
    """`audience` with every purchase in that period, whether it had one or not."""
    return mapped(audience, lambda c: _dated(c, period) if isinstance(c, Bought) else c)


def with_period(audience: Audience, period: Period) -> Audience | None:
    """`audience` with the period of its windowed conditions replaced; None when nothing in it has a window."""
    if (nearest := _nearest_window(audience, period)) is not None:
        return mapped(audience, lambda c: _dated(c, period) if getattr(c, "period", None) == nearest else c)
    lapsed = any(isinstance(c, Bought) and negative(c) and c.period for c in audience.all)

    def change(condition: Condition) -> Condition:
        if isinstance(condition, Bought | Engaged) and condition.period:
            earlier = lapsed and isinstance(condition, Bought) and not negative(condition)
            until = earlier and condition.period.start is None and condition.period.kind == "fixed"
            # who bought before a time and not in it bought at some time and not in it
            return condition.model_copy(update={"period": None if until else period})
        if isinstance(condition, Ranked) and condition.period:
            return condition.model_copy(update={"period": period})
        if isinstance(condition, Attribute) and condition.op == "during":
            return condition.model_copy(update={"period": _as_open(period, condition.period)})
        return condition

    changed = mapped(audience, change)
    if changed.limit is not None and changed.limit.period is not None:
        changed = changed.model_copy(update={"limit": changed.limit.model_copy(update={"period": period})})
    if changed != audience:
        return changed

    def add(condition: Condition) -> Condition:
        return condition.model_copy(update={"period": period}) if isinstance(condition, Bought | Engaged) else condition

    changed = mapped(audience, add)
    if changed != audience:
        return changed
    changed = mapped(audience, lambda condition: _windowed(condition, period))
    return changed if changed != audience else None


def _nearest_window(audience: Audience, period: Period) -> Period | None:
    """30天, after who bought in half a year and not in 60 days: the one of several windows that is nearest to it."""
    periods = {p.model_dump_json(): p for c in audience.all if (p := getattr(c, "period", None)) is not None}
    windows = [*periods.values()]
    if len(windows) < 2 or not all(p.kind == "rolling" and p.count and p.unit for p in (period, *windows)):
        return None
    length = {id(p): log((p.count or 1) * UNIT_DAYS[str(p.unit)]) for p in (period, *windows)}
    return min(windows, key=lambda p: abs(length[id(p)] - length[id(period)]))


def _dated(condition: Condition, period: Period) -> Condition:
    return condition.model_copy(update={"period": period})


def _as_open(period: Period, before: Period | None) -> Period:
    """since 2025, make that 2024: since 2024."""
    if before is None or before.end is not None or before.start is None or period.start is None or period.end is None:
        return period
    year = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    return Period(kind="fixed", start=period.start) if year and period.start.year == period.end.year else period


def _windowed(condition: Condition, period: Period) -> Condition:
    """at least 3 orders, then "in the last quarter": a figure of all time becomes one of the period."""
    if not isinstance(condition, Attribute) or condition.field not in LIFETIME or condition.relative_to:
        return condition
    op = {"is": "eq", "is_not": "ne"}.get(condition.op, condition.op)
    if op not in ("eq", "ne", "lt", "le", "gt", "ge", "between") or not condition.values:
        return condition
    upper = float(condition.values[1]) if op == "between" else None
    return Bought(
        measure=LIFETIME[condition.field],
        op=op,
        value=float(condition.values[0]),
        upper=upper,
        period=period,
    )


def with_objects(
    audience: Audience, values: Values, *, narrowing: bool = False, widening: bool = False
) -> Audience | None:
    """`audience` with what was bought (or opened) replaced; None when it has no such condition, or several.

    With `narrowing` only a value of the same field is replaced: only Moorlight, of those who bought skincare. With
    `widening` it comes beside that value: makeup too; None where nothing of that field was said.
    """
    new = filters_of(values)
    if widening:
        return _widened(audience, new) or _bought_too(audience, new)
    if (after_another := _after_it(audience, new)) != audience:
        return after_another
    sameness = _GOODS if values.field in _GOODS and not narrowing else {values.field}
    named = [c for c in _found(audience) if any(f.field in sameness for f in c.where)]
    if len(named) > 1:
        named = [c for c in named if not negative(c)]
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
    return changed if changed != audience else _ranked_by(audience, new)


def _ranked_by(audience: Audience, new: Filter) -> Audience | None:
    """on skincare, of the ten who spent most: who spent most on it."""
    limit = audience.limit
    if limit is None or limit.by not in LIFETIME or new.field not in _GOODS:
        return None
    where = [*(f for f in limit.where if f.field not in _GOODS), new]
    return audience.model_copy(update={"limit": limit.model_copy(update={"where": where})})


def _bought_too(audience: Audience, new: Filter) -> Audience | None:
    """and a bag too, of those who bought shoes in half a year: they bought both, each in those days."""
    goods = [
        c for c in audience.all if isinstance(c, Bought) and not negative(c) and any(f.field in _GOODS for f in c.where)
    ]
    kinds = {f.field for c in goods for f in c.where}
    if new.field not in _GOODS or len(goods) != 1 or new.field in kinds or goods[0].after or goods[0].together:
        return None
    where = [*(f for f in goods[0].where if f.field not in _GOODS), new]
    both = Bought(where=where, period=goods[0].period)
    return audience.model_copy(update={"all": [*audience.all, both]})


def _after_it(audience: Audience, new: Filter) -> Audience:
    """Black Friday 2025呢, after who ordered after another campaign: after this one."""

    def change(condition: Condition) -> Condition:
        after = condition.after if isinstance(condition, Bought) else None
        if after is None or not any(f.field == new.field for f in after.where):
            return condition
        where = [new if f.field == new.field else f for f in after.where]
        return condition.model_copy(update={"after": after.model_copy(update={"where": where})})

    return mapped(audience, change)


def _widened(audience: Audience, new: Filter) -> Audience | None:
    def change(condition: Condition) -> Condition:
        if not isinstance(condition, Bought | Engaged) or negative(condition):
            return condition
        return condition.model_copy(update={"where": merge_filters(condition.where, [new], widening=True)})

    named = [f for c in _found(audience) for f in c.where if f.field == new.field and f.op == new.op == "is"]
    return (
        mapped(audience, lambda c: change(c) if named[0] in getattr(c, "where", ()) else c) if len(named) == 1 else None
    )


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
