"""How good recommendations were: fitted up to a day, judged on each person's next order, repeat and new items apart.

A recommender that only repeats looks good on all items, and one that only finds new ones looks bad; so the figures of
the two modes are never mixed, and popularity and item-item stand beside them (Li et al. 2023, "A next basket
recommendation reality check").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
import pandas as pd

from tools.science.recommending.candidates import best
from tools.science.recommending.chance import next_orders
from tools.science.recommending.cosine import fit_cosine
from tools.science.recommending.history import History
from tools.science.recommending.popularity import WINDOWS_DAYS, recent_buyers, trend
from tools.science.recommending.purchases import Purchases, day_number
from tools.science.recommending.ranking import Mode, rank
from tools.science.recommending.recommender import HALF_LIFE_DAYS, Recommender, fit_recommender, history_of

MINIMUM_RETURNED = 50
"""Customers with a later order, below which a back-test says nothing."""
MODES = ("repeat", "new", "any")
MOST_RETURNED = 5_000
"""A larger shop is judged on a sample of this many: the interval is then about one point wide."""
BOOTSTRAPS = 1_000


@dataclass(frozen=True, eq=False)
class NextOrders:
    """The people a recommendation is judged on, what they had bought, and what they bought next."""

    history: History
    person: np.ndarray
    item: np.ndarray
    """Of the next order, shape (lines,): row of the history's block, and item."""

    def relevant(self, mode: str) -> tuple[np.ndarray, np.ndarray]:
        """Keys person × items + item of what counts as a hit, ascending, and how many each person has."""
        keys = np.unique(self.person.astype(np.int64) * self.history.items + self.item)
        owned = self.history.person * self.history.items + self.history.item
        if mode != "any":
            keys = keys[np.isin(keys, owned) == (mode == "repeat")]
        return keys, np.bincount(keys // self.history.items, minlength=self.history.people)


def held_out(
    purchases: Purchases, *, cut: date, horizon_days: int = 90, half_life_days: float = HALF_LIFE_DAYS, seed: int = 0
) -> NextOrders:
    """The next order within the horizon of those who had bought by `cut`: all, or MOST_RETURNED of them by chance.

    Raises ValueError when fewer than MINIMUM_RETURNED people came back.
    """
    after = day_number(cut)
    truth = next_orders(purchases, after=after, horizon_days=horizon_days)
    people = np.intersect1d(truth.customer, purchases.customer[purchases.day <= after])
    if len(people) < MINIMUM_RETURNED:
        raise ValueError(
            f"a back-test needs at least {MINIMUM_RETURNED} customers who ordered again within {horizon_days} days"
            f" after {cut}, there are {len(people)}; choose an earlier day"
        )
    if len(people) > MOST_RETURNED:
        people = np.sort(np.random.default_rng(seed).choice(people, MOST_RETURNED, replace=False))
    place = np.full(len(purchases.customers), -1)
    place[people] = np.arange(len(people))
    names = purchases.customers[people]
    past, later = purchases.where(place[purchases.customer] >= 0), truth.where(place[truth.customer] >= 0)
    block = Purchases(names, purchases.items, place[past.customer], past.item, past.day)
    history = history_of(block, as_of=after, half_life_days=half_life_days)
    return NextOrders(history, place[later.customer], later.item)


def backtest(
    purchases: Purchases,
    *,
    cut: date,
    horizon_days: int = 90,
    top: int = 10,
    seed: int = 0,
    recommender: Recommender | None = None,
) -> pd.DataFrame:
    """The recommender fitted up to `cut` beside popularity and item-item, one row for each mode and method.

    Columns: mode, method, customers (with something to hit in this mode), hit (share of them with at least one hit
    among the first `top`), hit_low, hit_high (95 %, bootstrap over customers), recall and ndcg with theirs, promised
    and kept (mean chance of the items listed, and the share of them that was bought). An item first sold after `cut`
    counts as missed. Raises ValueError as `fit_recommender` and `held_out` do.
    """
    recommender = recommender or fit_recommender(purchases, as_of=cut, horizon_days=horizon_days)
    truth = held_out(
        purchases, cut=cut, horizon_days=horizon_days, half_life_days=recommender.half_life_days, seed=seed
    )
    known = purchases.until(day_number(cut))
    rows = []
    for method, chosen in _methods(recommender, truth, known, day_number(cut), top):
        for mode in MODES:
            person, item, chance = chosen(mode)
            figures = judged(truth, mode, person, item, top=top, seed=seed)
            rows.append({"mode": mode, "method": method, **figures, **_promises(truth, mode, person, item, chance)})
    frame = pd.DataFrame(rows)
    order = {mode: place for place, mode in enumerate(MODES)}
    return frame.sort_values("mode", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)


def judged(
    truth: NextOrders, mode: str, person: np.ndarray, item: np.ndarray, *, top: int, seed: int = 0
) -> dict[str, float]:
    """Hit rate, recall and NDCG of lists given as rows (person, item), best first within ascending persons.

    Recall is hits / relevant items; NDCG discounts by log2(1 + place) and divides by the best possible list of `top`
    (Järvelin and Kekäläinen 2002). All are means over people with at least one relevant item.
    """
    relevant, counts = truth.relevant(mode)
    place = np.arange(len(person)) - np.searchsorted(person, person)
    first = place < top
    hit = np.isin(person[first].astype(np.int64) * truth.history.items + item[first], relevant)
    hits = np.bincount(person[first], hit, minlength=truth.history.people)
    gain = np.bincount(person[first], hit / np.log2(place[first] + 2), minlength=truth.history.people)
    ideal = np.concatenate(([0.0], np.cumsum(1 / np.log2(np.arange(top) + 2))))
    asked = counts > 0
    values = np.stack(
        (hits[asked] > 0, hits[asked] / counts[asked], gain[asked] / ideal[np.minimum(counts[asked], top)])
    ).astype(float)
    low, high = _intervals(values, seed)
    result: dict[str, float] = {"customers": int(asked.sum())}
    for place_, name in enumerate(("hit", "recall", "ndcg")):
        mean = float(values[place_].mean()) if asked.any() else np.nan
        result |= {name: mean, f"{name}_low": low[place_], f"{name}_high": high[place_]}
    return result


def _promises(
    truth: NextOrders, mode: str, person: np.ndarray, item: np.ndarray, chance: np.ndarray | None
) -> dict[str, float]:
    """Mean chance of the listed items and the share bought; NaN for a method that promises nothing."""
    claimed = np.zeros(len(person), dtype=bool) if chance is None else np.isfinite(chance)
    if chance is None or not claimed.any():
        return {"promised": np.nan, "kept": np.nan}
    keys = person[claimed].astype(np.int64) * truth.history.items + item[claimed]
    return {"promised": float(chance[claimed].mean()), "kept": float(np.isin(keys, truth.relevant(mode)[0]).mean())}


def _intervals(values: np.ndarray, seed: int) -> tuple[list[float], list[float]]:
    """95 % percentile intervals of the means, drawing people with replacement; values (measures, people)."""
    people = values.shape[1]
    if not people:
        return [np.nan] * len(values), [np.nan] * len(values)
    generator = np.random.default_rng(seed)
    means = np.stack(
        [values @ np.bincount(generator.integers(0, people, people), minlength=people) for _ in range(BOOTSTRAPS)]
    )
    low, high = np.quantile(means / people, (0.025, 0.975), axis=0)
    return low.tolist(), high.tolist()


Lists = Callable[[str], tuple[np.ndarray, np.ndarray, np.ndarray | None]]
"""From a mode to rows (person, item, chance where one is claimed), best first within a person."""


def _methods(
    recommender: Recommender, truth: NextOrders, known: Purchases, after: int, top: int
) -> Iterator[tuple[str, Lists]]:
    """Each method by name: the recommender, then what it must beat."""
    history, matrix = truth.history, truth.history.matrix()
    scores = recommender.affinity.scores(matrix)

    def own(mode: str) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        nothing = np.empty(0, dtype=np.int64)
        ranking = rank(recommender, history, scores, mode=cast(Mode, mode), limit=top, barred=nothing)
        return ranking.person, ranking.item, ranking.chance

    yield "recommender", own
    for days in WINDOWS_DAYS:
        buyers = recent_buyers(known, as_of=after, window_days=days)
        yield f"popularity, {days} days", _by(np.broadcast_to(buyers, scores.shape), history, top)
    frequency = np.zeros(scores.shape, dtype=np.float32)
    frequency[history.person, history.item] = history.times
    yield "personal frequency", _by(frequency + 0.5 * trend(recommender.shelf.buyers_30), history, top)
    everybody = history_of(known, as_of=after, half_life_days=recommender.half_life_days)
    yield "item-item cosine", _by((matrix @ fit_cosine(everybody.matrix())).toarray(), history, top)


def _by(values: np.ndarray, history: History, top: int) -> Lists:
    """Lists by one table of values, people × items."""
    owned = np.zeros(values.shape, dtype=bool)
    owned[history.person, history.item] = True
    wanted = {"any": np.ones_like(owned), "repeat": owned, "new": ~owned}
    return lambda mode: (*best(np.where(wanted[mode], values, -np.inf), top), None)
