"""What the people are wanted for: a heading before them, for the gift guide, so I can leave them out, to thank them.

It picks nobody. A stretch is taken for a purpose only by words that open one; what it names – goods, a campaign, things
nobody knows – is then no condition. Whom it concerns must be said outside of it.
"""

from __future__ import annotations

from assistant.planner.around.said import said
from assistant.planner.around.weighty import ALWAYS, JOINED
from assistant.planner.grammar.slots import Slots

_NEVER = (*ALWAYS, *JOINED, "not")
_DASHES = ("–", "—")
_REACTIONS = ("open", "click", "receive", "unsubscribe")
_DEEDS = (*_REACTIONS, "buy", "view", "cart", "return_goods", "spend", "rebuy")
_ASKING = ("give", "get", "show", "list", "pull", "find", "who")
_LONGEST = 9


def set_purposes_aside(slots: Slots) -> None:
    """Use up the stretches that only say what for."""
    for start, end in (_heading(slots), *_stretches(slots)):
        if end > start and (_people_outside(slots, start, end) or _shown(slots, start, end)):
            for index in range(start, end):
                slots.use(index, "what for")
            if any(slots[i].unknown for i in range(start, end)) or _holds(slots, start, end, "meeting"):
                typed = slots.typed(start, end)
                slots.said.append((f"I took “{typed}” as what it is for.", f"“{typed}”按用途理解。"))


def _holds(slots: Slots, start: int, end: int, *tables: str) -> bool:
    """Whether one of these words is in a stretch."""
    tokens = slots.text.tokens[slots[start].start : slots[end - 1].end]
    return not said(*tables).isdisjoint(token.text.casefold() for token in tokens)


def _heading(slots: Slots) -> tuple[int, int]:
    """C-level gift: …; Win back – …: words before the first colon or dash that name an occasion and pick nobody."""
    for index in range(1, min(len(slots), _LONGEST)):
        if slots[index].text in (":", *_DASHES):
            return (0, index) if _is_heading(slots, index) else (0, 0)
        if slots.has(index, "break") and slots[index].text != ",":
            break
    return 0, 0


def _is_heading(slots: Slots, end: int) -> bool:
    shown = slots[0].text.casefold() in said("meant_for") and _holds(slots, 0, end, "meeting")
    if shown and not any(slots.has(i, *_NEVER, "people", "agent", "number") for i in range(end)):
        return True
    named = _holds(slots, 0, end, "mailing") or any(slots.has(i, "goal", "aim") for i in range(end))
    return named and all(_may_title(slots, i) for i in range(end))


def _may_title(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    if group is not None:
        return bool(group.absent or (group.field.startswith("campaign") and not _done_with(slots)))
    acts = slots.has(index, "verb") and not slots.has(index, "goal", "copy_noun", "mail_noun", "contact_noun")
    return not slots.has(index, *_NEVER, "people", "agent", "number", "who") and not acts


def _done_with(slots: Slots) -> bool:
    """Gift Guide 2025: how many opened? – what was done with mailings, or what came of them, is asked."""
    done = any(slots.value(i, "verb") in _REACTIONS for i in range(len(slots)))
    return done or slots.find("after_cue", "measure", "brought_in") is not None


def _stretches(slots: Slots) -> list[tuple[int, int]]:
    found = []
    index = 0
    while index < len(slots):
        end = _stop(slots, index)
        told = _opens(slots, index, end) and all(_may_tell(slots, i) for i in range(index, end))
        meant = slots[index].text.casefold() in said("meant_for")
        if told and not (meant and any(_did(slots, i) for i in range(index, end))):
            found.append((index, end))
            index = end
        else:
            index += 1
    return found


def _did(slots: Slots, index: int) -> bool:
    """for a year but opened a mail: how long, or what they did, is no purpose."""
    done = slots.value(index, "verb") in _DEEDS and not slots.has(index, "contact_noun", "copy_noun", "goal")
    return done or slots.has(index, "but")


def _stop(slots: Slots, start: int) -> int:
    """Where a stretch ends: at a mark – or at the words of who asks: for the gift guide I need …"""
    for at in range(start + 1, len(slots)):
        if slots.has(at, "break") and slots[at].text not in ("-", "/", "'"):
            return at
        if start == 0 and slots[at].text.casefold() in (*said("speaker"), *_ASKING):
            return at
    return len(slots)


def _opens(slots: Slots, index: int, end: int) -> bool:
    """Whether a purpose begins here."""
    text = slots[index].text.casefold()
    last = end == len(slots) or slots.has(end, "break")
    them = _holds(slots, index, end, "them")
    if text in said("so_that"):
        return _holds(slots, index, end, "speaker") and last and index > 0
    opens = index > 0 and (slots.has(index - 1, "break") or slots[index - 1].text in (*_DASHES, "-"))
    if opens and text.partition(" ")[0] in said("speaker"):
        return _holds(slots, index, end, "wanting") and them and last
    tokens = slots.text.tokens
    following = tokens[slots[index].end].text.casefold() if slots[index].end < len(tokens) else ""
    if text in ("to", "for to") and index:
        done = following in said("done_to_them") and (them or _holds(slots, index, end, "mailing"))
        return last and (done or (them and not slots.has(index + 1, "verb")))
    if text in said("meant_for"):
        return _holds(slots, index, end, "mailing", "meeting") and (index == 0 or last) and following != "sms"
    return False


def _may_tell(slots: Slots, index: int) -> bool:
    """A purpose may name goods and campaigns; who they are, how many and since when is said elsewhere."""
    group = slots.value(index, "group")
    if group is not None:
        if group.field == "campaign" and not group.absent and _done_with(slots):
            return False
        return slots.level(group.field) != "customer" or bool(group.absent)
    return not slots.has(index, *_NEVER, "agent", "who") or slots.has(index, "goal")


def _shown(slots: Slots, start: int, end: int) -> bool:
    """for Tuesday's slides: beside figures as well."""
    outside = (i for i in range(len(slots)) if not start <= i < end)
    return _holds(slots, start, end, "meeting") and any(slots.has(i, "measure", "field") for i in outside)


def _people_outside(slots: Slots, start: int, end: int) -> bool:
    """Somebody is picked by the rest."""
    kinds = ("people", "agent", "group", "condition", "contact", "verb", "scored", "saved")
    return any(slots.has(i, *kinds) for i in range(len(slots)) if not start <= i < end and not slots.used(i))
