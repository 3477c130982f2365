"""Which items, in which order: repeats by how often, new items by affinity and popularity, both together by chance."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tools.science.recommending.candidates import new_candidates
from tools.science.recommending.history import History
from tools.science.recommending.recommender import Recommender
from tools.science.recommending.signals import new_signals, repeat_signals

Mode = Literal["any", "new", "repeat"]
CANDIDATES = 50
"""New items looked at more closely for each person, at least."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """Chosen items of a block of people, best first within a person; arrays of shape (chosen,)."""

    person: np.ndarray
    item: np.ndarray
    chance: np.ndarray
    pair: np.ndarray
    """Row of the history for a repeat, -1 for a new item."""


def rank(
    recommender: Recommender, history: History, scores: np.ndarray, *, mode: Mode, limit: int, barred: np.ndarray
) -> Ranking:
    """The choice for a block: `scores` are its affinities, people × items; -inf there and `barred` items never come."""
    if limit < 1:
        raise ValueError(f"limit must be at least 1, got {limit}")
    person, item, chance, key, pair = (
        np.concatenate(columns)
        for columns in zip(
            _repeats(recommender, history, scores, barred, alone=mode == "repeat"),
            _news(recommender, history, scores, barred, max(CANDIDATES, limit), mode),
            strict=True,
        )
    )
    wanted = {"any": np.ones(len(pair), dtype=bool), "new": pair < 0, "repeat": pair >= 0}[mode]
    person, item, chance, key, pair = (column[wanted] for column in (person, item, chance, key, pair))
    order = np.lexsort((item, -key, person))
    place = np.arange(len(order)) - np.searchsorted(person[order], person[order])
    order = order[place < limit]
    return Ranking(person[order], item[order], chance[order], pair[order])


def positions(names: np.ndarray, wanted: Collection[object]) -> np.ndarray:
    """Position of each wanted name in sorted `names`, -1 where it is not among them; shape (wanted,)."""
    values = np.asarray(wanted if isinstance(wanted, np.ndarray) else list(wanted))
    if not len(values) or not len(names):
        return np.full(len(values), -1, dtype=np.int64)
    values = values.astype(str) if names.dtype.kind == "U" else values.astype(np.int64)
    place = np.searchsorted(names, values)
    place[place == len(names)] = 0
    return np.where(names[place] == values, place, -1)


Columns = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Person, item, chance, sorting key, row of the history."""


def _repeats(
    recommender: Recommender, history: History, scores: np.ndarray, barred: np.ndarray, *, alone: bool
) -> Columns:
    """What was bought before: alone, by how often (no learnt order has beaten that), then by chance."""
    affinity = scores[history.person, history.item]
    kept = np.flatnonzero(np.isfinite(affinity) & ~np.isin(history.item, barred))
    if recommender.repeat_chance is None:
        chance = np.full(len(history.item), np.nan)
        second = 0.5 * recommender.trend[history.item]
    else:
        signals = repeat_signals(history, np.where(np.isfinite(affinity), affinity, 0.0), recommender.shelf)
        second = chance = recommender.repeat_chance.probability(signals)
    learnt = recommender.repeat_chance is not None and recommender.new_chance is not None
    key = chance if learnt and not alone else history.times + second
    return history.person[kept], history.item[kept], chance[kept], key[kept], kept


def _news(
    recommender: Recommender, history: History, scores: np.ndarray, barred: np.ndarray, count: int, mode: Mode
) -> Columns:
    """What was never bought: the best by affinity and popularity, put in the order of their chance."""
    nobody = np.empty(0, dtype=np.int64)
    if mode == "repeat":
        return nobody, nobody, np.empty(0), np.empty(0), nobody
    open_ = scores + recommender.trend.astype(np.float32)
    open_[:, barred] = -np.inf
    person, item = new_candidates(history, open_, count)
    key = open_[person, item].astype(float)
    chance = np.full(len(item), np.nan)
    if recommender.new_chance is not None:
        signals = new_signals(person, item, scores[person, item], history, recommender.shelf)
        chance = recommender.new_chance.probability(signals)
        stranger = history.order_days[person] == 0  # nobody like them was learnt from: by popularity, without a chance
        chance = np.where(stranger, np.nan, chance)
        key = np.where(stranger, key, chance)
    return person, item, chance, key, np.full(len(item), -1)
