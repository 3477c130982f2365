"""In which order people are listed: highest spend first, 消费最高的排前面, biggest spenders first, by last order."""

from __future__ import annotations

from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from tools.definitions import Ranked
from tools.dictionary import FieldSpec

_MEASURED = {
    "net_revenue": "spend", "gross_revenue": "spend", "orders": "orders", "units": "units",
    "average_order_value": "average_order_value", "returned_units": "returned_units",
}  # fmt: skip


def read_sort(slots: Slots, *, counted: bool = False) -> tuple[str, bool] | None:
    """(field, highest first) of the order people are to be listed in; its words are used up.

    With `counted` the number of rows has been read, so that "the 5 with most orders" says the order as well.
    """
    kinds = ("sorted_first", "rank_by", "descending", "ascending", *(("top", "bottom") if counted else ()))
    for index in slots.all(*kinds):
        place = _figure_near(slots, index)
        if place is None:
            continue
        at, field = place
        ranked = slots.has(index, "rank_by") and not slots.has(index, "sorted_first")
        if ranked and at != slots.next(index) and not (slots.chinese(index) and at == slots.before(index)):
            continue
        if not counted and _ranks_so_many(slots, index, at):
            return None  # the top 10 by spend: a ranking that says how many, not an order
        lowest = slots.has(index, "ascending", "bottom")
        for beside in range(min(index, at) - 3, max(index, at) + 3):
            if slots.has(
                beside, "top", "bottom", "descending", "ascending", "rank_by", "sorted_first"
            ) and not slots.used(beside):
                lowest = lowest or slots.has(beside, "bottom", "ascending")
                slots.use(beside, "order of the list")
        slots.use(index, "order of the list")
        slots.use(at, "order of the list")
        return field, not lowest
    return None


def _ranks_so_many(slots: Slots, index: int, at: int) -> bool:
    """Whether a number stands with the ranking word near a figure: the top 10 customers by spend."""
    near = range(min(index, at) - 3, max(index, at) + 3)
    if any(slots.has(i, "top", "bottom") and _a_share(slots, slots.next(i)) for i in range(len(slots))):
        return True
    return any(
        slots.has(i, "top", "bottom") and not slots.used(i) and slots.has(slots.next(i), "number", "percent")
        for i in near
        if 0 <= i < len(slots)
    )


def _a_share(slots: Slots, index: int) -> bool:
    """5 % of, in or as it stands before "of" is joined to its number."""
    share = slots.has(index, "percent") or (slots.has(index, "number") and slots[index + 1].text.startswith("%"))
    return share and not slots.used(index)


def _figure_near(slots: Slots, index: int) -> tuple[int, str] | None:
    """The figure of a customer that stands nearest to an ordering word."""
    fields = slots.vocabulary.dictionary.fields
    for at in sorted(range(max(0, index - 4), min(len(slots), index + 5)), key=lambda i: abs(i - index)):
        if slots.used(at) or slots.has(at, "range", "group", "condition"):
            continue
        for sense in slots[at].senses:
            spends = sense.kind == "verb" and sense.value == "spend"
            name = sense.value if sense.kind == "field" or spends else None
            name = _MEASURED.get(sense.value) if sense.kind == "measure" else name
            if name in fields and _sortable(fields[name]):
                return at, str(name)
    return None


def _sortable(spec: FieldSpec) -> bool:
    return spec.level == "customer" and (spec.numeric or spec.type == "date")


def ranked_down(slots: Slots, people: People) -> None:
    """按消费金额从高到低取前10%: a rank from the top says so anyway."""
    ranked = [one for one in people.audience.all if isinstance(one, Ranked)]
    for index in slots.all("descending"):
        if ranked and all(one.descending for one in ranked):
            slots.use(index, "ranked")


def sorted_by(slots: Slots, people: People) -> None:
    """list gold customers sorted by spend: a customer figure after "sorted by"."""
    fields = slots.vocabulary.dictionary.fields
    for index in slots.all("rank_by"):
        at = slots.next(index)
        name = slots.value(at, "field") if at < len(slots) and not slots.used(at) else None
        if (
            name in fields
            and fields[name].level == "customer"
            and (fields[name].numeric or fields[name].type == "date")
        ):
            people.sort_by, people.ranked_by_default = str(name), False
            people.descending = not any(slots.has(i, "ascending", "bottom") for i in range(len(slots)))
            slots.use(index, "sorted by")
            slots.use(at, "sorted by")
