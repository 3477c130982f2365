"""Moves between segments: nobody is lost or counted twice, shares are of where people were, drift is a known index."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.science.migration import migration, pairs_of, sizes_by_day, stability_index

NAMES = ["Loyal", "At Risk", "Lost"]
PAIRS = st.lists(
    st.tuples(st.sampled_from([*NAMES, None]), st.sampled_from([*NAMES, None]), st.integers(0, 500)), max_size=12
)


def test_shares_sizes_and_totals_of_a_counted_example():
    found = migration([("Loyal", "Loyal", 60), ("Loyal", "At Risk", 40), ("At Risk", "Lost", 10), (None, "Loyal", 5)])
    assert found.segments == ("Loyal", "At Risk", "Lost")
    assert found.before.tolist() == [100, 10, 0] and found.after.tolist() == [65, 40, 10]
    assert (found.stayed, found.moved, int(found.arrived.sum())) == (60, 50, 5)
    assert [tuple(move) for move in found.moves()] == [
        ("Loyal", "At Risk", 40, 0.4),
        ("At Risk", "Lost", 10, 1.0),
        (None, "Loyal", 5, None),
        ("Loyal", "Loyal", 60, 0.6),
    ]
    assert np.isnan(found.transition[2]).all() and found.transition[0].tolist() == [0.6, 0.4, 0.0]


@given(PAIRS)
def test_nobody_is_lost_or_counted_twice(pairs):
    known = sum(count for origin, _, count in pairs if origin is not None)
    if known < 50:
        with pytest.raises(ValueError, match=f"at least 50 customers on the earlier day, there are {known}"):
            migration(pairs)
        return
    found = migration(pairs, segments=NAMES)
    assert found.before.sum() == known
    assert found.after.sum() == sum(count for _, target, count in pairs if target is not None)
    moves = found.moves()
    assert sum(move.customers for move in moves) == sum(c for o, t, c in pairs if o is not None or t is not None)
    for name in NAMES:
        shares = [move.share for move in moves if move.origin == name]
        assert not shares or sum(share for share in shares if share is not None) == pytest.approx(1)


def test_pairs_come_from_two_series_whoever_is_in_only_one():
    before = pd.Series({"a": "Loyal", "b": "Loyal", "c": "Lost"}, dtype=object)
    after = pd.Series({"a": "Lost", "b": "Loyal", "d": "Loyal"}, dtype=object)
    assert sorted(pairs_of(before, after), key=str) == sorted(
        [("Loyal", "Lost", 1), ("Loyal", "Loyal", 1), ("Lost", None, 1), (None, "Loyal", 1)], key=str
    )


def test_an_unlisted_segment_is_an_error():
    with pytest.raises(ValueError, match="“Gone” is not one of the segments"):
        migration([("Gone", "Loyal", 60)], segments=NAMES)


def test_the_stability_index_is_the_textbook_sum_and_zero_without_change():
    before, after = np.array([5_000, 3_000, 2_000]), np.array([4_000, 3_000, 3_000])
    by_hand = (0.4 - 0.5) * np.log(0.4 / 0.5) + (0.3 - 0.2) * np.log(0.3 / 0.2)
    assert stability_index(before, after) == pytest.approx(by_hand, rel=2e-3)
    assert stability_index(before, before * 3) == pytest.approx(0, abs=1e-6)
    assert 0 < stability_index(before, [10_000, 0, 0]) < np.inf


def test_sizes_by_day_give_shares_and_their_change():
    rows = sizes_by_day({"2026-01-31": {"Loyal": 3, "Lost": 1}, "2026-02-28": {"Loyal": 4, "At Risk": 4}}, NAMES)
    assert [tuple(row) for row in rows[:3]] == [
        ("2026-01-31", "Loyal", 3, 0.75, None),
        ("2026-01-31", "At Risk", 0, 0.0, None),
        ("2026-01-31", "Lost", 1, 0.25, None),
    ]
    assert [tuple(row)[2:] for row in rows[3:]] == [(4, 0.5, -0.25), (4, 0.5, 0.5), (0, 0.0, -0.25)]
