"""Numbers with what they count: money, percent, discounts (折), times, pieces, ages, durations, offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import plausible
from assistant.planner.readers.generations import born_in, decade_of_years, decades, generations, numerals
from assistant.planner.readers.numerals import HAN_DIGITS
from assistant.planner.text import Token

CURRENCIES = {
    "$": "USD",
    "usd": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "buck": "USD",
    "bucks": "USD",
    "美元": "USD",
    "美金": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "欧元": "EUR",
    "欧": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "英镑": "GBP",
    "¥": "CNY",
    "rmb": "CNY",
    "cny": "CNY",
    "yuan": "CNY",
    "元": "",
    "块": "",
    "块钱": "",
    "元钱": "",
    "人民币": "CNY",
    "刀": "USD",
    "美刀": "USD",
    "刀乐": "USD",
    "块大洋": "",
    "大洋": "",
    "圆": "",
    "块美金": "USD",
    "块美元": "USD",
}
_DURATIONS = {
    "day": "day",
    "days": "day",
    "d": "day",
    "天": "day",
    "日": "day",
    "week": "week",
    "weeks": "week",
    "wk": "week",
    "wks": "week",
    "w": "week",
    "周": "week",
    "个星期": "week",
    "星期": "week",
    "个礼拜": "week",
    "month": "month",
    "months": "month",
    "mo": "month",
    "mth": "month",
    "mths": "month",
    "个月": "month",
    "月": "month",
    "quarter": "quarter",
    "quarters": "quarter",
    "个季度": "quarter",
    "季度": "quarter",
    "year": "year",
    "years": "year",
    "yr": "year",
    "yrs": "year",
    "年": "year",
}
_TIMES = {"time", "times", "x", "次", "回", "遍"}
_ORDER_UNITS = {"单", "笔", "个订单", "笔订单", "次订单", "张单", "张订单", "笔单", "单子", "次购买"}
_PIECES = {
    "unit",
    "units",
    "item",
    "items",
    "piece",
    "pieces",
    "pair",
    "pairs",
    "双",
    "pc",
    "pcs",
    "bottle",
    "bottles",
    "件",
    "瓶",
    "盒",
    "支",
    "件商品",
    "个商品",
    "个产品",
    "件产品",
    "件货",
    "封",
    "件东西",
    "罐",
    "只",
    "条裤子",
    "套",
}
_PEOPLE = {"人", "位", "名", "个人", "号人", "口人", "位客人", "个客人"}
_AGES = {"岁", "周岁", "岁数"}
_CLASSIFIERS = {
    "款", "样", "种", "场", "档", "组", "家", "类", "项", "座", "支", "批", "轮", "波", "款商品", "款产品",
    "样东西", "种商品",
    "个钟头",
}  # fmt: skip
"""Measure words that say only what sort of thing is counted: the number is a plain one."""
_PARTS = {"decile": 0.1, "quintile": 0.2, "quartile": 0.25, "third": 1 / 3, "tenth": 0.1, "fifth": 0.2, "quarter": 0.25}
"""top decile, the top third: a share of everybody."""
_RANKED = ("top", "bottom", "upper", "lowest", "highest", "best")
_AFTERMATH = ("day", "week", "month", "quarter", "year")
_HOURS = {"hour", "hours", "hr", "hrs", "h", "小时", "个小时"}
_ONCE = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_SINGLE_TIMES = (("one", "single", "time"), ("a", "single", "time"), ("just", "one", "time"), ("only", "one", "time"))
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_HALF_YEAR = {("half", "a", "year"), ("half", "year"), ("半", "年"), ("半", "个", "年"), ("six", "month")}


def read_numbers(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every number with and without its unit, as (first token, end token, sense)."""
    for position, token in enumerate(tokens):
        if token.text in _ONCE:
            yield position, position + 1, Sense("times", _ONCE[token.text])
        yield from _fixed_phrases(tokens, position)
        yield from decades(tokens, position)
        yield from decade_of_years(tokens, position)
        yield from born_in(tokens, position)
        yield from _fractions(tokens, position)
        for length, value in numerals(tokens, position):
            yield from _with_units(tokens, position, position + length, value)


def _fixed_phrases(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, int, Sense]]:
    words = [token.text for token in tokens[position : position + 4]]
    for phrase in _HALF_YEAR:
        if tuple(words[: len(phrase)]) == phrase:
            yield position, position + len(phrase), Sense("duration", (6, "month"))
    for phrase in _SINGLE_TIMES:
        if tuple(words[: len(phrase)]) == phrase:
            yield position, position + len(phrase), Sense("times", 1.0)
    if words[:2] in (["半", "个"], ["半", "月"]) and "月" in words[:3]:
        yield position, position + words.index("月") + 1, Sense("duration", (15, "day"))
    if words[:2] == ["一", "半"] or words[:1] == ["half"]:
        yield position, position + (2 if words[0] == "一" else 1), Sense("percent", 0.5)
    parts = _PARTS.get(words[0]) if words else None
    before = tokens[position - 1].text if position else ""
    if parts and (words[0] in ("decile", "quintile", "percentile", "quartile") or before in _RANKED):
        yield position, position + 1, Sense("percent", parts)
    if words[:1] in (["a"], ["an"]) and len(words) > 1 and words[1] in ("day", "week", "month", "quarter", "year"):
        yield position, position + 2, Sense("duration", (1, words[1]))
    if (
        words[:1] in (["the"], ["first"])
        and words[1:2]
        and words[1] in _AFTERMATH
        and words[2:3] in (["after"], ["following"])
    ):
        yield position, position + 2, Sense("duration", (1, words[1]))
    if len(words) > 2 and words[2] == "折" and words[0] in HAN_DIGITS and words[1] in HAN_DIGITS:
        tenths = HAN_DIGITS[words[0]] * 10 + HAN_DIGITS[words[1]]
        yield position, position + 3, Sense("discount", float(100 - tenths))
    yield from generations(tokens, position)
    if "".join(words[:3]) == "百分之":
        for length, value in numerals(tokens, position + 3) if position + 3 < len(tokens) else ():
            yield position, position + 3 + length, Sense("percent", value / 100)


