"""How the rows of a table are laid out and ordered: gender x country, rows = category, sorted by revenue."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Sort

CROSSES = ("x", "×", "*", "✕")
_ORDERS = ("sort", "order", "rank", "list")


def settle_crosses(slots: Slots) -> None:
    """gender x country: by both; weekday down, hour across: the same."""
    _two_fields(slots)
    _split_into(slots)
    for index in range(1, len(slots) - 1):
        if slots[index].text.casefold() in CROSSES and dimension_at(slots, slots.next(index)):
            before = slots.before(index)
            if dimension_at(slots, before) or slots.has(before, "measure", "field", "people"):
                slots.retag(index, Sense("by"), Sense("and"))
    if slots.find("by", "distribution", "share") is not None and slots.find("measure", "banded", "field") is not None:
        for index in slots.all("how_counted", "meaning"):
            if not slots.has(index, "measure", "average", "by", "group"):
                slots.retag(index, Sense("filler"))  # how is revenue split between countries
    if slots.find("axis") is not None:
        for index in range(len(slots)):
            if slots[index].text.casefold() in ("values", "value", "vals"):
                slots.retag(index, Sense("filler"))
    _downwards(slots)
    for index in slots.all("axis"):
        beside = [i for i in (slots.next(index), slots.before(index)) if dimension_at(slots, i)]
        if beside:
            slots.retag(index, Sense("by"))
            slots.use(index, "split by")
            row = beside[0]
            slots.retag(row, *slots[row].senses, Sense("each_unit", dimension_at(slots, row)))
        else:
            slots.retag(index, Sense("filler"))


def _split_into(slots: Slots) -> None:
    """split units into subcategories, split revenue by both country and category: by them, and no share of anything."""
    said = next((i for i in slots.all("share") if slots[i].text.casefold() in ("split", "divide", "break")), None)
    if said is None:
        return
    for index in range(said + 1, len(slots)):
        into = slots[index].text.casefold() in ("into", "in", "over", "across")
        row = slots.next(index)
        by = slots.has(index, "by") or (into and dimension_at(slots, row) and not slots.has(row, "group", "period"))
        if by:
            slots.retag(said, Sense("filler"))
            slots.retag(index, Sense("by"))
            return


def _two_fields(slots: Slots) -> None:
    """cross tier with channel, a matrix of tier and channel, tier against channel: a table by both."""
    said = slots.all("cross_word")
    for index in range(1, len(slots) - 1):
        joint = slots.has(index, "versus", "cross_word") or (said and slots.has(index, "with", "and"))
        before, after = slots.before(index, _beside_joint), slots.next(index, _beside_joint)
        if joint and _row(slots, before) and _row(slots, after):
            slots.retag(index, Sense("by"), Sense("and"))
            slots.retag(before, *slots[before].senses, Sense("each_unit", dimension_at(slots, before)))
    for index in slots.all("cross_word"):
        if not slots.has(index, "by"):
            slots.retag(index, Sense("filler"))


def _beside_joint(item: Span) -> bool:
    return item.has("filler") and not item.has("field", "by")


def _row(slots: Slots, index: int) -> bool:
    return dimension_at(slots, index) is not None and not slots.has(
        index, "group", "period", "measure", "verb", "condition", "people", "range"
    )


def _downwards(slots: Slots) -> None:
    """high → low: the highest first."""
    for index in range(len(slots) - 2):
        ends = slots[index].text.casefold(), slots[index + 2].text.casefold()
        arrow = slots.has(index + 1, "break") and slots[index + 1].text[:1] not in ("", *",.;?!")
        if ends in _ENDS and (arrow or slots[index + 1].text in ("to", ">", "→")):
            slots.merge(index, index + 3, Sense(_ENDS[ends]))
            return


_ENDS = {
    ("high", "low"): "descending", ("highest", "lowest"): "descending", ("big", "small"): "descending",
    ("best", "worst"): "descending", ("low", "high"): "ascending", ("lowest", "highest"): "ascending",
}  # fmt: skip


def settle_middles(slots: Slots) -> None:
    """a typical (median) customer: the median is meant."""
    for index in slots.all("median"):
        for beside in range(max(0, index - 3), min(len(slots), index + 4)):
            if beside != index and slots[beside].text.casefold() in ("typical", "average", "avg", "the average"):
                slots.retag(beside, Sense("filler"))


def sorted_rows(slots: Slots, figures: Figures) -> None:
    """…, sorted by revenue: the order of rows that are all shown."""
    if not figures.dimensions:
        return
    for index in slots.all("rank_by"):
        text = slots[index].text.casefold()
        at = slots.next(index)
        role = slots.role(at) if at < len(slots) else ""
        told = role.removeprefix("measure: ") if role.startswith("measure: ") else ""
        if any(word in text for word in _ORDERS) and told in figures.measures:
            lowest = slots.find("ascending", "bottom", free=False) is not None
            figures.sort = Sort(by=told, descending=not lowest)
            slots.use(index, "order of the rows")


def rows_shown(slots: Slots, figures: Figures) -> None:
    """rank channels by revenue, show three; cities by customers, first five: how many rows, said behind."""
    if not figures.dimensions or figures.limit is not None or slots.find("rank_verb", "rank_by", free=False) is None:
        return
    for index in slots.all("number"):
        led = slots.has(index - 1, "list", "sorted_first", "nth", "row") or slots[index - 1].text.casefold() in _FIRST
        value = slots.value(index, "number")
        if led and value == int(value) and not slots.has(index, "period", "range"):
            figures.limit = int(value)
            figures.sort = figures.sort or (Sort(by=figures.measures[0]) if figures.measures else None)
            slots.use(index, "rows to show")
            slots.use(index - 1, "rows to show")


_FIRST = ("first", "just", "only", "show", "keep", "the first", "show me", "give me", "list")


def worst_said(slots: Slots) -> bool:
    """the worst brands for returns: those with the most of them."""
    return any(slots[i].text.casefold().startswith(_BAD) for i in slots.all("bottom", free=False))


_BAD = ("worst", "poorest", "weakest", "最差", "最惨", "最拉胯", "最不行")


def ranked_rows(slots: Slots) -> bool:
    """german cities: bottom four on buyers: rows are ranked, nobody is picked."""
    rows = any(
        dimension_at(slots, i)
        and not slots.has(i, "group", "people", "agent", "measure", "verb", "period", "condition")
        for i in range(len(slots))
    )
    return rows and slots.find("top", "bottom") is not None
