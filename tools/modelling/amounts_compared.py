"""Spend over the horizon by regression, laid beside the value model: linear, its regularised forms, and boosting.

The value model serves, since it says when and how sure and needs no label window; the regressions say on its card how
much of the spend a plain model of the features would have foreseen on the same later rows.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from tools.contract import NotEnoughData
from tools.data.features import purchases_in
from tools.modelling.cards import CandidateFigures, Figure
from tools.modelling.context import Training
from tools.modelling.snapshots import buyers_at, longest_horizon_days, plan_cuts

CUTS = 5
MOST_ROWS_A_CUT = 3_000


def compare_amounts(training: Training) -> list[CandidateFigures]:
    """Every regression and rule on the last cut, fitted on earlier ones; nothing where the data are too few."""
    import pandas as pd

    from tools.science.amounts import FEWEST_PAID, FEWEST_ROWS, fit_amounts

    try:
        horizon = longest_horizon_days(training.first_day, training.today)
        cuts = plan_cuts(training.first_day, training.today, horizon)[-CUTS:]
    except NotEnoughData:  # the value model does not depend on it: its card goes without
        return []
    frames, amounts, moments = [], [], []
    for cut in cuts:
        frame = buyers_at(training.warehouse, training.plan, cut)[:MOST_ROWS_A_CUT]
        spent = purchases_in(training.warehouse, cut, cut + timedelta(days=horizon))["spend"]
        frames.append(frame)
        amounts.append(spent.reindex(frame.index).fillna(0.0).to_numpy(dtype=float))
        moments.append(np.full(len(frame), np.datetime64(cut, "D")))
    features, amount, moment = pd.concat(frames, ignore_index=True), np.concatenate(amounts), np.concatenate(moments)
    for part in (moment == moment.max(), moment + horizon <= moment.max()):
        if part.sum() < FEWEST_ROWS or (amount[part] > 0).sum() < FEWEST_PAID:
            return []
    found = fit_amounts(
        features, amount, moment=moment, horizon_days=horizon, seed=training.seed,
        baselines={"last 365 days": features["spend_365d"].to_numpy() * horizon / 365},
    )  # fmt: skip
    return [
        CandidateFigures(
            name=f"{one.name.replace('_', ' ')}, {horizon} days",
            kind="baseline" if one.baseline else "candidate",
            figures={
                name: Figure(value=measured.value, low=measured.low, high=measured.high)
                for name, measured in (("rmse", one.rmse), ("total_error", one.total_error),
                                       ("top_tenth_share", one.capture))
                if np.isfinite(measured.value)
            },
            notes=["held_out"],
        )
        for one in found.evidence
    ]  # fmt: skip
