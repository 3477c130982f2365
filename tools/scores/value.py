"""Why a customer's expected value is what it is: orders expected times value per order, with what they rest on."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from tools.contract import Finding
from tools.data.lifetime_counts import lifetime_counts
from tools.findings import labelled
from tools.modelling.fitted import fitted
from tools.modelling.lifetimes import forecasts
from tools.scores.wording import score_caveats
from tools.wording import format_money, format_number

if TYPE_CHECKING:
    from tools.desk import Desk


def explain_value(desk: Desk, customer_id: str | None) -> Finding:
    """One customer's forecast taken apart; without a customer, how the model works for everyone."""
    model = fitted(desk, "value")
    if customer_id is None:
        return _method(desk, model.parts["lifetime"])
    counts = lifetime_counts(desk.warehouse, desk.today, customers=[customer_id])
    definition = {"score": "value", "customer_id": customer_id}
    if counts.empty:
        message = desk.say("This customer has never bought, so there is no forecast.", "该客户从未购买，因此没有预测。")
        return Finding(tool="explain_score", status="empty", message=message, definition=definition)
    row = forecasts(desk.warehouse, model.parts, desk.today, customers=[customer_id]).iloc[0]
    seen, currency = counts.iloc[0], desk.dictionary.currency
    per_order = row["expected_spend"] / row["expected_orders"] if row["expected_orders"] > 0 else float("nan")
    rows = [
        [desk.say("Purchase days so far", "至今购买天数"), format_number(float(seen["x"]) + 1)],
        [desk.say("Days from the first purchase to the last", "首次到最近购买的天数"),
         format_number(float(seen["t_x"]))],
        [desk.say("Days since the first purchase", "距首次购买天数"), format_number(float(seen["T"]))],
        [desk.say("Probability of still being a customer", "仍活跃概率"), f"{row['alive_probability']:.1%}"],
        [desk.say("Expected orders in 365 days", "未来 365 天预期订单数"), f"{row['expected_orders']:.2f}"],
        [desk.say("Expected value per order", "预期单均金额"), format_money(per_order, currency)],
        [desk.say("Expected spend in 365 days", "未来 365 天预期消费"), format_money(row["expected_spend"], currency)],
        [desk.say("90 % interval", "90% 区间"),
         f"{format_money(row['expected_spend_low'], currency)}–{format_money(row['expected_spend_high'], currency)}"],
    ]  # fmt: skip
    wait = row["expected_next_order_days"]
    due = None if wait != wait else (desk.today + timedelta(days=ceil(wait))).isoformat()
    rows.append([desk.say("Expected next order", "预计下次下单日"),
                 due or desk.say("more than two years off", "超过两年")])  # fmt: skip
    spend, low, high = (
        format_money(row[name], currency) for name in ("expected_spend", "expected_spend_low", "expected_spend_high")
    )
    return Finding(
        tool="explain_score",
        title=desk.say("Expected value of this customer", "该客户的预期价值"),
        message=desk.say(
            f"Expected spend in 365 days: {spend} (90 % interval {low} to {high}), "
            f"{row['expected_orders']:.2f} orders at {format_money(per_order, currency)} each.",
            f"未来 365 天预期消费 {spend}（90% 区间 {low} 至 {high}），约 {row['expected_orders']:.2f} 单，"
            f"每单 {format_money(per_order, currency)}。",
        ),
        columns=labelled(desk, ("figure", "Figure", "指标"), ("value", "Value", "数值")),
        rows=rows,
        total_rows=len(rows),
        totals={"expected_spend": float(row["expected_spend"]), "expected_orders": float(row["expected_orders"])},
        definition=definition,
        caveats=[*score_caveats(desk, model.card)[1:], model.card.not_for.in_language(desk.language)],
    )  # fmt: skip


def _method(desk: Desk, lifetime: dict[str, Any]) -> Finding:
    """The model that was chosen, and its parameters."""
    parameters = lifetime["purchases"]["model"]
    rows = [[name, format_number(float(value), 4)] for name, value in parameters.items() if isinstance(value, float)]
    name = lifetime["candidates"][0][0]
    return Finding(
        tool="explain_score",
        title=desk.say("What the expected value rests on", "预期价值的依据"),
        message=desk.say(
            f"The timing of purchases follows the model {name}, fitted to all customers' order histories: how often "
            "they buy, how long ago they last did, how long they are known; the value per order is their own, drawn "
            "towards the shop's average where they have few orders.",
            f"购买节奏采用 {name} 模型，由全部客户的下单历史拟合：购买频率、距上次购买的时间、成为客户的时长；"
            "单均金额取客户自己的，订单少时向店铺平均靠拢。",
        ),
        columns=labelled(desk, ("parameter", "Parameter", "参数"), ("value", "Value", "数值")),
        rows=rows,
        total_rows=len(rows),
        definition={"score": "value"},
    )  # fmt: skip
