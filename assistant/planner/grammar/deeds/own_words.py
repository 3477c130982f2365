"""What a verb says besides what was done: so many times, by which channel, more than a sum."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.grammar.times.moments import channel_filter

_CHANNEL_WORDS = {
    "mail": "email",
    "newsletter": "email",
    "texted": "sms",
    "邮件": "email",
    "sms": "sms",
    "短信": "sms",
    "推送": "push",
    "微信": "wechat",
}
"""Channels that a verb names by itself: were emailed, 收到过短信."""


def exceeds(said: str, clause: Clause) -> None:
    """消费过五千, 花过500: so much money and more, never so many orders nor exactly that sum."""
    if said.endswith("过") and ("消费" in said or "花" in said):
        for place, found in enumerate(clause.ranges):
            if found.op == "eq" and found.unit in ("number", "money"):
                clause.verb, clause.ranges[place] = "spend", replace(found, op="gt")


def not_once(slots: Slots, clause: Clause) -> None:
    """have not ordered once: not a single time, and so never – rather than other than once."""
    said = {slots[i].text.casefold() for i in range(clause.at, clause.upper)}
    found = clause.ranges[0] if len(clause.ranges) == 1 else None
    once = found is not None and (found.op, found.low.value, found.unit) == ("eq", 1, "times")
    if clause.negated and once and said & {"once", "a single time", "one single time"} and not clause.exactly:
        clause.ranges, clause.never = [], True


def own_number(slots: Slots, index: int, clause: Clause) -> None:
    """only one order, once bought, 收到过短信: the number or the channel that the verb says itself."""
    said = slots[index].text.casefold()
    if said.endswith((" one order", " one purchase")) and slots.has(index - 1, "only"):
        clause.ranges.append(Range("eq", Amount(1, "times")))
    if said.startswith("once"):
        clause.ranges.append(Range("eq", Amount(1, "times")))
        clause.exactly = True
    if clause.verb.removeprefix("agent:") in EVENT_VERBS:
        channel = next((name for word, name in _CHANNEL_WORDS.items() if word in said), None)
        clause.filters += channel_filter(slots, channel) if channel else []
