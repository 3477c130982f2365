"""What a figure is ranked by and bounded to: top 10 products, return rate above 10 %, orders over 100."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.people.ranked_people import ranks_people
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at
from assistant.planner.grammar.rows.row_counts import further_count, goods_at, lowest_said, which_count
from assistant.planner.grammar.rows.rows_asked import rows_asked
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.spans import Span
from assistant.planner.vocabulary import Vocabulary
from tools.definitions import Attribute, Audience, Filter, Metric, Sort

DEFAULT_TOP = 10
_THINGS = ("商品", "产品", " items", " products", " articles", " skus")
_ONE_OF = (
    "哪个", "哪一个", "哪款", "哪家", "哪种", "哪天", "哪里", "哪", "哪类", "哪一", "哪一款", "哪一家", "哪一种",
    "哪一类", "哪一天", "哪场", "哪座", "哪档", "哪支", "哪样", "哪次", "哪儿", "哪边", "哪一场", "哪一档", "哪位",
    "哪一位", "哪个月", "哪一周", "哪封", "哪一封", "哪条", "哪一支", "哪波", "哪一波", "哪一次",
)  # fmt: skip
"""Which one, in the singular: one row answers."""
_WORTH = ("net_revenue", "gross_revenue")
"""What an order may be worth: 金额大于200的订单."""


def order_bounds(slots: Slots, figures: Figures) -> None:
    """orders over 100: the bound is on each order's value."""
    for index in range(len(slots)):
        if not slots.has(index, "measure") or "orders" not in [
            s.value for s in slots[index].senses if s.kind == "measure"
        ]:
            continue
        if (slots[index].text.endswith(("数", "量")) or _days_behind(slots, index)) and rows_asked(slots):
            continue  # 哪几个渠道订单数超过1万, 订单超过300的日子
        at = slots.next(index, lambda item: item.has("filler", "with") and not item.has("range"))
        before = slots.before(index)
        if slots.has(before, "range") and not slots.used(before) and _of_money(slots, before):
            at = before
        if at > index and slots.has(index - 1, "by", "rank_by") and slots.has(slots.next(at), "measure"):
            continue  # cities by orders with over 10000 revenue: a bound of the rows
        found = slots.value(at, "range") if at < len(slots) else None
        if (
            isinstance(found, Range)
            and found.unit in ("number", "money")
            and not slots.used(at)
            and (at == before or not slots.has(index - 1, "range"))
        ):
            values = [found.low.value] + ([found.high.value] if found.high else [])
            figures.where.append(
                Filter(field="order_value", op={"eq": "is"}.get(found.op, found.op), values=list(values))
            )
            slots.use(at, "order value")
            if at == before and slots.value(slots.before(at), "measure") in _WORTH:
                slots.use(slots.before(at), "order value")  # 金额大于200的订单
            if slots.has(at + 1, "money", "field") and slots.value(at + 1, "field") == "order_value":
                slots.use(at + 1, "order value")


def _days_behind(slots: Slots, index: int) -> bool:
    """订单超过300的日子: days with so many orders."""
    at = slots.next(index, lambda item: item.has("filler", "range"))
    return slots.chinese(index) and dimension_at(slots, at) in TIME_FIELDS and not slots.has(at, "period")


def _of_money(slots: Slots, index: int) -> bool:
    """1000块以上的订单, 300以上的订单: what an order is worth, with or without its currency."""
    unit = slots.value(index, "range").unit
    return unit == "money" or (unit == "number" and slots.chinese(index) and slots[index].text.endswith("的"))


