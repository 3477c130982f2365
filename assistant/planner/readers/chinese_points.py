"""Chinese points in time: 3月, 6月18号, 上上个月, 去年双十一, 三季度, 去年下半年, 今年夏天, 上周五, 前天."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.planner.readers.calendar import Anchor, fixed
from assistant.planner.readers.chinese_words import (
    DAYS,
    MONTH_OF,
    NOT_MONDAY,
    SEASONS,
    SHORT_PARTS,
    UNITS,
    WEEK_OF,
    WEEKDAYS,
    YEARS,
)
from assistant.planner.readers.english_words import Point
from assistant.planner.readers.numerals import HAN_DIGITS, chinese_numeral, short_year
from assistant.planner.text import Token, keys_of, text_at, written_at
from tools.definitions import Period, Unit


class ChinesePoints:
    """Finds points in time at a token; `year` stands in where a month or holiday names none."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor
        self._holidays = {
            keys_of(form): name for name, known in anchor.holidays.items() for form in known.get("zh", [])
        }
        self._holiday_starts = {keys[0] for keys in self._holidays}

    def at(self, tokens: Sequence[Token], position: int, year: int | None = None) -> Iterator[Point]:
        """All points that start at `position`."""
        if position >= len(tokens):
            return  # 首单早于: nothing is said behind it
        for point in self._plain(tokens, position, year):
            yield point
            week = self._week_of(tokens, position, point)
            if week:
                yield week
            yield from self._month_of(tokens, position, point)

    def _plain(self, tokens: Sequence[Token], position: int, year: int | None) -> Iterator[Point]:
        token = tokens[position]
        if token.kind not in ("han", "number") and token.text not in SHORT_PARTS:
            return
        given, used = self.year_at(tokens, position)
        if given is not None:
            yield Point(used, self._whole_year(tokens, position, given))
            skip = used + (position + used < len(tokens) and tokens[position + used].text in ("的", "第"))
            for start in {position + used, position + skip}:
                for point in self._in_year(tokens, start, given):
                    yield Point(start - position + point.length, point.period)
        if given is None and _bare_year(tokens, position):
            yield Point(1, self.anchor.year(int(token.text)))
            for point in self._in_year(tokens, position + 1, int(token.text)):  # 2024黑五
                yield Point(1 + point.length, point.period)
        for point in self._in_year(tokens, position, year):
            yield Point(point.length, point.period, year is not None)
        yield from self._units(tokens, position)
        yield from self._days(tokens, position)
        yield from self._iso(tokens, position)

    def _week_of(self, tokens: Sequence[Token], position: int, point: Point) -> Point | None:
        """8月3号那周, 10月26日所在周: the week around a day."""
        first, last = point.period.start, point.period.end
        if first is None or first != last:
            return None
        for form in WEEK_OF:
            if written_at(tokens, position + point.length, len(form)) == form:
                monday = first - timedelta(days=first.weekday())
                week = fixed(monday, monday + timedelta(days=6))
                return Point(point.length + len(form), week, point.year_given)
        return None

    def _month_of(self, tokens: Sequence[Token], position: int, point: Point) -> Iterator[Point]:
        """情人节那个月, 双十一当月: the month around a few days."""
        first, last = point.period.start, point.period.end
        if first is None or last is None or (last - first).days > 20 or first.month != last.month:
            return
        for form in MONTH_OF:
            if written_at(tokens, position + point.length, len(form)) == form:
                yield Point(point.length + len(form), self.anchor.month(first.month, first.year), point.year_given)

    def year_at(self, tokens: Sequence[Token], i: int) -> tuple[int | None, int]:
        """The year named at `i`, and how many tokens name it; (None, 0) when there is none."""
        for length in (4, 3, 2):
            offset = YEARS.get(written_at(tokens, i, length))
            if offset is not None:
                part = 2 if written_at(tokens, i + length, 2) in ("年底", "年末", "年初", "年中") else 0
                told = part and self._is_month(tokens, i + length + part)  # 去年年底12月
                return self.anchor.today.year + offset, length + part if told else length
        short = short_year(tokens, i)
        if 20 <= short <= self.anchor.today.year % 100 + 1:
            return 2000 + short, 3
        if tokens[i].kind == "number" and text_at(tokens, i + 1) == "年" and tokens[i].text.isdigit():
            value = int(tokens[i].text)
            if 1990 <= value <= 2050 or 15 <= value <= 40:
                return value if value > 100 else value + 2000, 2 + (text_at(tokens, i + 2) == "度")
        if tokens[i].text.isdigit() and text_at(tokens, i + 1) in SHORT_PARTS and len(tokens[i].text) in (2, 4):
            value = int(tokens[i].text)
            if 2000 <= value <= 2050 or 15 <= value <= 40:
                return value if value > 100 else value + 2000, 1
        numeral = chinese_numeral(tokens, i)
        if numeral and 1990 <= numeral[1] <= 2050 and numeral[0] == 4 and text_at(tokens, i + 4) == "年":
            return int(numeral[1]), 5
        return None, 0

    @staticmethod
    def _is_month(tokens: Sequence[Token], i: int) -> bool:
        number, used = number_at(tokens, i)
        return bool(used) and 1 <= number <= 12 and text_at(tokens, i + used) == "月"

    def _whole_year(self, tokens: Sequence[Token], i: int, year: int) -> Period:
        offset = year - self.anchor.today.year
        if tokens[i].kind == "han" and tokens[i].text not in HAN_DIGITS:
            return Period(kind="calendar", unit="year", offset=offset)
        return self.anchor.year(year)

    def _in_year(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        """Month, day, quarter, half, season or holiday, of `year` if given."""
        if i >= len(tokens):
            return
        yield from self._month(tokens, i, year)
        yield from self._quarter(tokens, i, year)
        for name, half in (("上半年", 1), ("下半年", 2), ("前半年", 1), ("后半年", 2)):
            if written_at(tokens, i, 3) == name and (year or name[0] in "上下"):
                yield Point(3 + (text_at(tokens, i + 3) == "度"), self.anchor.half(half, year))
        if tokens[i].text in ("h1", "h2"):
            yield Point(1, self.anchor.half(int(tokens[i].text[1]), year))
        season = SEASONS.get(written_at(tokens, i, 2))
        if season:
            yield Point(2, self.anchor.season(season, year))
        elif year is not None and tokens[i].text in "春夏秋冬":  # 今年秋, 2025年夏
            yield Point(1, self.anchor.season(SEASONS[tokens[i].text + "天"], year))
        elif year is None and tokens[i].text in "今去" and text_at(tokens, i + 1) in tuple("春夏秋冬"):
            whose = self.anchor.today.year - (tokens[i].text == "去")
            yield Point(2, self.anchor.season(SEASONS[text_at(tokens, i + 1) + "天"], whose))  # 今秋, 去冬
        for length in range(6, 0, -1) if tokens[i].text in self._holiday_starts else ():
            name_keys = tuple(t.key for t in tokens[i : i + length])
            holiday = self._holidays.get(name_keys)
            if holiday and len(name_keys) == length:
                period_word = written_at(tokens, i + length, 2) in ("期间", "前后", "大促", "活动", "假期")
                if length == 1 and tokens[i].text.isdigit() and not (period_word or year or _stands_alone(tokens, i)):
                    continue
                around = written_at(tokens, i + length, 2) == "周末"
                period = self.anchor.holiday(holiday, year, season=period_word)
                period = self.anchor.around_holiday(holiday, "weekend", year) if around else period
                if period:
                    tail = 2 if period_word or around else 1 if text_at(tokens, i + length) == "当" else 0
                    tail += tail == 1 and text_at(tokens, i + length + 1) in ("天", "日")
                    yield Point(length + tail, period)

    def _month(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        number, used = number_at(tokens, i)
        if not 1 <= number <= 12 or text_at(tokens, i + used) != "月":
            return
        month, after = number, i + used + 1
        yield Point(after - i, self.anchor.month(month, year))
        if text_at(tokens, after) == "份":
            yield Point(after + 1 - i, self.anchor.month(month, year))
        for name, first, last in (("上旬", 1, 10), ("中旬", 11, 20), ("下旬", 21, 31)):
            if written_at(tokens, after, 2) == name:
                whole = self.anchor.month(month, year)
                assert whole.start and whole.end
                third = fixed(whole.start.replace(day=first), whole.start.replace(day=min(last, whole.end.day)))
                yield Point(after + 2 - i, third)
        day, day_used = number_at(tokens, after) if after < len(tokens) else (0, 0)
        if 1 <= day <= 31:
            period = self.anchor.day(month, day, year)
            suffix = text_at(tokens, after + day_used) in ("日", "号")
            if period and (suffix or tokens[after].kind == "number"):
                yield Point(after + day_used + suffix - i, period)

    def _quarter(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[Point]:
        start = i + (tokens[i].text == "第")
        if tokens[i].text[:1] == "q" and tokens[i].text[1:] in ("1", "2", "3", "4"):
            yield Point(1, self.anchor.quarter(int(tokens[i].text[1:]), year))
        if tokens[i].text == "前":
            number, used = number_at(tokens, i + 1)
            counted = text_at(tokens, i + 1 + used) == "个" and (year is not None or number > 2)  # 前三个季度
            if 2 <= number <= 4 and written_at(tokens, i + 1 + used + counted, 2) == "季度":
                first, last = (
                    self.anchor.quarter(1, year or self.anchor.today.year),
                    self.anchor.quarter(number, year or self.anchor.today.year),
                )
                yield Point(used + counted + 3, fixed(first.start, last.end), year is not None)
        number, used = number_at(tokens, start)
        if not 1 <= number <= 4:
            return
        for unit in ("个季度", "季度", "季"):
            if unit == "季" and (start == i or text_at(tokens, start + used + 1) == "度"):
                continue  # 第四季
            if (
                written_at(tokens, start + used, len(unit)) == unit
                and (unit == "季度" or start > i)
                and tokens[start].text != "两"
            ):
                yield Point(start + used + len(unit) - i, self.anchor.quarter(number, year))

    def _units(self, tokens: Sequence[Token], i: int) -> Iterator[Point]:
        """本月, 这个季度, 上周, 上上个月, 上一个季度, 上周五."""
        back = 0
        if tokens[i].text in ("本", "这", "当"):
            after = i + 1 + (tokens[i].text == "这" and text_at(tokens, i + 1) == "一")
        elif tokens[i].text == "上":
            after = i
            while text_at(tokens, after) == "上":
                back, after = back + 1, after + 1
            if text_at(tokens, after) == "一":
                after += 1
        else:
            return
        for length in (3, 2, 1):
            unit = UNITS.get(written_at(tokens, after, length))
            if unit is None or (unit == "day" and back):
                continue
            if unit == "year" and tokens[i].text == "上" and written_at(tokens, after, 3) == "半年":
                continue
            yield Point(after + length - i, Period(kind="calendar", unit=unit, offset=-back))
            weekday = WEEKDAYS.get(text_at(tokens, after + length))
            if unit == "week" and weekday and written_at(tokens, after + length, 2) not in NOT_MONDAY:
                monday = self.anchor.today - timedelta(days=self.anchor.today.weekday() + 7 * back)
                first = monday + timedelta(days=weekday - 1)
                last = first + timedelta(days=1) if text_at(tokens, after + length) == "末" else first
                yield Point(after + length + 1 - i, fixed(first, last))

    def _days(self, tokens: Sequence[Token], i: int) -> Iterator[Point]:
        for length in (3, 2):
            offset = DAYS.get(written_at(tokens, i, length))
            if offset is not None:
                yield Point(length, Period(kind="calendar", unit="day", offset=offset))
        if i > 1 and tokens[i - 1].kind == "number" and tokens[i].text == "年":
            return  # 2025年初: of that year
        for length in (2, 3, 4):
            if written_at(tokens, i, length) in ("年初", "月初", "季初", "今年年初", "开年", "本月初", "今年初"):
                unit: Unit = {"月": "month", "季": "quarter", "本": "month"}.get(tokens[i].text, "year")  # type: ignore[assignment]
                yield Point(length, Period(kind="calendar", unit=unit))

    def _iso(self, tokens: Sequence[Token], i: int) -> Iterator[Point]:
        words = [t.text for t in tokens[i : i + 5]]
        if len(words[0]) == 8 and words[0].isdigit() and words[0].startswith("20"):
            yield from _day_point(1, int(words[0][:4]), int(words[0][4:6]), int(words[0][6:]))
        parts = [*words[0].split("."), *words[1:3]]
        if len(parts) == 4 and parts[2] == "." and parts[0].startswith("20") and parts[3].isdigit():
            yield from _day_point(3, int(parts[0]), int(parts[1]), int(parts[3]))
        if len(words) < 3 or not words[0].isdigit() or words[1] not in "-/." or not words[2].isdigit():
            return
        if len(words) == 5 and words[3] == words[1] and words[4].isdigit() and len(words[0]) == 4:
            yield from _day_point(5, int(words[0]), int(words[2]), int(words[4]))
        elif len(words[0]) == 4 and 1 <= int(words[2]) <= 12:
            yield Point(3, self.anchor.month(int(words[2]), int(words[0])))
        elif words[1] == "/":
            period = self.anchor.day(int(words[0]), int(words[2])) if int(words[0]) <= 12 else None
            if period:
                yield Point(3, period, False)


def _bare_year(tokens: Sequence[Token], i: int) -> bool:
    """2025 和 2026: a year without 年, where nothing it could count or cost stands beside it."""
    text = tokens[i].text
    if tokens[i].kind != "number" or len(text) != 4 or not text.isdigit() or not 2010 <= int(text) <= 2040:
        return False
    return not _counts(tokens, i)


def _stands_alone(tokens: Sequence[Token], i: int) -> bool:
    """618 as a day's name rather than a number: nothing it counts behind it, nothing that compares before it."""
    return len(tokens[i].text) == 3 and not _counts(tokens, i)


def _counts(tokens: Sequence[Token], i: int) -> bool:
    """Whether a sign of comparison, money or quantity stands beside a number."""
    before, after = text_at(tokens, i - 1), text_at(tokens, i + 1)
    return bool(before and before in "过于到至少多花费满足达=<>≥≤近前$¥€£-/.") or bool(
        after and after in "元块美刀单笔次件个位人名岁天日周月年款样条%-/.以多"
    )


def _day_point(length: int, year: int, month: int, day: int) -> Iterator[Point]:
    try:
        moment = date(year, month, day)
    except ValueError:
        return
    yield Point(length, fixed(moment, moment))


def number_at(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """A whole number in digits or Chinese numerals at `i`, as (value, tokens); (0, 0) when there is none."""
    if i >= len(tokens):
        return 0, 0
    if tokens[i].kind == "number":
        return (int(tokens[i].text), 1) if tokens[i].text.isdigit() else (0, 0)
    found = chinese_numeral(tokens, i)
    return (int(found[1]), found[0]) if found and found[1] == int(found[1]) else (0, 0)