def _fractions(tokens: Sequence[Token], position: int) -> Iterator[tuple[int, int, Sense]]:
    """a third, two thirds, a quarter of our customers, top fifth: shares in words; other quarters are of a year."""
    words = [token.text for token in tokens[position : position + 4]]
    count = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}.get(words[0])
    led = position > 0 and tokens[position - 1].text in ("top", "bottom", "best", "worst")
    name = words[1] if count and len(words) > 1 else words[0] if led else ""
    parts = _PARTS.get(name.removesuffix("s"))
    end = position + (2 if count and len(words) > 1 and name == words[1] else 1)
    after = [token.text for token in tokens[end : end + 2]]
    whose = (
        after[:1] == ["of"]
        and after[1:2]
        and after[1] in ("our", "the", "all", "my", "their", "customers", "them", "buyers")
    )
    if parts and (count or 1) < parts and (led or whose or (parts != 4 and name.endswith("s") == ((count or 1) > 1))):
        yield position, end, Sense("percent", (count or 1) / parts)


def _with_units(tokens: Sequence[Token], start: int, end: int, value: float) -> Iterator[tuple[int, int, Sense]]:
    yield start, end, Sense("number", value)
    if start and tokens[start - 1].text in CURRENCIES and tokens[start - 1].kind == "symbol":
        yield start - 1, end, Sense("money", (value, CURRENCIES[tokens[start - 1].text]))
    if start and tokens[start - 1].text in ("usd", "eur", "gbp", "rmb", "cny"):
        yield start - 1, end, Sense("money", (value, CURRENCIES[tokens[start - 1].text]))
    after = end
    if (
        after < len(tokens)
        and tokens[after].text == "-"
        and after + 1 < len(tokens)
        and tokens[after + 1].kind == "word"
    ):
        after += 1
    if after < len(tokens) and tokens[after].text == "多" and value >= 10:
        after += 1
    if [t.text for t in tokens[after : after + 2]] == ["w", "/"]:
        return  # the 5 w/ most orders: with
    for length in (3, 2, 1):
        unit = tokens[after : after + length]
        if len(unit) == length:
            yield from _unit_senses(start, after + length, value, "".join(token.text for token in unit))
    halved = after + 1 < len(tokens) and tokens[after].text == "年" and tokens[after + 1].text == "半"
    if halved and plausible(value * 12 + 6, "month"):
        yield start, after + 2, Sense("duration", (int(value * 12 + 6), "month"))
    if [t.text for t in tokens[after : after + 3]] in (["years", "of", "age"], ["year", "of", "age"]):
        yield start, after + 3, Sense("age", value)
    if after + 2 < len(tokens) and [t.text for t in tokens[after : after + 3]] in (["year", "and", "older"],):
        yield start, after + 1, Sense("age", value)
    if (
        after + 1 < len(tokens)
        and tokens[after].key in ("year", "yr", "yo")
        and tokens[after + 1].text in ("old", "olds", "-")
    ):
        yield (
            start,
            after + (3 if tokens[after + 1].text == "-" and after + 2 < len(tokens) else 2),
            Sense("age", value),
        )


def _unit_senses(start: int, end: int, value: float, unit: str) -> Iterator[tuple[int, int, Sense]]:
    if unit in ("%", "percent", "pct", "个百分点", "个点"):
        yield start, end, Sense("percent", value / 100)
    elif unit in ("%off", "percentoff", "pctoff"):
        if 0 < value < 100:
            yield start, end, Sense("discount", value)
    elif unit in ("折", "折优惠"):
        tenths = value if value < 10 else value / 10
        if 0 < tenths < 10:
            yield start, end, Sense("discount", round(100 - tenths * 10, 4))
    elif unit == "成":
        yield start, end, Sense("percent", value / 10)
    elif unit in CURRENCIES:
        yield start, end, Sense("money", (value, CURRENCIES[unit]))
    if unit in _TIMES or unit in _ORDER_UNITS:
        yield start, end, Sense("times", value)
    elif unit in _PIECES:
        yield start, end, Sense("pieces", value)
    elif unit in _PEOPLE:
        yield start, end, Sense("heads", value)
    elif unit in _CLASSIFIERS and value != 1:  # 一批, 一类 count nothing
        yield start, end, Sense("number", value)
    elif unit in _AGES or unit in ("yo", "yearold", "yearsold"):
        yield start, end, Sense("age", value)
    if unit in _HOURS and value >= 24 and value % 24 == 0:
        yield start, end, Sense("duration", (int(value // 24), "day"))
    if (
        unit in _DURATIONS
        and plausible(value, _DURATIONS[unit])
        and not (unit in ("月", "日", "w", "d") and not unit.isascii())
    ):
        yield start, end, Sense("duration", (int(value), _DURATIONS[unit]))


def after_number(tokens: Sequence[Token], i: int, kind: str) -> bool:
    """10 % of customers, 2025年收入: a sign that counts what stands before it, and begins no other word."""
    number = bool(i) and tokens[i - 1].kind == "number"
    return number and (tokens[i].text == "%" or (tokens[i].text == "年" and kind == "missing"))
