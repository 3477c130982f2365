"""Shared by every room's tests: one small demo shop per session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tools.data.workspace import Workspace
    from tools.desk import Desk


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The demo shop with 1,500 customers. Shared: read it, never write to it."""
    from tools.data.demo import build_demo_shop

    return build_demo_shop(tmp_path_factory.mktemp("demo") / "shop", customers=1_500)


@pytest.fixture(scope="session")
def demo_desk(demo_workspace: Workspace) -> Iterator[Desk]:
    """A desk at the small demo shop, in English, today being the last day of its data."""
    from tools.desk import Shop

    shop = Shop.open(demo_workspace)
    yield shop.desk()
    shop.close()
