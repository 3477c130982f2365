"""What a message takes out of a metric: not by channel any more, without the comparison."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from assistant.planner.grammar.editing.replacing import without_field
from assistant.planner.grammar.orders.discounts import DISCOUNTED, FULL_PRICE
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Group, Range, Slots
from assistant.planner.intents.follow_ups.taking_out import meant_by, without_said
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute, Audience, Filter, Metric


def removals(slots: Slots, before: Metric) -> dict[str, Any]:
    """without returns, all cities, drop the country filter, not by month, no longer only gold members."""
    changes: dict[str, Any] = _rows_bounded(slots, before) | _returns_back(slots, before)
    for index in range(len(slots)):
        if not slots.has(index, "remove", "except", "not", "excluded") or slots.used(index):
            continue
        at = slots.next(index)
        if at >= len(slots):
            at = _told_before(slots, index)
        if at < 0:
            continue
        found = _removal(slots, index, at, before)
        if found is None:
            continue
        changes |= found
        slots.use(at, "taken out")
        slots.use(index, "taken out")
    if before.audience is not None:
        rest = without_said(slots, before.audience)
        if rest != before.audience:
            changes["audience"] = rest if rest.compact() else None
    return changes


def _told_before(slots: Slots, cue: int) -> int:
    """天猫的订单不算: what stands before the word that leaves it out; -1 where nothing does."""
    if not slots.has(cue, "excluded"):
        return -1
    at = slots.before(cue)
    orders = at > 0 and slots.value(at, "field") == "orders"
    behind = slots.before(at) if orders else at
    if orders and behind >= 0:
        slots.use(at, "taken out")
    return behind


def _rows_bounded(slots: Slots, before: Metric) -> dict[str, Any]:
    """低于50万的不要, of figures by channel: the rows that are not under it."""
    ranges = [i for i in slots.all("range") if isinstance(slots.value(i, "range"), Range)]
    cues = [i for i in slots.all("remove", "except") if i not in ranges and not slots.has(i, "unsplit")]
    light = not slots.has(0, "unsplit") and all(
        i in (*ranges, *cues) or slots.has(i, "filler", "break") for i in range(len(slots))
    )
    if len(ranges) != 1 or not cues or not light or not before.dimensions or len(before.measures) != 1:
        return {}
    found = slots.value(ranges[0], "range")
    op = _OTHERWISE.get(found.op)
    if op is None or found.unit not in ("number", "money", "percent"):
        return {}
    for index in (*ranges, *cues):
        slots.use(index, "rows taken out")
    return {"having": [{"measure": before.measures[0], "op": op, "value": float(found.low.value)}]}


def _returns_back(slots: Slots, before: Metric) -> dict[str, Any]:
    """returns back in, with returns again, 把退货算回来, after revenue without them."""
    told = [i for i in range(len(slots)) if slots.value(i, "measure") in _RETURNS or _given_back(slots, i)]
    ends = [-1, *(i for i in range(len(slots)) if slots.has(i, "break")), len(slots)]
    own = next((range(a + 1, b) for a, b in pairwise(ends) if told and a < told[0] < b), range(0))
    rest = [i for i in own if i not in told and not slots.has(i, "interjection")]
    turned = ["net_revenue" if name == "gross_revenue" else name for name in before.measures]
    said = {"include" if slots.has(i, "includes_cue") else slots[i].text.casefold() for i in rest}
    if len(told) != 1 or turned == before.measures or not said & _BACK or not said <= _BACK | _BESIDE:
        return {}
    for index in (*told, *rest):
        slots.use(index, "taken off again")
        slots.retag(index, Sense("filler"))
    return {"measures": turned}


def _given_back(slots: Slots, index: int) -> bool:
    return slots.value(index, "verb") == "return_goods"


_RETURNS = ("returns_value", "returned_units")
_BACK = {
    "back", "back in", "again", "with", "include", "including", "incl", "count", "deduct", "after", "net of",
    "回来", "算回来", "加上", "算上", "算回", "加回来", "加回", "加回去", "计入", "含", "包含", "扣掉", "扣除",
}  # fmt: skip
_BESIDE = {
    "in", "the", "put", "ok", "okay", "and", "now", "please", "to", "them", "those", "too", "then", "let's", "so",
    "add",
    "bring", "take", "把", "将", "算", "也", "再", "都", "重新", "要", "的", "吧", "还是", "进去", "进来", "那", "上",
}  # fmt: skip


_OTHERWISE = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}


def _removal(slots: Slots, cue: int, at: int, before: Metric) -> dict[str, Any] | None:
    if (
        slots.has(cue, "not")
        and not slots.has(cue, "remove", "except", "excluded")
        and split_at(slots, at) not in before.dimensions
    ):
        return None
    measure, verb = slots.value(at, "measure"), slots.value(at, "verb")
    if measure in ("returns_value", "returned_units", "return_rate") or verb == "return_goods":
        turn = {"net_revenue": "gross_revenue", "gross_revenue": "net_revenue"}
        turned = [turn.get(m, m) for m in before.measures]
        return {"measures": turned} if turned != before.measures else None
    if measure == "discounted_orders" and slots.has(cue, "remove", "except", "excluded"):
        kept = [f for f in before.where if f.field != DISCOUNTED.field]
        return {"where": kept if DISCOUNTED in before.where else [*kept, FULL_PRICE]}
    if slots.has(at, "any_time") and before.period is not None:
        return {"period": None, "compare": None, "compare_period": None}
    split = dimension_at(slots, at)
    if slots.has(at, "by"):
        split = dimension_at(slots, slots.next(at))
        if split in before.dimensions:
            slots.use(slots.next(at), "no longer split by it")
    group = slots.value(at, "group") or _of_orders(slots, at)
    if group is None and split in before.dimensions:
        return {"dimensions": [d for d in before.dimensions if d != split]}
    if group is None and slots.has(at, "field"):
        fields = meant_by(str(slots.value(at, "field")))
        kept = [f for f in before.where if f.field not in fields]
        named = [without_field(before.audience, name) for name in fields] if before.audience is not None else []
        audience = next((rest for rest in named if rest is not None), None)
        if len(kept) == len(before.where) and audience is None:
            return None
        return {"where": kept} | ({"audience": audience} if audience is not None else {})
    if group is not None and slots.has(cue, "remove") and group.field in before.dimensions:
        if slots.has(slots.next(at), "people"):
            slots.retag(slots.next(at), Sense("filler"))  # without the silver people
        return _left_out(slots, group, before)
    if (
        group is not None
        and slots.has(cue, "remove", "excluded")
        and slots.level(group.field) == "order"
        and group.op == "is"
    ):
        noun = slots.next(at)
        if {slots.value(noun, "measure"), slots.value(noun, "field")} & {"orders", *before.measures}:
            slots.use(noun, "taken out")
        return _left_out(slots, group, before) if not _only_that(group, before) else {"where": _others(group, before)}
    if group is not None and slots.has(cue, "remove"):
        kept = [f for f in before.where if not (f.field == group.field and set(f.values) == set(group.values))]
        return {"where": kept} if len(kept) < len(before.where) else None
    if slots.has(at, "compare", "versus"):
        return {"compare": None, "compare_period": None}
    return None


def _of_orders(slots: Slots, at: int) -> Group | None:
    """不含取消的订单: which orders, where their status was made a filter."""
    told = slots.value(at, "filter")
    plain = told is not None and told.op == "is" and slots.level(told.field) == "order"
    return Group(told.field, tuple(told.values)) if plain else None


def _only_that(group: Group, before: Metric) -> bool:
    """Whether the figures are of nothing else: app orders, less the app, are narrowed by the app no more."""
    return any(f.field == group.field and f.op == "is" and set(f.values) <= set(group.values) for f in before.where)


def _others(group: Group, before: Metric) -> list[Filter]:
    return [f for f in before.where if f.field != group.field]


def _left_out(slots: Slots, group: Group, before: Metric) -> dict[str, Any] | None:
    """drop referral, of figures by channel: its row."""
    if any(f.field == group.field for f in before.where):
        kept = [
            f.model_copy(update={"values": [v for v in f.values if v not in group.values]})
            if f.field == group.field
            else f
            for f in before.where
        ]
        return {"where": [f for f in kept if f.values]}
    if slots.level(group.field) != "customer":
        return {"where": [*before.where, Filter(field=group.field, op="is_not", values=list(group.values))]}
    people = before.audience or Audience()
    if any(isinstance(c, Attribute) and c.field == group.field for c in people.all):
        return None
    gone = Attribute(field=group.field, op="is_not", values=list(group.values))
    return {"audience": people.model_copy(update={"all": [*people.all, gone]})}


def split_at(slots: Slots, at: int) -> str | None:
    """The field named at `at` or, behind a "by", after it: by month, 分季度; not "by revenue"."""
    if slots.has(at, "by") and not dimension_at(slots, at):
        at = slots.next(at)
    measured = slots.has(at, "measure") and dimension_at(slots, at) in ("orders", "units", "age_group")
    return None if measured else dimension_at(slots, at)
