"""What is left over of a request for copy: a style nobody knows is passed on and said, anything else is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.leftovers import leftovers

STYLED = 4
"""A part of the sentence of so many words at most may be a style without saying so."""
_WISHED = ("copy_channel", "contact_noun", "copy_verb", "copy_channel_other", "people", "agent", "who", "verb")


@dataclass
class Rest:
    """Styles as typed, and the items that must be asked about."""

    styles: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)


def rest_of(slots: Slots, *, editing: bool) -> Rest:
    """Sort what no rule has used: what may say who it goes to, or how much of what, is asked about."""
    rest, lost = Rest(), [index for index in leftovers(slots) if not _leads(slots, index)]
    for first, end in fragments(slots.items, lambda span: span.has("break")):
        inside = [index for index in lost if first <= index < end]
        if not inside:
            continue
        if editing and _found_wanting(slots, first, end):
            for index in inside:
                slots.use(index, "what was wrong")
            continue
        if _is_style(slots, first, end, inside, editing):
            _pass_on(slots, rest, first, end, inside)
            continue
        inside = _without_counts(slots, rest, first, end, inside)
        for begin, stop in _runs(slots, inside):
            if _free(slots, begin, stop):
                _pass_on(slots, rest, begin, stop, [i for i in inside if begin <= i < stop])
            else:
                rest.lost += [i for i in inside if begin <= i < stop]
    return rest


def _leads(slots: Slots, index: int) -> bool:
    """主打, focus on: words that only lead what another rule has read."""
    kinds = {sense.kind for sense in slots[index].senses}
    return bool(kinds) and kinds <= {"angle", "say", "angle_colon", "say_colon", "copy_noun"} and slots.used(index + 1)


def _found_wanting(slots: Slots, first: int, end: int) -> bool:
    """八折太狠了, 一条不够, 中文的不要: a part that only says what was wrong, where another says what is wished."""
    if end - first >= len(slots) or not any(slots.used(i) for i in range(len(slots)) if not first <= i < end):
        return False
    wrong = [i for i in range(first, end) if slots.has(i, "complaint", "excluded", "remove", "unchanged")]
    return bool(wrong) and slots.next(wrong[-1]) >= end and not any(slots[i].unknown for i in range(first, end))


def _without_counts(slots: Slots, rest: Rest, first: int, end: int, lost: list[int]) -> list[int]:
    """three scents: a number of something that the text is about is told in it, where nobody stands beside."""
    if any(slots.has(i, "people", "agent", "who", "verb", "measure") for i in range(first, end)):
        return lost
    numbers = [i for i in lost if slots.has(i, "number", "pieces") and not slots.has(i, "money", "percent")]
    counts = [i for i in numbers if i + 1 < end]
    for index in counts:
        tokens, last = slots.text.tokens, index + 1
        while last + 1 < end and slots[last].unknown and slots[last + 1].unknown:
            last += 1  # a word of several characters that nobody knows
        rest.styles.append(slots.text.typed(tokens[slots[index].start].start, tokens[slots[last].end - 1].end))
        for used in range(index, last + 1):
            slots.use(used, "style")
    return [i for i in lost if not slots.used(i)]


def _pass_on(slots: Slots, rest: Rest, first: int, end: int, lost: list[int]) -> None:
    """As typed, for a writer who understands more of it; the answer says so."""
    tokens = slots.text.tokens
    said = slots.text.typed(tokens[slots[first].start].start, tokens[slots[end - 1].end - 1].end)
    if len(said) > 1 or said.isascii():
        rest.styles.append(said)  # one character that is left of a Chinese word says nothing by itself
    for index in lost:
        slots.use(index, "style")


def _runs(slots: Slots, lost: list[int]) -> list[tuple[int, int]]:
    """Words that nobody used and that stand together, small words between them included."""
    runs: list[tuple[int, int]] = []
    for index in lost:
        if runs and all(not slots.used(i) and not slots.has(i, "people") for i in range(runs[-1][1], index)):
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _free(slots: Slots, first: int, end: int) -> bool:
    """Whether words nobody used are about the text: they bound nothing and stand beside nobody it goes to."""
    if any(slots.has(i, *_BOUNDING) or _picks(slots, i) for i in range(first, end)):
        return False
    return not any(_beside_people(slots, at, step) for at, step in ((first - 1, -1), (end, 1)))


def _beside_people(slots: Slots, at: int, step: int) -> bool:
    """for the *fussy* gold members, women with *a sweet tooth*: what stands by people may say which of them."""
    while 0 <= at < len(slots) and slots.has(at, "filler", "place", "with") and not _parts(slots, at):
        at += step
    if not 0 <= at < len(slots) or _parts(slots, at):
        return False
    return slots.has(at, "people", "agent", "who", "contact", "person_ref", "reader") or slots.role(at).startswith(
        ("customers", "object", "verb")
    )


def _parts(slots: Slots, index: int) -> bool:
    """What parts a text from those it goes to."""
    return slots.has(index, "break", "copy_verb", "copy_channel", "contact_noun", "copy_noun", "about_word")


_BOUNDING = (
    "group", "period", "range", "condition", "filter", "money", "percent", "measure", "value", "people", "agent", "who",
    "not", "never", "except", "number", "field", "customer_id", "scored", "top", "bottom", "saved", "contact",
)  # fmt: skip
"""Kinds of words that may say to whom, how many or how much."""


def _is_style(slots: Slots, first: int, end: int, lost: list[int], editing: bool) -> bool:
    if any(slots.has(i, *_WISHED) or _picks(slots, i) for i in range(first, end)):
        return False
    if any(slots.has(i, "group", "period", "range", "condition", "money", "percent", "measure", "value") for i in lost):
        return False
    if any(slots.has(i, "style", "tone", "less", "shorter") for i in range(first, end)):
        return True
    words = [slots[i].text for i in range(first, end)]
    named = any(word[:1].isupper() for word in words[1:]) or (len(words) > 1 and words[0][:1].isupper())
    plain = all(word.isascii() for word in words) and not named and first > 0
    return (editing or plain) and len(words) <= STYLED + 4 * editing


def _picks(slots: Slots, index: int) -> bool:
    return slots.role(index).startswith(("customers", "object", "verb", "period", "number", "subject", "offer"))
