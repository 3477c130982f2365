"""Questions as people mistype them: no mutation breaks the planner, and no condition is lost without a word.

`MUTATIONS=10000` asks that many; the usual run asks a few hundred.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.planner.frame import Frame, State
from assistant.planner.reader import Reader
from assistant.planner.reading import Reading
from tools.definitions import Period

FOLDER = Path(__file__).parent
QUESTIONS = [
    case["question"]
    for name in ("questions.jsonl", "scores.jsonl")
    for case in map(json.loads, (FOLDER / name).read_text("utf-8").splitlines())
    if "calls" in case
]
RUNS = settings(
    max_examples=int(os.environ.get("MUTATIONS", "300")),
    derandomize="MUTATIONS" not in os.environ,  # who asks for more wants new ones
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PIECES = (
    " and ", " or ", " not ", " but ", " 3 ", "或", "没", "且", " top ", " by ", "%", "，", " last month ", "?",
    " women ", " in Berlin ", " over 500 ", "上海", "超过500", "近30天", " at least twice ", "女性",
)  # fmt: skip
CONDITIONS = ("customers:", "object of", "only", "period", "number", "filter", "filler", "structure", "asked for")
"""Roles under which a value, a number or a period must show in what is called."""
FREE_TEXT = {"search_library", "find_products", "brief_copy", "describe_data", "look_up_customer"}
"""Tools that take the asker's own words as they are."""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A question with one to four slips: letters, words, clauses."""
    question = draw(st.sampled_from(QUESTIONS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(question) - 1, 0)))
        kind = draw(st.sampled_from(["drop", "double", "turn", "clauses", "insert", "cut", "word", "two"]))
        words = question.split(" ")
        place = at % max(len(words), 1)
        question = {
            "drop": question[:at] + question[at + 1 :],
            "double": question[:at] + question[at : at + 3] + question[at:],
            "turn": question[:at] + question[at + 1 : at + 2] + question[at : at + 1] + question[at + 2 :],
            "clauses": question[at:] + " " + question[:at],
            "insert": question[:at] + draw(st.sampled_from(PIECES)) + question[at:],
            "cut": question[:at],
            "word": " ".join([*words[:place], *words[place + 1 :]]),
            "two": question + draw(st.sampled_from(["; ", ", ", " and ", "，"])) + draw(st.sampled_from(QUESTIONS)),
        }[kind]
    return question


@RUNS
@given(mutated())
def test_no_slip_breaks_the_planner_or_loses_a_condition(reader: Reader, question: str) -> None:
    reading = reader.read(question)
    assert reading.calls or reading.ask or reading.decline or reading.text
    assert lost(reader, question, reading) == []


def lost(reader: Reader, question: str, reading: Reading) -> list[str]:
    """Values, numbers and periods of the question that are in no call and that nothing is said about."""
    if not reading.calls or reading.ask or reading.decline or {c.tool for c in reading.calls} & FREE_TEXT:
        return []
    told = json.dumps([call.args for call in reading.calls], ensure_ascii=False, default=str).casefold()
    said = " ".join([*reading.notes, reading.text]).casefold()
    frame = Frame.of(question, reader.tagger, reading.language, State(), frozenset())

    def role(text: str) -> str:
        return next((role for word, role in reading.account if text in word), "filler")

    lengths = [span.text for span in frame.spans if span.has("duration")]

    def is_a_day(text: str) -> bool:
        """90 to 180 days ago: both ends are days of the calendar in the call."""
        with_length = (word for word, _ in reading.account if text in word and any(one in word for one in lengths))
        return '"start"' in told and next(with_length, None) is not None

    return [
        span.text
        for span in frame.spans
        if span.senses
        and not (span.has("number") and is_a_day(span.text))
        and span.text.casefold() not in RETOLD
        and role(span.text).startswith(CONDITIONS)
        and not any(_kept(sense.kind, sense.value, told, said) for sense in span.senses)
    ]


RETOLD = ("make up", "makes up", "made up", "m")
"""Women make up …, R和M都是5分: read as a verb and as a score before words are looked up, which is not done here."""
_TIMED = ("period", "months", "birth_month", "compare", "start", "within_days")


def _kept(kind: str, value: Any, told: str, said: str) -> bool:
    """Whether one reading of a word shows in the calls; words that carry no value of their own always do."""
    if kind == "value" and isinstance(value, tuple):
        return str(value[1]).casefold() in told or str(value[1]).casefold() in said
    if kind in ("number", "money", "percent", "age"):
        number = value[0] if isinstance(value, tuple) else value
        shown = {f"{number:g}", f"{number / 100:g}", f"{int(number)}"}
        return any(re.search(rf"(?<![\d.]){re.escape(one)}(?!\d)", told + said) for one in shown)
    if kind == "period" and isinstance(value, Period):
        named = value.start is not None and f" {value.start.year}" in told  # Spring Renewal 2026
        return named or any(f'"{name}"' in told for name in _TIMED)
    return True
