"""`import`: show how files would be read, ask, and read them."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.progress import Progress
from tools.contract import BadInput, Language
from tools.data.workspace import SETTINGS_FILE, Workspace, WorkspaceSettings

if TYPE_CHECKING:
    from tools.data.importing import ImportPlan


def run_import(arguments: argparse.Namespace) -> int:
    """Plan, show, ask, import. Exit status 2 when the answer was no."""
    from datetime import date

    from tools.data.importing import plan_import
    from tools.data.importing import run_import as carry_out

    folder = Path(arguments.dir).expanduser()
    known = (folder / SETTINGS_FILE).is_file()
    settings = Workspace.open(folder).settings if known else WorkspaceSettings()
    plan = plan_import(arguments.files, overrides=_overrides(arguments.map), settings=settings)
    language: Language = settings.language if known else plan.language
    print(plan.text(language))
    if not arguments.yes and not _agreed(plan, language):
        no = "没有导入任何内容。请回答 y，或加上 --yes。"
        print(no if language == "zh" else "Nothing was imported. Say yes, or add --yes.", file=sys.stderr)
        return 2
    workspace = Workspace.create(folder)
    progress = Progress("import")
    try:
        with workspace.lock(exclusive=True, purpose="import"):
            report = carry_out(plan, workspace, progress=progress, clock=date.today())
    except BaseException:
        if not known:
            _remove_empty(folder)
        raise
    finally:
        progress.close()
    print(report.text(language))
    after = f'python -m assistant train {folder}{{}}python -m assistant ask {folder} "…"'
    print(f"\n下一步：{after.format('，然后 ')}" if language == "zh" else f"\nNext: {after.format(', then ')}")
    return 0


def _remove_empty(folder: Path) -> None:
    """A workspace that was made for an import that failed goes with it, unless something else is in it."""
    for name in (SETTINGS_FILE, ".lock"):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def _overrides(given: list[str]) -> dict[str, str]:
    overrides = {}
    for text in given:
        source, sign, target = text.rpartition("=")
        if not sign or not source.strip() or not target.strip():
            raise BadInput(
                f"--map {text!r} is not of the form SRC=TARGET, such as 'Cust No=customers.id'.",
                zh=f"--map {text} 的写法不对：应为 源列=目标，例如 客户号=customers.id。",
            )
        overrides[source.strip()] = target.strip()
    return overrides


def _agreed(plan: "ImportPlan", language: Language) -> bool:
    """Ask on the terminal; the end of the input is a no."""
    open_questions = len(plan.questions)
    count = "（{} 个待确认问题将采用所示默认值）" if language == "zh" else " ({} open questions take the answers shown)"
    hint = count.format(open_questions) if open_questions else ""
    asked = f"\n按此导入？[y/N]{hint} " if language == "zh" else f"\nImport like this?{hint} [y/N] "
    try:
        return input(asked).strip().lower() in ("y", "yes", "是", "好", "确认")
    except EOFError:
        print()
        return False
