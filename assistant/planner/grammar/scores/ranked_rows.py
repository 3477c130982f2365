"""Rows ranked by a score: which loyalty tier is most likely to churn, 哪个会员等级最容易流失."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def reduce_ranked_rows(slots: Slots) -> None:
    """Nobody counts how many are likely to: the rows are ranked by the average of the score."""
    for index in range(len(slots)):
        scored = slots.value(index, "scored")
        if scored is None or scored.degree not in ("most", "least") or scored.category or scored.value is not None:
            continue
        item = slots[index]
        if scored.field not in slots.vocabulary.dictionary.fields or item.end - item.start < 2:
            continue
        if not _rows_before(slots, index):
            continue
        rank = "top" if scored.degree == "most" else "bottom"
        noun = (Sense("scored", replace(scored, degree="noun")), Sense("field", scored.field))
        slots.items[index : index + 1] = [
            Span(item.start, item.start + 1, item.text, (Sense(rank),)),
            Span(item.start + 1, item.end, item.text, noun),
        ]
        return


def _rows_before(slots: Slots, index: int) -> bool:
    """which loyalty tier is, which city's customers are: rows of a customer's fact."""
    at = index - 1
    while at >= 0 and (slots.has(at, "filler", "people") and not slots.has(at, "which")) and not slots.has(at, "field"):
        at -= 1
    while at >= 0 and slots.has(at, "people") and slots.value(at, "field") == "customer_id":
        at -= 1
    field = slots.value(at, "field")
    named = field is not None and slots.level(field) == "customer" and not slots.has(at, "people", "group")
    return named and slots.has(slots.before(at), "which")
