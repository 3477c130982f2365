"""Frequent itemsets, exactly: pairs by counting neighbours in baskets, longer sets depth first on bitsets.

Eclat (Zaki 2000) on conditional databases: for each first item only the baskets that hold it are kept, one bit each, so
memory and time follow the item's own count and not the number of baskets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tools.science.baskets.encoding import Baskets

MOST_ITEMSETS = 2_000_000
"""Above this a support is refused: nobody reads the answer, and memory is not endless."""
TABLE_ITEMS, TABLE_ROWS = 4_000, 1_500_000
"""Up to this many frequent items (a table of 128 MB) and from this many rows pairs are counted in one square table; a
sparse product does the same, faster while the rows fit in the processor's cache and three times slower afterwards."""
WAITING_PAIRS = 4_000_000
PAIR_BLOCK = 512
"""Pairs gathered before they are counted, and items multiplied against all others at once: both bound the memory."""


@dataclass(frozen=True, eq=False)
class Itemsets:
    """Every itemset whose support reaches a minimum, by length; items are numbered from the rarest to the commonest."""

    items: np.ndarray
    """Names of the frequent items, shape (frequent items,), the rarest first."""
    sets: tuple[np.ndarray, ...]
    """For lengths 1, 2, …: item numbers, shape (sets, length), ascending in each row, rows in lexicographic order."""
    counts: tuple[np.ndarray, ...]
    """Baskets that hold each set, shape (sets,)."""
    baskets: int
    minimum_count: int
    """Baskets a set must be in to be listed."""

    def __len__(self) -> int:
        return sum(len(count) for count in self.counts)

    def named(self) -> dict[frozenset, int]:
        """Each set of names and the number of baskets that hold it."""
        return {
            frozenset(self.items[row].tolist()): int(count)
            for sets, counts in zip(self.sets, self.counts, strict=True)
            for row, count in zip(sets, counts, strict=True)
        }


def smallest_count(min_support: float, baskets: int) -> int:
    """Fewest baskets whose share of `baskets` is at least `min_support`, by the same division a reader would do."""
    count = max(1, int(np.ceil(min_support * baskets)))
    while count > 1 and (count - 1) / baskets >= min_support:
        count -= 1
    return count


def frequent_itemsets(baskets: Baskets, min_support: float, *, max_length: int | None = None) -> Itemsets:
    """All itemsets in at least the share `min_support` (0 to 1] of the baskets, up to `max_length` items.

    Raises ValueError when the support is outside its range or so low that more than MOST_ITEMSETS sets reach it.
    """
    if not 0 < min_support <= 1:
        raise ValueError(f"min_support must be above 0 and at most 1 (a share of all baskets), got {min_support}")
    minimum = smallest_count(min_support, baskets.count)
    frequent = np.flatnonzero(baskets.item_counts >= minimum)
    order = frequent[np.argsort(baskets.item_counts[frequent], kind="stable")]
    sets, counts = [np.arange(len(order), dtype=np.int32)[:, None]], [baskets.item_counts[order].astype(np.int64)]
    if max_length != 1 and len(order) > 1:
        by_item = baskets.by_item[order]
        by_basket = by_item.T.tocsr()
        pairs, pair_counts = _pairs(by_item, by_basket, minimum)
        if len(pairs):
            sets.append(pairs)
            counts.append(pair_counts)
        if max_length != 2 and len(pairs):
            _longer(by_item, by_basket, pairs, minimum, max_length, sets, counts)
    return Itemsets(baskets.items[order], tuple(sets), tuple(counts), baskets.count, minimum)


def _pairs(by_item: sparse.csr_array, by_basket: sparse.csr_array, minimum: int) -> tuple[np.ndarray, np.ndarray]:
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
    _hold_back(len(found), minimum)
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
        _hold_back(found, minimum)
    return np.concatenate(pairs), np.concatenate(counts)


