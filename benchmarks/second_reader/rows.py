"""The rows it learns from: a question's tokens beside those of its definition.

`benchmarks/cases/worded` holds definitions, and wordings of them by people who saw the definition in plain words only.
Beside them stand the questions that the rules read. What the second reader has no business with – copy, single
customers, refusals – is learnt as one word that names it, so that it can tell it from a figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.planner.frame import State
from assistant.planner.learned.source import source_of
from assistant.planner.learned.target import tokens_of
from assistant.planner.reader import Reader
from assistant.planner.text import normalise
from benchmarks.known_questions import known
from tools.contract import Language
from tools.data.embedding import MiniLM

WORDED = Path(__file__).parent.parent / "cases" / "worded"
TOOLS = ("measure", "size_audience", "list_audience", "compare_audiences")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LONGEST_DEFINITION, _LONGEST_QUESTION = 109, 90


class Worded(NamedTuple):
    """A question and the call that answers it; wordings of one definition share a group."""

    group: str
    question: str
    language: Language
    tool: str
    args: dict[str, Any]


class Row(NamedTuple):
    """What the network sees and says: (token, label) pairs, MiniLM's vectors for English, a definition's tokens."""

    group: str
    question: str
    language: Language
    source: list[tuple[str, str]]
    meanings: np.ndarray | None
    target: list[str]


def wordings() -> Iterator[Worded]:
    """The wordings of `benchmarks/cases/worded`."""
    definitions = {}
    for line in (WORDED / "definitions.jsonl").read_text(encoding="utf-8").splitlines():
        made = json.loads(line)
        definitions[made["id"]] = made["call"]
    for line in (WORDED / "wordings.tsv").read_text(encoding="utf-8").splitlines():
        group, language, question = line.split("\t")
        tool, args = definitions[group]
        yield Worded(group, question, "zh" if language == "zh" else "en", tool, args if tool in TOOLS else {})


def read_by_rules(reader: Reader) -> Iterator[Worded]:
    """The known questions, with what the rules make of them; in place of other calls and questions back one word."""
    for number, question in enumerate(dict.fromkeys(known())):
        language = reader.language(question)
        reading = reader.by_rules(question, State(), language)
        calls = reading.calls
        if len(calls) == 1 and calls[0].tool in TOOLS:
            yield Worded(f"known {number}", question, language, calls[0].tool, calls[0].args)
        else:
            other = "ask" if reading.ask else "several" if len(calls) > 1 else calls[0].tool if calls else "decline"
            yield Worded(f"known {number}", question, language, other, {})


def rows(reader: Reader) -> Iterator[Row]:
    """Every question as the network sees it, but for the longest."""
    minilm = MiniLM()
    for number, one in enumerate(chain(wordings(), read_by_rules(reader))):
        row = row_of(reader, one, minilm)
        if len(row.target) <= _LONGEST_DEFINITION and len(row.source) <= _LONGEST_QUESTION:
            yield row
        if number % 5_000 == 4_999:
            print(f"{number + 1:,} questions tagged", flush=True)


def row_of(reader: Reader, one: Worded, minilm: MiniLM) -> Row:
    """One question as the network sees it."""
    tagger = reader.tagger
    tagger.forget()
    text = tagger.mended(normalise(one.question))
    source = source_of(text, tagger.tag(text))
    target = tokens_of(one.tool, one.args, source.named, reader.today) if one.args else [one.tool]
    meanings = None
    if one.language == "en":
        meanings = minilm.words(source.text, source.places).astype(np.float16)
    return Row(one.group, one.question, one.language, list(source.tokens), meanings, target)


def names_days(row: Row) -> bool:
    """Whether its definition holds days that the question does not name, which cannot be learnt."""
    return any(_DATE.match(token) for token in row.target)
