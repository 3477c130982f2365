"""Cut dates: ordered, apart, and never looking past the next group's start."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.contract import NotEnoughData
from tools.data.features import plan_snapshots

DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(DAYS, st.integers(0, 2_000), st.integers(1, 400), st.integers(1, 100), st.integers(1, 12))
def test_windows_lie_one_after_the_other(first, length, horizon, step, most):
    last = first + timedelta(days=length)
    try:
        cuts = plan_snapshots(first, last, horizon, step_days=step, most=most)
    except NotEnoughData as error:
        assert length < max(90, horizon) + 3 * horizon and str(length) in error.message
        return
    ahead = timedelta(days=horizon)
    assert cuts.test + ahead == last and cuts.validation + ahead <= cuts.test
    assert cuts.train[-1] + ahead <= cuts.validation
    assert cuts.train == tuple(sorted(set(cuts.train))) and 1 <= len(cuts.train) <= most
    assert cuts.train[0] >= first + timedelta(days=max(90, horizon))
    assert all((b - a).days == step for a, b in zip(cuts.train, cuts.train[1:], strict=False))


def test_a_year_of_data_over_sixty_days():
    cuts = plan_snapshots(date(2011, 1, 1), date(2011, 12, 9), 60)
    assert (cuts.validation, cuts.test) == (date(2011, 8, 11), date(2011, 10, 10))
    assert cuts.train == (date(2011, 4, 13), date(2011, 5, 3), date(2011, 5, 23), date(2011, 6, 12))


def test_nonsense_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="at least 1"):
        plan_snapshots(date(2026, 1, 1), date(2026, 6, 1), 0)
