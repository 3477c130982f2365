"""From brief to checked drafts at a real desk, in one process and over two."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tools.briefs import Brief, Draft, Drafts, Offer
from tools.contract import BadRequest, Finding, UnknownValue
from tools.copywriting import brief_copy, submit_drafts
from tools.copywriting.previews import preview_drafts
from tools.data.workspace import Workspace
from tools.definitions import Attribute, Audience
from tools.desk import Desk, Shop

OFFER = Offer(percent_off=20, code="BACK20", valid_until=date(2026, 3, 31))
FOOTER = "\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}"


def _own_shop(shared: Desk, folder: Path) -> Shop:
    """A copy of the shared demo shop with a drafts folder of its own."""
    folder.mkdir()
    for entry in shared.workspace.path.iterdir():
        if entry.is_file() and entry.name != ".lock":
            shutil.copy(entry, folder / entry.name)
    shutil.copytree(shared.workspace.documents_path, folder / "documents")
    return Shop.open(Workspace.open(folder))


@pytest.fixture(scope="module")
def desk(demo_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One shop for all tests of this file; briefs have ids, so they do not meet."""
    shop = _own_shop(demo_desk, tmp_path_factory.mktemp("copy") / "shop")
    yield shop.desk()
    shop.close()


def email(text: str, **fields: str) -> dict[str, str]:
    base = {
        "subject": "A note from us",
        "preheader": "Have a look.",
        "body": f"Linden & Lotus. {text}{FOOTER}",
        "call_to_action": "Look",
    }
    return base | fields


def submit(desk: Desk, brief: Finding, *fields: dict[str, str], cites: list[str] | None = None) -> Finding:
    drafts = [Draft(angle="offer", fields=one, cites=cites or []) for one in fields]
    return submit_drafts(desk, Drafts(brief_id=brief.handle or "", drafts=drafts))


def failed(finding: Finding, severity: str = "error") -> set[str]:
    return {
        check.rule
        for card in finding.drafts
        for check in card.checks
        if not check.passed and check.severity == severity
    }


def test_a_brief_counts_consent_and_lists_facts_with_ids(desk: Desk) -> None:
    finding = brief_copy(desk, Brief(channel="email", language="en", goal="win_back", topic="skincare", offer=OFFER))
    expected = desk.warehouse.query(
        "SELECT count(*) FROM customers WHERE email_consent AND trim(email) <> '' "
        "AND id NOT IN (SELECT customer_id FROM events WHERE type = 'unsubscribe')"
    )[1][0][0]
    assert finding.rows[-1][2] == expected == finding.totals["reachable"]
    assert finding.rows[0][2] == sum(row[1] for row in finding.rows) + finding.rows[-1][2]
    kinds = {source.id.partition(":")[0] for source in finding.sources}
    assert {"P", "O", "S", "A", "C", "L", "T"} <= kinds
    assert finding.definition == Brief.model_validate(finding.definition).compact()


def test_no_name_phone_or_address_is_among_the_facts(desk: Desk) -> None:
    finding = brief_copy(desk, Brief(channel="sms", language="en", goal="promotion"))
    text = finding.model_dump_json()
    people = desk.warehouse.query("SELECT name, email, phone FROM customers WHERE email IS NOT NULL LIMIT 300")[1]
    assert not [value for person in people for value in person if value and value in text]


def test_an_audience_narrows_the_reach(desk: Desk) -> None:
    women = Audience(all=[Attribute(field="gender", values=["female"])])
    everyone = brief_copy(desk, Brief(channel="email", language="en"))
    some = brief_copy(desk, Brief(channel="email", language="en", audience=women))
    assert 0 < some.totals["reachable"] < everyone.totals["reachable"]


