"""Does a follow-up mean what it would mean said in full?

    python -m benchmarks.conversations DIR FILE.txt … [--show]

A file holds conversations, an empty line between them. A line `> …` is a message as typed; `= …` under it says the same
in one sentence that needs nothing said before; two such lines are two good readings. `= ASKED` and `= REFUSED` say what
has to happen instead. Every message is answered in its conversation, every full sentence in a session of its own, and
the two answers are held against each other: the same people, the same rows. A sentence that is itself not answered
counts as unreached, one of copy (`= COPY: …`) is only shown. A conversation is right when every turn of it agrees.
"""

import argparse
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.cli.shops import reading, settings
from assistant.evaluation.runner import apart
from assistant.session import Session
from benchmarks.wordings import amounts_to, answered_alone, shown
from tools.contract import AssistantError
from tools.desk import Shop

OUTCOMES = ("agrees", "asked", "declined", "differs", "unreached", "copy")
EXPECTED = {"ASKED": "asked", "REFUSED": "declined"}


def main() -> int:
    """Hold every conversation, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", help="a trained demo shop")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="print every turn that does not agree")
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    with reading(arguments.dir, "benchmark") as shop, apart(shop) as copy:
        for file in arguments.files:
            for turns in _conversations(file):
                outcomes = _held(copy, turns, show=arguments.show)
                counts.update((file.stem, outcome) for outcome in outcomes)
                whole = not {"asked", "declined", "differs"} & set(outcomes)
                counts[(file.stem, "right" if whole else "broken")] += 1
    _print(counts)
    return 0


def _conversations(file: Path) -> Iterator[list[tuple[str, list[str]]]]:
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        turns: list[tuple[str, list[str]]] = []
        for line in (line.strip() for line in block.splitlines()):
            if line.startswith(">"):
                turns.append((line[1:].strip(), []))
            elif line.startswith("=") and turns:
                turns[-1][1].append(line[1:].partition("#")[0].strip())
        if turns:
            yield turns


def _held(shop: Shop, turns: list[tuple[str, list[str]]], *, show: bool) -> list[str]:
    """What became of each turn that says what it means in full."""
    session = Session.open(shop, settings("planner"), uuid.uuid4().hex, shop.warehouse.last_day(), None)
    outcomes, so_far = [], []
    try:
        for typed, meant in turns:
            so_far.append(typed)
            try:
                answer = session.answer(typed)
                got, told = amounts_to(answer, session.desk.speaking(session.language)), shown(answer)
            except AssistantError as error:
                got, told = ("failed", error.message), error.message
            if not meant:
                continue
            outcome, plainly = _outcome(shop, got, meant)
            outcomes.append(outcome)
            if show and outcome not in ("agrees", "unreached"):
                print(f"[{outcome}] {' || '.join(so_far)}\n    {told}\n    plainly: {meant[0]}\n    {plainly}")
    finally:
        session.close()
    return outcomes


def _outcome(shop: Shop, got: tuple[Any, ...], meant: list[str]) -> tuple[str, str]:
    """How an answer in a conversation compares with those to its full sentences; the best of them is shown."""
    if meant[0].startswith("COPY"):
        return "copy", meant[0]
    if meant[0] in EXPECTED:
        return ("agrees" if got[0] == EXPECTED[meant[0]] else "differs"), meant[0]
    plain = [answered_alone(shop, sentence) for sentence in meant]
    reached = [(answer, told) for answer, told in plain if answer[0] not in ("asked", "failed", "declined")]
    if any(_same(got, answer) for answer, _ in reached):
        return "agrees", reached[0][1]
    if not reached:
        return "unreached", plain[0][1]
    return (got[0] if got[0] in ("asked", "declined") else "differs"), reached[0][1]


def _same(got: tuple[Any, ...], plain: tuple[Any, ...]) -> bool:
    """The same people or rows; a further table beside those asked for is no other answer."""
    if got[0] == plain[0] == "findings":
        return {table for table, _ in plain[1]} <= {table for table, _ in got[1]}
    return got == plain


def _print(counts: Counter[tuple[str, str]]) -> None:
    for name in sorted({file for file, _ in counts}):
        told = {outcome: counts[(name, outcome)] for outcome in OUTCOMES}
        right, broken = counts[(name, "right")], counts[(name, "broken")]
        print(f"{name}: {' · '.join(f'{outcome} {count}' for outcome, count in told.items())}")
        print(f"{name}: {right} of {right + broken} conversations right to the end")


if __name__ == "__main__":
    sys.exit(main())
