"""Cells read right in both languages and are always escaped."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import load_toml
from tools.contract import Column, Language
from ui import formats
from ui.i18n import UNITS, unit_shown

MONEY = Column(name="revenue", type="money", unit="GBP")


def test_money_carries_its_symbol_and_two_decimals() -> None:
    assert formats.plain(9747747.93, MONEY) == "£9,747,747.93"
    assert formats.plain(-3, MONEY) == "−£3.00"
    assert formats.money(12, "CHF") == "CHF 12.00"
    assert formats.money(1234.4, "JPY") == "JP¥1,234"
    assert formats.money(-0.001, "GBP") == "£0.00"


def test_other_kinds() -> None:
    assert formats.plain(0.1234, Column(name="s", type="share")) == "12.3%"
    assert formats.plain(-0.02, Column(name="s", type="share")) == "−2.0%"
    assert formats.plain(12345, Column(name="n", type="integer")) == "12,345"
    assert formats.plain(2026, Column(name="year", type="integer")) == "2026"
    assert formats.plain(2.5, Column(name="n", type="number")) == "2.5"
    assert formats.plain("2026-01-02T13:04:05", Column(name="t", type="timestamp")) == "2026-01-02 13:04"
    assert formats.plain("2026-01-02 00:00:00", Column(name="t", type="timestamp")) == "2026-01-02"


def test_axis_figures_are_short_in_each_language() -> None:
    assert formats.short(1_250_000, MONEY, "en") == "£1.2M"
    assert formats.short(34_000, MONEY, "en") == "£34k"
    assert formats.short(1_250_000, MONEY, "zh") == "£125万"
    assert formats.short(230_000_000, MONEY, "zh") == "£2.3亿"
    assert formats.short(-50_000, MONEY, "en") == "−£50k"
    assert formats.short(0, MONEY, "en") == "£0"


def test_unknown_and_boolean_cells_are_words() -> None:
    text = Column(name="city")
    assert "–" in formats.cell(None, text, "en")
    assert formats.cell(True, Column(name="b", type="boolean"), "zh") == "是"


@given(st.text())
def test_text_cells_come_out_as_they_went_in_and_hold_no_markup(text: str) -> None:
    shown = formats.cell(text, Column(name="city"), "en")
    assert "<" not in shown and '"' not in shown
    assert html.unescape(shown) == html.unescape(html.escape(text, quote=True))


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_numbers_read_back_within_rounding(value: float) -> None:
    read = float(formats.number(value).replace(",", "").replace("−", "-"))
    assert abs(read - value) <= 0.0051 + abs(value) * 1e-9


@pytest.mark.parametrize(
    ("language", "unit", "name", "shown"),
    [
        ("zh", "days", "距上次购买天数", ""),
        ("zh", "days", "平均购买间隔", "天"),
        ("en", "days", "Days since last order", ""),
        ("en", "orders", "Average", "orders"),
        ("zh", None, "销售额", ""),
    ],
)
def test_a_unit_speaks_the_language_of_the_page(language: Language, unit: str | None, name: str, shown: str) -> None:
    assert unit_shown(language, unit, name) == shown


def test_every_unit_of_the_dictionary_has_a_chinese_name() -> None:
    specs = load_toml("dictionary.toml")
    units = {spec.get("unit") for part in ("fields", "measures") for spec in specs[part].values()} - {None}
    assert {unit for unit in units if unit.islower()} <= set(UNITS)
