"""The forty phrases on which public libraries were measured, and more; today is Sunday 2026-11-22."""

from datetime import date

import pytest

from assistant.planner.readers.calendar import Anchor, bounds
from assistant.planner.readers.chinese_dates import ChineseDates
from assistant.planner.readers.english_dates import EnglishDates
from assistant.planner.text import normalise
from assistant.planner.words import word_file
from tools.definitions import Period
from tools.periods import resolve

TODAY = date(2026, 11, 22)
ANCHOR = Anchor(TODAY, 1, word_file("holidays"), date(2026, 11, 10))

ENGLISH = """
in the last 90 days | 2026-08-24 | 2026-11-22
last month | 2026-10-01 | 2026-10-31
this quarter | 2026-10-01 | 2026-11-22
last quarter | 2026-07-01 | 2026-09-30
past 6 months | 2026-05-22 | 2026-11-22
since January | 2026-01-01 |
since 1 March 2026 | 2026-03-01 |
between March and May 2026 | 2026-03-01 | 2026-05-31
yesterday | 2026-11-21 | 2026-11-21
last week | 2026-11-09 | 2026-11-15
in 2025 | 2025-01-01 | 2025-12-31
year to date | 2026-01-01 | 2026-11-22
Q3 2026 | 2026-07-01 | 2026-09-30
over the past two weeks | 2026-11-08 | 2026-11-22
Black Friday last year | 2025-11-28 | 2025-11-28
before Christmas 2025 | | 2025-12-24
12 months ago | 2025-11-01 | 2025-11-30
summer 2026 | 2026-06-01 | 2026-08-31
from 2026-09-01 to 2026-09-30 | 2026-09-01 | 2026-09-30
since the last campaign | 2026-11-10 |
H1 | 2026-01-01 | 2026-06-30
the week before Christmas | 2025-12-18 | 2025-12-24
last Friday | 2026-11-20 | 2026-11-20
Singles' Day | 2026-11-11 | 2026-11-11
on March 3rd | 2026-03-03 | 2026-03-03
Mar 1, 2026 | 2026-03-01 | 2026-03-01
from November to February | 2025-11-01 | 2026-02-28
past year | 2025-11-22 | 2026-11-22
L12M | 2025-11-22 | 2026-11-22
between 1 and 15 March | 2026-03-01 | 2026-03-15
since the beginning of the year | 2026-01-01 | 2026-11-22
last month's | 2026-10-01 | 2026-10-31
first half of 2026 | 2026-01-01 | 2026-06-30
"""
CHINESE = """
过去90天 | 2026-08-24 | 2026-11-22
上个月 | 2026-10-01 | 2026-10-31
本季度 | 2026-10-01 | 2026-11-22
上季度 | 2026-07-01 | 2026-09-30
最近三个月 | 2026-08-22 | 2026-11-22
近半年 | 2026-05-22 | 2026-11-22
今年以来 | 2026-01-01 | 2026-11-22
今年3月到5月 | 2026-03-01 | 2026-05-31
昨天 | 2026-11-21 | 2026-11-21
上周 | 2026-11-09 | 2026-11-15
去年 | 2025-01-01 | 2025-12-31
去年双十一 | 2025-11-11 | 2025-11-11
三季度 | 2026-07-01 | 2026-09-30
近两周 | 2026-11-08 | 2026-11-22
2026年9月1日至9月30日 | 2026-09-01 | 2026-09-30
6月18号 | 2026-06-18 | 2026-06-18
上上个月 | 2026-09-01 | 2026-09-30
半年内 | 2026-05-22 | 2026-11-22
国庆期间 | 2026-10-01 | 2026-10-07
双十一期间 | 2026-11-01 | 2026-11-11
618期间 | 2026-06-01 | 2026-06-18
3月以来 | 2026-03-01 |
5月之前 | | 2026-04-30
上周五 | 2026-11-13 | 2026-11-13
去年下半年 | 2025-07-01 | 2025-12-31
春节期间 | 2026-02-17 | 2026-02-23
年初至今 | 2026-01-01 | 2026-11-22
圣诞节前一周 | 2025-12-18 | 2025-12-24
去年Q4 | 2025-10-01 | 2025-12-31
今年三、四、五月 | 2026-03-01 | 2026-05-31
1-9月 | 2026-01-01 | 2026-09-30
七八月 | 2026-07-01 | 2026-08-31
8月3号那周开始到10月25号为止 | 2026-08-03 | 2026-10-25
10月1号到7号 | 2026-10-01 | 2026-10-07
10.1-10.7 | 2026-10-01 | 2026-10-07
今年前9个月 | 2026-01-01 | 2026-09-30
去年最后三个月 | 2025-10-01 | 2025-12-31
上个月前两周 | 2026-10-01 | 2026-10-14
上个月中旬 | 2026-10-11 | 2026-10-20
截至9月底 | | 2026-09-30
今年第40周 | 2026-09-28 | 2026-10-04
Q1到Q3 | 2026-01-01 | 2026-09-30
25H2 | 2025-07-01 | 2025-12-31
近仨月 | 2026-08-22 | 2026-11-22
近3月 | 2026-08-22 | 2026-11-22
38节 | 2026-03-08 | 2026-03-08
暑假 | 2026-07-01 | 2026-08-31
去年10月到今年9月 | 2025-10-01 | 2026-09-30
2026.10.1 | 2026-10-01 | 2026-10-01
"""


def longest(reader: EnglishDates | ChineseDates, phrase: str) -> tuple[str, object]:
    tokens = normalise(phrase).tokens
    found = sorted(reader.read(tokens), key=lambda item: (item[0] - item[1], item[0]))
    assert found, phrase
    return found[0][2].kind, found[0][2].value


@pytest.mark.parametrize("line", list(ENGLISH.strip().splitlines()))
def test_english(line: str) -> None:
    check(EnglishDates(ANCHOR), line)


@pytest.mark.parametrize("line", list(CHINESE.strip().splitlines()))
def test_chinese(line: str) -> None:
    check(ChineseDates(ANCHOR), line)


def check(reader: EnglishDates | ChineseDates, line: str) -> None:
    phrase, start, end = (part.strip() for part in line.split("|"))
    kind, period = longest(reader, phrase)
    assert kind == "period" and isinstance(period, Period)
    assert bounds(period, TODAY) == (
        date.fromisoformat(start) if start else None,
        date.fromisoformat(end) if end else None,
    )
    span = resolve(period, TODAY)
    assert (span.start, span.last) == bounds(period, TODAY), "the compiler reads the period as the reader meant it"


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("more than 180 days ago", (180, "day", "gt")),
        ("over a year ago", (1, "year", "gt")),
        ("older than 180 days", (180, "day", "gt")),
        ("at least 90 days ago", (90, "day", "ge")),
    ],
)
def test_distances(phrase: str, value: tuple[int, str, str]) -> None:
    assert longest(EnglishDates(ANCHOR), phrase) == ("ago", value)


def test_a_rank_behind_a_month_does_not_end_a_period() -> None:
    found = [
        sense.value for start, _, sense in ChineseDates(ANCHOR).read(normalise("9月前十的品牌").tokens) if start == 0
    ]
    assert all(period.start for period in found)


def test_may_is_a_month_only_where_a_month_stands() -> None:
    reader = EnglishDates(ANCHOR)
    assert not list(reader.read(normalise("customers who may buy").tokens))
    assert longest(reader, "orders in May")[0] == "period"
