"""The offer is told whole: what must be spent for it is said, and not denied."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tools.copy_rules.amounts import prices
from tools.copy_rules.baskets import left_to_spend
from tools.copy_rules.checks.patterns import forbidden
from tools.copy_rules.claims import read_claims
from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.text import fold, sentence_at, term
from tools.copy_rules.units import money


def denied_condition(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Words such as "on any order" where the offer has a least sum."""
    offer = reading.context.brief.offer
    if offer is None or not offer.minimum_spend:
        return
    for name, text in reading.of(rule.fields):
        for start, end, value in forbidden(rule, text, reading.context.protected):
            yield Hit(name, value, start, end)


def dropped_condition(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """The benefit of an offer with a least sum, in a draft that nowhere names that sum."""
    offer, context = reading.context.brief.offer, reading.context
    if offer is None or not offer.minimum_spend:
        return
    least = Decimal(str(offer.minimum_spend))
    benefits: list[tuple[str, int, int]] = []
    for name, text in reading.fields.items():
        for claim in read_claims(text, context.protected):
            if claim.kind in ("money", "count") and claim.value == least:
                return
            if claim.role == "off" and not _enough(text, claim.start, claim.end, reading):
                benefits.append((name, claim.start, claim.end))
        folded = fold(text)
        words = rule.terms if offer.free_shipping else []
        words = [*words, *([term_of(offer.gift)] if offer.gift else [])]
        places = [folded.written(*match.span()) for one in words for match in term(one).finditer(folded.text)]
        benefits += [(name, *place) for place in places if not _enough(text, *place, reading)]
    for name, start, end in benefits[:1]:
        details = {lang: money(float(least), context.currency, lang) for lang in ("en", "zh")}
        yield Hit(name, reading.fields[name][start:end], start, end, {"least": details[context.language]})


def _enough(text: str, start: int, end: int, reading: Reading) -> bool:
    """Does the text beside the benefit tell a sum that reaches the least one, or what is left to it?"""
    offer, context = reading.context.brief.offer, reading.context
    least = Decimal(str(offer.minimum_spend or 0)) if offer else Decimal(0)
    near = sentence_at(text, start, end, earlier=1)
    sums = [Decimal(c.value) for c in read_claims(near, context.protected) if c.kind == "money" and c.role == "price"]
    listed = prices(context.cited(reading.cites))
    return any(one in left_to_spend(listed, offer) or (one >= least and one not in listed) for one in sums)


def term_of(gift: str) -> str:
    """A gift's name as an expression, its article aside."""
    return re.escape(re.sub(r"^(?:an?|the|one|free)\s+", "", fold(gift).text.strip(), flags=re.IGNORECASE))
