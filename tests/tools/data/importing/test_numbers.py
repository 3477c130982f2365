"""Amounts are read as people write them, and never as a wrong number."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.data.importing.helpers import evaluated
from tools.data.importing.hygiene import boolean_sql
from tools.data.importing.numbers import evidence_sql, number_sql

POINT = {
    "1,234.56": 1234.56, "1234.56": 1234.56, "¥1,299": 1299.0, "€12": 12.0, "12 €": 12.0, "US$ 4.00": 4.0,
    "(12.50)": -12.5,
    "$(5.00)": -5.0, "12.50-": -12.5, "-€3": -3.0, "15%": 0.15, "1e3": 1000.0, "１２．５": 12.5, "1'234.50": 1234.5,
    ".5": 0.5,
    "1,00,000": 100000.0, "EUR 7": 7.0, "−4": -4.0, "12.00元": 12.0, "1,234": 1234.0, "1.234": 1.234,
}  # fmt: skip
COMMA = {
    "1.234,56": 1234.56,
    "1 234,56": 1234.56,
    "12,5": 12.5,
    "1.234": 1234.0,
    "1\u202f234,5 €": 1234.5,
    "-3": -3.0,
    "(2,50)": -2.5,
}
NO_NUMBERS = ["abc", "12 pcs", "1-2", "nan", "inf", "1,2,3", "--5", "", "1..2"]


def test_reads_what_people_write() -> None:
    assert evaluated(number_sql("x"), list(POINT)) == pytest.approx(list(POINT.values()))
    assert evaluated(number_sql("x", "comma"), list(COMMA)) == pytest.approx(list(COMMA.values()))


def test_a_misplaced_mark_is_unreadable_rather_than_wrong() -> None:
    assert evaluated(number_sql("x"), ["12,50", "1,2", "1.234,56"]) == [None, None, None]
    assert evaluated(number_sql("x", "comma"), ["1,234.56", "12.50"]) == [None, None]
    assert evaluated(number_sql("x"), NO_NUMBERS) == [None] * len(NO_NUMBERS)


def german(value: float) -> str:
    return f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_round_trip_of_both_conventions(values: list[float]) -> None:
    cents = [round(value, 2) for value in values]
    assert evaluated(number_sql("x"), [f"{v:,.2f}" for v in cents]) == pytest.approx(cents)
    assert evaluated(number_sql("x", "comma"), [german(v) for v in cents]) == pytest.approx(cents)
    accounting = [f"({abs(v):,.2f})" if v < 0 else f"{v:,.2f}" for v in cents]
    assert evaluated(number_sql("x"), accounting) == pytest.approx(cents)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=60))
def test_any_text_is_a_finite_number_or_nothing(values: list[str]) -> None:
    clean = [value.encode("utf-8", "ignore").decode().replace("\0", "") for value in values]
    for decimal in ("point", "comma"):
        assert all(found is None or math.isfinite(found) for found in evaluated(number_sql("x", decimal), clean))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.floats(10_000, 1e8), min_size=1, max_size=20))
def test_the_evidence_points_the_right_way(values: list[float]) -> None:
    def proofs(texts: list[str]) -> tuple[int, int]:
        point, comma = evidence_sql("x")
        found = evaluated(f"[{point} OVER (), {comma} OVER ()]", texts)[0]
        return found[0], found[1]

    point, comma = proofs([f"{value:,.2f}" for value in values])
    assert point == len(values) and comma == 0
    point, comma = proofs([german(value) for value in values])
    assert comma == len(values) and point == 0


def test_yes_and_no_are_read_with_a_remark_after_them() -> None:
    agreed = ["Ja (DOI)", "yes (double opt-in)", "confirmed", "Yes - double opt-in", "是(双重确认)"]
    refused = ["Nein (Widerruf)", "no (was yes)", "Yes (withdrawn)", "Oui (retiré)", "是（已退订）", "opt-out"]
    unclear = ["maybe (yes)", "see note: yes", "(yes)"]
    words = [*agreed, *refused, *unclear]
    assert evaluated(boolean_sql("x"), words) == [True] * 5 + [False] * 6 + [None] * 3
