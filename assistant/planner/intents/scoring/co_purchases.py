"""What is bought beside goods of one kind: counted over orders, or over their buyers where people are asked about.

The rules of `bought_together` know single products and whole categories, of all times and everybody. Other goods –
lipsticks, a brand, Nordlicht duvet covers – and narrower questions are counted: orders with a line of these goods, by
what else is in them; or the buyers of these goods, by what else they bought.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.intents.references.subjects import finished
from assistant.planner.leftovers import ask_about
from assistant.planner.reading import Reading
from tools.definitions import Audience, Bought, Filter, Metric, Period, Sort

LEVELS = ("product", "subcategory", "category", "brand")
"""What can be listed beside goods, the finest first."""
SHOWN = 10
"""So many rows, where no number is said."""
_CONSTRUCTION = (
    "together", "also_bought", "same_order", "often", "which", "list", "top", "best_selling", "cart_tail", "cart_lead",
    "still_word", "history", "product_cue", "offer_cue", "alike_with", "rank_by", "unready", "anaphor",
)  # fmt: skip
"""Words that only ask what goes with what."""
_NO_WEIGHT = ("filler", "place", "break", "and", "by", "who", "people", "chance", "still_word", "same", "for")
_ALWAYS_PLAIN = ("people", "who", "filler", "break", "and")
_ONE_ORDER = ("same_order", "together", "cart_tail")
_PARTED_BY = ("break", "who", "also_bought", "together")


def read_co_purchases(frame: Frame) -> Reading | None:
    """what goes with the duvet covers, brands bought with lipstick in 2025, what else do mug buyers in Berlin buy."""
    slots = frame.slots()
    anchors = anchors_in(slots)
    if not anchors or any(_part_of_a_name(slots, index) for index in anchors):
        return None
    for index in anchors:
        slots.use(index, "bought with")
    level = _level(slots)
    together = level is None and slots.find("which", "history", "also_bought") is None and _how_often(slots)
    one_order = slots.find(*_ONE_ORDER) is not None or slots.find("also_bought") is None
    bought_in = None if one_order else _bought_in(slots, anchors[-1])
    limit = _limit(slots)
    _use_construction(slots)
    weighty = _weighty(slots)
    if not weighty and bought_in is None and not _counted(slots, anchors, level):
        return None
    scope = scope_of(frame, slots)
    if scope is None:
        return ask_about(frame, slots, weighty[:1])
    goods = [filters_of_goods(slots, index) for index in anchors]
    if together:
        return finished(frame, slots, "metric", "measure", **_both(scope, goods))
    metric = _metric(scope, goods, level or "product", limit, one_order=one_order, bought_in=bought_in)
    note = frame.say(
        "Counted as it happened, so what sells well anyway stands high here, too.",
        "按实际次数统计，本来就畅销的商品自然排得靠前。",
    )
    args = {"metric": metric.compact()}
    return finished(frame, slots, "metric", "measure", args, metric=metric, notes=[note])


def anchors_in(slots: Slots, *, apart: bool = False) -> list[int]:
    """Where the goods are named beside which others are asked for."""
    found = [i for i in range(len(slots)) if (group := slots.value(i, "group")) is not None and _is_goods(slots, group)]
    if any(_is_other_goods(slots, i) for i in range(len(slots)) if i not in found):
        return []
    beside = all(b - a == 1 or all(slots.has(i, "filler", "and") for i in range(a + 1, b)) for a, b in pairwise(found))
    return found if beside or apart else []


def _is_goods(slots: Slots, group: Group) -> bool:
    return group.field in LEVELS and group.op == "is" and not group.absent and slots.level(group.field) == "product"


def _is_other_goods(slots: Slots, index: int) -> bool:
    """vitamin C …: goods by a part of their name, or none of them."""
    group = slots.value(index, "group")
    return group is not None and slots.level(group.field) == "product"


def _part_of_a_name(slots: Slots, index: int) -> bool:
    """the jasmine candle: with a word nobody knows before it, goods are the end of a product's name."""
    return index > 0 and slots[index - 1].unknown


def _level(slots: Slots) -> str | None:
    """which categories, 哪些品牌: what is to be listed."""
    for index in range(len(slots)):
        field = slots.value(index, "field")
        if field in LEVELS and not slots.has(index, "group") and not slots.used(index):
            slots.use(index, "rows")
            return str(field)
    return None


def _counted(slots: Slots, anchors: list[int], level: str | None) -> bool:
    """Whether the rules do not hold the answer: other goods than one product or category, or other rows."""
    groups = [slots.value(index, "group") for index in anchors]
    if len(groups) > 1 or len(groups[0].values) > 1 or groups[0].field not in ("product", "category"):
        return True
    return level not in (None, groups[0].field)


def _how_often(slots: Slots) -> bool:
    """how often are pillowcases and duvet covers bought together: the orders that hold both."""
    orders = [i for i in range(len(slots)) if slots.value(i, "measure") == "orders" and not slots.has(i, "together")]
    ranked = slots.find("top", "best_selling", free=False) is not None
    goods = slots.find("group", free=False)
    counted = any("多少" in slots[i].text or (goods is not None and i < goods and not ranked) for i in orders)
    return counted or any(
        slots[i].text.casefold() in _OFTEN and slots[i - 1].text.casefold() in _HOW for i in range(len(slots))
    )


_OFTEN, _HOW = ("often", "frequently", "常", "频繁", "经常"), ("how", "多", "有多")


