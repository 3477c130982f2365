"""What the data dictionary says about one field or measure, and the catalogue all of it is written down in."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import Field

from tools.contract import ColumnType, Language, Model

Level = Literal["customer", "product", "order", "line", "event", "campaign", "time"]
Grain = Literal["sales", "events", "customers", "products"]


class Words(Model):
    """A text in both languages."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """The text in `language`."""
        return self.zh if language == "zh" else self.en

    def inside(self, language: Language) -> str:
        """The text as it stands within a sentence: English starts small unless it is an abbreviation."""
        return self.zh if language == "zh" else lowered(self.en)


COMPOSED = ("material", "ingredient", "composition", "fabric", "材质", "材料", "成分", "面料")
"""In the names of fields whose values list parts."""


class FieldSpec(Model):
    """One field: where it comes from, what it means, how people call it."""

    name: str
    level: Level
    type: ColumnType
    unit: str | None = None
    label: Words
    meaning: Words
    words: dict[Language, list[str]] = Field(default_factory=dict)
    derived: bool = False
    """Computed from other columns rather than stored."""
    pii: bool = False
    groupable: bool = False
    """May be a dimension: results can be split by it."""
    table: str | None = None
    column: str | None = None
    domain: str | None = None
    """Which table of synonyms its values have."""

    @property
    def numeric(self) -> bool:
        """Whether averages and sums of it mean something."""
        return self.type in ("integer", "number", "money", "share")

    @property
    def composed(self) -> bool:
        """Whether a value lists what something is made of, so that "leather" is said of calf leather, rubber sole."""
        return self.type == "text" and any(word in self.name for word in COMPOSED)


class MeasureSpec(Model):
    """One measure: what it counts and how it is computed."""

    name: str
    type: ColumnType
    unit: str | None = None
    label: Words
    meaning: Words
    formula: Words
    words: dict[Language, list[str]] = Field(default_factory=dict)
    grain: Grain


def lowered(text: str) -> str:
    """`text` starting with a small letter, unless it starts with an abbreviation such as RFM."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


@cache
def catalogue() -> dict[str, Any]:
    """The dictionary's words as they are written down; shared, never changed."""
    return tomllib.loads(resources.files("prompts").joinpath("dictionary.toml").read_text(encoding="utf-8"))
