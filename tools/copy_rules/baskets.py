"""Amounts that follow from what a draft puts together: prices added up, less the offer, what is left."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tools.briefs import Offer
from tools.copy_rules.amounts import after_offer, prices, spares
from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import Fact
from tools.copy_rules.numerals import CHINESE, ENGLISH, number
from tools.copy_rules.sizes import said_beside
from tools.copy_rules.text import fold, is_chinese, term

_EVERYTHING = (
    r"\b(?:everything|all (?:of (?:it|them)|three|four|five|six)|the (?:lot|set|works|whole)|one of each|in all"
    r"|altogether)\b"
    r"|全部?|[三四五六]样|[三四五六]件|一起|都|齐"
)
_ONE_ZH = r"一[口把个袋盆只条张台本件支瓶盒包双套块盏杯罐副顶根枚颗束株](?![一二三四五六七八九十\d])"
"""One of each, as a list tells it: 锅一口、刀一把."""
_OF_EACH = (
    rf"\b(?P<n>{ENGLISH}|\d{{1,2}})\s+(?:\w+\s+){{0,2}}?(?:of )?each\b"
    rf"|各(?:来|买|带|拿|要|囤)?(?P<z>\d{{1,2}}|{CHINESE})[份件袋包盒瓶罐支个双]"
)
"""Three pouches of each."""
_SHORT = (
    r"\b(?:short|shy|away|to go|more|left|leaves?|until|separates?|reach|another|missing|needs?|add|from)\b"
    r"|差|缺|凑|离|距|再[加买添选配]|还要"
)


def basket(claim: Claim, facts: Sequence[Fact], offer: Offer | None, before: str, sentence: str) -> bool:
    """Does the amount follow from what somebody takes, as the draft has told up to here?"""
    value = Decimal(claim.value)
    taken = _taken(claim, facts, offer, before, sentence)
    spared = claim.role == "off" or spares(claim, sentence)
    if spared and value in after_offer({*taken, *prices(facts)}, "off", offer):
        return True
    if claim.role in ("off", "minimum"):
        return False
    alone = _named(sentence, facts)
    own = set(prices(alone)) if len(alone) == 1 else set()
    if value in own | taken or value in after_offer(own | taken, "price", offer):
        return True
    return bool(term(_SHORT).search(sentence)) and value in left_to_spend({*taken, *prices(facts)}, offer)


def left_to_spend(sums: Iterable[Decimal], offer: Offer | None) -> set[Decimal]:
    """What each sum lacks to the least sum of the offer."""
    least = Decimal(str(offer.minimum_spend)) if offer and offer.minimum_spend else Decimal(0)
    return {least - one for one in sums if one < least}


def _taken(claim: Claim, facts: Sequence[Fact], offer: Offer | None, before: str, sentence: str) -> set[Decimal]:
    """What the baskets cost that the draft puts together, before the offer or with its prices."""
    listed = prices(facts)
    each = {*listed, *after_offer(listed, "price", offer)}
    sums = {one * many for one in each for many in said_beside(claim, sentence)}
    told = [Decimal(c.value) for c in read_claims(before) if c.kind == "money" and c.role in ("price", "minimum")]
    # the amounts told just before the sum: the table of a bill, one price after the other
    sums |= {sum(told[-many:], Decimal(0)) for many in range(2, len(told) + 1)}
    for text in (sentence, f"{before}\n{sentence}"):
        named = [price for fact in _named(text, facts) for price in prices([fact])]
        sums |= {sum(named, Decimal(0))} if len(named) > 1 else set()
    added = (price for fact in _named(sentence, facts) for price in prices([fact]))
    sums |= {told[-1] + price for price in added if price != told[-1]} if told else set()
    of_each = re.search(_OF_EACH, fold(sentence).text, re.IGNORECASE)
    many = number(of_each["n"] or of_each["z"]) if of_each else None
    sums |= {sum(listed, Decimal(0)) * many} if many and len(listed) > 1 else set()
    each_one = len(term(_ONE_ZH).findall(sentence)) == len(listed)
    if len(listed) > 1 and (each_one or term(_EVERYTHING).search(sentence)):
        sums.add(sum(listed, Decimal(0)))
    return sums | set(told)


def _named(text: str, facts: Sequence[Fact]) -> list[Fact]:
    """The products whose name, or the word for what they are, stands in the text."""
    plain = fold(text).text.lower()
    return [fact for fact in facts if fact.kind == "P" and any(re.search(one, plain) for one in _called(fact))]


def _called(fact: Fact) -> list[str]:
    whole = [re.escape(fold(name).text.lower()) for name in fact.names]
    chinese = [word for word in fact.words if is_chinese(word)]
    return [*whole, *chinese, *([rf"\b{re.escape(fact.head)}(?:e?s)?\b"] if fact.head else [])]
