"""One file of a sending tool, read into the table `acts`: who did what, when, and for how much.

Known are exports with a row an event (a column says what happened), a row a person (a column each for opened, clicked …
with times, counts or yes and no), and a file a kind (its name says what happened). Klaviyo, Mailchimp, Braze, MailUp
and plain tables are all one of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tools.campaigns.result_kinds import heading_kind, kind_of, words
from tools.contract import BadInput
from tools.data.importing import dates, numbers
from tools.data.importing.evidence import decide_dates, refused
from tools.data.importing.hygiene import clean_sql, id_sql
from tools.data.importing.models import ColumnChoice, DateOrder, Decimal, FilePlan
from tools.data.importing.sources import examine
from tools.data.importing.sql import text
from tools.data.importing.staging import relation, translated
from tools.data.importing.vocabulary import name_score, plain, vocabulary

ACTS = """CREATE OR REPLACE TEMP TABLE acts (
  file INTEGER, line BIGINT, id VARCHAR, email VARCHAR, phone VARCHAR, kind VARCHAR, moment VARCHAR, happened TIMESTAMP,
  order_id VARCHAR, amount DOUBLE, product_id VARCHAR, quantity DOUBLE, unit_price DOUBLE, campaign VARCHAR)"""
SALES = ("purchase", "return")
_TARGETS = {
    "id": ("customers.id",), "email": ("customers.email",), "phone": ("customers.phone",), "type": ("events.type",),
    "moment": ("events.occurred_at", "orders.ordered_at", "campaigns.sent_at"), "order_id": ("orders.id",),
    "amount": ("orders.total", "orders.paid"), "product_id": ("products.id",), "quantity": ("order_lines.quantity",),
    "unit_price": ("order_lines.unit_price",), "campaign": ("campaigns.id", "campaigns.name"),
}  # fmt: skip
_OWN = ("id", "type", "moment")
_LEAST = 0.6
_FALSE = ("0", "false", "no", "n", "f", "否", "无", "未", "-", "0.0")


@dataclass
class ReadFile:
    """What one table of a file was understood to be."""

    name: str
    rows: int = 0
    places: dict[str, int] = field(default_factory=dict)
    """Position of each column that was understood, by what it is."""
    wide: dict[int, str] = field(default_factory=dict)
    """Position to kind, of columns that each record one kind."""
    kind: str | None = None
    """The one kind of a whole file."""
    unread_kinds: int = 0
    """Rows whose kind of event nothing is known of."""


def read_files(
    connection: duckdb.DuckDBPyConnection, files: list[Path], zone: str, month_first: bool
) -> list[ReadFile]:
    """Fill `acts` from the files; raises BadInput naming a file that cannot be understood."""
    connection.execute(ACTS)
    read: list[ReadFile] = []
    for file in files:
        for plan in examine(str(file)):
            read.append(_read(connection, plan, len(read), zone, month_first))
    return read


def _read(connection: duckdb.DuckDBPyConnection, plan: FilePlan, number: int, zone: str, month_first: bool) -> ReadFile:
    _load(connection, plan)
    found = ReadFile(plan.name, connection.execute("SELECT count(*) FROM raw").fetchall()[0][0])
    _understand(connection, plan, found)
    person = [place for place in ("id", "email", "phone") if place in found.places]
    if not person:
        raise BadInput(
            f"{plan.name} names nobody: it needs a column with customer ids, e-mail addresses or phone numbers "
            f"(columns: {', '.join(column.source for column in plan.columns[:8])})."
        )
    if not (found.kind or found.wide or "type" in found.places):
        raise BadInput(
            f"{plan.name} does not say what happened: give it a column such as opened_at or event, or name the file "
            "for what is in it: sent.csv, opens.csv, clicks.csv, purchases.csv."
        )
    for select in _selects(connection, found, zone, month_first):
        connection.execute(f"INSERT INTO acts BY NAME SELECT {number} AS file, * FROM ({select})")
    return found


def _load(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """The file's rows as text in `raw`, columns c0, c1 …, blank rows left out."""
    for attempt in (1, 2):
        try:
            with relation(plan) as rows:
                connection.execute(f"CREATE OR REPLACE TEMP TABLE raw AS SELECT * FROM {rows}")
            break
        except duckdb.Error as error:
            if attempt == 2 or not refused(plan):
                raise translated(error, plan.name) from error
    blank = " AND ".join(f"coalesce(trim(c{column.position}), '') = ''" for column in plan.columns)
    connection.execute(f"DELETE FROM raw WHERE {blank}")


