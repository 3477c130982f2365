"""Does a fact back a claim? Same figure, same kind, same unit; discounted prices are worked out."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tools.briefs import Offer
from tools.copy_rules.claims import Claim
from tools.copy_rules.context import Context, Fact
from tools.copy_rules.text import is_chinese
from tools.copy_rules.units import currencies, money

_HOURS = {"minute": Decimal(1) / 60, "hour": Decimal(1), "day": Decimal(24), "week": Decimal(168)}
_CENT = Decimal("0.01")


def supported(claim: Claim, facts: Iterable[Fact], context: Context) -> bool:
    """Is the claim stated by one of the facts, or a price that follows from price and offer?"""
    facts = list(facts)
    if claim.kind == "money" and not currencies(claim.unit) & currencies(context.currency):
        return any(_agree(claim, stated) for fact in facts if fact.kind != "P" for stated in fact.claims)
    if claim.kind == "weekday":
        until = context.brief.offer.valid_until if context.brief.offer else None
        return until is not None and until.weekday() == claim.value
    if claim.kind == "code":
        return any(str(claim.value) in fact.text for fact in facts)
    if claim.kind == "year" and not claim.role and claim.value in (context.today.year, context.today.year + 1):
        return True
    if any(_agree(claim, stated) for fact in facts for stated in fact.claims):
        return True
    return claim.kind in ("money", "count") and claim.value in derived(claim, facts, context.brief.offer)


def _agree(claim: Claim, stated: Claim) -> bool:
    if claim.kind == "count":
        return _counts_agree(claim, stated)
    if claim.kind != stated.kind:
        return False
    if claim.kind == "date":
        return _dates_agree(str(claim.value), str(stated.value))
    if claim.kind == "duration":
        return _hours(claim) == _hours(stated)
    if claim.kind == "money":
        same_role = claim.role == stated.role
        return claim.value == stated.value and same_role and bool(currencies(claim.unit) & currencies(stated.unit))
    if claim.kind == "percent":
        roles = {"off": ("off",), "of": ("of", "bare"), "bare": ("off", "of", "bare")}
        return claim.value == stated.value and stated.role in roles[claim.role]
    if claim.kind == "year":
        return claim.value == stated.value
    return claim.value == stated.value and claim.unit == stated.unit


def _counts_agree(claim: Claim, stated: Claim) -> bool:
    """A bare number may repeat a figure of a fact; with a counted noun the nouns must agree within one language."""
    if claim.value != stated.value:
        return False
    if stated.kind in ("money", "year") or (stated.kind == "percent" and claim.unit == ""):
        return claim.unit == ""
    if stated.kind != "count" or not claim.unit or not stated.unit:
        return stated.kind == "count" or claim.unit == ""
    if is_chinese(claim.unit) != is_chinese(stated.unit):
        return True
    return claim.unit.rstrip("s") == stated.unit.rstrip("s")


def _dates_agree(claimed: str, stated: str) -> bool:
    for one in claimed.split("|"):
        for other in stated.split("|"):
            if one == other or (len(one) != len(other) and one[-5:] == other[-5:]):
                return True
    return False


def _hours(claim: Claim) -> tuple[str, Decimal]:
    value = Decimal(claim.value)
    return ("hour", value * _HOURS[claim.unit]) if claim.unit in _HOURS else (claim.unit, value)


def prices(facts: Iterable[Fact]) -> list[Decimal]:
    """Prices the product facts state on their `price:` line."""
    found = [
        stated
        for fact in facts
        if fact.kind == "P"
        for stated in fact.claims
        if stated.kind == "money" and stated.role == "price"
    ]
    return [Decimal(stated.value) for stated in found]


def derived(claim: Claim, facts: Iterable[Fact], offer: Offer | None) -> set[Decimal]:
    """Amounts that follow from a cited price and the offer: the price after it, and what it saves; also rounded."""
    amounts: set[Decimal] = set()
    if offer is None:
        return amounts
    for price in prices(facts):
        saving = Decimal(0)
        if offer.percent_off:
            saving = price * Decimal(str(offer.percent_off)) / 100
        elif offer.amount_off and price >= Decimal(str(offer.minimum_spend or 0)):
            saving = Decimal(str(offer.amount_off))
        if 0 < saving < price:
            exact = saving if claim.role == "off" else price - saving
            amounts |= {exact, exact.quantize(_CENT, ROUND_HALF_UP)}
    return amounts


def offer_words(offer: Offer, currency: str, language: str) -> str:
    """The offer in one phrase, for a cure."""
    parts = []
    chinese = language == "zh"
    if offer.percent_off:
        parts.append(f"{fold_words(offer.percent_off)}" if chinese else f"{offer.percent_off:g}% off")
    if offer.amount_off:
        amount = money(offer.amount_off, currency, language)
        parts.append(f"减{amount}" if chinese else f"{amount} off")
    if offer.minimum_spend:
        minimum = money(offer.minimum_spend, currency, language)
        parts.append(f"满{minimum}" if chinese else f"orders over {minimum}")
    if offer.valid_until:
        parts.append(day_words(offer.valid_until, language))
    return ("、" if chinese else ", ").join(parts)


def fold_words(percent_off: float) -> str:
    """20 → 8折, 25 → 7.5折."""
    return f"{(100 - percent_off) / 10:g}折"


def day_words(day: date, language: str) -> str:
    """A date without its year: 30 November, 11月30日."""
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B}"


def cure(claim: Claim, facts: list[Fact], backers: list[str], context: Context) -> tuple[str, str]:
    """What is wrong with an unsupported figure and how to mend it, in English and Chinese."""
    if backers:
        ids = ", ".join(backers[:3])
        return (
            f"“{claim.text}” is stated by {ids}, which this draft does not cite: add the id to cites.",
            f"「{claim.text}」出自 {ids}，但这版文案没有引用：请在 cites 里加上编号。",
        )
    offer = context.brief.offer
    if claim.kind == "money" and not currencies(claim.unit) & currencies(context.currency):
        return (
            f"“{claim.text}” is in the wrong currency: this shop's prices are in {context.currency}.",
            f"「{claim.text}」货币不对：本店价格以 {context.currency} 计。",
        )
    if (offer and claim.role in ("off", "minimum")) or (offer and claim.kind in ("date", "weekday", "code")):
        english, chinese = (offer_words(offer, context.currency, one) for one in ("en", "zh"))
        code = f" (code {offer.code})" if offer.code else ""
        code_zh = f"（优惠码 {offer.code}）" if offer.code else ""
        return (
            f"“{claim.text}” is not what the brief offers: {english or 'no such offer'}{code}.",
            f"「{claim.text}」与需求里的优惠不符：{chinese or '没有这项优惠'}{code_zh}。",
        )
    if claim.kind == "money" and claim.role == "price" and prices(facts):
        english, chinese = (
            ", ".join(money(float(price), context.currency, one) for price in prices(facts)[:3]) for one in ("en", "zh")
        )
        return (
            f"“{claim.text}” is not the price: the cited products cost {english}.",
            f"「{claim.text}」与售价不符：所引用商品的价格为{chinese}。",
        )
    if claim.role in ("off", "minimum") or claim.kind == "bogo":
        return (
            f"“{claim.text}” promises a discount that is not in the brief: add it to the offer, or take it out.",
            f"「{claim.text}」承诺了需求里没有的优惠：请补充到优惠里，或删去。",
        )
    return (
        f"“{claim.text}” is in none of the cited facts: cite the one that says so, or take it out.",
        f"「{claim.text}」在引用的事实里找不到：请引用相应的事实，或删去。",
    )
