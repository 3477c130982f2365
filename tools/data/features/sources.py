"""The rows features are computed from, up to the end of `as_of`: sales, events, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.data.features.people import KEY
from tools.data.features.plan import FeaturePlan


@dataclass(frozen=True)
class Reach:
    """Whose rows are read: everyone's, those of the listed customers, or one of `slices` equal parts of everyone.

    `prepared`: read the copies laid out by person (`people`), which the shop must have.
    """

    customers: tuple[str, ...] | None = None
    number: int = 0
    slices: int = 1
    prepared: bool = False

    @classmethod
    def of(cls, customers: Sequence[str] | None, *, prepared: bool = False) -> "Reach":
        """The listed customers, or everyone for None."""
        return cls(None if customers is None else tuple(customers), prepared=prepared)

    @property
    def schema(self) -> str:
        """Where events and customers are read, as a prefix."""
        return "people." if self.prepared else ""

    @property
    def one(self) -> bool:
        """A single customer is listed."""
        return self.customers is not None and len(self.customers) == 1

    def where(self, column: str) -> str:
        """The test on a customer's id, starting with AND; empty for everyone."""
        if self.one:  # of a million people no two have the same key (64 bits of a hash), so that is test enough
            return f" AND key = {KEY.format('$customer')}" if self.prepared else f" AND {column} = $customer"
        if self.customers is not None:
            keys = f" AND key IN (SELECT {KEY.format('unnest($customers)')})" if self.prepared else ""
            return f" AND {column} IN (SELECT unnest($customers)){keys}"
        if self.prepared and self.slices > 1:
            first, last = (2**64 * number // self.slices for number in (self.number, self.number + 1))
            return f" AND key BETWEEN {first} AND {last - 1}"
        return f" AND hash({column}) % {self.slices} = {self.number}" if self.slices > 1 else ""

    def parameters(self) -> dict[str, Any]:
        """What `where` binds."""
        if self.customers is None:
            return {}
        return {"customer": self.customers[0]} if self.one else {"customers": list(self.customers)}


def sales(plan: FeaturePlan, reach: Reach) -> str:
    """Lines of orders, and one more row per discounted order: whose, when, which product, how many, for how much."""
    if reach.prepared:
        return (
            "SELECT customer_id, ordered_at, channel, country, product_id, category, quantity, amount, discount "
            f"FROM people.sales WHERE ordered_at < $as_of::DATE + 1{reach.where('customer_id')}"
        )
    test = f"o.customer_id IS NOT NULL AND o.ordered_at < $as_of::DATE + 1{reach.where('o.customer_id')}"
    country = "o.country" if plan.country_of == "orders" else "NULL::VARCHAR"
    keys = f"SELECT o.customer_id, o.ordered_at, o.channel, {country} AS country"
    category = "p.category" if plan.categories or "distinct_categories" in plan.features else "NULL::VARCHAR"
    join = "LEFT JOIN products AS p ON p.id = l.product_id" if category == "p.category" else ""
    lines = (
        f"{keys}, l.product_id, {category} AS category, l.quantity, l.quantity * l.unit_price AS amount, "
        f"0::DOUBLE AS discount FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id {join} WHERE {test}"
    )
    return (
        f"{lines} UNION ALL {keys}, NULL, NULL, 0::DOUBLE, 0::DOUBLE, o.discount FROM orders AS o "
        f"WHERE o.discount <> 0 AND EXISTS (SELECT 1 FROM order_lines AS l WHERE l.order_id = o.id) AND {test}"
    )


def events(plan: FeaturePlan, reach: Reach) -> str:
    """Events of the kinds features ask for: whose, what kind, how many days before `as_of`."""
    kinds = " ".join(f"WHEN type IN $types_{kind} THEN '{kind}'" for kind in plan.event_types)
    kind = f"CASE {kinds} END" if kinds else "NULL::VARCHAR"
    return (
        f"SELECT customer_id, {kind} AS kind, date_diff('day', occurred_at::DATE, $as_of::DATE) AS age "
        f"FROM {reach.schema}events WHERE occurred_at < $as_of::DATE + 1 AND type IN $types_of_any"
        f"{reach.where('customer_id')}"
    )


def people(plan: FeaturePlan, reach: Reach) -> str:
    """Who gets a row: the listed customers, or the plan's population."""
    if reach.customers is not None:
        return "SELECT unnest($customers) AS customer_id"
    buyers = "SELECT customer_id FROM days GROUP BY customer_id HAVING bool_or(bought)"
    if plan.population == "buyers":
        return buyers
    return (
        f"SELECT id AS customer_id FROM {reach.schema}customers WHERE signup_date <= $as_of::DATE{reach.where('id')} "
        f"UNION SELECT customer_id FROM days UNION SELECT customer_id FROM occasions"
    )
