"""Clusters of a shop's customers, from a frame of features to labels, with the evidence beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.science.clusters.centres import Centres, settle
from tools.science.clusters.judging import Candidate, Method, Placer, choose, judge, offered
from tools.science.clusters.mixture import Clouds
from tools.science.clusters.space import Axis, Space, fit_space

MINIMUM_CUSTOMERS = 100
JUDGING_ROWS = 20_000
SETTLING_ROWS = 50_000
STARTS = 10
FEWEST, MOST = 3, 8
BATCH = 100_000


@dataclass(frozen=True, eq=False)
class Clustering:
    """A fitted segmentation; everything needed to place a new customer is in plain arrays."""

    space: Space
    placer: Placer
    candidates: tuple[Candidate, ...]
    """Every k that was tried."""
    offered: tuple[int, ...]
    """The two or three k worth a look."""
    bic_decides: bool
    """Whether BIC has its minimum among the k tried; where it keeps falling it says nothing."""
    k: int
    labels: np.ndarray
    """Cluster of each row of the frame it was fitted on, 0 to k - 1, the largest cluster first."""

    @property
    def method(self) -> Method:
        """How customers are placed."""
        return "mixture" if isinstance(self.placer, Clouds) else "kmeans"

    @property
    def features(self) -> list[str]:
        """Names of the features used."""
        return self.space.features

    @property
    def chosen(self) -> Candidate:
        """The evidence for the k that was chosen."""
        return next(candidate for candidate in self.candidates if candidate.k == self.k)

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """The cluster of each row of `frame` (columns `features`, and the evidence column if any), shape (rows,)."""
        return _placed(self.space, self.placer, frame)

    def plain(self) -> dict[str, Any]:
        """Everything but the labels as plain JSON, for a card; `from_plain` reads it back."""
        arrays = {name: np.asarray(value).tolist() for name, value in vars(self.placer).items()}
        return {
            "method": self.method,
            "k": self.k,
            "offered": list(self.offered),
            "bic_decides": self.bic_decides,
            "candidates": [asdict(candidate) for candidate in self.candidates],
            "axes": [asdict(axis) for axis in self.space.axes],
            "evidence": self.space.evidence,
            "left_out": dict(self.space.left_out),
            **arrays,
        }

    @classmethod
    def from_plain(cls, card: Mapping[str, Any]) -> Clustering:
        """What `plain` wrote; the labels are those of no row. Raises KeyError for a card of another form."""
        axes = tuple(Axis(**axis) for axis in card["axes"])
        placer: Placer
        if card["method"] == "mixture":
            placer = Clouds(*(np.array(card[name]) for name in ("weights", "means", "covariances")))
        else:
            placer = Centres(np.array(card["centres"]))
        candidates = tuple(Candidate(**{**one, "recovery": tuple(one["recovery"])}) for one in card["candidates"])
        space = Space(axes, card["evidence"], tuple(card["left_out"].items()))
        labels = np.empty(0, dtype=np.int64)
        return cls(space, placer, candidates, tuple(card["offered"]), card["bic_decides"], card["k"], labels)


def fit_clusters(
    frame: pd.DataFrame,
    *,
    k: int | None = None,
    k_range: tuple[int, int] = (FEWEST, MOST),
    method: Method = "kmeans",
    evidence: str | None = None,
    seed: int = 0,
) -> Clustering:
    """Cluster the rows of a frame (customers × features, numbers or NaN); `evidence` as in `fit_space`.

    Each k in `k_range` is judged on at most JUDGING_ROWS rows by silhouette, stability and BIC; judging.RULE says which
    are offered and which is chosen, unless `k` names one. Every row is then placed. Raises ValueError under
    MINIMUM_CUSTOMERS rows and when nothing varies.
    """
    if len(frame) < MINIMUM_CUSTOMERS:
        raise ValueError(f"clusters need at least {MINIMUM_CUSTOMERS} customers with orders, there are {len(frame)}")
    space = fit_space(frame, evidence=evidence, seed=seed)
    order = np.random.default_rng(seed).permutation(len(frame))[:SETTLING_ROWS]
    with threadpool_limits(1):  # two busy threads are slower than one on arrays this small
        settling = space.points(frame.iloc[order])
        ks = range(k_range[0], k_range[1] + 1) if k is None or k_range[0] <= k <= k_range[1] else [k]
        judged, bic_decides = judge(settling[:JUDGING_ROWS], ks, method, starts=STARTS, seed=seed)
        candidates = tuple(candidate for candidate, _ in judged)
        among = offered(candidates, bic_decides=bic_decides)
        k = choose(candidates, among) if k is None else k
        placer = next(placer for candidate, placer in judged if candidate.k == k)
        if isinstance(placer, Centres):
            placer = settle(placer, settling)
        labels = _placed(space, placer, frame)
    number = np.argsort(-np.bincount(labels, minlength=k), kind="stable")
    renumbered = np.empty(k, dtype=np.int64)
    renumbered[number] = np.arange(k)
    candidates = tuple(_in_order(one, number) if one.k == k else one for one in candidates)
    return Clustering(space, placer.reordered(number), candidates, among, bic_decides, k, renumbered[labels])


def _in_order(candidate: Candidate, number: np.ndarray) -> Candidate:
    """The evidence with its clusters numbered as over all customers rather than over the sample."""
    return replace(candidate, recovery=tuple(candidate.recovery[place] for place in number))


def _placed(space: Space, placer: Placer, frame: pd.DataFrame) -> np.ndarray:
    parts = [placer.place(space.points(frame.iloc[start : start + BATCH])) for start in range(0, len(frame), BATCH)]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
