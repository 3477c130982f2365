"""How customers moved between segments."""

from __future__ import annotations

from datetime import date
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.subjects import finished, use
from assistant.planner.readers.calendar import bounds
from assistant.planner.reading import Reading
from tools.definitions import Period

DAYS_A_MONTH = 30.4
_MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1, "quarter": 3, "year": 12}
_SINCE = {
    ("last month", "上个月", "上月"): 1,
    ("last quarter", "上季度", "上个季度"): 3,
    ("last year", "去年"): 12,
}
"""since last month: from where they stood a month ago."""
_ASKED = (
    "migration", "segment_word", "how_much", "why", "trend", "difference", "by", "which", "how_many", "performance",
    "versus", "compare",
)  # fmt: skip
_TELLING = ("migrat", "transition", "迁", "流转")
"""Parts of words that speak of people moving between segments."""


def read_migration(frame: Frame) -> Reading | None:
    """how did segments move since last month, 会员迁移, how many champions became at risk this quarter."""
    if not frame.has("migration") or frame.has("copy_verb", "by", "meaning"):
        return None
    slots = frame.slots()
    segments = [i for i in range(len(slots)) if _segment(slots, i)]
    if not _between_segments(frame, slots, segments):
        return None
    for index in segments:
        slots.use(index, "segments")
    use(slots, "asked for", *_ASKED)
    args: dict[str, Any] = {"segmentation": "cluster" if any(_cluster(slots, i) for i in segments) else "rfm"}
    for index in slots.all("period", "duration"):
        months = _months(slots, index, frame.today)
        if months:
            args["months"] = months
            slots.use(index, f"months: {months}")
    reading = finished(frame, slots, "migration", "segment_migration", args)
    named = [str(v) for i in segments for v in (slots.value(i, "group").values if slots.has(i, "group") else ())]
    reading.focus = {"segments": named} if named else {}
    return reading


def _segment(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    if group is not None:
        return bool(group.field in ("rfm_segment", "cluster") and not group.absent)
    said = slots[index].text.casefold()
    if slots.has(index, "segment_word") and any(word in said for word in ("分", "segment", "rfm")):
        return True
    named = {s.value for s in slots[index].senses if s.kind in ("field", "absent_field")}
    return bool(named & {"rfm_segment", "cluster"}) or slots.value(index, "agent") == "lapsed"


def _cluster(slots: Slots, index: int) -> bool:
    named = (slots.value(index, "field"), slots.value(index, "absent_field"))
    return "cluster" in named or getattr(slots.value(index, "group"), "field", "") == "cluster"


def _between_segments(frame: Frame, slots: Slots, segments: list[int]) -> bool:
    """Segments that move, rather than figures that change or one segment's customers over time."""
    moving = [slots[i].text.casefold() for i in slots.all("migration")]
    if any("迁" in word and len(word) > 2 for word in moving):
        return True
    if frame.has("customer_id") or (frame.has("measure") and not any("迁" in word for word in moving)):
        return False
    valued = [i for i in segments if slots.has(i, "group")]
    if len(segments) > 1 and valued:
        return True
    if any(not slots.has(i, "group", "agent") for i in segments):
        return True
    if any(part in word for word in moving for part in ("segment", "分层", "分群")):
        return True
    telling = any(part in word for word in moving for part in _TELLING)
    return telling and (bool(valued) or frame.has("segment_word", "people"))


def _months(slots: Slots, index: int, today: date) -> int:
    """How many months back a period reaches: since last month 1, over the last 3 months 3, since January …"""
    if not slots.has(index, "period"):
        count, unit = slots.value(index, "duration")
        return max(1, round(count * _MONTHS[unit]))
    period: Period = slots.value(index, "period")
    if period.kind == "rolling" and period.unit and period.count:
        return max(1, round(period.count * _MONTHS[period.unit]))
    if period.kind == "calendar" and period.unit:
        return max(1, round(max(1, -period.offset) * _MONTHS[period.unit]))
    said = slots[index].text.casefold()
    for words, months in _SINCE.items():
        if any(word in said for word in words):
            return months
    start, _ = bounds(period, today)
    return max(1, int((today - start).days / DAYS_A_MONTH)) if start else 0
