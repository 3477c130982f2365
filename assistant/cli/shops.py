"""Opening a workspace for a command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.settings import Settings
from tools.data.workspace import Workspace
from tools.desk import Shop


@contextmanager
def reading(folder: str, purpose: str) -> Iterator[Shop]:
    """The shop in `folder`, open for reading beside other readers."""
    workspace = Workspace.open(folder)
    with workspace.lock(exclusive=False, purpose=purpose):
        shop = Shop.open(workspace)
        try:
            yield shop
        finally:
            shop.close()


def settings(model: str | None = None) -> Settings:
    """The configuration from the environment."""
    return Settings.from_environment(os.environ, model=model)
