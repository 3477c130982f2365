"""买过的人里多少是女性, how many of the buyers are under 30 – after figures of goods: who bought those, and then."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from tools.definitions import Audience, Bought, Metric

_ZH = re.compile(
    r"^(?:那么?|而|所以)?(?:这些|那些)?"
    r"(?:(?:买|购买|下单)[了过]*(?:它们?|这[款个些]|这几款)?的?(?:人|客户|顾客|会员|用户)|买家)"
    r"(?:里面?|里头|里边|当中|之中|中间)(?:[,，]|有|的)?"
)
_EN = re.compile(
    r"\b(?P<of>of|among) (?:the |these |those |its |their |all )?"
    r"(?:buyers|purchasers|(?:people|customers|those|everyone) who (?:bought|ordered)"
    r"(?: it| them| these| those| one| any)?)"
    r"(?=\W*$|,| (?:is|are|was|were|live|come|have|can|may|did|had)\b)",
    re.IGNORECASE,
)


def of_its_buyers(frame: Frame) -> Frame:
    """The message said of the people who bought what was just counted; unchanged where nothing of the kind was."""
    state, said = frame.state, frame.text.original.strip()
    if state.last != "metric" or state.metric is None:
        return frame
    people = _buyers(frame, state.metric)
    changed = _ZH.sub("其中", said, count=1) if frame.language == "zh" else _EN.sub(r"\g<of> them", said, count=1)
    if people is None or changed == said:
        return frame
    told = replace(state, audience=people, last="audience", figures="audience", list_args={}, pair=None, share=None)
    return frame.retold(changed, told)


def _buyers(frame: Frame, metric: Metric) -> Audience | None:
    """Who bought what the figures are of, in their days; None where they are of no sales, or of some rows alone."""
    known = frame.vocabulary.dictionary.measures
    sold = all(name in known and known[name].grain == "sales" for name in metric.measures)
    whole = not (metric.limit or metric.having or metric.part or metric.after or metric.together or metric.compare)
    if not sold or not whole or not (metric.where or metric.period):
        return None
    base = metric.audience or Audience()
    bought = Bought(where=metric.where, period=metric.period)
    return base.model_copy(update={"all": [*base.all, bought]})
