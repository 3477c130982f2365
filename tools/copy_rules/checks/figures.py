"""Figures of a draft, each traced to a cited fact or the offer, with a cure that names the right figure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from tools.copy_rules.amounts import bought, prices
from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import ON_REQUEST, Context, Fact, Hit, Reading
from tools.copy_rules.counted import contradicted, counts_of, numbers_of
from tools.copy_rules.cures import cure
from tools.copy_rules.deadlines import of_offer
from tools.copy_rules.derived import derived, whole_numbers
from tools.copy_rules.portions import lists, unit_price, used
from tools.copy_rules.rulebook import Rule, rulebook
from tools.copy_rules.scenes import idle, unappointed
from tools.copy_rules.scope import about, outright
from tools.copy_rules.sizes import so_many_times, worked_out
from tools.copy_rules.statements.chinese import subjects_of as chinese_subjects
from tools.copy_rules.statements.english import subjects_of
from tools.copy_rules.support import adds_up, supported
from tools.copy_rules.tags import tags_in, without_tags
from tools.copy_rules.text import fold, is_chinese, sentence_at, term
from tools.copy_rules.turns import claims_nothing, of_goods, told, turned
from tools.copy_rules.units import base

_BEHIND = 6
"""So many characters behind a Chinese measure word tell what it counts."""
_WEIGHTY = {
    "customers", "customer", "people", "women", "men", "reviews", "ratings", "awards", "medals", "prizes", "trophies",
    "experts", "stores", "shops",
    "patents", *"人名位家倍",
}  # fmt: skip
"""Counted nouns that speak of popularity or effect: unsupported, they are never mild."""


def figures(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Every figure that no cited fact backs, but for mild counts."""
    return (hit for hit, mild in _unsupported(reading) if not mild)


