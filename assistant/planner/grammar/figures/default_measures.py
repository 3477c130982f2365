"""Which figure is meant where none is named: best-selling is pieces, a share of channels is sales, who are people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import CAMPAIGN_MEASURES, SALES_MEASURES
from assistant.planner.grammar.figures.ratios import counted_in
from assistant.planner.grammar.slots import Slots

_ORDERED = ("下单", "成交", "出单")
"""几点下单最多: orders are counted."""
_HEADS_ZH = ("人", "客户", "用户", "会员", "顾客", "客人", "位", "名")
"""有多少客户: the count names who is counted."""
_OF_PEOPLE = {"gender", "age_group", "loyalty_tier", "rfm_segment", "cluster", "preferred_language"}
"""Splits that say how many people by themselves: gender split per country."""
_MAILED = ("campaign", "campaign_channel")
_SPENT = "measure: net_revenue"


class _Meant(NamedTuple):
    """The figures that are meant where none is named."""

    measures: list[str]
    assumed: bool = False
    """Nothing in the question names them: the answer says that they were taken."""


@dataclass(frozen=True)
class _Question:
    """What has been read of a question that names no figure."""

    slots: Slots
    figures: Figures
    ranked: str
    """The word that ranks its rows: top, bottom, best_selling …, or ""."""

    def says(self, *kinds: str) -> bool:
        """Whether such a word stands in it, whatever it has been used for."""
        return self.slots.find(*kinds, free=False) is not None

    @property
    def people(self) -> bool:
        """It speaks of people."""
        return self.says("people", "agent") or _members_ranked(self.slots)

    @property
    def sold(self) -> bool:
        """It asks what was bought or sold; a deed that only picks people does not."""
        return any(
            self.slots.value(i, "verb") in ("sell", "buy") and not self.slots.role(i).startswith("verb:")
            for i in range(len(self.slots))
        )

    def known(self, measures: tuple[str, ...]) -> list[str]:
        """Those of the measures that this shop has."""
        return [name for name in measures if name in self.slots.vocabulary.dictionary.measures]


def default_measures(slots: Slots, figures: Figures, ranked: str) -> None:
    """Name the figure that the rest of the question calls for."""
    if figures.measures:
        return
    question = _Question(slots, figures, ranked)
    found = (meant for rule in _RULES if (meant := rule(question)) is not None)
    meant = next(found, _Meant([], assumed=True))
    figures.measures = meant.measures
    if meant.assumed:
        figures.assumed.append("measure")


def _heads(q: _Question) -> _Meant | None:
    """How many people; with "and how much did they spend" the money, and the heads beside it."""
    if not any(_heads_counted(q.slots, i) for i in range(len(q.slots))):
        return None
    q.figures.heads = any(q.slots.has(i, "how_much") and q.slots.role(i) == _SPENT for i in range(len(q.slots)))
    if not q.figures.heads:
        return _Meant(["customers"])
    # how many bought in Q3 and how much did they spend: in Q3
    when = [c.period for c in q.figures.people.clauses if c.period is not None]
    q.figures.period = q.figures.period or (when[0] if len(when) == 1 else None)
    return _Meant(["net_revenue"])


def _in_bands(q: _Question) -> _Meant | None:
    """By order value in steps of 50: orders; by age in bands: customers; or what the bands are said to be of."""
    banded = [name for name in q.figures.dimensions if name.startswith("band(")]
    if not banded:
        return None
    slots = q.slots
    named = next((slots.value(i, "banded_of") for i in range(len(slots)) if slots.has(i, "banded_of")), None)
    of_orders = any(slots.level(name[5:].split(",")[0].rstrip(")")) == "order" for name in banded)
    return _Meant([named or ("orders" if of_orders else "customers")])


def _rows_of_people(q: _Question) -> _Meant | None:
    """Rows that are said to be of people."""
    return _Meant(["customers"]) if q.says("rows_of") and not q.figures.where else None


def _people_spread(q: _Question) -> _Meant | None:
    """买过香水的客户按城市分布."""
    return _Meant(["customers"]) if q.people and q.says("distribution") else None


def _how_many_did(q: _Question) -> _Meant | None:
    """how many signed up but haven't ordered, by channel."""
    told = q.figures.people.conditions and q.says("how_many")
    return _Meant(["customers"]) if told and not (q.sold or q.figures.where) else None


def _assortment(q: _Question) -> _Meant | None:
    """products by category: what is in the catalogue."""
    catalogued = set(q.figures.dimensions) & {"category", "brand", "subcategory"}
    if not (catalogued and q.says("product_cue") and q.known(("products",))):
        return None
    for index in q.slots.all("product_cue"):
        q.slots.use(index, "asked for")
    return _Meant(["products"], assumed=True)


