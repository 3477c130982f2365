"""how many of those bought within a week, 其中有多少人一周内下单了, after an open rate: of those who opened."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.attribution import WINDOW
from assistant.planner.intents.questions.composed import count_said
from assistant.planner.readers.calendar import UNIT_DAYS
from assistant.planner.reading import Call, Reading
from tools.definitions import After, Audience, Bought, Engaged, Metric

_EVENTS = {
    "open_rate": "open", "opens": "open", "click_rate": "click", "clicks": "click", "click_to_open_rate": "click",
    "sends": "sent",
}  # fmt: skip
_DOERS = {"openers": "open", "clickers": "click", "recipients": "sent"}
_UNITS_ZH = {"天": "day", "日": "day", "周": "week", "星期": "week", "个月": "month"}
_WINDOW = (
    r"(?:within|in) (?:the )?(?:next |following |first )?(?P<n>\d+|an?|one|two|three|four|five|ten)? ?"
    r"(?P<u>day|week|month)s?"
)
_EN = re.compile(
    r"(?:and |so |ok |then |but )*(?:how many )?(?:people |customers )?(?:of|among|from) "
    r"(?P<who>those|them|these|the openers|the clickers|the recipients)"
    r"(?: people| customers| who (?:opened|clicked))?,? (?:how many )?"
    r"(?:then |also |actually |went on to |have |ended up )*"
    r"(?:bought|buy|buying|ordered|order|purchased|purchase|placed an order|made a purchase)(?: something| anything)?"
    rf"(?: {_WINDOW}(?: of (?:it|that|opening|clicking|this)| after(?:wards)?)?)?[?.! ]*"
)
_WINDOW_ZH = r"(?P<n>\d+|[一二三四五六七八九十两])个?(?P<u>天|日|周|星期|个月)(?:之内|以内|内)"
_HOW_MANY = "(?:多少人?|几个人?|多少客户|人数)"
_ZH = re.compile(
    r"(?:那么?|然后)?(?:其中|里面|当中|这些人(?:里|中|里面)?|他们(?:里|中|当中|里面)?|这里面)[,，]?"
    rf"(?:有)?{_HOW_MANY}?(?:是|在)?(?:{_WINDOW_ZH})?(?:又|还|就|有)?"
    rf"(?:下单|购买|买|下过单|成交)(?:过|了|东西)*(?:的)?(?:有|是)?{_HOW_MANY}?[?？。 ]*"
)


def read_bought_after(frame: Frame) -> Reading | None:
    """Who of those that the last figure counts bought so soon after; by campaign, how many of each."""
    state, metric = frame.state, frame.state.metric
    if state.last != "metric" or metric is None or len(metric.measures) != 1 or metric.measures[0] not in _EVENTS:
        return None
    found = (_ZH if frame.language == "zh" else _EN).fullmatch(frame.text.normal.strip())
    if found is None or any(f.field not in ("campaign", "campaign_channel") for f in metric.where):
        return None
    who = (found.groupdict().get("who") or "").removeprefix("the ")
    event = _DOERS.get(who, _EVENTS[metric.measures[0]])
    days = _days(found["n"], found["u"]) if found["u"] else WINDOW
    notes = (
        []
        if found["u"]
        else [
            frame.say(
                f"You named no window, so I counted orders within {WINDOW} days after each; name another one freely.",
                f"您没有说明归因窗口，这里按每次之后{WINDOW}天内的订单计算；如需其他天数请说明。",
            )
        ]
    )
    after = After(event=event, within_days=days, where=metric.where)
    if metric.dimensions or metric.period or metric.after:
        return _by_rows(frame, metric, after, notes)
    held = metric.audience or Audience()
    told = [Engaged(event=event, where=metric.where), Bought(after=after)]
    people = held.model_copy(update={"all": [*held.all, *told]})
    call = Call("size_audience", {"audience": people.compact()})
    return frame.reading("audience", audience=people, calls=[call], notes=notes)


def _by_rows(frame: Frame, metric: Metric, after: After, notes: list[str]) -> Reading:
    """The same rows, of which each tells how many orders followed."""
    made = Metric(
        measures=["conversions"],
        dimensions=metric.dimensions,
        after=after,
        audience=metric.audience,
        period=metric.period,
    )
    return frame.reading("metric", metric=made, calls=[Call("measure", {"metric": made.compact()})], notes=notes)


def _days(number: str | None, unit: str) -> int:
    return count_said(number or "a") * UNIT_DAYS[_UNITS_ZH.get(unit, unit)]
