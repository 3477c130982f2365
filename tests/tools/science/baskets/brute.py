"""The definitions, read aloud: every subset counted, every rule compared with every more general one."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

Rows = list[frozenset[str]]


def support(baskets: Rows, items: Collection[str]) -> int:
    return sum(set(items) <= basket for basket in baskets)


def itemsets(baskets: Rows, minimum: int) -> dict[frozenset[str], int]:
    items = sorted(set().union(*baskets))
    every = (frozenset(chosen) for size in range(1, len(items) + 1) for chosen in combinations(items, size))
    return {chosen: count for chosen in every if (count := support(baskets, chosen)) >= minimum}


def rules(baskets: Rows, minimum: int, confidence: float, *, prune: bool) -> set[tuple[tuple[str, ...], str]]:
    found = set()
    for chosen, count in itemsets(baskets, minimum).items():
        for item in chosen if len(chosen) > 1 else ():
            left = tuple(sorted(chosen - {item}))
            own = count / support(baskets, left)
            parts = (part for size in range(len(left)) for part in combinations(left, size))
            beaten = any(support(baskets, {*part, item}) / support(baskets, part) >= own for part in parts)
            if own >= confidence and not (prune and beaten):
                found.add((left, item))
    return found


def columns(baskets: Rows) -> tuple[list[int], list[str]]:
    pairs = [(number, item) for number, basket in enumerate(baskets) for item in basket]
    return [number for number, _ in pairs], [item for _, item in pairs]
