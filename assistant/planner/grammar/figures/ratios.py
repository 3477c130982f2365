"""Figures that are a part of another by their name: discounted orders of orders, opens of sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import bounds
from tools.definitions import Attribute, Audience, Bought, Condition, Contactable, Filter, Metric, Part, Period

_PARTS: dict[str, tuple[str, Part]] = {
    "discounted_orders": ("orders", Part(where=[Filter(field="order_discount", op="gt", values=[0])])),
    "new_buyers": ("buyers", Part(where=[Filter(field="first_or_repeat", values=["first"])])),
    "returning_buyers": ("buyers", Part(where=[Filter(field="first_or_repeat", values=["repeat"])])),
    "customers_without_orders": (
        "customers", Part(audience=Audience(all=[Attribute(field="orders", values=[0])]))
    ),
    "emailable_customers": (
        "customers", Part(audience=Audience(all=[Attribute(field="emailable", values=[True])]))
    ),
    "textable_customers": (
        "customers", Part(audience=Audience(all=[Attribute(field="textable", values=[True])]))
    ),
}  # fmt: skip
_RATES = {
    ("repeat_buyers",): "repeat_rate",
    ("repeat_buyers", "buyers"): "repeat_rate",
    ("returned_units",): "return_rate",
    ("returned_units", "units"): "return_rate",
    ("returns_value", "units"): "return_rate",
    ("discount_amount",): "discount_share",
    ("discount_amount", "gross_revenue"): "discount_share",
    ("opens",): "open_rate",
    ("opens", "sends"): "open_rate",
    ("clicks",): "click_rate",
    ("clicks", "sends"): "click_rate",
    ("clicks", "opens"): "click_to_open_rate",
    ("unsubscribes",): "unsubscribe_rate",
    ("unsubscribes", "sends"): "unsubscribe_rate",
}
"""Shares that have a name of their own."""


def only_counted(slots: Slots, figures: Figures) -> bool:
    """Whether a figure does no more than count people who are named."""
    return set(figures.measures) <= {"customers", "buyers"} and slots.find("people", "agent", free=False) is not None


def ratio_of(measures: list[str]) -> str | None:
    """discounts as a share of gross sales: the rate these two make."""
    return _RATES.get(tuple(measures))


def part_of_measure(measures: list[str]) -> tuple[str, Part | None]:
    """The whole a figure is a part of, and which part; the figure itself where it is none."""
    names = [name for name in measures if name not in ("orders", "buyers", "customers")] or measures
    if len(names) == 1 and names[0] in _PARTS:
        return _PARTS[names[0]]
    return measures[0] if measures else "", None


def audience_of(figures: Figures) -> Audience | None:
    """The people one side is about; buyers of a period are those who bought in it."""
    people = figures.people.audience if figures.people.conditions else Audience()
    if figures.where or figures.period:
        if figures.measures != ["buyers"] and not figures.where:
            return None
        bought = Bought(where=figures.where, period=figures.period)
        people = people.model_copy(update={"all": [*people.all, bought]})
    elif figures.measures == ["buyers"] and not figures.people.conditions:
        people = people.model_copy(update={"all": [*people.all, Bought()]})
    return people if people != Audience() else None


def bought_in(figures: Figures) -> Period | None:
    """The period in which people bought who are told by nothing else: buyers of 2026."""
    if figures.measures == ["buyers"]:
        return figures.period
    bought = (c for c in figures.people.clauses if c.verb in ("buy", "agent:buy") and not c.groups and not c.negated)
    return next((clause.period for clause in bought if clause.period is not None), None)


def newcomers(whole: Figures, part: Figures) -> bool:
    """今年1月首购人群，九十天内有第二单的比率: whoever first bought then is a group of people, as a whole."""
    first = [Filter(field="first_or_repeat", values=["first"])]
    named = whole.measures == ["new_buyers"] and not whole.where
    later = any(isinstance(one, Bought) and one.after is not None for one in part.people.audience.all)
    if not later or part.where or not (named or (whole.measures == ["buyers"] and whole.where == first)):
        return False
    held = whole.people.audience
    told = [one for one in held.all if isinstance(one, Attribute) and one.field == "first_order_date"]
    if whole.dimensions or part.dimensions or not (told or whole.period):
        return False
    facts = [] if told else [Attribute(field="first_order_date", op="during", period=whole.period)]
    whole.people.audience = held.model_copy(update={"all": [*facts, *held.all]})
    whole.people.conditions, whole.measures, whole.where = len(whole.people.audience.all), ["customers"], []
    whole.period = None
    return True


def told_with_people(figures: Figures) -> Period | None:
    """revenue from repeat customers this year: the period of the figure, where it was told with the people."""
    named = (c.period for c in figures.people.clauses if c.verb.startswith("agent:") and c.period is not None)
    return figures.period or next(named, None)


def counts_people(figures: Figures) -> bool:
    """of the emailable customers: a count that names who is counted is a group of people, as a whole."""
    measure, extra = part_of_measure(figures.measures)
    if measure != "customers" or extra is None or extra.audience is None or extra.where:
        return False
    held = figures.people.audience
    figures.people.audience = held.model_copy(update={"all": [*extra.audience.all, *held.all]})
    figures.people.conditions += 1
    figures.measures = ["customers"]
    return True


def given_back(whole: Figures, part: Figures) -> bool:
    """what percentage of units sold were returned, by category: the return rate."""
    if whole.measures == ["net_revenue"] and part.people.conditions and not whole.people.conditions:
        raise Unclear(
            "The return rate here is of pieces; I can show what returns were worth beside the revenue.",
            "退货率按件数计算；可以把退货金额和销售额放在一起看。",
            [("return rate", "退货率"), ("returns value and net revenue", "退货金额和净收入")],
        )
    if whole.measures != ["units"] or not part.people.conditions:
        return False
    whole.measures, whole.period = ["return_rate"], whole.period or part.period
    whole.dimensions += part.dimensions
    return True


def timed_by_part(whole: Figures, part: Figures) -> None:
    """每个季度女装占比怎么变的: its course is told by the time the part is told by."""
    if set(part.dimensions) & set(TIME_FIELDS):
        whole.dimensions = [name for name in whole.dimensions if name not in TIME_FIELDS]
    if whole.measures == ["buyers"] and whole.period is None:
        whole.period = bought_so_then(part.people.audience.all)


def bought_so_then(conditions: Sequence[Condition]) -> Period | None:
    """buyers with two or more orders in 2026: of those who bought then."""
    told = [one for one in conditions if isinstance(one, Bought) and one.period and not one.after]
    return told[0].period if len(told) == 1 and (told[0].value > 1 or told[0].where) else None


def of_it_all(whole: Figures, part: Figures) -> bool:
    """revenue from customers over 50 as a percentage of total, 2026: the period is that of the total."""
    only_when = part.period is not None and not (part.where or part.people.conditions or part.dimensions)
    if not only_when or not (whole.where or whole.people.conditions) or whole.period is not None:
        return False
    whole.period = part.period
    return True


def refuse_other_days(slots: Slots, whole: Figures, part: Figures, today: date) -> None:
    """YTD revenue as % of last year's total: no days of the one are days of the other."""
    if whole.period is None or part.period is None or part.where or part.people.conditions:
        return
    (start, end), (begin, last) = bounds(whole.period, today), bounds(part.period, today)
    if start and begin and ((last or today) < start or (end or today) < begin):
        raise Unclear(
            "One period is no part of the other; I can set them side by side, with the change in percent.",
            "两个时间段互不包含，不能算占比；可以并列比较并给出变化百分比。",
            [("revenue this year vs last year", "今年和去年的销售额对比")],
            (0, slots.origin(len(slots) - 1)[1]),
        )


