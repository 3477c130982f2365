"""Folding the journal into the warehouse, in the transaction of whoever writes: nothing is lost and nothing doubled."""

from pathlib import Path

import duckdb

from tools.data.live.events import from_line
from tools.data.live.journal import Journal
from tools.data.live.landing import Target, land, memory_statements, stored_words

_INTO = Target(tables="main", memory="live")


def fold(connection: duckdb.DuckDBPyConnection, workspace_path: Path) -> list[str]:
    """Add the journal's rows to the warehouse within the open transaction; returns the segments then done with.

    The caller commits, and only then gives the returned segments to `forget`. A segment left over from a crash between
    the two is known by the table `live.segments` and not added again.
    """
    journal = Journal(workspace_path)
    closed = journal.close_segments()
    if not closed:
        return []
    connection.execute("CREATE SCHEMA IF NOT EXISTS live")
    for statement in memory_statements("live"):
        connection.execute(statement)
    connection.execute("CREATE TABLE IF NOT EXISTS live.segments (segment VARCHAR)")
    done = {row[0] for row in connection.execute("SELECT segment FROM live.segments").fetchall()}
    events = []
    for name in closed:
        if name not in done:
            lines, _ = journal.read(name, 0)
            events += [event for event in map(from_line, lines) if event is not None]
    if events:
        land(connection, events, stored_words(connection, "events"), _INTO, "live")
    connection.execute("DELETE FROM live.segments WHERE segment NOT IN (SELECT unnest($closed))", {"closed": closed})
    connection.execute(
        "INSERT INTO live.segments SELECT unnest($new::VARCHAR[])", {"new": [s for s in closed if s not in done]}
    )
    return closed


def forget(workspace_path: Path, segments: list[str]) -> None:
    """Delete segments that were folded and committed."""
    Journal(workspace_path).remove(segments)
