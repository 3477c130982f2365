"""Negation: what a text denies, and what the facts deny of a product."""

import re

from tools.copy_rules.text import term

_CLAUSE = r"[.!?,;:。！？，；：\n]"
_NO = (
    r"\b(?:not?|never|without|neither|nor|none|cannot|instead of|rather than|than|unlike|except|forget|skip|hold the)\b|n't\b"
    r"|separate(?:ly)?\b|\b(?:extra|your own|at home|bring your|you bring|leave)\b"
    r"|[不没无非未勿莫]|别(?!致|墅)|自备|自带|另[购配售买算付]|代替|除了|比"
)
_NO_DENIAL = r"不锈钢|不错|不仅|不但|不光|不怕|不止|无论|不管|不论|无线|无比|非常|不同|不妨|无糖|\bno[- ](?:one|doubt|wonder|matter)\b|\bnot (?:just|only)\b"


def clause_of(text: str, start: int, end: int) -> str:
    """The part of a sentence, between commas, that holds the span."""
    breaks = [0, *(match.end() for match in term(_CLAUSE).finditer(text)), len(text)]
    first = max(place for place in breaks if place <= start)
    last = min((place for place in breaks if place >= end), default=len(text))
    return text[first:last]


def negated(text: str, start: int, end: int) -> bool:
    """Does the part of the sentence around the span deny something?"""
    clause = re.sub(_NO_DENIAL, " ", clause_of(text, start, end).replace(text[start:end], " "), flags=re.IGNORECASE)
    return bool(term(_NO).search(clause))
