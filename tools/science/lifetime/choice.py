"""Which purchase model a shop's customers follow: the likeliest of those a rolling back-test does not rule out.

A candidate whose squared error in the back-test lies more than RULED_OUT standard errors above the best one's (paired
by customer) is dropped; likelihood alone would keep it, because no shop follows any of these models exactly. Of the
rest, all with four parameters, the likeliest is taken; those within two units of AIC (Burnham and Anderson 2002) count
as alike and the better in the back-test wins. Where the back-test misses the total to the same side at every cut,
beyond chance, expected orders are multiplied by what it says, and the model tells by what.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from tools.science.lifetime.backtest import FEWEST_CUSTOMERS, FEWEST_REPEATERS, BackTest, back_test
from tools.science.lifetime.counts import PurchaseDays, as_day
from tools.science.lifetime.fitting import CANDIDATES, Fit, fit_purchases
from tools.science.lifetime.gamma_gamma import OrderValue, fit_order_value
from tools.science.lifetime.model import LifetimeModel, Rescaling

SAMPLE = 50_000
"""Customers the candidates are compared on; the chosen one is then fitted on everybody."""
ALIKE = 2.0
"""Units of AIC within which likelihood does not tell two models apart."""
RULED_OUT = 2.0
SMALLEST_RESCALING = 0.05
"""Errors of the total below this share are left alone."""
FURTHEST_RESCALING = 2.0


def choose_lifetime(
    days: PurchaseDays,
    *,
    end: date | np.datetime64,
    horizon_days: int,
    candidates: tuple[str, ...] = CANDIDATES,
    rescale: bool = True,
    sample: int = SAMPLE,
    seed: int = 0,
) -> LifetimeModel:
    """Choose, fit and back-test a value model on all purchase days up to the close of `end`.

    Raises ValueError with fewer than FEWEST_CUSTOMERS customers, or fewer than FEWEST_REPEATERS who bought again.
    """
    counts = days.counts(end)
    repeaters = int((counts.x > 0).sum())
    if len(counts) < FEWEST_CUSTOMERS or repeaters < FEWEST_REPEATERS:
        raise ValueError(
            f"a lifetime model needs at least {FEWEST_CUSTOMERS} customers, {FEWEST_REPEATERS} of whom bought on more "
            f"than one day; there are {len(counts)} and {repeaters}: take a longer history"
        )
    drawn = days.sample(sample, seed)
    known = drawn.counts(end)
    fits = [fit_purchases(known, name) for name in candidates]
    tests = back_test(drawn, candidates, end=end, horizon_days=horizon_days)
    chosen = _chosen(fits, tests)
    if drawn is not days:
        chosen = fit_purchases(counts, chosen.model.name)
    own = next((test for test in tests if test.name == chosen.model.name), None)
    value: OrderValue | None = None
    if np.isfinite(counts.spend).any():
        try:
            value = fit_order_value(counts)
        except ValueError:
            value = None
    return LifetimeModel(
        purchases=chosen,
        value=value,
        rescaling=_rescaling(own) if rescale and own else Rescaling(),
        end=str(as_day(end)),
        horizon_days=horizon_days,
        candidates=tuple(sorted(((fit.model.name, fit.aic) for fit in fits), key=lambda pair: pair[1])),
        back_tests=tests,
    )


def _chosen(fits: list[Fit], tests: tuple[BackTest, ...]) -> Fit:
    behind = {test.name: test.behind for test in tests}
    left = [fit for fit in fits if behind.get(fit.model.name, 0.0) <= RULED_OUT]
    best = min(fit.aic for fit in left)
    return min((fit for fit in left if fit.aic <= best + ALIKE), key=lambda fit: behind.get(fit.model.name, 0.0))


def _rescaling(test: BackTest) -> Rescaling:
    """Actual over expected, where at least two cuts err alike and the whole error is beyond chance."""
    errors = np.array(test.cut_errors)
    alike = len(errors) >= 2 and ((errors > 0).all() or (errors < 0).all())
    off = test.orders_expected - test.orders_actual
    beyond = abs(off) > 2 * test.orders_noise and abs(test.orders_total_error) > SMALLEST_RESCALING
    if not (alike and beyond):
        return Rescaling(1.0, test.orders_actual, test.orders_expected, len(errors))
    factor = float(np.clip(test.orders_actual / test.orders_expected, 1 / FURTHEST_RESCALING, FURTHEST_RESCALING))
    return Rescaling(factor, test.orders_actual, test.orders_expected, len(errors))
