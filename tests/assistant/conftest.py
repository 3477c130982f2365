"""A small shop and sessions on scripted models."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from assistant.session import Session
from assistant.settings import Settings, quiet_libraries
from tests.assistant.scripted import ScriptedModel
from tests.assistant.shop import TOOLS, make_shop
from tools.data.workspace import Workspace
from tools.desk import Shop


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    import os

    quiet_libraries(os.environ)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_shop(tmp_path / "shop")


@pytest.fixture
def shop(workspace: Workspace) -> Iterator[Shop]:
    shop = Shop.open(workspace)
    yield shop
    shop.close()


Talk = Callable[..., tuple[Session, ScriptedModel]]


@pytest.fixture
def talk(shop: Shop) -> Iterator[Talk]:
    """Opens a session on a script; at the end every line must have been said."""
    opened: list[tuple[Session, ScriptedModel]] = []

    def start(
        *script: AIMessage, session_id: str | None = None, tools: Any = TOOLS, **kwargs: Any
    ) -> tuple[Session, ScriptedModel]:
        from assistant.agent import Crew

        model = ScriptedModel(script=list(script), heard=[], offered=[])
        session = Session.open(shop, Settings(model="scripted"), session_id, crew=Crew(model), tools=tools, **kwargs)
        opened.append((session, model))
        return session, model

    yield start
    for session, model in opened:
        session.close()
        model.assert_script_done()
