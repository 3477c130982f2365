"""From trials to the score that is served: the blend, the choice, and the members of what was chosen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.science.propensity.calibrating import cross_calibrated
from tools.science.propensity.candidates import FAMILIES, history_member
from tools.science.propensity.evidence import CandidateEvidence, ChoiceReason
from tools.science.propensity.metrics import draws, mean_auc, quality
from tools.science.propensity.scorer import Member
from tools.science.propensity.splitting import Fold
from tools.science.propensity.tuning import Data, Effort, Trial, judged_trial, sample_rows, search

BLEND = "blend"
HISTORY = "history_probability"
LINEAR, BOOSTED = "logistic_splines", "boosted_trees"
BLENDS = ((0.5, 0.5), (0.7, 0.3), (0.3, 0.7))
"""Weights of splines and boosted trees that are tried."""
BLENDS_WITH_HISTORY = ((0.4, 0.4, 0.2), (1 / 3, 1 / 3, 1 / 3), (0.5, 0.0, 0.5))
"""The same with a history probability, which no season and no label window bends."""
WORTH_IT = 0.0005
"""Share of the log loss that other weights must save: the first of each list are the plain ones."""
MOST_MORE_TREES = 2.0
"""Boosting that was stopped early on few rows bears more trees on more: by the root of their ratio, at most this."""
SIMPLICITY = {HISTORY: -1, **{family.name: family.simplicity for family in FAMILIES}, BLEND: 9}
NOT_SERVED = {family.name for family in FAMILIES if not family.exact_reasons}


@dataclass(frozen=True, eq=False)
class Choice:
    """The candidates judged on the validation rows, and the one to serve."""

    trials: dict[str, Trial]
    evidence: tuple[CandidateEvidence, ...]
    chosen: str
    reason: ChoiceReason

    @property
    def trial(self) -> Trial:
        """The chosen candidate's."""
        return self.trials[self.chosen]


def try_candidates(data: Data, folds: tuple[Fold, ...], effort: Effort) -> dict[str, Trial]:
    """Every family's best setting, the history probability by itself, and the blend of the two strongest forms."""
    trials = {family.name: search(family, data, folds, effort) for family in FAMILIES}
    votes = [trials[LINEAR].votes, trials[BOOSTED].votes]
    weightings: list[tuple[float, ...]] = list(BLENDS)
    if data.history:
        member = history_member(data.history, data.frame[data.history].to_numpy(dtype=float))
        alone = np.full(len(data.label), np.nan)
        judged = np.concatenate([fold.valid for fold in folds])
        alone[judged] = member.vote(data.frame.iloc[judged])
        trials[HISTORY] = judged_trial(HISTORY, {}, alone, "log_odds", data, folds)
        votes.append(alone)
        weightings = [*BLENDS_WITH_HISTORY, *((*pair, 0.0) for pair in BLENDS)]
    blends = []
    for weights in weightings:
        pooled = sum(weight * part for weight, part in zip(weights, votes, strict=True))
        blends.append(judged_trial(BLEND, {"weights": weights}, np.asarray(pooled), "log_odds", data, folds))
    best = min(blends, key=lambda trial: trial.loss)
    trials[BLEND] = best if best.loss < blends[0].loss * (1 - WORTH_IT) else blends[0]
    return trials


def choose(trials: dict[str, Trial], data: Data, folds: tuple[Fold, ...], effort: Effort) -> Choice:
    """The blend unless a single candidate ranks better beyond chance; then the simplest that is as good as the best.

    Compared by ROC AUC averaged over the validation folds; beyond chance is one standard error of the paired difference
    when customers are resampled (Breiman et al. 1984). An average that is not beaten is preferred to its parts, since
    it needs no choice among them: who wins among equals is luck, and luck does not last.
    """
    rows = np.concatenate([fold.valid for fold in folds])
    ends = np.cumsum([len(fold.valid) for fold in folds])[:-1]
    parts = list(np.split(np.arange(len(rows)), ends))
    weights = draws(data.group[rows], resamples=effort.resamples, seed=data.seed)
    label = data.label[rows]
    aucs = {name: mean_auc(label, trial.votes[rows], parts, weights) for name, trial in trials.items()}
    served = [name for name in trials if name not in NOT_SERVED]
    best = max(served, key=lambda name: aucs[name][0])
    behind = {name: aucs[best] - figure for name, figure in aucs.items()}
    errors = {name: float(np.nanstd(difference[1:])) for name, difference in behind.items()}
    if behind[BLEND][0] <= errors[BLEND]:
        chosen, reason = BLEND, "blend_not_beaten"
    else:
        close = [name for name in served if name != BLEND and behind[name][0] <= errors[name]]
        chosen, reason = min(close, key=lambda name: SIMPLICITY[name]), "simplest_within_one_standard_error"
    evidence = []
    for name, trial in trials.items():
        probability = cross_calibrated(trial.votes[rows], label, parts, trial.scale)
        figures = quality(label, probability, parts, weights)
        evidence.append(
            CandidateEvidence(
                name,
                trial.settings,
                trial.rows_fitted,
                name not in NOT_SERVED,
                figures,
                float(behind[name][0]),
                errors[name],
            )
        )
    return Choice(trials, tuple(evidence), chosen, reason)  # type: ignore[arg-type]


def fit_members(
    choice: Choice, data: Data, rows: np.ndarray, most_rows: int
) -> tuple[tuple[Member, ...], tuple[float, ...]]:
    """The chosen candidate fitted on (at most `most_rows` of) `rows`, with the weights its votes are pooled by."""
    families = {family.name: family for family in FAMILIES}

    def one(name: str) -> Member:
        if name == HISTORY:
            assert data.history is not None
            return history_member(data.history, data.frame[data.history].to_numpy(dtype=float))
        family, trial = families[name], choice.trials[name]
        chosen = sample_rows(rows, most_rows, data.seed)
        settings = dict(trial.settings)
        if family.checkpoints:
            more = np.sqrt(len(chosen) / trial.rows_fitted)
            settings["trees"] = round(settings["trees"] * min(max(more, 1.0), MOST_MORE_TREES))
        return family.fit(data.table(chosen), settings, data.seed)  # type: ignore[return-value]

    if choice.chosen != BLEND:
        return (one(choice.chosen),), (1.0,)
    names = (LINEAR, BOOSTED, HISTORY)
    used = [(name, weight) for name, weight in zip(names, choice.trial.settings["weights"], strict=False) if weight]
    return tuple(one(name) for name, _ in used), tuple(weight for _, weight in used)
