"""The second law: a follow-up edits the last definition – conditions are added or replaced, never silently lost."""

from __future__ import annotations

from typing import Any

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
_AGES = {"age", "age_group"}
"""One fact said in years or in bands."""
LIFETIME = {"orders": "orders", "spend": "revenue", "units": "units"}
"""Fields of a customer's whole life and what they are called within a period."""


def merge_audience(before: Audience, added: Audience, *, replacing: bool, widening: bool = False) -> Audience:
    """`before` with the conditions of `added`: the same fact is replaced, another one added.

    With `widening` values of the same fact are added to those of before: gold, then also silver. With `replacing` a
    place replaces a place (Germany instead of Shanghai) and a purchase those of the same kind of goods, whose period it
    takes where it has none of its own.
    """
    every, none = list(before.all), list(before.none)
    fresh = list(added.all)
    if replacing:
        every, fresh = _purchases_replaced(every, fresh)
    if replacing and any(isinstance(c, Contactable) for c in fresh):
        every = [old for old in every if not isinstance(old, Contactable)]
    for condition in fresh:
        wider = _wider(every, condition) if widening else None
        every, none = (wider, none) if wider else _put(every, none, condition, replacing)
    if replacing:
        none = [old for old in none if not any(_nowhere_else(old, new) for new in added.none)]
    none += [condition for condition in added.none if condition not in none]
    any_of = list(before.any)
    if added.any:
        every = [*every, Group(any=added.any)] if any_of else every
        any_of = any_of or list(added.any)
    return before.model_copy(update={"all": every, "any": any_of, "none": none, "limit": added.limit or before.limit})


def _nowhere_else(old: Condition, new: Condition) -> bool:
    """只在app买过的呢, after only in the store: what was never bought, of another value of one field."""
    if not isinstance(old, Bought) or not isinstance(new, Bought) or len(old.where) != 1 or len(new.where) != 1:
        return False
    first, second = old.where[0], new.where[0]
    same = (first.field, first.op) == (second.field, second.op) and first.op == "is_not"
    return same and new.model_copy(update={"where": old.where}) == old


def _wider(every: list[Condition], new: Condition) -> list[Condition] | None:
    """`every` with the values of `new` beside those of the same fact; None where it says nothing of it."""
    if not isinstance(new, Attribute) or new.op != "is":
        return None
    for index, old in enumerate(every):
        if isinstance(old, Attribute) and old.field == new.field and old.op == "is":
            values = list(dict.fromkeys([*old.values, *new.values]))
            return [*every[:index], old.model_copy(update={"values": values}), *every[index + 1 :]]
    return None


def _purchases_replaced(every: list[Condition], fresh: list[Condition]) -> tuple[list[Condition], list[Condition]]:
    """Without the purchases (or events) that the new ones stand for; these keep the period of the old."""
    new = [c for c in fresh if isinstance(c, Bought | Engaged)]
    if not new:
        return every, fresh
    fields = {f.field for c in new for f in c.where}
    old = [c for c in every if isinstance(c, Bought | Engaged) and any(type(c) is type(n) for n in new)]
    gone = [c for c in old if fields & {f.field for f in c.where}] or [
        c for c in old if any(type(c) is type(n) and negative(c) == negative(n) for n in new)
    ][-1:]
    if not gone:
        return every, fresh
    period = next((c.period for c in gone if c.period), None)
    kept = [_taking_over(c, gone, period) if isinstance(c, Bought | Engaged) else c for c in fresh]
    return [c for c in every if c not in gone], kept


def _taking_over(new: Bought | Engaged, gone: list[Bought | Engaged], period: Period | None) -> Condition:
    """买过护肤的呢, after app orders of a month: the month, and the app where no other channel is named."""
    where = list(new.where)
    if where and not any(f.field.startswith("order_") for f in where) and not negative(new):
        where += [f for c in gone for f in c.where if f.field.startswith("order_") and not negative(c)]
    return new.model_copy(update={"where": where, "period": new.period or period})


def elsewhere(before: Audience, added: Audience) -> bool:
    """汉堡买过厨具的, after who bought bedding in Berlin: other people, so another thing was bought as well."""
    old = {c.field: c.values for c in before.all if isinstance(c, Attribute) and c.op == "is"}
    return any(
        isinstance(c, Attribute) and c.op == "is" and c.field in old and not set(c.values) & set(old[c.field])
        for c in added.all
    )


def within(audience: Audience) -> Audience:
    """The same people as a condition that others can be added to.

    A limit counts after all conditions, so another condition would let other people move up.
    """
    first = audience.limit
    if first is None:
        return audience
    known = Attribute(field=first.by, op="known")
    told = [condition for condition in audience.all if condition != known]
    among = Group(all=told, any=audience.any, none=audience.none)
    everyone = not (told or among.any or among.none)
    return Audience(all=[Ranked(**first.model_dump(), among=None if everyone else among)])


