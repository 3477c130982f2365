"""The folder of a campaign: approved drafts only, nobody of the holdout, everything named in the README."""

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.campaigns.drawn import read_assignments
from tools.briefs import Brief, Draft, Drafts
from tools.campaigns.definitions import CONTROL, Campaign
from tools.campaigns.packing import export_campaign, pack_campaign
from tools.campaigns.planning import plan_campaign
from tools.campaigns.store import find_record, folder_of
from tools.contract import BadRequest, Finding, NotAllowed
from tools.copywriting import bulk, submit_drafts
from tools.copywriting.approving import approve_drafts
from tools.data.engine import writing
from tools.data.exports import Platform
from tools.data.workspace import Workspace
from tools.definitions import Attribute, Audience
from tools.desk import Desk, Shop

FOOTER = "\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}"


@pytest.fixture
def desk(demo_desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "shop"
    folder.mkdir()
    for entry in demo_desk.workspace.path.iterdir():
        if entry.is_file() and entry.name != ".lock":
            shutil.copy(entry, folder / entry.name)
    shop = Shop.open(Workspace.open(folder))
    yield replace(shop.desk(), asked="approve them", person="Ana")
    shop.close()


def planned(desk: Desk, *texts: str, approve: str = "A") -> Finding:
    germany = Audience(all=[Attribute(field="country", values=["Germany"])])
    brief = Brief(channel="email", language="en", goal="newsletter", audience=germany, variants=len(texts))
    plan = plan_campaign(desk, Campaign(name="Chairs", brief=brief, holdout_share=0.2))
    drafts = [
        Draft(angle="note", fields={
            "subject": "A note from us", "preheader": "Have a look.", "call_to_action": "Look",
            "body": f"Hello {{{{first_name|there}}}}. Linden & Lotus. {text}{FOOTER}",
        })
        for text in texts
    ]  # fmt: skip
    submit_drafts(desk, Drafts(brief_id=plan.handle or "", drafts=drafts))
    if approve:
        approve_drafts(desk, list(approve))
    return plan


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_nobody_of_the_holdout_is_in_any_file(desk: Desk) -> None:
    planned(desk, "We have moved the chairs.", "The window is open again.", approve="AB")
    finding = export_campaign(desk, "csv")
    record = find_record(desk.workspace)
    folder = folder_of(desk.workspace, record.id) / "csv"
    drawn = read_assignments(desk.workspace, record.id, "SELECT customer_id, arm FROM drawn")
    held = {str(identity) for identity, arm in drawn if arm == CONTROL}
    arms = {str(identity): str(arm) for identity, arm in drawn}
    people, messages = cells(folder / "audience.csv"), cells(folder / "messages.csv")
    assert held and people and messages
    assert not held & {row["id"] for row in people}
    assert not held & {row["customer_id"] for row in messages}
    assert all(row["arm"] == arms[row["customer_id"]] for row in messages)
    assert {row["arm"] for row in messages} == {"A", "B"}
    assert sorted(file.name for file in folder.iterdir()) == sorted(str(row[0]) for row in finding.rows)
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(str(row[0]) in readme for row in finding.rows) and "Ana" in readme
    assert record.status == "exported"


def test_one_approved_draft_goes_to_everybody_contacted(desk: Desk) -> None:
    plan = planned(desk, "We have moved the chairs.", "The window is open again.", approve="B")
    before = read_assignments(desk.workspace, find_record(desk.workspace).id,
                              f"SELECT customer_id FROM drawn WHERE arm = '{CONTROL}' ORDER BY 1")  # fmt: skip
    export_campaign(desk, "mailchimp")
    record = find_record(desk.workspace)
    assert set(record.assigned) == {CONTROL, "B"}
    assert record.assigned["B"] == plan.totals["contacted"]
    after = read_assignments(desk.workspace, record.id,
                             f"SELECT customer_id FROM drawn WHERE arm = '{CONTROL}' ORDER BY 1")  # fmt: skip
    assert before == after


def test_a_passage_for_some_makes_a_page_and_a_plain_text_of_either(desk: Desk) -> None:
    planned(desk, "{{#if city is Berlin}}The shop in Berlin is open.{{else}}We have moved the chairs.{{/if}}")
    finding = export_campaign(desk, "csv")
    folder = folder_of(desk.workspace, find_record(desk.workspace).id) / "csv"
    letters = {str(row[0]): (folder / str(row[0])).read_text(encoding="utf-8") for row in finding.rows
               if str(row[0]).startswith("email-")}  # fmt: skip
    assert set(letters) == {"email-A-1.html", "email-A-1.txt", "email-A-2.html", "email-A-2.txt"}
    assert not any("{{#" in text or "{{else" in text or "{{/" in text for text in letters.values())
    for kind in ("html", "txt"):
        both = [letters[f"email-A-{number}.{kind}"] for number in (1, 2)]
        assert sum("shop in Berlin" in text for text in both) == sum("the chairs" in text for text in both) == 1
    assert all("nsubscribe" in text and "{{first_name|there}}" in text for text in letters.values())


def test_without_approval_nothing_is_written(desk: Desk) -> None:
    planned(desk, "We have moved the chairs.", approve="")
    with pytest.raises(NotAllowed, match="approve one first"):
        export_campaign(desk, "csv")
    assert not (folder_of(desk.workspace, find_record(desk.workspace).id) / "csv").exists()


def test_once_exported_the_arms_stay(desk: Desk) -> None:
    planned(desk, "We have moved the chairs.", "The window is open again.")
    export_campaign(desk, "csv")
    approve_drafts(desk, ["B"])
    with pytest.raises(BadRequest, match="plan a new one"):
        export_campaign(desk, "klaviyo")
    approve_drafts(replace(desk, asked="withdraw"), ["B"], withdraw=True)
    export_campaign(desk, "klaviyo")


def test_planned_again_after_the_export_it_is_another_campaign(desk: Desk) -> None:
    planned(desk, "We have moved the chairs.")
    export_campaign(desk, "csv")
    first = find_record(desk.workspace).id
    planned(desk, "We have moved the chairs.")
    assert find_record(desk.workspace, first).status == "exported"


def test_an_export_that_fails_leaves_the_last_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(desk, "We have moved the chairs.")
    export_campaign(desk, "csv")
    folder = folder_of(desk.workspace, find_record(desk.workspace).id)
    kept = {file.name: file.read_bytes() for file in (folder / "csv").iterdir()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tools.campaigns.packing.write_texts", full)
    with pytest.raises(Exception, match="No space left"):
        export_campaign(desk, "csv")
    assert {file.name: file.read_bytes() for file in (folder / "csv").iterdir()} == kept
    assert not (folder / "csv.partial").exists()


@pytest.mark.parametrize("platform", ["csv", "klaviyo", "mailchimp", "parquet"])
def test_messages_go_to_those_in_the_list_and_every_loss_is_told(desk: Desk, platform: Platform) -> None:
    planned(desk, "We have moved the chairs.")
    record = find_record(desk.workspace)
    drawn = read_assignments(desk.workspace, record.id, "SELECT customer_id, arm FROM drawn ORDER BY 1")
    held = [identity for identity, arm in drawn if arm == CONTROL]
    sent = [identity for identity, arm in drawn if arm != CONTROL]
    shop = desk.shop
    shop.close()
    with writing(desk.workspace.warehouse_path) as connection:
        for identity, address in (
            (sent[0], "kept@example.com"), (held[0], "Kept@Example.com"), (sent[1], "two@example.com"),
            (sent[2], "TWO@example.com "), (sent[3], "no address"), (sent[4], "jos\u00e9@example.com"),
        ):  # fmt: skip
            connection.execute("UPDATE customers SET email = ? WHERE id = ?", [address, identity])
    opened = Shop.open(Workspace.open(desk.workspace.path))
    try:
        again = replace(opened.desk(), asked="approve", person="Ana")
        finding = export_campaign(again, platform, record.id)
    finally:
        opened.close()
    folder = folder_of(desk.workspace, record.id) / platform
    lost = {sent[0], sent[2], sent[3]} | ({sent[4]} if platform == "mailchimp" else set())
    assert {row["customer_id"] for row in cells(folder / "messages.csv")} == set(sent) - lost
    assert {row["customer_id"] for row in cells(folder / "messages.pages.csv")} == set(sent) - lost
    assert finding.totals["written"] == len(sent) - len(lost)
    (said,) = [text for text in finding.caveats if text.startswith("Drawn, but not in the list")]
    assert sum(int(number) for number in re.findall(r" (\d+)\b", said)) == len(lost)
    assert "Address shared with someone held back 1" in said and "Address repeated 1" in said
    assert sorted(file.name for file in folder.iterdir()) == sorted(str(row[0]) for row in finding.rows)


def test_a_file_for_each_arm_says_how_many_it_holds(desk: Desk) -> None:
    planned(desk, "We have moved the chairs.", "The window is open again.", approve="AB")
    finding = export_campaign(desk, "tiktok")
    folder = folder_of(desk.workspace, find_record(desk.workspace).id) / "tiktok"
    lists = {str(row[0]): row[2] for row in finding.rows if str(row[0]).startswith("audience")}
    assert set(lists) == {"audience-A.csv", "audience-B.csv"}
    with_rows = {name: len((folder / name).read_text(encoding="utf-8").splitlines()) - 1 for name in lists}
    assert lists == with_rows and sum(lists.values()) == finding.totals["written"]


def test_other_drafts_than_were_exported_are_refused_with_every_way_out(desk: Desk) -> None:
    planned(desk, "We have moved the chairs.", "The window is open again.")
    export_campaign(desk, "csv")
    identity = find_record(desk.workspace).id
    approve_drafts(desk, ["B"])
    with pytest.raises(BadRequest, match=rf"exported with drafts A, and A, B are approved.*{identity} --withdraw B"):
        export_campaign(desk, "klaviyo")
    approve_drafts(replace(desk, asked="withdraw"), ["A"], withdraw=True)
    with pytest.raises(BadRequest, match=r"and B are approved now.*withdraw B .*approve A again"):
        export_campaign(desk, "klaviyo")
    with pytest.raises(BadRequest, match=r"现在批准的是B：.*请重新批准文案A"):
        export_campaign(desk.speaking("zh"), "klaviyo")


def test_an_export_that_was_stopped_goes_on_with_its_messages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(desk, "We have moved the chairs.")
    folder = folder_of(desk.workspace, find_record(desk.workspace).id)
    export_campaign(desk, "csv")
    whole = {file.name: file.read_bytes() for file in (folder / "csv").iterdir()}
    monkeypatch.setattr(bulk.render_messages, "__kwdefaults__", bulk.render_messages.__kwdefaults__ | {"rows": 20})
    seen: list[tuple[int, int]] = []

    def stopping(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pack_campaign(desk, "csv", progress=stopping)
    assert {file.name: file.read_bytes() for file in (folder / "csv").iterdir()} == whole
    assert sorted(entry.name for entry in folder.iterdir() if entry.is_dir()) == ["csv", "csv.messages"]
    pack_campaign(desk, "csv", progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen}) and seen[-1][0] == seen[-1][1]
    assert [entry.name for entry in folder.iterdir() if entry.is_dir()] == ["csv"]
    assert {file.name: file.read_bytes() for file in (folder / "csv").iterdir()} == whole
