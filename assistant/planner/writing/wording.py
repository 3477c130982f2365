"""The offer in words: its core ("20% off orders over $50 and free shipping"), its last day."""

from datetime import date

from tools.briefs import Offer
from tools.copy_rules.units import money

_NUMERALS = "零一二三四五六七八九"


def offer_core(offer: Offer | None, currency: str, language: str, *, digits: bool = False) -> str:
    """What is offered, in one phrase without code and date; empty without an offer."""
    if offer is None:
        return ""
    return _chinese(offer, currency, digits) if language == "zh" else _english(offer, currency)


def _english(offer: Offer, currency: str) -> str:
    parts: list[str] = []
    floor = f" orders over {money(offer.minimum_spend, currency, 'en')}" if offer.minimum_spend else ""
    if offer.percent_off:
        parts.append(f"{offer.percent_off:g}% off{floor}")
    if offer.amount_off:
        parts.append(f"{money(offer.amount_off, currency, 'en')} off{floor if not parts else ''}")
    if offer.free_shipping:
        parts.append("free shipping" + (f" on{floor}" if floor and not parts else ""))
    if offer.gift:
        parts.append(f"{_with_article(offer.gift)} as a gift with{floor or ' your order'}")
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _with_article(gift: str) -> str:
    """ "travel pouch" → "a travel pouch"; names, plurals and phrases with their own article stay."""
    first = gift.split()[0].lower()
    if not gift[0].islower() or first in ("a", "an", "the", "your", "our", "some", "one", "two") or gift.endswith("s"):
        return gift
    return f"{'an' if gift[0] in 'aeiou' else 'a'} {gift}"


def _chinese(offer: Offer, currency: str, digits: bool) -> str:
    parts: list[str] = []
    floor = f"满{_amount(offer.minimum_spend, currency)}" if offer.minimum_spend else ""
    if offer.percent_off:
        words = fold(offer.percent_off, digits=digits)
        parts.append(f"{floor}{'' if words.startswith('减') else '享'}{words}")
    if offer.amount_off:
        lead = floor if not parts else ""
        parts.append(f"{lead}{'减' if lead else '立减'}{_amount(offer.amount_off, currency)}")
    if offer.free_shipping:
        parts.append(f"{floor}包邮" if floor and not parts else "包邮")
    if offer.gift:
        parts.append(f"{floor if not parts else ''}{'赠' if floor and not parts else '随单赠'}{offer.gift}")
    return "，".join(parts)


def _amount(amount: float, currency: str) -> str:
    return money(amount, currency, "zh")


def fold(percent_off: float, *, digits: bool = False) -> str:
    """20 → 八折 or 8折, 25 → 七五折 or 7.5折; what has no such form (12.5) → 减12.5%."""
    left = 100 - percent_off
    if left != round(left) or left < 10:
        return f"减{percent_off:g}%"
    tens, ones = divmod(round(left), 10)
    if digits or (tens and ones and tens == 0):
        return f"{left / 10:g}折"
    return f"{_NUMERALS[tens]}{_NUMERALS[ones] if ones else ''}折"


def offer_terms(offer: Offer | None, language: str, *, american: bool = False, turn: int = 0) -> str:
    """Code and last day as they end a sentence: "with code BACK20 until 28 February", 优惠码 BACK20，有效期至…."""
    if offer is None:
        return ""
    until, code = until_words(offer, language, american=american), offer.code or ""
    forms = _TERMS[language]["both" if until and code else "until" if until else "code" if code else "none"]
    return forms[turn % len(forms)].format(until=until, code=code)


_TERMS = {
    "en": {
        "both": (
            "with code {code} until {until}",
            "until {until} with code {code}",
            "with the code {code}, until {until}",
        ),
        "until": ("until {until}",),
        "code": ("with code {code}", "with the code {code}"),
        "none": ("",),
    },
    "zh": {
        "both": ("优惠码 {code}，有效期至{until}", "凭优惠码 {code}，截至{until}", "用码 {code}，{until}截止"),
        "until": ("有效期至{until}", "截至{until}", "{until}截止"),
        "code": ("优惠码 {code}", "凭优惠码 {code}", "用码 {code}"),
        "none": ("",),
    },
}
"""How code and last day may be worded; a writer turns through them."""


def deal_words(core: str, terms: str, *, chinese: bool) -> str:
    """The whole offer as one phrase: "20% off with code BACK20 until 28 February", 下单享八折，有效期至2月28日."""
    if not chinese:
        return f"{core} {terms}".strip()
    lead = "下单" if core.startswith(("享", "立减", "减")) else ""
    return "，".join(filter(None, [lead + core, terms]))


def until_words(offer: Offer | None, language: str, *, american: bool = False) -> str:
    """The last day without its year: 28 February, February 28, 2月28日; empty when open-ended."""
    if offer is None or offer.valid_until is None:
        return ""
    day: date = offer.valid_until
    if language == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day:%B} {day.day}" if american else f"{day.day} {day:%B}"
