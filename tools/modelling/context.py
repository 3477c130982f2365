"""What every fit is given: the shop as it stands, the day it is looked at from, and how much time there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tools.contract import NotEnoughData
from tools.data.features import FeaturePlan, plan_features, transactions
from tools.modelling.cards import ModelCard
from tools.modelling.drift import present, reference_parts

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse
    from tools.data.workspace import Workspace

BUDGET_SECONDS = 8.0
"""Processor time to look for a good propensity model with; the shop's size decides how far that goes."""
SMALL_BUDGET_SECONDS = 3.0
SMALL_SHOP_CUSTOMERS = 3_000


@dataclass(frozen=True, eq=False)
class Training:
    """One run of training; read-only but for `scores`."""

    workspace: Workspace
    warehouse: Warehouse
    today: date
    seed: int = 0
    scores: dict[str, pd.Series] = field(default_factory=dict)
    """Column of customer_scores to a value per customer id, filled as models are fitted."""

    @cached_property
    def history(self) -> pd.DataFrame:
        """Every purchase up to today: customer_id, day, amount. Raises NotEnoughData without any."""
        found = transactions(self.warehouse, self.today)
        if found.empty:
            raise NotEnoughData("There are no orders of known customers, so there is nothing to learn from.")
        return found

    @cached_property
    def plan(self) -> FeaturePlan:
        """The shop's features."""
        return plan_features(self.warehouse, self.today)

    @cached_property
    def reference(self) -> dict[str, Any] | None:
        """How the features are spread today, to tell drift by later."""
        return reference_parts(present(self.warehouse, self.plan, self.today))

    @property
    def first_day(self) -> date:
        """Day of the first purchase."""
        return self.history["day"].min().date()

    @property
    def budget_seconds(self) -> float:
        """Processor time for one propensity model."""
        small = self.history["customer_id"].nunique() < SMALL_SHOP_CUSTOMERS
        return SMALL_BUDGET_SECONDS if small else BUDGET_SECONDS


@dataclass(frozen=True, eq=False)
class Fitted:
    """One model as it is to be kept: its card, and its parts where it has any."""

    card: ModelCard
    parts: dict[str, Any] = field(default_factory=dict)
    """Arrays, JSON values and scikit-learn estimators by name."""
