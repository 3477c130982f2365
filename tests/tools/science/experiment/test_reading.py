"""Reading an experiment: intervals that hold, ratios that are caught, covariates that help, many comparisons."""

import itertools
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tools.science.experiment.cuped import cuped
from tools.science.experiment.lift import lift_of_means, lift_of_rates
from tools.science.experiment.means import Sample, difference_of_means, sample, winsorised
from tools.science.experiment.multiple import holm
from tools.science.experiment.proportions import Arm, difference_of_rates
from tools.science.experiment.ratio import check_sample_ratio
from tools.science.experiment.unplanned import always_valid


@pytest.mark.parametrize(
    ("treated", "control", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        (Arm(70, 56), Arm(80, 48), 0.0524, 0.3339),
        (Arm(10, 9), Arm(10, 3), 0.1705, 0.8090),
        (Arm(7, 6), Arm(7, 2), 0.0582, 0.8062),
        (Arm(56, 5), Arm(29, 0), -0.0381, 0.1926),
        (Arm(10, 0), Arm(20, 0), -0.1611, 0.2775),
        (Arm(10, 10), Arm(20, 0), 0.6791, 1.0000),
    ],
)
def test_the_difference_of_rates_has_the_published_interval(treated, control, low, high):
    found = difference_of_rates(treated, control)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_intervals_hold_the_truth_19_times_of_20_at_a_tenth_of_a_percent():
    """Exact coverage: every pair of counts, weighted by its probability."""
    people, base, new = 20_000, 0.001, 0.0015
    held = np.zeros(2)
    for a, c in itertools.product(range(8, 60, 1), range(4, 45)):
        weight = stats.binom.pmf(a, people, new) * stats.binom.pmf(c, people, base)
        if weight < 1e-9:
            continue
        treated, control = Arm(people, a), Arm(people, c)
        difference, lift = difference_of_rates(treated, control), lift_of_rates(treated, control)
        held += weight * np.array(
            [difference.low <= new - base <= difference.high, lift.low <= new / base - 1 <= lift.high]
        )
    assert 0.94 < held[0] < 0.96 and 0.94 < held[1] < 0.96


@settings(max_examples=200, deadline=None)
@given(
    people=st.tuples(st.integers(1, 5_000), st.integers(1, 5_000)), share=st.tuples(st.floats(0, 1), st.floats(0, 1))
)
def test_any_counts_give_an_interval_around_the_estimate(people, share):
    treated, control = (Arm(n, round(n * s)) for n, s in zip(people, share, strict=True))
    for found in (difference_of_rates(treated, control), lift_of_rates(treated, control)):
        assert found.low <= found.value + 1e-12 and found.value <= found.high + 1e-12
        assert 0 <= found.p_value <= 1 + 1e-12
    mirrored = difference_of_rates(control, treated)
    assert mirrored.low == pytest.approx(-difference_of_rates(treated, control).high)


def test_lift_has_the_published_interval_of_the_risk_ratio():
    found = lift_of_rates(Arm(40, 36), Arm(80, 16))  # the example of Koopman 1984
    assert (found.value + 1, found.low + 1, found.high + 1) == pytest.approx((4.5, 2.939, 7.152), abs=1e-3)
    assert found.significant


def test_no_outcomes_are_said_to_show_nothing():
    assert lift_of_rates(Arm(50, 0), Arm(60, 0)) == lift_of_rates(Arm(500, 0), Arm(9, 0))
    none_in_control = lift_of_rates(Arm(50, 5), Arm(60, 0))
    assert none_in_control.value == none_in_control.high == inf and none_in_control.low > -1
    assert lift_of_rates(Arm(50, 0), Arm(60, 5)).low == -1
    assert difference_of_rates(Arm(40, 3), Arm(40, 0)).p_value == pytest.approx(0.2405, abs=1e-4)  # Fisher's exact


