"""The words: Markdown for models, TOML for the planner's vocabulary; imports nothing of ours."""

import tomllib
from pathlib import Path
from typing import Any


def load_toml(name: str) -> dict[str, Any]:
    """The vocabulary file `name` (such as "columns.toml") as a dictionary."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
