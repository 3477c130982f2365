"""Verbs that stand as figures: 打开、点击、退订都要; 营收、客户数、复购; 秋日来信发了多少，开了多少."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_RATES = {
    "open": "open_rate", "click": "click_rate", "unsubscribe": "unsubscribe_rate",
    "rebuy": "repeat_rate", "return_goods": "return_rate",
}  # fmt: skip
_COUNTS = {"open": "opens", "click": "clicks", "unsubscribe": "unsubscribes", "receive": "sends"}
_MESSAGE = ("open", "click", "unsubscribe")
_LIST = ("and", "break", "with")
_PEOPLE = ("people", "agent", "who")


def settle_reactions(slots: Slots) -> None:
    """Retag such verbs as the figures they name, where no people are spoken of."""
    for index in range(len(slots)):
        verb = slots.value(index, "verb")
        if (verb not in _COUNTS and verb not in _RATES) or slots.has(index, "measure"):
            continue
        if slots.used(index) or slots.has(index, "group", "condition", "filter"):
            continue
        if not slots.chinese(index):
            measure = _sent_and(slots, index, verb)
        else:
            measure = _counted(slots, index, verb) or _listed(slots, index, verb)
        if measure:
            slots.retag(index, Sense("measure", measure))


def _sent_and(slots: Slots, index: int, verb: str) -> str | None:
    """how many emails did we send and how many were opened, emails sent and clicked: of the messages, not of people."""
    at, asked = index - 1, False
    while slots.has(at, "filler", "anaphor", "how_many") and not slots.has(at, "and"):
        asked = asked or slots.has(at, "how_many")
        at -= 1
    sent = [i for i in range(at) if slots.has(i, "send_word") or slots.value(i, "measure") == "sends"]
    joined = slots.has(at, "and", "break") and (asked or sent == [at - 1])
    if verb not in _MESSAGE or not joined or not sent or slots.find(*_PEOPLE) is not None:
        return None
    return _known(slots, _COUNTS.get(verb))


def _known(slots: Slots, measure: str | None) -> str | None:
    return measure if measure in slots.vocabulary.dictionary.measures else None


def _counted(slots: Slots, index: int, verb: str) -> str | None:
    """开了多少, 退订了多少人: how many of them, of the messages named."""
    if not _of_messages(slots) or slots.find("who") is not None or slots.find("not", "never") is not None:
        return None
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, "how_many"):
        at += 1
    if not slots.has(at, "how_many") or not _ends(slots, at):
        return None
    slots.retag(at, Sense("filler"))
    return _known(slots, _COUNTS.get(verb))


def _ends(slots: Slots, index: int) -> bool:
    return index + 1 >= len(slots) or slots.has(index + 1, "break", "filler", "and")


def _listed(slots: Slots, index: int, verb: str) -> str | None:
    """A link of a list of figures, or of reactions to messages: 打开和点击."""
    if slots.find(*_PEOPLE) is not None and not _beside_measure(slots, index):
        return None
    if _beside_measure(slots, index):
        return _known(slots, _RATES.get(verb))
    messages = verb in _MESSAGE and _of_messages(slots) and slots.find("how_many", "range", "number") is None
    if messages and not any(slots.has(i, "not", "never", "only") for i in range(len(slots))):
        return _known(slots, _RATES.get(verb))
    return None


def _beside_measure(slots: Slots, index: int) -> bool:
    """Whether "、" or 和 joins it to a figure."""
    for step in (-1, 1):
        at = index + step
        if not slots.has(at, *_LIST) or (slots[max(at, 0)].text in (",", "，", ";") and step < 0):
            continue
        while slots.has(at, *_LIST, "filler") and not slots.has(at, "measure"):
            at += step
        if slots.has(at, "measure") and not slots.has(at, "people", "group", "verb"):
            return True
    return False


def _of_messages(slots: Slots) -> bool:
    """Whether a campaign, campaigns as such or a channel they were sent by is spoken of."""
    return any(
        getattr(slots.value(i, "group"), "field", "").startswith("campaign")
        or slots.value(i, "field") in ("campaign", "campaign_channel")
        or slots.has(i, "contact_noun", "mail_noun", "last_campaign")
        or slots.value(i, "measure") in EVENT_MEASURES
        for i in range(len(slots))
    )
