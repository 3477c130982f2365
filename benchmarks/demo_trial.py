"""The demo shop's randomised campaigns as tables: what was known of each person on the day of sending, arm, outcome.

A compact feature table for benchmarks and tests of uplift; the product's own is declared in tools/data/features.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

_SQL = """
with trial as (
  select customer_id, arm, assigned_at::date as sent from assignments where campaign_id = $campaign
), money as (
  select o.id, o.customer_id, o.ordered_at, o.channel, coalesce(any_value(o.discount), 0) as discount,
    sum(greatest(l.quantity, 0) * l.unit_price) as gross, sum(l.quantity * l.unit_price) as net
  from orders o join order_lines l on l.order_id = o.id group by all
), past as (
  select t.sent, m.*,
    date_diff('day', lag(ordered_at) over (partition by m.customer_id order by ordered_at), ordered_at) as gap
  from trial t join money m on m.customer_id = t.customer_id and m.ordered_at < t.sent
), habits as (
  select customer_id, min(date_diff('day', ordered_at, sent)) as recency_days,
    max(date_diff('day', ordered_at, sent)) as tenure_days, count(*) as orders,
    count(*) filter (ordered_at >= sent - interval 90 day) as orders_90_days,
    count(*) filter (ordered_at >= sent - interval 365 day) as orders_365_days,
    sum(net - discount) as spend, avg(gross) as order_value, avg(gap) as gap_days, stddev_samp(gap) as gap_spread_days,
    avg((discount > 0)::int) as discount_share, avg((channel = 'store')::int) as store_share,
    avg((channel = 'marketplace')::int) as marketplace_share
  from past group by all
), reactions as (
  select t.customer_id, count(*) filter (type = 'sent') as sends, count(*) filter (type = 'open') as opens,
    count(*) filter (type = 'click') as clicks, count(*) filter (type = 'view') as views
  from trial t left join events e on e.customer_id = t.customer_id and e.occurred_at < t.sent group by all
), tastes as (
  select customer_id, {tastes} from (
    select p.customer_id, r.category, l.quantity * l.unit_price as value
    from past p join order_lines l on l.order_id = p.id join products r on r.id = l.product_id
  ) group by all
)
select t.customer_id, (t.arm = 'treatment')::double as treated,
  exists (select 1 from orders o where o.customer_id = t.customer_id and o.ordered_at >= t.sent
    and o.ordered_at < t.sent + interval ($days) day)::double as outcome,
  h.* exclude (customer_id), h.recency_days / h.gap_days as overdue,
  r.* exclude (customer_id), c.* exclude (customer_id)
from trial t join habits h using (customer_id) join reactions r using (customer_id)
  left join tastes c using (customer_id)
order by t.customer_id
"""


@dataclass(frozen=True, eq=False)
class DemoTrial:
    """One experiment of the shop; rows are its participants."""

    features: pd.DataFrame
    treated: np.ndarray
    outcome: np.ndarray
    response_type: np.ndarray
    """Planted type: persuadable, sure_thing, lost_cause or sleeping_dog; None where no effect was planted."""
    order_probability: dict[str, dict[str, float]]
    """By type, as planted; empty where no effect was."""


def read_trials(shop: Path) -> dict[str, DemoTrial]:
    """Both experiments of the demo shop in folder `shop`, by what was planted: "planted" (an effect) and "none"."""
    truth = json.loads((shop / "planted_truth.json").read_text(encoding="utf-8"))
    types = pd.Series(truth["people"]["response_type"], index=truth["people"]["customer_id"], dtype=object)
    trials = {}
    with duckdb.connect(str(shop / "warehouse.duckdb"), read_only=True) as connection:
        categories = connection.execute("select distinct category from products order by 1").fetchall()
        tastes = ", ".join(
            f"coalesce(sum(value) filter (category = '{name}'), 0) / nullif(sum(value), 0) as \"category_share:{name}\""
            for (name,) in categories
        )
        for experiment in truth["experiments"]:
            days = (pd.Timestamp(experiment["window_ends"]) - pd.Timestamp(experiment["window_starts"])).days + 1
            values = {"campaign": experiment["campaign_id"], "days": days}
            rows = connection.execute(_SQL.replace("{tastes}", tastes), values).df().set_index("customer_id")
            trials[experiment["effect"]] = DemoTrial(
                rows.drop(columns=["treated", "outcome"]).astype(float),
                rows["treated"].to_numpy(float),
                rows["outcome"].to_numpy(float),
                types.reindex(rows.index).to_numpy(),
                experiment["order_probability"],
            )
    return trials
