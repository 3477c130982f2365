"""The messages of one batch joined and written by the engine, from one column for each value; e-mails also as pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import numpy as np

from tools.contract import BadInput
from tools.copy_rules.passages import slots_in
from tools.copywriting.batches import Key, by_number, expression, narrowed, sql_of
from tools.copywriting.columns import Columns, Ints
from tools.copywriting.pages import ROW_GROUP, Pages
from tools.data.exports import safe_cell
from tools.data.profile import literal

if TYPE_CHECKING:
    from tools.copywriting.bulk import Run
    from tools.copywriting.people import Batch
    from tools.copywriting.staging import Staging


class Judged(NamedTuple):
    """What was decided of a batch: each person's arm by number, step and SMS parts, and who gets a message at all."""

    arms: Ints
    step: Ints
    parts: Ints
    good: Ints


def write_batch(
    run: Run, batch: Batch, people: Columns, judged: Judged, connection: duckdb.DuckDBPyConnection, staging: Staging,
    number: int,
) -> None:  # fmt: skip
    """The pieces of this number: everybody's message, and its page where it is an e-mail."""
    whole = _shown(run, people, judged)
    fields, slots, guards = sql_of(run.templates)
    table = _identified(run, batch, judged)
    table |= {name: run.values[tag].column(fallback)[whole.numbers[tag]] for (tag, fallback), name in slots.items()}
    table |= {name: whole.truths[text] for text, name in guards.items()}
    named = ["customer_id::VARCHAR AS customer_id", "arm::VARCHAR AS arm"]
    chosen = [*named, *(f"({sql})::VARCHAR AS {name}" for name, sql in fields.items())]
    chosen += ["sms_parts::INTEGER AS sms_parts"] if "sms_parts" in run.headings else []
    pages: list[str] = []
    if run.pages is not None:
        table["page"] = run.pages.choose(table["arm_number"], whole.truths)
        html, escaped = _page_sql(run.pages)
        table |= {
            name: run.values[tag].escaped(fallback)[whole.numbers[tag]] for (tag, fallback), name in escaped.items()
        }
        pages = [*named, f"({fields['subject']})::VARCHAR AS subject", f"({html})::VARCHAR AS html"]
    connection.register("batch", table)
    try:
        suffix = run.out.suffix
        _copy(connection, chosen, staging.piece("messages", number, suffix))
        if pages:
            _copy(connection, pages, staging.piece("pages", number, suffix), f", ROW_GROUP_SIZE {ROW_GROUP}")
    finally:
        connection.unregister("batch")


def _shown(run: Run, people: Columns, judged: Judged) -> Columns:
    """Those who get a message, with the values that gave way taken out and every condition answered."""
    arms, step, _, good = judged
    numbers = {tag: column[good] for tag, column in people.numbers.items()}
    for place, template in enumerate(run.templates):
        for at, dropped in enumerate(template.drops):
            fell = (arms[good] == place) & (step[good] == at)
            for tag in dropped:
                numbers[tag] = np.where(fell, 0, numbers[tag])
    truths = {text: holds[good] for text, holds in people.truths.items()}
    whole = Columns(numbers, truths, people.measures, len(good))
    for template in run.templates:
        truths |= narrowed(template, whole, np.arange(len(good)), frozenset()).truths
    return whole


def _identified(run: Run, batch: Batch, judged: Judged) -> dict[str, Any]:
    arms = judged.arms[judged.good]
    ids = [batch.ids[row] for row in judged.good]
    safe = [one if one.isalnum() else safe_cell(one) for one in ids] if run.cells else ids
    return {
        "customer_id": np.array(safe, dtype=object), "arm": np.array(run.arms, dtype=object)[arms],
        "arm_number": arms, "sms_parts": judged.parts[judged.good],
    }  # fmt: skip


def _page_sql(pages: Pages) -> tuple[str, dict[Key, str]]:
    """The SQL that writes a page, and the columns of escaped values it reads."""
    slots: dict[Key, str] = {}
    for nodes in pages.nodes:
        for slot in slots_in(nodes):
            slots.setdefault((slot.name, slot.fallback or ""), f"e{len(slots)}")
    return by_number("page", [expression(nodes, slots, {}) for nodes in pages.nodes]), slots


def _copy(connection: duckdb.DuckDBPyConnection, chosen: list[str], piece: Path, grouped: str = "") -> None:
    form = "FORMAT csv, HEADER false" if piece.suffix == ".csv" else f"FORMAT parquet, COMPRESSION zstd{grouped}"
    try:
        connection.execute(f"COPY (SELECT {', '.join(chosen)} FROM batch) TO '{literal(piece)}' ({form})")
    except duckdb.IOException as error:
        raise BadInput(f"{piece} cannot be written: {str(error).splitlines()[0]}") from error
