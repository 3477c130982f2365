"""What is asked of goods: how many, which, what they cost, how much there is of them, since when, of which kinds."""

from __future__ import annotations

from assistant.planner.grammar.people.sizes import count_at
from assistant.planner.grammar.rows.rankings import DEFAULT_TOP
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.goods.describing import Goods
from assistant.planner.intents.goods.wording import find, said_at, take
from tools.definitions import Having, Metric, Part, Sort

_SEEN = ("which", "how_many", "how_much", "list", "product_cue", "all_rows", "range_word", "describe", "quality_cue")


def row_kind(slots: Slots) -> tuple[int, str] | None:
    """brands, 子类目, material: what goods are told apart by, where that is a word of the question itself."""
    fields = slots.vocabulary.dictionary.fields
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "group", "filter"):
            continue
        names = [s.value for s in slots[index].senses if s.kind == "field" and s.value in fields]
        names += _all_of(slots, index)
        for name in names:
            spec = fields[name]
            if (
                spec.level == "product"
                and spec.groupable
                and spec.type == "text"
                and name not in ("product", "product_id")
            ):
                return index, name
        if slots.has(index, "material_word") and (name := material_field(slots)):
            return index, name
    return None


def _all_of(slots: Slots, index: int) -> list[str]:
    """all brands: the field behind the word all."""
    text = slots[index].text.casefold()
    if not slots.has(index, "all_rows") or not text.startswith(("all ", "all the ", "every ")):
        return []
    senses = slots.vocabulary.lexicon.get(text.split()[-1])
    return [str(sense.value) for sense in senses if sense.kind == "field"]


def material_field(slots: Slots) -> str | None:
    fields = slots.vocabulary.dictionary.fields.values()
    return next((f.name for f in fields if f.level == "product" and f.type == "text" and "material" in f.name), None)


def how_many_rows(slots: Slots, row: int | None) -> int:
    """As many as are asked for; one for "which brand", ten for "which brands"."""
    text = slots[row].text.casefold() if row is not None else ""
    singular = text.isascii() and bool(text) and not text.endswith("s")
    one = any(
        slots[i].text.endswith(("哪个", "哪款", "哪种", "哪家", "是什么"))
        for i in slots.all("which", "product_fact", free=False)
    )
    return size(slots) or (1 if singular or one else DEFAULT_TOP)


def size(slots: Slots) -> int | None:
    """How many to show: a bare number of them."""
    for index in slots.all("number", "pieces"):
        if (count := count_at(slots, index)) is not None and count <= 100:
            slots.use(index, "how many")
            return count
    return None


def of_kinds(slots: Slots, row: int, kind: str) -> Metric | None:
    """which brand has most products, the most common material, all brands: so many products of each kind."""
    metric = Metric(measures=["products"], dimensions=[kind])
    place = find(slots, "common")
    rank = slots.find("top", "bottom", "most_done")
    things = next((i for i in range(len(slots)) if names_goods(slots, i)), None)
    bound = slots.find("range")
    if bound is not None:
        found = slots.value(bound, "range")
        if things is None or found is None or found.unit not in ("number", "pieces"):
            return None
        slots.use(bound, "bound")
        having = [Having(measure="products", op=found.op, value=found.low.value, upper=found.upper)]
        return metric.model_copy(update={"having": having})
    if place is not None or (rank is not None and things is not None):
        take(slots, place, "asked for")
        least = rank is not None and slots.has(rank, "bottom") and not slots.has(rank, "top")
        if rank is not None:
            slots.use(rank, "asked for")
        limit = how_many_rows(slots, row)
        return metric.model_copy(update={"sort": Sort(by="products", descending=not least), "limit": limit})
    return None if rank is not None else metric


def ranked_rows(slots: Slots, metric: Metric, row: int | None) -> Metric:
    """The figure, its rows in its order where the highest or the lowest is asked for."""
    rank = slots.find("top", "bottom")
    if rank is None:
        return metric
    slots.use(rank, "asked for")
    if row is None:
        return metric
    least = slots.has(rank, "bottom") and not slots.has(rank, "top")
    sort = Sort(by=metric.measures[0], descending=not least)
    return metric.model_copy(update={"sort": sort, "limit": how_many_rows(slots, row)})


def names_goods(slots: Slots, index: int) -> bool:
    """products, items, 商品 as such, or how many of them."""
    goods = any((sense.kind, sense.value) == ("field", "product") for sense in slots[index].senses)
    kinds = (
        slots.value(index, "measure") in ("products", "products_sold")
        or slots.value(index, "field") == "products_bought"
    )
    said = slots[index].text.endswith(("款商品", "个商品", "种商品")) or slots[index].text.casefold() in (
        "any product",
        "any products",
        "any item",
        "any items",
        "which products",
    )
    return (goods or kinds or said) and not slots.has(index, "group")


def share_of_range(slots: Slots, goods: Goods) -> Metric | None:
    """what share of our products is skincare, 彩妆缺货的比例: a part of all there are, or of all of a kind."""
    share = slots.all("share")
    words = [i for i in range(len(slots)) if slots.has(i, "range_word") or slots[i].text.casefold() in _RANGE]
    bounds = [item for item in goods.where if item.op not in ("is", "contains") or item.field == "stock"]
    kinds = [item for item in goods.where if item not in bounds]
    of_a_kind = bool(bounds and kinds)
    things = words or of_a_kind or any(names_goods(slots, i) for i in range(len(slots)))
    if not share or not goods.where or not things or slots.find("measure") not in (None, *_things(slots)):
        return None
    for index in share:
        slots.use(index, "share")
    where, part = (kinds, bounds) if of_a_kind else ([], goods.where)
    return Metric(measures=["products"], where=where, part=Part(where=part))


_RANGE = ("range", "assortment", "catalogue", "catalog")


def _things(slots: Slots) -> list[int]:
    return [i for i in range(len(slots)) if names_goods(slots, i)]


def counted(slots: Slots) -> bool:
    """how many, count of, 有几款: a number is asked for."""
    many = slots.find("how_many") is not None
    number = any(
        slots.value(i, "measure") in ("products", "products_sold") and slots.value(i, "field") != "product"
        for i in range(len(slots))
    )
    return many or number


def spoken(slots: Slots) -> None:
    """Words that only ask, or name goods as such."""
    for index in range(len(slots)):
        named = names_goods(slots, index) or slots.value(index, "field") == "products_bought"
        if named or slots.has(index, *_SEEN) or slots.value(index, "measure") == "products_sold":
            slots.use(index, "asked for")
        elif said_at(slots, index, "light"):
            take(slots, (index, index + said_at(slots, index, "light")), "asked for")
