"""What is said once for every verb: a message in front of all that was done with it, days behind all purchases."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots

_ANSWERED = ("receive", "open", "click")
_NAMED = ("contact_noun", "mail_noun", "copy_noun", "field")
_DAYS = ("时间", "时间范围", "期间", "时段", "时间段", "时间限", "时间限定", "时间是", "周期", "日期")
_DONE = (*_ANSWERED, "buy", "view", "cart", "return_goods", "spend")


def spread_fronted(slots: Slots, clauses: Sequence[Clause]) -> None:
    """Give such a message, or such days, to every clause that has none of its own."""
    _message(slots, clauses)
    _labels(slots)
    _channel(slots)
    _days(slots, clauses)
    _topic(slots, clauses)
    for before, clause in pairwise(clauses):
        browsed = slots[before.at].text in ("只看", "光看") and clause.verb == "buy" and clause.negated
        if browsed and not clause.groups:
            clause.groups = list(before.groups)  # 对香氛只看不买


def _message(slots: Slots, clauses: Sequence[Clause]) -> None:
    """秋日来信，金卡会员收到了可是没打开的: got it, and did not open it."""
    places = [i for i in slots.all("group", free=False) if slots.value(i, "group").field == "campaign"]
    told = [c for c in clauses if c.verb.removeprefix("agent:") in _ANSWERED]
    if len(places) != 1 or not told:
        return
    group, fronted = slots.value(places[0], "group"), places[0] < min(c.at for c in told)
    if any(c.filters or any(g != group for _, g in c.groups) for c in told):
        return
    if slots.used(places[0]) and not (fronted and slots.role(places[0]).startswith("object of")):
        return
    for clause in told:
        if not clause.groups:
            clause.groups.append(("", group))
    slots.use(places[0], "object of " + told[0].verb)


def _labels(slots: Slots) -> None:
    """那个亚麻周末的邮件: what the message is, beside its name."""
    for index in range(len(slots)):
        named = slots.value(index, "group")
        if named is None or named.field != "campaign" or not slots.role(index).startswith("object of"):
            continue
        for step in (-1, 1):
            at = index + step
            while 0 <= at < len(slots) and (slots.has(at, "filler") or slots.has(at, *_NAMED)):
                kind = slots.has(at, "mail_noun")
                if slots.has(at, "break", "verb", "people") or (slots.has(at, "group") and not kind):
                    break
                if slots.has(at, *_NAMED):
                    slots.use(at, "the message")
                at += step


_CHANNELS = ("短信", "邮件", "电邮", "推送", "微信")


def _channel(slots: Slots) -> None:
    """收到过双11短信的人: the message by the channel it came by, and nobody who may be written to."""
    for index in range(1, len(slots)):
        before = index - 1 - (slots[index - 1].text == "的")
        named = slots.value(before, "group") if before >= 0 else None
        if named is not None and named.field == "campaign" and slots[index].text in _CHANNELS:
            slots.use(index, "the message")


def _topic(slots: Slots, clauses: Sequence[Clause]) -> None:
    """面膜，今年买过的客户: goods that are named first of all, alone before a pause, are what was bought."""
    first = next((i for i in range(len(slots)) if not slots.has(i, "filler") or slots.has(i, "group")), len(slots))
    named = slots.value(first, "group") if first < len(slots) else None
    if named is None or slots.used(first) or not slots.chinese(first) or named.op != "is":
        return
    if slots.level(named.field) not in PRODUCT_LEVELS or not slots.has(first + 1, "break"):
        return
    if len(clauses) != 1 or clauses[0].verb.removeprefix("agent:") != "buy":
        return
    if clauses[0].groups or clauses[0].filters or clauses[0].negated or clauses[0].never:
        return
    clauses[0].groups.append(("", named))
    slots.use(first, "object of buy")


def _days(slots: Slots, clauses: Sequence[Clause]) -> None:
    """买青岚不买汉萨植研的，时间近12个月: the days of both."""
    for index in range(1, len(slots)):
        alone = slots.has(index, "period") and (slots.role(index) == "period" or not slots.used(index))
        if not alone or slots[index - 1].text not in _DAYS or not slots.has(index - 2, "break"):
            continue
        period = slots.value(index, "period")
        for clause in clauses:
            if period is not None and not clause.timed and clause.verb.removeprefix("agent:") in _DONE:
                clause.period = period
                slots.use(index, "period")
