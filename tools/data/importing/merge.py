"""Putting the pieces of all files together and into the warehouse, so that importing again adds without doubling."""

from __future__ import annotations

import duckdb

from tools.data.importing.models import TableReport
from tools.data.importing.rows import Piece
from tools.data.importing.sql import name, names
from tools.data.schema import KEYS, TABLES

_PLACES = {
    "customers": ("city", "country"),
    "orders": ("channel", "status", "city", "country"),
    "products": ("category", "brand"),
    "campaigns": ("channel",),
}
"""Columns whose values are unified when they differ only in letter case or spaces."""


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Column name to SQL type."""
    described = connection.execute(f"SELECT * FROM {table} LIMIT 0").description or []
    return {column[0]: str(column[1]) for column in described}


def gather(connection: duckdb.DuckDBPyConnection, pieces: list[tuple[int, Piece, str]]) -> dict[str, str]:
    """Make one temp table `new_<table>` per canonical table out of (file number, piece, its temp table).

    Rows of one key are merged: the value of the highest rank, then of the latest file, wins; empty cells never do.
    """
    made: dict[str, str] = {}
    for table in dict.fromkeys(piece.table for _, piece, _ in pieces):
        parts = [(number, piece, staged) for number, piece, staged in pieces if piece.table == table]
        new = f"new_{table}"
        if len(parts) == 1:
            connection.execute(f"ALTER TABLE {parts[0][2]} RENAME TO {new}")
        elif table == "order_lines":
            _gather_lines(connection, new, [(number, staged) for number, _, staged in parts])
        else:
            union = " UNION ALL BY NAME ".join(
                f"SELECT *, {piece.rank * 1000 + number} AS _seq FROM {staged}" for number, piece, staged in parts
            )
            connection.execute(f"CREATE TEMP TABLE {new} AS {union}")
            columns = [column for column in columns_of(connection, new) if column != "_seq"]
            key = "order_id" if table == "order_totals" else "id"
            if key in columns and (table in KEYS or table == "order_totals"):
                merged = ", ".join(f"arg_max({name(c)}, _seq) AS {name(c)}" for c in columns if c != key)
                replace_table(
                    connection, new, f"SELECT {key}{', ' + merged if merged else ''} FROM {new} GROUP BY {key}"
                )
            else:
                replace_table(connection, new, f"SELECT DISTINCT * EXCLUDE (_seq) FROM {new}")
        made[table] = new
    return made


def _gather_lines(connection: duckdb.DuckDBPyConnection, new: str, parts: list[tuple[int, str]]) -> None:
    """Lines of several files: an order split over files gets all its lines, one that is in two files is not doubled.

    A line that k files hold n1, n2 … times is kept as often as the file that holds it most often.
    """
    union = " UNION ALL BY NAME ".join(f"SELECT *, {number} AS _file FROM {staged}" for number, staged in parts)
    connection.execute(f"CREATE TEMP TABLE {new} AS {union}")
    shared = f"SELECT order_id FROM {new} GROUP BY order_id HAVING count(DISTINCT _file) > 1"
    columns = names(column for column in columns_of(connection, new) if column != "_file")
    counted = f"SELECT {columns}, _file, count(*) AS n FROM {new} WHERE order_id IN ({shared}) GROUP BY ALL"
    most = f"SELECT {columns}, max(n) AS n FROM ({counted}) GROUP BY ALL"
    repeated = f"SELECT {columns} FROM (SELECT *, unnest(range(n)) FROM ({most}))"
    replace_table(connection, new, f"SELECT {columns} FROM {new} WHERE order_id NOT IN ({shared}) UNION ALL {repeated}")


def replace_table(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> None:
    connection.execute(f"CREATE TEMP TABLE replacing AS {select}")
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE replacing RENAME TO {table}")


def unify_spelling(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> dict[str, int]:
    """One spelling for values that differ only in case or spaces: the warehouse's, else the most frequent."""
    changed = {}
    for table, columns in _PLACES.items():
        if table not in made:
            continue
        for column in set(columns) & set(columns_of(connection, made[table])):
            key = f"lower(regexp_replace({column}, '\\s+', ' ', 'g'))"
            select = f"SELECT {column} AS v, {key} AS k, count(*) AS n"
            values = f"{select}, 0 AS own FROM {made[table]} WHERE {column} IS NOT NULL GROUP BY ALL"
            if column in columns_of(connection, table):
                values += f" UNION ALL {select}, 1 FROM {table} WHERE {column} IS NOT NULL GROUP BY ALL"
            best = f"SELECT k, arg_max(v, (own, n, v)) AS best FROM ({values}) GROUP BY k HAVING count(DISTINCT v) > 1"
            sql = (
                f"UPDATE {made[table]} AS t SET {column} = b.best FROM ({best}) b "
                f"WHERE {key.replace(column, 't.' + column)} = b.k AND t.{column} <> b.best"
            )
            count = connection.execute(sql).fetchall()[0][0]
            if count:
                changed[f"{table}.{column}"] = count
    return changed


