"""How much a customer will spend in a horizon, from a feature frame: candidates, baselines, choice on later moments.

Linear candidates (least squares, ridge, lasso, elastic net) weigh the columns of a basis against the square root of the
amount: a root tames wholesale buyers without taking nothing for minus infinity. Boosted trees minimise Poisson deviance
on the amount itself, or come in two parts: a chance to buy times a gamma mean of the buyers'. Each candidate is
multiplied so that its total over the training rows is right (a ratio estimator); fits look at amounts capped at their
99.5 % quantile, totals at all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.science.propensity.basis import Basis, fit_basis

FEWEST_ROWS, FEWEST_PAID = 200, 50
CAP = 0.995
"""Quantile of the amounts above which a fit sees no difference; predictions are not capped."""
TOP = 0.1
RESAMPLES = 200
FAMILIES: dict[str, tuple[float, ...]] = {
    "linear": (0.0,),
    "ridge": (10.0, 300.0),
    "lasso": (0.02, 0.1),
    "elastic_net": (0.02, 0.1),
    "hgb_poisson": (0.0,),
    "hgb_two_part": (0.0,),
}
"""Candidates by name, each with the penalties tried; lasso's and elastic net's count in deviations of the root."""
MEAN = "mean"
"""Baseline: everyone spends the mean of the training rows."""


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % bootstrap interval over customers."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class AmountEvidence:
    """How one candidate or baseline did on the last moment."""

    name: str
    baseline: bool
    validation_rmse: float
    """On the moment before, amounts capped: what the choice was made by; NaN where there was no moment before."""
    rmse: Interval
    total_error: Interval
    """(expected - actual) / actual."""
    capture: Interval
    """Share of the amount that the tenth of rows with the highest forecast brought."""
    best_capture: float
    """What knowing the future would capture."""


@dataclass(frozen=True, eq=False)
class AmountModel:
    """A fitted amount: linear in a root over a basis, or boosted trees over the raw features."""

    name: str
    features: tuple[str, ...]
    factor: float
    """What the total over the training rows asks for."""
    basis: Basis | None = None
    coefficients: np.ndarray | None = None
    intercept: float = 0.0
    estimators: tuple[Any, ...] = ()
    """HistGradientBoostingRegressor (Poisson), or a classifier and a regressor (gamma), whose answers multiply."""

    def predict(self, frame: pd.DataFrame) -> np.ndarray:
        """Expected amounts, at least 0, shape (rows,); `frame` holds at least `features`, missing as NaN."""
        if self.basis is not None and self.coefficients is not None:
            root = np.maximum(self.basis.transform(frame) @ self.coefficients + self.intercept, 0.0)
            return self.factor * root**2
        raw = frame[list(self.features)].to_numpy(dtype=float)
        with threadpool_limits(1):
            parts = [
                model.predict_proba(raw)[:, 1] if hasattr(model, "predict_proba") else model.predict(raw)
                for model in self.estimators
            ]
        return self.factor * np.asarray(np.prod(parts, axis=0), dtype=float)


@dataclass(frozen=True, eq=False)
class AmountFit:
    """The chosen model, fitted on all rows, and the evidence: fitted on the past, measured once on the last moment."""

    model: AmountModel
    evidence: tuple[AmountEvidence, ...]
    tested_on: str
    """The last moment, ISO."""
    rows: int

    @property
    def own(self) -> AmountEvidence:
        """That of the chosen model."""
        return next(found for found in self.evidence if found.name == self.model.name)

    @property
    def beaten_by(self) -> tuple[str, ...]:
        """Baselines with a smaller error per row and of the total: use them instead, or say so."""
        own = self.own
        return tuple(
            found.name
            for found in self.evidence
            if found.baseline
            and found.rmse.value < own.rmse.value
            and abs(found.total_error.value) < abs(own.total_error.value)
        )


def fit_amounts(
    features: pd.DataFrame,
    amount: np.ndarray,
    *,
    moment: np.ndarray,
    horizon_days: int,
    baselines: Mapping[str, np.ndarray] | None = None,
    seed: int = 0,
) -> AmountFit:
    """Choose and fit an amount model; rows are snapshots of customers, all arrays of shape (rows,).

    `amount`: what came in the `horizon_days` after each `moment` (datetime64[D]), at least 0; `baselines`: named
    forecasts known at each row's moment, such as the last 365 days' spend times horizon / 365. The candidate with the
    smallest error of capped amounts on the last moment but one is chosen; evidence comes from the last. Training rows
    of either are those whose horizon had ended by then. Raises ValueError under FEWEST_ROWS rows or FEWEST_PAID with an
    amount in any part, and without two moments a horizon apart.
    """
    amount = np.maximum(np.asarray(amount, dtype=float), 0.0)
    moment = np.asarray(moment, dtype="datetime64[D]")
    test, past = _parts(moment, amount, horizon_days)
    settings, validated = _chosen(features, amount, moment, past, horizon_days, seed)
    known = {MEAN: np.full(len(amount), amount[past].mean()), **(baselines or {})}
    evidence = []
    for name, penalty in settings.items():
        fitted = _fit(name, penalty, features[past], amount[past], seed)
        predicted = fitted.predict(features[test])
        evidence.append(_measured(name, False, validated.get(name, np.nan), predicted, amount[test], seed))
    for name, forecast in known.items():
        evidence.append(_measured(name, True, np.nan, np.asarray(forecast, float)[test], amount[test], seed))
    ordered = {found.name: validated.get(found.name, found.rmse.value) for found in evidence if not found.baseline}
    best = min(ordered, key=lambda name: ordered[name])
    model = _fit(best, settings[best], features, amount, seed)
    return AmountFit(model, tuple(evidence), str(moment[test][0]), len(amount))


def _parts(moment: np.ndarray, amount: np.ndarray, horizon_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the last moment, and rows whose horizon had ended by then."""
    last = moment.max() if len(moment) else np.datetime64("1970-01-01", "D")
    test, past = moment == last, moment + horizon_days <= last
    for part, name in ((test, "of the last moment"), (past, f"from {horizon_days} days or more before it")):
        rows, paid = int(part.sum()), int((amount[part] > 0).sum())
        if rows < FEWEST_ROWS or paid < FEWEST_PAID:
            raise ValueError(
                f"an amount model needs {FEWEST_ROWS} rows {name}, {FEWEST_PAID} of them with an amount; there are "
                f"{rows} and {paid}: take a longer history or a shorter horizon"
            )
    return test, past


