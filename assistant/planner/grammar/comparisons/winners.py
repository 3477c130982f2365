"""Which of two sides comes out ahead: 谁的人均消费高, 去年618和今年618哪个卖得多, 女的点得多还是男的.

The words only say that the sides are compared, and by what was done where no figure is named.
"""

from __future__ import annotations

from assistant.planner.grammar.figures.measure_tables import DOING
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds

_DEGREES = frozenset(
    (
        "得多", "得好", "得高", "得少", "得低", "得快", "得更多", "得更好", "高", "多", "大", "好",
        "强", "低", "少", "小", "差", "贵", "久", "长", "快", "更高", "更多", "更大",
        "更好", "更强", "更低", "更少", "更贵",
    )
)  # fmt: skip
_RATES = {"open": "open_rate", "click": "click_rate", "unsubscribe": "unsubscribe_rate", "return_goods": "return_rate"}
_BY_VERB = {"spend": "revenue_per_buyer", "buy": "units", "sell": "net_revenue", **DOING}
_SPENT = ("花", "消费", "贡献")
_ASKS = ("谁", "哪个", "哪边", "哪家", "哪一个", "哪一边", "哪国", "哪种", "哪类")
_TAILS = ("一些", "一点", "些", "点", "呢", "吗", "得", "的", "啊", "呀", "了", "更")


def settle_winners(slots: Slots) -> None:
    """Make 谁 … 高 a comparison of the sides named, and of what was done a figure."""
    _or_sides(slots)
    _against_side(slots)
    _sold_better(slots)
    _sides_sell(slots)
    _more_orders(slots)
    places = [i for i in range(len(slots)) if _degree(slots, i)]
    rows = _rows(slots)
    if not places or not (rows or _compared(slots)):
        return
    for index in places:
        verb = index - 1
        while slots.has(verb, "filler") and not slots.has(verb, "verb"):
            verb -= 1
        measure = _measure(slots, verb, slots[index].text)
        if measure is not None:
            slots.retag(verb, Sense("measure", measure))
        slots.retag(index, Sense("top") if rows else Sense("winner"))
    for index in range(len(slots)) if not rows else ():
        if slots[index].text in _ASKS and not slots.has(index, "winner"):
            slots.retag(index, Sense("winner"))
    _earlier_last(slots)


def _degree(slots: Slots, index: int) -> bool:
    """高, at the end of a stretch."""
    item = slots[index]
    if item.text not in _DEGREES or item.has("group") or slots.used(index):
        return False
    after = index + 1
    while after < len(slots) and (slots[after].text in _TAILS or slots.has(after, "winner", "filler")):
        after += 1
    return after >= len(slots) or slots.has(after, "break", "versus")


def _measure(slots: Slots, index: int, degree: str) -> str | None:
    """What is counted of what was done: 花得多, 卖得多, 退货多; None where nothing was done or a figure is named."""
    verb = slots.value(index, "verb") if index >= 0 else None
    named = any(slots.has(i, "measure") and not slots.has(i, "people", "verb") for i in range(len(slots)))
    if verb is None or named or slots.has(index, "group"):
        return None
    if verb in ("buy", "spend") and slots[index].text.startswith(_SPENT):
        verb = "spend"
    if verb == "buy" and slots[index].text.startswith("下"):
        return "orders"
    measure = _RATES.get(verb) if degree.endswith(("好", "高", "低", "差")) else None
    measure = measure or _BY_VERB.get(verb)
    return measure if measure in slots.vocabulary.dictionary.measures else None


def _compared(slots: Slots) -> bool:
    """Whether sides are named: values of one field, periods, or 谁 of what was named before."""
    groups: list[Group] = [slots.value(i, "group") for i in range(len(slots)) if slots.has(i, "group")]
    several = any(len(group.values) > 1 and group.field not in ("product", "weekday") for group in groups)
    periods = len(slots.all("period")) > 1
    if slots.find("winner", free=False) is not None or any(_two_kinds(slots, i) for i in range(len(slots))):
        return True
    clauses = len([i for i in range(len(slots)) if slots.has(i, "condition")]) > 1
    return several or periods or clauses


def _two_kinds(slots: Slots, index: int) -> bool:
    """周末和工作日: a field named by both of its values."""
    return slots.value(index, "field") == "day_type" and len(slots[index].text) > len("周末")


def _more_orders(slots: Slots) -> None:
    """哪个单多, 谁的订单多: orders are the figure, and whose are more is asked."""
    for index in range(2, len(slots)):
        asked = next((i for i in (index - 2, index - 3) if i >= 0 and slots[i].text in _ASKS), None)
        orders = slots.value(index - 1, "field") == "orders" and not slots.has(index - 1, "group")
        if orders and asked is not None and slots[index].text in _DEGREES and _degree(slots, index):
            slots.retag(index - 1, Sense("measure", "orders"))


