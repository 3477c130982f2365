"""The demo shop's workspace settings: name, address, and the words people use for its fields and values."""

import tomllib
from importlib import resources

from tools.data.workspace import WorkspaceSettings


def demo_settings() -> WorkspaceSettings:
    """Settings of Linden & Lotus; its dictionary has Chinese names for every brand, category and product type."""
    folder = resources.files(__package__)
    settings = tomllib.loads(folder.joinpath("settings.toml").read_text(encoding="utf-8"))
    brands = tomllib.loads(folder.joinpath("products", "brands.toml").read_text(encoding="utf-8"))["brand"]
    settings["dictionary"] |= {brand["name"]: {"zh": [brand["name_zh"]]} for brand in brands}
    return WorkspaceSettings.model_validate(settings)
