"""Which figures are asked for: measures by name, averages and medians of fields, defaults for "best-selling"."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.planner.grammar.deeds.verbs import counted_noun, is_verb
from assistant.planner.grammar.figures.aggregates import ONE_ORDER, read_aggregate
from assistant.planner.grammar.figures.measure_tables import DOING, FIELD_MEASURES, PER_ORDER
from assistant.planner.grammar.rows.dimensions import THINGS, dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.values.plain_labels import for_one, held, of_orders

PER_PERSON = {
    "units": "average(units)",
    "net_revenue": "revenue_per_buyer",
    "gross_revenue": "revenue_per_buyer",
    "orders": "orders_per_buyer",
    "spend": "revenue_per_buyer",
}
GROSS = {"net_revenue": "gross_revenue"}
NET = {"gross_revenue": "net_revenue"}
IN_MONEY = {
    "units": "net_revenue",
    "orders": "net_revenue",
    "returned_units": "returns_value",
    "return_rate": "returns_value",
    "discounted_orders": "discount_amount",
    "units_per_order": "average_order_value",
}
IN_UNITS = {
    "net_revenue": "units",
    "gross_revenue": "units",
    "returns_value": "returned_units",
    "return_rate": "returned_units",
}
IN_AMOUNTS = {
    "discount_share": "discount_amount",
    "return_rate": "returned_units",
    "open_rate": "opens",
    "click_rate": "clicks",
    "unsubscribe_rate": "unsubscribes",
    "repeat_rate": "repeat_buyers",
    "revenue_per_buyer": "net_revenue",
    "orders_per_buyer": "orders",
}
"""The same thing in money, in pieces, or as it stands rather than as a rate."""
SHARE_OF = {
    ("discount_amount", "gross_revenue"): "discount_share",
    ("returned_units", "units"): "return_rate",
    ("returns_value", "units"): "return_rate",
    ("opens", "sends"): "open_rate",
    ("clicks", "sends"): "click_rate",
    ("clicks", "opens"): "click_to_open_rate",
    ("unsubscribes", "sends"): "unsubscribe_rate",
}
"""A figure as a share of another, where a measure already is that share."""
LOWER_IS_BETTER = frozenset(
    ("return_rate", "returned_units", "returns_value", "unsubscribes", "unsubscribe_rate", "discount_amount",
     "discount_share", "discounted_orders", "days_since_last_order", "customers_without_orders")
)  # fmt: skip
"""Measures of which the highest is the worst."""
PEOPLE_MEASURES = {"customers", "buyers"}


@dataclass
class Asked:
    """One measure with where it was said."""

    measure: str
    at: int


def read_measures(slots: Slots) -> list[Asked]:
    """Measures named in the question, in order, with aggregates applied; their slots are used up."""
    asked: list[Asked] = []
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "group", "condition", "filter", "range", "saved", "compare", "period"):
            continue
        if slots.has(index, "figures"):
            asked += [Asked(name, index) for name in slots.value(index, "figures")]
            slots.use(index, "measure: percentiles")
            continue
        found = read_aggregate(slots, index) or _named(slots, index)
        if found:
            found = _per(slots, index, found)
            if found not in [a.measure for a in asked]:
                asked.append(Asked(found, index))
    if any(one.measure == "stock" for one in asked):  # 库存一共多少件: pieces are what stock is counted in
        asked = [one for one in asked if not (one.measure == "units" and slots.has(one.at, "how_many"))]
    return asked


def agent_measures(slots: Slots) -> list[str]:
    """new buyers by month, new customers vs returning customers: people counted by what they did, as measures."""
    found: list[str] = []
    for index in slots.all("agent"):
        name = _known(slots, _measure_sense(slots, index))
        if not name or slots.has(index, "group"):
            continue
        joined = bool(found) and slots.has(slots.before(index), "and", "versus", "or", "by")
        if found and not joined:
            break
        if joined:
            slots.use(slots.before(index), "and")
        slots.use(index, f"measure: {name}")
        found.append(name)
    return list(dict.fromkeys(found))


def _known(slots: Slots, measure: str | None) -> str | None:
    return measure if measure in slots.vocabulary.dictionary.measures else None


def _measure_sense(slots: Slots, index: int) -> str | None:
    """The measure an item names; of several, the one whose usual words are closest (the first listed)."""
    names = [sense.value for sense in slots[index].senses if sense.kind == "measure"]
    if not names:
        return None
    plain = [name for name in names if name not in ("customers", "products", "campaigns", "events")]
    return str((plain or names)[0])


def _named(slots: Slots, index: int) -> str | None:
    item = slots[index]
    name = _measure_sense(slots, index)
    if item.has("brought_in") and any(slots.has(i, "how_many") and slots.has(i + 1, "agent") for i in range(index)):
        return None  # how many new customers did each channel bring in
    doing = DOING.get(item.value("verb") or "")
    if (
        doing
        and slots.find("people") is None
        and not slots.relative
        and (slots.has(index + 1, "top", "bottom") or slots.has(index - 1, "top", "bottom"))
    ):
        slots.use(index, f"measure: {doing}")
        return _known(slots, doing)
    ranked = any(slots.has(i, "top", "bottom") for i in (index + 1, index - 1))
    best = index + 1 if slots.has(index + 1, "top", "bottom") else len(slots)
    if slots.has(slots.next(best), "percent") and slots.chinese(index) and slots.find("people") is not None:
        return None  # 消费前20%的客户贡献了多少: what people are ranked by
    if item.value("field") == "spend" and ranked and not slots.has(index, "measure"):
        name = FIELD_MEASURES["spend"]
        slots.use(index, f"measure: {name}")
        return _known(slots, name)
    if name is None:
        if (
            item.value("field") in ("spend", "orders", "units", "average_order_value")
            and not counted_noun(slots, index)
            and not is_verb(slots, index)
        ):
            name = FIELD_MEASURES[item.value("field")]
        elif mean := averaged_field(slots, index):
            slots.use(index, f"measure: average({mean})")
            days = slots.next(index)
            if slots.value(days, "field") == "day" and slots.chinese(index):
                slots.use(days, "label")  # 平均购买间隔是多少天
            return f"average({mean})"
        elif item.has("scored") and item.has("field") and not slots.has(index - 1, "rank_by"):
            slots.use(index, "measure: its average")
            total = slots.find("sum")
            if total is not None and item.value("field") == "expected_spend":
                slots.use(total, "aggregate: sum")
                return "sum(expected_spend)"
            if (said := slots.find("average", "norm")) is not None:
                slots.use(said, "aggregate: average")
            return f"average({item.value('field')})"
        else:
            return None
    if item.has("people", "agent") and name in (
        "customers",
        "buyers",
        "new_buyers",
        "returning_buyers",
        "repeat_buyers",
    ):
        return None
    if name == "orders" and (_is_split(slots, index) or _says_of_what(slots, index)):
        return None
    if name == "orders" and (of_orders(slots, index) or slots[index - 1].text.casefold() == "counting"):
        slots.use(index, "label")
        return None
    if name == "sends" and _only_sent(slots, index):
        return None
    if slots.chinese(index) and slots.has(slots.next(index), "median", "average") and item.has("field"):
        return None  # 累计消费的中位数
    if (
        name in THINGS
        and not (name == "stock" and held(slots, index))
        and not _counted(slots, index)
        and not item.has("how_many")
        and (item.end - item.start < 2 or _figures_beside(slots, index))
    ):
        return None
    if item.has("verb") and is_verb(slots, index):
        return None
    if counted_noun(slots, index):
        return None
    slots.use(index, f"measure: {name}")
    return _known(slots, name)


def _figures_beside(slots: Slots, index: int) -> bool:
    """open rate of every campaign sent: another figure is what is asked for."""
    return dimension_at(slots, index) is not None and any(
        sense.kind == "measure" and sense.value not in THINGS and not slots.has(i, "people", "verb")
        for i in range(len(slots))
        if i != index
        for sense in slots[i].senses
    )


def _discounted_one(slots: Slots, index: int) -> bool:
    """per discounted order."""
    return slots.value(index, "measure") == "discounted_orders" and slots[index].text.casefold().endswith("order")


def _only_sent(slots: Slots, index: int) -> bool:
    """click rate for this year's sends: the sends say only what the rate is of."""
    rates = any(slots.role(i).startswith("measure: ") and slots.role(i).endswith("_rate") for i in range(index))
    led = slots.before(index, lambda item: item.has("filler", "period", "contact_noun") and not item.has("for"))
    only = (rates and slots.has(led, "for", "place")) or (rates and slots.has(index - 1, "period"))
    if only:
        slots.use(index, "label")
    return only


