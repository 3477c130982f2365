"""Who the rows of a sending tool's export are about: found by id, then by e-mail address, then by phone number."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import duckdb

from tools.data.countries import country_code
from tools.data.exports import normal_email, normal_phone

AMBIGUOUS = ""
"""Stands for an address that several customers share."""


def match_people(connection: duckdb.DuckDBPyConnection, campaign: str, home: str) -> None:
    """Add `customer_id` to `acts`: NULL where nobody is found, '' where an address belongs to several people.

    Of several, whoever takes part in the campaign is meant, where that is one person. `home` is the country of phone
    numbers without one.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE matched (key VARCHAR, value VARCHAR, customer_id VARCHAR)")
    drawn = {
        row[0] for row in _rows(connection, "SELECT customer_id FROM assignments WHERE campaign_id = $1", campaign)
    }
    _match_ids(connection, drawn)
    shop = _rows(connection, "SELECT id, email, phone, country FROM customers")
    emails = _column(connection, "email")
    if emails:
        owners = _owners(((row[0], normal_email(row[1])) for row in shop if row[1]), drawn)
        _keep(connection, "email", emails, owners, normal_email)
    phones = _column(connection, "phone")
    if phones:
        numbers = ((row[0], normal_phone(row[2], country_code(row[3]) or home)) for row in shop if row[2])
        _keep(connection, "phone", phones, _owners(numbers, drawn), lambda number: normal_phone(number, home))
    connection.execute("ALTER TABLE acts ADD COLUMN customer_id VARCHAR")
    connection.execute(
        "UPDATE acts SET customer_id = coalesce(i.customer_id, nullif(e.customer_id, ''), nullif(p.customer_id, ''), "
        "e.customer_id, p.customer_id) FROM acts AS a LEFT JOIN matched AS i ON i.key = 'id' AND i.value = a.id "
        "LEFT JOIN matched AS e ON e.key = 'email' AND e.value = a.email "
        "LEFT JOIN matched AS p ON p.key = 'phone' AND p.value = a.phone WHERE a.rowid = acts.rowid"
    )


def _match_ids(connection: duckdb.DuckDBPyConnection, drawn: set[str]) -> None:
    connection.execute("CREATE OR REPLACE TEMP TABLE drawn_ids AS SELECT unnest($1::VARCHAR[]) AS id", [sorted(drawn)])
    connection.execute(
        "INSERT INTO matched SELECT 'id', id, id FROM (SELECT DISTINCT id FROM acts WHERE id IN (SELECT id FROM "
        "customers UNION SELECT id FROM drawn_ids UNION SELECT customer_id FROM orders))"
    )


def _column(connection: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    """Distinct values of those rows whom no id has found yet."""
    sql = (
        f"SELECT DISTINCT {key} FROM acts WHERE {key} IS NOT NULL "
        "AND (id IS NULL OR id NOT IN (SELECT value FROM matched WHERE key = 'id'))"
    )
    return [row[0] for row in _rows(connection, sql)]


def _owners(pairs: Iterable[tuple[str, str]], drawn: set[str]) -> dict[str, str]:
    """Normalised address to the one customer it means, or AMBIGUOUS."""
    found: dict[str, list[str]] = {}
    for identity, address in pairs:
        if address:
            found.setdefault(address, []).append(identity)
    owners = {}
    for address, people in found.items():
        meant = people if len(people) == 1 else [identity for identity in people if identity in drawn]
        owners[address] = meant[0] if len(meant) == 1 else AMBIGUOUS
    return owners


def _keep(
    connection: duckdb.DuckDBPyConnection, key: str, values: list[str], owners: dict[str, str],
    normal: Callable[[str], str],
) -> None:  # fmt: skip
    hits = [(value, owners[address]) for value in values if (address := normal(value)) in owners]
    if hits:
        connection.execute(
            "INSERT INTO matched SELECT $1, unnest($2::VARCHAR[]), unnest($3::VARCHAR[])",
            [key, [value for value, _ in hits], [owner for _, owner in hits]],
        )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *bound: str) -> list[tuple[str, ...]]:
    return connection.execute(sql, list(bound)).fetchall()