def _both(scope: Metric, goods: list[list[Filter]]) -> dict[str, Any]:
    """How many orders hold lines of each."""
    first, *others = [one for filters in goods for one in filters]
    metric = scope.model_copy(update={"where": [*scope.where, first], "together": others})
    return {"args": {"metric": metric.compact()}, "metric": metric}


def _bought_in(slots: Slots, anchor: int) -> Period | None:
    """what else did those who bought lipstick in 2025 buy: when they bought the goods that are named."""
    behind = anchor + 1
    while slots.has(behind, "place", "filler") and not slots.has(behind, *_PARTED_BY) and not _deed(slots, behind):
        behind += 1
    before = next((i for i in range(anchor, -1, -1) if slots.value(i, "verb") == "buy"), anchor)
    for index in (behind, before - 1):
        if slots.has(index, "period") and (index < anchor or slots.value(behind + 1, "verb") or _ends(slots, behind)):
            slots.use(index, "bought with")
            return slots.value(index, "period")
    return None


def _deed(slots: Slots, index: int) -> bool:
    """what else did the buyers of teaware get this year: the year is that of what they got."""
    return slots[index].text.casefold() in ("get", "got", "buy", "purchase", "pick up", "order", "take")


def _ends(slots: Slots, index: int) -> bool:
    """Whether nothing but a mark or the question itself follows."""
    return slots.has(index + 1, *_PARTED_BY, "filler", "anaphor", "people")


def _limit(slots: Slots) -> int:
    """top 5 subcategories, 三个品牌."""
    for index in slots.all("number", "pieces"):
        value = slots.value(index, "number") or slots.value(index, "pieces")
        if value and 1 <= value <= 100 and value == int(value) and not slots.has(index, "period", "group", "range"):
            slots.use(index, "how many")
            return int(value)
    return SHOWN


def _use_construction(slots: Slots) -> None:
    """Words that ask what is bought beside goods, and the deed itself, have done their work."""
    for index in range(len(slots)):
        if slots.has(index, "group", "period", "condition", "contact", "range", "filter"):
            continue
        buys = slots.value(index, "verb") in ("buy", "sell", "cart") or slots.value(index, "agent") == "buy"
        counted = slots.value(index, "measure") in ("orders", "units", "buyers")
        if buys or counted or slots.has(index, *_CONSTRUCTION):
            slots.use(index, "bought beside")


def _weighs(slots: Slots, index: int) -> bool:
    return slots.has(index, "group", "period", "condition", "contact", "range", "filter", "agent", "not", "never") or (
        not slots.has(index, *_NO_WEIGHT)
    )


def _weighty(slots: Slots) -> list[int]:
    """Words beside the goods that narrow whose purchases count, and when."""
    rest = [index for index in range(len(slots)) if not slots.used(index)]
    return [index for index in rest if not slots.has(index, *_ALWAYS_PLAIN) and _weighs(slots, index)]


def scope_of(frame: Frame, slots: Slots) -> Metric | None:
    """Whose purchases and when, read as of a plain count of orders; None where that cannot be read.

    Every word that is still free is used up by it.
    """
    weighty = _weighty(slots)
    rest = [index for index in range(len(slots)) if not slots.used(index)]
    if not weighty:
        return Metric(measures=["orders"])
    runs: list[list[int]] = []
    for index in rest:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    said = [slots.typed(run[0], run[-1] + 1) for run in runs if set(run) & set(weighty)]
    chinese = frame.language == "zh"
    question = "".join(said) + "的订单数" if chinese else "number of orders " + " ".join(said)
    from assistant.planner.intents.questions.questions import read_question

    reading = read_question(frame.retold(question, State()))
    if reading is None or not reading.calls or reading.ask is not None or reading.calls[0].tool != "measure":
        return None
    metric = Metric.model_validate(reading.calls[0].args["metric"])
    plain = metric == Metric(measures=["orders"], where=metric.where, audience=metric.audience, period=metric.period)
    for index in rest if plain else []:
        slots.use(index, "whose purchases")
    return metric if plain else None


def filters_of_goods(slots: Slots, index: int) -> list[Filter]:
    """Each of the goods named there, or any of them."""
    group: Group = slots.value(index, "group")
    if group.joiner == "and":
        return [Filter(field=group.field, values=[value]) for value in group.values]
    return [Filter(field=group.field, values=list(group.values))]


def _metric(
    scope: Metric, goods: list[list[Filter]], level: str, limit: int, *, one_order: bool, bought_in: Period | None
) -> Metric:
    """What else is in the orders that hold the goods, or what else their buyers bought."""
    named = [one for filters in goods for one in filters]
    finest = min(named, key=lambda one: LEVELS.index(one.field))
    others = [Filter(field=one.field, op="is_not", values=one.values) for one in named if one.field == finest.field]
    changes: dict[str, Any] = {"dimensions": [level], "where": [*scope.where, *others], "limit": limit}
    if one_order:
        return scope.model_copy(update=changes | {"together": named, "sort": Sort(by="orders")})
    lines = [named] if len(goods) == len(named) else [[one] for one in named]
    bought = [Bought(where=where, period=bought_in) for where in lines]
    before = scope.audience or Audience()
    audience = before.model_copy(update={"all": [*bought, *before.all]})
    return scope.model_copy(update=changes | {"measures": ["buyers"], "audience": audience, "sort": Sort(by="buyers")})
