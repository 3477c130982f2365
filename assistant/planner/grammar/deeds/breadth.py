"""How widely somebody buys: from more than 2 categories, 买过三个以上品类, 至少在三种渠道买过."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import comb

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute, Bought, Condition, Filter, Group

_AMONG = (
    "different", "distinct", "separate", "unique", "various", "个", "种", "个不同", "不同", "类", "不同的", "的", "大",
    "of", "our", "of our", "the", "of the", "product", "your", "of your", "whole",
)  # fmt: skip
_UNITS = ("number", "pieces")
MOST_CHOICES = 60
"""So many ways to choose the channels are written out; more make no sensible condition."""


def reduce_breadth(slots: Slots) -> None:
    """Turn a bound on a number of categories or channels into a condition; after a rank word it counts rows."""
    index = 0
    while index < len(slots):
        found = _bound(slots, index) if not slots.used(index) else None
        if found is not None:
            field, start, end, bound = found
            condition = _in_days(slots, field, start, end, bound) or _condition(slots, field, bound)
            if condition is not None:
                slots.merge(start, end, Sense("condition", condition))
                index = start
                if slots.value(slots.before(start), "verb") == "use":
                    slots.retag(slots.before(start), Sense("filler"))  # 用过三个以上渠道
        index += 1


def _bound(slots: Slots, index: int) -> tuple[str, int, int, Range] | None:
    """(field, first, end, bound) of a number of categories or channels that begins here."""
    if slots.has(index - 1, "top", "bottom", "which"):
        return None
    found = slots.value(index, "range")
    after = _past(slots, index + 1)
    if (months := _months(slots, index)) is not None:
        return "month", index, index + 1, months
    if isinstance(found, Range) and found.unit in _UNITS and (field := _counted(slots, after)):
        return field, index, after + 1, found
    amount = Amount(1, "number") if slots[index].text in ("一个", "一种", "一类") else amount_of(slots[index])
    if amount is not None and amount.unit in _UNITS and (field := _counted(slots, after)):
        if slots.has(after + 1, "cmp_post"):  # 三个渠道以上
            return field, index, after + 2, Range(slots.value(after + 1, "cmp_post"), amount)
        only = next((i for i in (index - 2, index - 3) if slots.has(i, "only") and slots.has(index - 1, "verb")), None)
        if slots.has(index - 1, "only") and not slots.chinese(index):
            only = index - 1  # bought from only one category
        if only is not None and field in ("categories_bought", "brand"):
            return field, only, after + 1, Range("eq", amount)  # 只买过一个品类
        if (not slots.chinese(index) or field in ("categories_bought", "brand")) and _bought_in(slots, index):
            whole = amount.value == len(slots.vocabulary.values("category" if field == "categories_bought" else field))
            return field, index, after + 1, Range("ge" if whole else "eq", amount)  # in two channels, in all five
        before = next((i for i in range(index - 1, max(-1, index - 4), -1) if slots.has(i, "cmp")), None)
        ranked = before is not None and slots.has(before, "top", "bottom")  # 退货率最高的3个品类
        if before is not None and not ranked and slots.value(before, "cmp") != "between" and slots.chinese(before):
            op = slots.value(before, "cmp")
            slots.retag(before, Sense("filler"))
            return field, index, after + 1, Range(op, amount)  # 至少买了四个品类
    if (field := _counted(slots, index)) and not slots.has(index - 1, "by", "every"):
        at = index + 1
        while slots.has(at, "verb", "filler") and not slots.has(at, "range") and at < index + 3:
            at += 1
        found = slots.value(at, "range")
        if isinstance(found, Range) and found.unit in _UNITS and slots.chinese(index):
            return (field, index, _past(slots, at + 1), found) if at == index + 1 else None  # 下单渠道不少于3个
    return None


def _months(slots: Slots, index: int) -> Range | None:
    """bought serum in at least two months of 2026: so many of them, and no length of time."""
    found = slots.value(index, "range")
    if not isinstance(found, Range) or found.unit != "duration" or found.op not in ("ge", "gt"):
        return None
    plain = found.low.detail == "month" and slots[index - 1].text.casefold() in ("in", "across")
    near = range(max(0, index - 7), index)
    if not plain or not _said_bought(slots, index) or any(slots.has(i, "not", "never") for i in near):
        return None
    return replace(found, low=Amount(found.low.value, "number"))


def _bought_in(slots: Slots, index: int) -> bool:
    """Whether a purchase stands right before, and nothing ranks or splits: bought in 6 categories."""
    before = slots.before(index, lambda s: s.has("filler", "place", "with", "by") and not s.has("verb", "number"))
    return slots.value(before, "verb") in ("buy", "use") and before >= index - 4


def _past(slots: Slots, index: int) -> int:
    while index < len(slots) and slots[index].text.casefold() in _AMONG:
        index += 1
    return index


def _counted(slots: Slots, index: int) -> str:
    """The field whose values are counted; "" for none."""
    field = slots.value(index, "field") if index < len(slots) and not slots.has(index, "group") else None
    if field == "category" and "categories_bought" in slots.vocabulary.dictionary.fields:
        return "categories_bought"
    if field == "categories_bought" and _said_bought(slots, index):
        return field  # bought 5 different categories
    sold = field in ("products_bought", *_SOLD) and not slots.has(index, "by", "every")
    if sold and _said_bought(slots, index):
        return str(field)
    kinds = slots.typed(max(0, index - 3), index + 1) if field == "product" else ""
    if ("种" in kinds or "款" in kinds) and _said_bought(slots, index):
        return "products_bought"  # 5种以上商品, 至少3款产品
    if field == "order_channel" and not slots.has(index, "by", "each_unit"):
        return "order_channel" if slots.chinese(index) or _said_bought(slots, index) else ""
    return ""


def _said_bought(slots: Slots, index: int) -> bool:
    """shopped in at least three channels: somebody did – not revenue of the top 3 channels."""
    near = range(max(0, index - 7), index)
    bought = any(
        slots.value(i, "verb") in ("buy", "use")
        and (not slots.has(i, "measure") or slots[i - 1].text.casefold() in ("with", "made", "placed"))
        for i in near
    )
    return bought and not any(slots.has(i, "top", "bottom", "which", "by") for i in near)


def _condition(slots: Slots, field: str, bound: Range) -> Condition | None:
    if field in _SOLD:
        return None
    if field in _OVER_TIME:
        values = [int(v) if v == int(v) else v for v in (bound.low.value, bound.upper) if v is not None]
        op = {"eq": "is", "ne": "is_not"}.get(bound.op, bound.op)
        return Attribute.model_validate({"field": field, "op": op, "values": values})
    if slots.find("period", free=False) is not None:
        return None
    return _channels(slots.vocabulary.values(field), bound)


_SOLD = ("brand", "month")
"""What no fact of a customer counts: told by purchases alone, of any goods and any days."""
_OVER_TIME = {"categories_bought": "categories", "products_bought": "products", "brand": "brands", "month": "months"}
"""What is counted of all purchases, and the figure that counts it within a period."""


def _in_days(slots: Slots, field: str, start: int, end: int, bound: Range) -> Bought | None:
    """from at least three categories this year, in six different months of 2025: counted within those days."""
    measure = _OVER_TIME.get(field)
    first = next((i + 1 for i in range(start - 1, -1, -1) if slots.has(i, "break", "and", "but")), 0)
    last = next((i for i in range(end, len(slots)) if slots.has(i, "break", "and", "but")), len(slots))
    beside = [i for i in (*range(first, start), *range(end, last)) if not slots.used(i)]
    periods = [i for i in beside if slots.has(i, "period") and not slots.has(i, "group")]
    verbs = [i for i in beside if slots.value(i, "verb") == "buy"]
    if measure is None or len(periods) > 1 or not verbs or (field not in _SOLD and not periods):
        return None
    goods = [i for i in beside if slots.has(i, "group") and slots.level(slots.value(i, "group").field) != "customer"]
    wares = [slots.value(i, "group") for i in goods]
    if field in _SOLD and (len(wares) > 1 or any(w.joiner == "and" and len(w.values) > 1 for w in wares)):
        raise Unclear(
            "I can count the months (or brands) in which somebody bought one kind of goods, not several. Which one?",
            "只能数某一种商品买过几个月（或几个品牌），不能同时数几种。要看哪一种？",
            [],
            slots.origin(start),
        )
    narrowed = ("not", "only", "first_order", "with_discount", "top", "by")
    if (goods and field not in _SOLD) or any(slots.has(i, *narrowed) for i in beside):
        return None
    period = slots.value(periods[0], "period") if periods else None
    for index in (*periods, *verbs, *goods):
        slots.retag(index, Sense("filler"))
    where = [filters_of(group).model_dump() for group in wares]
    told = {"measure": measure, "where": where, "period": period and period.model_dump()}
    return Bought.model_validate(told | {"op": bound.op, "value": bound.low.value, "upper": bound.upper})


def _channels(channels: list[str], bound: Range) -> Condition | None:
    """Bought in at least so many channels: in all of some choice of them; in at most so many: not in one more."""
    low = int(bound.low.value)
    if bound.op == "eq":
        parts = [_channels(channels, replace(bound, op=op)) for op in ("ge", "le")]
        known = [part for part in parts if part is not None]
        return Group(all=known) if known else None
    least = {"ge": low, "gt": low + 1}.get(bound.op)
    most = {"le": low, "lt": low - 1}.get(bound.op)
    count = least if least is not None else most + 1 if most is not None else 0
    if not 1 < count <= len(channels) or comb(len(channels), count) > MOST_CHOICES:
        return None
    bought = {name: Bought(where=[Filter(field="order_channel", values=[name])]) for name in channels}
    choices: list[Condition] = [Group(all=[bought[n] for n in chosen]) for chosen in combinations(channels, count)]
    return Group(any=choices) if least is not None else Group(all=[Bought()], none=[Group(any=choices)])
