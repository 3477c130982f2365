"""Frequent itemsets: exactly those the definition gives, on the published data and on any small baskets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.science.baskets import brute
from tests.tools.science.baskets.groceries import groceries
from tools.science.baskets import pairs as module
from tools.science.baskets.encoding import read_baskets
from tools.science.baskets.itemsets import frequent_itemsets, smallest_count

small_baskets = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), min_size=1, max_size=40)


def test_groceries_has_the_published_number_of_itemsets():
    baskets = groceries()
    assert baskets.count == 9_835 and len(baskets.items) == 169
    assert [len(counts) for counts in frequent_itemsets(baskets, 0.01).counts] == [88, 213, 32]
    assert len(frequent_itemsets(baskets, 0.001)) == 13_492


@given(small_baskets, st.integers(1, 6))
@settings(max_examples=60, deadline=None)
def test_exactly_the_sets_that_are_in_enough_baskets_are_found(rows, minimum):
    minimum = min(minimum, len(rows))
    found = frequent_itemsets(read_baskets(*map(np.array, brute.columns(rows))), minimum / len(rows))
    assert found.named() == brute.itemsets(rows, minimum)


@pytest.mark.parametrize("table_items", [9, 8])
def test_wide_baskets_cross_the_edges_of_words_and_blocks(table_items, monkeypatch):
    """Nine items: counted in a table, and by products of blocks when the table is too small for them."""
    monkeypatch.setattr(module, "TABLE_ITEMS", table_items)
    monkeypatch.setattr(module, "TABLE_ROWS", 0)
    monkeypatch.setattr(module, "WAITING_PAIRS", 100)
    monkeypatch.setattr(module, "PAIR_BLOCK", 3)
    generator = np.random.default_rng(5)
    rows = [frozenset(f"i{item}" for item in np.flatnonzero(generator.random(9) < 0.5)) for _ in range(333)]
    rows = [row for row in rows if row]
    found = frequent_itemsets(read_baskets(*map(np.array, brute.columns(rows))), 20 / len(rows))
    assert found.named() == brute.itemsets(rows, 20)


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_the_smallest_count_is_the_first_that_reaches_the_share(share, baskets):
    support = share / 10_000
    count = smallest_count(support, baskets)
    assert count / baskets >= support or count == 1
    assert count == 1 or (count - 1) / baskets < support


def test_length_can_be_bounded():
    rows = [frozenset("abcd")] * 3
    baskets = read_baskets(*map(np.array, brute.columns(rows)))
    lengths = [[len(counts) for counts in frequent_itemsets(baskets, 1, max_length=most).counts] for most in (1, 2, 3)]
    assert lengths == [[4], [4, 6], [4, 6, 4]]


def test_senseless_supports_are_refused(monkeypatch):
    baskets = read_baskets(*map(np.array, brute.columns([frozenset("abcdef")] * 2)))
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        frequent_itemsets(baskets, 0)
    monkeypatch.setattr(module, "MOST_ITEMSETS", 20)
    with pytest.raises(ValueError, match="more than 20 sets are in 2 or more baskets"):
        frequent_itemsets(baskets, 1)
