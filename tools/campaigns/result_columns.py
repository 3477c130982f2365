"""Which column of a sending tool's export is what: by its heading, and where headings are silent by its cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tools.campaigns.result_kinds import heading_kind, kind_of, words
from tools.contract import BadInput
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import FilePlan
from tools.data.importing.sql import text
from tools.data.importing.vocabulary import name_score, plain, senses, vocabulary

SALES = ("purchase", "return")
_PERSON = {"id": ("customers.id",), "email": ("customers.email",), "phone": ("customers.phone",)}
_TARGETS = {
    "type": ("events.type",), "moment": ("events.occurred_at", "orders.ordered_at", "campaigns.sent_at"),
    "order_id": ("orders.id",), "amount": ("orders.total", "orders.paid"), "product_id": ("products.id",),
    "quantity": ("order_lines.quantity",), "unit_price": ("order_lines.unit_price",),
    "campaign": ("campaigns.id", "campaigns.name"),
}  # fmt: skip
_OWN = ("id", "type", "moment")
_LEAST = 0.6
_MOST_KINDS = 12
FALSE = ("0", "false", "no", "n", "f", "nein", "non", "否", "无", "未", "-", "0.0")
_CALLABLE = r"^\+?[\d\s().-]{7,}$"
_DATED = (
    r"^\d{4}[-/.年]\d|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}|^\d{8}T?\d{4,6}|^(1\d{9}|1\d{12})$|(?i)^[a-z]{3,9} \d{1,2},? \d{4}"
)


@dataclass
class ReadFile:
    """What one table of a file was understood to be."""

    name: str
    raw: str
    """Table with its cells as text, columns c0, c1 …"""
    rows: int = 0
    places: dict[str, int] = field(default_factory=dict)
    """Position of each column that was understood, by what it is."""
    wide: dict[int, str] = field(default_factory=dict)
    """Position to kind, of columns that each record one kind."""
    timed: set[int] = field(default_factory=set)
    """Those of them whose cells are times; the others count, or say yes or no."""
    kind: str | None = None
    """The one kind of a whole file."""
    unread_kinds: int = 0
    """Rows whose kind of event nothing is known of."""


def understand(connection: duckdb.DuckDBPyConnection, plan: FilePlan, found: ReadFile) -> None:
    """Fill in what `found` leaves open. Raises BadInput for a file that names nobody, or does not say what happened."""
    headings = {column.position: column.source for column in plan.columns}
    _people(connection, headings, found)
    taken = set(found.places.values())
    kinds = {column.position: kind for column in plan.columns
             if column.position not in taken and (kind := heading_kind(column.source))}  # fmt: skip
    for what, targets in _TARGETS.items():
        free = {place for place in headings if place not in kinds or what in ("order_id", "amount")}
        _claim(found, what, targets, {place: headings[place] for place in free})
    found.timed = {place for place in kinds if _share(connection, found.raw, place, _DATED) > 0.5}
    acts = {place: kind for place, kind in kinds.items() if kind not in SALES}
    _type(connection, headings, found, set(kinds), any(kind != "sent" for kind in acts.values()))
    if "moment" not in found.places:
        _moment(connection, headings, found, kinds)
    timed = {acts[place] for place in acts if place in found.timed}
    found.wide = {place: kind for place, kind in acts.items()
                  if place in found.timed or (kind not in timed and "type" not in found.places)}  # fmt: skip
    if "type" in found.places:
        found.wide.pop(found.places.get("moment", -1), None)
    elif not any(place != found.places.get("moment") or place in acts for place in found.wide):
        _whole(connection, plan, found)
    _refuse(plan, found)


def _people(connection: duckdb.DuckDBPyConnection, headings: dict[int, str], found: ReadFile) -> None:
    """Who: ids, addresses and numbers; a column of addresses is known by its cells, whatever its heading."""
    for what, targets in _PERSON.items():
        _claim(found, what, targets, headings)
    place = found.places.get("email", -1)
    if place >= 0 and _share(connection, found.raw, place, "@") <= 0.5:
        del found.places["email"]
        if "phone" not in found.places and _share(connection, found.raw, place, _CALLABLE) > 0.5:
            found.places["phone"] = place
    if "email" not in found.places:
        addresses = [place for place in headings if _share(connection, found.raw, place, r"^[^@\s/]+@[^@\s/]+$") > 0.6]
        if addresses:
            found.places = {what: place for what, place in found.places.items() if place != addresses[0]}
            found.places["email"] = addresses[0]


def _claim(found: ReadFile, what: str, targets: tuple[str, ...], headings: dict[int, str]) -> None:
    scores = {place: _score(heading, what, targets) for place, heading in headings.items()}
    best = max(scores, key=lambda place: scores[place], default=-1)
    if best >= 0 and scores[best] >= _LEAST and best not in found.places.values():
        found.places[what] = best


def _score(heading: str, what: str, targets: tuple[str, ...]) -> float:
    if not {*senses(heading)}.isdisjoint(words()["headings"].get(what, [])):
        return 0.95
    columns = vocabulary().columns
    return max(
        name_score(heading, columns[target], own=what in _OWN) - 0.05 * turn for turn, target in enumerate(targets)
    )


def _type(
    connection: duckdb.DuckDBPyConnection, headings: dict[int, str], found: ReadFile, kinds: set[int], acts: bool
) -> None:
    """The column that says what happened: as headed, where its cells do; else any of few values that nearly all do."""
    place = found.places.get("type", -1)
    if place >= 0 and not _speaks(connection, found.raw, place, 0.5):
        del found.places["type"]
    if "type" in found.places or acts:
        return
    free = [place for place in headings if place not in kinds and place not in found.places.values()]
    speaking = [place for place in free if _speaks(connection, found.raw, place, 0.8)]
    if speaking:
        found.places["type"] = speaking[0]


def _moment(
    connection: duckdb.DuckDBPyConnection, headings: dict[int, str], found: ReadFile, kinds: dict[int, str]
) -> None:
    """When: a column of dates that is nothing else; failing that, one that records a kind."""
    free = [place for place in headings if place not in kinds and place not in found.places.values()]
    dated = [place for place in free if _share(connection, found.raw, place, _DATED) > 0.6]
    named = [place for place in kinds if place in found.timed and ("type" in found.places or kinds[place] in SALES)]
    for place in (dated or named)[:1]:
        found.places["moment"] = place


def _whole(connection: duckdb.DuckDBPyConnection, plan: FilePlan, found: ReadFile) -> None:
    """A file of one kind, told by its name or by being a list of orders."""
    stem = kind_of(Path(plan.path).stem)
    named = (kind_of(plan.part) or stem) if plan.part else stem
    found.kind = "purchase" if {"amount", "order_id"} & set(found.places) and named != "return" else named
    if found.kind in SALES and "order_id" not in found.places:
        names = [column.position for column in plan.columns if plain(column.source) == "name"]
        if names and _share(connection, found.raw, names[0], "^#") > 0.9:
            found.places["order_id"] = names[0]  # as Shopify calls its order numbers
    place = found.places.get("id", -1)
    bare = place >= 0 and plain(plan.columns[place].source) in vocabulary().columns["customers.id"].own
    if found.kind in SALES and bare and "order_id" not in found.places and {"email", "phone"} & set(found.places):
        found.places["order_id"] = found.places.pop("id")  # beside addresses, a bare "id" numbers the orders


def _speaks(connection: duckdb.DuckDBPyConnection, raw: str, place: int, least: float) -> bool:
    """Whether so large a share of a column's cells say what happened, in few different words."""
    rows = connection.execute(
        f"SELECT c{place}, count(*) FROM (SELECT * FROM {raw} LIMIT 5000) WHERE c{place} <> '' GROUP BY 1 LIMIT 200"
    ).fetchall()
    known = sum(count for value, count in rows if kind_of(str(value)))
    few = least <= 0.5 or (len(rows) <= _MOST_KINDS and all(len(str(v)) <= 40 and "/" not in str(v) for v, _ in rows))
    return bool(rows) and few and known >= least * sum(count for _, count in rows)


