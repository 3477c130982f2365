"""What became of goods: sold or not a single piece of them, at least so many, viewed, put into baskets, sent back."""

from __future__ import annotations

from typing import NamedTuple

from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.intents.goods.wording import find, said_at, take
from tools.definitions import Comparison, Having, Metric, Period
from tools.periods import resolve

_VERBS = {"sell": "orders", "buy": "orders", "view": "views", "cart": "carts", "return_goods": "returned_units"}
_NOUNS = ("units", "orders", "net_revenue", "gross_revenue", "views", "carts", "returned_units", "buyers")
_OPPOSITE: dict[str, Comparison] = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}
_VAGUE = ("best_selling", "worst_selling", "vague_many", "top", "bottom", "favourite", "most_done", "least_done")


class Deed(NamedTuple):
    """How much of something must have happened to a product, and when."""

    measure: str
    op: Comparison
    value: float
    upper: float | None = None
    period: Period | None = None


def happened(slots: Slots) -> list[Deed] | None:
    """All deeds with their periods, the words used; [] where none is told, None where one cannot be told exactly."""
    places = _places(slots)
    if not places:
        return []
    if slots.find(*_VAGUE) is not None:
        return None
    ends = [*places[1:], len(slots)]
    deeds: list[Deed] = []
    for place, (start, end) in enumerate(zip(places, ends, strict=True)):
        before = deeds[-1].measure if deeds else ""
        deed = _deed(slots, start, 0 if place == 0 else places[place - 1] + 1, end, before)
        if deed is None:
            return None
        deeds.append(deed)
    return _dated(slots, deeds, places)


def _places(slots: Slots) -> list[int]:
    """Where verbs of deeds stand, and figures that a number or a no belongs to."""
    places: list[int] = []
    behind = 0
    for index in range(len(slots)):
        if index < behind or slots.used(index) or slots.has(index, "group", "filter"):
            continue
        verb = slots.value(index, "verb") in _VERBS and not slots.has(index, "filler", "measure")
        single = slots.has(slots.before(index), "single") or slots.has(index - 1, "single")
        verb = verb or (single and slots.value(index, "verb") == "buy")
        verb = verb and not _on_sale(slots, index)
        noun = slots.value(index, "measure") in _NOUNS and _bounded(slots, index)
        sold = slots.value(index, "measure") == "products_sold"
        if places and slots.has(index, "range") and _another_bound(slots, places[-1], index):
            places.append(index)
        told = said_at(slots, index, "unsold")
        behind = index + told
        if verb or noun or sold or told or said_at(slots, index, "did_sell"):
            beside = places and slots.next(places[-1]) == index
            if noun and beside and slots.value(places[-1], "verb"):
                continue  # sold fewer than 20 pieces
            places.append(index)
    return places


def _past(slots: Slots) -> bool:
    """did we sell, 卖了多少."""
    return any(slots[i].text.casefold() in ("did", "was", "were", "过", "了") for i in range(len(slots)))


def _another_bound(slots: Slots, place: int, index: int) -> bool:
    """…but fewer than 20 in 2026: another bound of the same deed."""
    first = any(slots.has(i, "range") and not slots.used(i) for i in range(max(0, place - 1), index))
    parted = any(slots.has(i, "but", "and", "break") for i in range(place + 1, index))
    verbs = any(slots.value(i, "verb") in _VERBS for i in (slots.before(index), slots.next(index)))
    return first and parted and not verbs and slots.value(index, "range").unit in ("pieces", "number", "times")


def _on_sale(slots: Slots, index: int) -> bool:
    """still sold, 还在卖, sell for more than 30: in the range."""
    if slots.value(index, "verb") == "sell" and slots.role(index + 1) == "price":
        return True  # sell for more than 30
    now = slots[index].text.casefold() in ("sell", "sells", "卖", "卖的", "在卖") and not _past(slots)
    if now and slots.find("period", "range", "not", "never") is None:
        return True  # 我们厨具卖哪些牌子
    kept = slots[index - 1].text.casefold() in ("still", "在", "还在", "仍在") if index else False
    return kept and slots.value(index, "verb") == "sell" and slots.find("period", "range") is None


def _bounded(slots: Slots, index: int) -> bool:
    """销量低于20, more than 200 units, no sales: a figure with its bound, nothing that is asked for."""
    goods = any((sense.kind, sense.value) == ("field", "product") for sense in slots[index].senses)
    if goods and not slots.has(index - 1, "range", "not", "never"):
        return False
    return any(slots.has(i, "range", "not", "never") for i in (index - 1, index + 1, slots.before(index)))


