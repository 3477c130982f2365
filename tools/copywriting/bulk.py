"""Messages for an audience of any size: filled, checked and written a batch at a time, by no model and no loop of ours.

A run may be stopped and is taken up where it was; the file it makes is then the very same as of a run in one go.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from tools.audience_store import read_audiences
from tools.briefs import Brief
from tools.campaigns.definitions import CONTROL
from tools.contract import BadInput, BadRequest
from tools.copywriting.batches import ASIDE, judge, narrowed
from tools.copywriting.columns import Columns, Values
from tools.copywriting.joining import Judged, write_batch
from tools.copywriting.pages import HEADINGS, ROW_GROUP, Pages
from tools.copywriting.people import Asked, Batch, asked_of, batches
from tools.copywriting.report import BulkReport, added
from tools.copywriting.staging import Staging, join_csv, join_parquet, write_rows
from tools.copywriting.templates import Template, compile_template, shop_values
from tools.data.compiler.audience import compile_audience
from tools.data.exports import safe_cell
from tools.data.live.journal import Journal
from tools.definitions import Audience
from tools.desk import Desk

ROWS = 50_000
"""People in a batch: what is held in memory, and what a stop may cost."""
VERSION = 2
"""Of how messages are made; another one does not take up what an earlier one began."""
Progress = Callable[[int, int], None]


def render_messages(
    desk: Desk,
    stored_brief: Mapping[str, Any],
    drafts: Mapping[str, Mapping[str, str]],
    assignments: Path | None,
    out: Path,
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    rows: int = ROWS,
    pages: bool = True,
) -> BulkReport:
    """Write everybody's message to `out` (.csv or .parquet): customer_id, arm, the draft's fields, sms_parts.

    `drafts` gives each arm its fields; `assignments` is a Parquet file of customer_id and arm (those held back get
    nothing), None writes to everyone of the brief's audience, with one draft. `progress` is told people done and in
    all; when `stop` says so the run ends after the batch at hand, and the same call goes on from there.

    Of e-mails `<out>.pages` has everybody's as an HTML page, unless `pages` is False (some 4 kB each). Who gets no
    message, and why, is in `<out>.set_aside.csv`. Raises BadRequest for drafts that cannot be filled,
    BadInput for files that cannot be read or written.
    """
    run = _prepare(desk, stored_brief, drafts, assignments, out, rows, pages=pages)
    with closing(Staging(out, run.fingerprint)) as staging:
        return _through(desk, run, staging, progress, stop, rows)


def _through(
    desk: Desk, run: Run, staging: Staging, progress: Progress | None, stop: Callable[[], bool] | None, rows: int
) -> BulkReport:
    """Batch after batch from where the staging stands, and the files at the end."""
    already = added(staging.done).get("people", 0)
    total = _count(desk, run)
    expected = total if run.assignments is None else desk.dictionary.profile.rows.get("customers", 0)
    everybody = batches(desk, run.asked, run.assignments, run.arms[0], rows, expected=expected)
    # several threads would hold what they wrote until its turn comes: of pages half a gigabyte, and twice the work
    engine = {"memory_limit": "512MB", "threads": 1}
    with _collecting_paused(), duckdb.connect(":memory:", config=engine) as connection:
        for number, batch in enumerate(everybody):
            if number < len(staging.done):
                continue
            if stop is not None and stop():
                return _report(run, staging, already, finished=False)
            staging.keep(_write(run, batch, connection, staging, number))
            if progress is not None:
                progress(added(staging.done)["people"], total)
    _join(run, staging)
    return _report(run, staging, already, finished=True)


@dataclass
class Run:
    """One bulk run, ready to go."""

    out: Path
    arms: list[str]
    templates: list[Template]
    asked: Asked
    audience: Audience
    assignments: Path | None
    fingerprint: str
    values: dict[str, Values] = field(default_factory=dict)
    pages: Pages | None = None
    """Of e-mails, where pages are wanted."""
    no_pages: str = ""
    """Why they are not made, in the asker's language."""

    @property
    def cells(self) -> bool:
        return self.out.suffix == ".csv"

    @property
    def headings(self) -> list[str]:
        names = dict.fromkeys(name for template in self.templates for name in template.fields)
        sms = ["sms_parts"] if self.templates[0].channel.name == "sms" else []
        return ["customer_id", "arm", *names, *sms]

    @property
    def set_aside_out(self) -> Path:
        return self.out.with_name(f"{self.out.stem}.set_aside.csv")

    @property
    def pages_out(self) -> Path:
        return self.out.with_name(f"{self.out.stem}.pages{self.out.suffix}")


