"""How long an offer still runs: three days left, 还有三天, two weeks to go."""

from decimal import Decimal

from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import Context
from tools.copy_rules.text import fold, term
from tools.copy_rules.units import base

_LEFT = (
    r"\b(?:left|to go|more|remaining|remains?|until|till|another|then|to (?:collect|use|claim|get|decide|spend|order)"
    r"|runs?|ends? in|lasts?|days?' time|before)\b|还[有剩]|[只仅]?[剩余]|只有|[后内]|倒计时|再过|之后|不到"
)
_OF_OFFER = (
    r"\b(?:off|codes?|offers?|sale|discount|deal|expires?|ends|full price|price|gift|free)\b"
    r"|[折减券码赠送]|优惠|截止|失效|原价|活动|结束"
)
_DAY = Decimal(86_400)


def days_left(claim: Claim, context: Context) -> bool:
    """Is the span the days from today to the end of the offer?"""
    offer = context.brief.offer
    if claim.kind != "duration" or offer is None or offer.valid_until is None:
        return False
    name, seconds = base(Decimal(claim.value), claim.unit)
    left = (offer.valid_until - context.today).days
    return name == "second" and claim.unit in ("day", "week") and seconds == left * _DAY


def of_offer(claim: Claim, context: Context, sentence: str) -> bool:
    """Does the sentence say of the offer that so much time is left?"""
    offer = context.brief.offer
    if claim.kind != "duration" or offer is None or offer.valid_until is None:
        return False
    plain = fold(sentence).text
    named = [offer.code or "", *(offer.gift or "").split()[-1:]]
    told = term(_OF_OFFER).search(plain) or any(name and name in plain for name in named)
    return claim.unit in ("day", "week", "hour") and bool(told) and term(_LEFT).search(plain) is not None


def end_told(context: Context, whole: str) -> bool:
    """Does the draft tell when the offer ends, by its date or the days that are left?"""
    offer = context.brief.offer
    if offer is None or offer.valid_until is None:
        return False
    last = f"{offer.valid_until:%m-%d}"
    stated = read_claims(whole, context.protected)
    return any(days_left(claim, context) or (claim.kind == "date" and last in str(claim.value)) for claim in stated)
