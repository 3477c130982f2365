"""Things counted in words ("five students", 四个人) where a fact counts the same things otherwise."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from tools.copy_rules.context import Fact
from tools.copy_rules.numerals import CHINESE, DIGITS, ENGLISH, number
from tools.copy_rules.text import fold

_TIMES = (
    r"(?:times|days|hours|minutes|weeks|months|years|nights|seconds|dollars|pounds|euros|cents|percent|thirds|quarters)"
)
_ENGLISH = re.compile(
    rf"(?P<n>{ENGLISH}|(?<![\d.,$£€¥/]){DIGITS})\s+(?!{_TIMES}\b)(?P<u>[a-z]{{3,}}s|people|men|women)\b", re.IGNORECASE
)
_CHINESE = re.compile(
    rf"(?<![周第])(?<!星期)(?<!礼拜)(?P<n>{CHINESE}|\d+)\s*(?:[个位名间]\s*)?(?P<u>人|房间?|晚上|节课|学员|座位|按键|口袋|抽屉|档位|镜头|插孔|孔位)"
)

_STORY = r"\b(?:of us|that (?:night|day|time|evening)|last (?:night|week|time))\b|[来到去坐站走]了|那[晚天次]"
"""Who was there one evening is no count of what is sold."""
_SINGLE = re.compile(r"\b(?:one|1)\s+(?P<u>[a-z]{3,}[a-rt-z])\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _counted(text: str) -> tuple[tuple[str, Decimal, int, int, bool], ...]:
    """Noun, number, place, and whether the number is in words."""
    folded = fold(text)
    found = []
    for expression in (_ENGLISH, _CHINESE):
        for match in expression.finditer(folded.text):
            value = number(match["n"])
            if value is not None:
                words = not match["n"][0].isdigit()
                found.append((match["u"].lower().removesuffix("s"), value, *folded.written(*match.span()), words))
    for match in _SINGLE.finditer(folded.text):
        found.append((match["u"].lower(), Decimal(1), *folded.written(*match.span()), False))
    return tuple(found)


def counts_of(text: str) -> set[Decimal]:
    """Every number that counts a noun."""
    return {value for _, value, *_ in _counted(text)}


def contradicted(text: str, facts: list[Fact]) -> Iterator[tuple[int, int]]:
    """Places where the text counts in words what one fact counts, and in no fact so many."""
    stated: dict[str, set[Decimal]] = {}
    for fact in facts:
        for noun, value, *_ in _counted(fact.text):
            stated.setdefault(noun, set()).add(value)
    for noun, value, start, end, words in _counted(text):
        if (
            words
            and value > 1
            and not re.search(_STORY, text)
            and len(stated.get(noun, ())) == 1
            and value not in stated[noun]
        ):
            yield start, end
