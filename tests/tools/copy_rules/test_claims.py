"""The claims reader: figures in both languages come out as the same claims."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.copy_rules.setting import context, reading
from tools.copy_rules.claims import read_claims
from tools.copy_rules.numerals import chinese_number, english_number, number
from tools.copy_rules.registry import check_draft

ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def english(value: int) -> str:
    """An English numeral below a million, written the British way."""
    if value < 20:
        return ONES[value]
    if value < 100:
        return TENS[value // 10 - 2] + (f"-{ONES[value % 10]}" if value % 10 else "")
    if value < 1000:
        return f"{ONES[value // 100]} hundred" + (f" and {english(value % 100)}" if value % 100 else "")
    rest = value % 1000
    return f"{english(value // 1000)} thousand" + (f" {'and ' if rest < 100 else ''}{english(rest)}" if rest else "")


def chinese(value: int) -> str:
    """A Chinese numeral below 100 million, in full."""
    digits = "零一二三四五六七八九"
    if value >= 10_000:
        rest = value % 10_000
        return chinese(value // 10_000) + "万" + ("" if not rest else ("零" if rest < 1000 else "") + chinese(rest))
    text, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
            zero = False
        else:
            zero = True
    return text or "零"


@given(st.integers(min_value=0, max_value=999_999))
def test_english_numerals_read_back(value: int) -> None:
    assert english_number(english(value)) == value


@given(st.integers(min_value=0, max_value=99_999_999))
def test_chinese_numerals_read_back(value: int) -> None:
    assert chinese_number(chinese(value)) == value


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_read_back_with_separators(value: int) -> None:
    assert number(f"{value:,}") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千二", 1200),
        ("三万五", 35_000),
        ("两百", 200),
        ("二〇二六", 2026),
        ("三点五", Decimal("3.5")),
        ("十", 10),
        ("a dozen", 12),
    ],
)
def test_spoken_forms(text: str, value: Decimal) -> None:
    assert number(text) == value


SAME = [
    ("20% off", "八折", ("percent", 20, "off")),
    ("twenty percent off", "8折", ("percent", 20, "off")),
    ("25 % discount", "七五折", ("percent", 25, "off")),
    ("save 15%", "八五折", ("percent", 15, "off")),
    ("half price", "半价", ("percent", 50, "off")),
    ("50% off", "五折", ("percent", 50, "off")),
    ("12% less", "88折", ("percent", 12, "off")),
    ("30 percent reduction", "优惠百分之三十", ("percent", 30, "off")),
    ("buy one get one free", "买一送一", ("bogo", "1+1", "")),
    ("30 ml", "三十毫升", ("quantity", 30, "")),
    ("12 cm", "12厘米", ("quantity", 12, "")),
    ("24 hours", "二十四小时", ("duration", 24, "")),
    ("30-day", "30天", ("duration", 30, "")),
    ("31 December", "12月31日", ("date", "12-31", "")),
    ("Dec 31st", "十二月三十一号", ("date", "12-31", "")),
    ("10,000 customers", "1万人", ("count", 10000, "")),
]


@pytest.mark.parametrize(("one", "other", "expected"), SAME)
def test_both_languages_say_the_same(one: str, other: str, expected: tuple[str, object, str]) -> None:
    for text in (one, other):
        claim = read_claims(text)[0]
        assert (claim.kind, claim.value, claim.role) == expected, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$10 off orders over $60", [("money", 10, "off"), ("money", 60, "minimum")]),
        ("满300减50", [("money", 300, "minimum"), ("money", 50, "off")]),
        ("满一百美元立减二十美元", [("money", 100, "minimum"), ("money", 20, "off")]),
        ("立减两百元", [("money", 200, "off")]),
        ("¥99.90", [("money", Decimal("99.90"), "price")]),
        ("fifty dollars", [("money", 50, "price")]),
        ("九十九块钱", [("money", 99, "price")]),
        ("含20%烟酰胺", [("percent", 20, "of")]),
        ("98% natural", [("percent", 98, "of")]),
        ("20% this week", [("percent", 20, "bare")]),
        ("2️⃣0️⃣% off", [("percent", 20, "off")]),
        ("２０％ OFF", [("percent", 20, "off")]),
        ("code SAVE20", [("code", "SAVE20", "")]),
        ("第二件半价", [("bogo", "tier", "")]),
    ],
)
def test_roles(text: str, expected: list[tuple[str, object, str]]) -> None:
    assert [(claim.kind, claim.value, claim.role) for claim in read_claims(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "one of the few things", "the two of you", "a quiet evening", "24/7", "in the 90s", "一款好灯", "第一次用",
        "十分耐看", "三五好友", "一年四季", "另一半", "万一下雨", "五官", "千万别急", "双11来了", "七分裤", "折叠伞",
        "多元", "一块布", "18世纪",
    ],
)  # fmt: skip
def test_turns_of_phrase_claim_nothing(text: str) -> None:
    assert read_claims(text) == ()


def test_figures_inside_names_are_no_claims() -> None:
    assert read_claims("The No. 5 Lamp 2000 is here", ("No. 5 Lamp 2000",)) == ()


@given(st.text(max_size=60))
def test_positions_point_at_what_was_written(text: str) -> None:
    for claim in read_claims(text):
        assert text[claim.start : claim.end] == claim.text


@pytest.mark.parametrize(
    ("fact", "text", "sound"),
    [
        ("Kibble\nFor adult dogs over 12 months.", "For adult dogs over 12 months.", True),
        ("Kibble\nKeeps for 12 months.", "Keeps for over 12 months.", False),
        ("Leash\nHeld 800 lb in a pull test.", "Held 800 pounds in our pull test.", True),
        ("Leash\nHeld 800 lb in a pull test.", "Held 900 pounds in our pull test.", False),
        ("Wash\nSaturdays, 8 a.m. to 4 p.m.", "Saturdays, 8 a.m. to 4 p.m.", True),
    ],
)
def test_a_bound_may_be_repeated_as_the_fact_says_it(fact: str, text: str, sound: bool) -> None:
    checks = check_draft(reading(context("push", facts=[fact]), {"body": text}))
    assert (not [check for check in checks if check.rule == "claims.figure"]) is sound


@pytest.mark.parametrize(
    ("text", "minutes", "unit"),
    [
        ("from 19:00", 1140, ""), ("at 7 pm", 1140, ""), ("7.30pm", 1170, ""), ("at 7", 420, "12h"),
        ("half past twelve", 750, "12h"), ("quarter to nine", 525, "12h"), ("by half eleven", 690, "12h"),
        ("晚上九点半", 1290, ""), ("早上8点", 480, ""), ("22点", 1320, ""), ("凌晨12点", 0, ""),
        ("中午十二点", 720, ""), ("8:30 to 18:00", 510, ""), ("8:30", 510, "12h"),
    ],
)  # fmt: skip
def test_a_time_of_day_is_minutes_since_midnight(text: str, minutes: int, unit: str) -> None:
    first = read_claims(text)[0]
    assert (first.kind, first.value, first.unit) == ("time", minutes, unit)


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_reads_the_same_in_both_clocks(hour: int, minute: int) -> None:
    half = "pm" if hour >= 12 else "am"
    (spoken,) = read_claims(f"{(hour - 1) % 12 + 1}:{minute:02d} {half}")
    (written,) = read_claims(f"{hour:02d}:{minute:02d}")
    assert spoken.value == written.value == hour * 60 + minute or written.unit == "12h"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("40×26×5厘米", {("quantity", 40, "cm"), ("quantity", 26, "cm"), ("quantity", 5, "cm")}),
        ("a 16 x 11 in board", {("quantity", 16, "in"), ("quantity", 11, "in")}),
        ("1.5 in thick", {("quantity", 1.5, "in")}),
        ("12, 20 and 48 fl oz", {("quantity", 12, "floz"), ("quantity", 20, "floz"), ("quantity", 48, "floz")}),
        ("five pounds of iron", {("quantity", 5, "lb")}), ("nine pounds fifty", {("money", 9.5, "pounds")}),
        ("3分30秒", {("duration", 3.5, "minute")}), ("温标-3℃", {("quantity", -3, "deg")}), ("七八斤书", set()),
        ("a quarter of an hour", {("duration", 0.25, "hour")}), ("1½ litres", {("quantity", 1.5, "l")}),
        ("for a decade", {("duration", 120, "month")}), ("fifty thousand rubs", {("count", 50_000, "rubs")}),
        ("一刻钟", {("duration", 15, "minute")}), ("一斤八两", {("quantity", 1.8, "jin")}),
        ("订满半年", {("duration", 0.5, "year")}), ("上千亩", {("quantity", 1000, "mu")}),
        ("瘦六肥四", {("share", 6, "瘦"), ("share", 4, "肥")}),
    ],
)  # fmt: skip
def test_sizes_and_spans_as_shops_write_them(text: str, found: set[tuple[str, float, str]]) -> None:
    assert {(claim.kind, float(claim.value), claim.unit) for claim in read_claims(text)} == found
