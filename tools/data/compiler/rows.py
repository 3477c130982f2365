"""Rows that measures and conditions count: sales (order lines and order discounts), events, products, customers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from tools.contract import BadRequest
from tools.data.compiler.breadth import ORDER_BREADTH
from tools.data.compiler.filters import banded, condition, within
from tools.data.profile import quoted
from tools.definitions import BAND
from tools.periods import NO_SHIFT, Shift, Span

if TYPE_CHECKING:
    from tools.data.compiler.facts import Facts
    from tools.definitions import Filter
    from tools.dictionary import FieldSpec

CALENDAR = ("day", "week", "month", "quarter", "year")
CLOCK = {"weekday": "extract(isodow FROM {at})", "hour": "extract(hour FROM {at})"}


class Rows:
    """A source of rows under construction. Subclasses say which fields they have and where from."""

    grain = ""
    moment: str | None = None
    """Expression of when a row happened, where it did."""
    customer = ""
    """Expression of the customer's id."""
    levels: tuple[str, ...] = ()
    keys: ClassVar[Mapping[str, str]] = {}
    """Expressions of the ids of what people call by name: product and campaign."""

    def __init__(self, facts: Facts, *, customers: bool = True) -> None:
        """`customers`: whether facts about the customer may be used (not while the facts themselves are built)."""
        self.facts = facts
        self.customers = customers
        self.by_line = False
        """A product or line field is involved, so whole-order discounts cannot be told apart."""
        self.joins: dict[str, str] = {}
        self.where: list[str] = []

    def allows(self, spec: FieldSpec) -> bool:
        """Whether rows can be split and filtered by this field."""
        if spec.level == "customer":
            return self.customers and bool(self.customer)
        return spec.level in self.levels

    def filter(self, item: Filter) -> None:
        """Keep only rows for which `item` holds."""
        spec = self.facts.dictionary.field(item.field)
        if spec.name in CALENDAR:
            raise BadRequest(
                f"{spec.name} is not a filter: give a period instead.",
                zh=f"{spec.name} 不能作为筛选条件：请给出时间范围。",
            )
        if not self.allows(spec):
            raise BadRequest(f"{self.grain} cannot be filtered by {spec.name}: {self._instead(spec)}.")
        if spec.name in ("product", "campaign") and item.op in ("is", "is_not", "contains"):
            self.where.append(self._named(spec, item))
        else:
            self.where.append(condition(self.facts, spec, self.field(spec), item))

    def during(self, span: Span) -> None:
        """Keep only rows in the span, and none dated after today."""
        if self.moment:
            self.where.append(within(self.facts, self.moment, span))

    def field(self, spec: FieldSpec, shift: Shift = NO_SHIFT) -> str:
        """Expression of a field; `shift` moves time forward so that an earlier span lines up with a later one."""
        if spec.level == "customer":
            self.joins["everyone"] = f"LEFT JOIN everyone ON everyone.id = {self.customer}"
            return f"everyone.{self.facts.field(spec.name)}"
        if spec.level == "time":
            return self._time(spec.name, shift)
        if spec.level in ("product", "line"):
            self.by_line = True
        return self._own(spec)

    def label(self, spec: FieldSpec, shift: Shift) -> str:
        """Expression of a field as a dimension: names that tell products and campaigns apart, numbers in bands."""
        if band := BAND.match(spec.name):
            return banded(self.label(self.facts.dictionary.field(band.group(1)), shift), band.group(2))
        if spec.name in ("product", "campaign"):
            self.by_line = self.by_line or spec.name == "product"
            return self._label(spec.name)
        return self.field(spec, shift)

    def select(self, columns: dict[str, str]) -> str:
        """A SELECT of the rows with `columns` (name to expression) beside their usual ones."""
        raise NotImplementedError

    def _own(self, spec: FieldSpec) -> str:
        raise NotImplementedError

    def _instead(self, spec: FieldSpec) -> str:
        if spec.level == "customer":
            return "put it into the audience, as an attribute"
        kind = "engaged" if spec.level in ("campaign", "event") else "bought"
        return f"use {'an' if kind == 'engaged' else 'a'} {kind} condition in the audience"

    def _time(self, name: str, shift: Shift) -> str:
        at = self.moment or ""
        if name == "day_type":
            return f"CASE WHEN extract(isodow FROM {at}) >= 6 THEN 'weekend' ELSE 'working day' END"
        if name in CLOCK:
            return f"CAST({CLOCK[name].format(at=at)} AS INTEGER)"
        if shift.months:
            at = f"({at} + INTERVAL {int(shift.months)} MONTH)"
        if shift.days:
            at = f"({at} + INTERVAL {int(shift.days)} DAY)"
        if name == "year":
            return f"CAST(extract(year FROM {at}) AS INTEGER)"
        if name == "months_since_first_order":
            return self._months_since_first()
        return f"CAST({at} AS DATE)" if name == "day" else f"CAST(date_trunc('{name}', {at}) AS DATE)"

    def _join(self, table: str, key: str) -> None:
        self.joins[table] = f"LEFT JOIN {table} ON {table}.id = {key}"

    def _months_since_first(self) -> str:
        raise BadRequest(
            f"{self.grain} cannot be split by months_since_first_order; sales measures can.",
            zh=f"{self.grain} 不能按首单后的月数拆分；销售指标可以。",
        )

    def _label(self, name: str) -> str:
        """A name that is one product's (campaign's) only: the id is added where two share it."""
        table = {"product": "products", "campaign": "campaigns"}[name]
        part = f"{name}_labels"
        label = "id"
        if self.facts.dictionary.profile.has(table, "name"):
            label = (
                "CASE WHEN name IS NULL THEN id WHEN count(*) OVER (PARTITION BY name) > 1 "
                "THEN name || ' (' || id || ')' ELSE name END"
            )
        self.facts.script.before(part, lambda: f"SELECT id, {label} AS label FROM {table}")
        self.joins[part] = f"LEFT JOIN {part} ON {part}.id = {self.keys[name]}"
        return f"coalesce({part}.label, {self.keys[name]})"

    def _named(self, spec: FieldSpec, item: Filter) -> str:
        """A product or campaign by name in any of its languages, or by id."""
        table = {"product": "products", "campaign": "campaigns"}[spec.name]
        self.by_line = self.by_line or spec.name == "product"
        self._join(table, self.keys[spec.name])
        columns = [f"{table}.{quoted(name)}" for name in self.facts.dictionary.profile.name_columns(table)]
        positive = item.model_copy(update={"op": "is"}) if item.op == "is_not" else item
        tests = [condition(self.facts, spec, column, positive) for column in [*columns, self.keys[spec.name]]]
        either = " OR ".join(f"coalesce({test}, FALSE)" for test in tests)
        return f"NOT ({either}) AND {self.keys[spec.name]} IS NOT NULL" if item.op == "is_not" else f"({either})"


