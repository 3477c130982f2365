"""What a question is asked for, told before it: "I'm curating a London pop-up, so: five best sellers there …".

The values and rows such a story names still narrow the question – it may only point back at them – and all else of it
is set aside. One that names figures, numbers, bounds or anything else that the question does not say again is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_OPENS = frozenset((
    "i", "i'm", "im", "i've", "ive", "i'd", "i'll", "we", "we're", "we've", "we'd", "we'll", "my", "our", "finance",
    "marketing", "management", "sales", "legal", "ops", "boss", "ceo", "cfo", "cmo", "someone", "somebody", "everyone",
    "everybody", "they", "there's", "people", "remember", "recall", "planning", "prepping", "preparing", "writing",
    "curating", "building", "working", "thinking", "putting", "making", "drafting", "planned", "now", "so", "the", "a",
))  # fmt: skip
"""First words of a story."""
_TELLERS = frozenset((
    "i", "i'm", "im", "i've", "ive", "i'd", "i'll", "we", "we're", "we've", "we'd", "we'll", "my", "our", "us", "they",
    "boss", "ceo", "cfo", "cmo", "finance", "marketing", "management", "someone", "somebody", "everyone", "everybody",
    "remember", "recall", "team", "colleague", "colleagues", "manager", "planning", "prepping", "preparing", "curating",
    "writing", "folks", "guys", "department", "logistics", "warehouse", "people", "board", "investors",
))  # fmt: skip
"""One of these is in it: somebody speaks of themselves or of colleagues."""
_BREAKS = (".", "!", "?", ":", ";", "-", "–", "—", "…", ",")
_JOINTS = ("and", "so", "but", "and so")
_REQUESTS = frozenset((
    "want", "need", "can", "could", "i", "i'd", "id", "please", "pls", "show", "give", "tell", "which", "what", "how",
    "list", "would", "let", "who", "what's", "whats", "get", "just", "pull", "want to", "need to",
))  # fmt: skip
_KEPT = ("value", "values", "products", "field", "campaign_word")
_BARRED = (
    "range", "cmp", "not", "never", "except", "only", "by", "how_many", "how_much", "average", "median", "sum",
    "percent", "money", "share", "customer_id", "person", "duration", "ago", "or", "contact", "copy_verb", "copy_noun",
    "save", "export", "meaning", "explain", "saved", "scored", "list", "which", "secrets", "override", "change_data",
    "condition", "filter", "age", "per_person", "compare", "versus", "email_address", "remove", "add",
    "similar", "alike", "send_word", "times", "row",
)  # fmt: skip
"""What a story must not hold, since it may change what is asked."""
_AGAIN = ("measure", "period", "number")
"""What it may hold where the question says it again."""
_RANKS = ("top", "bottom", "best_selling", "worst_selling", "most_done", "least_done", "expensive", "cheap")
_DEEDS = frozenset(("receive", "spend", "sell", "discount", "view", "signup", "open", "click", "buy", "rebuy"))
_SHORTEST = 3


def without_story(spans: Sequence[Span]) -> tuple[list[Span], int]:
    """The spans with all of a story made filler but what narrows the question; how many of them the story has."""
    for at in range(len(spans) - 2, 1, -1):
        if _ends(spans, at) and _is_story(spans[:at], spans[at + 1 :]):
            told = [span if _still_meant(span, spans[at + 1 :]) else _set_aside(span) for span in spans[:at]]
            weighty = any(not span.filler for span in spans[:at])
            return [*told, *spans[at:]], at if weighty else 0
    return list(spans), 0


def _set_aside(span: Span) -> Span:
    return Span(span.start, span.end, span.text, (Sense("filler"),))


def _ends(spans: Sequence[Span], at: int) -> bool:
    said = spans[at].text.casefold()
    following = " ".join(span.text.casefold() for span in spans[at + 1 : at + 2]).partition(" ")[0]
    if said in _JOINTS:
        return following in _REQUESTS
    return spans[at].has("break") and said[:1] in _BREAKS and (said != "," or following in {*_REQUESTS, "so", "and"})


def _is_story(lead: Sequence[Span], rest: Sequence[Span]) -> bool:
    words = [word for span in lead for word in span.text.casefold().replace("’", "'").split()]
    if len(words) < _SHORTEST or words[0] not in _OPENS or not _TELLERS & set(words):
        return False
    if not any(span.has("measure", "how_many", "how_much", "share", *_RANKS) for span in rest):
        return False
    named = [span for span in lead if span.has("value", "values", "products") and not span.filler]
    pointed = any(span.text.casefold() in _POINTERS for span in rest)
    if pointed and not named:
        return False  # my colleague in Atlantis …, how many are there: a place nobody knows
    if any(span.has("share") for span in rest) and any(not span.has("products") for span in named):
        return False  # of whom the share is, the story alone would say
    return all(_harmless(span, rest) for span in lead)


_POINTERS = ("there", "it", "them", "their", "its", "those", "these", "that", "on it", "of it", "of them")


def _harmless(span: Span, rest: Sequence[Span]) -> bool:
    if span.unknown:
        return not span.text[:1].isupper()
    if (span.filler and not span.has("not", "never", "except", "period")) or span.has("horizon", "missing"):
        return True
    if span.has(*_RANKS):
        return any(other.has(*_RANKS) for other in rest)
    if span.has("value", "values", "products"):
        return _fits(span, rest)
    if span.has("copy_verb", "copy_noun") and any(other.has("measure") for other in rest):
        return True  # drafting a memo: figures are asked for
    if span.has(*_BARRED):
        return False
    if span.has("measure", "period", "number") and not span.has("people", "agent"):
        return span.value("measure") in _OF_PEOPLE or any(_same(span, other) for other in rest)
    if span.has("verb"):
        return span.value("verb") in _DEEDS and any(other.has("verb", "measure", "how_much") for other in rest)
    return True


def _fits(span: Span, rest: Sequence[Span]) -> bool:
    """A value that the question repeats, or of a field it names no other value of."""
    value = span.value("value") or span.value("values")
    field = value[0] if isinstance(value, tuple) else None
    others = [o for other in rest if (o := other.value("value") or other.value("values")) is not None]
    same_field = [o for o in others if isinstance(o, tuple) and o[0] == field]
    return not same_field or value in same_field


def _same(span: Span, other: Span) -> bool:
    stem = span.text.casefold().split()[-1][:6]
    again = len(stem) > _SHORTEST and any(word.startswith(stem) for word in other.text.casefold().split())
    same = any(other.has(kind) and other.value(kind) == span.value(kind) for kind in _AGAIN if span.has(kind))
    return same or (again and not span.has("period", "number"))


_OF_PEOPLE = ("signups", "customers", "buyers", "sends")


def _still_meant(span: Span, rest: Sequence[Span]) -> bool:
    """A value or a row that the question points back at without naming it."""
    if not span.has(*_KEPT) or span.filler or span.has("missing", "measure", "verb"):
        return span.has("break", "and")
    value = span.value("value") or span.value("values")
    if value is not None:
        return not any(value in (other.value("value"), other.value("values")) for other in rest)
    return span.has("products") or not any(other.has("field") and not other.has("measure") for other in rest)
