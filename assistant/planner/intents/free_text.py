"""Free text in a request for copy: what must be said and what not, the angle, wishes for one variant, asides.

Nothing of it is read as a condition. Each stretch is set apart as typed; what the readers of offers, goods and people
understand themselves stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.planner.frame import Frame
from assistant.planner.intents.stretches import fragments, is_stop
from assistant.planner.spans import Span

OFFER = ("discount", "off", "free_shipping", "code_word", "percent", "money", "gift_word")
WISH = (
    "copy_channel", "copy_noun", "copy_verb", "contact_noun", "contact_verb", "copy_language", "tone", "shorter",
    "longer", "must_not", "more_variants", "one_part", "characters_word", "copy_channel_other", *OFFER,
)  # fmt: skip
"""Kinds of words by which a part of the sentence is known to be about the text."""
CUES = ("say", "unsay", "angle", "invent")
_PEOPLE = ("people", "agent", "who", "contact", "saved", "person_ref", "verb", "condition")
_LIGHT = ("filler", "break", "soft", "and", "for", "place", "with", "put_word", "anaphor")
_GENERIC = (
    "product",
    "name",
    "brand",
    "offer",
    "brand name",
    "product name",
    "deadline",
    "date",
    "商品名",
    "品牌",
    "产品名",
)


@dataclass
class Heard:
    """What the free text says."""

    said: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    angle: str = ""
    each: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    """Kinds of readers the data do not know: new mums."""
    asides: list[str] = field(default_factory=list)
    no_offer: bool = False
    priced: bool | None = None
    stretches: list[tuple[int, int]] = field(default_factory=list)
    """Where it stands in the question as typed."""


def free_text(frame: Frame) -> Heard:
    """Everything that is free text, each stretch once."""
    hearing = _Hearing(frame)
    for rule in (_brackets, _chatter, _readers, _variants, _cued, _reasons):
        rule(hearing)
    hearing.heard.stretches.sort()
    return hearing.heard


class _Hearing:
    """The spans of one message, and which of them are set apart already."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.spans, self.heard = frame, frame.spans, Heard()
        self.taken: set[int] = set()

    def typed(self, first: int, end: int) -> str:
        """The asker's words of the spans `first` to `end` - 1, without marks around them."""
        return self.frame.typed(first, end - 1).strip(" \t\"'“”‘’「」《》:：=,，.。;；") if first < end else ""

    def take(self, first: int, end: int) -> None:
        """Set the spans `first` to `end` - 1 apart."""
        text = self.frame.text
        start, stop = text.tokens[self.spans[first].start].start, text.tokens[self.spans[end - 1].end - 1].end
        self.heard.stretches.append((text.origins[start], text.origins[stop - 1] + 1))
        self.taken.update(range(first, end))

    def free(self, first: int, end: int) -> bool:
        """Whether none of these spans is set apart."""
        return self.taken.isdisjoint(range(first, end))


def is_wish(spans: list[Span]) -> bool:
    """Whether a part of the sentence speaks of the text in known words only."""
    return any(span.has(*WISH, *CUES) for span in spans) and all(
        span.has(*WISH, *CUES, *_LIGHT, "number", "heads", "pieces", "style", "less", "only") for span in spans
    )


def _unknown(spans: list[Span]) -> bool:
    return any(span.unknown and any(c.isalnum() for c in span.text) for span in spans)


def _brackets(hearing: _Hearing) -> None:
    """(we've hundreds but it gets people moving): a remark, unless it is a wish or names people."""
    spans, opened = hearing.spans, -1
    for index, span in enumerate(spans):
        if span.text in "([（":
            opened = index
        elif span.text in ")]）" and 0 <= opened < index - 1:
            inner = spans[opened + 1 : index]
            if _unknown(inner) and not is_wish(inner):
                hearing.heard.asides.append(hearing.typed(opened + 1, index))
                hearing.take(opened, index + 1)
            opened = -1


