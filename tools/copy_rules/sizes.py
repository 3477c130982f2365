"""Amounts that follow from sizes and counts: so many of one, a pack's pieces together, one part of another, a ratio."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, product

from tools.copy_rules.bounds import keeps
from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import Fact
from tools.copy_rules.counted import counted
from tools.copy_rules.numerals import CHINESE, ENGLISH, NUMBER, number
from tools.copy_rules.text import fold, term
from tools.copy_rules.units import base, same_amount, sized

_MOST_PIECES, _MOST_TAKEN = 1000, 31
_PACKS = (
    rf"(?<![\d.,$£€¥])(?:{ENGLISH}|\d+)(?=\s+(?:[a-z'-]+\s+){{0,2}}?(?:box|bag|pack|set|tub|tin|jar|bottle|case|can|reel|roll"
    r"|spool|skein|ball|pouch|sachet|carton|crate|tube|packet|sheet|pad|pair|strip|stick|bar|loa[fv]|bunch|kit|bundle|unit"
    r"|piece|drum|sack|bucket|tray|block|length|coil|cone|hank|cartridge|refill|slab|punnet|wheel|keg|barrel|card)(?:s|es)?\b)"
    rf"|(?<!第)(?:\d+|{CHINESE})(?=\s*[盒袋箱包卷瓶罐套只支条团本册副块片张双对桶把束捆扎听筒枚根件份打刀卷管盘板提])"
)
"""A number of what a shop sells by the piece."""
_POURED = ("g", "ml")
"""Amounts taken in portions."""
_ADDED = (*_POURED, "mm")
"""Amounts that add up when there are more of a thing; watts, threads and degrees do not."""
_DIVIDED = (
    r"\b(?:makes?|enough|gives?|yields?|pours?|fills?|lasts?|serves?|good for|worth|in (?:every|each|a|one)|per|a)\b"
    r"|够|可|能|调|冲|泡|用|喝|吃|点|抹|涂|洗|分|出"
)
_TOGETHER = (
    r"\b(?:together|both|in all|all told|total|combined|between them|and|plus|with)\b|[+&]"
    r"|加|和|配|连|一起|一共|总共|合计|共"
)
_KINDS = r"\b(?:things?|items?|pieces?|products?|all|ingredients)\b|样|件|种|款|全"
_SIZED = ("quantity", "duration")


def worked_out(claim: Claim, own: Sequence[Fact], cited: Sequence[Fact], near: str) -> bool:
    """Does the figure follow from what one fact states, times or divided by what it or the text counts?

    `own` are the facts of the products at hand, `near` is the sentence with the one before it.
    """
    products = [fact for fact in own if fact.kind == "P"]
    every = [fact for fact in cited if fact.kind == "P"]
    if claim.kind in _SIZED:
        return any(_in_all(claim, fact, near) for fact in products) or _combined(claim, every, near)
    if claim.kind == "count":
        return _of_products(claim, every) or any(
            _pieces(claim, fact, near) or _parts(claim, fact, near) for fact in products
        )
    return claim.kind == "ratio" and any(_ratio(claim, fact) for fact in products)


def so_many_times(text: str, facts: Iterable[Fact], near: str) -> bool:
    """Is what the text counts so many packs, as many as it takes, of what a fact counts?"""
    return any(
        claim.kind == "count" and any(_pieces(claim, fact, near) for fact in facts if fact.kind == "P")
        for claim in (*read_claims(text), *(Claim("count", value, text=text) for value in _numbers(text)))
    )


def said_beside(claim: Claim, sentence: str) -> set[Decimal]:
    """How many packs or pieces the sentence takes: two boxes, five Cricket Tubs, 四卷; not the figure itself."""
    rest = fold(sentence.replace(claim.text, " ", 1)).text
    found = (number(match[0]) for match in re.finditer(_PACKS, rest, re.IGNORECASE))
    return {value for value in found if value is not None and 2 <= value <= _MOST_TAKEN}


def _numbers(text: str) -> set[Decimal]:
    found = (number(match[0]) for match in re.finditer(NUMBER, fold(text).text, re.IGNORECASE))
    return {value for value in found if value is not None}


def portions(fact: Fact) -> set[Decimal]:
    """How many times one stated amount holds another one: 50 ml of 500 ml are ten."""
    sizes = [base(Decimal(s.value), s.unit) for s in fact.claims if s.kind == "quantity"]
    pairs = (
        (one, other) for (name, one), (unit, other) in product(sizes, sizes) if name == unit in _POURED and other > 0
    )
    return {one / other for one, other in pairs if one >= 2 * other}


def held(fact: Fact) -> set[Decimal]:
    """Every number of pieces that the fact counts."""
    counts = {Decimal(s.value) for s in fact.claims if s.kind in ("count", "multiple")}
    counts |= {one.value for one in counted(fact.text) if one.unit not in ("%", "of") and not sized(one.unit)}
    return {count for count in counts if 2 <= count <= _MOST_PIECES}


_USED_UP = (
    r"\b(?:the whole|the full|all of|every last|end to end|one after (?:the other|another))\b"
    r"|全[部都]?|整[盒包箱套]|烧完|点完|用完"
)
_SIDE = (
    r"\s*(?:wide|deep|tall|high|thick|long|across|in (?:height|length|width|diameter))\b"
    r"|的?(?:[宽高厚深]|长(?!度)|直径|粗)"
)
"""Behind a length these say that it is a side of one piece."""


def _in_all(claim: Claim, fact: Fact, sentence: str) -> bool:
    """Is it one stated amount times the pieces of the fact, those that the sentence takes, or both?"""
    if term(re.escape(claim.text) + f"(?:{_SIDE})").search(sentence):
        return False
    pieces, taken = held(fact), said_beside(claim, sentence)
    name = base(Decimal(claim.value), claim.unit)[0]
    if claim.kind == "duration":
        used_up = claim.unit in ("minute", "hour") and term(_USED_UP).search(sentence)
        many = pieces if used_up else set()
    elif name in _ADDED:
        many = pieces | taken | {one * other for one, other in product(pieces, taken)}
    else:
        return False
    return any(
        _same(claim, Decimal(s.value) * count, s.unit) for s in fact.claims if s.kind == claim.kind for count in many
    )


def _combined(claim: Claim, products: list[Fact], sentence: str) -> bool:
    """Is it the sum of one amount of each of two or three products: both together weigh 1.86 kg?"""
    if claim.kind != "quantity" or not term(_TOGETHER).search(sentence):
        return False
    name = base(Decimal(claim.value), claim.unit)[0]
    if name not in ("g", "ml"):
        return False
    sizes = [
        {
            value
            for unit, value in (base(Decimal(s.value), s.unit) for s in fact.claims if s.kind == "quantity")
            if unit == name
        }
        for fact in products
    ]
    return any(
        _same(claim, sum(some, Decimal(0)), name)
        for many in (2, 3)
        for chosen in combinations(sizes, many)
        for some in product(*chosen)
    )


def _pieces(claim: Claim, fact: Fact, sentence: str) -> bool:
    """Is it so many packs of what the fact counts: 288 caps are two bags of 144?"""
    return any(_near(claim, pieces * taken) for pieces, taken in product(held(fact), said_beside(claim, sentence)))


def _parts(claim: Claim, fact: Fact, sentence: str) -> bool:
    """Is it how often one amount of the fact goes into another?"""
    told = term(_DIVIDED).search(sentence)
    return bool(told) and any(_near(claim, one) for one in portions(fact) if one == int(one) or claim.bound)


def _of_products(claim: Claim, products: list[Fact]) -> bool:
    """Does it count the products: all four, 四样?"""
    kinds = term(_KINDS).search(claim.text + claim.unit)
    return bool(kinds) and len(products) > 1 and claim.value == len(products)


def _ratio(claim: Claim, fact: Fact) -> bool:
    """Do two amounts of the fact stand so to each other: 1:3 of 50 ml in 150 ml?"""
    first, second = (number(part) or Decimal(0) for part in str(claim.value).split(":"))
    sizes = [base(Decimal(s.value), s.unit) for s in fact.claims if s.kind == "quantity"]
    return any(
        {name, unit} <= set(_POURED) | {name} and one * second == other * first and one != other
        for (name, one), (unit, other) in product(sizes, sizes)
    )


def _same(claim: Claim, value: Decimal, unit: str) -> bool:
    said = Decimal(claim.value)
    if claim.bound:
        (name, mine), (other, its) = base(said, claim.unit), base(value, unit)
        return name == other and keeps(claim.bound, mine, its)
    return same_amount(said, claim.unit, value, unit)


def _near(claim: Claim, value: Decimal) -> bool:
    return keeps(claim.bound, Decimal(claim.value), value) if claim.bound else claim.value == value
