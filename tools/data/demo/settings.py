"""The demo shop's workspace settings: name, address, and the words people use for its fields and values."""

import tomllib
from importlib import resources

from tools.data.workspace import WorkspaceSettings


def demo_settings() -> WorkspaceSettings:
    """Settings of Linden & Lotus, dictionary included."""
    text = resources.files(__package__).joinpath("settings.toml").read_text(encoding="utf-8")
    return WorkspaceSettings.model_validate(tomllib.loads(text))
