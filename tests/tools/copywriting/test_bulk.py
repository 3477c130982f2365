"""Messages for everybody: the fast way equals the plain one, and a stopped run goes on as if it had not been."""

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tools.contract import BadInput, BadRequest, DraftCard
from tools.copywriting import people, preview_for, render_messages
from tools.copywriting.staging import Staging
from tools.desk import Desk

SMS = {
    "body": "Lumen: hi {{first_name|there}}{{#if loyalty_tier is gold}}, thank you{{/if}}. {{#if next_product known}}"
    "{{next_product|It}} at {{next_product_price|our price}}{{#else}}New things are in{{/if}}. Reply STOP to opt out"
}
EMAIL = {
    "subject": "{{first_name|You}}, something for {{city|your city}}",
    "preheader": "{{#if orders at least 3}}Thank you for coming back.{{#else}}Good to see you.{{/if}}",
    "body": "Hi {{first_name|there}},\n\n{{#if gender is female}}\nFor her: {{next_product|new things}}.\n{{/if}}\n"
    'He said "it\'s, fine".\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}',
    "call_to_action": "See {{next_product|more}}",
}


def stored(channel: str, language: str = "en", **brief: Any) -> dict[str, Any]:
    """A brief as brief_copy keeps it, to everybody who may be written to."""
    audience = {"all": [{"kind": "contactable", "channel": channel}]}
    return {
        "brief": {"channel": channel, "language": language, **brief},
        "audience": audience,
        "sender": "Linden & Lotus",
    }


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def desk(trained_desk: Desk) -> Desk:
    return trained_desk


