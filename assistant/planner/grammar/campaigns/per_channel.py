"""open rate per email campaign: a row each for the campaigns of a channel, and no cost per e-mail."""

from __future__ import annotations

import re

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.vocabulary import Vocabulary

_PER = re.compile(r"(?:per|each|every) (e-?mail|sms|text|push|wechat)")
_CHANNELS = {"e-mail": "email", "text": "sms"}


def per_channel(spans: list[Span], vocabulary: Vocabulary) -> list[Span]:
    """The spans with "per email" before "campaign" as a split and a channel."""
    made: list[Span] = []
    for index, span in enumerate(spans):
        found = _PER.fullmatch(span.text.casefold())
        behind = spans[index + 1] if index + 1 < len(spans) else None
        channel = _CHANNELS.get(found[1], found[1]) if found else ""
        known = channel in vocabulary.values("campaign_channel")
        if not known or behind is None or behind.value("field") != "campaign" or span.end - span.start < 2:
            made.append(span)
            continue
        cut = span.start + 1
        made.append(Span(span.start, cut, span.text.split()[0], (Sense("by"),)))
        made.append(Span(cut, span.end, span.text.split()[1], (Sense("value", ("campaign_channel", channel)),)))
    return made
