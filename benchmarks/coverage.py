"""How much of what strangers ask the built-in planner reads at all, and which words it does not know.

    python -m benchmarks.coverage DIR [FILE.tsv …] [--show asked|answered|all]

The files hold one question a line, `kind<TAB>question`, without expected results (cases/unlabelled_*.tsv: 900 of
them, written by somebody who had never seen the planner). Printed by kind: how many are answered, declined, asked back
about; and the words that stood in the way most often. Answered is not right: `python -m assistant evaluate` says that.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from assistant.cli.shops import reading
from assistant.planner.reader import Reader
from assistant.planner.reading import Reading

CASES = sorted((Path(__file__).parent / "cases").glob("unlabelled_*.tsv"))
OUTCOMES = ("answered", "declined", "asked")


def main() -> int:
    """Read every question, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", help="a trained demo shop")
    parser.add_argument("files", nargs="*", type=Path, default=CASES)
    parser.add_argument("--show", choices=["asked", "answered", "all"], help="print the readings of these")
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    words: Counter[str] = Counter()
    with reading(arguments.dir, "benchmark") as shop:
        reader = Reader(shop, shop.warehouse.last_day())
        for file in arguments.files:
            language = file.stem.rsplit("_", 1)[-1]
            for line in file.read_text(encoding="utf-8").splitlines():
                kind, _, question = line.partition("\t")
                read = reader.read(question)
                outcome = "asked" if read.ask else "declined" if read.decline else "answered"
                counts[(kind, language, outcome)] += 1
                words.update(read.leftovers if read.ask else ())
                if arguments.show in ("all", outcome):
                    print(f"[{outcome}] {kind} {language} | {question} | {_told(read)}")
    _print(counts, words)
    return 0


def _told(read: Reading) -> str:
    if read.ask:
        return read.ask.question
    if read.decline:
        return read.decline.explanation
    calls = (f"{call.tool} {json.dumps(call.args, ensure_ascii=False, default=str)}" for call in read.calls)
    return "; ".join(calls) or read.text


def _print(counts: Counter[tuple[str, str, str]], words: Counter[str]) -> None:
    groups = sorted({(kind, language) for kind, language, _ in counts})
    print(f"{'kind':<14} {'':>2} {'questions':>9} {'answered':>9} {'declined':>9} {'asked':>9}")
    for kind, language in groups:
        row = [counts[(kind, language, outcome)] for outcome in OUTCOMES]
        print(f"{kind:<14} {language:>2} {sum(row):>9} {row[0]:>9} {row[1]:>9} {row[2]:>9}")
    whole = [sum(n for (_, _, told), n in counts.items() if told == outcome) for outcome in OUTCOMES]
    print(f"{'all':<14} {'':>2} {sum(whole):>9} {whole[0]:>9} {whole[1]:>9} {whole[2]:>9}")
    print("in the way: " + ", ".join(f"{word} ({n})" for word, n in words.most_common(60)))


if __name__ == "__main__":
    sys.exit(main())
