"""How strangers' paraphrases of questions that are read fare: by the rules alone, and with the second reader.

    python -m benchmarks.second_reader.paraphrases SHOP [--every 5]

`benchmarks/cases/worded/paraphrases.tsv` holds six wordings each, by six kinds of people, of 480 develop questions. The
second reader is not trained on them. A wording is right where it gets the very definition of the plain question.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.cli.shops import reading
from assistant.planner.frame import State
from assistant.planner.learned.alike import plain
from assistant.planner.reader import Reader
from assistant.planner.reading import Reading

_FILE = Path(__file__).parent.parent / "cases" / "worded" / "paraphrases.tsv"


def main() -> int:
    """Read every so many of them and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shop")
    parser.add_argument("--every", type=int, default=1)
    arguments = parser.parse_args()
    lines = [line.split("\t") for line in _FILE.read_text(encoding="utf-8").splitlines()][:: arguments.every]
    counted: Counter[tuple[str, str, str]] = Counter()
    with reading(arguments.shop, "benchmark") as shop:
        reader = Reader(shop, shop.warehouse.last_day())
        plain = {question: reader.read(question) for question in dict.fromkeys(question for _, question, _ in lines)}
        for language, question, wording in lines:
            if plain[question].calls:
                by_rules = reader.by_rules(wording, State(), reader.language(wording))
                counted[language, "rules", _outcome(reader, by_rules, plain[question])] += 1
                counted[language, "both", _outcome(reader, reader.read(wording), plain[question])] += 1
    for language in ("en", "zh"):
        for way in ("rules", "both"):
            outcomes = {name: number for (*key, name), number in counted.items() if key == [language, way]}
            total = sum(outcomes.values())
            told = ", ".join(f"{name} {number / total:.1%}" for name, number in sorted(outcomes.items()))
            print(f"{language}, {way} ({total:,}): {told}")
    return 0


def _outcome(reader: Reader, made: Reading, meant: Reading) -> str:
    """Right, one click away, asked, declined or something else."""
    if made.calls:
        return "right" if _told(reader, made) == _told(reader, meant) else "something else"
    if made.ask is None:
        return "declined"
    offered = (option.reading or reader.read(option.replacement) for option in made.ask.options if option.whole)
    return "one click away" if any(_told(reader, one) == _told(reader, meant) for one in offered) else "asked"


def _told(reader: Reader, made: Reading) -> list[tuple[str, Any]]:
    return [(call.tool, plain(call.args, "", reader.today)) for call in made.calls]


if __name__ == "__main__":
    raise SystemExit(main())
