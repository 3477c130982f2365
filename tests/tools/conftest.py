"""Desks at small shops, opened once for all tests that only read them."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.tools.small_shop import hand_counted_shop
from tools.desk import Desk

TODAY = date(2026, 10, 31)


@pytest.fixture(scope="session")
def hand_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at the hand-counted shop on its last day. Shared: save nothing in it."""
    shop = hand_counted_shop(tmp_path_factory.mktemp("hand") / "shop")
    yield shop.desk(today=TODAY)
    shop.close()


@pytest.fixture
def own_desk(tmp_path) -> Iterator[Desk]:
    """A desk at a hand-counted shop of one's own, to write in."""
    shop = hand_counted_shop(tmp_path / "shop")
    yield shop.desk(today=TODAY)
    shop.close()
