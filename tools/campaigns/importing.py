"""Sends, opens, clicks and purchases of one campaign, brought from the sending tool's files into the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from tools.campaigns.import_orders import store_orders
from tools.campaigns.import_report import Counts, report
from tools.campaigns.result_columns import SALES
from tools.campaigns.result_files import read_files
from tools.campaigns.result_people import match_people
from tools.campaigns.store import ASSIGNMENTS, folder_of, write_record
from tools.campaigns.tested import Tested, find_tested
from tools.contract import BadInput, Finding, Language
from tools.data.engine import writing
from tools.data.importing.before import Before
from tools.data.importing.staging import translated
from tools.data.live.landing import stored_words
from tools.data.workspace import Workspace
from tools.desk import Shop

EARLY = "2 days"
"""Sends that lie further before nearly all others are no sends of this campaign."""
_MONTH_FIRST = ("US", "PH")


def import_results(
    workspace: Workspace, campaign: str, files: Sequence[str | Path], *, language: Language = "en",
    clock: datetime | None = None,
) -> Finding:  # fmt: skip
    """Store what the files tell of a campaign: events, orders, the campaign and its assignments; the caller holds the
    exclusive lock.

    All of it lands, or nothing; what is there already is not added again. Rows of people the shop does not know, dated
    before the sending or after `clock` (now), without a readable time, or of another campaign are left out and counted.
    Raises BadInput, BadRequest.
    """
    tested = _find(workspace, campaign)
    settings = workspace.settings
    before = Before(workspace)
    try:
        with writing(workspace.warehouse_path) as connection:
            month_first = settings.country.upper() in _MONTH_FIRST or (
                settings.currency == "USD" and not settings.country
            )
            read = read_files(connection, [Path(file).expanduser() for file in files], settings.time_zone, month_first)
            _store_assignments(connection, workspace, tested)
            match_people(connection, tested.id, settings.country)
            counts = Counts.of(read)
            _leave_out(connection, tested, counts, clock or datetime.now())
            sent_at = _sent_at(connection, tested)
            _date(connection, sent_at, counts)
            _refuse_nothing(counts, connection, files)
            _store_events(connection, tested, counts)
            store_orders(connection, tested.id, counts)
            _store_campaign(connection, tested, sent_at)
            counts.look_at_arms(connection, tested.id)
    except BaseException as error:
        before.restore()
        if isinstance(error, duckdb.Error):
            raise translated(error, ", ".join(Path(file).name for file in files)) from error
        raise
    if tested.record is not None and sent_at is not None and tested.sent_at != sent_at:
        write_record(workspace, tested.record.model_copy(update={"sent_at": sent_at.isoformat()}))
    return report(tested, counts, sent_at, language)


def _find(workspace: Workspace, campaign: str) -> Tested:
    shop = Shop.open(workspace)
    try:
        return find_tested(shop.desk(), campaign)
    finally:
        shop.close()


def _store_assignments(connection: duckdb.DuckDBPyConnection, workspace: Workspace, tested: Tested) -> None:
    file = folder_of(workspace, tested.id) / ASSIGNMENTS
    if tested.record is None or not file.is_file():
        return
    connection.execute(
        "INSERT INTO assignments BY NAME SELECT $campaign AS campaign_id, customer_id, arm, assigned_at "
        "FROM read_parquet($file) AS new WHERE NOT EXISTS (SELECT 1 FROM assignments AS old "
        "WHERE old.campaign_id = $campaign AND old.customer_id = new.customer_id)",
        {"campaign": tested.id, "file": str(file)},
    )


def _leave_out(connection: duckdb.DuckDBPyConnection, tested: Tested, counts: Counts, now: datetime) -> None:
    """Drop what cannot be used, each reason counted."""
    _other_campaigns(connection, tested, counts)
    sales = ", ".join(f"'{kind}'" for kind in SALES)
    for reason, test in (
        ("unknown_people", "customer_id IS NULL"),
        ("shared_address", "customer_id = ''"),
        ("unreadable_time", "happened IS NULL AND moment IS NOT NULL"),
        ("no_time", f"happened IS NULL AND kind IN ({sales})"),
        ("future", "happened > $now::TIMESTAMP + INTERVAL 1 DAY"),
    ):
        bound = {"now": now} if "$now" in test else {}
        counts.left_out[reason] = _count(connection, f"DELETE FROM acts WHERE {test}", bound)


def _other_campaigns(connection: duckdb.DuckDBPyConnection, tested: Tested, counts: Counts) -> None:
    """Where rows name campaigns and some name this one, only those count; purchases belong to none.

    One other name throughout is what the sending tool calls it. Raises BadInput for several of which none is this one.
    """
    named = [row[0] for row in connection.execute(
        f"SELECT DISTINCT campaign FROM acts WHERE campaign IS NOT NULL AND kind NOT IN {SALES}"
    ).fetchall()]  # fmt: skip
    own = {_bare(tested.id), *(_bare(name) for name in tested.names)}
    mine = [name for name in named if _bare(name) in own]
    if len(named) > 1 and not mine:
        raise BadInput(
            f"The files name {len(named)} campaigns ({', '.join(sorted(named)[:4])} …) and none is {tested.name}: "
            "keep the rows of one."
        )
    if mine:
        counts.left_out["other_campaign"] = _count(
            connection,
            f"DELETE FROM acts WHERE kind NOT IN {SALES} AND campaign IS NOT NULL AND campaign NOT IN "
            "(SELECT unnest($mine))",
            {"mine": mine},
        )


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()


def _sent_at(connection: duckdb.DuckDBPyConnection, tested: Tested) -> datetime | None:
    """The first send, here or stored before; what was known where no send has a time."""
    known = (
        "SELECT happened AS moment FROM acts WHERE kind = 'sent' AND happened IS NOT NULL "
        "UNION ALL SELECT occurred_at FROM events WHERE campaign_id = $campaign AND type = $sent"
    )
    bound = {"campaign": tested.id, "sent": stored_words(connection, "events").get("sent", "sent")}
    usual = f"(SELECT quantile_disc(moment, 0.05) FROM ({known}))"
    first = connection.execute(
        f"SELECT min(moment) FROM ({known}) WHERE moment >= {usual} - INTERVAL '{EARLY}'", bound
    ).fetchall()[0][0]
    return first or tested.sent_at


def _date(connection: duckdb.DuckDBPyConnection, sent_at: datetime | None, counts: Counts) -> None:
    """Acts without a time of their own get that of the sending; acts before it are none of this campaign's."""
    if sent_at is None:
        counts.left_out["no_time"] += _count(connection, "DELETE FROM acts WHERE happened IS NULL")
        return
    counts.at_sending = _count(connection, "UPDATE acts SET happened = $sent WHERE happened IS NULL", {"sent": sent_at})
    counts.left_out["before_sending"] = _count(
        connection, f"DELETE FROM acts WHERE happened < $sent AND kind NOT IN {SALES}", {"sent": sent_at}
    )


