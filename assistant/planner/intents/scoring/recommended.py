"""Goods and whom they are for: what says so without a word of recommending, and the calls for those named."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.references.subjects import finished, use
from assistant.planner.reading import Call, Reading

WIDE = 20
"""So many are listed where only some kinds of goods were asked for."""


def what_is_bought(slots: Slots, place: int) -> bool:
    """what is C00012 likely to buy next: which goods, where none are named behind the word for buying."""
    asked = slots.text.normal.startswith(
        ("what is ", "what are ", "what's ", "what will ", "what would ", "what might ")
    )
    if not asked or slots.find("chance_noun", "score_word", "percent", "score_name") is not None:
        return False
    return all(slots.has(i, "break", "filler", "horizon", "period", "next_step") for i in range(place + 1, len(slots)))


_WHAT = ("what is ", "what are ", "what's ", "what will ", "what would ", "what might ")


def to_persons(frame: Frame, slots: Slots, customer: str, args: dict[str, Any]) -> Reading:
    """For each customer named; what the goods must be is said beside the list, which cannot be narrowed."""
    if frame.has("also_bought"):  # because C00413 bought the slip dress, what else?
        use(slots, "asked for", "group", "aside")
    wanted = [i for i in range(len(slots)) if _narrows(slots, i)]
    notes = []
    if wanted:
        said = ", ".join(slots[i].text for i in wanted)
        notes.append(
            frame.say(
                f"Recommendations can't be narrowed to “{said}”: these are the best of all products.",
                f"推荐结果不能按“{said}”筛选：以下是全部商品里最合适的。",
            )
        )
        args = {"limit": WIDE} | args
        for index in wanted:
            slots.use(index, "said beside the list")
    reading = finished(
        frame, slots, "recommendations", "recommend_products", {"customer_id": customer, **args}, notes=notes
    )
    named = dict.fromkeys(str(span.value("customer_id")) for span in frame.spans if span.has("customer_id"))
    if reading.calls and len(named) > 1:
        reading.calls = [Call("recommend_products", {"customer_id": each, **args}) for each in named]
    return reading


def _narrows(slots: Slots, index: int) -> bool:
    """a fragrance, under 40: which goods, beside whom they are for."""
    if slots.used(index):
        return False
    group = slots.value(index, "group")
    bound = slots.value(index, "range")
    priced = bound is not None and bound.unit in ("money", "number")
    return priced or slots.has(index, "filter") or (group is not None and slots.level(group.field) == "product")


def handed_to(frame: Frame, slots: Slots) -> bool:
    """3 products for platinum men, which items for at-risk women: goods and whom they are for, nothing done."""
    if frame.has("verb", "how_much", "by", "period", "average", "share", "trend", "best_selling", "history", "like"):
        return False
    for index in range(len(slots) - 1):
        if slots.has(index, "group") or not _goods_word(slots, index):
            continue
        after = index + 1
        while slots.has(after, "filler", "place", "gift_idea") and not slots.has(after, "for", "group", "break"):
            after += 1
        offered = slots.has(after, "for", "offer_verb", "offer_cue") or slots[min(after, len(slots) - 1)].text in OFFER
        if slots.has(index, "product_cue") or offered:
            return any(_meant(slots, i) for i in range(index + 1, len(slots)))
    return False


OFFER = ("offer", "show", "give", "send", "push", "promote", "feature", "sell", "present")
"""Words by which goods are handed to somebody."""


def _goods_word(slots: Slots, index: int) -> bool:
    """products, items, gifts; products for."""
    cue = slots.has(index, "product_cue") and "for" in slots[index].text.casefold().split()
    counted = slots.has(index, "pieces") or slots.value(index, "measure") == "units"
    return cue or counted or plain_products(slots, index) or slots.has(index, "gift_idea")


def _meant(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    of_people = group is not None and slots.level(group.field) == "customer"
    return of_people or slots.has(index, "customer_id", "agent", "people", "person_ref")


def plain_products(slots: Slots, index: int) -> bool:
    """products, as a plain word for goods."""
    return slots.value(index, "field") == "product" and not slots.has(index, "group")