def habits(slots: Slots, figures: Figures) -> None:
    """what do women buy, what time do people order: the verb says what is counted."""
    if slots.relative:
        return
    people = slots.find("people", "agent") is not None
    asked = [i for i in range(len(slots)) if slots.has(i, "which") or slots.value(i, "history")]
    asked += [i for i in range(len(slots)) if people and slots[i].text.casefold().startswith(("which ", "what "))]
    bought = any(slots.value(i, "verb") == "buy" for i in range(len(slots)))
    history = [
        i
        for i in range(len(slots))
        if slots.has(i, "history")
        and (bought or not slots[i].text.isascii())
        and (slots[i].text.startswith(("买", "都买")) or slots[i].text.casefold() == "what did")
    ]
    verbs = [i for i in range(len(slots)) if slots.value(i, "verb") == "buy" and not slots.used(i)]
    times = [i for i in range(len(slots)) if dimension_at(slots, i) in ("hour", "weekday", "month", "day")]
    for index in history:
        slots.use(index, "what they bought")
    if times and verbs and (asked or history):
        figures.measures = ["orders"]
    elif history or (
        asked
        and verbs
        and min(asked) < verbs[0]
        and not any(dimension_at(slots, i) for i in range(len(slots)))
        and not any(
            slots.has(i, "group", "range") and slots.level(getattr(slots.value(i, "group"), "field", "")) == "product"
            for i in range(verbs[0], len(slots))
        )
    ):
        figures.dimensions.append("product")
        figures.measures = ["units"]
        figures.sort, figures.limit = Sort(by="units"), DEFAULT_TOP
    else:
        return
    for index in (*verbs, *asked):
        slots.use(index, "asked for")


def how_many_of(slots: Slots, index: int) -> bool:
    """how many bedding products: what is counted, whatever goods stand between."""

    def between(item: Span) -> bool:
        group = item.value("group")
        goods = group is not None and slots.level(group.field) in ("product", "campaign")
        held = getattr(item.value("filter"), "field", "") == "stock" or item.has("stock_state")
        return (goods or held or item.has("filler")) and not item.has("how_many")

    return slots.has(slots.before(index, between), "how_many") or slots.has(index - 1, "how_many")


def counted_rows(slots: Slots, figures: Figures) -> None:
    """how many SKUs, 有多少个SKU: the things themselves are counted."""
    if slots.find("counted_goods") is not None and "products" in slots.vocabulary.dictionary.measures:
        figures.measures.append("products")
    for index in range(len(slots)):
        name = slots.value(index, "field")
        asked = how_many_of(slots, index)
        if name in ("product", "campaign") and asked and not slots.used(index) and slots.find("verb", "people") is None:
            measure = {"product": "products", "campaign": "campaigns"}[name]
            if measure in slots.vocabulary.dictionary.measures and measure not in figures.measures:
                figures.measures.append(measure)
                slots.use(index, f"measure: {measure}")


def read_ranking(slots: Slots, figures: Figures) -> str:
    """top 10 products by revenue, which brand sells best, 销量前十的商品; returns "" or the kind of rank word."""
    for kind in ("best_selling", "worst_selling", "most_done", "least_done", "top", "bottom"):
        for index in slots.all(kind):
            if kind in ("top", "bottom") and ranks_people(slots, index):
                continue  # the average age of the 100 biggest spenders
            descending = kind in ("best_selling", "most_done", "top")
            done = slots.value(index, kind) if kind in ("most_done", "least_done") else None
            if done and done in slots.vocabulary.dictionary.measures:
                figures.measures.append(done)
            count, at, row = _rank_parts(slots, index)
            named = slots.find("which")
            if (
                count is None
                and row is None
                and named is None
                and kind in ("top", "bottom")
                and not _superlative(slots, index)
            ):
                continue
            slots.use(index, "rank")
            descending = descending and not lowest_said(slots, index)
            if count is None:
                further = further_count(slots, index, row)
                count, at = further if further[0] else which_count(slots)
            if kind not in ("top", "bottom"):
                for other in slots.all("top", "bottom"):
                    slots.use(other, "rank")
            if at is not None:
                slots.use(at, "rank")
            if (
                at is not None
                and row is None
                and (slots[at].text.casefold().endswith(_THINGS) or goods_at(slots, at + 1))
            ):
                figures.dimensions.append("product")
            if row is not None:
                slots.use(row, f"split by {dimension_at(slots, row)}")
                figures.dimensions.append(dimension_at(slots, row) or "")
            figures.sort = Sort(by="", descending=descending)
            figures.limit = count or (
                1
                if not kind.endswith("selling") and "最" in slots[index].text and named is None
                else _asked_rows(slots, row, named)
            )
            return kind
    return ""


