"""New definitions for people to put in words of their own, in the machine's plain words.

    python -m benchmarks.second_reader.definitions SHOP COUNT > FOR_WRITERS.tsv

Half of them are definitions of known questions that no wording has yet; the others change those: another value, time,
figure or split, a condition more. They are added to `benchmarks/cases/worded/definitions.jsonl`; what writers make of
them (`README.md` there) is added to `wordings.tsv`.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from assistant.cli.shops import reading
from assistant.planner.learned.earlier import Call
from assistant.planner.reader import Reader
from benchmarks.second_reader.rows import TOOLS, WORDED, read_by_rules
from tools.contract import BadRequest
from tools.definitions import Audience, Metric
from tools.wording.audience import audience_words
from tools.wording.metric import metric_words

_FILE = WORDED / "definitions.jsonl"
_LONGEST = 330
"""Characters of plain words that a writer can hold in mind."""
_FORMS = {"measure": "FIGURE", "size_audience": "HOW MANY", "list_audience": "LIST", "compare_audiences": "TWO GROUPS"}
_OFTEN = {"values": 0.6, "period": 0.5, "dimensions": 0.4, "measures": 0.4, "all": 0.3, "where": 0.2}
"""How often a part of a definition is changed."""
_MOST = 3
"""Conditions of one definition."""


def main() -> int:
    """Print so many new definitions and keep them."""
    shop_folder, count, chance = sys.argv[1], int(sys.argv[2]), random.Random(len(_FILE.read_bytes()))
    had = {json.dumps(json.loads(line)["call"], sort_keys=True) for line in _FILE.read_text("utf-8").splitlines()}
    with reading(shop_folder, "benchmark") as shop:
        reader = Reader(shop, shop.warehouse.last_day())
        known = [(one.tool, one.args) for one in read_by_rules(reader) if one.tool in TOOLS]
        made: list[tuple[Call, str]] = []
        for call in _proposed(known, chance, count):
            key = json.dumps(call, sort_keys=True, default=str)
            words = words_of(call, reader) if key not in had else ""
            if words and len(words) <= _LONGEST and len(made) < count:
                had.add(key)
                made.append((call, words))
    first = len(_FILE.read_text("utf-8").splitlines())
    with _FILE.open("a", encoding="utf-8") as file:
        for number, (call, words) in enumerate(made, first):
            file.write(json.dumps({"call": call, "id": f"n{number:05d}"}, ensure_ascii=False, sort_keys=True) + "\n")
            print(f"n{number:05d}\t{words}")
    return 0


def _proposed(known: list[Call], chance: random.Random, count: int) -> Iterator[Call]:
    yield from chance.sample(known, min(len(known), count // 2))
    parts: defaultdict[str, list[Any]] = defaultdict(list)
    for _, args in known:
        collect(args, parts)
    for _ in range(20 * count):
        tool, args = copy.deepcopy(chance.choice(known))
        _change(args, parts, chance)
        yield tool, args


def collect(part: Any, parts: defaultdict[str, list[Any]]) -> None:
    """Values by field, times, figures, splits and conditions that stand anywhere."""
    if isinstance(part, list):
        for one in part:
            collect(one, parts)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name == "values":
                parts[f"values {part.get('field')}"].append(one)
            elif name in ("all", "where"):
                parts[name] += one
            elif name in _OFTEN:
                parts[name].append(one)
            collect(one, parts)


def _change(part: Any, parts: defaultdict[str, list[Any]], chance: random.Random) -> None:
    if isinstance(part, list):
        for one in part:
            _change(one, parts, chance)
    elif isinstance(part, dict):
        for name in list(part):
            if name in _OFTEN and chance.random() < _OFTEN[name] and not ("sort" in part and name == "measures"):
                if name in ("all", "where"):
                    part[name] += [copy.deepcopy(chance.choice(parts[name]))] if len(part[name]) < _MOST else []
                else:
                    among = parts[f"values {part.get('field')}" if name == "values" else name]
                    part[name] = copy.deepcopy(chance.choice(among))
            _change(part[name], parts, chance)


def words_of(call: Call, reader: Reader) -> str:
    """The definition in plain words; "" for one that means nothing."""
    (tool, args), dictionary = call, reader.shop.dictionary

    def people(name: str) -> str:
        return audience_words(Audience.model_validate(args[name]), dictionary, "en", reader.today)

    try:
        if tool == "measure":
            told = metric_words(Metric.model_validate(args["metric"]), dictionary, "en", reader.today)
        elif tool == "compare_audiences":
            told = f"FIRST {people('first')} || SECOND {people('second')}"
        else:
            order = {name: args[name] for name in ("limit", "sort_by", "descending") if name in args}
            told = people("audience") + (f" {json.dumps(order)}" if order else "")
    except (ValidationError, BadRequest, KeyError):
        return ""
    return f"{_FORMS[tool]}: {told}"


if __name__ == "__main__":
    raise SystemExit(main())
