"""What is computed for a shop: the features its data allow, the levels of its fields, what is left out and why."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from pydantic import Field

from tools.contract import Model
from tools.data.engine import Warehouse
from tools.data.features.dropped import DroppedAttribute, dropped_attributes
from tools.data.features.specs import FeatureSpec, LevelOf, declared_features, level_features
from tools.data.profile import quoted
from tools.matching import Synonyms
from tools.specs import catalogue

MAXIMUM_LEVELS = 8
"""A feature is made for at most so many categories, channels and countries: those with the most value or people."""
SMALLEST_SHARE = 0.01
"""Levels with less of the value (or the people) than this are left out."""
KINDS = ("sent", "open", "click", "unsubscribe", "view", "cart")
_FAMILIES = (("sent", "open", "click", "unsubscribe"), ("view", "cart"))
Population = Literal["buyers", "everyone"]


class FeaturePlan(Model):
    """Which features are computed; fixed once from the data up to `as_of` and kept with the model. Plain JSON."""

    as_of: date
    """The day up to which the data were looked at in making the plan."""
    population: Population = "buyers"
    """Who gets a row: customers with a purchase, or everyone known by then from a sign-up, an order or an event."""
    features: list[str]
    """Columns, in order."""
    categories: list[str] = Field(default_factory=list)
    channels: list[str] = Field(default_factory=list)
    countries: list[str] = Field(default_factory=list)
    event_types: dict[str, list[str]] = Field(default_factory=dict)
    """Kind of event to the types this shop stores for it."""
    events_since: dict[str, date] = Field(default_factory=dict)
    """Kind of event to the first day events of its family (messages, visits) are there: before it they are unknown."""
    country_of: Literal["orders", "customers"] | None = None
    """Where a customer's country is read: the latest order's where orders carry one, else the customer's row."""
    dropped: list[DroppedAttribute] = Field(default_factory=list)

    def specs(self) -> dict[str, FeatureSpec]:
        """Column to its declaration, in order."""
        return dict(_specs(tuple(self.features), *(tuple(names) for names in self.levels().values())))

    def levels(self) -> dict[LevelOf, list[str]]:
        """The levels each kind of level feature is made for."""
        return {"category": self.categories, "channel": self.channels, "country": self.countries}


@lru_cache
def _specs(features: tuple[str, ...], *levels: tuple[str, ...]) -> Mapping[str, FeatureSpec]:
    of_levels = [spec for kind, names in zip(get_args(LevelOf), levels, strict=True)
                 for spec in level_features(kind, list(names))]  # fmt: skip
    declared = {spec.name: spec for spec in (*declared_features(), *of_levels)}
    return {name: declared[name] for name in features}


def plan_features(
    warehouse: Warehouse,
    as_of: date,
    *,
    population: Population = "buyers",
    event_types: Mapping[str, list[str]] | None = None,
) -> FeaturePlan:
    """The plan for a shop as it was at the end of `as_of`; rows dated later are not looked at.

    `event_types` maps kinds of event to stored types where the shop has words of its own.
    """
    types = dict(event_types) if event_types is not None else _event_types(warehouse, as_of)
    since = _events_since(warehouse, types)
    types = {kind: types[kind] for kind in since}
    there = _present(warehouse, as_of) | set(types)
    if there & {"open", "click", "view", "cart"}:
        there.add("activity")
    country_of = _country_of(warehouse)
    plan = FeaturePlan(
        as_of=as_of,
        population=population,
        features=[spec.name for spec in declared_features() if spec.needs in there],
        categories=_most(warehouse, as_of, "category"),
        channels=_most(warehouse, as_of, "channel"),
        countries=_most_countries(warehouse, as_of, country_of),
        event_types=types,
        events_since=since,
        country_of=country_of,
        dropped=dropped_attributes(_filled(warehouse), country_of),
    )
    for kind, levels in plan.levels().items():
        plan.features += [spec.name for spec in level_features(kind, levels)]
    return plan


