"""From what amount an offer holds: off orders from $150, when they spend 80 or more, on baskets over 50."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots

Parts = dict[str, object]
"""The fields of an offer as far as they were said."""
_OFFERED = ("discount", "off", "free_shipping", "percent", "gift_word")
_PEOPLE = ("who", "people", "agent", "contact", "saved", "person_ref")
_FROM = ("from", "of", "above", "on", "over", "with", "for", "reaching", "worth", "totalling", "totaling")
_BASKET = ("orders", "order_id", "spend", "order_value", "average_order_value")
_STOPS = ".!?;。！？；\n"


def least_spent(slots: Slots, offer: Parts, _today: date) -> None:
    """Take the amount from which the offer of the same sentence holds; what people have spent is left to them."""
    for index in range(len(slots)):
        amount = None if slots.used(index) else _bound(slots, index)
        if amount is None or not _offer_in_sentence(slots, index) or _of_people(slots, index):
            continue
        offer["minimum_spend"] = amount
        slots.use(index, "offer: from this amount")
        for near in (*range(max(0, index - 3), index), *range(index + 1, min(index + 4, len(slots)))):
            if _is_basket(slots, near):
                slots.use(near, "offer")


def _bound(slots: Slots, index: int) -> float | None:
    """The amount that is a lower bound here: over 50, from $150, spend 80; None where it is no bound."""
    found = slots.value(index, "range")
    if isinstance(found, Range):
        tied = found.unit == "money" or (found.unit == "number" and _beside_basket(slots, index))
        return found.low.value if found.op in ("ge", "gt") and (tied or _right_behind(slots, index)) else None
    filtered = slots.value(index, "filter")
    if filtered is not None and filtered.field == "order_value" and filtered.op in ("ge", "gt"):
        return float(filtered.values[0])
    amount = amount_of(slots[index])
    if amount is None or amount.unit not in ("money", "number") or slots.has(index, "period", "range", "discount"):
        return None
    if slots.has(index + 1, "off") or (amount.unit == "number" and not _led(slots, index)):
        return None
    before = slots[index - 1].text.casefold().split()[-1:] if index else []
    return amount.value if (before and before[0] in _FROM) or _led(slots, index) else None


def _led(slots: Slots, index: int) -> bool:
    """spend 80, free shipping from 50: what leads to the amount is an invitation, or the offer and "from"."""
    before = slots.before(index)
    invited = slots.value(before, "invited") == "spend"
    return invited or (slots[index - 1].text.casefold() == "from" and slots.has(slots.before(index - 1), *_OFFERED))


def _right_behind(slots: Slots, index: int) -> bool:
    """20% off over 50, free shipping over 300."""
    return any(slots.has(i, "discount", "off", "free_shipping") for i in (index - 1, slots.before(index)))


def _is_basket(slots: Slots, index: int) -> bool:
    """What an amount is the size of: orders, every order, spend."""
    if not 0 <= index < len(slots) or slots.has(index, "people", "agent"):
        return False
    fields = [sense.value for sense in slots[index].senses if sense.kind in ("field", "measure")]
    every = slots.has(index, "always") and slots[index].text.casefold().endswith("order")
    return every or slots.has(index, "invited") or any(name in _BASKET for name in fields)


def _beside_basket(slots: Slots, index: int) -> bool:
    return any(_is_basket(slots, i) for i in (index - 1, slots.before(index), index + 1))


def _offer_in_sentence(slots: Slots, index: int) -> bool:
    first, end = _sentence(slots, index)
    return any(i != index and slots.has(i, *_OFFERED) for i in range(first, end))


def _of_people(slots: Slots, index: int) -> bool:
    """for members who spent over 200: people stand between the amount and the offer, or what they did does."""
    first, _ = _sentence(slots, index)
    for place in range(index - 1, first - 1, -1):
        if slots.has(place, *_OFFERED) or slots.has(place, "invited") or _is_basket(slots, place):
            return any(slots.has(i, "who") for i in range(max(first, place - 2), place)) and _is_deed(slots, place)
        if slots.has(place, *_PEOPLE) or _is_deed(slots, place):
            return True
        if slots.has(place, "break"):
            return False
    return False


def _is_deed(slots: Slots, index: int) -> bool:
    return slots.has(index, "verb") and not slots.has(index, "copy_verb", "invited", "copy_noun")


def _sentence(slots: Slots, index: int) -> tuple[int, int]:
    def stops(place: int) -> bool:
        return slots.has(place, "break") and any(mark in _STOPS for mark in slots[place].text or ";")

    first = next((i + 1 for i in range(index - 1, -1, -1) if stops(i)), 0)
    return first, next((i for i in range(index + 1, len(slots)) if stops(i)), len(slots))
