"""What people say before they ask: "Sorry if this is a daft question, but …", "Quick one before my 9:30 – …"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_ENDS = ".!:-…?\n。！：？"
"""Marks after which the question begins."""
_NEVER = (
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
    "a", "about", "accountant", "against", "am", "an", "analyst", "and", "answer", "are", "asap", "asked", "asking",
    "at", "auditor", "auditors", "basic", "be", "been", "before", "board", "but", "call", "called", "cell",
    "checked", "checking", "colleague", "daft", "deck", "different", "director", "doing", "dumb", "empty",
    "everyone", "exec", "execs", "fast", "figure", "figures", "filling", "for", "getting", "had", "has", "have",
    "here", "hurry", "idea", "if", "in", "intern", "investor", "investors", "is", "it", "just", "keep", "keeps",
    "kept", "know", "labelled", "maybe", "meeting", "naive", "need", "needed", "needs", "now", "number", "numbers",
    "obvious", "odd", "of", "on", "one", "ones", "pack", "phone", "prep", "preparing", "prepping", "probably",
    "qbr", "question", "random", "report", "review", "sheet", "silly", "simple", "slack", "slide", "slides",
    "spreadsheet", "sql", "stakeholder", "stakeholders", "stand-up", "standup", "sure", "team", "that", "the",
    "there", "thing", "this", "titled", "to", "urgent", "urgently", "wanted", "wants", "was", "were", "whether",
    "with", "writing", "yours",
))  # fmt: skip
"""Words that are known to mean something elsewhere and say nothing here."""
_CLOCK = 3
"""9:30 is a number, a mark and a number."""


_ROLES = frozenset((
    "intern", "lead", "manager", "analyst", "head", "team", "assistant", "director", "owner", "founder", "trainee",
    "consultant", "officer", "specialist", "coordinator", "executive", "exec", "buyer", "planner", "marketer",
    "colleague", "boss", "ceo", "cmo", "cfo", "coo", "vp", "accountant", "student", "temp", "freelancer", "agency",
))  # fmt: skip
"""What people are by trade, who introduce themselves or for whom somebody asks."""
_MYSELF = ("i'm", "im", "i am", "this is", "we're", "we are", "it's")
_WANTS = (
    "wants", "wanted", "needs", "needed", "asks", "asked", "is asking", "requests", "requested", "would like", "want",
    "need", "ask", "are asking", "asks for", "asked for", "is asking for", "asks me for", "is after", "is looking for",
)  # fmt: skip
_LEAD = 9
"""So many words introduce somebody at most."""


def without_preamble(spans: Sequence[Span]) -> list[Span]:
    """The spans with those of a preamble made filler; a message that is nothing else stays as it is."""
    introduced = _introduction(spans)
    if introduced:
        told = [Span(s.start, s.end, s.text, (Sense("filler"),)) for s in spans[:introduced]]
        spans = [*told, *spans[introduced:]]
    for at in range(len(spans) - 2, 0, -1):
        if _parts(spans, at) and _is_preamble(spans[:at]) and _asks(spans[at + 1 :]):
            told = [Span(s.start, s.end, s.text, (Sense("filler"),)) for s in spans[:at]]
            return [*told, *spans[at:]]
    return list(spans)


def _introduction(spans: Sequence[Span]) -> int:
    """Where the word on who is asking ends: crm lead here; the analyst asks for. Else 0."""
    for at in range(1, min(len(spans) - 1, _LEAD)):
        lead = spans[:at]
        said = " ".join(span.text.casefold() for span in lead)
        trade = _ROLES & set(said.split())
        if not trade or any(span.has(*_WEIGHTY) and not span.has("filler") for span in lead):
            continue
        mine = any(said.startswith(word) or f" {word} " in said or f", {word} " in said for word in _MYSELF)
        closed = spans[at].has("break") and spans[at].text[:1] in (*",.!:;-",)
        if closed and (mine or said.endswith(" here")) and _asks(spans[at + 1 :]):
            return at
        wanting = spans[at].text.casefold() in _WANTS and (said.split()[0] in ("the", "my", "our", "a", "one"))
        if wanting and _asks(spans[at + 1 :]):
            return at + 1
    return 0


_WEIGHTY = (
    "value", "values", "products", "range", "condition", "number", "percent", "money", "period", "not", "never", "by",
    "customer_id", "copy_verb", "saved", "scored", "measure", "top", "bottom", "how_many",
)  # fmt: skip


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
    return all(_harmless(span) or _clock(spans, place) for place, span in enumerate(spans))


def _clock(spans: Sequence[Span], place: int) -> bool:
    """9:30 – a number beside a colon and another number."""
    marks = [i for i in (place - 1, place + 1) if 0 <= i < len(spans) and spans[i].text == ":"]
    return spans[place].has("number") and bool(marks)


def _harmless(span: Span) -> bool:
    """Chat, marks, or words that are about the asker; nothing that nobody knows, and nothing that narrows."""
    words = span.text.casefold().replace("’", "'").split()
    if words == ["new"]:
        return True  # new analyst here
    if all(word in _MILD or word in _ASKERS for word in words):
        return True
    return span.has("filler", "greeting", "break", "interjection", "purpose") and not span.has(*_NEVER)


def _asks(spans: Sequence[Span]) -> bool:
    return any(span.has("measure", "people", "agent", "field", "verb", "group", "value", "values") for span in spans)
