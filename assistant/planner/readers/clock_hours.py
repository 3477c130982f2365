"""Hours of the clock that orders are placed in: after 8 pm, between 20:00 and midnight, 晚上8点以后, 9点到18点.

Whole hours only; an hour that could be one of the morning or of the evening is left to be asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.planner.lexicon import Sense
from assistant.planner.readers.day_parts import read_day_parts
from assistant.planner.text import Text
from tools.definitions import Filter

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HOUR = rf"(?:\d{{1,2}}|{'|'.join(_WORDS)})"
_TIME = rf"(?:{_HOUR}(?::00)? ?[ap](?:m\b|\.m\b\.?)|\d{{1,2}}:00|noon|midday|midnight)"
_BETWEEN = re.compile(
    rf"\b(?:(?:between|from) (?P<low>{_TIME}|{_HOUR})(?: ?[-–] ?| (?:and|to|until|till) )(?P<high>{_TIME})"
    rf"|after (?P<past>{_TIME}),? (?:and|but) before (?P<before>{_TIME})"
    rf"|(?P<first>{_TIME})(?: ?[-–] ?| to )(?P<last>{_TIME}))"
)
_FROM = re.compile(
    rf"\b(?:(?:after|past|later than) (?P<past>{_TIME})"
    rf"|(?:from |at )?(?P<on>{_TIME}) (?:on|onwards?|or later|and later|or after))(?!\w)"
)
_UNTIL = re.compile(rf"\b(?:before|earlier than) (?P<end>{_TIME})(?!\w)")

_PART_ZH = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜|半夜"
_HOUR_ZH = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点钟|点整|点|时(?!间|候)|:00)"
_TIME_ZH = rf"(?:(?:{_PART_ZH})?{_HOUR_ZH}|零点|午夜|正午)"
_BETWEEN_ZH = re.compile(rf"(?P<low>{_TIME_ZH})(?:到|至|[-–~])(?P<high>(?:次日|第二天)?{_TIME_ZH})(?:之间)?")
_FROM_ZH = re.compile(rf"(?P<past>{_TIME_ZH})(?:以后|之后|过后|后)")
_UNTIL_ZH = re.compile(rf"(?P<end>{_TIME_ZH})(?:以前|之前|前)")
_MORNING_ZH, _EVENING_ZH = ("凌晨", "清晨", "早", "上午"), ("下午", "傍晚", "晚", "夜", "深夜", "半夜")
_DIGITS_ZH = {**{c: n for n, c in enumerate("一二三四五六七八九十", 1)}, "两": 2}
_DAY = 24


def read_clock_hours(text: Text) -> Iterator[tuple[int, int, Sense]]:
    """Every part of the day and stretch of hours that is named, as (first token, end token, sense).

    Two of them are no condition; evening orders (6pm to midnight) and 晚上（18点到24点）say one thing twice.
    """
    found, named = list(_named(text)), list(read_day_parts(text.tokens))
    whole = list({one[:2]: one for one in found if not any(_inside(one, other) for other in found)}.values())
    parts = [part for part in named if not any(_inside(part, one) for one in whole)]
    told = len(whole) == 1 and all(_told_by(part, whole[0]) for part in parts)
    for start, end, sense in named:
        yield start, end, Sense("filler") if told and (start, end, sense) in parts else sense
    for start, end, hours in whole:
        apart = len(whole) > 1 or (parts and not told)
        yield start, end, Sense("part_of_day") if apart else Sense("filter", hours)
        yield from _vague_parts(text, start)


def _told_by(part: tuple[int, int, Sense], stretch: tuple[int, int, Filter]) -> bool:
    """Whether the hours say what is meant by the part of the day beside them: some of each are the other's."""
    if part[2].kind != "filter":
        return False
    low, high = part[2].value.values
    first, *_, last = stretch[2].values if len(stretch[2].values) > 1 else (stretch[2].values[0], None)
    return bool(first is not None and first <= high and (last is None or last >= low))


def _vague_parts(text: Text, start: int) -> Iterator[tuple[int, int, Sense]]:
    """night orders, midnight to 6am: a part of the day that only the hours behind it tell of."""
    for at in range(max(0, start - _NEAR), start):
        late = text.tokens[at].text == "late" and text.tokens[at + 1].text in _VAGUE
        if late or text.tokens[at].text in _VAGUE:
            yield at, at + 1, Sense("filler")


