"""Campaigns that were sent, in the order of sending: a list whose rows can be pointed at afterwards."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.wishes import light
from assistant.planner.reading import Call, Reading
from tools.definitions import Filter, Having, Metric, Period, Sort

_IN_ORDER = (
    "in order of sending", "in the order of sending", "in order", "by date", "by sending date", "by send date",
    "chronologically", "in chronological order", "in the order they were sent", "in the order we sent them",
    "oldest first",
    "按发送顺序", "按发送时间", "按时间顺序", "按时间", "按顺序", "按日期", "依次", "按先后",
)  # fmt: skip
_LISTED = ("list the campaigns", "list our campaigns", "list campaigns", "list all campaigns", "show the campaigns",
           "show me the campaigns", "which campaigns did we send", "which campaigns went out", "all campaigns",
           "发了哪些活动", "发过哪些活动", "有哪些活动", "列出", "做过哪些活动", "的活动列")  # fmt: skip
_OTHER = (
    "people", "agent", "customer_id", "value", "values", "top", "bottom", "how_many", "who", "products", "number",
)  # fmt: skip
_NUMBERS = ("open", "click", "revenue", "打开", "点击", "收入", "销售", "rate", "率", "plan", "计划", "策划")


def read_campaign_list(frame: Frame) -> Reading | None:
    """list the campaigns of 2026 in order of sending, 2026年发了哪些活动."""
    text = frame.text.normal
    if ("campaign" not in text and "活动" not in text) or "campaign" not in frame.vocabulary.dictionary.fields:
        return None
    if not any(word in text for word in _LISTED) or any(word in text for word in _NUMBERS):
        return None
    if frame.has(*_OTHER):
        return None
    periods = [span.value("period") for span in frame.spans if span.has("period")]
    known = any(phrase in text for phrase in _IN_ORDER) or frame.language == "zh"
    if len(periods) > 1 or not known:
        return None
    period: Period | None = periods[0] if periods else None
    metric = Metric(
        measures=["sends"], dimensions=["day", "campaign"], period=period,
        having=[Having(measure="sends", op="gt", value=0)], sort=Sort(by="day", descending=False),
    )  # fmt: skip
    return _measured(frame, metric)


def read_listed_campaign(frame: Frame) -> Reading | None:
    """open rate of the third one: figures of one campaign of the list, over all its days."""
    before = frame.state.metric
    if frame.state.last != "metric" or before is None or before.dimensions != ["day", "campaign"]:
        return None
    named = [v for span in frame.spans if (v := span.value("value") or span.value("values")) and v[0] == "campaign"]
    measures = [str(m) for span in frame.spans if (m := span.value("measure")) in _OF_CAMPAIGNS]
    plain = all(light(span, "value", "values", "measure", "field", "row", "share", "how_much") for span in frame.spans)
    if len(named) != 1 or not measures or not plain:
        return None
    values = list(named[0][1]) if isinstance(named[0][1], tuple) else [named[0][1]]
    return _measured(frame, Metric(measures=measures[:4], where=[Filter(field="campaign", values=values)]))


_OF_CAMPAIGNS = (
    "sends", "opens", "clicks", "unsubscribes", "open_rate", "click_rate", "click_to_open_rate", "unsubscribe_rate",
)  # fmt: skip


def _measured(frame: Frame, metric: Metric) -> Reading:
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
