"""How a product is called in running text: its readable name, its article, its number, its kind of goods."""

import re
from functools import cache

from assistant.planner.writing.lines import read
from tools.copy_rules.text import HAN

_SMALL = frozenset(["of", "and", "the", "for", "with", "in", "on", "a", "an", "to", "by", "or", "at"])
_LONGEST = {"en": 44, "zh": 20}
"""Marketplace names run on with search words after a comma, dash or bar; the part before is the name."""
_TITLED = re.compile(
    r"^(?:a|an|the|my|your|our|how|why|what|when|where|learn|i|one|two|three|set of \d+|\d+)\b", re.IGNORECASE
)
_OWN_TITLES = ("books",)
"""Goods whose name is a title and takes no article."""


def readable(name: str, language: str = "en") -> str:
    """A name without shouting and without what marketplaces add: "GARLIC PRESS, RUST PROOF, …" → "Garlic Press"."""
    name = " ".join(name.split())
    if len(name) > _LONGEST[language]:
        head = re.split(r"\s+[|–—-]\s+|[,，;；|]\s*|\s*[(（【\[]", name)[0].strip()
        name = head if len(head) >= 4 else name
    if not name.isupper() or len(name) < 6:
        return name
    words = [word if any(c.isdigit() for c in word) else _capital(word) for word in name.split()]
    words = [w.lower() if i and w.lower() in _SMALL else w for i, w in enumerate(words)]
    return " ".join(words)


def _capital(word: str) -> str:
    return word[:1] + word[1:].lower()


def with_article(name: str, group: str) -> str:
    """The name as an English sentence speaks of it: "the Gooseneck Kettle", but "The Salt Road" and "Learn to Knit"."""
    if group in _OWN_TITLES or HAN.search(name):
        return name
    return (
        name if _TITLED.match(name) and not re.match(r"the\b|set of|\d", name, re.IGNORECASE) else f"the {_bare(name)}"
    )


_PACK = re.compile(
    r"\s+(?:x\s?)?\d+(?:[.,]\d+)?\s?(?:kg|g|mg|ml|l|cl|oz|lbs?|pcs|克|千克|毫升|升|件|片|米)$|\s+x\s?\d+$",
    re.IGNORECASE,
)


def spoken(name: str) -> str:
    """The name in running text: without brackets and pack size at its end."""
    short = re.sub(r"\s*[(（][^()（）]{1,30}[)）]$", "", name)
    short = _PACK.sub("", short)
    return short if len(short) >= 2 else name


def _bare(name: str) -> str:
    return re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)


def is_plural(name: str, group: str = "") -> bool:
    """Does an English name speak of several things: "Chelsea Boots", not "Canvas" or "Set of 6 Tins"?"""
    if group in _OWN_TITLES:
        return False
    head = re.split(r"[(,:]| of | with | for | in |\s+x?\d+\b", name)[0].split()
    word = head[-1].lower() if head else ""
    return (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and word not in ("lens", "canvas", "atlas")
    )


@cache
def group_of(*words: str) -> str:
    """The kind of goods that the words speak of; `other` when none is known. Earlier words decide first."""
    for text in words:
        plain = text.lower()
        for group in read("groups")["group"]:
            if any(_english(word).search(plain) for word in group["en"]) or any(w in plain for w in group["zh"]):
                return str(group["name"])
    return "other"


@cache
def _english(word: str) -> re.Pattern[str]:
    """Short words whole or in the plural ("tea", not "team"), longer ones as the beginning of a word."""
    ending = r"(?:e?s)?\b" if len(word) <= 5 else ""
    return re.compile(rf"\b{re.escape(word)}{ending}")
