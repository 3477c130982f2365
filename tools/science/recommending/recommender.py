"""Everything fitted that a recommendation needs, as plain arrays; saved and loaded without pickle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from scipy import sparse

from tools.science.recommending.affinity import Affinity, fit_affinity
from tools.science.recommending.history import History, summed
from tools.science.recommending.logistic import Logistic
from tools.science.recommending.popularity import WINDOWS_DAYS, recent_buyers, trend
from tools.science.recommending.purchases import Purchases, day_number
from tools.science.recommending.signals import Shelf
from tools.science.recommending.timing import repeat_rates, typical_gaps

HALF_LIFE_DAYS = 120.0
TREND_WEIGHT = 0.05
"""What the most popular item of the last 30 days gets on top of its affinity."""
MINIMUM_CUSTOMERS = 100
FIT_CUSTOMERS = 200_000
"""A larger shop is fitted on a sample of this many people; the weights no longer move."""


@dataclass(frozen=True, eq=False)
class Recommender:
    """Fitted on purchases up to a day; asks nothing but a person's own rows to recommend."""

    items: np.ndarray
    """Names in sorted order, strings or integers, shape (items,)."""
    fitted_day: int
    """Last day seen, days since 1970-01-01."""
    horizon_days: int
    """A chance is that of being in the next order, given that there is one within these days."""
    half_life_days: float
    affinity: Affinity
    shelf: Shelf
    repeat_chance: Logistic | None
    new_chance: Logistic | None
    """None where too few people came back to learn a chance: then repeats go by count and new items by affinity."""

    @property
    def trend(self) -> np.ndarray:
        """What popularity adds to the affinity of each item, shape (items,)."""
        return TREND_WEIGHT * trend(self.shelf.buyers_30)

    def arrays(self) -> dict[str, np.ndarray]:
        """All of it as named arrays of numbers and strings: `numpy.savez` and `from_arrays` bring it back equal."""
        tail, shelf = self.affinity.tail, self.shelf
        parts = {
            "items": self.items,
            "settings": np.array([self.fitted_day, self.horizon_days, self.half_life_days], dtype=float),
            "sellers": self.affinity.sellers,
            "weights": self.affinity.weights,
            "tail_data": tail.data,
            "tail_indices": tail.indices,
            "tail_indptr": tail.indptr,
            "shelf": np.stack(
                (shelf.buyers_14, shelf.buyers_30, shelf.buyers_90, shelf.repeat_rate, shelf.gap_days)
            ).astype(float),
        }
        for name, chance in (("repeat_chance", self.repeat_chance), ("new_chance", self.new_chance)):
            if chance is not None:
                parts[name] = chance.array()
        return parts

    @staticmethod
    def from_arrays(parts: Mapping[str, np.ndarray]) -> Recommender:
        """The recommender whose `arrays` these are. Raises ValueError when one is missing or shapes disagree."""
        missing = {"items", "settings", "sellers", "weights", "tail_data", "shelf"} - set(parts)
        if missing:
            raise ValueError(f"these are not the arrays of a recommender: {', '.join(sorted(missing))} missing")
        size, sellers = len(parts["items"]), len(parts["sellers"])
        if parts["shelf"].shape != (5, size) or parts["weights"].shape != (sellers, sellers):
            raise ValueError(f"the arrays of a recommender disagree: {size} items, weights {parts['weights'].shape}")
        tail = sparse.csr_array((parts["tail_data"], parts["tail_indices"], parts["tail_indptr"]), shape=(size, size))
        chances = [
            Logistic.from_array(parts[name]) if name in parts else None for name in ("repeat_chance", "new_chance")
        ]
        fitted_day, horizon_days, half_life_days = parts["settings"].tolist()
        return Recommender(
            items=parts["items"],
            fitted_day=int(fitted_day),
            horizon_days=int(horizon_days),
            half_life_days=half_life_days,
            affinity=Affinity(parts["sellers"], parts["weights"], tail),
            shelf=Shelf(*parts["shelf"]),
            repeat_chance=chances[0],
            new_chance=chances[1],
        )


def fit_recommender(
    purchases: Purchases,
    *,
    as_of: date | None = None,
    horizon_days: int = 90,
    half_life_days: float = HALF_LIFE_DAYS,
    most_sellers: int | None = None,
    seed: int = 0,
) -> Recommender:
    """Fitted on the purchases up to and including the day `as_of`, by default the last in the data.

    The chances are learnt from a recommender that stopped `horizon_days` earlier and the orders that followed it.
    Raises ValueError under MINIMUM_CUSTOMERS customers with two order days.
    """
    from tools.science.recommending.chance import fit_chances

    today = int(purchases.day.max()) if as_of is None else day_number(as_of)
    known = _sampled(purchases.until(today), seed)
    fitted = _without_chance(known, today, horizon_days, half_life_days, most_sellers)
    start = today - horizon_days
    try:
        before = _without_chance(known.until(start), start, horizon_days, half_life_days, most_sellers)
    except ValueError:  # too short a history for a second look
        return fitted
    repeat_chance, new_chance = fit_chances(before, known)
    return replace(fitted, repeat_chance=repeat_chance, new_chance=new_chance)


def history_of(purchases: Purchases, *, as_of: int, half_life_days: float) -> History:
    """Everybody's purchases up to `as_of`, one row of the block for each of `purchases.customers`."""
    return summed(
        purchases.customer,
        purchases.item,
        purchases.day,
        as_of=as_of,
        people=len(purchases.customers),
        items=len(purchases.items),
        half_life_days=half_life_days,
    )


def _without_chance(
    purchases: Purchases, as_of: int, horizon_days: int, half_life_days: float, most_sellers: int | None
) -> Recommender:
    history = history_of(purchases, as_of=as_of, half_life_days=half_life_days)
    back = int((history.order_days > 1).sum())
    if back < MINIMUM_CUSTOMERS:
        raise ValueError(
            f"recommendations need at least {MINIMUM_CUSTOMERS} customers who ordered on two days, there are {back}; "
            "import a longer period"
        )
    buyers_14, buyers_30, buyers_90 = (recent_buyers(purchases, as_of=as_of, window_days=days) for days in WINDOWS_DAYS)
    return Recommender(
        items=purchases.items,
        fitted_day=as_of,
        horizon_days=horizon_days,
        half_life_days=half_life_days,
        affinity=fit_affinity(history, **({} if most_sellers is None else {"most_sellers": most_sellers})),
        shelf=Shelf(buyers_14, buyers_30, buyers_90, repeat_rates(history), typical_gaps(history)),
        repeat_chance=None,
        new_chance=None,
    )


def _sampled(purchases: Purchases, seed: int) -> Purchases:
    if len(purchases.customers) <= FIT_CUSTOMERS:
        return purchases
    chosen = np.zeros(len(purchases.customers), dtype=bool)
    chosen[np.random.default_rng(seed).choice(len(chosen), FIT_CUSTOMERS, replace=False)] = True
    return purchases.where(chosen[purchases.customer])
