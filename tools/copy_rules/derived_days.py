"""Days and spans that follow from a calendar: days until a day that is told, a day so long from now, a day's hours."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from tools.copy_rules.claims import Claim
from tools.copy_rules.context import Context
from tools.copy_rules.text import term
from tools.copy_rules.units import base

_FIXED = {
    (12, 25): r"\bchristmas\b|圣诞",
    (1, 1): r"\bnew year\b|\b20\d\d\b|元旦|新年|跨年|20\d\d",
    (12, 1): r"\badvent\b",
}
_MONTH_END = r"\bmonth\b|月[底末还剩]|本月|这个月|[一二三四五六七八九十]月"
_IN_A = (
    (Decimal(24), "hour", r"\s+(?:in|of) (?:a|the|every) day\b", r"(?:\ba day has|一[天日](?:只?有|就|才)?)\s*$"),
    (
        Decimal(7),
        "day",
        r"\s+(?:in|of) (?:a|the|every) week\b",
        r"(?:\ba week has|一(?:周|星期|个?礼拜)(?:只?有|就|才)?)\s*$",
    ),
    (Decimal(12), "month", r"\s+(?:in|of) (?:a|the|every) year\b", r"(?:\ba year has|一年(?:只?有|就|才)?)\s*$"),
    (Decimal(365), "day", r"\s+(?:in|of) (?:a|the|every) year\b", r"(?:\ba year has|一年(?:只?有|就|才)?)\s*$"),
)
"""What everybody knows, behind the figure or before it: a day has 24 hours."""
_COUNTDOWN = (
    r"\b(?:left|to go|until|till|away|off|before|remaining|sleeps)\b|\b(?:days?|weeks?|months?) (?:to|then)\b"
    r"|还有|还剩|[离距剩]|再过|之后|[天周月]后|只有|到"
)
_ENDS = (
    r"\b(?:until|till|through|thru|by|before|ends?|expires?|last|off|sale|class|course|starts?|begins?|opens?|launch\w*|offers?|codes?|order|deliver\w*|ship\w*|arriv\w*)\b"
    r"|截止|截至|[前止折减券码]|到期|优惠|活动|发货|送达|到货|有效|结束"
)
"""Beside these a day is one that the shop is held to, and comes from the offer or a fact alone."""


def span_told(claim: Claim, context: Context, others: Iterable[Claim], draft: str, near: str) -> bool:
    """The time from today to a day that the draft, the offer or the calendar names; or the hours of a day."""
    before, _, behind = near.partition(claim.text)
    if any(
        (claim.value, claim.unit) == (value, unit)
        and (term(after).match(behind) or (term(ahead).search(before) and not behind[:1].isalnum()))
        for value, unit, after, ahead in _IN_A
    ):
        return True
    if claim.unit not in ("day", "week", "month") or not term(_COUNTDOWN).search(near) or term(_ENDS).search(near):
        return False
    days = {(day - context.today).days for day in _days(context, others, draft)}
    length = {"day": 1, "week": 7, "month": 30}[claim.unit]
    said = Decimal(claim.value) * length
    loose = 0 if claim.unit == "day" else length * (Decimal("0.25") if claim.unit == "week" else Decimal("0.5"))
    return any(one > 0 and abs(one - said) <= loose for one in days)


def _days(context: Context, others: Iterable[Claim], draft: str) -> Iterator[date]:
    """Days that somebody may count down to."""
    today, offer = context.today, context.brief.offer
    if offer is not None and offer.valid_until:
        yield offer.valid_until
    for (month, day), words in _FIXED.items():
        if term(words).search(draft):
            yield _coming(today, month, day)
    if term(_MONTH_END).search(draft):
        yield _coming(today, today.month % 12 + 1, 1) - timedelta(days=1)
        yield _coming(today, today.month % 12 + 1, 1)
    for one in others:
        if one.kind == "date":
            yield from _dates(str(one.value), today)
        if one.kind == "weekday":
            yield today + timedelta(days=(int(Decimal(one.value)) - today.weekday()) % 7)


def _coming(today: date, month: int, day: int) -> date:
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def _dates(written: str, today: date) -> Iterator[date]:
    """The days that a date claim stands for: 12-04, 2026-12-04, one of several."""
    for one in written.split("|"):
        match = re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d)", one)
        if match is None or not 1 <= int(match[2]) <= 12:
            continue
        try:
            month, day = int(match[2]), int(match[3])
            yield date(int(match[1]), month, day) if match[1] else _coming(today, month, day)
        except ValueError:  # the 29th of February in a year that has none
            continue


def day_told(claim: Claim, context: Context, others: Iterable[Claim], near: str) -> bool:
    """So long from today as the draft or a fact tells: eleven days off, up in 7 to 14 days."""
    if term(_ENDS).search(near):
        return False
    spans = [base(Decimal(one.value), one.unit) for one in others if one.kind == "duration"]
    lengths = {int(size / 86_400) for name, size in spans if name == "second" and size >= 86_400}
    return any((day - context.today).days in lengths for day in _dates(str(claim.value), context.today))
