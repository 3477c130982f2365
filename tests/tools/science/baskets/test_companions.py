"""Companions of one item: the same figures as the rules of pairs, from its own baskets alone."""

import numpy as np
import pytest

from tests.tools.science.baskets.groceries import groceries
from tools.science.baskets.companions import bought_with
from tools.science.baskets.encoding import read_baskets
from tools.science.baskets.itemsets import frequent_itemsets
from tools.science.baskets.rules import association_rules


def test_companions_are_the_rules_of_pairs():
    baskets = groceries()
    found = bought_with(baskets, "whole milk", min_orders=10, limit=1_000).set_index("item")
    rules = association_rules(frequent_itemsets(baskets, 10 / baskets.count, max_length=2))
    rules = rules[rules["antecedent"].map(lambda left: left == ("whole milk",))].set_index("consequent")
    assert list(found.index) == list(rules.index)
    for name in ("orders", "confidence", "lift", "extra_orders", "lift_low", "p_value"):
        assert found[name].to_numpy() == pytest.approx(rules[name].to_numpy())


def test_accidents_and_the_item_itself_are_no_companions():
    basket = np.repeat(np.arange(200), 2)
    item = np.tile(["tea", "cup"], 200)
    item[100:] = "tray"
    item[-2:] = ["tea", "odd"]  # one basket is not enough
    found = bought_with(read_baskets(basket, item), "tea")
    assert found["item"].tolist() == ["cup"]
    with pytest.raises(ValueError, match="no basket holds 'coffee'"):
        bought_with(read_baskets(basket, item), "coffee")
