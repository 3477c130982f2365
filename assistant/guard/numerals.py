"""Numbers written in words: Chinese numerals and English number words, read only where they count something."""

import re

from assistant.guard.numbers import Figure
from tools.number_words import HAN_DIGITS, HAN_SCALES, SCALES, WORDS

_DIGITS = HAN_DIGITS | {"兩": 2}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_NUMERAL = "".join(_DIGITS) + "十"
_COUNTED = (
    r"(?=\s*(?:余|多)?(?:人|位|名|单|笔|件|元|块|份|瓶|%"
    r"|个(?:客户|顾客|用户|会员|订单|人|买家|产品|商品|城市|月|季度|星期)))"
)
_CHINESE = re.compile(
    rf"百分之(?P<percent>[{_NUMERAL}百点]+)|(?P<tenths>[{_NUMERAL[:-1]}])成(?P<half>半)?"
    rf"|(?<![\d.])(?P<number>[{_NUMERAL}][{_NUMERAL}百千万萬亿億]*)"
)
_SCALE_WORDS = SCALES | {"billion": 10**9, "dozen": 12}
_WORD = "|".join(sorted([*WORDS, *_SCALE_WORDS], key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?<!\d )(?<!\d)\b(?:{_WORD})(?:(?:[\s-]+(?:and\s+)?)(?:{_WORD}))*\b(?P<percent>\s+per\s?cent\b)?", re.IGNORECASE
)
_DATA_NOUN = re.compile(
    r"(?i)^\W*(?:[a-z-]+\s+){0,2}?(?:customers?|people|persons?|buyers?|shoppers?|members?|subscribers?|women|men|orders?|"
    r"units?|items?|purchases?|returns?|days?|weeks?|months?|years?|euros?|dollars?|pounds?|yuan|times)\b"
)


def read_chinese(text: str) -> list[Figure]:
    """三千五百人, 百分之二十, 三成: numerals above ten, or small ones that count people, orders or money."""
    found = []
    for match in _CHINESE.finditer(text):
        if match["percent"]:
            value = chinese_value(match["percent"])
            found.append(_figure(match, value, percent=True))
        elif match["tenths"]:
            found.append(_figure(match, _DIGITS[match["tenths"]] * 10 + (5 if match["half"] else 0), percent=True))
        elif len(match["number"]) > 1 or re.match(_COUNTED, text[match.end() :]):
            value = chinese_value(match["number"])
            if value is not None and value > 1 and (value > 10 or re.match(_COUNTED, text[match.end() :])):
                found.append(_figure(match, value))
    return [figure for figure in found if figure is not None]


def read_english(text: str) -> list[Figure]:
    """Twelve thousand, thirty-five per cent, two customers: words above ten, or small ones that count data."""
    found = []
    for match in _ENGLISH.finditer(text):
        value = english_value(match[0])
        if value is None or value <= 1:
            continue
        if value > 10 or match["percent"] or _DATA_NOUN.match(text[match.end() :]):
            found.append(_figure(match, value, percent=bool(match["percent"])))
    return [figure for figure in found if figure is not None]


def chinese_value(numeral: str) -> float | None:
    """三千五百 → 3500, 一万二 → 12000, 二点五 → 2.5; None for what is no number."""
    if "点" in numeral:
        whole, _, decimals = numeral.partition("点")
        if not decimals or any(character not in _DIGITS for character in decimals):
            return None
        start = chinese_value(whole) if whole else 0.0
        return None if start is None else float(f"{int(start)}.{''.join(str(_DIGITS[c]) for c in decimals)}")
    if len(numeral) > 1 and all(character in _DIGITS for character in numeral):
        return float("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = last_unit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
            last_unit = 1 if digit == 0 else last_unit
        elif character in HAN_SCALES:
            section += (digit or 1) * HAN_SCALES[character]
            digit, last_unit = 0, HAN_SCALES[character]
        elif character in _LARGE:
            total = (total + section + digit or 1) * _LARGE[character]
            section, digit, last_unit = 0, 0, _LARGE[character]
        else:
            return None
    return float(total + section + digit * (last_unit // 10 if last_unit > 10 else 1))


def english_value(words: str) -> float | None:
    """Twelve thousand five hundred → 12500."""
    total = current = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in WORDS:
            current += WORDS[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * _SCALE_WORDS[word]
        elif word in _SCALE_WORDS:
            total, current = total + (current or 1) * _SCALE_WORDS[word], 0
    return float(total + current)


def _figure(match: re.Match[str], value: float | None, *, percent: bool = False) -> Figure | None:
    if value is None:
        return None
    return Figure(match[0], match.start(), match.end(), value, 0.5, _last_digit(value) / 2, percent)


def _last_digit(value: float) -> float:
    """The unit of the last digit that is not 0: 3500 → 100."""
    unit = 1.0
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit
