"""Who asks, said before a Chinese question: 财务想知道…, 老板刚问我：…, 帮市场部查一下….

A role asks with any verb; a department, whose name is a word of the shop too – 会员, 渠道 –, with an ending or a
verb of asking only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.planner.around.said import any_of, met
from assistant.planner.lexicon import Sense
from assistant.planner.text import Token

_LEAST = 3
"""Characters of a question."""
_STOPS = frozenset("，,。；;：:！!？?、 \n（(")
_TIMES = r"(?!了?(?:好几|几[次遍回]|多[次遍]|半天))"
"""老板催了好几次 is told, not asked."""
_DONE = "(?:的是|的|了)?"
_A_BIT = "(?:一下|下|个数|数据)?"


def without_asker(question: str) -> str:
    """The question without who asks it, where a verb says so beyond doubt."""
    found = _beyond_doubt().match(question)
    return question[found.end() :] if found and len(question) - found.end() >= _LEAST else question


def read_askers(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every stretch at the beginning of a clause that says who asks or for whom, as (first token, end token, sense)."""
    for pattern in (_asker(), _for_whom()):
        for first, end in met(pattern, tokens):
            if end < len(tokens) and (not first or tokens[first - 1].text[:1] in _STOPS):
                yield first, end, Sense("filler")


def person() -> str:
    """A pattern for somebody by their work: 老板, 市场部, 电商组的同事, CEO."""
    return rf"(?i:{_zh('role')}|{_zh('office')}{_zh('office_ending')}+)"


def _zh(*tables: str) -> str:
    return any_of(*tables, language="zh")


def _asking(verbs: str) -> str:
    return rf"{verbs}(?:我|我们)?{_zh('telling')}?{_A_BIT}{_DONE}"


@cache
def _beyond_doubt() -> re.Pattern[str]:
    who = rf"(?:我们?的?|咱们?的?|我这边|隔壁)?(?:{person()}|(?i:{_zh('office')})){{1,2}}{_zh('before_asking')}*"
    return re.compile(rf"\s*{who}{_asking(_zh('asks'))}{_TIMES}\s*[：:，,]?\s*")


@cache
def _asker() -> re.Pattern[str]:
    who = rf"(?:我们|咱们|我|咱)?(?:的)?{person()}{_zh('before_asking')}*"
    return re.compile(rf"{who}{_asking(_zh('asks', 'role_asks'))}(?=[：:，,]|{_TIMES}.)")


@cache
def _for_whom() -> re.Pattern[str]:
    who = rf"(?:给|帮|替|为|发给|报给)(?:我们|咱们)?{person()}(?:们|部|那边|这边|同学)*"
    return re.compile(rf"(?:这个?|这是)?{who}{_zh('done_for')}?(?:的|一下|下)?(?=[：:，,]|[\u4e00-\u9fffA-Za-z0-9])")
