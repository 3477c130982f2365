"""The first of a ranking, named inside a question: which of the top 500 by spend have …; 消费最高的50位客户里，….

They are read first, as a list of their own, and the question then asks of them. A condition beside a ranking would
otherwise choose before anybody is ranked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.planner.frame import State
from assistant.planner.grammar.editing.merging import within
from assistant.planner.grammar.people.ranked_people import counts_people
from assistant.planner.intents.questions.long_lists import as_audience
from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import Text, normalise
from tools.definitions import Audience

_OF = ("of", "among", "amongst", "in", "from", "within")
_DOERS = ("do", "did", "does", "have", "has", "had", "can")
"""The ranked are the subject: what did the top 20 customers by spend buy."""
_ARTICLES = ("the", "our", "my", "these", "those")
_ACTS = ("place", "make", "get", "bring", "give", "leave", "generate", "return", "open")
"""Verbs of the ranked that are filler elsewhere: how many orders did the top 50 place."""
_RANKS = ("top", "bottom", "most_done", "least_done")
_ARTICLE = re.compile(rf"\s+(?:{'|'.join(_ARTICLES)})$", re.IGNORECASE)
_NEAR = 5
"""So many spans a number stands from its ranking word at most."""
_TRIES = 6
_BEHIND = ("的", "里", "中", "，", ",", "里面", "当中", "之中", "里头", "中间", "，其中", "其中", "中，", "里，")
_PEOPLE = ("people", "who", "agent")
_ASKED = (
    "measure", "verb", "contact", "permit", "contact_noun", "value", "values", "range", "condition", "average",
    "median", "sum", "share", "by",
    "best_selling", "scored", "agent", "field", "rate_of", "trend", "distribution",
)  # fmt: skip
"""Something is asked of them beyond who or how many they are."""

Read = Callable[[str, State], Reading]


@dataclass(frozen=True)
class _Group:
    """A stretch of a question that names the first of a ranking, and the question without it."""

    named: str
    rest: str


def read_of_ranked(question: str, tagger: Tagger, read: Read) -> Reading | None:
    """The reading of what is asked of the first of a ranking; None where none is named, or nothing more is asked."""
    text = normalise(question)
    spans = tagger.tag(text)
    if not any(span.has(*_RANKS) for span in spans) or not any(
        span.has("number", "heads", "percent") for span in spans
    ):
        return None
    for group in (*_chinese(text, spans), *_english(text, spans)):
        listed = read(group.named, State())
        people = _people(listed)
        if people is None:
            continue
        asked = read(group.rest, State(last="list", figures="list", audience=within(people)))
        if asked.answers and any("ranked" in str(call.args) for call in asked.calls):
            asked.question = question
            asked.notes = list(dict.fromkeys([*listed.notes, *asked.notes]))
            asked.account = [*listed.account, *asked.account]
            return asked
    return None


def _people(listed: Reading) -> Audience | None:
    """The first of a ranking as an audience; None where the stretch names anything else."""
    if not listed.answers or listed.leftovers or len(listed.calls) != 1:
        return None
    call = listed.calls[0]
    if call.tool == "list_audience" and any(c.get("kind") == "ranked" for c in call.args["audience"].get("all", ())):
        return Audience.model_validate(call.args["audience"])  # 消费前10%的客户: a share is a condition already
    return as_audience(call)


def _english(text: Text, spans: Sequence[Span]) -> Iterator[_Group]:
    for place, span in enumerate(spans):
        if not span.has(*_RANKS):
            continue
        near = range(max(0, place - _NEAR), min(len(spans), place + _NEAR))
        number = next((i for i in near if _counts(spans[i])), None)
        if number is None:
            continue
        first, last = min(place, number), max(place, number)
        while first and spans[first - 1].text.casefold() in _ARTICLES:
            first -= 1
        lead = [w for w in spans[first - 1].text.casefold().split() if w not in _ARTICLES] if first else []
        if not lead or lead[-1] not in (*_OF, *_DOERS):
            continue
        doing = lead[-1] in _DOERS
        for end in _ends(spans, last, doing=doing):
            yield from _cut(text, spans, first, end, "list {}", "they" if doing else "them")


def _ends(spans: Sequence[Span], last: int, *, doing: bool) -> list[int]:
    """Where the name of the group may end: before a verb, a mark or a figure, or at the end; the longest first."""
    stops = ("verb", "break", "contact", "by", "measure", "how_many", "scored", "condition", "best_selling")
    words = (*_DOERS, *_ACTS, "is", "are", "were", "was")
    found = [i for i in range(last + 1, len(spans)) if spans[i].has(*stops) or spans[i].text.casefold() in words]
    found = [i for i in found if not spans[i - 1].has("by", "rank_by")]
    found = [i for i in found if not (doing and spans[i].has("by"))]  # by spend is still of the name
    ends = [] if doing else [len(spans)]  # a verb of theirs follows
    return [*dict.fromkeys([*ends, *reversed(found)])][:_TRIES]


def _chinese(text: Text, spans: Sequence[Span]) -> Iterator[_Group]:
    """消费最高的50位客户里，…: up to whom is counted, where their place or an attribute of theirs follows."""
    for place, span in enumerate(spans):
        if not span.has(*_RANKS):
            continue
        near = range(place + 1, min(len(spans), place + 2 * _NEAR))
        end = next((i for i in near if _named(spans[i]) or _so_many_of(spans, i)), None)
        while end is not None and end + 1 < len(spans) and spans[end + 1].has("people"):
            end += 1  # 100位客户
        if end is None or end + 1 >= len(spans) or not _asked_behind(spans[end + 1]):
            continue
        share = spans[place + 1].has("percent")  # 消费前10%的客户里; in English a share is a condition like others
        if not share and not any(_counts(one) for one in spans[place : end + 1]):
            continue
        start = next((i + 1 for i in range(place, -1, -1) if spans[i].has("break") and spans[i].text != "、"), 0)
        while start < place and spans[start].has("list", "filler", "how_many"):
            start += 1
        inside = spans[end + 1].has("how_many", "share") and spans[end + 1].text[0] != "占"  # 前200人有多少女性
        heads = int(not _named(spans[end]))
        yield from _cut(text, spans, start, end + 1, "列出{}", "这些人里" if inside else "这些人", heads)


def _named(span: Span) -> bool:
    """客户, 200人: the word for the people of the ranking."""
    return span.has(*_PEOPLE) or counts_people(span)


def _so_many_of(spans: Sequence[Span], index: int) -> bool:
    """前200人有多少女性: the word for people stands in one with how many."""
    behind = spans[index + 1] if index + 1 < len(spans) else None
    return spans[index].has("number") and behind is not None and behind.text.startswith(("人有", "人里", "人中"))


def _asked_behind(span: Span) -> bool:
    return span.text.startswith(_BEHIND) or span.has("best_selling", "average", "median", "how_many", "share")


def _counts(span: Span) -> bool:
    return span.has("number", "heads") and not span.has("period", "age", "percent", "money")


def _cut(
    text: Text, spans: Sequence[Span], first: int, end: int, listing: str, pronoun: str, heads: int = 0
) -> Iterator[_Group]:
    """`heads`: so many signs of the next word still belong to the name."""
    outside = [*spans[:first], *spans[end:]]
    if not any(span.has(*_ASKED) for span in outside):
        return
    start = text.tokens[spans[first].start].start
    stop = text.tokens[spans[end - 1].end - 1].end + heads
    named = text.typed(start, stop).strip()
    before = _ARTICLE.sub("", text.typed(0, start).rstrip())
    rest = f"{before} {pronoun} {text.typed(stop, len(text.normal)).strip()}"
    yield _Group(listing.format(named), rest if pronoun.isascii() else rest.replace(f" {pronoun} ", pronoun))
