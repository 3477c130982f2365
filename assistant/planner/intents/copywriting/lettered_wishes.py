"""A wish for each variant by its letter: A版走情怀，B版走实惠; version A playful, version B serious."""

from __future__ import annotations

import re

from assistant.planner.intents.copywriting.hearing import Hearing
from assistant.planner.simplifying import simplified
from tools.briefs import LETTERS

_ENGLISH = re.compile(
    r"(?:\b(?:(?:the )?(?:version|variant|option|draft|text|one)s? )?\b([A-E])\b ?"
    r"(?::|=|-|–|is|being|should be|goes|leads with) ?"
    r"|\b(?:version|variant|option|draft) ([A-E]) )(?:(?:with|to be|on) )?(?:an? )?([^,;.。，；\n]{2,60}?)"
    r"(?= and (?:version |variant |option |draft )?[B-E]\b|[,;.。，；\n]|$)"
)
_CHINESE = re.compile(
    r"(?<![A-Za-z/])([A-E])\s*(?:版本?|款|组|稿|条|方案)?\s*(?:走|是|用|要|写|主打|偏|讲|强调|突出|[:：])\s*([^，,。；;、\n]{1,20})"
)


def hear_letters(hearing: Hearing) -> None:
    """Two wishes or more whose letters follow each other from A on: one for each variant, in their order."""
    typed = simplified(hearing.frame.text.original)
    for pattern in (_CHINESE, _ENGLISH):
        found = list(pattern.finditer(typed))
        letters = "".join(next(filter(None, match.groups())) for match in found)
        if len(found) < 2 or letters != LETTERS[: len(found)]:
            continue
        hearing.heard.each = [
            hearing.frame.text.original[slice(*match.span(match.lastindex or 0))].strip(" ?？!！") for match in found
        ]
        for match in found:
            inside = [i for i in range(len(hearing.spans)) if match.start() <= hearing.place(i)[0] < match.end()]
            if inside:
                hearing.take(inside[0], inside[-1] + 1)
        return
