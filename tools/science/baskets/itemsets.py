"""Frequent itemsets, exactly: pairs by counting neighbours in baskets, longer sets depth first on bitsets.

Eclat (Zaki 2000) on conditional databases: for each first item only the baskets that hold it are kept, one bit each, so
memory and time follow the item's own count and not the number of baskets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from tools.science.baskets.encoding import Baskets
from tools.science.baskets.pairs import frequent_pairs, hold_back


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
        pairs, pair_counts = frequent_pairs(by_item, by_basket, minimum)
        if len(pairs):
            sets.append(pairs)
            counts.append(pair_counts)
        if max_length != 2 and len(pairs):
            _longer(by_item, by_basket, pairs, minimum, max_length, sets, counts)
    return Itemsets(baskets.items[order], tuple(sets), tuple(counts), baskets.count, minimum)


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
            search.extend((first,), others, _bits(others, places[slice(*by_item.indptr[first : first + 2])], by_basket))
            hold_back(search.found, minimum)
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


def _bits(others: np.ndarray, places: np.ndarray, by_basket: sparse.csr_array) -> np.ndarray:
    """Which baskets of the first item hold each other: one bit a basket, shape (others, 64-bit words).

    `places` are those of the first item in the rows of `by_basket`: what may follow it stands to the right of them.
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