def _present(warehouse: Warehouse, as_of: date) -> set[str]:
    """What the data hold up to `as_of`, by the names features ask for."""
    _, ((discounts, bought, returned, signups),) = warehouse.query(
        "SELECT (SELECT count(*) FROM orders WHERE discount > 0 AND ordered_at < $as_of::DATE + 1), "
        "count(*) FILTER (l.quantity > 0), count(*) FILTER (l.quantity < 0), "
        "(SELECT count(*) FROM customers WHERE signup_date <= $as_of::DATE) "
        "FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id "
        "WHERE o.customer_id IS NOT NULL AND o.ordered_at < $as_of::DATE + 1",
        {"as_of": as_of},
    )
    counts = {"discounts": discounts, "purchases": bought, "returns": returned, "signups": signups}
    counts["categories"] = warehouse.query("SELECT count(category) FROM products")[1][0][0]
    return {name for name, count in counts.items() if count}


def _filled(warehouse: Warehouse) -> dict[str, list[str]]:
    """Table to its columns that hold anything, of the tables attributes are kept in."""
    found = {}
    for table, columns in warehouse.columns().items():
        if table in ("customers", "orders") or (table.startswith("customer_") and "customer_id" in columns):
            counted = ", ".join(f"count({quoted(name)})" for name in columns)
            _, (counts,) = warehouse.query(f"SELECT {counted} FROM {quoted(table)}")
            found[table] = [name for name, count in zip(columns, counts, strict=True) if count]
    return found


def _event_types(warehouse: Warehouse, as_of: date) -> dict[str, list[str]]:
    sql = "SELECT DISTINCT type FROM events WHERE occurred_at < $as_of::DATE + 1 ORDER BY 1"
    stored = [row[0] for row in warehouse.query(sql, {"as_of": as_of})[1]]
    synonyms = Synonyms(catalogue()["values"]["event"])
    found = {kind: synonyms.same(kind, stored) for kind in KINDS}
    return {kind: types for kind, types in found.items() if types}


def _events_since(warehouse: Warehouse, types: Mapping[str, list[str]]) -> dict[str, date]:
    """First day of each kind's family, for the kinds of families that have any event."""
    since: dict[str, date] = {}
    for family in _FAMILIES:
        kinds = [kind for kind in family if types.get(kind)]
        stored = [name for kind in kinds for name in types[kind]]
        sql = "SELECT min(occurred_at)::DATE FROM events WHERE type IN $types"
        day = warehouse.query(sql, {"types": stored})[1][0][0] if stored else None
        if day is not None:
            since |= dict.fromkeys(kinds, day)
    return since


def _most(warehouse: Warehouse, as_of: date, column: str) -> list[str]:
    """The levels with the most value bought; none where one level is all there is, since it tells nobody apart."""
    source = {"category": "p.category", "channel": "o.channel"}[column]
    join = "JOIN products AS p ON p.id = l.product_id" if column == "category" else ""
    return _levels(
        warehouse,
        f"SELECT {source} AS level, sum(greatest(l.quantity * l.unit_price, 0)) AS weight "
        f"FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id {join} "
        f"WHERE o.customer_id IS NOT NULL AND trim({source}) <> '' AND o.ordered_at < $as_of::DATE + 1 GROUP BY 1",
        as_of,
    )


def _country_of(warehouse: Warehouse) -> Literal["orders", "customers"] | None:
    columns = warehouse.columns()
    if "country" in columns["orders"]:
        return "orders"
    return "customers" if "country" in columns["customers"] else None


def _most_countries(warehouse: Warehouse, as_of: date, source: str | None) -> list[str]:
    if source is None:
        return []
    country, join = "o.country", ""
    if source == "customers":
        country, join = "c.country", "JOIN customers AS c ON c.id = o.customer_id"
    return _levels(
        warehouse,
        f"SELECT {country} AS level, count(DISTINCT o.customer_id) AS weight FROM orders AS o {join} "
        f"WHERE trim({country}) <> '' AND o.customer_id IS NOT NULL AND o.ordered_at < $as_of::DATE + 1 GROUP BY 1",
        as_of,
    )


def _levels(warehouse: Warehouse, weighed: str, as_of: date) -> list[str]:
    rows = warehouse.query(f"{weighed} ORDER BY weight DESC, level", {"as_of": as_of})[1]
    total = sum(weight for _, weight in rows)
    kept = [level for level, weight in rows if weight > SMALLEST_SHARE * total][:MAXIMUM_LEVELS]
    return sorted(kept) if len(rows) > 1 else []
