"""Figures that follow from how something is used: poured out, taken day by day, timed, listed, paid by the unit."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import Fact
from tools.copy_rules.counted import counts_of, numbers_of
from tools.copy_rules.numerals import ENGLISH, number
from tools.copy_rules.text import fold, term
from tools.copy_rules.units import base, same_amount

_POURED = ("g", "ml")
_DAILY = (
    r"\b(?:one|1|a \w+) (?:a|per|every|each) (?:day|morning|evening|night)\b|\b(?:daily|every day|each day)\b"
    r"|[一每][天日晚早][^，。！？]{0,3}[一1]"
)
_TIMER = r"\btimers?\b|\bcount(?:s|ing)? (?:down|up)\b|\bcountdown\b|计时|定时|倒数"
_LONGEST = r"\b(?:up to|maximum|max|longest)\b[\s\w]{0,6}$|(?:最长|最多|可达|上限)[^，。]{0,3}$"
_COLOURED = (
    r"\s*(?:colou?rs?|colou?rways|shades|finishes|flavou?rs|scents|styles|prints|patterns)\b"
    r"|\s*[种个款]?(?:颜|配)?色|[种个款](?:口味|味道|香型|香味|花色)"
)
_IN_COLOURS = r"\bcolou?rs?\b|\bcolou?rways?\b|\bin \w+|\bshades?\b|\bflavou?rs?\b|色|口味|香型"
_AND = r",(?: and| or)? |、|[和与及]|\s(?:and|or|&|\+)\s|/"
_PART = r"[.;:。；：\n()（）]\s*"
_EACH = (
    r"\s*(?:per|for(?: every)?|a|/|each)\s*(?P<n>\d+)?\s*(?P<u>kg|g|ml|l|litre|liter|oz|lb)\b"
    r"|(?:一|每)?(?P<m>\d+)?(?P<z>克|毫升|公斤|斤|升)"
)
_UNITS = {"litre": "l", "liter": "l", "克": "g", "毫升": "ml", "公斤": "kg", "斤": "jin", "升": "l"}
_CENT = Decimal("0.01")


def used(claim: Claim, text: str, near: str, facts: Iterable[Fact]) -> bool:
    """Does the figure follow from what one product's fact states and how the sentence says it is used?"""
    ways = (_poured_out, _day_by_day, _timed, _counted_out)
    products = [fact for fact in facts if fact.kind == "P"]
    return any(
        _listed(claim, text, fact) or _packed(claim, text, fact) or any(way(claim, fact, near) for way in ways)
        for fact in products
    )


def _poured_out(claim: Claim, fact: Fact, sentence: str) -> bool:
    """Is it one portion of so many as make an amount of the fact: six mugs of 250 ml, 每杯150毫升,四杯?"""
    if claim.kind != "quantity" or base(Decimal(1), claim.unit)[0] not in _POURED:
        return False
    many = numbers_of(fold(sentence).text.replace(fold(claim.text).text, " "))
    return any(
        same_amount(Decimal(claim.value) * count, claim.unit, Decimal(s.value), s.unit)
        for s in fact.claims
        for count in many
        if s.kind == "quantity"
    )


def _counted_out(claim: Claim, fact: Fact, sentence: str) -> bool:
    """Is it how many portions, whose size the sentence tells, an amount of the fact has?"""
    if claim.kind != "count" or not claim.value or Decimal(claim.value) < 2:
        return False
    told = [one for one in read_claims(sentence) if one.kind == "quantity"]
    return any(
        same_amount(Decimal(one.value) * Decimal(claim.value), one.unit, Decimal(s.value), s.unit)
        for one in told
        for s in fact.claims
        if s.kind == "quantity" and base(Decimal(1), s.unit)[0] in _POURED
    )


def _day_by_day(claim: Claim, fact: Fact, sentence: str) -> bool:
    """Is it how long the pieces of the fact last, one a day?"""
    if claim.kind != "duration" or not term(_DAILY).search(sentence):
        return False
    unit, span = base(Decimal(claim.value), claim.unit)
    days = span / 86400 if unit == "second" else span * 30
    return days in counts_of(fact.text)


def _timed(claim: Claim, fact: Fact, _: str) -> bool:
    """Can the timer of the fact be set to it: no more than its longest span?"""
    if claim.kind != "duration" or not term(_TIMER).search(fact.folded):
        return False
    unit, span = base(Decimal(claim.value), claim.unit)
    longest = (
        base(Decimal(s.value), s.unit)
        for s in fact.claims
        if s.kind == "duration"
        and (s.bound in ("within", "under") or term(_LONGEST).search(fact.text[max(0, s.start - 12) : s.start]))
    )
    return any(unit == other == "second" and span <= most for other, most in longest)


def _listed(claim: Claim, text: str, fact: Fact) -> bool:
    """Does the fact list so many colours, or whatever else it comes in?"""
    if claim.kind != "count" or not term(_COLOURED).match(text[claim.end - len(claim.unit) :]):
        return False
    lines = (line for line in fact.folded.splitlines() if term(_IN_COLOURS).search(line))
    return any(lists(clause, Decimal(claim.value)) for line in lines for clause in (line, *line.split("，")))


def lists(told: str, many: int | Decimal) -> bool:
    """Does the text name so many things one after the other?"""
    return any(len(term(_AND).split(part)) == many for part in term(_PART).split(told))


_NOUN = r"\s*(?P<u>[a-z]{3,}?)(?:e?s)?\b"
_SIZED = rf"(?P<n>{ENGLISH}|\d{{1,2}})\s+(?:[\w.,-]+\s+){{1,3}}"


def _packed(claim: Claim, text: str, fact: Fact) -> bool:
    """Does the fact count the same noun with its size between: two 90 g bags?"""
    if claim.kind != "count":
        return False
    noun = term(_NOUN).match(fold(text[claim.end - len(claim.unit) :]).text)
    return noun is not None and any(
        number(match["n"]) == claim.value for match in term(rf"{_SIZED}{noun['u']}(?:e?s)?\b").finditer(fact.folded)
    )


def unit_price(claim: Claim, text: str, prices: Iterable[tuple[Decimal, Fact]]) -> bool:
    """Is it the price for so much of what a fact sells: £2.40 per 100 g of 1 kg at £24?"""
    match = term(_EACH).match(fold(text[claim.end : claim.end + 24]).text) if claim.kind == "money" else None
    if match is None:
        return False
    said = match["u"] or match["z"]
    unit, amount = base(Decimal(match["n"] or match["m"] or 1), _UNITS.get(said.lower(), said.lower()))
    for price, fact in prices:
        for s in fact.claims:
            name, size = base(Decimal(s.value), s.unit) if s.kind == "quantity" else ("", Decimal(0))
            if name == unit and size > 0:
                exact = price * amount / size
                if Decimal(claim.value) in (exact, exact.quantize(_CENT, ROUND_HALF_UP)):
                    return True
    return False
