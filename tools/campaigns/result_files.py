"""One file of a sending tool, read into the table `acts`: who did what, when, and for how much.

Known are exports with a row an event (a column says what happened), a row a person (a column each for opened, clicked …
with times, counts or yes and no), and a file a kind (its name says what happened). Klaviyo, Mailchimp, Braze, MailUp
and plain tables are all one of these.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tools.campaigns.result_columns import FALSE, SALES, ReadFile, understand
from tools.campaigns.result_kinds import kind_of
from tools.contract import BadInput
from tools.data.importing import dates, numbers
from tools.data.importing.evidence import decide_dates, refused
from tools.data.importing.hygiene import clean_sql, id_sql
from tools.data.importing.models import ColumnChoice, DateOrder, Decimal, FilePlan
from tools.data.importing.sources import examine
from tools.data.importing.sql import text
from tools.data.importing.staging import relation, translated

ACTS = """CREATE OR REPLACE TEMP TABLE acts (
  file INTEGER, line BIGINT, id VARCHAR, email VARCHAR, phone VARCHAR, kind VARCHAR, moment VARCHAR, happened TIMESTAMP,
  order_id VARCHAR, amount DOUBLE, product_id VARCHAR, quantity DOUBLE, unit_price DOUBLE, campaign VARCHAR)"""


def read_files(
    connection: duckdb.DuckDBPyConnection, files: list[Path], zone: str, month_first: bool
) -> list[ReadFile]:
    """Fill `acts` from the files; raises BadInput naming a file that cannot be understood.

    Whether the day or the month comes first is settled by whichever file proves it, for all that do not.
    """
    connection.execute(ACTS)
    read: list[ReadFile] = []
    for file in files:
        plans = examine(str(file))
        for plan in plans:
            found = ReadFile(plan.name, f"raw_{len(read)}")
            found.rows = _load(connection, plan, found.raw)
            if not found.rows and len(plans) == 1:
                raise BadInput(f"{plan.name} has headings but no rows: export it again with what happened in it.")
            understand(connection, plan, found)
            read.append(found)
    proven = {_date_order(connection, found.raw, place) for found in read for place in _times(found)} & {"dmy", "mdy"}
    settled = proven.pop() if len(proven) == 1 else None
    order: DateOrder = settled or ("mdy" if month_first else "dmy")
    for number, found in enumerate(read):
        for select in _Reading(connection, found, zone, order).selects():
            connection.execute(f"INSERT INTO acts BY NAME SELECT {number} AS file, * FROM ({select})")
        connection.execute(f"DROP TABLE {found.raw}")
    _fill_orders(connection)
    return read


def _load(connection: duckdb.DuckDBPyConnection, plan: FilePlan, raw: str) -> int:
    """The file's rows as text, columns c0, c1 …, blank rows left out; returns how many."""
    for attempt in (1, 2):
        try:
            with relation(plan) as rows:
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {raw} AS SELECT * FROM {rows}")
            break
        except duckdb.Error as error:
            if attempt == 2 or not refused(plan):
                raise translated(error, plan.name) from error
    blank = " AND ".join(f"coalesce(trim(c{column.position}), '') = ''" for column in plan.columns)
    connection.execute(f"DELETE FROM {raw} WHERE {blank}")
    return int(connection.execute(f"SELECT count(*) FROM {raw}").fetchall()[0][0])


def _times(found: ReadFile) -> set[int]:
    return found.timed | ({found.places["moment"]} if "moment" in found.places else set())


def _cell(place: int) -> str:
    """A cell with a time, 20261001T113000 as 20261001113000."""
    return f"regexp_replace({clean_sql(f'c{place}')}, '^(\\d{{8}})T(\\d{{6}})Z?$', '\\1\\2')"


def _date_order(connection: duckdb.DuckDBPyConnection, raw: str, place: int) -> DateOrder | None:
    tests = dates.evidence_sql(_cell(place))
    row = connection.execute(f"SELECT {', '.join(tests.values())} FROM {raw}").fetchall()[0]
    return decide_dates(ColumnChoice(source="", position=0), dict(zip(tests, row, strict=True)), lambda: (0, 0))


