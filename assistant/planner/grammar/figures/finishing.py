"""Finishing: what depends on the rest of a metric – the rows of a rank, its order, what a comparison is with."""

from __future__ import annotations

from datetime import timedelta

from assistant.planner.grammar.comparisons.growth import rank_by_growth
from assistant.planner.grammar.comparisons.newcomers_compared import settle_newcomers
from assistant.planner.grammar.comparisons.row_on_row import growth_said, row_on_row, usual_rows
from assistant.planner.grammar.figures.averages import UNITS
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import CAMPAIGN_MEASURES
from assistant.planner.grammar.figures.measures import LOWER_IS_BETTER
from assistant.planner.grammar.figures.scope import apart
from assistant.planner.grammar.goods.goods_by_figure import goods_by_figure, goods_words
from assistant.planner.grammar.goods.goods_of_first_orders import goods_of_first_orders
from assistant.planner.grammar.rows.best_of_each import best_of_each, both_ends
from assistant.planner.grammar.rows.cohorts import cohort_dimensions
from assistant.planner.grammar.rows.rankings import DEFAULT_TOP, one_bestseller
from assistant.planner.grammar.rows.row_counts import goods_counted, goods_ranked
from assistant.planner.grammar.rows.tables import worst_said
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from tools.definitions import Attribute, Period, Sort

_ORDER = ("descending", "ascending", "worst_first")
_STRUCTURE = (
    "rank_by", "by", *_ORDER, "performance", "which", "how_many", "list", "sell_verb", "rank_verb", "distinct",
    "all_rows",
)  # fmt: skip
"""Words that only give the table its form."""


def finish(slots: Slots, figures: Figures, ranked: str) -> None:
    """Settle the rows, their order and what they are compared with; `ranked` is the word that ranks them, or ""."""
    _retention(figures)
    rank_by_growth(slots, figures)
    if ranked:
        _rank_goods(slots, figures, ranked)
        if slots.find("all_rows", free=False) is not None and slots.find("number", free=False) is None:
            figures.limit = None  # 哪个渠道复购率高？全列出来
    best_of_each(slots, figures, ranked)
    both_ends(slots, figures)
    if ranked and figures.limit == 1 and not figures.limit_within and len(figures.dimensions) > 1:
        figures.limit = None
    if ranked and figures.sort and figures.measures:
        _order(slots, figures, figures.sort)
    else:
        figures.sort = None if figures.sort and not figures.sort.by else figures.sort
    _compare(slots, figures)
    _weekend_before(figures)
    row_on_row(slots, figures)
    _rows_ranked(slots, figures)
    _buyers_then(figures)
    _new_once(figures)
    goods_of_first_orders(slots, figures)
    _use_structure(slots, figures)


def _buyers_then(figures: Figures) -> None:
    """今年人均消费最高的城市，只看客户数超过50的: those who bought then, as customers are counted as of one day."""
    bounded = [having for having in figures.having if having.measure == "customers"]
    if not bounded or figures.period is None or len(figures.measures) < _WITH_OTHERS:
        return
    figures.measures = ["buyers" if name == "customers" else name for name in figures.measures]
    figures.having = [
        having.model_copy(update={"measure": "buyers"}) if having in bounded else having for having in figures.having
    ]


_WITH_OTHERS = 2


def _new_once(figures: Figures) -> None:
    """新客，今年每月首单客户数: new is said twice, and those of the days are counted, not some of them again."""
    said = [
        c
        for c in figures.people.audience.all
        if isinstance(c, Attribute) and c.field == "first_order_date" and c.op == "during"
    ]
    if figures.measures != ["new_buyers"] or len(said) != 1 or figures.period not in (None, said[0].period):
        return
    figures.period = said[0].period
    rest = [c for c in figures.people.audience.all if c is not said[0]]
    figures.people.audience = figures.people.audience.model_copy(update={"all": rest})
    figures.people.conditions -= 1


def _rows_ranked(slots: Slots, figures: Figures) -> None:
    """rank Leipzig and Munich by revenue, rank skincare products by units: these values, or products, are the rows."""
    if not figures.dimensions and goods_by_figure(slots, figures):
        return
    if figures.dimensions or slots.find("rank_verb") is None:
        return
    for index in slots.all("group", free=False):
        group, said = slots.value(index, "group"), slots[index].text.casefold().split()
        spec = slots.vocabulary.dictionary.fields.get(group.field)
        if len(group.values) > 1 and group.op == "is" and spec is not None and spec.groupable:
            figures.dimensions = [group.field]
        elif said[-1] in goods_words(slots) and slots.level(group.field) == "product":
            figures.dimensions = ["product"]


