"""Signs in a request for copy that are no words: the hour an offer ends, faces; ×2 and x 4 for how many."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_ZONES = "cet|cest|gmt|bst|utc|est|edt|pst|pdt|et|pt|local time|beijing time|uk time|berlin time"
_HOUR = re.compile(
    r"(?i)(?<![\d:.])(?:,? ?\bat )?(?:[01]?\d|2[0-4])"
    r"(?::[0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\b)?| ?[ap]\.?m\b)"
    rf"(?:(?: ?\(?)(?:{_ZONES})\b\)?)?(?![\d:])"
)
_LAST = re.compile(r"(?i)23:59|24:00|11:59 ?p")
"""Hours at which a day ends, which its date says already."""
_FACE = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?|[:;]-?[)D](?!\\w)")
_WHOSE = ("the", "our", "my", "all", "everyone", "ppl", "people", "women", "men", "customers", "us", "them")
_MAX = re.compile(r"(?i)\b(max|min|approx|chars?)\.(?= [A-Z])")
"""max. No price: an abbreviation that ends a sentence."""
_TIMES = ("x", "×", "✕", "*")


_CODE = re.compile(
    r"\b(?i:code|voucher|coupon|with|using|enter|use)\b[\s:=\"'“]*(?i:is |called |named )?([A-Z][A-Z0-9_]{3,})\b"
)


def codes_in(question: str) -> tuple[str, ...]:
    """GOLDFREE: one word in capitals behind code or with, in a message that is not written in capitals."""
    if question.isupper():
        return ()
    return tuple(dict.fromkeys(code for code in _CODE.findall(question) if code not in _NO_CODES))


_TWO_VERSIONS = re.compile(
    r"(?i)(?<![a-z])a ?[/&] ?b(?: ?test(?:ing)?| ?测试)?(?=(?:的|用的)?(?:两|2|二)?(?:个)?(?:版|条|封|组))"
)
"""A/B两版: the letters of two versions."""
_NO_CODES = ("EMAIL", "HTML", "SMS")


def evened(question: str) -> tuple[str, list[str]]:
    """The question with hours left out and faces made stops, every other letter in its place; and the hours."""
    hours: list[str] = []

    def hour(found: re.Match[str]) -> str:
        if not _LAST.search(found[0]):
            hours.append(found[0].strip(" ,"))
        return " " * len(found[0])

    question = question.replace(" + ", " , ")
    question = _TWO_VERSIONS.sub(lambda found: " " * len(found[0]), question)
    question = _MAX.sub(lambda found: f"{found[1]};", question)
    return _FACE.sub(lambda found: ";".ljust(len(found[0])), _HOUR.sub(hour, question)), hours


def settled_signs(spans: list[Span]) -> list[Span]:
    """Faces end a sentence; a sign of times beside a number counts texts."""
    made = [replace(span, text=";") if _FACE.fullmatch(span.text) and span.has("break") else span for span in spans]
    for index, span in enumerate(made):
        if span.text.casefold() in _TIMES and any(s.has("number") for s in made[max(0, index - 1) : index + 2]):
            made[index] = replace(span, senses=(Sense("times_sign"), Sense("filler")))
        if span.text == "4" and index + 1 < len(made) and made[index + 1].text.casefold().split()[0] in _WHOSE:
            made[index] = replace(span, senses=(Sense("for"), Sense("filler")))  # 2 texts 4 the regulars
    return made
