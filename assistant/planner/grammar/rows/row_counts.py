"""How many rows are asked for, said apart from the rank: which 3 email campaigns had the best open rate."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.goods.goods_by_figure import goods_words
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.lexicon import Sense


def which_count(slots: Slots) -> tuple[int | None, int | None]:
    """which 3 email campaigns, the five kitchen products, ten of them: a number before the rows, or behind which."""
    for index in range(len(slots)):
        value = slots.value(index, "number")
        if not value or value != int(value) or slots.used(index) or slots.has(index, *_BOUNDS):
            continue
        if slots.has(index - 1, *_BOUNDS, "by", "verb", "measure"):
            continue
        row = slots.next(index, lambda item: item.has("filler", "group", "contact_noun") and not item.has("field"))
        rows = goods_at(slots, index + 1) or (dimension_at(slots, row) and not slots.has(row, "period"))
        if rows or slots.has(index - 1, "which") or _alone(slots, index):
            if slots.has(index - 1, "sorted_first"):
                slots.use(index - 1, "rows to show")
            return int(value), index
    return None, None


_BOUNDS = ("period", "range", "cmp", "duration", "money", "percent", "ago")


def settle_first_rows(slots: Slots) -> None:
    """the first ten only: the rows at the top, where no order of somebody's is the first."""
    for index in range(len(slots) - 1):
        value = slots.value(index + 1, "number")
        first = slots[index].text.casefold().removeprefix("the ").removeprefix("only the ")
        if first != "first" or not value or value < 2 or slots.has(index + 1, *_BOUNDS):
            continue
        after = slots[index + 2]
        if not (after.has("verb") or after.value("field") in ("orders", "order_id", "day", "week", "month")):
            slots.retag(index, Sense("sorted_first"))


def _alone(slots: Slots, index: int) -> bool:
    """…, five of them; show me ten; ten please; the first ten only: a number that nothing else goes with."""
    led = slots.has(index - 1, "break", "list", "sorted_first", "filler") or index == 0
    after = slots.has(index + 1, "break", "filler", "anaphor", "only") or index + 1 == len(slots)
    return led and after and not slots.has(index, "pieces", "times", "age")


def goods_at(slots: Slots, index: int) -> bool:
    """skincare products, shoes items: goods by the name of their kind."""
    group = slots.value(index, "group")
    named = slots[index].text.casefold().endswith(goods_words(slots)) if group else False
    return named and slots.level(group.field) in PRODUCT_LEVELS


def further_count(slots: Slots, index: int, row: int | None) -> tuple[int | None, int | None]:
    """which five products sold most, 最受欢迎的前5个品牌: the number stands beside the row, or a second rank word."""
    places = [row - 1, slots.before(row)] if row is not None else []
    for other in (i for i in slots.all("top", "bottom") if i != index):
        slots.use(other, "rank")
        places += [other + 1, slots.next(other)]
    for at in places:
        if 0 <= at < len(slots) and not slots.used(at) and not slots.has(at, "period", "range"):
            value = slots.value(at, "number") or slots.value(at, "pieces")
            if value and value == int(value):
                return int(value), at
    return said_last(slots, index)


def lowest_said(slots: Slots, index: int) -> bool:
    """lowest inventory, top ten: the rows at the top of that order, so that the lowest stand first."""
    lowest = next((i for i in slots.all("bottom") if slots.has(slots.next(i), "measure")), None)
    if slots[index].text.casefold() not in ("top", "the top", "first") or lowest is None:
        return False
    slots.use(lowest, "rank")
    return True


def goods_ranked(slots: Slots) -> bool:
    """most returned items, fewest products viewed: the word for the figure names the goods."""
    return any(
        slots.role(i).startswith("measure:") and set(slots[i].text.casefold().split()) & _GOODS
        for i in range(len(slots))
    )


def goods_counted(slots: Slots, figures: Figures) -> bool:
    """skincare top ten, ten highest-grossing skincare products: so many goods of a kind; stock is one of goods."""
    if figures.measures == ["stock"]:
        return True
    counted = figures.limit is not None and slots.find("number", "pieces", "heads", free=False) is not None
    kinds = [item for item in figures.where if item.field in ("category", "subcategory", "brand")]
    return counted and len(kinds) == 1 and len(kinds[0].values) == 1 and figures.people.conditions == 0


_GOODS = {"items", "products", "goods", "skus", "articles", "item", "product"}


def said_last(slots: Slots, index: int) -> tuple[int | None, int | None]:
    """给我最少的那三个, 客单价排行，取五个, 列二十个人: the only number says how many."""
    free = [
        i
        for i in slots.all("number", "pieces", "heads")
        if not slots.has(i, "period", "range", "money", "percent", "duration", "age", "group", "condition")
    ]
    if (
        len(free) != 1
        or not slots.chinese(index)
        or slots.has(free[0] - 1, "cmp")
        or slots.has(free[0] + 1, "cmp_post")
    ):
        return None, None
    at = free[0]
    value = slots.value(at, "number") or slots.value(at, "pieces") or slots.value(at, "heads")
    after = slots.next(at, lambda item: item.has("filler", "people") or item.text in ("个", "名", "家", "款", "位"))
    ended = after >= len(slots) or slots.has(after, "break")
    return (int(value), at) if ended and value and value == int(value) and 1 <= value <= _MOST else (None, None)


_MOST = 1000
"""More rows than anybody asks for."""