def _share(connection: duckdb.DuckDBPyConnection, raw: str, place: int, pattern: str) -> float:
    """Share of the first cells that are not empty which match."""
    cell = clean_sql(f"c{place}")
    sql = f"SELECT avg(regexp_matches({cell}, {text(pattern)})::INTEGER) FROM (SELECT * FROM {raw} LIMIT 500)"
    return float(connection.execute(sql).fetchall()[0][0] or 0)


def _refuse(plan: FilePlan, found: ReadFile) -> None:
    if not {"id", "email", "phone"} & set(found.places):
        raise BadInput(
            f"{plan.name} names nobody: it needs a column with customer ids, e-mail addresses or phone numbers "
            f"(columns: {', '.join(column.source for column in plan.columns[:8])}).",
            zh=f"{plan.name} 没有指明任何人：需要一列客户编号、邮箱或手机号（现有列："
            f"{'、'.join(column.source for column in plan.columns[:8])}）。",
        )
    if not (found.kind or found.wide or "type" in found.places):
        raise BadInput(
            f"{plan.name} does not say what happened: give it a column such as opened_at or event, or name the file "
            "for what is in it: sent.csv, opens.csv, clicks.csv, purchases.csv.",
            zh=f"{plan.name} 没有说明发生了什么：请加上 opened_at 或 event 这样的列，或按内容给文件命名："
            "sent.csv、opens.csv、clicks.csv、purchases.csv。",
        )
