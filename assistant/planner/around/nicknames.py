"""What somebody calls the people they describe – "the saints: never returned …", "that's my rescue list".

A name picks nobody: what follows or stands before it says who is meant. One that holds a fact the shop knows is a
condition and stays; so does a name that is all there is.
"""

from __future__ import annotations

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.text import Text

Said = tuple[str, str]
_MARKS = (":", "=", "-", "->", "...")
_MEANING = ("i.e.", "i.e", "ie", "meaning", "namely", "aka", "a.k.a.", "a.k.a", "that is", "as in", "defined as")
"""Between a name and who is meant by it."""
_REQUEST = ("list", "which", "how_many", "how_much", "greeting")
_NEVER = (
    "value", "values", "products", "number", "period", "percent", "money", "not", "never", "except", "only", "by",
    "top", "bottom", "compare", "versus", "customer_id", "person", "saved", "scored", "chance", "duration", "ago",
    "cmp",
    "copy_verb", "contact", "meaning", "export", "alike", "share", "average", "median", "sum", "absent_field",
    "absent_measure", "absent_value", "absent_topic", "generation", "age_range", "score_name", "model_word",
    "together",
    "offer_cue", "how_many", "how_much", "override", "remove", "code_request", "change_data", "secrets", "language",
    "overlap", "trend", "why", "history", "anaphor", "row", "segment_word", "also_bought", "contact_verb", "send_word",
    "birth_years", "target_cue", "performance", "rate_of", "missing", "explain", "drivers_cue", "unready", "horizon",
)  # fmt: skip
"""A name holds nothing that could pick anybody or ask for something else."""
_PICKS = ("value", "values", "products", "period", "percent", "money", "never", "except", "customer_id")
_WRITTEN = frozenset(("email", "e-mail", "sms", "push", "wechat", "text", "newsletter"))
_DEFINES = ("verb", "agent", "value", "values", "products", "number", "score_name", "generation", "contact", "field")
_MAY_NAME = (
    "off",
    "but",
    "list",
    "segment_word",
    "filler",
    "break",
    "people",
    "and",
    "field",
    "measure",
    "subject",
    "refused",
    "cart_tail",
    "verb",
)
_VAGUE = ("big", "reactivated")
"""Kinds of people that only a definition makes precise: big spenders, big wallets."""
_FOND = frozenset((
    "addicts", "junkies", "hunters", "lovers", "fans", "seekers", "chasers", "loyalists", "enthusiasts", "devotees",
    "aficionados", "crew", "crowd", "bunch", "peeps", "souls",
))  # fmt: skip
_LONGEST = 6
_OPENERS = (
    ("these", "are"), ("those", "are"), ("they", "are"), ("they're",), ("theyre",), ("that's",), ("thats",),
    ("that", "is"), ("this", "is"), ("it's",), ("call", "them"), ("call", "it"), ("call", "that"), ("aka",), ("love",),
    ("they", "deserve"), ("bless",), ("absolute",), ("basically", "our"), ("so", "our"), ("my",), ("our",), ("the",),
    ("aka", "the"), ("i", "call"), ("we", "call"), ("known", "as"),
)  # fmt: skip
_THE = ("the", "my", "our", "a", "pure", "real", "true")
_PLAN = ("i", "i'd", "i'll", "i'm", "we", "we'd", "we'll", "we're", "they", "id", "ill", "im", "these")
_THEM = frozenset(("them", "these", "those", "they", "'em", "em", "each", "everyone"))
_TOKENS = frozenset((
    "card", "cards", "gift", "gifts", "flowers", "chocolate", "chocolates", "sample", "samples", "voucher", "vouchers",
    "letter", "note", "invitation", "invitations", "hug", "hugs", "present", "presents", "parcel", "postcard",
    "postcards",
    "treat", "medal", "perk", "perks", "goodies", "bouquet", "thank-you", "thank", "cake", "champagne", "something",
))  # fmt: skip
"""What people are given, which nobody writes or sends here."""


