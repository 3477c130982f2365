"""Chinese stretches put together from parts: 三、四、五月, 1-9月, 10月1号到7号, 今年前9个月, 截至9月底."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed, month_end
from assistant.planner.readers.chinese_points import ChinesePoints, number_at
from assistant.planner.text import Token, text_at, written_at
from tools.definitions import Period, Unit
from tools.periods import step

_RANGE = ("到", "至", "-", "~")
_LIST = ("、", ",", "和", "跟", "与", "及")
_FIRST = ("的前", "前", "头", "的头", "最初", "开头", "最开始的", "的最初", "刚开始的")
_LAST = ("的最后", "最后", "的后", "末尾", "的末尾")
_QUARTERS = ("q1", "q2", "q3", "q4")
_PARTS: dict[str, Unit] = {
    "个月": "month", "个季度": "quarter", "季度": "quarter", "个星期": "week", "个礼拜": "week", "周": "week",
    "天": "day", "日": "day",
}  # fmt: skip
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_UNTIL = ("截至", "截止到", "截止", "直到", "到", "截至到", "一直到")
_EARLIER, _LATER = ("早于", "先于"), ("晚于", "迟于")
_STOPS = ("为止", "截止", "止")


class Stretches:
    """Reads stretches at a token; what is found ends no later than the question does."""

    def __init__(self, points: ChinesePoints) -> None:
        self.points = points
        self.anchor = points.anchor

    def read(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """Every stretch that starts at `i`, as (first token, end token, sense)."""
        year, used = self.points.year_at(tokens, i)
        for length, period in self._months(tokens, i + used, year):
            yield i, i + used + length, Sense("period", period)
        for length, period in self._decimals(tokens, i):
            yield i, i + length, Sense("period", period)
        for point in self.points.at(tokens, i):
            start, end = bounds(point.period, self.anchor.today)
            if start is None or end is None:
                continue
            whole = _whole(point.period, start, self.anchor.today)
            for length, period in (
                *_days(tokens, i + point.length, start, end),
                *self._part(tokens, i + point.length, start, whole),
                *_third(tokens, i + point.length, start, whole),
            ):
                yield i, i + point.length + length, Sense("period", period)
        yield from self._quarters(tokens, i + used, i, year)
        yield from self._until_end(tokens, i)
        yield from self._earlier(tokens, i)
        yield from self._numbered_week(tokens, i, year, used)

    def _earlier(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """早于2025年, 晚于3月1号: all before it, all after it."""
        lead = written_at(tokens, i, 2)
        for point in self.points.at(tokens, i + 2) if lead in (*_EARLIER, *_LATER) else ():
            start, end = bounds(point.period, self.anchor.today)
            if start is None or end is None:
                continue
            day = timedelta(days=1)
            period = fixed(None, start - day) if lead in _EARLIER else fixed(end + day, None)
            yield i, i + 2 + point.length, Sense("period", period)

    def _months(self, tokens: Sequence[Token], i: int, year: int | None) -> Iterator[tuple[int, Period]]:
        """1-9月, 三到五月, 三、四、五月, 七八月: the months are said, 月 only once."""
        numbers, at, spread = self._month_numbers(tokens, i)
        if len(numbers) > 1 and (tail := _so_many(tokens, at, len(numbers))):
            at += tail - 1  # 七八九这三个月
        elif len(numbers) < 2 or text_at(tokens, at) != "月" or not all(1 <= n <= 12 for n in numbers):
            return
        if not spread and any(b != a + 1 for a, b in pairwise(numbers)):
            return
        yield from self._span(tokens, i, at, numbers, year)

    def _span(
        self, tokens: Sequence[Token], i: int, at: int, numbers: list[int], year: int | None
    ) -> Iterator[tuple[int, Period]]:
        first, last = numbers[0], numbers[-1]
        ending = self.anchor.month(last, year)
        assert ending.end
        begun = year if year is not None else ending.end.year
        if first > last:
            begun -= 1
        length = at + 1 - i
        length += text_at(tokens, i + length) == "份"
        period = fixed(date(begun, first, 1), month_end(ending.end.year, last))
        yield length, period
        for tail in ("这几个月", "这两个月", "这三个月", "期间", "之间", "里", "内"):
            if written_at(tokens, i + length, len(tail)) == tail:
                yield length + len(tail), period

    def _month_numbers(self, tokens: Sequence[Token], i: int) -> tuple[list[int], int, bool]:
        """The numbers before one 月, where it stands, and whether they are the ends of a range."""
        digits = "一二三四五六七八九"
        run = "".join(t.text for t in tokens[i : i + 4])
        for length in (4, 3, 2):
            part = run[:length]
            ended = text_at(tokens, i + length) == "月" or _so_many(tokens, i + length, length)
            if len(part) == length and all(c in digits for c in part) and ended:
                return [digits.index(c) + 1 for c in part], i + length, False
        numbers: list[int] = []
        at, spread = i, False
        while True:
            number, used = number_at(tokens, at)
            if not used:
                return [], i, False
            numbers.append(number)
            at += used
            joint = text_at(tokens, at)
            if joint in _RANGE and len(numbers) == 1:
                spread = True
            elif joint not in _LIST or spread:
                return numbers, at, spread
            at += 1

    def _quarters(
        self, tokens: Sequence[Token], at: int, start: int, year: int | None
    ) -> Iterator[tuple[int, int, Sense]]:
        """Q1、Q2、Q3、Q4; Q1-Q4: quarters in a row, each of which is meant; all four of a year are."""
        names = [text_at(tokens, at)]
        place, joint = at + 1, ""
        while text_at(tokens, place) in (*_LIST, *_RANGE, "/") and text_at(tokens, place + 1) in _QUARTERS:
            joint = text_at(tokens, place)
            names.append(text_at(tokens, place + 1))
            place += 2
        if len(names) < 2 or names[0] not in _QUARTERS:
            return
        numbers = [_QUARTERS.index(name) + 1 for name in names]
        spread = joint in _RANGE
        rows = numbers == [1, 4] if spread else len(numbers) > 2 and numbers == [*range(numbers[0], numbers[-1] + 1)]
        if rows:
            first, last = self.anchor.quarter(numbers[0], year), self.anchor.quarter(numbers[-1], year)
            if first.start and last.end and first.start > last.end:
                first = self.anchor.quarter(numbers[0], last.end.year)
            yield start, place, Sense("period", fixed(first.start, last.end))

    def _decimals(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, Period]]:
        """10.1-10.7, 5.20号: month and day with a point between."""
        first = self._decimal(tokens, i)
        if first is None:
            return
        if text_at(tokens, i + 1) in _RANGE and (last := self._decimal(tokens, i + 2)):
            start, end = first.start, last.end
            if start and end:
                yield 3, fixed(start if start <= end else step("year", start, -1), end)
        for tail in ("号", "日", "当天", "期间", "那天"):
            if written_at(tokens, i + 1, len(tail)) == tail:
                yield 1 + len(tail), first

    def _decimal(self, tokens: Sequence[Token], i: int) -> Period | None:
        parts = text_at(tokens, i).split(".")
        if len(parts) != 2 or not all(p.isdigit() and len(p) <= 2 for p in parts) or not 1 <= int(parts[0]) <= 12:
            return None
        return self.anchor.day(int(parts[0]), int(parts[1]))

    def _part(self, tokens: Sequence[Token], at: int, start: date, end: date) -> Iterator[tuple[int, Period]]:
        """今年前9个月, 去年最后三个月, 上个月前两周: so much of a year, quarter or month, from either end."""
        for words, leading in ((_FIRST, True), (_LAST, False)):
            for word in words:
                if written_at(tokens, at, len(word)) != word:
                    continue
                number, used = number_at(tokens, at + len(word))
                half = written_at(tokens, at + len(word), 2) in ("半年", "半个") and (end - start).days > 300
                if half and leading:
                    yield len(word) + 2, fixed(start, step("month", start, 6) - timedelta(days=1))
                if not used or number < 1:
                    continue
                for form, unit in _PARTS.items():
                    if written_at(tokens, at + len(word) + used, len(form)) != form:
                        continue
                    inside = (
                        fixed(start, step(unit, start, number) - timedelta(days=1))
                        if leading
                        else fixed(step(unit, end + timedelta(days=1), -number), end)
                    )
                    if inside.start and inside.end and start <= inside.start and inside.end <= end:
                        yield len(word) + used + len(form), inside

    def _until_end(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """截至9月底, 9月底之前: up to the last day of it."""
        lead = max((len(word) for word in _UNTIL if written_at(tokens, i, len(word)) == word), default=0)
        if i + lead >= len(tokens):
            return
        for point in self.points.at(tokens, i + lead):
            at = i + lead + point.length
            end = bounds(point.period, self.anchor.today)[1]
            if end is None or text_at(tokens, at) not in ("底", "末"):
                continue
            for tail in ("之前", "以前", "前", *_STOPS) if not lead else ("", *_STOPS):
                if written_at(tokens, at + 1, len(tail)) == tail:
                    yield i, at + 1 + len(tail), Sense("period", fixed(None, end))

    def _numbered_week(
        self, tokens: Sequence[Token], i: int, year: int | None, used: int
    ) -> Iterator[tuple[int, int, Sense]]:
        """第40周, 今年第40周: the calendar week of that number."""
        at = i + used
        if text_at(tokens, at) != "第":
            return
        number, length = number_at(tokens, at + 1)
        if not length or not 1 <= number <= 53 or text_at(tokens, at + 1 + length) != "周":
            return
        try:
            monday = date.fromisocalendar(year or self.anchor.today.year, number, 1)
        except ValueError:
            return
        yield i, at + 2 + length, Sense("period", fixed(monday, monday + timedelta(days=6)))


def _so_many(tokens: Sequence[Token], at: int, count: int) -> int:
    """这三个月, 三个月 behind the numbers of as many months: how many tokens say so."""
    lead = text_at(tokens, at) in ("这", "共")
    number, used = number_at(tokens, at + lead)
    said = written_at(tokens, at + lead + used, 2) == "个月" and number == count and (lead or count > 2)
    return lead + used + 2 if said else 0


def _whole(period: Period, start: date, today: date) -> date:
    """The last day of the whole unit a point stands for, also where today lies in it."""
    if period.kind == "calendar" and period.unit:
        return step(period.unit, start, 1) - timedelta(days=1)
    end = bounds(period, today)[1]
    assert end
    return end


def _days(tokens: Sequence[Token], at: int, start: date, end: date) -> Iterator[tuple[int, Period]]:
    """10月1号到7号, 10月1-7日: the month is said once."""
    if start != end or text_at(tokens, at) not in _RANGE:
        return
    number, used = number_at(tokens, at + 1)
    if (
        used
        and text_at(tokens, at + 1 + used) in ("号", "日")
        and start.day < number <= month_end(start.year, start.month).day
    ):
        yield 2 + used, fixed(start, start.replace(day=number))


def _third(tokens: Sequence[Token], at: int, start: date, end: date) -> Iterator[tuple[int, Period]]:
    """本月上旬, 上个月中旬: ten days of a month."""
    if start.day != 1 or end != month_end(start.year, start.month):
        return
    for name, (first, last) in _THIRDS.items():
        for form in (name, "的" + name):
            if written_at(tokens, at, len(form)) == form:
                yield len(form), fixed(start.replace(day=first), start.replace(day=min(last, end.day)))
