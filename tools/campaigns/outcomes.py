"""What came of everyone who was drawn: orders, money and visits within the horizon, and what they bought before.

Everyone counts in the arm they were drawn into, whatever reached them (intention to treat). Money is net of returns and
order discounts; a window runs from the moment of sending to the end of the last day. Rows after today never count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from tools.campaigns.tested import Tested, assignments_of, is_control
from tools.contract import NotEnoughData

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from tools.desk import Desk

Outcome = Literal["ordered", "revenue", "orders", "visit"]
RATES = ("ordered", "visit")
"""Outcomes that are yes or no; the others are amounts per person."""
HISTORY_DAYS = 365
DESCRIPTIVE = ("sent", "open", "click")

_PEOPLE = """
WITH drawn AS (SELECT unnest($ids) AS customer_id, unnest($starts::TIMESTAMP[]) AS starts_at),
windows AS (SELECT customer_id, starts_at, starts_at::DATE + $days AS last_day FROM drawn),
totals AS (
  SELECT o.customer_id, o.ordered_at, t.amount - coalesce(o.discount, 0) AS amount, t.bought
  FROM orders AS o JOIN (
    SELECT order_id, sum(quantity * unit_price) AS amount, bool_or(quantity > 0) AS bought FROM order_lines GROUP BY 1
  ) AS t ON t.order_id = o.id
  WHERE o.customer_id IN (SELECT customer_id FROM drawn) AND o.ordered_at < $today::DATE + 1
), sales AS (
  SELECT w.customer_id, t.amount, t.bought, t.ordered_at, w.starts_at,
         t.ordered_at >= w.starts_at AND t.ordered_at::DATE <= w.last_day AS inside,
         t.ordered_at < w.starts_at AND t.ordered_at::DATE >= w.starts_at::DATE - $history AS before
  FROM windows AS w JOIN totals AS t USING (customer_id)
)
SELECT customer_id, count(*) FILTER (inside AND bought)::DOUBLE AS orders,
       coalesce(sum(amount) FILTER (inside), 0)::DOUBLE AS revenue,
       count(*) FILTER (before AND bought)::DOUBLE AS orders_before,
       coalesce(sum(amount) FILTER (before), 0)::DOUBLE AS spend_before,
       date_diff('day', max(ordered_at) FILTER (bought AND ordered_at < starts_at), any_value(starts_at))::DOUBLE
         AS days_since
FROM sales GROUP BY customer_id"""
_EVENTS = """
WITH drawn AS (SELECT unnest($ids) AS customer_id, unnest($starts::TIMESTAMP[]) AS starts_at)
SELECT d.customer_id, bool_or(e.type IN $visit AND e.occurred_at >= d.starts_at) AS visit,
       bool_or(e.type IN $sent AND e.campaign_id = $campaign) AS sent,
       bool_or(e.type IN $open AND e.campaign_id = $campaign) AS open,
       bool_or(e.type IN $click AND e.campaign_id = $campaign) AS click
FROM drawn AS d JOIN events AS e USING (customer_id)
WHERE e.occurred_at < $today::DATE + 1
  AND (e.campaign_id = $campaign
       OR (e.type IN $visit AND e.occurred_at >= d.starts_at AND e.occurred_at::DATE <= d.starts_at::DATE + $days))