class SalesRows(Rows):
    """Order lines up to today, with one more row per discounted order while no line field is involved."""

    grain = "sales"
    moment = "o.ordered_at"
    customer = "o.customer_id"
    levels = ("product", "order", "line", "time")
    keys: ClassVar[Mapping[str, str]] = {"product": "l.product_id"}

    def allows(self, spec: FieldSpec) -> bool:
        credited = spec.level == "campaign" and "campaign" in self.keys
        return super().allows(spec) or credited or spec.name in self.facts.dictionary.order_columns

    def credit(self, part: str) -> None:
        """Keep only orders in `part` (order_id, campaign_id), whose campaigns they are credited to."""
        self.joins[part] = f"JOIN {part} ON {part}.order_id = o.id"
        self.keys = {**self.keys, "campaign": f"{part}.campaign_id"}  # type: ignore[misc]

    def field(self, spec: FieldSpec, shift: Shift = NO_SHIFT) -> str:
        column = self.facts.dictionary.order_columns.get(spec.name)
        if column is None:
            return super().field(spec, shift)
        own = f"o.{quoted(column)}"
        return f"coalesce({own}, {super().field(spec, shift)})" if self.customers else own

    def _own(self, spec: FieldSpec) -> str:
        if spec.name == "order_date":
            return "CAST(o.ordered_at AS DATE)"
        if spec.name in ("order_value", "order_units"):
            self._order_values()
            return "order_values.value" if spec.name == "order_value" else "order_values.units"
        if spec.name in ORDER_BREADTH:
            self.joins["order_breadth"] = f"LEFT JOIN {self.facts.order_breadth()} ON order_breadth.order_id = o.id"
            return f"order_breadth.{spec.name}"
        if spec.name == "order_place":
            turns = self.facts.order_turns()
            self.joins[turns] = f"LEFT JOIN {turns} ON {turns}.order_id = o.id"
            return f"{turns}.turn"
        if spec.name == "first_or_repeat":
            self._first_orders()
            return (
                "CASE WHEN first_orders.order_id = o.id THEN 'first' "
                "WHEN first_orders.order_id IS NOT NULL THEN 'repeat' END"
            )
        if spec.name in ("product", "product_id"):
            return "l.product_id"
        if spec.name in ("campaign", "campaign_id"):
            return self.keys["campaign"]
        if spec.level in ("product", "campaign"):
            table = f"{spec.level}s"
            self._join(table, self.keys[spec.level])
            sql = f"{table}.{quoted(spec.column or spec.name)}"
            return f"CAST({sql} AS DATE)" if spec.level == "campaign" and spec.type == "date" else sql
        column = quoted(spec.column or spec.name)
        sql = f"l.{column}" if spec.level == "line" else f"o.{column}"
        if spec.name == "order_discount":
            return f"coalesce({sql}, 0)"
        return f"CAST({sql} AS DATE)" if spec.type == "date" else sql

    def _order_values(self) -> None:
        from tools.data.compiler.facts import order_totals

        self.facts.script.before("order_values", lambda: order_totals(self.facts, "TRUE"))
        self.joins["order_values"] = "LEFT JOIN order_values ON order_values.order_id = o.id"

    def _first_orders(self) -> None:
        self.facts.first_orders()
        self.joins["first_orders"] = "LEFT JOIN first_orders ON first_orders.customer_id = o.customer_id"

    def _months_since_first(self) -> str:
        self._first_orders()
        return (
            "CAST((extract(year FROM o.ordered_at) - extract(year FROM first_orders.ordered_at)) * 12 "
            "+ extract(month FROM o.ordered_at) - extract(month FROM first_orders.ordered_at) AS INTEGER)"
        )

    def first_mark(self) -> str:
        """Expression: this row belongs to its customer's very first purchase."""
        self._first_orders()
        return "first_orders.order_id = o.id"

    def select(self, columns: dict[str, str]) -> str:
        """The rows, with `columns` (name to expression) beside the usual ones."""
        extra = "".join(f", {sql} AS {quoted(name)}" for name, sql in columns.items())
        joins = " ".join(self.joins.values())
        where = " AND ".join(f"({test})" for test in self.where) or "TRUE"
        keys = "SELECT o.id AS order_id, o.customer_id AS customer_id"
        lines = (
            f"{keys}, l.product_id AS product_id, l.quantity AS quantity, l.quantity * l.unit_price AS amount, "
            f"CAST(0 AS DOUBLE) AS discount{extra} FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id "
            f"{joins} WHERE {where}"
        )
        if self.by_line or not self.facts.dictionary.profile.has("orders", "discount"):
            return lines
        discounts = (
            f"{keys}, NULL AS product_id, CAST(0 AS DOUBLE) AS quantity, CAST(0 AS DOUBLE) AS amount, "
            f"CAST(o.discount AS DOUBLE) AS discount{extra} FROM orders AS o {joins} WHERE o.discount <> 0 "
            f"AND EXISTS (SELECT 1 FROM order_lines AS l WHERE l.order_id = o.id) AND {where}"
        )
        return f"{lines} UNION ALL {discounts}"


