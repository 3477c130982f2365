"""Figures: measures, dimensions, filters, period, comparison, share, ranking and limits, as one Metric."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.campaigns.attribution import read_attribution
from assistant.planner.grammar.campaigns.messages import label_campaigns, sent_then, settle_messages, split_by_campaign
from assistant.planner.grammar.campaigns.sent_to import of_what_they_got
from assistant.planner.grammar.comparisons.comparison_words import comparison_words
from assistant.planner.grammar.comparisons.growth import settle_growth
from assistant.planner.grammar.figures.asking import asked_of
from assistant.planner.grammar.figures.averages import averaged_units, loose_average, loose_sum, settle_average
from assistant.planner.grammar.figures.bases import (
    brought_by_channels,
    joined_when,
    of_clusters,
    settle_base,
    sold_products,
)
from assistant.planner.grammar.figures.basis import MONEY, money_too, on_basis, said_in_money, take_basis
from assistant.planner.grammar.figures.beside_figures import settle_beside
from assistant.planner.grammar.figures.deeds import settle_deeds
from assistant.planner.grammar.figures.default_measures import default_measures
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.finishing import finish
from assistant.planner.grammar.figures.listed import listed_people
from assistant.planner.grammar.figures.measures import (
    agent_measures,
    read_measures,
)
from assistant.planner.grammar.figures.newcomers import new_and_returning
from assistant.planner.grammar.figures.portions import settle_portion
from assistant.planner.grammar.figures.quotients import edition_said, part_over_whole, rates_of_each, settle_quotient
from assistant.planner.grammar.figures.rolling import roll_over_time, take_rolling
from assistant.planner.grammar.figures.scope import filters, label_goods, periods, share, sides
from assistant.planner.grammar.goods.prices import ranked_by_price
from assistant.planner.grammar.goods.sold_goods import bound_goods, bound_people
from assistant.planner.grammar.orders.baskets import orders_of_both
from assistant.planner.grammar.orders.discounts import DISCOUNTED
from assistant.planner.grammar.orders.orders import orders_or_their_people
from assistant.planner.grammar.orders.orders_holding import held_goods
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.rows.cohort_months import cohort_rows
from assistant.planner.grammar.rows.dimensions import read_dimensions, same_channel
from assistant.planner.grammar.rows.head_bounds import head_bounds
from assistant.planner.grammar.rows.rankings import (
    counted_rows,
    habits,
    order_bounds,
    read_ranking,
)
from assistant.planner.grammar.rows.risers import order_by_change
from assistant.planner.grammar.rows.row_bounds import bounded_shares, havings
from assistant.planner.grammar.rows.tables import rows_shown, sorted_rows
from assistant.planner.grammar.rows.trends import trend
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.months_on import months_asked
from assistant.planner.grammar.values.plain_labels import settle_labels
from tools.definitions import Part, Ranked


def read_figures(slots: Slots, today: date) -> Figures:
    """Read a question that asks for figures: what bounds them first, since it is made of the same words."""
    figures = Figures()
    rolling = take_rolling(slots)
    _attributed(slots, figures)
    _heads(slots)
    _rows_that_buy(slots)
    comparison_words(slots, figures)
    _bounds(slots, figures)
    _told_by_a_phrase(slots, figures)
    basis = take_basis(slots)
    ranked = read_ranking(slots, figures)
    _measures(slots, figures)
    _rows(slots, figures)
    _leading_period(slots, figures)
    figures.people = read_people(slots, today)
    _filters(slots, figures)
    _rows_told_loosely(slots, figures)
    _times(slots, figures, today)
    ranked_by_price(slots, figures)
    joined_when(figures)
    default_measures(slots, figures, ranked)
    _settle_measures(slots, figures)
    rows_shown(slots, figures)
    sorted_rows(slots, figures)
    finish(slots, figures, ranked)
    _settle_whole(slots, figures)
    on_basis(slots, figures, basis)
    said_in_money(slots, figures)
    settle_portion(slots, figures)
    order_by_change(slots, figures)
    roll_over_time(slots, figures, rolling, today)
    return figures


def _attributed(slots: Slots, figures: Figures) -> None:
    """revenue within 7 days of the newsletter: only what followed it."""
    if attributed := read_attribution(slots, figures=True):
        figures.after = attributed.after
        figures.assumed += ["window"] if attributed.assumed else []
        split_by_campaign(slots, figures)


def _bounds(slots: Slots, figures: Figures) -> None:
    """Figures that only bound orders, people or rows: orders over 100, who spent 500, cities with 20 buyers."""
    order_bounds(slots, figures)
    habits(slots, figures)
    counted_rows(slots, figures)
    bound_goods(slots, figures)
    bound_people(slots, figures)
    bounded_shares(slots, figures)
    havings(slots, figures)
    head_bounds(slots, figures)


def _told_by_a_phrase(slots: Slots, figures: Figures) -> None:
    """Figures that several words name together: units per day, the largest order, the share of discounted orders."""
    averaged_units(slots, figures)
    for index in slots.all("extreme"):
        figures.measures.append(slots.value(index, "extreme"))
        slots.use(index, f"measure: {slots.value(index, 'extreme')}")
    _discounted_share(slots, figures)


def _measures(slots: Slots, figures: Figures) -> None:
    """Figures by name, and those that stand beside them: opens and sends of a mailing, how many and how much."""
    asked = read_measures(slots)
    figures.measures += [a.measure for a in asked if a.measure not in figures.measures]
    settle_quotient(slots, figures)
    label_campaigns(slots, figures)
    sent_then(slots, figures)
    settle_beside(slots, figures)
    if money_too(slots) and figures.measures and not set(figures.measures) & MONEY:
        figures.measures.append("net_revenue")
    if people := listed_people(slots, figures.measures):
        figures.measures.append(people)
    if not figures.measures:
        figures.measures += agent_measures(slots)


def _rows(slots: Slots, figures: Figures) -> None:
    """What makes the rows: by city, months after the first order, the goods that were sold, shares of a whole."""
    months_asked(slots, figures)
    _add_dimensions(slots, figures, loose=False)
    sold_products(slots, figures)
    orders_of_both(slots, figures)
    held_goods(slots, figures)
    share(slots, figures)


def _filters(slots: Slots, figures: Figures) -> None:
    """What is left of values, once the people have been read, picks goods and orders."""
    filters(slots, figures)
    label_goods(slots, figures)


def _rows_told_loosely(slots: Slots, figures: Figures) -> None:
    """Rows without a "by": which city, new and returning customers, Berlin vs Munich."""
    _add_dimensions(slots, figures, loose=True)
    same_channel(slots, figures)
    settle_labels(slots, figures)
    if "birth_month" in figures.dimensions and figures.period is None:
        figures.dimensions = [name for name in figures.dimensions if name != "month"]  # birthdays, for each month
    new_and_returning(slots, figures)
    figures.dimensions = figures.dimensions or cohort_rows(slots)
    sides(slots, figures)


def _add_dimensions(slots: Slots, figures: Figures, *, loose: bool) -> None:
    figures.dimensions += [d for d in read_dimensions(slots, loose=loose) if d not in figures.dimensions]


def _times(slots: Slots, figures: Figures, today: date) -> None:
    """When, against when, and how it went: in May, versus April, growth, the trend by week."""
    periods(slots, figures, today)
    settle_growth(slots, figures, today)
    trend(slots, figures, today)


def _settle_measures(slots: Slots, figures: Figures) -> None:
    """Which of two figures a word means, now that the rest is known: orders or their people, a sum or an average."""
    settle_deeds(slots, figures)
    orders_or_their_people(slots, figures)
    loose_sum(slots, figures)
    part_over_whole(slots, figures)
    edition_said(figures)
    loose_average(slots, figures)
    settle_messages(slots, figures)
    of_what_they_got(figures)
    settle_average(figures)
    rates_of_each(slots, figures)


def _settle_whole(slots: Slots, figures: Figures) -> None:
    """Whose figures they are, and of what whole a part is one."""
    of_clusters(figures)
    brought_by_channels(slots, figures)
    settle_base(slots, figures)
    _contributed(slots, figures)


def _contributed(slots: Slots, figures: Figures) -> None:
    """前10%的客户贡献了多少销售额: of the sales of all customers."""
    said = any(slots[i].text.startswith("贡献") and slots.role(i).startswith("measure") for i in range(len(slots)))
    ranked = any(isinstance(one, Ranked) for one in figures.people.audience.all)
    if said and ranked and not figures.dimensions and figures.part is None and not figures.share:
        figures.part, figures.people.conditions = Part(audience=figures.people.audience), 0


def _heads(slots: Slots) -> None:
    """how much did women spend: the verb is what is asked, not a condition."""
    for index in [i for i in slots.all("how_much") if not (slots.has(i, "measure") and slots.chinese(i))]:
        for at in range(index + 1, len(slots)):
            ranking = slots.has(at, "measure") and slots.has(at - 1, "rank_by")  # what was our best day by orders
            if slots.value(at, "verb") in ("spend", "buy") and not ranking and asked_of(slots, index, at):
                slots.use(at, "measure: net_revenue")
                slots.use(index, "measure: net_revenue")
                break
        else:
            slots.use(index, "asked for")
    for index in slots.all("permit"):
        if slots[index].text.casefold() in _HANDED and slots.find("measure", "how_much", free=False) is not None:
            slots.use(index, "asked for")


_HANDED = ("given us", "gave us", "give us", "gives us", "giving us")
"""how much revenue have they given us: money, and no permission."""


def _discounted_share(slots: Slots, figures: Figures) -> None:
    """2026年各季度折扣订单占比: with nobody spoken of, it is a share of orders rather than a habit of somebody's."""
    if slots.find("people", "agent", "average", "median", "range", "relative", "distribution", free=False) is not None:
        return
    for index in slots.all("field"):
        if slots.value(index, "field") == "discounted_order_share":
            slots.use(index, "measure: share of orders with a discount")
            figures.measures, figures.part = ["orders"], Part(where=[DISCOUNTED])


def _leading_period(slots: Slots, figures: Figures) -> None:
    """近一年各等级的人均单数（只算下过单的人）: a period before the figure is the figure's, whoever comes after it."""
    first = slots.find("period")
    if first is None or figures.period is not None or slots.has(first, "condition", "filter", "group"):
        return
    doing = [i for i in range(first, len(slots)) if slots.has(i, "verb", "agent") and not slots.used(i)]
    told = [i for i in range(first, len(slots)) if slots.role(i).startswith(("measure:", "aggregate:"))]
    parted = doing and told and any(slots.has(i, "break") for i in range(told[0], doing[0]))
    if parted and told[0] < doing[0] and slots.chinese(first):
        figures.period = slots.value(first, "period")
        slots.use(first, "period")


def _rows_that_buy(slots: Slots) -> None:
    """which city buys the most skincare, 买护肤品最多的城市: rows do the buying, so what is bought is a filter."""
    if (
        slots.find("people", "agent") is not None
        or slots.relative
        or slots.find("top", "bottom", "best_selling") is None
    ):
        return
    for index in range(len(slots)):
        if slots.value(index, "verb") in ("buy", "spend") and not slots.has(index, "measure"):
            slots.use(index, "structure")
