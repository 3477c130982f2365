"""Of a month's new customers, who bought in the nth month after: 3月首购那批人次月又下单的比例, 第三个月还留几成."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.rows.cohort_months import LISTED, ROWS, cohort_rows
from assistant.planner.grammar.rows.cohorts import RETENTION
from assistant.planner.grammar.rows.dimensions import dimension_at, said_as_split
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.months_on import up_to_month
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.wording.phrases import settle_phrases
from assistant.planner.intents.questions.notes import said_about
from assistant.planner.leftovers import account, leftovers, typo_notes
from assistant.planner.readers.numerals import chinese_numeral
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from assistant.planner.text import normalise
from tools.definitions import Attribute, Audience, Filter, Metric, Part

_KEPT = r"(?:留存率?|复购率?|回购率?)?"
_NEXT = re.compile(rf"(?:在|的)?(?:次月|隔月|下一?个?月|后一?个月){_KEPT}")
_NTH = re.compile(rf"(?:在|的)?第([一二三四五六七八九十\d]+)个?月{_KEPT}")
_AFTER = re.compile(r"(?:在)?([一二两三四五六七八九十\d]+)个月(?:后|之后|以后)")
_REACH = 5
_ASKS = (
    "share",
    "how_many",
    "still_word",
    "after_word",
    "after_cue",
    "that_period",
    "list",
    "which",
    "product_fact",
    "difference",
)
_BACK = ("buy", "rebuy", "spend")
_SAYS = ("cohort_retention", "repeat_rate", "buyers", "repeat_buyers")


def read_later_month(frame: Frame) -> Reading | None:
    """The share of a cohort that bought in one month after that of the first order, counted from 0."""
    field = "months_since_first_order"
    found = _offset(frame.spans)
    asked = frame.has("share", "how_many", "measure") or any(_measures(span) & {*_SAYS} for span in frame.spans)
    if found is None or not asked or field not in frame.vocabulary.dictionary.fields:
        return None
    months, start, end = found
    rest = [*frame.spans[:start], *_without_days(frame.spans[end:])]
    several = False
    while (again := _offset(rest)) is not None:
        several, rest = True, [*rest[: again[1]], *_without_days(rest[again[2] :])]
    slots = frame.slots_of(rest)
    for index in slots.all("agent"):  # who is followed, and not their number
        slots.retag(index, *(sense for sense in slots[index].senses if sense.kind != "measure"))
    try:
        settle_phrases(slots, frame.today)
        cohort = next((i for i in range(len(slots)) if _cohort(slots, i)), None)
        if cohort is None:
            return None
        rows = cohort_rows(slots) or _rows_said(slots)
        _use_asking(slots, cohort)
        people = read_people(slots, frame.today)
    except Unclear:
        return None
    if leftovers(slots) or not _of_first_orders(people.audience):
        return None
    part = Part(where=[Filter(field=field, values=[months])])
    metric = Metric(measures=["buyers"], dimensions=rows, audience=people.audience, part=part)
    if several:  # 次月、第三个月留存各多少
        metric = Metric(measures=[RETENTION], dimensions=["first_order_month", field], audience=people.audience)
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
    told = frame.say("The month of the first order is month 0.", "首购当月算第 0 个月。")
    reading.notes = [*typo_notes(frame), *said_about(frame, people), told]
    account(slots, reading)
    return reading


def _offset(spans: list[Span]) -> tuple[int, int, int] | None:
    """Which month after is meant, and where it is said."""
    for start in range(len(spans)):
        for end in range(min(len(spans), start + _REACH), start, -1):
            said = re.sub(r"\s", "", "".join(span.text for span in spans[start:end]))
            if _NEXT.fullmatch(said):
                return 1, start, end
            led = "".join(span.text for span in spans[max(0, start - 1) : end])
            if up_to_month(led) is not None and not (led.startswith("到第") and _still_there(spans[end:])):
                return None  # 看到第6个月: every month up to that
            if counted := _NTH.fullmatch(said) or _AFTER.fullmatch(said):
                start -= start > 0 and spans[start - 1].text == "到"
                number = _number(counted[1])
                return (number, start, end) if number else None
    return None


def _still_there(behind: list[Span]) -> bool:
    """到第三个月还剩几成: those who are left in that month."""
    return bool(behind) and behind[0].text.startswith(("还", "仍", "依然", "时"))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    found = chinese_numeral(normalise(text).tokens, 0)
    return int(found[1]) if found else 0


def _without_days(spans: list[Span]) -> list[Span]:
    """次月（4月）: the month by its name says nothing more."""
    if len(spans) > 2 and spans[0].text in "(（" and spans[1].has("period") and spans[2].text in ")）":
        return spans[3:]
    return spans


def _measures(span: Span) -> set[str]:
    return {str(sense.value) for sense in span.senses if sense.kind == "measure"}


def _cohort(slots: Slots, index: int) -> bool:
    new = slots.value(index, "agent") in ("new", "first_time") or slots.value(index, "field") == "first_order_date"
    return new or getattr(slots.value(index, "condition"), "field", "") == "first_order_date"


def _rows_said(slots: Slots) -> list[str]:
    """按首单月份: a split that is said."""
    fields = slots.vocabulary.dictionary.fields
    said = [str(slots.value(i, "field")) for i in slots.all("field")]
    said += [ROWS.get(dimension_at(slots, i) or "", "") for i in slots.all("field") if said_as_split(slots[i].text)]
    each = slots.find("respectively", "every", "each_row", free=False) is not None
    listed = each or any(slots.has(i, "period") and LISTED.search(slots[i].text) for i in range(len(slots)))
    said += ["first_order_month"] if listed else []
    return [name for name in said if name in ROWS.values() and name in fields][:1]


def _use_asking(slots: Slots, cohort: int) -> None:
    """What asks how many of them came back says nothing more about who they are."""
    for index in range(len(slots)):
        named = {str(sense.value) for sense in slots[index].senses if sense.kind == "measure"}
        came = index > cohort and (slots.value(index, "verb") in _BACK or slots.value(index, "agent") == "active")
        unit = dimension_at(slots, index) in ROWS and said_as_split(slots[index].text)
        splits = (unit or slots.value(index, "field") in ROWS.values()) and not slots.has(index, "condition")
        asks = slots.has(index, *_ASKS) and not slots.has(index, "group", "condition", "period")
        again = index != cohort and _cohort(slots, index) and slots.has(index, "agent")
        if index != cohort and (
            again or came or splits or asks or named & {*_SAYS} or slots.has(index, "by", "respectively")
        ):
            slots.use(index, "in the month after")


def _of_first_orders(audience: Audience) -> bool:
    return any(isinstance(one, Attribute) and one.field == "first_order_date" for one in audience.all)
