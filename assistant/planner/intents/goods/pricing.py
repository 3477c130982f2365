"""Figures of what a product has a number of: price range, price bands, median price, average stock, highest price."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.goods.asking import ranked_rows
from assistant.planner.intents.goods.wording import find, take
from tools.definitions import Metric, Sort

_FUNCTIONS = {"average": "average", "median": "median", "sum": "sum"}


def prices(slots: Slots, row: int | None) -> Metric | None:
    """price range, price distribution, median price, average stock: figures of a number that products have."""
    extremes = find(slots, "extremes")
    if extremes is not None and "price" in slots.vocabulary.dictionary.fields:
        take(slots, extremes, "asked for")
        return Metric(measures=["min(price)", "max(price)"])
    at = next((i for i in range(len(slots)) if _number(slots, i) and not slots.used(i)), None)
    if at is None or any(_count_named(slots, i) for i in range(len(slots))):
        return None
    name = _number(slots, at)
    if take(slots, find(slots, "span"), "asked for"):
        slots.use(at, "asked for")
        return Metric(measures=[f"min({name})", f"max({name})"])
    bands, spread = find(slots, "bands"), slots.find("distribution")
    bands = bands if slots.find("average", "median", "top", "bottom") is None else None
    if (bands or spread is not None) and "products" in slots.vocabulary.dictionary.measures:
        take(slots, bands, "asked for")
        for index in (at, *slots.all("distribution")):
            slots.use(index, "asked for")
        rows = f"band({name})"
        return Metric(measures=["products"], dimensions=[rows], sort=Sort(by=rows, descending=False))
    rank = slots.find("top", "bottom")
    function = _function(slots, name)
    if function is None and (rank is None or (row is None and slots.find("which", "list") is not None)):
        return None
    slots.use(at, "asked for")
    if function is None and name == "stock":
        function = "sum"
    if function is None:
        function = "min" if rank is not None and slots.has(rank, "bottom") else "max"
    if slots.value(at, "measure") == "stock_value" and function != "sum":
        slots.said.append(("I took “value” as how many there are.", "“库存金额”按库存件数计算。"))
    measure = "stock" if (function, name) == ("sum", "stock") else f"{function}({name})"
    counted = function is not None and rank is None and any(_goods_counted(slots, i) for i in range(len(slots)))
    measures = ["products", measure] if counted and "products" in slots.vocabulary.dictionary.measures else [measure]
    return ranked_rows(slots, Metric(measures=measures), row)


def _goods_counted(slots: Slots, index: int) -> bool:
    """how many do we stock and what's their average price, 亚麻有多少款，均价多少: their number as well."""
    said = slots[index].text.casefold()
    if not slots.has(index, "how_many"):
        return False
    return said.startswith(("how many", "number of", "count")) or said.endswith(("款", "种", "个商品", "样"))


def _count_named(slots: Slots, index: int) -> bool:
    """average price + number of products: two figures, which the figures tell."""
    return slots.value(index, "measure") == "products" and slots.value(index, "field") != "product"


def _function(slots: Slots, name: str) -> str | None:
    """average, median, total: what is taken of the number."""
    for index in range(len(slots)):
        found = next((word for kind, word in _FUNCTIONS.items() if slots.has(index, kind)), slots.value(index, "norm"))
        if found is not None and not slots.used(index) and (found, name) != ("sum", "price"):
            slots.use(index, "asked for")
            return str(found)
    return None


def _number(slots: Slots, index: int) -> str:
    """The numeric field of products that an item names."""
    fields = slots.vocabulary.dictionary.fields
    if slots.has(index, "group", "filter"):
        return ""
    names = [str(s.value) for s in slots[index].senses if s.kind in ("field", "product_fact", "measure")]
    names = ["stock" if name == "stock_value" else name for name in names]
    return next((n for n in names if n in fields and fields[n].level == "product" and fields[n].numeric), "")
