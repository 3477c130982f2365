"""Rolling back-tests: fit on the past of several cuts, compare with what came, beside two rules of thumb.

Not by mean absolute error: predicting nothing for everybody wins it on sparse counts. Told are the error of the total,
the root mean squared error per customer, and how much of the revenue the forecast's top tenth of customers brought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from tools.science.lifetime.counts import Counts, PurchaseDays, as_day
from tools.science.lifetime.fitting import fit_purchases
from tools.science.lifetime.gamma_gamma import OrderValue, fit_order_value
from tools.science.lifetime.outlook import look_ahead

CUTS = 3
FEWEST_CUSTOMERS = 50
FEWEST_REPEATERS = 10
"""At a cut; fewer, and the cut is left out."""
CARRY_OVER = "carry_over"
"""Baseline: the repeat orders of the last horizon come again."""
LAST_YEAR = "last_365_days"
"""Baseline: orders of the last 365 days times horizon / 365."""
TOP = 0.1
Forecasts = list[tuple[np.ndarray, np.ndarray]]
"""Expected orders and spend of the customers at each cut."""


@dataclass(frozen=True)
class BackTest:
    """How one model or baseline did over all cuts."""

    name: str
    baseline: bool
    horizon_days: int
    cuts: tuple[str, ...]
    """Last days of the pasts it was fitted on, ISO, latest first."""
    cut_errors: tuple[float, ...]
    """Error of the total number of orders at each cut, as a share of the actual number."""
    customers: int
    """Customers over all cuts; who is known at two cuts counts twice."""
    orders_actual: float
    orders_expected: float
    orders_noise: float
    """Standard error of the difference of the two totals, from the customers' own errors."""
    orders_rmse: float
    spend_actual: float
    """NaN, as the next three, where amounts are unknown."""
    spend_expected: float
    spend_rmse: float
    capture: float
    """Share of the revenue (without amounts: orders) brought by the tenth of customers with the highest forecast."""
    best_capture: float
    """What knowing the future would capture."""
    behind: float
    """Standard errors by which its squared error exceeds the best candidate's, paired by customer; 0 for that one."""

    @property
    def orders_total_error(self) -> float:
        """(expected - actual) / actual."""
        return self.orders_expected / self.orders_actual - 1 if self.orders_actual > 0 else float("nan")

    @property
    def spend_total_error(self) -> float:
        """(expected - actual) / actual; NaN where amounts are unknown."""
        return self.spend_expected / self.spend_actual - 1 if self.spend_actual > 0 else float("nan")

    def better_than(self, other: BackTest) -> bool:
        """Whether both the error per customer and the error of the total are smaller; by spend where it is known."""
        if np.isfinite(self.spend_rmse) and np.isfinite(other.spend_rmse):
            mine, theirs = (self.spend_rmse, self.spend_total_error), (other.spend_rmse, other.spend_total_error)
        else:
            mine, theirs = (self.orders_rmse, self.orders_total_error), (other.orders_rmse, other.orders_total_error)
        return mine[0] < theirs[0] and abs(mine[1]) < abs(theirs[1])


@dataclass(frozen=True, eq=False)
class _Cut:
    day: np.datetime64
    counts: Counts
    orders: np.ndarray
    spend: np.ndarray
    baselines: dict[str, tuple[np.ndarray, np.ndarray]]
    value: OrderValue | None


def back_test(
    days: PurchaseDays, names: tuple[str, ...], *, end: date | np.datetime64, horizon_days: int
) -> tuple[BackTest, ...]:
    """Back-test the candidates `names` and both baselines over up to CUTS cuts before `end`.

    The horizon is cut to a quarter of the history where that is shorter, so that three cuts leave at least a horizon of
    past each; returns nothing where no cut has enough customers who bought again.
    """
    cuts = list(_cuts(days, as_day(end), horizon_days))
    if not cuts:
        return ()
    horizon = int((as_day(end) - cuts[0].day).astype(int))
    forecasts: dict[str, Forecasts] = {}
    for name in names:
        forecasts[name] = []
        for cut in cuts:
            orders = look_ahead(fit_purchases(cut.counts, name).model, cut.counts, horizon).orders
            forecasts[name].append((orders, orders * _order_mean(cut)))
    for name in (CARRY_OVER, LAST_YEAR):
        forecasts[name] = [cut.baselines[name] for cut in cuts]
    behind = _behind(days, cuts, forecasts, names)
    return tuple(
        _judged(name, name not in names, horizon, cuts, found, behind[name]) for name, found in forecasts.items()
    )


