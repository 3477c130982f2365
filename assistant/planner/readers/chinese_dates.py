"""Chinese stretches of time: 过去90天, 近半年, 今年以来, 3月到5月, 5月之前, 180天没来, 圣诞节前一周."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import Anchor, bounds, fixed, plausible
from assistant.planner.readers.chinese_points import ChinesePoints, number_at
from assistant.planner.readers.chinese_stretches import Stretches
from assistant.planner.readers.chinese_words import BEFORE, JOIN, MONTH_OF, RECENT, SINCE, SPANNED, UNITS, WHOLE, WITHIN
from assistant.planner.readers.english_words import Point, rolling
from assistant.planner.readers.numerals import chinese_numeral
from assistant.planner.text import Token
from tools.definitions import Unit
from tools.periods import floor_to, step

_FULL = ("完整的", "完整", "整的", "整", "足", "完整自然", "整自然")
_FULL_UNITS = ("自然月", "自然周", "月份", "月", "周", "星期", "礼拜", "季度", "年")
_MOST_UNITS = 100


class ChineseDates:
    """Reads stretches of time in Chinese, anchored on one day."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor
        self.points = ChinesePoints(anchor)
        self._stretches = Stretches(self.points)

    def read(self, tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
        """Every stretch found, as (first token, end token, sense); overlapping ones included."""
        for i in range(len(tokens)):
            if tokens[i].kind not in ("han", "number", "word"):
                continue
            points = list(self.points.at(tokens, i))
            for point in points:
                yield i, i + point.length, Sense("period", point.period)
                yield from self._relations(tokens, i, point)
                yield from self._between(tokens, i, point)
            yield from self._stretches.read(tokens, i)
            yield from self._rolling(tokens, i)
            yield from self._whole_units(tokens, i)
            yield from self._ago(tokens, i)
            yield from self._prefixed(tokens, i)

    def _relations(self, tokens: Sequence[Token], i: int, point: Point) -> Iterator[tuple[int, int, Sense]]:
        after = i + point.length
        start, end = bounds(point.period, self.anchor.today)
        for word, length in _tails(tokens, after + 1, SINCE) if _at(tokens, after, "初") and start else ():
            if "后" not in word:  # 2025年初到现在
                yield i, after + 1 + length, Sense("period", fixed(start, None))
        for word, length in _tails(tokens, after, (*SINCE, *BEFORE, *WHOLE)):
            if word in WHOLE:
                if word in MONTH_OF and start and end and (end - start).days <= 20:
                    continue  # 双十一那个月: the month it lies in
                yield i, after + length, Sense("period", point.period)
            elif word in BEFORE and start:
                ranked = word == "前" and number_at(tokens, after + 1)[1]  # 9月前十的品牌 ranks, 9月前 ends a period
                if not ranked:
                    yield i, after + length, Sense("period", fixed(None, start - timedelta(days=1)))
                yield from self._beside(tokens, i, after + length, "before", start, end)
            elif word in SINCE and start and start <= self.anchor.today:
                late = word in ("之后", "以后", "后", "以后的") and end and end < self.anchor.today
                current = point.period.kind == "calendar" and point.period.offset == 0
                period = (
                    fixed(end + timedelta(days=1), None)
                    if late and end
                    else point.period
                    if current
                    else fixed(start, None)
                )
                yield i, after + length, Sense("period", period)
                if word == "后":
                    yield from self._beside(tokens, i, after + length, "after", start, end)

    def _beside(
        self, tokens: Sequence[Token], i: int, at: int, side: str, start: date | None, end: date | None
    ) -> Iterator[tuple[int, int, Sense]]:
        """圣诞节前一周, 双十一后三天."""
        found = duration(tokens, at)
        if found and start and end and (end - start).days < 27:
            period = (
                fixed(step(found[2], start, -found[1]), start - timedelta(days=1))
                if side == "before"
                else fixed(end + timedelta(days=1), step(found[2], end, found[1]))
            )
            yield i, at + found[0], Sense("period", period)

    def _between(self, tokens: Sequence[Token], i: int, first: Point) -> Iterator[tuple[int, int, Sense]]:
        joint = i + first.length
        for _, length in _tails(tokens, joint, JOIN):
            at = joint + length
            if at >= len(tokens):
                continue
            start, _ = bounds(first.period, self.anchor.today)
            if start is None:
                continue
            for second in self.points.at(tokens, at, start.year if first.year_given else None):
                end = bounds(second.period, self.anchor.today)[1]
                begin = start
                if end and second.year_given and not first.year_given:
                    begin = start.replace(year=end.year)
                if end and begin > end:
                    begin, end = (
                        (step("year", begin, -1), end) if not first.year_given else (begin, step("year", end, 1))
                    )
                if end and begin <= end:
                    ends = at + second.length
                    ends += _at(tokens, ends, "底") or _at(tokens, ends, "末")
                    tail = max((length for _, length in _tails(tokens, ends, SPANNED)), default=0)
                    yield i, ends + tail, Sense("period", fixed(begin, end))

    def _rolling(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        for word, length in _tails(tokens, i, RECENT):
            if word == "后":
                continue
            found = duration(tokens, i + length) or _bare_months(tokens, i + length, word)
            if found:
                end = i + length + found[0]
                if (
                    word == "前"
                    and tokens[i - 1].kind in ("han", "number")
                    and i > 0
                    and tokens[i - 1].text not in "，,的"
                ):
                    continue
                yield i, end, Sense("period", rolling(found[1], found[2]))
                for _, tail in _tails(tokens, end, (*WITHIN, "里面", "当中", "间", "中")):
                    yield i, end + tail, Sense("period", rolling(found[1], found[2]))
        found = duration(tokens, i)
        if found:
            for _, tail in _tails(tokens, i + found[0], WITHIN):
                yield i, i + found[0] + tail, Sense("period", rolling(found[1], found[2]))

    def _whole_units(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """过去六个完整月份, 最近3个整月: whole calendar units, without the current one."""
        for word, length in _tails(tokens, i, RECENT):
            number, used = number_at(tokens, i + length) if word != "后" else (0, 0)
            at = i + length + used
            at += _at(tokens, at, "个")
            full = max((length for _, length in _tails(tokens, at, _FULL)), default=0)
            for name, tail in _tails(tokens, at + full, _FULL_UNITS) if full and 1 <= number <= _MOST_UNITS else ():
                unit = UNITS[name.removesuffix("份")]
                first = floor_to(unit, self.anchor.today)
                period = fixed(step(unit, first, -number), first - timedelta(days=1))
                yield i, at + full + tail, Sense("period", period)

    def _ago(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        found = duration(tokens, i)
        if not found:
            return
        after = i + found[0]
        for word, tail in _tails(tokens, after, ("以前", "之前", "前")):
            if word == "前" and found[2] == "day" and duration(tokens, after + 1):
                continue
            yield i, after + tail, Sense("ago", (found[1], found[2], "gt"))
        for _, tail in _tails(tokens, after, ("多以前", "多前")):
            yield i, after + tail, Sense("ago", (found[1], found[2], "gt"))
        if _at(tokens, after, "多") and tokens[after + 1 : after + 2] and tokens[after + 1].text in ("没", "未", "不"):
            yield i, after + 1, Sense("duration", (found[1], found[2]))  # 一年多没买

    def _prefixed(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        """自3月起, 从3月到5月, 截至9月30日, 上次活动以来."""
        for _, length in _tails(tokens, i, ("自从", "自", "从", "在", "于")):
            if i + length >= len(tokens) or (i and tokens[i].text == "自" and tokens[i - 1].text == "来"):
                continue  # 来自二季度首购的客户: where they come from
            for start, end, sense in self._from(tokens, i + length):
                if start == i + length:
                    yield i, end, sense
        for _, length in _tails(tokens, i, ("截至", "截止到", "截止", "直到", "到")):
            for point in self.points.at(tokens, i + length) if i + length < len(tokens) else ():
                end_day = bounds(point.period, self.anchor.today)[1]
                if end_day:
                    for tail in {0, *(t for _, t in _tails(tokens, i + length + point.length, ("为止", "截止", "止")))}:
                        yield i, i + length + point.length + tail, Sense("period", fixed(None, end_day))
        last = self.anchor.last_campaign
        for word in ("上次活动", "最近一次活动", "上一次活动", "最近活动", "上次营销活动", "上一个活动", "上个活动"):
            if last and _at(tokens, i, word):
                for _, tail in _tails(tokens, i + len(word), SINCE):
                    yield i, i + len(word) + tail, Sense("period", fixed(last, None))

    def _from(self, tokens: Sequence[Token], i: int) -> Iterator[tuple[int, int, Sense]]:
        for point in self.points.at(tokens, i):
            start, _ = bounds(point.period, self.anchor.today)
            if start and start <= self.anchor.today and tokens[i - 1].text in ("自", "从"):
                yield i, i + point.length, Sense("period", fixed(start, None))
            elif tokens[i - 1].text in ("在", "于"):
                yield i, i + point.length, Sense("period", point.period)
            yield from self._relations(tokens, i, point)
            yield from self._between(tokens, i, point)
        if tokens[i - 1].text in ("在",):
            yield from self._rolling(tokens, i)


def duration(tokens: Sequence[Token], i: int) -> tuple[int, int, Unit] | None:
    """90天, 三个月, 半年, 一年半, 两周 as (tokens, count, unit)."""
    if _at(tokens, i, "半年"):
        return 2, 6, "month"
    if _at(tokens, i, "半个月"):
        return 3, 15, "day"
    if i >= len(tokens):
        return None
    if tokens[i].kind == "number":
        value, used = (int(tokens[i].text), 1) if tokens[i].text.isdigit() else (0, 0)
    else:
        found = chinese_numeral(tokens, i)
        value, used = (int(found[1]), found[0]) if found and found[1] == int(found[1]) else (0, 0)
    if not 1 <= value <= 10_000:
        return None
    if _at(tokens, i + used, "多"):
        used += 1
    if tokens[i].text in ("两", "俩", "仨") and _at(tokens, i + used, "月"):
        return used + 1, value, "month"
    for unit in ("个季度", "个星期", "个礼拜", "个月", "季度", "星期", "礼拜", "天", "日", "周", "年"):
        if _at(tokens, i + used, unit):
            if unit == "年" and _at(tokens, i + used, "年半"):
                return used + 2, value * 12 + 6, "month"
            return (used + len(unit), value, UNITS[unit]) if plausible(value, UNITS[unit]) else None
    for unit_word, unit_name in (("days", "day"), ("day", "day"), ("weeks", "week"), ("months", "month")):
        if i + used < len(tokens) and tokens[i + used].text == unit_word:
            return (used + 1, value, unit_name) if plausible(value, unit_name) else None  # type: ignore[return-value]
    return None


def _bare_months(tokens: Sequence[Token], i: int, word: str) -> tuple[int, int, Unit] | None:
    """近3月, 最近两月: behind such a word a month's number counts months."""
    number, used = number_at(tokens, i)
    if word in ("近", "最近", "过去") and 1 <= number <= 36 and _at(tokens, i + used, "月"):
        return used + 1, number, "month"
    return None


def _tails(tokens: Sequence[Token], i: int, words: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for word in words:
        if _at(tokens, i, word):
            yield word, len(word)


def _at(tokens: Sequence[Token], i: int, word: str) -> bool:
    if i >= len(tokens) or not word.startswith(tokens[i].text):
        return False
    stretch = tokens[i : i + len(word)]
    return "".join(t.text for t in stretch) == word
