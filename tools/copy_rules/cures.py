"""How an unsupported figure is mended, in words: the right price, the offer as the brief has it."""

from datetime import date

from tools.briefs import Offer
from tools.copy_rules.amounts import prices
from tools.copy_rules.claims import Claim
from tools.copy_rules.context import Context, Fact
from tools.copy_rules.units import currencies, money


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
