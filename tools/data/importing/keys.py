"""How files of orders and of customers name the same people: under a strange heading, with zeros before, by name."""

from __future__ import annotations

import duckdb

from tools.data.importing import evidence
from tools.data.importing.hygiene import clean_sql, id_sql, unpadded_sql
from tools.data.importing.models import ColumnChoice, FilePlan, Said
from tools.data.importing.roles import CUSTOMER_KEY
from tools.data.importing.sql import texts

_ORDERS = ("orders", "flat_order_lines")
_NAMES = ("customers.name", "customers.last_name", "customers.first_name")
_LEAST = 20
"""Different values that must be known ids before a column is taken for them."""
_MOST = 1_000
"""Different values that are looked up."""
_SHARE = 0.95


def link_customers(connection: duckdb.DuckDBPyConnection, files: list[FilePlan]) -> None:
    """Give files of orders without a customer the one column whose values are ids of the customers imported beside."""
    people = [plan for plan in files if plan.role == "customers"]
    for plan in files:
        if plan.role in _ORDERS and (stated := plan.choice("customers.id")) and len(people) == 1:
            _same_spelling(connection, plan, stated, people[0])
    customers = [plan for plan in people if plan.choice("customers.id")]
    for plan in files:
        if plan.role not in _ORDERS or plan.choice("customers.id") or len(customers) != 1:
            continue
        found = [
            (column, known)
            for column in plan.columns
            if column.extra and (known := _known(connection, plan, column, customers[0]))
        ]
        if len(found) == 1:
            _take(*found[0], customers[0])
    for plan in files:
        if plan.role in _ORDERS and not any(plan.choice(target) for target in CUSTOMER_KEY):
            _known_by_name(plan)


def _known_by_name(plan: FilePlan) -> None:
    """Orders that name their customers and nothing else: the name tells them apart."""
    own = next((column for target in _NAMES if (column := plan.choice(target))), None)
    if own is None:
        return
    plan.named_key = True
    own.evidence.append(
        Said(
            en="customers are told apart by it, so two people of one name count as one",
            zh="以姓名区分客户，同名的人算作一位",
        )
    )


def _same_spelling(
    connection: duckdb.DuckDBPyConnection, plan: FilePlan, stated: ColumnChoice, people: FilePlan
) -> None:
    """Ids that meet only without the zeros before them (0007 and 7)."""
    listed = people.choice("customers.id")
    if listed is None:
        return
    values = evidence.different(
        connection, plan, id_sql(f"c{stated.position}", whole_number=stated.whole_number_ids), _MOST
    )
    if not any(one.isdigit() for one in values):
        return
    theirs = id_sql(f"c{listed.position}", whole_number=listed.whole_number_ids)
    bare = texts(one.lstrip("0") or "0" for one in values)
    evidence.take_sample(connection, people)
    different, known, known_bare, different_bare = evidence.scan(
        connection, people, [
            f"count(DISTINCT {theirs})",
            f"count(DISTINCT {theirs}) FILTER ({theirs} IN {texts(values)})",
            f"count(DISTINCT {theirs}) FILTER ({unpadded_sql(theirs)} IN {bare})",
            f"count(DISTINCT {unpadded_sql(theirs)})",
        ]
    )  # fmt: skip
    if known < 0.1 * len(values) and known_bare >= 0.8 * len(values) and different == different_bare:
        stated.unpadded = listed.unpadded = True
        said = Said(en="read without the zeros before, as the other file", zh="去掉前导零，与另一文件一致")
        stated.evidence.append(said)
        listed.evidence.append(said)


def _known(connection: duckdb.DuckDBPyConnection, plan: FilePlan, column: ColumnChoice, customers: FilePlan) -> int:
    """How many of the column's values are ids of these customers; 0 where they are too few to tell."""
    values = evidence.different(connection, plan, clean_sql(f"c{column.position}"), _MOST)
    if len(values) < _LEAST:
        return 0
    choice = customers.choice("customers.id")
    assert choice is not None
    own = clean_sql(f"c{choice.position}")
    evidence.take_sample(connection, customers)
    known, ids = evidence.scan(
        connection, customers, [f"count(DISTINCT {own}) FILTER ({own} IN {texts(values)})", f"count(DISTINCT {own})"]
    )
    # Small whole numbers are ids of somebody by chance: they must be many of all the ids there are.
    numbers = all(one.isdigit() for one in values)
    return int(known) if known >= _SHARE * len(values) and (not numbers or known >= 0.2 * ids) else 0


def _take(column: ColumnChoice, known: int, customers: FilePlan) -> None:
    column.target, column.kind, column.reason, column.extra = "customers.id", "id", "values", False
    column.confidence = _SHARE
    column.evidence.append(
        Said(
            en=f"{known:,} of its values are customer ids in {customers.name}",
            zh=f"其中 {known:,} 个值是 {customers.name} 里的客户编号",
        )
    )
