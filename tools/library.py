"""Look things up in the library: products by what they are like, brand rules, past campaigns, segment profiles."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from tools.contract import Column, Finding, Source
from tools.data.compiler import compile_products
from tools.data.passages import Passage
from tools.definitions import Filter
from tools.desk import Desk
from tools.findings import present, run, shown_sql, spoken_values
from tools.wording.filters import filter_words

Kind = Literal["product", "brand", "campaign", "segment"]

_KINDS = {
    "product": ("products", "商品"),
    "brand": ("brand guidelines", "品牌规范"),
    "campaign": ("past campaigns", "历史活动"),
    "segment": ("segment profiles", "人群画像"),
}
_MOST_TO_FILTER = 500
"""Products ranked by a query before category, brand and price are applied."""


def search_library(
    desk: Desk,
    query: Annotated[str, Field(description="What to look for, in English or Chinese", min_length=1, max_length=500)],
    kind: Annotated[Kind | None, Field(description="Only this kind; all kinds when left out")] = None,
    limit: Annotated[int, Field(description="Most passages to return", ge=1, le=50)] = 5,
) -> Finding:
    """Find products, brand rules, past campaigns or segment profiles by meaning; passages come with their sources."""
    passages = desk.library.search(query, kind=kind, limit=limit)
    what = desk.say(_KINDS[kind][0] if kind else "library", _KINDS[kind][1] if kind else "资料库")
    finding = Finding(
        tool="search_library",
        title=desk.say(f"{what.capitalize()}: “{query}”", f"{what}：“{query}”"),
        caveats=_caveats(desk, passages),
        definition={"query": query, "kind": kind, "limit": limit},
    )
    if not passages:
        return _empty(desk, finding)
    products = _products(desk, [passage.key for passage in passages if passage.kind == "product"])
    finding.sources = [_source(desk, passage, products) for passage in passages]
    if all(passage.kind == "product" for passage in passages):
        finding.columns, finding.rows = _product_table(desk, products, [passage.key for passage in passages])
    else:
        finding.columns = [
            Column(name="source", label=desk.say("Source", "来源")),
            Column(name="kind", label=desk.say("Kind", "类别")),
            Column(name="title", label=desk.say("Title", "标题")),
            Column(name="text", label=desk.say("Text", "内容")),
        ]
        finding.rows = [
            [source.id, desk.say(*_KINDS[passage.kind]), source.title, source.text]
            for source, passage in zip(finding.sources, passages, strict=True)
        ]
    finding.total_rows = len(finding.rows)
    return finding


def find_products(
    desk: Desk,
    query: Annotated[str | None, Field(description="What they are like; left out: any, dearest first")] = None,
    category: Annotated[str | None, Field(description="Only this category")] = None,
    brand: Annotated[str | None, Field(description="Only this brand")] = None,
    max_price: Annotated[float | None, Field(description="At most this price, included", ge=0)] = None,
    where: Annotated[
        list[Filter] | None,
        Field(description="Only products for which each holds: product (by name), price, stock and the like"),
    ] = None,
    sort_by: Annotated[str, Field(description="Without a query: the product field they are sorted by")] = "price",
    descending: Annotated[bool, Field(description="Highest or newest first")] = True,
    limit: Annotated[int, Field(description="Most products to return", ge=1, le=100)] = 10,
) -> Finding:
    """List products with their facts – price, stock, brand and what else the shop keeps – as they are now.

    Chosen by description, by name, or by any product field: out of stock, under 50, launched this year.
    """
    chosen = {
        field: desk.dictionary.stored_forms(field, value)
        for field, value in (("category", category), ("brand", brand))
        if value
    }
    filters = [*(where or []), *(Filter(field=field, values=list(forms)) for field, forms in chosen.items())]
    filters += [Filter(field="price", op="le", values=[max_price])] if max_price is not None else []
    compiled = compile_products(
        filters, desk.dictionary, desk.today, dialect=desk.warehouse.dialect, sort_by=sort_by, descending=descending
    )
    allowed = [str(row[0]) for row in run(desk, compiled)]
    passages = _alike(desk, query, set(allowed)) if query else []
    allowed = [passage.key for passage in passages] if query else allowed
    finding = Finding(
        tool="find_products",
        title=_product_title(desk, query, [forms[0] for forms in chosen.values()], max_price, where or []),
        sql=shown_sql(compiled),
        caveats=_caveats(desk, passages[:limit]) if query else [],
        total_rows=len(allowed),
        definition={
            "query": query, "category": category, "brand": brand, "max_price": max_price,
            "where": [item.compact() for item in where or []],
            "sort_by": sort_by, "descending": descending, "limit": limit,
        },
    )  # fmt: skip
    return _with_products(desk, finding, allowed[:limit]) if allowed else _empty(desk, finding)


def _alike(desk: Desk, query: str, among: set[str]) -> list[Passage]:
    """Products that a description means, best first, of those that are allowed."""
    found = desk.library.search(query, kind="product", limit=_MOST_TO_FILTER)
    return [passage for passage in found if passage.key in among]


def _with_products(desk: Desk, finding: Finding, ids: list[str]) -> Finding:
    """The finding with a row and a source for each product."""
    products = _products(desk, ids)
    finding.columns, finding.rows = _product_table(desk, products, ids, every_fact=True)
    finding.sources = [
        Source(id=f"product:{key}", title=_name(desk, products[key]), text=_description(desk, products[key]))
        for key in ids
    ]
    return finding


def _products(desk: Desk, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Product id to its row in the warehouse, which alone knows today's price."""
    if not ids:
        return {}
    names, rows = desk.warehouse.query(f"SELECT * FROM products WHERE id IN ({', '.join('?' * len(ids))})", ids)
    return {row[names.index("id")]: dict(zip(names, row, strict=True)) for row in rows}


