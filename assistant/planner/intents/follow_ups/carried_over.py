"""What new conditions take from those of before: the campaign that was opened, the time in which was bought."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import negative
from assistant.planner.intents.references.cues import points_back, widens
from tools.definitions import After, Attribute, Audience, Bought, Condition, Contactable, Engaged, Filter, Group

_MAILED = {"sent", "open", "click", "unsubscribe"}
_EVER = {
    "ever", "in total", "overall", "lifetime", "altogether", "all time", "any campaign", "any email",
    "累计", "总共", "一共",
    "历史", "总", "有史以来", "任何",
}  # fmt: skip

_ORDERED = ("order", "place", "下", "订", "成交")


def carried_over(frame: Frame, added: Audience, before: Audience) -> Audience:
    """`added` with what it leaves unsaid because it was said before, unless "ever" or "in total" is said."""
    also = any(span.text.casefold() in _ALSO for span in frame.spans)
    reached = [c for c in before.all if isinstance(c, Contactable) and c not in added.all]
    if also and reached and any(isinstance(c, Contactable) for c in added.all):
        added = added.model_copy(update={"all": [*added.all, *reached]})  # 也能发邮件的: both
    if any(span.has("all_time", "sum") or span.text.casefold() in _EVER for span in frame.spans):
        return added
    added = _within_of_it(frame, added, before)
    added = _sent_back(frame, _of_that_purchase(_of_that_campaign(added, before), before), before)
    added = _sent_at_least(added, before)
    added = added if frame.has("never") else _not_then(added, before)
    return _counted_there(added, before, of_it=_counts_it(frame))


def _of_that_campaign(added: Audience, before: Audience) -> Audience:
    """opened but didn't click, after who got a campaign: that campaign, and the days in which they reacted to it."""
    mailed = [c for c in before.all if isinstance(c, Engaged) and c.event in _MAILED and c.where]
    if not mailed or any(c.where != mailed[0].where for c in mailed):
        return added
    where = mailed[0].where
    reacted = {c.period.model_dump_json() if c.period else "" for c in mailed if c.event != "sent"}
    days = mailed[-1].period if len(reacted) == 1 and mailed[-1].event != "sent" else None

    def told(condition: Condition) -> Condition:
        if isinstance(condition, Group):
            parts = {kind: [told(c) for c in getattr(condition, kind)] for kind in ("all", "any", "none")}
            return condition.model_copy(update=parts)
        bare = isinstance(condition, Engaged) and condition.event in _MAILED and not condition.where
        if bare and getattr(condition, "period", None) is None:
            return condition.model_copy(update={"where": where, "period": days})
        return condition

    return added.model_copy(update={kind: [told(c) for c in getattr(added, kind)] for kind in ("all", "any", "none")})


def _sent_at_least(added: Audience, before: Audience) -> Audience:
    """没打开的呢, after who opened a campaign: of those it was sent to."""
    reached = [c.where for c in before.all if isinstance(c, Engaged) and c.event in _MAILED and c.value and c.where]
    did = [c for c in added.all if isinstance(c, Engaged) and c.event in _MAILED]
    if len(did) != 1 or did[0].where not in reached or did[0].event == "sent" or did[0].value:
        return added
    return added.model_copy(update={"all": [Engaged(event="sent", where=did[0].where), *added.all]})


def _within_of_it(frame: Frame, added: Audience, before: Audience) -> Audience:
    """how many of these bought within 14 days, after who got a message: within so many days of it."""
    said = any(_WITHIN.match(span.text.casefold()) for span in frame.spans if span.has("period"))
    mailed = [c for c in before.all if isinstance(c, Engaged) and c.event in _MAILED and c.where and c.value != 0]
    if not said or not mailed:
        return added

    def told(condition: Condition) -> Condition:
        days = condition.period if isinstance(condition, Bought) and condition.after is None else None
        if days is None or days.kind != "rolling" or not days.count or days.unit not in ("day", "week"):
            return condition
        count = days.count * (7 if days.unit == "week" else 1)
        after = After(event=mailed[-1].event, within_days=count, where=mailed[-1].where)
        return condition.model_copy(update={"period": None, "after": after})

    return added.model_copy(update={"all": [told(c) for c in added.all]})


_WITHIN = re.compile(r"within\b|in the \S+ (?:days|weeks) after")


def _sent_back(frame: Frame, added: Audience, before: Audience) -> Audience:
    """without those who returned them, after who bought jeans: who sent jeans back, and nothing else."""
    said = any(_BACK.search(span.text.casefold()) for span in frame.spans)
    bought = [c for c in before.all if isinstance(c, Bought) and c.where and c.value != 0]
    if not said or len(bought) != 1 or bought[0].after is not None:
        return added
    lines = [*bought[0].where, Filter(field="quantity", op="lt", values=[0])]
    back = Bought(where=lines, period=bought[0].period, measure="units", op="lt", value=0)

    def told(condition: Condition) -> Condition:
        units = isinstance(condition, Attribute) and condition.field == "returned_units"
        return back if isinstance(condition, Attribute) and units and condition.op in ("gt", "ge") else condition

    kinds = {kind: [told(c) for c in getattr(added, kind)] for kind in ("all", "any", "none")}
    return added.model_copy(update=kinds)


