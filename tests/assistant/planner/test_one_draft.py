"""A change of one draft leaves the others as they are; choosing among drafts rewrites none."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.assistant.planner.talk import Talk

START = {"en": "write three emails for gold members", "zh": "给金卡会员写三版邮件"}
CHANGES = [
    ("rewrite only draft B", "=x="), ("shorten the second one", "=x="), ("I don't like A", "x=="),
    ("keep A, redo the rest", "=xx"), ("A shorter, B more formal", "xx="), ("redo the first two", "xx="),
    ("A bit shorter please", "xxx"), ("drop B", "=="), ("keep A and C", "=="), ("go with C", "="),
    ("只重写B", "=x="), ("第二版短一点", "=x="), ("不喜欢A", "x=="), ("保留A，其他重写", "=xx"), ("不要B", "=="),
]  # fmt: skip
"""What is said, and of each draft left whether it changed."""


def _drafts(calls: list[Any]) -> list[dict[str, str]]:
    assert calls[-1].tool == "submit_drafts"
    return [draft["fields"] for draft in calls[-1].args["drafts"]["drafts"]]


@pytest.mark.parametrize(("said", "changed"), CHANGES)
def test_only_the_drafts_named_change(talk: Callable[[], Talk], said: str, changed: str) -> None:
    spoken = talk()
    before = _drafts(spoken.say(START["en" if said.isascii() else "zh"])[0])
    after = _drafts(spoken.say(said)[0])
    if len(after) == len(before):
        assert "".join("=" if old == new else "x" for old, new in zip(before, after, strict=True)) == changed
    else:
        assert len(after) == len(changed) and all(one in before for one in after)


@pytest.mark.parametrize("said", ["translate B into Chinese", "add a unicorn to A"])
def test_what_cannot_be_said_of_one_changes_none(talk: Callable[[], Talk], said: str) -> None:
    spoken = talk()
    spoken.say(START["en"])
    assert "submit_drafts" not in [call.tool for call in spoken.say(said)[0]]


def test_a_text_for_them_is_no_answer_to_an_open_question(talk: Callable[[], Talk]) -> None:
    spoken = talk()
    audience = spoken.say("how many women are in Berlin")[0][-1].args["audience"]
    assert spoken.say("S级客户有几个")[0][-1].tool == "ask_user"
    assert spoken.say("给他们写两版邮件")[0][0].args["brief"]["audience"] == audience
    assert "全部客户" in talk().say("给他们写两版邮件")[1]


@pytest.mark.parametrize("said", ["写一封给金卡会员的邮件", "写给金卡会员的邮件"])
def test_a_text_written_for_somebody_in_chinese_order(talk: Callable[[], Talk], said: str) -> None:
    assert talk().say(said)[0][0].args["brief"]["audience"]["all"]


def _cited(call: Any) -> list[set[str]]:
    return [{cite for cite in draft["cites"] if cite.startswith("P:")} for draft in call.args["drafts"]["drafts"]]


@pytest.mark.parametrize("said", ["make B shorter", "B: playful, with 10% off"])
def test_a_draft_written_anew_keeps_its_goods(talk: Callable[[], Talk], said: str) -> None:
    spoken = talk()
    before = _cited(spoken.say(START["en"])[0][-1])
    assert _cited(spoken.say(said)[0][-1]) == before


@pytest.mark.parametrize("start", ["en", "zh"])
def test_one_draft_turned_to_other_goods_leaves_the_others_their_facts(talk: Callable[[], Talk], start: str) -> None:
    spoken = talk()
    before = _cited(spoken.say(START[start])[0][-1])
    other = {"en": "make B about the Quilted Down Coat", "zh": "B换成羽绒服"}[start]
    calls, text = spoken.say(other)
    after = _cited(calls[-1])
    assert [after[0], after[2]] == [before[0], before[2]] and after[1] != before[1]
    assert {"P:" + name for name in calls[-2].args["brief"]["products"]} == set().union(*after)
    assert ("passed the checks" in text) or ("已通过检查" in text)
