"""What is told in free words: most of what is false is found where it stands, and true copy is seldom asked about.

`drafts/freely_false.jsonl` marks the false words; `drafts/freely_true.jsonl` says what a copywriter may say.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.tools.copy_rules.setting import context, reading
from tools.briefs import Brief
from tools.contract import DraftCheck, Source
from tools.copy_rules.context import Reading, context_of
from tools.copy_rules.registry import check_draft
from tools.copy_rules.rulebook import rulebook
from tools.copywriting.facts import offer_text

DRAFTS = Path(__file__).parent / "drafts"
SHOPS: dict[str, dict[str, Any]] = json.loads((DRAFTS / "shops.json").read_text(encoding="utf-8"))
FOUND = {"en": 0.88, "zh": 0.9}
ASKED = 0.3
LAMP = "name: Dusk lamp\ndescription: A table lamp made of brass with a linen shade, dimmable, for bedsides and desks"
LAMP_ZH = "name: 暮色台灯\ndescription_zh: 黄铜灯身，亚麻灯罩，三档调光，放在床头或书桌"


def _rows(name: str, language: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (DRAFTS / name).read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if SHOPS[row["shop"]]["language"] == language]


def _failed(row: dict[str, Any]) -> list[DraftCheck]:
    shop = SHOPS[row["shop"]]
    brief = Brief.model_validate(
        {"channel": row["channel"], "language": shop["language"], **({"offer": row["offer"]} if row["offer"] else {})}
    )
    sources = [Source(id=f"P:{n}", title=text.splitlines()[0], text=text) for n, text in enumerate(shop["facts"], 1)]
    sources += [
        Source(id=f"B:{n}", title=title, text=text) for n, (title, text) in enumerate(shop.get("brand", {}).items())
    ]
    if brief.offer:
        sources.append(Source(id="O:offer", title="offer", text=offer_text(brief.offer, shop["currency"])))
    setting = context_of(
        brief, sources, sender=shop["sender"], currency=shop["currency"], countries=frozenset({shop["country"]}),
        today=date(2026, 11, 20), tag_lengths={"first_name": 14 if shop["language"] == "en" else 4},
    )  # fmt: skip
    checks = check_draft(Reading(row["fields"], [fact.id for fact in setting.facts], setting))
    return [check for check in checks if not check.passed]


def _is_found(row: dict[str, Any], field: str, quote: str, failed: list[DraftCheck]) -> bool:
    first = row["fields"][field].index(quote)
    return any(
        check.field == field and check.start is not None and check.end is not None
        and check.start < first + len(quote) and first < check.end
        for check in failed
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_most_of_what_is_false_in_free_words_is_found_at_its_place(language: str) -> None:
    found = [
        _is_found(row, field, quote, failed)
        for row in _rows("freely_false.jsonl", language)
        if (failed := _failed(row)) is not None
        for field, quote in row["false"]
    ]
    assert sum(found) >= FOUND[language] * len(found), (sum(found), len(found))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_true_copy_is_seldom_asked_about(language: str) -> None:
    rows = _rows("freely_true.jsonl", language)
    asked = [row for row in rows if any(check.rule == "claims.statement" for check in _failed(row))]
    assert len(asked) <= ASKED * len(rows), (len(asked), len(rows))


def test_a_statement_without_a_source_blocks_nothing() -> None:
    assert rulebook().rule("claims.statement").severity == "warning"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("It shrugs off salt water.", "shrugs off salt water"),
        ("Our lamp is made of brass, for long evenings.", ""),
        ("Do you remember the power cut?", ""),
        ("You missed the ferry and laughed about it.", ""),
        ("Lighter than the laptop beside it.", "Lighter than the laptop beside it"),
        ("Ask the engineers.", "engineers"),
        ("A quarter off the lamp.", "A quarter off"),
        ("Turned on like a small moon, it reads along.", ""),
    ],
)
def test_what_goods_are_said_to_be_is_asked_about(text: str, stated: str) -> None:
    assert _asked(text, "en") == ([stated] if stated else [])


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("它沉进泳池照样发光。", "泳池"),
        ("黄铜灯身，亚麻灯罩，放在床头。", ""),
        ("您还记得那次停电吗？", ""),
        ("比翻书声还轻。", "比翻书声还轻"),
        ("建筑师家里都有一盏。", "建筑师家里"),
        ("设计师改了七稿。", "设计师改了七稿"),
    ],
)
def test_the_same_in_chinese(text: str, stated: str) -> None:
    asked = _asked(text, "zh")
    assert any(stated in one for one in asked) if stated else not asked, asked


def _asked(text: str, language: str) -> list[str]:
    setting = context("push", language, facts=[LAMP_ZH if language == "zh" else LAMP])
    checks = check_draft(reading(setting, {"body": text}), language, [rulebook().rule("claims.statement")])
    return [check.quote for check in checks if not check.passed and check.field == "body"]