def lines_without_orders(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> int:
    """Drop lines whose order is in no file and not in the warehouse; returns how many."""
    if "order_lines" not in made:
        return 0
    known = "SELECT id FROM orders" + (f" UNION ALL SELECT id FROM {made['orders']}" if "orders" in made else "")
    return int(
        connection.execute(f"DELETE FROM {made['order_lines']} WHERE order_id NOT IN ({known})").fetchall()[0][0]
    )


def totals_to_lines(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> int:
    """One line for each order with a total and, here or in the warehouse, no lines with products; returns how many."""
    if "order_totals" not in made:
        return 0
    totals = made.pop("order_totals")
    real = "SELECT order_id FROM order_lines WHERE product_id IS NOT NULL"
    if "order_lines" in made:
        real += f" UNION ALL SELECT order_id FROM {made['order_lines']}"
    columns = "order_id, NULL::VARCHAR AS product_id, quantity, unit_price"
    rest = f"SELECT {columns} FROM {totals} WHERE order_id NOT IN ({real})"
    count = int(connection.execute(f"SELECT count(*) FROM ({rest})").fetchall()[0][0])
    if "order_lines" in made:
        connection.execute(f"INSERT INTO {made['order_lines']} BY NAME {rest}")
    elif count:
        made["order_lines"] = "new_order_lines"
        connection.execute(f"CREATE TEMP TABLE new_order_lines AS {rest}")
    return count


def store(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> list[TableReport]:
    """Write the new rows into the warehouse's tables."""
    reports = []
    for table in TABLES:
        if table not in made:
            continue
        _widen(connection, table, made[table])
        new, updated = (
            _store_keyed(connection, table, made[table])
            if table in KEYS
            else _store_set(connection, table, made[table])
        )
        total = connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        reports.append(TableReport(table=table, new=new, updated=updated, total=total))
    return reports


def _widen(connection: duckdb.DuckDBPyConnection, table: str, new: str) -> None:
    """Give the warehouse the columns the new rows have; a column whose kind has changed becomes text."""
    have, bring = columns_of(connection, table), columns_of(connection, new)
    for column, kind in bring.items():
        if column not in have:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {name(column)} {kind}")
            continue
        if have[column] == kind or column in {c.name for c in TABLES[table]}:
            continue
        cast = f"TRY_CAST({name(column)} AS {have[column]})"
        lost = f"SELECT count(*) FROM {new} WHERE {name(column)} IS NOT NULL AND {cast} IS NULL"
        if have[column] != "VARCHAR" and connection.execute(lost).fetchall()[0][0]:
            connection.execute(f"ALTER TABLE {table} ALTER COLUMN {name(column)} TYPE VARCHAR")


def _store_keyed(connection: duckdb.DuckDBPyConnection, table: str, new: str) -> tuple[int, int]:
    columns = [column for column in columns_of(connection, new) if column != "id"]
    updated = 0
    if columns:
        sets = ", ".join(f"{name(c)} = coalesce(n.{name(c)}, t.{name(c)})" for c in columns)
        differs = " OR ".join(
            f"(n.{name(c)} IS NOT NULL AND n.{name(c)} IS DISTINCT FROM t.{name(c)})" for c in columns
        )
        updated = connection.execute(
            f"UPDATE {table} AS t SET {sets} FROM {new} n WHERE t.id = n.id AND ({differs})"
        ).fetchall()[0][0]
    inserted = connection.execute(
        f"INSERT INTO {table} BY NAME SELECT * FROM {new} WHERE id NOT IN (SELECT id FROM {table})"
    ).fetchall()[0][0]
    return int(inserted), int(updated)


def _store_set(connection: duckdb.DuckDBPyConnection, table: str, new: str) -> tuple[int, int]:
    """Lines replace their orders' lines as a set; events and assignments are added where the whole row is new."""
    if table == "order_lines":
        replaced = connection.execute(
            f"DELETE FROM order_lines WHERE order_id IN (SELECT order_id FROM {new})"
        ).fetchall()[0][0]
        count = connection.execute(f"INSERT INTO order_lines BY NAME SELECT * FROM {new}").fetchall()[0][0]
        return max(0, int(count) - int(replaced)), min(int(count), int(replaced))
    columns = columns_of(connection, table)
    bring = columns_of(connection, new)
    select = ", ".join(
        f"CAST({name(c) if c in bring else 'NULL'} AS {kind}) AS {name(c)}" for c, kind in columns.items()
    )
    count = connection.execute(
        f"INSERT INTO {table} SELECT {select} FROM {new} EXCEPT SELECT {names(columns)} FROM {table}"
    ).fetchall()[0][0]
    return int(count), 0
