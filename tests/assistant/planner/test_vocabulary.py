"""What the planner looks for in the shop every time: people by id, and the audiences saved so far."""

import shutil
from collections.abc import Iterator

import pytest

from assistant.planner.kept_names import KeptNames
from assistant.planner.vocabulary import Vocabulary
from tools.audience_store import write_audience
from tools.contract import BadInput
from tools.data.engine import writing
from tools.data.workspace import Workspace
from tools.definitions import Attribute, Audience
from tools.desk import Shop

LONDON = Audience(all=[Attribute(field="city", values=["London"])])


@pytest.fixture(scope="module")
def shop(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo shop with customers whose ids are written in every way, one of whom only orders know."""
    path = tmp_path_factory.mktemp("ids") / "shop"
    shutil.copytree(demo_workspace.path, path)
    workspace = Workspace.open(path)
    with writing(workspace.warehouse_path) as connection:
        connection.execute("INSERT INTO customers (id) VALUES ('Mix-07'), ('ab-1'), ('AB-1')")
        connection.execute(
            "INSERT INTO orders (id, customer_id, ordered_at) "
            "SELECT 'stranger-1', 'Guest/42', max(ordered_at) FROM orders"
        )
    shop = Shop.open(workspace)
    yield shop
    shop.close()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("Mix-07", "Mix-07"), ("mix-07", "Mix-07"), ("MIX-07", "Mix-07"), ("ab-1", "ab-1"), ("AB-1", "AB-1"),
     ("guest/42", "Guest/42"), ("mix-08", None), ("mix", None), ("", None), ("%", None)],
)  # fmt: skip
def test_ids_are_known_however_they_are_typed(shop: Shop, typed: str, stored: str | None) -> None:
    assert Vocabulary(shop).customer_id(typed) == stored


def test_everyone_is_known_by_id(shop: Shop) -> None:
    vocabulary = Vocabulary(shop)
    _, rows = shop.warehouse.query("SELECT id FROM customers USING SAMPLE 20 ROWS")
    for (customer,) in rows:
        assert vocabulary.customer_id(customer) == customer


def test_kept_names_are_read_again_when_a_file_came_went_or_changed_and_only_then(tmp_path) -> None:
    kept, reads = KeptNames(), []

    def names() -> list[str]:
        found = sorted(tmp_path.glob("*.txt"))
        read = kept.of(found, lambda: reads.append(1) or [file.read_text("utf-8") for file in found])
        return list(read)

    assert names() == [] and not reads
    (tmp_path / "a.txt").write_text("spring", "utf-8")
    assert names() == names() == ["spring"] and len(reads) == 1
    (tmp_path / "b.txt").write_text("summer", "utf-8")
    (tmp_path / "a.txt").write_text("autumn!", "utf-8")
    assert names() == ["autumn!", "summer"] and len(reads) == 2
    (tmp_path / "a.txt").unlink()
    assert names() == ["summer"] and len(reads) == 3


def test_audiences_are_known_as_soon_as_they_are_saved(shop: Shop) -> None:
    vocabulary = Vocabulary(shop)
    before = vocabulary.saved_audiences()
    write_audience(shop.workspace, "Londoners at large", LONDON)
    assert vocabulary.saved_audiences() == sorted([*before, "Londoners at large"])
    assert vocabulary.saved_audiences() == sorted([*before, "Londoners at large"])
    (file,) = [
        file for file in shop.workspace.audiences_path.glob("*.json") if "Londoners at large" in file.read_text("utf-8")
    ]
    file.write_text(file.read_text("utf-8").replace("Londoners at large", "People of London"), "utf-8")
    assert "People of London" in vocabulary.saved_audiences()
    content = file.read_text("utf-8")
    file.write_text("{", "utf-8")
    for _ in range(2):
        with pytest.raises(BadInput):
            vocabulary.saved_audiences()
    file.write_text(content, "utf-8")
    file.unlink()
    assert vocabulary.saved_audiences() == before
