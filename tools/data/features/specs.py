"""The declared feature table (`prompts/features.toml`), read: meaning, unit, window and computation."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from tools.specs import Words

Family = Literal[
    "recency", "frequency", "monetary", "rhythm", "tenure", "assortment", "discounts", "returns", "engagement",
    "season", "channel", "place",
]  # fmt: skip
RowsOf = Literal["days", "lines", "events", "person"]
"""What a feature's SQL aggregates: days with any order, order lines, events, or the person's own row."""
LevelOf = Literal["category", "channel", "country"]


@dataclass(frozen=True)
class FeatureSpec:
    """One feature; it looks at nothing dated after the end of the day it is computed for."""

    name: str
    family: Family
    unit: str | None
    window_days: int | None
    """The last so many days, the day computed for being the last of them; None: all that is known."""
    source: str
    """The table it comes from."""
    label: Words
    meaning: Words
    rows: RowsOf
    sql: str
    empty: float | None = None
    """The value for a customer without such rows; None: unknown."""
    needs: str = "purchases"
    """What the data must hold: purchases, returns, discounts, categories, signups, activity or a kind of event."""
    tracked: str | None = None
    """The kind of event it counts: unknown as of days on which these were not recorded for the whole window yet."""


@cache
def declared_features() -> tuple[FeatureSpec, ...]:
    """Every declared feature that is not made for a level, in order."""
    found = []
    for name, entry in _table().items():
        if "level" not in entry:
            for days in entry.get("windows", [entry.get("window_days")]):
                found.append(_spec(name, entry, {"days": str(days)}, days))
    return tuple(found)


def level_features(kind: LevelOf, levels: list[str]) -> list[FeatureSpec]:
    """The features of a category's, channel's or country's levels; SQL binds each as `<kind>_<its place>`."""
    entries = [(name, entry) for name, entry in _table().items() if entry.get("level") == kind]
    return [
        _spec(name, entry, {"mark": f"${kind}_{place}", "level": level}, None)
        for name, entry in entries
        for place, level in enumerate(levels)
    ]


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((resources.files("prompts") / "features.toml").read_text(encoding="utf-8"))


def _spec(name: str, entry: dict[str, Any], fill: dict[str, str], window_days: int | None) -> FeatureSpec:
    def filled(text: str, **more: str) -> str:
        for key, value in {**fill, **more}.items():
            text = text.replace(f"{{{key}}}", value)
        return text

    assert entry["family"] in get_args(Family) and entry["rows"] in get_args(RowsOf), name
    sql_fill = {"level": ""} if "level" in fill else {}  # a level's own name never becomes a part of SQL
    return FeatureSpec(
        name=filled(name), family=entry["family"], unit=entry.get("unit"), window_days=window_days,
        source=entry["source"], rows=entry["rows"], sql=filled(entry["sql"], **sql_fill), empty=entry.get("empty"),
        label=Words(**{language: filled(text) for language, text in entry["label"].items()}),
        meaning=Words(**{language: filled(text) for language, text in entry["meaning"].items()}),
        needs=entry.get("needs", "purchases"), tracked=entry.get("tracked"),
    )  # fmt: skip
