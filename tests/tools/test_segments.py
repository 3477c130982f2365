"""Segments asked for at the desk: profiles with effect sizes, moves between two days, sizes month by month."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date

import numpy as np
import pytest

from tools.clustering import CARD, fit_and_keep
from tools.contract import BadInput, BadRequest, NotEnoughData, Unavailable
from tools.data.compiler import compile_audience
from tools.data.workspace import Workspace
from tools.definitions import Audience, Period
from tools.desk import Shop
from tools.segments import profile_segments, segment_migration

NEW = "No order before"


@pytest.fixture(scope="module")
def desk(demo_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clustered") / "shop"
    shutil.copytree(demo_workspace.path, folder)
    workspace = Workspace.open(folder)
    fit_and_keep(workspace)
    shop = Shop.open(workspace)
    yield shop.desk()
    shop.close()


def _segments(desk, day: date) -> dict[str, str]:
    asked = compile_audience(Audience(), desk.dictionary, day, select=("id", "rfm_segment"))
    return {one: segment for one, segment in desk.warehouse.query(asked.sql, asked.parameters)[1] if segment}


def test_moves_are_counted_between_the_same_day_a_month_ago_and_today(desk):
    found = segment_migration(desk)
    before, after = _segments(desk, date(2026, 9, 30)), _segments(desk, desk.today)
    assert desk.today == date(2026, 10, 31)
    expected = Counter((before.get(one, NEW), segment) for one, segment in after.items())
    assert {(row[0], row[1]): row[2] for row in found.rows} == dict(expected)
    stayed = sum(before.get(one) == segment for one, segment in after.items())
    assert found.totals["stayed"] == stayed and found.totals["moved"] == len(before) - stayed
    assert found.totals["arrived"] == len(after) - len(before)
    assert found.chart.kind == "flow" and f"{stayed:,}" in found.message
    assert all(row[3] is None for row in found.rows if row[0] == NEW)


def test_a_period_runs_from_the_eve_of_its_first_day(desk):
    found = segment_migration(desk, period=Period(kind="calendar", unit="month", offset=-1))
    assert [column.label for column in found.columns[:2]] == ["2026-08-31", "2026-09-30"]
    today = segment_migration(desk, period=Period(kind="fixed", start=date(2026, 10, 1), end=date(2027, 1, 1)))
    assert [column.label for column in today.columns[:2]] == ["2026-09-30", "2026-10-31"]
    with pytest.raises(BadRequest, match="first day"):
        segment_migration(desk, period=Period(kind="fixed", end=date(2026, 10, 1)))
    with pytest.raises(BadRequest, match="after today"):
        segment_migration(desk, period=Period(kind="fixed", start=date(2027, 1, 1)))


def test_clusters_keep_their_meaning_over_time(desk):
    found = segment_migration(desk, "cluster", months=2)
    _, rows = desk.warehouse.query("SELECT cluster, count(*) FROM customer_clusters GROUP BY cluster")
    after = Counter()
    for row in found.rows:
        after[row[1]] += row[2]
    assert after == dict(rows)
    assert "not fitted anew" in found.caveats[0]


@pytest.mark.parametrize("segmentation", ["rfm", "cluster"])
def test_sizes_month_by_month_end_with_todays(desk, segmentation):
    found = segment_migration(desk, segmentation, view="sizes", months=3)
    days = list(dict.fromkeys(row[0] for row in found.rows))
    assert days == ["2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31"]
    for day in days:
        assert sum(row[3] for row in found.rows if row[0] == day) == pytest.approx(1)
    assert found.chart.kind == "line" and found.totals["size_drift"] >= 0
    if segmentation == "rfm":
        assert {row[1]: row[2] for row in found.rows if row[0] == days[-1]} == Counter(
            _segments(desk, desk.today).values()
        )
    with pytest.raises(BadRequest, match="at most 12 months"):
        segment_migration(desk, segmentation, view="sizes", months=20)


def test_too_few_customers_at_first_are_told_the_rule(desk, hand_desk):
    for view in ("moves", "sizes"):
        with pytest.raises(NotEnoughData, match="at least 50 customers"):
            segment_migration(hand_desk, view=view)
    early = Period(kind="fixed", start=date(2024, 11, 1), end=date(2025, 6, 1))
    with pytest.raises(NotEnoughData, match="2024-10-31"):
        segment_migration(desk, period=early)


def test_profiles_say_what_sets_each_segment_apart_in_standard_deviations(desk):
    found = profile_segments(desk, "rfm")
    assert found.columns[-1].name == "sets_apart"
    told = {row[0]: row[-1] for row in found.rows if row[0]}
    figures = desk.warehouse.frame(
        *_select(desk, ("id", "rfm_segment", "orders")),
    ).dropna()
    values, member = np.log1p(figures["orders"].to_numpy(float)), (figures["rfm_segment"] == "Champions").to_numpy()
    inside, outside = values[member], values[~member]
    effect = (inside.mean() - outside.mean()) / np.sqrt((inside.var() + outside.var()) / 2)
    assert f"Orders +{effect:.1f}" in told["Champions"]
    assert "Days since last order +" in told["Lost"] or "days" in told["Lost"].casefold()
    assert any("95 %" in caveat for caveat in found.caveats)


def _select(desk, names):
    query = compile_audience(Audience(), desk.dictionary, desk.today, select=names)
    return query.sql, query.parameters


def test_both_languages_name_the_same_figures(desk):
    english, chinese = (segment_migration(desk.speaking(language), months=3) for language in ("en", "zh"))
    assert [row[2:] for row in english.rows] == [row[2:] for row in chinese.rows]
    assert english.totals == chinese.totals and "Champions" not in json.dumps(chinese.rows, ensure_ascii=False)
    profiles = profile_segments(desk.speaking("zh"), "cluster")
    assert all("聚类" in row[0] for row in profiles.rows if row[0]) and "标准差" in profiles.columns[-1].label


def test_clusters_that_were_never_fitted_and_cards_of_an_older_form_are_told_apart(demo_desk, tmp_path):
    with pytest.raises(Unavailable, match="train"):
        segment_migration(demo_desk, "cluster")
    folder = tmp_path / "shop"
    shutil.copytree(demo_desk.workspace.path, folder)
    (folder / "models").mkdir(exist_ok=True)
    (folder / "models" / CARD).write_text('{"k": 3}', encoding="utf-8")
    shop = Shop.open(Workspace.open(folder))
    with pytest.raises(BadInput, match="earlier version"):
        segment_migration(shop.desk(), "cluster")
    shop.close()


def test_the_card_argues_for_its_number_and_says_what_was_left_out(desk):
    card = json.loads((desk.workspace.models_path / CARD).read_text(encoding="utf-8"))
    assert card["k"] in card["offered"] and 2 <= len(card["offered"]) <= 3
    assert {"tenure_days", "spend"} <= set(card["left_out"])
    assert sum(profile["customers"] for profile in card["profiles"]) == card["customers"]
    for profile in card["profiles"]:
        assert all(trait["low"] <= trait["difference"] <= trait["high"] for trait in profile["traits"])
