"""Whole drafts of made-up shops: each false one is refused where it is false, and hardly a true one is refused.

`drafts/bad.jsonl` names the field and the words that are false; `drafts/good.jsonl` says nothing its facts do not say.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tools.briefs import Brief
from tools.contract import DraftCheck, Source
from tools.copy_rules.context import Reading, context_of
from tools.copy_rules.registry import breaches, check_draft
from tools.copywriting.facts import offer_text

DRAFTS = Path(__file__).parent / "drafts"
SHOPS: dict[str, dict[str, Any]] = json.loads((DRAFTS / "shops.json").read_text(encoding="utf-8"))
ALLOWED = 0.03


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DRAFTS / name).read_text(encoding="utf-8").splitlines()]


def _errors(row: dict[str, Any]) -> list[DraftCheck]:
    shop = SHOPS[row["shop"]]
    brief = Brief.model_validate(
        {"channel": row["channel"], "language": shop["language"], **({"offer": row["offer"]} if row["offer"] else {})}
    )
    sources = [Source(id=f"P:{n}", title=text.splitlines()[0], text=text) for n, text in enumerate(shop["facts"], 1)]
    if brief.offer:
        sources.append(Source(id="O:offer", title="offer", text=offer_text(brief.offer, shop["currency"])))
    sources += [Source(id=f"R:{n}", title=text, text=text) for n, text in enumerate(row.get("more_facts", ()), 1)]
    context = context_of(
        brief, sources, sender=shop["sender"], currency=shop["currency"], countries=frozenset({shop["country"]}),
        today=date(2026, 11, 20), tag_lengths={"first_name": 14 if shop["language"] == "en" else 4},
    )  # fmt: skip
    return breaches(check_draft(Reading(row["fields"], [fact.id for fact in context.facts], context)))


def _meets(check: DraftCheck, row: dict[str, Any]) -> bool:
    """Is the breach the one named? A text that is too long or lacks something has no words to meet."""
    if not row["field"] or not row["quote"]:
        return check.field == row["field"] or not row["field"]
    if check.field != row["field"] or check.start is None or check.end is None:
        return False
    first = row["fields"][row["field"]].find(row["quote"])
    return check.start < first + len(row["quote"]) and first < check.end


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['shop']}-{row['kind']}") for row in _rows("bad.jsonl")])
def test_a_false_draft_is_refused_where_it_is_false(row: dict[str, Any]) -> None:
    found = _errors(row)
    assert any(_meets(check, row) for check in found), [(check.field, check.quote, check.message) for check in found]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_of_a_hundred_true_drafts_at_most_three_are_refused(language: str) -> None:
    rows = [row for row in _rows("good.jsonl") if SHOPS[row["shop"]]["language"] == language]
    refused = [(row["shop"], [check.message for check in found]) for row in rows if (found := _errors(row))]
    assert len(refused) <= ALLOWED * len(rows), refused
