"""Campaigns by the day they were sent: the first one of 2026, our last three e-mails, 今年最早的两场短信活动."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.intents.campaigns.facts.facts import read_campaign_figures
from assistant.planner.intents.questions.composed import asked, count_said
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.reading import Call, Reading
from tools.definitions import Metric, Sort
from tools.number_words import WORDS

_EARLY = ("first", "earliest", "oldest", "第一", "最早", "最初", "头")
_MESSAGE = r"(?:e-?mail|sms|text|push|wechat)"
_EN = re.compile(
    r"^(?:(?:what|which) (?:was|were|is|are) |show (?:me )?|list )?(?:the |our )?(?:very )?"
    rf"(?P<end>first|earliest|oldest|last|latest|newest|most recent) (?:(?P<count>\d+|{'|'.join(WORDS)}) )?"
    rf"(?P<what>(?:{_MESSAGE} )?campaigns?|(?:e-?mail|sms|text|push|wechat)s?)"
    r"(?: (?:that )?we (?:ran|sent|did)| sent)?(?P<rest> (?:of|in|during|to|before|after|since)\b.*)$",
    re.IGNORECASE,
)
_ZH = re.compile(
    r"^(?P<rest>.*?)(?:的)?(?P<end>第一|最早|最初|最近|最后|最新|头)(?:的)?(?P<count>[一二两三四五六七八九十\d]+)?(?:场|次|个|封|条|波)(?:的)?"
    r"(?P<what>(?:邮件|短信|推送|微信)?(?:营销)?活动|邮件|短信|推送)(?:是哪[个场次封条]|是什么|有哪些|是)?$"
)
_CAMPAIGNS = re.compile(r" ?campaigns?$|(?<!sm)s$", re.IGNORECASE)


def read_in_order(frame: Frame) -> Reading | None:
    """The rows of the earliest or latest campaigns of a time, a channel or some people; None where no order is said."""
    said = asked(frame)
    found = _EN.match(said) or _ZH.match(said)
    if found is None or frame.state.last:
        return None
    rest = found["rest"].strip()
    if not rest:
        return None  # the last campaign of all is known by its name
    chinese = found.re is _ZH
    channel = _CAMPAIGNS.sub("", found["what"])
    told = frame.retold(f"{rest}的{found['what']}" if chinese else f"{channel} campaigns {rest}".strip())
    metric = _of_messages(read_question(told)) or _of_messages(read_campaign_figures(told))
    if metric is None:
        return None
    several = not chinese and found["what"].endswith("s") and not found["count"]
    first = found["end"].casefold() in _EARLY
    changed = {
        "dimensions": ["campaign", "campaign_date"],
        "sort": Sort(by="campaign_date", descending=not first),
        "limit": None if several else count_said(found["count"] or "1") or 1,
    }
    made = metric.model_copy(update=changed)
    reading = frame.reading("metric", metric=made, calls=[Call("measure", {"metric": made.compact()})])
    reading.account = [(said, "campaigns in order")]
    return reading


def _of_messages(reading: Reading | None) -> Metric | None:
    """Figures of messages that were read whole, of nothing but when, where and whom."""
    if reading is None or not reading.answers or len(reading.calls) != 1 or reading.metric is None:
        return None
    metric = reading.metric
    plain = not (metric.after or metric.part or metric.compare or metric.share or metric.having)
    fields = {one.field for one in metric.where}
    return metric if plain and set(metric.measures) <= EVENT_MEASURES and fields <= {"campaign_channel"} else None
