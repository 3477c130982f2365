"""Does the checker of drafts find what may not go out, and does it let good copy pass, on drafts of strangers?

    python -m benchmarks.copy_checks [FILE.jsonl …] [--split develop|verify] [--show found|asked|missed|refused|…]

Each line of `cases/drafts/` is a draft with the facts its writer had, written by somebody who had never seen the
checker: `bad` ones hold one violation, whose words are `quote` (none where something is missing); `kind` is "good" in
the others. The halves are those of `assistant.evaluation.cases.split_of`: `verify` is looked at for the counts only.
The files `everyday_*`, `playful_*`, `figures_*` (good ones full of figures) and `crafted_*` (good ones as witty as can
be) were read while the rules were mended: all of them are `develop`.

Of bad drafts: found, an error touches these words; asked, only a warning does, which a person must confirm to approve;
elsewhere, an error at other words alone; missed. Of good ones: passed, asked (a warning), refused (an error).
"""

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from assistant.evaluation.cases import split_of
from tools.briefs import Brief
from tools.contract import DraftCheck, Source
from tools.copy_rules.context import Reading, context_of
from tools.copy_rules.registry import check_draft
from tools.copywriting.facts import offer_text

CASES = sorted((Path(__file__).parent / "cases" / "drafts").glob("*.jsonl"))
READ = ("everyday", "playful", "figures")
"""How the names of files begin whose drafts were all read."""
TODAY = date(2026, 11, 20)
SENDER = "Lumen"
OUTCOMES = ("found", "asked", "elsewhere", "missed", "passed", "refused")


def main() -> int:
    """Check every draft, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=CASES)
    parser.add_argument("--split", choices=["develop", "verify"], help="one half only")
    parser.add_argument("--show", choices=OUTCOMES, nargs="*", default=[], help="print these drafts")
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    for file in arguments.files:
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if arguments.split and split(file, case["id"]) != arguments.split:
                continue
            checks = checks_of(case)
            outcome = outcome_of(case, checks)
            for kind in {case["kind"], "good" if case["kind"] == "good" else "bad"}:
                counts[case["language"], kind, outcome] += 1
            if outcome in arguments.show:
                _show(case, outcome, checks)
    _print(counts)
    return 0


def split(file: Path, identity: str) -> str:
    """The half a draft belongs to."""
    return "develop" if file.stem.startswith(READ) else split_of(identity)


def checks_of(case: dict[str, Any]) -> list[DraftCheck]:
    """The failed checks of one draft, cited facts being those of the case."""
    brief = Brief.model_validate({key: case[key] for key in ("channel", "language", "offer") if case.get(key)})
    sources = [Source(id=f"P:{n}", title=text, text=text) for n, text in enumerate(case["facts"], start=1)]
    if brief.offer:
        sources.append(Source(id="O:offer", title="offer", text=offer_text(brief.offer, case["currency"])))
    context = context_of(
        brief, sources, sender=SENDER, currency=case["currency"], countries=frozenset({case["country"]}),
        today=TODAY,
    )  # fmt: skip
    read = Reading(case["draft"], [fact.id for fact in context.facts], context)
    return [check for check in check_draft(read, case["language"]) if not check.passed]


def outcome_of(case: dict[str, Any], checks: list[DraftCheck]) -> str:
    errors = [check for check in checks if check.severity == "error"]
    if case["kind"] == "good":
        return "refused" if errors else "asked" if checks else "passed"
    if any(_touches(case, check) for check in errors):
        return "found"
    if any(_touches(case, check) for check in checks):
        return "asked"
    return "elsewhere" if errors else "missed"


def _touches(case: dict[str, Any], check: DraftCheck) -> bool:
    """Whether the check is about the words that may not go out."""
    quote = case.get("quote")
    if not quote:
        return True
    text = case["draft"].get(check.field or "", "")
    first = text.find(quote)
    if first < 0 or check.start is None or check.end is None:
        return first >= 0 and check.start is None and check.rule.startswith(("law.", "text."))
    return check.start < first + len(quote) and first < max(check.end, check.start + 1)


def _show(case: dict[str, Any], outcome: str, checks: list[DraftCheck]) -> None:
    print(f"[{outcome}] {case['id']} {case['kind']} | {case.get('quote', '')}")
    print("   ", json.dumps(case["draft"], ensure_ascii=False), case.get("offer", ""))
    for fact in case["facts"]:
        print("    ·", fact.replace("\n", "; "))
    for check in checks:
        print(f"    {check.severity} {check.rule} {check.field}: “{check.quote}”")


def _print(counts: Counter[tuple[str, str, str]]) -> None:
    kinds = sorted({(language, kind) for language, kind, _ in counts})
    for language, kind in sorted(kinds, key=lambda pair: (pair[0], pair[1] not in ("good", "bad"), pair[1])):
        told = {outcome: counts[language, kind, outcome] for outcome in OUTCOMES if counts[language, kind, outcome]}
        print(f"{language} {kind:40}", "  ".join(f"{name} {count}" for name, count in told.items()))


if __name__ == "__main__":
    raise SystemExit(main())