@pytest.mark.parametrize(("channel", "fields"), [("sms", SMS), ("email", EMAIL)])
def test_every_message_is_what_a_preview_shows(
    desk: Desk, tmp_path: Path, channel: str, fields: dict[str, str]
) -> None:
    brief = stored(channel)
    report = render_messages(desk, brief, {"all": fields}, None, tmp_path / "out.csv", rows=300)
    rows = rows_of(tmp_path / "out.csv")
    assert report.finished and report.written == len(rows) == report.people > 500
    assert len({row["customer_id"] for row in rows}) == len(rows)
    assert not any("{" in text for row in rows for text in row.values())
    draft = DraftCard(channel=channel, language="en", fields=fields)
    for row in rows[:: max(1, len(rows) // 40)]:
        (preview,) = preview_for(desk, [draft], row["customer_id"])
        assert preview.fields == {name: row[name] for name in fields}
        assert not preview.problem


def test_parquet_holds_the_same(desk: Desk, tmp_path: Path) -> None:
    render_messages(desk, stored("email"), {"all": EMAIL}, None, tmp_path / "out.csv", rows=300)
    render_messages(desk, stored("email"), {"all": EMAIL}, None, tmp_path / "out.parquet", rows=300)
    found = duckdb.sql(f"SELECT * FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert found == [tuple(row.values()) for row in rows_of(tmp_path / "out.csv")]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_stopped_run_goes_on_and_makes_the_very_same_file(desk: Desk, tmp_path: Path, suffix: str) -> None:
    whole, broken = tmp_path / f"whole{suffix}", tmp_path / f"broken{suffix}"
    once = render_messages(desk, stored("sms"), {"all": SMS}, None, whole, rows=100)
    calls: list[tuple[int, int]] = []
    report = once
    for stop_at in (1, 3, 10_000):
        asked = iter(range(100_000))
        report = render_messages(
            desk, stored("sms"), {"all": SMS}, None, broken, rows=100,
            progress=lambda done, total: calls.append((done, total)), stop=lambda: next(asked) >= stop_at,  # noqa: B023
        )  # fmt: skip
        assert report.finished == broken.exists() == (stop_at == 10_000)
    assert broken.read_bytes() == whole.read_bytes()
    assert report.model_dump(exclude={"out", "set_aside_out", "resumed_from"}) == once.model_dump(
        exclude={"out", "set_aside_out", "resumed_from"}
    )
    assert report.resumed_from == 400
    assert [done for done, _ in calls] == sorted({done for done, _ in calls}) and calls[-1][0] == calls[-1][1]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        name for stem in ("whole", "broken") for name in (f"{stem}{suffix}", f"{stem}.set_aside.csv")
    )


def test_another_draft_does_not_go_on_with_what_the_first_began(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    asked = iter(range(100))
    render_messages(desk, stored("sms"), {"all": SMS}, None, out, rows=100, stop=lambda: next(asked) >= 2)
    other = {"body": "Lumen: hello {{first_name|there}}. Reply STOP to opt out"}
    report = render_messages(desk, stored("sms"), {"all": other}, None, out, rows=100)
    assert report.resumed_from == 0
    assert all(row["body"].startswith("Lumen: hello") for row in rows_of(out))


def test_many_people_are_read_in_ranges_and_make_the_same_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, ranged, arms = tmp_path / "whole.csv", tmp_path / "ranged.csv", tmp_path / "arms.csv"
    once = render_messages(desk, stored("sms"), {"all": SMS}, None, whole, rows=100)
    monkeypatch.setattr(people, "RANGE", 130)
    asked = iter(range(100))
    render_messages(desk, stored("sms"), {"all": SMS}, None, ranged, rows=100, stop=lambda: next(asked) >= 3)
    again = render_messages(desk, stored("sms"), {"all": SMS}, None, ranged, rows=100)
    assert ranged.read_bytes() == whole.read_bytes()
    assert (again.resumed_from, again.written, again.people) == (300, once.written, once.people)
    everyone = [(row["customer_id"], "all") for row in rows_of(whole)]
    render_messages(desk, stored("sms"), {"all": SMS}, assign(tmp_path / "a.parquet", everyone), arms, rows=100)
    assert arms.read_bytes() == whole.read_bytes()


def test_two_runs_do_not_write_one_file(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    other = Staging(out, "another run")
    with pytest.raises(BadInput, match="another run"):
        render_messages(desk, stored("sms"), {"all": SMS}, None, out)
    other.close()
    assert render_messages(desk, stored("sms"), {"all": SMS}, None, out).finished


def test_line_ends_of_any_kind_come_out_as_one(desk: Desk, tmp_path: Path) -> None:
    body = "\r\nLumen: one\r\ntwo\rthree {{first_name|there}}\n"
    render_messages(desk, stored("sms"), {"all": {"body": body}}, None, tmp_path / "out.csv")
    assert all(row["body"].startswith("Lumen: one\ntwo\nthree ") for row in rows_of(tmp_path / "out.csv"))


def assign(path: Path, rows: list[tuple[str, str]]) -> Path:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE a (customer_id VARCHAR, arm VARCHAR, assigned_at TIMESTAMP)")
        connection.executemany("INSERT INTO a VALUES (?, ?, now())", rows)
        connection.execute(f"COPY a TO '{path}' (FORMAT parquet)")
    return path


def test_arms_get_their_drafts_and_those_held_back_get_nothing(desk: Desk, tmp_path: Path) -> None:
    _, people = desk.warehouse.query("SELECT id FROM customers ORDER BY id LIMIT 300")
    arms = ["control", "a", "b"]
    rows = [(row[0], arms[place % 3]) for place, row in enumerate(people)] + [("nobody", "a")]
    drafts = {
        "a": {"body": "Lumen A: hi {{first_name|there}}. Reply STOP to opt out"},
        "b": {"body": "Lumen B: {{#if city known}}{{city|x}}{{#else}}hello{{/if}}. Reply STOP to opt out"},
    }
    out = tmp_path / "out.csv"
    report = render_messages(desk, stored("sms"), drafts, assign(tmp_path / "a.parquet", rows), out, rows=64)
    found = rows_of(out)
    arm_of = dict(rows)
    assert all(row["arm"] == arm_of[row["customer_id"]] != "control" for row in found)
    assert all(row["body"].startswith(f"Lumen {row['arm'].upper()}") for row in found)
    aside = rows_of(Path(report.set_aside_out))
    assert {row["reason"] for row in aside} == {"consent", "unknown"}
    assert [row["customer_id"] for row in aside if row["reason"] == "unknown"] == ["nobody"]
    assert len(found) + len(aside) == report.people == 201
    _, textable = desk.warehouse.query("SELECT id FROM customers WHERE sms_consent AND phone IS NOT NULL")
    assert {row["customer_id"] for row in found} <= {row[0] for row in textable}


def test_what_cannot_work_is_refused_before_anything_is_written(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(desk.workspace.settings.links, "cart_link")
    out = tmp_path / "out.csv"
    for fields, words in [
        ({"body": "Hi {{#if tier is gold}}x"}, "never closed"),
        ({"body": "Hi {{#if loyalty_teir is gold}}x{{/if}}"}, "loyalty_tier"),
        ({"body": "Hi {{#if loyalty_tier is platinmu}}x{{/if}}"}, "platinum"),
        ({"body": "Hi {{firstname|x}}"}, "first_name"),
        ({"body": "Hi {{cart_link}}"}, r"\[links\] cart_link in workspace.toml"),
        ({"body": "Hi {{first_name|x}"}, "no tag"),
        ({"body": " "}, "body"),
        ({"body": "Hi", "subject": "x"}, "subject"),
    ]:
        with pytest.raises(BadRequest, match=words):
            render_messages(desk, stored("sms"), {"all": fields}, None, out)
    with pytest.raises(BadRequest, match="csv or"):
        render_messages(desk, stored("sms"), {"all": SMS}, None, tmp_path / "out.xlsx")
    with pytest.raises(BadInput):
        render_messages(desk, stored("sms"), {"all": SMS}, tmp_path / "none.parquet", out)
    twice = assign(tmp_path / "twice.parquet", [("C1", "a"), ("C1", "b")])
    with pytest.raises(BadInput, match="twice"):
        render_messages(desk, stored("sms"), {"a": SMS, "b": SMS}, twice, out)
    assert not out.exists()
