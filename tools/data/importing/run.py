"""run_import: carry out a plan, all of it or nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from tools.contract import BadInput
from tools.data.engine import writing
from tools.data.importing import continued, headings, known, merge, quality
from tools.data.importing.before import Before
from tools.data.importing.clean import typed_select
from tools.data.importing.models import FilePlan, ImportPlan, ImportReport
from tools.data.importing.nouns import own_words
from tools.data.importing.rows import Piece
from tools.data.importing.split import order_id, pieces
from tools.data.importing.staging import relation, translated
from tools.data.importing.tolerant import Repairs
from tools.data.profile import literal
from tools.data.workspace import Workspace

_SCRATCH = ".importing-"
_MEMORY = "1500MB"
Progress = Callable[[str, float], None]


def run_import(
    plan: ImportPlan, workspace: Workspace, *, progress: Progress | None = None, clock: date | None = None
) -> ImportReport:
    """Import what `plan` describes into the workspace, in one transaction; the caller holds the exclusive lock.

    `progress` is told a stage and the share done (0 to 1). `clock` is the real day: rows dated later are counted.
    Raises BadInput; the warehouse is then as it was and no file is left behind.
    """
    tell = progress or _tell_nobody
    for file in plan.files:
        _refuse_changed(file)
    before: Before | None = None
    try:
        before = Before(workspace)
        with _scratch(workspace.path) as folder:
            report = _run(plan, workspace, folder, tell, clock)
    except BaseException as error:
        if before:
            before.restore()
        if isinstance(error, duckdb.Error):
            raise translated(error, ", ".join(file.name for file in plan.files if file.role != "ignored")) from error
        if isinstance(error, OSError):
            raise BadInput(
                f"{workspace.path} cannot be written ({error.strerror or error}): nothing was changed.",
                zh=f"无法写入 {workspace.path}（{error.strerror or error}）：没有任何改动。",
            ) from error
        raise
    tell("done", 1.0)
    return report


def _tell_nobody(_stage: str, _share: float) -> None:
    pass


def _run(plan: ImportPlan, workspace: Workspace, folder: Path, tell: Progress, clock: date | None) -> ImportReport:
    with writing(workspace.warehouse_path) as connection:
        connection.execute(f"SET temp_directory='{literal(folder)}'")
        connection.execute(f"SET memory_limit='{_MEMORY}'")
        first = not connection.execute("SELECT count(*) FROM orders").fetchall()[0][0]
        if not first:
            _refuse_other_currency(plan, workspace)
        facts = quality.Facts(plan)
        staged: list[tuple[int, Piece, str]] = []
        active = [file for file in plan.files if file.role != "ignored"]
        for number, file in enumerate(active):
            tell(file.name, 0.05 + 0.55 * number / len(active))
            staged += _stage(connection, file, number, plan.time_zone, facts, clock)
        tell("merge", 0.65)
        made = merge.gather(connection, staged)
        found = facts.merged
        found["same_ids"] = known.same_ids(connection, made)
        found["linked"] = known.by_email(connection, made)
        named = any(file.named_key for file in active)
        found["by_name"], found["namesakes"] = known.by_name(connection, made, named=named)
        facts.unified = merge.unify_spelling(connection, made)
        found["orphans"] = merge.lines_without_orders(connection, made)
        found["totals"] = merge.totals_to_lines(connection, made)
        quality.look_at_new(connection, made, facts)
        quality.refuse_nothing(facts)
        tell("store", 0.8)
        tables = merge.store(connection, made)
        _keep_settings(plan, workspace, first=first)
        tell("commit", 0.95)
    return facts.report(tables)


def _stage(
    connection: duckdb.DuckDBPyConnection,
    file: FilePlan,
    number: int,
    zone: str,
    facts: quality.Facts,
    clock: date | None,
) -> list[tuple[int, Piece, str]]:
    """Read one file into typed rows, look at their quality, and cut them into canonical pieces."""
    typed, repairs = f"typed_{number}", Repairs()
    with relation(file, repairs) as rows, continued.filled(connection, file, rows) as whole:
        connection.execute(f"CREATE TEMP TABLE {typed} AS {typed_select(file, whole, zone)}")
    numbered = order_id(file, typed, merge.columns_of(connection, typed))
    if numbered:
        connection.execute(f"CREATE TEMP TABLE {typed}_ids AS {numbered}")
        connection.execute(f"DROP TABLE {typed}")
        typed = f"{typed}_ids"
    quality.look_at_file(connection, file, typed, repairs, facts, clock)
    staged = []
    for piece in pieces(file, typed):
        table = f"piece_{number}_{piece.table}"
        connection.execute(f"CREATE TEMP TABLE {table} AS {piece.select}")
        staged.append((number, piece, table))
    connection.execute(f"DROP TABLE {typed}")
    return staged


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder for what does not fit into memory, inside the workspace; an interrupted import's is cleared away too."""
    for left in folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    path = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _refuse_changed(file: FilePlan) -> None:
    if file.format == "database":
        return
    try:
        state = os.stat(file.path)
    except OSError as error:
        raise BadInput(
            f"{file.path} cannot be read ({error.strerror}).", zh=f"无法读取 {file.path}（{error.strerror}）。"
        ) from error
    if (state.st_size, state.st_mtime) != (file.size, file.modified):
        raise BadInput(
            f"{file.name} has changed since it was looked at: plan the import again.",
            zh=f"{file.name} 在查看之后被改动过：请重新查看后再导入。",
        )


def _refuse_other_currency(plan: ImportPlan, workspace: Workspace) -> None:
    """Amounts in two currencies are never added up; times in two zones are never compared."""
    if plan.currency_stated and plan.currency != workspace.settings.currency:
        raise BadInput(
            f"These amounts are in {plan.currency} ({plan.currency_evidence.en}) "
            f"and the workspace's are in {workspace.settings.currency}: convert them, import them into a workspace "
            f"of their own, or say --map currency={workspace.settings.currency}.",
            zh=f"这些金额是 {plan.currency}（{plan.currency_evidence.zh}），"
            f"而本工作区是 {workspace.settings.currency}：请先换算，或导入到单独的工作区，"
            f"或使用 --map currency={workspace.settings.currency}。",
        )
    if plan.time_zone_stated and plan.time_zone != workspace.settings.time_zone:
        raise BadInput(
            f"The workspace's times are in {workspace.settings.time_zone}, not {plan.time_zone}: "
            "import into a workspace of its own.",
            zh=f"本工作区的时间是 {workspace.settings.time_zone}，不是 {plan.time_zone}：请导入到单独的工作区。",
        )


def _keep_settings(plan: ImportPlan, workspace: Workspace, *, first: bool) -> None:
    """What the files state; a first import also settles which language the shop speaks."""
    changed = {
        key: value
        for key, value, stated in (
            ("currency", plan.currency, plan.currency_stated),
            ("time_zone", plan.time_zone, plan.time_zone_stated),
            ("language", plan.language, first and plan.language == "zh"),
            ("country", plan.country, plan.country and not workspace.settings.country),
        )
        if stated and getattr(workspace.settings, key) != value
    }
    for key, value in changed.items():
        setattr(workspace.settings, key, value)
    taught = headings.keep(plan, workspace.settings.headings)
    for word, name in own_words(plan):
        forms = workspace.settings.dictionary.setdefault(name, {}).setdefault("en", [])
        if word not in forms:
            forms.append(word)
            taught = True
    if changed or taught:
        workspace.save_settings()