class EventRows(Rows):
    """Events up to today."""

    grain = "events"
    moment = "e.occurred_at"
    customer = "e.customer_id"
    levels = ("product", "event", "campaign", "time")
    keys: ClassVar[Mapping[str, str]] = {"product": "e.product_id", "campaign": "e.campaign_id"}

    def _own(self, spec: FieldSpec) -> str:
        if spec.name in ("campaign", "campaign_id"):
            return "e.campaign_id"
        if spec.name in ("product", "product_id"):
            return "e.product_id"
        if spec.level in ("campaign", "product"):
            table = f"{spec.level}s"
            self._join(table, self.keys[spec.level])
            sql = f"{table}.{quoted(spec.column or spec.name)}"
        else:
            sql = f"e.{quoted(spec.column or spec.name)}"
        return f"CAST({sql} AS DATE)" if spec.type == "date" else sql

    def select(self, columns: dict[str, str]) -> str:
        """The rows, with `columns` (name to expression) beside customer, campaign and type."""
        extra = "".join(f", {sql} AS {quoted(name)}" for name, sql in columns.items())
        where = " AND ".join(f"({test})" for test in self.where) or "TRUE"
        return (
            f"SELECT e.customer_id AS customer_id, e.campaign_id AS campaign_id, e.type AS type{extra} "
            f"FROM events AS e {' '.join(self.joins.values())} WHERE {where}"
        )
