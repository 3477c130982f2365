"""What a follow-up takes out or says is old: drop the city, 不限白金, without the e-mail condition, 深圳换成武汉."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.planner.grammar.editing.replacing import mapped, without_field
from assistant.planner.grammar.slots import Slots, is_light
from tools.definitions import Attribute, Audience, Bought, Condition, Contactable, Engaged, Filter

CHANNELS = ("order_channel", "acquisition_channel", "first_order_channel", "campaign_channel")


def without_said(slots: Slots, before: Audience) -> Audience:
    """`before` without the conditions that the message takes out; their words are used up."""
    for index in range(len(slots)):
        chinese = slots.chinese(index)
        if not slots.has(index, "remove", *(("drop_it",) if chinese else ())) or slots.used(index):
            continue
        at = slots.next(index)
        changed = _without(slots, at, before) if at < len(slots) else None
        if changed is None and chinese:
            at = slots.before(index, lambda s: is_light(s) or (s.has("condition_word") and not s.has("field", "group")))
            changed = _without(slots, at, before) if at >= 0 else None
        if changed is not None:
            slots.use(index, "taken out")
            slots.use(at, "condition taken out")
            for beside in range(at + 1, max(index, slots.next(at) + 1)):
                if slots.has(beside, "condition_word"):
                    slots.use(beside, "condition taken out")
            before = changed
    return before


def _without(slots: Slots, at: int, before: Audience) -> Audience | None:
    """The audience without what stands at `at`: a value it asks for, a field, consent, a period."""
    if slots.used(at):
        return None
    if slots.has(at, "contact", "contact_noun", "permit"):
        consent = _dropped(before, lambda c: isinstance(c, Contactable))
        if consent is not None:
            return consent
    group = slots.value(at, "group")
    if slots.has(at, "any_time") or (slots.has(at, "period") and group is None):
        return _at_any_time(before)
    if group is not None:
        return without_values(before, group.field, group.values)
    field = slots.value(at, "field")
    if field in ("orders", "spend", "units"):
        measure = {"orders": "orders", "spend": "revenue", "units": "units"}[field]
        return without_field(before, field) or _dropped(
            before, lambda c: isinstance(c, Bought) and c.measure == measure and (c.op, c.value) != ("ge", 1)
        )
    named = [without_field(before, name) for name in meant_by(field)] if field else []
    found = [rest for rest in named if rest is not None]
    return found[0] if len(found) == 1 else None


def meant_by(field: str) -> tuple[str, ...]:
    """The fields a word for one may mean: a channel is that of orders, of the first order, or how somebody came."""
    return CHANNELS if field in CHANNELS else (field,)


def _at_any_time(before: Audience) -> Audience | None:
    """not just this year: whenever it was."""

    def untimed(condition: Condition) -> Condition:
        timed = isinstance(condition, Bought | Engaged) and condition.period is not None
        return condition.model_copy(update={"period": None}) if timed else condition

    changed = mapped(before, untimed)
    return changed if changed != before else None


def without_values(before: Audience, field: str, values: tuple[Any, ...]) -> Audience | None:
    """`before` without its conditions that ask for these values; None where it does not ask for them."""

    def asks(item: Filter) -> bool:
        return item.field == field and item.op in ("is", "contains") and set(item.values) & set(values) != set()

    def left(item: Filter) -> Filter | None:
        kept = [value for value in item.values if value not in values]
        return item.model_copy(update={"values": kept}) if kept else None

    changed = before
    for condition in before.all:
        if isinstance(condition, Attribute) and asks(condition):
            rest = left(condition)
            every = [c if c != condition else rest for c in changed.all if c != condition or rest is not None]
            changed = changed.model_copy(update={"all": every})

    def trimmed(condition: Condition) -> Condition:
        if not isinstance(condition, Bought | Engaged):
            return condition
        where = [f if not asks(f) else left(f) for f in condition.where]
        return condition.model_copy(update={"where": [f for f in where if f is not None]})

    changed = mapped(changed, trimmed)
    return changed if changed != before else None


def _dropped(audience: Audience, drop: Callable[[Condition], bool]) -> Audience | None:
    kept = [c for c in audience.all if not drop(c)]
    return audience.model_copy(update={"all": kept}) if len(kept) < len(audience.all) else None


def said_again(slots: Slots, before: Audience) -> None:
    """深圳换成武汉, Berlin changed to Hamburg, 5 is too strict: what was said before only names what is old."""
    for index in slots.all("complaint"):
        at = slots.before(index)
        if at >= 0 and not slots.used(at) and slots.has(at, "number", "times", "money", "range", "group", "period"):
            slots.use(at, "what it was")
        slots.use(index, "what was wrong")
    cue = slots.find("instead", free=False)
    groups = slots.all("group")
    if cue is None or len(groups) != 2:
        return
    old, new = (slots.value(i, "group") for i in groups)
    known = {(f.field, str(v)) for f in _filters(before) for v in f.values}
    if old.field == new.field and all((old.field, str(v)) in known for v in old.values):
        slots.use(groups[0], "what it was")


def _filters(audience: Audience) -> list[Filter]:
    from assistant.planner.spoken_of import audience_filters

    return audience_filters(audience)
