"""Campaigns that were sent, in the order of sending: a list whose rows can be pointed at afterwards."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.wishes import light, words
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Audience, Engaged, Filter, Having, Metric, Period, Sort

_OTHER = (
    "people", "agent", "customer_id", "top", "bottom", "how_many", "who", "products", "number", "not", "measure",
    "best_selling", "worst_selling", "saved",
)  # fmt: skip
_ASKED_ZH = re.compile(
    r"(?:哪些|哪几[场次个]|什么)(?:邮件|短信|推送|微信|push)?(?:营销|推广)?活动(?:呢|啊)?$|活动(?:都|分别|一共)?(?:有|是)(?:哪些|哪几[场次个]|什么|啥)"
    r"|^(?:列|看|拉|查)(?:一下|下|出)?.{0,12}(?:邮件|短信|推送|微信)(?:营销)?活动(?:列表|清单)?$"
)
"""去年发了哪些邮件活动, 短信活动都有哪些: which campaigns there were."""
_PLANNED = ("规划", "策划", "计划", "planned")
"""Campaigns that may not have been sent are listed elsewhere."""


def read_campaign_list(frame: Frame) -> Reading | None:
    """list the campaigns of 2026 in order of sending, 2026年发了哪些活动."""
    text = frame.text.normal
    if ("campaign" not in text and "活动" not in text) or "campaign" not in frame.vocabulary.dictionary.fields:
        return None
    listed = any(word in text for word in words("campaigns_listed")) or _ASKED_ZH.search(text.strip(" ?？。"))
    planned = any(word in text for word in _PLANNED)
    if not listed or planned or any(word in text for word in words("campaign_figures")):
        return None
    named = [span for span in frame.spans if span.has("value", "values")]
    channels = [_channel(span) for span in named]
    if frame.has(*_OTHER) or None in channels or len(channels) > 1:
        return None
    periods = [span.value("period") for span in frame.spans if span.has("period")]
    known = any(phrase in text for phrase in words("in_order")) or frame.language == "zh"
    if len(periods) > 1 or not known:
        return None
    period: Period | None = periods[0] if periods else None
    metric = Metric(
        measures=["sends"], dimensions=["day", "campaign"], period=period,
        where=[Filter(field="campaign_channel", values=channels)] if channels else [],
        having=[Having(measure="sends", op="gt", value=0)], sort=Sort(by="day", descending=False),
    )  # fmt: skip
    return _measured(frame, metric)


def _channel(span: Span) -> str | None:
    """短信活动: the channel they went out by."""
    told = [sense.value for sense in span.senses if sense.kind == "value"]
    return next((str(value) for field, value in told if field == "campaign_channel"), None)


def read_listed_campaign(frame: Frame) -> Reading | None:
    """open rate of the third one, and its open rate?: figures of one campaign of the list, or of that spoken of."""
    state = frame.state
    named = [v for span in frame.spans if (v := span.value("value") or span.value("values")) and v[0] == "campaign"]
    measures = [str(m) for span in frame.spans if (m := span.value("measure")) in _OF_CAMPAIGNS]
    plain = all(light(span, "value", "values", "measure", "field", "row", "share", "how_much") for span in frame.spans)
    if not measures or not plain or len(named) > 1 or frame.has("not"):
        return None
    if named and state.last == "metric" and state.metric is not None and state.metric.dimensions == ["day", "campaign"]:
        values = list(named[0][1]) if isinstance(named[0][1], tuple) else [named[0][1]]
    elif not named and state.last in ("audience", "list") and (one := _engaged_with(state.audience)):
        values = [one]
    else:
        return None
    return _measured(frame, Metric(measures=measures[:4], where=[Filter(field="campaign", values=values)]))


def _engaged_with(audience: Audience | None) -> str | None:
    """The one campaign that all conditions on messages are about: who clicked it, and its open rate?"""
    engaged = [c for c in (audience.all if audience is not None else []) if isinstance(c, Engaged)]
    named = {str(v) for c in engaged for f in c.where if f.field == "campaign" and f.op == "is" for v in f.values}
    return named.pop() if len(named) == 1 and len(engaged) == len(audience.all if audience else []) else None


_OF_CAMPAIGNS = (
    "sends", "opens", "clicks", "unsubscribes", "open_rate", "click_rate", "click_to_open_rate", "unsubscribe_rate",
)  # fmt: skip


def _measured(frame: Frame, metric: Metric) -> Reading:
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
