"""Follow-ups that narrow figures, or set the last two against each other, without another figure or split."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.comparisons.comparison_words import in_time_order
from assistant.planner.grammar.editing.merging import changed_metric
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Bought, Condition, Metric
from tools.periods import step

_KINDS = ("new", "first_time", "returning", "repeat")
_LED = ("for", "from", "of")
_COUNTS = ("buyers", "customers", "new_buyers", "returning_buyers", "repeat_buyers", "signups", "repeat_rate")


def only_such_people(slots: Slots, before: Metric) -> None:
    """and for returning customers only, after revenue: whose revenue it is, and no count of them."""
    if set(before.measures) & set(_COUNTS):
        return
    only = slots.find("only", "only_cue", free=False) is not None or _no_more_said(slots)
    for index in range(len(slots)):
        led = slots.has(slots.before(index), "for", "place") or slots[index - 1].text.casefold() in (
            "for",
            "from",
            "of",
        )
        if only and slots.value(index, "measure") == "buyers" and slots.has(slots.before(index), "group"):
            slots.retag(index, Sense("people"))  # 只要中国买家的
        elif slots.value(index, "agent") in _KINDS and (
            only or index == 0 or led or slots.has(index - 1, "same", "and")
        ):
            said = str(slots.value(index, "agent"))
            kind = None if slots.chinese(index) else _kind_of_those_days(said, before)
            kept = [s for s in slots[index].senses if s.kind not in ("measure", "value")]
            if kind is not None and slots.find("period", free=False) is None:
                kept = [Sense("condition", kind)]
            slots.retag(index, *kept)


def _kind_of_those_days(kind: str, before: Metric) -> Condition | None:
    """Who was new in the days of the figures, or bought again in them."""
    if before.period is None:
        return None
    if kind in ("new", "first_time"):
        return Attribute(field="first_order_date", op="during", period=before.period)
    return Bought(period=before.period, value=2) if kind == "repeat" else None


def without_other_kind(before: Metric, now: Audience) -> Audience | None:
    """returning ones, after those of new customers: instead of them."""
    people = before.audience
    if people is None:
        return None

    def kinds(condition: Condition) -> bool:
        new = isinstance(condition, Attribute) and condition.field == "first_order_date"
        again = isinstance(condition, Bought) and condition == Bought(period=condition.period, value=2)
        return new or again

    if not any(kinds(c) for c in now.all):
        return people
    return people.model_copy(update={"all": [c for c in people.all if not kinds(c)]})


def _no_more_said(slots: Slots) -> bool:
    """老客呢, 新客带来的呢: nothing but such people, and that the same is asked of them."""
    told = [i for i in range(len(slots)) if not slots.has(i, "same", "filler", "break", "instead", "pronoun_that")]
    such = [i for i in told if slots.value(i, "agent") in _KINDS]
    return len(such) == len(told) == 1 and slots.find("same") is not None and slots.chinese(such[0])


def keep_split(slots: Slots, figures: Figures, before: Metric) -> None:
    """只看护肤和彩妆, of the ten best products: those rows, and not the two kinds as rows."""
    only = slots.find("only", "only_cue", free=False) is not None
    named = {one.field for one in figures.where if len(one.values) > 1}
    known = {one.field for one in before.where}
    ranked = before.limit is not None and named <= known and not frame_splits(slots)
    if (only or ranked) and before.dimensions and figures.dimensions and set(figures.dimensions) <= named:
        figures.dimensions = []


def frame_splits(slots: Slots) -> bool:
    """Whether the message asks for rows: versus, by, each."""
    return slots.find("by", "versus", "respectively", "each_row", free=False) is not None


def last_two(frame: Frame, before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """今年…, 去年呢, 差多少: the two that were asked about."""
    asked = changes.get("compare") == "previous_period" and not frame.has("period", "compare")
    past = frame.state.trail[-1].metric if frame.state.trail else None
    if not asked or past is None or past.period is None or before.period is None or before.compare_period:
        return {}
    if past.period == before.period or past.model_copy(update={"period": before.period}) != before:
        return {}
    if any(bounds(period, frame.today)[0] is None for period in (past.period, before.period)):
        return {}
    sort = changes.get("sort")
    by_change = {"sort": {"by": "change", "descending": sort["descending"]}} if sort else {}  # 哪个渠道掉得最多
    return {"period": before.period, "compare": None, "compare_period": past.period, **by_change}


def whole_unit(metric: Metric, today: date) -> Metric:
    """just September, of monthly figures: one month is no course of months."""
    unit = metric.dimensions[0] if len(metric.dimensions) == 1 else ""
    start, end = bounds(metric.period, today) if metric.period is not None else (None, None)
    if unit not in _UNITS or start is None or end is None or end != step("day", step(unit, start, 1), -1):  # type: ignore[arg-type]
        return metric
    return changed_metric(metric, {"dimensions": []})


_UNITS = ("day", "week", "month", "quarter", "year")
_CHANGE_WORDS = (
    "difference", "how_much", "how_many", "filler", "anaphor", "which", "share", "break", "and", "same",
)  # fmt: skip


def change_of_shown(frame: Frame) -> Reading | None:
    """percent change, how much did it change: of the figures that are shown, or of the last two."""
    before = frame.state.metric
    asked = any(span.has("difference") for span in frame.spans)
    if any(span.has("top", "bottom") for span in frame.spans):
        return None  # 哪个涨最多: one of the rows
    if frame.state.figures != "metric" or before is None or not asked:
        return None
    if (gap := _two_rows(frame, before)) is not None:
        return gap
    if not all(span.has(*_CHANGE_WORDS) and not span.has("period", "value", "agent") for span in frame.spans):
        return None
    if not before.compare and not before.compare_period:
        both = last_two(frame, before, {"compare": "previous_period"})
        if not both:
            return None
        before = in_time_order(changed_metric(before, both), frame.today)
    reading = frame.reading("metric", metric=before, calls=[Call("measure", {"metric": before.compact()})])
    reading.account = [(span.text, "the change of what is shown") for span in frame.spans]
    return reading


def _two_rows(frame: Frame, before: Metric) -> Reading | None:
    """高多少, 差多少, after two groups side by side: the gap between the two, which are shown once more."""
    light = ("difference", "how_much", "how_many", "filler", "break", "anaphor", "and", "same")
    alone = all(span.has(*light) and not span.has("period", "value", "share") for span in frame.spans)
    split = before.dimensions[0] if len(before.dimensions) == 1 else ""
    plain = not before.compare and not before.compare_period and before.part is None
    if not (alone and plain and split) or split in _UNITS or len(frame.state.rows) != 2:
        return None
    note = frame.say("Both once more: the gap is between the two rows.", "两行再列一次：差额就是这两行之间的差。")
    calls = [Call("measure", {"metric": before.compact()})]
    return frame.reading("metric", metric=before, calls=calls, notes=[note])
