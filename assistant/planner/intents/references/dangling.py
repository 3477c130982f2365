"""A first message that points at something said before: there is nothing yet, so who or what is meant is asked."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.spans import Span

_POINTING = {
    "them", "they", "their", "those", "these", "of them", "of those", "of these", "among them", "among those",
    "among these", "each of them", "all of them", "those people", "these people", "those customers", "these customers",
    "this audience", "that audience", "this group", "that group", "this segment", "that segment", "the same people",
    "same people", "the same customers", "the same audience", "same audience", "these ones", "those ones", "that list",
    "this list", "the other one", "the second one", "that one",
    "他们", "她们", "其中", "其中的", "这些人", "那些人", "这些客户", "那些客户", "这群人", "那群人", "这批人",
    "那批人", "这批客户", "这部分人", "这部分客户", "这个人群", "该人群", "这些用户", "这个名单", "上面这些",
    "上述客户", "同样的人", "这群客户", "这些会员", "当中", "这里面",
}  # fmt: skip
_LIGHT = (
    "filler", "break", "and", "same", "greeting", "interjection", "how_many", "how_much", "list", "which", "place",
    "for", "then", "but", "add", "only_cue", "instead", "thanks", "pronoun_that", "copy_verb", "share", "average",
    "with",
)  # fmt: skip


def read_dangling(frame: Frame) -> Reading | None:
    """and how many of those are in Leeds? – asked first, with nobody spoken of."""
    state = frame.state
    if state.last or state.audience is not None or state.metric is not None or frame.has("customer_id", "saved"):
        return None
    if (bare := _nothing_named(frame) or _no_message_named(frame)) is not None:
        return bare
    for index, span in enumerate(frame.spans):
        if _points(frame.spans, index):
            return _asked(frame, span)
        if not span.has(*_LIGHT) or span.has("people", "agent", "value", "values"):
            return None
    return None


_NAMED = (
    "measure", "field", "people", "agent", "products", "verb", "copy_channel", "copy_noun", "scored", "library_cue",
    "history", "meaning", "how_many", "list", "top", "bottom", "outcome", "scope", "save", "export", "code_request",
)  # fmt: skip


def _nothing_named(frame: Frame) -> Reading | None:
    """compare it to last year, what about Leeds? – a change of a question nobody has asked yet."""
    text = frame.text.normal
    if frame.has(*_NAMED) or len(frame.spans) > _FEW:
        return None
    pronoun = next((s for s in frame.spans if s.text.casefold() in ("it", "that", "this")), None)
    compared = pronoun is not None and frame.has("compare", "versus", "difference") and not frame.has("value", "values")
    told = text.startswith(("what about ", "how about ", "and what about "))
    if not compared and not (told and frame.has("value", "values", "period")):
        return None
    question = frame.say(
        "Nothing has been asked yet that this could change: what would you like to know?",
        "前面还没有问过可以接着改的问题：您想了解什么？",
    )
    options = tuple(
        Option(frame.say(*pair), frame.say(*pair))
        for pair in (("revenue by month this year", "今年每月销售额"), ("customers by country", "各国客户数"))
    )
    return frame.reading("reference", ask=Ask(question, options, 0, len(frame.text.original)))


def _no_message_named(frame: Frame) -> Reading | None:
    """revenue from those who received it: which message that is, nothing tells."""
    got = next((i for i, span in enumerate(frame.spans) if span.text.casefold() in _GOT_IT and _got(span)), None)
    told = frame.has("mail_noun", "contact_noun", "last_campaign", "copy_channel", "copy_verb", "products")
    named = any(
        sense.kind in ("value", "values") and str(sense.value[0]) in _OF_MESSAGES
        for span in frame.spans
        for sense in span.senses
    )
    if got is None or told or named or any(span.value("field") == "campaign" for span in frame.spans):
        return None
    rows = [row for row in frame.vocabulary.campaigns.rows if row.day and row.day <= frame.today]
    near = [row for row in rows if row.name.casefold() in frame.text.normal] or rows[-2:]
    if not near:
        return None
    options = tuple(Option(row.name, f"{frame.spans[got].text.rsplit(' ', 1)[0]} {row.name}") for row in near)
    question = frame.say("Which message is meant by “it”?", "这里的“it”指哪一个活动？")
    return frame.reading("reference", ask=Ask(question, options, *frame.origin(got)))


def _got(span: Span) -> bool:
    return span.value("verb") in ("receive", "open", "click")


_TOLD_BEHIND = (
    "buying", "ordering", "shopping", "purchasing", "spending", "living", "signing", "joining", "registering",
    "opening", "clicking", "receiving", "returning", "acquired", "gained", "won", "registered", "based", "located",
    "aged", "having", "with", "without", "that", "for", "whose", "who", "whom", "from", "on",
)  # fmt: skip
"""What begins that tells who those are, right behind the word."""
_GOT_IT = ("received it", "got it", "opened it", "clicked it", "clicked on it", "read it")
_OF_MESSAGES = ("campaign", "campaign_channel", "product", "category", "brand")
_FEW = 8


def _points(spans: list[Span], index: int) -> bool:
    span = spans[index]
    if span.text.casefold() not in _POINTING or not span.has("anaphor", "person_ref", "thing", "row", "filler"):
        return False
    after = spans[index + 1] if index + 1 < len(spans) else None
    behind = spans[index + 2] if index + 2 < len(spans) else None
    if after is not None and after.has("people") and behind is not None and behind.text.casefold() in _TOLD_BEHIND:
        return False
    if after is not None and (after.has("who") or after.text.casefold().partition(" ")[0] in _TOLD_BEHIND):
        return False  # of those who bought shoes, those buying in Q2: they are said in the next words
    named = (
        "period", "duration", "value", "values", "people", "agent", "field", "products", "who", "number", "except",
        "place", "with", "not",
    )  # fmt: skip
    return after is None or not after.has(*named) or " " in span.text or not span.text.isascii()


def _asked(frame: Frame, span: Span) -> Reading:
    word = span.text
    texts = [("all customers", "所有客户"), ("customers who ordered this year", "今年下过单的客户")]
    tier = frame.vocabulary.values("loyalty_tier")
    if tier:
        label = frame.vocabulary.dictionary.value_label
        texts.append(
            (f"{label('loyalty_tier', tier[-1], 'en')} members", f"{label('loyalty_tier', tier[-1], 'zh')}会员")
        )
    lead = "of " if word.casefold().startswith(("of ", "among ", "each of ", "all of ")) else ""
    tokens = frame.text.tokens
    start, end = tokens[span.start].start, tokens[span.end - 1].end
    origin = (frame.text.origins[start], frame.text.origins[end - 1] + 1)
    inside = "中" in word or "里" in word
    options = tuple(
        Option(frame.say(english, chinese), frame.say(lead + english, chinese + ("中" if inside else "")))
        for english, chinese in texts
    )
    question = frame.say(
        f"Nothing has been said yet that “{word}” could stand for: who is meant?",
        f"前面还没有提到“{word}”指的是谁：您指哪些客户？",
    )
    return frame.reading("reference", ask=Ask(question, options, *origin, frame.say(lead + "{answer}", "{answer}")))
