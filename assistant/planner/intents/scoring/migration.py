"""How customers moved between segments."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.references.subjects import finished, use
from assistant.planner.reading import Reading
from tools.definitions import Period

_MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1, "quarter": 3, "year": 12}
_SINCE = {
    ("last month", "上个月", "上月"): 1,
    ("last quarter", "上季度", "上个季度"): 3,
    ("last year", "去年"): 12,
}
"""since last month: from where they stood a month ago."""
_ASKED = (
    "migration", "segment_word", "how_much", "why", "trend", "difference", "by", "which", "how_many", "performance",
    "versus", "compare", "product_cue", "each_row", "distribution", "every",
)  # fmt: skip
_SIZES = ("size", "sizes", "人数", "规模", "大小", "headcount", "headcounts", "客户数")
_TELLING = ("migrat", "transition", "迁", "流转")
"""Parts of words that speak of people moving between segments."""


def read_migration(frame: Frame) -> Reading | None:
    """how did segments move since last month, 会员迁移, segment sizes over time, champions who became at risk."""
    if not frame.has("migration", "trend", "period") or frame.has("copy_verb", "meaning"):
        return None
    slots = frame.slots()
    segments = [i for i in range(len(slots)) if _segment(slots, i)]
    sizes = _sizes(frame, slots, segments)
    if not sizes and not (frame.has("migration") and _between_segments(frame, slots, segments)):
        return None
    for index in segments:
        slots.use(index, "segments")
    use(slots, "asked for", *_ASKED, *(("people", "measure", "field") if sizes else ()))
    args: dict[str, Any] = {"segmentation": "cluster" if any(_cluster(slots, i) for i in segments) else "rfm"}
    args |= {"view": "sizes"} if sizes else {}
    args |= window(slots)
    reading = finished(frame, slots, "migration", "segment_migration", args)
    named = [str(v) for i in segments for v in (slots.value(i, "group").values if slots.has(i, "group") else ())]
    reading.focus = {"segments": named} if named else {}
    return reading


def window(slots: Slots) -> dict[str, Any]:
    """The argument that says since when: months for whole months back, else the period itself."""
    for index in slots.all("period", "duration", "ago"):
        slots.use(index, "since when")
        if not slots.has(index, "period"):
            count, unit = (slots.value(index, "duration") or slots.value(index, "ago"))[:2]
            return {"months": max(1, round(count * _MONTHS[unit]))}
        period: Period = slots.value(index, "period")
        said = slots[index].text.casefold()
        since = next((months for words, months in _SINCE.items() if any(word in said for word in words)), 0)
        if period.kind == "fixed" and period.end is None and since:
            return {"months": since}
        if period.kind == "rolling" and period.unit in ("month", "quarter", "year") and period.count:
            return {"months": round(period.count * _MONTHS[period.unit])}
        return {"period": period.compact()}
    return {}


def _sizes(frame: Frame, slots: Slots, segments: list[int]) -> bool:
    """segment sizes over time: every segment, month by month, and no figure but their customers."""
    every = [i for i in segments if not slots.has(i, "group", "agent")]
    sized = any(span.text.casefold() in _SIZES for span in frame.spans)
    course = frame.has("trend") and (sized or not frame.has("migration"))
    rolling = sized and any(getattr(slots.value(i, "period"), "kind", "") == "rolling" for i in range(len(slots)))
    return bool(every) and (course or rolling) and not frame.has("share") and not _measured(slots)


def _measured(slots: Slots) -> bool:
    """Whether a figure other than the number of customers is named."""
    return any(s.kind == "measure" and s.value != "customers" for item in slots.items for s in item.senses)


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
    if frame.has("customer_id") or (_measured(slots) and not any("迁" in word for word in moving)):
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
