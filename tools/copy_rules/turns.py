"""Turns of phrase: figures about the reader's or the writer's own life, which claim nothing of goods or offers."""

import re
from collections.abc import Iterable
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
    return _within(_expressions(), text, start, end)


def claims_nothing(text: str, start: int, end: int) -> bool:
    """Does the figure text[start:end] stand in words that are never about goods or offers: my aunt at 81?"""
    return _within(_idle(), text, start, end)


def _within(expressions: Iterable[re.Pattern[str]], text: str, start: int, end: int) -> bool:
    return any(
        match.start() < end and start < match.end() for expression in expressions for match in expression.finditer(text)
    )


@cache
def _expressions() -> tuple[re.Pattern[str], ...]:
    return tuple(term(expanded(written)) for written in rulebook().rule("claims.count").terms)


@cache
def _idle() -> tuple[re.Pattern[str], ...]:
    return tuple(term(expanded(written)) for written in rulebook().rule("claims.figure").exempt)


def expanded(written: str) -> str:
    """A term with its named parts put in."""
    for name, expression in _PARTS.items():
        written = written.replace(name, expression)
    return written


_STORY = (
    r"\b(?:I|I\x27[a-z]+|me|my|mine|he|she|him|his|hers?|they|them|we|us|took|started|went|slept|ran|walked|waited"
    r"|built|mornings?|evenings?|night|bed|lunch|someone|somebody|nobody)\b|[我他她它咱娃]|孩子|宝宝|同事|老公|老婆"
    r"|室友|朋友|闺蜜|邻座|第[一二三四五六七八九十\d]+[天周个次]|今天|昨天|昨晚|早上|晚上|睡前|午休|周末"
)
_GOODS = (
    r"\b(?:batter\w+|charg\w+|play(?:s|back|time)|burns?|lasts?|lasting|stays?|keeps?|holds?|runs? (?:for|on)|runtime"
    r"|results?|difference|visib\w+|younger|smoother|warrant\w+|guarante\w+|returns?|refund\w*|trial|deliver\w*"
    r"|ships?|shipping|arriv\w+|dispatch\w*|ready|aged|ferment\w*|proofed|cured|assembl\w+|set ?up|install\w*"
    r"|stand behind|subscri\w+|minimum|sessions?|class(?:es)?|fresh"
    r"|shelf|expires?|valid|left|ends?|ending|offer|sale|off|free|protect\w*|hydrat\w*"
    r"|moistur\w*|wear|waterproof|supply|works?|lose|lost|tested|since|course|per charge)\b"
    r"|[能可]以?[放存]|存放|保鲜|订|起租|最少|最短|续航|充[一电]|可用|能用|用上|持续|持久|持妆|留香|保湿|见效|改善|变[白瘦美]|质保|保修|保质|退[货换款]|发货"
    r"|送达|到货|即可|就能|搞定|装好|做好|出杯|有效|截止|倒计时|课|发酵|陈|窖|烘|焙|提升|减少|燃|耐|防|瘦|祛"
    r"|开课|入住|两晚|三晚"
)


def of_goods(sentence: str) -> bool:
    """Does the sentence tell how long goods last, take or come?"""
    return bool(term(_GOODS).search(sentence))


def told(text: str, sentence: str, *, note: bool) -> bool:
    """Is a span of time part of a story: somebody's day, and not how long goods last, take or come?

    A whole note (Xiaohongshu) tells a story where any of it does.
    """
    return bool(re.search(_STORY, text if note else sentence)) and not of_goods(sentence)
