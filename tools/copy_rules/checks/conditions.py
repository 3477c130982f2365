"""The offer is told whole: what must be spent for it is said, and not denied."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tools.copy_rules.checks.patterns import forbidden
from tools.copy_rules.claims import read_claims
from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.text import fold, term
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
            if claim.role == "off":
                benefits.append((name, claim.start, claim.end))
        folded = fold(text)
        words = rule.terms if offer.free_shipping else []
        words = [*words, *([term_of(offer.gift)] if offer.gift else [])]
        benefits += [(name, *folded.written(*m.span())) for one in words for m in term(one).finditer(folded.text)]
    for name, start, end in benefits[:1]:
        details = {lang: money(float(least), context.currency, lang) for lang in ("en", "zh")}
        yield Hit(name, reading.fields[name][start:end], start, end, {"least": details[context.language]})


def term_of(gift: str) -> str:
    """A gift's name as an expression, its article aside."""
    return re.escape(re.sub(r"^(?:an?|the|one|free)\s+", "", fold(gift).text.strip(), flags=re.IGNORECASE))
