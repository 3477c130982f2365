"""`evaluate`: cases asked through the real session, and the score."""

import argparse
import json
import sys
from pathlib import Path

from assistant.cli.progress import Progress
from assistant.cli.shops import reading, settings


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Print the report in Markdown or JSON; progress goes to standard error."""
    from assistant.evaluation import Report, read_cases, run_cases
    from assistant.evaluation.report import load_report

    cases = read_cases(Path(arguments.cases))
    if arguments.split:
        cases = [case for case in cases if case.split == arguments.split]
    earlier = load_report(Path(arguments.compare)) if arguments.compare else None
    chosen = settings(arguments.model)
    with reading(arguments.dir, "evaluate") as shop:
        today = arguments.today or shop.warehouse.last_day()
        progress = Progress("cases")
        results = run_cases(shop, cases, chosen, today=today, progress=progress.count)
        progress.close()
    report = Report(chosen.model, today.isoformat(), results)
    if arguments.json:
        json.dump(report.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(report.to_markdown(), end="")
    if earlier is not None:
        print(report.changes(earlier), file=sys.stderr if arguments.json else sys.stdout)
    return 0
