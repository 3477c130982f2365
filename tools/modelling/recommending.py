"""The shop's recommender: fitted on who bought what, judged on the next orders, and kept as plain arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from tools.contract import NotEnoughData
from tools.data.features import interactions
from tools.modelling.cards import CandidateFigures, Figure, ModelCard
from tools.modelling.context import Fitted, Training
from tools.modelling.evidence_cards import NOT_FOR
from tools.modelling.snapshots import longest_horizon_days
from tools.specs import Words

if TYPE_CHECKING:
    import pandas as pd

    from tools.data.engine import Warehouse
    from tools.science.recommending.purchases import Purchases

FIT_CUSTOMERS = 50_000
BATCH_CUSTOMERS = 20_000
KEPT = 3
"""Products kept for each customer and mode by the batch; one customer in the chat gets as many as are asked for."""
Mode = Literal["any", "new", "repeat"]
MODES: tuple[Mode, ...] = ("repeat", "new")
MINIMUM = Words(
    en="Fitted from 100 customers who ordered on two days.", zh="至少 100 位客户在两个不同日期下过单才拟合。"
)


def fit_recommendations(training: Training) -> Fitted:
    """Fit, and judge on the orders that followed a cut; beside popularity, personal frequency and item-item."""
    from tools.science.recommending.backtest import backtest
    from tools.science.recommending.recommender import fit_recommender

    rows = bought(interactions(training.warehouse, training.today, slices=_slices(training.warehouse, FIT_CUSTOMERS)))
    horizon = longest_horizon_days(training.first_day, training.today)
    try:
        fitted = fit_recommender(rows, as_of=training.today, horizon_days=horizon, seed=training.seed)
        judged = backtest(rows, cut=training.today - timedelta(days=horizon), horizon_days=horizon, seed=training.seed)
    except ValueError as error:
        raise NotEnoughData(f"{error}.") from error
    return Fitted(_card(training, judged, rows, horizon), {"recommender": fitted.arrays(), "horizon_days": horizon})


def bought(lines: pd.DataFrame) -> Purchases:
    """What was really bought of interactions, as the recommender reads it; raises NotEnoughData where nothing was."""
    from tools.science.recommending.purchases import read_purchases

    kept = lines[lines["quantity"] > 0]
    try:
        return read_purchases(kept["customer_id"], kept["product_id"], kept["day"])
    except ValueError as error:
        raise NotEnoughData(f"{error}.") from error


def next_products(warehouse: Warehouse, parts: Mapping[str, Any], as_of: date) -> Iterator[pd.DataFrame]:
    """customer_id, product_id, mode, place, chance of the first KEPT of each mode, a part of the customers at a time.

    Left out: what is out of stock, and what the customer sent back.
    """
    from tools.science.recommending.recommend import recommend_all
    from tools.science.recommending.recommender import Recommender

    recommender = Recommender.from_arrays(parts["recommender"])
    barred = out_of_stock(warehouse)
    slices = _slices(warehouse, BATCH_CUSTOMERS)
    for number in range(slices):
        lines = interactions(warehouse, as_of, number=number, slices=slices)
        if not (lines["quantity"] > 0).any():
            continue
        back = lines[lines["quantity"] < 0]
        returned = (back["customer_id"].to_numpy(), back["product_id"].to_numpy())
        for mode in MODES:
            for block in recommend_all(
                recommender, bought(lines), as_of=as_of, mode=mode, limit=KEPT, exclude=barred, returned=returned
            ):
                rows = block[["customer", "item", "kind", "rank", "chance"]]
                yield rows.set_axis(["customer_id", "product_id", "mode", "place", "chance"], axis=1)


def out_of_stock(warehouse: Warehouse) -> list[str]:
    """Products whose stock is recorded as nothing left."""
    if "stock" not in warehouse.columns()["products"]:
        return []
    _, rows = warehouse.query("SELECT id FROM products WHERE TRY_CAST(stock AS DOUBLE) <= 0 ORDER BY id")
    return [str(row[0]) for row in rows]


def _slices(warehouse: Warehouse, customers: int) -> int:
    _, ((count,),) = warehouse.query("SELECT approx_count_distinct(customer_id) FROM orders")
    return max(1, ceil(count / customers))


def _card(training: Training, judged: pd.DataFrame, rows: Purchases, horizon: int) -> ModelCard:
    """New items and repeats apart, always beside popularity; the figures of the mixed list serve as the headline."""
    cut = training.today - timedelta(days=horizon)
    records = judged.to_dict("records")
    beaten = _holds(records)
    verdict = (
        Words(en="On the next orders it is at least as good as popularity, personal frequency and item-item.",
              zh="在随后的订单上，不逊于热门、个人频次和商品相似度。") if beaten
        else Words(en="A simple rule hits the next orders more often, so it is not offered.",
                   zh="简单规则命中更多，因此不提供。")
    )  # fmt: skip
    return ModelCard(
        model="recommendations",
        fitted_as_of=training.today,
        offered=beaten,
        verdict=verdict,
        predicts=Words(en=f"Which products a customer's next order within {horizon} days holds",
                       zh=f"客户 {horizon} 天内的下一单会包含哪些商品"),
        population=Words(en="customers with a purchase", zh="有过购买的客户"),
        horizon_days=horizon,
        rows=len(rows.day),
        customers=len(rows.customers),
        first_moment=training.first_day,
        last_moment=training.today,
        tested_on=Words(en=f"Judged on the next orders after {cut}, which it had not seen.",
                        zh=f"用 {cut} 之后的下一单检验，训练时未见过。"),
        candidates=[_candidate(row) for row in records],
        minimum=MINIMUM,
        not_for=NOT_FOR,
        notes=[Words(en="Repeats and new products are judged apart: most of what is bought again is easy to foresee.",
                     zh="复购与新品分开检验：复购本身较易预测。")],
    )  # fmt: skip


def _holds(records: list[dict[Any, Any]]) -> bool:
    """No simple rule hits the next orders surely more often, in any kind of list that could be judged."""
    found = {(row["mode"], row["method"]): row for row in records}
    return all(
        found[mode, "recommender"]["hit_high"] >= found[mode, name]["hit_low"]
        for mode, name in found
        if name != "recommender" and found[mode, "recommender"]["hit"] == found[mode, "recommender"]["hit"]
    )


def _candidate(row: dict[Any, Any]) -> CandidateFigures:
    """How one way of recommending did on one kind of list."""
    own = row["method"] == "recommender"
    return CandidateFigures(
        name=f"{row['method']}: {row['mode']}",
        kind="candidate" if own else "baseline",
        served=own and row["mode"] == "any",
        figures={
            f"{name}_at_10": Figure(value=row[name], low=row[f"{name}_low"], high=row[f"{name}_high"])
            for name in ("hit", "recall", "ndcg")
            if row[name] == row[name]
        },
        notes=["held_out"],
    )
