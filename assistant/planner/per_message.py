"""One figure over another that comes with messages: revenue per email sent, orders per click, 每封邮件带来的销售额.

The question without "per email" is read as it stands; what it counts and what it is counted per are then shown side
by side, and the one divided by the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.language import detect
from assistant.planner.grammar.campaigns.conversions import WINDOW
from assistant.planner.readers.calendar import days_in
from assistant.planner.reading import Call, Reading
from tools.definitions import After, Audience, Engaged, Filter, Metric, Period, Sort

Read = Callable[[str], Reading]

_UPPER_EN = r"(?P<upper>(?:net |gross |total |average )?(?:revenue|sales|turnover)|orders?|units|buyers|unsubscribes?)"
_LOWER_EN = (
    r"(?P<lower>e-?mail|sms|text(?: message)?|push(?: notification)?|wechat message|message|mailing|send|recipient"
    r"|person (?:mailed|messaged)|click|open|(?:product |page )?view|(?:add[- ]to[- ])?cart)s?"
    r"(?: (?:sent|sent out|delivered))?"
)
_EN = re.compile(
    rf"\b{_UPPER_EN}"
    r"(?P<between> (?:did|do|does) (?:we|they|it)(?: \w+)?| (?:made|earned|generated|brought in|came in))?"
    rf" (?:per|for each|for every) {_LOWER_EN}\b",
    re.IGNORECASE,
)
_ZH = re.compile(
    r"(?:平均)?每(?:一)?(?:封|条|次|个)?(?P<lower>邮件|短信|推送|微信消息|消息|发送|收件人|点击|打开|浏览|加购)(?:平均)?(?:能)?"
    r"(?:带来|产生|贡献|换来|对应)(?:的|了)?(?P<count>多少)?(?:的)?(?P<upper>净?销售额|订单数?|收入|营收|成交额|件数)"
)
_LOWER: tuple[tuple[str, str, str, str], ...] = (
    (r"e-?mail|邮件", "sends", "sent", "email"),
    (r"sms|text|短信", "sends", "sent", "sms"),
    (r"push|推送", "sends", "sent", "push"),
    (r"wechat|微信", "sends", "sent", "wechat"),
    (r"click|点击", "clicks", "click", ""),
    (r"open|打开", "opens", "open", ""),
    (r"view|浏览", "views", "view", ""),
    (r"cart|加购", "carts", "cart", ""),
    (r"", "sends", "sent", ""),
)
"""What is divided by: the measure, the act that purchases follow, and the channel it names."""
_WITHIN = re.compile(r"\bwithin\b|之?内")
_FOLLOWS = {"net_revenue", "gross_revenue", "orders", "units", "buyers", "average_order_value"}


def read_per_message(question: str, read: Read) -> Reading | None:
    """Both figures and the one over the other; None where nothing is asked per message, click or view."""
    found = _EN.search(question) or _ZH.search(question)
    if found is None:
        return None
    told = found.groupdict()
    upper = re.sub(r"^(?:average|total) ", "", told["upper"], flags=re.IGNORECASE)
    plain = f"{upper}{told.get('between') or ''}" if "between" in told else f"{told['count'] or ''}{upper}"
    reading = read(question[: found.start()] + plain + question[found.end() :])
    metric = reading.metric
    if not reading.answers or len(reading.calls) != 1 or metric is None or reading.calls[0].tool != "measure":
        return None
    measure, event, channel = next(row[1:] for row in _LOWER if re.search(row[0], told["lower"], re.IGNORECASE))
    window = metric.period if _WITHIN.search(question) else None
    made = _divided(_with_window(metric, window, event), measure, event, channel)
    if made is None:
        return None
    notes = list(reading.notes)
    if made.after is not None and metric.after is None and made.period == metric.period:
        zh = detect(question, "en") == "zh"
        notes.append(
            f"您没有说明归因窗口，这里按每次之后{WINDOW}天内的订单计算；如需其他天数请说明。"
            if zh
            else f"You named no window, so I counted orders within {WINDOW} days after each; name another one freely."
        )
    account = [*reading.account, (found[0], "one figure over another")]
    calls = [Call("measure", {"metric": made.compact()})]
    return replace(reading, metric=made, calls=calls, notes=notes, account=account)


def _with_window(metric: Metric, window: Period | None, event: str) -> Metric:
    """The metric, with days that were said to follow each message as such days; they end today for nobody."""
    if window is None or window.kind != "rolling" or metric.after is not None:
        return metric
    after = After(event=event, within_days=days_in(window.count or 1, window.unit or "day"))
    return metric.model_copy(update={"after": after, "period": None})


def _divided(metric: Metric, measure: str, event: str, channel: str) -> Metric | None:
    """The metric of two figures and their quotient, best quotient first where the figure was ranked."""
    figures = [name for name in metric.measures if name != measure]
    if len(figures) != 1 or metric.part is not None or metric.share or metric.per is not None:
        return None
    (upper,) = figures
    only = [Filter(field="campaign_channel", values=[channel])] if channel else []
    told = [one for one in metric.where if one.field in ("campaign", "campaign_channel")]
    others = [one for one in metric.where if one not in told]
    if others and event == "sent":
        return None  # an e-mail is of no product and no shop channel
    only = [one for one in only if one.field not in [known.field for known in told]]
    after = metric.after
    if upper in _FOLLOWS and event in ("sent", "open", "click"):
        within = after.within_days if after else WINDOW
        where = [*(after.where if after else []), *only]
        after = After(event=event, within_days=within, where=where or told)
    ratio = f"ratio({upper}, {measure})"
    sort = metric.sort
    if sort is not None and sort.by == upper:
        sort = Sort(by=ratio, descending=sort.descending)
    where = [*metric.where, *only]
    where += [one for one in (after.where if after else []) if one not in where and one.field == "campaign"]
    people = None if metric.audience == Audience(all=[Engaged(event="sent")]) else metric.audience
    changed = {"measures": [ratio, upper, measure], "where": where, "after": after, "sort": sort, "audience": people}
    return metric.model_copy(update=changed)
