"""In October but not before, 10月下过单、之前没买过: before the days that were just named, which are said again."""

from __future__ import annotations

import re

from assistant.planner.readers.calendar import bounds
from assistant.planner.spans import Tagger
from assistant.planner.text import normalise
from tools.definitions import Period

_EN = re.compile(
    r",? ?\b(?:but|and|yet) (?:not|never|nothing|none|no longer)(?: once| ever)? "
    r"(?:before(?: (?:that|then|it))?|earlier|prior to (?:that|then))(?=$|[,.?!;])"
)
_ZH = re.compile(
    r"[，,、]?(?:但|但是|而|而且|且)?(?:在此|此|这|那)?(?:之前|以前|前)(?:从|都|一直)?(?=没|未|不曾)(?!来)"
)
_LED = re.compile(r"^(?:in|during|over|within|on|for) ")


def not_before(question: str, tagger: Tagger) -> str:
    """The question with the days named where "before" only points at them; unchanged where it names its own."""
    text = normalise(question)
    found = _EN.search(text.normal) or _ZH.search(text.normal)
    if found is None or len(text.normal) != len(question):
        return question
    named, period = "", None
    for span in tagger.tag(text):
        start, end = text.tokens[span.start].start, text.tokens[span.end - 1].end
        own = found.re is _ZH and found[0][:1] not in "，,、"
        if span.has("period") and start <= found.start() < end + own:
            return question  # 10月之前没买过 names its own days
        if span.has("period") and end <= found.start():
            named, period = question[start:end], span.value("period")
    if not named:
        return question
    first = bounds(period, tagger.anchor.today)[0] if isinstance(period, Period) and period.kind == "rolling" else None
    if first is not None:
        named = first.isoformat()
    said = f"，{named}之前" if found.re is _ZH else f" and never before {_LED.sub('', named)}"
    return question[: found.start()] + said + question[found.end() :]
