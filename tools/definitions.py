"""The typed definitions all floors share: periods, audiences and metrics; briefs are in tools.briefs.

A language model or the built-in planner fills these in; nobody writes code. Each is plain JSON, can be shown in words
(tools.wording), edited, saved and run again. Relative periods stay relative, so a saved audience moves with the data.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from tools.contract import Model
from tools.criteria import ARITY, Channel, Comparison, Filter, Operator, Period, Unit, Value

__all__ = [
    "AGGREGATE", "ARITY", "BAND", "CONVERSIONS", "RATIO", "ROLLING", "After", "Attribute", "Audience", "Bought",
    "Changed", "Channel", "Comparison", "Condition", "Contactable", "Engaged", "Filter", "Group", "Having", "Inclined",
    "Limit", "Metric", "Operator", "Part", "Period", "Ranked", "Saved", "Similar", "Sort", "Unit", "Value",
]  # fmt: skip


class Kinded(Model):
    """A member of the Condition union: its kind is written even where defaults are left out."""

    @model_serializer(mode="wrap")
    def _keep_kind(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {"kind": getattr(self, "kind", None), **handler(self)}


class Attribute(Kinded, Filter):
    """A fact about the customer: city, gender, age, orders, spend, days_since_last_order, rfm_segment, cluster …"""

    kind: Literal["attribute"] = "attribute"


class Compared(Model):
    """A figure compared with a number."""

    op: Comparison = "ge"
    value: float = 1
    upper: float | None = Field(default=None, description="Upper bound, only with op between")

    @model_validator(mode="after")
    def _upper_goes_with_between(self) -> Compared:
        if (self.op == "between") != (self.upper is not None):
            raise ValueError("op between and upper go together")
        return self


class After(Model):
    """Only purchases within so many days after a moment of the customer's own."""

    event: str = Field(description="first_order, signup, order, return, or: sent, open, click …")
    within_days: int = Field(ge=1, le=3_650)
    where: list[Filter] = Field(default_factory=list, description="Campaign fields; goods of order, return")
    including: bool = Field(default=False, description="Of first_order: the first order counts as well")
    touch: Literal["last", "first"] = "last"
    """Which of several acts before an order has it to its credit; an act further back than the days is none of them."""


class Purchases(Model):
    """Which purchases count. `where` takes product and order fields, all of which must hold for the same order line."""

    where: list[Filter] = Field(default_factory=list)
    together: list[Filter] = Field(default_factory=list, description="Each must hold for some line of the same order")
    period: Period | None = None
    measure: Literal["orders", "units", "revenue", "products", "categories", "brands", "months"] = "orders"


class Bought(Kinded, Compared, Purchases):
    """What the customer bought: `measure` over the matching purchases compared with `value`.

    Products, categories, brands and months: different ones. "never bought X" is measure orders, op eq, value 0.
    """

    kind: Literal["bought"] = "bought"
    first_purchase: bool = Field(default=False, description="Only the customer's very first order counts")
    after: After | None = None


class Changed(Kinded, Purchases):
    """More (or less) in `period` than in another: spent more this quarter than last."""

    kind: Literal["changed"] = "changed"
    period: Period
    compare_period: Period
    op: Literal["lt", "le", "gt", "ge"] = "gt"
    times: float = Field(default=1, gt=0, description="2: more than twice the other period's figure")


class Engaged(Kinded, Compared):
    """How the customer reacted: events of one type compared with `value`. `where` takes campaign and product fields."""

    kind: Literal["engaged"] = "engaged"
    event: str
    """sent, open, click, unsubscribe, view, cart … as listed by describe_data."""
    where: list[Filter] = Field(default_factory=list)
    period: Period | None = None


class Sized(Model):
    """How many to keep."""

    share: float | None = Field(default=None, gt=0, le=1, description="0.1 is the top tenth")
    count: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_of_two(self) -> Sized:
        if (self.share is None) == (self.count is None):
            raise ValueError("give share or count, one of the two")
        return self


class Ranked(Kinded, Sized):
    """Among the best (or worst) by a customer field, of all customers who have that figure."""

    kind: Literal["ranked"] = "ranked"
    by: str
    """A numeric customer field such as spend, orders, average_order_value."""
    descending: bool = True
    period: Period | None = Field(default=None, description="Spend, orders, units in it")
    where: list[Filter] = Field(default_factory=list, description="Of these goods")
    among: Group | None = Field(default=None, description="Rank only them")


class Inclined(Kinded, Compared):
    """Likely to buy from one category within the horizon of its model: the fitted probability compared with `value`."""

    kind: Literal["inclined"] = "inclined"
    category: str
    op: Comparison = "gt"
    value: float = Field(default=0.5, description="Probability, 0 to 1")


class Similar(Kinded, Sized):
    """Among the most alike to the customers of `seed`, who are not in it themselves; by their buying behaviour."""

    kind: Literal["similar"] = "similar"
    seed: Audience


class Saved(Kinded):
    """Everyone in an audience saved before."""

    kind: Literal["saved"] = "saved"
    name: str


