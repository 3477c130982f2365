"""Chinese words of rank that are put together from parts: 排第三的那个, 最低的那款, 掉得最厉害."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.planner.lexicon import Sense
from assistant.planner.readers.numerals import chinese_numeral
from assistant.planner.text import Text

_ONE = "(?:个|款|位|家|座|种|类|名|场|条|项|件|批|组|档|层|级|封)"
_ROW = re.compile(
    rf"(?:(?:排名?|位列|排行|名列)在?)?第(?P<at>[一二三四五六七八九十\d]{{1,3}})(?:名|位|{_ONE}|高|多|大|好|贵)?的?"
    rf"(?:那|这)?(?:一)?{_ONE}?(?:的)?"
)
_LED = re.compile("排|位列|名列|那|这|名|高的?|多的?|大的?|贵的?")
_EXTREME = re.compile(
    rf"最(?:(?P<most>高|多|大|好|贵|强|长|火|快)|(?P<least>低|少|小|差|便宜|弱|短|慢))的?(?:那|这)(?:一)?{_ONE}?"
    rf"|(?P<last>垫底|倒数第一|最末|末位|排最后)的?(?:那|这)(?:一)?{_ONE}?"
)
_MOVED = re.compile(
    "(?P<fall>跌|降|掉|下滑|下降|下跌|缩水|萎缩|减少|滑坡)(?:得|幅|幅度|的)?最(?:多|大|快|狠|猛|厉害|惨|明显|严重|凶)"
    "|(?:涨|升|上涨|上升|增长|增加|提升|增)(?:得|幅|幅度|的)?最(?:(?P<least>少|小|慢)|多|大|快|猛|厉害|明显|凶|高)"
)
_NOUNS_BEHIND = "单次"
"""第三单 and 第二次 count orders, and no rows."""


def read_ranks(text: Text) -> Iterator[tuple[int, int, Sense]]:
    """Every such word, as (first token, end token, sense)."""
    if text.normal.isascii():
        return
    starts = {token.start: place for place, token in enumerate(text.tokens)}
    ends = {token.end: place + 1 for place, token in enumerate(text.tokens)}
    for pattern, senses in ((_ROW, _row), (_EXTREME, _extreme), (_MOVED, _moved)):
        for found in pattern.finditer(text.normal):
            if found.start() in starts and found.end() in ends:
                for sense in senses(text, found):
                    yield starts[found.start()], ends[found.end()], sense


def _row(text: Text, found: re.Match[str]) -> Iterator[Sense]:
    """第二名, 排第三的那款: a row of the last table, by its place."""
    told = found["at"]
    place = int(told) if told.isdigit() else _numeral(text, found.start("at"))
    behind = text.normal[found.end() : found.end() + 1]
    if place and _LED.search(found[0].replace(told, "")) and behind not in _NOUNS_BEHIND:
        yield Sense("row", str(place))


def _numeral(text: Text, at: int) -> int:
    place = next((i for i, token in enumerate(text.tokens) if token.start == at), None)
    numeral = chinese_numeral(text.tokens, place) if place is not None else None
    return int(numeral[1]) if numeral else 0


def _extreme(_text: Text, found: re.Match[str]) -> Iterator[Sense]:
    """最高的那个, 垫底那个: the row with the highest, or the lowest, figure of the last table."""
    yield Sense("extreme_row", "highest" if found["most"] else "lowest")


def _moved(_text: Text, found: re.Match[str]) -> Iterator[Sense]:
    """掉得最厉害, 涨得最少: ranked by the change, the lowest first."""
    yield Sense("bottom" if found["fall"] or found["least"] else "top")
    yield Sense("difference")
