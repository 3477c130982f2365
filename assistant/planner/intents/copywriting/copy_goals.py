"""What a text is to achieve, and what it is about, where only those it goes to are told."""

from __future__ import annotations

from assistant.planner.grammar.editing.merging import negative
from assistant.planner.grammar.people.people import People
from tools.definitions import Audience, Bought


def goal_of(people: People) -> str:
    """Lapsed people are to be won back, one-time buyers to buy again; an offer is a promotion."""
    for clause in people.clauses:
        if clause.verb == "cart":
            return "cart"
    for clause in people.clauses:
        if clause.verb == "agent:lapsed" or (
            clause.verb in ("buy", "spend") and clause.negated and (clause.period or clause.ago)
        ):
            return "win_back"
        if clause.verb == "agent:one_time":
            return "second_purchase"
    if any(getattr(one, "field", "") == "birth_month" for one in people.audience.all):
        return "birthday"
    return "promotion"


def goal_for(audience: Audience | None) -> str:
    """The same of people spoken of before: who bought nothing in some time is to be won back."""
    bought = [c for c in audience.all if isinstance(c, Bought)] if audience is not None else []
    return "win_back" if any(negative(c) and c.period for c in bought) else "promotion"


def looked_at(people: People) -> list[str]:
    """Who viewed a thing or left it in the cart is written to about it."""
    for clause in people.clauses:
        for _, group in clause.groups:
            if clause.verb in ("view", "cart") and not clause.negated and group.field == "product" and group.op == "is":
                return [str(value) for value in group.values]
    return []


def bought_topic(people: People) -> str:
    """Buyers of one category are written to about it."""
    for clause in people.clauses:
        for _, group in clause.groups:
            if (group.field in ("category", "brand", "subcategory") and not clause.negated) or (
                clause.verb == "agent:lapsed" and clause.groups
            ):
                return str(group.values[0])
    return ""


def topic_of(audience: Audience | None) -> str:
    """Those just spoken of, who bought of one category or brand, are written to about it."""
    for condition in audience.all if audience is not None else ():
        if isinstance(condition, Bought) and condition.value:
            for part in condition.where:
                if part.op == "is" and part.field in ("category", "brand", "subcategory"):
                    return str(part.values[0])
    return ""