class Contactable(Kinded):
    """May be written to: consent given, address present, never unsubscribed, not suppressed."""

    kind: Literal["contactable"] = "contactable"
    channel: Channel


class Group(Kinded):
    """Conditions within a condition: all of these, any of those, none of the others."""

    kind: Literal["group"] = "group"
    all: list[Condition] = Field(default_factory=list)
    any: list[Condition] = Field(default_factory=list)
    none: list[Condition] = Field(default_factory=list)


Condition = Annotated[
    Attribute | Bought | Changed | Engaged | Ranked | Inclined | Similar | Saved | Contactable | Group,
    Field(discriminator="kind"),
]


class Limit(Sized):
    """Keep only the first ones, after all conditions."""

    by: str
    """A numeric customer field; ties by customer id."""
    descending: bool = True
    period: Period | None = None
    """Only what was bought in it counts, as in Ranked."""
    where: list[Filter] = Field(default_factory=list)


class Audience(Model):
    """Customers for whom each condition in `all`, one or more in `any` (if given) and none in `none` holds, or all."""

    all: list[Condition] = Field(default_factory=list)
    any: list[Condition] = Field(default_factory=list)
    none: list[Condition] = Field(default_factory=list)
    limit: Limit | None = None


CONVERSIONS = frozenset(("conversion_rate", "conversions"))
"""Measures of acts that orders follow: `after` says which acts, and within how many days."""
AGGREGATE = re.compile(r"^(average|median|stddev|variance|sum|min|max|p\d\d?)\(([a-z0-9_]+)\)$")
"""A field summed up: median(age); p90(spend) is what nine in ten are at or below."""
ROLLING = re.compile(r"^(running)\(([a-z0-9_]+)\)$|^(moving)\(([a-z0-9_]+), ?([1-9]\d{0,2})\)$")
"""A measure over the rows of time up to each: running(orders) adds them up, moving(orders, 7) averages the last 7."""
RATIO = re.compile(r"^ratio\(([a-z0-9_]+), ?([a-z0-9_]+)\)$")
"""One of the measures listed beside it over another, row by row: ratio(net_revenue, sends)."""
BAND = re.compile(r"^band\(([a-z0-9_]+)(?:, ?(\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)*))?\)$")
"""A dimension that puts numbers into bands: band(order_value), with a width band(age, 10), or with the ends of each
band but the first: band(spend, 50/200/500)."""


class Part(Model):
    """A part of a whole: the rows for which all of this holds as well."""

    where: list[Filter] = Field(default_factory=list)
    audience: Audience | None = None
    period: Period | None = None


class Having(Compared):
    """Keep only rows whose measure compares so: a return_rate above 0.1."""

    measure: str
    value: float


class Sort(Model):
    """Rows by a measure, a dimension, or the `change` (`change_share`: in %) between periods."""

    by: str
    descending: bool = True


class Metric(Model):
    """Measures by dimensions over a period, against another.

    Measures: names in the dictionary (net_revenue …) or average/median/stddev/variance/sum/min/max of a number:
    `median(age)`, `p90(spend)`; over time `running(orders)`, `moving(orders, 7)`; `ratio(orders, sends)`.
    Numeric dimensions come in bands: `band(order_value)`, by width `band(age, 10)`, by ends `band(spend, 50/200/500)`.
    """

    measures: list[str] = Field(min_length=1, max_length=6)
    dimensions: list[str] = Field(default_factory=list, max_length=3)
    where: list[Filter] = Field(default_factory=list)
    """Product, order, event and campaign fields; customer fields belong into `audience`."""
    together: list[Filter] = Field(default_factory=list, description="Only orders with a line like each of these")
    after: After | None = Field(default=None, description="Attribution: only purchases so soon after a campaign or …")
    audience: Audience | None = None
    period: Period | None = None
    per: Unit | None = Field(default=None, description="Averaged over the period's days, weeks, months …")
    compare: Literal["previous_period", "previous_year", "row_before"] | None = None
    """`row_before`: each day, week, month … against the one before it."""
    compare_period: Period | None = Field(default=None, description="Exactly this period instead")
    share: bool = Field(default=False, description="Each row's share of the total")
    part: Part | None = Field(default=None, description="Only this part, and its share of each row's whole")
    having: list[Having] = Field(default_factory=list)
    sort: Sort | None = None
    limit: int | None = Field(default=None, ge=1, le=10_000)
    limit_within: str | None = Field(default=None, description="A dimension: keep the first `limit` rows of each")

    @model_validator(mode="after")
    def _consistent(self) -> Metric:
        if self.limit_within and (self.limit is None or self.limit_within not in self.dimensions[:3]):
            raise ValueError("limit_within names one of the dimensions and goes with limit")
        if len(set(self.measures)) != len(self.measures):
            raise ValueError("each measure once")
        if self.compare and self.compare_period:
            raise ValueError("give compare or compare_period, one of the two")
        if (self.compare or self.compare_period) and not self.period:
            raise ValueError("a comparison needs a period")
        if self.part is not None and not (self.part.where or self.part.audience or self.part.period):
            raise ValueError("part needs a condition")
        return self
