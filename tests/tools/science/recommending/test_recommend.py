"""Recommendations for one and for all: what may be shown, why, at once, and the same after saving."""

import io
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from tests.tools.science.recommending.shop import LAST_DAY, lines, shop
from tools.science.recommending import recommend as module
from tools.science.recommending.purchases import read_purchases
from tools.science.recommending.recommend import recommend, recommend_all
from tools.science.recommending.recommender import Recommender, fit_recommender

TODAY = LAST_DAY


@pytest.fixture(scope="module")
def fitted():
    return fit_recommender(shop())


@pytest.fixture(scope="module")
def rows():
    return dict(iter(lines().groupby("customer")))


def _ask(fitted, frame, **options):
    return recommend(fitted, frame["item"].to_numpy(), frame["day"].to_numpy(), as_of=TODAY, **options)


def test_new_items_are_new_and_of_the_persons_taste(fitted, rows):
    of_taste = shown = 0
    for number in range(60):
        frame = rows[f"c{number:04d}"]
        owned, group = set(frame["item"]), f"g{number % 6}"
        left = {f"{group}-{place}" for place in range(10)} - owned
        found = _ask(fitted, frame, mode="new", limit=3)
        assert not owned & {one.item for one in found} and {one.kind for one in found} == {"new"}
        of_taste += sum(one.item in left for one in found)
        shown += min(len(left), 3)
    assert of_taste >= 0.75 * shown


def test_a_repeat_says_how_often_how_long_ago_and_when_it_is_due(fitted, rows):
    frame = rows["c0003"]
    first = _ask(fitted, frame, mode="repeat", limit=1)[0]
    counts = frame.groupby("item")["day"].agg(["nunique", "max", "min"])
    assert first.times == counts["nunique"].max() and counts.loc[first.item, "nunique"] == first.times
    last = counts.loc[first.item, "max"]
    assert first.last_days_ago == (TODAY - last).days
    assert first.due == last + timedelta(days=round(first.typical_gap_days))
    assert 15 < first.typical_gap_days < 90 and 0 < first.chance < 1


def test_reasons_are_the_own_purchases_that_speak_loudest(fitted, rows):
    of_group = 0
    for number in range(30):
        frame = rows[f"c{number:04d}"]
        first = _ask(fitted, frame, mode="new", limit=1)[0]
        parts = [part for _, part in first.because]
        assert {name for name, _ in first.because} <= set(frame["item"])
        assert parts == sorted(parts, reverse=True) and parts[-1] > 0
        of_group += first.because[0][0][:2] == first.item[:2]
    assert of_group >= 24


def test_excluded_items_never_come_back(fitted, rows):
    frame = rows["c0005"]
    for mode in ("any", "new", "repeat"):
        before = [one.item for one in _ask(fitted, frame, mode=mode, limit=4)]
        after = [one.item for one in _ask(fitted, frame, mode=mode, limit=4, exclude=before[:2])]
        assert not set(before[:2]) & set(after) and set(before[2:]) <= set(after)


def test_any_mixes_both_by_chance(fitted, rows):
    kinds = set()
    for number in range(20):
        found = _ask(fitted, rows[f"c{number:04d}"], limit=10)
        assert [one.chance for one in found] == sorted((one.chance for one in found), reverse=True)
        kinds |= {one.kind for one in found}
    assert kinds == {"new", "repeat"}


def test_a_purchase_of_this_minute_counts(fitted, rows):
    frame = rows["c0006"]
    new = _ask(fitted, frame, mode="new", limit=1)[0].item
    fresh = pd.concat([frame, pd.DataFrame([("c0006", new, TODAY)], columns=frame.columns)])
    assert new not in {one.item for one in _ask(fitted, fresh, mode="new", limit=20)}
    again = {one.item: one for one in _ask(fitted, fresh, mode="repeat", limit=50)}
    assert again[new].times == 1 and again[new].last_days_ago == 0


def test_a_stranger_gets_what_is_popular_without_a_chance_claimed(fitted):
    found = recommend(fitted, [], [], as_of=TODAY, limit=3)
    popular = fitted.items[np.argsort(-fitted.shelf.buyers_30, kind="stable")[:3]].tolist()
    assert [one.item for one in found] == popular
    assert all(np.isnan(one.chance) and one.because == () and one.kind == "new" for one in found)
    assert recommend(fitted, [], [], as_of=TODAY, mode="repeat") == []