_NEAR = 4
_VAGUE = ("night", "nights", "nighttime", "night-time", "overnight", "lunch", "lunchtime", "lunch-time", "daytime")


def _inside(one: tuple[int, int, object], other: tuple[int, int, object]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and one[:2] != other[:2]


def _named(text: Text) -> Iterator[tuple[int, int, Filter]]:
    starts = {token.start: place for place, token in enumerate(text.tokens)}
    ends = {token.end: place + 1 for place, token in enumerate(text.tokens)}
    for pattern in (_BETWEEN, _FROM, _UNTIL, _BETWEEN_ZH, _FROM_ZH, _UNTIL_ZH):
        for found in pattern.finditer(text.normal):
            hours = _hours(found)
            if hours is not None and found.start() in starts and found.end() in ends:
                yield starts[found.start()], ends[found.end()], hours


def _hours(found: re.Match[str]) -> Filter | None:
    said = [part for part in found.groups() if part]
    if found.re in (_BETWEEN, _BETWEEN_ZH):
        return _stretch(*_both(*said))
    at = _at(said[0])
    if at is None or not 0 < at < _DAY:
        return None
    late = found.re in (_FROM, _FROM_ZH)
    return Filter(field="hour", op="ge" if late else "lt", values=[at])


def _stretch(low: int | None, high: int | None) -> Filter | None:
    """The full hours from one to the other, past midnight where the other is earlier."""
    if low is None or high is None or low % _DAY == high % _DAY:
        return None
    low, high = low % _DAY, high % _DAY or _DAY
    if low < high:
        return Filter(field="hour", op="between", values=[low, high - 1])
    return Filter(field="hour", op="is", values=[*range(low, _DAY), *range(high)])


def _both(low: str, high: str) -> tuple[int | None, int | None]:
    """Both ends, of which one may have its half of the day from the other: 8 to 10 pm, 晚上8点到12点, 9点到18点."""
    first, last = _at(low), _at(high)
    if first is None and last is not None and (number := _number(low)):
        late = number % 12 + 12
        first = late if number <= 12 < last and late < last and ":" not in high else number if number < last else None
    if last is None and first is not None and (number := _number(high)):
        afternoon = low.startswith((*_EVENING_ZH, "中午"))
        last = number % 12 + (12 if afternoon else 0) if afternoon or number <= 12 else number
        last = number if not afternoon else last if last > first else _DAY if number == 12 else None
    return first, last


def _number(said: str) -> int:
    """The hour that is said, whatever half of the day it is in; 0 where it is none of the clock's."""
    digits = re.search(r"\d{1,2}", said)
    if digits:
        return int(digits[0])
    spoken = re.search("[" + "".join(_DIGITS_ZH) + "]{1,2}", said)
    if spoken:
        return sum(_DIGITS_ZH[character] for character in spoken[0])
    return next((place for place, word in enumerate(_WORDS, 1) if said.startswith(word)), 0)


def _at(said: str) -> int | None:
    """The hour from 0 to 24; None where it is said of no half of the day."""
    if said in ("noon", "midday", "正午"):
        return 12
    if said in ("midnight", "零点", "午夜"):
        return _DAY
    said = said.removeprefix("次日").removeprefix("第二天")
    number = _number(said)
    half = re.search(r"([ap])\.?m", said)
    morning = half[1] == "a" if half else said.startswith(_MORNING_ZH)
    evening = half[1] == "p" if half else said.startswith(_EVENING_ZH)
    if (morning or evening or said.startswith("中午")) and not 1 <= number <= 12:
        return number if 12 < number < _DAY and not half and not morning else None
    if morning:
        return number % 12
    if evening:
        # twelve at night, unlike twelve in the afternoon, is the end of the day
        return number % 12 + 12 if half or number < 12 or said.startswith("下午") else _DAY
    if said.startswith("中午"):
        return number if number >= 11 else number + 12
    return number if 12 < number <= _DAY or re.fullmatch(r"\d{1,2}:00", said) else None