GROUP BY 1"""


@dataclass(frozen=True)
class People:
    """Everyone drawn, one row a person."""

    rows: pd.DataFrame
    """Index customer_id; arm, starts_at, ordered, orders, revenue, visit, sent, open, click (0 or 1, or amounts),
    orders_before, spend_before, days_since (of the time before; days_since is infinite without an order)."""
    arms: list[str]
    """The held-back arm first, where there is one."""
    starts: date
    """Day the first of them was written to, or would have been."""
    ends: date
    """Last day that counts for the last of them."""
    today: date
    twice: int
    """People drawn into more than one arm, left out."""
    visits: bool
    """Whether the shop records visits at all in that time."""
    unknown: int
    """People drawn whom the shop does not know (any more)."""

    @property
    def days_left(self) -> int:
        """Days until the horizon is over for everyone; 0 when it is."""
        return max(0, (self.ends - self.today).days)

    @property
    def control(self) -> str | None:
        """Name of the held-back arm."""
        return self.arms[0] if is_control(self.arms[0]) else None

    def of(self, arm: str) -> np.ndarray:
        """Which rows belong to an arm, bool, shape (people,)."""
        found: np.ndarray = (self.rows["arm"] == arm).to_numpy()
        return found


def people_of(desk: Desk, tested: Tested, horizon_days: int) -> People:
    """Read everyone drawn with what came of it. Raises NotEnoughData where nobody was, or nothing was sent yet."""
    import pandas as pd

    drawn = pd.DataFrame(assignments_of(desk, tested), columns=["customer_id", "arm", "assigned_at"])
    drawn = drawn.dropna(subset=["customer_id", "arm"]).drop_duplicates(["customer_id", "arm"])
    repeated = drawn["customer_id"].duplicated(keep=False)
    twice = int(drawn.loc[repeated, "customer_id"].nunique())
    drawn = drawn[~repeated].sort_values("customer_id", ignore_index=True)
    if drawn.empty:
        raise NotEnoughData(desk.say(
            f"Nobody was drawn at random for {tested.name}, so what it did cannot be told from what would have "
            "happened anyway: hold some people back next time.",
            f"“{tested.name}”没有随机分组，无法区分活动效果与本来就会发生的购买：下次请留出一部分人。",
        ))  # fmt: skip
    starts = _starts(desk, tested, drawn["assigned_at"])
    bound = {"ids": drawn["customer_id"].tolist(), "starts": starts.dt.to_pydatetime().tolist(),
             "today": desk.today, "days": horizon_days}  # fmt: skip
    kinds = {kind: desk.dictionary.event_types(kind) or [""] for kind in DESCRIPTIVE}
    visit = [*desk.dictionary.event_types("view"), *desk.dictionary.event_types("cart")]
    sales = desk.warehouse.frame(_PEOPLE, bound | {"history": HISTORY_DAYS}).set_index("customer_id")
    acts = desk.warehouse.frame(_EVENTS, bound | kinds | {"visit": visit or [""], "campaign": tested.id})
    rows = drawn.assign(starts_at=starts).set_index("customer_id").join(sales).join(acts.set_index("customer_id"))
    rows = _filled(rows).astype({"arm": "category"})
    first, last = starts.min().date(), starts.max().date()
    return People(
        rows, sorted(rows["arm"].unique(), key=lambda arm: (not is_control(arm), arm)), first,
        last + timedelta(days=horizon_days), desk.today, twice, bool(visit) and _visits_seen(desk, visit, first),
        _unknown(desk, bound["ids"]),
    )  # fmt: skip


def _starts(desk: Desk, tested: Tested, assigned: pd.Series) -> pd.Series:
    """When the time of each person begins: the sending, or their own assignment where that came later.

    What was planned here was drawn before it was sent, by this machine's clock, which is not the shop's.
    """
    import pandas as pd

    moments = pd.to_datetime(assigned)
    sent = tested.sent_at or _first_sent(desk, tested.id)
    if sent is not None:
        own = moments.notna() & (moments > pd.Timestamp(sent)) & (tested.record is None)
        return moments.where(own, pd.Timestamp(sent)).astype("datetime64[us]")
    if tested.record is not None or moments.isna().any():
        raise NotEnoughData(desk.say(
            f"It is not known when {tested.name} was sent: import its sends, or the campaign with its day of sending.",
            f"不知道“{tested.name}”何时发送：请导入发送记录，或导入含发送日期的活动。",
        ))  # fmt: skip
    return moments.astype("datetime64[us]")


def _first_sent(desk: Desk, campaign: str) -> datetime | None:
    sql = "SELECT min(occurred_at) FROM events WHERE campaign_id = $campaign AND type IN $sent"
    bound: dict[str, Any] = {"campaign": campaign, "sent": desk.dictionary.event_types("sent") or [""]}
    moment: datetime | None = desk.warehouse.query(sql, bound)[1][0][0]
    return moment


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Nothing happened where nothing is recorded."""
    import numpy as np

    amounts = ["orders", "revenue", "orders_before", "spend_before"]
    acts = ["visit", *DESCRIPTIVE]
    rows[amounts] = rows[amounts].astype(float).fillna(0.0)
    rows["days_since"] = rows["days_since"].astype(float).fillna(np.inf)
    for name in acts:
        rows[name] = rows[name].astype("boolean").fillna(False).astype(float)
    rows["ordered"] = (rows["orders"] > 0).astype(float)
    return rows


def _visits_seen(desk: Desk, kinds: list[str], first: date) -> bool:
    """Visits are compared only where they were recorded from the first day on."""
    sql = "SELECT min(occurred_at) FROM events WHERE type IN $kinds"
    seen: datetime | None = desk.warehouse.query(sql, {"kinds": kinds})[1][0][0]
    return seen is not None and seen.date() <= first + timedelta(days=1)


def _unknown(desk: Desk, ids: list[str]) -> int:
    """People drawn who are in no list of customers, where the shop keeps one."""
    sql = (
        "SELECT count(*) FILTER (c.id IS NULL) FROM (SELECT unnest($ids) AS id) AS d LEFT JOIN customers AS c "
        "ON c.id = d.id WHERE (SELECT count(*) FROM customers) > 0"
    )
    return int(desk.warehouse.query(sql, {"ids": ids})[1][0][0])
