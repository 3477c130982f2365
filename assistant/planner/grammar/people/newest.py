"""The people who came last: the 200 most recent sign-ups, newest 50 customers, 最近注册的200个人."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_NEW = ("newest", "the newest", "latest", "the latest", "most recent", "the most recent", "最新", "最新的")
"""Say of people, without a word for signing up, that they came last."""
_SIGNED = ("registered", "registrations", "joiners", "joined", "注册", "入会", "加入")
_BESIDE = ("filler", "break", "list", "which", "who", "for", "place", "people", "latest", "last_one", "heads", "number")


def settle_newest(slots: Slots) -> None:
    """Mark how many of the newest people are asked for; left alone where anything else is said of them."""
    latest = next(iter(slots.all("latest", "recently")), None)
    counts = [i for i in slots.all("number", "heads") if not slots.has(i, "period", "range", "group")]
    if latest is None or len(counts) != 1 or "signup_date" not in slots.vocabulary.dictionary.fields:
        return
    signed = [i for i in range(len(slots)) if _signs_up(slots, i)]
    named = signed or slots[latest].text.casefold() in _NEW
    people = slots.find("people", "heads") is not None or signed
    rest = [i for i in range(len(slots)) if i not in (latest, *counts, *signed) and not slots.has(i, *_BESIDE)]
    if not named or not people or rest:
        return
    count = slots.value(counts[0], "heads") or slots.value(counts[0], "number")
    for index in (latest, *signed):
        slots.retag(index, Sense("filler"))
        slots.use(index, "newest first")
    slots.retag(counts[0], Sense("newest", int(count)), Sense("people"))


def _signs_up(slots: Slots, index: int) -> bool:
    said = slots.value(index, "verb") == "signup" or slots.value(index, "measure") == "signups"
    return said or any(word in slots[index].text.casefold() for word in _SIGNED)


def newest(slots: Slots) -> int | None:
    """How many of the newest are asked for."""
    at = next(iter(slots.all("newest", free=False)), None)
    if at is None:
        return None
    slots.use(at, "newest first")
    return int(slots.value(at, "newest"))
