"""New rows and the customers of the shop: known by an e-mail address, by a name, or by an id but for its zeros."""

from __future__ import annotations

import duckdb

from tools.data.importing.hygiene import folded_sql, unpadded_sql
from tools.data.importing.merge import columns_of, replace_table
from tools.data.importing.sql import name

_NAMED = {"customers": "id", "orders": "customer_id", "events": "customer_id", "assignments": "customer_id"}
"""Tables and the column in which they name a customer."""
_NAME = r"\s|[\x{3400}-\x{9fff}]"
"""What an id has that may be a name: two words, or a Chinese character."""
_LEAST_NAMES = 0.5
"""Share of the new ids that must be names the shop knows before ids are taken for names."""


def by_email(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> int:
    """Where orders or events name customers by an e-mail the shop knows, put the id; returns rows changed."""
    connection.execute(
        "CREATE TEMP TABLE known_emails AS SELECT lower(email) AS key, min(id) AS id "
        f"FROM ({_stated(connection, made, 'email')}) WHERE email IS NOT NULL AND lower(email) <> id GROUP BY 1"
    )
    return _renamed(connection, made, "known_emails", "lower({id})")


def by_name(connection: duckdb.DuckDBPyConnection, made: dict[str, str], *, named: bool) -> tuple[int, int]:
    """Where new rows name customers by names that the shop has with an id, put the id.

    `named`: the files have nothing but names to tell customers by; else the ids must mostly be such names. Two
    customers of one name cannot be told apart: such rows lose their customer. Returns (rows changed, rows bereft).
    """
    rows = [f"SELECT customer_id AS id FROM {made[t]}" for t in _NAMED if t in made and t != "customers"]
    if not rows:
        return 0, 0
    key = folded_sql("id")
    like_names = "TRUE" if named else f"regexp_matches(id, '{_NAME}')"
    connection.execute(
        f"CREATE TEMP TABLE new_names AS SELECT DISTINCT {key} AS key FROM (SELECT DISTINCT id "
        f"FROM ({' UNION ALL '.join(rows)})) WHERE {like_names} AND id NOT IN (SELECT id FROM customers)"
    )
    new = connection.execute("SELECT count(*) FROM new_names").fetchall()[0][0]
    if not new:
        return 0, 0
    connection.execute(
        f"CREATE TEMP TABLE known_names AS SELECT {folded_sql('name')} AS key, "
        f"CASE WHEN count(DISTINCT id) = 1 THEN min(id) END AS id FROM ({_stated(connection, made, 'name')}) "
        f"WHERE name IS NOT NULL AND {folded_sql('name')} <> {key} GROUP BY 1 "
        "HAVING key IN (SELECT key FROM new_names)"
    )
    met = connection.execute("SELECT count(*) FROM known_names").fetchall()[0][0]
    if not met or (not named and met < _LEAST_NAMES * new):
        return 0, 0
    lost = _without_namesakes(connection, made)
    return _renamed(connection, made, "known_names", folded_sql("{id}")), lost


def _without_namesakes(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> int:
    """Orders of a name that is not one customer's lose their customer; returns how many."""
    lost, shared = 0, "(SELECT key FROM known_names WHERE id IS NULL)"
    if "orders" in made:
        orders = f"UPDATE {made['orders']} SET customer_id = NULL WHERE {folded_sql('customer_id')} IN {shared}"
        lost = connection.execute(orders).fetchall()[0][0]
    if "customers" in made:
        connection.execute(f"DELETE FROM {made['customers']} WHERE {folded_sql('id')} IN {shared}")
    connection.execute("DELETE FROM known_names WHERE id IS NULL")
    return lost


def _stated(connection: duckdb.DuckDBPyConnection, made: dict[str, str], column: str) -> str:
    """SELECT of id and `column` of the customers that the shop has and of the new ones."""
    source = f"SELECT id, {column} FROM customers"
    if "customers" in made and column in columns_of(connection, made["customers"]):
        source += f" UNION ALL SELECT id, {column} FROM {made['customers']}"
    return source


def _renamed(connection: duckdb.DuckDBPyConnection, made: dict[str, str], known: str, key: str) -> int:
    """Customers named by a `key` of the table `known` get its id, and what is told of them is told of that id."""
    if not connection.execute(f"SELECT count(*) FROM {known}").fetchall()[0][0]:
        return 0
    changed = 0
    for table, column in _NAMED.items():
        if table in made and table != "customers":
            typed = key.format(id=f"t.{column}")
            sql = f"UPDATE {made[table]} AS t SET {column} = k.id FROM {known} k WHERE {typed} = k.key"
            changed += connection.execute(sql).fetchall()[0][0]
    if "customers" in made:
        rest = [name(column) for column in columns_of(connection, made["customers"]) if column != "id"]
        merged = ", ".join(["coalesce(k.id, c.id) AS id", *(f"arg_max(c.{c}, k.id IS NULL) AS {c}" for c in rest)])
        joined = f"{made['customers']} c LEFT JOIN {known} k ON {key.format(id='c.id')} = k.key"
        replace_table(connection, made["customers"], f"SELECT {merged} FROM {joined} GROUP BY 1")
    return changed


def same_ids(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> int:
    """New customers' ids that meet the shop's only without the zeros before them are written as the shop has them.

    Only where the shop's ids differ without their zeros too, and hardly any of the new ones is known as it is written;
    returns the customers found.
    """
    new = " UNION ".join(f"SELECT {column} AS id FROM {made[t]}" for t, column in _NAMED.items() if t in made)
    if not new:
        return 0
    bare = unpadded_sql("id")
    ids = f"(SELECT id, {bare} AS bare FROM ({new}) WHERE regexp_full_match(id, '\\d+'))"
    shop = f"(SELECT id, {bare} AS bare FROM customers WHERE regexp_full_match(id, '\\d+'))"
    connection.execute(
        f"CREATE TEMP TABLE same_ids AS SELECT n.id AS new, s.id AS id FROM {ids} n JOIN {shop} s USING (bare) "
        "WHERE n.id <> s.id"
    )
    total, distinct, known, met, clash = connection.execute(
        f"SELECT (SELECT count(*) FROM {ids}), (SELECT count(DISTINCT bare) FROM {ids}), "
        f"(SELECT count(*) FROM {ids} WHERE id IN (SELECT id FROM customers)), (SELECT count(*) FROM same_ids), "
        f"(SELECT count(*) - count(DISTINCT bare) FROM {shop})"
    ).fetchall()[0]
    if not met or clash or distinct != total or known > 0.1 * met or met < 0.5 * total:
        return 0
    for table in (t for t in _NAMED if t in made):
        key = _NAMED[table]
        connection.execute(f"UPDATE {made[table]} AS t SET {key} = s.id FROM same_ids s WHERE t.{key} = s.new")
    return int(met)
