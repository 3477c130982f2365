"""What a question is asked for, in front of it: 新茶季想做江南专场，…; let's build something for Christmas: ….

Such a stretch picks nobody. It is left out only where the question behind it reads whole, names again whatever in it
could pick people, and the answer says that it was not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from assistant.planner.around.said import any_of, said
from assistant.planner.around.weighty import ALWAYS, COUNTED
from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import normalise

_MARKS = "，,：:；;。—"
_QUOTES = frozenset('“”"「」《》')
_WEIGHTY = (
    *ALWAYS, *COUNTED, "not", "only", "or", "copy_verb", "copy_channel", "contact_noun", "contact_verb", "tone",
    "anaphor", "list", "which", "measure", "hold_word", "agent",
)  # fmt: skip
_DONE = re.compile(r"[过了]$")
_ROWS = re.compile(r"[过了]的\w{1,4}$")
"""今年发过的活动，…: what the question is about."""
_LEAST = 3
"""Characters of a question."""

_OCCASION = re.compile(
    r"^(?P<said>(?:(?:ok|okay|so|now|right|hi|hey),? )?(?:(?:let['’]?s|let us"
    r"|(?:i|we)(?:['’]m|['’]re| am| are)?(?: want to| need to)?|can we|could we|help me) )?"
    r"(?:(?:build|plan|prepare|do|make|set up|put together|start|need|want)(?:n?ing)? )?(?:me |us )?"
    r"(?:(?:something|an? (?:group|audience|list|segment|campaign|selection|target group|push|action)) )?"
    r"for (?:our |the |this |next )?(?P<what>[a-z][\w'’ -]{3,28}?))(?:\s*(?::|;|—)|\s+–| - )\s*(?P<rest>.{6,})$",
    re.IGNORECASE,
)
"""let's build something for Christmas: …"""
_DAYS = re.compile(
    r"(?:(?:last|this|next|past|previous|the|early|mid|late|whole|of|all|in) )*"
    r"(?:(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|(?:sun|mon|tues|wednes|thurs"
    r"|fri|satur)day|day|week|month|quarter|year|today|yesterday|to date|[ymq]td|jan|feb|mar|apr|jun|jul|aug|sept?|oct"
    r"|nov|dec)s?",
    re.IGNORECASE,
)
"""for July: …, for last week: … – days that are counted."""

Read = Callable[[str], Reading]


def read_behind_aim(question: str, tagger: Tagger, read: Read) -> Reading | None:
    """The reading of what follows such a stretch; None where there is none, or where it may say who is meant."""
    english = _OCCASION.match(question)
    cut = next((i for i, character in enumerate(question) if character in _MARKS), 0)
    head, rest = question[:cut].strip(), question[cut:].lstrip(_MARKS + " ")
    if english:
        head, rest = english["said"].strip(), english["rest"]
    if not head or len(rest) < _LEAST or _QUOTES & set(head) or not (english or _is_aim(head, question[cut])):
        return None
    named = english["what"] if english else _who().sub("", head)
    spans, others = tagger.tag(normalise(named)), tagger.tag(normalise(rest))
    if any(_weighs(span, tagger, others) for span in spans) or (english and not _holidays(spans)):
        return None
    reading = read(rest)
    if reading.ask is not None or not (reading.calls or reading.decline):
        return None
    if english and any(call.tool == "measure" for call in reading.calls):
        return None  # for Black Friday: revenue by category – the days that are counted
    reading.question = question
    told = (f"I took “{head}” as what it is for; it picks nobody.", f"“{head}”按用途理解，没有用来筛选。")
    reading.notes.append(told[reading.language == "zh"])
    return reading


def _holidays(spans: Sequence[Span]) -> bool:
    """Christmas, Mother's Day: an occasion by its name, and no days that are counted."""
    told = [span for span in spans if not span.filler]
    return bool(told) and all(
        span.has("period")
        and not any(character.isdigit() for character in span.text)
        and not _DAYS.fullmatch(span.text)
        for span in told
    )


def _is_aim(said: str, mark: str) -> bool:
    """Whether it says what is being done or cries like a text, and asks for nothing itself."""
    asks, cries, *aims = _shapes()
    if _ROWS.search(said):
        return False
    return not asks.match(said) and ((mark == "—" and bool(cries.match(said))) or any(one.match(said) for one in aims))


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    def zh(table: str) -> str:
        return any_of(table, language="zh")

    return (
        re.compile(zh("request")),
        re.compile(rf"^.{{2,16}}{zh('cry')}$"),
        re.compile(rf"^.{{0,8}}?{zh('meaning_to')}(?:给|为|向|跟|对|在|把)?.{{0,12}}?{zh('work')}.{{0,12}}$"),
        re.compile(rf"^.{{1,8}}{zh('occasion')}$"),
        re.compile(rf"^.{{1,8}}{zh('nearing')}$"),
        re.compile(rf"^{zh('serving')}.{{1,12}}(?:用|活动|准备|安排|做|推|发|联动)?$"),
    )


@cache
def _who() -> re.Pattern[str]:
    return re.compile(any_of("role", "office", language="zh"), re.IGNORECASE)


def _weighs(span: Span, tagger: Tagger, others: Sequence[Span]) -> bool:
    """Whether a word may pick people, unless it is said again behind."""
    if span.has("filler", "purpose", "purpose_act", "aim") and not span.has("not", "never", "customer_id"):
        return False
    counted = any(other.has("how_many", "list") for other in others)
    written = not counted and any(
        other.has("copy_verb", "copy_channel", "contact_noun", "offer_verb") for other in others
    )
    if written and span.has("period"):
        return True  # 黑五活动，短信两条: what the text is for
    if span.has("list") and span.text in said("occasion", language="zh"):
        return False  # 为双十一圈人
    if named := _values(span):
        personal = any(tagger.vocabulary.level(str(value[0])) == "customer" for value in named)
        return (personal or written) and not named & {value for other in others for value in _values(other)}
    if span.value("agent") in ("new", "first_time"):
        return not any(other.value("verb") == "signup" or other.has("first_order", "agent") for other in others)
    if span.value("agent") in ("returning", "buy"):
        return not any(other.value("verb") == "buy" for other in others)
    if span.value("agent") == "lapsed":
        return not any(other.has("not", "never") for other in others)
    return (span.has("verb") and _DONE.search(span.text) is not None) or span.has(*_WEIGHTY)


def _values(span: Span) -> set[tuple[str, ...]]:
    return {
        sense.value for sense in span.senses if sense.kind in ("value", "values") and isinstance(sense.value, tuple)
    }
