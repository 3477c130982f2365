"""The chance that an item is in a person's next order, learnt from the orders that followed an earlier recommender."""

from __future__ import annotations

import numpy as np

from tools.science.recommending.candidates import new_candidates, pair_affinity
from tools.science.recommending.logistic import Logistic, fit_logistic
from tools.science.recommending.purchases import Purchases
from tools.science.recommending.recommender import Recommender, history_of
from tools.science.recommending.signals import NEW_SIGNALS, REPEAT_SIGNALS, new_signals, repeat_signals

MINIMUM_RETURNED = 100
"""People with a next order, below which no chance is learnt."""
MOST_RETURNED = 4_000
LEARNT_FROM = 50
"""New items each person is asked about."""


def fit_chances(before: Recommender, purchases: Purchases) -> tuple[Logistic | None, Logistic | None]:
    """Chances of a repeat and of a new item; (None, None) when fewer than MINIMUM_RETURNED people came back.

    `before` was fitted on the same items up to an earlier day; `purchases` go `before.horizon_days` further.
    """
    truth = next_orders(purchases, after=before.fitted_day, horizon_days=before.horizon_days)
    known = np.unique(purchases.customer[purchases.day <= before.fitted_day])
    returned = np.intersect1d(np.unique(truth.customer), known)
    if len(returned) < MINIMUM_RETURNED:
        return None, None
    returned = returned[:: -(-len(returned) // MOST_RETURNED)]
    people = _only(purchases, returned)
    history = history_of(people, as_of=before.fitted_day, half_life_days=before.half_life_days)
    scores = before.affinity.scores(history.matrix())
    bought = np.unique(
        _only(truth, returned).customer.astype(np.int64) * len(before.items) + _only(truth, returned).item
    )
    person, item = new_candidates(history, scores + before.trend, LEARNT_FROM)
    again = repeat_signals(history, pair_affinity(history, scores), before.shelf)
    first = new_signals(person, item, scores[person, item], history, before.shelf)
    columns = (
        (history.person, history.item, again, REPEAT_SIGNALS),
        (person, item, first, NEW_SIGNALS),
    )
    try:
        repeat, new = (
            fit_logistic(
                signals,
                np.isin(who.astype(np.int64) * len(before.items) + what, bought).astype(float),
                signs=np.array(list(names.values())),
            )
            for who, what, signals, names in columns
        )
    except ValueError:  # nobody repeated, or nobody tried anything new
        return None, None
    return repeat, new


def next_orders(purchases: Purchases, *, after: int, horizon_days: int) -> Purchases:
    """The rows of each customer's first order day in (after, after + horizon_days]."""
    later = purchases.where((purchases.day > after) & (purchases.day <= after + horizon_days))
    first = np.full(len(purchases.customers), np.iinfo(np.int32).max, dtype=np.int64)
    np.minimum.at(first, later.customer, later.day)
    return later.where(later.day == first[later.customer])


def _only(purchases: Purchases, customers: np.ndarray) -> Purchases:
    """The rows of the given customers (ascending positions), renumbered from 0."""
    place = np.full(len(purchases.customers), -1, dtype=np.int32)
    place[customers] = np.arange(len(customers))
    kept = place[purchases.customer] >= 0
    chosen = purchases.where(kept)
    return Purchases(purchases.customers[customers], purchases.items, place[chosen.customer], chosen.item, chosen.day)
