"""Customer value from the timing and amounts of purchases; its probability of a purchase is a feature for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.contract import NotEnoughData
from tools.data.lifetime_counts import lifetime_counts
from tools.modelling.amounts_compared import compare_amounts
from tools.modelling.cards import CandidateFigures, Figure, ModelCard
from tools.modelling.context import Fitted, Training
from tools.modelling.evidence_cards import NOT_FOR
from tools.specs import Words

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse
    from tools.science.lifetime.backtest import BackTest
    from tools.science.lifetime.counts import Counts, PurchaseDays
    from tools.science.lifetime.model import LifetimeModel

HISTORY = "lifetime_purchase_probability"
"""The feature made here: P(at least one purchase in the horizon) from the order history alone."""
VALUE_HORIZON_DAYS = 365
FORECAST = ("alive_probability", "expected_orders", "expected_spend", "expected_spend_low", "expected_spend_high")
"""Customer fields the value model fills; its own purchase probability looks a year ahead and is not among them."""
INTERVAL = 0.9
"""Share of customers whose spend is to lie within their interval."""
MINIMUM = Words(
    en="Shown from 50 customers, 10 of whom bought on more than one day.",
    zh="至少 50 位客户且其中 10 位有过复购才显示。",
)


def fit_value(training: Training) -> Fitted:
    """Choose, fit and back-test the purchase model and the order value; the forecast looks a year ahead."""
    from tools.science.lifetime.choice import choose_lifetime

    days = _purchase_days(training.history)
    span = (training.today - training.first_day).days
    try:
        model = choose_lifetime(
            days, end=training.today, horizon_days=min(VALUE_HORIZON_DAYS, max(30, span // 4)), seed=training.seed
        )
    except ValueError as error:
        raise NotEnoughData(f"{error}.") from error
    card = _card(training, model)
    card.candidates += compare_amounts(training)
    return Fitted(card, {"lifetime": model.to_dict(), "horizon_days": VALUE_HORIZON_DAYS})


def forecasts(
    warehouse: Warehouse, parts: Mapping[str, Any], as_of: date, *, customers: Sequence[str] | None = None
) -> pd.DataFrame:
    """Value columns of everyone with a purchase, or of the named (index customer id), looking out from `as_of`."""
    from tools.science.lifetime.forecast import forecast
    from tools.science.lifetime.model import LifetimeModel

    counts = _counts(warehouse, as_of, customers)
    model = LifetimeModel.from_dict(parts["lifetime"])
    return forecast(model, counts, float(parts["horizon_days"]), level=INTERVAL)


def value_of_one(warehouse: Warehouse, parts: Mapping[str, Any], as_of: date, customer_id: str) -> dict[str, Any]:
    """The value columns of one customer by customer field, the next order as a date; None where unknown."""
    row = forecasts(warehouse, parts, as_of, customers=[customer_id])
    if row.empty:
        return dict.fromkeys(FORECAST) | {"expected_next_order_date": None}
    found: dict[str, Any] = {name: _known(row[name].iloc[0]) for name in FORECAST}
    wait = _known(row["expected_next_order_days"].iloc[0])
    return found | {"expected_next_order_date": None if wait is None else as_of + timedelta(days=ceil(wait))}


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def fit_history(history: pd.DataFrame, cut: date, name: str) -> dict[str, Any] | None:
    """The purchase model `name` fitted on purchases up to `cut`, as plain numbers; None where there is too little."""
    from tools.science.lifetime.fitting import fit_purchases

    try:
        fit = fit_purchases(_purchase_days(history).counts(cut), name)
    except ValueError:
        return None
    return _plain(fit.model)


def history_chance(model: Mapping[str, Any], frame: pd.DataFrame, horizon_days: float) -> np.ndarray:
    """P(at least one purchase in the horizon) of each row of buyers' features, by the order history alone; (rows,)."""
    from tools.science.lifetime.bg_nbd import BetaGeometric
    from tools.science.lifetime.counts import Counts
    from tools.science.lifetime.outlook import look_ahead

    watched = frame["tenure_days"].to_numpy().astype(np.int64)
    last = watched - frame["recency_days"].to_numpy().astype(np.int64)
    repeats = frame["purchases"].to_numpy().astype(np.int64) - 1
    counts = Counts(frame.index, repeats, last, watched, np.zeros(len(frame)), np.full(len(frame), np.nan))
    return np.asarray(look_ahead(BetaGeometric(**model), counts, horizon_days).purchase, dtype=float)


