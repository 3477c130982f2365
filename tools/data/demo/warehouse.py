"""The generated arrays as rows: frames of codes go in, DuckDB writes out names, ids, dates and moments."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tools.data.demo import archetypes as a
from tools.data.demo.campaigns import KINDS, Campaign, Sends
from tools.data.demo.people import ACQUISITION, People
from tools.data.demo.randomness import DAYS, FIRST_DAY, SECONDS_PER_DAY
from tools.data.demo.seasons import COUNTRIES
from tools.data.engine import writing

if TYPE_CHECKING:
    import duckdb

    from tools.data.demo.baskets import Orders
    from tools.data.demo.catalogue import Product

_START = f"TIMESTAMP '{FIRST_DAY.isoformat()} 00:00:00'"
_EXTRA_COLUMNS = {
    "customers": ("loyalty_tier", "acquisition_channel", "preferred_language"),
    "products": ("subcategory", "name_zh", "description_zh", "material_or_ingredients", "stock INTEGER",
                 "launched_on DATE"),
    "campaigns": ("name_zh",),
}  # fmt: skip
_TIERS = ("none", "silver", "gold", "platinum")
_TIER_FLOORS = (250.0, 900.0, 2_200.0)
"""Net spend of the last 365 days from which silver, gold and platinum begin."""


def write_warehouse(
    path: Path,
    people: People,
    products: list[Product],
    campaigns: list[Campaign],
    sends: Sends,
    orders: Orders,
    views: dict[str, np.ndarray],
) -> None:
    """Fill the canonical tables at `path`, in one transaction."""
    with writing(path) as connection:
        for table, columns in _EXTRA_COLUMNS.items():
            for column in columns:
                kind = "" if " " in column else " VARCHAR"
                connection.execute(f"ALTER TABLE {table} ADD COLUMN {column}{kind}")
        _products(connection, products)
        _customers(connection, people, products, orders)
        _orders(connection, products, orders)
        _campaigns(connection, campaigns, sends)
        _events(connection, campaigns, sends, views)


def _load(connection: duckdb.DuckDBPyConnection, frame: pd.DataFrame, statement: str) -> None:
    connection.register("incoming", frame)
    connection.execute(statement)
    connection.unregister("incoming")


def _products(connection: duckdb.DuckDBPyConnection, products: list[Product]) -> None:
    frame = pd.DataFrame([asdict(product) for product in products]).drop(columns="popularity")
    columns = ", ".join(frame.columns)
    _load(connection, frame, f"INSERT INTO products ({columns}) SELECT {columns} FROM incoming")


def _customers(connection: duckdb.DuckDBPyConnection, people: People, products: list[Product], orders: Orders) -> None:
    three = {1: True, 0: False, -1: None}
    frame = pd.DataFrame({
        "number": np.arange(1, len(people) + 1),
        "name": people.names,
        "email": people.emails,
        "phone": people.phones,
        "gender": [("female", "male", None)[code] for code in people.gender],
        "birth_date": pd.Series(people.birth_dates, dtype=object),
        "city": people.cities,
        "country": [COUNTRIES[code] for code in people.country],
        "join_day": people.join_day,
        "email_consent": pd.Series([three[code] for code in people.email_consent.tolist()], dtype=object),
        "sms_consent": pd.Series([three[code] for code in people.sms_consent.tolist()], dtype=object),
        "loyalty_tier": _tiers(people, products, orders),
        "acquisition_channel": [ACQUISITION[code] for code in people.acquisition],
        "preferred_language": people.languages,
    })  # fmt: skip
    _load(
        connection,
        frame,
        "INSERT INTO customers (id, name, email, phone, gender, birth_date, city, country, signup_date, email_consent, "
        "sms_consent, loyalty_tier, acquisition_channel, preferred_language) "
        "SELECT printf('C%05d', number), name, email, phone, gender, birth_date::DATE, city, country, "
        f"({_START} + to_days(join_day::INTEGER))::DATE, email_consent::BOOLEAN, sms_consent::BOOLEAN, loyalty_tier, "
        "acquisition_channel, preferred_language FROM incoming ORDER BY number",
    )


def _tiers(people: People, products: list[Product], orders: Orders) -> list[str]:
    cents = np.round(np.array([product.price for product in products]) * 100).astype(np.int64)
    value = np.bincount(
        orders.line_order, weights=cents[orders.line_product] * orders.line_quantity, minlength=len(orders.customer)
    )
    recent = orders.second >= (DAYS - 365) * SECONDS_PER_DAY
    net = np.where(recent, value - orders.discount_cents, 0)
    spend = np.bincount(orders.customer, weights=net, minlength=len(people)) / 100
    return [_TIERS[code] for code in np.searchsorted(_TIER_FLOORS, spend, side="right")]


def _orders(connection: duckdb.DuckDBPyConnection, products: list[Product], orders: Orders) -> None:
    frame = pd.DataFrame({
        "number": np.arange(len(orders.customer)) + 100_001,
        "customer": orders.customer + 1,
        "second": orders.second,
        "channel": orders.channel,
        "cents": orders.discount_cents,
    })  # fmt: skip
    _load(
        connection,
        frame,
        "INSERT INTO orders SELECT printf('O%06d', number), printf('C%05d', customer), "
        f"{_START} + to_seconds(second), {_words(a.CHANNELS)}[channel + 1], cents / 100.0, 'completed' "
        "FROM incoming ORDER BY number",
    )
    turn = np.lexsort((-orders.line_quantity, orders.line_product, orders.line_order))
    cents = np.round(np.array([product.price for product in products]) * 100).astype(np.int64)
    lines = pd.DataFrame({
        "position": np.arange(len(turn)),
        "number": orders.line_order[turn] + 100_001,
        "product": orders.line_product[turn] + 1,
        "quantity": orders.line_quantity[turn],
        "cents": cents[orders.line_product[turn]],
    })  # fmt: skip
    _load(
        connection,
        lines,
        "INSERT INTO order_lines SELECT printf('O%06d', number), printf('SK-%04d', product), quantity, cents / 100.0 "
        "FROM incoming ORDER BY position",
    )


def _campaigns(connection: duckdb.DuckDBPyConnection, campaigns: list[Campaign], sends: Sends) -> None:
    frame = pd.DataFrame([(one.id, one.name, one.channel, one.sent_second, one.name_zh) for one in campaigns],
                         columns=["id", "name", "channel", "second", "name_zh"])  # fmt: skip
    _load(
        connection,
        frame,
        f"INSERT INTO campaigns SELECT id, name, channel, {_START} + to_seconds(second), name_zh "
        "FROM incoming ORDER BY id",
    )
    for number, outcome in sends.outcomes.items():
        assigned = pd.DataFrame({"customer": outcome.participants + 1, "treated": outcome.treated})
        _load(
            connection,
            assigned,
            f"INSERT INTO assignments SELECT '{campaigns[number].id}', printf('C%05d', customer), "
            f"CASE WHEN treated THEN 'treatment' ELSE 'control' END, "
            f"{_START} + to_seconds({campaigns[number].sent_second - 3_600}) FROM incoming ORDER BY customer",
        )


def _events(
    connection: duckdb.DuckDBPyConnection, campaigns: list[Campaign], sends: Sends, views: dict[str, np.ndarray]
) -> None:
    nothing = np.zeros(len(views["customer"]), dtype=np.int64)
    frame = pd.DataFrame({
        "customer": np.concatenate((sends.customer, views["customer"])) + 1,
        "kind": np.concatenate((sends.kind, np.where(views["cart"], len(KINDS) + 1, len(KINDS)))),
        "second": np.concatenate((sends.second, views["second"])),
        "campaign": np.concatenate((sends.campaign + 1, nothing)),
        "product": np.concatenate((np.zeros(len(sends.customer), dtype=np.int64), views["product"] + 1)),
    })  # fmt: skip
    _load(
        connection,
        frame,
        f"INSERT INTO events SELECT printf('C%05d', customer), {_words((*KINDS, 'view', 'cart'))}[kind + 1], "
        f"{_START} + to_seconds(second), {_words([one.id for one in campaigns])}[nullif(campaign, 0)], "
        "CASE WHEN product > 0 THEN printf('SK-%04d', product) END "
        "FROM incoming ORDER BY second, customer, kind, campaign, product",
    )


def _words(words: tuple[str, ...] | list[str]) -> str:
    return "[" + ", ".join(f"'{word}'" for word in words) + "]"