def says_figure(slots: Slots) -> bool:
    """Whether a figure is named that is no count of people."""
    return any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))


def only_consent(whole: Slots, figures: Figures) -> bool:
    """微信渠道的客户短信同意率: people who may be written to, and nobody's revenue."""
    told = figures.people.audience.all
    consent = bool(told) and not figures.where and all(isinstance(one, Contactable) for one in told)
    return consent and not says_figure(whole)


def split_of_people(whole: Figures, part: Figures) -> Metric | None:
    """gender share among gold members: the people of the whole, split."""
    if not part.dimensions or not whole.people.conditions or whole.where or whole.period:
        return None
    people = whole.people.audience
    return Metric(measures=["customers"], dimensions=part.dimensions, audience=people, share=True)


def only_rows(slots: Slots, figures: Figures) -> bool:
    """Whether a side says by what to split and nothing else: gender, of each country."""
    said = slots.find("people", "agent", "who", free=False) is not None or says_figure(slots)
    narrowed = figures.where or figures.people.conditions or figures.period
    return bool(figures.dimensions) and not said and not narrowed


_AMONG = ("of", "among", "amongst", "within", "of our", "among our", "for", "among the", "of the")


def in_each(slots: Slots) -> bool | None:
    """share of women in each city: of each; gender split of gold members: they are the whole; None: it is not said."""
    told = [i for i in range(1, len(slots)) if slots.role(i).startswith("customers")]
    if told and any(
        slots[i].text.casefold() in ("in each", "in every", "within each") for i in range(told[0], len(slots))
    ):
        return True
    return False if any(slots[i - 1].text.casefold() in _AMONG for i in told) else None


def shares_by_rows(slots: Slots) -> bool:
    """gender mix of customers in Berlin, 上海客户的性别占比: what stands before the word is what is shared out."""
    named = [_shared_out(slots, i) for i in slots.all("share", free=False)]
    return any(slots.role(i).startswith("split by") and slots.role(i)[9:] not in TIME_FIELDS for i in named if i >= 0)


def _shared_out(slots: Slots, share: int) -> int:
    """Where that stands: at once before the word, or before the figure it is a share of: 品牌销售额占比."""
    at = share - 1
    while at > 0 and slots.chinese(share) and slots.role(at).startswith("measure") and slots.has(at, "measure"):
        at -= 1
    return at


def of_each_row(slots: Slots, figures: Figures) -> bool:
    """Whether the part is one of each row: 每季度微信占比, 各城市女性占比 – 微信各城市占比 parts the whole by rows."""
    if shares_by_rows(slots):
        return False
    if (told := in_each(slots)) is not None:
        return told
    words = [i for i in range(len(slots)) if not slots.has(i, "break")]
    rows = [i for i in words if slots.role(i).startswith(("split by", "trend"))]
    said = [i for i in words if slots.role(i).startswith(("filter", "customers", "measure: new_", "verb"))]
    timed = all(name in TIME_FIELDS for name in figures.dimensions)
    return timed or (bool(said) and (not rows or max(rows) < max(said)))


def counted_in(figures: Figures) -> str:
    """A share of goods is one of sales; of what is out of stock it is one of the products."""
    of_stock = bool(figures.where) and all(item.field == "stock" for item in figures.where)
    return "products" if of_stock else "net_revenue"
