"""Sums that follow from cited prices and the offer: after the discount, together, and for one of several."""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, permutations

from tools.briefs import Offer
from tools.copy_rules.bounds import keeps
from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import Fact
from tools.copy_rules.counted import counted, counts_of, numbers_of
from tools.copy_rules.scope import about
from tools.copy_rules.sizes import portions
from tools.copy_rules.text import fold, term
from tools.copy_rules.units import sized

_CENT = Decimal("0.01")
_ROUNDED = Decimal("0.03")
"""Rounding may change a price for one by so much of it."""
_STEPS = (Decimal("0.001"), _CENT, Decimal("0.1"), Decimal(1))
_TOGETHER = (
    r"\b(?:together|both|in all|total|comes? to|adds? up|the (?:pair|set|two|three|lot)|and|plus"
    r"|for (?:two|three)|makes?|(?:two|three) nights)\b|[+=&]"
    r"|一共|加起来|合计|总共|一起|两件|三件|两[罐支瓶盒袋包条双]|全套|一套|加上|共计|共(?=\d)|凑|各|配|和|加"
    r"|[二两三23][晚只个件支盒罐瓶袋包条双箱]"
)
_ONE = (
    r"\b(?:each|per|apiece|every|an? (?:cup|bag|piece|day|wash|pair|sheet|stick|bottle|serving|treat|night|month|week"
    r"|use|wear|load|walk|meal|mug|bowl|pouch|bar|sachet|capsule|square|spoon|swaddle|sock|kilo|pound|litre"
    r"|liter|gram|ounce|metre))\b"
    r"|[£$€]\d[\d.,]*\s+(?:an?|each|per)\s+[a-z]"
    r"|一[条袋支片包杯天次粒瓶盒晚颗块顿餐双只壶件个根把团卷捆朵斤克升米枚课节位人家箱组份年月本张朵束套]|一公斤|每|平均|均价|单[条支片个件袋]|人均"
)
_REDUCED = r"\b(?:off|save|saving|back|towards?|less|voucher|credit)\b|减|省|抵|券|补贴|优惠|返"
_PRICED = r"\b(?:for|only|just|costs?|priced? at|now|is|at)\s+$|(?:只要|仅需?|售价|现价|到手|才|卖)\s*$"
_MOST_PIECES, _MOST_TIMES = 400, 31


def prices(facts: Iterable[Fact]) -> list[Decimal]:
    """Prices the product facts state on their `price:` line."""
    return [
        Decimal(stated.value)
        for fact in facts
        if fact.kind == "P"
        for stated in fact.claims
        if stated.kind == "money" and stated.role == "price"
    ]


def follows(claim: Claim, facts: Sequence[Fact], offer: Offer | None, sentence: str) -> bool:
    """Can the amount be worked out from the cited prices and the offer, as the sentence says it is?"""
    value = Decimal(claim.value)
    amounts = after_offer(prices(facts), claim.role, offer)
    if claim.role != "off" and term(_ONE).search(sentence):
        amounts |= for_one(facts, offer, anything=_for_each(claim, sentence))
    if value in amounts or _part_of_offer(claim, facts, offer, sentence):
        return True
    return bool(claim.bound) and claim.role == "price" and any(keeps(claim.bound, value, one) for one in amounts)


def sums_up(claim: Claim, facts: Sequence[Fact], offer: Offer | None, whole: str, sentence: str) -> bool:
    """Is the amount the price of several things together, before or after the offer, or of one of several?"""
    if (
        claim.role != "off"
        and term(_ONE).search(sentence)
        and Decimal(claim.value) in for_one(about(sentence, list(facts)), offer, anything=_for_each(claim, sentence))
    ):
        return True
    if claim.role != "off" and any(
        bought(count, facts, offer, whole) and Decimal(claim.value) in {one * count for one in prices(facts)}
        for count in numbers_of(sentence)
    ):
        return True
    if claim.role == "minimum":
        return False
    listed, value = prices(facts), Decimal(claim.value)
    told = bool(term(_TOGETHER).search(whole)) or _addends_told(claim, facts, whole)
    if not told and claim.role == "off":
        return False
    # without such words only two different things make a sum that nobody hits by chance
    sums = (
        _sums(listed, _pieces_said(whole, facts), _pieces_said(sentence, facts))
        if told
        else [a + b for a, b in combinations(sorted(set(listed)), 2)]
    )
    amounts = (set(sums) if claim.role != "off" else set()) | after_offer(sums, claim.role, offer)
    return value in amounts


