"""Tokens of definitions that often stand side by side, said as one (Sennrich and others 2016, byte pair encoding).

Half a dozen choices then make a definition in place of thirty, most of which were no choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.planner.learned.translator import JOINT

_SLOT = "<"
_MOST, _LEAST = 500, 40
"""Pairs that are joined, and how often the rarest of them stands side by side."""


class Joiner:
    """The pairs that were learnt, the commonest first. Slots are joined to nothing."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        counted = Counter(tuple(_SLOT if token.startswith(_SLOT) else token for token in row) for row in rows)
        kinds = [(list(row), count) for row, count in counted.items()]
        self._rank: dict[tuple[str, str], int] = {}
        for rank in range(_MOST):
            beside: Counter[tuple[str, str]] = Counter()
            for row, count in kinds:
                for pair in pairwise(row):
                    if _SLOT not in pair:
                        beside[pair] += count
            best, count = beside.most_common(1)[0] if beside else (("", ""), 0)
            if count < _LEAST:
                break
            self._rank[best] = rank
            for row, _ in kinds:
                _join(row, best)

    def joined(self, row: Sequence[str]) -> list[str]:
        """The row in as few tokens as it takes."""
        joined = list(row)
        while pairs := [pair for pair in pairwise(joined) if pair in self._rank]:
            _join(joined, min(pairs, key=self._rank.__getitem__))
        return joined


def _join(row: list[str], pair: tuple[str, str]) -> None:
    at = 0
    while at < len(row) - 1:
        if (row[at], row[at + 1]) == pair:
            row[at : at + 2] = [JOINT.join(pair)]
        at += 1
