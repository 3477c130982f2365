"""What a fitted score has to show: every figure of its card, as frozen records that turn into JSON by `asdict`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tools.science.propensity.metrics import Measured, Quality
from tools.science.propensity.splitting import Order, Why

Verdict = Literal["useful", "no_better_than_base_rate", "no_better_than_rule"]
DropReason = Literal["constant", "nearly_empty", "duplicate", "redundant", "tells_the_label", "unrelated"]
Part = Literal["fitted", "validated", "held_out", "mixed", "waiting"]
ChoiceReason = Literal["blend_not_beaten", "simplest_within_one_standard_error"]
Difference = Literal["base_rate_drift", "moved_features", "tells_the_period", "same_customers", "within_chance"]

USEFUL_RULE = (
    "shown only where, on the held-out rows, the ROC AUC is above .5 (95 % interval, and Mann-Whitney test at 1 %), "
    "the Brier score beats the base rate known at the time, and no simple rule ranks better beyond chance"
)
SIZE_RULE = "at least 200 rows with 30 of each outcome, and 10 of each in every part fitted, validated or held out"
REFIT_RULE = (
    "the chosen settings are fitted again on all rows; slope and offset come from rows scored before their outcome was "
    "known, each period back counting half as much"
)


@dataclass(frozen=True)
class Dropped:
    """A feature that is not used, and the figures behind the reason."""

    name: str
    reason: DropReason
    figures: dict[str, float] = field(default_factory=dict)
    other: str | None = None
    """The feature kept in its place."""


@dataclass(frozen=True)
class Kept:
    """A feature that is used: how well it alone ranks (ROC AUC of .5 to 1 in the better direction), and its test."""

    name: str
    auc_alone: float
    p_value: float
    known_share: float


@dataclass(frozen=True)
class Period:
    """One block of moments, in ISO dates (or row numbers where row order is all there is)."""

    start: str
    end: str
    rows: int
    positives: int
    base_rate: float
    part: Part
    """`waiting`: its outcomes were not yet known when the held-out rows were scored; used in the last fit only."""


@dataclass(frozen=True)
class CandidateEvidence:
    """One candidate on the validation rows."""

    name: str
    settings: dict[str, float | int | str | None]
    rows_fitted: int
    """Most rows any of its validation fits used."""
    exact_reasons: bool
    """A candidate without exact reasons is shown for comparison and never served."""
    quality: Quality
    auc_behind_best: float
    """Best mean ROC AUC minus its own."""
    standard_error: float
    """Of that difference, from paired resamples of customers."""


@dataclass(frozen=True)
class RuleEvidence:
    """A simple rule on the held-out rows, beside the score."""

    name: str
    roc_auc: Measured
    pr_auc: Measured
    lift_at_10_percent: Measured
    score_minus_rule: Measured
    """ROC AUC of the score minus that of the rule, paired."""


@dataclass(frozen=True)
class ShuffledEvidence:
    """What a shuffled split would have claimed for the same candidate, and why it differs from the held-out figure."""

    roc_auc: Measured
    within_period_auc: float
    """Of the same shuffled test, ranks compared within a period only: what is left when telling the date is no help."""
    higher_by: float
    reasons: tuple[Difference, ...]
    base_rate_before: float
    base_rate_held_out: float
    moved: dict[str, float]
    """Population stability index of the features that moved most between fitted and held-out rows; .25 is a lot."""
    shared_customers: float
    """Share of the shuffled test's rows whose customer was also fitted on."""


@dataclass(frozen=True)
class CalibrationEvidence:
    """Promised against observed on the held-out rows."""

    slope: float
    offset: float
    """Fitted on the validation rows before the held-out ones."""
    promised: float
    observed: float
    error: float
    """Expected calibration error as served."""
    error_by_chance: float
    """What the same rows would show if every probability were exactly right: small samples never show 0."""
    error_at_right_level: float
    """The same once the mean is put right: what is left is the shape's."""
    base_rate_drift: bool
    """Whether a moved base rate, beyond chance, makes at least half of the error."""


@dataclass(frozen=True)
class Evidence:
    """Everything a card says about how good a score is."""

    rows: int
    customers: int
    positives: int
    base_rate: float
    start: str
    end: str
    order: Order
    why: Why
    validation_order: Order
    horizon_days: int | None
    periods: tuple[Period, ...]
    kept: tuple[Kept, ...]
    dropped: tuple[Dropped, ...]
    candidates: tuple[CandidateEvidence, ...]
    chosen: str
    choice: ChoiceReason
    half_life_days: int | None
    """Rows lose half their weight for the linear members in this many days; None: all weigh the same."""
    held_out: Quality
    brier_skill: Measured
    """1 - Brier / Brier of the base rate known before; above 0 is better than the base rate."""
    rules: tuple[RuleEvidence, ...]
    shuffled: ShuffledEvidence
    calibration: CalibrationEvidence
    verdict: Verdict
    search: str
    """Level of effort the budget allowed."""
    rows_searched: int
    """At most this many rows fitted any candidate while choosing."""
    rows_fitted: int
    """Rows behind the served score."""
    budget_seconds: float
    seed: int
    useful_rule: str = USEFUL_RULE
    size_rule: str = SIZE_RULE
    refit_rule: str = REFIT_RULE

    @property
    def useful(self) -> bool:
        """Whether the score may be shown."""
        return self.verdict == "useful"

    @property
    def time_ordered(self) -> bool:
        """Whether the held-out rows are later than those that were fitted."""
        return self.order != "none"
