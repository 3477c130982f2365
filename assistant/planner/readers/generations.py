"""Ages said by birth: born in the 80s, gen z, 90后."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import fixed
from assistant.planner.readers.numerals import HAN_DIGITS, chinese_numeral, english_numeral
from assistant.planner.text import Token, text_at, written_at


def generations(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, int, Sense]]:
    """30s as an age, 90后 as a year of birth: (lowest, highest) age or (first, last) year."""
    token = tokens[position]
    if token.text in _DECADES and (
        text_at(tokens, position - 1) in ("their", "his", "her", "early", "mid", "late")
        or any(before.text == "born" for before in tokens[max(0, position - 3) : position])
    ):
        yield position, position + 1, Sense("age_range", (_DECADES[token.text], _DECADES[token.text] + 9))
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if token.kind != "number" or following is None or following.start != token.end or len(token.text) != 2:
        return
    value = int(token.text) if token.text.isdigit() else 1
    if following.text == "s" and value % 10 == 0 and 10 <= value <= 90:
        yield position, position + 2, Sense("age_range", (value, value + 9))
    if following.text == "后" and value % 5 == 0:
        year = value + (1900 if value >= 50 else 2000)
        yield position, position + 2, Sense("birth_years", (year, year + (4 if value % 10 else 9)))


def decade_of_years(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, int, Sense]]:
    """the 1990s: all ten years."""
    at = position + (text_at(tokens, position) == "the")
    token = tokens[at] if at < len(tokens) else tokens[position]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if not (token.text.isdigit() and len(token.text) == 4 and token.text.endswith("0") and following):
        return
    if following.text in ("s", "'s", "’s") and following.start == token.end:
        yield position, at + 2, Sense("period", fixed(date(int(token.text), 1, 1), date(int(token.text) + 9, 12, 31)))


_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
}  # fmt: skip


def born_in(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, int, Sense]]:
    """90年代出生, 九十年代生的, 1985到1990年出生, 95年以后出生: years of birth, said to be that."""
    for length, value in numerals(tokens, position):
        at = position + length
        if text_at(tokens, at) == "年" and text_at(tokens, at + 1) == "代":
            first = _century(value)
            if first is not None and (end := _birth(tokens, at + 2)):
                yield position, end, Sense("birth_years", (first, first + 9))
            continue
        at += text_at(tokens, at) == "年"
        if text_at(tokens, at) not in ("到", "至", "-", "~"):
            continue
        for further, last in numerals(tokens, at + 1) if at + 1 < len(tokens) else ():
            end = at + 1 + further
            end += text_at(tokens, end) == "年"
            first, final = _century(value), _century(last)
            if first is not None and final is not None and first <= final and (closed := _birth(tokens, end)):
                yield position, closed, Sense("birth_years", (first, final))


def _century(value: float) -> int | None:
    year = int(value)
    if 1900 < year < 2100:
        return year
    return None if not 0 <= year < 100 else year + (1900 if year >= 30 else 2000)


def _birth(tokens: Sequence[Token], at: int) -> int | None:
    """Where 出生 or 生 ends, if the years before it are those of a birth."""
    for said in ("之间出生", "期间出生", "出生", "生人", "生"):
        if written_at(tokens, at, len(said)) == said and text_at(tokens, at + len(said)) != "日":
            return at + len(said)
    return None


def decades(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, int, Sense]]:
    """四十多岁, 30来岁, 二十几岁: ten years of age; 三四十岁: twenty."""
    for length, value in numerals(tokens, position):
        after = tokens[position + length : position + length + 2]
        if (
            10 <= value <= 90
            and value % 10 == 0
            and [t.text for t in after] in (["多", "岁"], ["来", "岁"], ["几", "岁"])
        ):
            yield position, position + length + 2, Sense("age_range", (int(value), int(value) + 9))
    words = "".join(t.text for t in tokens[position : position + 4])
    if len(words) == 4 and words[2:] == "十岁" and words[0] in HAN_DIGITS and words[1] in HAN_DIGITS:
        first, last = HAN_DIGITS[words[0]], HAN_DIGITS[words[1]]
        if last == first + 1 and first:
            yield position, position + 4, Sense("age_range", (first * 10, last * 10 + 9))


def numerals(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, float]]:
    previous = tokens[position - 1] if position else None
    if (
        previous is not None
        and tokens[position].kind == "number"
        and previous.end == tokens[position].start
        and (previous.text in (".",) or previous.kind == "number")
    ):
        return
    for reader in (english_numeral, chinese_numeral):
        found = reader(tokens, position)
        if found:
            yield found
