"""Erasing a person leaves no trace of them but a hash, and the shop's revenue as it was."""

from pathlib import Path

import duckdb
import pytest

from assistant.transcript import Transcript
from tests.assistant.shop import make_shop
from tools.contract import BadInput
from tools.data.engine import Warehouse, writing
from tools.data.workspace import Workspace
from tools.privacy import erase

WENDY = ("C0001", "Wendy Marsh", "wendy.marsh@example.com", "+447700900123")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = make_shop(tmp_path / "shop")
    with writing(workspace.warehouse_path) as connection:
        connection.execute("INSERT INTO events VALUES ('C0001', 'open', '2024-01-15', NULL, NULL)")
        connection.execute("CREATE TABLE customer_clusters (customer_id VARCHAR, cluster VARCHAR)")
        connection.execute("INSERT INTO customer_clusters VALUES ('C0001', 'Loyal'), ('C0002', 'Loyal')")
    for name, text in (("with", "Wendy Marsh spent 25"), ("without", "C00012 is another"), ("byid", "who is C0001?")):
        Transcript(workspace.sessions_path, name).append({"question": text})
        (workspace.sessions_path / f"{name}.sqlite").write_bytes(b"memory")
    workspace.audiences_path.mkdir()
    (workspace.audiences_path / "vip.json").write_text('{"name": "vip", "values": ["C0001", "C0002"]}')
    return workspace


def _all(workspace: Workspace, sql: str) -> list[tuple[object, ...]]:
    warehouse = Warehouse(workspace.warehouse_path)
    try:
        return warehouse.query(sql)[1]
    finally:
        warehouse.close()


def test_the_person_is_gone_and_revenue_stays(workspace: Workspace) -> None:
    revenue = "SELECT sum(quantity * unit_price), count(*) FROM order_lines"
    before = _all(workspace, revenue)
    finding = erase(workspace, "C0001")
    assert _all(workspace, revenue) == before
    assert _all(workspace, "SELECT count(*) FROM orders WHERE customer_id IS NULL") == [(2,)]
    for table in ("customers", "events", "customer_clusters"):
        column = "id" if table == "customers" else "customer_id"
        assert _all(workspace, f"SELECT count(*) FROM {table} WHERE {column} = 'C0001'") == [(0,)]
    assert finding.totals["orders"] == 2.0


def test_no_file_mentions_the_person(workspace: Workspace) -> None:
    erase(workspace, "C0001")
    assert {file.name for file in workspace.sessions_path.iterdir()} == {"without.jsonl", "without.sqlite"}
    assert "C0001" not in (workspace.audiences_path / "vip.json").read_text()
    for file in workspace.path.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert [text for text in WENDY[1:] if text.encode() in content] == [], file


def test_a_later_import_does_not_make_them_contactable(workspace: Workspace) -> None:
    erase(workspace, "C0001")
    with writing(workspace.warehouse_path) as connection:
        connection.execute(
            "INSERT INTO customers (id, email, email_consent) VALUES ('N9', ' Wendy.Marsh@example.com', true), "
            "('N8', 'x@example.com', true)"
        )
        connection.execute("INSERT INTO customers (id, phone) VALUES ('N7', '07700 900123')")
    assert sorted(_all(workspace, "SELECT DISTINCT customer_id FROM suppressions")) == [("N7",), ("N9",)]


def test_a_shops_own_suppressions_stay(workspace: Workspace) -> None:
    with writing(workspace.warehouse_path) as connection:
        connection.execute("CREATE TABLE suppressions (customer_id VARCHAR, channel VARCHAR)")
        connection.execute("INSERT INTO suppressions VALUES ('C0004', 'sms')")
    erase(workspace, "C0001")
    erase(workspace, "C0003")
    assert _all(workspace, "SELECT * FROM suppressions") == [("C0004", "sms")]


def test_an_unknown_id_changes_nothing(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match="There is no customer 'C9'"):
        erase(workspace, "C9")
    assert _all(workspace, "SELECT count(*) FROM customers") == [(6,)]


def test_campaign_files_forget_the_person(workspace: Workspace) -> None:
    folder = workspace.campaigns_path / "spring"
    folder.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT unnest(['C0001', 'C0002', 'C00012']) AS customer_id, 'control' AS arm) "
            f"TO '{folder / 'assignments.parquet'}' (FORMAT parquet)"
        )
    (folder / "klaviyo.csv").write_text("Email Address,First Name\nwendy.marsh@example.com,Wendy\nx@example.com,X\n")
    erase(workspace, "C0001")
    left = duckdb.execute(f"SELECT customer_id FROM '{folder / 'assignments.parquet'}' ORDER BY 1").fetchall()
    assert left == [("C0002",), ("C00012",)] or left == [("C00012",), ("C0002",)]
    assert (
        "wendy" not in (folder / "klaviyo.csv").read_text() and "x@example.com" in (folder / "klaviyo.csv").read_text()
    )


def test_a_campaign_file_that_cannot_be_read_stops_the_erasure(workspace: Workspace) -> None:
    folder = workspace.campaigns_path / "spring"
    folder.mkdir(parents=True)
    (folder / "assignments.parquet").write_bytes(b"not a table")
    with pytest.raises(BadInput, match="cannot be cleaned"):
        erase(workspace, "C0001")
