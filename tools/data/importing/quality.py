"""What an import report says: counts taken from the typed rows and from the merged tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

import duckdb

from tools.contract import BadInput
from tools.data.importing import words
from tools.data.importing.clean import PROBLEM, SWAPPED, can_fail, has_customer
from tools.data.importing.hygiene import INSTRUCTION
from tools.data.importing.merge import columns_of
from tools.data.importing.models import Count, FilePlan, FileReport, ImportPlan, ImportReport, TableReport
from tools.data.importing.sql import name, texts
from tools.data.importing.tolerant import Repairs
from tools.data.importing.vocabulary import vocabulary
from tools.order_status import tells_status, undone_words


@dataclass
class Facts:
    """Counts collected while an import runs."""

    plan: ImportPlan
    files: list[FileReport] = field(default_factory=list)
    said: list[Count] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    duplicates: int = 0
    in_future: int = 0
    without_customer: int = 0
    merged: Counter[str] = field(default_factory=Counter)
    """What was found when the files were put together, by the code of its sentence."""
    unified: dict[str, int] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)

    def moment(self, first: datetime | None, last: datetime | None) -> None:
        """Widen the range of dates."""
        if first is not None and last is not None:
            self.first = min(self.first or first, first)
            self.last = max(self.last or last, last)

    def report(self, tables: list[TableReport]) -> ImportReport:
        read = sum(file.read for file in self.files)
        dropped = sum(count.count for file in self.files for count in file.dropped) + self.merged["orphans"]
        said = list(self.said)
        said += [words.count(code, count) for code, count in self.merged.items() if count]
        said += [words.count("unified", count, column=column) for column, count in sorted(self.unified.items())]
        figures = self.figures
        return ImportReport(
            files=self.files, tables=tables, read=read, kept=read - dropped, dropped=dropped,
            duplicates=self.duplicates,
            returns=int(figures.get("returns", 0)), cancelled_lines=int(figures.get("cancelled_lines", 0)),
            without_customer=self.without_customer,
            orders=int(figures.get("orders", 0)), customers=int(figures.get("customers", 0)),
            products=int(figures.get("products", 0)), net_revenue=round(figures.get("net_revenue", 0.0), 4),
            discounts=round(figures.get("discounts", 0.0), 2),
            currency=self.plan.currency, currency_evidence=self.plan.currency_evidence, time_zone=self.plan.time_zone,
            first=self.first, last=self.last, in_future=self.in_future,
            non_product_lines=int(figures.get("non_product_lines", 0)),
            instruction_like=int(figures.get("instruction_like", 0)), said=said, notes=self.plan.notes,
        )  # fmt: skip


def look_at_file(
    connection: duckdb.DuckDBPyConnection,
    file: FilePlan,
    typed: str,
    repairs: Repairs,
    facts: Facts,
    clock: date | None,
) -> None:
    """Count what one file's typed rows show: rows dropped and why, cells that could not be read, repeats, dates."""
    reasons = dict(connection.execute(f"SELECT {PROBLEM}, count(*) FROM {typed} GROUP BY 1").fetchall())
    number = f"rowid - (SELECT min(rowid) FROM {typed}) + 1"
    rows = dict(
        connection.execute(
            f"SELECT {PROBLEM}, list({number} ORDER BY rowid)[1:5] FROM {typed} WHERE {PROBLEM} IS NOT NULL GROUP BY 1"
        ).fetchall()
    )
    dropped = [
        words.count(code, count, examples=[str(row) for row in rows[code]])
        for code, count in sorted(reasons.items(), key=lambda item: -item[1])
        if code and code != "blank"
    ]
    blank = reasons.get("blank", 0)
    read = sum(reasons.values()) - blank + repairs.dropped
    report = FileReport(name=file.name, role=file.role, read=read, kept=reasons.get(None, 0), dropped=dropped)
    for code in ("padded", "joined", "literal", "dropped"):
        if getattr(repairs, code):
            where = report.dropped if code == "dropped" else report.said
            where.append(
                words.count(
                    f"line_{code}", getattr(repairs, code), examples=[str(n) for n in getattr(repairs, f"{code}_lines")]
                )
            )
    report.said += _unread(connection, file, typed)
    if SWAPPED in columns_of(connection, typed) and (
        swapped := _one(connection, f"SELECT count(*) FROM {typed} WHERE {SWAPPED}")
    ):
        report.said.append(words.count("swapped", swapped))
    _dates(connection, file, typed, facts, clock)
    if file.role in ("flat_order_lines", "order_lines"):
        _repeats(connection, typed, report, facts)
    if file.role == "flat_order_lines":
        report.said += _differing(connection, file, typed)
    if file.role in ("customers", "products", "campaigns", "orders"):
        report.said += _same_keys(connection, file, typed)
    if file.role in ("flat_order_lines", "orders"):
        customer = '"customers.id"' if has_customer(file) else "NULL"
        # An order's customer may stand on its first line only.
        named = f'SELECT max({customer}) OVER (PARTITION BY "orders.id") AS who FROM {typed} WHERE {PROBLEM} IS NULL'
        facts.without_customer += _one(connection, f"SELECT count(*) FROM ({named}) WHERE who IS NULL")
    facts.files.append(report)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0] or 0)


