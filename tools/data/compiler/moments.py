"""Purchases tied to something else of the customer's: a moment shortly before, or other lines of the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.contract import BadRequest
from tools.data.compiler.acts import ActRows
from tools.data.compiler.rows import EventRows, SalesRows
from tools.periods import Span

if TYPE_CHECKING:
    from tools.data.compiler.rows import Rows
    from tools.definitions import After, Filter


EARLIER = {"order": ">", "return": "<"}
"""Moments that are orders of the customer's own, by the sign of the quantities that make one."""


def follow(rows: Rows, item: After, *, beside: bool = False) -> None:
    """Keep only purchases from the moment on until `within_days` × 24 hours later; of sign-ups, whole days.

    `beside`: the rows are counted next to such purchases.

    The first order itself is not one that follows it, unless it is to be included. Of several acts the last before
    the order counts (the first with touch `first`), and its campaign becomes the order's. Acts that are followed
    are counted themselves, and messages are only kept to those that `where` tells of.
    """
    if isinstance(rows, ActRows):
        rows.followed(item)
        return
    if isinstance(rows, EventRows) and beside:
        for one in item.where:
            rows.filter(one)
        return
    if not isinstance(rows, SalesRows):
        raise BadRequest(f"{rows.grain} do not come after an order, a sign-up or a campaign: only purchases do.")
    days = int(item.within_days)
    if item.event in ("first_order", "signup") and item.where:
        raise BadRequest(f"after {item.event} takes no where: give it with order, return, sent, open or click.")
    if item.including and item.event != "first_order":
        raise BadRequest(f"including goes with first_order only: leave it out of after {item.event}.")
    if item.event == "first_order":
        first = rows.first_mark()
        if not item.including:
            rows.where.append(f"NOT ({first})")
        rows.where.append(f"o.ordered_at <= first_orders.ordered_at + INTERVAL {days} DAY")
    elif item.event == "signup":
        column = f"signed_up.{rows.facts.dictionary.field('signup_date').column or 'signup_date'}"
        rows.joins["signed_up"] = "JOIN customers AS signed_up ON signed_up.id = o.customer_id"
        rows.where.append(f"o.ordered_at >= {column} AND o.ordered_at < {column} + INTERVAL {days + 1} DAY")
    elif item.event in EARLIER:
        _earlier(rows, item, days)
    else:
        _touch(rows, item, days)


def _earlier(rows: SalesRows, item: After, days: int) -> None:
    """Keep only orders placed later than another of the same customer's, in which such goods were bought or returned.

    Which of several it followed does not matter: the figure counts each later order once.
    """
    facts = rows.facts
    lines = SalesRows(facts, customers=False)
    for one in item.where:
        lines.filter(one)
    lines.where.append(f"l.quantity {EARLIER[item.event]} 0")
    lines.by_line = True
    lines.during(Span(None, None))
    source = lines.select({"ordered_at": "o.ordered_at"})
    part = facts.script.fresh("followed")
    facts.script.before(
        part,
        lambda: (
            f"SELECT DISTINCT o.id AS order_id FROM orders AS o JOIN (SELECT DISTINCT customer_id, ordered_at "
            f"FROM ({source}) AS lines) AS b ON b.customer_id = o.customer_id AND o.ordered_at > b.ordered_at "
            f"AND o.ordered_at <= b.ordered_at + INTERVAL {days} DAY"
        ),
    )
    rows.where.append(f"o.id IN (SELECT order_id FROM {part})")


def _touch(rows: SalesRows, item: After, days: int) -> None:
    facts = rows.facts
    acts = EventRows(facts, customers=False)
    acts.where.append(f"e.type IN ({facts.script.bind_all(facts.dictionary.stored_forms('event', item.event))})")
    for one in item.where:
        acts.filter(one)
    part = facts.script.fresh("touched")
    source = acts.select({"occurred_at": "e.occurred_at"})
    order = "ASC" if item.touch == "first" else "DESC"
    facts.script.before(
        part,
        lambda: (
            "SELECT order_id, campaign_id FROM (SELECT o.id AS order_id, a.campaign_id, row_number() OVER ("
            f"PARTITION BY o.id ORDER BY a.occurred_at {order}, a.campaign_id) AS turn FROM orders AS o "
            f"JOIN ({source}) AS a ON a.customer_id = o.customer_id AND o.ordered_at >= a.occurred_at "
            f"AND o.ordered_at <= a.occurred_at + INTERVAL {days} DAY) AS touches WHERE turn = 1"
        ),
    )
    rows.credit(part)


def accompany(rows: Rows, others: list[Filter]) -> None:
    """Keep only orders that hold a bought line for each of `others`."""
    if others and not isinstance(rows, SalesRows):
        raise BadRequest(f"{rows.grain} have no lines bought together: leave together out.")
    for one in others:
        rows.where.append(f"o.id IN (SELECT order_id FROM {_holding(rows, one)})")


def _holding(rows: Rows, item: Filter) -> str:
    """The part with the orders that hold a bought line for which `item` holds."""
    company = SalesRows(rows.facts, customers=False)
    company.filter(item)
    company.where.append("l.quantity > 0")
    company.by_line = True
    source = company.select({})
    part = rows.facts.script.fresh("company")
    return rows.facts.script.before(part, lambda: f"SELECT DISTINCT order_id FROM ({source}) AS lines")