def _rows(slots: Slots) -> bool:
    """哪个城市花得多, 星期几卖得多: rows of a field, of which the first is asked for."""
    bare = any(slots[i].text in _ASKS and not dimension_at(slots, slots.next(i)) for i in range(len(slots)))
    for index in range(len(slots)):
        if not dimension_at(slots, index) or slots.has(index, "group", "period", "measure", "people"):
            continue
        if _two_kinds(slots, index):
            continue
        if (
            slots.has(index - 1, "which")
            or slots.has(index, "which")
            or slots[index].text.startswith("星期几")
            or (bare and slots[index].has("field") and not slots.value(index, "scored"))
            or "哪" in slots[index].text
        ):
            return slots.find("top", "bottom", "best_selling", free=False) is None
    return False


def _against_side(slots: Slots) -> None:
    """白金会员的留存，跟金卡比: the second side stands before the word that compares, as a value of the same field."""
    for index in slots.all("versus"):
        at = slots.before(index)
        second: Group | None = slots.value(at, "group") if at > 0 and slots.has(at, "group") else None
        if second is None or not slots.has(slots.before(at), "and", "alike_with", "versus", "break"):
            continue
        places = [i for i in range(at) if slots.has(i, "group") and slots.value(i, "group").field == second.field]
        if not places or slots.value(places[-1], "group").values == second.values:
            continue
        values = tuple(dict.fromkeys((*slots.value(places[-1], "group").values, *second.values)))
        slots.retag(places[-1], Sense("group", Group(second.field, values, joiner="vs")))
        slots.retag(at, Sense("filler"))
        return


def _sold_better(slots: Slots) -> None:
    """今年618比去年618卖得好吗: of two periods, the one with more sales – no ranking of what is sold."""
    rows = any(dimension_at(slots, i) and not slots.has(i, "group", "period") for i in range(len(slots)))
    years = slots.find("compare", free=False) is not None and slots.find("period") is not None
    if rows or slots.find("which") is not None or not (years or len(slots.all("period")) > 1):
        return
    named = any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))
    for index in slots.all("best_selling"):
        if not slots[index].text.startswith(("买得最", "买最", "购买最")):  # 去年买得最多但今年没来的客户
            slots.retag(index, Sense("winner") if named else Sense("measure", "net_revenue"))


def _sides_sell(slots: Slots) -> None:
    """伦敦和巴黎今年谁的口红卖得多: of two groups of people, where more was sold – no ranking of what is sold."""
    sides: list[Group] = [slots.value(i, "group") for i in slots.all("group")]
    two = any(1 < len(g.values) < 4 and g.op == "is" and slots.level(g.field) == "customer" for g in sides)
    asks = [i for i in range(len(slots)) if slots[i].text in _ASKS and not dimension_at(slots, slots.next(i))]
    for index in slots.all("best_selling") if two and asks else ():
        if not slots[index].text.startswith("最"):
            named = any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))
            money = "钱" in slots[index].text
            slots.retag(index, Sense("winner") if named else Sense("measure", "net_revenue" if money else "units"))
            slots.retag(asks[0], Sense("winner"))


def _or_sides(slots: Slots) -> None:
    """女的点得多还是男的: the second side stands behind 还是, as a value of the same field."""
    either = slots.find("either", free=False)
    if either is None or not slots.has(either + 1, "group"):
        return
    for index in range(either):
        if slots[index].text in _DEGREES:
            verb = slots.before(index)
            measure = _measure(slots, verb, slots[index].text)
            if measure is not None:
                slots.retag(verb, Sense("measure", measure))  # 周末下的单多还是工作日多
            slots.retag(index, Sense("winner"))
    second: Group | None = slots.value(either + 1, "group")
    places = [i for i in range(either) if slots.has(i, "group")]
    first = next((i for i in reversed(places) if second and slots.value(i, "group").field == second.field), None)
    if second is None or first is None or slots.value(first, "group").values == second.values:
        return
    values = tuple(dict.fromkeys((*slots.value(first, "group").values, *second.values)))
    slots.retag(first, Sense("group", Group(second.field, values, joiner="vs")))
    slots.retag(either + 1, Sense("filler"))
    slots.retag(either, Sense("winner"))


def _earlier_last(slots: Slots) -> None:
    """去年618和今年618哪个卖得多: the later of two periods is set against the earlier, whichever comes first."""
    places = slots.all("period")
    if len(places) != 2 or slots.find("versus", "compare", free=False) is not None:
        return
    first, second = (slots.value(i, "period") for i in places)
    one, other = bounds(first, slots.today)[0], bounds(second, slots.today)[0]
    if one is not None and other is not None and one < other:
        slots.retag(places[0], Sense("period", second))
        slots.retag(places[1], Sense("period", first))
