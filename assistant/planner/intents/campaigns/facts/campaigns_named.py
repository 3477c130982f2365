"""Which campaigns a question names: by name, by holiday and year, by channel, the last three of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from assistant.planner.campaigns import bare_name
from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.campaigns import whole_year
from assistant.planner.spans import Span
from assistant.planner.text import fold


@dataclass
class Named:
    """The campaigns and channels named, and the places of the words that name them."""

    campaigns: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    places: set[int] = field(default_factory=set)
    latest: int = 0
    """So many of the last ones are meant."""
    messages: bool = False
    """Messages are spoken of at all."""


def names_in(frame: Frame, spans: list[Span]) -> Named:
    """All of them, years and channels told beside a name included."""
    named = Named()
    for index, span in enumerate(spans):
        _channel(frame, spans, index, named)
        names = _by_name(span)
        if names:
            named.campaigns += [name for name in names if name not in named.campaigns]
            named.places.add(index)
        named.messages = named.messages or bool(names) or span.has("mail_noun", "last_campaign")
    _years(frame, spans, named)
    _latest(frame, spans, named)
    _same_channel(frame, named)
    return named


def _by_name(span: Span) -> tuple[str, ...]:
    for sense in span.senses:
        if sense.kind == "value" and sense.value[0] == "campaign":
            return (str(sense.value[1]),)
        if sense.kind == "values" and sense.value[0] == "campaign":
            return tuple(str(name) for name in sense.value[1])
    return ()


def _years(frame: Frame, spans: list[Span], named: Named) -> None:
    """2024 and 2025, 黑五2025: the years say which of the yearly campaigns, where these are of one name."""
    held = {bare_name(name) for name in named.campaigns}
    if len(held) != 1:
        return
    series = [one.name for one in frame.vocabulary.campaigns.rows if bare_name(one.name) in held]
    told = [
        (i, span, whole_year(span.value("period"), frame.today)) for i, span in enumerate(spans) if span.has("period")
    ]
    own = [(i, span) for i, span in enumerate(spans) if i in named.places]
    years = {year for i, _, year in told if year and i not in named.places and _joined(spans, i, named.places)}
    years |= {year for _, span in own for year in _written(span.text)}
    chosen = [name for year in sorted(years) for name in frame.vocabulary.campaigns.of_year(series, year)]
    if len(chosen) == len(years) and chosen:
        named.campaigns = list(dict.fromkeys(chosen))
        named.places |= {i for i, _, year in told if year in years}


def _written(text: str) -> list[int]:
    digits = "".join(c if c.isdigit() else " " for c in text).split()
    return [int(part) for part in digits if len(part) == 4 and part.startswith("20")]


def _between(span: Span) -> bool:
    light = span.has("filler", "break", "and", "versus", "light", "listing")
    return light or span.text.strip("年").isdigit()


def _joined(spans: list[Span], index: int, places: set[int]) -> bool:
    """Whether a year stands beside a name, or beside another year that does."""
    for step in (1, -1):
        at = index + step
        while 0 <= at < len(spans) and at not in places and _between(spans[at]):
            at += step
        if at in places:
            return True
    return False


def _channel(frame: Frame, spans: list[Span], index: int, named: Named) -> None:
    """emails, the push, 短信: how they were sent."""
    stored = {fold(value): value for value in frame.vocabulary.values("campaign_channel")}
    span = spans[index]
    told = [s.value for s in span.senses if s.kind in ("contact_noun", "copy_channel")]
    told += [s.value[1] for s in span.senses if s.kind == "value" and s.value[0] == "campaign_channel"]
    told += [span.value("contact_verb")] if span.has("contact_verb") and span.text.startswith("发") else []
    found = next((stored[fold(str(name))] for name in told if fold(str(name)) in stored), None)
    done = span.has("split", "act", "fact", "measure")
    found = _within(frame, span, stored) if done else found
    if found is not None and not _by_name(span):
        named.channels += [found] if found not in named.channels else []
        named.places |= set() if done else {index}
        named.messages = True


def _within(frame: Frame, span: Span, stored: dict[str, str]) -> str | None:
    """email opens, 打开邮件: the words for what was done name the channel, too."""
    words = [token.text for token in frame.text.tokens[span.start : span.end]]
    pairs = [a + b for a, b in pairwise(words)]
    senses = [sense for word in (*words, *pairs) for sense in frame.vocabulary.lexicon.get(word)]
    named = (fold(str(s.value)) for s in senses if s.kind == "contact_noun")
    return next((stored[name] for name in named if name in stored), None)


def _latest(frame: Frame, spans: list[Span], named: Named) -> None:
    """the last three e-mails, 最近一次短信, the last campaign: those sent last."""
    if named.campaigns:
        return
    rows = [one for one in frame.vocabulary.campaigns.rows if one.day and one.day <= frame.today]
    for index, span in enumerate(spans):
        if span.has("period") or not (span.has("latest", "last_one", "last_campaign") or _recent(span.text)):
            continue
        end, count = index + 1, 1
        while end < len(spans) and (spans[end].has(*_COUNTED) or spans[end].text in _PIECES):
            value = next((spans[end].value(kind) for kind in _COUNTED if spans[end].has(kind)), None)
            count = int(value[0] if isinstance(value, tuple) else value) if value else count
            end += 1
        noun = end < len(spans) and (spans[end].has("mail_noun", "split") or end in named.places)
        if not (noun or span.has("last_campaign")) or not 0 < count <= 50:
            continue
        sent = [one for one in rows if not named.channels or one.channel in named.channels]
        named.campaigns = [one.name for one in sent[-count:]]
        named.places |= set(range(index, end))
        named.latest, named.messages = count, True
        return


_PIECES = ("的", "封", "条", "次", "个", "场")
_COUNTED = ("number", "pieces", "times")


def _recent(text: str) -> bool:
    return text.casefold() in _RECENT


_RECENT = (
    "最近", "最近一次", "上一次", "上次", "最近一封", "最近一条", "最新", "上一封", "上一条", "最后", "last",
    "latest", "the last", "the latest", "our last", "most recent", "the most recent",
)  # fmt: skip


def _same_channel(frame: Frame, named: Named) -> None:
    """the Black Friday e-mail: the channel goes without saying where all that are named went out by it."""
    sent = {one.channel for one in frame.vocabulary.campaigns.rows if one.name in named.campaigns}
    if named.campaigns and sent <= set(named.channels):
        named.channels = []
