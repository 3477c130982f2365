"""Who moved between segments from one day to another, and how far the sizes have drifted.

Works on counts, so that the customers themselves may stay in the engine. A move is described, never explained: where
segments are fifths of a ranking, one person moves because others did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

MINIMUM_CUSTOMERS = 50
"""Below so many customers on the earlier day one person is 2 % of everything, and shares of a segment mean nothing."""
SLIGHT, MARKED = 0.1, 0.25
"""Population stability index (Siddiqi 2006): below SLIGHT sizes hold, above MARKED they have changed markedly."""


class Move(NamedTuple):
    """Customers who were in one segment and are in another, or still in the same."""

    origin: str | None
    """None: in no segment on the earlier day."""
    target: str | None
    """None: in no segment on the later day."""
    customers: int
    share: float | None
    """Of the earlier segment's customers, 0 to 1; None for those who were in none."""


class Size(NamedTuple):
    """One segment on one day."""

    day: str
    segment: str
    customers: int
    share: float
    """Of that day's customers, 0 to 1."""
    change: float | None
    """Of the share against the day before; None on the first."""


@dataclass(frozen=True, eq=False)
class Migration:
    """Counts of customers by segment on an earlier and on a later day."""

    segments: tuple[str, ...]
    """In the order given, or as met."""
    counts: np.ndarray
    """Shape (segments, segments): customers in segment i on the earlier day and in segment j on the later one."""
    arrived: np.ndarray
    """Shape (segments,): customers in no segment on the earlier day, by where they are on the later one."""
    left: np.ndarray
    """Shape (segments,): customers in no segment on the later day, by where they were."""

    @property
    def before(self) -> np.ndarray:
        """Size of each segment on the earlier day, shape (segments,)."""
        return self.counts.sum(1) + self.left

    @property
    def after(self) -> np.ndarray:
        """Size of each segment on the later day, shape (segments,)."""
        return self.counts.sum(0) + self.arrived

    @property
    def stayed(self) -> int:
        """Customers in the same segment on both days."""
        return int(np.trace(self.counts))

    @property
    def moved(self) -> int:
        """Customers in one segment on the earlier and in another on the later day."""
        return int(self.counts.sum()) - self.stayed

    @property
    def transition(self) -> np.ndarray:
        """Share of each earlier segment found in each later one, shape (segments, segments); NaN for an empty one."""
        with np.errstate(invalid="ignore"):
            return self.counts / np.where(self.before > 0, self.before, np.nan)[:, None]

    @property
    def drift(self) -> float:
        """Population stability index between the sizes before and after: 0 is none."""
        return stability_index(self.before, self.after)

    def moves(self) -> list[Move]:
        """Every from, to with customers in it, those who changed before those who stayed, the largest first."""
        found = []
        for i, segment in enumerate(self.segments):
            size = int(self.before[i])
            for j, target in enumerate(self.segments):
                if self.counts[i, j]:
                    found.append(Move(segment, target, int(self.counts[i, j]), int(self.counts[i, j]) / size))
            if self.left[i]:
                found.append(Move(segment, None, int(self.left[i]), int(self.left[i]) / size))
            if self.arrived[i]:
                found.append(Move(None, segment, int(self.arrived[i]), None))
        return sorted(found, key=lambda move: (move.origin == move.target, -move.customers))


def migration(
    pairs: Iterable[tuple[str | None, str | None, int]], *, segments: Sequence[str] | None = None
) -> Migration:
    """From counted pairs (earlier segment, later segment, customers); None stands for no segment on that day.

    Raises ValueError with fewer than MINIMUM_CUSTOMERS customers on the earlier day, and for a segment that is not
    among `segments` where those are given.
    """
    known = list(segments or [])
    listed = [pair for pair in pairs if pair[2] > 0]
    for segment in (name for pair in listed for name in pair[:2] if name is not None):
        if segment not in known:
            if segments is not None:
                raise ValueError(f"“{segment}” is not one of the segments {', '.join(segments)}")
            known.append(segment)
    place = {name: number for number, name in enumerate(known)}
    counts = np.zeros((len(known), len(known)), dtype=np.int64)
    arrived, left = np.zeros(len(known), dtype=np.int64), np.zeros(len(known), dtype=np.int64)
    for origin, target, customers in listed:
        if origin is not None and target is not None:
            counts[place[origin], place[target]] += customers
        elif target is not None:
            arrived[place[target]] += customers
        elif origin is not None:
            left[place[origin]] += customers
    result = Migration(tuple(known), counts, arrived, left)
    if result.before.sum() < MINIMUM_CUSTOMERS:
        raise ValueError(
            f"moves between segments need at least {MINIMUM_CUSTOMERS} customers on the earlier day, there are "
            f"{int(result.before.sum())}: compare later days"
        )
    return result


def pairs_of(before: pd.Series, after: pd.Series) -> list[tuple[str | None, str | None, int]]:
    """Counted pairs for `migration` from two series of segment names, index customer id."""
    both = pd.concat([before.rename("from"), after.rename("to")], axis=1)
    counted = both.groupby(["from", "to"], dropna=False).size().reset_index(name="customers")
    return [
        (None if pd.isna(origin) else str(origin), None if pd.isna(target) else str(target), int(count))
        for origin, target, count in counted.itertuples(index=False)
    ]


def stability_index(before: ArrayLike, after: ArrayLike) -> float:
    """Population stability index of two vectors of counts: sum of (a - b) ln(a / b) over shares a and b.

    Half a customer is added to every count, so that an empty segment costs much but not infinitely much.
    """
    first, second = np.asarray(before, dtype=float) + 0.5, np.asarray(after, dtype=float) + 0.5
    first, second = first / first.sum(), second / second.sum()
    return float(((second - first) * np.log(second / first)).sum())


def sizes_by_day(counts: Mapping[str, Mapping[str, int]], segments: Sequence[str]) -> list[Size]:
    """Every segment on every day; `counts` maps days, in order, to customers by segment."""
    rows: list[Size] = []
    earlier: dict[str, float] = {}
    for day, sizes in counts.items():
        total = sum(sizes.values())
        shares = {segment: sizes.get(segment, 0) / total if total else 0.0 for segment in segments}
        for segment in segments:
            change = shares[segment] - earlier[segment] if earlier else None
            rows.append(Size(day, segment, int(sizes.get(segment, 0)), shares[segment], change))
        earlier = shares
    return rows
