"""Association rules: the published counts, the definition of redundancy, and the order that sells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.science.baskets import brute
from tests.tools.science.baskets.groceries import groceries
from tools.science.baskets.encoding import read_baskets
from tools.science.baskets.itemsets import frequent_itemsets
from tools.science.baskets.rules import association_rules, sensible_support

small_baskets = st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1), min_size=2, max_size=30)


def _coded(rows):
    return read_baskets(*map(np.array, brute.columns(rows)))


@pytest.mark.parametrize(
    ("support", "confidence", "published"),
    [(0.001, 0.5, 5_668), (0.001, 0.8, 410), (0.006, 0.25, 463), (0.01, 0.5, 15)],
)
def test_groceries_has_the_published_number_of_rules(support, confidence, published):
    itemsets = frequent_itemsets(groceries(), support)
    assert len(association_rules(itemsets, min_confidence=confidence, prune=False)) == published


def test_the_published_rules_of_highest_lift():
    rules = association_rules(frequent_itemsets(groceries(), 0.001), min_confidence=0.5, prune=False)
    best = rules.loc[rules["lift"].idxmax()]
    assert best["antecedent"] == ("Instant food products", "soda") and best["consequent"] == "hamburger meat"
    assert best["orders"] == 12 and best["lift"] == pytest.approx(18.9957, abs=1e-4)
    surest = rules[rules["confidence"] >= 0.8].sort_values("lift").iloc[-1]
    assert surest["antecedent"] == ("liquor", "red/blush wine") and surest["consequent"] == "bottled beer"
    assert surest["confidence"] == pytest.approx(0.9048, abs=1e-4) and surest["lift"] == pytest.approx(11.235, abs=1e-3)


@given(small_baskets, st.integers(1, 4), st.sampled_from([0.0, 0.4, 0.7]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_rules_are_those_of_the_definition_pruned_or_not(rows, minimum, confidence, prune):
    minimum = min(minimum, len(rows))
    rules = association_rules(
        frequent_itemsets(_coded(rows), minimum / len(rows)), min_confidence=confidence, prune=prune
    )
    found = set(zip(rules["antecedent"], rules["consequent"], strict=True))
    assert found == brute.rules(rows, minimum, confidence, prune=prune)
    for rule in rules.itertuples():
        left, both = brute.support(rows, rule.antecedent), brute.support(rows, {*rule.antecedent, rule.consequent})
        assert (rule.orders, rule.antecedent_orders) == (both, left)
        assert rule.consequent_orders == brute.support(rows, {rule.consequent})
        assert rule.p_value - 1e-12 <= rule.p_adjusted <= 1 and rule.p_improvement - 1e-12 <= rule.p_adjusted


def _cups_and_teapots():
    """Whoever takes a teapot takes a cup; a spoon goes its own way, but three spoons stand with a cup and a teapot."""
    return [
        *[frozenset(["teapot", "cup"])] * 60,
        *[frozenset(["cup", "tray"])] * 40,
        *[frozenset(["spoon", "tray"])] * 97,
        *[frozenset(["teapot", "cup", "spoon"])] * 3,
        *[frozenset(["rare", "odd"])] * 2,
        *[frozenset(["tray"])] * 100,
    ]


def test_rules_are_sorted_by_extra_orders_not_by_lift():
    rules = association_rules(frequent_itemsets(_coded(_cups_and_teapots()), 0.005))
    assert set(rules.loc[0, ["consequent"]]) <= {"cup", "teapot"}
    assert rules["extra_orders"].is_monotonic_decreasing
    assert rules.loc[rules["lift"].idxmax(), "antecedent"] in {("rare",), ("odd",)}


def test_prices_turn_extra_orders_into_extra_sales():
    itemsets = frequent_itemsets(_coded(_cups_and_teapots()), 0.01)
    rules = association_rules(itemsets, prices={"cup": 5, "teapot": 30, "tray": 9, "spoon": 2})
    assert rules.loc[0, "consequent"] == "teapot"
    assert rules.loc[0, "extra_sales"] == pytest.approx(30 * rules.loc[0, "extra_orders"])


def test_what_adds_nothing_is_pruned_or_called_chance():
    itemsets = frequent_itemsets(_coded(_cups_and_teapots()), 0.005)
    assert not (association_rules(itemsets)["antecedent"] == ("spoon", "teapot")).any()  # a teapot alone says as much
    rules = association_rules(itemsets, prune=False).set_index(["antecedent", "consequent"])
    assert rules.loc[(("spoon", "teapot"), "cup"), "p_improvement"] > 0.5
    assert rules.loc[(("teapot",), "cup"), "p_adjusted"] < 1e-9


def test_independent_baskets_give_no_significant_rule():
    found = 0
    for seed in range(20):
        drawn = np.random.default_rng(seed).random((400, 12)) < 0.2
        itemsets = frequent_itemsets(read_baskets(*np.nonzero(drawn)), 0.01)
        found += (association_rules(itemsets)["p_adjusted"] < 0.05).any()
    assert found <= 3  # at most one in twenty is expected


def test_no_rule_is_an_empty_frame_with_all_columns():
    rules = association_rules(frequent_itemsets(_coded([frozenset("a"), frozenset("b")]), 0.5))
    assert rules.empty and {"antecedent", "lift", "p_adjusted", "extra_orders"} <= set(rules.columns)


def test_few_orders_are_refused_and_support_follows_size():
    with pytest.raises(ValueError, match="at least 100 orders, there are 99"):
        sensible_support(99)
    assert sensible_support(1_000) == 0.01 and sensible_support(1_000_000) == 0.001
