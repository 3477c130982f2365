"""One figure by its name: revenue, orders, the spend of the best; and when its word only says what another is of."""

from __future__ import annotations

from assistant.planner.grammar.deeds.verbs import counted_noun, is_verb
from assistant.planner.grammar.figures.measure_tables import DOING, FIELD_MEASURES
from assistant.planner.grammar.rows.dimensions import THINGS, dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.values.plain_labels import held, of_orders

_PERSONS = ("customers", "buyers", "new_buyers", "returning_buyers", "repeat_buyers")
_FIELDS = ("spend", "orders", "units", "average_order_value")
"""Facts of customers that are asked for as the measure of the same name."""


def named_measure(slots: Slots, index: int) -> str | None:
    """The figure that an item names, used up; None where it names none or is said of something else."""
    if (own := slots.value(index, "own_figure")) is not None:
        slots.use(index, f"measure: {own}")
        return str(own)
    if _brought_in(slots, index):
        return None
    if doing := _done_most(slots, index):
        return _use(slots, index, doing)
    if _ranks_people(slots, index):
        return None
    if _spent_most(slots, index):
        return _use(slots, index, FIELD_MEASURES["spend"])
    name = measure_sense(slots, index) or _field_measure(slots, index)
    if name is None:
        return _averaged(slots, index) or _scored(slots, index)
    said_of_else = (
        (name in _PERSONS and slots.has(index, "people", "agent"))
        or (name == "orders" and _only_names_orders(slots, index))
        or (name == "sends" and _only_sent(slots, index))
        or _median_of_it(slots, index)
        or (name in THINGS and _only_a_thing(slots, index, name))
        or is_verb(slots, index)
        or counted_noun(slots, index)
    )
    return None if said_of_else else _use(slots, index, name)


def known(slots: Slots, measure: str | None) -> str | None:
    """The measure, where this shop has it."""
    return measure if measure in slots.vocabulary.dictionary.measures else None


def measure_sense(slots: Slots, index: int) -> str | None:
    """The measure an item names; of several, the one whose usual words are closest (the first listed)."""
    names = [sense.value for sense in slots[index].senses if sense.kind == "measure"]
    if not names:
        return None
    plain = [name for name in names if name not in ("customers", "products", "campaigns", "events")]
    return str((plain or names)[0])


def _use(slots: Slots, index: int, measure: str) -> str | None:
    slots.use(index, f"measure: {measure}")
    return known(slots, measure)


def _brought_in(slots: Slots, index: int) -> bool:
    """how many new customers did each channel bring in: the customers are the figure."""
    asked = any(slots.has(i, "how_many") and slots.has(i + 1, "agent") for i in range(index))
    return asked and slots.has(index, "brought_in")


def _done_most(slots: Slots, index: int) -> str | None:
    """the campaign clicked most: clicks."""
    doing = DOING.get(slots.value(index, "verb") or "")
    mailed = slots.find("people") is None and not slots.relative
    return doing if mailed and _beside_rank(slots, index) else None


def _beside_rank(slots: Slots, index: int) -> bool:
    return slots.has(index + 1, "top", "bottom") or slots.has(index - 1, "top", "bottom")


def _ranks_people(slots: Slots, index: int) -> bool:
    """消费前20%的客户贡献了多少: what people are ranked by."""
    best = index + 1 if slots.has(index + 1, "top", "bottom") else len(slots)
    return slots.has(slots.next(best), "percent") and slots.chinese(index) and slots.find("people") is not None


def _spent_most(slots: Slots, index: int) -> bool:
    """which city spends most: what is spent there."""
    spent = slots.value(index, "field") == "spend" and not slots.has(index, "measure")
    return spent and _beside_rank(slots, index)


def _field_measure(slots: Slots, index: int) -> str | None:
    """spend by city: a fact of customers, asked for as a figure – no condition (3 orders) and no deed (who orders)."""
    field = slots.value(index, "field")
    named = field in _FIELDS and not counted_noun(slots, index) and not is_verb(slots, index)
    return FIELD_MEASURES[field] if named else None


def _averaged(slots: Slots, index: int) -> str | None:
    """平均购买间隔是多少天."""
    mean = averaged_field(slots, index)
    if mean is None:
        return None
    slots.use(index, f"measure: average({mean})")
    days = slots.next(index)
    if slots.value(days, "field") == "day" and slots.chinese(index):
        slots.use(days, "label")
    return f"average({mean})"


def _scored(slots: Slots, index: int) -> str | None:
    """churn risk by city: its average; the expected spend of all of them may be summed."""
    if not slots.has(index, "scored") or not slots.has(index, "field") or slots.has(index - 1, "rank_by"):
        return None
    field = slots.value(index, "field")
    slots.use(index, "measure: its average")
    for ahead in (index - 1, index + 1):
        if slots.has(ahead, "horizon"):  # 未来的预期消费: a score looks ahead as far as its model does
            slots.use(ahead, "a score's own time")
    total = slots.find("sum")
    if total is not None and field == "expected_spend":
        slots.use(total, "aggregate: sum")
        return "sum(expected_spend)"
    if (said := slots.find("average", "norm")) is not None:
        slots.use(said, "aggregate: average")
    return f"average({field})"


def averaged_field(slots: Slots, index: int) -> str | None:
    """平均购买间隔: a number of customers whose name says that it is averaged."""
    fields = slots.vocabulary.dictionary.fields
    name = slots.value(index, "field") if slots[index].text.startswith("平均") else None
    known = name in fields and fields[name].numeric and fields[name].level == "customer"
    return str(name) if known and not slots.has(index, "measure") else None


def _only_names_orders(slots: Slots, index: int) -> bool:
    """customers by number of orders, return rate of app orders, revenue counting orders over 100."""
    if _is_split(slots, index) or _says_of_what(slots, index):
        return True
    labels = of_orders(slots, index) or slots[index - 1].text.casefold() == "counting"
    if labels:
        slots.use(index, "label")
    return labels


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


def _only_sent(slots: Slots, index: int) -> bool:
    """click rate for this year's sends: the sends say only what the rate is of."""
    rates = any(slots.role(i).startswith("measure: ") and slots.role(i).endswith("_rate") for i in range(index))
    led = slots.before(index, lambda item: item.has("filler", "period", "contact_noun") and not item.has("for"))
    only = (rates and slots.has(led, "for", "place")) or (rates and slots.has(index - 1, "period"))
    if only:
        slots.use(index, "label")
    return only


def _median_of_it(slots: Slots, index: int) -> bool:
    """累计消费的中位数."""
    return slots.chinese(index) and slots.has(slots.next(index), "median", "average") and slots.has(index, "field")


def _only_a_thing(slots: Slots, index: int, name: str) -> bool:
    """products by category, customers in Berlin: the word names what the rows are of, and nobody counts them."""
    item = slots[index]
    counted = (name == "stock" and held(slots, index)) or _counted(slots, index) or item.has("how_many")
    return not counted and (item.end - item.start < 2 or _figures_beside(slots, index))


def _counted(slots: Slots, index: int) -> bool:
    """how many products."""
    before = slots.before(
        index, lambda item: item.has("filler", "group", "and") and not item.has("how_many", "number", "top")
    )
    return slots.has(before, "how_many")


def _figures_beside(slots: Slots, index: int) -> bool:
    """open rate of every campaign sent: another figure is what is asked for."""
    return dimension_at(slots, index) is not None and any(
        sense.kind == "measure" and sense.value not in THINGS and not slots.has(i, "people", "verb")
        for i in range(len(slots))
        if i != index
        for sense in slots[i].senses
    )
