"""Describe the data and its measures; look up one customer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from tools.contract import Column, Finding
from tools.data.compiler import compile_audience
from tools.data_cards import (
    conventions_card,
    currency_card,
    field_card,
    measure_card,
    named_spec,
    overview_card,
    period_card,
    spoken_names,
    value_card,
)
from tools.definitions import Attribute, Audience, Period
from tools.desk import Desk
from tools.findings import headed, run, shown_sql
from tools.matching import nearest, normal_form
from tools.specs import MeasureSpec
from tools.wording import format_cell

HISTORY = 15
"""Latest orders and events shown of one customer."""
CONVENTION_WORDS = {
    "conventions",
    "convention",
    "rules",
    "definitions",
    "assumptions",
    "约定",
    "口径",
    "规则",
    "统计口径",
}
PROFILE = (
    "gender", "age", "city", "country", "signup_date", "orders", "spend", "average_order_value", "first_order_date",
    "last_order_date", "days_since_last_order", "days_between_orders", "returned_units", "rfm_segment", "cluster",
    "emailable", "textable",
)  # fmt: skip


def describe_data(
    desk: Desk,
    topic: Annotated[
        str | None, Field(description="A field, measure or value to explain; nothing for the overview")
    ] = None,
    period: Annotated[Period | None, Field(description="Instead: a period, to say which dates it means")] = None,
) -> Finding:
    """Say what data the shop has: counts, dates, fields with their values, measures and how each is computed.

    With a topic: what that field, measure or value means, how it is computed, which values it has. Topic conventions:
    how dates, bounds, spend and segments are read; topic currency: what amounts are in.
    """
    if period is not None:
        return period_card(desk, period)
    if not topic:
        return overview_card(desk)
    if normal_form(topic) in CONVENTION_WORDS:
        return conventions_card(desk)
    if normal_form(topic) in ("currency", "币种"):
        return currency_card(desk)
    spec = named_spec(desk, topic)
    if spec is None and (card := value_card(desk, topic)) is not None:
        return card
    if spec is None:
        known = {word: name for name, words in spoken_names(desk).items() for word in words}
        alike = list(dict.fromkeys(known[word] for word in nearest(topic, known, 5)))[:3]
        hint = desk.say(", ", "、").join(alike)
        return Finding(
            tool="describe_data",
            status="unknown",
            message=desk.say(
                f"There is no field or measure “{topic}”" + (f"; the nearest are {hint}." if hint else "."),
                f"没有名为“{topic}”的字段或指标" + (f"；最接近的有{hint}。" if hint else "。"),
            ),
        )
    return measure_card(desk, spec) if isinstance(spec, MeasureSpec) else field_card(desk, spec)


def look_up_customer(
    desk: Desk,
    customer_id: Annotated[str, Field(description="The customer's id, or exact e-mail, phone or name")],
) -> Finding:
    """Look up one customer: profile, figures, latest orders with products, latest events."""
    found = _find(desk, customer_id)
    if len(found) != 1:
        message = desk.say(f"No customer is known as “{customer_id}”.", f"没有找到客户“{customer_id}”。")
        if found:
            message = desk.say(
                f"“{customer_id}” is {len(found)} customers: {', '.join(found[:10])}. Ask by id.",
                f"“{customer_id}”对应 {len(found)} 位客户：{'、'.join(found[:10])}。请用编号查询。",
            )
        return Finding(tool="look_up_customer", status="unknown", message=message)
    profile, sql = _profile(desk, found[0])
    rows = profile + _orders(desk, found[0]) + _events(desk, found[0])
    heads = (("part", "部分", "Part"), ("when", "时间", "When"), ("what", "内容", "What"), ("value", "数值", "Value"),
             ("person", "客户", "Customer"))  # fmt: skip
    return Finding(
        tool="look_up_customer",
        title=desk.say("One customer: profile, latest orders and events", "单个客户：资料、最近订单和行为"),
        columns=[
            Column(name=name, label=desk.say(english, chinese), pii=name == "person")
            for name, chinese, english in heads
        ],
        rows=rows,
        total_rows=len(rows),
        definition={"customer_id": found[0]},
        sql=sql,
    )


def _find(desk: Desk, asked: str) -> list[str]:
    """Ids of the customers with this id, e-mail, phone or name, exactly but for case and spaces."""
    for name in ("customer_id", "email", "phone", "name"):
        if name in desk.dictionary.fields and desk.dictionary.field(name).level == "customer":
            audience = Audience(all=[Attribute(field=name, values=[asked.strip()])])
            query = compile_audience(audience, desk.dictionary, desk.today, dialect=desk.warehouse.dialect)
            if found := [str(row[0]) for row in run(desk, query)]:
                return found
    return []


def _profile(desk: Desk, customer_id: str) -> tuple[list[list[Any]], str]:
    fields = desk.dictionary.fields
    own = [name for name, spec in fields.items()
           if spec.level == "customer" and not spec.derived and not spec.pii and name not in PROFILE
           and not name.endswith("_consent")]  # fmt: skip
    names = [name for name in (*PROFILE, *own) if name in fields and fields[name].level == "customer"]
    personal = [name for name in ("name",) if name in fields]
    audience = Audience(all=[Attribute(field="customer_id", values=[customer_id])])
    query = compile_audience(audience, desk.dictionary, desk.today, dialect=desk.warehouse.dialect,
                             select=["id", *personal, *names])  # fmt: skip
    (row,) = run(desk, query)
    if "customer_scores" in desk.warehouse.columns():
        row = _with_fresh_scores(desk, customer_id, row, [column.name for column in query.columns])
    heading = desk.say("Profile", "资料")
    columns = headed(desk, query.columns, [row], of_customers=True)
    rows: list[list[Any]] = []
    for cell, column in zip(row, columns, strict=True):
        if cell is not None:
            shown = format_cell(cell, column, desk.language)
            rows.append(
                [heading, "", column.label, "", shown] if column.pii else [heading, "", column.label, shown, ""]
            )
    return rows, shown_sql(query)


def _with_fresh_scores(desk: Desk, customer_id: str, row: list[Any], names: list[str]) -> list[Any]:
    """The row with scores as of this moment in place of those of the last training."""
    from tools.modelling.people import fresh_scores

    fresh = fresh_scores(desk, customer_id)
    shown = {name: value.isoformat() if isinstance(value, date) else value for name, value in fresh.items()}
    return [shown.get(name, cell) for name, cell in zip(names, row, strict=True)]


def _orders(desk: Desk, customer_id: str) -> list[list[Any]]:
    """The latest orders: when, what was in them, their value."""
    names = "coalesce(p.name, l.product_id)"
    if desk.language == "zh" and desk.dictionary.profile.has("products", "name_zh"):
        names = f"coalesce(p.name_zh, {names.removeprefix('coalesce(')}"
    _, rows = desk.warehouse.query(
        f"SELECT o.id, o.ordered_at, string_agg({names} || ' × ' || "
        "CAST(CAST(l.quantity AS DECIMAL(18, 0)) AS VARCHAR), ', ' ORDER BY l.quantity DESC, l.product_id), "
        "sum(l.quantity * l.unit_price) - coalesce(max(o.discount), 0) "
        "FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id LEFT JOIN products AS p ON p.id = l.product_id "
        "WHERE o.customer_id = ? AND o.ordered_at < CAST(? AS DATE) + 1 GROUP BY o.id, o.ordered_at "
        f"ORDER BY o.ordered_at DESC, o.id DESC LIMIT {HISTORY}",
        [customer_id, desk.today],
    )
    money = Column(name="value", type="money", unit=desk.dictionary.currency)
    heading = desk.say("Order", "订单")
    return [[heading, at.isoformat(" ", "minutes"), f"{order}: {what}", format_cell(value, money, desk.language), ""]
            for order, at, what, value in rows]  # fmt: skip


def _events(desk: Desk, customer_id: str) -> list[list[Any]]:
    """The latest events: when, what kind, of which campaign or product."""
    _, rows = desk.warehouse.query(
        "SELECT e.type, e.occurred_at, coalesce(k.name, e.campaign_id, p.name, e.product_id, '') FROM events AS e "
        "LEFT JOIN campaigns AS k ON k.id = e.campaign_id LEFT JOIN products AS p ON p.id = e.product_id "
        "WHERE e.customer_id = ? AND e.occurred_at < CAST(? AS DATE) + 1 "
        f"ORDER BY e.occurred_at DESC, e.type LIMIT {HISTORY}",
        [customer_id, desk.today],
    )
    heading = desk.say("Event", "行为")
    label = desk.dictionary.value_label
    return [[heading, at.isoformat(" ", "minutes"), f"{label('event', kind, desk.language)} {what}".strip(), "", ""]
            for kind, at, what in rows]  # fmt: skip