def _retention(figures: Figures) -> None:
    """Retention has when people first ordered for rows, and the months since as its columns."""
    if "cohort_retention" not in figures.measures:
        return
    if any(name.startswith("signup_") for name in figures.dimensions):
        raise Unclear(
            "I count retention from the month of the first order, not from the month of sign-up. Shall I show that?",
            "留存从首单当月算起，不从注册当月算起。要看按首单月份的留存吗？",
            [("retention by first order month", "按首单月份的留存"), ("sign-ups by month", "按月看注册人数")],
        )
    figures.dimensions = cohort_dimensions(figures.dimensions)
    if figures.compare or figures.compare_period:
        raise Unclear(
            "I show retention by month of first order and months since then, not from one period to the next.",
            "留存按首单月份和之后的月数来看，不能按前后两期对比。",
            [("retention by first order month", "按首单月份的留存")],
        )


def _rank_goods(slots: Slots, figures: Figures, ranked: str) -> None:
    """top 5 skincare products, best-selling: products are the rows where nothing else is."""
    if not figures.dimensions and figures.sort and (goods_ranked(slots) or goods_counted(slots, figures)):
        figures.dimensions = ["product"]
    if ranked in ("best_selling", "worst_selling") and not figures.dimensions and figures.sort:
        figures.dimensions = ["product"]
        several = figures.limit and (figures.limit > 1 or one_bestseller(slots))
        figures.limit = figures.limit if several else DEFAULT_TOP


def _order(slots: Slots, figures: Figures, sort: Sort) -> None:
    """What the rows are sorted by, best or worst first; without a split it waits for one."""
    bounded = {having.measure for having in figures.having}
    ranks = [name for name in figures.measures if name not in bounded] or figures.measures
    rated = "measure" in figures.assumed and set(CAMPAIGN_MEASURES) >= set(ranks) and "click_rate" in ranks
    by = sort.by or ("click_rate" if rated else ranks[0])  # which campaign did best: not the one sent to most people
    descending = sort.descending or (by in LOWER_IS_BETTER and worst_said(slots))
    if figures.dimensions:
        figures.sort = sort.model_copy(update={"by": by, "descending": descending})
    else:
        figures.top, figures.sort = (figures.limit or DEFAULT_TOP, descending), None
        figures.limit = None


def _compare(slots: Slots, figures: Figures) -> None:
    """A change is one against the period before, where no other side is named; without a period, of the last month."""
    if figures.compare == "change":
        sides = any(slots.has(i, "difference") and apart(slots[i].text) for i in range(len(slots)))
        over_time = any(d in UNITS for d in figures.dimensions)
        settled = figures.compare_period or over_time or (sides and figures.dimensions)
        grown = over_time and not figures.compare_period and growth_said(slots)
        figures.compare = "row_before" if grown else None if settled else "previous_period"
        if grown:
            usual_rows(slots, figures)
    sides = slots.find("winner", "contest", free=False) is not None and bool(figures.dimensions)
    if figures.compare or figures.compare_period or sides:
        for index in slots.all("growth_rate"):
            slots.use(index, "change in percent")  # a change is told in both
    settle_newcomers(slots, figures)
    if figures.compare and figures.period is None:
        year = figures.compare == "previous_year"
        figures.period = (
            Period(kind="calendar", unit="year") if year else Period(kind="calendar", unit="month", offset=-1)
        )
        figures.assumed.append("period")


def _weekend_before(figures: Figures) -> None:
    """A weekend is compared with the one before it, and not with the Thursday and Friday."""
    period = figures.period
    if figures.compare != "previous_period" or period is None or period.start is None or period.end is None:
        return
    if period.start.weekday() == 5 and (period.end - period.start).days == 1:
        week = timedelta(days=7)
        figures.compare = None
        figures.compare_period = Period(kind="fixed", start=period.start - week, end=period.end - week)


def _use_structure(slots: Slots, figures: Figures) -> None:
    """Words that order the rows, or only give the table its form, are used up; so is a deed that is asked."""
    for index in slots.all(*_STRUCTURE):
        if slots.has(index, *_ORDER) and figures.measures and figures.dimensions:
            worst = slots.has(index, "worst_first") and figures.measures[0] in LOWER_IS_BETTER
            by = _ordered_by(slots, index) or figures.measures[0]
            figures.sort = Sort(by=by, descending=worst or slots.has(index, "descending"))
        elif slots.has(index, "rank_verb") and not slots.used(index) and figures.dimensions and not figures.sort:
            bounded = {having.measure for having in figures.having}
            ranks = [name for name in figures.measures if name not in bounded] or figures.measures
            figures.sort = Sort(by=ranks[0]) if ranks else None
        slots.use(index, "structure")
    for index in range(len(slots)):
        if slots.value(index, "verb") in ("sell", "buy") and not slots.used(index):
            slots.use(index, "structure")


def _ordered_by(slots: Slots, index: int) -> str | None:
    """按销售额从高到低: the figure right before, where several are shown."""
    before = slots.before(index, lambda item: item.has("filler", "rank_verb", "by", "rank_by"))
    named = slots.role(before).removeprefix("measure: ") if slots.role(before).startswith("measure: ") else None
    led = slots.has(slots.before(before), "by", "rank_by") or slots.has(before - 1, "by", "rank_by", "break")
    return named if named and led else None
