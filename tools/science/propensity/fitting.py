"""Fit a propensity score: will this customer do it within the horizon, and how sure is the shop of that.

clean → select features → candidates by successive halving → choice on later moments → calibration → the last moment,
held out and touched once → the served score on all rows. Each step leaves its figures in the evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from tools.science.propensity.calibrating import judge_calibration, settle
from tools.science.propensity.candidates import FAMILIES
from tools.science.propensity.choosing import Choice, choose, fit_members, try_candidates
from tools.science.propensity.cutoff import Cutoff, choose_cutoff
from tools.science.propensity.evidence import Evidence, RuleEvidence
from tools.science.propensity.judging import brier_skill, judge_rules, periods_of, shuffled_claim, span, verdict
from tools.science.propensity.metrics import Measured, Quality, draws, quality
from tools.science.propensity.scorer import Scorer
from tools.science.propensity.selecting import Selection, select_features
from tools.science.propensity.splitting import Fold, Plan, plan_split
from tools.science.propensity.tuning import EFFORTS, MOST_ROWS, Data, Effort, choose_effort, sample_rows, search

HELD_OUT_ROWS = 20_000
SHUFFLED_ROWS = 20_000
HALF_LIFE_DAYS = 180


@dataclass(frozen=True, eq=False)
class Propensity:
    """A fitted score with everything that is known about how good it is."""

    scorer: Scorer
    evidence: Evidence

    @property
    def useful(self) -> bool:
        """Whether the score may be shown (the rule is `evidence.useful_rule`)."""
        return self.evidence.useful

    def cutoff(
        self,
        frame: pd.DataFrame,
        *,
        value_per_success: float | None = None,
        cost_per_contact: float | None = None,
        capacity: int | None = None,
    ) -> Cutoff:
        """Whom of `frame` (customers × features) to contact; see `choose_cutoff`."""
        chance = self.scorer.probability(frame)
        return choose_cutoff(
            chance, value_per_success=value_per_success, cost_per_contact=cost_per_contact, capacity=capacity
        )


def fit_propensity(
    features: pd.DataFrame,
    label: np.ndarray,
    moment: np.ndarray | None,
    group: np.ndarray | None,
    *,
    history_probability: str | None = None,
    baseline: dict[str, np.ndarray] | None = None,
    budget_seconds: float = 20.0,
    horizon_days: int | None = None,
    rows_in_time_order: bool = False,
    seed: int = 0,
) -> Propensity:
    """Fit, choose, calibrate and judge a score of `label` (0 or 1, shape (rows,)) from `features` (rows × features).

    `moment` (rows,) is the day up to which a row's features look; `group` (rows,) the customer. Validation moments lie
    after training moments; `horizon_days` also keeps their label windows apart. Without moments, `rows_in_time_order`
    says that row order is time; otherwise customers are split at random and the evidence says so.
    `history_probability` names a feature that is already a probability of the label, from a model of purchase
    histories (BG/NBD): it may be pooled with the rest. `baseline` holds scores (rows,) of simple rules to be compared
    with, higher meaning likelier. `budget_seconds` is processor time at about 2.5 GHz, turned into a fixed amount of
    work.
    Raises ValueError under 200 rows or 30 of each outcome, where no feature varies, or for a label that is not 0 or 1.
    """
    label, frame = np.asarray(label, dtype=float), _numbers(features)
    if len(label) != len(frame) or not np.isin(label, (0.0, 1.0)).all():
        raise ValueError("a label is 0 or 1 for every row of the features: drop rows whose outcome is not known yet")
    if history_probability is not None and history_probability not in frame:
        raise ValueError(f"the history probability {history_probability!r} is not among the features")
    group = np.arange(len(label)) if group is None else np.asarray(group)
    moment = None if moment is None else np.asarray(moment).astype("datetime64[D]")
    data = Data(frame, label, np.ones(len(label)), group, moment, history_probability, seed)
    effort = choose_effort(len(label), frame.shape[1], budget_seconds)
    plan = plan_split(
        label,
        moment,
        group,
        horizon_days=horizon_days,
        rows_in_time_order=rows_in_time_order,
        folds=effort.folds,
        seed=seed,
    )
    with threadpool_limits(1):
        return _fit(data, plan, effort, baseline or {}, horizon_days, budget_seconds)


def _fit(
    data: Data, plan: Plan, effort: Effort, rules: dict[str, np.ndarray], horizon_days: int | None, budget: float
) -> Propensity:
    prepared = _prepared(data, plan, effort)
    data, folds = prepared.data, prepared.folds
    choice = choose(try_candidates(data, folds, effort), data, folds, effort)
    judged = _judged(data, plan, choice, folds, rules)
    evidence = _evidence(prepared, plan, effort, choice, judged, horizon_days, budget)
    everything = np.arange(len(data.label))
    return Propensity(_scorer(choice, data, everything, *judged.served), evidence)


class _Prepared(NamedTuple):
    """What the candidates are tried on."""

    data: Data
    """Of the selected features, with the rows' weights."""
    folds: tuple[Fold, ...]
    selection: Selection
    half_life: int | None


class _Judged(NamedTuple):
    """How the chosen score does on the last moment, held out until now, and how the served one is calibrated."""

    label: np.ndarray
    chance: np.ndarray
    slope: float
    offset: float
    figures: Quality
    skill: Measured
    rules: tuple[RuleEvidence, ...]
    served: tuple[float, float]
    """Slope and offset settled with the held-out rows as well."""


