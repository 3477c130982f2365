"""From (basket, item) rows to coded baskets: repeated lines counted once, items and baskets as small integers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse


@dataclass(frozen=True, eq=False)
class Baskets:
    """Distinct items of each basket, as a sparse yes/no matrix seen from both sides."""

    items: np.ndarray
    """Names of the items in sorted order, shape (items,)."""
    by_basket: sparse.csr_array
    """Shape (baskets, items), True where the basket holds the item; columns ascend within each row."""
    by_item: sparse.csr_array
    """The same transposed, shape (items, baskets); baskets ascend within each row."""

    @property
    def count(self) -> int:
        """Number of baskets with at least one item."""
        return int(self.by_basket.shape[0])

    @property
    def item_counts(self) -> np.ndarray:
        """Number of baskets that hold each item, shape (items,)."""
        return np.diff(self.by_item.indptr)

    def code(self, item: object) -> int:
        """Position of an item in `items`. Raises ValueError when no basket holds it."""
        found = np.flatnonzero(self.items == item)
        if not len(found):
            raise ValueError(f"no basket holds {item!r}; give an item as it stands in the order lines")
        return int(found[0])


def read_baskets(basket: np.ndarray | pd.Series, item: np.ndarray | pd.Series) -> Baskets:
    """Coded baskets from two columns of equal length, integers or strings.

    A row without basket or item is left out; an item that stands twice in a basket counts once. Raises ValueError when
    the columns differ in length or nothing is left.
    """
    if len(basket) != len(item):
        raise ValueError(f"baskets and items must be columns of equal length, got {len(basket)} and {len(item)} rows")
    basket_codes, baskets = coded(basket)
    item_codes, items = coded(item)
    known = (basket_codes >= 0) & (item_codes >= 0)
    if not known.all():
        basket_codes, item_codes = basket_codes[known], item_codes[known]
    if not len(basket_codes):
        raise ValueError("there are no baskets: every row lacks a basket or an item")
    shape = (len(baskets), len(items))
    held = sparse.csr_array((np.ones(len(basket_codes), dtype=bool), (basket_codes, item_codes)), shape=shape)
    by_item = held.T.tocsr()  # a counting sort: leaves baskets ascending within each item
    by_basket = by_item.T.tocsr()
    if not known.all():  # a basket or item whose only rows were incomplete is none
        by_basket, items = _without_empty(by_basket, items)
        by_item = by_basket.T.tocsr()
    return Baskets(items, by_basket, by_item)


def baskets_of(lines: pd.DataFrame, *, basket: str = "order_id", item: str = "product_id") -> Baskets:
    """Coded baskets from a frame of order lines; `basket` and `item` name its columns."""
    return read_baskets(lines[basket], lines[item])


def coded(values: np.ndarray | pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Codes in the order of the sorted names (-1 = missing), shape (rows,), and those names, shape (names,)."""
    array = np.asarray(values)
    if array.dtype.kind in "iu" and len(array):
        low, high = int(array.min()), int(array.max())
        if high - low < 4 * len(array) + 1_000:  # a dense range is ranked by counting, ten times faster than hashing
            offsets = (array - low).astype(np.intp)
            present = np.bincount(offsets) > 0
            ranks = np.cumsum(present, dtype=np.int32) - 1
            return ranks[offsets], np.flatnonzero(present) + low
    codes, names = pd.factorize(values, sort=True)
    return codes.astype(np.int32), np.asarray(names)


def _without_empty(by_basket: sparse.csr_array, items: np.ndarray) -> tuple[sparse.csr_array, np.ndarray]:
    held = by_basket[np.diff(by_basket.indptr) > 0]
    counts = np.bincount(held.indices, minlength=held.shape[1])
    kept = held[:, counts > 0]
    kept.sort_indices()
    return kept, items[counts > 0]
