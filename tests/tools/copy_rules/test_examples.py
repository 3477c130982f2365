"""Every rule keeps its own examples: one text passes, one is refused."""

import re
from dataclasses import replace

import pytest

from tests.tools.copy_rules.setting import breached, context, reading
from tools.copy_rules.context import Context, Reading
from tools.copy_rules.registry import CHECKS
from tools.copy_rules.rulebook import Example, Rule, rulebook

PAIRS = [
    pytest.param(rule, example, id=f"{rule.id}-{number}")
    for rule in rulebook().rules
    for number, example in enumerate([*([rule.example] if rule.example else []), *rule.more])
]


@pytest.mark.parametrize(("rule", "example"), PAIRS)
def test_passing_text_passes_and_failing_text_fails(rule: Rule, example: Example) -> None:
    languages = rule.languages or [example.language]
    language = example.language if example.language in languages else languages[0]
    setting = context(
        example.channel,
        language,
        offer=example.offer or None,
        facts=example.facts,
        country=example.country,
        voice=example.voice,
        **example.brief,
    )
    for text, expected in ((example.passes, False), (example.fails, True)):
        assert isinstance(text, str)
        assert _holds_against(rule, example, setting, text) is expected, (rule.id, text)


def _holds_against(rule: Rule, example: Example, setting: Context, text: str) -> bool:
    """Does the rule find something? A notice finds nothing in a text: it is told or not, by country or channel."""
    if example.field in ("country", "channel"):
        channel = text if example.field == "channel" else example.channel
        country = text if example.field == "country" else "US"
        return rule.applies(channel, example.language, frozenset({country}))
    if example.field == "hour":
        return bool(breached(rule, reading(setting, {}, int(text))))
    if example.field == "cites":
        return bool(breached(rule, Reading(reading(setting, {}).fields, [text], setting)))
    draft = reading(setting, {example.field: text})
    return bool(breached(rule, replace(draft, earlier=(example.earlier,) if example.earlier else ())))


def test_every_rule_names_a_check_and_every_check_is_used() -> None:
    named = {rule.check for rule in rulebook().rules}
    assert named == set(CHECKS)


def test_every_rule_has_a_pair() -> None:
    assert [rule.id for rule in rulebook().rules if not rule.example] == []


def test_every_expression_compiles() -> None:
    for rule in rulebook().rules:
        for expression in (*rule.terms, *rule.exempt):
            re.compile(expression)


def test_every_rule_says_where_it_comes_from() -> None:
    for rule in rulebook().rules:
        assert rule.source and re.fullmatch(r"\d{4}-\d\d-\d\d", rule.date), rule.id


def test_an_unverified_rule_says_so() -> None:
    rule = rulebook().rule("google_ad.exclamation")
    checks = breached(rule, reading(context("google_ad"), {"headline_1": "Light to read by!"}))
    assert not rule.verified
    assert "not verified" in checks[0].message


@pytest.mark.parametrize(
    ("unwanted", "text", "found"),
    [("new", "Stoneware, renewed.", False), ("new", "Our newest lamp.", True), ("cheap", "cheaper than", True),
     ("shop", "A workshop.", False), ("!", "Look!", True), ("最新", "这是最新款。", True)],
)  # fmt: skip
def test_a_forbidden_word_is_found_as_a_word(unwanted: str, text: str, found: bool) -> None:
    language = "zh" if "款" in text else "en"
    draft = reading(context("push", language, must_not_say=[unwanted]), {"body": text})
    assert bool(breached(rulebook().rule("brief.must_not_say"), draft)) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [("500 g/m² of cotton, 2 cm³", False), ("b\u0435st", True), ("so \U0001d401\U0001d41e\U0001d42c\U0001d42d", True)],
)
def test_a_square_metre_is_no_look_alike(text: str, found: bool) -> None:
    rule = rulebook().rule("text.lookalike")
    assert bool(breached(rule, reading(context("push"), {"body": text}))) is found
