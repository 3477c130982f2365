"""Trains what tells remarks beside a question from conditions, and says how well it does for writers it has not read.

    python -m benchmarks.second_reader.remarks [--held-out]

`benchmarks/cases/worded/remarks.tsv` holds messages with one clause between ⟦ and ⟧ (language, writer, r for a remark
or c for a condition, message): half of each kind, many of the conditions worded like remarks. What else stands in a
message asks, and is no remark. Writes
`prompts/trained/remarks.npz`; with --held-out only scores, each writer by a model of all the others.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from assistant.planner.learned.clauses import PLACES, hashed, meant

_FILE = Path(__file__).parent.parent / "cases" / "worded" / "remarks.tsv"
_STORED = Path(__file__).parent.parent.parent / "prompts" / "trained" / "remarks.npz"
_SLACK = 20.0
"""C of the regression; 5 to 20 were alike on held-out writers."""
_BETWEEN_MARKS = re.compile(r"[^\s,;.?!:()、，。；！？：（）…—–-][^,;.?!:()、，。；！？：（）…—–-]+")
_LANGUAGES = ("en", "zh")


class Clause(NamedTuple):
    """A clause in its message."""

    language: str
    writer: str
    remark: bool
    message: str
    start: int
    end: int
    marked: bool = True


def main() -> int:
    """Train, or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    kept: dict[str, np.ndarray] = {}
    for language in _LANGUAGES:
        marked = [one for one in clauses_of(_FILE) if one.language == language]
        clauses = [*marked, *(part for one in marked for part in _asked(one))]
        for name, table in _tables(clauses, language).items():
            if arguments.held_out:
                _score(name, clauses, table)
            else:
                kept |= _trained(name, clauses, table)
    if kept:
        np.savez_compressed(_STORED, **kept)
    return 0


def clauses_of(path: Path) -> list[Clause]:
    """The clauses of a file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        language, writer, kind, marked = line.split("\t")
        start, end = marked.index("⟦"), marked.index("⟧") - 1
        found.append(Clause(language, writer, kind == "r", marked.replace("⟦", "").replace("⟧", ""), start, end))
    return found


def _asked(one: Clause) -> Iterator[Clause]:
    """The clauses beside the one that is marked: they ask, and are no remarks."""
    for lower, upper in ((0, one.start), (one.end, len(one.message))):
        for found in _BETWEEN_MARKS.finditer(one.message, lower, upper):
            yield one._replace(remark=False, marked=False, start=found.start(), end=found.end())


def _tables(clauses: Sequence[Clause], language: str) -> dict[str, csr_matrix]:
    """Features of the clauses by the name of the model that sees them."""
    places, values, ends = [], [], [0]
    for one in clauses:
        place, value = hashed(one.message, one.start, one.end, language)
        places.append(place)
        values.append(value)
        ends.append(ends[-1] + len(place))
    table = csr_matrix((np.concatenate(values), np.concatenate(places), ends), shape=(len(clauses), PLACES))
    if language != "en":
        return {language: table}
    vectors = [meant(one.message, one.start, one.end) for one in clauses]
    known = np.array([np.zeros(384) if vector is None else vector for vector in vectors])
    return {"en": hstack([table, csr_matrix(known)]).tocsr(), "en_plain": table}


def _fitted(table: csr_matrix, clauses: Sequence[Clause]) -> LogisticRegression:
    return LogisticRegression(C=_SLACK, max_iter=2000).fit(table, [one.remark for one in clauses])


def _trained(name: str, clauses: Sequence[Clause], table: csr_matrix) -> dict[str, np.ndarray]:
    fitted = _fitted(table, clauses)
    weights = fitted.coef_[0].astype(np.float16)
    found = {name: weights[:PLACES], f"{name}_bias": fitted.intercept_.astype(np.float32)}
    return found | ({f"{name}_meaning": weights[PLACES:]} if len(weights) > PLACES else {})


def _score(name: str, clauses: Sequence[Clause], table: csr_matrix) -> None:
    remarks, writers = (np.array([getattr(one, part) for one in clauses]) for part in ("remark", "writer"))
    chances = np.zeros(len(clauses))
    for writer in sorted(set(writers)):
        own = writers == writer
        others = [one for one in clauses if one.writer != writer]
        chances[own] = _fitted(table[~own], others).predict_proba(table[own])[:, 1]
    marked = np.array([one.marked for one in clauses])
    kinds = {"remarks": remarks, "conditions": ~remarks & marked, "parts of the question": ~marked}
    print(f"{name}: {', '.join(f'{kind.sum():,} {told}' for told, kind in kinds.items())}")
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        shares = (f"{(chances[kind] >= least).mean():.1%} of the {told}" for told, kind in kinds.items())
        print(f"  from {least}: {', '.join(shares)}")


if __name__ == "__main__":
    raise SystemExit(main())
