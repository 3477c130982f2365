"""Shared by every room's tests: one small demo shop per session."""

from __future__ import annotations

import shutil
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
def trained_workspace(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small demo shop with every model its data allow. Shared: read it, never write to it."""
    from tools.data.workspace import Workspace
    from tools.training import train

    folder = tmp_path_factory.mktemp("trained") / "shop"
    shutil.copytree(demo_workspace.path, folder)
    workspace = Workspace.open(folder)
    train(workspace)
    return workspace


@pytest.fixture(scope="session")
def trained_desk(trained_workspace: Workspace) -> Iterator[Desk]:
    """A desk at the trained shop, in English, today being the last day of its data."""
    from tools.desk import Shop

    shop = Shop.open(trained_workspace)
    yield shop.desk()
    shop.close()


@pytest.fixture(scope="session")
def demo_desk(demo_workspace: Workspace) -> Iterator[Desk]:
    """A desk at the small demo shop, in English, today being the last day of its data."""
    from tools.desk import Shop

    shop = Shop.open(demo_workspace)
    yield shop.desk()
    shop.close()
