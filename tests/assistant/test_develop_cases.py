"""Conversations of the `develop` half at the small demo shop: what came out right before comes out right again.

`develop_right.txt` beside this file has one line for each: its id, and how many of its turns were right. A line may
only grow; `python -m tests.assistant.test_develop_cases` writes the file anew and says what changed.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assistant.evaluation import Case, read_cases, run_cases
from assistant.settings import Settings
from tools.data.workspace import Workspace
from tools.desk import Shop

CASES = Path(__file__).parents[2] / "benchmarks" / "cases"
KNOWN = Path(__file__).with_name("develop_right.txt")
PARTS = 12
EVERY = 3
"""Every third conversation is played here, between so many tests; all of them when the list is written."""


@cache
def conversations() -> list[Case]:
    files = (CASES / "demo_en.jsonl", CASES / "demo_zh.jsonl")
    cases = [case for file in files for case in read_cases(file)]
    return [case for case in cases if case.split == "develop" and len(case.turns) > 1]


def known() -> dict[str, int]:
    lines = KNOWN.read_text(encoding="utf-8").splitlines() if KNOWN.exists() else []
    return {identity: int(right) for identity, right in (line.split() for line in lines)}


def turns_right(shop: Shop, cases: list[Case]) -> dict[str, int]:
    results = run_cases(shop, cases, Settings(model="planner"))
    return {result.id: result.turns_right for result in results}


@pytest.fixture(scope="module")
def shop(trained_workspace: Workspace) -> Iterator[Shop]:
    opened = Shop.open(trained_workspace)
    yield opened
    opened.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_what_came_out_right_still_does(part: int, shop: Shop) -> None:
    before = known()
    cases = [case for case in conversations() if case.id in before][::EVERY][part::PARTS]
    now = turns_right(shop, cases)
    worse = {identity: f"{right} of {before[identity]}" for identity, right in now.items() if right < before[identity]}
    assert not worse, f"turns that are not right any more: {worse}; see them with python -m assistant evaluate"


def main() -> None:
    """Write the file anew. No line shrinks without being told."""
    import tempfile

    from tools.data.demo import build_demo_shop
    from tools.training import train

    before = known()
    with tempfile.TemporaryDirectory() as folder:
        workspace = build_demo_shop(Path(folder) / "shop", customers=1_500)
        train(workspace)
        opened = Shop.open(workspace)
        now = turns_right(opened, conversations())
        opened.close()
    for identity, right in now.items():
        if right != before.get(identity):
            sys.stdout.write(f"{identity}: {before.get(identity, 0)} → {right}\n")
    lines = [f"{identity} {right}\n" for identity, right in sorted(now.items()) if right]
    KNOWN.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