def counts(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Small numbers in words ("two ways to wear it") that no fact states and none contradicts."""
    return (hit for hit, mild in _unsupported(reading) if mild)


def _unsupported(reading: Reading) -> Iterator[tuple[Hit, bool]]:
    context = reading.context
    cited = context.cited(reading.cites)
    rest = [fact for fact in context.facts if fact.kind in ON_REQUEST and fact not in cited]
    for name, text in reading.fields.items():
        stated = read_claims(text, context.protected)
        for claim in stated:
            sentence = sentence_at(text, claim.start, claim.end)
            listed = sum(s.kind == "money" and s.role == "price" for s in read_claims(sentence, context.protected)) > 1
            several = claim.kind == "money" and listed  # "the blender 47, the jar 14": each is of its own product
            facts = cited if several else about(sentence, cited, reading.before(name, claim.start))
            nothing = (
                _idle(claim, facts, sentence)
                or idle(claim, text, sentence, cited)
                or claims_nothing(text, claim.start, claim.end)
            )
            if not nothing and not _backed(claim, facts, cited, reading, sentence, name):
                english, chinese = cure(claim, facts, _backers(claim, rest, reading), context)
                hit = Hit(name, claim.text, claim.start, en=english, zh=chinese)
                mild = (
                    _in_passing(claim, text, facts, reading)
                    or _mild(claim, facts, text)
                    or _idle_weekday(claim, sentence)
                )
                yield hit, mild
        yield from ((hit, False) for hit in _counted_otherwise(name, cited, reading))
        known = {claim.key for claim in stated}
        for claim in _with_fallbacks(text, context.protected):
            if claim.key not in known and not supported(claim, cited, context):
                english, chinese = cure(claim, cited, [], context)
                start, end = _filled_by(text, claim.text)
                yield Hit(name, claim.text, start, end, en=english, zh=chinese), False


def _counted_otherwise(field: str, cited: list[Fact], reading: Reading) -> Iterator[Hit]:
    """Figures whose noun the facts count with another one."""
    text = reading.fields[field]
    facts_at = partial(_facts_at, reading, field, cited)
    for start, end in contradicted(text, facts_at):
        if claims_nothing(text, start, end):
            continue
        value = text[start:end]
        facts, near = facts_at(start, end), sentence_at(text, start, end, earlier=1)
        followed = so_many_times(value, facts, near) or _derived_count(value, facts, reading, near)
        if not followed and not _chosen(text, start, end, facts, reading.context):
            english, chinese = (words.format(v=value) for words in _OTHERWISE)
            yield Hit(field, value, start, end, en=english, zh=chinese)


def _derived_count(value: str, facts: list[Fact], reading: Reading, near: str) -> bool:
    """Does any count of the words come out of one step of arithmetic?"""
    found = (Claim("count", one, value.split()[-1], text=value) for one in whole_numbers(value))
    return any(derived(one, facts, reading.context, reading.whole, near, counted=True) for one in found)


def _in_passing(claim: Claim, text: str, facts: list[Fact], reading: Reading) -> bool:
    """Is the figure part of a story or a turn of phrase, or how many a buyer takes, and no claim about the goods?"""
    sentence = sentence_at(text, claim.start, claim.end)
    if claim.kind == "date":
        return not any(term(words).search(sentence) for words in (_BUSINESS, _BUSINESS_ZH, _DUE))
    if not _light(claim) or of_offer(claim, reading.context, sentence):
        return False
    if _chosen(text, claim.start, claim.end, facts, reading.context):
        return True
    stated = [s for fact in facts for s in fact.claims if s.kind == claim.kind]
    if (claim.kind == "time" and stated) or (claim.kind == "duration" and _of_goods(claim, sentence, facts)):
        return False  # the facts tell an hour, and another one; or the span is one of the product's
    if turned(text, claim.start, claim.end) or (claim.kind == "time" and unappointed(sentence)):
        return True
    if claim.kind in ("duration", "time", "count") and _of_reader(text, claim, reading, stated=bool(stated)):
        return True
    note = reading.context.channel.name == "xiaohongshu"
    counted = any(s.unit == claim.unit for s in stated)
    return claim.kind in ("duration", "time") and (note or not counted) and told(reading.whole, sentence, note=note)


def _facts_at(reading: Reading, field: str, cited: list[Fact], start: int, end: int) -> list[Fact]:
    """The facts that may back what a field says at a place."""
    return about(sentence_at(reading.fields[field], start, end), cited, reading.before(field, start))


def _chosen(text: str, start: int, end: int, facts: list[Fact], context: Context) -> bool:
    """How many a buyer takes, with their sum in the same sentence."""
    sentence = sentence_at(text, start, end)
    return any(bought(value, facts, context.brief.offer, sentence) for value in numbers_of(text[start:end]))


_SOMEBODY = (
    r"\b(?:I|you|we|he|she|they|someone|somebody|nobody|everyone|people|who|me|us|my)\b|[我你您他她咱娃谁]|孩子|宝宝"
    r"|大家|有人"
)

_IF_YOU = r"^\s*(?:if|when|whenever) (?=you\b)"
"""A condition whose subject is the reader is the reader's own."""


def _of_reader(text: str, claim: Claim, reading: Reading, *, stated: bool) -> bool:
    """Does the clause speak of the reader's own time or doings: "you have four minutes", 给自己留五分钟?"""
    if claim.unit in _WEIGHTY or (stated and claim.kind != "duration"):
        return False
    sentence = sentence_at(text, claim.start, claim.end)
    if term(_BUSINESS).search(sentence):
        return False
    if reading.context.language == "zh":
        before = sentence[: max(0, sentence.find(claim.text)) + len(claim.text)]
        return chinese_subjects(before)[-1:] == ["reader"] and not {"goods", "shop"} & set(chinese_subjects(sentence))
    subjects = subjects_of(term(_IF_YOU).sub("", sentence), reading.context.protected)
    return subjects[:1] == ["reader"] and set(subjects) <= {"reader", "aside"}


def _of_goods(claim: Claim, sentence: str, facts: list[Fact]) -> bool:
    """A span of time told of a product as its subject ("Mossgate has spent …"), whose facts tell spans of time."""
    before = sentence[: max(0, sentence.find(claim.text))]
    named = any(
        any(name in before for name in fact.names) or any(re.search(rf"\b{word}\b", before) for word in fact.proper)
        for fact in facts
        if any(stated.kind == "duration" for stated in fact.claims)
    )
    return named and not term(_SOMEBODY).search(before)


def _backed(claim: Claim, facts: list[Fact], cited: list[Fact], reading: Reading, sentence: str, field: str) -> bool:
    """Stated by the facts of the product at hand; by any, where only a common word may name one; or a sum.

    A price is always the one of the product at hand.
    """
    context = reading.context
    before = reading.before(field, claim.start)
    if supported(claim, facts, context, sentence):
        return True
    if adds_up(claim, cited, context, reading.whole, reading.told(field, claim.start), sentence):
        return True
    text = reading.fields[field]
    near = sentence_at(text, claim.start, claim.end, earlier=1)
    if worked_out(claim, facts, cited, near) or used(claim, text, near, facts) or _word_for_word(claim, text, cited):
        return True
    if unit_price(claim, text, [(price, fact) for fact in facts for price in prices([fact])]):
        return True
    if derived(claim, facts, context, reading.whole, near):
        return True
    loose = claim.kind != "money" and facts != cited and not outright(sentence, cited, before)
    return loose and supported(claim, cited, context, sentence)


_NEXT = (
    r"[^\S\n]*(?:(?!(?:tall|high|wide|long|deep|thick|across|heavy|and|with|for|per|each|from)\b)[a-z]{3,}"
    r"|[\u4e00-\u9fff]{2})"
)
"""The word behind a figure."""


def _word_for_word(claim: Claim, text: str, cited: list[Fact]) -> bool:
    """Does a cited fact have the figure with the very word behind it (a 17 cm nursery pot), whatever is named near?"""
    behind = term(_NEXT).match(text, claim.end) if claim.kind in ("quantity", "count", "duration") else None
    if behind is None:
        return False
    said = " ".join(fold(text[claim.start : behind.end()]).text.lower().split())
    return any(said in " ".join(fact.folded.lower().split()) for fact in cited)


def _filled_by(text: str, claimed: str) -> tuple[int, int]:
    """The merge tag whose fallback makes the claim, or the first."""
    tags = list(tags_in(text))
    tag = next((tag for tag in tags if tag.fallback and (tag.fallback in claimed or claimed in tag.fallback)), tags[0])
    return tag.start, tag.end


def _mild(claim: Claim, facts: list[Fact], text: str) -> bool:
    """A small count in words of something no fact counts: a turn of phrase more often than a claim."""
    if claim.kind != "count" or claim.text[:1].isdigit() or claim.value > 9 or claim.unit in _WEIGHTY:  # type: ignore[operator]
        return False
    counted = claim.unit + text[claim.end : claim.end + _BEHIND]
    own = claim.value > 2 and any(term(one).match(counted) for one in rulebook().rule("claims.count").beside)  # type: ignore[operator]
    if own and not any(lists(fact.folded, int(claim.value)) or claim.value in counts_of(fact.text) for fact in facts):
        return False
    return not any(stated.kind == "count" and stated.unit == claim.unit for fact in facts for stated in fact.claims)


_OTHERWISE = (
    "“{v}”: the cited facts count otherwise; write their figure, or take it out.",
    "「{v}」与引用的事实不符：请改成事实里的数字，或删去。",
)
_BUSINESS = (
    r"\b(?:order|book|ends?|ending|offer|sale|off|deliver\w*|ship\w*|arriv\w*|prices?|codes?|back|buy|deal|save|expires?|last"
    r"|closes?|deadline|midnight|only|left|free|results?|see|claim|yours?)\b"
)

_DUE = (
    r"\b(?:until|till|through|thru|by|to|runs?|before|from|between|use|starts?|begins?|opens?|class|course|tour|live)\b"
)
_BUSINESS_ZH = r"[折减券码赠送价买卖购抢订付抵到至起开]|优惠|截止|失效|活动|结束|发货|送达|下单|有效|上架|之前|前$"


def _idle(claim: Claim, facts: list[Fact], sentence: str) -> bool:
    """Is it half an hour of anybody's day: the facts tell no span like it, nor the sentence how long goods last?"""
    if claim.role != "idle":
        return False
    like = base(Decimal(claim.value), claim.unit)[0]
    stated = {base(Decimal(s.value), s.unit)[0] for fact in facts for s in fact.claims if s.kind == "duration"}
    return like not in stated and not of_goods(sentence)


def _idle_weekday(claim: Claim, sentence: str) -> bool:
    """A day of the week in a sentence about nothing that is bought or brought."""
    business = term(_BUSINESS).search(sentence) or is_chinese(sentence)
    return claim.kind == "weekday" and not claim.unit and not business


def _light(claim: Claim) -> bool:
    """Counts, times and spans may be part of a story; prices, discounts, dates and ratings never are."""
    one = claim.kind == "quantity" and claim.value == 1
    return (
        one
        or claim.kind in ("count", "duration", "time", "multiple")
        or (claim.kind == "percent" and claim.role != "off")
    )


def _backers(claim: Claim, facts: list[Fact], reading: Reading) -> list[str]:
    return [fact.id for fact in facts if supported(claim, [fact], reading.context)]


def _with_fallbacks(text: str, protected: tuple[str, ...]) -> tuple[Claim, ...]:
    """Claims of the text as it reads with every merge tag replaced by its fallback."""
    rendered = without_tags(text)
    return read_claims(rendered, protected) if rendered != text else ()
