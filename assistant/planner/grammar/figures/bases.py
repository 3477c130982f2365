"""What a figure is counted over: people of a period, cohorts of their month, products that were sold in it."""

from __future__ import annotations

from assistant.planner.grammar.figures.aggregates import of_a_lifetime, of_each_then, over_all_time
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import SALES
from assistant.planner.grammar.people.agents import LAPSED_DAYS
from assistant.planner.grammar.rows.cohorts import RETENTION
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.readers.calendar import bounds, fixed
from tools.definitions import AGGREGATE, Attribute, Audience, Bought, Condition, Engaged, Period

JOINED = {
    "first_order_month": "first_order_date",
    "first_order_quarter": "first_order_date",
    "first_order_year": "first_order_date",
    "signup_month": "signup_date",
    "signup_quarter": "signup_date",
    "signup_year": "signup_date",
}
"""Dimensions by which people came, and the day of it."""
_CALENDAR = {"day", "week", "month", "quarter", "year", "weekday"}
_JOINING = ("known", "during")


def settle_base(slots: Slots, figures: Figures) -> None:
    """People and products have no period of their own: it picks the people who came or bought, or what was sold."""
    _in_their_days(slots, figures)
    _first_orders(slots, figures)
    _counted_deeds(slots, figures)
    _counted_in_time(slots, figures)
    if figures.measures == ["customers"] and any(slots.level(f.field) in _SOLD for f in figures.where):
        figures.measures = ["buyers"]  # 青梅面膜是谁在买，男女各几个
        _drop_buying(figures)
    period = figures.period
    then = of_each_then(slots) and not figures.people.audience.limit
    if period is None and then and any(of_a_lifetime(name) for name in figures.measures):
        raise over_all_time()
    if period is None or figures.compare or figures.compare_period or not figures.measures:
        return
    came = next((day for name, day in JOINED.items() if name in figures.dimensions), None)
    told = any(getattr(one, "field", "") == "first_order_date" for one in figures.people.audience.all)
    if figures.measures == [RETENTION] and told:
        figures.period = None  # 去年12月首购的客户，今年前三个月的留存: every month after is shown
    elif figures.measures == [RETENTION]:
        _only(figures, Attribute(field="first_order_date", op="during", period=period))
    elif came and (_of_people(slots, figures) or _says_when_they_came(slots, figures)):
        _only(figures, Attribute(field=came, op="during", period=figures.period))
    elif figures.measures == ["customers"] and _no_window(figures):
        figures.measures = ["buyers"]
        figures.assumed.append("buyers")
    elif figures.measures == ["products"] and any(slots.value(i, "verb") == "sell" for i in range(len(slots))):
        figures.measures = ["products_sold"]
    elif any(of_a_lifetime(name) for name in figures.measures) and _no_window(figures):
        raise over_all_time()
    elif _of_people(slots, figures) and _no_window(figures):
        _only(figures, Bought(period=period))
        figures.assumed.append("buyers")


_SOLD = ("order", "product", "line")
"""Whose fields say what was sold: of such sales there are buyers."""


def _drop_buying(figures: Figures) -> None:
    """Of buyers nothing is told by saying that they bought."""
    audience = figures.people.audience
    rest = [one for one in audience.all if one != Bought()]
    figures.people.conditions -= len(audience.all) - len(rest)
    figures.people.audience = audience.model_copy(update={"all": rest})


def _in_their_days(slots: Slots, figures: Figures) -> None:
    """revenue from repeat customers in 2025, 老客今年花了多少: the days are those of the figure, too."""
    clauses = figures.people.clauses
    days = {clause.period.model_dump_json(): clause.period for clause in clauses if clause.period is not None}
    named = any(clause.verb in _THEN and not clause.negated for clause in clauses)
    ever = any(slots[i].text.casefold() in _SINCE for i in range(len(slots)))
    if named and len(days) == 1 and not ever and figures.period is None and set(figures.measures) <= SALES:
        figures.period = next(iter(days.values()))


_THEN = ("agent:returning", "agent:repeat", "agent:new", "agent:first_time", "agent:active", "agent:buy")
_SINCE = (
    "so far", "to date", "since", "since then", "ever", "ever since", "lifetime", "in their lifetime", "until now",
    "至今", "到现在", "目前为止", "迄今", "累计", "后来", "之后",
)  # fmt: skip
"""Of all their days, and not only of those that say who they are."""


