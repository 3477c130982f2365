"""Files the page hands out and takes in: complete rows, audiences for a platform, and an import from end to end."""

from __future__ import annotations

import csv
import io
import math
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from assistant.settings import Settings
from tools.contract import AssistantError, AudienceCard, BadInput, BadRequest, Column, Finding, Language
from tools.data.workspace import Workspace

if TYPE_CHECKING:
    from tools.data.importing import ImportPlan
    from tools.desk import Desk

Progress = Callable[[str, float], None]
FORMULA = "=+-@|\t\r\n\0＝＋－＠"
"""A cell of text that begins with one of these could run as a formula in a spreadsheet."""
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


def csv_bytes(columns: list[Column], rows: list[list[Any]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads Chinese; text that would start a formula gets an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_harmless(column.label or column.name) for column in columns])
    writer.writerows([[_written(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _written(cell: Any, column: Column) -> Any:
    """Money to the cent; other figures without the noise of binary fractions."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return ""
    if isinstance(cell, float):
        return round(cell, 2) if column.type == "money" else float(f"{cell:.12g}")
    return _harmless(cell) if isinstance(cell, str) else cell


def _harmless(cell: str) -> str:
    cell = cell.replace("\0", "")
    start = cell.strip()[:1] or cell[:1]
    if start and (start in FORMULA or cell[0] in FORMULA) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def file_name(title: str) -> str:
    """A title as the name of a CSV file: at most 60 characters, none that a file system minds."""
    words = re.sub(r"[^\w\-]+", " ", title).strip()[:60].strip()
    return f"{words or 'rows'}.csv"


def audience_file(desk: Desk, audience: AudienceCard, platform: str, channel: str) -> tuple[str, str, bytes]:
    """The members who may be written to by `channel`, laid out for `platform`: file name, media type, content.

    Raises BadRequest for an unknown platform or channel, NotAllowed when nobody may be written to.
    """
    from tools.campaigns import export_audience
    from tools.data.exports import Platform
    from tools.definitions import Audience, Channel

    if platform not in get_args(Platform):
        known = ", ".join(get_args(Platform))
        raise BadRequest(desk.say(
            f"{platform} is no platform an audience can be written for: use {known}.",
            f"不能为 {platform} 导出人群：可用 {known}。",
        ))  # fmt: skip
    if channel not in get_args(Channel):
        known = ", ".join(get_args(Channel))
        raise BadRequest(desk.say(
            f"{channel} is no channel whose consent the shop keeps: use {known}.",
            f"店铺没有 {channel} 渠道的同意记录：可用 {known}。",
        ))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name(f"{audience.id or 'audience'} {platform} {channel}")
        if platform == "parquet":
            path = path.with_suffix(".parquet")
        members = Audience.model_validate(audience.definition)
        export_audience(desk, members, cast(Platform, platform), path, channel=cast(Channel, channel))
        return _handed_out(sorted(Path(folder).iterdir()))


def _handed_out(files: list[Path]) -> tuple[str, str, bytes]:
    """One file as it is; several, where the platform takes none so large, in one archive."""
    if len(files) == 1:
        kind = "application/vnd.apache.parquet" if files[0].suffix == ".parquet" else "text/csv; charset=utf-8"
        return files[0].name, kind, files[0].read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return f"{files[0].stem}.zip", "application/zip", packed.getvalue()


def campaign_zip(workspace: Workspace, finding: Finding) -> tuple[str, str, bytes]:
    """The folder that an export of a campaign wrote, as one file. Raises BadInput where it is gone."""
    told = finding.definition or {}
    identity, platform = str(told.get("campaign", "")), str(told.get("platform", ""))
    folder = (workspace.campaigns_path / identity / platform).resolve()
    if not folder.is_relative_to(workspace.campaigns_path.resolve()) or not folder.is_dir():
        raise BadInput(
            f"The files of campaign {identity} are gone: export it again.",
            zh=f"活动 {identity} 的文件已不在：请重新导出。",
        )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{identity}-{platform}/{file.name}")
    return f"{identity}-{platform}.zip", "application/zip", content.getvalue()


def carry_out(
    workspace: Workspace, settings: Settings, plan: ImportPlan, language: Language, progress: Progress
) -> str:
    """Import, then train and index; returns the report and what became of the models. The caller holds the lock.

    What was imported stays even where a model cannot be fitted or the index cannot be built; the report says so.
    """
    from tools.data.importing import run_import

    def half(stage: str, share: float) -> None:
        progress(stage, share * 0.5)

    report = run_import(plan, workspace, progress=half, clock=date.today()).text(language)
    later = []
    try:
        later += _train(workspace, language, lambda stage, share: progress(stage, 0.5 + share * 0.3))
        later += _index(workspace, settings, language, lambda stage, share: progress(stage, 0.8 + share * 0.2))
    except AssistantError as error:
        later.append(f"✗ {error.in_(language)}")
    return report + "\n\n" + "\n".join(f"- {line}" for line in later)


def _train(workspace: Workspace, language: Language, progress: Progress) -> list[str]:
    from tools.training import train

    reports = train(workspace, progress=progress)
    return [f"{'✓' if r.fitted else '✗'} {r.text_zh if language == 'zh' else r.text_en}" for r in reports]


def _index(workspace: Workspace, settings: Settings, language: Language, progress: Progress) -> list[str]:
    from assistant.cli.shops import embedding
    from tools.data.engine import Warehouse
    from tools.data.vectors import build_library

    warehouse = Warehouse(workspace.warehouse_path)
    try:
        status = build_library(
            workspace,
            warehouse,
            embedding=embedding(settings),
            progress=lambda done, whole: progress("library", done / whole if whole else 1.0),
        )
    finally:
        warehouse.close()
    count = f"{sum(status.counts.values()):,}"
    return [f"✓ 资料库已更新，共 {count} 条" if language == "zh" else f"✓ Library rebuilt: {count} passages"]
