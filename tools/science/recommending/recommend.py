"""Next best products: for one person from their own rows, in milliseconds, or for everybody in blocks.

Nothing is looked up: a person's vector is made from the rows given, so an order of a second ago already counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from tools.science.recommending.history import History, summed
from tools.science.recommending.purchases import Purchases, day_number, day_numbers
from tools.science.recommending.ranking import Mode, Ranking, positions, rank
from tools.science.recommending.recommender import Recommender
from tools.science.recommending.timing import own_gaps

BLOCK_CELLS = 8_000_000
"""People × items scored at once: 32 MB a copy."""
REASONS = 3


@dataclass(frozen=True)
class Recommendation:
    """One item for one person, and what it rests on."""

    item: str | int
    kind: Literal["new", "repeat"]
    chance: float
    """That the item is in the next order, given that there is one within the horizon, 0 to 1; NaN where not learnt."""
    affinity: float
    """How much the person's purchases speak for the item."""
    times: int
    """Days on which the person bought it; so far 0 for a new item, as the next three are empty."""
    last_days_ago: int | None
    typical_gap_days: float | None
    due: date | None
    """When the person would usually buy it again."""
    because: tuple[tuple[str | int, float], ...]
    """For a new item the own purchases that speak loudest for it, with their part of `affinity`; they come first."""


def recommend(
    recommender: Recommender,
    items: Collection[object],
    days: Collection[object],
    *,
    as_of: date,
    mode: Mode = "any",
    limit: int = 5,
    exclude: Collection[object] = (),
) -> list[Recommendation]:
    """Up to `limit` items for the person who bought `items` on `days` (of equal length, both may be empty).

    `mode`: "repeat" only what they bought before, "new" only what they never did, "any" both by their chance.
    `exclude`: out of stock, returned, whatever must not be shown. Rows after `as_of` and items the recommender never
    saw are left out. Raises ValueError when the two differ in length or `limit` is below 1.
    """
    if len(items) != len(days):
        raise ValueError(f"items and days must be of equal length, got {len(items)} and {len(days)}")
    known = positions(recommender.items, items)
    day = day_numbers(np.asarray(days))
    kept = (known >= 0) & (day >= 0)
    history = _history(recommender, np.zeros(kept.sum(), dtype=np.int64), known[kept], day[kept], as_of, people=1)
    barred = positions(recommender.items, exclude)
    scores = recommender.affinity.scores(history.matrix())
    ranking = rank(recommender, history, scores, mode=mode, limit=limit, barred=barred[barred >= 0])
    return [
        _explained(recommender, history, scores[0], ranking, row, day_number(as_of)) for row in range(len(ranking.item))
    ]


def recommend_all(
    recommender: Recommender,
    purchases: Purchases,
    *,
    as_of: date,
    mode: Mode = "any",
    limit: int = 5,
    exclude: Collection[object] = (),
    returned: tuple[Collection[object], Collection[object]] = ((), ()),
) -> Iterator[pd.DataFrame]:
    """The same for every customer, block after block of bounded memory.

    `returned`: customers and items of equal length that must not meet again. Each frame: customer, rank (from 1), item,
    kind, chance, times, last_days_ago, typical_gap_days, due (datetime64, NaT for a new item).
    """
    known = positions(recommender.items, purchases.items)[purchases.item]
    barred = positions(recommender.items, exclude)
    back = positions(purchases.customers, returned[0]), positions(recommender.items, returned[1])
    size = max(1, BLOCK_CELLS // max(len(recommender.items), 1))
    for start in range(0, len(purchases.customers), size):
        names = purchases.customers[start : start + size]
        rows = slice(*np.searchsorted(purchases.customer, [start, start + len(names)]))
        kept = known[rows] >= 0
        person = purchases.customer[rows][kept] - start
        history = _history(recommender, person, known[rows][kept], purchases.day[rows][kept], as_of, people=len(names))
        scores = recommender.affinity.scores(history.matrix())
        theirs = (back[0] >= start) & (back[0] < start + len(names)) & (back[1] >= 0)
        scores[back[0][theirs] - start, back[1][theirs]] = -np.inf
        ranking = rank(recommender, history, scores, mode=mode, limit=limit, barred=barred[barred >= 0])
        yield _frame(recommender, history, ranking, names, day_number(as_of))


def _history(
    recommender: Recommender, person: np.ndarray, item: np.ndarray, day: np.ndarray, as_of: date, *, people: int
) -> History:
    rows = np.unique(np.stack((person, item, day), axis=1), axis=0) if people == 1 else np.stack((person, item, day), 1)
    return summed(
        rows[:, 0],
        rows[:, 1],
        rows[:, 2],
        as_of=day_number(as_of),
        people=people,
        items=len(recommender.items),
        half_life_days=recommender.half_life_days,
    )


def _explained(
    recommender: Recommender, history: History, scores: np.ndarray, ranking: Ranking, row: int, today: int
) -> Recommendation:
    item, pair = int(ranking.item[row]), int(ranking.pair[row])
    facts: dict[str, Any] = {"times": 0, "last_days_ago": None, "typical_gap_days": None, "due": None, "because": ()}
    if pair >= 0:
        gap, last = own_gaps(history, recommender.shelf.gap_days)[pair], int(history.last_age[pair])
        facts |= {"times": int(history.times[pair]), "last_days_ago": last}
        if np.isfinite(gap):
            due = np.datetime64(today - last + round(gap), "D").astype(date)
            facts |= {"typical_gap_days": float(gap), "due": due}
    else:
        parts = recommender.affinity.contributions(history.item, history.weight, item)
        loudest = [place for place in np.argsort(-parts, kind="stable")[:REASONS] if parts[place] > 0]
        names = recommender.items[history.item[loudest]].tolist()
        facts["because"] = tuple(zip(names, parts[loudest].tolist(), strict=True))
    return Recommendation(
        item=recommender.items[item].item(),
        kind="repeat" if pair >= 0 else "new",
        chance=float(ranking.chance[row]),
        affinity=float(scores[item]),
        **facts,
    )


def _frame(recommender: Recommender, history: History, ranking: Ranking, names: np.ndarray, today: int) -> pd.DataFrame:
    again = ranking.pair >= 0
    pair = np.where(again, ranking.pair, 0)
    times, last, gaps = (np.zeros(len(pair)) for _ in range(3))
    if len(history.item):
        times, last, gaps = (
            history.times[pair],
            history.last_age[pair],
            own_gaps(history, recommender.shelf.gap_days)[pair],
        )
    days = np.where(again & np.isfinite(gaps), today - last + np.round(np.nan_to_num(gaps)), 0).astype(np.int64)
    due = days.astype("datetime64[D]").astype("datetime64[s]")
    due[~(again & np.isfinite(gaps))] = np.datetime64("NaT")
    return pd.DataFrame(
        {
            "customer": names[ranking.person],
            "rank": np.arange(len(pair)) - np.searchsorted(ranking.person, ranking.person) + 1,
            "item": recommender.items[ranking.item],
            "kind": np.where(again, "repeat", "new"),
            "chance": ranking.chance,
            "times": np.where(again, times, 0).astype(int),
            "last_days_ago": np.where(again, last, np.nan),
            "typical_gap_days": np.where(again, gaps, np.nan),
            "due": due,
        }
    )
