"""Does a fact back a claim? Same figure, same kind, same unit; discounted prices are worked out."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tools.briefs import Offer
from tools.copy_rules.amounts import bought, follows, in_all, prices, sums_up
from tools.copy_rules.baskets import basket
from tools.copy_rules.bounds import keeps, strict
from tools.copy_rules.claim_ages import allowed
from tools.copy_rules.claim_times import HALF_DAY
from tools.copy_rules.claims import Claim
from tools.copy_rules.context import Context, Fact
from tools.copy_rules.counted import counted, counts_of, numbers_of
from tools.copy_rules.deadlines import days_left
from tools.copy_rules.text import is_chinese, term
from tools.copy_rules.units import base, currencies, same_amount

_IN_ALL = r"\b(?:in all|all told|in total|total|altogether|works? out|adds? up|that\x27s|that is)\b"
_IN_ALL += r"|一共|总共|共|合计|加起来|算下来"
_YEARLY = r"\b(?:awards?|winner|won|prizes?|medals?|of the year|named|voted|vintage|harvest)\b"
_YEARLY += r"|奖|获|评|年份|冠军|[春秋]茶|新茶|采摘"
"""Beside these a year is part of the claim, also the current one."""
_FOR_AGES = r"\b(?:for|suits?|suitable)\b|适|可|能"
"""Beside these a range of ages says for whom, and not who somebody is."""
_SCALE = (
    r"\b(?:marks?|marked|scale|adjust\w*|dials?|settings?|variable|ranges?|thermometer)\b|刻度|可调|调节|任意|量程|范围"
)
_FITS = r"\b(?:fits?|suits?|suitable|takes?|for|holds?|grips?|between)\b|适[合用]|可?夹持?|能[装放夹]|容纳"
_TO = r"\d\s*(?:-|to|~|至|到)\s*\d"
"""What a range is of, and what makes two amounts one."""
_REST = r"\b(?:other|remaining|rest)\b|剩下|其余|另外"
_ALIKE = ({"位", "名", "人", "个"}, {"本", "册"}, {"只", "个"}, {"件", "个"}, {"款", "种", "样"}, {"间", "家", "个"})
"""Chinese measure words for the same things."""
_TOLD_APART = 100
"""From here on the same number is no coincidence, whatever noun stands behind it."""
_THIRDS = {Decimal(33), Decimal("33.3"), Decimal("33.33")}
"""What is called a third off."""


def supported(claim: Claim, facts: Iterable[Fact], context: Context, sentence: str = "") -> bool:
    """Is the claim stated by one of the facts, or an amount that follows from prices and offer?"""
    facts = list(facts)
    if claim.unit == "pounds" and not currencies(claim.unit) & currencies(context.currency):
        claim = replace(claim, kind="quantity", unit="lb", role="")  # tested to 800 pounds, where prices are in dollars
    if claim.kind == "money" and not currencies(claim.unit) & currencies(context.currency):
        return any(_agree(claim, stated) for fact in facts if fact.kind != "P" for stated in fact.claims)
    if claim.kind == "weekday" and claim.unit:
        return _falls_on(claim, context.today)
    if claim.kind == "weekday":
        until = context.brief.offer.valid_until if context.brief.offer else None
        return until is not None and until.weekday() == claim.value
    if claim.kind == "code":
        return any(
            re.search(rf"(?<![A-Za-z0-9+]){re.escape(str(claim.value))}(?![A-Za-z0-9+])", fact.text) for fact in facts
        )
    if claim.kind == "age" and claim.role in ("", "range"):
        stated = [s for fact in facts for s in fact.claims if s.kind == "age"]
        if not stated and claim.role and term(_FOR_AGES).search(sentence):
            return False
        return allowed(Decimal(claim.value), claim.unit, ((Decimal(s.value), s.unit, s.role, s.bound) for s in stated))
    if claim.role == "minimum" and claim.text[:1].isdigit() and "减" in claim.text and claim.value in prices(facts):
        return True  # 599减60: the price and what comes off it
    current = claim.kind == "year" and not claim.role and claim.value in (context.today.year, context.today.year + 1)
    if current and not term(_YEARLY).search(sentence):
        return True
    if claim.kind == "date" and _other_year(str(claim.value), context.brief.offer):
        return False
    if any(_agree(claim, stated) for fact in facts for stated in fact.claims) or days_left(claim, context):
        return True
    if claim.kind == "percent" and claim.role != "off" and term(_REST).search(sentence):
        return any(s.kind == "percent" and s.value == 100 - Decimal(claim.value) for f in facts for s in f.claims)
    if claim.kind == "quantity" and any(_on_scale(claim, fact) for fact in facts):
        return True
    named = f"{claim.text}“" in sentence.replace(" ", "")  # 860位“病人”: what is counted goes by another name
    if claim.kind == "count" and any(
        claim.value == one.value and claim.unit.rstrip("s") == one.noun for fact in facts for one in counted(fact.text)
    ):
        return True
    bare = claim.kind == "count" and (not claim.unit or named)
    if bare and any(claim.value in counts_of(fact.text) for fact in facts):
        return True
    return (bare or claim.kind == "money") and follows(claim, facts, context.brief.offer, sentence)


def _on_scale(claim: Claim, fact: Fact) -> bool:
    """Is the amount a setting of what the fact says is marked or adjustable between two amounts, or up to one?"""
    if _in_range(claim, fact):
        return True
    ends = [s for s in fact.claims if s.kind == "quantity" and s.unit == claim.unit]
    if not ends or not term(_SCALE).search(fact.folded):
        return False
    values = [Decimal(s.value) for s in ends]
    least = Decimal(0) if any(s.bound == "within" for s in ends) else min(values)
    return least <= Decimal(claim.value) <= max(values) and (len(set(values)) > 1 or least == 0)


def _in_range(claim: Claim, fact: Fact) -> bool:
    """Does what the fact says it fits, from one amount to another, hold the amount?"""
    for stated in fact.claims:
        before = fact.text[max(0, stated.start - 24) : stated.start]
        if stated.unit != claim.unit or not term(_TO).search(stated.text) or not term(_FITS).search(before):
            continue
        ends = [Decimal(s.value) for s in fact.claims if s.start == stated.start]
        if len(ends) == 2 and min(ends) <= Decimal(claim.value) <= max(ends):
            return True
    return False


def adds_up(claim: Claim, cited: list[Fact], context: Context, whole: str, before: str, sentence: str) -> bool:
    """Is the claim a sum over several products, whichever of them the sentence names?"""
    if claim.kind in ("duration", "quantity"):
        value = Decimal(claim.value)
        offer = context.brief.offer
        taken = [many for many in numbers_of(whole) if bought(many, cited, offer, whole)]
        if any(_times(claim, fact, many) for fact in cited for many in taken):
            return True
        every = term(_IN_ALL).search(whole)
        return bool(every) and any(same_amount(value, claim.unit, *one) for fact in cited for one in in_all(fact))
    if claim.kind == "money" and not currencies(claim.unit) & currencies(context.currency):
        return False
    bare = claim.kind == "count" and not claim.unit
    if not bare and claim.kind != "money":
        return False
    offer = context.brief.offer
    return sums_up(claim, cited, offer, whole, sentence) or basket(claim, cited, offer, before, sentence)


def _times(claim: Claim, fact: Fact, many: Decimal) -> bool:
    """Is the amount so many times one that the fact states?"""
    value = Decimal(claim.value)
    return any(
        s.kind == claim.kind and same_amount(value, claim.unit, Decimal(s.value) * many, s.unit) for s in fact.claims
    )


def _falls_on(claim: Claim, today: date) -> bool:
    """Is the date beside it that day of the week, this year or (once past) the next?"""
    years = [int(claim.unit[:4])] if len(claim.unit) > 5 else [today.year, today.year + 1]
    month, day = int(claim.unit[-5:-3]), int(claim.unit[-2:])
    days = [date(year, month, day) for year in years if day <= monthrange(year, month)[1]]
    coming = [one for one in days if one >= today - timedelta(days=31)] or days
    return bool(coming) and coming[0].weekday() == claim.value


def _agree(claim: Claim, stated: Claim) -> bool:
    if {claim.kind, stated.kind} == {"count", "multiple"} and claim.value == stated.value:
        return Decimal(claim.value) >= _TOLD_APART  # 20,000 times of 20,000 rubs
    if claim.kind == "count":
        return _counts_agree(claim, stated)
    if claim.kind != stated.kind:
        return False
    if claim.kind == "date":
        return _dates_agree(str(claim.value), str(stated.value))
    if claim.kind in ("duration", "quantity", "age"):
        return _amounts_agree(claim, stated)
    if claim.kind == "money":
        return _money_agrees(claim, stated)
    if claim.kind == "percent":
        roles = {"off": ("off",), "of": ("of", "bare"), "bare": ("off", "of", "bare")}
        if stated.role not in roles[claim.role]:
            return False
        bounded = claim.bound and claim.role != "off"
        near = bounded and keeps(claim.bound, Decimal(claim.value), Decimal(stated.value))
        third = {Decimal(claim.value), Decimal(stated.value)} <= _THIRDS
        return claim.value == stated.value or bool(near) or third
    if claim.kind == "time":
        apart = abs(Decimal(claim.value) - Decimal(stated.value))
        return apart == 0 or (apart == HALF_DAY and "12h" in (claim.unit, stated.unit))
    if claim.kind == "year":
        return claim.value == stated.value
    return claim.value == stated.value and claim.unit == stated.unit


def _money_agrees(claim: Claim, stated: Claim) -> bool:
    """The same sum for the same thing; a price may be bounded, and "over 40" may be a price where it is no minimum."""
    if not currencies(claim.unit) & currencies(stated.unit):
        return False
    value, other = Decimal(claim.value), Decimal(stated.value)
    if claim.role == stated.role and value == other and not (strict(claim.bound) and claim.role == "price"):
        return True
    priced = claim.role == "price" or (claim.role == "minimum" and claim.bound in ("over", "least"))
    return bool(claim.bound) and priced and stated.role == "price" and keeps(claim.bound, value, other)


def _amounts_agree(claim: Claim, stated: Claim) -> bool:
    value, other = Decimal(claim.value), Decimal(stated.value)
    if claim.bound:
        (name, mine), (other_name, its) = base(value, claim.unit), base(other, stated.unit)
        if name == other_name and keeps(claim.bound, mine, its):
            return True
    both = {claim.bound, stated.bound} == {"over", "least"}  # 超过8公斤 of 8公斤以上
    return (not strict(claim.bound) or claim.bound == stated.bound or both) and same_amount(
        value, claim.unit, other, stated.unit
    )


def _counts_agree(claim: Claim, stated: Claim) -> bool:
    """A bare number may repeat a figure of a fact; with a counted noun the nouns must agree within one language."""
    if claim.value != stated.value:
        near = claim.bound and stated.kind == "count" and claim.unit.rstrip("s") == stated.unit.rstrip("s")
        return bool(near) and keeps(claim.bound, Decimal(claim.value), Decimal(stated.value))
    if stated.kind in ("time", "date", "weekday", "code", "bogo"):
        return False
    if stated.kind in ("money", "year") or (stated.kind == "percent" and claim.unit == ""):
        return claim.unit == ""
    if stated.kind != "count" or not claim.unit or not stated.unit:
        return stated.kind == "count" or claim.unit == ""
    if is_chinese(claim.unit) != is_chinese(stated.unit) or any({claim.unit, stated.unit} <= one for one in _ALIKE):
        return True
    if Decimal(claim.value) >= (10 if is_chinese(claim.unit) else _TOLD_APART):
        return True  # 十五把椅子 of 限15人: what counts the same thing otherwise is told by counted.py
    return claim.unit.rstrip("s") == stated.unit.rstrip("s")


def _other_year(claimed: str, offer: Offer | None) -> bool:
    """The last day of the offer, in another year."""
    until = offer.valid_until.isoformat() if offer and offer.valid_until else ""
    return len(claimed) == len(until) and claimed[4:] == until[4:] and claimed[:4] != until[:4]


def _dates_agree(claimed: str, stated: str) -> bool:
    for one in claimed.split("|"):
        for other in stated.split("|"):
            if (
                one == other
                or (one.startswith("--") and one[-2:] == other[-2:])
                or (len(one) != len(other) and one[-5:] == other[-5:])
            ):
                return True
    return False
