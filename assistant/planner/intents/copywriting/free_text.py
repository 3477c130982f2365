"""Free text in a request for copy: what must be said and what not, the angle, wishes for one variant, asides.

Nothing of it is read as a condition. Each stretch is set apart as typed; what the readers of offers, goods and people
understand themselves stays where it is.
"""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.kinds import told
from assistant.planner.intents.copywriting.cued_text import cued
from assistant.planner.intents.copywriting.hearing import (
    CUES,
    OFFER,
    PEOPLE,
    WISH,
    Heard,
    Hearing,
    has_unknown,
    is_wish,
    until_break,
)
from assistant.planner.intents.copywriting.honesty import unbacked
from assistant.planner.intents.copywriting.lettered_wishes import hear_letters
from assistant.planner.intents.questions.stretches import fragments, is_stop
from assistant.planner.spans import Span

CHAT = 3
"""A sentence of so many words may be about something else; a shorter one is a wish that is not understood."""


def free_text(frame: Frame) -> Heard:
    """Everything that is free text, each stretch once."""
    hearing = Hearing(frame)
    for rule in (
        hear_letters,
        _brackets,
        _chatter,
        _readers,
        _variants,
        cued,
        _quotes,
        _moods,
        _calls,
        _phrases,
        _reasons,
        _claims,
    ):
        rule(hearing)
    hearing.heard.stretches.sort()
    return hearing.heard


def _brackets(hearing: Hearing) -> None:
    """(we've hundreds but it gets people moving): a remark, unless it is a wish or names people."""
    spans, opened = hearing.spans, -1
    for index, span in enumerate(spans):
        if span.text in "([（":
            opened = index
        elif span.text in ")]）" and 0 <= opened < index - 1:
            inner = spans[opened + 1 : index]
            if has_unknown(inner) and not is_wish(inner):
                hearing.heard.asides.append(hearing.typed(opened + 1, index))
                hearing.take(opened, index + 1)
            opened = -1


def _chatter(hearing: Hearing) -> None:
    """it's been pouring all week. 2 sms for …: a sentence about something else beside one that asks for copy."""
    spans = hearing.spans
    parts = [part for part in fragments(spans, is_stop) if hearing.free(*part)]
    wishing = [_wishes(spans[first:end]) for first, end in parts]
    for (first, end), wishes in zip(parts, wishing, strict=True):
        inner = spans[first:end]
        said = hearing.typed(first, end)
        whole = len(said.split()) >= CHAT or (not said.isascii() and len(said) >= 2 * CHAT)
        known = not has_unknown(inner) or any(s.has(*PEOPLE, "products") or _goods(hearing, s) for s in inner)
        if wishes or not any(wishing) or known or not whole:
            first, end = _lead(hearing, first, end) if wishes else (end, end)
        if first < end:
            asked = spans[first].text.casefold().split()[0] in _ORDERS
            (hearing.heard.wished if asked else hearing.heard.asides).append(hearing.typed(first, end))
            hearing.take(first, end)


def _goods(hearing: Hearing, span: Span) -> bool:
    """A kind of goods that the shop has."""
    level = hearing.frame.vocabulary.level
    return any(s.kind == "value" and isinstance(s.value, tuple) and level(s.value[0]) == "product" for s in span.senses)


_ORDERS = (
    "write", "make", "keep", "use", "start", "end", "begin", "open", "close", "think", "imagine", "picture", "at",
    "max", "maximum", "sound", "let", "don't", "dont", "never", "always", "show", "tease", "explain",
    "describe", "try", "go",
)  # fmt: skip
"""Words that begin an order to the writer."""


def _wishes(spans: list[Span]) -> bool:
    """Whether a sentence speaks of the text: in known words, after a cue, behind a label (Angle: …)."""
    labelled = any(
        a.has("say_colon", "angle_colon", "style", "people_label", "soft") and b.text.strip() in (":", "：", "=")
        for a, b in pairwise(spans[:4])
    )
    return labelled or any(span.has(*WISH, *CUES) for span in spans) or bool(spans and spans[0].has("unsay_short"))


def _lead(hearing: Hearing, first: int, end: int) -> tuple[int, int]:
    """Parts in front of the first one that asks: so it's finally spring, 3 emails for …"""
    spans, upto = hearing.spans, first
    for start, stop in fragments(spans[first:end], lambda span: span.has("break")):
        inner = spans[first + start : first + stop]
        speaks = _wishes(inner) or any(s.has(*PEOPLE, "products", "number") for s in inner)
        if speaks or not has_unknown(inner) or any(s.has("for", "goal", "value", "values") for s in inner):
            break
        upto = first + stop
    return (first, upto) if upto < end else (end, end)


def _readers(hearing: Hearing) -> None:
    """for new mums, 给新手妈妈写: whom it is written for, where the data cannot tell who that is."""
    spans = hearing.spans
    for index, span in enumerate(spans):
        if (
            not span.has("reader")
            or told([span])
            or span.has("value", "values", "products", "agent")
            or index in hearing.taken
        ):
            continue
        first = index
        while first > 0 and index - first < 3 and not spans[first - 1].has("break", "for", "copy_noun", "copy_channel"):
            first -= 1
        if first and spans[first - 1].has("for") and not any(s.has("verb", "products") for s in spans[first:index]):
            hearing.heard.readers.append(hearing.typed(first, index + 1))
            hearing.take(first - 1, index + 1)