def _product_table(
    desk: Desk, products: dict[str, dict[str, Any]], ids: list[str], *, every_fact: bool = False
) -> tuple[list[Column], list[list[Any]]]:
    """Name, category, brand and price of each; with `every_fact` what else the shop keeps of its products."""
    columns = [
        Column(name="id", label=desk.say("Product id", "商品编号")),
        Column(name="name", label=desk.say("Product", "商品")),
        Column(name="category", label=desk.say("Category", "类目")),
        Column(name="brand", label=desk.say("Brand", "品牌")),
        Column(name="price", type="money", unit=desk.workspace.settings.currency, label=desk.say("Price", "价格")),
    ]
    known = {column.name for column in columns} | {"description", "product", "product_id"}
    more = [
        spec
        for spec in desk.dictionary.fields.values()
        if every_fact and spec.level == "product" and spec.table == "products" and spec.name not in known
        and not str(spec.column).startswith("description")
    ]  # fmt: skip
    columns += [
        Column(name=spec.name, type=spec.type, unit=spec.unit, label=spec.label.in_language(desk.language))
        for spec in more
    ]
    names = ["category", "brand", "price", *(str(spec.column or spec.name) for spec in more)]
    rows = []
    for key in ids:
        cells = zip((products[key].get(name) for name in names), columns[2:], strict=True)
        rows.append([key, _name(desk, products[key]), *(present(desk, cell, column) for cell, column in cells)])
    for place, column in list(enumerate(columns))[2:]:
        columns[place] = column.model_copy(
            update={"spoken": spoken_values(desk, column.name, [r[place] for r in rows])}
        )
    return columns, rows


def _name(desk: Desk, product: dict[str, Any]) -> str:
    return str((product.get("name_zh") if desk.language == "zh" else None) or product["name"] or product["id"])


def _description(desk: Desk, product: dict[str, Any]) -> str:
    return str((product.get("description_zh") if desk.language == "zh" else None) or product["description"] or "")


def _source(desk: Desk, passage: Passage, products: dict[str, dict[str, Any]]) -> Source:
    title, text = passage.wording(desk.language)
    if passage.kind == "product":
        product = products[passage.key]
        currency = desk.workspace.settings.currency
        price = f"{product['price']:,.2f} {currency}" if product.get("price") is not None else ""
        facts = (product.get("brand"), product.get("category"), price)
        text = " · ".join([*(str(fact) for fact in facts if fact), text])
    return Source(id=passage.id, title=title, text=text, score=passage.score)


def _caveats(desk: Desk, passages: list[Passage]) -> list[str]:
    """State of the index, and a warning where a passage seems to address a machine."""
    notes = [remark.say(desk.language) for remark in desk.library.status().remarks]
    odd = [passage.id for passage in passages if passage.suspicious]
    if odd:
        notes.append(
            desk.say(
                f"{', '.join(odd)} contains text that reads like instructions to a machine; it is shown as written "
                "and not followed.",
                f"{'、'.join(odd)} 含有像是写给机器的指令，仅原样展示，不会照做。",
            )
        )
    return notes


def _empty(desk: Desk, finding: Finding) -> Finding:
    finding.status = "empty"
    finding.message = desk.say(
        "Nothing in the library has to do with this. Try other words, or add documents with "
        "`python -m assistant index`.",
        "资料库里没有相关内容。可以换个说法，或用 `python -m assistant index` 添加文档。",
    )
    return finding


def _product_title(
    desk: Desk, query: str | None, chosen: list[str], max_price: float | None, where: list[Filter]
) -> str:
    price = f"{max_price:g} {desk.workspace.settings.currency}" if max_price is not None else ""
    told = [filter_words(item, desk.dictionary, desk.language, desk.today) for item in where]
    parts = [f"“{query}”" if query else "", *chosen, price and desk.say(f"up to {price}", f"不超过 {price}"), *told]
    return (
        desk.say("Products", "商品")
        + desk.say(": ", "：") * any(parts)
        + desk.say(", ", "，").join(filter(None, parts))
    )
