"""A speaker who corrects themselves: what counts is said after “i mean people who …”, “scratch that”, “ok then”."""

from __future__ import annotations

import re
from functools import cache

from assistant.planner.around.said import any_of


def last_word(question: str) -> str:
    """The question without what its speaker took back."""
    for cue in (_taken_back(), _meant()):
        found = cue.match(question)
        if found:
            question = question[found.end() :]
    return question


@cache
def _taken_back() -> re.Pattern[str]:
    return re.compile(
        # ok, never mind. …: the last answer is let go of, and nothing of one's own was said before
        r"^(?!(?:ok(?:ay)?|fine|right|well|no|hm+|all ?right)[\s,.!]+(?:never ?mind|forget|scratch|strike)\b)"
        rf".{{3,}}?(?:\b{any_of('taking_back')}\b|\bskip(?: (?:that|it))?\.|\bcan'?t\? ok(?:ay)?\b|\bok(?:ay)? then\b"
        r"|\?\s*(?:no|nope|wait|sorry)\b(?! one)"
        r"|\bok(?:ay)? no\b[^.]*\.|\?[^?]{0,60}\bso:)[\s,.:;–—-]*(?:then |just )?(?=\w.{8,})",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _meant() -> re.Pattern[str]:
    people = rf"(?:the |all |just |any |only )*{any_of('people_meant')}\b"
    return re.compile(
        rf"^.{{3,}}?[\s,.:;–—(-]+{any_of('meant')}[\s,:]+(?={people})",
        re.IGNORECASE | re.DOTALL,
    )
