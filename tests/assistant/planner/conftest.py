"""The planner over the small demo shop, and a conversation that runs its calls."""

import shutil
from collections.abc import Callable, Iterator

import duckdb
import pytest

from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk
from tools.data.workspace import Workspace
from tools.desk import Desk, Shop

SCORES = """
CREATE TABLE customer_scores AS SELECT id AS customer_id, random() AS churn_probability,
random() AS purchase_probability, random() AS alive_probability, random() * 5 AS expected_orders,
random() * 500 AS expected_spend, 1.0 AS expected_spend_low, 900.0 AS expected_spend_high,
DATE '2026-12-01' AS expected_next_order_date, random() AS response_probability, random() * 4 - 2 AS uplift_points
FROM customers
"""
CATEGORIES = """
CREATE TABLE category_scores AS SELECT id AS customer_id, 'skincare' AS category, 0.5 AS probability FROM customers
"""


@pytest.fixture(scope="session")
def reader(demo_desk: Desk) -> Reader:
    """Reads questions about the demo shop."""
    return Reader(demo_desk.shop, demo_desk.today)


@pytest.fixture
def talk(reader: Reader, demo_desk: Desk) -> Callable[[], Talk]:
    """Starts a conversation."""
    return lambda: Talk(reader, demo_desk)


@pytest.fixture(scope="session")
def scored(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Reads questions about the demo shop as training leaves it: every customer has every score."""
    path = tmp_path_factory.mktemp("scored") / "shop"
    shutil.copytree(demo_workspace.path, path)
    workspace = Workspace.open(path)
    with duckdb.connect(str(workspace.warehouse_path)) as connection:
        connection.execute("DROP TABLE IF EXISTS customer_scores")
        connection.execute("DROP TABLE IF EXISTS category_scores")
        connection.execute(SCORES)
        connection.execute(CATEGORIES)
    shop = Shop.open(workspace)
    yield Reader(shop, shop.warehouse.last_day())
    shop.close()
