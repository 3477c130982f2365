"""Figures of what was done where nobody is spoken of: 上周末app成交多少钱, 上月有多少单用了优惠 – of those orders."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import SALES
from assistant.planner.grammar.orders.discounts import DISCOUNTED
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from tools.definitions import Audience, Bought

_DONE = ("buy", "discount", "spend", "units", "sell")
_PEOPLE = ("people", "agent", "who", "contact", "saved", "anaphor", "customer_id", "per_person", "person_ref")


def settle_deeds(slots: Slots, figures: Figures) -> None:
    """Make the purchases told of the orders that are counted, rather than people who once made such a one."""
    if not any(slots.chinese(i) for i in range(len(slots))) or not figures.measures:
        return
    _of_discounted(slots, figures)
    _asked_deed(slots, figures)
    if figures.people.conditions == 0:
        return
    if set(figures.measures) <= _KINDS and figures.period is None:
        _in_those_days(figures)
    if not set(figures.measures) <= SALES or slots.find(*_PEOPLE, free=False) is not None:
        return
    people = figures.people
    plain = [one for one in people.audience.all if isinstance(one, Bought) and _is_plain(one)]
    told = [clause for clause in people.clauses if clause.verb in _DONE and not clause.negated]
    ever = any(slots[clause.at].text.endswith("过") for clause in told)
    whole = len(plain) == len(people.audience.all) and not (people.audience.any or people.audience.none)
    periods = {one.period.model_dump_json() for one in plain if one.period is not None}
    if not whole or ever or len(told) != len(people.clauses) or len(periods) > 1 or not plain:
        return
    figures.where += [item for one in plain for item in one.where if item not in figures.where]
    figures.period = figures.period or next((one.period for one in plain if one.period), None)
    figures.people = People(audience=Audience())


def _asked_deed(slots: Slots, figures: Figures) -> None:
    """每个国家的客户去年买了多少钱: what they did is what is asked, and picks nobody."""
    people = figures.people
    plain = [one for one in people.audience.all if isinstance(one, Bought) and _is_plain(one)]
    told = [clause for clause in people.clauses if clause.verb in _DONE and not clause.negated]
    came = len(told) == 1 and slots[told[0].at].text.startswith("来") and figures.measures == ["signups"]
    if len(plain) != 1 or len(told) != 1 or not (came or set(figures.measures) <= SALES | _OF_BUYERS):
        return
    at = slots.next(told[0].at)
    asked = slots.has(at, "how_much", "how_many") or slots[at].text.startswith(("多少", "几", "得"))
    if not asked or slots[told[0].at].text.endswith(("过", "过的", "的")):
        return
    kept = [one for one in people.audience.all if one is not plain[0]]
    people.audience = people.audience.model_copy(update={"all": kept})
    people.conditions -= 1
    figures.where += [item for item in plain[0].where if item not in figures.where]
    figures.period = figures.period or plain[0].period


_OF_BUYERS = {"revenue_per_buyer", "orders_per_buyer", "repeat_rate"}


def _of_discounted(slots: Slots, figures: Figures) -> None:
    """打折订单的平均折扣率: a figure of those orders, and not beside their number."""
    if "discounted_orders" not in figures.measures or len(figures.measures) != 2:
        return
    at = next((i for i in range(len(slots)) if slots.role(i) == "measure: discounted_orders"), None)
    if (
        at is not None
        and at + 2 < len(slots)
        and slots[at + 1].text == "的"
        and slots.role(at + 2).startswith("measure")
    ):
        figures.measures.remove("discounted_orders")
        figures.where.append(DISCOUNTED)


_KINDS = {"new_buyers", "returning_buyers", "buyers"}


def _in_those_days(figures: Figures) -> None:
    """9月下单客户里新老客各占多少: new and old in the days that they bought in."""
    kept = [one for one in figures.people.audience.all if not (isinstance(one, Bought) and _is_plain(one))]
    bought = [one for one in figures.people.audience.all if one not in kept]
    dated = [one for one in bought if isinstance(one, Bought) and one.period is not None and not one.where]
    if len(dated) == len(bought) == 1:
        figures.period = dated[0].period
        figures.people.audience = figures.people.audience.model_copy(update={"all": kept})
        figures.people.conditions -= 1


def _is_plain(one: Bought) -> bool:
    bound = (one.measure, one.op, one.value) == ("orders", "ge", 1)
    return bound and not (one.first_purchase or one.after or one.together)
