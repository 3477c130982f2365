"""Words around a figure that make it a bound: under, over, about, nearly; in English and Chinese."""

import re
from decimal import Decimal

_BEFORE = {
    "under": r"\b(?:less than|under|below|fewer than|not even|cheaper than|lighter than|shorter than)"
    r"|不到|低于|少于|不足|未满|小于|没到",
    "within": r"\b(?:at most|no more than|up to|within|as (?:little|low|few) as|max(?:imum)?)"
    r"|[不别勿未]要?超过|最多|至多|不多于|之内",
    "over": r"\b(?:more than|over|above|upwards of|north of|well over|beyond)|超过|高于|多于|大于|超|逾|不止|突破",
    "least": r"\b(?:at least|no less than|from|minimum(?: of)?)|至少|不低于|不少于|起码",
    "nearly": r"\b(?:nearly|almost|close to|just under|not quite|practically)"
    r"|近|将近|接近|几乎|快|差一?点(?:就[是到有])?",
    "about": r"\b(?:about|around|roughly|approximately|approx\.?|some|circa|ca\.?|or so)"
    r"|约|大约|大概|差不多|约合|折合|合",
}
_BEFORE_RE = re.compile(
    "(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE.items())
    + r")\s*(?:an?\s+|the\s+|才|只要|是)?\s*$",
    re.IGNORECASE,
)
_AFTER_RE = re.compile(
    r"\s*(?:(?P<about>or so\b|or thereabouts\b|-?ish\b|左右|上下|来?块?钱?左右)"
    r"|(?P<just>出头)|(?P<over>有余|多(?=块|元|一?点|[重长高宽的，。,!！]|$)"
    r"|and (?:up|over|above)\b)|(?P<least>\+|or more\b|以上|起)"
    r"|(?P<under>还[轻矮短少小低])|(?P<within>or less\b|or under\b|以内|以下|之内|不到))",
    re.IGNORECASE,
)
_SHARES = {
    "under": (Decimal("0.6"), Decimal("0.9999")),
    "within": (Decimal(1), Decimal(1)),
    "over": (Decimal("1.0001"), Decimal("1.6")),
    "just": (Decimal(1), Decimal("1.12")),
    "least": (Decimal(1), Decimal(1)),
    "nearly": (Decimal("0.85"), Decimal(1)),
    "about": (Decimal("0.92"), Decimal("1.08")),
    "order": (Decimal(1), Decimal("9.99")),
}
"""Between which shares of the claimed figure the true one lies; a bound too far off says nothing true,
and "up to 60 W" says that 60 W are allowed."""


def bound_at(text: str, start: int, end: int) -> str:
    """The bound that the words beside the figure text[start:end] make of it; empty for a plain figure."""
    before = _BEFORE_RE.search(text, max(0, start - 24), start)
    after = _AFTER_RE.match(text, end)
    for match in (before, after):
        if match:
            return next(name for name, words in match.groupdict().items() if words)
    return ""


def keeps(bound: str, claimed: Decimal, stated: Decimal) -> bool:
    """Is the stated figure within what the claim says of it?"""
    low, high = _SHARES[bound]
    return low * claimed <= stated <= high * claimed


def strict(bound: str) -> bool:
    """Does the bound leave out the figure itself ("under 30" is not 30)?"""
    return bound in ("under", "over")