def _counted_deeds(slots: Slots, figures: Figures) -> None:
    """今年每个月有多少客户退订: how many did so in each of the months, and not who of them bought then."""
    timed = {"month", "week", "day", "quarter", "year"} & set(figures.dimensions)
    told, audience = figures.people.audience.all, figures.people.audience
    one = told[0] if len(told) == 1 and audience == Audience(all=told) else None
    if figures.measures != ["customers"] or one is None or "unsubscribes" not in slots.vocabulary.dictionary.measures:
        return
    left = isinstance(one, Engaged) and timed and one.event == "unsubscribe" and (one.op, one.value) == ("ge", 1)
    came = isinstance(one, Attribute) and (one.field, one.op) == ("signup_date", "known")
    if (left and not getattr(one, "where", None)) or (came and figures.period):
        figures.period = figures.period or getattr(one, "period", None)
        figures.measures = ["unsubscribes" if left else "signups"]
        figures.people.audience, figures.people.conditions = Audience(), 0


def _first_orders(slots: Slots, figures: Figures) -> None:
    """customers whose first order was in September, by the channel of that order: the new buyers of those days."""
    of_orders = any(slots.level(name) == "order" for name in figures.dimensions)
    _first_time(figures)
    first = [c for c in figures.people.audience.all if _first_bought(c)]
    period = getattr(first[0], "period", None) if len(first) == 1 else None
    known = "new_buyers" in slots.vocabulary.dictionary.measures
    dated = period is not None and figures.period in (None, period)
    if not (of_orders and dated and known) or figures.measures not in (["customers"], ["buyers"], ["new_buyers"]):
        return
    rest = [c for c in figures.people.audience.all if c is not first[0]]
    figures.people.audience = figures.people.audience.model_copy(update={"all": rest})
    figures.people.conditions -= 1
    figures.measures, figures.period = ["new_buyers"], period
    figures.share = figures.share and slots.find("share", free=False) is not None


def _first_time(figures: Figures) -> None:
    """first time buying customers of last month: their first order was in it."""
    first = [f for f in figures.where if (f.field, f.op, f.values) == ("first_or_repeat", "is", ["first"])]
    buying = [c for c in figures.people.audience.all if isinstance(c, Bought)]
    if first and len(buying) == 1 and buying[0] == Bought() and figures.period is not None:
        place = figures.people.audience.all.index(buying[0])
        told = list(figures.people.audience.all)
        told[place] = Bought(where=first, period=figures.period)
        figures.people.audience = figures.people.audience.model_copy(update={"all": told})
        figures.where = [f for f in figures.where if f not in first]


def _first_bought(one: Condition) -> bool:
    if isinstance(one, Bought):
        return _at_all(one) and [(f.field, f.values) for f in one.where] == [("first_or_repeat", ["first"])]
    return isinstance(one, Attribute) and (one.field, one.op) == ("first_order_date", "during")


def joined_when(figures: Figures) -> None:
    """signups by month, how many people signed up each week: counted by the day they joined."""
    came = [c for c in figures.people.audience.all if isinstance(c, Attribute) and c.field == "signup_date"]
    if figures.measures or len(came) != 1 or not set(figures.dimensions) & _CALENDAR or came[0].op not in _JOINING:
        return
    if figures.period is not None and came[0].period is not None:
        return
    figures.measures = ["signups"]
    figures.period = figures.period or came[0].period
    rest = [c for c in figures.people.audience.all if c is not came[0]]
    figures.people.audience = figures.people.audience.model_copy(update={"all": rest})
    figures.people.conditions -= 1


def _counted_in_time(slots: Slots, figures: Figures) -> None:
    """how many people bought skincare each month, 2026年每个渠道有多少客户下单: of those days and orders."""
    timed = bool(set(figures.dimensions) & set(TIME_FIELDS))
    dated = any(isinstance(one, Bought) and one.period for one in figures.people.audience.all)
    of_orders = dated and any(slots.level(name) == "order" for name in figures.dimensions)
    if figures.measures != ["customers"] or not (timed or of_orders):
        return
    figures.measures = ["buyers"]
    usual = Period(kind="rolling", unit="day", count=LAPSED_DAYS)  # of "active", where no other is named
    kept: list[Condition] = []
    for condition in figures.people.audience.all:
        if not isinstance(condition, Bought) or not _at_all(condition):
            kept.append(condition)
            continue
        figures.where += condition.where
        said = condition.period != usual or slots.find("period", free=False) is not None
        if condition.period is not None and figures.period is None and said:
            figures.period = condition.period
    people = figures.people.audience.model_copy(update={"all": kept})
    figures.people.audience, figures.people.conditions = people, 0 if people == Audience() else len(kept) or 1
    figures.assumed.append("buyers")


