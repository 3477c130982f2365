"""The feature table as one SELECT in the engine."""

import re
from datetime import date, timedelta
from typing import Any

from tools.data.features import sources
from tools.data.features.plan import FeaturePlan
from tools.data.features.sources import Reach
from tools.data.features.specs import FeatureSpec, RowsOf
from tools.data.profile import quoted

EVERYONE = Reach()
_DAYS = """
SELECT *, CASE WHEN bought THEN day - lag(day) OVER (PARTITION BY customer_id, bought ORDER BY day) END AS gap
FROM (
  SELECT customer_id, ordered_at::DATE AS day, $as_of::DATE - ordered_at::DATE AS age,
         sum(amount) - sum(discount) AS spend, sum(greatest(amount, 0)) AS gross, sum(discount) AS discount,
         sum(greatest(quantity, 0)) AS sold, -sum(least(quantity, 0)) AS returned, bool_or(quantity > 0) AS bought
  FROM sales GROUP BY ALL
)"""
_LINES = "SELECT customer_id, product_id, category, channel, quantity, greatest(amount, 0) AS gross FROM sales"
_ROWS: dict[RowsOf, str] = {"days": "days", "lines": "lines", "events": "occasions"}


def feature_query(plan: FeaturePlan, as_of: date, *, reach: Reach = EVERYONE) -> tuple[str, dict[str, Any]]:
    """One SELECT giving `customer_id` and the plan's columns as DOUBLE (NULL: undefined), and its named parameters.

    It may stand as a part of a larger statement: other parameters are added to those returned here.
    """
    specs = plan.specs()
    parts = {"sales": sources.sales(plan, reach), "days": _DAYS}
    needed = {spec.rows for spec in specs.values()}
    if "lines" in needed:
        parts["lines"] = _LINES
    if "events" in needed or plan.population == "everyone":
        parts["occasions"] = sources.events(plan, reach)
    parts["people"] = sources.people(plan, reach)
    joins = []
    for part, rows in _ROWS.items():
        if part in needed:
            parts[f"{part}_figures"] = _figures(specs, part, rows, reach)
            joins.append(_join(f"{part}_figures", reach))
    if "person" in needed:
        parts["persons"] = _persons(plan, reach)
        joins.append(_join("persons", reach))
    columns = ", ".join(f"{_outer(spec, plan, as_of)} AS {quoted(name)}" for name, spec in specs.items())
    common = ", ".join(f"{name} AS ({sql})" for name, sql in parts.items())
    sql = f"WITH {common} SELECT people.customer_id, {columns} FROM people {' '.join(joins)}"
    return sql, _parameters(sql, plan, as_of, reach)


def not_yet_recorded(spec: FeatureSpec, plan: FeaturePlan, as_of: date) -> bool:
    """Whether what the feature counts was not recorded for its whole window yet, so that it is unknown for everyone."""
    if spec.tracked is None or spec.window_days is None:
        return False
    return as_of - timedelta(days=spec.window_days - 1) < plan.events_since[spec.tracked]


def _join(part: str, reach: Reach) -> str:
    return f"CROSS JOIN {part}" if reach.one else f"LEFT JOIN {part} ON {part}.customer_id = people.customer_id"


def _figures(specs: dict[str, FeatureSpec], part: RowsOf, rows: str, reach: Reach) -> str:
    """One row a customer; for a single one a plain aggregate, which is a quarter faster and gives a row in any case."""
    columns = ", ".join(f"{spec.sql} AS {quoted(name)}" for name, spec in specs.items() if spec.rows == part)
    if reach.one:
        return f"SELECT {columns} FROM {rows}"
    return f"SELECT customer_id, {columns} FROM {rows} GROUP BY customer_id"


def _outer(spec: FeatureSpec, plan: FeaturePlan, as_of: date) -> str:
    """The column as it leaves: computed on the person's own row, or taken from its part."""
    if not_yet_recorded(spec, plan, as_of):
        return "NULL::DOUBLE"
    sql = spec.sql if spec.rows == "person" else f"{spec.rows}_figures.{quoted(spec.name)}"
    return f"coalesce({sql}, {spec.empty})::DOUBLE" if spec.empty is not None else f"({sql})::DOUBLE"


def _persons(plan: FeaturePlan, reach: Reach) -> str:
    """Sign-up day and country of each of the people."""
    if reach.one:
        rows = _rows_of_customers(reach)
        if plan.country_of == "orders":
            country = "(SELECT arg_max(country, (ordered_at, country)) FROM sales WHERE country IS NOT NULL)"
        else:
            country = "any_value(country)" if plan.country_of else "NULL::VARCHAR"
        return f"SELECT any_value(signup_date) AS signup_date, {country} AS country FROM ({rows})"
    country, join = "c.country" if plan.country_of == "customers" else "NULL::VARCHAR", ""
    if plan.country_of == "orders":
        country = "latest.country"
        join = (
            "LEFT JOIN (SELECT customer_id, arg_max(country, (ordered_at, country)) AS country FROM sales "
            "WHERE country IS NOT NULL GROUP BY 1) AS latest ON latest.customer_id = people.customer_id"
        )
    return (
        f"SELECT people.customer_id, c.signup_date, {country} AS country FROM people "
        f"LEFT JOIN ({_rows_of_customers(reach)}) AS c ON c.id = people.customer_id {join}"
    )


def _rows_of_customers(reach: Reach) -> str:
    """The customers' own rows, no more of them than are reached."""
    return f"SELECT * FROM {reach.schema}customers WHERE {reach.where('id').removeprefix(' AND ') or 'TRUE'}"


def _parameters(sql: str, plan: FeaturePlan, as_of: date, reach: Reach) -> dict[str, Any]:
    """What the statement binds; the engine refuses a parameter the statement does not name."""
    every: dict[str, Any] = {"as_of": as_of, **reach.parameters()}
    if reach.customers is not None:
        every["customers"] = list(reach.customers)
    every["types_of_any"] = [name for types in plan.event_types.values() for name in types]
    every |= {f"types_{kind}": types for kind, types in plan.event_types.items()}
    for kind, levels in plan.levels().items():
        every |= {f"{kind}_{number}": level for number, level in enumerate(levels)}
    named = set(re.findall(r"\$(\w+)", sql))
    return {name: value for name, value in every.items() if name in named}