class _Reading:
    """The rows of one understood file as statements that give `acts` its rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, found: ReadFile, zone: str, order: DateOrder) -> None:
        self.connection, self.found, self.zone, self.order = connection, found, zone, order
        self.shared = ["rowid + 1 AS line", *self._texts(), *self._numbers()]

    def selects(self) -> list[str]:
        """One for each column that records a kind, and one for the rows where each is an event."""
        found, parts = self.found, list(self.shared)
        selects = [self._wide(place, kind) for place, kind in found.wide.items()]
        if "moment" in found.places:
            parts += self._moment(found.places["moment"])
        if found.kind and not found.wide:
            selects.append(f"SELECT {', '.join(parts)}, {text(found.kind)} AS kind FROM {found.raw}")
        if "type" in found.places:
            kind = self._kind(f"c{found.places['type']}")
            selects.append(f"SELECT {', '.join(parts)}, {kind} AS kind FROM {found.raw} WHERE {kind} IS NOT NULL")
        return selects

    def _texts(self) -> list[str]:
        places = self.found.places
        texts = []
        for what in ("id", "email", "phone", "order_id", "product_id", "campaign"):
            if what in places:
                cell = f"c{places[what]}"
                texts.append(
                    f"{clean_sql(cell) if what == 'email' else id_sql(cell, whole_number=what == 'id')} AS {what}"
                )
        return texts

    def _numbers(self) -> list[str]:
        cells = {what: clean_sql(f"c{self.found.places[what]}") for what in ("amount", "quantity", "unit_price")
                 if what in self.found.places}  # fmt: skip
        return [f"{numbers.number_sql(cell, self._decimal(cell))} AS {what}" for what, cell in cells.items()]

    def _decimal(self, cell: str) -> Decimal:
        tests = ", ".join(numbers.evidence_sql(cell))
        point, comma = self.connection.execute(f"SELECT {tests} FROM {self.found.raw}").fetchall()[0]
        return "comma" if comma > point else "point"

    def _kind(self, cell: str) -> str:
        raw = self.found.raw
        rows = self.connection.execute(f"SELECT DISTINCT {cell} FROM {raw} WHERE {cell} IS NOT NULL").fetchall()
        cases = " ".join(
            f"WHEN {cell} = {text(value)} THEN {text(kind)}" for (value,) in rows if (kind := kind_of(value))
        )
        kind_sql = f"CASE {cases} END"
        unread = self.connection.execute(f"SELECT count(*) FROM {raw} WHERE {kind_sql} IS NULL").fetchall()
        self.found.unread_kinds = int(unread[0][0])
        return kind_sql

    def _wide(self, place: int, kind: str) -> str:
        """One kind out of a row a person: its cell is a time, a count, or yes or no.

        A time beside counts is that of the sending, or of the last act, so only sends take it.
        """
        cell = clean_sql(f"c{place}")
        yes = f"{cell} IS NOT NULL AND lower({cell}) NOT IN ({', '.join(map(text, FALSE))})"
        parts = list(self.shared)
        if place in self.found.timed:
            parts += self._moment(place)
        elif kind == "sent" and "moment" in self.found.places:
            parts += self._moment(self.found.places["moment"])
        return f"SELECT {', '.join(parts)}, {text(kind)} AS kind FROM {self.found.raw} WHERE {yes}"

    def _moment(self, place: int) -> list[str]:
        order = _date_order(self.connection, self.found.raw, place) or self.order
        return [f"{_cell(place)} AS moment", f"{dates.moment_sql(_cell(place), order, self.zone)} AS happened"]


def _fill_orders(connection: duckdb.DuckDBPyConnection) -> None:
    """Later lines of an order are often blank where the first has its date and buyer."""
    connection.execute(
        "UPDATE acts SET happened = first.happened, moment = first.moment, id = coalesce(acts.id, first.id), "
        "email = coalesce(acts.email, first.email), phone = coalesce(acts.phone, first.phone) FROM (SELECT file, "
        "order_id, arg_min(happened, line) AS happened, arg_min(moment, line) AS moment, arg_min(id, line) AS id, "
        "arg_min(email, line) AS email, arg_min(phone, line) AS phone FROM acts WHERE happened IS NOT NULL "
        f"AND order_id IS NOT NULL GROUP BY ALL) AS first WHERE acts.kind IN {SALES} AND acts.moment IS NULL "
        "AND acts.file = first.file AND acts.order_id = first.order_id"
    )