def bought(value: Decimal, facts: Iterable[Fact], offer: Offer | None, sentence: str) -> bool:
    """Is the figure how many somebody takes: "two seats are £110" of £55 each? Then the sentence tells the sum."""
    listed = prices(facts)
    sums = {Decimal(c.value) for c in read_claims(sentence) if c.kind == "money"}
    totals = {one * value for one in listed}
    totals |= after_offer(totals, "price", offer) | {one * value for one in after_offer(listed, "price", offer)}
    return 2 <= value <= _MOST_TIMES and bool(totals & sums)


def after_offer(listed: Iterable[Decimal], role: str, offer: Offer | None) -> set[Decimal]:
    """Each price after the offer (what it saves, for the role off); exact and in whole cents."""
    amounts: set[Decimal] = set()
    if offer is None:
        return amounts
    least = Decimal(str(offer.minimum_spend or 0))
    for price in listed:
        saving = Decimal(0)
        if price < least:
            continue
        if offer.percent_off:
            saving = price * Decimal(str(offer.percent_off)) / 100
        elif offer.amount_off:
            saving = Decimal(str(offer.amount_off))
        if 0 < saving < price:
            exact = saving if role == "off" else price - saving
            amounts |= {exact, exact.quantize(_CENT, ROUND_HALF_UP)}
            amounts |= {price - saving.quantize(_CENT, ROUND_HALF_UP)} if role != "off" else set()
    return amounts


_SPARED = (
    r"(?:\b(?:saves?|saved|saving|takes?|shaves?|knocks?|cuts?|keeps?|less|minus)(?: (?:you|off|another|exactly))*"
    r"|(?:^|[\s.])-|[省减抵]了?|少[付花]?|便宜了?)\s*$"
)
"""Words before an amount that say it need not be paid."""


def spares(claim: Claim, sentence: str) -> bool:
    """Do the words before the amount say that it is saved: "–$30.60", "it saves you £3"?"""
    before = fold(sentence[: max(0, sentence.find(claim.text))]).text
    return term(_SPARED).search(before) is not None


def _sums(listed: Sequence[Decimal], beside: set[int], pieces: set[int]) -> list[Decimal]:
    """Sums of two or three of the prices, of one with so many of another, and of so many pieces of one."""
    sums = [sum(some, Decimal(0)) for size in (2, 3) for some in combinations(listed, size)]
    sums += [one + many * other for one, other in permutations(listed, 2) for many in beside]
    return sums + [price * many for price in listed for many in pieces]


_TAKEN = (
    r"\b(?P<n>two|three|2|3|both|pairs?|couple)\b(?P<w>(?:\s+[a-z]+){0,3})"
    r"|\bfor (?P<f>two|three)\b|\b(?P<e>each|apiece)\b"
    r"|(?<!第)(?P<z>[两双二三俩23])(?:人(?!组|称)|[件个支盒罐瓶袋包条箱只张位份套节次家晚枚把本双盏副顶棵株束](?!工作|自然))"
    r"|(?P<g>各[一1]?)"
)
_COUNTABLE = (
    r"(?:people|persons?|adults?|guests?|seats?|tickets?|places?|pieces?|bottles?|jars?|bars?|tins?|box(?:es)?|packs?|bags?"
    r"|nights?|pairs?|them|these|those|us|you|months?|weeks?|spots?|rooms?)"
)
"""What a buyer takes two of, whatever is sold."""


def _pieces_said(text: str, facts: Sequence[Fact]) -> set[int]:
    """How many pieces of one thing the text takes: two of what a product is, a pair, for three, 两盒."""
    sold = {word.removesuffix("s") for fact in facts for word in fact.words}
    said: set[int] = set()
    for match in term(_TAKEN).finditer(text):
        many = (match["n"] or match["f"] or match["z"] or "").lower()
        words = {word.lower().removesuffix("s") for word in (match["w"] or "").split()}
        named = words & sold or term(rf"\s*(?:\w+\s+){{0,2}}{_COUNTABLE}\b").match(match["w"] or "")
        if not many:
            said |= {2, 3}
        elif named or not words or not match["n"]:
            said.add(3 if many in ("three", "3", "三") else 2)
    return said