def test_drafts_are_checked_in_a_later_process(demo_desk: Desk, tmp_path: Path) -> None:
    desk = _own_shop(demo_desk, tmp_path / "shop").desk()
    brief = brief_copy(desk, Brief(channel="push", language="en", offer=OFFER))
    desk.shop.close()
    later = Shop.open(desk.workspace).desk()
    draft = {"title": "A note from us", "body": "20% off with BACK20 until 31 March."}
    assert failed(submit(later, brief, draft)) == set()
    later.shop.close()
    assert (desk.workspace.path / "drafts" / f"{brief.handle}.drafts.json").is_file()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The sheet masks, $3.", "claims.figure"),
        ("30% off with BACK20.", "claims.figure"),
        ("The best masks in the world.", "claims.superlative"),
    ],
)
def test_false_mails_are_refused_for_the_right_reason(desk: Desk, text: str, rule: str) -> None:
    brief = brief_copy(desk, Brief(channel="email", language="en", topic="skincare", offer=OFFER))
    result = submit(
        desk, brief, email(text), cites=[source.id for source in brief.sources if source.id.startswith("P:")]
    )
    assert failed(result) == {rule}
    assert "1" in result.message


def test_a_mail_without_a_way_out_is_refused(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="email", language="en"))
    assert failed(submit(desk, brief, email("Hello.", body="Linden & Lotus\n{{postal_address}}"))) == {
        "law.email.unsubscribe"
    }


def test_a_text_of_161_characters_is_refused_and_160_is_not(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="sms", language="en"))
    start, end = "Linden & Lotus: ", " Reply STOP to opt out"
    for length, rules in ((160, set()), (161, {"sms.parts"})):
        body = start + "a" * (length - len(start) - len(end)) + end
        assert failed(submit(desk, brief, {"body": body})) == rules
    roomy = brief_copy(desk, Brief(channel="sms", language="en", max_characters=300))
    result = submit(desk, roomy, {"body": start + "a" * 150 + end})
    assert failed(result) == set()
    assert "sms.parts_cost" in failed(result, "warning")


def test_the_advertising_law_holds_for_chinese_drafts(desk: Desk) -> None:
    brief = brief_copy(desk.speaking("zh"), Brief(channel="sms", language="zh"))
    result = submit(desk.speaking("zh"), brief, {"body": "【菩提与莲】最佳护肤，来店里看看。回T退订"})
    assert failed(result) == {"law.cn.superlative"}
    message = next(check.message for check in result.drafts[0].checks if not check.passed)
    assert "「最佳」" in message and "请" in message


def test_the_preview_greets_a_real_customer_and_the_draft_does_not(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="email", language="en"))
    card = submit(desk, brief, email("Hello {{first_name|there}}.")).drafts[0]
    assert "{{first_name|there}}" in card.fields["body"]
    assert "{{" not in card.preview["body"]
    assert desk.workspace.settings.postal_address in card.preview["body"]


def test_the_same_brief_keeps_its_id_and_another_gets_its_own(desk: Desk) -> None:
    brief = Brief(channel="push", language="en", goal="launch")
    first, again = brief_copy(desk, brief), brief_copy(desk, brief)
    other = brief_copy(desk, brief.model_copy(update={"variants": 4}))
    assert first.handle == again.handle != other.handle


@pytest.mark.parametrize("identity", ["BR-nothing", "../../etc/passwd", "", "BR-../x"])
def test_an_unknown_brief_is_told(desk: Desk, identity: str) -> None:
    with pytest.raises(BadRequest, match="brief_copy"):
        submit_drafts(desk, Drafts(brief_id=identity, drafts=[Draft(angle="x", fields={"body": "Hi"})]))


def test_an_unknown_product_names_the_nearest(desk: Desk) -> None:
    name = desk.warehouse.query("SELECT name FROM products ORDER BY id LIMIT 1")[1][0][0]
    with pytest.raises(UnknownValue) as raised:
        brief_copy(desk, Brief(channel="email", language="en", products=[name[:-1] + "x"]))
    assert name in raised.value.nearest


def test_unknown_citations_and_fields_are_told(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="push", language="en"))
    result = submit(desk, brief, {"title": "Hello", "body": "Have a look.", "footer": "x"}, cites=["P:none"])
    assert failed(result) == {"cites.unknown", "fields.required"}


