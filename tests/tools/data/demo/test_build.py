"""The builder: the same seed gives the same shop, small shops are whole, and nothing is overwritten."""

import hashlib
from pathlib import Path

import pytest

from tools.contract import BadInput
from tools.data.demo import build_demo_shop
from tools.data.engine import Warehouse
from tools.data.schema import TABLES
from tools.data.workspace import Workspace

SMALL = 300


def checksums(workspace: Workspace) -> dict[str, str]:
    """One checksum per table and file, rows in stored order."""
    warehouse = Warehouse(workspace.warehouse_path)
    found = {
        table: hashlib.sha256(repr(warehouse.query(f"SELECT * FROM {table}")).encode()).hexdigest() for table in TABLES
    }
    warehouse.close()
    for file in [workspace.truth_path, *sorted(workspace.documents_path.iterdir())]:
        found[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build_demo_shop(tmp_path_factory.mktemp("small") / "shop", customers=SMALL)


def test_same_seed_same_rows_and_files(small: Workspace, tmp_path: Path) -> None:
    again = build_demo_shop(tmp_path / "again", customers=SMALL)
    assert checksums(again) == checksums(small)


def test_another_seed_gives_another_shop(small: Workspace, tmp_path: Path) -> None:
    other = checksums(build_demo_shop(tmp_path / "other", customers=SMALL, seed=7))
    same = checksums(small)
    assert all(other[table] != same[table] for table in ("customers", "orders", "order_lines", "events", "assignments"))


def test_small_shop_has_every_category_campaign_and_day(small: Workspace) -> None:
    warehouse = Warehouse(small.warehouse_path)
    _, categories = warehouse.query("SELECT count(DISTINCT category) FROM order_lines JOIN products ON id = product_id")
    _, silent = warehouse.query(
        "SELECT name FROM campaigns WHERE id NOT IN (SELECT campaign_id FROM events WHERE type = 'sent')"
    )
    _, last = warehouse.query(
        "SELECT max(ordered_at)::DATE::VARCHAR, (SELECT max(occurred_at)::DATE::VARCHAR FROM events) FROM orders"
    )
    assert categories == [(10,)]
    assert silent == []
    assert last == [("2026-10-31", "2026-10-31")]
    warehouse.close()


def test_progress_runs_to_one(tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    build_demo_shop(tmp_path / "shop", customers=SMALL, progress=lambda stage, share: heard.append((stage, share)))
    shares = [share for _, share in heard]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_a_shop_is_never_overwritten(small: Workspace) -> None:
    before = checksums(small)
    with pytest.raises(BadInput, match="already holds a shop"):
        build_demo_shop(small.path, customers=SMALL)
    assert checksums(small) == before


def test_an_interrupted_build_can_be_run_again(tmp_path: Path) -> None:
    def interrupt(stage: str, _share: float) -> None:
        if stage == "warehouse":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demo_shop(tmp_path / "shop", customers=SMALL, progress=interrupt)
    assert build_demo_shop(tmp_path / "shop", customers=SMALL).warehouse_path.is_file()


def test_too_few_customers_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="at least 100"):
        build_demo_shop(tmp_path / "shop", customers=50)
    assert not (tmp_path / "shop").exists()
