"""Turns of Chinese superlatives: 史上最大的一单多少钱, 营业额最高的三个月."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.parts_of_day import ROWS as PARTS_OF_DAY
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Period

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


def settle_superlatives(slots: Slots) -> None:
    """Rewrite them as what they mean: an extreme of order values, a number of rows."""
    _favourites(slots)
    _preferred(slots)
    _priciest_rows(slots)
    _most_of_people(slots)
    _largest_order(slots)
    _so_many_units(slots)
    _single_best(slots)
    _the_two_best(slots)
    _when_they_order(slots)
    _of_the_year(slots)
    _unit_of_period(slots)


def _favourites(slots: Slots) -> None:
    """女客最喜欢的三个品类, 女客喜欢买什么: what is bought most, by rows."""
    for index in slots.all("fond"):
        asked = slots.next(index, lambda item: item.has("filler") and not item.has("which"))
        if slots[index].text in _BUYING and (slots.has(asked, "which") or slots[asked].text.startswith(("啥", "哪"))):
            slots.retag(index, Sense("best_selling"))
    for index in slots.all("favourite"):
        if slots[index].text.startswith("主要") and _split_asked(slots, index):
            slots.retag(index, Sense("filler"))
            continue
        if slots.value(slots.next(index), "verb") == "sell" and slots.chinese(index):
            slots.retag(index, Sense("filler"))  # 主要卖什么品类
            continue
        at = slots.next(index, lambda item: item.has("filler", "number", "which") and not item.has("field", "group"))
        if slots[index].text.startswith("最") and dimension_at(slots, at) and not slots.has(at, "group"):
            if slots.has(slots.next(at), "value", "group", "cmp") or slots[slots.next(at) - 1].text in ("是", "为"):
                continue
            slots.retag(index, Sense("best_selling"))


_BUYING = ("喜欢买", "爱买", "常买")


def _split_asked(slots: Slots, index: int) -> bool:
    """主要在哪几个城市, 主要从哪来, 主要是哪些品类撑起来的: the rows are asked for, the most of it first."""
    near = range(index + 1, min(len(slots), index + 5))
    rows = [i for i in near if dimension_at(slots, i) and not slots.has(i, "group", "period")]
    asked = any(slots.has(i, "which") or "哪" in slots[i].text for i in near)
    return bool(rows) and asked


def _preferred(slots: Slots) -> None:
    """Which brand do customers under 25 prefer: what they buy most; of channels and days, where they order most."""
    rows = [i for i in range(len(slots)) if dimension_at(slots, i) and slots.has(slots.before(i), "which", "by")]
    for index in slots.all("preferred") if rows else ():
        if slots.find(*_RANKS) is not None and not slots.has(index, *_RANKS):
            slots.retag(index, Sense("filler"))
            continue
        bought = slots.level(str(dimension_at(slots, rows[0]))) == "product"
        named = any(slots.has(i, "rank_by") for i in range(len(slots)))
        slots.retag(index, Sense("best_selling") if bought or named else Sense("most_done", "orders"))


def _priciest_rows(slots: Slots) -> None:
    """单价最高的三个品牌: brands by what their pieces sold for on average."""
    rows = {dimension_at(slots, i) for i in range(len(slots)) if not slots.has(i, "group", "period", "measure")}
    if not rows & {"brand", "category", "subcategory"} or slots.find("average", "median") is not None:
        return
    for index in slots.all("field"):
        priced = slots.value(index, "field") in ("price", "unit_price") and not slots.has(index, "measure")
        if priced and any(slots.has(i, "top", "bottom") for i in (slots.before(index), slots.next(index))):
            slots.retag(index, Sense("figures", ("average(unit_price)",)))


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
    """最高的三个月, the 3 months with the lowest orders: three rows of months, no stretch of three months."""
    for index in slots.all("duration"):
        ranked = (slots.before(index), slots.next(index, lambda item: item.has("filler", "with")))
        if slots.has(index, "period", "range") or not any(slots.has(at, *_RANKS) for at in ranked):
            continue
        count, unit = slots.value(index, "duration")
        named = any(dimension_at(slots, i) == unit for i in range(len(slots)))
        rows = () if named else (Sense("field", unit),)
        slots.retag(index, Sense("number", float(count)), *rows)


_RANKS = ("top", "bottom", "best_selling", "worst_selling")


def _single_best(slots: Slots) -> None:
    """our single best day, the best single month: one row, and nobody who is single."""
    for index in slots.all("single"):
        if slots.has(index - 1, *_RANKS) or slots.has(index + 1, *_RANKS):
            slots.retag(index, Sense("filler"))


def _the_two_best(slots: Slots) -> None:
    """the two best months: two rows, and nobody together."""
    for index in slots.all("together_cue"):
        if slots[index].text.casefold() == "the two" and slots.has(index + 1, *_RANKS):
            slots.retag(index, Sense("number", 2.0))


def _when_they_order(slots: Slots) -> None:
    """星期几下单最多, on which weekday do they order most: orders are counted."""
    timed = [i for i in range(len(slots)) if dimension_at(slots, i) in _WHEN and not slots.has(i, "period", "group")]
    timed += [i for i in slots.all("rows_of") if slots.value(i, "rows_of") == PARTS_OF_DAY]
    if not timed or any(slots.has(i, "measure") and not slots.has(i, "people", "verb") for i in range(len(slots))):
        return
    for index in range(timed[0] + 1, len(slots)):
        if slots.value(index, "verb") == "buy" and slots.has(slots.next(index), "top", "bottom"):
            slots.retag(index, Sense("measure", "orders"))
        elif slots.has(index, "best_selling") and slots[index].text.casefold().startswith("order"):
            slots.retag(index, Sense("most_done", "orders"))


_WHEN = ("weekday", "hour", "day", "month", "week", "day_type")


def _of_the_year(slots: Slots) -> None:
    """our least sold products of the year: of this one."""
    for index in slots.all("field"):
        unit = slots.value(index, "field")
        said = [slots[i].text.casefold() for i in range(max(0, index - 2), index)]
        led = " ".join(said).endswith("of the") and slots[index].text.casefold() == unit
        if led and unit in _PERIODS and slots.find(*_RANKS) is not None and slots.find("period") is None:
            slots.retag(index, Sense("period", Period(kind="calendar", unit=unit)))


_PERIODS = ("year", "quarter", "month")


def _unit_of_period(slots: Slots) -> None:
    """the weakest month of 2026, the best day in May: rows of that unit, and the period they lie in."""
    for index in slots.all("period"):
        unit, _, rest = slots[index].text.casefold().partition(" ")
        item = slots[index]
        if unit in ("day", "week", "month", "quarter") and rest.startswith(("of ", "in ")) and slots.find(*_RANKS):
            cut = item.start + 1
            slots.items[index : index + 1] = [
                Span(item.start, cut, unit, (Sense("field", unit),)),
                Span(cut, item.end, item.text.partition(" ")[2], (Sense("period", slots.value(index, "period")),)),
            ]
            return
