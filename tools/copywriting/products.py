"""Which products a brief is about: the ones named, those of its topic, or what these people buy."""

from typing import Any

from tools.briefs import Brief
from tools.contract import AssistantError, UnknownField, UnknownValue
from tools.data.profile import quoted
from tools.definitions import Attribute, Bought, Condition, Engaged, Filter, Group
from tools.desk import Desk
from tools.matching import nearest

Rows = list[dict[str, Any]]


def products_for(desk: Desk, brief: Brief, count: int) -> Rows:
    """Product rows with every column the shop keeps, at most `count` unless more are named.

    Raises UnknownValue for a product id or name that the shop does not have.
    """
    if "products" not in desk.dictionary.profile.filled:
        return []
    if brief.products:
        return [_named(desk, name) for name in brief.products]
    if brief.topic:
        return _of_topic(desk, brief.topic, count)
    for field, value in _mentioned(brief):
        rows = _where(desk, field, value, brief, count)
        if rows:
            return rows
    return _ranked(desk, "TRUE", [], brief, count)


def _select(desk: Desk, where: str, parameters: list[Any], tail: str = "") -> Rows:
    columns, rows = desk.warehouse.query(f"SELECT p.* FROM products AS p WHERE {where} {tail}", parameters)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _named(desk: Desk, name: str) -> dict[str, Any]:
    plain = name.removeprefix("P:").removeprefix("product:")
    columns = [c for c in ("id", "name", "name_zh") if c in desk.warehouse.columns()["products"]]
    where = " OR ".join(f"lower(p.{column}) = lower(?)" for column in columns)
    rows = _select(desk, where, [plain] * len(columns), "ORDER BY p.id LIMIT 1")
    if rows:
        return rows[0]
    _, known = desk.warehouse.query("SELECT id, name FROM products ORDER BY id LIMIT 5000")
    alike = nearest(plain, {str(text): True for row in known for text in row if text})[:3]
    raise UnknownValue(
        desk.say(
            f"There is no product “{plain}”" + (f": the nearest are {', '.join(alike)}." if alike else "."),
            f"没有「{plain}」这个商品" + (f"：相近的有{'、'.join(alike)}。" if alike else "。"),
        ),
        nearest=alike,
    )


def _of_topic(desk: Desk, topic: str, count: int) -> Rows:
    for field in ("category", "subcategory", "brand", "product"):
        try:
            values = desk.dictionary.stored_forms(field, topic)
        except (UnknownField, UnknownValue):
            continue
        column = {"product": "id"}.get(field, field)
        marks = ", ".join("?" for _ in values)
        rows = _ranked(desk, f"p.{quoted(column)} IN ({marks})", list(values), None, count)
        rows = rows or (
            _select(desk, f"p.name IN ({marks})", list(values), f"LIMIT {count}") if field == "product" else []
        )
        if rows:
            return rows
    try:
        found = desk.library.search(topic, kind="product", limit=count)
    except AssistantError:
        found = []
    ids = [passage.key for passage in found]
    rows = _select(desk, f"p.id IN ({', '.join('?' for _ in ids)})", list(ids)) if ids else []
    return sorted(rows, key=lambda row: ids.index(str(row["id"])))


def _mentioned(brief: Brief) -> list[tuple[str, Any]]:
    """Product fields that the audience speaks of ("bought skincare"), in order."""
    found: list[tuple[str, Any]] = []

    def walk(conditions: list[Condition]) -> None:
        for item in conditions:
            if isinstance(item, Group):
                walk([*item.all, *item.any])
            elif isinstance(item, Bought | Engaged):
                found.extend(_values(item.where))
            elif isinstance(item, Attribute):
                continue

    if brief.audience:
        walk([*brief.audience.all, *brief.audience.any])
    return found


def _values(filters: list[Filter]) -> list[tuple[str, Any]]:
    return [
        (f.field, f.values)
        for f in filters
        if f.op == "is" and f.field in ("category", "subcategory", "brand", "product")
    ]


def _where(desk: Desk, field: str, values: list[Any], brief: Brief, count: int) -> Rows:
    try:
        stored = [form for value in values for form in desk.dictionary.stored_forms(field, value)]
    except (UnknownField, UnknownValue):
        return []
    column = {"product": "name"}.get(field, field)
    marks = ", ".join("?" for _ in stored)
    return _ranked(desk, f"p.{quoted(column)} IN ({marks})", stored, brief, count)


def _ranked(desk: Desk, where: str, parameters: list[Any], brief: Brief | None, count: int) -> Rows:
    """In stock first, then what sold most in the last 90 days; the newest for a launch."""
    columns = desk.warehouse.columns()["products"]
    stocked = "(coalesce(p.stock, 1) > 0) DESC, " if "stock" in columns else ""
    newest = "p.launched_on DESC NULLS LAST, " if brief and brief.goal == "launch" and "launched_on" in columns else ""
    named = "" if "name" not in columns else "(p.name IS NOT NULL) DESC, "
    names, rows = desk.warehouse.query(
        "WITH sales AS (SELECT l.product_id, sum(l.quantity) AS sold FROM order_lines AS l JOIN orders AS o "
        "ON o.id = l.order_id WHERE o.ordered_at >= ?::DATE - INTERVAL 90 DAY "
        "AND o.ordered_at < ?::DATE + INTERVAL 1 DAY GROUP BY 1) "
        f"SELECT p.* FROM products AS p LEFT JOIN sales AS s ON s.product_id = p.id WHERE {where} "
        f"ORDER BY {stocked}{newest}{named}s.sold DESC NULLS LAST, p.id LIMIT {count}",
        [desk.today, desk.today, *parameters],
    )
    return [dict(zip(names, row, strict=True)) for row in rows]
