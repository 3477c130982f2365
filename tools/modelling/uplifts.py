"""Uplift from the shop's own randomised campaigns: whom a contact moves, and whether that can be told at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.contract import NotEnoughData
from tools.data.features import compute, experiment_outcomes
from tools.modelling.cards import CandidateFigures, FeatureNote, Figure, ModelCard
from tools.modelling.context import Fitted, Training
from tools.modelling.evidence_cards import NOT_FOR
from tools.specs import Words

if TYPE_CHECKING:
    import pandas as pd

    from tools.science.experiment.estimate import Estimate
    from tools.science.uplift.model import Report, Uplift
    from tools.science.uplift.verdict import Judgement, Ranged

OUTCOME_DAYS = 21
CONTROL = (
    "control", "holdout", "hold-out", "hold out", "held back", "none", "no mail", "no_mail", "no e-mail", "nothing",
    "对照", "对照组", "控制组", "留出", "空白组",
)  # fmt: skip
MOST_EXPERIMENTS = 4
"""Latest experiments that are looked at."""
MINIMUM = Words(
    en="Fitted from 500 people in each arm with 50 outcomes each, where the arms differ by no more than chance.",
    zh="两组各至少 500 人、各 50 次结果，且两组如随机般均衡时才拟合。",
)
VERDICTS = {
    "uplift_better": Words(
        en="Ranking by uplift finds more extra orders than ranking by likely buyers, beyond chance.",
        zh="按增量排序比按购买可能性排序带来更多额外订单，差异显著。"),
    "not_better_than_response": Words(
        en="Uplift cannot be told from a plain response model here: target likely responders instead.",
        zh="这里的增量无法与普通响应模型区分：请改用响应概率。"),
    "no_effect_to_target": Words(
        en="The campaign had no effect that differs from chance, so there is nobody to single out.",
        zh="活动没有显著效果，因此没有可单独挑选的人群。"),
}  # fmt: skip


def fit_uplift_model(training: Training) -> Fitted:
    """Fit each of the latest experiments; the latest that shows uplift is served, else the latest explains why not."""
    rows = experiment_outcomes(training.warehouse, training.today, training.plan.event_types, within_days=OUTCOME_DAYS)
    if rows.empty:
        raise NotEnoughData(
            f"Uplift needs a campaign whose receivers were drawn at random (table assignments) at least {OUTCOME_DAYS} "
            "days ago; there is none."
        )
    starts = rows.groupby("campaign_id")["assigned_at"].min().sort_values(ascending=False)
    found, problems = [], []
    for campaign in starts.index[:MOST_EXPERIMENTS]:
        try:
            found.append((str(campaign), _fit_one(training, rows[rows["campaign_id"] == campaign])))
        except ValueError as error:
            problems.append(f"{campaign}: {error}")
    if not found:
        raise NotEnoughData("; ".join(problems) + ".")
    served = next((pair for pair in found if _verdict(pair[1]) == "uplift_better"), found[0])
    return Fitted(
        _card(training, *served, found, problems, rows),
        {"uplift": served[1].parts(), "plan": training.plan.model_dump(mode="json")},
    )


def predicted(parts: Mapping[str, Any], frame: pd.DataFrame) -> np.ndarray:
    """Uplift of each row as a share (0.01 is one percentage point); shape (rows,)."""
    from tools.science.uplift.model import Uplift

    return Uplift.from_parts(parts["uplift"]).uplift(frame)


def _fit_one(training: Training, rows: pd.DataFrame) -> Uplift:
    """One experiment: everyone as they were known the day before it; the outcome is an order."""
    from tools.science.uplift.fitting import fit_uplift

    treated = _treated(rows["arm"])
    day = rows["assigned_at"].min().date() - timedelta(days=1)
    features = compute(training.warehouse, training.plan, day, customers=list(rows["customer_id"]))
    outcome = rows["ordered"].to_numpy(dtype=float)
    return fit_uplift(features, treated, outcome, seed=training.seed)


def _treated(arm: pd.Series) -> np.ndarray:
    """1 for the contacted; raises ValueError where the arms are not one control and one treatment."""
    spoken = arm.str.strip().str.casefold()
    control = spoken.isin(CONTROL)
    arms = sorted(arm.unique())
    if arm[~control].nunique() != 1 or not control.any():
        raise ValueError(
            f"uplift needs one control arm and one treated arm, found {', '.join(arms)}: name the control arm control"
        )
    return (~control).to_numpy(dtype=float)


def _verdict(model: Uplift) -> str:
    assert model.report is not None
    return model.report.judgement.verdict


def _card(
    training: Training,
    campaign: str,
    model: Uplift,
    found: list[tuple[str, Uplift]],
    problems: list[str],
    rows: pd.DataFrame,
) -> ModelCard:
    report = model.report
    assert report is not None
    judged, mine = report.judgement, rows[rows["campaign_id"] == campaign]
    day = mine["assigned_at"].min().date()
    return ModelCard(
        model="uplift",
        fitted_as_of=training.today,
        offered=judged.verdict == "uplift_better",
        verdict=verdict_words(judged),
        predicts=Words(en=f"By how much a contact like campaign {campaign} changes a customer's chance to order within "
                       f"{OUTCOME_DAYS} days",
                       zh=f"类似活动 {campaign} 的触达使客户 {OUTCOME_DAYS} 天内下单概率变化多少"),
        population=Words(en="customers with a purchase, as if contacted today", zh="有过购买的客户（假设今天触达）"),
        horizon_days=OUTCOME_DAYS,
        rows=report.rows,
        customers=report.rows,
        first_moment=day,
        last_moment=day,
        tested_on=Words(en="Judged on people left out in turn (cross-fitting), not on a later experiment.",
                        zh="用轮流留出的人群检验（交叉拟合），并非更晚的实验。"),
        base_rate=float(mine["ordered"].mean()),
        candidates=_candidates(model, report),
        features=[FeatureNote(name=name, kept=True) for name in model.features],
        minimum=MINIMUM,
        not_for=NOT_FOR,
        notes=_notes(campaign, judged.average_effect, found, problems),
        evidence=report.card(),
    )  # fmt: skip


def _notes(campaign: str, effect: Estimate, found: list[tuple[str, Uplift]], problems: list[str]) -> list[Words]:
    """What the contact did, what the other experiments showed, and which could not be fitted."""
    notes = [Words(
        en=f"Campaign {campaign}: the contact changed the share who ordered within {OUTCOME_DAYS} days by "
        f"{effect.value * 100:+.2f} points (95 % interval {effect.low * 100:+.2f} to {effect.high * 100:+.2f}).",
        zh=f"活动 {campaign}：触达使 {OUTCOME_DAYS} 天内下单占比变化 {effect.value * 100:+.2f} 个百分点"
        f"（95% 区间 {effect.low * 100:+.2f} 至 {effect.high * 100:+.2f}）。",
    )]  # fmt: skip
    for other, its in found:
        if other != campaign:
            assert its.report is not None
            notes.append(_said(f"Campaign {other}", f"活动 {other}", verdict_words(its.report.judgement)))
    notes += [Words(en=f"Not fitted: {problem}.", zh=f"未拟合：{problem}。") for problem in problems]
    return notes


def _candidates(model: Uplift, report: Report) -> list[CandidateFigures]:
    """The learner that is served, all that were tried, and the plain response model."""
    judged = report.judgement
    learners = [
        CandidateFigures(name=name, figures={"qini": Figure(value=float(value))}, notes=["cross_fitted"])
        for name, value in report.candidates.items()
    ]
    served = CandidateFigures(
        name=model.learner, served=True, notes=["left_out"],
        figures={"qini": _figure(judged.qini), "uplift_at_30": Figure(value=report.uplift_at_30)},
    )  # fmt: skip
    plain = CandidateFigures(name=f"response model ({report.response_model})", kind="baseline",
                             figures={"qini": _figure(judged.response_qini)})  # fmt: skip
    return [served, *learners, plain]


def verdict_words(judged: Judgement) -> Words:
    """The verdict in a sentence; where a plain response model does better, that, with both figures."""
    if judged.verdict != "not_better_than_response" or not judged.response_ahead:
        return VERDICTS[judged.verdict]
    uplift, response = judged.qini.value, judged.response_qini.value
    return Words(
        en=f"A plain response model does better here (Qini {response:.3f} against {uplift:.3f}): target likely "
        "responders instead.",
        zh=f"这里普通响应模型更好（Qini {response:.3f}，增量模型 {uplift:.3f}）：请改用响应概率。",
    )


def _said(english: str, chinese: str, words: Words) -> Words:
    return Words(en=f"{english}: {words.en}", zh=f"{chinese}：{words.zh}")


def _figure(ranged: Ranged) -> Figure:
    return Figure(value=ranged.value, low=ranged.low, high=ranged.high)