def _says_of_what(slots: Slots, index: int) -> bool:
    """return rate of app orders: the orders say only what the channel is of, where another figure is asked for."""
    group = slots.value(index - 1, "group") if index else None
    of_orders = group is not None and (slots.level(group.field) == "order" or group.field == "day_type")
    if not of_orders or slots.has(index - 2, "and", "break"):
        return False
    last = index - 1
    if slots[index + 1].text == "的":
        last = len(slots)  # App订单的销售额
    if slots.has(index - 2, "with") and slots.has(slots.before(index - 2), "people"):
        return False  # revenue from customers with app orders: they ordered there
    others = [
        i for i in slots.all("measure", free=False) if i < last and i != index and not slots.has(i, "verb", "people")
    ]
    if others:
        slots.use(index, "label")
    return bool(others)


def averaged_field(slots: Slots, index: int) -> str | None:
    """平均购买间隔: a number of customers whose name says that it is averaged."""
    fields = slots.vocabulary.dictionary.fields
    name = slots.value(index, "field") if slots[index].text.startswith("平均") else None
    known = name in fields and fields[name].numeric and fields[name].level == "customer"
    return str(name) if known and not slots.has(index, "measure") else None


def _is_split(slots: Slots, index: int) -> bool:
    """customers by number of orders: the number of orders is what they are split by."""
    before, after = slots.before(index), slots.next(index)
    if slots.has(after, "distribution") or slots.has(before, "distribution"):
        return not any(dimension_at(slots, i) not in (None, "orders") for i in range(len(slots)) if i != index)
    return (
        slots.has(before, "by")
        and not slots.has(before, "group")
        and slots.find("people", free=False) is not None
        and slots.find("top", "bottom", free=False) is None
    )