def _pieces(q: _Question) -> _Meant | None:
    """best-selling, sold most in Berlin, products men buy most, how many were sold."""
    if q.says("share") and _orders_placed(q):
        return None  # 哪个城市App下单的比例最高
    if q.ranked in ("top", "bottom") and _orders_placed(q):
        return _Meant(["orders"])  # 门店下单最多的城市
    best = q.ranked in ("best_selling", "worst_selling") or bool(q.ranked and q.sold and q.figures.where)
    bought = any(q.slots.value(i, "verb") == "buy" for i in range(len(q.slots)))
    goods = q.figures.dimensions and all(q.slots.level(name) == "product" for name in q.figures.dimensions)
    best = best or bool(q.ranked and q.sold and bought and goods and q.figures.people.conditions)
    return _Meant(["units"], assumed=True) if best or (q.sold and q.says("how_many")) else None


def _followed(q: _Question) -> _Meant | None:
    """after the newsletter: what it brought, in money and in orders."""
    if q.figures.after is None:
        return None
    return _Meant(["net_revenue"] if q.says("how_much") else ["net_revenue", "orders"])


def _mailing(q: _Question) -> _Meant | None:
    """the spring newsletter, campaigns by channel: how many got, opened and clicked it."""
    named = any(f.field in _MAILED for f in q.figures.where) or set(q.figures.dimensions) & set(_MAILED)
    return _Meant(q.known(CAMPAIGN_MEASURES), assumed=True) if named else None


def _performance(q: _Question) -> _Meant | None:
    """how did Berlin do."""
    done = q.slots.find("performance") is not None and not q.slots.find("people")
    return _Meant(q.known(SALES_MEASURES), assumed=True) if done else None


def _people_ranked(q: _Question) -> _Meant | None:
    """which city has the most members, people who bought skincare by city."""
    ranked = q.people and q.ranked in ("top", "bottom")
    told = q.people and q.slots.relative and q.sold and not q.ranked
    return _Meant(["customers"]) if ranked or told or (q.ranked and _most_of_whom(q.slots)) else None


def _orders_placed(q: _Question) -> _Meant | None:
    """几点下单最多."""
    placed = any(span.has("verb") and span.text.startswith(_ORDERED) for span in q.slots.items)
    return _Meant(["orders"], assumed=True) if q.ranked and placed else None


def _fallen(q: _Question) -> _Meant | None:
    """哪个品类跌得最多, 今年9月女装增长了百分之几: in sales."""
    goods = any(q.slots.level(item.field) in ("product", "line", "order") for item in q.figures.where)
    changed = q.says("difference") and (q.figures.dimensions or goods) and q.figures.compare
    return _Meant(["net_revenue"], assumed=True) if changed else None


def _share_of_people(q: _Question) -> _Meant | None:
    """which category has the highest share of women, 哪个城市金卡占比最高: people are counted."""
    slots = q.slots
    for index in slots.all("share", free=False):
        for beside in (slots.before(index), slots.next(index)):
            group = slots.value(beside, "group")
            if group is not None and slots.level(group.field) == "customer":
                return _Meant(["customers"])
    return None


def _money(q: _Question) -> _Meant | None:
    """how much; and whatever is ranked or sold, of which nobody said by what: a ranking of brands."""
    league = q.slots.find("rank_verb") is not None and bool(q.figures.dimensions)
    if not (q.says("how_much") or q.ranked or q.sold or league):
        return None
    return _Meant(["net_revenue"], assumed=not q.says("how_much"))


def _which_people(q: _Question) -> _Meant | None:
    """which tiers: rows of people."""
    of_people = any(q.slots.level(name) == "customer" for name in q.figures.dimensions)
    return _Meant(["customers"]) if q.says("which") and of_people else None


def _two_sides(q: _Question) -> _Meant | None:
    """纽约vs芝加哥, May versus June: how each did."""
    periods = q.says("versus") and q.figures.compare_period and not q.figures.dimensions
    return _Meant(q.known(SALES_MEASURES), assumed=True) if _sides_compared(q.slots) or periods else None


def _share_of_sales(q: _Question) -> _Meant | None:
    """各品类占比, the trend of candles."""
    if not ((q.figures.share or q.says("trend")) and of_sales(q.slots, q.figures)):
        return None
    orders = any(span.text.startswith("订单") for span in q.slots.items)
    return _Meant(["orders" if orders else counted_in(q.figures)], assumed=True)


def _people_asked(q: _Question) -> _Meant | None:
    """gender split, how the tiers are distributed: people are counted."""
    by_itself = set(q.figures.dimensions) & _OF_PEOPLE and not q.figures.where and not q.figures.period
    shown = by_itself or q.figures.share or q.says("distribution") or _facts_only(q.slots, q.figures)
    return _Meant(["customers"]) if shown or q.says("people", "agent", "how_many") else None


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


_RULES: tuple[Callable[[_Question], _Meant | None], ...] = (
    _heads,
    _in_bands,
    _rows_of_people,
    _people_spread,
    _how_many_did,
    _assortment,
    _pieces,
    _followed,
    _mailing,
    _performance,
    _people_ranked,
    _orders_placed,
    _fallen,
    _share_of_people,
    _money,
    _which_people,
    _two_sides,
    _share_of_sales,
    _people_asked,
)
"""Asked in this order: the first that knows the question names its figures."""
