"""Names nobody knows, whole: Tuesday Circle rather than Circle, 银杏会 rather than 银杏."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots

_ENDINGS = ("俱乐部", "计划", "粉丝团", *"会货盒档组团帮圈群卡级类款系党族班营社版号区包粉")
"""What ends the name of a group or a kind of goods; right behind an unknown word it belongs to it."""
_SMALL = ("of", "the", "and", "&", "de", "la")


def whole_name(slots: Slots, first: int, last: int) -> tuple[int, int]:
    """Tokens (start, end) of the name that the unknown items `first` to `last` are part of."""
    tokens = slots.text.tokens
    start, end = slots[first].start, slots[last].end
    if tokens[end - 1].kind == "han":
        while last + 1 < len(slots) and slots[last + 1].text in _ENDINGS:
            last += 1
        if start > 0 and tokens[start - 1].kind in ("word", "number") and tokens[start - 1].end == tokens[start].start:
            start -= 1
        return start, slots[last].end
    while start > 0 and _capital(slots, start - 1) and _joined(slots, start - 1):
        start -= 1
    while end < len(tokens) and _joined(slots, end - 1):
        if _capital(slots, end):
            end += 1
        elif tokens[end].text in _SMALL and end + 1 < len(tokens) and _capital(slots, end + 1):
            end += 2
        else:
            break
    return start, end


def _capital(slots: Slots, token: int) -> bool:
    """Typed with a capital in the middle of a sentence: part of a name."""
    found = slots.text.tokens[token]
    typed = slots.text.typed(found.start, found.end)
    if found.kind != "word" or not typed[:1].isupper() or typed == "I":
        return False
    item = next((item for item in slots.items if item.start <= token < item.end), None)
    if item is None or (typed.isupper() and len(typed) > 1 and not item.unknown):
        return False  # SMS, VIP: written so wherever they stand
    return token > 0 and slots.text.tokens[token - 1].kind != "break"


def _joined(slots: Slots, token: int) -> bool:
    """Nothing but a space between a token and the next."""
    here, after = slots.text.tokens[token], slots.text.tokens[token + 1]
    return after.kind != "break" and slots.text.normal[here.end : after.start] in (" ", "")


def names_a_group(slots: Slots, start: int, end: int) -> bool:
    """Whether a name looks like one of a group of people: a proper name, or one that ends like it."""
    tokens = slots.text.tokens
    if tokens[end - 1].kind == "han":
        name = slots.text.typed(tokens[start].start, tokens[end - 1].end)
        return name.endswith(("会", "俱乐部", "计划", "团", "群", "圈", "帮", "党", "族", "级", "卡", "粉"))
    return any(_capital(slots, token) for token in range(start, end))