def _unread(connection: duckdb.DuckDBPyConnection, file: FilePlan, typed: str) -> list[Count]:
    """Optional cells that are filled but could not be read, and so are empty now."""
    columns = [column for column in file.columns if can_fail(column)]
    if not columns:
        return []
    tests = ", ".join(
        f"count(*) FILTER ({PROBLEM} IS NULL AND {name('?' + (column.target or ''))})" for column in columns
    )
    found = connection.execute(f"SELECT {tests} FROM {typed}").fetchall()[0]
    return [
        words.count("unread", count, column=column.source)
        for column, count in zip(columns, found, strict=True)
        if count
    ]


def _dates(connection: duckdb.DuckDBPyConnection, file: FilePlan, typed: str, facts: Facts, clock: date | None) -> None:
    for target in ("orders.ordered_at", "events.occurred_at"):
        if file.choice(target) or (file.constant_date and target == "orders.ordered_at"):
            future = f"count(*) FILTER ({name(target)} >= DATE '{clock.isoformat()}' + 1)" if clock else "0"
            first, last, later = connection.execute(
                f"SELECT min({name(target)}), max({name(target)}), {future} FROM {typed} WHERE {PROBLEM} IS NULL"
            ).fetchall()[0]
            facts.moment(first, last)
            facts.in_future += later


def _repeats(connection: duckdb.DuckDBPyConnection, typed: str, report: FileReport, facts: Facts) -> None:
    columns = [column for column in columns_of(connection, typed) if not column.startswith("?") and column != PROBLEM]
    key = ", ".join(name(column) for column in columns)
    count = _one(connection, f"SELECT count(*) - count(DISTINCT hash({key})) FROM {typed} WHERE {PROBLEM} IS NULL")
    facts.duplicates += count
    if count:
        report.said.append(words.count("repeats", count))


def _differing(connection: duckdb.DuckDBPyConnection, file: FilePlan, typed: str) -> list[Count]:
    """Orders whose lines disagree about customer, date or country: the first is taken."""
    if not file.choice("orders.id"):
        return []
    targets = [
        target
        for target in ("orders.ordered_at", "customers.country", "orders.channel", "orders.status")
        if file.choice(target)
    ]
    targets += ["customers.id"] if has_customer(file) else []
    if not targets:
        return []
    tests = ", ".join(f"count(*) FILTER (lo{i} <> hi{i})" for i in range(len(targets)))
    bounds = ", ".join(f"min({name(t)}) AS lo{i}, max({name(t)}) AS hi{i}" for i, t in enumerate(targets))
    found = connection.execute(
        f'SELECT {tests} FROM (SELECT {bounds} FROM {typed} WHERE {PROBLEM} IS NULL GROUP BY "orders.id")'
    ).fetchall()[0]
    return [
        words.count("differing", count, column=target) for target, count in zip(targets, found, strict=True) if count
    ]


def _same_keys(connection: duckdb.DuckDBPyConnection, file: FilePlan, typed: str) -> list[Count]:
    keys = [name(f"{file.role}.id")] if f"{file.role}.id" in columns_of(connection, typed) else []
    keys += [name(f"{file.role}.name")] if not keys and file.choice(f"{file.role}.name") else []
    if not keys:
        return []
    count = _one(
        connection, f"SELECT count({keys[0]}) - count(DISTINCT {keys[0]}) FROM {typed} WHERE {PROBLEM} IS NULL"
    )
    return [words.count("same_key", count)] if count else []


