"""What a message said that went out earlier, what it was for, what was noted of it, when it went."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from assistant.planner.campaigns import Campaign, bare_name
from assistant.planner.frame import Frame
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Lexicon, lexicon_of
from assistant.planner.readers.calendar import bounds
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from assistant.planner.text import keys_of
from assistant.planner.words import entries

SECTIONS = {
    "sent_text": ("What was sent", "发送内容"),
    "sent_goal": ("Goal", "目标"),
    "sent_noted": ("What we noted", "备忘"),
    "sent_day": ("", ""),
}
"""What is asked, and the heading it stands under where a campaign is written up; the day is told in front of all."""
_FIGURES = (
    "how_many", "share", "by", "average", "trend", "top", "bottom", "rate_of", "how_much", "customer_id", "scored",
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_COMMON = frozenset((
    "text", "letter", "note", "gift", "week", "season", "place", "saved", "sale", "weekend", "access", "early", "edit",
    "we", "your", "day", "s", "single",
))  # fmt: skip
"""Words of campaigns' names that name none by themselves."""


@cache
def _words() -> Lexicon:
    return lexicon_of("sent")


def read_sent(frame: Frame) -> Reading | None:
    """subject line we used for Gift Guide 2025, what did the 618 WeChat say: looked up, not written anew."""
    if frame.has(*_FIGURES) or not any(word in frame.text.normal for word in _some_words()):
        return None
    if any(span.value("agent") == "open" for span in frame.spans):
        return None  # openers of a letter are people, its opener a line
    spans = frame.tagger.tag(frame.text, _words())
    asked = _asked(frame, spans)
    if not asked:
        return None
    campaign = _campaign(frame, spans)
    if campaign is None:
        return _by_meaning(frame, spans, asked)
    heading = frame.say(*SECTIONS[asked])
    name = next((n for n in campaign.names if n.isascii() == (frame.language == "en")), campaign.name)
    query = f"{name} › {heading}" if heading else name
    call = Call("search_library", {"query": query, "kind": "campaign", "limit": 8})
    return frame.reading("library", calls=[call], focus={"campaign": list(campaign.names), "section": heading})


def _by_meaning(frame: Frame, spans: list[Span], asked: str) -> Reading | None:
    """find the old win-back text: a message that went out and is not named."""
    old = any(span.has("sent_strong") for span in spans)
    wrote = frame.text.normal.startswith(
        ("what did we write", "what did we say", "what did we send", "how did we word")
    )
    named = wrote or any(span.has("sent_kind") or span.has("copy_noun") for span in spans)
    if asked != "sent_text" or not old or not named:
        return None
    query = frame.text.original.strip()[:480]
    return frame.reading("library", calls=[Call("search_library", {"query": query, "kind": "campaign"})])


@cache
def _some_words() -> frozenset[str]:
    return frozenset(form for kind, _, form in entries("sent") if kind in SECTIONS)


def _asked(frame: Frame, spans: list[Span]) -> str:
    """Which part of what is on record is asked for; "" where a text is to be written, or nothing of the kind asked."""
    kinds = [kind for kind in SECTIONS if any(span.has(kind) for span in spans)]
    if not kinds or _to_be_written(spans):
        return ""
    dated = any(span.has("sent_past") for span in spans) or " of " in frame.text.normal
    last = any(span.has("sent_last") for span in spans) and any(span.has("sent_kind") for span in spans)
    if "sent_day" in kinds and not ((_sent_said(frame) and dated) or last):
        kinds.remove("sent_day")
    past = any(_past(span) for span in spans) or _of_it(spans)
    figures = any(span.has("measure") and span.value("measure") not in _OF_MESSAGES for span in frame.spans)
    return kinds[0] if kinds and past and not figures and not frame.slots().relative else ""


def _past(span: Span) -> bool:
    return span.has("sent_past") or bool({"was", "did", "were"} & set(span.text.casefold().split()))


_OF_MESSAGES = ("campaigns", "sends", "events", "customers")
"""Figures whose words name a message as well: campaign, sent."""


def _sent_said(frame: Frame) -> bool:
    said = {token.text for token in frame.text.tokens}
    return frame.language == "zh" or bool({"sent", "out", "go", "send", "ran", "launched"} & said)


