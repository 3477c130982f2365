"""What the last people are like: their average age, which city most, what did they buy; read as of all, then theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import merge_audience, within
from assistant.planner.grammar.editing.turning import as_metric, of_purchases
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.rows.rankings import DEFAULT_TOP
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.intents.references.cues import points_at, points_back
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Audience, Bought, Filter, Metric, Period, Sort

_EVERYBODY = {
    "our", "we", "us", "overall", "total", "in total", "altogether", "everyone", "everybody", "the shop",
    "all customers",
    "我们", "全部", "整体", "总体", "大盘", "全店", "所有", "公司",
}  # fmt: skip
_FOND = ("fond", "favourite", "best_selling")
_OF_BUYING = (
    "filler",
    "break",
    "which",
    "history",
    "also_bought",
    *_FOND,
    "top",
    "people",
    "performance",
    "period",
    "list",
    "often",
    "same",
    "and",
    "place",
)
_FIGURES = ("measure", "best_selling", "worst_selling", "average", "median", *_FOND)
_AMOUNTS = (
    "range",
    "number",
    "times",
    "money",
    "pieces",
    "percent",
    "relative",
    "cmp",
    "rank_by",
    "instead",
    "remove",
    "not",
)
_OF_PURCHASES = {"orders", "units", "net_revenue", "gross_revenue", "discount_amount"}
"""Figures of the purchases that people were just picked by, where nothing says whose they are."""
_OWN = (
    "people",
    "agent",
    "who",
    "period",
    "by",
    "compare",
    "versus",
    "trend",
    "campaign",
    "saved",
    "customer_id",
    "duration",
)


def read_about_them(frame: Frame, audience: Audience) -> Reading | None:
    """The figures a message asks for, of these people only; None where it asks for none that can be read."""
    bought = _bought(frame, audience)
    if bought is not None:
        return bought
    inside = within(audience)
    if frame.has("average"):
        aged = any(span.value("field") == "age" and not span.has("how_many") for span in frame.spans)
        frame = replace(frame, spans=[_aged(span, said=aged) for span in frame.spans])
    spans = [
        replace(
            span, senses=(Sense("filler"),) if _owner(span.text) else (Sense("people"), Sense("measure", "customers"))
        )
        if points_at(span)
        else span
        for span in frame.spans
    ]
    reading = read_question(replace(frame, spans=spans, state=State()))
    if reading is None or reading.ask is not None or reading.metric is None or len(reading.calls) != 1:
        return None
    mine = reading.metric.audience or Audience()
    measured = frame.has("measure", "average", "median", "sum", "how_much", "verb", "best_selling")
    measured = measured or bool(reading.metric.period)
    whole = merge_audience(inside, mine, replacing=False)
    metric = _theirs(reading.metric, whole, frame.vocabulary.level, measured=measured)
    if set(metric.measures) <= _OF_PURCHASES and not (mine.compact() or reading.metric.period or points_back(frame)):
        metric = as_metric(inside, metric.measures, metric.dimensions)  # how many orders, after who ordered in May
    if metric.measures != reading.metric.measures:
        reading.notes = []
    reading.metric = metric
    reading.calls = [Call("measure", {"metric": metric.compact()})]
    return reading


def asks_what_bought(frame: Frame) -> bool:
    """what did they buy: of those spoken of."""
    return _bought(frame, Audience()) is not None


class _WhatBought(NamedTuple):
    """What is asked of somebody's purchases."""

    measure: str | None
    """The figure they are ranked by, where one is named."""
    splits: list[str]
    split: bool
    """The split is said with by: all its rows are meant."""
    first: bool
    """Of their first orders only."""
    period: Period | None
    first_rows: int | None
    """How many of the first are asked for."""


def _bought(frame: Frame, audience: Audience) -> Reading | None:
    """what did they buy, which categories do they like most, 他们最爱买什么: by pieces, most first."""
    slots = frame.slots()
    asked = _what_bought(slots)
    if asked is None:
        return None
    measure = asked.measure or "units"
    first = [Filter(field="first_or_repeat", values=["first"])] if asked.first else []
    metric = Metric(
        measures=[measure],
        dimensions=asked.splits or ["product"],
        where=_others(audience) if _besides(slots) else first,
        audience=within(audience) if audience.compact() else None,
        period=asked.period,
        sort=Sort(by=measure),
        limit=asked.first_rows or (None if asked.split else DEFAULT_TOP),
    )
    notes = [] if asked.measure else [frame.say("I ranked by units sold.", "按销量（件数）排名。")]
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})], notes=notes)


