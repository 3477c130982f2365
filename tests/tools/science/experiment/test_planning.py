"""How many people, who goes where, when to look: published tables, simulation, and what must hold for any input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.science.experiment.assignment import assign, draws
from tools.science.experiment.detectable import detectable_mean, detectable_rate
from tools.science.experiment.looks import even_looks, plan_looks
from tools.science.experiment.sample_size import (
    power_of_means,
    power_of_rates,
    sample_size_for_means,
    sample_size_for_rates,
)


@pytest.mark.parametrize(
    ("base", "new", "people"), [(0.05, 0.055, 31_234), (0.01, 0.012, 42_693), (0.002, 0.003, 39_146)]
)
def test_sample_sizes_are_those_of_the_pooled_z_test(base, new, people):
    size = sample_size_for_rates(base, new)
    assert (size.treated, size.control) == (people, people)


def test_a_small_holdout_costs_people():
    size = sample_size_for_rates(0.05, 0.055, treated_share=0.9)
    assert size.treated == pytest.approx(9 * size.control, rel=1e-3)
    assert size.total > 2.7 * sample_size_for_rates(0.05, 0.055).total


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_the_power_promised_is_the_power_simulated(share):
    size = sample_size_for_rates(0.02, 0.025, treated_share=share)
    generator = np.random.default_rng(0)
    a, c = generator.binomial(size.treated, 0.025, 200_000), generator.binomial(size.control, 0.02, 200_000)
    pooled = (a + c) / size.total
    z = (a / size.treated - c / size.control) / np.sqrt(pooled * (1 - pooled) * (1 / size.treated + 1 / size.control))
    assert np.mean(abs(z) > 1.959964) == pytest.approx(0.8, abs=0.005)


@settings(max_examples=50, deadline=None)
@given(
    base=st.floats(0.001, 0.5),
    lift=st.floats(0.02, 0.9),
    share=st.floats(0.1, 0.9),
    power=st.floats(0.5, 0.95),
)
def test_size_power_and_detectable_effect_agree(base, lift, share, power):
    new = base * (1 + lift)
    size = sample_size_for_rates(base, new, power=power, treated_share=share)
    reached = power_of_rates(size.treated, size.control, base, new)
    assert reached >= power - 0.002
    found = detectable_rate(size.treated, size.control, base, power=power)
    assert found is not None
    assert found.new_rate <= new * (1 + 0.02) and found.lift == pytest.approx(found.points / base)


def test_nothing_is_detectable_among_five_people():
    assert detectable_rate(3, 2, 0.5) is None


def test_means_need_the_textbook_64_people_for_half_a_deviation():
    size = sample_size_for_means(0.5, 1.0)  # Cohen 1988, table 2.4.1
    assert (size.treated, size.control) == (64, 64)
    assert power_of_means(64, 64, 0.5, 1.0) >= 0.8 > power_of_means(63, 63, 0.5, 1.0)
    assert detectable_mean(64, 64, 1.0) == pytest.approx(0.495, abs=0.001)


@pytest.mark.parametrize("rates", [(0.1, 0.1), (-0.1, 0.2), (0.1, 1.2)])
def test_impossible_plans_are_refused(rates):
    with pytest.raises(ValueError, match="two different rates"):
        sample_size_for_rates(*rates)


def test_bounds_of_five_and_two_looks_are_the_published_ones():
    # Lan & DeMets 1983 spending of O'Brien-Fleming type, as tabulated for two-sided .05 (Reboussin et al. 2000)
    assert even_looks(5).bounds == pytest.approx((4.8769, 3.3569, 2.6803, 2.2898, 2.0310), abs=2e-4)
    assert even_looks(2).bounds == pytest.approx((2.9626, 1.9686), abs=1e-4)
    assert even_looks(1).bounds == pytest.approx((1.959964,), abs=1e-6)


@pytest.mark.parametrize("fractions", [(0.1, 0.11, 0.5, 1.0), (0.01, 0.02, 1.0), tuple(np.arange(1, 31) / 30)])
def test_planned_looks_spend_exactly_alpha(fractions):
    assert plan_looks(fractions).power(0.0) == pytest.approx(0.05, abs=1e-8)


def test_planned_looks_stop_one_in_twenty_simulated_experiments_without_an_effect():
    plan = even_looks(5)
    steps = np.random.default_rng(1).standard_normal((100_000, 5))
    z = np.cumsum(steps, axis=1) / np.sqrt(np.arange(1, 6))
    assert (abs(z) >= np.array(plan.bounds)).any(1).mean() == pytest.approx(0.05, abs=0.003)
    assert plan.stops(0, 1e-7) and not plan.stops(0, 0.001) and plan.stops(4, 0.042)
    assert 1.02 < plan.inflation() < 1.03


@pytest.mark.parametrize("fractions", [(), (0.5, 0.5), (0.7, 0.3), (0.0, 1.0), (0.5, 1.2)])
def test_looks_out_of_order_are_refused(fractions):
    with pytest.raises(ValueError, match="rising shares"):
        plan_looks(fractions)


IDS = [f"C{number:06d}" for number in range(40_000)]


def test_the_draw_is_even_and_known_in_advance():
    numbers = draws(IDS, "spring")
    assert abs(np.histogram(numbers, 20, (0, 1))[0] - 2_000).max() < 200
    assert draws(["C000001"], "spring")[0] == numbers[1] == pytest.approx(0.14631057132, abs=1e-10)  # sha256sum
    assert abs(np.corrcoef(numbers, draws(IDS, "autumn"))[0, 1]) < 0.02


def test_arms_have_their_shares_and_nobody_moves_when_people_join():
    arms = {"mail": 80, "text": 10, "control": 10}
    chosen = assign(IDS, arms, salt="spring")
    assert [(chosen == arm).mean() for arm in arms] == pytest.approx([0.8, 0.1, 0.1], abs=0.005)
    assert (assign(IDS[::-1][:500], arms, salt="spring") == chosen[::-1][:500]).all()


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 60), min_size=1, max_size=20), share=st.floats(0.05, 0.95), salt=st.text(min_size=1)
)
def test_each_stratum_is_split_to_the_person(sizes, share, salt):
    strata = np.repeat([f"s{number}" for number in range(len(sizes))], sizes)
    chosen = assign(IDS[: len(strata)], {"mail": share, "control": 1 - share}, salt=salt, strata=strata)
    for number, size in enumerate(sizes):
        assert abs((chosen[strata == f"s{number}"] == "mail").sum() - share * size) < 1 + 1e-9


@settings(max_examples=30, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 60), min_size=1, max_size=12),
    weights=st.lists(st.floats(0.05, 1.0), min_size=3, max_size=6),
    seed=st.integers(0, 1_000),
)
def test_each_stratum_is_split_to_the_person_over_many_arms_and_the_order_of_the_list_moves_nobody(
    sizes, weights, seed
):
    arms = {f"arm {number}": weight for number, weight in enumerate(weights)}
    strata = np.repeat([f"s{number}" for number in range(len(sizes))], sizes)
    ids = IDS[: len(strata)]
    chosen = assign(ids, arms, salt="spring", strata=strata)
    for number, size in enumerate(sizes):
        for arm, weight in arms.items():
            expected = size * weight / sum(weights)
            assert abs((chosen[strata == f"s{number}"] == arm).sum() - expected) < 1 + 1e-9
    turn = np.random.default_rng(seed).permutation(len(ids))
    again = assign([ids[place] for place in turn], arms, salt="spring", strata=strata[turn])
    assert (again == chosen[turn]).all()


def test_strata_of_one_person_still_get_their_share():
    strata = [f"s{number}" for number in range(4_000)]
    chosen = assign(IDS[:4_000], {"mail": 0.3, "control": 0.7}, salt="spring", strata=strata)
    assert (chosen == "mail").mean() == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize(
    ("ids", "arms", "salt"),
    [(["a", "a"], {"x": 1}, "s"), (["a"], {"x": 0}, "s"), (["a"], {}, "s"), (["a"], {"x": 1}, "")],
)
def test_a_draw_without_sense_is_refused(ids, arms, salt):
    with pytest.raises(ValueError, match="a draw needs"):
        assign(ids, arms, salt=salt)
