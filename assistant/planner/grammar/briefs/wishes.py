"""What a request says about the text itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.grammar.briefs.offers import Parts
from tools.contract import Language


@dataclass
class Wishes:
    """What a request says about the text itself; None where it says nothing."""

    channel: str | None = None
    other_channel: str = ""
    other_channels: list[str] = field(default_factory=list)
    """Channels named after the first, which one brief does not write for as well."""
    language: Language | None = None
    traditional: bool = False
    variants: int | None = None
    tone: list[str] = field(default_factory=list)
    goal: str | None = None
    offer: Parts = field(default_factory=dict)
    max_characters: int | None = None
    must_not_say: list[str] = field(default_factory=list)
    offer_first: bool = False
    length: str = ""
    counted: list[str] = field(default_factory=list)
    """Lengths in words, sentences or lines, as typed."""
    again: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was said at all."""
        return self != Wishes()
