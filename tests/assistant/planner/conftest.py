"""The planner over the small demo shop, and a conversation that runs its calls."""

from collections.abc import Callable

import pytest

from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk
from tools.desk import Desk


@pytest.fixture(scope="session")
def reader(demo_desk: Desk) -> Reader:
    """Reads questions about the demo shop."""
    return Reader(demo_desk.shop, demo_desk.today)


@pytest.fixture
def talk(reader: Reader, demo_desk: Desk) -> Callable[[], Talk]:
    """Starts a conversation."""
    return lambda: Talk(reader, demo_desk)