def test_unknown_items_future_rows_and_repeated_lines_change_nothing(fitted, rows):
    frame = rows["c0008"]
    odd = [
        ("c0008", "never seen", TODAY),
        ("c0008", "g0-1", TODAY + timedelta(days=3)),
        *frame.iloc[:2].values.tolist(),
    ]
    extended = pd.concat([frame, pd.DataFrame(odd, columns=frame.columns)])
    assert _ask(fitted, extended) == _ask(fitted, frame)


def test_all_at_once_is_each_one_in_turn_whatever_the_block(fitted, rows, monkeypatch):
    monkeypatch.setattr(module, "BLOCK_CELLS", 60 * 37)
    frames = list(recommend_all(fitted, shop(), as_of=TODAY, limit=4, exclude=["g0-1"]))
    assert len(frames) == 9
    together = pd.concat(frames)
    assert len(together) == 4 * 300
    for customer in ("c0000", "c0036", "c0037", "c0299"):
        one = _ask(fitted, rows[customer], limit=4, exclude=["g0-1"])
        theirs = together[together["customer"] == customer]
        assert theirs["item"].tolist() == [each.item for each in one]
        assert theirs["rank"].tolist() == [1, 2, 3, 4]
        assert theirs["chance"].tolist() == pytest.approx([each.chance for each in one], rel=1e-6)
        assert [None if pd.isna(due) else due.date() for due in theirs["due"]] == [each.due for each in one]


def test_what_a_person_returned_is_kept_from_that_person_only(fitted):
    purchases = shop()
    first = pd.concat(recommend_all(fitted, purchases, as_of=TODAY, limit=1)).set_index("customer")["item"]
    back = ["c0001", "nobody"], [first["c0001"], "g0-0"]
    after = pd.concat(recommend_all(fitted, purchases, as_of=TODAY, limit=60, returned=back))
    mine = after[after["customer"] == "c0001"]["item"]
    assert first["c0001"] not in set(mine) and len(mine) > 10
    assert (after["item"] == first["c0001"]).any()


def test_customers_of_another_day_may_hold_items_the_fit_never_saw(fitted):
    frame = pd.DataFrame([("z", "brand new", TODAY), ("z", "g1-1", TODAY)], columns=["customer", "item", "day"])
    found = next(iter(recommend_all(fitted, read_purchases(*(frame[name] for name in frame)), as_of=TODAY)))
    assert len(found) == 5 and (found["item"] != "brand new").all()


def test_it_is_saved_without_pickle_and_comes_back_equal(fitted, rows):
    file = io.BytesIO()
    np.savez(file, **fitted.arrays())
    file.seek(0)
    again = Recommender.from_arrays(np.load(file, allow_pickle=False))
    assert again.fitted_day == fitted.fitted_day
    for number in range(5):
        assert _ask(again, rows[f"c{number:04d}"], limit=20) == _ask(fitted, rows[f"c{number:04d}"], limit=20)
    parts = fitted.arrays()
    with pytest.raises(ValueError, match="shelf missing"):
        Recommender.from_arrays({name: part for name, part in parts.items() if name != "shelf"})
    with pytest.raises(ValueError, match="disagree"):
        Recommender.from_arrays(parts | {"items": parts["items"][:-1]})


def test_a_short_history_recommends_without_chances():
    young = fit_recommender(shop(), as_of=date(2025, 3, 20))
    assert young.repeat_chance is None and young.new_chance is None
    frame = lines()
    mine = frame[(frame["customer"] == "c0002") & (frame["day"] <= date(2025, 3, 20))]
    found = recommend(young, mine["item"].tolist(), mine["day"].tolist(), as_of=date(2025, 3, 20), limit=10)
    assert np.isnan([one.chance for one in found]).all()
    times = [one.times for one in found]
    assert times == sorted(times, reverse=True) and times[0] > 1 and times[-1] == 0


def test_wrong_questions_are_refused(fitted):
    with pytest.raises(ValueError, match="equal length, got 1 and 0"):
        recommend(fitted, ["g0-1"], [], as_of=TODAY)
    with pytest.raises(ValueError, match="limit must be at least 1"):
        recommend(fitted, [], [], as_of=TODAY, limit=0)
    with pytest.raises(ValueError, match="at least 100 customers who ordered on two days, there are 30"):
        fit_recommender(shop(customers=30))


def test_a_large_shop_is_fitted_on_a_sample(monkeypatch):
    monkeypatch.setattr("tools.science.recommending.recommender.FIT_CUSTOMERS", 200)
    fitted = fit_recommender(shop(), seed=1)
    assert fitted.shelf.buyers_90.sum() < fit_recommender(shop().until(fitted.fitted_day)).shelf.buyers_90.sum() * 1.01
