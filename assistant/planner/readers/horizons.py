"""Stretches of time that lie ahead: in the next 3 months, next year, 未来三个月, 明年; only scores look there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.readers.numerals import chinese_numeral, english_numeral
from assistant.planner.text import Token

_UNITS = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "季度": "quarter",
    "季": "quarter", "年": "year",
}  # fmt: skip
_LEAD = ("in", "over", "within", "during", "for", "the", "these", "on")
_AHEAD = ("next", "coming", "following", "upcoming")
_AHEAD_ZH = ("未来", "接下来", "今后", "往后", "以后", "后面", "下面", "之后", "下")
_SINCE = ("以后", "之后", "后面")
_PEOPLE = ("户", "人", "们", "员", ",", "，", "。", "的")
"""点击秋日来信之后7天内 counts from what stands before; 这些客户之后30天 lies ahead."""
_FIXED_ZH = {
    "下个月": (1, "month"), "下月": (1, "month"), "下个季度": (1, "quarter"), "下季度": (1, "quarter"),
    "下一季度": (1, "quarter"), "明年": (1, "year"), "下周": (1, "week"), "下个星期": (1, "week"), "明天": (1, "day"),
    "下一年": (1, "year"), "下半年": (6, "month"),
}  # fmt: skip
_UNNAMED = ("未来", "将来", "今后")
"""Some time ahead: a score has its own, and a figure of the shop is not foretold."""
_DONE = ("过", "买", "下", "了", "三", "半", "一", "两", "几")
_TAILS = ("之内", "以内", "内", "里", "中")


def read_horizons(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every stretch ahead, as (first token, end token, sense); the sense holds (count, unit)."""
    for position in range(len(tokens)):
        yield from _english(tokens, position)
        yield from _chinese(tokens, position)


def _english(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, int, Sense]]:
    at = start
    while at < len(tokens) and tokens[at].text in _LEAD and at - start < 3:
        at += 1
    if at >= len(tokens):
        return
    if tokens[at].text == "tomorrow":
        yield start, at + 1, Sense("horizon", (1, "day"))
    if tokens[at].text not in _AHEAD:
        return
    at += 1
    count = 1
    if at < len(tokens) and tokens[at].text in ("few", "couple"):
        return
    numeral = english_numeral(tokens, at) if at < len(tokens) else None
    if numeral and numeral[1] == int(numeral[1]) and 1 <= numeral[1] <= 1_000:
        at, count = at + numeral[0], int(numeral[1])
    unit = tokens[at].key if at < len(tokens) else ""
    if unit in _UNITS.values():
        yield start, at + 1, Sense("horizon", (count, unit))


def _chinese(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, int, Sense]]:
    words = "".join(token.text for token in tokens[start : start + 4])
    for form, value in _FIXED_ZH.items():
        if words.startswith(form):
            yield start, start + len(form) + _tail(tokens, start + len(form)), Sense("horizon", value)
    for form in _UNNAMED:
        behind = "".join(token.text for token in tokens[start + len(form) : start + len(form) + 1])
        if (
            words.startswith(form)
            and behind
            and behind not in _DONE
            and not (start and tokens[start - 1].text in "从尚还并")
        ):
            yield start, start + len(form) + (behind == "的"), Sense("horizon", (1, "year"))
    lead = next((form for form in _AHEAD_ZH if words.startswith(form)), "")
    if not lead or (lead in _SINCE and start and tokens[start - 1].text not in _PEOPLE):
        return
    at = start + len(lead)
    at += at < len(tokens) and tokens[at].text == "的"
    half = "".join(token.text for token in tokens[at : at + 2])
    if half in ("半年", "一年"):
        yield start, at + 2 + _tail(tokens, at + 2), Sense("horizon", (6, "month") if half == "半年" else (1, "year"))
        return
    numeral = (chinese_numeral(tokens, at) or english_numeral(tokens, at)) if at < len(tokens) else None
    if not numeral or numeral[1] != int(numeral[1]) or not 1 <= numeral[1] <= 1_000:
        return
    at += numeral[0]
    counted = at < len(tokens) and tokens[at].text == "个"
    if lead == "下" and not counted and tokens[at : at + 1] and tokens[at].text == "月":
        return  # 看下6月的新客: June; months ahead are 下6个月
    at += counted
    for length in (2, 1):
        unit = "".join(token.text for token in tokens[at : at + length])
        if unit in _UNITS and len(unit) == length:
            end = at + length
            yield start, end + _tail(tokens, end), Sense("horizon", (int(numeral[1]), _UNITS[unit]))
            return


def _tail(tokens: Sequence[Token], at: int) -> int:
    """How many tokens of 之内, 内 follow."""
    for form in _TAILS:
        if "".join(token.text for token in tokens[at : at + len(form)]) == form:
            return len(form)
    return 0
