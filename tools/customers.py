"""Describe the data and its measures; look up one customer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tools.contract import Column, Finding
from tools.data.compiler import compile_audience
from tools.definitions import Attribute, Audience
from tools.desk import Desk
from tools.dictionary import FieldSpec, MeasureSpec
from tools.findings import headed, run, shown_sql
from tools.matching import nearest, normal_form
from tools.wording import format_cell

SAMPLE_VALUES = 12
HISTORY = 15
"""Latest orders and events shown of one customer."""
TABLES = ("customers", "orders", "order_lines", "products", "events", "campaigns")
TABLE_LABELS = {
    "customers": ("customers", "客户"), "orders": ("orders", "订单"), "order_lines": ("order lines", "订单行"),
    "products": ("products", "商品"), "events": ("events", "行为记录"), "campaigns": ("campaigns", "营销活动"),
}  # fmt: skip
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
) -> Finding:
    """Say what data the shop has: counts, dates, fields with their values, measures and how each is computed.

    With a topic: what that field or measure means, how it is computed, which values it has.
    """
    if not topic:
        return _overview(desk)
    spec = _named(desk, topic)
    if spec is None:
        known = {word: name for name, words in _spoken(desk).items() for word in words}
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
    return _measure_card(desk, spec) if isinstance(spec, MeasureSpec) else _field_card(desk, spec)


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
    heading = desk.say("Profile", "资料")
    columns = headed(desk, query.columns)
    rows: list[list[Any]] = []
    for cell, column in zip(row, columns, strict=True):
        if cell is not None:
            shown = format_cell(cell, column, desk.language)
            rows.append(
                [heading, "", column.label, "", shown] if column.pii else [heading, "", column.label, shown, ""]
            )
    return rows, shown_sql(query)


def _orders(desk: Desk, customer_id: str) -> list[list[Any]]:
    """The latest orders: when, what was in them, their value."""
    names = "coalesce(p.name, l.product_id)"
    if desk.language == "zh" and desk.dictionary.profile.has("products", "name_zh"):
        names = f"coalesce(p.name_zh, {names.removeprefix('coalesce(')}"
    _, rows = desk.warehouse.query(
        f"SELECT o.id, o.ordered_at, string_agg({names} || ' × ' || CAST(CAST(l.quantity AS DECIMAL(18, 0)) AS VARCHAR), "
        "', ' ORDER BY l.quantity DESC, l.product_id), sum(l.quantity * l.unit_price) - coalesce(max(o.discount), 0) "
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


def _overview(desk: Desk) -> Finding:
    profile, zh = desk.dictionary.profile, desk.language == "zh"
    rows: list[list[Any]] = []
    for table in TABLES:
        if profile.rows.get(table):
            rows.append([desk.say("Table", "数据表"), TABLE_LABELS[table][zh], f"{profile.rows[table]:,}", ""])
    for spec in desk.dictionary.fields.values():
        if spec.level != "time":
            label = spec.label.in_language(desk.language)
            rows.append([desk.say("Field", "字段"), spec.name, label, _sample(desk, spec)])
    for measure in desk.dictionary.measures.values():
        label = measure.label.in_language(desk.language)
        rows.append([desk.say("Measure", "指标"), measure.name, label, measure.formula.in_language(desk.language)])
    first = profile.first_order
    dates = desk.say(f"orders from {first} to {desk.today}", f"订单从 {first} 到 {desk.today}") if first else ""
    counts = desk.say(", ", "，").join(
        f"{profile.rows[table]:,} {TABLE_LABELS[table][zh]}" for table in TABLES if profile.rows.get(table)
    )
    return Finding(
        tool="describe_data",
        title=f"{counts}{desk.say('; ', '；') if dates else ''}{dates}",
        columns=_card_columns(desk),
        rows=rows,
        total_rows=len(rows),
        totals={table: float(profile.rows[table]) for table in TABLES if profile.rows.get(table)},
        caveats=[desk.say(
            f"All money is in {desk.dictionary.currency}; “today” is {desk.today}.",
            f"金额单位均为 {desk.dictionary.currency}；“今天”指 {desk.today}。",
        )],
    )  # fmt: skip


def _sample(desk: Desk, spec: FieldSpec) -> str:
    """The most frequent values of a text field that may be shown."""
    if spec.type != "text" or spec.pii or not spec.groupable:
        return ""
    values = desk.dictionary.values(spec.name)
    shown = [desk.dictionary.value_label(spec.name, text, desk.language) for text, _ in values[:SAMPLE_VALUES]]
    more = f" … ({len(values):,})" if len(values) > SAMPLE_VALUES else ""
    return desk.say(", ", "、").join(shown) + more


def _measure_card(desk: Desk, spec: MeasureSpec) -> Finding:
    label = spec.label.in_language(desk.language)
    rows = [
        [desk.say("Meaning", "含义"), spec.name, spec.meaning.in_language(desk.language), ""],
        [desk.say("Formula", "计算方法"), spec.name, spec.formula.in_language(desk.language), ""],
    ]
    return Finding(tool="describe_data", title=label, columns=_card_columns(desk), rows=rows, total_rows=2)


def _field_card(desk: Desk, spec: FieldSpec) -> Finding:
    rows: list[list[Any]] = [[desk.say("Meaning", "含义"), spec.name, spec.meaning.in_language(desk.language), ""]]
    if spec.type == "text" and not spec.pii:
        for text, count in desk.dictionary.values(spec.name)[:100]:
            shown = desk.dictionary.value_label(spec.name, text, desk.language)
            rows.append([desk.say("Value", "取值"), text, shown, f"{count:,}" if count else ""])
    elif spec.level == "customer" and (spec.numeric or spec.type == "date") and not spec.pii:
        rows += _extent(desk, spec)
    label = spec.label.in_language(desk.language)
    return Finding(tool="describe_data", title=label, columns=_card_columns(desk), rows=rows, total_rows=len(rows))


def _extent(desk: Desk, spec: FieldSpec) -> list[list[Any]]:
    """Lowest and highest of a customer figure."""
    rows = []
    for descending, label in ((False, desk.say("Lowest", "最小")), (True, desk.say("Highest", "最大"))):
        query = compile_audience(
            Audience(all=[Attribute(field=spec.name, op="known")]), desk.dictionary, desk.today,
            dialect=desk.warehouse.dialect, select=[spec.name], sort_by=spec.name, descending=descending, limit=1,
        )  # fmt: skip
        for (cell,) in run(desk, query):
            rows.append([label, spec.name, format_cell(cell, query.columns[0], desk.language), ""])
    return rows


def _card_columns(desk: Desk) -> list[Column]:
    heads = (("kind", "类型", "Kind"), ("name", "名称", "Name"), ("text", "说明", "Text"), ("detail", "详情", "Detail"))
    return [Column(name=name, label=desk.say(english, chinese)) for name, chinese, english in heads]


def _spoken(desk: Desk) -> dict[str, list[str]]:
    """Names of measures and fields, with every way to say them."""
    spoken: dict[str, list[str]] = {}
    for specs in (desk.dictionary.measures, desk.dictionary.fields):
        for name, spec in specs.items():
            forms = [name, name.replace("_", " "), spec.label.en, spec.label.zh, *spec.words["en"], *spec.words["zh"]]
            spoken.setdefault(name, []).extend(forms)
    return spoken


def _named(desk: Desk, topic: str) -> FieldSpec | MeasureSpec | None:
    """The measure, else the field, that `topic` names in whatever words."""
    wanted = normal_form(topic)
    for specs in (desk.dictionary.measures, desk.dictionary.fields):
        for name, spec in specs.items():
            forms = [name, spec.label.en, spec.label.zh, *spec.words["en"], *spec.words["zh"]]
            if any(normal_form(form) == wanted for form in forms):
                return spec
    return None
