"""Turns of Chinese superlatives: 史上最大的一单多少钱, 营业额最高的三个月, 客户数少于50的不算."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense

_ONE_ORDER = (
    "一单",
    "一笔",
    "单笔",
    "订单",
    "一笔订单",
    "单子",
    "一张单",
    "一个订单",
    "单笔订单",
    "单笔消费",
    "一单多少钱",
)
_CONTRARY = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}


def settle_superlatives(slots: Slots) -> None:
    """Rewrite them as what they mean: an extreme of order values, a number of rows, a bound on rows."""
    _favourites(slots)
    _most_of_people(slots)
    _largest_order(slots)
    _so_many_units(slots)
    _left_out(slots)


def _favourites(slots: Slots) -> None:
    """女客最喜欢的三个品类: what is bought most, by rows."""
    for index in slots.all("favourite"):
        if slots.value(slots.next(index), "verb") == "sell" and slots.chinese(index):
            slots.retag(index, Sense("filler"))  # 主要卖什么品类
            continue
        at = slots.next(index, lambda item: item.has("filler", "number") and not item.has("field", "group"))
        if slots[index].text.startswith("最") and dimension_at(slots, at) and not slots.has(at, "group"):
            if slots.has(slots.next(at), "value", "group", "cmp") or slots[slots.next(at) - 1].text in ("是", "为"):
                continue
            slots.retag(index, Sense("best_selling"))


_OF_PEOPLE = {"returned_units": "returned_units", "orders": "orders", "net_revenue": "spend"}


def _most_of_people(slots: Slots) -> None:
    """退货最多的5个客户: people in the order of a figure of theirs."""
    for index in slots.all("most_done", "least_done"):
        kind = "most_done" if slots.has(index, "most_done") else "least_done"
        field = _OF_PEOPLE.get(str(slots.value(index, kind)))
        at = slots.next(index, lambda item: item.has("filler", "number", "heads") and not item.has("people"))
        counted = any(slots.has(i, "number", "heads") for i in range(index + 1, at + 1) if i < len(slots))
        if field in slots.vocabulary.dictionary.fields and counted and slots.has(at, "people"):
            slots.retag(index, Sense("top" if kind == "most_done" else "bottom"), Sense("field", field))


def _largest_order(slots: Slots) -> None:
    for index in (*slots.all("top"), *slots.all("bottom")):
        at = slots.next(index)
        if at >= len(slots) or slots[at].text not in _ONE_ORDER or slots.has(index, "number"):
            continue
        if "order_value" not in slots.vocabulary.dictionary.fields or slots.find("which", "who") is not None:
            continue
        extreme = "max" if slots.has(index, "top") else "min"
        slots.merge(index, at + 1, Sense("extreme", f"{extreme}(order_value)"))
        for much in slots.all("how_much"):
            slots.retag(much, Sense("filler"))
        return


def _so_many_units(slots: Slots) -> None:
    """最高的三个月: three rows of months, no stretch of three months."""
    for index in slots.all("duration"):
        before = slots.before(index)
        if not slots.has(before, "top", "bottom", "best_selling", "worst_selling") or slots.has(
            index, "period", "range"
        ):
            continue
        count, unit = slots.value(index, "duration")
        named = any(dimension_at(slots, i) == unit for i in range(len(slots)))
        rows = () if named else (Sense("field", unit),)
        slots.retag(index, Sense("number", float(count)), *rows)


def _left_out(slots: Slots) -> None:
    """A bound on rows said by what is left out."""
    for index in slots.all("excluded", "except_end"):
        at = slots.before(index)
        found = slots.value(at, "range") if at >= 0 else None
        figure = slots.before(at) if isinstance(found, Range) else -1
        if not isinstance(found, Range) or found.op not in _CONTRARY or not slots.has(figure, "measure"):
            continue
        slots.retag(at, Sense("range", Range(_CONTRARY[found.op], found.low)))
        slots.retag(figure, *(s for s in slots[figure].senses if s.kind == "measure"))
        slots.retag(index, Sense("filler"))
