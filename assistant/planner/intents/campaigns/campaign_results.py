"""What a campaign did against its holdout: the lift of Autumn Letter, 上次活动带来多少增量收入."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.readers.calendar import bounds
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from assistant.planner.spoken_of import things
from tools.definitions import Period

_CUES = ("lift", "uplift", "incremental", "incrementality", "提升", "增量", "causal", "extra", "additional")
_LIGHT = (
    "filler", "break", "quality_cue", "performance", "versus", "how_many", "how_much", "mail_noun", "copy_channel",
    "contact_noun", "holdout_word", "lift_word", "brought_in", "place", "and", "put_word", "unready", "subject",
    "last_campaign", "latest", "last_one", "thing", "anaphor", "greeting", "thanks", "product_cue", "with", "for",
    "what", "which", "alike_with", "respectively", "difference", "base_word", "level_word", "same",
)  # fmt: skip
_WORKED = re.compile(r"有没有(?:效果|用|效)|是否有效|有效果?吗|管用吗|管不管用")
"""Whether it did anything, which only those held back can tell."""
_CHANNELS = ("email", "sms", "push", "wechat")


def read_campaign_results(frame: Frame) -> Reading | None:
    """A question for a campaign's own effect; None where no campaign is named or more is said than that."""
    if (again := _of_another(frame) or _otherwise(frame)) is not None:
        return again
    rated = any(span.value("measure") == "conversion_rate" for span in frame.spans) and not frame.has("lift_word")
    if rated or not _asks_effect(frame) or frame.has("test_cue", "percent", "model_word", "customer_id", "list", "top"):
        return None
    name = _named(frame)
    if name is None:
        return None
    by, days = split_said(frame), days_said(frame)
    rest = [span for span in frame.spans if not _said(span, bool(by)) and not _year_of(span, name)]
    if rest:
        return None
    args: dict[str, Any] = {"campaign": name}
    outcome = outcome_said(frame)
    args |= {"outcome": outcome} if outcome else {}
    args |= {"by": by} if by else {}
    args |= {"horizon_days": days} if days else {}
    return frame.reading("campaign_results", calls=[Call("campaign_results", args)])


def _last(frame: Frame) -> dict[str, Any]:
    """The campaign whose effect was just told, with how it was counted."""
    state = frame.state
    told = state.last == "request" and state.request is not None and state.request[0] == "campaign_results"
    return dict(state.request[1]) if told and state.request is not None else {}


def _of_another(frame: Frame) -> Reading | None:
    """夏季特惠短信呢 今年的, and the summer sale?: the effect of another campaign."""
    before, name = _last(frame), _named(frame)
    year = ("period", "same", "and", "filler", "break", "value", "values", "mail_noun", "copy_channel")
    if not before or name is None or not frame.has("same", "and") or not all(s.has(*year) for s in frame.spans):
        return None
    call = Call("campaign_results", {**before, "campaign": name})
    return frame.reading("campaign_results", calls=[call])


def _otherwise(frame: Frame) -> Reading | None:
    """in revenue terms too, and within 14 days?: the effect just told, counted otherwise."""
    before, by = _last(frame), split_said(frame)
    beside = ("in_money", "add", "instead", "only_cue", "interjection")
    if not before or not all(_said(span, bool(by)) or span.has(*beside) for span in frame.spans):
        return None
    if frame.has("last_campaign", "latest", "last_one", "copy_channel", "list", "top", "people"):
        return None
    outcome = outcome_said(frame) or ("revenue" if frame.has("in_money") else "")
    told: dict[str, Any] = {"outcome": outcome, "by": by, "horizon_days": days_said(frame)}
    changed = {name: value for name, value in told.items() if value}
    if not changed or _named(frame) != before["campaign"]:
        return None
    return frame.reading("campaign_results", calls=[Call("campaign_results", {**before, **changed})])


def _asks_effect(frame: Frame) -> bool:
    cue = any(
        ((span.has("lift_word", "unready", "subject") or span.unknown) and span.text.casefold().startswith(_CUES))
        or span.value("unready") == "effect"
        for span in frame.spans
    )  # fmt: skip
    worked = frame.has("performance", "quality_cue") or any(span.text.casefold() == "did" for span in frame.spans)
    pointed = (
        frame.state.campaign is not None and any(span.value("thing") == "campaign" for span in frame.spans) and worked
    )
    apart = frame.has("holdout_word") and (worked or frame.has("versus", "respectively"))
    of_last = bool(_last(frame)) and frame.has("holdout_word", "difference")  # 哪组下单率高, 提升了多少
    asked = any(span.text in _HAD or span.has("how_many") for span in frame.spans)
    held = frame.has("holdout_word") and bool(_spoken_of(frame)) and asked
    return cue or pointed or apart or of_last or held or _WORKED.search(frame.text.normal) is not None


