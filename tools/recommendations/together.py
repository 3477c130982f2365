"""What is bought together, beyond chance: association rules with every measure an analyst asks for."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from tools.contract import BadRequest, ColumnType, Finding, Unavailable, UnknownValue
from tools.desk import Desk
from tools.findings import labelled, unknown_value
from tools.recommendations.products import product_names

Order = Literal["extra_orders", "lift", "confidence", "orders"]
HEADS: tuple[tuple[str, str, str, ColumnType], ...] = (
    ("antecedent", "Who buys", "买了", "text"), ("consequent", "Also buys", "也买", "text"),
    ("orders", "Orders with both", "同时出现的订单", "integer"), ("support", "Support", "支持度", "share"),
    ("confidence", "Confidence", "置信度", "share"), ("lift", "Lift", "提升度", "number"),
    ("leverage", "Leverage", "杠杆率", "number"), ("conviction", "Conviction", "确信度", "number"),
    ("extra_orders", "Orders beyond chance", "超出随机的订单", "number"),
    ("p_adjusted", "Adjusted p", "校正 p 值", "number"),
)  # fmt: skip


def bought_together(
    desk: Desk,
    product: Annotated[str | None, Field(description="A product's id or name: what goes with it")] = None,
    category: Annotated[str | None, Field(description="A category: which other categories go with it")] = None,
    limit: Annotated[int, Field(ge=1, le=100, description="How many rules")] = 10,
    by: Annotated[Order, Field(description="What they are sorted by")] = "extra_orders",
) -> Finding:
    """List what is bought together in one order more often than by chance: association rules, best first.

    Sorted by orders beyond chance; by lift rare accidents come first. Without arguments: all products.
    """
    if product and category:
        raise BadRequest("bought_together takes a product or a category, not both.")
    if "product_rules" not in desk.warehouse.columns():
        raise Unavailable(
            desk.say(
                "What is bought together has not been worked out here: `python -m assistant train DIR` does it.",
                "这家店还没有做过关联分析：运行 `python -m assistant train DIR` 即可。",
            )
        )
    field, asked = ("category", category) if category else ("product", product)
    definition = {"product": product, "category": category, "limit": limit, "by": by}
    try:
        items = _items(desk, field, asked) if asked else []
    except UnknownValue as error:
        return unknown_value(desk, "bought_together", error, definition)
    if by not in get_args(Order):
        raise BadRequest(f"bought_together is sorted by one of {', '.join(get_args(Order))}.")
    sql, found, total = _rules(desk, field, items, by, limit)
    names = _names(desk, field, found)
    rows = [[desk.say(" + ", " + ").join(names.get(item, item) for item in row[0]), names.get(row[1], row[1]),
             *(_rounded(cell) for cell in row[2:])] for row in found]  # fmt: skip
    what = names.get(items[0], asked) if items else desk.say("all products", "全部商品")
    finding = Finding(
        tool="bought_together",
        status="answered" if rows else "empty",
        title=desk.say(f"Bought together: {what}", f"一起购买：{what}"),
        columns=labelled(desk, *HEADS),
        rows=rows,
        total_rows=total,
        definition=definition,
        sql=sql,
        caveats=[desk.say(
            "Only pairs and triples found more often than chance (Fisher's exact test, corrected for all that were "
            "looked at, 5 %); orders beyond chance say how many more orders hold both than would by accident.",
            "只列出显著多于随机的组合（Fisher 精确检验，已按检验数校正，5%）；“超出随机的订单”指比偶然多出的订单数。",
        )],
    )  # fmt: skip
    finding.message = _message(desk, finding)
    return finding


def _rules(desk: Desk, field: str, items: list[str], by: Order, limit: int) -> tuple[str, list[tuple[Any, ...]], int]:
    """The statement, its first rows and how many there are; without items, all rules of that level."""
    columns = ", ".join(name for name, *_ in HEADS)
    where, values = ("level = ?", [field]) if not items else (
        "level = ? AND list_has_any(antecedent, ?)", [field, items])  # fmt: skip
    order = f"{by} DESC, extra_orders DESC, confidence DESC, antecedent"
    sql = f"SELECT {columns} FROM product_rules WHERE {where} ORDER BY {order}"
    _, found = desk.warehouse.query(f"{sql} LIMIT {int(limit)}", values)
    _, ((total,),) = desk.warehouse.query(f"SELECT count(*) FROM product_rules WHERE {where}", values)
    return sql, found, int(total)


def _items(desk: Desk, field: str, asked: str) -> list[str]:
    if field == "category":
        return desk.dictionary.stored_forms("category", asked)
    known = desk.warehouse.query("SELECT id FROM products WHERE id = ?", [asked])[1]
    if known:
        return [str(known[0][0])]
    names = desk.dictionary.stored_forms("product", asked)
    marks = ", ".join("?" * len(names))
    _, rows = desk.warehouse.query(
        f"SELECT id FROM products WHERE id IN ({marks}) OR name IN ({marks})", [*names, *names]
    )
    return [str(row[0]) for row in rows] or names


def _names(desk: Desk, field: str, rows: list[tuple[Any, ...]]) -> dict[str, str]:
    items = {item for row in rows for item in [*row[0], row[1]]}
    if field == "category":
        return {item: desk.dictionary.value_label("category", item, desk.language) for item in items}
    return product_names(desk, items)


def _rounded(cell: Any) -> Any:
    return float(f"{cell:.6g}") if isinstance(cell, float) else cell


def _message(desk: Desk, finding: Finding) -> str:
    if not finding.rows:
        return desk.say("Nothing is bought with it more often than by chance.", "没有显著多于随机的搭配。")
    first = finding.rows[0]
    finding.totals = {"orders": float(first[2]), "confidence": float(first[4]), "lift": float(first[5])}
    return desk.say(
        f"The strongest: {first[4]:.1%} of orders with {first[0]} also hold {first[1]}, {first[5]:.1f} times as often "
        f"as by chance ({first[2]:,} orders).",
        f"最强的搭配：含 {first[0]} 的订单中 {first[4]:.1%} 也含 {first[1]}，"
        f"为随机的 {first[5]:.1f} 倍（{first[2]:,} 单）。",
    )
