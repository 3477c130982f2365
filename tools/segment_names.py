"""Clusters in words: a short name and a sentence in both languages from what sets each apart."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import prompts

if TYPE_CHECKING:
    import pandas as pd

NOTABLE = 0.5
"""Standardised difference from which a feature is worth a word (Cohen's medium effect)."""


@dataclass(frozen=True)
class ClusterProfile:
    """One cluster in words."""

    name_en: str
    name_zh: str
    text_en: str
    text_zh: str


def name_clusters(
    differences: "pd.DataFrame", *, stable: bool | Sequence[bool], chinese_names: Mapping[str, str] | None = None
) -> list[ClusterProfile]:
    """Describe each row of `differences` (clusters × features, standardised); unstable clusters get numbers only.

    `stable` is one answer for all or one a cluster; `chinese_names` holds the shop's words for categories and channels.
    """
    firm = [stable] * len(differences) if isinstance(stable, bool) else list(stable)
    words = tomllib.loads((Path(prompts.__file__).parent / "segments.toml").read_text(encoding="utf-8"))
    profiles: list[ClusterProfile] = []
    for number, (_, row) in enumerate(differences.iterrows(), start=1):
        strongest = row.reindex(row.abs().sort_values(ascending=False, kind="stable").index)
        notable = [
            (str(name), float(value))
            for name, value in strongest.items()
            if abs(value) >= NOTABLE and _kind(name) in words
        ]
        english = [_phrase(words, name, value, "en", {}) for name, value in notable]
        chinese = [_phrase(words, name, value, "zh", chinese_names or {}) for name, value in notable]
        name_en, name_zh = f"Cluster {number}", f"聚类{number}"
        if firm[number - 1] and english:
            name_en += ": " + ", ".join(english[:2])
            name_zh += "：" + "、".join(chinese[:2])
        profiles.append(
            ClusterProfile(
                name_en,
                name_zh,
                "Sets itself apart by: " + "; ".join(english[:5]) + "."
                if english
                else "Close to the average customer.",
                "与其他客户的区别：" + "；".join(chinese[:5]) + "。" if chinese else "与平均水平接近。",
            )
        )
    return profiles


def _kind(feature: object) -> str:
    return str(feature).partition(":")[0]


def _phrase(
    words: dict[str, dict[str, dict[str, str]]],
    feature: str,
    difference: float,
    language: str,
    named: Mapping[str, str],
) -> str:
    kind, _, value = feature.partition(":")
    return words[kind]["high" if difference > 0 else "low"][language].replace("{value}", named.get(value, value))
