"""The category model: one score for every pair of buyer and category, pooled over all categories."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from tools.contract import NotEnoughData
from tools.data.category_features import FEATURES, category_slices
from tools.data.features import category_purchases
from tools.modelling.context import Fitted, Training
from tools.modelling.evidence_cards import propensity_card
from tools.modelling.propensities import fit_scorer
from tools.modelling.snapshots import TrainingSet, longest_horizon_days, plan_cuts
from tools.science.scorer_parts import to_parts
from tools.specs import Words

MOST_CUTS = 6
MOST_ROWS_A_CUT = 12_000


def fit_category(training: Training) -> Fitted:
    """Will a buyer buy from this category within the horizon? Raises NotEnoughData with fewer than two categories."""
    import pandas as pd

    horizon = longest_horizon_days(training.first_day, training.today)
    cuts = plan_cuts(training.first_day, training.today, horizon)[-MOST_CUTS:]
    frames, labels, moments = [], [], []
    for cut in cuts:
        frame = next(category_slices(training.warehouse, cut, rows=MOST_ROWS_A_CUT), None)
        if frame is None or frame["category"].nunique() < 2:
            raise NotEnoughData("A category score needs products in at least two categories that were bought.")
        bought = category_purchases(training.warehouse, cut, cut + timedelta(days=horizon))
        pairs, later = (pd.MultiIndex.from_frame(one[["customer_id", "category"]]) for one in (frame, bought))
        frames.append(frame)
        labels.append(pairs.isin(later).astype(float))
        moments.append(np.full(len(frame), np.datetime64(cut, "D")))
    rows = pd.concat(frames, ignore_index=True)
    features = rows[list(FEATURES)]
    rules = {
        "days in the category": features["category_days_365"].to_numpy(),
        "popularity": features["category_buyers_90"].to_numpy(),
    }
    customers = rows["customer_id"].to_numpy()
    found = fit_scorer(
        training, TrainingSet(features, np.concatenate(labels), np.concatenate(moments), customers, rules, horizon)
    )
    card = propensity_card(
        "category", found.evidence, training.today,
        predicts=Words(en=f"Whether a customer buys from a category within the next {horizon} days",
                       zh=f"客户在未来 {horizon} 天内是否购买某品类"),
        population=Words(en="customers with a purchase, and every category bought in the last year",
                         zh="有过购买的客户与近一年有销售的每个品类"),
    )  # fmt: skip
    card.evidence["facts"] = {"horizon_days": horizon}
    return Fitted(card, {"scorer": to_parts(found.scorer), "horizon_days": horizon})