def _variants(hearing: Hearing) -> None:
    """3 takes: one on the colours, one playful, one dead simple; 一条讲成分，一条走优惠."""
    spans, found = hearing.spans, []
    for first, end in fragments(spans, lambda span: span.has("break", "and")):
        ones = [
            i for i in range(first, end) if spans[i].has("one") and (i == first or spans[i].text.startswith("and "))
        ]
        for start, stop in pairwise([*ones, end]):
            if hearing.free(start, stop) and stop - start > 1 and not _counts(spans[start:stop]):
                found.append((start, stop))
    if len(found) < 2:
        return
    for first, end in found:
        hearing.heard.each.append(hearing.typed(first + 1, end).removeprefix("that is ").removeprefix("about "))
        hearing.take(first, end)


def _counts(spans: list[Span]) -> bool:
    """one sms, one email: what there is one of, not what one of them is like."""
    return len(spans) > 1 and spans[1].has("copy_channel", "contact_noun") and not spans[1].has("style", "tone")


def _quotes(hearing: Hearing) -> None:
    """ "Your cart is waiting" vibe: words in quotation marks that no cue stands before."""
    text = hearing.frame.text.original
    for found in _QUOTED.finditer(text):
        inside = [i for i, s in enumerate(hearing.spans) if found.start() < hearing.place(i)[0] < found.end()]
        named = any(hearing.spans[i].has("products", "code") for i in inside)
        if (
            len((found[1] or found[2]).split()) < 2
            or not inside
            or named
            or not hearing.free(inside[0], inside[-1] + 1)
        ):
            continue
        if any(hearing.spans[i].has(*OFFER) for i in inside):
            continue
        said = _said_before(hearing.spans[max(0, inside[0] - 3) : inside[0]])
        (hearing.heard.said if said else hearing.heard.wished).append((found[1] or found[2]).strip())
        hearing.take(inside[0], inside[-1] + 1)


_QUOTED = re.compile(r"[\"“]([^\"“”]{3,120})[\"”]|(?<!\w)['‘]([^'‘’]{6,120})['’](?!\w)")


def _said_before(spans: list[Span]) -> bool:
    """subject line "Winter, sorted", text: "…": what the text is to say, rather than what it is to be like."""
    return any(s.has("subject_word", "say_colon", "copy_noun") or s.text.strip() in (":", "：") for s in spans)


_MOODS = ("mood", "vibe", "vibes", "feel", "feeling", "atmosphere", "energy", "style", "spirit", "aesthetic")


def _moods(hearing: Hearing) -> None:
    """rainy monday mood: a part of the sentence that ends with how it is to feel."""
    spans = hearing.spans
    for first, end in fragments(spans, lambda span: span.has("break")):
        inner = spans[first:end]
        mood = inner[-1].text.casefold() in _MOODS and len(inner) > 1
        told = (*OFFER, *PEOPLE, "products", "number", "copy_channel", "copy_verb")
        other = any(span.has(*told) for span in inner)
        if mood and not other and not is_wish(inner) and hearing.free(first, end):
            hearing.heard.wished.append(hearing.typed(first, end))
            hearing.take(first, end)


def _calls(hearing: Hearing) -> None:
    """order before 18 December for Christmas delivery: what readers are to do is said as it stands."""
    spans = hearing.spans
    for first, end in fragments(spans, lambda span: span.has("break")):
        inner = spans[first:end]
        known = any(span.has(*OFFER, "products", "code", "number", "copy_channel") for span in inner)
        if inner[0].has("invited") and len(inner) > 2 and not known and hearing.free(first, end):
            hearing.heard.said.append(hearing.typed(first, end))
            hearing.take(first, end)


def _phrases(hearing: Hearing) -> None:
    """in the first person, as a question: a wish in a word of its own."""
    for index, span in enumerate(hearing.spans):
        if span.has("wish_phrase") and index not in hearing.taken:
            hearing.heard.wished.append(hearing.typed(index, index + 1))
            hearing.take(index, index + 1)


def _reasons(hearing: Hearing) -> None:
    """so my boss can read it, 因为老板要看: why it is asked for, to the end of the sentence."""
    spans = hearing.spans
    for index, span in enumerate(spans):
        if span.has("aside") and index not in hearing.taken:
            end = index + 1
            while end < len(spans) and end not in hearing.taken and not is_stop(spans[end]):
                rest = spans[end + 1 : end + 1 + until_break(spans[end + 1 :])]
                if spans[end].has("break") and is_wish(rest):
                    break
                end += 1
            if has_unknown(spans[index + 1 : end]) or end > index + 1:
                hearing.heard.asides.append(hearing.typed(index, end))
                hearing.take(index, end)


def _claims(hearing: Hearing) -> None:
    """last 5 pieces of …, the best in the world: what may not be claimed, wherever it stands."""
    text = hearing.frame.text.original
    names = tuple(span.text for span in hearing.spans if span.has("products"))
    pointed = [hearing.place(i) for i, s in enumerate(hearing.spans) if s.has("value") and "best" in s.text.casefold()]
    for start, end, claim in unbacked(text, names):
        if not any(first < end and start < last for first, last in [*hearing.heard.stretches, *pointed]):
            hearing.heard.untrue.append(claim)
            hearing.heard.stretches.append((start, end))