def _chosen(
    features: pd.DataFrame, amount: np.ndarray, moment: np.ndarray, past: np.ndarray, horizon_days: int, seed: int
) -> tuple[dict[str, float], dict[str, float]]:
    """The best penalty of each family on the last moment of the past, and its error there; nothing without one."""
    later = moment[past].max()
    judge, earlier = moment == later, moment + horizon_days <= later
    if min(int(judge.sum()), int(earlier.sum())) < FEWEST_ROWS or (amount[earlier] > 0).sum() < FEWEST_PAID:
        return {name: penalties[0] for name, penalties in FAMILIES.items()}, {}
    cap = np.quantile(amount[earlier], CAP)
    settings, validated = {}, {}
    for name, penalties in FAMILIES.items():
        errors = {}
        for penalty in penalties:
            predicted = _fit(name, penalty, features[earlier], amount[earlier], seed).predict(features[judge])
            off = np.minimum(predicted, cap) - np.minimum(amount[judge], cap)
            errors[penalty] = float(np.sqrt((off**2).mean()))
        settings[name] = min(errors, key=lambda penalty: errors[penalty])
        validated[name] = errors[settings[name]]
    return settings, validated


def _fit(name: str, penalty: float, features: pd.DataFrame, amount: np.ndarray, seed: int) -> AmountModel:
    seen = np.minimum(amount, np.quantile(amount, CAP))
    with threadpool_limits(1):
        plain = (_boosted if name.startswith("hgb") else _linear)(name, penalty, features, seen, seed)
    total = float(plain.predict(features).sum())
    factor = float(amount.sum()) / total if total > 0 else 1.0
    return AmountModel(name, plain.features, factor, plain.basis, plain.coefficients, plain.intercept, plain.estimators)