_BACK = re.compile(
    r"^(?:returned|sent back|brought back|sent|took) (?:them|it|those|these)\b|把?(?:它|它们)?退(?:掉|回)?了?的?$"
)


def _of_that_purchase(added: Audience, before: Audience) -> Audience:
    """只要在App下单的, after who ordered in the last 30 days: those orders, told more of."""
    old = [c for c in before.all if isinstance(c, Bought)]
    new = [c for c in added.all if isinstance(c, Bought)]
    if len(old) != 1 or len(new) != 1 or not _plain(old[0]) or not _plain(new[0]) or new[0].period or not new[0].where:
        return added
    of_orders = all(f.field.startswith("order_") for f in new[0].where)
    said = {f.field for f in old[0].where}
    if not old[0].period or (said and not of_orders) or said & {f.field for f in new[0].where}:
        return added
    same = new[0].model_copy(update={"where": [*old[0].where, *new[0].where], "period": old[0].period})
    return added.model_copy(update={"all": [same if c is new[0] else c for c in added.all]})


def _not_then(added: Audience, before: Audience) -> Audience:
    """但没买过彩妆的, after who bought skincare in 2026: not in that time, as in one question of both."""
    old = [c for c in before.all if isinstance(c, Bought)]
    new = [c for c in added.all if isinstance(c, Bought)]
    if len(old) != 1 or len(new) != 1 or negative(old[0]) or not negative(new[0]) or new[0].period or not old[0].period:
        return added
    if not new[0].where or {f.field for f in new[0].where} != {f.field for f in old[0].where} & {"category", "brand"}:
        return added
    then = new[0].model_copy(update={"period": old[0].period})
    return added.model_copy(update={"all": [then if c is new[0] else c for c in added.all]})


def _plain(bought: Bought) -> bool:
    return bought == Bought(where=bought.where, period=bought.period)


def _counted_there(added: Audience, before: Audience, *, of_it: bool) -> Audience:
    """at least two orders, after who bought in 2026: of that time; at least twice: what was bought."""
    bought = [c for c in before.all if isinstance(c, Bought)]
    if len(bought) != 1 or (bought[0].op, bought[0].value) != ("ge", 1) or bought[0].first_purchase:
        return added
    there = bool(bought[0].where) and all(f.field.startswith("order_") for f in bought[0].where)
    if (bought[0].where and not (of_it or there)) or not (bought[0].where or bought[0].period):
        return added
    counted = any(isinstance(c, Attribute) and c.field == "orders" for c in before.all)  # now another number of them
    every = [_in_period(c, bought[0]) if isinstance(c, Attribute) and not counted else c for c in added.all]
    every = [_then(c, bought[0]) for c in every]
    if of_it:
        every = [_of_the_same(c, bought[0]) if isinstance(c, Bought) else c for c in every]
    return added.model_copy(update={"all": every})


def _then(condition: Condition, bought: Bought) -> Condition:
    """with two or more app orders, after who ordered in the app in 2026: in that time."""
    same = (
        isinstance(condition, Bought)
        and condition.where == bought.where
        and (condition.op, condition.value) != ("eq", 0)
    )
    if not same or not bought.where or getattr(condition, "period", None) is not None:
        return condition
    return condition.model_copy(update={"period": bought.period})


def _of_the_same(condition: Bought, bought: Bought) -> Bought:
    """今年至少两次的, after who bought candles: candles."""
    told = condition.where or (condition.op, condition.value) in (("ge", 1), ("eq", 0))
    return condition if told else condition.model_copy(update={"where": bought.where})


def _counts_it(frame: Frame) -> bool:
    """至少两次, bought it twice: so many times what they did; not 下过两单, which counts their orders."""
    orders = any(span.text.startswith(_ORDERED) for span in frame.spans if span.has("verb", "measure", "field"))
    return frame.has("times") and not orders and not frame.has("value", "values")


def _in_period(condition: Attribute, bought: Bought) -> Attribute | Bought:
    known = condition.op in ("is", "lt", "le", "gt", "ge", "between")
    if condition.field != "orders" or condition.relative_to or not known:
        return condition
    upper = float(condition.values[1]) if condition.op == "between" else None
    op = "eq" if condition.op == "is" else condition.op
    return bought.model_copy(update={"op": op, "value": float(condition.values[0]), "upper": upper})


def other_channel(frame: Frame, added: Audience, before: Audience) -> Audience:
    """能发短信的有多少, after who can be e-mailed: the other channel in its place, unless it comes on top."""
    told = any(isinstance(c, Contactable) for c in added.all)
    both = points_back(frame) or widens(frame) or any(span.text.casefold() in _ALSO for span in frame.spans)
    if not told or both:
        return before
    return before.model_copy(update={"all": [c for c in before.all if not isinstance(c, Contactable)]})


_ALSO = ("也", "还", "还能", "又", "都", "同时", "并且", "而且", "also", "both", "too", "as well")