def _put(
    every: list[Condition], none: list[Condition], new: Condition, replacing: bool
) -> tuple[list[Condition], list[Condition]]:
    if isinstance(new, Attribute):
        return _put_attribute(every, none, new, replacing)
    if isinstance(new, Contactable):
        none = [condition for condition in none if condition != new]
    if isinstance(new, Bought) and new.measure == "orders" and (new.op, new.value) != ("ge", 1):
        plain = new.model_copy(update={"op": "ge", "value": 1.0, "upper": None})
        if plain in every and not negative(new):
            return [new if old == plain else old for old in every], none  # the one purchase is counted now
    if new in every or (isinstance(new, Bought) and any(_implies(old, new) for old in every)):
        return every, none
    return [*every, new], none


def _implies(old: Condition, new: Bought) -> bool:
    """Who ordered five times in a period ordered in it; who bought shoes in it bought in it."""
    if not isinstance(old, Bought) or (new.op, new.value) != ("ge", 1) or new.measure != "orders" or new.first_purchase:
        return False
    same = (old.period, old.together, old.after) == (new.period, new.together, new.after)
    same = same and all(item in old.where for item in new.where)
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


def negative(condition: Condition) -> bool:
    """Whether it says that something was not bought, opened …"""
    return getattr(condition, "op", "") == "eq" and getattr(condition, "value", None) == 0


def _put_attribute(
    every: list[Condition], none: list[Condition], new: Attribute, replacing: bool
) -> tuple[list[Condition], list[Condition]]:
    if new.field in LIFETIME:
        measure = LIFETIME[new.field]
        for index, old in enumerate(every):
            if (
                isinstance(old, Bought)
                and old.measure == measure
                and not negative(old)
                and (measure != "orders" or old.op != "ge" or old.value != 1)
            ):
                return [*every[:index], _recounted(old, new), *every[index + 1 :]], none
    slot = PLACES if replacing and new.field in PLACES else _AGES if new.field in _AGES else {new.field}
    same = next((old for old in every if isinstance(old, Attribute) and old.field == new.field), None)
    if same is not None and new.op == "known" and same.op not in ("unknown", "is_unknown"):
        return every, none  # who signed up in 2026 signed up
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


def merge_filters(before: list[Filter], added: list[Filter], *, widening: bool = False) -> list[Filter]:
    """The same field is replaced, another one added; with `widening` its values come on top."""
    if widening:
        old = {f.field: f for f in before if f.op == "is"}
        added = [
            f.model_copy(update={"values": list(dict.fromkeys([*old[f.field].values, *f.values]))})
            if f.op == "is" and f.field in old
            else f
            for f in added
        ]
    fields = {f.field for f in added}
    kind = any(f.op == "is" and f.field in _KINDS for f in added)
    gone = {f.field for f in before if kind and f.op == "is" and f.field in _KINDS}  # and bags, after shoes
    gone |= _DAYS if fields & _DAYS else set()  # and at weekends, after Mondays
    return [*(f for f in before if f.field not in fields | gone), *added]


_DAYS = {"weekday", "day_type"}
_KINDS = {"category", "subcategory"}
"""What goods are, wide or narrow: nothing is of two kinds, and what is of the narrow one is of the wide."""


def changed_metric(before: Metric, changes: dict[str, Any]) -> Metric:
    """`before` with `changes`, validated anew; sorting follows a changed measure."""
    data = before.model_dump() | {k: (v.model_dump() if hasattr(v, "model_dump") else v) for k, v in changes.items()}
    _campaigns_reacted_to(data)
    measures = data["measures"] = list(dict.fromkeys(data["measures"]))
    dimensions = data["dimensions"] = list(dict.fromkeys(data["dimensions"]))
    ordered_by = (*measures, *dimensions, "change", "change_share", f"{measures[0]}_share")
    if data.get("sort") and data["sort"]["by"] not in ordered_by:
        data["sort"]["by"] = measures[0]
    if not dimensions:
        data["sort"] = data["limit"] = None
        data["share"] = False if "share" not in changes else data["share"]
    if data.get("limit_within") not in dimensions or not data.get("limit"):
        data["limit_within"] = None
    data["having"] = [h for h in data["having"] if _measure_of(h) in measures]
    if not data.get("period"):
        data["compare"] = data["compare_period"] = None
    if data.get("sort") and data["sort"]["by"] == "change" and not (data.get("compare") or data.get("compare_period")):
        data["sort"] = data["limit"] = None  # nothing it changed from
    return Metric.model_validate(data)


def _campaigns_reacted_to(data: dict[str, Any]) -> None:
    """and Autumn Letter?, after the conversion rate of a campaign: another one that people were sent."""
    named = [f for f in data["where"] if _field_of(f) == "campaign"]
    after = data.get("after")
    if not named or not after or all(f["field"] != "campaign" for f in after["where"]):
        return
    kept = [f for f in after["where"] if f["field"] != "campaign"]
    data["after"] = after | {"where": [*kept, *named]}
    data["where"] = [f for f in data["where"] if f not in named]


def _field_of(filtered: Any) -> str:
    """The field of a filter, be it a definition or the dump of one."""
    return str(filtered["field"] if isinstance(filtered, dict) else filtered.field)


def _measure_of(having: Any) -> str:
    """What a bound on rows is of, be it a definition or the dump of one."""
    return str(having["measure"] if isinstance(having, dict) else having.measure)
