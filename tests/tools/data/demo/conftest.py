"""The full demo shop, built once for all tests of this room."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from tools.data.demo import build_demo_shop
from tools.data.engine import Warehouse
from tools.data.workspace import Workspace

Frame = Callable[[str], pd.DataFrame]


@pytest.fixture(scope="session")
def full_shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """All 20,000 customers."""
    return build_demo_shop(tmp_path_factory.mktemp("full") / "shop")


@pytest.fixture(scope="session")
def frame(full_shop: Workspace) -> Iterator[Frame]:
    """SQL to a pandas frame, against the full shop."""
    warehouse = Warehouse(full_shop.warehouse_path)
    yield warehouse.frame
    warehouse.close()


@pytest.fixture(scope="session")
def truth(full_shop: Workspace) -> dict[str, Any]:
    """The planted truths of the full shop."""
    return json.loads(full_shop.truth_path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def people(truth: dict[str, Any]) -> pd.DataFrame:
    """The planted truths per customer."""
    return pd.DataFrame(truth["people"])