def _longer(
    by_item: sparse.csr_array,
    by_basket: sparse.csr_array,
    pairs: np.ndarray,
    minimum: int,
    max_length: int | None,
    sets: list[np.ndarray],
    counts: list[np.ndarray],
) -> None:
    """Append the sets of three and more items, length by length, to `sets` and `counts`."""
    keys = pairs[:, 0].astype(np.int64) * by_item.shape[0] + pairs[:, 1]
    starts = np.searchsorted(pairs[:, 0], np.arange(by_item.shape[0] + 1))
    search = _Search(minimum, max_length)
    numbered = sparse.csr_array((np.arange(by_basket.nnz), by_basket.indices, by_basket.indptr), shape=by_basket.shape)
    places = numbered.T.tocsr().data  # of each row of `by_item`, its place in `by_basket`
    for first in range(by_item.shape[0]):
        others = pairs[starts[first] : starts[first + 1], 1]
        if len(others) > 1 and _any_pair(others, keys, starts, by_item.shape[0]):
            search.extend(
                (first,), others, _bits(first, others, places[slice(*by_item.indptr[first : first + 2])], by_basket)
            )
            _hold_back(search.found, minimum)
    for length in sorted(search.blocks):
        blocks = search.blocks[length]
        prefixes = np.repeat([prefix for prefix, _, _ in blocks], [len(last) for _, last, _ in blocks], axis=0)
        sets.append(np.column_stack((prefixes, np.concatenate([last for _, last, _ in blocks]))).astype(np.int32))
        counts.append(np.concatenate([count for _, _, count in blocks]).astype(np.int64))


class _Search:
    """The depth-first walk; `blocks[length]` gathers (prefix, last items, counts) in lexicographic order."""

    def __init__(self, minimum: int, max_length: int | None) -> None:
        self.minimum = minimum
        self.max_length = max_length or np.inf
        self.blocks: dict[int, list[tuple[tuple[int, ...], np.ndarray, np.ndarray]]] = {}
        self.found = 0

    def extend(self, prefix: tuple[int, ...], others: np.ndarray, bits: np.ndarray) -> None:
        """`bits`, shape (others, words): the baskets that hold the prefix and each other item."""
        length = len(prefix) + 2
        for position in range(len(others) - 1):
            shared = bits[position + 1 :] & bits[position]
            count = np.bitwise_count(shared).sum(axis=1, dtype=np.int64)
            kept = np.flatnonzero(count >= self.minimum)
            if not len(kept):
                continue
            last, longer = others[position + 1 :][kept], (*prefix, int(others[position]))
            self.blocks.setdefault(length, []).append((longer, last, count[kept]))
            self.found += len(last)
            if len(kept) > 1 and length < self.max_length:
                self.extend(longer, last, shared[kept])


def _any_pair(others: np.ndarray, keys: np.ndarray, starts: np.ndarray, items: int) -> bool:
    """Whether any two of the others are frequent together: without that no triple can be."""
    for position in range(len(others) - 1):
        low, high = starts[others[position]], starts[others[position] + 1]
        wanted = int(others[position]) * items + others[position + 1 :].astype(np.int64)
        if np.isin(wanted, keys[low:high], assume_unique=True).any():
            return True
    return False


def _bits(first: int, others: np.ndarray, places: np.ndarray, by_basket: sparse.csr_array) -> np.ndarray:
    """Which baskets of `first` hold each other item: one bit a basket, shape (others, 64-bit words).

    `places` are those of `first` in the rows of `by_basket`: what may follow it stands to the right of them.
    """
    ends = by_basket.indptr[np.searchsorted(by_basket.indptr, places, side="right")]
    lengths = ends - places - 1
    rows = np.repeat(np.arange(len(places)), lengths)
    beyond = np.repeat(ends - np.cumsum(lengths), lengths) + np.arange(len(rows))
    column = np.full(by_basket.shape[1], -1, dtype=np.int32)
    column[others] = np.arange(len(others))
    columns = column[by_basket.indices[beyond]]
    kept = columns >= 0
    rows, columns = rows[kept], columns[kept]
    words = 2 * ((len(places) + 63) // 64)  # half words of 32 bits: their sums of powers of two are exact in a float
    packed = np.bincount(columns * words + rows // 32, np.ldexp(1.0, rows % 32), minlength=len(others) * words)
    return packed.astype(np.uint32).view(np.uint64).reshape(len(others), -1)


def _hold_back(found: int, minimum: int) -> None:
    if found > MOST_ITEMSETS:
        raise ValueError(
            f"more than {MOST_ITEMSETS:,} sets are in {minimum} or more baskets; raise min_support or set max_length"
        )