def _at_all(bought: Bought) -> bool:
    """Bought once or more, and nothing else said of it than of what and when."""
    plain = (bought.op, bought.value, bought.measure) == ("ge", 1, "orders")
    return plain and not (bought.together or bought.after or bought.first_purchase)


def _says_when_they_came(slots: Slots, figures: Figures) -> bool:
    """revenue by signup quarter, 2024 onwards: a period right behind (or before) that split is of the sign-ups."""
    split = next((i for i in range(len(slots)) if slots.role(i).removeprefix("split by ") in JOINED), None)
    period = next((i for i in range(len(slots)) if slots.has(i, "period") and slots.role(i) == "period"), None)
    if split is None or period is None:
        return False
    if period < split:
        return period + 1 == split
    if slots[period - 1].text.casefold() == "from":  # by signup quarter (from 2024): from then on
        figures.period = fixed(bounds(slots.value(period, "period"), slots.today)[0], None)
    return not any(slots.has(i, "measure", "verb", "group", "agent", "how_much") for i in range(split + 1, period))


def sold_products(slots: Slots, figures: Figures) -> None:
    """how many different products sold at least once in August: products that sold, however many pieces."""
    if figures.measures and figures.measures != ["products"]:
        return
    for index in slots.all("field", "measure", free=False):
        if "product" not in (slots.value(index, "field"), (slots.value(index, "measure") or "").rstrip("s")):
            continue
        counted = slots.has(
            slots.before(index, lambda item: item.has("filler", "group")), "how_many", "distinct"
        ) or slots.has(index, "how_many")
        sold = next((i for i in range(index + 1, len(slots)) if slots.value(i, "verb") == "sell"), None)
        if not counted or sold is None or "products_sold" not in slots.vocabulary.dictionary.measures:
            continue
        figures.measures = ["products_sold"]
        for at in (index, sold):
            slots.use(at, "measure: products_sold")
        for at in range(sold + 1, len(slots)):
            found = slots.value(at, "range")
            if (
                isinstance(found, Range)
                and (found.op, found.low.value) == ("ge", 1)
                and found.unit in ("pieces", "times", "number")
            ):
                slots.use(at, "sold at all")
        return


def _only(figures: Figures, condition: Condition) -> None:
    people = figures.people.audience if figures.people.conditions else Audience()
    figures.people.audience = people.model_copy(update={"all": [*people.all, condition]})
    figures.people.conditions += 1
    figures.period = None


def _of_people(slots: Slots, figures: Figures) -> bool:
    """Whether every measure is counted over customers as they stand today."""
    return all(_counts_people(slots, name) for name in figures.measures)


def _counts_people(slots: Slots, name: str) -> bool:
    parts = AGGREGATE.match(name)
    if parts:
        return slots.level(parts.group(2)) == "customer"
    spec = slots.vocabulary.dictionary.measures.get(name)
    return spec is not None and spec.grain == "customers" and name != "signups"


def _no_window(figures: Figures) -> bool:
    """Nobody said otherwise what the period is of: who signed up in it, who bought in it."""
    return not any(_timed(condition) for condition in figures.people.audience.all)


def _timed(condition: Condition) -> bool:
    return isinstance(getattr(condition, "period", None), Period)


def of_clusters(figures: Figures) -> None:
    """Customers by cluster, by the channel of their first order: of those that have one; who never bought has none."""
    for field in ("cluster", "first_order_channel"):
        if field not in figures.dimensions or figures.measures != ["customers"]:
            continue
        known = Attribute(field=field, op="known")
        audience = figures.people.audience
        named = any(isinstance(c, Attribute) and c.field == field for c in audience.all)
        if not named:
            figures.people.audience = audience.model_copy(update={"all": [*audience.all, known]})
            figures.people.conditions += 1


def brought_by_channels(slots: Slots, figures: Figures) -> None:
    """what referral customers brought in, revenue credited to channels: those they came by, and no message."""
    came = ("acquisition_channel", "first_order_channel")
    told = set(figures.dimensions) & set(came) or any(
        isinstance(c, Attribute) and c.field in came for c in figures.people.audience.all
    )
    if told and figures.after is None:
        for index in slots.all("brought_in"):
            slots.use(index, "structure")
