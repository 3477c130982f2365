"""How likely is likely enough: more than 70 % likely to churn, a churn probability above 0.7, 流失概率超过70%."""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots


def threshold(slots: Slots, start: int, end: int, concept: str, degree: str) -> tuple[int, int, Range | None]:
    """more than 70 % likely to …, … with a probability above 0.7, 超过70%."""
    ahead = start - 1
    while (
        ahead > 0 and start - ahead < 3 and slots.has(ahead, "filler", "place", "for") and not slots.has(ahead, "range")
    ):
        ahead -= 1
    if ahead < start - 1 and degree == "noun" and (found := _bound(slots, ahead, concept)) and not slots.used(ahead):
        return ahead, end, found
    led = _bound(slots, start - 1, concept) if start else None
    if led is not None and degree != "noun" and concept not in _AMOUNTS_OF and _aged(slots, start - 1, led):
        led = None  # women over 40 likely to churn
    if (found := led) and not slots.used(start - 1) and degree != "most":
        lead = start - 1
        if slots.has(lead - 1, "filler") and slots[lead - 1].text.casefold() == "a":
            lead -= 1
        return lead, end, found
    at = end
    while at < len(slots) and at - end < 4 and _leads_on(slots, at):
        at += 1
    if at < len(slots) and (slots.has(at, "break", "next_step") or (slots.chinese(at) and slots.has(at, "people"))):
        at = _told_apart(slots, at)
    found = _bound(slots, at, concept) if at < len(slots) and slots.has(at, "range") else None
    if found:
        last = at + 1
        if slots.has(last, "chance_noun"):
            last += 1
        return start, last, found
    return start, end, None


def _leads_on(slots: Slots, at: int) -> bool:
    """What may stand between a chance and how high it is: with a probability of."""
    light = slots.has(at, "filler", "with", "place") and not slots.has(at, "break", "number", "next_step")
    return slots.has(at, "chance_noun") or (light and not slots.has(at, "group", "who", "and", "people"))


def _told_apart(slots: Slots, start: int) -> int:
    """likely to buy fragrance next? probability over 60 percent: how likely is told apart, as a share of one."""
    at = start
    while at < len(slots) and at - start < 6 and _beside(slots, at):
        at += 1
    bound = slots.value(at, "range")
    told = any(slots.has(i, "chance_noun") for i in range(start, at))
    share = isinstance(bound, Range) and (bound.unit == "percent" or (told and bound.low.value <= 1))
    of_what = at + 1 < len(slots) and slots[at + 1].text.casefold() in ("of", "of the", "of their", "的")
    return at if share and not of_what else start


def _beside(slots: Slots, at: int) -> bool:
    """The words between; 可能流失的客户，概率80%以上: who they are, in Chinese, stands there too."""
    between = slots.has(at, "break", "next_step", "chance_noun", "with", "filler")
    whom = slots.chinese(at) and slots.has(at, "people") and not slots.has(at, "group")
    return whom or (between and not slots.has(at, "group", "who", "and", "people"))


_AMOUNTS_OF = ("value", "uplift")


def _aged(slots: Slots, index: int, bound: Range) -> bool:
    """A plain number behind people is how old they are, and no percentage."""
    plain = bound.unit == "number" and bound.low.value > 1
    before = slots.before(index)
    return plain and (
        slots.has(before, "people", "agent", "who") or getattr(slots.value(before, "group"), "field", "") == "gender"
    )


def _bound(slots: Slots, index: int, concept: str) -> Range | None:
    """The comparison an item states, when its unit suits the score."""
    found = slots.value(index, "range")
    if isinstance(found, Range):
        units = (
            ("money", "number") if concept == "value" else ("number",) if concept == "uplift" else ("percent", "number")
        )
        return found if found.unit in units else None
    amount = amount_of(slots[index])
    nouned = index + 1 < len(slots) and slots.value(index + 1, "chance") in ("noun", "likely")
    if amount and amount.unit == "percent" and nouned and concept not in ("value", "uplift"):
        return Range("ge", amount)
    return None
