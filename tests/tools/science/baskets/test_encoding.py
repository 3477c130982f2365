"""Encoding: the same baskets whatever the ids are made of, repeated and incomplete lines handled."""

import numpy as np
import pandas as pd
import pytest

from tools.science.baskets.encoding import baskets_of, read_baskets


def test_a_repeated_line_counts_once_and_an_incomplete_one_not_at_all():
    lines = pd.DataFrame(
        {"order_id": ["a", "a", "a", "b", None, "c"], "product_id": ["tea", "tea", "cup", "tea", "cup", None]}
    )
    baskets = baskets_of(lines)
    assert baskets.count == 2
    assert dict(zip(baskets.items, baskets.item_counts, strict=True)) == {"cup": 1, "tea": 2}


def test_an_item_that_only_stands_without_a_basket_is_no_item():
    baskets = baskets_of(pd.DataFrame({"order_id": ["a", None], "product_id": ["tea", "cup"]}))
    assert baskets.items.tolist() == ["tea"]
    with pytest.raises(ValueError, match="no basket holds 'cup'"):
        baskets.code("cup")


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint16, str, object])
def test_ids_of_any_kind_give_the_same_baskets(kind):
    generator = np.random.default_rng(1)
    basket, item = generator.integers(0, 50, 400), generator.integers(0, 9, 400)
    expected = np.zeros((50, 9), dtype=bool)
    expected[basket, item] = True
    baskets = read_baskets(pd.Series(basket.astype(kind)), item.astype(kind))
    order = np.argsort(np.unique(basket.astype(kind)).astype(int))
    assert (baskets.by_basket.toarray()[order] == expected).all()
    assert (baskets.by_item.toarray() == baskets.by_basket.toarray().T).all()


def test_ids_far_apart_are_hashed():
    baskets = read_baskets(np.array([10**12, 5, 10**12]), np.array([-(10**9), 7, 10**9]))
    assert baskets.items.tolist() == [-(10**9), 7, 10**9] and baskets.count == 2


def test_columns_of_unequal_length_and_empty_ones_are_refused():
    with pytest.raises(ValueError, match="equal length, got 2 and 1"):
        read_baskets(np.array([1, 2]), np.array([1]))
    with pytest.raises(ValueError, match="there are no baskets"):
        read_baskets(np.array([], dtype=int), np.array([], dtype=int))
