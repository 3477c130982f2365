"""The rows it learns from: a question's tokens beside those of its definition.

`benchmarks/cases/worded` holds definitions, and wordings of them by people who saw the definition in plain words only.
Beside them stand follow-ups, each with the definition that it changes, and the questions that the rules read. What the
second reader has no business with – copy, single customers, refusals – is learnt as one word that names it, so that it
can tell it from a figure.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from assistant.planner.frame import State
from assistant.planner.learned.earlier import Call, with_earlier
from assistant.planner.learned.source import Token, source_of
from assistant.planner.learned.target import tokens_of
from assistant.planner.reader import Reader
from assistant.planner.text import normalise
from benchmarks.known_questions import known
from tools.contract import Language
from tools.data.embedding import MiniLM

WORDED = Path(__file__).parent.parent / "cases" / "worded"
TOOLS = ("measure", "size_audience", "list_audience", "compare_audiences")
STRANGE = "strange"
_NOUNS = {
    ("en", "people"): re.compile(
        r"\b(?:customers?|buyers?|people|ppl|members?|shoppers?|clients?|women|men|users?)\b", re.I
    ),
    ("en", "order"): re.compile(r"\b(?:orders?|purchases?)\b", re.I),
    ("zh", "people"): re.compile("客户|顾客|会员|用户|客人|买家|女性|男性"),
    ("zh", "order"): re.compile("订单|单子|购买"),
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ODD = 6
"""Every so many wordings are learnt with something strange put in, too, and others with a clause beside them."""
_MARKS = " .,;:!?()–—-。，；：！？（）…"
_LONGEST_DEFINITION, _LONGEST_QUESTION = 109, 90


class Worded(NamedTuple):
    """A question, the call that answers it, and the call that a follow-up changes; wordings of one share a group."""

    group: str
    question: str
    language: Language
    tool: str
    args: dict[str, Any]
    before: Call | None = None


class Row(NamedTuple):
    """What the network sees and says: the question's tokens, MiniLM's vectors for English, a definition's tokens."""

    group: str
    question: str
    language: Language
    source: list[Token]
    meanings: np.ndarray | None
    target: list[str]
    before: tuple[Token, ...] = ()
    """Tokens of the definition that a follow-up changes."""


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


def follow_ups() -> Iterator[Worded]:
    """The follow-ups of `benchmarks/cases/worded`, each behind the definition that it changes."""
    steps = {one["id"]: one for one in map(json.loads, (WORDED / "steps.jsonl").read_text("utf-8").splitlines())}
    for line in (WORDED / "follow_ups.tsv").read_text(encoding="utf-8").splitlines():
        name, language, question = line.split("\t")
        step = steps[name]
        tool, args = step["call"]
        before = steps[step["before"]]["call"]
        group = name.split(".")[0]
        yield Worded(group, question, "zh" if language == "zh" else "en", tool, args, (before[0], before[1]))


def strange(worded: Iterable[Worded], chance: random.Random) -> Iterator[Worded]:
    """Wordings with something put in that no shop of the kind keeps record of, which leaves only to ask."""
    kinds: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for line in (WORDED / "strange.tsv").read_text(encoding="utf-8").splitlines():
        language, kind, text = line.split("\t")
        kinds[language, kind].append(text)
    for one in worded:
        kind = chance.choice(("people", "people", "order", "end"))
        texts, noun = kinds[one.language, kind], _NOUNS.get((one.language, kind))
        found = noun.search(one.question) if noun else None
        if not texts or (noun and not found):
            continue
        at, text = found.start() if found else len(one.question.rstrip(" .?!")), chance.choice(texts)
        space = " " * (one.language == "en")
        question = one.question[:at] + (text + space if found else space + text) + one.question[at:]
        yield one._replace(group=STRANGE, question=question, tool="ask", args={})


def remarked(worded: Iterable[Worded], chance: random.Random) -> Iterator[Worded]:
    """Wordings with a clause beside them: a remark leaves the definition as it was, a condition leaves only to ask."""
    said: defaultdict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for line in (WORDED / "remarks.tsv").read_text(encoding="utf-8").splitlines():
        language, _, kind, message = line.split("\t")
        before, clause, behind = re.split("[⟦⟧]", message)
        if not before.strip():
            said[language].append((clause + behind[: len(behind) - len(behind.lstrip(_MARKS))], "", kind == "r"))
        elif not behind.strip(_MARKS):
            said[language].append(("", before[len(before.rstrip(_MARKS)) :] + clause + behind, kind == "r"))
    for one in worded:
        before, behind, remark = chance.choice(said[one.language])
        question = before + one.question + behind if before else one.question.rstrip(" .。") + behind
        beside = one._replace(question=question)
        yield beside if remark else beside._replace(group=STRANGE, tool="ask", args={})


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
    odd = strange(islice(wordings(), 0, None, _ODD), random.Random(1))
    beside = remarked(islice(wordings(), 1, None, _ODD), random.Random(2))
    for number, one in enumerate(chain(wordings(), follow_ups(), odd, beside, read_by_rules(reader))):
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
    if one.before is not None:
        source = with_earlier(source, one.before) or source
    target = tokens_of(one.tool, one.args, source.all_named, reader.today) if one.args else [one.tool]
    meanings = None
    if one.language == "en":
        meanings = minilm.words(source.text, source.places).astype(np.float16)
    return Row(one.group, one.question, one.language, list(source.tokens), meanings, target, source.before)


def names_days(row: Row) -> bool:
    """Whether its definition holds days that the question does not name, which cannot be learnt."""
    return any(_DATE.match(token) for token in row.target)
