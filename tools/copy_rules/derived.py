"""Figures that are one step of arithmetic away from what the facts, the offer and the draft itself state.

A price for one of several, hours of two candles, evenings in forty hours, days until a date: copywriters reckon so, and
a reader can follow it. The words around a figure decide only which step is tried; the figure must come out.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import product

from tools.copy_rules.amounts import after_offer, prices
from tools.copy_rules.bounds import keeps
from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import Context, Fact
from tools.copy_rules.derived_days import day_told, span_told
from tools.copy_rules.numerals import CHINESE, ENGLISH, number
from tools.copy_rules.sizes import held, portions
from tools.copy_rules.text import fold, is_chinese, term
from tools.copy_rules.units import base

_MOST = 1000
"""Pieces or times that somebody counts with."""
_WHOLE = re.compile(rf"(?<![\d.,$£€¥]){ENGLISH}\b|(?<![\d.,$£€¥])\d+(?![\d.,]*\d|%)|{CHINESE}", re.IGNORECASE)
_FOR_ONE = (
    r"\b(?:each|per|apiece|every|a head)\b|[\d.,]+p?\s+an?\s+[a-z]|\b(?:fiver|tenner|quid|pence|cents?)\s+an?\s+[a-z]"
    r"|一(?![起共样下直定般律口气切些旦时点同次性])[\u4e00-\u9fff]|每|平均|均价|单[件个只支条片盒袋瓶]|人均|(?<![适符配])合|摊"
)
_BESIDE = 12
"""Characters before and behind an amount in which they say that it is for one."""
_SAVED = r"\bsav(?:es?|ed|ing)\b|省|减|便宜|少花"
"""Just before an amount these say that it need not be paid."""
_REST = (
    r"\b(?:other|others|rest|remaining)\b|(?:,|\band\b) (?:one|the last)\b|其余|剩下|还有一|差一|[，,]一[片只块个颗张]"
)
_PERSONS = frozenset(
    ("people", "persons", "guests", "customers", "women", "men", "students", "members", "reviews", "ratings", "stars",
     "awards", "medals", "prizes", "experts", "stores", "shops", "cities", "countries", "patents",
     *"人名位家倍店城国奖项")
)  # fmt: skip
"""Counted nouns that no arithmetic backs: whom it is for, how liked it is."""
_PLACES = 4
_TOGETHER = r"\b(?:together|in all|total|altogether|come to|add up)\b|合起来|一共|总共|合计|加起来|共"
_DAILY = r"\b(?:a|per|every|each) (?:day|night|evening|morning|week)\b|\bdaily\b|[每一][天日晚早周]"


def derived(
    claim: Claim, facts: Sequence[Fact], context: Context, draft: str, near: str, *, counted: bool = False
) -> bool:
    """Does the claim come out of one step? `draft` is all of its fields, `near` its sentence and the one before.

    `counted` where the facts count the same things otherwise.
    """
    products = [fact for fact in facts if fact.kind == "P"]
    others = [one for one in read_claims(draft, context.protected) if one.key != claim.key]
    if claim.kind == "money":
        return _money(claim, products, context, others, near)
    if claim.kind in ("duration", "quantity"):
        if _amount(claim, products, draft, near):
            return True
        return claim.kind == "duration" and span_told(claim, context, others, draft, near)
    if claim.kind == "count":
        return _count(claim, products, others, near, counted=counted)
    if claim.kind == "date":
        return day_told(claim, context, [*others, *_stated(products)], near)
    return claim.kind == "percent" and claim.role == "off" and _share_off(claim, products, context)


def _money(claim: Claim, products: Sequence[Fact], context: Context, others: Iterable[Claim], near: str) -> bool:
    """One of several, or what is saved."""
    offer, listed = context.brief.offer, prices(products)
    told = {Decimal(one.value) for one in others if one.kind == "money" and one.role in ("price", "minimum")}
    amounts = {*listed, *after_offer(listed, "price", offer), sum(listed, Decimal(0))}
    at = near.find(claim.text)
    if (
        at >= 0
        and term(_SAVED).search(near[max(0, at - 8) : at])
        and any(_fits(claim, one) for one in after_offer(listed, "off", offer))
    ):
        return True
    if claim.unit == "块" and not claim.text.endswith("钱") and any(Decimal(claim.value) in held(f) for f in products):
        return True  # 24块曲奇 are pieces
    beside = near[max(0, at - _BESIDE) : at + len(claim.text) + _BESIDE]
    if claim.role != "price" or at < 0 or not term(_FOR_ONE).search(beside):
        return False
    among = {many for fact in products for many in (*held(fact), *portions(fact), *_packed(fact))}
    among |= {Decimal(one.value) for one in others if one.kind == "count" and _small(one)}
    return any(_fits(claim, amount / many) for amount in amounts | told for many in among)


def _amount(claim: Claim, products: Sequence[Fact], draft: str, near: str) -> bool:
    """So many times what one fact states: two candles of eight hours, two sponges of six weeks; or days of a supply."""
    unit, _ = base(Decimal(claim.value), claim.unit)
    if claim.unit == "sqm":
        return any(_area(claim, fact) for fact in products)
    if claim.kind == "quantity" and unit not in ("g", "ml"):
        return False
    if claim.kind == "quantity" and term(_TOGETHER).search(draft) and _all_together(claim, products, unit):
        return True
    for fact in products:
        many = held(fact)
        if claim.kind == "duration":  # so many are used one after the other, which the sentence tells
            many = many & whole_numbers(near.replace(claim.text, " "))
        for stated in _stated([fact]):
            name, size = base(Decimal(stated.value), stated.unit) if stated.kind == claim.kind else ("", Decimal(0))
            if name == unit and any(_fits_amount(claim, size * one) for one in many):
                return True
    if claim.kind != "duration" or claim.unit not in ("day", "week") or not term(_DAILY).search(draft):
        return False
    days = base(Decimal(claim.value), claim.unit)[1] / 86_400
    rate = whole_numbers(draft) | _integers(products)
    return any(
        one > other and _near(claim.bound, days, one / other)
        for fact in products
        for one, other in product(held(fact), rate)
    )


def _area(claim: Claim, fact: Fact) -> bool:
    """Is it one length of the fact times another, in square metres?"""
    sides = [base(Decimal(s.value), s.unit) for s in _stated([fact]) if s.kind == "quantity"]
    lengths = {size for name, size in sides if name == "mm"}
    areas = (one * other / 1_000_000 for one, other in product(lengths, lengths) if one != other)
    return any(_near(claim.bound, Decimal(claim.value), area) for area in areas)


def _all_together(claim: Claim, products: Sequence[Fact], unit: str) -> bool:
    """Is it what all amounts of that kind that one product or all of them have make together?"""
    sizes = [[base(Decimal(s.value), s.unit) for s in _stated([fact]) if s.kind == "quantity"] for fact in products]
    every = [*sizes, [one for own in sizes for one in own]]
    sums = [sum((size for name, size in own if name == unit), Decimal(0)) for own in every]
    return any(_fits_amount(claim, one) for one in sums if one)


def _count(claim: Claim, products: Sequence[Fact], others: Iterable[Claim], near: str, *, counted: bool) -> bool:
    """How often one amount goes into another, all but one, or (where no fact counts the same) so many of so many."""
    value = Decimal(claim.value)
    if value == 1 and is_chinese(claim.unit):
        return True  # 1张垫; who counts otherwise is found by its noun
    if value < 2 or value != int(value) or claim.unit.lower() in _PERSONS:
        return False
    same = claim.unit.rstrip("s")
    counted = counted or any(same and same == one.unit.rstrip("s") for one in _stated(products) if one.kind == "count")
    stated = [one for one in _stated(products) if one.kind in ("quantity", "duration")]
    told = [one for one in others if one.kind in ("quantity", "duration")]
    for whole, part in product([] if counted else stated, [*stated, *told]):
        (name, size), (other, piece) = (base(Decimal(one.value), one.unit) for one in (whole, part))
        if (
            name == other
            and name in ("g", "ml", "second")
            and 0 < piece < size
            and _times_in(claim.bound, value, size / piece)
        ):
            return True
    for fact in products:
        many, pieces = _integers([fact]), held(fact)
        if not counted and any(one != other and one * other == value for one, other in product(pieces, pieces)):
            return True
        many_each = whole_numbers(near.replace(claim.text, " ")) if term(_FOR_ONE).search(near) else set()
        if any(value * other in many for other in many_each):
            return True
        if value >= 10 and value + 1 in many and term(_REST).search(near.replace(claim.text, " ")):
            return True
    return False


def _times_in(bound: str, said: Decimal, exact: Decimal) -> bool:
    """So often, or so often with a little left."""
    return _near(bound, said, exact) or (said == int(exact) and exact - said < Decimal("0.5"))


def _share_off(claim: Claim, products: Sequence[Fact], context: Context) -> bool:
    """What an amount off is of the price: £15 of £75 is a fifth."""
    offer = context.brief.offer
    if offer is None or not offer.amount_off:
        return False
    off, least = Decimal(str(offer.amount_off)), Decimal(str(offer.minimum_spend or 0))
    return any(
        price > off and price >= least and _near(claim.bound, Decimal(claim.value), off / price * 100)
        for price in prices(products)
    )


def _stated(facts: Iterable[Fact]) -> list[Claim]:
    return [stated for fact in facts for stated in fact.claims]


def _integers(facts: Iterable[Fact]) -> set[Decimal]:
    """The whole numbers of facts that are no prices: what may be counted or divided by."""
    return set().union(*(whole_numbers(re.sub(r"(?m)^price: .*$", " ", fact.text)) for fact in facts), set())


_PACKED = rf"(?P<n>{ENGLISH}|\d{{1,3}})\s+(?:\d[\w.,]*\s*(?:g|ml|kg|l|oz|lb|cm|in)\s+)(?:[a-z]+\s+)?[a-z]{{3,}}s\b"


def _packed(fact: Fact) -> set[Decimal]:
    """Pieces that a fact counts with their size between: three 1 oz tubes."""
    found = (number(match["n"]) for match in term(_PACKED).finditer(fact.folded))
    return {one for one in found if one is not None and one >= 2}


def whole_numbers(text: str) -> set[Decimal]:
    """Every whole number of the text, in words or digits, that somebody may count with; amounts of money are none."""
    found = (number(match[0]) for match in _WHOLE.finditer(fold(text).text))
    return {value for value in found if value is not None and 2 <= value <= _MOST and value == int(value)}


def _small(claim: Claim) -> bool:
    return 2 <= Decimal(claim.value) <= _MOST


def _fits(claim: Claim, exact: Decimal) -> bool:
    """Is the amount said what comes out, rounded as it is said, or within its bound?"""
    said = Decimal(claim.value)
    if claim.bound:
        return _near(claim.bound, said, exact)
    places = len(str(said).partition(".")[2])
    return said == exact or (0 < places <= _PLACES and said == round(exact, places))


def _fits_amount(claim: Claim, size: Decimal) -> bool:
    said = base(Decimal(claim.value), claim.unit)[1]
    return said == size or bool(claim.bound and keeps(claim.bound, said, size))


def _near(bound: str, said: Decimal, exact: Decimal) -> bool:
    return said == exact or bool(bound and keeps(bound, said, exact))
