"""What statements are held against: the cited texts, the offer, and how the products are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from prompts import load_toml
from tools.briefs import Offer
from tools.contract import Language
from tools.copy_rules.context import Fact, Reading
from tools.copy_rules.text import fold

_GIVEN = r"\b(?:free|gift|complimentary|included|comes? with|no charge)\b|免费|赠|附送|送"


@dataclass(frozen=True)
class Material:
    """`told` is all that is cited, as one text."""

    told: str
    products: tuple[Fact, ...]
    names: tuple[str, ...]
    """Of products, brands and the shop: words inside them state nothing."""
    sender: str
    offer: Offer | None

    @property
    def gives(self) -> bool:
        """Does anything cited speak of something given?"""
        return bool(re.search(_GIVEN, self.told, re.IGNORECASE))


def material_of(reading: Reading) -> Material:
    """The material of one draft."""
    context = reading.context
    brief = context.brief
    cited = context.cited(reading.cites)
    told = [*(fact.text for fact in cited), context.sender, *brief.about, brief.topic, *brief.must_say]
    return Material(
        fold("\n".join(told)).text, tuple(fact for fact in cited if fact.kind == "P"), context.protected,
        context.sender, brief.offer,
    )  # fmt: skip


@cache
def listed(language: Language, kind: str) -> tuple[str, ...]:
    """The words of one list of prompts/statements."""
    words: dict[str, Any] = load_toml(f"statements/{language}.toml")
    return tuple(words[kind].split())


@cache
def frames(language: Language, kind: str) -> tuple[re.Pattern[str], ...]:
    """Shapes of claims, as expressions."""
    shapes: dict[str, list[str]] = load_toml(f"statements/{language}.toml")["frames"]
    return tuple(re.compile(one, re.IGNORECASE) for one in shapes[kind])
