"""A rate said as a quotient: 折扣订单数/总订单数, 件数除以订单数, app渠道销售额/总销售额; and rates of each of some."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.figures.ratios import part_of_measure, ratio_of
from assistant.planner.grammar.slots import Slots
from tools.definitions import Attribute, Part

_OVER = ("/", "÷", "除以", "比上")
_PER = {
    ("units", "orders"): "units_per_order",
    ("net_revenue", "orders"): "average_order_value",
    ("net_revenue", "buyers"): "revenue_per_buyer",
    ("orders", "buyers"): "orders_per_buyer",
}
_ALL = ("总", "全部", "所有", "整体", "全店", "合计")
_TOGETHER = ("一共", "合计", "总共", "加起来", "合起来", "合在一起", "总的", "整体")


def settle_quotient(slots: Slots, figures: Figures) -> None:
    """Make two figures around a stroke the rate they are the sides of; a rate that is named besides says it all."""
    told = [i for i in range(len(slots)) if slots.role(i).startswith("measure: ")]
    pair = next(((a, b) for a in told for b in told if a < b and _divided(slots, a, b)), None)
    if pair is None or not any(slots.chinese(i) for i in pair):
        return
    upper, lower = (slots.role(i).removeprefix("measure: ") for i in pair)
    named = [name for name in figures.measures if name in RATES]
    made = _PER.get((upper, lower)) or (ratio_of([upper, lower]) if upper != lower else None)
    whole, part = part_of_measure([upper])
    if made and made in slots.vocabulary.dictionary.measures and named in ([], [made]):
        figures.measures = [made]
    elif part is not None and whole == lower:
        figures.measures, figures.part = [whole], part
    for index in range(pair[0] + 1, pair[1]):
        slots.use(index, "divided by")


def _divided(slots: Slots, first: int, second: int) -> bool:
    between = [slots[i] for i in range(first + 1, second)]
    strokes = [item for item in between if item.text in _OVER]
    return len(strokes) == 1 and all(item in strokes or item.text in _ALL or item.has("filler") for item in between)


def part_over_whole(slots: Slots, figures: Figures) -> None:
    """app渠道销售额/总销售额: what the one is narrowed to is the part of the other."""
    strokes = [i for i in range(1, len(slots) - 1) if slots[i].text in _OVER]
    if len(strokes) != 1 or len(figures.measures) != 1 or figures.dimensions or figures.part or not figures.where:
        return
    at = strokes[0]
    name = figures.measures[0]
    again = slots.next(at, lambda item: item.text in _ALL or item.has("filler"))
    whole = slots[again].text.startswith(_ALL) or slots[at + 1].text.startswith(_ALL)
    if slots.value(at - 1, "measure") == slots.value(again, "measure") == name and whole and slots.chinese(at - 1):
        figures.part, figures.where = Part(where=figures.where), []


def rates_of_each(slots: Slots, figures: Figures) -> None:
    """近一年金卡会员与白金会员的退货率: a rate of each of those named, unless they are taken together."""
    if figures.dimensions or figures.share or figures.part or not set(figures.measures) <= RATES:
        return
    if any(slots[i].text in _TOGETHER for i in range(len(slots))):
        return
    if not any(slots.chinese(i) for i in range(len(slots))) or slots.find("or", free=False) is not None:
        return
    people = figures.people.audience
    told = [*figures.where, *(one for one in people.all if isinstance(one, Attribute))]
    several = [one.field for one in told if one.op == "is" and len(one.values) > 1]
    fields = slots.vocabulary.dictionary.fields
    if len(several) == 1 and several[0] in fields and fields[several[0]].groupable:
        figures.dimensions.append(several[0])


def edition_said(figures: Figures) -> None:
    """今年的亚麻周末活动，收到之后三十天: the year says which edition, and not when was bought."""
    if figures.after is None or figures.period is None or figures.period.unit != "year":
        return
    names = [str(value) for item in figures.after.where if item.field == "campaign" for value in item.values]
    if len(names) == 1 and any(character.isdigit() for character in names[0]) and figures.period.kind == "calendar":
        figures.period = None
