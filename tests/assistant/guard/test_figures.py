"""Figures in an answer: read as people write them, and held against the results."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.guard.figures import Ledger, ledger_of, unsupported
from assistant.guard.numbers import read_days, read_figures
from assistant.guard.numerals import chinese_value, english_value
from tools.contract import Column, Finding

FINDING = Finding(
    tool="measure",
    title="Net revenue from 2024-01-01 to 2024-03-31",
    columns=[Column(name="category"), Column(name="net_revenue", type="money"), Column(name="share", type="share")],
    rows=[["Skincare SPF50", 12345.678, 0.1234], ["Home", 400.0, 0.04]],
    total_rows=2,
    totals={"buyers": 42.0},
    definition={"period": {"count": 90}},
)
LEDGER = ledger_of(["those who spent over 3.5万"], [FINDING], date(2024, 4, 1))


@pytest.mark.parametrize(
    "text",
    [
        "Revenue was 12,345.68, from January 1, 2024 to 31 March 2024.",
        "12.3% came from skincare, 42 buyers.",
        "about 12,300, or 12.3k",
        "1.23万元，占12.3%，共42人，四十二位买家",
        "2024年1月1日至2024年3月31日",
        "1月1日到3月31日",
        "over 35,000",
        "In the last 90 days. SPF50 leads in Q1.",
        "1. Skincare\n2. Home",
        "the top 2 of 2 categories",
        "forty-two people",
        "a few customers, one of them new",
        "百分之十二",
    ],
)
def test_what_the_results_hold_passes(text: str) -> None:
    assert unsupported(text, LEDGER) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Revenue was 12,346.99", "12,346.99"),
        ("12.4%", "12.4%"),
        ("43 buyers", "43"),
        ("forty-three people", "forty-three"),
        ("四十三人", "四十三"),
        ("三成客户", "三成"),
        ("since 2024-01-02", "2024-01-02"),
        ("in May 2024", "May 2024"),
        ("1.3万", "1.3万"),
        ("2 million", "2 million"),
        ("$12", "12"),
    ],
)
def test_what_they_do_not_hold_is_named(text: str, wrong: str) -> None:
    assert unsupported(text, LEDGER) == [wrong]


@given(st.floats(min_value=0.01, max_value=1e9), st.integers(min_value=0, max_value=4))
def test_a_value_passes_however_many_decimals_are_shown(value: float, decimals: int) -> None:
    ledger = Ledger()
    ledger.add_value(value)
    assert unsupported(f"It is {value:,.{decimals}f}.", ledger) == []


@given(st.integers(min_value=100, max_value=10**8))
def test_the_next_whole_number_never_passes(value: int) -> None:
    ledger = Ledger()
    ledger.add_value(value)
    assert unsupported(f"It is {value + 1:,} in all", ledger) == [f"{value + 1:,}"]


@given(st.floats(min_value=0.0001, max_value=1.0))
def test_a_share_passes_as_percent(share: float) -> None:
    ledger = Ledger()
    ledger.add_value(share)
    assert unsupported(f"{share * 100:.1f}% of them", ledger) == []
    assert unsupported(f"占{share * 100:.2f}%", ledger) == []


@given(st.integers(min_value=10_000, max_value=10**9))
def test_chinese_scales_round_as_written(value: int) -> None:
    ledger = Ledger()
    ledger.add_value(value)
    assert unsupported(f"共{value / 10_000:.1f}万元", ledger) == []


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_a_date_is_read_in_every_form(day: date) -> None:
    forms = (
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
    )
    for form in forms:
        (read,) = read_days(f"on {form} it began")
        assert (read.year, read.month, read.day) == (day.year, day.month, day.day), form


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    unsupported(text, LEDGER)
    for figure in read_figures(text):
        assert text[figure.start : figure.end].strip() != ""


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert chinese_value(_chinese(value)) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [("twelve thousand five hundred", 12_500), ("two dozen", 24), ("one hundred and five", 105), ("forty-two", 42)],
)
def test_english_number_words(words: str, value: int) -> None:
    assert english_value(words) == value


@pytest.mark.parametrize(
    ("numeral", "value"), [("一万二", 12_000), ("三千五", 3_500), ("两百五", 250), ("二点五", 2.5), ("二〇二四", 2024)]
)
def test_colloquial_chinese(numeral: str, value: float) -> None:
    assert chinese_value(numeral) == value


def _chinese(value: int) -> str:
    """The full numeral, built the way it is said."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        return _chinese(high) + "万" + (("零" if low < 1000 else "") + _chinese(low) if low else "")
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return out
