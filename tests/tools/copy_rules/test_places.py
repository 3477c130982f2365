"""A breach says where it stands: the quoted words are those of the field between start and end."""

import pytest

from tests.tools.copy_rules.setting import context, reading
from tools.contract import DraftCheck
from tools.copy_rules.context import Context
from tools.copy_rules.registry import breaches, check_draft

FACTS = ["name: Dusk Lamp\nprice: $100\ndescription: A lamp in walnut."]


def _found(setting: Context, texts: dict[str, str], rule: str) -> DraftCheck:
    checks = check_draft(reading(setting, texts))
    return next(check for check in checks if not check.passed and check.rule == rule)


@pytest.mark.parametrize(
    ("channel", "texts", "rule", "quote"),
    [
        ("push", {"body": "The Dusk Lamp, only $89."}, "claims.figure", "$89"),
        ("push", {"body": "The Dusk Lamp in solid oak."}, "claims.property", "oak"),
        ("push", {"body": "The ｂest lamp in the world."}, "claims.superlative", "The ｂest"),
        ("push", {"body": "It is b\u200back."}, "text.hidden", "\u200b"),
        ("push", {"body": "It is back.", "title": "Ju\u00adst back"}, "text.hidden", "\u00ad"),
        ("push", {"body": "See https://evil.example/lamp"}, "links.only_tags", "https://evil.example/lamp"),
        ("push", {"body": "Hi {{email}}, it is back."}, "tags.unknown", "{{email}}"),
        ("push", {"body": "Hi {{first_name|champion of the 90% off}}."}, "claims.figure", "90% off"),
        ("google_ad", {"headline_1": "A lamp for all late readers now"}, "google_ad.headline.length", "w"),
        ("sms", {"body": "Lumen: " + "a" * 160 + " Reply STOP to end"}, "sms.parts", "aaaaaaa Reply STOP to end"),
        ("push", {"body": "店里又有货了，来看看吧。"}, "brief.language", "店里又有货了，来看看吧"),
    ],
)  # fmt: skip
def test_the_quote_is_what_breaks_the_rule(channel: str, texts: dict[str, str], rule: str, quote: str) -> None:
    check = _found(context(channel, facts=FACTS), texts, rule)
    assert check.field is not None
    assert (check.start, check.end) != (None, None)
    assert texts[check.field][check.start : check.end] == check.quote == quote


def test_what_is_missing_has_a_place_to_be_put_in() -> None:
    check = _found(context("sms"), {"body": "Lumen: it is back."}, "law.sms.opt_out")
    assert (check.start, check.end, check.quote) == (18, 18, "")


def test_in_a_conditional_passage_the_place_is_that_of_the_draft() -> None:
    body = "Hello. {{#if city is Leeds}}The Dusk Lamp, only $89.{{/if}}"
    check = _found(context("push", facts=FACTS), {"body": body}, "claims.figure")
    assert body[check.start : check.end] == check.quote == "$89"


def test_every_breach_of_a_broken_draft_has_a_field_and_a_quote_of_it() -> None:
    texts = {"title": "READ THIS NOW!!", "body": "50% off, made in Italy, the best lamp in the world — only 2 left."}
    for check in breaches(check_draft(reading(context("push", facts=FACTS), texts))):
        assert check.field in texts, check.rule
        assert check.quote and texts[check.field][check.start : check.end] == check.quote
