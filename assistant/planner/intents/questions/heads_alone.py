"""广州 女 近60天 彩妆买家 人数: a list of what is true of people, and that they are to be counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.turning import people_of
from assistant.planner.grammar.people.audience import prepare
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Metric

_FIGURED = (
    "how_much", "average", "median", "sum", "trend", "by", "share", "compare", "versus", "which", "distribution", "top",
    "bottom", "best_selling", "worst_selling", "performance", "rate_of", "why", "norm", "rows_of", "each_unit", "every",
    "each_row", "respectively", "difference", "per_person", "per_unit", "winner", "extreme", "counted_goods", "figures",
    "list", "chart", "as_table", "rank_verb",
)  # fmt: skip
"""Words that ask for rows or for figures of other kinds."""


def heads_of(
    frame: Frame, settled: Callable[[Frame], Slots], read: Callable[[Frame, Slots], Reading | None]
) -> Reading | None:
    """The people counted, where all that is asked is their number and every word says who they are; None otherwise."""
    slots = settled(replace(frame, spans=[_apart(span) for span in frame.spans]))
    parted = any(_apart(span) is not span for span in frame.spans)
    if sum(_counts(slots, i) for i in range(len(slots))) + parted != 1 or slots.find(*_FIGURED, free=False) is not None:
        return None
    reading = _people_read(frame, slots, read)
    if reading is None:
        return None
    picked = reading.audience is not None and bool(
        reading.audience.all or reading.audience.any or reading.audience.none
    )
    told = all(slots.used(i) or not slots.has(i, "measure", "field") or _counts(slots, i) for i in range(len(slots)))
    return reading if picked and told else None


def counted_instead(
    frame: Frame,
    reading: Reading,
    settled: Callable[[Frame], Slots],
    read: Callable[[Frame, Slots], Reading | None],
) -> Reading | None:
    """gold members, sent the letter but never opened, how many people: people are counted where they are asked for."""
    metric = reading.metric
    if metric is None or metric.dimensions or metric.part or metric.compare or metric.compare_period:
        return None
    if len(metric.measures) != 1 or metric.measures[0] not in _OF_DEEDS or not _asks_heads(frame):
        return None
    if metric.measures[0] in ("orders", "units"):
        return _buyers(frame, reading, metric)
    slots = settled(replace(frame, spans=[_as_deed(span, metric.measures[0]) for span in frame.spans]))
    people = _people_read(frame, slots, read)
    return people if people is not None and people.audience and people.audience.compact() else None


def _people_read(frame: Frame, slots: Slots, read: Callable[[Frame, Slots], Reading | None]) -> Reading | None:
    """The reading of these slots as people; None where they are not understood whole."""
    try:
        prepare(slots, frame.today)
        reading = read(frame, slots)
    except Unclear:
        return None
    return reading if reading is not None and reading.answers and not reading.leftovers else None


def _buyers(frame: Frame, reading: Reading, metric: Metric) -> Reading | None:
    """how many customers placed orders over 200 in 2026: those behind the orders that were counted."""
    people = people_of(metric.model_copy(update={"measures": ["buyers"]}))
    if people is None or not people.compact() or metric.together or metric.after or metric.having:
        return None
    call = Call("size_audience", {"audience": people.compact()})
    counted = frame.reading("audience", audience=people, calls=[call], notes=reading.notes)
    counted.account = reading.account
    return counted


_OF_DEEDS = {
    "orders": "buy", "units": "buy", "sends": "receive", "opens": "open", "clicks": "click",
    "unsubscribes": "unsubscribe",
}  # fmt: skip
"""Figures of what was done, which count no people, and the deed."""


def _as_deed(span: Span, measure: str) -> Span:
    """placed orders, sent: what somebody did."""
    counted = any(sense.kind == "measure" and sense.value == measure for sense in span.senses)
    return replace(span, senses=(Sense("verb", _OF_DEEDS[measure]),)) if counted and not span.has("people") else span


def _asks_heads(frame: Frame) -> bool:
    """how many people, how many customers, 多少人 – and no amount beside."""
    if frame.has("how_much", "average", "sum", "median", "share"):
        return False
    for index, span in enumerate(frame.spans):
        if span.has("how_many"):
            beside = frame.spans[index + 1] if index + 1 < len(frame.spans) else None
            if span.text.endswith(("人", "客户", "用户", "顾客")) or (beside is not None and beside.has("people")):
                return True
    return False


def _apart(span: Span) -> Span:
    """买家 人数, 可发邮件 人数: parted by a space, who they are and that they are counted."""
    who = next((sense for word, sense in _WHO.items() if span.text.startswith(word)), None)
    parted = span.has("measure") and len(span.text.split()) > 1 and span.text.endswith(("人数", "客户数", "数"))
    return replace(span, senses=(who,)) if who is not None and parted else span


_WHO = {
    "买家": Sense("agent", "buy"), "可发邮件": Sense("contact", "email"), "能发邮件": Sense("contact", "email"),
    "可发短信": Sense("contact", "sms"), "能发短信": Sense("contact", "sms"),
}  # fmt: skip


def _counts(slots: Slots, index: int) -> bool:
    """人数, 客户数: how many people, said as a noun."""
    measures = {sense.value for sense in slots[index].senses if sense.kind == "measure"}
    return slots.chinese(index) and measures == {"customers"} and not slots.has(index, "field")
