"""Exporting a campaign: control stays home, consent is asked again, arms are told apart, the stricter record wins."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.assistant.shop import make_shop
from tests.tools.campaigns.readers import READERS
from tools.campaigns import export_members
from tools.contract import BadInput, NotAllowed
from tools.data.engine import writing
from tools.data.exports import CsvFile
from tools.data.workspace import Workspace
from tools.definitions import Audience
from tools.desk import Desk, Shop

ARMS = {"C0001": "A", "C0002": "B", "C0003": "control", "C0004": "B", "C0006": "A"}


def assign(path: Path, arms: dict[str, str]) -> Path:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE drawn (customer_id VARCHAR, arm VARCHAR, assigned_at TIMESTAMP)")
        connection.executemany("INSERT INTO drawn VALUES (?, ?, '2024-02-15 08:00:00')", list(arms.items()))
        connection.execute(f"COPY (SELECT * FROM drawn ORDER BY customer_id) TO '{path}' (FORMAT parquet)")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_shop(tmp_path / "shop")


@pytest.fixture
def at_desk(workspace: Workspace) -> Iterator[Callable[..., Desk]]:
    opened = []

    def build(*statements: str) -> Desk:
        with writing(workspace.warehouse_path) as connection:
            for statement in statements:
                connection.execute(statement)
        opened.append(Shop.open(workspace))
        return opened[-1].desk()

    yield build
    for shop in opened:
        shop.close()


def test_control_never_leaves_and_the_arm_is_a_column(at_desk: Callable[..., Desk], tmp_path: Path) -> None:
    drawn = assign(tmp_path / "assignments.parquet", ARMS)
    finding = export_members(at_desk(), drawn, "klaviyo", tmp_path / "k.csv", campaign="spring-1a2b3c")
    rows = READERS["klaviyo"](tmp_path / "k.csv")
    assert [(row["Email Address"][0], row["Campaign"][0], row["Campaign Arm"][0]) for row in rows] == [
        ("wendy.marsh@example.com", "spring-1a2b3c", "A"), ("wang.fang@example.cn", "spring-1a2b3c", "B"),
        ("ana.lima@example.com", "spring-1a2b3c", "B"), ("otto@example.de", "spring-1a2b3c", "A"),
    ]  # fmt: skip
    assert finding.totals["assigned"] == 5 and finding.totals["held_back"] == 1 and finding.totals["written"] == 4
    assert ["Arm A", 2] in finding.rows and ["Arm B", 2] in finding.rows


@pytest.mark.parametrize("platform", ["meta", "google", "tiktok"])
def test_identifiers_only_means_a_file_for_each_arm(at_desk: Callable[..., Desk], tmp_path: Path, platform) -> None:  # type: ignore[no-untyped-def]
    drawn = assign(tmp_path / "assignments.parquet", ARMS)
    finding = export_members(at_desk(), drawn, platform, tmp_path / "x.csv", campaign="c1")
    assert finding.definition == {"files": [str(tmp_path / "x-A.csv"), str(tmp_path / "x-B.csv")]}
    assert [len(READERS[platform](tmp_path / name)) for name in ("x-A.csv", "x-B.csv")] == [2, 2]
    assert not (tmp_path / "x.csv").exists() and not list(tmp_path.glob("*.partial"))


def test_consent_is_asked_again_when_the_file_is_written(at_desk: Callable[..., Desk], tmp_path: Path) -> None:
    drawn = assign(tmp_path / "assignments.parquet", ARMS)
    desk = at_desk(
        "INSERT INTO events VALUES ('C0001', 'unsubscribe', '2024-02-14 10:00:00', NULL, NULL)",
        "UPDATE customers SET email_consent = false WHERE id = 'C0002'",
        "DELETE FROM customers WHERE id = 'C0004'",
        "UPDATE orders SET customer_id = NULL WHERE customer_id = 'C0004'",
    )
    finding = export_members(desk, drawn, "csv", tmp_path / "a.csv", campaign="c1")
    assert [(row["id"][0], row["arm"][0]) for row in READERS["csv"](tmp_path / "a.csv")] == [("C0006", "A")]
    assert (finding.totals["without_consent"], finding.totals["gone"]) == (2, 1)


def test_an_address_shared_with_someone_held_back_is_not_written_to(
    at_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    drawn = assign(tmp_path / "assignments.parquet", ARMS)
    desk = at_desk("UPDATE customers SET email = ' WENDY.Marsh@example.com' WHERE id = 'C0003'")
    finding = export_members(desk, drawn, "csv", tmp_path / "a.csv", campaign="c1")
    assert [row["id"][0] for row in READERS["csv"](tmp_path / "a.csv")] == ["C0002", "C0004", "C0006"]
    assert finding.totals["shared_with_control"] == 1


def test_the_stricter_of_two_records_of_an_address_wins(at_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = at_desk(
        "UPDATE customers SET email = 'Otto@EXAMPLE.de ', email_consent = false WHERE id = 'C0001'",
        "UPDATE customers SET email = 'ana.lima@example.com', email_consent = NULL WHERE id = 'C0002'",
        "UPDATE customers SET phone = '0151 23456789', sms_consent = false WHERE id = 'C0006'",
    )
    finding = export_members(desk, Audience(), "csv", tmp_path / "a.csv")
    rows = READERS["csv"](tmp_path / "a.csv")
    assert [row["id"][0] for row in rows] == ["C0003", "C0004"]  # unknown consent is no refusal
    assert rows[0]["phone"] == [""]  # the number was refused by its other record
    assert finding.totals["refused_elsewhere"] == 1


def test_the_log_names_campaign_files_and_arms_and_nobody(at_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = at_desk()
    drawn = assign(tmp_path / "assignments.parquet", ARMS)
    export_members(desk, drawn, "meta", tmp_path / "x.csv", campaign="spring-1a2b3c")
    text = (desk.workspace.exports_path / "log.jsonl").read_text(encoding="utf-8")
    entry = json.loads(text)
    assert (entry["campaign"], entry["files"], entry["arms"]) == (
        "spring-1a2b3c",
        ["x-A.csv", "x-B.csv"],
        {"A": 2, "B": 2},
    )
    assert "C0001" not in text and "@" not in text


def test_without_a_log_no_file_stays(at_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = at_desk()
    desk.workspace.exports_path.write_text("in the way")
    with pytest.raises(BadInput, match="nothing was exported"):
        export_members(desk, assign(tmp_path / "a.parquet", ARMS), "meta", tmp_path / "x.csv", campaign="c1")
    assert not list(tmp_path.glob("x*"))


def test_everyone_held_back_writes_nothing(at_desk: Callable[..., Desk], tmp_path: Path) -> None:
    drawn = assign(tmp_path / "assignments.parquet", {"C0001": "control", "C0002": "control"})
    with pytest.raises(NotAllowed, match=r"Nobody in this campaign \(2\)"):
        export_members(at_desk(), drawn, "meta", tmp_path / "x.csv", campaign="c1")
    assert not list(tmp_path.glob("x*"))


def test_files_that_hold_no_assignments_are_one_sentence(at_desk: Callable[..., Desk], tmp_path: Path) -> None:
    desk = at_desk()
    (tmp_path / "text.parquet").write_text("customer_id,arm\nC0001,A\n")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS x) TO '{tmp_path / 'other.parquet'}' (FORMAT parquet)")
        connection.execute(
            "COPY (SELECT 'C0001' AS customer_id, unnest(['A', 'B']) AS arm) "
            f"TO '{tmp_path / 'twice.parquet'}' (FORMAT parquet)"
        )
    for name in ("text", "other", "missing"):
        with pytest.raises(BadInput, match=r"holds no assignments"):
            export_members(desk, tmp_path / f"{name}.parquet", "csv", tmp_path / "a.csv")
    with pytest.raises(BadInput, match="more than one arm"):
        export_members(desk, tmp_path / "twice.parquet", "csv", tmp_path / "a.csv")


def test_a_large_file_comes_in_parts_each_with_headings(tmp_path: Path) -> None:
    rows = [[f"customer.{number}@example.com", "名字" * 5] for number in range(100)]
    with CsvFile(tmp_path / "x.csv", ["Email Address", "First Name"], most_bytes=1_000) as file:
        file.write(rows[:50])
        file.write(rows[50:])
        paths = file.finish()
    assert [path.name for path in paths[:3]] == ["x.csv", "x-2.csv", "x-3.csv"]
    assert all(path.stat().st_size <= 1_000 for path in paths)
    lines = [path.read_text(encoding="utf-8").splitlines() for path in paths]
    assert {part[0] for part in lines} == {"Email Address,First Name"}
    assert [line for part in lines for line in part[1:]] == [",".join(row) for row in rows]


def test_a_write_cut_short_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with pytest.raises(RuntimeError), CsvFile(path, ["a"], most_bytes=10) as file:
        file.write([["12345678"], ["12345678"]])
        raise RuntimeError
    assert path.read_text() == "old" and [found.name for found in tmp_path.iterdir()] == ["x.csv"]


def test_a_shop_that_does_not_know_who_agreed_exports_nobody(tmp_path: Path) -> None:
    workspace = make_shop(tmp_path / "bare")
    with writing(workspace.warehouse_path) as connection:
        connection.execute("UPDATE customers SET email_consent = NULL, sms_consent = NULL")
    shop = Shop.open(workspace)
    try:
        with pytest.raises(NotAllowed, match="nobody may be written to") as caught:
            export_members(shop.desk(language="zh").speaking("en"), Audience(), "csv", tmp_path / "a.csv")
        assert caught.value.status == "not_allowed"
        with pytest.raises(NotAllowed, match="不能联系任何人"):
            export_members(shop.desk(language="zh"), Audience(), "csv", tmp_path / "a.csv", channel="sms")
    finally:
        shop.close()
