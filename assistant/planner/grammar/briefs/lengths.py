"""How long a text is to be: in characters, which are counted, or in words and sentences, which are passed on."""

from __future__ import annotations

from assistant.planner.grammar.briefs.wishes import Wishes
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots


def length(slots: Slots, wishes: Wishes) -> None:
    """under 60 characters, 50字以内."""
    for index in slots.all("characters_word"):
        for beside in (index - 1, slots.before(index), index + 1):
            number = _number_at(slots, beside)
            if number and number >= 10:
                wishes.max_characters = int(number)
                _use_length(slots, index, beside)
                break


def _number_at(slots: Slots, index: int) -> float | None:
    """The number there; of a comparison its upper end."""
    if not 0 <= index < len(slots):
        return None
    found, amount = slots.value(index, "range"), amount_of(slots[index])
    if isinstance(found, Range):
        return (found.high or found.low).value
    return amount.value if amount else None


def _use_length(slots: Slots, unit: int, number: int) -> None:
    """The number, its unit and the words of limiting around them have done their work."""
    slots.use(number, "length")
    slots.use(unit, "length")
    first = min(unit, number)
    for near in (unit + 1, unit + 2, first - 1, first - 2):
        if slots.has(near, "cmp_post", "cmp", "limit_word", "longer", "less") and not slots.used(near):
            slots.use(near, "length")


def other_length(slots: Slots, wishes: Wishes) -> None:
    """under 8 words, two sentences, 三句话: lengths that are not counted in characters, or too few of them."""
    for index in slots.all("length_word", "characters_word"):
        if slots.used(index):
            continue
        first = index
        while first > 0 and not slots.used(first - 1) and slots.has(first - 1, *_LENGTH):
            first -= 1
        if not any(slots.has(i, "number", "pieces", "range") for i in range(first, index + 1)):
            continue
        last = index
        while slots.has(last + 1, "cmp_post", "cmp", "soft", "limit_word") and not slots.has(last + 1, "break"):
            last += 1
        wishes.counted.append(_counted(slots, first, index, last))
        for used in range(first, last + 1):
            slots.use(used, "length")


def _counted(slots: Slots, first: int, unit: int, last: int) -> str:
    """around a hundred and twenty words, 120 words or so: about 120 words; other lengths as typed."""
    tokens, said = slots.text.tokens, [slots[i].text.casefold() for i in range(first, last + 1)]
    typed = slots.text.typed(tokens[slots[first].start].start, tokens[slots[last].end - 1].end)
    amounts = [amount_of(slots[i]) for i in range(first, unit) if slots.has(i, "number", "pieces")]
    strange = [i for i in range(first, last + 1) if slots.has(i, "range", "cmp", "cmp_post", "not")]
    if len(amounts) != 1 or amounts[0] is None or strange or (not typed.isascii() and slots.chinese(unit)):
        return typed
    about = "about " if any(word in _ROUGHLY for text in said for word in (text, *text.split())) else ""
    return f"{about}{amounts[0].value:g} {slots[unit].text}"


_ROUGHLY = frozenset((
    "about", "around", "roughly", "approx", "approximately", "some", "circa", "ca", "c", "so", "左右", "大约", "大概",
))  # fmt: skip
_LENGTH = ("number", "pieces", "range", "cmp", "filler", "soft", "not", "limit_word", "length_word")
