"""Questions for figures read to their typed definitions: every line of figures.jsonl was judged by hand."""

import json
from pathlib import Path

import pytest

from assistant.planner.reader import Reader
from tests.assistant.planner.test_questions import shaped

LINES = (Path(__file__).parent / "figures.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES, ids=[json.loads(line)["question"] for line in LINES])
def test_reads(line: str, reader: Reader) -> None:
    case = json.loads(line)
    reading = reader.read(case["question"])
    assert reading.ask is None, reading.ask
    made = [{"tool": call.tool, "args": shaped(call.args)} for call in reading.calls]
    assert made == [{"tool": call["tool"], "args": shaped(call["args"])} for call in case["calls"]]
