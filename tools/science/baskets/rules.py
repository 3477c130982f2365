"""Association rules: one item to add to a basket that holds others; pruned, tested, sorted by extra sales.

Sorting by lift puts rare accidents first, so rules are sorted by the orders (or money) beyond chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tools.science.baskets.chance import fisher_greater, holm
from tools.science.baskets.itemsets import Itemsets
from tools.science.baskets.measures import measures

MINIMUM_BASKETS = 100
MINIMUM_COUNT = 5
"""Fewest baskets a set must be in: below five a confidence has no usable lower bound."""


def sensible_support(baskets: int) -> float:
    """A minimum support for a shop of this size: one order in a thousand, but at least 10 orders.

    Raises ValueError under MINIMUM_BASKETS baskets.
    """
    if baskets < MINIMUM_BASKETS:
        raise ValueError(f"rules need at least {MINIMUM_BASKETS} orders, there are {baskets}; import a longer period")
    return max(0.001, 10 / baskets)


def association_rules(
    itemsets: Itemsets,
    *,
    min_confidence: float = 0.0,
    prune: bool = True,
    prices: Mapping[object, float] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Rules {antecedent} => consequent with a single item on the right, from itemsets of two and more.

    Columns: antecedent (tuple of names), consequent, orders, antecedent_orders, consequent_orders, the columns of
    `measures`, p_value (one-sided Fisher exact, against independence of the two sides), p_improvement (the same test
    within the baskets of each antecedent with one item less, the worst of them: does every item on the left add
    something? Webb 2007), p_adjusted (Holm on the larger of the two, see `adjusted_for_search`) and, with `prices` of
    the items, extra_sales = extra_orders × price.

    With `prune`, a rule goes when a more general one (fewer items on the left, none included) has at least its
    confidence. Sorted by extra sales, else extra orders, largest first.
    """
    parts = [part for part in _by_length(itemsets, min_confidence, prune) if len(part.right)]
    names = itemsets.items
    frame = pd.DataFrame(
        {
            "antecedent": _tuples([names[part.left] for part in parts]),
            "consequent": _joined([names[part.right] for part in parts], names.dtype),
            "orders": _joined([part.both for part in parts], np.dtype(np.int64)),
            "antecedent_orders": _joined([part.with_left for part in parts], np.dtype(np.int64)),
            "consequent_orders": _joined([itemsets.counts[0][part.right] for part in parts], np.dtype(np.int64)),
        }
    )
    orders, left, right = (frame[name].to_numpy() for name in ("orders", "antecedent_orders", "consequent_orders"))
    frame = frame.assign(**measures(orders, left, right, itemsets.baskets, level=level))
    frame["p_value"] = fisher_greater(orders, left, right, itemsets.baskets)
    frame["p_improvement"] = _joined([part.p_improvement for part in parts], np.dtype(float))
    worse = frame[["p_value", "p_improvement"]].max(axis=1).to_numpy()
    frame["_size"] = frame["antecedent"].map(len).astype(int)
    frame["p_adjusted"] = adjusted_for_search(worse, frame["_size"].to_numpy(), itemsets)
    worth = "extra_orders"
    if prices is not None:
        worth = "extra_sales"
        frame[worth] = frame["extra_orders"] * frame["consequent"].map(prices).astype(float)
    order = [worth, "confidence", "_size", "antecedent", "consequent"]
    frame = frame.sort_values(order, ascending=[False, False, True, True, True], kind="stable")
    return frame.drop(columns="_size").reset_index(drop=True)


def adjusted_for_search(p_values: np.ndarray, lengths: np.ndarray, itemsets: Itemsets) -> np.ndarray:
    """P-values corrected for all that was looked at, by layers (Webb 2008): each length of antecedent gets an equal
    part of alpha, so that the few rules of pairs do not pay for the many of long sets; Holm within the layer.

    A layer has every frequent set of that length as antecedent × every frequent item outside it, found together or not.
    Both sides are chosen by their own counts, on which the test is conditional, so the choice does not bend it.
    `p_values` and `lengths` (items on the left) have shape (rules,). Below alpha, the chance of even one false rule in
    the whole table is at most alpha.
    """
    adjusted = np.ones(len(p_values))
    layers = max(len(itemsets.sets) - 1, 1)
    for length in range(1, layers + 1):
        rules = lengths == length
        tests = len(itemsets.counts[length - 1]) * (len(itemsets.items) - length)
        adjusted[rules] = np.minimum(holm(p_values[rules], tests) * layers, 1.0)
    return adjusted


@dataclass(frozen=True, eq=False)
class _Part:
    """Rules of one length, the same place of the set on the right; arrays of shape (rules,), `left` (rules, items)."""

    left: np.ndarray
    right: np.ndarray
    both: np.ndarray
    with_left: np.ndarray
    p_improvement: np.ndarray


def _by_length(itemsets: Itemsets, min_confidence: float, prune: bool) -> list[_Part]:
    """Rules of each length; `best[set, position]` carries the highest confidence of the item at `position` given the
    rest of the set or any part of it, which is what a longer rule must beat."""
    size, parts = len(itemsets.items), []
    keys: list[np.ndarray] = []
    shorter = np.array([itemsets.baskets])  # counts two lengths below: the empty set is in every basket
    best = itemsets.counts[0][:, None] / itemsets.baskets
    before: list[np.ndarray] = [np.zeros(size, dtype=np.int64)]  # for each position left out, the set two lengths below
    for length in range(2, len(itemsets.sets) + 1):
        sets, counts, one_less = itemsets.sets[length - 1], itemsets.counts[length - 1], itemsets.counts[length - 2]
        without = [_identify(np.delete(sets, position, axis=1), keys, size) for position in range(length)]
        highest = np.empty(sets.shape)
        for right in range(length):
            rest = [gone for gone in range(length) if gone != right]
            confidence = counts / one_less[without[right]]
            general = np.max([best[without[gone], right - (gone < right)] for gone in rest], axis=0)
            highest[:, right] = np.maximum(confidence, general)
            kept = np.flatnonzero((confidence >= min_confidence) & ((confidence > general) | (not prune)))
            both, with_left = counts[kept], one_less[without[right][kept]]
            worst = np.zeros(len(kept))
            for gone in rest:
                general_both = without[gone][kept]
                general_left = shorter[before[right - (gone < right)][general_both]]
                worst = np.maximum(worst, fisher_greater(both, with_left, one_less[general_both], general_left))
            parts.append(_Part(np.delete(sets[kept], right, axis=1), sets[kept, right], both, with_left, worst))
        best, shorter, before = highest, one_less, without
        keys.append(_identify(sets[:, :-1], keys, size) * size + sets[:, -1])
    return parts


def _identify(sets: np.ndarray, keys: list[np.ndarray], size: int) -> np.ndarray:
    """Row of each set in the table of its length: found prefix by prefix, `keys[k]` being prefix row × size + item."""
    rows = sets[:, 0].astype(np.int64)
    for position in range(1, sets.shape[1]):
        rows = np.searchsorted(keys[position - 1], rows * size + sets[:, position])
    return rows


def _tuples(blocks: list[np.ndarray]) -> np.ndarray:
    rows = [tuple(sorted(row)) for block in blocks for row in block.tolist()]
    column = np.empty(len(rows), dtype=object)
    column[:] = rows
    return column


def _joined(blocks: list[np.ndarray], kind: np.dtype) -> np.ndarray:
    return np.concatenate(blocks) if blocks else np.empty(0, dtype=kind)
