"""`evaluate`: cases asked through the real session, and the score."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.progress import Progress
from assistant.cli.shops import reading, settings
from tools.contract import BadInput
from tools.data.workspace import write_atomically

if TYPE_CHECKING:
    from assistant.evaluation import Case


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Print the report in Markdown or JSON, or save both; progress goes to standard error."""
    from assistant.evaluation.comparison import compared
    from assistant.evaluation.report import load_report

    earlier = load_report(Path(arguments.compare)) if arguments.compare else None
    whole, text = _run(arguments)
    changes = compared(earlier, whole) if earlier is not None else ""
    if arguments.save:
        _save(Path(arguments.save), whole, "\n".join(filter(None, [text, changes])))
    if arguments.json:
        json.dump(whole, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(text, end="")
    if changes:
        print(changes, file=sys.stderr if arguments.json else sys.stdout)
    return 0


def _run(arguments: argparse.Namespace) -> tuple[dict[str, Any], str]:
    from assistant.evaluation import Report, run_cases

    cases = _cases(arguments.cases, arguments.split)
    chosen = settings(arguments.model)
    with reading(arguments.dir, "evaluate") as shop:
        today = arguments.today or shop.warehouse.last_day()
        progress = Progress("cases")
        results = run_cases(
            shop, cases, chosen,
            today=today, repeat=arguments.repeat, clicks=arguments.clicks, progress=progress.count,
        )  # fmt: skip
        progress.close()
    report = Report(chosen.model, today.isoformat(), results)
    return report.to_json(), report.to_markdown()


def _cases(files: Sequence[str], split: str | None) -> "list[Case]":
    from assistant.evaluation import read_cases

    found = {}
    for file in files:
        for case in read_cases(Path(file)):
            if case.id in found:
                raise BadInput(f"{file}: the id {case.id!r} is in an earlier file already.")
            found[case.id] = case
    chosen = [case for case in found.values() if split is None or case.split == split]
    if not chosen:
        raise BadInput(f"No case is in the half {split!r}: leave --split out.")
    return chosen


def _save(folder: Path, whole: dict[str, Any], text: str) -> None:
    """report.json and report.md in `folder`, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / "report.json", json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    write_atomically(folder / "report.md", text)
