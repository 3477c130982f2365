"""What new conditions take from those of before: the campaign that was opened, the time in which was bought."""

from __future__ import annotations

from assistant.planner.frame import Frame
from tools.definitions import Attribute, Audience, Bought, Condition, Engaged, Group

_MAILED = {"sent", "open", "click", "unsubscribe"}
_EVER = {
    "ever", "in total", "overall", "lifetime", "altogether", "all time", "any campaign", "any email",
    "累计", "总共", "一共",
    "历史", "总", "有史以来", "任何",
}  # fmt: skip


def carried_over(frame: Frame, added: Audience, before: Audience) -> Audience:
    """`added` with what it leaves unsaid because it was said before, unless "ever" or "in total" is said."""
    if any(span.has("all_time", "sum") or span.text.casefold() in _EVER for span in frame.spans):
        return added
    added = _of_that_campaign(added, before)
    return _counted_there(added, before)


def _of_that_campaign(added: Audience, before: Audience) -> Audience:
    """opened but didn't click, after who got a campaign: that campaign."""
    mailed = [c for c in before.all if isinstance(c, Engaged) and c.event in _MAILED and c.where]
    if not mailed or any(c.where != mailed[0].where for c in mailed):
        return added
    where = mailed[0].where

    def told(condition: Condition) -> Condition:
        if isinstance(condition, Group):
            parts = {kind: [told(c) for c in getattr(condition, kind)] for kind in ("all", "any", "none")}
            return condition.model_copy(update=parts)
        bare = isinstance(condition, Engaged) and condition.event in _MAILED and not condition.where
        if bare and getattr(condition, "period", None) is None:
            return condition.model_copy(update={"where": where})
        return condition

    return added.model_copy(update={kind: [told(c) for c in getattr(added, kind)] for kind in ("all", "any", "none")})


def _counted_there(added: Audience, before: Audience) -> Audience:
    """at least two orders, after who bought in 2026: the orders of that time."""
    bought = [c for c in before.all if isinstance(c, Bought)]
    if len(bought) != 1 or not bought[0].period or (bought[0].op, bought[0].value) != ("ge", 1) or bought[0].where:
        return added
    every = [_in_period(c, bought[0]) if isinstance(c, Attribute) else c for c in added.all]
    return added.model_copy(update={"all": every})


def _in_period(condition: Attribute, bought: Bought) -> Attribute | Bought:
    known = condition.op in ("is", "lt", "le", "gt", "ge", "between")
    if condition.field != "orders" or condition.relative_to or not known:
        return condition
    upper = float(condition.values[1]) if condition.op == "between" else None
    op = "eq" if condition.op == "is" else condition.op
    return bought.model_copy(update={"op": op, "value": float(condition.values[0]), "upper": upper})
