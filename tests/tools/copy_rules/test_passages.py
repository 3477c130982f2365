"""Conditional passages: read, refused with their place, and checked as every text they can make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.copy_rules.setting import context, reading
from tools.copy_rules.passages import Guard, guards_in, parse, read_guard
from tools.copy_rules.registry import breaches, check_draft
from tools.copy_rules.renditions import kinds, longest, renditions


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("loyalty_tier is gold or silver", Guard("loyalty_tier", "is", ("gold", "silver"))),
        ("loyalty_tier is not gold", Guard("loyalty_tier", "is_not", ("gold",))),
        ('city is "New York" or Orleans', Guard("city", "is", ("New York", "Orleans"))),
        ("orders at least 3", Guard("orders", "ge", ("3",))),
        ("orders>3", Guard("orders", "gt", ("3",))),
        ("last_order_date before 2026-01-01", Guard("last_order_date", "lt", ("2026-01-01",))),
        ("city is known", Guard("city", "known")),
        ("next_product unknown", Guard("next_product", "unknown")),
        ("会员等级是金卡、银卡", Guard("会员等级", "is", ("金卡", "银卡"))),
        ("订单数至少3", Guard("订单数", "ge", ("3",))),
        ("订单数 大于等于 3", Guard("订单数", "ge", ("3",))),
        ("消费金额大于500", Guard("消费金额", "gt", ("500",))),
        ("tier == 'gold'", Guard("tier", "is", ("gold",))),
        ("city is 'Paris or so' or Rome", Guard("city", "is", ("Paris or so", "Rome"))),
        ("tier isn't gold", Guard("tier", "is_not", ("gold",))),
        ("性别不是女", Guard("性别", "is_not", ("女",))),
    ],
)
def test_conditions_are_read_in_both_languages(text: str, guard: Guard) -> None:
    assert read_guard(text) == guard


@pytest.mark.parametrize(
    "text",
    ["", "gold", "tier is", "tier is gold or", "orders at least 3 or 4", "1 is 1", "known", "os.system('x')", "a b"],
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    assert read_guard(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("back{{/if}}", "unopened", 4), ("{{#else}}", "unopened", 0), ("a {{#if x is y}}b", "unclosed", 2),
        ("{{#if x is 1}}a{{#else}}b{{#else}}c{{/if}}", "second_else", 25), ("{{#each x}}", "unknown_word", 0),
        ("{{#if a is 1}}{{#if b is 1}}{{#if c is 1}}x{{/if}}{{/if}}{{/if}}", "too_deep", 28),
        ("{{#if import os}}a{{/if}}", "unreadable", 0), ("{{#if x is 1}}a{{/unless}}{{/if}}", "unknown_word", 15),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(text: str, kind: str, start: int) -> None:
    assert [(problem.kind, problem.start) for problem in parse(text).problems] == [(kind, start)]


def test_else_is_read_as_other_tools_write_it_too() -> None:
    text = "{{#if tier is gold}}a{{else}}b{{/if}}"
    assert not parse(text).problems
    assert sorted(one.fields["body"] for one in renditions({"body": text})) == ["a", "b"]


def test_a_tag_alone_on_its_line_takes_the_line_along() -> None:
    found = [one.fields["body"] for one in renditions({"body": "Hi,\n{{#if tier is gold}}\nGold.\n{{/if}}\nBye"})]
    assert sorted(found) == ["Hi,\nBye", "Hi,\nGold.\nBye"]


def test_kinds_of_people_are_those_there_can_be() -> None:
    guards = [Guard("tier", "is", ("gold",)), Guard("tier", "is", ("silver",)), Guard("tier", "is_not", ("gold",))]
    found = {tuple(kind[guard.text] for guard in guards) for kind in kinds(guards)}
    assert found == {(True, False, False), (False, True, True), (False, False, True), (False, False, False)}
    ranges = [Guard("orders", "ge", ("3",)), Guard("orders", "lt", ("10",))]
    assert {tuple(kind[guard.text] for guard in ranges) for kind in kinds(ranges)} == {
        (True, True), (True, False), (False, True), (False, False),
    }  # fmt: skip


def test_each_branch_is_checked_as_copy_at_its_place_in_the_draft() -> None:
    text = "It is back{{#if tier is gold}}, the best in the world{{#else}} in the shop{{/if}}."
    checks = breaches(check_draft(reading(context("push"), {"body": text})))
    assert any("the best" in check.message for check in checks)
    link = "Hi{{#if tier is gold}} gold{{/if}}, see www.evil.example"
    found = breaches(check_draft(reading(context("push"), {"body": link})))
    assert [check.message for check in found if f"character {link.index('www') + 1}" in check.message]


def test_an_opt_out_in_one_branch_only_is_missing_for_the_others() -> None:
    text = "Lumen: it is back. {{#if tier is gold}}Reply STOP to opt out{{#else}}See you{{/if}}"
    assert any(
        "opt" in check.message.lower() for check in breaches(check_draft(reading(context("sms"), {"body": text})))
    )


def test_the_longest_branch_counts_for_the_parts() -> None:
    text = "Lumen: back. {{#if tier is gold}}" + "Long words. " * 12 + "{{/if}}Reply STOP to opt out"
    found = [c for c in breaches(check_draft(reading(context("sms"), {"body": text}))) if c.rule == "sms.parts"]
    assert len(found) == 1
    assert "2 parts" in found[0].message
    both = (
        "Lumen: back. {{#if tier is gold}}" + "Long words. " * 6 + "{{/if}}{{#if tier is silver}}" + "Long words. " * 6
    )
    both += "{{/if}}Reply STOP to opt out"
    assert not [c for c in breaches(check_draft(reading(context("sms"), {"body": both}))) if c.rule == "sms.parts"]


@given(st.text(alphabet="{}#/if els\nxy|is1", max_size=60))
def test_reading_never_fails_and_loses_no_plain_word(text: str) -> None:
    parsed = parse(text)
    assert all(0 <= problem.start < len(text) for problem in parsed.problems)
    assert all(0 <= start < len(text) for _, start in guards_in(parsed.nodes))
    for one in renditions({"body": text}):
        origin = one.origins.get("body")
        if origin is not None:
            assert "".join(text[place] for place in origin) == one.fields["body"]


def test_drafts_are_compared_by_their_longest_text() -> None:
    assert longest({"body": "a{{#if x is 1}}bcd{{#else}}e{{/if}}"}) == {"body": "abcd"}
