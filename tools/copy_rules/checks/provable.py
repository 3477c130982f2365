"""Claims in words that need a proof: awards, popularity, tests, remedies, urgency, gifts, free delivery."""

from collections.abc import Iterator
from datetime import timedelta

from tools.copy_rules.checks.names import strange_name
from tools.copy_rules.checks.patterns import forbidden_by
from tools.copy_rules.claims import read_claims
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, is_chinese, sentence_at, term


def provable(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Hits of the rule's terms that neither the offer nor a cited fact backs, as the rule's `needs` says."""
    facts = reading.context.cited(reading.cites)
    protected = reading.context.protected
    for name, text in reading.fields.items():
        for start, end, value, one in forbidden_by(rule, text, protected):
            sentence = sentence_at(text, start, end)
            backers = about(sentence, facts, reading.before(name, start))
            if rule.needs == "offer.gift" and _free_service(sentence, backers):
                continue
            if not (_offered(rule, reading, value, sentence) or _stated(rule, one, value, backers)):
                yield Hit(name, value, start)
            elif rule.named and (strange := strange_name(sentence, *_within(sentence, value), backers, protected)):
                at = text.find(strange)
                yield Hit(name, strange, at if at >= 0 else start, None if at >= 0 else end)


_SERVICE = r"\b(cancel|repair|return|refill|park|entry|admission|try|trial|replace|exchange|collect|pick[- ]?up|sharpen"
_SERVICE += r"|clean|advice|consult|wrap|engrav|check|fitting|assembl|install|hemm|alter|tun(?:e|ing)|delivery)"
_SERVICE += r"|(取消|维修|退|换|停车|车位|入场|试|续杯|取件|收件|打磨|咨询|包装|刻字|检查|安装|调试|清洗|改裤)"
_FREE = r"[^.;。；\n]*(?:\bfree\b|免费)[^.;。；\n]*"


def _free_service(sentence: str, facts: list[Fact]) -> bool:
    """Free is a service that a fact says is free: "cancel free of charge" of "free cancellation"."""
    named = {(a or b).lower() for a, b in term(_SERVICE).findall(sentence)}
    stated = [part.lower() for fact in facts for part in term(_FREE).findall(fact.folded)]
    return any(word in part for word in named for part in stated)


def _gift_of_draft(gift: str, reading: Reading, sentence: str) -> bool:
    """满150元就送: which gift, another field or sentence says; this one names no other."""
    return _same_gift(gift, reading.whole) and not term(_OTHER_GIFT).search(fold(sentence).text.lower())


def _within(sentence: str, value: str) -> tuple[int, int]:
    at = max(0, sentence.find(value))
    return at, at + len(value)


def _stated(rule: Rule, one: str, value: str, facts: list[Fact]) -> bool:
    """A fact says the same: by the same term, or by any term of the rule when it speaks the other language."""
    plain = fold(value).text
    for fact in facts:
        other_language = any(map(str.isalpha, plain)) and is_chinese(fact.text) != is_chinese(plain)
        if any(
            term(pattern).search(fact.folded) for pattern in (rule.terms if other_language or rule.alike else [one])
        ):
            return True
    return False


def _offered(rule: Rule, reading: Reading, value: str, sentence: str) -> bool:
    brief = reading.context.brief
    offer = brief.offer
    if rule.needs == "fact_or_launch":
        return brief.goal == "launch"
    if offer is None or rule.needs == "fact":
        return False
    if rule.needs == "offer.free_shipping":
        return offer.free_shipping
    if rule.needs == "offer.gift":
        brought = offer.free_shipping and bool(term(_BROUGHT).search(sentence))
        gift = offer.gift or ""
        return brought or (bool(gift) and (_same_gift(gift, sentence) or _gift_of_draft(gift, reading, sentence)))
    if rule.needs == "offer.valid_until":
        return _in_time(reading, value, sentence)
    return bool(offer.compact())


_COUNTED = r"[一二两三四五六七八九十\d]+\s*[支个盒双条份片瓶包袋张只件套枚罐块]"
_OTHER_GIFT = (
    r"\b(?:free|complimentary) (?!gift)\w+"
    r"|送(?!礼|好礼|心意|您|你|上|到|货|达|完)[^，。！？]{0,4}(?:小样|正装|旅行装|面膜|杯|袋|盒|包|券|卡|贴|套)"
)
_BROUGHT = (
    r"\b(?:ship\w*|deliver\w*|post(?:age|ed)?|door(?:step)?|courier|send|sent|bring|travels?|carry|carriage)\b"
    r"|[运邮]费?|到家|上门|快递"
)
"""Free in a sentence with one of these is free delivery."""
_GENERIC_GIFT = r"\bgifts?\b|\bsomething (?:small|extra)\b|赠品|小?礼物?|好礼|心意|附赠|赠送|加赠"


def _same_gift(gift: str, sentence: str) -> bool:
    """The sentence names the promised gift (what it is, or most of its name), or only speaks of a gift."""
    plain, wanted = fold(sentence).text.lower(), fold(gift).text.lower()
    words = [w for w in term(r"[a-z]{3,}").findall(wanted) if w not in ("the", "and", "with", "free", "gift", "for")]
    named = [word for word in words if term(rf"\b{word}s?\b").search(plain)]
    if words and (words[-1] in named or 2 * len(named) >= len(words)):
        return True
    bare = term(_COUNTED).sub("", wanted)
    pairs = [bare[i : i + 2] for i in range(len(bare) - 1) if is_chinese(bare[i : i + 2])]
    if pairs and 2 * sum(pair in plain for pair in pairs) >= len(pairs):
        return True
    return bool(term(_GENERIC_GIFT).search(plain)) and not term(_OTHER_GIFT).search(plain)


def _in_time(reading: Reading, value: str, sentence: str) -> bool:
    """Pressing words agree with the end date: "today" only on the last day, "this week" only in its week.

    "The last day" needs no such day to be today where the sentence itself names the date.
    """
    offer, today = reading.context.brief.offer, reading.context.today
    if offer is None or offer.valid_until is None:
        return False
    until = offer.valid_until
    dated = any(claim.kind == "date" for claim in read_claims(sentence, reading.context.protected))
    dated = dated or term(rf"\bthe {until.day}(?:st|nd|rd|th)\b|(?<!\d){until.day}[日号]").search(sentence) is not None
    spans = (
        (r"last (?:day|hours|few hours)|final (?:day|hours?)|最后(?:一天|几小时|\d+小时)", until == today or dated),
        (r"today|tonight|midnight|今天|今日|今晚|24小时|仅此一", until == today),
        (r"tomorrow|明天", until == today + timedelta(days=1)),
        (r"this week|本周", until.isocalendar()[:2] == today.isocalendar()[:2]),
        (r"this month|本月", (until.year, until.month) == (today.year, today.month)),
    )
    return all(holds for pattern, holds in spans if term(pattern).search(value))
