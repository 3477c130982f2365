"""Splits: nobody is judged before their fit's labels were known, and what cannot be ordered by time says so."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.science.propensity.splitting import BLOCKS, check_size, plan_split


def _snapshots(cuts, customers, every_days, rate=0.3, seed=0):
    generator = np.random.default_rng(seed)
    moment = np.repeat(np.datetime64("2025-01-01", "D") + every_days * np.arange(cuts), customers)
    return (generator.random(len(moment)) < rate).astype(float), moment, np.tile(np.arange(customers), cuts)


@given(st.integers(2, 16), st.integers(1, 60), st.sampled_from([0, 14, 30, 90]))
@settings(max_examples=60, deadline=None)
def test_labels_are_known_before_they_are_used(cuts, every_days, horizon):
    label, moment, group = _snapshots(cuts, 150, every_days)
    plan = plan_split(label, moment, group, horizon_days=horizon)
    if plan.order == "time":
        assert (moment[plan.before] + horizon).max() <= moment[plan.held_out].min()
        assert moment[plan.held_out].max() == moment.max()
    for fold in plan.folds:
        assert not set(fold.valid) & set(plan.held_out) and not set(fold.train) & set(plan.held_out)
        if plan.validation_order == "time":
            assert moment[fold.train].max() < moment[fold.valid].min()
            assert (moment[fold.train] + horizon).max() <= moment[fold.valid].min()
        else:
            assert not set(group[fold.train]) & set(group[fold.valid])


def test_the_last_moment_is_held_out_and_the_ones_before_validate():
    label, moment, group = _snapshots(6, 200, 30)
    plan = plan_split(label, moment, group, horizon_days=30)
    assert plan.order == plan.validation_order == "time"
    assert set(moment[plan.held_out]) == {moment.max()}
    assert [str(moment[fold.valid][0]) for fold in plan.folds] == ["2025-03-02", "2025-04-01", "2025-05-01"]


def test_moments_closer_than_the_horizon_are_split_by_customer_and_say_so():
    label, moment, group = _snapshots(3, 300, 20)
    plan = plan_split(label, moment, group, horizon_days=90)
    assert (plan.order, plan.why) == ("none", "moments_too_close")
    assert not set(group[plan.before]) & set(group[plan.held_out])


def test_two_moments_leave_the_choice_to_customers_but_hold_out_by_time():
    label, moment, group = _snapshots(2, 300, 90)
    plan = plan_split(label, moment, group, horizon_days=90)
    assert (plan.order, plan.validation_order) == ("time", "none")


def test_row_order_counts_only_where_the_caller_says_so():
    label, _, group = _snapshots(1, 900, 1)
    assert plan_split(label, None, group).why == "one_moment"
    plan = plan_split(label, None, group, rows_in_time_order=True)
    assert plan.order == "rows" and plan.before.max() < plan.held_out.min()


def test_many_days_are_gathered_into_blocks():
    label, moment, group = _snapshots(100, 20, 1)
    assert plan_split(label, moment, group).block.max() < BLOCKS


def test_a_last_moment_with_too_few_outcomes_takes_in_the_one_before():
    label, moment, group = _snapshots(6, 200, 30)
    last = np.flatnonzero(moment == moment.max())
    label[last] = 0.0
    label[last[:3]] = 1.0
    assert len(set(moment[plan_split(label, moment, group).held_out])) == 2


@pytest.mark.parametrize(("rows", "positives"), [(199, 60), (1_000, 29), (1_000, 971)])
def test_too_little_is_refused_with_the_rule(rows, positives):
    label = np.zeros(rows)
    label[:positives] = 1
    with pytest.raises(ValueError, match="at least 200 rows with 30 of each outcome"):
        check_size(label)
