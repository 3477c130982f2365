"""Questions that are known to be read, as outlines, and the ones among them that a question is most like.

prompts/known has one file a language: a wording with gaps, a tab, the kinds of words in it. They were written by many
people, so that who asks in words of their own is near somebody. Likeness is the cosine of the features' counts, each
weighted by how rare it is among the known questions (Salton and Buckley 1988, tf-idf).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from assistant.planner.suggesting.outline import Outline, features_of, gaps_in
from tools.contract import Language

_LEFT_OVER = 0.08
"""What each thing costs that was named and has no gap in the known question."""


class Alike(NamedTuple):
    """A known question's wording and how much a question is like it, 1 for the same."""

    wording: str
    likeness: float


class KnownQuestions:
    """An index of known questions by their features."""

    def __init__(self, lines: list[tuple[str, tuple[str, ...]]]) -> None:
        self.lines = lines
        self._gaps = [Counter(gaps_in(wording)) for wording, _ in lines]
        counted = [features_of(wording, kinds) for wording, kinds in lines]
        spread = Counter(feature for features in counted for feature in features)
        self._rarity = {feature: math.log(1 + len(lines) / count) for feature, count in spread.items()}
        self._new = math.log(1 + len(lines)) / 2
        """Weight of a word that no known question has."""
        self._with: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, features in enumerate(counted):
            length = self._length(features)
            for feature, count in features.items():
                self._with[feature].append((place, count * self._rarity[feature] / length))

    def alike(self, outline: Outline) -> Iterator[Alike]:
        """Known questions with no gap that this one could not fill, the most alike first."""
        features = outline.features
        length = self._length(features)
        likeness: dict[int, float] = defaultdict(float)
        for feature, count in features.items():
            for place, weight in self._with.get(feature, ()):
                likeness[place] += count * self._rarity[feature] * weight / length
        named = Counter(one.gap for one in outline.named)
        fitting = [
            (score - _LEFT_OVER * (named - self._gaps[place]).total(), place)
            for place, score in likeness.items()
            if not self._gaps[place] - named
        ]
        for score, place in sorted(fitting, key=lambda one: (-one[0], one[1])):
            yield Alike(self.lines[place][0], score)

    def _length(self, features: dict[str, float]) -> float:
        weights = (count * self._rarity.get(feature, self._new) for feature, count in features.items())
        return math.sqrt(sum(weight * weight for weight in weights)) or 1.0


@cache
def known_questions(language: Language) -> KnownQuestions:
    """The index of one language's file, made when it is first asked for."""
    text = resources.files("prompts").joinpath("known", f"{language}.tsv").read_text(encoding="utf-8")
    lines = (line.partition("\t") for line in text.splitlines() if line)
    return KnownQuestions([(wording, tuple(kinds.split())) for wording, _, kinds in lines])