def test_near_duplicates_are_refused(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="email", language="en"))
    text = "We have sorted the shelves by the window and put the lamps next to the books, where they belong in winter."
    assert failed(submit(desk, brief, email(text), email(text + " Come by."))) == {"set.variants_differ"}


def test_a_shop_with_orders_only_still_gets_a_brief(hand_desk: Desk) -> None:
    finding = brief_copy(hand_desk, Brief(channel="push", language="zh", goal="newsletter"))
    assert finding.handle


def test_drafts_are_mended_three_times_and_then_shown(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="email", language="en", goal="newsletter", tone=["warm"]))
    left = [submit(desk, brief, email(f"A perfect day, the best of {n}.")).message for n in range(4)]
    assert [f"({n} left)" in message for n, message in zip((3, 2, 1), left, strict=False)] == [True] * 3
    assert "what is left" in left[3] and "not submit them again" in left[3]
    with pytest.raises(BadRequest, match="mended 3 times"):
        submit(desk, brief, email("Sound at last."))
    other = brief_copy(desk, Brief(channel="email", language="en", goal="newsletter", tone=["formal"]))
    assert submit(desk, other, email("A sound letter.")).totals["to_mend"] == 0


def test_a_sound_submission_starts_the_count_anew(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="email", language="en", goal="newsletter", tone=["playful"]))
    for _ in range(3):
        assert submit(desk, brief, email("The best of days.")).totals["to_mend"] == 1
    assert submit(desk, brief, email("A sound letter.")).totals["to_mend"] == 0
    assert "(3 left)" in submit(desk.speaking("en"), brief, email("The best of days.")).message


def test_drafts_are_previewed_for_any_customer(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="sms", language="en", max_characters=300)).handle
    assert brief is not None
    bodies = [
        "Linden & Lotus: hi {{first_name|there}}{{#if country is Germany}} in Germany{{#else}} far away{{/if}}. STOP",
        "Linden & Lotus: {{#if first_name known}}{{first_name|x}}{{#else}}you{{/if}}, hello. Reply STOP to opt out",
    ]
    drafts = [Draft(angle="news", fields={"body": body}) for body in bodies]
    submit_drafts(desk, Drafts(brief_id=brief, drafts=drafts))
    _, rows = desk.warehouse.query(
        "SELECT id, name, country, sms_consent FROM customers WHERE name SIMILAR TO '[A-Z][a-z]+ .*'"
    )
    seen = set()
    for identity, name, country, consent in rows[:60]:
        finding = preview_drafts(desk, identity, brief)
        first, second = (card.preview["body"] for card in finding.drafts)
        called = name.split()[0]
        assert first == f"Linden & Lotus: hi {called} {'in Germany' if country == 'Germany' else 'far away'}. STOP"
        assert second.startswith(f"Linden & Lotus: {called}, hello")
        assert consent or "no consent" in finding.message
        assert name not in finding.message + finding.title
        seen.add((country == "Germany", bool(consent)))
    assert len(seen) == 4
    assert preview_drafts(desk, "nobody", brief).status == "unknown"


def test_a_passage_on_what_the_shop_does_not_have_is_named_with_the_nearest(desk: Desk) -> None:
    brief = brief_copy(desk, Brief(channel="push", language="zh")).handle
    assert brief is not None
    texts = [
        "{{#if 会员等级 是 铂金卡}}您好{{/if}}店里又有货了。",
        "{{#if loyalty_teir is gold}}您好{{/if}}店里又有货了。",
    ]
    drafts = [Draft(angle="a", fields={"title": "新货到店", "body": text}) for text in texts]
    cards = submit_drafts(desk.speaking("zh"), Drafts(brief_id=brief, drafts=drafts)).drafts
    messages = [
        [check.message for check in card.checks if check.rule == "tags.passages" and not check.passed] for card in cards
    ]
    assert "铂金卡" in messages[0][0] and "正文第1个字符" in messages[0][0]
    assert "loyalty_tier" in messages[1][0]
