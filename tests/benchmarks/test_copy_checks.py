"""Drafts of strangers that were read while the rules were mended: what was found stays found, good copy passes."""

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.copy_checks import CASES, READ, checks_of, outcome_of

EVERY = 6
"""One draft in so many is checked; the benchmark does all of them."""
FOUND, REFUSED = 0.85, 0.1
RECKONED_REFUSED = 0.4
"""Of good drafts as full of figures as their writers could make them."""


@pytest.mark.parametrize("file", [file for file in CASES if file.stem.startswith(READ)], ids=lambda file: file.stem)
def test_false_drafts_are_found_and_few_good_ones_refused(file: Path) -> None:
    counts: Counter[tuple[bool, str]] = Counter()
    for line in file.read_text(encoding="utf-8").splitlines()[::EVERY]:
        case = json.loads(line)
        counts[case["kind"] == "good", outcome_of(case, checks_of(case))] += 1
    bad, good = (sum(many for (kind, _), many in counts.items() if kind is which) for which in (False, True))
    reckoned = file.stem.startswith("figures")
    assert good > 10 and (reckoned or bad > 10)
    assert counts[False, "found"] + counts[False, "asked"] >= FOUND * bad, counts
    assert counts[True, "refused"] <= (RECKONED_REFUSED if reckoned else REFUSED) * good + 1, counts