def _prepared(data: Data, plan: Plan, effort: Effort) -> _Prepared:
    """Select features on the rows before the last moment, thin the folds and weigh the rows."""
    selection = select_features(
        data.frame.iloc[plan.before], data.label[plan.before], spare=data.history, seed=data.seed
    )
    history = data.history if data.history in selection.names else None
    data = replace(data, frame=data.frame[selection.names], history=history)
    folds = tuple(
        Fold(fold.train, sample_rows(fold.valid, effort.judged, data.seed)) for fold in plan.folds[-effort.folds :]
    )
    data, half_life = _weighted(data, folds)
    return _Prepared(data, folds, selection, half_life)


def _judged(data: Data, plan: Plan, choice: Choice, folds: tuple[Fold, ...], rules: dict[str, np.ndarray]) -> _Judged:
    """Calibrate on the validation periods, judge on the held-out rows, then calibrate on both."""
    trial, validated = choice.trial, [fold.valid for fold in folds]
    periods = validated if plan.validation_order != "none" else [np.concatenate(validated)]
    slope, offset = settle(trial.votes, data.label, periods, scale=trial.scale)
    scorer = _scorer(choice, data, plan.before, slope, offset)
    held = sample_rows(plan.held_out, HELD_OUT_ROWS, data.seed)
    label, chance = data.label[held], scorer.probability(data.frame.iloc[held])
    drawn = draws(data.group[held], seed=data.seed)
    figures = quality(label, chance, [np.arange(len(held))], drawn)
    skill = brier_skill(label, chance, float(data.label[plan.before].mean()), drawn)
    compared = judge_rules(label, chance, {name: np.asarray(rule)[held] for name, rule in rules.items()}, drawn)
    votes = trial.votes.copy()
    votes[held] = (scorer.margin(data.frame.iloc[held]) - offset) / slope if slope else 0.0
    periods = [*periods, held] if plan.order != "none" else [np.concatenate([*periods, held])]
    served = settle(votes, data.label, periods, scale=trial.scale)
    return _Judged(label, chance, slope, offset, figures, skill, compared, served)


def _evidence(
    prepared: _Prepared,
    plan: Plan,
    effort: Effort,
    choice: Choice,
    judged: _Judged,
    horizon_days: int | None,
    budget: float,
) -> Evidence:
    """Everything the score was made of and judged by."""
    data, selection = prepared.data, prepared.selection
    start, end = span(data, np.arange(len(data.label)))
    return Evidence(
        rows=len(data.label),
        customers=len(np.unique(data.group)),
        positives=int(data.label.sum()),
        base_rate=float(data.label.mean()),
        start=start,
        end=end,
        order=plan.order,
        why=plan.why,
        validation_order=plan.validation_order,
        horizon_days=horizon_days,
        periods=periods_of(data, plan),
        kept=selection.kept,
        dropped=selection.dropped,
        candidates=choice.evidence,
        chosen=choice.chosen,
        choice=choice.reason,
        half_life_days=prepared.half_life,
        held_out=judged.figures,
        brier_skill=judged.skill,
        rules=judged.rules,
        shuffled=shuffled_claim(
            data, plan, judged.figures, _thrown_away(choice, data), SHUFFLED_ROWS, effort.resamples
        ),
        calibration=judge_calibration(judged.label, judged.chance, judged.slope, judged.offset, seed=data.seed),
        verdict=verdict(judged.figures, judged.skill, judged.rules),
        search=effort.name,
        rows_searched=max(trial.rows_fitted for trial in choice.trials.values()),
        rows_fitted=min(len(data.label), MOST_ROWS),
        budget_seconds=budget,
        seed=data.seed,
    )


def _scorer(choice: Choice, data: Data, rows: np.ndarray, slope: float, offset: float) -> Scorer:
    members, weights = fit_members(choice, data, rows, MOST_ROWS)
    read = {name for member in members for name in member.features}
    return Scorer(tuple(name for name in data.frame.columns if name in read), members, weights, slope, offset)


def _thrown_away(choice: Choice, data: Data) -> Callable[[np.ndarray], Callable[[pd.DataFrame], np.ndarray]]:
    return lambda rows: _scorer(choice, data, rows, 1.0, 0.0).margin


def _weighted(data: Data, folds: tuple[Fold, ...]) -> tuple[Data, int | None]:
    """Linear members weigh rows less by age where a plain logistic regression validates better so."""
    if data.moment is None:
        return data, None
    age = (data.moment.max() - data.moment).astype(float)
    if age.max() < HALF_LIFE_DAYS / 2:
        return data, None
    halving = replace(data, weights=0.5 ** (age / HALF_LIFE_DAYS))
    simplest, quick = replace(FAMILIES[0], grid=FAMILIES[0].grid[:1]), replace(EFFORTS[-1], rows=5_000)
    better = search(simplest, halving, folds, quick).loss < search(simplest, data, folds, quick).loss
    return (halving, HALF_LIFE_DAYS) if better else (data, None)


def _numbers(features: pd.DataFrame) -> pd.DataFrame:
    """Float columns with plain names and positions as index; infinities count as unknown."""
    values = features.to_numpy(dtype=float, na_value=np.nan)
    return pd.DataFrame(np.where(np.isfinite(values), values, np.nan), columns=[str(name) for name in features.columns])
