"""What people say before they ask: "Sorry if this is a daft question, but …", "Quick one before my 9:30 – …"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_ENDS = ".!:-…?\n。！：？"
"""Marks after which the question begins."""
_MEANS = (
    "group", "value", "values", "products", "range", "condition", "filter", "measure", "verb", "by", "only", "not",
    "never", "except", "top", "bottom", "compare", "versus", "percent", "money", "agent", "people", "period", "share",
    "how_many", "how_much", "which", "average", "median", "sum", "trend", "contact", "contact_noun", "contact_verb",
    "copy_verb", "copy_noun", "customer_id", "person", "saved", "scored", "duration", "ago", "cmp", "list", "anaphor",
    "remove", "add", "absent_field", "absent_measure", "absent_value", "row", "capitals", "with", "or", "explain",
    "secrets", "code_request", "override", "meaning", "save", "export", "email_address", "change_data", "horizon",
)  # fmt: skip
"""What a question may be made of: a stretch with any of these is no mere preamble, but for the words that say so."""
_ASKERS = frozenset((
    "afternoon", "apologies", "board", "boss", "ceo", "cfo", "cmo", "colleague", "deck", "evening", "finance",
    "hello", "help", "hey", "hi", "hiya", "i", "i'm", "i've", "im", "ive", "manager", "me", "meeting", "morning",
    "my", "odd", "ok", "okay", "our", "please", "pls", "quick", "quickly", "right", "so", "sorry", "stupid", "we",
    "weird",
))  # fmt: skip
_MILD = frozenset((
    "against", "analyst", "answer", "asked", "before", "board", "call", "cell", "checked", "checking", "client",
    "colleague", "deck", "different", "empty", "figure", "figures", "filling", "getting", "here", "it", "just",
    "keep", "line", "meeting", "new", "now", "number", "numbers", "one", "ones", "pack", "person", "phone",
    "question", "report", "sheet", "slide", "slides", "spreadsheet", "sql", "that", "there", "thing", "this", "wants",
    "yours",
))  # fmt: skip
"""Words that are known to mean something elsewhere and say nothing here."""
_NARROWS = ("for", "from", "of", "at", "with", "about", "on", "without", "excluding", "our")
"""Before a name nobody knows they narrow what is asked: for our Zurich team."""
_CLOCK = 3
"""9:30 is a number, a mark and a number."""


def without_preamble(spans: Sequence[Span]) -> list[Span]:
    """The spans with those of a preamble made filler; a message that is nothing else stays as it is."""
    for at in range(len(spans) - 2, 0, -1):
        if _parts(spans, at) and _is_preamble(spans[:at]) and _asks(spans[at + 1 :]):
            told = [Span(s.start, s.end, s.text, (Sense("filler"),)) for s in spans[:at]]
            return [*told, *spans[at:]]
    return list(spans)


def _parts(spans: Sequence[Span], at: int) -> bool:
    """Whether a question may begin after this mark: after a full stop, a colon, a dash; or ", but"."""
    text = str(spans[at].value("break") or "")
    if spans[at].text.casefold() in ("but", "called", "labelled", "titled"):
        return at > 1
    clock = text == ":" and spans[at - 1].has("number") and spans[at + 1].has("number")
    return text[:1] != "" and text[0] in _ENDS and not clock


def _is_preamble(spans: Sequence[Span]) -> bool:
    """Somebody speaks of themselves or of the asking, and names nothing a question is made of."""
    said = [word for span in spans for word in span.text.casefold().split()]
    if len(said) < _CLOCK or not _ASKERS & set(said):
        return False
    for place, span in enumerate(spans):
        if span.unknown and any(s.text.casefold() in _NARROWS for s in spans[max(0, place - 2) : place]):
            return False
    return not any(span.has(*_MEANS) and not _harmless(span) for span in spans)


def _harmless(span: Span) -> bool:
    words = span.text.casefold().split()
    mended = bool(span.senses) and all(sense.note.startswith("read as") for sense in span.senses)
    return mended or span.has("filler", "greeting") or all(word in _MILD or word in _ASKERS for word in words)


def _asks(spans: Sequence[Span]) -> bool:
    return any(span.has("measure", "people", "agent", "field", "verb", "group", "value", "values") for span in spans)
