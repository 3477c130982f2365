"""Writes prompts/known: the outlines of all questions that are known to be read, for suggestions.

    python -m benchmarks.known_questions SHOP

SHOP is a trained demo shop. The questions are those of the planner's tests, of the wordings and conversations beside
this file, and of the develop half of the cases; of the other half nothing is read. Of outlines that are nearly the
same the shortest is kept.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from assistant.cli.shops import reading
from assistant.evaluation.cases import read_cases
from assistant.planner.frame import Frame, State
from assistant.planner.reader import Reader
from assistant.planner.suggesting.known import KnownQuestions
from assistant.planner.suggesting.outline import Outline, gaps_in, outline_of
from tools.contract import Language
from tools.data.workspace import write_atomically

_ROOT = Path(__file__).parent.parent
_CASES = _ROOT / "benchmarks" / "cases"
_KNOWN = _ROOT / "prompts" / "known"
_LONGEST = {"en": 120, "zh": 50}
_MOST_GAPS = 6
_THE_SAME = 0.93
"""Likeness from which two outlines say the same."""


def main() -> int:
    """Read every known question at the shop and write the outlines of those that lead to an answer."""
    found: dict[Language, dict[str, Outline]] = {"en": {}, "zh": {}}
    with reading(sys.argv[1], "benchmark") as shop:
        reader = Reader(shop, shop.warehouse.last_day())
        for question in dict.fromkeys(known()):
            language = reader.language(question)
            outline = _outline(reader, question, language)
            if outline is not None:
                found[language].setdefault(outline.wording, outline)
    for language, outlines in found.items():
        kept = _told_apart(list(outlines.values()))
        lines = sorted(f"{outline.wording}\t{' '.join(outline.kinds)}" for outline in kept)
        write_atomically(_KNOWN / f"{language}.tsv", "\n".join(lines) + "\n")
        print(f"{language}: {len(kept)} of {len(outlines)} outlines")
    return 0


def known() -> Iterator[str]:
    """The questions that are known to be read."""
    for file in sorted((_ROOT / "tests" / "assistant" / "planner").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["question"]
    for file in (_CASES / "demo_en.jsonl", _CASES / "demo_zh.jsonl"):
        yield from (case.question for case in read_cases(file) if case.split == "develop" and case.question)
    for file in sorted((_CASES / "wordings").glob("*.txt")):
        yield from (line.lstrip("=~-!> ").split(" # ")[0].strip() for line in _lines(file))
    for name in ("unlabelled_en.tsv", "unlabelled_zh.tsv"):
        yield from (line.split("\t")[-1] for line in _lines(_CASES / name))
    for file in sorted((_CASES / "conversations").glob("*.txt")):
        yield from (line[1:].split("#")[0].strip() for line in _lines(file) if line.startswith("=") and ":" not in line)


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def _outline(reader: Reader, question: str, language: Language) -> Outline | None:
    """The outline of a question that is answered in one piece; None for others."""
    if not question or "||" in question or "\t" in question or len(question) > _LONGEST[language]:
        return None
    read = reader.read(question, State(), language)
    if not read.answers or not read.calls:
        return None
    outline = outline_of(Frame.of(question, reader.tagger, language, State(), frozenset()))
    plain = "{" not in question and not any(character.isdigit() for character in outline.wording)
    return outline if plain and len(outline.named) <= _MOST_GAPS else None


def _told_apart(outlines: list[Outline]) -> list[Outline]:
    """Without those that a shorter one says nearly the same as, with the same gaps in the same order."""
    index = KnownQuestions([(outline.wording, outline.kinds) for outline in outlines])
    by_wording = {outline.wording: outline for outline in outlines}
    kept: dict[str, Outline] = {}
    for outline in sorted(outlines, key=lambda one: (len(one.wording), one.wording)):
        same = (one for one in index.alike(outline) if one.likeness >= _THE_SAME)
        gaps = gaps_in(outline.wording)
        if not any(one.wording in kept and gaps_in(one.wording) == gaps for one in same):
            kept[outline.wording] = by_wording[outline.wording]
    return list(kept.values())


if __name__ == "__main__":
    sys.exit(main())