def top_capture(forecast: np.ndarray, actual: np.ndarray) -> float:
    """Amount of `actual` that the TOP share with the highest `forecast` brings; ties at the edge share."""
    size = max(round(TOP * len(forecast)), 1)
    edge = np.partition(forecast, len(forecast) - size)[len(forecast) - size]
    above, level = forecast > edge, forecast == edge
    return float(actual[above].sum() + (size - above.sum()) * actual[level].mean())


def _cuts(days: PurchaseDays, end: np.datetime64, horizon_days: int) -> Iterator[_Cut]:
    if not len(days.day):
        return
    last = int(end.astype(np.int64))
    span = last - int(days.day.min())
    horizon = min(horizon_days, span // 4)
    for back in range(1, CUTS + 1):
        if horizon < 1 or span - back * horizon < horizon:
            return
        day = end - back * horizon
        counts = days.counts(day)
        if len(counts) >= FEWEST_CUSTOMERS and int((counts.x > 0).sum()) >= FEWEST_REPEATERS:
            orders, spend = days.between(day, horizon, counts.customers)
            baselines = baseline_forecasts(days, counts, day, horizon)
            yield _Cut(day, counts, orders.astype(float), spend, baselines, _value(counts))


def _value(counts: Counts) -> OrderValue | None:
    try:
        return fit_order_value(counts)
    except ValueError:
        return None


def _order_mean(cut: _Cut) -> np.ndarray:
    if cut.value is None:
        return np.full(len(cut.counts), np.nan)
    return cut.value.conditional_mean(cut.counts.x, cut.counts.spend)


def baseline_forecasts(
    days: PurchaseDays, counts: Counts, day: np.datetime64, horizon: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Orders and spend of the `horizon` days after `day` by each rule of thumb, for the customers of `counts`."""
    orders, spend = days.between(day - horizon, horizon, counts.customers)
    fresh = horizon > counts.T
    repeat_spend = np.where(counts.x > 0, counts.x * np.nan_to_num(counts.spend), 0.0) + 0 * spend
    carried = np.where(fresh, counts.x, orders).astype(float), np.where(fresh, repeat_spend, spend)
    orders, spend = days.between(day - 365, 365, counts.customers)
    return {CARRY_OVER: carried, LAST_YEAR: (orders * horizon / 365, spend * horizon / 365)}


def _behind(
    days: PurchaseDays, cuts: list[_Cut], forecasts: dict[str, Forecasts], names: tuple[str, ...]
) -> dict[str, float]:
    """How far each squared error lies above the best candidate's, in standard errors over customers."""
    squared = {name: np.zeros(len(days.customers)) for name in forecasts}
    for place, cut in enumerate(cuts):
        rows = days.customers.get_indexer(cut.counts.customers)
        for name, found in forecasts.items():
            squared[name][rows] += (found[place][0] - cut.orders) ** 2
    best = squared[min(names, key=lambda name: float(squared[name].sum()))]
    excess = {name: error - best for name, error in squared.items()}
    return {
        name: float(off.sum() / (off.std() * np.sqrt(len(off)))) if off.std() > 0 else 0.0
        for name, off in excess.items()
    }


def _judged(name: str, baseline: bool, horizon: int, cuts: list[_Cut], expected: Forecasts, behind: float) -> BackTest:
    orders = np.concatenate([cut.orders for cut in cuts])
    spend = np.concatenate([cut.spend for cut in cuts])
    orders_expected = np.concatenate([pair[0] for pair in expected])
    spend_expected = np.concatenate([pair[1] for pair in expected])
    off, spend_off = orders_expected - orders, spend_expected - spend
    paid = bool(np.isfinite(spend_off).all())
    ranked = [(pair[1], cut.spend) if paid else (pair[0], cut.orders) for pair, cut in zip(expected, cuts, strict=True)]
    revenue = max(sum(float(actual.sum()) for _, actual in ranked), 1e-12)
    return BackTest(
        name=name,
        baseline=baseline,
        horizon_days=horizon,
        cuts=tuple(str(cut.day) for cut in cuts),
        cut_errors=tuple(
            float(pair[0].sum() / max(cut.orders.sum(), 1.0) - 1) for pair, cut in zip(expected, cuts, strict=True)
        ),
        customers=len(orders),
        orders_actual=float(orders.sum()),
        orders_expected=float(orders_expected.sum()),
        orders_noise=float(np.sqrt((off**2).sum())),
        orders_rmse=float(np.sqrt((off**2).mean())),
        spend_actual=float(spend.sum()) if paid else float("nan"),
        spend_expected=float(spend_expected.sum()) if paid else float("nan"),
        spend_rmse=float(np.sqrt((spend_off**2).mean())) if paid else float("nan"),
        capture=sum(top_capture(forecast, actual) for forecast, actual in ranked) / revenue,
        best_capture=sum(top_capture(actual, actual) for _, actual in ranked) / revenue,
        behind=behind,
    )
