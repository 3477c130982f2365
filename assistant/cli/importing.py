"""`import`: show how files would be read, ask, and read them."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
    given = _overrides(arguments.map)
    plan = plan_import(arguments.files, overrides=given, settings=settings)
    language: Language = settings.language if known else plan.language
    print(plan.text(language))
    while not arguments.yes:
        said = _said_to(plan, language)
        if said == "no":
            no = "没有导入任何内容。请回答 y，或加上 --yes。"
            print(no if language == "zh" else "Nothing was imported. Say yes, or add --yes.", file=sys.stderr)
            return 2
        if said == "yes":
            break
        answered = given | _answers(plan, language)
        try:
            plan = plan_import(arguments.files, overrides=answered, settings=settings)
        except BadInput as error:  # an answer that is none: the questions stand again
            print(f"\n{error.in_(language)}", file=sys.stderr)
            continue
        given = answered
        print(f"\n{plan.text(language)}")
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


def _said_to(plan: "ImportPlan", language: Language) -> Literal["yes", "no", "change"]:
    """What a person on the terminal says to the plan; the end of the input is a no."""
    asked = "\n按此导入？[y/N] " if language == "zh" else "\nImport like this? [y/N] "
    if plan.questions:
        count = len(plan.questions)
        asked = (
            f"\n按此导入？（{count} 个待确认问题将采用所示默认值，输入 c 逐个回答）[y/N/c] "
            if language == "zh"
            else f"\nImport like this? ({count} open questions take the answers shown; c to answer them) [y/N/c] "
        )
    said = _typed(asked).lower()
    if plan.questions and said in ("c", "change", "改", "修改"):
        return "change"
    return "yes" if said in ("y", "yes", "是", "好", "确认") else "no"


def _answers(plan: "ImportPlan", language: Language) -> dict[str, str]:
    """The open questions, one after the other: a number or the answer itself; an empty line takes what is assumed."""
    answers = {}
    for question in plan.questions:
        print(f"\n{question.text.in_(language)}")
        for place, option in enumerate(question.options, 1):
            mark = "  *" if option == question.default else ""
            print(f"  {place}. {option}{mark}")
        said = _typed("回车即采用 * 项：" if language == "zh" else "Number or answer (Enter takes *): ")
        numbered = said.isascii() and said.isdigit() and 1 <= int(said) <= len(question.options)
        answers[question.key] = question.options[int(said) - 1] if numbered else said or question.default
    return answers


def _typed(asked: str) -> str:
    """One line from the terminal; nothing at the end of the input."""
    try:
        return input(asked).strip()
    except EOFError:
        print()
        return ""
