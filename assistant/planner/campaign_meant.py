"""In the middle of a conversation: the open rate, or who clicked, right after one campaign was spoken of."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.times.moments import ANY_TIME
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import things
from tools.definitions import After, Audience, Bought, Condition, Engaged, Filter, Metric

_TOOLS = ("measure", "size_audience", "list_audience")
_MAILED = ("open", "click", "sent", "unsubscribe")
_OF_ALL = re.compile(
    r"\b(?:all|every|each|any|ever|other|campaigns|mailings|newsletters|emails|e-mails|messages|we|our)\b"
    r"|所有|全部|每|各|任何|其他|我们|活动|邮件"
)
"""Words that speak of more than one campaign."""


def of_campaign(frame: Frame, reading: Reading) -> Reading:
    """The reading, of the campaign spoken of last where it names none, no days and no goods; the answer says so."""
    named = _names_another(frame)
    spoken = next(things(replace(frame.state, trail=[])), None) if frame.state.last else None
    single = spoken is not None and spoken.field == "campaign" and spoken.op == "is" and len(spoken.values) == 1
    plain = reading.answers and len(reading.calls) == 1 and reading.calls[0].tool in _TOOLS
    timed = any(
        span.has("period") and span.text.casefold().startswith(("within", "in the next")) for span in frame.spans
    )
    if spoken is None or not single or not plain or (named and not timed) or _OF_ALL.search(frame.text.normal):
        return reading
    campaign = Filter(field="campaign", values=[*spoken.values])
    metric = _metric(reading.metric, campaign) if reading.metric is not None else None
    people = _people(reading.audience, campaign) if reading.metric is None and reading.audience is not None else None
    if metric is None and people is None:
        return reading
    name = str(spoken.values[0])
    note = frame.say(f"I took it to be about “{name}”, which was spoken of.", f"按刚才说的“{name}”来看。")
    call, changed = reading.calls[0], {"metric": metric} if metric is not None else {"audience": people}
    args = {**call.args, **{key: made.compact() for key, made in changed.items() if made is not None}}
    return replace(reading, calls=[Call(call.tool, args)], notes=[note, *reading.notes], **changed)


def yields_of_campaign(frame: Frame) -> str | None:
    """带来多少单, and the conversion rate?, right after one campaign: the question with its name in front."""
    brought = frame.has("brought_in") or "带来" in frame.text.normal
    asked = brought or any(span.value("measure") == "conversion_rate" for span in frame.spans)
    if not frame.state.last or not asked or _names_another(frame) or _OF_ALL.search(frame.text.normal):
        return None
    name = only_campaign(frame.state)
    return frame.say(f"the campaign {name}: ", f"活动{name}") + frame.text.original.strip() if name else None


def only_campaign(state: State) -> str | None:
    """The one campaign that was spoken of last: by its name, or as the first of a ranking."""
    metric = state.metric if state.last == "metric" else None
    if metric is not None and state.rows_of == "campaign" and metric.limit == 1 and len(state.rows) == 1:
        return state.rows[0]
    after = metric.after.where if metric is not None and metric.after is not None else []
    spoken = next((f for f in after if f.field == "campaign"), None) or next(
        (f for f in things(replace(state, trail=[])) if f.field != "campaign_channel"), None
    )
    single = spoken is not None and spoken.field == "campaign" and spoken.op == "is" and len(spoken.values) == 1
    return str(spoken.values[0]) if spoken is not None and single else None


def _names_another(frame: Frame) -> bool:
    """Whether a message names days, goods or a campaign of its own."""
    said = [s.value[0] for span in frame.spans for s in span.senses if s.kind in ("value", "values")]
    own = any(frame.vocabulary.level(str(field)) != "customer" for field in said)  # 多少女的打开了
    return own or frame.has("period", "by", "which", "top", "bottom", "last_campaign", "customer_id")


def _metric(metric: Metric, campaign: Filter) -> Metric | None:
    """Rates of messages that nothing limits to some; None for other figures."""
    told = metric.where or metric.audience or metric.period or metric.dimensions or metric.after
    if told or not set(metric.measures) <= EVENT_MEASURES - {"campaigns"}:
        return None
    return metric.model_copy(update={"where": [campaign]})


def _people(people: Audience, campaign: Filter) -> Audience | None:
    """Who opened or clicked, nobody said what; None where nobody did."""
    made = [_of_it(one, campaign) for one in people.all]
    if people == Audience(all=[Bought()]):
        made = [Bought(after=After(event="sent", within_days=ANY_TIME, where=[campaign]))]  # 下单的有几个
    return people.model_copy(update={"all": made}) if made != people.all else None


def _of_it(one: Condition, campaign: Filter) -> Condition:
    if isinstance(one, Engaged) and not one.where and one.period is None and one.event in _MAILED:
        return one.model_copy(update={"where": [campaign]})
    later = one.after if isinstance(one, Bought) else None
    if later is not None and not later.where and later.event in ("open", "click", "sent"):
        return one.model_copy(update={"after": later.model_copy(update={"where": [campaign]})})
    return one