def named_rows(metric: Metric, vocabulary: Vocabulary) -> Metric:
    """The best four cities are four cities: "unknown" takes no place in a ranking."""
    if metric.limit is None or metric.sort is None or metric.sort.by in metric.dimensions:
        return metric
    ranked = [name for name in metric.dimensions if name != metric.limit_within]
    unknown = [name for name in ranked if vocabulary.may_be_unknown(name)]
    facts = [Attribute(field=name, op="known") for name in unknown if vocabulary.level(name) == "customer"]
    where = [Filter(field=name, op="known") for name in unknown if vocabulary.level(name) != "customer"]
    people = metric.audience
    if facts:
        people = people or Audience()
        people = people.model_copy(update={"all": [*people.all, *(fact for fact in facts if fact not in people.all)]})
    return metric.model_copy(update={"audience": people, "where": [*metric.where, *where]})


def _rank_parts(slots: Slots, index: int) -> tuple[int | None, int | None, int | None]:
    """(how many, where that stands, where the ranked field stands)."""
    count = at = None
    for beside in (index + 1, index - 1, slots.next(index), slots.before(index)):
        if (
            0 <= beside < len(slots)
            and slots.has(beside, "number", "pieces", "heads")
            and not slots.has(beside, "period")
            and not slots.used(beside)
        ):
            value = slots.value(beside, "number") or slots.value(beside, "pieces") or slots.value(beside, "heads")
            if value and value == int(value) and value <= 10_000:
                count, at = int(value), beside
                break
    row = next(
        (
            i
            for i in sorted(
                range(len(slots)), key=lambda i: (abs(i - (at if at is not None and at > index else index)), -i)
            )
            if dimension_at(slots, i)
            and not slots.used(i)
            and not slots.has(i, "group", "period")
            and not slots.has(i - 1, "by", "rank_by")
            and abs(i - index) <= 6
            and not _is_measure_here(slots, i)
            and not slots.has(i - 1, "average", "median")  # 哪个国家的客户平均年龄最大
        ),
        None,
    )
    return count, at, row


def _is_measure_here(slots: Slots, index: int) -> bool:
    """orders, units: fields one could split by, but next to a rank they are what is ranked by."""
    return slots.has(index, "measure") and dimension_at(slots, index) in ("orders", "units", "age_group")


def _superlative(slots: Slots, index: int) -> bool:
    return any(slots.has(i, "measure", "field") for i in range(max(0, index - 3), min(len(slots), index + 4)))


def one_bestseller(slots: Slots) -> bool:
    """august's bestseller, the best selling makeup item: one, where the word is in the singular."""
    kinds = ("best_selling", "worst_selling")
    said = any(slots[i].text.casefold().endswith(("seller", "mover")) for i in slots.all(*kinds, free=False))
    named = [slots[i].text.casefold() for i in range(len(slots))]
    item = any(word in ("item", "product", "sku") or word.endswith((" item", " product", " sku")) for word in named)
    many = any(word in ("products", "items", "brands", "skus", "goods") for word in named)  # bestseller products
    said = (said and not many) or (item and slots.find(*kinds, free=False) is not None)
    return said and slots.find("number") is None


def _asked_rows(slots: Slots, row: int | None, named: int | None) -> int:
    """One for "which product", ten for "which products" and "best-selling products"."""
    text = slots[row].text.casefold() if row is not None else ""
    if one_bestseller(slots):
        return 1
    which = slots[named].text.casefold() if named is not None else ""
    if which.endswith(_ONE_OF):
        return 1
    if text.isascii() and text and not text.endswith("s"):
        return 1
    return DEFAULT_TOP