@contextmanager
def _collecting_paused() -> Iterator[None]:
    """Rows are millions of small tuples without cycles: looking for cycles in them takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _prepare(
    desk: Desk,
    stored: Mapping[str, Any],
    drafts: Mapping[str, Mapping[str, str]],
    assignments: Path | None,
    out: Path,
    rows: int,
    *,
    pages: bool,
) -> Run:
    if out.suffix not in (".csv", ".parquet"):
        raise BadRequest(desk.say(f"{out.name}: messages are written as .csv or .parquet.",
                                  f"{out.name}：只能写成 .csv 或 .parquet。"))  # fmt: skip
    if not drafts or (assignments is None and len(drafts) > 1):
        raise BadRequest(desk.say("Without assignments everybody gets one draft: give exactly one.",
                                  "没有分组时所有人收到同一版文案：请只给一版。"))  # fmt: skip
    brief = Brief.model_validate(stored["brief"])
    shop = shop_values(desk, stored["sender"])
    templates = [compile_template(desk, brief, fields, shop) for fields in drafts.values()]
    audience = Audience.model_validate(stored["audience"] or {}) if assignments is None else Audience()
    asked = asked_of(desk, brief, templates, audience)
    content = [VERSION, rows, pages, out.suffix, stored["brief"], {arm: dict(f) for arm, f in drafts.items()}, shop,
               asked.query.sql, asked.query.parameters, _stamp(desk.workspace.warehouse_path),
               Journal(desk.workspace.path).sizes(), _content(assignments) if assignments else None]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, default=str)
    run = Run(out, list(drafts), templates, asked, audience, assignments, hashlib.sha256(text.encode()).hexdigest())
    run.values = {tag: Values(asked.show[tag]) for tag in asked.tags}
    if pages and brief.channel == "email":
        try:
            run.pages = Pages(desk, list(drafts.values()), templates, shop)
        except (BadRequest, BadInput) as error:  # the messages are of use without
            run.no_pages = error.message
    return run


def _stamp(path: Path) -> list[int]:
    """Size and time of change of a file."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _content(path: Path) -> str:
    """By which the same file is known wherever it was written anew. Raises BadInput where there is none."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}): choose another file.") from error


def _count(desk: Desk, run: Run) -> int:
    if run.assignments is None:
        query = compile_audience(
            run.audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), select="count"
        )
        _, ((count,),) = desk.warehouse.query(query.sql, query.parameters)
        return int(count)
    with duckdb.connect(":memory:") as connection:
        counted = "SELECT count(*) FROM read_parquet(?) WHERE arm <> ?"
        return int(connection.execute(counted, [str(run.assignments), CONTROL]).fetchall()[0][0])


def _write(
    run: Run, batch: Batch, connection: duckdb.DuckDBPyConnection, staging: Staging, number: int
) -> dict[str, Any]:
    """Judge one batch, write its pieces, and tell what became of it."""
    count = len(batch.ids)
    numbers = {tag: run.values[tag].numbers(batch.stored[tag], count) for tag in run.asked.tags}
    people = Columns(
        numbers,
        {text: np.array(holds, dtype=object).astype(bool) for text, holds in batch.truths.items()},
        {tag: values.measures() for tag, values in run.values.items()},
        count,
    )
    places = {arm: place for place, arm in enumerate(run.arms)}
    arms = np.array([places.get(arm, -1) for arm in batch.arms])
    if (arms < 0).any():
        unknown = batch.arms[int(np.argmin(arms))]
        raise BadRequest(f"No draft is given for the arm {unknown}; there are drafts for {', '.join(run.arms)}.")
    step, parts, fallbacks = (np.zeros(count, np.int64) for _ in range(3))
    reasons = np.full(count, "", dtype=object)
    warnings: Counter[str] = Counter()
    open_to = np.array([bool(one) for one in batch.allowed]) & ~np.array(batch.missing, dtype=bool)
    for place, template in enumerate(run.templates):
        rows = np.flatnonzero((arms == place) & open_to)
        if len(rows):
            narrow = narrowed(template, people, rows, frozenset())
            verdict = judge(template, narrow, run.values, cells=run.cells)
            step[rows], parts[rows], fallbacks[rows] = verdict.step, verdict.parts, verdict.fallbacks
            reasons[rows] = verdict.reasons
            warnings += verdict.warnings
    step[~open_to] = ASIDE
    reasons[~open_to] = "consent"
    reasons[np.array(batch.missing, dtype=bool)] = "unknown"
    good = np.flatnonzero(step != ASIDE)
    write_batch(run, batch, people, Judged(arms, step, parts, good), connection, staging, number)
    aside = np.flatnonzero(step == ASIDE)
    named = [(safe_cell(batch.ids[row]), safe_cell(batch.arms[row]), reasons[row]) for row in aside.tolist()]
    write_rows(staging.piece("aside", number, ".csv"), named)
    return {
        "people": count, "written": len(good), "by_arm": dict(Counter(np.array(run.arms, dtype=object)[arms[good]])),
        "with_fallback": int((fallbacks[good] > 0).sum()), "shortened": int((step[good] > 0).sum()),
        "set_aside": dict(Counter(reasons[aside])), "warnings": dict(warnings), "sms_parts": int(parts[good].sum()),
        "longer": int((parts[good] > 1).sum()),
    }  # fmt: skip


def _join(run: Run, staging: Staging) -> None:
    """The pieces as the files they make; the messages last, since their file says that the run is through."""
    numbers = range(len(staging.done))
    aside = [staging.piece("aside", number, ".csv") for number in numbers]
    staging.finish(join_csv(aside, ["customer_id", "arm", "reason"]), run.set_aside_out)
    made = [("messages", run.headings, ROWS, run.out)]
    if run.pages is not None:
        made.insert(0, ("pages", list(HEADINGS), ROW_GROUP, run.pages_out))
    for stem, headings, group, out in made:
        pieces = [staging.piece(stem, number, run.out.suffix) for number in numbers]
        staging.finish(join_csv(pieces, headings) if run.cells else join_parquet(pieces, headings, group), out)
    staging.clear()


def _report(run: Run, staging: Staging, already: int, *, finished: bool) -> BulkReport:
    counts = {"people": 0, "written": 0} | added(staging.done)
    return BulkReport(
        out=str(run.out), set_aside_out=str(run.set_aside_out),
        pages_out=str(run.pages_out) if run.pages is not None else "",
        no_pages=run.no_pages,
        finished=finished, resumed_from=already, **counts
    )  # fmt: skip
