"""The flow chart: every ribbon as thick as its customers, labels apart, everything escaped and told in words."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.ui.test_cards import parsed
from tools.contract import Chart, Column, Finding
from ui.charts import chart
from ui.flow import BODY, LABEL


def _moves(rows: list[list[object]]) -> Finding:
    columns = [
        Column(name="from_segment", label="2026-09-30"),
        Column(name="to_segment", label="2026-10-31"),
        Column(name="customers", type="integer"),
        Column(name="share", type="share"),
    ]
    hint = Chart(kind="flow", x="from_segment", y=["customers"], series="to_segment")
    return Finding(tool="t", columns=columns, rows=rows, total_rows=len(rows), chart=hint)


ROWS: list[list[object]] = [
    ["Loyal", "At Risk", 120, 0.12],
    ["Lost <b>", "Loyal", 3, 0.03],
    ["No order before", "Loyal", 50, None],
    ["Loyal", "Loyal", 880, 0.88],
    ["Lost <b>", "Lost <b>", 97, 0.97],
]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_flow_is_well_formed_escaped_and_told_in_words(language):
    html = chart(_moves(ROWS), language)
    parsed(html)
    assert "<b>Lost <b>" not in html and "Lost &lt;b&gt;" in html
    assert html.count("<path") == len(ROWS) and html.count("<rect") == 3 + 3
    told = re.findall(r"<li>(.*?)</li>", html)
    assert "120" in told[0] and "12.0%" in told[0] and "880" not in "".join(told)
    assert 'role="img"' in html and told[0].split(" →")[0] in html.split("aria-label=")[1]


def test_segments_are_as_high_as_their_customers_and_never_overlap():
    html = chart(_moves(ROWS), "en")
    total = sum(int(str(row[2])) for row in ROWS)
    bars = [
        tuple(map(float, m)) for m in re.findall(r'<rect[^>]* x="(\d+)" y="([\d.]+)" width="3" height="([\d.]+)"', html)
    ]
    left = [(top, height) for x, top, height in bars if x == 3 or x == 0]
    assert [height for _, height in left] == pytest.approx(
        [1000 / total * BODY, 100 / total * BODY, 50 / total * BODY], abs=0.01
    )
    centres = [top + height / 2 for top, height in left]
    assert all(b - a >= LABEL for a, b in pairwise(centres))


def test_odd_figures_draw_nothing_and_do_not_fail():
    for value in (None, 0, -4, float("nan"), "many", True):
        assert chart(_moves([["a", "b", value, None], ["b", "a", value, None]]), "en") == ""
    html = chart(_moves([[None, "b", 5, None], ["b", None, 2, 0.4]]), "en")
    parsed(html)
    assert "not known" in html


def test_a_flow_without_a_target_column_draws_nothing():
    finding = _moves(ROWS)
    finding.chart = Chart(kind="flow", x="from_segment", y=["customers"])
    assert chart(finding, "en") == ""