def _chatter(hearing: _Hearing) -> None:
    """it's been pouring all week. 2 sms for …: a sentence about something else beside one that asks for copy."""
    spans = hearing.spans
    parts = [part for part in fragments(spans, is_stop) if hearing.free(*part)]
    wishing = [any(s.has(*WISH, *CUES) for s in spans[first:end]) for first, end in parts]
    for (first, end), wishes in zip(parts, wishing, strict=True):
        inner = spans[first:end]
        if wishes or not any(wishing) or not _unknown(inner) or any(s.has(*_PEOPLE, "products") for s in inner):
            first, end = _lead(hearing, first, end) if wishes else (end, end)
        if first < end:
            hearing.heard.asides.append(hearing.typed(first, end))
            hearing.take(first, end)


def _lead(hearing: _Hearing, first: int, end: int) -> tuple[int, int]:
    """Parts in front of the first one that asks: so it's finally spring, 3 emails for …"""
    spans, upto = hearing.spans, first
    for start, stop in fragments(spans[first:end], lambda span: span.has("break")):
        inner = spans[first + start : first + stop]
        speaks = any(s.has(*WISH, *CUES, *_PEOPLE, "products", "number") for s in inner)
        if speaks or not _unknown(inner) or any(s.has("for", "goal", "value", "values") for s in inner):
            break
        upto = first + stop
    return (first, upto) if upto < end else (end, end)


def _readers(hearing: _Hearing) -> None:
    """for new mums, 给新手妈妈写: whom it is written for, where the data cannot tell who that is."""
    spans = hearing.spans
    for index, span in enumerate(spans):
        if not span.has("reader") or span.has("value", "values", "products", "agent") or index in hearing.taken:
            continue
        first = index
        while first > 0 and index - first < 3 and not spans[first - 1].has("break", "for", "copy_noun", "copy_channel"):
            first -= 1
        if first and spans[first - 1].has("for") and not any(s.has("verb", "products") for s in spans[first:index]):
            hearing.heard.readers.append(hearing.typed(first, index + 1))
            hearing.take(first - 1, index + 1)


def _variants(hearing: _Hearing) -> None:
    """3 takes: one on the colours, one playful, one dead simple; 一条讲成分，一条走优惠."""
    spans, found = hearing.spans, []
    for first, end in fragments(spans, lambda span: span.has("break", "and")):
        if hearing.free(first, end) and end - first > 1 and spans[first].has("one") and not _counts(spans[first:end]):
            found.append((first, end))
    if len(found) < 2:
        return
    for first, end in found:
        hearing.heard.each.append(hearing.typed(first + 1, end).removeprefix("that is ").removeprefix("about "))
        hearing.take(first, end)


def _counts(spans: list[Span]) -> bool:
    """one sms, one email: what there is one of, not what one of them is like."""
    return len(spans) > 1 and spans[1].has("copy_channel", "contact_noun") and not spans[1].has("style", "tone")


def _cued(hearing: _Hearing) -> None:
    """Text after say, mention, avoid, angle: and their like."""
    for index in range(len(hearing.spans)):
        kind = "" if index in hearing.taken else _cue(hearing.spans, index)
        if kind:
            _hear(hearing, kind, index)


def _cue(spans: list[Span], index: int) -> str:
    span = spans[index]
    after = spans[index + 1] if index + 1 < len(spans) else None
    if after is None:
        return ""
    if span.has("say_colon", "angle_colon") and after.text.strip() in (":", "：", "="):
        return "say" if span.has("say_colon") else "angle"
    if span.has("unsay_short") and (index == 0 or spans[index - 1].has("break", "and", "but")):
        return "unsay_short"
    if span.has("less") and after.has("tone", "less"):
        return ""
    return next((kind for kind in ("unsay", "invent", "angle", "say") if span.has(kind)), "")