def likeliest_model(history: pd.DataFrame, cut: date) -> str | None:
    """Which purchase model the likelihood prefers at `cut`; None where nobody bought again."""
    from tools.science.lifetime.fitting import fit_purchases

    counts = _purchase_days(history).sample(20_000, 0).counts(cut)
    try:
        fits = [fit_purchases(counts, name) for name in ("BG/NBD", "MBG/NBD", "BG/CNBD-2", "MBG/CNBD-2")]
    except ValueError:
        return None
    return min(fits, key=lambda fit: fit.aic).model.name


def _counts(warehouse: Warehouse, as_of: date, customers: Sequence[str] | None) -> Counts:
    from tools.science.lifetime.counts import Counts

    found = lifetime_counts(warehouse, as_of, customers=None if customers is None else list(customers))
    columns = (found[name].to_numpy() for name in ("x", "t_x", "T", "log_gaps", "spend"))
    return Counts(found.index, *columns)


def _purchase_days(history: pd.DataFrame) -> PurchaseDays:
    from tools.science.lifetime.counts import purchase_days

    return purchase_days(history["customer_id"], history["day"], history["amount"])


def _plain(model: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(model)


def _card(training: Training, model: LifetimeModel) -> ModelCard:
    own = model.back_test
    beaten = [name.replace("_", " ") for name in model.beaten_by]
    notes = [_rescaled(model)] if model.rescaling.factor != 1 else []
    if model.value is None:
        notes.append(Words(en="Too few repeat orders with an amount: orders are forecast, spend is not.",
                           zh="有金额的复购太少：只预测订单数，不预测消费。"))  # fmt: skip
    verdict = Words(
        en="It is fitted by maximum likelihood and back-tested beside simple rules.",
        zh="由最大似然拟合，并与简单规则一同回测。",
    )
    if beaten:
        listed = ", ".join(beaten)
        verdict = Words(
            en=f"In back-testing a simple rule ({listed}) erred less; rank by it with care, the total is less certain.",
            zh=f"回测中简单规则（{listed}）误差更小；排序可用，总量请谨慎。",
        )
    return ModelCard(
        model="value",
        fitted_as_of=training.today,
        offered=True,
        verdict=verdict,
        predicts=Words(en=f"Orders and net spend of a customer in the next {VALUE_HORIZON_DAYS} days",
                       zh=f"客户未来 {VALUE_HORIZON_DAYS} 天的订单数与净消费"),
        population=Words(en="customers with a purchase", zh="有过购买的客户"),
        horizon_days=VALUE_HORIZON_DAYS,
        rows=len(training.history),
        customers=model.purchases.customers,
        first_moment=training.first_day,
        last_moment=training.today,
        tested_on=_tested(own),
        candidates=[_candidate(test, test is own) for test in model.back_tests],
        minimum=MINIMUM,
        not_for=NOT_FOR,
        notes=notes,
        evidence={"lifetime": model.to_dict()},
    )  # fmt: skip


def _tested(own: BackTest | None) -> Words | None:
    if own is None:
        return Words(en="The history is too short for a back-test.", zh="历史太短，无法回测。")
    return Words(
        en=f"Back-tested over {len(own.cuts)} past dates, {own.horizon_days} days ahead each, on "
        f"{own.customers:,} customers.",
        zh=f"在过去 {len(own.cuts)} 个日期各向后 {own.horizon_days} 天回测，共 {own.customers:,} 位客户。",
    )


def _candidate(test: BackTest, served: bool) -> CandidateFigures:
    named = {
        "rmse": test.spend_rmse if np.isfinite(test.spend_rmse) else test.orders_rmse,
        "total_error": test.spend_total_error if np.isfinite(test.spend_total_error) else test.orders_total_error,
        "top_tenth_share": test.capture,
    }
    return CandidateFigures(
        name=test.name.replace("_", " "),
        kind="baseline" if test.baseline else "candidate",
        served=served,
        figures={name: Figure(value=float(value)) for name, value in named.items() if np.isfinite(value)},
    )


def _rescaled(model: LifetimeModel) -> Words:
    factor = model.rescaling.factor
    return Words(
        en=f"Expected orders are multiplied by {factor:.2f}: back-testing missed the total to one side at every date.",
        zh=f"预期订单数乘以 {factor:.2f}：回测在每个日期都偏向同一侧。",
    )
