"""The propensity models of a shop: next purchase, churn by each customer's own rhythm, and response to a campaign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.contract import NotEnoughData
from tools.modelling.cards import ModelName
from tools.modelling.context import Fitted, Training
from tools.modelling.evidence_cards import propensity_card
from tools.modelling.lifetimes import HISTORY, fit_history, history_chance, likeliest_model
from tools.modelling.rhythm import LONGEST_WINDOW_DAYS
from tools.modelling.snapshots import (
    TrainingSet,
    churn_snapshots,
    longest_horizon_days,
    plan_cuts,
    purchase_snapshots,
    stacked,
)
from tools.science.scorer_parts import to_parts
from tools.specs import Words

if TYPE_CHECKING:
    import pandas as pd

    from tools.science.propensity.fitting import Propensity
    from tools.science.propensity.scorer import Scorer

RESPONSE_DAYS = 14
IMPORTANCE_ROWS = 3_000
MOST_CAMPAIGNS = 10
MOST_RECIPIENTS = 8_000
"""Receivers of one campaign that are laid out; more say nothing new about it."""


def fit_purchase(training: Training) -> Fitted:
    """Will a customer order within the horizon? The fixed-window view of churn is its complement."""
    first, last = training.first_day, training.today
    horizon = longest_horizon_days(first, last)
    cuts = plan_cuts(first, last, horizon)
    rows = purchase_snapshots(training.warehouse, training.plan, cuts, horizon)
    rows, history = _with_history(training, rows, cuts)
    return _fitted(
        training, "purchase", rows,
        predicts=Words(en=f"Whether a customer orders within the next {horizon} days",
                       zh=f"客户在未来 {horizon} 天内是否下单"),
        population=Words(en="customers with a purchase", zh="有过购买的客户"),
        facts={"horizon_days": horizon, **history},
        notes=(Words(en=f"Churn by a fixed window, no order in {horizon} days, is one minus this probability.",
                     zh=f"按固定窗口定义的流失（{horizon} 天内不下单）等于 1 减去该概率。"),),
    )  # fmt: skip


def fit_churn(training: Training) -> Fitted:
    """Will a customer who is still within their own window let it pass without an order?"""
    span = (training.today - training.first_day).days
    longest = min(LONGEST_WINDOW_DAYS, max(30, (span - 90) // 3))
    rows, gap = churn_snapshots(training.warehouse, training.plan, training.today, longest)
    return _fitted(
        training, "churn", rows,
        predicts=Words(
            en=f"Whether a customer lets their own window (twice their usual gap, 30 to {longest} days) pass without "
            "an order",
            zh=f"客户是否在自己的周期（平时间隔的两倍，30 到 {longest} 天）内不再下单"),
        population=Words(en="customers whose silence is still within their own window",
                         zh="沉默时间仍在自身周期内的客户"),
        facts={"typical_gap_days": gap, "longest_window_days": longest},
        notes=(Words(en="Whoever is already past their window counts as lapsed and gets no probability.",
                     zh="已超过自身周期的客户视为已流失，不再给出概率。"),),
    )  # fmt: skip


def fit_response(training: Training) -> Fitted:
    """Will a customer who is written to respond: click, or order where no clicks are recorded?"""
    from tools.data.features import campaign_responses

    types = training.plan.event_types
    if "sent" not in types:
        raise NotEnoughData("A response score needs campaigns with their sends: there are no events of kind sent.")
    sends = campaign_responses(training.warehouse, training.today, types, within_days=RESPONSE_DAYS)
    channel, sends = _commonest_channel(training, sends)
    answer = "clicked" if "click" in types and sends["clicked"].sum() >= 30 else "ordered"
    rows = _response_rows(training, sends, answer)
    did = Words(en="clicks", zh="点击") if answer == "clicked" else Words(en="orders", zh="下单")
    where = Words(
        en=f"a campaign by {channel}" if channel else "a campaign", zh=f"{channel} 活动" if channel else "活动"
    )
    return _fitted(
        training, "response", rows,
        predicts=Words(en=f"Whether a customer {did.en} within {RESPONSE_DAYS} days of being sent {where.en}",
                       zh=f"客户收到{where.zh}后 {RESPONSE_DAYS} 天内是否{did.zh}"),
        population=Words(en="customers with a purchase, as if sent such a campaign today",
                         zh="有过购买的客户（假设今天收到此类活动）"),
        facts={"answer": answer, "channel": channel},
        notes=(Words(en="It says who responds, not whom the campaign moves: that is uplift.",
                     zh="它说明谁会响应，而不是活动能影响谁；后者是增量。"),),
    )  # fmt: skip


def _fitted(
    training: Training, model: ModelName, rows: TrainingSet, *, predicts: Words, population: Words,
    facts: dict[str, object], notes: tuple[Words, ...] = (),
) -> Fitted:  # fmt: skip
    """Fit, judge and write the card."""
    found = fit_scorer(training, rows)
    card = propensity_card(model, found.evidence, training.today, predicts=predicts, population=population, notes=notes)
    card.evidence["facts"] = facts
    card.evidence["importance"] = importance_of(found.scorer, rows, training.plan.model_dump(), training.seed)
    return Fitted(card, {"scorer": to_parts(found.scorer), "plan": training.plan.model_dump(mode="json"),
                         "reference": training.reference, **facts})  # fmt: skip


def fit_scorer(training: Training, rows: TrainingSet) -> Propensity:
    """The scorer and what it is worth; raises NotEnoughData in the words of the rule that the rows miss."""
    from tools.science.propensity.fitting import fit_propensity

    try:
        return fit_propensity(
            rows.features, rows.label, rows.moment, rows.group, history_probability=rows.history, baseline=rows.rules,
            budget_seconds=training.budget_seconds, horizon_days=rows.horizon_days, seed=training.seed,
        )  # fmt: skip
    except ValueError as error:
        raise NotEnoughData(f"{error}.") from error


def importance_of(
    scorer: Scorer, rows: TrainingSet, plan: dict[str, Any] | None, seed: int
) -> list[dict[str, float | str]]:
    """ROC AUC lost when a family of features is shuffled, on the latest rows, with intervals; most important first.

    The served score was fitted on those rows too, in the end, so the losses are a little flattering.
    """
    from tools.modelling.reasons import named_features
    from tools.science.reasons.importance import importance

    latest = np.flatnonzero(rows.moment == rows.moment.max())[:IMPORTANCE_ROWS]
    families = {feature.name: feature.family for feature in named_features(plan, scorer.features)}
    try:
        found = importance(
            scorer, rows.features.iloc[latest], rows.label[latest], families, group=rows.group[latest], seed=seed
        )
    except ValueError:  # too few of either outcome among them: the card goes without
        return []
    return [
        {"family": one.family, "value": one.auc_drop.value, "low": one.auc_drop.low, "high": one.auc_drop.high}
        for one in found
    ]


def _with_history(training: Training, rows: TrainingSet, cuts: Sequence[date]) -> tuple[TrainingSet, dict[str, Any]]:
    """The rows with a lifetime model's own probability as a feature and as a rule to beat, and today's fit of it.

    At each cut the model is fitted on what had happened by then.
    """
    name = likeliest_model(training.history, cuts[0])
    fits = [fit_history(training.history, cut, name) for cut in [*cuts, training.today]] if name else [None]
    if any(fit is None for fit in fits):
        return rows, {}
    chance = np.full(len(rows.label), np.nan)
    for cut, fit in zip(cuts, fits, strict=False):
        here = rows.moment == np.datetime64(cut, "D")
        chance[here] = history_chance(fit or {}, rows.features[here], rows.horizon_days)
    features = rows.features.assign(**{HISTORY: chance})
    rules = rows.rules | {f"lifetime model ({name})": chance}
    found = TrainingSet(features, rows.label, rows.moment, rows.group, rules, rows.horizon_days, HISTORY)
    return found, {"history": fits[-1]}


def _commonest_channel(training: Training, sends: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """The channel most messages went by, and its latest campaigns; "" where campaigns have no channel."""
    _, rows = training.warehouse.query("SELECT id, channel FROM campaigns WHERE channel IS NOT NULL")
    channel = sends["campaign_id"].map({str(key): str(value) for key, value in rows})
    name = ""
    if channel.notna().any():
        name = str(channel.mode()[0])
        sends = sends[channel == name]
    latest = sends.groupby("campaign_id")["sent_at"].min().sort_values().index[-MOST_CAMPAIGNS:]
    return name, sends[sends["campaign_id"].isin(latest)]


def _response_rows(training: Training, sends: pd.DataFrame, answer: str) -> TrainingSet:
    """Receivers as they were known the day before the campaign."""
    from tools.data.features import compute

    frames, labels, moments = [], [], []
    for _, group in sends.groupby("campaign_id", sort=False):
        if len(group) > MOST_RECIPIENTS:
            group = group.sample(MOST_RECIPIENTS, random_state=training.seed)
        day = group["sent_at"].min().date()
        frame = compute(
            training.warehouse, training.plan, day - timedelta(days=1), customers=list(group["customer_id"])
        )
        kept = (frame["purchases"] > 0).to_numpy()
        frames.append(frame[kept])
        labels.append(group[answer].to_numpy(dtype=float)[kept])
        moments.append(np.full(int(kept.sum()), np.datetime64(day, "D")))
    if not frames:
        raise NotEnoughData(f"A response score needs campaigns sent at least {RESPONSE_DAYS} days ago; there are none.")
    return stacked(frames, labels, moments, RESPONSE_DAYS)
