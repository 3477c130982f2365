"""People told by what they do: buyers, openers, lapsed customers, merged with the verbs beside them."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense


def _counts_goods(slots: Slots, verb: int, index: int) -> bool:
    """bought at least 3 fragrance items: the noun is counted by the verb's own number."""
    between = range(verb + 1, index)
    light = ("range", "number", "pieces", "group", "filter", "filler", "cmp", "of")
    return any(slots.has(i, "range", "number") for i in between) and all(slots.has(i, *light) for i in between)


def merge_agents(slots: Slots, verbs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """lapsed skincare buyers: one clause, about skincare; the plain noun behind it is only its label."""
    kept: list[tuple[int, str]] = []
    for index, verb in verbs:
        if (
            kept
            and verb == "noun:units"
            and kept[-1][1] in ("buy", "return_goods")
            and _counts_goods(slots, kept[-1][0], index)
        ):
            slots.use(index, "pieces")
            slots.retag(index, Sense("pieces_label"))
            continue
        between = range(kept[-1][0] + 1, index) if kept else range(0)
        adjective = (
            kept
            and kept[-1][1].startswith("agent:")
            and kept[-1][1] not in ("agent:buy", "agent:open", "agent:click", "agent:receive")
        )
        if adjective and verb == "agent:buy" and all(slots.has(i, "group", "filler", "filter") for i in between):
            slots.retag(index, Sense("filler"))
            slots.use(index, "label")
        else:
            kept.append((index, verb))
    return kept
