"""Shared by every room's tests: one small demo shop and one browser per session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tools.data.workspace import Workspace
    from tools.desk import Desk


# The same commit gets the same verdict everywhere; HYPOTHESIS_PROFILE=default draws anew.
# How long a draw takes says how busy the machine is, and nothing of the code.
settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, from $CHROMIUM or where Debian puts it; skips without it.

    One for all tests: a process takes only one driver.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path or not os.path.exists(path):
        pytest.skip("no Chromium: install it, or name one in CHROMIUM")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


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
