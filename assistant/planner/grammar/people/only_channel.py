"""only sms ok, can only be e-mailed: by that channel at all, or by that one and no other?"""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from tools.definitions import Condition, Contactable

_ONLY = ("only", "just", "solely", "只", "仅", "只能", "仅能", "只有", "只可以", "只可", "仅可")
_NAMES = {"email": ("e-mail", "邮件"), "sms": ("SMS", "短信")}


def refuse_only_channel(slots: Slots, index: int, condition: Condition) -> None:
    """Raise where "only" stands at a channel and the other one is not spoken of."""
    if not isinstance(condition, Contactable) or _others(slots, index):
        return
    before = slots.before(index, lambda item: item.has("filler", "place", "by") and item.text.casefold() not in _ONLY)
    near = [i for i in (before, index + 1) if 0 <= i < len(slots) and not slots.used(i)]
    if not any(slots[i].text.casefold() in _ONLY for i in near) or slots.has(slots.next(index + 1), "group", "people"):
        return
    if slots.has(index + 1, "people", "group", "agent") or "able" in slots[index].text.casefold():
        return  # only emailable customers
    other = "sms" if condition.channel == "email" else "email"
    (english, chinese), (its, its_zh) = _NAMES[condition.channel], _NAMES[other]
    raise Unclear(
        f"Everyone who may be written to by {english}, or those by {english} and not by {its}?",
        f"所有可以发{chinese}的人，还是只能发{chinese}、不能发{its_zh}的人？",
        [
            (f"customers we may write to by {english}", f"可以发{chinese}的客户"),
            (f"customers we may write to by {english} but not by {its}", f"可以发{chinese}但不能发{its_zh}的客户"),
        ],
        firm=True,
    )


def _others(slots: Slots, index: int) -> bool:
    """Whether another channel, or anything refused, is told of besides."""
    return any(
        i != index and slots.has(i, "contact", "contact_noun", "contact_verb", "not", "never", "except", "but")
        for i in range(len(slots))
    )