def _deed(slots: Slots, at: int, lower: int, upper: int, before: str) -> Deed | None:
    """The deed at `at`, with the no and the number of its own stretch; `before`: what a bound alone is of."""
    if slots.has(at, "range"):
        return _counted(slots, before, at, None)
    if (length := said_at(slots, at, "unsold")) and not slots.value(at, "verb"):
        take(slots, (at, at + length), "sold nothing")
        return Deed("orders", "eq", 0)
    if length := said_at(slots, at, "did_sell"):
        take(slots, (at, at + length), "sold")
        return Deed("orders", "ge", 1)
    measure = _VERBS.get(slots.value(at, "verb") or "") or str(slots.value(at, "measure"))
    measure = "orders" if measure == "products_sold" else measure
    slots.use(at, "sold")
    nobody = find(slots, "nobody", start=lower, end=at)
    denied = next((i for i in range(lower, upper) if _denies(slots, i, at)), None)
    free = [i for i in range(lower, upper) if isinstance(slots.value(i, "range"), Range) and not slots.used(i)]
    bound = free[0] if free else None
    if bound is not None:
        return _counted(slots, measure, bound, denied, named=slots.value(at, "measure") == "orders")
    if nobody is not None:
        take(slots, nobody, "sold nothing")
    if denied is not None:
        slots.use(denied, "sold nothing")
    no = nobody is not None or denied is not None
    if no:
        for index in range(lower, min(upper, len(slots))):
            if length := said_at(slots, index, "piece"):
                take(slots, (index, index + length), "sold nothing")
        return Deed("orders" if measure in _NOUNS[:4] or measure == "buyers" else measure, "eq", 0)
    return Deed("units" if measure == "returned_units" else measure, "ge", 1)._replace(measure=measure)


def _denies(slots: Slots, index: int, at: int) -> bool:
    """A no in front of the verb; sold nothing: behind it."""
    if slots.used(index) or not slots.has(index, "not", "never"):
        return False
    return index < at or slots[index].text.casefold() in _NOTHING


_NOTHING = ("nothing", "none", "zero", "not a single", "not one")


def _counted(slots: Slots, measure: str, bound: int, denied: int | None, *, named: bool = False) -> Deed | None:
    """sold fewer than 20 pieces, viewed more than 500 times, not bought more than 3 times; `named`: orders are."""
    found: Range = slots.value(bound, "range")
    unit = found.unit
    if unit not in ("pieces", "number", "times", "money", "heads"):
        return None
    if measure == "orders" and not named:
        measure = {"times": "orders", "money": "net_revenue", "heads": "buyers"}.get(unit, "units")
    elif unit == "money" and measure not in ("net_revenue", "gross_revenue"):
        return None
    op = found.op
    if denied is not None:
        if op not in _OPPOSITE:
            return None
        op = _OPPOSITE[op]
        slots.use(denied, "bound")
    slots.use(bound, "bound")
    for beside in (bound + 1, slots.next(bound)):
        if beside < len(slots) and (slots.value(beside, "measure") == measure or said_at(slots, beside, "piece")):
            slots.use(beside, "bound")
    return Deed(measure, op, found.low.value, found.upper)  # type: ignore[arg-type]


def _dated(slots: Slots, deeds: list[Deed], places: list[int]) -> list[Deed] | None:
    """Each deed with its period: the one they share, or each its own; …and not in 2026 is one more without a verb."""
    periods = [i for i in slots.all("period") if not slots.has(i, "filter")]
    if slots.find("periods") is not None or len(periods) > 2:
        return None
    whens = [slots.value(i, "period") for i in periods]
    for index in periods:
        slots.use(index, "period")
    if not whens:
        return deeds
    if len(whens) == 1:
        return [deed._replace(period=whens[0]) for deed in deeds]
    if len(deeds) == 2:
        return [deed._replace(period=when) for deed, when in zip(deeds, whens, strict=True)]
    return _elliptical(slots, deeds[0], whens, periods, places[0]) if len(deeds) == 1 else None


def _elliptical(slots: Slots, deed: Deed, whens: list[Period], periods: list[int], at: int) -> list[Deed] | None:
    """sold in 2025 but not in 2026, 2025年卖过2026年没有: the same in two periods, once denied."""
    denied = next((i for i in range(len(slots)) if _no(slots, i) and i > min(at, periods[0])), None)
    if denied is None or deed.value not in (0, 1):
        return None
    if not slots.used(denied):
        slots.use(denied, "sold nothing")
    ahead = sum(1 for i in periods if i < denied)
    last = (ahead - 1 if slots.chinese(denied) else ahead) >= 1
    sold, unsold = Deed(deed.measure, "ge", 1), Deed(deed.measure, "eq", 0)
    first, second = (sold, unsold) if last else (unsold, sold)
    return [first._replace(period=whens[0]), second._replace(period=whens[1])]


def _no(slots: Slots, index: int) -> bool:
    """not, never; but not in, which leaves out values elsewhere."""
    return slots.has(index, "not", "never") or (slots.has(index, "except") and "not" in slots[index].text.casefold())


def as_metric(slots: Slots, deeds: list[Deed], row: str) -> Metric | None:
    """The rows of which all deeds hold; None where they lie in periods that cannot be set beside each other."""
    periods: list[Period | None] = []
    for deed in deeds:
        if deed.period not in periods:
            periods.append(deed.period)
    if len(periods) > 2 or (len(periods) == 2 and None in periods):
        return None
    later, earlier = periods[0], None
    if len(periods) == 2:
        spans = [resolve(period, slots.today) for period in periods if period is not None]
        if any(span.start is None for span in spans):
            return None
        first = spans[0].start <= spans[1].start  # type: ignore[operator]
        earlier, later = (periods[0], periods[1]) if first else (periods[1], periods[0])
    having = [
        Having(measure=deed.measure + "_previous" * (earlier is not None and deed.period == earlier), op=deed.op,
               value=deed.value, upper=deed.upper)
        for deed in deeds
    ]  # fmt: skip
    measures = list(dict.fromkeys(deed.measure for deed in deeds))
    return Metric(measures=measures, dimensions=[row], period=later, compare_period=earlier, having=having)