def _what_bought(slots: Slots) -> _WhatBought | None:
    """What the message asks of their purchases; None where it asks for anything besides."""
    every = range(len(slots))
    figured = {str(slots.value(i, "measure")): i for i in every if slots.value(i, "measure") in _OF_PURCHASES}
    splits = [
        d for i in every if (d := dimension_at(slots, i)) and of_purchases(slots.level(d)) and i not in figured.values()
    ]
    heads = [i for i in every if splits and _heads(slots, i)]
    groups = slots.all("group")
    first = [i for i in groups if _first_orders(slots.value(i, "group"))]
    counts = [i for i in slots.all("number") if slots.has(i - 1, "top")]  # 销量前3
    plain = all(
        slots.has(i, *_OF_BUYING, "by", "rank_by")
        or i in counts
        or i in heads
        or (heads and slots.has(i, "respectively"))
        or i in figured.values()
        or points_at(slots[i])
        or slots.value(i, "verb") == "buy"
        or dimension_at(slots, i) in splits
        or i in first
        for i in every
    )
    split = any(slots.has(i, "by") and not slots.has(i, "rows_of") for i in every)
    periods = slots.all("period")
    several = len(splits) > 1 or len(figured) + bool(heads) > 1 or len(periods) > 1 or len(counts) > 1
    of_others = groups != first or slots.find("never") is not None
    if not (_asks_for_goods(slots) and plain) or several or of_others or (split and not splits):
        return None
    period = slots.value(periods[0], "period") if periods else None
    count = int(slots.value(counts[0], "number")) if counts else None
    return _WhatBought(
        "buyers" if heads else next(iter(figured), None), splits, split or bool(heads), bool(first), period, count
    )


def _heads(slots: Slots, index: int) -> bool:
    """买了哪些品类，各多少人; what categories did they buy, and how many people each."""
    text = slots[index].text.casefold()
    counted = slots.has(index, "how_many") and (text.endswith(_PERSONS) or slots.has(index + 1, "people"))
    return counted or (slots.has(index, "people") and slots.has(index - 1, "how_many"))


_PERSONS = ("人", "人数", "客户", "people", "customers", "buyers")


def _besides(slots: Slots) -> bool:
    """还爱买什么, which other categories do they buy, what else: besides what they were picked by."""
    said = {word for item in slots.items for word in item.text.casefold().split()}
    return slots.find("also_bought") is not None or bool(said & {"other", "else"})


def which_of_them(slots: Slots) -> bool:
    """which of them haven't bought since August: people, and not what they bought."""
    at = slots.find("which", free=False)
    people = at is not None and at + 1 < len(slots) and slots.has(at + 1, "anaphor")
    named = any(slots.has(i, "field", *_FOND, "top", "product") for i in range(len(slots)))
    return people and slots[at + 1].text.casefold() in _OF_THEM and not named  # type: ignore[operator]


_OF_THEM = ("of them", "of those", "of these", "of these people", "of those people", "of those customers")


def _asks_for_goods(slots: Slots) -> bool:
    """what … buy, their history, 爱买什么."""
    if which_of_them(slots):
        return False
    doing = any(
        slots.value(i, "verb") == "buy"
        or slots.has(i, *_FOND)
        or (slots.has(i, "history", "also_bought") and "买" in slots[i].text)
        for i in range(len(slots))
    )
    return doing and slots.find("which", "history", "also_bought", *_FOND) is not None


def _first_orders(group: Group) -> bool:
    """what did they buy first."""
    return group.field == "first_or_repeat" and group.values == ("first",)


def _others(audience: Audience) -> list[Filter]:
    """还爱买什么: other goods than those that they were picked by."""
    goods = [f for c in audience.all if isinstance(c, Bought) and c.value for f in c.where if f.op == "is"]
    named = {f.field for f in goods}
    same = [f for f in goods if not f.field.startswith("order_")]
    return [f.model_copy(update={"op": "is_not"}) for f in same] if len(named) == len(goods) else []


def _aged(span: Span, *, said: bool) -> Span:
    """how old are they on average, 平均多大; 平均年龄多大 says it before."""
    old = span.text.casefold() in ("how old", "多大", "几岁", "多大年纪", "多大岁数", "多少岁")
    return replace(span, senses=(Sense("filler") if said else Sense("field", "age"),)) if old else span


def _owner(text: str) -> bool:
    """their average age: a word that only says whose."""
    return text.casefold() == "their" or text.endswith("的")


def _theirs(metric: Metric, audience: Audience, level: Callable[[str], str], *, measured: bool) -> Metric:
    """The same figures of these people; which city most is by how many of them live there."""
    assumed = not measured and bool(metric.dimensions) and all(level(d) == "customer" for d in metric.dimensions)
    changes: dict[str, object] = {"audience": audience}
    if metric.measures == ["customers"] and metric.period is not None:
        changes |= {"measures": ["buyers"]}
    if assumed:
        sort = metric.sort.model_copy(update={"by": "customers"}) if metric.sort is not None else None
        changes |= {"measures": ["customers"], "sort": sort, "period": None}
    return metric.model_copy(update=changes)


def leans_on_people(frame: Frame, slots: Slots) -> bool:
    """average age?, avg basket, 客单价呢, which city most: a figure of nobody named, right after people were found."""
    if frame.state.last not in ("audience", "list") or points_back(frame):
        return False
    if any(slots[i].text.casefold() in _EVERYBODY for i in range(len(slots))):
        return False
    if any(slots.has(i, *_OWN) and not slots.has(i, "filler", "measure", "which") for i in range(len(slots))):
        return False
    if any(slots.has(i, "group", "condition", "contact", *_AMOUNTS) for i in range(len(slots))):
        return False
    if asks_what_bought(frame) and not any(span.text.isascii() for span in frame.spans):
        return True  # 都买了啥
    asked = slots.find(*_FIGURES, free=False) is not None
    which = slots.find("which", "top", free=False) is not None and any(
        dimension_at(slots, i) for i in range(len(slots))
    )
    return asked or which
