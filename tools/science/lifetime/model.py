"""A fitted value model as plain numbers: it goes into JSON and comes back the same to the last bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tools.science.lifetime.backtest import BackTest
from tools.science.lifetime.bg_nbd import BetaGeometric
from tools.science.lifetime.fitting import Fit
from tools.science.lifetime.gamma_gamma import OrderValue
from tools.science.lifetime.pareto_nbd import ParetoNBD


@dataclass(frozen=True)
class Rescaling:
    """By what the expected orders are multiplied, and the back-test that says so."""

    factor: float = 1.0
    """1 where the back-test gives no reason."""
    actual: float = 0.0
    expected: float = 0.0
    """Orders that came and that the model had expected, over the cuts of the back-test."""
    cuts: int = 0


@dataclass(frozen=True)
class LifetimeModel:
    """Purchases, their worth, the evidence for both."""

    purchases: Fit
    value: OrderValue | None
    """None where there are no amounts, or too few repeat orders with one."""
    rescaling: Rescaling
    end: str
    """Last day of the data it was fitted on, ISO."""
    horizon_days: int
    """The horizon its back-test was asked for; forecasts may take another."""
    candidates: tuple[tuple[str, float], ...]
    """Each candidate's name and AIC, on the same customers, best first."""
    back_tests: tuple[BackTest, ...]
    """The candidates and the baselines, over the same cuts; empty where the history is too short."""

    @property
    def back_test(self) -> BackTest | None:
        """That of the model itself."""
        return next((test for test in self.back_tests if test.name == self.purchases.model.name), None)

    @property
    def beaten_by(self) -> tuple[str, ...]:
        """Baselines with a smaller error per customer and of the total: say so beside every forecast."""
        own = self.back_test
        return tuple(test.name for test in self.back_tests if own and test.baseline and test.better_than(own))

    def to_dict(self) -> dict[str, Any]:
        """Only what JSON knows: dicts, lists, strings, numbers, None (a NaN becomes None)."""
        plain: dict[str, Any] = _plain(asdict(self))
        plain["purchases"]["kind"] = "pareto" if isinstance(self.purchases.model, ParetoNBD) else "beta_geometric"
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> LifetimeModel:
        """Back from `to_dict`, or from JSON made of it."""
        fit = dict(data["purchases"])
        family = ParetoNBD if fit.pop("kind") == "pareto" else BetaGeometric
        fit["model"] = family(**fit["model"])
        fit["covariance"] = tuple(tuple(row) for row in fit["covariance"])
        fit["at_bound"] = tuple(fit["at_bound"])
        value = data["value"]
        return cls(
            purchases=Fit(**fit),
            value=None if value is None else OrderValue(**_with_nan(value)),
            rescaling=Rescaling(**data["rescaling"]),
            end=data["end"],
            horizon_days=data["horizon_days"],
            candidates=tuple((name, aic) for name, aic in data["candidates"]),
            back_tests=tuple(_back_test(test) for test in data["back_tests"]),
        )


def _back_test(data: Mapping[str, Any]) -> BackTest:
    values = _with_nan(data)
    return BackTest(**{**values, "cuts": tuple(values["cuts"]), "cut_errors": tuple(values["cut_errors"])})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return None if isinstance(value, float) and value != value else value


def _with_nan(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: float("nan") if value is None else value for key, value in values.items()}
