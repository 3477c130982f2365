"""Turns of phrase: figures about the reader's or the writer's own life, which claim nothing of goods or offers."""

import re
from functools import cache

from tools.copy_rules.numerals import CHINESE, DIGITS, ENGLISH
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.text import term

_PARTS = {
    "%N%": rf"(?:{DIGITS}|{ENGLISH}|a|an|a few|a couple of)",
    "%Z%": rf"(?:\d+|{CHINESE}|几|好几)",
    "%E%": ENGLISH,
    "%SPAN%": r"(?:seconds?|secs?|minutes?|mins?|hours?|days?|nights?|weeks?|weekends?|months?|years?)",
    "%SPAN_ZH%": r"(?:秒钟?|分钟|个?小时|个?钟头|天|晚|夜|周|个?星期|个?礼拜|个?月|年)",
    "%LATER%": r"(?!.{0,24}(?:open|ends?|until|close|sale|offer|order by|deadline|start))",
    "%LATER_ZH%": r"(?![^，。！？]{0,10}(?:截止|开始|结束|开售|开抢|下单|营业|有效|恢复|送达|发货|到货|开播))",
}
"""What the words between per cent signs stand for in the terms of claims.count."""


def turned(text: str, start: int, end: int) -> bool:
    """Does the figure text[start:end] stand in a turn of phrase?"""
    return any(
        match.start() < end and start < match.end()
        for expression in _expressions()
        for match in expression.finditer(text)
    )


@cache
def _expressions() -> tuple[re.Pattern[str], ...]:
    return tuple(term(expanded(written)) for written in rulebook().rule("claims.count").terms)


def expanded(written: str) -> str:
    """A term with its named parts put in."""
    for name, expression in _PARTS.items():
        written = written.replace(name, expression)
    return written