def _refuse_nothing(counts: Counts, connection: duckdb.DuckDBPyConnection, files: Sequence[str | Path]) -> None:
    if not _count(connection, "SELECT count(*) FROM acts") and files:
        raise BadInput(f"No row of these files can be used: {counts.reasons()}. Nothing was changed.{counts.cures()}")


def _store_events(connection: duckdb.DuckDBPyConnection, tested: Tested, counts: Counts) -> None:
    words = stored_words(connection, "events")
    kinds = [
        row[0] for row in connection.execute(f"SELECT DISTINCT kind FROM acts WHERE kind NOT IN {SALES}").fetchall()
    ]
    for kind in sorted(kinds):
        bound = {"kind": kind, "word": words.get(kind, kind), "campaign": tested.id}
        rows = "SELECT DISTINCT customer_id, happened, product_id FROM acts WHERE kind = $kind"
        total = _count(connection, f"SELECT count(*) FROM ({rows})", {"kind": kind})
        counts.added[kind] = _count(
            connection,
            "INSERT INTO events (customer_id, type, occurred_at, campaign_id, product_id) SELECT customer_id, $word, "
            f"happened, $campaign, product_id FROM ({rows}) AS new WHERE NOT EXISTS (SELECT 1 FROM events AS old "
            "WHERE old.customer_id = new.customer_id AND old.type = $word AND old.occurred_at = new.happened "
            "AND old.campaign_id = $campaign AND old.product_id IS NOT DISTINCT FROM new.product_id)",
            bound,
        )
        counts.known += total - counts.added[kind]


def _store_campaign(connection: duckdb.DuckDBPyConnection, tested: Tested, sent_at: datetime | None) -> None:
    bound = {"id": tested.id, "name": tested.name, "channel": tested.channel or None, "sent": sent_at}
    connection.execute("UPDATE campaigns SET sent_at = $sent WHERE id = $id", {"id": tested.id, "sent": sent_at})
    connection.execute(
        "INSERT INTO campaigns (id, name, channel, sent_at) SELECT $id, $name, $channel, $sent::TIMESTAMP "
        "WHERE $id NOT IN (SELECT id FROM campaigns)",
        bound,
    )


def _count(connection: duckdb.DuckDBPyConnection, sql: str, bound: Mapping[str, object] | None = None) -> int:
    return int(connection.execute(sql, bound or {}).fetchall()[0][0])