def _addends_told(claim: Claim, facts: Sequence[Fact], sentence: str) -> bool:
    """Do two or more of the prices stand in the sentence and make the sum: sausage 68, sauce 39, joy 107?"""
    told = {Decimal(c.value) for c in read_claims(sentence) if c.kind in ("money", "count")} & set(prices(facts))
    return any(sum(some) == Decimal(claim.value) for size in (2, 3) for some in combinations(sorted(told), size))


_PAIR = r"\b(?:couples?|pairs?|for two)\b|双人|情侣|一对"


def _for_each(claim: Claim, sentence: str) -> bool:
    """Does the sentence say so beside the sum: $36 a cut, one 1.9元?"""
    said = re.escape(claim.text)
    beside = rf"{said}\s*(?:元|块钱?)?\s*(?:an?\b|each|per|apiece|every|一[个枚人位份节次])"
    behind = rf"(?:每|一)[个枚人位份节次][^，。]{{0,3}}{said}"
    return re.search(f"{beside}|{behind}", sentence, re.IGNORECASE) is not None


def for_one(facts: Iterable[Fact], offer: Offer | None = None, *, anything: bool = False) -> set[Decimal]:
    """Prices, also after the offer, divided by the pieces, uses, days or hours of the same fact, or by any figure.

    In tenths of a cent, cents, tenths and whole ones, where rounding changes little: 3.67 is not four.
    """
    amounts: set[Decimal] = set()
    for fact in facts:
        held = {Decimal(s.value) for s in fact.claims if _pieces(s)} | {hours for hours, _ in in_all(fact)}
        held |= {many for many in portions(fact) if many == int(many)}
        held |= ({one.value for one in counted(fact.text) if not sized(one.unit)} if anything else set()) | (
            {Decimal(2)} if term(_PAIR).search(fact.folded) else set()
        )
        listed = prices([fact])
        for price in {*listed, *after_offer(listed, "price", offer)}:
            for pieces in held:
                if 2 <= pieces <= _MOST_PIECES:
                    exact = price / pieces
                    rounded = {exact.quantize(step, ROUND_HALF_UP) for step in _STEPS if exact > step}
                    amounts |= {one for one in rounded if abs(one - exact) <= _ROUNDED * exact}
    return amounts


def in_all(fact: Fact) -> set[tuple[Decimal, str]]:
    """Spans of time or amounts that a fact counts, taken together: six evenings of 2.5 hours are 15 hours."""
    spans = [s for s in fact.claims if s.kind in ("duration", "quantity")]
    counts = {Decimal(s.value) for s in fact.claims if s.kind in ("count", "multiple")} | counts_of(fact.text)
    return {(Decimal(s.value) * count, s.unit) for s in spans for count in counts if 2 <= count <= _MOST_TIMES}


def _pieces(stated: Claim) -> bool:
    """Does the fact count what is sold: pieces, packs (12 x 85 g), days, or pounds and litres?"""
    return stated.kind in ("count", "multiple") or stated.unit in ("day", "week", "jin", "kg", "l", "g", "m")


def _part_of_offer(claim: Claim, facts: Sequence[Fact], offer: Offer | None, sentence: str) -> bool:
    """The offer's own figures without the usual words: "£15 towards …", "once you reach £120"."""
    if offer is None or claim.role not in ("price", ""):
        return False
    value = Decimal(claim.value)
    if offer.minimum_spend and value == Decimal(str(offer.minimum_spend)):
        return True
    if not offer.amount_off or value != Decimal(str(offer.amount_off)):
        return False
    before = sentence[: max(0, sentence.find(claim.text))]
    alone = about(sentence, list(facts)) == facts  # "Five pounds, five words." in a text that tells the offer
    return (alone or bool(term(_REDUCED).search(sentence))) and not term(_PRICED).search(before)
