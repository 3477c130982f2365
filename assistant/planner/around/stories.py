"""What a question is asked for, told before it: "I'm curating a London pop-up, so: five best sellers there …".

The values and rows such a story names still narrow the question – it may only point back at them – and all else of it
is set aside. One that names figures, numbers, bounds or anything else that the question does not say again is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.introductions import askers
from assistant.planner.around.said import said
from assistant.planner.around.setting_aside import aside, words_of
from assistant.planner.around.weighty import ALWAYS, CHANGES, COUNTED, TASKS, VALUES
from assistant.planner.spans import Span

_BREAKS = (".", "!", "?", ":", ";", "-", "–", "—", "…", ",")
_JOINTS = ("and", "so", "but", "and so")
_OPENS = ("speaker", "somebody", "role", "office", "planning", "working_on", "recalling", "telling_first")
"""The first word of a story is one of these."""
_TELLS = ("somebody", "colleagues", "planning", "recalling")
"""One of these is in it, or somebody who asks: people speak of themselves or of colleagues."""
_KEPT = (*VALUES, "field", "campaign_word")
_BARRED = (
    *ALWAYS, *COUNTED, *TASKS, *CHANGES, "not", "only", "by", "sum", "or", "list", "which", "age", "per_person",
    "email_address", "alike", "send_word", "times", "row", "cmp",
)  # fmt: skip
"""What a story must not hold, since it may change what is asked."""
_AGAIN = ("measure", "period", "number")
"""What it may hold where the question says it again."""
_RANKS = ("top", "bottom", "best_selling", "worst_selling", "most_done", "least_done", "expensive", "cheap")
_DEEDS = frozenset(("receive", "spend", "sell", "discount", "view", "signup", "open", "click", "buy", "rebuy"))
_OF_PEOPLE = ("signups", "customers", "buyers", "sends")
_SHORTEST = 3
_STEM = 6


def without_story(spans: Sequence[Span]) -> tuple[list[Span], int]:
    """The spans with all of a story made filler but what narrows the question; how many of them the story has."""
    for at in range(len(spans) - 2, 1, -1):
        lead, rest = spans[:at], spans[at + 1 :]
        if _ends(spans, at) and _is_story(lead, rest):
            told = [span if _still_meant(span, rest) else aside(span) for span in lead]
            return [*told, *spans[at:]], 0 if all(span.filler for span in lead) else at
    return list(spans), 0


def _ends(spans: Sequence[Span], at: int) -> bool:
    mark = spans[at].text.casefold()
    following = spans[at + 1].text.casefold().partition(" ")[0]
    asking = following in said("asking_first")
    if mark in _JOINTS:
        return asking
    return spans[at].has("break") and mark[:1] in _BREAKS and (mark != "," or asking or following in ("so", "and"))


def _is_story(lead: Sequence[Span], rest: Sequence[Span]) -> bool:
    words = words_of(lead)
    if len(words) < _SHORTEST or words[0] not in said(*_OPENS) or (askers() | said(*_TELLS)).isdisjoint(words):
        return False
    if not any(span.has("measure", "how_many", "how_much", "share", *_RANKS) for span in rest):
        return False
    named = [span for span in lead if span.has(*VALUES) and not span.filler]
    if not named and any(span.text.casefold() in said("pointing") for span in rest):
        return False  # my colleague in Atlantis …, how many are there: a place nobody knows
    if any(span.has("share") for span in rest) and any(not span.has("products") for span in named):
        return False  # of whom the share is, the story alone would say
    return all(_harmless(span, rest) for span in lead)


def _harmless(span: Span, rest: Sequence[Span]) -> bool:
    if span.unknown:
        return not span.text[:1].isupper()
    if (span.filler and not span.has("not", "never", "except", "period")) or span.has("horizon", "missing"):
        return True
    if span.has(*_RANKS):
        return any(other.has(*_RANKS) for other in rest)
    if span.has(*VALUES):
        return _fits(span, rest)
    if span.has("copy_verb", "copy_noun") and any(other.has("measure") for other in rest):
        return True  # drafting a memo: figures are asked for
    if span.has(*_BARRED):
        return False
    if span.has(*_AGAIN) and not span.has("people", "agent"):
        return span.value("measure") in _OF_PEOPLE or any(_same(span, other) for other in rest)
    if span.has("verb"):
        return span.value("verb") in _DEEDS and any(other.has("verb", "measure", "how_much") for other in rest)
    return True


def _fits(span: Span, rest: Sequence[Span]) -> bool:
    """A value that the question repeats, or of a field it names no other value of."""
    value = _value(span)
    field = value[0] if isinstance(value, tuple) else None
    same_field = [other for other in map(_value, rest) if isinstance(other, tuple) and other[0] == field]
    return not same_field or value in same_field


def _value(span: Span) -> object:
    return span.value("value") or span.value("values")


def _same(span: Span, other: Span) -> bool:
    if any(other.has(kind) and other.value(kind) == span.value(kind) for kind in _AGAIN if span.has(kind)):
        return True
    stem = span.text.casefold().split()[-1][:_STEM]
    again = len(stem) > _SHORTEST and any(word.startswith(stem) for word in other.text.casefold().split())
    return again and not span.has("period", "number")


def _still_meant(span: Span, rest: Sequence[Span]) -> bool:
    """A value or a row that the question points back at without naming it."""
    if not span.has(*_KEPT) or span.filler or span.has("missing", "measure", "verb"):
        return span.has("break", "and")
    value = _value(span)
    if value is not None:
        return not any(value in (other.value("value"), other.value("values")) for other in rest)
    return span.has("products") or not any(other.has("field") and not other.has("measure") for other in rest)
