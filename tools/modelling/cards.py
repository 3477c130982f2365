"""Model cards: what a score predicts, on which rows it was fitted, how good it is, and what it must not be used for.

A card is plain JSON beside the fitted model. Whether a score is offered at all stands on it, with the reason.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from tools.contract import Model
from tools.specs import Words

ModelName = Literal["churn", "purchase", "category", "value", "response", "uplift", "recommendations", "clusters"]
LABELS: dict[ModelName, Words] = {
    "churn": Words(en="Churn", zh="流失"),
    "purchase": Words(en="Next purchase", zh="下次购买"),
    "category": Words(en="Category purchase", zh="品类购买"),
    "value": Words(en="Customer value", zh="客户价值"),
    "response": Words(en="Campaign response", zh="活动响应"),
    "uplift": Words(en="Uplift", zh="增量"),
    "recommendations": Words(en="Recommendations", zh="商品推荐"),
    "clusters": Words(en="Clusters", zh="聚类"),
}


class Figure(Model):
    """One measured quantity with its 95 % interval, where one was computed."""

    value: float | None
    low: float | None = None
    high: float | None = None


class CandidateFigures(Model):
    """How one candidate, baseline or rule did on the rows the figures are about."""

    name: str
    kind: Literal["candidate", "baseline"] = "candidate"
    served: bool = False
    figures: dict[str, Figure] = Field(default_factory=dict)
    """roc_auc, pr_auc, brier, lift_at_10, calibration_error and the like."""
    notes: list[Literal["held_out", "validation", "no_exact_reasons", "cross_fitted", "left_out"]] = Field(
        default_factory=list
    )
    """On which rows the figures are, and what else decides."""


class FeatureNote(Model):
    """A feature that was kept, or dropped and why."""

    name: str
    kept: bool
    why: str = ""
    """A code, and behind it the feature that says the same where there is one."""


SCHEMA = 1
"""Form of cards and kept parts; raised when either changes, so that older models are fitted anew, not misread."""


class ModelCard(Model):
    """What a reader needs to trust a score, or not to."""

    form: int = SCHEMA
    model: ModelName
    version: str = ""
    fitted_as_of: date
    offered: bool
    verdict: Words
    """Why it is offered, or why not, in one sentence."""
    predicts: Words
    population: Words
    horizon_days: int | None = None
    rows: int = 0
    customers: int = 0
    first_moment: date | None = None
    last_moment: date | None = None
    """The dates the training rows look out from."""
    tested_on: Words | None = None
    """Which rows the figures are about, and whether time was respected."""
    base_rate: float | None = None
    """Share of the tested rows for which the answer was yes, or the average amount."""
    candidates: list[CandidateFigures] = Field(default_factory=list)
    shuffled: Figure | None = None
    """ROC AUC that a shuffled split would have claimed: too good where time matters."""
    features: list[FeatureNote] = Field(default_factory=list)
    minimum: Words
    """The size below which the score is not shown."""
    not_for: Words
    notes: list[Words] = Field(default_factory=list)
    drift: dict[str, Any] = Field(default_factory=dict)
    changes: list[Words] = Field(default_factory=list)
    """What differs from the former version."""
    evidence: dict[str, Any] = Field(default_factory=dict)
    """Everything else that fitting found, by the names its method uses."""

    @property
    def served(self) -> CandidateFigures | None:
        """The candidate that scores people."""
        return next((one for one in self.candidates if one.served), None)

    def figure(self, name: str) -> Figure | None:
        """A figure of the served candidate."""
        return self.served.figures.get(name) if self.served else None


def refused(model: ModelName, as_of: date, reason: str, rule: Words) -> ModelCard:
    """The card of a model the data do not allow: `reason` says what is missing, `rule` what it takes."""
    label, reason = LABELS[model], reason[:1].upper() + reason[1:]
    return ModelCard(
        model=model,
        fitted_as_of=as_of,
        offered=False,
        verdict=Words(en=reason, zh=f"数据不足。{rule.zh}"),
        predicts=Words(en=f"Nothing yet: {label.inside('en')} needs more data", zh=f"数据不足，暂无“{label.zh}”"),
        population=Words(en="nobody", zh="无"),
        minimum=rule,
        not_for=Words(en="Not fitted, so not for anything.", zh="尚未拟合，不可使用。"),
    )