def _hear(hearing: _Hearing, kind: str, index: int) -> None:
    spans = hearing.spans
    first = index + 1
    while first < len(spans) and (spans[first].text.strip() in (":", "：", "=") or spans[first].text == "that"):
        first += 1
    end = _end(hearing, kind, first)
    inner = spans[first:end]
    if not inner or not hearing.free(first, end) or _stays(kind, inner):
        return
    text = _quoted(hearing, index, end) or hearing.typed(first, end)
    offers = any(span.has(*OFFER) for span in inner)
    if all(span.has("price_tag", *_LIGHT) for span in inner) and any(span.has("price_tag") for span in inner):
        hearing.heard.priced = kind in ("say", "angle")
    elif kind == "invent" or (kind.startswith("unsay") and offers):
        hearing.heard.no_offer = hearing.heard.no_offer or offers
    elif kind.startswith("unsay"):
        hearing.heard.unsaid += [part for part in _listed(text) if part]
    elif kind == "angle":
        hearing.heard.angle = text
    elif not all(span.has(*_LIGHT) or span.text.casefold() in _GENERIC for span in inner):
        hearing.heard.said.append(text)
    hearing.take(index, end)


def _stays(kind: str, inner: list[Span]) -> bool:
    """What other readers understand: offers and goods to speak of, wishes, people."""
    known = all(span.has(*OFFER, *_LIGHT, "number", "until_word", "period", "goal", "range") for span in inner)
    if kind in ("say", "angle") and known and any(span.has(*OFFER) for span in inner):
        return True
    goods = all(span.has("products", "value", "values", *_LIGHT, "field", "goal") for span in inner)
    if kind in ("say", "angle") and goods and any(span.has("products", "value", "values") for span in inner):
        return True
    if kind == "unsay_short":
        told = any(span.has(*_PEOPLE, "measure", "period", "tone", "less", "must_not") for span in inner)
        return told or any(span.has("field") and not span.has("price_tag") for span in inner)
    return kind in ("say", "angle") and (
        is_wish(inner) or (not _unknown(inner) and any(s.has(*_PEOPLE) for s in inner))
    )


def _end(hearing: _Hearing, kind: str, first: int) -> int:
    """Where the text ends: at a stop; at a comma unless the angle goes on; before a wish or another cue."""
    spans = hearing.spans
    at = first
    while at < len(spans) and at not in hearing.taken:
        span = spans[at]
        if is_stop(span) or span.text in "()[]":
            break
        rest = spans[at + 1 : at + 1 + _until_break(spans[at + 1 :])]
        if span.has("break") and span.text != "、" and (kind != "angle" or not rest or is_wish(rest)):
            break
        if span.has("and", "but") and rest and (is_wish(rest) or rest[0].has(*CUES)):
            break
        if at > first and span.has("unsay", "invent", "angle"):
            break
        at += 1
    return at


def _until_break(spans: list[Span]) -> int:
    return next((place for place, span in enumerate(spans) if span.has("break")), len(spans))


def _quoted(hearing: _Hearing, index: int, end: int) -> str:
    """say "free returns": only what stands between the quotation marks."""
    text, tokens = hearing.frame.text, hearing.frame.text.tokens
    start, stop = tokens[hearing.spans[index].end - 1].end, tokens[hearing.spans[end - 1].end - 1].end + 1
    pieces = text.normal[start:stop].split('"')
    if len(pieces) < 3:
        return ""
    begin = start + len(pieces[0]) + 1
    return text.typed(begin, begin + len(pieces[1]))


def _listed(text: str) -> Iterator[str]:
    """The words of a list: cheap, bargain or deal; without articles."""
    for part in text.replace("、", ",").replace("，", ",").replace(" or ", ",").replace(" and ", ",").split(","):
        words = part.strip(" \"'“”")
        for article in ("the ", "a ", "an ", "any ", "our ", "words ", "word "):
            words = words.removeprefix(article)
        yield words


def _reasons(hearing: _Hearing) -> None:
    """so my boss can read it, 因为老板要看: why it is asked for, to the end of the sentence."""
    spans = hearing.spans
    for index, span in enumerate(spans):
        if span.has("aside") and index not in hearing.taken:
            end = index + 1
            while end < len(spans) and end not in hearing.taken and not is_stop(spans[end]):
                rest = spans[end + 1 : end + 1 + _until_break(spans[end + 1 :])]
                if spans[end].has("break") and is_wish(rest):
                    break
                end += 1
            if _unknown(spans[index + 1 : end]) or end > index + 1:
                hearing.heard.asides.append(hearing.typed(index, end))
                hearing.take(index, end)
