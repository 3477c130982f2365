"""How many baskets hold each pair of items: by counting neighbours in a table, or by a sparse product X'X."""

from __future__ import annotations

import numpy as np
from scipy import sparse

MOST_ITEMSETS = 2_000_000
"""Above this a support is refused: nobody reads the answer, and memory is not endless."""
TABLE_ITEMS, TABLE_ROWS = 4_000, 1_500_000
"""Up to this many frequent items (a table of 128 MB) and from this many rows pairs are counted in one square table; a
sparse product does the same, faster while the rows fit in the processor's cache and three times slower afterwards."""
WAITING_PAIRS = 4_000_000
PAIR_BLOCK = 512
"""Pairs gathered before they are counted, and items multiplied against all others at once: both bound the memory."""


def frequent_pairs(
    by_item: sparse.csr_array, by_basket: sparse.csr_array, minimum: int
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (first < second) in at least `minimum` baskets, and their counts, in lexicographic order."""
    if by_item.shape[0] > TABLE_ITEMS or by_item.nnz < TABLE_ROWS:
        return _pairs_by_product(by_item, by_basket, minimum)
    size = by_item.shape[0]
    table = np.zeros(size * size, dtype=np.int64)
    place = np.arange(by_basket.nnz, dtype=np.int32)
    left = np.repeat(by_basket.indptr[1:].astype(np.int32), np.diff(by_basket.indptr)) - place - 1  # items to the right
    waiting: list[np.ndarray] = []
    for lag in range(1, int(left.max(initial=0)) + 1):  # each basket's item with the one `lag` places on
        further = left >= lag
        place, left = place[further], left[further]
        waiting.append(by_basket.indices[place] * np.int32(size) + by_basket.indices[place + lag])
        if sum(map(len, waiting)) > WAITING_PAIRS:
            table += np.bincount(np.concatenate(waiting), minlength=len(table))
            waiting = []
    if waiting:
        table += np.bincount(np.concatenate(waiting), minlength=len(table))
    found = np.flatnonzero(table >= minimum)
    hold_back(len(found), minimum)
    return np.column_stack(np.divmod(found, size)).astype(np.int32), table[found]


def _pairs_by_product(
    by_item: sparse.csr_array, by_basket: sparse.csr_array, minimum: int
) -> tuple[np.ndarray, np.ndarray]:
    """The same as the upper triangle of X'X, a block of items at a time: for more items than a table can hold."""
    left = sparse.csr_array((np.ones(by_item.nnz, np.int32), by_item.indices, by_item.indptr), shape=by_item.shape)
    right = sparse.csr_array(
        (np.ones(by_basket.nnz, np.int32), by_basket.indices, by_basket.indptr), shape=by_basket.shape
    )
    pairs, counts, found = [], [], 0
    for start in range(0, by_item.shape[0], PAIR_BLOCK):
        together = left[start : start + PAIR_BLOCK] @ right
        together.sort_indices()
        rows = np.repeat(np.arange(start, start + together.shape[0]), np.diff(together.indptr))
        kept = (together.data >= minimum) & (together.indices > rows)
        pairs.append(np.column_stack((rows[kept], together.indices[kept])).astype(np.int32))
        counts.append(together.data[kept].astype(np.int64))
        found += len(counts[-1])
        hold_back(found, minimum)
    return np.concatenate(pairs), np.concatenate(counts)


def hold_back(found: int, minimum: int) -> None:
    """Refuse to go on when more sets were found than anybody can use. Raises ValueError."""
    if found > MOST_ITEMSETS:
        raise ValueError(
            f"more than {MOST_ITEMSETS:,} sets are in {minimum} or more baskets; raise min_support or set max_length"
        )
