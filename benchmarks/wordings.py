"""Does the built-in planner give one answer to one question, however it is worded?

    python -m benchmarks.wordings DIR [FILE.txt …] [--show]

The files (cases/wordings/*.txt) hold groups of wordings, an empty line between them: the first line is the plain
question, the lines after it ask the same in other words. `A || B` is a conversation; its last answer counts. A line
that begins with `#` is a remark; one that begins with `! ` is a near neighbour, which only sounds like the plain
question. A wording agrees when its answer has the same people, the same rows, the same brief or the same refusal as the
plain question. Printed: how many agree, ask back, decline, differ. A difference is an answer to another question and
the worst of them, and so is a neighbour that gets the plain question's answer ("confused"); what is right at all,
`python -m assistant evaluate` says.
"""

import argparse
import json
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.cli.shops import reading, settings
from assistant.evaluation.matching import unordered
from assistant.evaluation.runner import apart
from assistant.events import Answer
from assistant.session import Session
from tools.audiences import member_rows
from tools.contract import AssistantError, Finding
from tools.desk import Desk, Shop
from tools.full_rows import full_rows

FILES = sorted((Path(__file__).parent / "cases" / "wordings").glob("*.txt"))
PEOPLE = {"size_audience", "list_audience", "score_customers", "save_audience"}
OUTCOMES = ("agrees", "asked", "declined", "differs", "told apart", "confused")


def main() -> int:
    """Ask every wording of every group, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", help="a trained demo shop")
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--show", action="store_true", help="print every wording that does not agree")
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    with reading(arguments.dir, "benchmark") as shop, apart(shop) as copy:
        for file in arguments.files:
            for group in _groups(file):
                plain, plain_told = answered_alone(copy, group[0])
                if plain[0] in ("asked", "failed"):
                    print(f"[{plain[0]}] the plain question {group[0]!r}: {plain_told}")
                for wording in group[1:]:
                    neighbour = wording.startswith("! ")
                    answer, told = answered_alone(copy, wording.removeprefix("! "))
                    outcome = _outcome(answer, plain, neighbour)
                    counts[(file.stem, outcome)] += 1
                    if arguments.show and outcome not in ("agrees", "told apart"):
                        print(f"[{outcome}] {wording}\n    {told}\n    plainly: {group[0]}\n    {plain_told}")
    _print(counts)
    return 0


def _outcome(answer: tuple[Any, ...], plain: tuple[Any, ...], neighbour: bool) -> str:
    if neighbour:
        return "confused" if answer == plain else "told apart"
    if answer == plain:
        return "agrees"
    return answer[0] if answer[0] in ("asked", "declined") else "differs"


def _groups(file: Path) -> Iterator[list[str]]:
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if lines:
            yield lines


def answered_alone(shop: Shop, conversation: str) -> tuple[tuple[Any, ...], str]:
    """What the last answer amounts to, and a line to show of it."""
    session = Session.open(shop, settings("planner"), uuid.uuid4().hex, shop.warehouse.last_day(), None)
    try:
        for question in conversation.split("||"):
            answer = session.answer(question.strip())
        return amounts_to(answer, session.desk.speaking(session.language)), shown(answer)
    except AssistantError as error:
        return ("failed", error.message), error.message
    finally:
        session.close()


def amounts_to(answer: Answer, desk: Desk) -> tuple[Any, ...]:
    """What an answer comes down to, to be held against another: its kind, and its people, rows or text."""
    if answer.status == "question":
        return ("asked", answer.text)
    if answer.status in ("refused", "not_allowed", "unknown", "not_enough_data", "error"):
        return ("declined", answer.status)
    if answer.audience and {finding.tool for finding in answer.findings} <= PEOPLE:
        return ("people", frozenset(str(row[0]) for row in member_rows(desk, answer.audience.definition)[1]))
    tables = Counter(_table(finding, desk) for finding in answer.findings)
    return ("findings", frozenset(tables.items())) if tables else ("text", answer.text)


def _table(finding: Finding, desk: Desk) -> tuple[str, ...]:
    """The rows of a finding as text, whatever their order; its definition where it has none or is a brief."""
    if finding.tool == "brief_copy" or not finding.rows:
        return (
            finding.tool,
            json.dumps(unordered(finding.definition), sort_keys=True, default=str, ensure_ascii=False),
        )
    rows = full_rows(desk, finding)[1] if finding.total_rows > len(finding.rows) else finding.rows
    return tuple(sorted(" | ".join(sorted(map(_cell, row))) for row in rows))


def _cell(cell: Any) -> str:
    """Sums of the same amounts differ in the last digits by the order in which they were added."""
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def shown(answer: Answer) -> str:
    """The definitions behind an answer on one line, or its text."""
    defined = [json.dumps(f.definition, ensure_ascii=False, default=str) for f in answer.findings if f.definition]
    return " ; ".join(defined)[:700] or f"{answer.status}: {answer.text[:200]}"


def _print(counts: Counter[tuple[str, str]]) -> None:
    files = sorted({file for file, _ in counts})
    print(f"{'':<16} {'wordings':>9} " + " ".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for name in [*files, "all"]:
        row = [sum(n for (file, told), n in counts.items() if told == o and name in (file, "all")) for o in OUTCOMES]
        print(f"{name:<16} {sum(row):>9} " + " ".join(f"{n:>10}" for n in row))


if __name__ == "__main__":
    sys.exit(main())
