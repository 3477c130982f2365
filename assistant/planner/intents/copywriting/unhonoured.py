"""Wishes that nothing here can do – a budget, a dialect, pictures: set apart, each said in one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.planner.simplifying import simplified
from assistant.planner.words import word_file

_DENIED = re.compile(r"(?:\bno|\bnot|n't|\bnever|without|\bavoid|不|别|勿|无)\W*(?:要|用|加|带)?\W*$", re.IGNORECASE)
"""Right before such words: what is not wished anyway."""


@dataclass
class Unhonoured:
    """The message without them, the sentences that say so, and whether only a plan is wished so."""

    question: str
    notes: list[tuple[str, str]] = field(default_factory=list)
    plan: bool = False


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile("|".join(table["patterns"]), re.IGNORECASE))
        for kind, table in word_file("unhonoured").items()
    )


def unhonoured(question: str) -> Unhonoured:
    """The question with such words blanked, every other letter in its place."""
    heard = Unhonoured(question)
    for kind, pattern in _patterns():
        table = word_file("unhonoured")[kind]
        typed = simplified(heard.question)
        if "unless" in table and re.search(table["unless"], typed, re.IGNORECASE):
            continue
        places = [
            match for match in pattern.finditer(typed)
            if match[0].strip() and not _DENIED.search(typed[max(0, match.start() - 12) : match.start()])
        ]  # fmt: skip
        if not places:
            continue
        heard.notes.append((table["en"], table["zh"]))
        heard.plan |= table.get("plan", False)
        for match in () if table.get("stays") else places:
            heard.question = heard.question[: match.start()] + _blank(match) + heard.question[match.end() :]
    return heard


def _blank(match: re.Match[str]) -> str:
    """Spaces for what was matched, but for a group that is read as well: email first, then SMS."""
    kept = next((match.span(name) for name, text in match.groupdict().items() if text), (match.end(), match.end()))
    lead = ";" if kept[0] < kept[1] and match[0][:1] in ",，" else " "
    return (
        (lead + " " * (kept[0] - match.start()))[: kept[0] - match.start()]
        + match.string[slice(*kept)]
        + " " * (match.end() - kept[1])
    )
