"""Next best products for a person or a group, with what in their own history speaks for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from tools.audience_store import read_audiences
from tools.contract import Chart, Column, Finding, UnknownValue
from tools.data.compiler import compile_audience
from tools.definitions import Audience
from tools.desk import Desk
from tools.findings import labelled, unknown_customer, unknown_value
from tools.modelling.cards import ModelCard
from tools.modelling.fitted import fitted, offered
from tools.modelling.people import customer_exists, purchases_of
from tools.modelling.recommending import KEPT, out_of_stock
from tools.wording import audience_words

if TYPE_CHECKING:
    from tools.science.recommending.recommend import Recommendation

Only = Literal["any", "new", "repeat"]
KINDS = {"repeat": ("again", "复购"), "new": ("new to them", "新品")}


def recommend_products(
    desk: Desk,
    customer_id: Annotated[str | None, Field(description="Id of one customer; or give an audience")] = None,
    audience: Annotated[Audience | None, Field(description="A group; everyone without either")] = None,
    only: Annotated[Only, Field(description="any, new (never bought by them) or repeat (bought before)")] = "any",
    limit: Annotated[int, Field(ge=1, le=50, description="How many products")] = 5,
) -> Finding:
    """Recommend the next best products for one customer, with reasons, or for a group, with expected buyers.

    Left out: what is out of stock, what they returned and, for new, what they bought before.
    """
    card = offered(desk, "recommendations")
    if customer_id is not None:
        return _for_one(desk, card, customer_id, only, limit)
    try:
        return _for_group(desk, card, audience or Audience(), only, limit)
    except UnknownValue as error:
        return unknown_value(desk, "recommend_products", error, {"only": only, "limit": limit})


def _for_one(desk: Desk, card: ModelCard, customer_id: str, only: Only, limit: int) -> Finding:
    found, products = next_best(desk, customer_id, only, limit)
    definition = {"customer_id": customer_id, "only": only, "limit": limit}
    if not found and not customer_exists(desk, customer_id):
        return unknown_customer(desk, "recommend_products", customer_id)
    names = product_names(
        desk, [str(item) for one in found for item in (one.item, *(other for other, _ in one.because))]
    )
    prices = _prices(desk, [str(one.item) for one in found])
    rows = [
        [names.get(str(one.item), str(one.item)), str(one.item), prices.get(str(one.item)),
         desk.say(*KINDS[one.kind]), _rounded(one.chance, 4), _because(desk, one, names)]
        for one in found
    ]  # fmt: skip
    finding = Finding(
        tool="recommend_products",
        status="answered" if rows else "empty",
        title=desk.say(f"Next best products for {customer_id}", f"{customer_id} 的推荐商品"),
        columns=[
            *_product_columns(desk),
            *labelled(desk, ("kind", "Kind", "类型"),
                      ("chance", "Chance in the next order", "出现在下一单的概率", "share"),
                      ("reason", "Why", "理由")),
        ],
        rows=rows,
        total_rows=len(rows),
        totals={"products_bought": float(products)},
        definition=definition,
        caveats=_caveats(desk, card),
    )  # fmt: skip
    finding.message = desk.say(
        f"First: {rows[0][0]} ({rows[0][-1]})." if rows else "Nothing is left to recommend.",
        f"首选：{rows[0][0]}（{rows[0][-1]}）。" if rows else "没有可推荐的商品。",
    )
    return finding


def next_best(desk: Desk, customer_id: str, only: Only, limit: int) -> tuple[list[Recommendation], int]:
    """Recommendations from the customer's own rows as they are now, and how many products they have bought."""
    from tools.science.recommending.recommend import recommend

    model = fitted(desk, "recommendations")
    rows = purchases_of(desk, customer_id)
    sold, back = rows[rows["quantity"] > 0], rows[rows["quantity"] < 0]
    found = recommend(
        model.recommender, list(sold["product_id"]), list(sold["day"]), as_of=desk.today, mode=only, limit=limit,
        exclude=[*out_of_stock(desk.warehouse), *back["product_id"]],
    )  # fmt: skip
    return found, int(sold["product_id"].nunique())


def _product_columns(desk: Desk) -> list[Column]:
    """Which product, and what it costs."""
    return [
        *labelled(desk, ("product", "Product", "商品"), ("product_id", "Product id", "商品编号")),
        Column(name="price", type="money", unit=desk.dictionary.currency, label=desk.say("Price", "价格")),
    ]


def _because(desk: Desk, one: Recommendation, names: dict[str, str]) -> str:
    """What in the person's own history speaks for it."""
    if one.kind == "repeat":
        gap = ""
        if one.typical_gap_days is not None:
            gap = desk.say(
                f", usually every {one.typical_gap_days:.0f} days", f"，通常每 {one.typical_gap_days:.0f} 天一次"
            )
        times = desk.say("once" if one.times == 1 else f"{one.times} times", f"{one.times} 次")
        return desk.say(
            f"bought {times}, last {one.last_days_ago} days ago{gap}",
            f"买过 {times}，上次在 {one.last_days_ago} 天前{gap}",
        )
    if not one.because:
        return desk.say("popular now", "近期热门")
    listed = desk.say(", ", "、").join(names.get(str(item), str(item)) for item, _ in one.because)
    return desk.say(f"goes with {listed}", f"与买过的 {listed} 相配")


