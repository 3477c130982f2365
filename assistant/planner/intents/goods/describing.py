"""What is said of goods themselves: their kind, brand, material, price, stock and the day they came into the range."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.intents.goods.wording import find, said_at, take
from tools.definitions import Filter, Period

_MONEY = ("money", "number")
_TURNED = {"le": "gt", "lt": "ge", "ge": "lt", "gt": "le"}
_PIECES = ("pieces", "number")


@dataclass
class Goods:
    """Which goods are asked about."""

    where: list[Filter] = field(default_factory=list)
    one: bool = False
    """A product is named."""
    state: int | None = None
    """Where in stock is said, which asks how many there are as often as it picks what there is."""
    arrivals: int | None = None
    """Where new arrivals are spoken of without a day of their own."""
    came: bool = False
    """They are told by the day they came: 本季度彩妆新品."""
    told_apart: bool = False
    """They are told by what they are made of, or are not: silk dresses, shoes that aren't trainers."""
    strange: bool = False
    """Something is said that is no fact of goods: of people, orders or campaigns."""


def describe(slots: Slots) -> Goods:
    """Every fact of goods in the message, its words used."""
    goods = Goods()
    bounds = []
    for index in range(len(slots)):
        group, bound = slots.value(index, "group"), slots.value(index, "filter")
        if group is not None and group.field == "first_or_repeat" and said_at(slots, index, "oldest"):
            continue  # when did the first of them come out
        if group is not None:
            goods.strange |= group.absent or slots.level(group.field) != "product"
            goods.one |= group.field == "product" and group.op == "is"
            said = _or_not(slots, index, filters_of(group))
            goods.told_apart |= said.op in ("is_not", "contains") and group.field != "product"
            goods.where.append(said)
            slots.use(index, "products")
            _label(slots, index, group.field)
        elif bound is not None:
            goods.strange |= slots.level(bound.field) != "product"
            bounds.append(bound)
            slots.use(index, "products")
    goods.where += bounds
    _amounts(slots, goods)
    _launched(slots, goods)
    return goods


def _or_not(slots: Slots, index: int, said: Filter) -> Filter:
    """not leather, aren't from Moorlight, 不是精华的: goods of any other kind."""
    at = index - 1
    while at >= 0 and not slots.has(at, *_NOT) and _between(slots, at):
        at -= 1
    if at < 0 or slots.used(at) or not slots.has(at, *_NOT) or said.op not in ("is", "contains"):
        return said
    for place in range(at, index):
        slots.use(place, "but not")
    return said.model_copy(update={"op": "is_not"})


def _between(slots: Slots, index: int) -> bool:
    """Words between a not and what the goods are not: made of, from the brand."""
    if slots.has(index, "group", "filter", "verb", "break", "range", "condition", "period"):
        return False
    return slots.has(index, "filler", "place", "by", "product_fact", "material_word", "field")


_NOT = ("not", "except")


def _label(slots: Slots, index: int, name: str) -> None:
    """the Moorlight brand, 真丝面料的: the name of the field beside its value."""
    for beside in (index - 1, index + 1):
        plain = slots.value(beside, "field") == name or slots.has(beside, "material_word")
        if plain and not slots.has(beside, "group") and slots.find("by", "which", "how_many") is None:
            slots.use(beside, "label")


def _amounts(slots: Slots, goods: Goods) -> None:
    """under 50 euros, costs less than 80, fewer than 10 in stock: a bound of the price or of the stock."""
    fields = slots.vocabulary.dictionary.fields
    for index in range(len(slots)):
        condition = slots.value(index, "condition")
        found = slots.value(index, "range")
        if condition is not None and not slots.used(index):
            if not _of_price(slots, index):
                goods.strange = True
                continue
            goods.where.append(Filter(field="price", op=condition.op, values=list(condition.values)))
            slots.use(index, "price")
        if not isinstance(found, Range) or slots.used(index):
            continue
        if slots[index].text.startswith("没有") and slots[index - 1].text == "有" and found.op in _TURNED:
            found = replace(found, op=_TURNED[found.op])  # 有没有超过150块的
        if "stock" in fields and found.unit in _PIECES and (held := _beside(slots, index, "held")):
            goods.where.append(comparison("stock", found))
            _use(slots, index, held, "stock")
        elif "price" in fields and found.unit in _MONEY:
            priced = _beside(slots, index, "priced")
            if priced or found.unit == "money" or _of_price(slots, index) or _of_goods(slots, index):
                goods.where.append(comparison("price", found))
                _use(slots, index, priced or (index, index), "price")
    _state(slots, goods)