def look_at_new(connection: duckdb.DuckDBPyConnection, made: dict[str, str], facts: Facts) -> None:
    """Figures over all files together: orders, customers, revenue, returns, cancellations, suspicious texts."""
    figures = facts.figures
    for table in ("orders", "customers", "products"):
        if table in made:
            figures[table] = _one(connection, f"SELECT count(*) FROM {made[table]}")
    if "order_lines" in made:
        lines = made["order_lines"]
        revenue, returns, cheap = connection.execute(
            f"SELECT sum(quantity * unit_price), count(*) FILTER (quantity < 0), count(*) FILTER (unit_price <= 0) "
            f"FROM {lines}"
        ).fetchall()[0]
        figures |= {"net_revenue": revenue or 0.0, "returns": returns}
        if cheap:
            facts.said.append(words.count("no_price", cheap))
        figures["cancelled_lines"] = _cancelled(connection, made)
        figures["non_product_lines"] = _non_products(connection, made, facts)
    if "orders" in made and "discount" in columns_of(connection, made["orders"]):
        figures["discounts"] = float(
            connection.execute(f"SELECT coalesce(sum(discount), 0) FROM {made['orders']}").fetchall()[0][0]
        )
    if "orders" in made and (count := _undone(connection, made["orders"])):
        facts.said.append(words.count("cancelled_status", count))
    figures["instruction_like"] = sum(_instructions(connection, table) for table in made.values())


def refuse_nothing(facts: Facts) -> None:
    """An import that keeps no row at all is a mistake, not an empty success; raises BadInput."""
    dropped = sum(count.count for file in facts.files for count in file.dropped) + facts.merged["orphans"]
    if sum(file.read for file in facts.files) > dropped:
        return
    if facts.merged["orphans"]:
        raise BadInput(
            "None of the order lines belongs to an order of this shop: "
            "import the orders with their dates first or together, "
            "or give every row one day with --map date=2026-03-01.",
            zh="这些订单明细都不属于本店已有的订单：请先导入或一并导入带日期的订单，"
            "或用 --map date=2026-03-01 给所有行指定同一天。",
        )
    dropped_rows = [count.text for file in facts.files for count in file.dropped]
    names = ", ".join(file.name for file in facts.files)
    raise BadInput(
        f"No row of {names} can be used ({'; '.join(text.en for text in dropped_rows) or 'they are blank'}).",
        zh=f"{names} 中没有可用的行（{'；'.join(text.zh for text in dropped_rows) or '全是空白'}）。",
    )


def _undone(connection: duckdb.DuckDBPyConnection, orders: str) -> int:
    """Orders with a status, their own or that of the after-sales, that says they were cancelled or refunded."""
    undone = texts(sorted(undone_words()))
    columns = columns_of(connection, orders).items()
    stated = [column for column, kind in columns if kind == "VARCHAR" and tells_status(column)]
    tests = " OR ".join(f"lower({name(column)}) IN {undone}" for column in stated)
    return _one(connection, f"SELECT count(*) FROM {orders} WHERE {tests}") if tests else 0


def _cancelled(connection: duckdb.DuckDBPyConnection, made: dict[str, str]) -> int:
    """Lines of orders numbered like the others but with a C before it (C536379)."""
    lines = made["order_lines"]
    plain = _one(connection, f"SELECT count(*) FROM {lines} WHERE regexp_matches(order_id, '^\\d+$')")
    marked = _one(connection, f"SELECT count(*) FROM {lines} WHERE regexp_matches(order_id, '^[Cc]-?\\d+$')")
    return marked if plain > marked else 0


def _non_products(connection: duckdb.DuckDBPyConnection, made: dict[str, str], facts: Facts) -> int:
    """Lines of postage, fees and the like, told by code or name; they stay, and are named."""
    known = vocabulary().values["non_product"]
    named = ""
    if "products" in made and "name" in columns_of(connection, made["products"]):
        starts = " OR ".join(f"starts_with(lower(p.name), '{word}')" for word in known["words"] if "'" not in word)
        named = f"OR l.product_id IN (SELECT id FROM {made['products']} p WHERE {starts})"
    rows = connection.execute(
        f"SELECT l.product_id, count(*) AS n FROM {made['order_lines']} l WHERE l.product_id IS NOT NULL AND "
        f"(lower(l.product_id) IN {texts(known['codes'])} {named}) GROUP BY 1 ORDER BY n DESC, 1"
    ).fetchall()
    count = sum(row[1] for row in rows)
    if count:
        facts.said.append(words.count("non_products", count, examples=[str(row[0]) for row in rows[:6]]))
    return count


def _instructions(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    columns = [
        column
        for column, kind in columns_of(connection, table).items()
        if kind == "VARCHAR" and column not in ("id", "order_id", "customer_id")
    ]
    if not columns:
        return 0
    pattern = INSTRUCTION.replace("'", "''")
    tests = " + ".join(
        f"count(DISTINCT {name(c)}) FILTER (length({name(c)}) > 12 AND regexp_matches({name(c)}, '{pattern}'))"
        for c in columns
    )
    return _one(connection, f"SELECT {tests} FROM {table}")