def without_nicknames(spans: list[Span], text: Text) -> tuple[list[Span], list[Said]]:
    """The spans with names and remarks made filler, and what the answer says about them."""
    said: list[Said] = []
    heading = _heading(spans, text)
    kept = _set_aside(spans, *heading, text, said, "your name for them") if heading else spans
    for begin, stop in _beside_definition(kept):
        kept = _set_aside(kept, begin, stop, text, said, "your name for them")
    stretches = _stretches(kept, text)
    for start, end in stretches[1:]:
        if _remark(kept, start, end) and _defined([*kept[:start], *kept[end:]]):
            kept = _set_aside(kept, start, end, text, said, "a remark")
    return kept, said


def _heading(spans: list[Span], text: Text) -> tuple[int, int] | None:
    """The stretch before a colon, a dash or "i.e." that names people in a word of the asker's own."""
    for at in range(1, min(len(spans) - 1, _LONGEST + 4)):
        if not _parts(spans, at, text):
            continue
        end = at - 1 if spans[at - 1].text == "," else at
        start = 0
        while start < end and spans[start].has(*_REQUEST, "filler") and not spans[start].has("people"):
            start += 1
        if (partly := _strange_in(spans, start, end, at)) is not None:
            return partly
        named = [span for span in spans[start:end] if _foreign(span) or span.has("people") or _vague(span)]
        if not named or end - start > _LONGEST or not all(_nameable(span) for span in spans[start:end]):
            return None
        if any(span.has("agent") and not _vague(span) for span in spans[start:end]) and not any(
            _foreign(span) for span in named
        ):
            return None
        strange = any(_foreign(span) or _vague(span) for span in named)
        rest = spans[at + 1 :]
        return (start, at) if strange and _defined(rest) and not _a_question(rest) else None
    return None


def _strange_in(spans: list[Span], start: int, end: int, at: int) -> tuple[int, int] | None:
    """sleepy golds: gold tier, …: the words nobody knows of a name that says something as well, which stays."""
    name = spans[start:end]
    if all(_nameable(span) for span in name) or end - start > _LONGEST:
        return None
    if any(span.has("how_many", "measure", "copy_verb", "number") and not span.has("agent") for span in name):
        return None
    strange = [i for i in range(start, end) if _foreign(spans[i]) and spans[i].text.isascii()]
    rest = spans[at + 1 :]
    run = bool(strange) and strange == list(range(strange[0], strange[-1] + 1))
    picked = [span for span in rest if span.has(*_DEFINES, "period")]
    if not run or len(picked) < 2 or _a_question(rest) or any(s.text.casefold() in ("it", "them") for s in rest):
        return None
    first, last = strange[0], strange[-1] + 1
    while last < end and spans[last].has("more_word", "off", "filler") and not spans[last].has(*_NEVER):
        last += 1  # that slowed down
    while first > start and spans[first - 1].has("who", "filler") and not spans[first - 1].has("people", "agent"):
        first -= 1
    return first, last


def _beside_definition(spans: list[Span]) -> list[tuple[int, int]]:
    """regulars (6+ orders), teens (13-19): words nobody knows right before a bracket that says who they are."""
    found = []
    for index in range(1, len(spans)):
        if spans[index].text not in ("(", "（"):
            continue
        close = next((i for i in range(index + 1, len(spans)) if spans[i].text in (")", "）")), len(spans))
        inside = spans[index + 1 : close]
        told = any(span.has("number", "period", "value", "values", "percent", "age_range") for span in inside)
        start = index
        while start and index - start < 3 and _foreign(spans[start - 1]) and spans[start - 1].text.isascii():
            start -= 1
        opens = all(span.has(*_REQUEST, "filler") for span in spans[:start])
        if told and opens and len(inside) > 1 and start < index and not _a_question(inside):
            found.append((start, index))
    return found


def _parts(spans: list[Span], at: int, text: Text) -> bool:
    """Whether a definition may begin after this."""
    said = spans[at].text.casefold()
    if said in _MEANING:
        return True
    return said in _MARKS and (said != "-" or _spaced(spans[at], text))


def _spaced(span: Span, text: Text) -> bool:
    """A dash between words rather than inside one."""
    token = text.tokens[span.start]
    return text.normal[token.start - 1 : token.start].isspace() and text.normal[token.end : token.end + 1].isspace()


