"""Opening a workspace for a command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.settings import Settings
from tools.data.workspace import Workspace
from tools.desk import Shop

if TYPE_CHECKING:
    from tools.data.embedding import EmbeddingConfig


@contextmanager
def reading(folder: str, purpose: str) -> Iterator[Shop]:
    """The shop in `folder`, open for reading beside other readers."""
    workspace = Workspace.open(folder)
    with workspace.lock(exclusive=False, purpose=purpose):
        shop = Shop.open(workspace, embedding(settings()))
        try:
            yield shop
        finally:
            shop.close()


def settings(model: str | None = None) -> Settings:
    """The configuration from the environment."""
    return Settings.from_environment(os.environ, model=model)


def embedding(settings: Settings) -> "EmbeddingConfig | None":
    """The endpoint that embeds for the library, where one is configured."""
    if not settings.embeddings_model:
        return None
    from tools.data.embedding import EmbeddingConfig

    if settings.base_url:
        return EmbeddingConfig(settings.embeddings_model, settings.base_url, settings.api_key)
    return EmbeddingConfig(settings.embeddings_model, api_key=settings.api_key)