def _understand(connection: duckdb.DuckDBPyConnection, plan: FilePlan, found: ReadFile) -> None:
    """Which column is what: by heading, and where headings are silent by what the cells look like."""
    headings = {column.position: plain(column.source) for column in plan.columns}
    kinds = {column.position: kind for column in plan.columns if (kind := heading_kind(column.source))}
    for what, targets in _TARGETS.items():
        scores = {
            position: _score(heading, what, targets)
            for position, heading in headings.items()
            if position not in kinds or what in ("order_id", "amount")
        }
        best = max(scores, key=lambda position: scores[position], default=-1)
        if best >= 0 and scores[best] >= _LEAST and best not in found.places.values():
            found.places[what] = best
    if "email" not in found.places:
        _by_at_sign(connection, plan, found)
    if "type" in found.places and not _speaks(connection, found.places["type"]):
        del found.places["type"]
    if "type" in found.places:
        found.places.setdefault("moment", next((p for p, kind in kinds.items() if kind == "sent"), -1))
        found.places = {what: place for what, place in found.places.items() if place >= 0}
        return
    found.wide = {position: kind for position, kind in kinds.items() if kind not in SALES}
    if not found.wide:
        named = kind_of(Path(plan.path).stem) if not plan.part else kind_of(plan.part) or kind_of(Path(plan.path).stem)
        found.kind = "purchase" if {"amount", "order_id"} & set(found.places) and named != "return" else named
        _number_of_order(plan, found)
        times = [position for position in kinds if position not in found.places.values()]
        if "moment" not in found.places and times:
            found.places["moment"] = times[0]


def _number_of_order(plan: FilePlan, found: ReadFile) -> None:
    """In a list of purchases with addresses, a column called just "id" numbers the orders."""
    place = found.places.get("id", -1)
    bare = plain(plan.columns[place].source) in vocabulary().columns["customers.id"].own if place >= 0 else False
    if found.kind in SALES and bare and "order_id" not in found.places and {"email", "phone"} & set(found.places):
        found.places["order_id"] = found.places.pop("id")


def _score(heading: str, what: str, targets: tuple[str, ...]) -> float:
    if heading in words()["headings"].get(what, []):
        return 0.95
    columns = vocabulary().columns
    scores = [
        name_score(heading, columns[target], own=what in _OWN) - 0.05 * turn for turn, target in enumerate(targets)
    ]
    return max(scores)


def _by_at_sign(connection: duckdb.DuckDBPyConnection, plan: FilePlan, found: ReadFile) -> None:
    """A column whose cells are mostly addresses is the addresses, whatever its heading."""
    for column in plan.columns:
        cell = f"c{column.position}"
        share = connection.execute(
            f"SELECT avg((contains({cell}, '@'))::INTEGER) FROM (SELECT {cell} FROM raw LIMIT 500) WHERE {cell} <> ''"
        ).fetchall()[0][0]
        if (share or 0) > 0.6:
            found.places = {what: place for what, place in found.places.items() if place != column.position}
            found.places["email"] = column.position
            return


def _speaks(connection: duckdb.DuckDBPyConnection, position: int) -> bool:
    """Whether a column's cells mostly say what happened."""
    rows = connection.execute(
        f"SELECT c{position}, count(*) FROM (SELECT * FROM raw LIMIT 5000) WHERE c{position} <> '' GROUP BY 1"
    ).fetchall()
    known = sum(count for value, count in rows if kind_of(str(value)))
    return bool(rows) and known >= 0.5 * sum(count for _, count in rows)


