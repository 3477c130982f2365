"""Customers, products and campaigns that are only named in rows about something else."""

from __future__ import annotations

from tools.data.importing.clean import has_customer
from tools.data.importing.rows import CUSTOMER, PLACES, PRODUCT, Piece, Rows, bare, campaign_key
from tools.data.importing.sql import name


def gathered_customers(rows: Rows) -> list[Piece]:
    """Customers named by orders: place by the most frequent value (of equals the latest), the rest by latest order."""
    if not has_customer(rows.plan):
        return []
    places = tuple(f"customers.{column}" for column in PLACES)
    attributes = rows.attributes("customers", CUSTOMER)
    latest = [
        f'arg_max({name(t)}, ("orders.ordered_at", _row)) AS {name(bare(t))}' for t in attributes if t not in places
    ]
    known = f"FROM {rows.kept} WHERE {rows.customer} IS NOT NULL"
    base = f"SELECT {', '.join([f'{rows.customer} AS id', *latest])} {known} GROUP BY 1"
    for target in (t for t in attributes if t in places):
        column = name(bare(target))
        counted = (
            f'SELECT {rows.customer} AS id, {name(target)} AS v, count(*) AS n, max("orders.ordered_at") AS last '
            f"{known} AND {name(target)} IS NOT NULL GROUP BY 1, 2"
        )
        most = f"SELECT id, arg_max(v, (n, last, v)) AS {column} FROM ({counted}) GROUP BY id"
        base = f"SELECT b.*, m.{column} FROM ({base}) b LEFT JOIN ({most}) m ON b.id = m.id"
    return [Piece("customers", base, 0)]


def gathered_products(rows: Rows) -> list[Piece]:
    """Products named by lines: the most frequent name of each code, the first in the alphabet of equals."""
    if not (rows.has("products.id") or rows.has("products.name")):
        return []
    key = f"coalesce({rows.of('products.id')}, {rows.of('products.name')})"
    attributes = rows.attributes("products", PRODUCT)
    latest = [f"arg_max({name(t)}, _row) AS {name(bare(t))}" for t in attributes if t != "products.name"]
    base = f"SELECT {', '.join([f'{key} AS id', *latest])} FROM {rows.kept} WHERE {key} IS NOT NULL GROUP BY 1"
    if rows.has("products.name"):
        counted = (
            f'SELECT {key} AS id, "products.name" AS v, count(*) AS n FROM {rows.kept} '
            'WHERE "products.name" IS NOT NULL GROUP BY 1, 2'
        )
        most = f"SELECT id, arg_min(v, (-n, v)) AS name FROM ({counted}) WHERE id IS NOT NULL GROUP BY id"
        base = f"SELECT b.*, m.name FROM ({base}) b LEFT JOIN ({most}) m ON b.id = m.id"
    return [Piece("products", base, 0)]


def gathered_campaigns(rows: Rows) -> list[Piece]:
    """Campaigns that events or test groups name."""
    if not (rows.has("campaigns.id") or rows.has("campaigns.name")):
        return []
    named = ', arg_max("campaigns.name", _row) AS name' if rows.has("campaigns.name") else ""
    select = (
        f"SELECT {campaign_key(rows)} AS id{named} FROM {rows.kept} WHERE {campaign_key(rows)} IS NOT NULL GROUP BY 1"
    )
    return [Piece("campaigns", select, 0)]
