"""Claims in words that need a proof: awards, popularity, tests, remedies, urgency, gifts, free delivery."""

import re
from collections.abc import Iterator
from datetime import timedelta

from tools.copy_rules.amounts import after_offer, prices
from tools.copy_rules.baskets import left_to_spend
from tools.copy_rules.checks.names import strange_name
from tools.copy_rules.checks.patterns import forbidden_by
from tools.copy_rules.claims import read_claims
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.deadlines import days_left, end_told
from tools.copy_rules.denials import clause_of
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.support import supported
from tools.copy_rules.text import HAN, fold, is_chinese, sentence_at, term


def provable(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Hits of the rule's terms that neither the offer nor a cited fact backs, as the rule's `needs` says."""
    facts = reading.context.cited(reading.cites)
    protected = reading.context.protected
    for name, text in reading.fields.items():
        for start, end, value, one in forbidden_by(rule, text, protected):
            sentence = sentence_at(text, start, end)
            if (rule.beside and not _in_company(rule, text, sentence, end)) or _denied_outright(rule, text[:start]):
                continue
            backers = about(sentence, facts, reading.before(name, start))
            brought = rule.needs == "offer.free_shipping" or term(_BROUGHT).search(sentence)
            if (
                rule.needs in ("offer.free_shipping", "offer.gift")
                and brought
                and any(term(_SHIPPED).search(fact.folded) for fact in backers)
            ):
                continue
            if rule.needs == "offer.free_shipping" and _shipped_from(sentence, backers):
                continue
            if rule.needs == "offer.gift" and _free_service(value, sentence, backers):
                continue
            if rule.needs == "fact" and (
                _sent_free(text, start, end, reading) or _span_told(rule, value, backers, reading)
            ):
                continue
            if rule.figured and _by_offer(text, start, end, backers, reading):
                continue
            if not (_offered(rule, reading, value, sentence) or _stated(rule, one, value, backers)):
                yield Hit(name, value, start)
            elif rule.named and (strange := strange_name(sentence, *_within(sentence, value), backers, protected)):
                at = text.find(strange)
                yield Hit(name, strange, at if at >= 0 else start, None if at >= 0 else end)


_POSTAGE = r"运费|邮费|快递费|\b(?:postage|shipping|delivery)\b"


def _sent_free(text: str, start: int, end: int, reading: Reading) -> bool:
    """Do the words say who pays for the post, where the offer has it free?"""
    offer = reading.context.brief.offer
    return bool(offer and offer.free_shipping and term(_POSTAGE).search(clause_of(text, start, end)))


def _span_told(rule: Rule, value: str, facts: list[Fact], reading: Reading) -> bool:
    """Is the span of time in the words, two minutes and done, one that the facts tell?"""
    spans = [claim for claim in read_claims(value, reading.context.protected) if claim.kind == "duration"]
    return (
        rule.id == "claims.at_once" and bool(spans) and all(supported(claim, facts, reading.context) for claim in spans)
    )


_DENIED = (
    r"(?:\b(?:no|not an?|without an?|without any|forget the|never mind the|it's not an?|isn't an?)"
    r"|没有什?么?|没什么|不是什么|并非|不靠|不讲|无)\s*$"
)
_NAMES_ITSELF = ("claims.standing", "claims.award", "claims.testimonial", "claims.authority", "claims.popularity")
"""Rules whose terms name a thing, which a no before it takes away; "no better mug" is a claim all the same."""


def _denied_outright(rule: Rule, before: str) -> bool:
    """Does the text say that there is no such thing: no secret recipe, 没有秘方?"""
    return rule.id in _NAMES_ITSELF and term(_DENIED).search(fold(before).text) is not None


_BESIDE = 16
_FULL_PRICE = r"full price|原价"


def _by_offer(text: str, start: int, end: int, facts: list[Fact], reading: Reading) -> bool:
    """Do the words stand beside a figure of the offer: three days left, "down from €72 to €64.80", "$32 to go"?"""
    context = reading.context
    if term(_FULL_PRICE).search(text[start:end]) and end_told(context, reading.whole):
        return True
    listed, offer = prices(facts), context.brief.offer
    follow = after_offer(listed, "price", offer) | left_to_spend(listed, offer)
    beside = (c for c in read_claims(text, context.protected) if c.start < end + _BESIDE and start < c.end)
    return any(days_left(claim, context) or (claim.kind == "money" and claim.value in follow) for claim in beside)


_SHIPPED = (
    r"\b(?:shipping|delivery|postage)\b(?! back)[^.;,。；\n]{0,40}\b(?:included|free)\b(?! (?:over|from|on))"
    r"|\bfree (?:shipping|delivery|postage)\b(?! (?:over|from|on))"
)
"""A fact that tells free delivery of the product itself."""
_SHIPPED_AT_ALL = (
    r"\bfree (?:\w+ )?(?:shipping|delivery|postage)\b|\b(?:shipping|delivery|postage)\b[^.;]{0,20}\bfree\b"
)
_PART = r"[^.;,。；，\n]*"
_FREE = rf"{_PART}(?:(?<!-)\bfree\b|\bno (?:extra )?(?:charge|cost|fee)|免费|免|附?赠){_PART}"
_INCLUDED = rf"{_PART}(?:\binclu\w+|含|附|配){_PART}"
_AT_NO_COST = r"\b(?:at no|free of charge|included|for (?:free|nothing)|complimentary)\b|免费|不另收"
_GIVES, _ENCLOSED = r"[还再另附随]送", rf"{_PART}(?:附|内含|配有|配套|配送){_PART}"
_COVERED = rf"{_PART}(?:\bguarante\w+|\bwarrant\w+|包赔|质保){_PART}"
_WORD = (
    r"(?!(?:with|your|every|each|free|inclu|guara|warra|comes|from|this|that|have|will|they|them|when|just|only|than|charg"
    r"|cost|then|what|over|into|more|also|take|give|gives|make)[a-z]*\b)[a-z]{4,}"
)


def _shipped_from(sentence: str, facts: list[Fact]) -> bool:
    """Does a fact tell free delivery from the very sum that the sentence names?"""
    sums = {claim.value for claim in read_claims(sentence) if claim.kind == "money"}
    return any(
        term(_SHIPPED_AT_ALL).search(part)
        and sums & {claim.value for claim in read_claims(part) if claim.kind == "money"}
        for fact in facts
        for part in re.split(r"[;\n]|[.](?=\s)", fact.folded)
    )


def _free_service(value: str, sentence: str, facts: list[Fact]) -> bool:
    """Does a fact say that what the sentence names costs nothing: "a board for free" of "boards free of charge"?"""
    told = [fact.folded for fact in facts if fact.kind != "O"]
    least = {_FREE: 1} | ({_INCLUDED: 1} if term(_AT_NO_COST).search(value) else {})
    least |= {_ENCLOSED: 1} if term(_GIVES).search(value) else {}
    least |= {_COVERED: 2} if value.lower() == "on us" else {}
    plain = fold(sentence).text.lower()
    stems = {word[:5] for word in term(rf"\b{_WORD}").findall(plain)}
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1) if HAN.match(plain[i]) and HAN.match(plain[i + 1])}
    named = {f" {stem}" for stem in stems} | {pair for pair in pairs if not re.search("[免费的了送]", pair)}
    return any(
        sum(one in f" {part.lower()}" for one in named) >= enough
        for kind, enough in least.items()
        for text in told
        for part in term(kind).findall(text)
    )


_ON = 40
"""A question and its answer are one claim: dark circles? Gone by Sunday."""


def _in_company(rule: Rule, text: str, sentence: str, end: int) -> bool:
    """Does a word that makes the term a claim stand in the sentence, or begin what follows?"""
    near = fold(f"{sentence} {text[end : end + _ON]}").text
    return any(term(one).search(near) for one in rule.beside)


def _gift_of_draft(gift: str, reading: Reading, sentence: str) -> bool:
    """满150元就送: which gift, another field or sentence says; this one names no other."""
    return _same_gift(gift, reading.whole) and not term(_OTHER_GIFT).search(fold(sentence).text.lower())


def _within(sentence: str, value: str) -> tuple[int, int]:
    at = max(0, sentence.find(value))
    return at, at + len(value)


_QUOTE = r"[“\"「『]([^”\"」』]{4,})[。！,，.]?[”\"」』]"


def _stated(rule: Rule, one: str, value: str, facts: list[Fact]) -> bool:
    """A fact says the same: by the same term, or by any term of the rule when it speaks the other language."""
    plain = fold(value).text
    if any(quote in fact.folded for quote in re.findall(_QUOTE, plain) for fact in facts):
        return True
    for fact in facts:
        if any(term(word).search(fact.folded) for word in rule.also):
            return True
        other_language = any(map(str.isalpha, plain)) and is_chinese(fact.text) != is_chinese(plain)
        if any(
            term(pattern).search(fact.folded)
            for pattern in (rule.terms if (other_language and not rule.beside) or rule.alike else [one])
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


_COUNTED = r"[一二两三四五六七八九十\d]+\s*[副对把台本顶枚支个盒双条份片瓶包袋张只件套枚罐块]"
_OTHER_GIFT = (
    r"\b(?:free|complimentary) (?!gift)\w+"
    r"|送(?!礼|好礼|心意|您|你|上|到|货|达|完)[^，。！？]{0,4}(?:小样|正装|旅行装|面膜|杯|袋|盒|包|券|卡|贴|套)"
)
_BROUGHT = (
    r"\b(?:ship\w*|deliver\w*|stamps?|post(?:age|ed)?|door(?:step)?|courier|send|sent|bring|travels?|carry|carriage)\b"
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
    if pairs and (2 * sum(pair in plain for pair in pairs) >= len(pairs) or pairs[-1] in plain):
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
    dated = (
        dated
        or term(rf"\b{until:%A}\b|(?:周|星期|礼拜){'一二三四五六日'[until.weekday()]}").search(sentence) is not None
    )
    dated = dated or (
        (until + timedelta(days=1)).day == 1
        and term(r"年底|月底|(?:year|month)['’]?s?[- ]end").search(sentence) is not None
    )
    dated = dated or term(rf"\bthe {until.day}(?:st|nd|rd|th)\b|(?<!\d){until.day}[日号]").search(sentence) is not None
    spans = (
        (r"last (?:day|hours|few hours)|final (?:day|hours?)|最后(?:一天|几小时|\d+小时)", until == today or dated),
        (r"today|tonight|midnight|\bone day\b|今天|今日|今晚|24小时|仅此一", until == today),
        (r"tomorrow|明天", until == today + timedelta(days=1)),
        (r"this week|本周", until.isocalendar()[:2] == today.isocalendar()[:2]),
        (r"this month|本月", (until.year, until.month) == (today.year, today.month)),
    )
    return all(holds for pattern, holds in spans if term(pattern).search(value))