def _selects(connection: duckdb.DuckDBPyConnection, found: ReadFile, zone: str, month_first: bool) -> list[str]:
    """Statements that give `acts` its rows: one for the file, or one for each column that records a kind."""
    shared = ["rowid + 1 AS line"]
    for what in ("id", "email", "phone", "order_id", "product_id", "campaign"):
        if what in found.places:
            cell = f"c{found.places[what]}"
            shared.append(
                f"{id_sql(cell, whole_number=what == 'id') if what != 'email' else clean_sql(cell)} AS {what}"
            )
    for what in ("amount", "quantity", "unit_price"):
        if what in found.places:
            cell = clean_sql(f"c{found.places[what]}")
            shared.append(f"{numbers.number_sql(cell, _decimal(connection, cell))} AS {what}")
    moment = found.places.get("moment")
    if found.wide:
        return [_wide(connection, shared, position, kind, moment, zone, month_first)
                for position, kind in found.wide.items()]  # fmt: skip
    if moment is not None:
        shared += _moment(connection, moment, zone, month_first)
    if found.kind:
        return [f"SELECT {', '.join(shared)}, {text(found.kind)} AS kind FROM raw"]
    cell = f"c{found.places['type']}"
    values = [
        row[0] for row in connection.execute(f"SELECT DISTINCT {cell} FROM raw WHERE {cell} IS NOT NULL").fetchall()
    ]
    cases = " ".join(f"WHEN {cell} = {text(value)} THEN {text(kind)}" for value in values if (kind := kind_of(value)))
    kind_sql = f"CASE {cases} END"
    found.unread_kinds = connection.execute(f"SELECT count(*) FROM raw WHERE {kind_sql} IS NULL").fetchall()[0][0]
    return [f"SELECT {', '.join(shared)}, {kind_sql} AS kind FROM raw WHERE {kind_sql} IS NOT NULL"]


def _wide(
    connection: duckdb.DuckDBPyConnection, shared: list[str], position: int, kind: str, moment: int | None, zone: str,
    month_first: bool,
) -> str:  # fmt: skip
    """One kind out of a row a person: its cell is a time, a count, or yes or no."""
    cell = clean_sql(f"c{position}")
    number = f"TRY_CAST({cell} AS DOUBLE)"
    yes = f"{cell} IS NOT NULL AND lower({cell}) NOT IN ({', '.join(map(text, _FALSE))})"
    small = connection.execute(
        f"SELECT count(*) FILTER ({yes}), count(*) FILTER ({yes} AND ({number} < 10000 "
        f"OR NOT regexp_matches({cell}, '\\d'))) FROM raw"
    ).fetchall()[0]
    if small[0] and small[1] < 0.5 * small[0]:
        parts = [*shared, *_moment(connection, position, zone, month_first)]
    else:  # counts and yes or no; a time beside them is that of the sending, or of the last act, so only sends take it
        parts = [
            *shared,
            *(_moment(connection, moment, zone, month_first) if moment is not None and kind == "sent" else []),
        ]
    return f"SELECT {', '.join(parts)}, {text(kind)} AS kind FROM raw WHERE {yes}"


def _moment(connection: duckdb.DuckDBPyConnection, position: int, zone: str, month_first: bool) -> list[str]:
    cell = clean_sql(f"c{position}")
    order = _date_order(connection, cell, month_first)
    return [f"{cell} AS moment", f"{dates.moment_sql(cell, order, zone)} AS happened"]


def _date_order(connection: duckdb.DuckDBPyConnection, cell: str, month_first: bool) -> DateOrder:
    tests = dates.evidence_sql(cell)
    row = connection.execute(f"SELECT {', '.join(tests.values())} FROM raw").fetchall()[0]
    column = ColumnChoice(source="", position=0)
    order = decide_dates(column, dict(zip(tests, row, strict=True)), lambda: (0, 0))
    return order or ("mdy" if month_first else "dmy")


def _decimal(connection: duckdb.DuckDBPyConnection, cell: str) -> Decimal:
    point, comma = connection.execute(f"SELECT {', '.join(numbers.evidence_sql(cell))} FROM raw").fetchall()[0]
    return "comma" if comma > point else "point"
