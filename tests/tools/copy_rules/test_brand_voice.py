"""Words a guideline does not want are found in drafts; other passages forbid nothing."""

from tests.tools.copy_rules.setting import SOUND, TODAY
from tools.briefs import Brief
from tools.contract import Source
from tools.copy_rules.checks.brand_voice import unwanted_words
from tools.copy_rules.context import Reading, context_of
from tools.copy_rules.registry import check_draft

GUIDE = Source(
    id="B:1", title="Brand guideline › Words we do not use", text="best, must-have, luxury, last chance, “guys”"
)
GUIDE_ZH = Source(id="B:2", title="品牌规范 › 不用的说法", text="神器、必买、家人们")


def _found(language: str, body: str) -> list[str]:
    brief = Brief.model_validate({"channel": "push", "language": language})
    context = context_of(brief, [GUIDE, GUIDE_ZH], sender="Lumen", currency="USD", countries=frozenset(), today=TODAY)
    reading = Reading(SOUND["push", language] | {"body": body}, [], context)
    return [check.rule for check in check_draft(reading) if not check.passed and check.rule.startswith("brand.")]


def test_unwanted_words_are_told() -> None:
    assert _found("en", "A must-have for guys who read.") == ["brand.unwanted_word"] * 2
    assert _found("zh", "家人们，来看看灯。") == ["brand.unwanted_word"]


def test_other_words_pass() -> None:
    assert _found("en", "Guyser is a name, and luxurious is another word.") == []


def test_a_passage_on_something_else_is_no_list() -> None:
    assert unwanted_words("Tone of voice", "Short sentences, plain words") == ()