def _of_goods(slots: Slots, index: int) -> bool:
    """100以上的商品, sell for more than 30: a bare number in front of goods, or what they sell for."""
    ahead = any(slots.value(i, "field") == "product" for i in range(index + 1, len(slots)))
    bare = slots.chinese(index) and ahead and not any(slots.value(i, "verb") for i in range(len(slots)))
    said = slots[index].text.casefold()
    return bare or (said.startswith(("for ", "at ")) and not said.startswith(("at least", "at most", "at the most")))


def _of_price(slots: Slots, index: int) -> bool:
    """cost less than 80: the price is told by the first word."""
    text = slots[index].text.casefold()
    return text.startswith(("cost", "price", "pricing", "retail", "价", "售价", "标价", "单价", "定价"))


def _beside(slots: Slots, index: int, kind: str) -> tuple[int, int] | None:
    """The word that says what an amount is of, right behind it or before it."""
    after = slots.next(index, lambda item: item.has("filler") and not item.has("product_fact"))
    for start in (index + 1, after):
        if start < len(slots) and (length := said_at(slots, start, kind)):
            return start, start + length
    for start in range(max(0, index - 3), index):
        length = said_at(slots, start, kind)
        between = range(start + length, index)
        if length and all(slots.has(i, "filler", "place", "with", "by", "how_many") for i in between):
            return start, start + length
    return None


def _use(slots: Slots, index: int, beside: tuple[int, int], role: str) -> None:
    slots.use(index, role)
    take(slots, beside, role)


def _state(slots: Slots, goods: Goods) -> None:
    """out of stock, in stock, 断货的."""
    if "stock" not in slots.vocabulary.dictionary.fields:
        return
    for index in slots.all("stock_state"):
        state = str(slots.value(index, "stock_state"))
        gone = index - 2 if slots.has(index - 2, "remove") else index - 1
        if slots.has(gone, "not", "remove") and state in ("none", "some"):
            slots.use(gone, "stock")
            state = {"some": "none", "none": "some"}[state]
        if state == "none":
            goods.where.append(Filter(field="stock", values=[0]))
            slots.use(index, "stock")
        elif state == "some":
            goods.state = index
        elif (amount := amount_of(slots[index + 1])) is not None and amount.unit in _PIECES:
            goods.where.append(comparison("stock", Range("lt", amount)))
            _use(slots, index, (index + 1, index + 2), "stock")


def launch_field(slots: Slots) -> str | None:
    """The field in which this shop keeps since when it has sold a product."""
    fields = slots.vocabulary.dictionary.fields.values()
    return next((f.name for f in fields if f.level == "product" and f.type == "date" and _came(f.name)), None)


def _came(name: str) -> bool:
    return any(stem in name.casefold() for stem in ("launch", "release", "introduc", "listed"))


def _launched(slots: Slots, goods: Goods) -> None:
    """launched in September, 9月上新, new arrivals this year: the day they came into the range."""
    day = launch_field(slots)
    for index in range(len(slots)) if day else ():
        length = 0 if slots.used(index) else said_at(slots, index, "arrivals")
        if slots.used(index) or not (length or slots.has(index, "product_fact", "goal", "new_only")):
            continue
        told = length > 0 or slots.value(index, "product_fact") == "launch" or slots.value(index, "goal") == "launch"
        if not (told or slots.has(index, "new_only")) or slots.value(index, "product_fact") not in (None, "launch"):
            continue
        period = _period_beside(slots, index)
        if period is not None:
            when: Period = slots.value(period, "period")
            goods.where.append(Filter(field=str(day), op="during", period=when))
            slots.use(period, "products")
            slots.use(index, "products")
            take(slots, (index, index + length), "products")
            take(slots, find(slots, "arrivals"), "products")
            goods.came = True
        elif said_at(slots, index, "arrivals"):
            goods.arrivals = index


def _period_beside(slots: Slots, index: int) -> int | None:
    """The period that a launch stands beside: in it, or the only one that is named."""
    periods = [i for i in slots.all("period") if not slots.has(i, "filter")]
    beside = [i for i in periods if i in (slots.next(index), slots.before(index), index - 1, index + 1)]
    if beside:
        return beside[0]
    done = any(slots.value(i, "verb") for i in range(len(slots))) or slots.find("measure", "share") is not None
    return periods[0] if len(periods) == 1 and not done else None


def in_stock(goods: Goods, slots: Slots) -> None:
    """which serums are in stock: those there are, where it is not their number that is asked."""
    if goods.state is not None and not slots.used(goods.state):
        goods.where.append(Filter(field="stock", op="gt", values=[0]))
        slots.use(goods.state, "stock")
