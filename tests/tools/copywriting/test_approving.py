"""Only a person approves, only what passes, and only the very text that was seen."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.tools.copywriting.test_copywriting import _own_shop, email
from tools.briefs import Brief, Draft, Drafts
from tools.contract import BadRequest, NotAllowed
from tools.copywriting import brief_copy, submit_drafts
from tools.copywriting.approving import approvals, approve_drafts, approves, asks_about_approval
from tools.copywriting.signing import signature
from tools.desk import Desk


@pytest.fixture(scope="module")
def desk(demo_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    shop = _own_shop(demo_desk, tmp_path_factory.mktemp("approve") / "shop")
    yield replace(shop.desk(), asked="approve A", person="Ana")
    shop.close()


def submitted(desk: Desk, *texts: str) -> str:
    brief = brief_copy(desk, Brief(channel="email", language="en", goal="newsletter", variants=len(texts)))
    drafts = [Draft(angle="note", fields=email(text)) for text in texts]
    submit_drafts(desk, Drafts(brief_id=brief.handle or "", drafts=drafts))
    return brief.handle or ""


def test_an_approval_names_who_and_when(desk: Desk) -> None:
    brief = submitted(desk, "We have moved the chairs.", "The window is open again.")
    finding = approve_drafts(desk, ["b"])
    assert [row[:2] for row in finding.rows] == [["B", "Ana"]]
    kept = approvals(replace(desk, scratch={}), brief)
    assert [(one.draft, one.by) for one in kept] == [("B", "Ana")]
    assert kept[0].at.startswith("20")


def test_another_text_is_not_approved(desk: Desk) -> None:
    brief = submitted(desk, "A first thought.")
    approve_drafts(desk, ["A"])
    changed = [Draft(angle="note", fields=email("A second thought."))]
    submit_drafts(desk, Drafts(brief_id=brief, drafts=changed))
    assert approvals(desk, brief) == []


def test_a_draft_that_breaks_a_rule_is_refused_with_the_rule(desk: Desk) -> None:
    submitted(desk, "Half price on everything.")
    with pytest.raises(NotAllowed, match="A: "):
        approve_drafts(desk, ["A"])


def test_who_approves_vouches_for_what_nothing_cited_states(desk: Desk) -> None:
    brief = submitted(desk, "Our mugs outlive their owners.", "The window is open again.")
    finding = approve_drafts(desk, ["A"])
    assert "Confirmed with it, as nothing cited states it: “outlive their owners”." in finding.message
    kept = approvals(replace(desk, scratch={}), brief)
    assert [one.confirmed for one in kept if one.draft == "A"] == [["outlive their owners"]]
    assert "Confirmed" not in approve_drafts(desk, ["B"]).message


def test_a_model_cannot_approve_for_a_person(desk: Desk) -> None:
    brief = submitted(desk, "We are open on Sunday mornings now.")
    for said in ("", "write three drafts", "don't approve anything", "is it approved?"):
        with pytest.raises(NotAllowed, match="Only a person"):
            approve_drafts(replace(desk, asked=said), ["A"], brief)
    assert approvals(desk, brief) == []


def test_an_approval_is_taken_back(desk: Desk) -> None:
    brief = submitted(desk, "The tea is on.")
    approve_drafts(desk, ["1"])
    approve_drafts(replace(desk, asked="withdraw it"), ["A"], withdraw=True)
    assert approvals(desk, brief) == []


@pytest.mark.parametrize("letter", ["C", "z", "0", "9", "AA", "draft"])
def test_no_such_draft(desk: Desk, letter: str) -> None:
    submitted(desk, "One.", "Two are here.")
    with pytest.raises(BadRequest, match="A to B"):
        approve_drafts(desk, [letter])


@pytest.mark.parametrize("said", [
    "approve draft A", "OK, approve all", "can you approve A and B?", "Approved: A", "I approve.", "good to go",
    "批准A", "请批准第二版", "A审核通过", "全部通过",
])  # fmt: skip
def test_words_that_approve(said: str) -> None:
    assert approves(said)


@pytest.mark.parametrize("said", [
    "I don't approve draft A", "is draft A approved?", "who approved it", "do not ever approve it",
    "not good to go yet", "before I approve it, shorten A",
    "if legal says approve, we will", "has anyone signed off on this",
    "write an e-mail",
    "不批准A", "别批准", "先不要批准", "A通过了吗", "通过邮件发给他们", "我还没批准", "批准了吗", "",
])  # fmt: skip
def test_words_that_do_not(said: str) -> None:
    assert not approves(said)


def test_a_question_about_approvals_is_one() -> None:
    assert asks_about_approval("which drafts are approved?") and asks_about_approval("批准了哪几版？")
    assert not asks_about_approval("approve A")


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("approve draft A, approved by Anna Li", "Anna Li"), ("Approve A — Anna Li", "Anna Li"),
        ("I, Anna Li, approve A", "Anna Li"), ("approve A by Friday", ""), ("approve draft A", ""),
        ("批准文案A，批准人：李安娜", "李安娜"), ("由李安批准文案A", "李安"), ("批准文案A", ""),
        ("Approve draft A of BR-0123456789, approved by anna li", "anna li"),
    ],
)  # fmt: skip
def test_the_name_a_message_gives(message: str, name: str) -> None:
    assert signature(message)[0] == name and approves(message)


def test_without_a_name_the_computers_user_is_noted_as_such(desk: Desk) -> None:
    brief = submitted(desk, "The kettle is on again.")
    nameless = replace(desk, person="", account="maria", scratch={})
    finding = approve_drafts(nameless, ["A"], brief)
    assert finding.rows[0][1] == "maria (this computer's user; no name was given)" and "approved by" in finding.message
    signed = replace(nameless, asked="approve A, by Anna Li")
    assert approve_drafts(signed, ["A"], brief).rows[0][1] == "Anna Li"
    assert approve_drafts(nameless, ["A"], brief).rows[0][1] == "Anna Li"  # the same conversation