def _for_group(desk: Desk, card: ModelCard, audience: Audience, only: Only, limit: int) -> Finding:
    """Products by how many of the group are expected to take them in their next order."""
    members = compile_audience(audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace))
    mode = "" if only == "any" else "AND n.mode = ?"
    values = [*members.parameters, *([] if only == "any" else [only])]
    source = f"FROM next_products AS n JOIN ({members.sql}) AS m ON m.id = n.customer_id WHERE TRUE {mode}"
    sql = (
        f"SELECT n.product_id, count(*), sum(n.chance), avg(n.chance) {source} GROUP BY 1 "
        f"ORDER BY 3 DESC NULLS LAST, 2 DESC, 1 LIMIT {int(limit)}"
    )
    _, found = desk.warehouse.query(sql, values)
    _, ((people,),) = desk.warehouse.query(f"SELECT count(DISTINCT n.customer_id) {source}", values)
    ids = [str(row[0]) for row in found]
    names, prices = product_names(desk, ids), _prices(desk, ids)
    rows = [[names.get(key, key), key, prices.get(key), int(count), _rounded(total, 2), _rounded(mean, 4)]
            for key, (_, count, total, mean) in zip(ids, found, strict=True)]  # fmt: skip
    who = audience_words(audience, desk.dictionary, desk.language, desk.today)
    finding = Finding(
        tool="recommend_products",
        status="answered" if rows else "empty",
        title=desk.say(f"Next best products · {who}", f"推荐商品 · {who}"),
        columns=[
            *_product_columns(desk),
            *labelled(desk, ("customers", "Customers it suits", "适合的客户数", "integer"),
                      ("expected", "Expected in next orders", "预计下一单数", "number"),
                      ("chance", "Average chance", "平均概率", "share")),
        ],
        rows=rows,
        total_rows=len(rows),
        totals={"people": float(people)},
        definition={"audience": audience.compact(), "only": only, "limit": limit},
        sql=sql,
        caveats=[desk.say(
            f"A product suits a customer when it is among their first {KEPT} to buy again or first {KEPT} new ones; "
            "chances are for the next order, given that there is one.",
            f"“适合”指该商品在客户复购前 {KEPT} 名或新品前 {KEPT} 名之内；概率以会有下一单为前提。",
        ), *_caveats(desk, card)],
        chart=Chart(kind="bar", x="product", y=["expected"]),
    )  # fmt: skip
    finding.message = desk.say(
        f"First: {rows[0][0]}, which suits {rows[0][3]:,} of {people:,} customers." if rows
        else "None of these customers has a recommendation.",
        f"首选：{rows[0][0]}，适合 {people:,} 位客户中的 {rows[0][3]:,} 位。" if rows else "这些客户都没有推荐。",
    )  # fmt: skip
    return finding


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None or value != value else round(value, digits)


def _prices(desk: Desk, ids: list[str]) -> dict[str, float]:
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    _, rows = desk.warehouse.query(f"SELECT id, price FROM products WHERE id IN ({marks}) AND price IS NOT NULL", ids)
    return {str(key): float(price) for key, price in rows}


def _caveats(desk: Desk, card: ModelCard) -> list[str]:
    caveats = [desk.say("Left out: what is out of stock and what was sent back.", "已排除缺货商品和退过的商品。")]
    own = card.figure("hit_at_10")
    popular = [
        one.figures["hit_at_10"].value or 0.0
        for one in card.candidates
        if one.name.startswith("popularity") and one.name.endswith(": any") and "hit_at_10" in one.figures
    ]
    best = max(popular, default=None)
    if own and own.value is not None and best is not None:
        caveats.append(desk.say(
            f"In back-testing {own.value:.0%} of customers had at least one of ten recommended products in their next "
            f"order; the most popular ten reach {best:.0%}.",
            f"回测中，{own.value:.0%} 的客户下一单含有十个推荐商品中的至少一个；最热门的十个为 {best:.0%}。",
        ))  # fmt: skip
    return caveats


def product_names(desk: Desk, ids: Iterable[str]) -> dict[str, str]:
    """Product id to its name in the asker's language, with the id where names repeat."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    name = "name_zh" if desk.language == "zh" and desk.dictionary.profile.has("products", "name_zh") else "name"
    marks = ", ".join("?" * len(wanted))
    _, rows = desk.warehouse.query(f"SELECT id, coalesce({name}, name, id) FROM products WHERE id IN ({marks})", wanted)
    return {str(key): str(text) for key, text in rows}