def _foreign(span: Span) -> bool:
    """Nobody knows the word, or only takes it for a slip of the pen; a slip in a value's name still names it."""
    slip = all(sense.note.startswith("read as") for sense in span.senses) and not span.has("value")
    return span.unknown or slip


def _vague(span: Span) -> bool:
    return (
        _nickname(span)
        or span.has("level_word")
        or span.value("agent") in _VAGUE
        or span.has("goal", "gone_word")
        or span.text.casefold() in _FOND
    )


def _nickname(span: Span) -> bool:
    """our VIPs, best customers: words that elsewhere stand for a segment without being its name."""
    value = span.value("value")
    segment = isinstance(value, tuple) and value[0] == "rfm_segment"
    return segment and not any(word in str(value[1]).casefold() for word in span.text.casefold().split())


def _nameable(span: Span) -> bool:
    if _foreign(span):
        return span.text.isascii()
    return _vague(span) or (span.has(*_MAY_NAME) and not span.has(*_NEVER))


def _defined(spans: list[Span]) -> bool:
    """Whether these say by themselves who is meant."""
    return any(span.has(*_DEFINES) for span in spans)


def _a_question(spans: list[Span]) -> bool:
    """The stretch before was no name but a topic: gifting: what sold best?"""
    return any(span.has("which", "how_many", "how_much", "copy_verb", "trend", "why", "by") for span in spans[:2])


def _stretches(spans: list[Span], text: Text) -> list[tuple[int, int]]:
    """Parts of the message between marks."""
    found, start = [], 0
    for index, span in enumerate(spans):
        if span.has("break") and (span.text != "-" or _spaced(span, text)):
            if index > start:
                found.append((start, index))
            start = index + 1
    return [*found, (start, len(spans))] if start < len(spans) else found


def _remark(spans: list[Span], start: int, end: int) -> bool:
    """these are the saints; my rescue list; I want to send them a card."""
    words = " ".join(span.text.casefold() for span in spans[start:end]).split()
    if words[0] in _PLAN and _THEM & set(words) and _TOKENS & set(words):
        return not any(_picks(span) for span in spans[start:end]) and not _WRITTEN & set(words)
    if any(not _harmless(span) for span in spans[start:end]):
        return False
    opener = next((one for one in _OPENERS if tuple(words[: len(one)]) == one), None)
    if opener is None:
        return False
    named = any(word in _THE for word in words[:3]) or opener[0] in (
        "call",
        "aka",
        "love",
        "bless",
        "absolute",
        "known",
    )
    bare = opener in (("my",), ("our",), ("the",))
    return named and (not bare or words[-1] in ("list", "shortlist"))


def _picks(span: Span) -> bool:
    value = span.value("value")
    channel = isinstance(value, tuple) and value[0] == "campaign_channel"
    return span.has(*_PICKS) and not channel  # to mail them a card


def _harmless(span: Span) -> bool:
    """Nothing in a remark picks anybody; what is sent, saved or said of them does not matter."""
    if span.unknown:
        return span.text.isascii()
    kinds = ("anaphor", "send_word", "contact_verb")
    return not span.has(*[k for k in _NEVER if k not in kinds], "verb", "measure", "agent") or span.has("filler")


def _set_aside(spans: list[Span], start: int, end: int, text: Text, said: list[Said], kind: str) -> list[Span]:
    if any(span.unknown or span.has("agent", "off", "goal") for span in spans[start:end]):
        last = end - 1 if spans[end - 1].has("break") or spans[end - 1].text.casefold() in _MEANING else end
        first, final = text.tokens[spans[start].start], text.tokens[spans[max(start, last - 1)].end - 1]
        typed = text.typed(first.start, final.end).strip(" ,")
        zh = "您对他们的称呼" if kind.startswith("your") else "附带的话"
        said.append((f"I took “{typed}” as {kind}; it picks nobody.", f"我把“{typed}”理解为{zh}，没有用来筛选。"))
    told = [
        Span(s.start, s.end, s.text, (Sense("filler"), *[x for x in s.senses if x.kind == "break"]))
        for s in spans[start:end]
    ]
    return [*spans[:start], *told, *spans[end:]]