def _linear(name: str, penalty: float, features: pd.DataFrame, seen: np.ndarray, seed: int) -> AmountModel:
    from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, Ridge

    basis, root = fit_basis(features), np.sqrt(seen)
    outputs, scale = basis.transform(features), max(float(root.std()), 1e-12)
    estimator = {
        "linear": lambda: LinearRegression(),
        "ridge": lambda: Ridge(penalty),
        "lasso": lambda: Lasso(penalty * scale, max_iter=5_000, tol=1e-3, random_state=seed),
        "elastic_net": lambda: ElasticNet(penalty * scale, l1_ratio=0.5, max_iter=5_000, tol=1e-3, random_state=seed),
    }[name]()
    estimator.fit(outputs, root)
    return AmountModel(
        name, tuple(basis.features), 1.0, basis, np.asarray(estimator.coef_), float(estimator.intercept_)
    )


def _boosted(name: str, _penalty: float, features: pd.DataFrame, seen: np.ndarray, seed: int) -> AmountModel:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    raw, names = features.to_numpy(dtype=float), tuple(str(column) for column in features.columns)
    paid = seen > 0
    nowhere = np.isnan(raw).all(0) | np.isnan(raw[paid]).all(0)
    raw = np.where(nowhere, 0.0, raw)  # scikit-learn cannot bin a feature nobody has; as a constant it splits nothing
    shallow = {
        "learning_rate": 0.05,
        "max_iter": 120,
        "max_leaf_nodes": 8,
        "min_samples_leaf": 30,
        "early_stopping": False,
        "random_state": seed,
    }
    if name == "hgb_poisson":
        return AmountModel(
            name, names, 1.0, estimators=(HistGradientBoostingRegressor(loss="poisson", **shallow).fit(raw, seen),)
        )
    buys = HistGradientBoostingClassifier(**shallow)
    size = HistGradientBoostingRegressor(loss="gamma", **shallow)
    estimators: tuple[Any, ...] = (size.fit(raw[paid], seen[paid]),)
    if not paid.all():
        estimators = (buys.fit(raw, paid), *estimators)
    return AmountModel(name, names, 1.0, estimators=estimators)


def _measured(
    name: str, baseline: bool, validated: float, predicted: np.ndarray, actual: np.ndarray, seed: int
) -> AmountEvidence:
    """Figures on the last moment, with intervals by resampling customers; the top tenth stays as it was forecast."""
    size = max(round(TOP * len(actual)), 1)
    top = np.zeros(len(actual))
    top[np.argsort(-predicted, kind="stable")[:size]] = 1.0
    columns = np.stack([(predicted - actual) ** 2, predicted, actual, top * actual])
    dice = np.random.default_rng(seed)
    draws = dice.multinomial(len(actual), np.full(len(actual), 1 / len(actual)), RESAMPLES).astype(float)
    sums = np.vstack([columns.sum(1), draws @ columns.T])
    paid = np.maximum(sums[:, 2], 1e-12)
    figures = np.sqrt(sums[:, 0] / len(actual)), sums[:, 1] / paid - 1, sums[:, 3] / paid
    intervals = [
        Interval(float(values[0]), *(float(end) for end in np.quantile(values[1:], [0.025, 0.975])))
        for values in figures
    ]
    best = float(np.sort(actual)[-size:].sum() / max(actual.sum(), 1e-12))
    return AmountEvidence(name, baseline, float(validated), intervals[0], intervals[1], intervals[2], best)