def _to_be_written(spans: list[Span]) -> bool:
    """write a subject line for …: an order to write opens the message, or texts are counted."""
    first = next((span for span in spans if not span.has("filler", "break", "greeting")), None)
    asked = next((i for i, span in enumerate(spans) if span.has("sent_past")), len(spans))
    told = first is not None and first.has("copy_verb") and spans.index(first) < asked
    return told or any(span.has("number", "pieces") and not span.has("value", "period") for span in spans)


def _of_it(spans: list[Span]) -> bool:
    """the copy of Qixi Gifts 2026: the text of something that is named."""
    pairs = list(pairwise(spans))
    behind = any(a.has("sent_text") and b.text.casefold() in ("of", "in", "from") for a, b in pairs)
    beside = any((a.value("value") or ("",))[0] == "campaign" and b.has("sent_text") for a, b in pairs)
    return behind or beside or any(a.text == "的" and b.has("sent_text") for a, b in pairs)


def _campaign(frame: Frame, spans: list[Span]) -> Campaign | None:
    """The one campaign the words stand for: by name or part of it, by year, else the latest that fits."""
    sent = [row for row in frame.vocabulary.campaigns.rows if row.day and row.day <= frame.today]
    channels = [s for s in spans if s.has("copy_channel")]
    channels = [s for s in channels if not s.has("sent_text")] or channels
    channel = str(channels[0].value("copy_channel")) if channels else ""
    near = _best_named(frame, sent)
    if not near:
        told = any(span.has("sent_kind") for span in spans)
        near = [row for row in sent if told and (not channel or row.channel == channel) and _in_time(frame, row)]
        near = near if any(span.has("sent_last", "period") for span in spans) else []
        if told and not near and channel and any(span.has("period") for span in spans):
            raise _none_then(sent)
        return near[-1] if near else None
    year = _year(frame)
    near = [row for row in near if year is None or (row.day and row.day.year == year)]
    if len({bare_name(row.name) for row in near}) > 1:
        near = [row for row in near if row.channel == channel]
    return near[-1] if near and len({bare_name(row.name) for row in near}) == 1 else None


def _none_then(sent: list[Campaign]) -> Unclear:
    """last week's email, where none went out: which one is meant."""
    names = [(row.names[0], row.names[-1]) for row in sent[-2:]]
    options = [(f"what did {english} say", f"{chinese}写了什么") for english, chinese in names]
    return Unclear("No such message went out then: which one do you mean?", "那段时间没有发过：您指哪一个？", options)


def _in_time(frame: Frame, row: Campaign) -> bool:
    """what was last week's email about: sent in the time that is named, if one is."""
    periods = [span.value("period") for span in frame.spans if span.has("period")]
    for start, end in (bounds(period, frame.today) for period in periods):
        if row.day is None or (start and row.day < start) or (end and row.day > end):
            return False
    return True


def _best_named(frame: Frame, rows: list[Campaign]) -> list[Campaign]:
    """Those whose names have the most in common with what is said."""
    said = set(keys_of(frame.text.normal))
    series: dict[str, set[str]] = {}
    for row in rows:
        for word in keys_of(bare_name(row.name)):
            series.setdefault(word, set()).add(bare_name(row.name))
    scored = [(_likeness(row, said, series, frame.text.normal), row) for row in rows]
    most = max((score for score, _ in scored), default=0)
    return [row for score, row in scored if score == most and most > 0]


def _likeness(row: Campaign, said: set[str], series: dict[str, set[str]], text: str) -> int:
    """How many words of a campaign's name are said; none where they would fit others as well."""
    if any(not name.isascii() and bare_name(name)[:-1].casefold() in text for name in row.names):
        return len(keys_of(bare_name(row.name))) + 1
    words = keys_of(bare_name(row.name))
    found = [word for word in words if word in said]
    telling = [word for word in found if word not in _COMMON]
    whole = len(found) == len(words)
    if whole or len(telling) > 1 or any(len(series[word]) == 1 for word in telling):
        return len(found) + whole
    return 0


def _year(frame: Frame) -> int | None:
    named = _YEAR.search(frame.text.normal)
    if named:
        return int(named[1])
    if "last year" in frame.text.normal or "去年" in frame.text.normal:
        return frame.today.year - 1
    return frame.today.year if "this year" in frame.text.normal or "今年" in frame.text.normal else None
