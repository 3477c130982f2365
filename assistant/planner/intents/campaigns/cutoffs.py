"""How many to contact: by cost, by what a success is worth, and by how many can be contacted at all."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.scores.scores import FIELDS, mentions
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.intents.references.subjects import audience_args, finished, group_meant, use
from assistant.planner.reading import Ask, Reading

_REACH = 4
_BETWEEN = ("filler", "place", "for", "verb", "how_much", "cmp", "with")
"""What may stand between a word and its amount."""
_CONTACT = ("target_cue", "cutoff_cue", "cost_word", "gain_word", "contact_noun", "contact_verb")
_ASKED = (
    "cutoff_cue", "target_cue", "cost_word", "gain_word", "capacity_word", "contact_noun", "contact_verb",
    "copy_channel", "copy_noun", "send_word", "model_word", "rank_by", "how_many", "how_much", "worth_cue", "which",
    "chance",
)  # fmt: skip


def read_cutoff(frame: Frame) -> Reading | None:
    """how many contacts should I mail if a contact costs 0.5 and an order is worth 20; budget for 500 contacts."""
    slots = frame.slots()
    if not _asked(frame, slots):
        return None
    gain = slots.find("gain_word")
    worth, cost = (
        _beside(slots, gain, ("money", "number")),
        _beside(slots, slots.find("cost_word"), ("money", "number")),
    )
    capacity = _capacity(slots)
    if capacity is not None and capacity.unit == "money" and not (cost and cost.value):
        return _what_costs(frame)
    args, notes = _score(frame, slots, gain)
    if worth is not None:
        args["value_per_success"] = worth.value
    if cost is not None:
        args["cost_per_contact"] = cost.value
    if capacity is not None:
        affordable = capacity.value / cost.value if capacity.unit == "money" and cost else capacity.value
        args["capacity"] = int(affordable + 1e-9)
    use(slots, "asked for", *_ASKED)
    for index in range(len(slots)):
        if slots.value(index, "field") in ("price", "orders", "order_value") and not slots.has(index, "group"):
            slots.use(index, "asked for")
    audience = group_meant(frame, slots, notes)
    args |= audience_args(audience)
    return finished(frame, slots, "cutoff", "choose_cutoff", args, audience=audience, notes=notes)


def _asked(frame: Frame, slots: Slots) -> bool:
    """Whether a number of contacts is to be chosen: by cost and value, by a capacity, or by asking for it outright."""
    priced = frame.has("cost_word") and frame.has("gain_word")
    contacts = frame.has(*_CONTACT) or any(word in frame.text.normal for word in ("contact", "联系", "触达"))
    capped = frame.has("capacity_word") and (contacts or bool(mentions(slots)))
    sought = frame.has("cutoff_cue") and (frame.has("cost_word", "gain_word") or bool(mentions(slots)))
    if frame.has("copy_verb", "verb") and not frame.has("cutoff_cue", "gain_word", "target_cue"):
        return False
    return priced or capped or sought


def _score(frame: Frame, slots: Slots, gain: int | None) -> tuple[dict[str, Any], list[str]]:
    """Which score decides: the one named, else the one of what a success is."""
    for index, scored in mentions(slots):
        slots.use(index, "score")
        return {"score": scored.concept} | ({"category": scored.category} if scored.category else {}), []
    for index in slots.all("subject"):
        if slots.value(index, "subject") in FIELDS and not slots.has(index, "filler", "verb", "measure"):
            slots.use(index, "score")
            return {"score": slots.value(index, "subject")}, []
    score = str(slots.value(gain, "gain_word")) if gain is not None else "response"
    said = {
        "purchase": ("I went by the purchase score.", "按购买得分计算。"),
        "response": ("I went by the response score.", "按响应得分计算。"),
        "churn": ("I went by the churn score.", "按流失得分计算。"),
    }[score]
    return {"score": score}, [frame.say(*said)]


def _beside(slots: Slots, at: int | None, units: tuple[str, ...]) -> Amount | None:
    """The amount that belongs to a word: right behind it, else right before it."""
    if at is None:
        return None
    after = range(at + 1, min(len(slots), at + 1 + _REACH))
    before = range(at - 1, max(-1, at - 3), -1)
    for places in (after, before):
        for index in places:
            if slots.used(index):
                break
            amount = _amount(slots, index)
            if amount is not None and amount.unit in units:
                slots.use(index, f"figure for “{slots[at].text}”")
                return amount
            if not slots.has(index, *_BETWEEN) or slots.has(index, "and", "break", "cost_word", "gain_word"):
                break
    return None


def _amount(slots: Slots, index: int) -> Amount | None:
    found = slots.value(index, "range")
    if isinstance(found, Range):
        return found.low if found.op in ("eq", "le", "lt") else None
    return amount_of(slots[index])


def _capacity(slots: Slots) -> Amount | None:
    """budget for 500 contacts, 最多联系500人: heads, or money to be divided by the cost."""
    for at in slots.all("capacity_word"):
        found = _beside(slots, at, ("number", "heads", "money", "pieces"))
        if found is not None:
            return found
    for at in range(len(slots)):
        found = slots.value(at, "range")
        bounded = isinstance(found, Range) and found.op in ("le", "lt")
        amount = found.low if bounded else amount_of(slots[at])
        if amount and not slots.used(at) and (amount.unit == "heads" or (bounded and amount.unit == "number")):
            slots.use(at, "most contacts")
            return amount
    return None


def _what_costs(frame: Frame) -> Reading:
    end = len(frame.text.original)
    return frame.reading(
        "cutoff",
        ask=Ask(
            frame.say("How much does one contact cost?", "每次联系的成本是多少？"), (), end, end,
            frame.say(", a contact costs {answer}", "，每次联系成本{answer}"),
        ),
    )  # fmt: skip
