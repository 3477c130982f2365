"""The writer's lines: read from prompts/writing, filtered by goal, angle, tone and kind of goods, chosen by hash."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

HOLE = re.compile(r"(?<!\{)\{([A-Za-z_]\w*)\}(?!\})")


@dataclass(frozen=True)
class Line:
    """One sentence plan with where it belongs."""

    slot: str
    text: str
    goals: frozenset[str]
    angles: frozenset[str]
    tones: frozenset[str]
    groups: frozenset[str]
    channels: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    """What the draft must have: `goods` or `bare` (a product or none), `offer` or `no_offer`, `bought`."""

    spare: bool = False
    """Says little: for when no line with more to say is left."""

    @property
    def holes(self) -> list[str]:
        """Names of the values it needs."""
        return HOLE.findall(self.text)


@cache
def read(name: str) -> dict[str, Any]:
    """One file of prompts/writing."""
    return tomllib.loads(resources.files("prompts").joinpath("writing", f"{name}.toml").read_text(encoding="utf-8"))


_TAGS = ("goals", "angles", "tones", "groups", "channels", "needs")


@cache
def lines(language: str) -> dict[str, tuple[Line, ...]]:
    """Slot to its lines."""
    found: dict[str, list[Line]] = {}
    for entry in read(language)["line"]:
        tags = {key: frozenset(entry.get(key, ())) for key in _TAGS}
        found.setdefault(entry["slot"], []).extend(
            Line(entry["slot"], text, spare=entry.get("spare", False), **tags) for text in entry["text"]
        )
    return {slot: tuple(content) for slot, content in found.items()}


_QUOTING = {"clause", "tail", "Tail", "being", "doing"}
_OWN_MATTER = ("survey", "cart", "replenish", "birthday", "loyalty")
_ON_THE_GOAL = ("call_to_action", "close", "push_title", "subject")
"""Where such a goal must show: a general button would lead past the survey or the basket."""


@dataclass
class Chooser:
    """Picks lines for one draft. The same seed picks the same; lines of earlier drafts come last."""

    language: str
    goal: str
    angle: str
    tones: frozenset[str]
    group: str
    seed: str
    used: dict[str, int] = field(default_factory=dict)
    channel: str = ""
    has: frozenset[str] = frozenset()
    unwanted: tuple[str, ...] = ()
    """Words that no line may hold, in lower case."""

    def ranked(self, slot: str, values: Mapping[str, str]) -> list[Line]:
        """Usable lines of a slot, the most fitting first."""
        usable = [
            line for line in lines(self.language).get(slot, ()) if self._fits(line) and self._filled(line, values)
        ]
        if self.goal in _OWN_MATTER and slot in _ON_THE_GOAL and any(line.goals for line in usable):
            usable = [line for line in usable if line.goals]
        if "formal" in self.tones and any(line.tones and not self.used.get(line.text) for line in usable):
            usable = [
                line for line in usable if line.tones and (line.angles or self.angle != "offer" or slot != "subject")
            ] or [line for line in usable if line.tones]  # a formal letter has no room for a joke in between
        told = 1.5 if self.used.get(values.get("clause", "")) else 0.0  # an earlier draft has said that of the product
        return sorted(usable, key=lambda line: self._rank(line) + told * bool(_QUOTING & set(line.holes)))

    def remember(self, chosen: Iterable[Line]) -> None:
        """Count lines as used, so that the next draft prefers others."""
        for line in chosen:
            self.used[line.text] = self.used.get(line.text, 0) + 1

    def _fits(self, line: Line) -> bool:
        return (
            (not line.goals or self.goal in line.goals)
            and (not line.angles or self.angle in line.angles)
            and (not line.tones or bool(self.tones & line.tones))
            and (not line.groups or self.group in line.groups)
            and (not line.channels or self.channel in line.channels)
            and line.needs <= self.has
            and not any(word in line.text.lower() for word in self.unwanted)
        )

    @staticmethod
    def _filled(line: Line, values: Mapping[str, str]) -> bool:
        return all(values.get(hole) for hole in line.holes)

    def _rank(self, line: Line) -> float:
        digest = hashlib.sha256(f"{self.seed}|{line.slot}|{line.text}".encode()).digest()
        chance = int.from_bytes(digest[:4], "big") / 2**32
        fit = (0.35 if line.tones else 1.0) * (0.6 if line.angles else 1.0) * (0.7 if line.goals else 1.0)
        wished = -1.0 if "price" in self.tones and "price" in line.holes else 0.0
        return chance * fit + wished + line.spare + 2 * self.used.get(line.text, 0)


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its holes filled; merge tags in double braces stay."""
    return HOLE.sub(lambda match: values[match[1]], text)
