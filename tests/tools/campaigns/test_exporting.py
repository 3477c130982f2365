"""Exporting an audience: consenting people only, counted, logged, and whole or not at all."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.shop import make_shop
from tools.campaigns import export_audience, read_audience
from tools.contract import BadInput, BadRequest, NotAllowed
from tools.data.engine import writing
from tools.definitions import Audience
from tools.desk import Desk, Shop


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    workspace = make_shop(tmp_path / "shop")
    with writing(workspace.warehouse_path) as connection:
        connection.execute("UPDATE customers SET email_consent = false WHERE id = 'C0003'")
        connection.execute("UPDATE customers SET sms_consent = false WHERE id = 'C0001'")
    shop = Shop.open(workspace)
    yield shop.desk()
    shop.close()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_only_those_who_agreed_are_in_the_file(desk: Desk, tmp_path: Path) -> None:
    finding = export_audience(desk, Audience(), "csv", tmp_path / "a.csv")
    rows = read(tmp_path / "a.csv")
    assert [row["id"] for row in rows] == ["C0001", "C0002", "C0004", "C0006"]
    assert rows[0]["phone"] == ""
    assert rows[1]["phone"] == "+8613812345678"
    assert finding.totals == {
        "members": 6.0, "without_consent": 2.0, "without_valid_address": 0.0, "repeated_address": 0.0, "written": 4.0,
    }  # fmt: skip
    entry = json.loads((desk.workspace.exports_path / "log.jsonl").read_text())
    assert (entry["written"], entry["platform"]) == (4, "csv")


def test_phones_for_a_text_message(desk: Desk, tmp_path: Path) -> None:
    export_audience(desk, Audience(), "klaviyo", tmp_path / "a.csv", channel="sms")
    assert [row["Phone Number"] for row in read(tmp_path / "a.csv")] == [
        "+8613812345678", "+4915123456789", "+8613987654321", "+4915798765432",
    ]  # fmt: skip


def test_nobody_left_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    audience = read_audience(desk, '{"all": [{"kind": "attribute", "field": "customer_id", "values": ["C0003"]}]}')
    with pytest.raises(NotAllowed, match="nothing was written"):
        export_audience(desk, audience, "meta", tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_a_name_or_definition_that_is_none(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="No audience is saved as 'vip'"):
        read_audience(desk, "vip")
    with pytest.raises(BadInput, match="cannot be read"):
        read_audience(desk, '{"al": []}')
