"""One of a kind said for another: redwood of a cedar bed, goat's milk of a ewe's cheese, 油皮 where it suits 干皮."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from tools.copy_rules.checks.patterns import covered, name_spans
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import negated
from tools.copy_rules.rulebook import Kind, Rule, rulebook
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, is_chinese, sentence_at, term

_CUE = (
    r"(?:\bfor|\bon|\bby|\bin|\bwith|suits?|suitable for|safe for|runs? on|适合|专为|供|用|可以?|支持|兼容|给|让)"
    r"\s*(?:[a-z]+ )?$"
)
_CUE_AFTER = r"\s*(?:也|都)?(?:能|可以?|适用|专用|友好|款|powered|safe\b|friendly)"
_CHOSEN = r"(?:有|选|出了?|颜色|配色|色号|分|：|款)[^，。！？]{0,6}$"
_CHOSEN_AFTER = r"(?:款|版|可选|任选|现货|[两三四五六]色|的?那[款只件双条个])"
"""Around a colour that goods come in."""
_COMES_IN = r"\bin (?:a |an |the )?(?:[\w-]+,? (?:or |and )?){0,3}$"
"""In black or navy."""
_IDLE = r"(?:weeks?|days?|mornings?|evenings?|nights?|months?|years?|seasons?|sk(?:y|ies)|light|weather|hair|eyes)"
_PART_OF = r"(?:\b(?:of|in|from|made|solid|real|pure|genuine|finished|with)\s+(?:[a-z-]+\s+)?|[,:]\s+|\band\s+"
_PART_OF += r"|\bis (?:all |pure |solid )?)$"
_LIKENED = r"(?:\blike (?:an? )?|\bas |faux |[如似像仿])\w*\s*$"
_ISH = r"\s*(?:-like|[- ]effect|[- ]look|般|一样|似的|风|色|味|香)"


@cache
def _words(number: int) -> tuple[str, ...]:
    """For each member of a kind one expression of its words in either language."""
    return tuple(
        "|".join(word if is_chinese(word) else rf"(?<![A-Za-z-])(?:{word})(?![A-Za-z])" for word in member)
        for member in rulebook().kinds[number].members
    )


@cache
def _any_word(number: int) -> str:
    return "|".join(f"(?:{words})" for words in _words(number))


@cache
def _kin(number: int) -> tuple[int, ...]:
    """The kind itself and those of its family."""
    kinds = rulebook().kinds
    return tuple(
        i for i, kind in enumerate(kinds) if i == number or (kind.family and kind.family == kinds[number].family)
    )


@lru_cache(maxsize=8192)
def _members_in(text: str, number: int) -> frozenset[int]:
    if not term(_any_word(number)).search(text):
        return frozenset()
    return frozenset(i for i, words in enumerate(_words(number)) if term(words).search(text))


def rivals(_: Rule, reading: Reading) -> Iterator[Hit]:
    """A member of a kind that no fact has, where the product's facts name another member."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        names = name_spans(reading, folded.text)
        for number, kind in enumerate(rulebook().kinds):
            for member in sorted(_members_in(folded.text, number)):
                for match in term(_words(number)[member]).finditer(folded.text):
                    start, end = folded.written(*match.span())
                    sentence = sentence_at(folded.text, *match.span())
                    facts = about(sentence, cited, reading.before(name, start))
                    if covered(match.span(), names) or not _another(number, member, facts):
                        continue
                    if _shade(folded.text, match.start(), match[0], facts):
                        continue
                    having = [f for f in cited if f.kind == "P" and _members_in(f.folded, number)]
                    if _called(
                        folded.text[match.end() :], [f for f in having if member in _members_in(f.folded, number)]
                    ):
                        continue
                    named = facts != cited or len(having) == 1
                    if _of_goods(kind, folded.text, match, facts, named=named):
                        yield Hit(name, text[start:end], start, end)


def _shade(text: str, start: int, word: str, facts: list[Fact]) -> bool:
    """Is it the end of a longer Chinese word that a fact has: 松绿, or 蓝 for 天空蓝?"""
    longer = text[max(0, start - 1) : start] + word
    if len(word) != 1 or not is_chinese(word):
        return False
    return any(
        longer in fact.folded or re.search(rf"[\u4e00-\u9fff]{word}(?![\u4e00-\u9fff])", fact.folded) for fact in facts
    )


def _called(behind: str, having: list[Fact]) -> bool:
    """Is it said of a product that has it, by what that is called: the felt hat beside a towel?"""
    following = re.match(r"\s([a-z]{3,})", behind, re.IGNORECASE)
    return following is not None and any(following[1].lower() in fact.words for fact in having)


def _likened(kind: Kind, behind: str, facts: list[Fact]) -> bool:
    """Is it only like the thing (rose-effect, 玫瑰香)? A scent or taste is a claim where the facts tell another."""
    if kind.beside or not term(_ISH).match(behind):
        return False
    words = _any_word(rulebook().kinds.index(kind))
    return behind[:1] not in ("香", "味") or not any(
        term(f"(?:{words}){behind[0]}").search(fact.folded) for fact in facts
    )


def _listed(kind: Kind, before: str) -> bool:
    """Does another of its family stand right before: wool and horsehair?"""
    if not kind.family:
        return False
    number = rulebook().kinds.index(kind)
    joined = re.search(r"^(.*?)(?:,|\band|\bor|\bover|\bwith|&)\s+$", before, re.DOTALL | re.IGNORECASE)
    last = joined[1].split()[-1:] if joined else []
    return bool(last) and any(_members_in(last[0], one) for one in _kin(number))


def _another(number: int, member: int, facts: list[Fact]) -> bool:
    """The facts have no such member, and a product of theirs has another."""
    if any(member in _members_in(fact.folded, number) for fact in facts):
        return False
    kin = (number,) if rulebook().kinds[number].everyday else _kin(number)
    return any(_members_in(fact.folded, one) for fact in facts if fact.kind == "P" for one in kin)


def _of_goods(kind: Kind, text: str, match: re.Match[str], facts: list[Fact], *, named: bool) -> bool:
    """Is it said of the goods, rather than denied, likened to or told in passing?"""
    before, behind = text[max(0, match.start() - 24) : match.start()], text[match.end() : match.end() + 24]
    if negated(text, *match.span()) or term(_LIKENED).search(before) or _likened(kind, behind, facts):
        return False
    following = re.match(
        r"(?:'s)?[\s-]+([a-z]{4,}|[a-z]{3}(?<!and|the|for|but|not|you|are|was))\b", behind, re.IGNORECASE
    )
    known = "\n".join(fact.folded.lower() for fact in facts)
    owned = (
        following is not None
        and not re.fullmatch(_IDLE, following[1].lower())
        and re.search(rf"\b{re.escape(following[1].lower())}", known) is not None
    )
    if kind.beside and is_chinese(match[0]):
        return bool(term(_CHOSEN).search(before) or term(_CHOSEN_AFTER).match(behind))
    if kind.beside:
        return owned or (named and bool(re.search(_COMES_IN, before, re.IGNORECASE)) and not following)
    if kind.cue:
        return bool(term(_CUE).search(before) or term(_CUE_AFTER).match(behind))
    if is_chinese(match[0]):
        return True
    last = re.search(r"([A-Za-z]{3,})\s+$", before)
    product = last is not None and any(last[1].lower() in fact.words for fact in facts)
    if owned or product or _listed(kind, before):
        return True
    return named and bool(term(_PART_OF).search(before)) and not following
