"""Audience definitions as SQL over the part `everyone`: who matches, in which order, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.contract import BadRequest, Column, Unavailable
from tools.data.compiler.facts import Facts
from tools.data.compiler.filters import SIGNS, compared, condition
from tools.data.compiler.measures import DIFFERENT, PURCHASED
from tools.data.compiler.moments import accompany, follow
from tools.data.compiler.rows import EventRows, SalesRows
from tools.data.compiler.script import Query
from tools.data.profile import quoted
from tools.definitions import (
    Attribute,
    Audience,
    Bought,
    Changed,
    Condition,
    Contactable,
    Engaged,
    Filter,
    Group,
    Inclined,
    Limit,
    Purchases,
    Ranked,
    Saved,
    Similar,
)
from tools.periods import Span, resolve

if TYPE_CHECKING:
    from tools.dictionary import Dictionary

RANKED_IN_PERIOD = {"spend": "revenue", "orders": "orders", "units": "units", "returned_units": "units"}
IN_PERIOD = "{}_in_period"
"""The column of the figure that members were chosen by, where it is of a period."""
OPEN = Span(None, None)


class Test(NamedTuple):
    """A condition compiled: whether it holds, and the customer's own figure behind it."""

    sql: str
    figure: str | None = None


class Members:
    """Compiles audiences over one set of facts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._path: list[str] = []
        self._source = "everyone"

    def matching(self, audience: Audience | Group) -> str:
        """The condition that all, any and none together make."""
        parts = [self.test(item).sql for item in audience.all]
        if audience.any:
            parts.append(" OR ".join(f"({self.test(item).sql})" for item in audience.any))
        parts += [f"NOT coalesce({self.test(item).sql}, FALSE)" for item in audience.none]
        return " AND ".join(f"({part})" for part in parts) or "TRUE"

    def test(self, item: Condition) -> Test:
        """One condition."""
        if isinstance(item, Attribute):
            return self._attribute(item)
        if isinstance(item, Bought):
            return self._bought(item)
        if isinstance(item, Changed):
            return self._changed(item)
        if isinstance(item, Engaged):
            return self._engaged(item)
        if isinstance(item, Ranked):
            return self._ranked(item)
        if isinstance(item, Inclined):
            return self._inclined(item)
        if isinstance(item, Similar):
            return self._similar(item)
        if isinstance(item, Saved):
            return Test(self._saved(item))
        if isinstance(item, Contactable):
            return Test(self.facts.field("emailable" if item.channel == "email" else "textable"))
        return Test(self.matching(item))

    def select(self, audience: Audience) -> str:
        """A SELECT of the ids of its members."""
        where = self.matching(audience)
        if audience.limit is None:
            return f"SELECT id FROM everyone WHERE {where}"
        return self._limited(where, audience.limit)

    def _limited(self, where: str, limit: Limit) -> str:
        figure, way = self._ranking_figure(limit), "DESC" if limit.descending else "ASC"
        keep = _kept(self.facts, limit.count, limit.share, "matched")
        return (
            f"SELECT id, place, figure FROM (SELECT id, {figure} AS figure, "
            f"row_number() OVER (ORDER BY {figure} {way}, id) AS place, count(*) OVER () AS matched "
            f"FROM everyone WHERE ({where}) AND {figure} IS NOT NULL) AS places "
            f"WHERE place <= {keep}"
        )

    def _attribute(self, item: Attribute) -> Test:
        spec = self.facts.dictionary.field(item.field)
        column = self.facts.field(item.field)
        if item.relative_to is None:
            return Test(condition(self.facts, spec, column, item), column)
        if not spec.numeric:
            raise BadRequest(f"{spec.name} is {spec.type}: only numbers have an {item.relative_to}.")
        figure = self.facts.figure(item.field)
        function = "avg" if item.relative_to == "average" else "median"
        return Test(f"{figure} {SIGNS[item.op]} (SELECT {function}({figure}) FROM {self._source})", figure)

    def _bought(self, item: Bought) -> Test:
        column = self._purchases(item, "0")
        return Test(compared(self.facts, column, item.op, item.value, item.upper), column)

    def _changed(self, item: Changed) -> Test:
        now = self._purchases(item, "0")
        other = self._purchases(item.model_copy(update={"period": item.compare_period}), "0")
        return Test(f"{now} {SIGNS[item.op]} {self.facts.script.bind(item.times)} * {other}", f"{now} - {other}")

    def _purchases(self, item: Purchases, missing: str) -> str:
        rows = SalesRows(self.facts, customers=False)
        for one in item.where:
            rows.filter(one)
        rows.during(resolve(item.period, self.facts.today) if item.period else OPEN)
        accompany(rows, item.together)
        if isinstance(item, Bought) and item.first_purchase:
            rows.where.append(rows.first_mark())
        if isinstance(item, Bought) and item.after:
            follow(rows, item.after)
        part, figure, beside = self.facts.script.fresh("bought"), PURCHASED[item.measure], DIFFERENT.get(item.measure)
        columns = {beside: rows.field(self.facts.dictionary.field(beside))} if beside else {}
        self.facts.script.before(
            part,
            lambda: (
                f"SELECT customer_id, {figure} AS figure FROM ({rows.select(columns)}) AS sales "
                "WHERE customer_id IS NOT NULL GROUP BY customer_id"
            ),
        )
        return self.facts.joined(part, missing)

    def _engaged(self, item: Engaged) -> Test:
        rows = EventRows(self.facts, customers=False)
        types = self.facts.dictionary.stored_forms("event", item.event)
        rows.where.append(f"e.type IN ({self.facts.script.bind_all(types)})")
        for one in item.where:
            rows.filter(one)
        rows.during(resolve(item.period, self.facts.today) if item.period else OPEN)
        name = self.facts.script.fresh("engaged")
        self.facts.script.before(
            name,
            lambda: f"SELECT customer_id, count(*) AS figure FROM ({rows.select({})}) AS acts GROUP BY customer_id",
        )
        column = self.facts.joined(name)
        return Test(compared(self.facts, column, item.op, item.value, item.upper), column)

    def _ranked(self, item: Ranked) -> Test:
        figure = self._ranking_figure(item)
        if item.among is not None:
            figure = f"CASE WHEN {self._beforehand(item.among)} THEN {figure} END"
        return self._placed(figure, "DESC" if item.descending else "ASC", item.count, item.share)

    def _beforehand(self, group: Group) -> str:
        """Who is ranked, told before the places are: an average in it is taken over a part that does not need them."""
        source, self._source = self._source, "facts"
        try:
            return self.matching(group)
        finally:
            self._source = source

    def _ranking_figure(self, rank: Ranked | Limit) -> str:
        by = rank.by
        spec = self.facts.dictionary.field(by)
        if rank.period is None and not rank.where:
            if not spec.numeric and spec.type != "date":
                raise BadRequest(f"{by} is {spec.type}: rank by a numeric field such as spend or orders.")
            return self.facts.figure(by)
        measure = RANKED_IN_PERIOD.get(by)
        if measure is None:
            known = ", ".join(RANKED_IN_PERIOD)
            raise BadRequest(f"{by} cannot be ranked within a period or of some goods: use one of {known}.")
        if by == "returned_units":
            returned = [*rank.where, Filter(field="quantity", op="lt", values=[0])]
            figure = self._purchases(Bought(measure=measure, period=rank.period, where=returned), "NULL")
            return f"-{figure}"
        bought = Bought(measure=measure, period=rank.period, where=rank.where)
        # a customer without such a purchase has no figure in it
        orders = self._purchases(bought.model_copy(update={"measure": "orders"}), "0")
        figure = self._purchases(bought, "NULL")
        return f"CASE WHEN {orders} > 0 THEN {figure} END"

    def _inclined(self, item: Inclined) -> Test:
        if "category_scores" not in self.facts.dictionary.profile.columns:
            raise Unavailable(
                "No model of category purchases is fitted for this shop: `python -m assistant train DIR`."
            )
        category = self.facts.dictionary.stored_forms("category", item.category)
        name = self.facts.script.fresh("inclined")
        values = self.facts.script.bind_all(category)
        self.facts.script.before(
            name,
            lambda: (
                "SELECT customer_id, max(probability) AS figure FROM category_scores "
                f"WHERE category IN ({values}) GROUP BY customer_id"
            ),
        )
        column = self.facts.joined(name, "NULL")
        return Test(compared(self.facts, column, item.op, item.value, item.upper), column)

    def _similar(self, item: Similar) -> Test:
        """The nearest by the likeness that was worked out for exactly this seed, whose members have no likeness."""
        name = self.facts.script.fresh("alike")
        self.facts.script.before(name, lambda: self.facts.likeness(item.seed))
        return self._placed(self.facts.joined(name, "NULL"), "DESC", item.count, item.share)

    def _placed(self, figure: str, way: str, count: int | None, share: float | None) -> Test:
        place = self.facts.window("place", f"row_number() OVER (ORDER BY {figure} {way} NULLS LAST, id)")
        total = self.facts.window("ranked_of", f"count({figure}) OVER ()")
        return Test(f"{figure} IS NOT NULL AND {place} <= {_kept(self.facts, count, share, total)}", figure)

    def _saved(self, item: Saved) -> str:
        by_name = {name.casefold().strip(): (name, saved) for name, saved in self.facts.saved.items()}
        if item.name.casefold().strip() not in by_name:
            known = ", ".join(name for name, _ in by_name.values()) or "none yet"
            raise BadRequest(
                f"No audience is saved as '{item.name}'; there are: {known}.", nearest=list(self.facts.saved)
            )
        name, audience = by_name[item.name.casefold().strip()]
        if name in self._path:
            raise BadRequest(f"The saved audience '{name}' refers to itself: {' → '.join([*self._path, name])}.")
        self._path.append(name)
        try:
            if audience.limit is None:
                return self.matching(audience)
            among = Group(all=audience.all, any=audience.any, none=audience.none)
            return self._ranked(Ranked(**audience.limit.model_dump(), among=among)).sql
        finally:
            self._path.pop()


def _kept(facts: Facts, count: int | None, share: float | None, total: str) -> str:
    """How many are kept: `count`, or `share` of `total` rounded up as the first of equal groups is."""
    if count is not None:
        return facts.script.bind(count)
    # rounding first keeps 0.1 × 30 from becoming 3.0000000000000004 and then 4
    return f"ceil(round(CAST({total} * CAST({facts.script.bind(share)} AS DOUBLE) AS DECIMAL(18, 6)), 6))"


def compile_audience(
    audience: Audience,
    dictionary: Dictionary,
    today: date,
    *,
    saved: Mapping[str, Audience] | None = None,
    dialect: str = "duckdb",
    select: Sequence[str] | Literal["count"] = ("id",),
    sort_by: str | None = None,
    descending: bool = True,
    limit: int | None = None,
) -> Query:
    """A query for the audience's members: their number, or the chosen customer fields of each, sorted.

    Without `sort_by` members come by id. Ties are broken by id; unknown figures come last.
    """
    facts = Facts(dictionary, today, saved or {})
    members = facts.script.after("members", Members(facts).select(audience))
    if select == "count":
        text = f"SELECT count(*) AS customers FROM {members}"
        return facts.script.render(
            text, facts.parts(), dialect, [Column(name="customers", type="integer", unit="customers")]
        )
    columns, parts = [], []
    for name in select:
        spec = dictionary.fields.get("customer_id") if name == "id" else dictionary.field(name)
        sql = "everyone.id" if name in ("id", "customer_id") else f"everyone.{facts.field(name)}"
        parts.append(f"{sql} AS {quoted(name)}")
        columns.append(Column(name=name, type=spec.type if spec else "text", unit=spec.unit if spec else None,
                              pii=spec.pii if spec else True))  # fmt: skip
    narrowed = audience.limit is not None and (audience.limit.period is not None or audience.limit.where)
    within = audience.limit if narrowed else None
    if within is not None:
        spec = dictionary.field(within.by)
        parts.append(f"{members}.figure AS {quoted(IN_PERIOD.format(within.by))}")
        columns.append(Column(name=IN_PERIOD.format(within.by), type=spec.type, unit=spec.unit))
    text = f"SELECT {', '.join(parts)} FROM everyone JOIN {members} ON {members}.id = everyone.id ORDER BY "
    if within is not None and sort_by == within.by and descending == within.descending:
        text += f"{members}.place, "
    elif sort_by and sort_by not in ("id", "customer_id"):
        text += f"everyone.{facts.figure(sort_by)} {'DESC' if descending else 'ASC'} NULLS LAST, "
    text += "everyone.id"
    if limit is not None:
        text += f" LIMIT {int(limit)}"
    return facts.script.render(text, facts.parts(), dialect, columns)
