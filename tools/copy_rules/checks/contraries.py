"""The contrary of what the facts say: 朝上 where the brush hangs 朝下, by machine where it is made by hand."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from tools.copy_rules.checks.patterns import covered, name_spans
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import negated
from tools.copy_rules.rulebook import Contrary, Rule, rulebook
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, sentence_at, term

_DENIED_BEFORE = (
    r"(?:\b(?:no|not|never|without|isn't|aren't|don't|doesn't|cannot|can't)\b[\w ]{0,12}"
    r"|[不无未勿非禁忌][^，。；]{0,3}|避免[^，。；]{0,3})$"
)
_DENIED_BEHIND = r"\s*(?:is |are |does |do |will )?(?:not|never)\b|\s*(?:isn't|aren't|doesn't|don't)\b|不[可能宜行]"
_OWN_NO = r"[不无没未免]|\b(?:no|not|never|un)"
"""Words that begin so are not denied by what stands before them: 不含香精 in a list of what is not in it."""
_AROUND = 24
_ASKED = ("?", "？")


class Said(NamedTuple):
    """One side of a contrary in a text."""

    side: int
    thing: str
    start: int
    end: int
    denied: bool


def contraries(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Words whose contrary a cited fact says of the same product, and which no fact says."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        names = name_spans(reading, folded.text)
        for number, contrary in enumerate(rulebook().contraries):
            for said in _said(folded.text, number, "side"):
                span = (said.start, said.end)
                sentence = sentence_at(folded.text, *span)
                start, end = folded.written(*span)
                if covered(span, names) or sentence.rstrip().endswith(_ASKED):
                    continue
                if not contrary.worded and (said.denied or negated(folded.text, *span)):
                    continue
                if _against(said, number, about(sentence, cited, reading.before(name, start))):
                    yield Hit(name, text[start:end], start, end)


def _against(said: Said, number: int, facts: list[Fact]) -> bool:
    """Do the facts say another side of it, or deny it, and nowhere say it?"""
    told = [one for fact in facts if fact.kind in "PRB" for one in _said(fact.folded, number, "told")]
    same = [one for one in told if _of_same(said, one)]
    own = (one for fact in facts for one in _said(fact.folded, number, "any") if one.side == said.side)
    agreed = any(not one.denied and _of_same(said, one) for one in own)
    return not agreed and any(one.side == said.side or not one.denied for one in same)


def _of_same(one: Said, other: Said) -> bool:
    """Are they said of one thing, as far as they name it?"""
    return not one.thing or not other.thing or one.thing == other.thing


@lru_cache(maxsize=16384)
def _said(text: str, number: int, where: str) -> tuple[Said, ...]:
    """Every side of the contrary that a text says: by the words of drafts, of facts, or of both."""
    contrary = rulebook().contraries[number]
    return tuple(
        Said(side, _thing(match), *match.span(), denied=not contrary.worded and _denied(text, *match.span()))
        for side, expressions in enumerate(_expressions(number, where))
        for one in expressions
        for match in term(one).finditer(text)
    )


@cache
def _expressions(number: int, where: str) -> tuple[tuple[str, ...], ...]:
    contrary: Contrary = rulebook().contraries[number]
    told = contrary.told or [[] for _ in contrary.sides]
    if where == "side":
        return tuple(map(tuple, contrary.sides))
    if where == "told" and contrary.strict:
        return tuple(map(tuple, told))
    return tuple((*side, *more) for side, more in zip(contrary.sides, told, strict=True))


def _thing(match: re.Match[str]) -> str:
    return next((value.lower() for value in match.groupdict().values() if value), "")


def _denied(text: str, start: int, end: int) -> bool:
    if term(_OWN_NO).match(text[start:end]):
        return False
    return bool(
        term(_DENIED_BEFORE).search(text[max(0, start - _AROUND) : start])
        or term(_DENIED_BEHIND).match(text[end : end + _AROUND])
    )
