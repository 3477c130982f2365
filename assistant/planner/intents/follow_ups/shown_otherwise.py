"""The same figure shown otherwise: per buyer, per order, in money, in units, as a share of gross revenue."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.editing.merging import merge_filters
from assistant.planner.grammar.figures.measure_tables import FIELD_MEASURES, PER_ORDER, RATES
from assistant.planner.grammar.figures.measures import (
    GROSS,
    IN_AMOUNTS,
    IN_MONEY,
    IN_UNITS,
    NET,
    PER_PERSON,
    SHARE_OF,
)
from assistant.planner.grammar.figures.rolling import UNITS
from assistant.planner.grammar.slots import Slots
from tools.data.compiler.measures import ADDITIVE
from tools.definitions import Metric, Part

_NET_ALREADY = {"units", "units_per_order"}
"""扣掉退货, of pieces: those that came back count against them anyway."""
_PER_PERSON = {**PER_PERSON, "average_order_value": "revenue_per_buyer"}
"""改成人均, after what an order is worth; said beside it (人均客单价) it is the same figure."""
_EACH = {"per", "each", "every", "for each", "by"}
_ORDER = {"order", "purchase", "transaction", "basket", "sale"}


def shown_otherwise(slots: Slots, before: Metric) -> dict[str, Any]:
    """per buyer, per order, in money, in units, the amounts, as a share of gross revenue: the same figure otherwise."""
    known = slots.vocabulary.dictionary.measures
    if turned := _per_order(slots, before, known) or _per_head(slots):
        return {"measures": turned, "share": False}
    for kind, table in (
        ("per_person", _PER_PERSON),
        ("in_money", IN_MONEY),
        ("in_units", IN_UNITS),
        ("in_amounts", IN_AMOUNTS),
        ("gross_cue", GROSS),
        ("net_cue", NET),
    ):
        for index in slots.all(kind):
            turned = [table.get(m, m) for m in before.measures]
            if (
                slots.find("measure") is None
                and turned != before.measures
                and all("(" in m or m in known for m in turned)
            ):
                slots.use(index, "the same figure otherwise")
                return {"measures": list(dict.fromkeys(turned)), "share": False}
            named = {slots.value(i, "measure") for i in slots.all("measure")}
            if kind in ("gross_cue", "net_cue") and named | set(before.measures) & {"net_revenue", "gross_revenue"}:
                slots.use(index, "of that kind")
                wanted = "gross_revenue" if kind == "gross_cue" else "net_revenue"
                if wanted in named or wanted in before.measures:
                    continue
            if kind == "net_cue" and set(before.measures) <= _NET_ALREADY:
                slots.use(index, "they are net of returns already")
                return {"measures": before.measures}
            if kind == "in_amounts" and before.share:
                slots.use(index, "the figures themselves")
                return {"share": False}
    if added := _not_added_up(slots, before) or _added_up(slots, before):
        return added
    if part := _part_of_all(slots, before):
        return part
    for index in slots.all("share"):
        whole = slots.next(index)
        name = SHARE_OF.get((before.measures[0], _whole_said(slots, whole)))
        if name in known:
            slots.use(index, "share")
            slots.use(whole, "the whole")
            return {"measures": [name]}
    return {}


def _not_added_up(slots: Slots, before: Metric) -> dict[str, Any]:
    """不要累计，就每个月的, no running total: of figures added up row by row, those of each row alone."""
    plain = list(dict.fromkeys(name.removeprefix("running(").removesuffix(")") for name in before.measures))
    for index in range(1, len(slots)):
        said = slots.has(index, "running") or slots[index].text.startswith(("累计", "累积"))
        denied = slots.before(index, lambda item: item.has("filler") and not item.has(*_DENIED)) if said else -1
        if said and denied >= 0 and slots.has(denied, *_DENIED) and plain != before.measures:
            slots.use(index, "taken out")
            slots.use(denied, "taken out")
            return {"measures": plain}
    return {}


_DENIED = ("remove", "except", "excluded", "not", "complaint")


def _added_up(slots: Slots, before: Metric) -> dict[str, Any]:
    """累计的呢, of figures by month: each added up from the first row on."""
    alone = all(slots.has(i, "filler", "break", "same", "instead", "running") for i in range(len(slots)))
    said = [i for i in range(len(slots)) if slots.has(i, "running") or slots[i].text.startswith(("累计", "累积"))]
    timed = any(name in UNITS for name in before.dimensions) and not (before.compare or before.limit or before.part)
    if not (alone and said and timed) or not set(before.measures) <= ADDITIVE:
        return {}
    for index in said:
        slots.use(index, "running")
    return {"measures": [one for name in before.measures for one in (name, f"running({name})")][:6], "share": False}


def _part_of_all(slots: Slots, before: Metric) -> dict[str, Any]:
    """share of all orders, after orders over 300: what was narrowed is a part of the same figure of all."""
    places = slots.all("share")
    whole = slots.next(places[0]) if len(places) == 1 else len(slots)
    same = slots.value(whole, "measure") == before.measures[0] and len(before.measures) == 1
    narrowed = bool(before.where) or before.audience is not None
    groups = [i for i in slots.all("group") if not slots.used(i)]
    whole_already = before.dimensions or before.part is not None or before.measures[0] in RATES
    if not same or not narrowed or whole_already or len(groups) > 1:
        return {}
    where = before.where
    for index in groups:  # and the store's share of it
        if slots.level(slots.value(index, "group").field) == "customer":
            return {}
        where = merge_filters(where, [filters_of(slots.value(index, "group"))])
        slots.use(index, "the part")
    slots.use(places[0], "share")
    slots.use(whole, "the whole")
    for index in slots.all("anaphor"):
        slots.use(index, "the part")
    part = Part(where=where, audience=before.audience)
    return {"part": part, "where": [], "audience": None, "share": False}


def of_everything(metric: Metric) -> Metric:
    """in % of the total, of one number: what it is narrowed to is the part, and the same figure of all the whole."""
    narrowed = bool(metric.where) or metric.audience is not None
    if not metric.share or metric.dimensions or metric.part is not None or not narrowed:
        return metric
    part = Part(where=metric.where, audience=metric.audience)
    return metric.model_copy(update={"part": part, "where": [], "audience": None, "share": False})


def _whole_said(slots: Slots, at: int) -> str:
    """The figure something is a share of; revenue is gross unless net is said, as discounts come off it."""
    said = slots.value(at, "measure") or ""
    return "gross_revenue" if said == "net_revenue" and "net" not in slots[at].text.casefold() else str(said)


def _per_order(slots: Slots, before: Metric, known: Collection[str]) -> list[str]:
    """per order, per purchase, of revenue or pieces: what an order comes to."""
    for index in slots.all("by"):
        at = slots.next(index)
        said = slots[index].text.casefold() in _EACH and at < len(slots) and slots[at].text.casefold() in _ORDER
        turned = [PER_ORDER.get(m, "") for m in before.measures]
        if said and slots.next(at) >= len(slots) and all(m in known for m in turned):
            slots.use(index, "the same figure otherwise")
            slots.use(at, "the same figure otherwise")
            return turned
    return []


def _per_head(slots: Slots) -> list[str]:
    """spend per head, revenue per customer: the figure is named again, of each person."""
    for index in slots.all("per_person"):
        at = slots.before(index)
        named = slots.value(at, "measure") or FIELD_MEASURES.get(str(slots.value(at, "field")), "")
        if at >= 0 and not slots.used(at) and named in PER_PERSON:
            slots.use(index, "of each person")
            slots.use(at, f"measure: {named}")
            return [PER_PERSON[named]]
    return []
