"""Questions read to their typed definitions: every line of questions.jsonl was judged by hand.

One line per question: the calls it leads to, or the reason it is declined for, or the intent that needs no tool.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.planner.reader import Reader
from tools.briefs import Brief
from tools.definitions import Audience, Metric

LINES = (Path(__file__).parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
SHAPES: dict[str, type[Any]] = {
    "audience": Audience,
    "metric": Metric,
    "brief": Brief,
    "first": Audience,
    "second": Audience,
    "seed": Audience,
}


def shaped(args: dict[str, Any]) -> dict[str, Any]:
    """Arguments as validated definitions, so that defaults and order of keys do not matter."""
    return {key: SHAPES[key].model_validate(value) if key in SHAPES else value for key, value in args.items()}


@pytest.mark.parametrize("line", LINES, ids=[json.loads(line)["question"] for line in LINES])
def test_reads(line: str, reader: Reader) -> None:
    case = json.loads(line)
    reading = reader.read(case["question"])
    assert reading.ask is None, reading.ask
    if "declines" in case:
        assert reading.decline is not None and reading.decline.reason == case["declines"]
    elif "intent" in case:
        assert reading.intent == case["intent"] and reading.text
    else:
        made = [{"tool": call.tool, "args": shaped(call.args)} for call in reading.calls]
        assert made == [{"tool": call["tool"], "args": shaped(call["args"])} for call in case["calls"]]


def test_every_word_is_accounted_for(reader: Reader) -> None:
    reading = reader.read("women in Shanghai who bought skincare in the last 90 days and spent over 500")
    assert not reading.leftovers
    assert dict(reading.account)["Shanghai"] == "customers: city"
    assert dict(reading.account)["skincare"] == "object of buy"
    assert reading.intent == "audience"