def _counted(slots: Slots, index: int) -> bool:
    before = slots.before(
        index, lambda item: item.has("filler", "group", "and") and not item.has("how_many", "number", "top")
    )
    return slots.has(before, "how_many")


def _per(slots: Slots, index: int, measure: str) -> str:
    """revenue per customer, units per order."""
    for beside in (i for i in slots.all("per_person") if abs(i - index) <= 4):
        person = PER_PERSON.get(measure, "")
        if measure in PER_PERSON.values() or measure.startswith("average(") or _known(slots, person) or "(" in person:
            slots.use(beside, "per customer")
            measure = PER_PERSON.get(measure, measure)
    plain = {"average(units)": "units", "revenue_per_buyer": "net_revenue"}.get(measure, measure)
    ahead = range(index + 1, min(len(slots), index + 5))
    for by in (i for i in ahead if (slots.has(i, "by") or for_one(slots, i)) and not slots.used(i)):
        at = slots.next(by, lambda item: item.has("filler", "group") and not item.has("by", "field"))
        one = at < len(slots) and slots[at].text.casefold() in ONE_ORDER
        named = one or slots.value(at, "field") in ("orders", "order_id") or _discounted_one(slots, at)
        if named and plain in PER_ORDER and not slots[at].text.endswith("s"):
            slots.use(by, "per order")
            slots.use(at, "per order")
            return PER_ORDER[plain]
    return measure
