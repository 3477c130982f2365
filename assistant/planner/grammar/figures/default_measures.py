"""Which figure is meant where none is named: best-selling is pieces, a share of channels is sales, who are people."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import CAMPAIGN_MEASURES, SALES_MEASURES
from assistant.planner.grammar.slots import Slots

_ORDERED = ("下单", "成交", "出单")
"""几点下单最多: orders are counted."""
_HEADS_ZH = ("人", "客户", "用户", "会员", "顾客", "客人", "位", "名")
"""有多少客户: the count names who is counted."""


_OF_PEOPLE = {"gender", "age_group", "loyalty_tier", "rfm_segment", "cluster", "preferred_language"}
"""Splits that say how many people by themselves: gender split per country."""


def _league(slots: Slots, figures: Figures) -> bool:
    """a ranking of brands: of what, nobody said."""
    return slots.find("rank_verb") is not None and bool(figures.dimensions)


_SPENT = "measure: net_revenue"


def _told(slots: Slots, index: int) -> bool:
    """Whether the deed picks people rather than being what is asked."""
    return slots.role(index).startswith("verb:")


def default_measures(slots: Slots, figures: Figures, ranked: str) -> None:
    """Name the figure that the rest of the question calls for."""
    if figures.measures:
        return
    if any(_heads_counted(slots, i) for i in range(len(slots))):
        figures.heads = any(slots.has(i, "how_much") and slots.role(i) == _SPENT for i in range(len(slots)))
        figures.measures = ["net_revenue"] if figures.heads else ["customers"]
        if figures.heads:  # how many bought in Q3 and how much did they spend: in Q3
            when = [c.period for c in figures.people.clauses if c.period is not None]
            figures.period = figures.period or (when[0] if len(when) == 1 else None)
        return
    if banded := [name for name in figures.dimensions if name.startswith("band(")]:
        named = next((slots.value(i, "banded_of") for i in range(len(slots)) if slots.has(i, "banded_of")), None)
        of_orders = any(slots.level(name[5:].split(",")[0].rstrip(")")) == "order" for name in banded)
        figures.measures = [named or ("orders" if of_orders else "customers")]
        return
    if any(slots.has(i, "rows_of") for i in range(len(slots))) and not figures.where:
        figures.measures = ["customers"]
        return
    people = slots.find("people", "agent", free=False) is not None or _members_ranked(slots)
    if people and slots.find("distribution", free=False) is not None:
        figures.measures = ["customers"]  # 买过香水的客户按城市分布
        return
    sold = any(slots.value(i, "verb") in ("sell", "buy") and not _told(slots, i) for i in range(len(slots)))
    if figures.people.conditions and slots.find("how_many", free=False) is not None and not (sold or figures.where):
        figures.measures = ["customers"]  # how many signed up but haven't ordered, by channel
        return
    figures.assumed.append("measure")
    catalogued = set(figures.dimensions) & {"category", "brand", "subcategory"}
    if (
        catalogued
        and slots.find("product_cue", free=False) is not None
        and "products" in slots.vocabulary.dictionary.measures
    ):
        figures.measures = ["products"]
        for index in slots.all("product_cue"):
            slots.use(index, "asked for")
        return
    if (
        ranked in ("best_selling", "worst_selling")
        or (ranked and sold and figures.where)
        or (sold and slots.find("how_many", free=False) is not None)
    ):
        figures.measures = ["units"]
    elif figures.after is not None:
        much = slots.find("how_much", free=False) is not None
        figures.measures = ["net_revenue"] if much else ["net_revenue", "orders"]
        figures.assumed.remove("measure")
    elif any(f.field in ("campaign", "campaign_channel") for f in figures.where) or set(figures.dimensions) & {
        "campaign",
        "campaign_channel",
    }:
        figures.measures = [m for m in CAMPAIGN_MEASURES if m in slots.vocabulary.dictionary.measures]
    elif slots.find("performance") is not None and not slots.find("people"):
        figures.measures = [m for m in SALES_MEASURES if m in slots.vocabulary.dictionary.measures]
    elif (people and (ranked in ("top", "bottom") or (slots.relative and sold and not ranked))) or (
        ranked and _most_of_whom(slots)
    ):
        figures.measures = ["customers"]
        figures.assumed.remove("measure")
    elif ranked and any(slots.has(i, "verb") and slots[i].text.startswith(_ORDERED) for i in range(len(slots))):
        figures.measures = ["orders"]
    elif slots.find("difference", free=False) is not None and figures.dimensions and figures.compare:
        figures.measures = ["net_revenue"]  # 哪个品类跌得最多
    elif slots.find("how_much", free=False) is not None or ranked or sold or _league(slots, figures):
        figures.measures = ["net_revenue"]
        if slots.find("how_much", free=False) is not None:
            figures.assumed.remove("measure")
    elif slots.find("which", free=False) is not None and any(slots.level(d) == "customer" for d in figures.dimensions):
        figures.measures = ["customers"]
        figures.assumed.remove("measure")
    elif _sides_compared(slots) or (
        slots.find("versus", free=False) is not None and figures.compare_period and not figures.dimensions
    ):
        figures.measures = [m for m in SALES_MEASURES if m in slots.vocabulary.dictionary.measures]
    elif (figures.share or slots.find("trend", free=False) is not None) and of_sales(slots, figures):
        orders = any(slots[i].text.startswith("订单") for i in range(len(slots)))
        figures.measures = ["orders" if orders else "net_revenue"]
    elif (
        slots.find("people", "agent", "how_many", free=False) is not None
        or (set(figures.dimensions) & _OF_PEOPLE and not figures.where and not figures.period)
        or figures.share
        or slots.find("distribution", free=False) is not None
        or _facts_only(slots, figures)
    ):
        figures.measures = ["customers"]
        figures.assumed.remove("measure")


def _heads_counted(slots: Slots, index: int) -> bool:
    """有多少客户, how many people: the count names who is counted."""
    if slots[index].text.casefold() in ("how many people", "how many ppl", "how many folks"):
        return True
    after = slots.next(index)
    group = slots.value(after, "group")
    persons = group is not None and slots.level(group.field) == "customer" and slots.has(slots.next(after), "verb")
    before = slots.value(slots.before(index), "group")
    members = before is not None and slots.level(before.field) == "customer" and slots.chinese(index)
    named = (
        slots[index].text.endswith(_HEADS_ZH)
        or (members and index + 1 < len(slots))
        or slots.has(after, "people", "agent")
        or persons
    )
    return slots.has(index, "how_many") and named


def _most_of_whom(slots: Slots) -> bool:
    """which city has the most platinum members, the fewest women: who is counted stands behind the word."""
    for index in slots.all("top", "bottom", free=False):
        group = slots.value(slots.next(index), "group")
        word = slots[index].text.casefold().split()[-1]
        if group is not None and slots.level(group.field) == "customer" and word in ("most", "fewest", "least"):
            return True
    return False


def _members_ranked(slots: Slots) -> bool:
    """哪个城市的白金会员最多: people named by what they are, in front of a rank."""
    for index in (*slots.all("top", free=False), *slots.all("bottom", free=False)):
        group = slots.value(slots.before(index), "group")
        if group is not None and slots.level(group.field) == "customer" and slots.chinese(index):
            return True
    return False


def _sides_compared(slots: Slots) -> bool:
    """纽约vs芝加哥，护肤: two sides, and nothing said of people or of how they are to be compared."""
    people = slots.find("people", "agent", "how_many", free=False) is not None
    return not people and any(getattr(slots.value(i, "group"), "joiner", "") == "vs" for i in range(len(slots)))


def _facts_only(slots: Slots, figures: Figures) -> bool:
    """Champions 首单渠道: facts of customers are what is shown, of nothing but customers."""
    facts = figures.dimensions and all(slots.level(name) == "customer" for name in figures.dimensions)
    return bool(facts) and not (figures.where or figures.period or figures.after)


def of_sales(slots: Slots, figures: Figures) -> bool:
    """wechat占比, 各品类占比: with nobody spoken of, a share of goods or channels is one of sales."""
    people = slots.find("people", "agent", "how_many", free=False) is not None
    named = {*figures.dimensions, *(item.field for item in figures.where)}
    return not people and any(slots.level(name) in ("product", "line", "order") for name in named)