@pytest.mark.parametrize("counts", [(0, 0), (5, 6), (5, -1)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(ValueError, match="an arm needs"):
        Arm(*counts)


def test_means_are_compared_as_scipy_does():
    generator = np.random.default_rng(0)
    one, two = generator.lognormal(0, 1, 80), generator.lognormal(0.3, 1.4, 120)
    found, oracle = difference_of_means(sample(one), sample(two)), stats.ttest_ind(one, two, equal_var=False)
    interval = oracle.confidence_interval()
    assert (found.p_value, found.low, found.high) == pytest.approx((oracle.pvalue, interval.low, interval.high))
    assert difference_of_means(Sample(5, 2.0, 0.0), Sample(5, 2.0, 0.0)).p_value == 1


def test_a_relative_lift_of_spend_holds_its_coverage():
    generator = np.random.default_rng(1)
    held = 0
    for _ in range(2_000):
        arms = [sample(factor * generator.gamma(2.0, 20.0, 400)) for factor in (1.1, 1.0)]
        found = lift_of_means(*arms)
        held += found.low <= 0.1 <= found.high
    assert held / 2_000 == pytest.approx(0.95, abs=0.015)
    with pytest.raises(ValueError, match="means above 0"):
        lift_of_means(Sample(5, -1.0, 1.0), Sample(5, 2.0, 1.0))


def test_skewed_spend_says_how_many_people_it_needs_and_can_be_held():
    spend = np.concatenate((np.zeros(950), np.random.default_rng(2).lognormal(3, 1, 50)))
    assert sample(spend).people_needed > 10_000 and sample(np.arange(100.0)).people_needed < 10
    treated, control, limit = winsorised(spend, spend * 1.1, share=0.99)
    assert treated.max() <= limit and control.max() == limit
    with pytest.raises(ValueError, match="2 people or more"):
        sample(np.array([1.0]))


@pytest.mark.parametrize(
    ("people", "planned", "mismatch"),
    [
        ((5_000, 5_000), (1, 1), False),
        ((5_200, 4_800), (1, 1), True),
        ((9_000, 1_000), (0.9, 0.1), False),
        ((821_588, 815_482), (1, 1), True),  # Fabijan et al. 2019: a mismatch too small for the eye
        ((3_400, 3_350, 3_250), (1, 1, 1), False),
        ((3_600, 3_350, 3_050), (1, 1, 1), True),
    ],
)
def test_a_sample_ratio_mismatch_is_caught(people, planned, mismatch):
    assert check_sample_ratio(people, planned).mismatch is mismatch


def test_fair_draws_are_hardly_ever_called_a_mismatch():
    treated = np.random.default_rng(3).binomial(2_000, 0.9, 1_000)
    calls = sum(check_sample_ratio((int(t), 2_000 - int(t)), (9, 1)).mismatch for t in treated)
    assert calls <= 5
    with pytest.raises(ValueError, match="positive weights"):
        check_sample_ratio((10, 10), (1, 0))


def test_peeking_at_always_valid_results_raises_no_false_alarm():
    steps = np.random.default_rng(4).standard_normal((2_000, 50))
    called = 0
    for path in np.cumsum(steps, axis=1):
        p_value = 1.0
        for number, total in enumerate(path, 1):
            found = always_valid(total / number, number**-0.5, expected_effect=0.4, p_value_so_far=p_value)
            assert found.p_value <= p_value
            p_value = found.p_value
        called += p_value < 0.05
    assert called / 2_000 < 0.05
    real = always_valid(0.5, 0.05, expected_effect=0.4)
    assert real.significant and real.low > 0


@settings(max_examples=100, deadline=None)
@given(difference=st.floats(-5, 5), error=st.floats(0.01, 2), effect=st.floats(0.01, 2))
def test_always_valid_interval_and_p_value_tell_the_same(difference, error, effect):
    found = always_valid(difference, error, expected_effect=effect)
    if abs(found.p_value - 0.05) > 1e-9:
        assert (found.p_value < 0.05) == (not found.low <= 0 <= found.high)


def _spending(seed: int, effect: float = 3.0, people: int = 4_000):
    generator = np.random.default_rng(seed)
    before = generator.gamma(2.0, 20.0, people)
    arm = (generator.random(people) < 0.5).astype(float)
    return 0.8 * before + generator.normal(0, 15, people) + effect * arm, arm, before


def test_cuped_narrows_the_interval_and_stays_on_the_truth():
    errors, ratios = [], []
    for seed in range(60):
        outcome, arm, before = _spending(seed)
        found = cuped(outcome, arm, before)
        errors.append(found.adjusted.value - 3.0)
        ratios.append((found.adjusted.high - found.adjusted.low) / (found.raw.high - found.raw.low))
    expected = 0.8**2 * 800 / (0.8**2 * 800 + 225)
    assert found.variance_removed == pytest.approx(expected, abs=0.03) and found.weights[0] == pytest.approx(
        0.8, abs=0.03
    )
    assert np.mean(ratios) == pytest.approx((1 - expected) ** 0.5, abs=0.02)
    assert abs(np.mean(errors)) < 3 * np.std(errors) / 60**0.5


def test_a_covariate_measured_after_the_contact_is_refused():
    outcome, arm, before = _spending(1)
    with pytest.raises(ValueError, match="measured after the contact"):
        cuped(outcome, arm, before + 8 * arm)
    with pytest.raises(ValueError, match="20 people a covariate"):
        cuped(outcome[:50], arm[:50], np.random.default_rng(0).random((50, 4)))


def test_a_covariate_that_says_nothing_changes_nothing():
    outcome, arm, _ = _spending(2)
    found = cuped(outcome, arm, np.ones(len(arm)))
    assert found.adjusted.value == pytest.approx(found.raw.value) and found.variance_removed == 0


def test_holm_gives_the_textbook_values():
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]).size == 0
    with pytest.raises(ValueError, match="from 0 to 1"):
        holm([0.5, 1.5])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_keeps_the_order_and_lies_between_the_raw_and_bonferroni(values):
    adjusted = holm(values)
    assert (adjusted >= np.array(values) - 1e-15).all()
    assert (adjusted <= np.minimum(1, np.array(values) * len(values)) + 1e-12).all()
    order = np.argsort(values, kind="stable")
    assert (np.diff(adjusted[order]) >= 0).all()