def _named(frame: Frame) -> str | None:
    """The campaign a message names, the last one sent, or the one just planned; None where it names none."""
    for span in frame.spans:
        found = [sense.value for sense in span.senses if sense.kind == "value" and sense.value[0] == "campaign"]
        if found:
            return str(found[-1][1])
        if (span.value("values") or ("",))[0] == "campaign":
            return _of_its_year(frame, span.value("values")[1])
    if frame.has("last_campaign") and frame.vocabulary.last_campaign:
        return str(frame.vocabulary.last_campaign[0])
    if frame.has("latest", "last_one"):
        channel = next((str(s.value("copy_channel")) for s in frame.spans if s.has("copy_channel")), "")
        if frame.has("mail_noun", "copy_channel"):
            return frame.vocabulary.campaigns.latest(frame.today, channel=channel if channel in _CHANNELS else "")
    if before := _last(frame):
        return str(before["campaign"])
    planned = frame.state.campaign is not None and frame.has("anaphor", "thing", "mail_noun")
    return frame.state.campaign_id or None if planned else _spoken_of(frame)


def _spoken_of(frame: Frame) -> str | None:
    """有对照组吗, uplift给我: the one campaign that the last figures are of."""
    told = ("metric", "audience", "list") if frame.has("holdout_word") else ("metric",)
    if frame.state.last not in told or (frame.language != "zh" and not frame.has("holdout_word")):
        return None
    named = [f.values for f in things(replace(frame.state, trail=[])) if f.field == "campaign" and f.op == "is"]
    return str(named[0][0]) if len(named) == 1 and len(named[0]) == 1 else None


_HAD = ("有", "有没有", "有无", "设了", "留了", "有设", "有留")


def _of_its_year(frame: Frame, names: tuple[str, ...]) -> str | None:
    """夏季特惠短信呢 今年的: of several campaigns of one name, that of the year."""
    starts = [bounds(s.value("period"), frame.today)[0] for s in frame.spans if s.has("period")]
    held = frame.vocabulary.campaigns.of_year(names, starts[0].year) if len(starts) == 1 and starts[0] else names
    return str(held[0]) if len(held) == 1 else None


def _said(span: Span, split: bool) -> bool:
    """Whether a span is accounted for."""
    campaign = any(
        sense.kind in ("value", "values") and sense.value[0] in ("campaign", "campaign_channel")
        for sense in span.senses
    )
    cue = span.text.casefold().startswith(_CUES)
    field = span.has("field") and (split or span.value("field") == "campaign")
    how = span.text.casefold() in ("how", "do", "doing", "go", "did", "怎么样", "如何")
    return campaign or cue or field or how or _window(span) > 0 or _measured(span) != "" or span.has(
        *_LIGHT, *(("by", "rank_by", "until_word") if split else ())
    )  # fmt: skip


def _year_of(span: Span, name: str) -> bool:
    """The year that the campaign's own name holds."""
    period = span.value("period")
    whole = isinstance(period, Period) and period.kind == "fixed" and period.start is not None
    return whole and span.text.strip("年") == str(period.start.year) and span.text.strip("年") in name


def split_said(frame: Frame) -> str:
    """by gender, 按城市: what it is split by."""
    for index, span in enumerate(frame.spans[:-1]):
        if span.has("by") and frame.spans[index + 1].has("field"):
            return str(frame.spans[index + 1].value("field"))
    return ""


def days_said(frame: Frame) -> int:
    """within 14 days: how long what people do is counted; 0 where it is not said."""
    return max((_window(span) for span in frame.spans), default=0)


def _window(span: Span) -> int:
    """within 14 days: days; 0 for anything else."""
    period = span.value("period")
    if not isinstance(period, Period) or period.kind != "rolling" or not period.count:
        return 0
    days = {"day": 1, "week": 7}.get(period.unit or "", 0) * period.count
    return days if days <= 365 else 0


def outcome_said(frame: Frame) -> str:
    """What success is counted in, where it is said."""
    return next((found for span in frame.spans if (found := _measured(span))), "")


def _measured(span: Span) -> str:
    """revenue, orders: what success is counted in."""
    text = span.text.casefold()
    if any(word in text for word in ("revenue", "sales", "spend", "收入", "销售额", "金额")):
        return "revenue"
    return "orders" if "orders" in text or "订单" in text else ""
