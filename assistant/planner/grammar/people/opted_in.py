"""Consents: named as a field, or opted in with no channel named, where e-mail is meant and the answer says so."""

from __future__ import annotations

from assistant.planner.grammar.deeds.joints import is_edge
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Contactable, Group

_OPTED = (
    "opted in", "opted-in", "opt-in", "opt in", "consented", "permission given", "marketing consent", "has consent",
    "with consent", "with permission", "marketing ok", "subscribed", "consent",
)  # fmt: skip


_FIELDS = {"email_consent": "email", "sms_consent": "sms"}
_GIVEN = (
    "gave us",
    "give us",
    "gave",
    "given us",
    "have given us",
    "granted us",
    "开了",
    "开通了",
    "开启了",
    "打开了",
    "给了我们",
)
"""What is done with a consent: nobody bought or opened anything by it."""


def settle_named_consents(slots: Slots) -> None:
    """sms consent, 邮件授权 as a condition rather than as what to split by."""
    for index in range(len(slots)):
        named = [s.value for s in slots[index].senses if s.kind == "field"]
        channel = next((_FIELDS[name] for name in named if name in _FIELDS), None)
        if channel and not slots.has(index, "contact") and not slots.has(index - 1, "by", "which", "meaning"):
            slots.retag(index, Sense("contact", channel))
        given = slots.before(index)
        if slots.has(index, "contact") and given >= 0 and slots[given].text.casefold() in _GIVEN:
            slots.retag(given, Sense("filler"))


def settle_opted_in(slots: Slots) -> None:
    """Berlin, opted in; still opted in: where the question names no channel at all."""
    if any(_told(slots, index) for index in range(len(slots))):
        return
    for index in range(len(slots)):
        said = slots[index].text.casefold()
        closed = is_edge(slots, index + 1) or slots.has(index + 1, "place", "people", "who")
        if said in _OPTED and closed and slots.has(index, "permit", "consented") and not slots.has(index - 1, "not"):
            slots.retag(index, Sense("contact", "email"))
            slots.said.append((f"I read “{said}” as may be e-mailed.", f"我把“{said}”理解为可以发邮件。"))


def _told(slots: Slots, index: int) -> bool:
    """Whether a channel, or any of them, is named here."""
    if isinstance(slots.value(index, "condition"), Contactable | Group):
        return True
    return slots.has(index, "contact", "contact_noun", "contact_verb", "channel_choice")
