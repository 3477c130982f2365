"""Text after a cue: what must be said, what must not, the angle; quoted or up to where the next wish begins."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.planner.frame import Frame
from assistant.planner.intents.copywriting.hearing import (
    CUES,
    GENERIC,
    LIGHT,
    NAMED,
    OFFER,
    PEOPLE,
    Hearing,
    has_unknown,
    is_wish,
    until_break,
)
from assistant.planner.intents.copywriting.told_angles import hear_angles
from assistant.planner.intents.questions.stretches import fragments, is_stop
from assistant.planner.spans import Span


def cued(hearing: Hearing) -> None:
    """Text after say, mention, avoid, angle: and their like; text before "must not be mentioned"."""
    hear_angles(hearing)
    for first, end in fragments(hearing.spans, lambda span: span.has("break")):
        _forbidden(hearing, first, end)
    priced(hearing)
    for index in range(len(hearing.spans)):
        kind = "" if index in hearing.taken else _cue(hearing.spans, index)
        if kind:
            _hear(hearing, kind, index)


def priced(hearing: Hearing) -> None:
    """价格 21 美元可以写: a price to be said, whether or not a cue leads it."""
    spans = hearing.spans
    for index, span in enumerate(spans):
        if not span.has("price_tag") or index in hearing.taken:
            continue
        end = index + 1
        while end < len(spans) and spans[end].has("filler", "copy_verb", "say") and not spans[end].has("break"):
            end += 1
        if end < len(spans) and spans[end].has("money", "number") and hearing.free(index, end + 1):
            hearing.heard.priced = True
            hearing.heard.said.append(hearing.typed(index, index + 1) + hearing.typed(end, end + 1))
            stop = end + 1 + until_break(spans[end + 1 :])
            ends = all(one.has("filler", "copy_verb", "consented") for one in spans[end + 1 : stop])
            hearing.take(index, stop if ends else end + 1)


def _cue(spans: list[Span], index: int) -> str:
    span = spans[index]
    after = spans[index + 1] if index + 1 < len(spans) else None
    if after is None:
        return ""
    if span.has("say_colon", "angle_colon") and after.text.strip() in (":", "：", "="):
        return "say" if span.has("say_colon") else "angle"
    if (
        span.has("unsay_short")
        and not after.has("row", "draft_word", "one")
        and (index == 0 or spans[index - 1].has("break", "and", "but") or _opens(spans, index))
    ):
        return "unsay_short"
    if span.has("style") and after.text.strip() in (":", "：", "="):
        return "manner"
    if span.has("manner") and index and spans[index - 1].text.casefold().endswith(_WANTING):
        return ""  # I'd like an email
    if span.text == "写成" and any(one.has("copy_channel", "contact_noun") for one in spans[index + 1 : index + 4]):
        return ""  # 把清仓写成一条短信
    if (span.has("less") and after.has("tone", "less")) or after.has("row", "draft_word"):
        return ""
    return next((kind for kind in ("unsay", "invent", "event", "angle", "manner", "say") if span.has(kind)), "")


_WANTING = ("'d", "would", " id", " wed", "i", "we", "you", "id", "wed")


def _opens(spans: list[Span], index: int) -> bool:
    """ok remove the …, can you drop the …: nothing is said before it."""
    return all(span.has("filler", "soft", "greeting", "interjection") for span in spans[:index])


def _forbidden(hearing: Hearing, first: int, end: int) -> None:
    """price must not be mentioned, 价格别提, leave the price out: the text before or between the words that say so."""
    spans = hearing.spans
    while end > first and spans[end - 1].has("filler", "soft") and not spans[end - 1].has("unsay_after", "unsay_tail"):
        end -= 1
    if end - first < 2 or not hearing.free(first, end):
        return
    while first < end and spans[first].has("and", "but"):
        first += 1
    if spans[end - 1].has("unsay_after"):
        _note(hearing, "unsay", (first, end), (first, end - 1))
    elif spans[end - 1].has("unsay_tail"):
        lead = next((i for i in range(first, end - 1) if spans[i].has("unsay_lead")), None)
        if lead is not None:
            _note(hearing, "unsay", (lead, end), (lead + 1, end - 1))


def _hear(hearing: Hearing, kind: str, index: int) -> None:
    spans = hearing.spans
    first = index + 1
    while first < len(spans) and (spans[first].text.strip() in (":", "：", "=") or spans[first].text == "that"):
        first += 1
    end = _end(hearing, kind, first)
    _note(hearing, kind, (index, end), (first, end))


def _note(hearing: Hearing, kind: str, whole: tuple[int, int], said: tuple[int, int]) -> None:
    """Take the spans of `whole`, of which `said` are the text itself, for what `kind` of cue they are."""
    (index, taken), (first, end) = whole, said
    inner = hearing.spans[first:end]
    if not inner or not hearing.free(first, end) or _stays(hearing, kind, inner):
        return
    quoted = _quoted(hearing, index, end)
    text = quoted or hearing.typed(first, end)
    offers = any(span.has(*OFFER) or (span.value("goal") == "promotion") for span in inner)
    hearing.heard.goods += [name for span in inner if span.has("products") for name in _names(hearing.frame, span)]
    if all(span.has("price_tag", *LIGHT) for span in inner) and any(span.has("price_tag") for span in inner):
        hearing.heard.priced = kind in ("say", "angle")
    elif kind == "invent" or (kind.startswith("unsay") and offers and not quoted):
        parts = [name for kinds, name in _PARTS if any(span.has(*kinds) for span in inner)]
        hearing.heard.dropped += [part for part in parts if part]
        hearing.heard.no_offer = hearing.heard.no_offer or (offers and not all(parts[:1]))
    elif kind.startswith("unsay") and set(text.casefold().split()) <= _WHAT_WAS_SAID:
        hearing.heard.withdrawn = True
    elif kind.startswith("unsay"):
        hearing.heard.unsaid += [part for part in _listed(text) if part]
    elif kind == "say" and (sought := _SOMETHING.match(text)) is not None:
        hearing.heard.wished.append(sought["what"])
        hearing.heard.priced = False if _PRICE.search(text[sought.end("what") :]) else hearing.heard.priced
    elif kind == "manner" or (kind == "say" and inner[0].text.casefold() in _INDIRECT):
        hearing.heard.wished.append(hearing.typed(index, taken))
    elif kind in ("angle", "event"):
        hearing.heard.angle = text
        hearing.heard.topics += [span.text for span in inner if _is_goods(hearing, span) and not span.has("products")]
    elif not all(span.has(*LIGHT) or span.text.casefold() in GENERIC for span in inner):
        hearing.heard.said.append(text)
    hearing.take(index, taken)


def _names(frame: Frame, span: Span) -> list[str]:
    """The products a name or a telling part of one stands for."""
    phrase, op, values = span.value("products")
    if op == "is":
        return [str(value) for value in values]
    found = frame.vocabulary.products.matching(str(phrase), 4) if " " in str(phrase) or not phrase.isascii() else []
    return found if len(found) < 4 else []


_WHAT_WAS_SAID = frozenset((
    "that", "it", "this", "the", "sentence", "line", "bit", "part", "phrase", "again", "last", "one", "out", "please",
))  # fmt: skip
"""Words that name nothing but what was said last."""
_PARTS = (
    (("off", "discount", "percent", "money", "goal"), ""), (("free_shipping",), "free_shipping"),
    (("code_word", "code"), "code"), (("gift_word",), "gift"), (("until_word",), "valid_until"),
)  # fmt: skip
"""Words of an offer, and which part of it each is; the reduction is the offer itself."""
_SOMETHING = re.compile(
    r"(?P<what>(?:(?:something|anything|a (?:bit|word|little|line)|more|some|a few words)(?: (?:more|nice|else))?"
    r" (?:about|on) .+?|(?:the |its |their )?(?:scent|smell|aroma|fragrance|texture|feel)))"
    r"(?: (?:instead of|rather than|not|and not|but not) .+)?$",
    re.IGNORECASE,
)
"""something about the scent instead of the price: what is to be spoken of, and no words to be said."""
_PRICE = re.compile(r"\b(?:price|prices|cost|money)\b", re.IGNORECASE)
_INDIRECT = ("what", "where", "why", "when", "which", "who", "whether", "if", "whom")
"""Words that begin a question: what is said then is not the words themselves."""
_BOUNDS = ("goal", "range", "cmp", "cmp_post", "subject_word")


def _stays(hearing: Hearing, kind: str, inner: list[Span]) -> bool:
    """What other readers understand: offers and goods to speak of, wishes, people."""
    if kind == "event" or (kind == "say" and _SOMETHING.match(" ".join(span.text for span in inner))):
        return False
    if kind in ("say", "angle") and any(span.has("aspect") for span in inner) and not has_unknown(inner):
        return True
    if kind == "manner":
        toned = any(s.has("tone") for s in inner[:1])
        return toned or is_wish(inner) or any(span.has(*OFFER, "products", "number", "copy_channel") for span in inner)
    known = all(span.has(*OFFER, *LIGHT, "number", "until_word", "period", *_BOUNDS) for span in inner)
    if kind in ("say", "angle") and known and any(span.has(*OFFER) for span in inner):
        return True
    goods = all(span.has("products", "value", "values", *LIGHT, "field", "goal", "period") for span in inner)
    if kind in ("say", "angle") and goods and any(_is_goods(hearing, span) for span in inner):
        return kind == "angle" or not _states(inner)
    if kind == "unsay_short":
        if inner[0].has("off", "discount", "gift_word", "free_shipping", "code_word"):
            return False
        told = any(span.has(*PEOPLE, "measure", "period", "tone", "less", "must_not") for span in inner)
        return told or any(span.has("field") and not span.has("price_tag") for span in inner)
    return kind in ("say", "angle") and (
        is_wish(inner) or (not has_unknown(inner) and any(s.has(*NAMED) for s in inner))
    )


def _states(inner: list[Span]) -> bool:
    """the Loden Overcoat is here: a sentence about goods, and no mere name of them."""
    named = next((i for i, span in enumerate(inner) if span.has("products")), len(inner))
    return any(span.text.casefold().partition(" ")[0] in _STATING for span in inner[named + 1 : -1])


_STATING = ("is", "are", "was", "were", "has", "have")


def _is_goods(hearing: Hearing, span: Span) -> bool:
    """A product, or a kind of goods; made in Germany speaks of no goods and of no people either."""
    fields = [sense.value[0] for sense in span.senses if sense.kind in ("value", "values")]
    level = hearing.frame.vocabulary.level
    return span.has("products") or any(level(field) == "product" or field == "campaign" for field in fields)


def _end(hearing: Hearing, kind: str, first: int) -> int:
    """Where the text ends: at a stop; at a comma unless the angle goes on; before a wish or another cue."""
    spans = hearing.spans
    at = first
    while at < len(spans) and at not in hearing.taken:
        span = spans[at]
        if is_stop(span) or span.text in "()[]":
            break
        rest = spans[at + 1 : at + 1 + until_break(spans[at + 1 :])]
        if span.has("break") and span.text != "、" and not _goes_on(kind, rest):
            break
        if span.has("and", "but") and rest and (is_wish(rest) or rest[0].has(*CUES)):
            break
        if at > first and span.has("unsay", "invent", "angle"):
            break
        at += 1
    return at


def _goes_on(kind: str, rest: list[Span]) -> bool:
    """Whether the text goes on behind a comma: an angle with more of it, like a librarian, not a salesman."""
    if kind == "manner":
        return bool(rest) and rest[0].has("not", "less") and not any(s.has(*OFFER, "tone", "must_not") for s in rest)
    return kind == "angle" and bool(rest) and not _known_part(rest)


def _known_part(spans: list[Span]) -> bool:
    """A part that says something of its own: a wish, goods, people, a number of texts."""
    return is_wish(spans) or any(s.has("products", "value", "values", "number", "period", *NAMED) for s in spans)


def _quoted(hearing: Hearing, index: int, end: int) -> str:
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
