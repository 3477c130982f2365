"""Words that point back: them, instead, same for, without."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.contrasts import contrasted
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Attribute, Audience

STRONG = {
    "them",
    "they",
    "they'd",
    "they'll",
    "they've",
    "their",
    "those",
    "these",
    "of them",
    "of those",
    "of these",
    "them by",
    "among them",
    "each of them",
    "all of them",
}
CUES = ("instead", "same", "add", "remove", "only_cue", "back", "chart", "as_table", "unsplit")
_JOINING = {"and", "then", "also for", "那", "那么", "再看", "再看看", "看看", "也看看"}
"""Words that open a follow-up without saying that anything is replaced."""
_NOT_THIS = {"not", "not the", "not in", "not from", "不是"}
_RATHER_THAN = {
    "instead of",
    "in place of",
    "in the place of",
    "in lieu of",
    "rather than",
    "rather than that",
    "而不是",
    "and not",
}
_FALSE_NO = {
    "no",
    "nope",
    "nah",
    "wrong",
    "wait",
    "actually",
    "不",
    "不是",
    "不对",
    "错了",
    "等等",
    "等一下",
    "不不",
    "没有",
}


def points_back(frame: Frame) -> bool:
    """them, those, 其中, 这些人: words that stand for the last people."""
    return any(points_at(span) for span in frame.spans)


def points_at(span: Span) -> bool:
    """Whether a word stands for the last people: them, 其中; not the "that" of "customers that bought"."""
    chinese = not span.text.isascii() and (not span.has("filler") or span.text.endswith(_THEM_ZH))
    strong = span.text.casefold() in STRONG or chinese
    return span.has("anaphor") and (strong or len(span.text.split()) > 1)


_THEM_ZH = ("他们", "她们", "人", "里面", "里头", "当中")


def replaces(frame: Frame) -> bool:
    """what about, same for, 换成, 男的呢: what is said takes the place of what was said before."""
    if any(span.has("instead") and span.text.casefold().startswith(_IF_IT) for span in frame.spans):
        return True
    if points_back(frame):
        return False
    for index, span in enumerate(frame.spans):
        if span.has("instead") and not span.has("not"):
            return True
        if span.has("same") and span.text.casefold() not in _JOINING:
            return True
        if index == 0 and span.text.casefold() == "and" and len(frame.spans) <= _FEW and _ones(frame):
            return True  # and store ones?, after app customers
        following = frame.spans[index + 1] if index + 1 < len(frame.spans) else None
        if span.text in ("那", "那么") and following is not None and following.has("contact", "permit", "means_word"):
            return True  # 那能发邮件的呢
        if span.text.casefold() in _JOINING and following is not None and following.has("people"):
            return True  # and those who bought makeup?
        if span.text in ("那", "那么", "那如果") and following is not None and following.value("verb") == "buy":
            return True  # 那买香氛的
    return False


_FEW = 4


def _ones(frame: Frame) -> bool:
    """Whether a value stands before "ones" at the end of the message."""
    told = [span for span in frame.spans if not span.has("break")]
    return len(told) > 1 and told[-1].text.casefold() == "ones" and told[-2].has("value", "values")


_IF_IT = ("if it", "what if it", "and if it")
"""what's the figure if it's makeup they bought: instead of what they bought."""


def widens(frame: Frame) -> bool:
    """also include silver, 深圳也算上: what is said comes on top of what was said before."""
    pointing = any(points_at(span) and not _described(frame.spans, i) for i, span in enumerate(frame.spans))
    added = frame.has("add") and not frame.has("only_cue", "instead") and not pointing
    return added and not _one_by_one(frame)


def _described(spans: list[Span], index: int) -> bool:
    """also those in Hamburg: people who are described in the next words, and nobody spoken of before."""
    behind = spans[index + 1] if index + 1 < len(spans) else None
    plain = spans[index].text.casefold() in ("those", "these")
    return plain and behind is not None and behind.has("place", "who") and spans[-1].has("value", "values", "break")


def _one_by_one(frame: Frame) -> bool:
    """gold?, and silver?, platinum too: one more in turn, as each of those before was told by itself."""
    state = frame.state
    soft = all(span.text.casefold() in _TOO for span in frame.spans if span.has("add"))
    named = [v for span in frame.spans if (v := span.value("value"))]
    past = state.trail[-1] if state.trail else None
    if not soft or len(named) != 1 or past is None or state.audience is None or past.audience is None:
        return False
    field = named[0][0]
    now, before = (_values_of(audience, field) for audience in (state.audience, past.audience))
    return len(now) == len(before) == 1 and now != before


def _values_of(audience: Audience, field: str) -> list[object]:
    return [v for c in audience.all if isinstance(c, Attribute) and c.field == field and c.op == "is" for v in c.values]


_TOO = {"too", "also", "as well", "too pls", "too please", "as well please", "as well pls"}


def has_figures(slots: Slots) -> bool:
    """Whether a figure is named."""
    return any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))


def corrected(frame: Frame) -> Frame:
    """no, I meant orders not customers; lowest instead of highest: what was wrong is no part of what is asked."""
    frame = contrasted(frame)
    spans = _without_opening_no(list(frame.spans))
    meant = next((i for i, span in enumerate(spans) if span.has("instead")), None)
    for index in range(len(spans) - 2, -1, -1):
        text = spans[index].text.casefold()
        negated = meant is not None and index > meant and text in _NOT_THIS
        negated = negated or (text in _NOT_THIS and (_meant_behind(spans, index) or _figure_denied(spans, index)))
        if negated or text in _RATHER_THAN:
            for wrong in range(index, len(spans)):
                if spans[wrong].has("break"):
                    break
                spans[wrong] = replace(spans[wrong], senses=(Sense("filler"),))
            if meant is None:
                spans[index] = replace(spans[index], senses=(Sense("instead"),))
            break
    return replace(frame, spans=spans)


def _figure_denied(spans: list[Span], index: int) -> bool:
    """per head please, not the total: behind what is wanted, the figure that is not."""
    rest = [span.text.casefold() for span in spans[index + 1 :] if not span.has("break")]
    said = any(span.has("per_person", "measure", "share", "average", "median", "field") for span in spans[:index])
    return (
        said and bool(rest) and all(word in _TOTAL_WORDS for word in rest) and spans[index - 1].has("break", "filler")
    )


_TOTAL_WORDS = {"the", "a", "total", "totals", "sum", "sums", "overall", "amount", "amounts", "in", "number", "numbers"}


def _meant_behind(spans: list[Span], index: int) -> bool:
    """不是获客渠道吧？我要的是…: what is meant follows behind a mark."""
    mark = next((i for i in range(index, len(spans)) if spans[i].has("break")), len(spans))
    return any(span.has("instead") and span.has("filler") for span in spans[mark:])


def without_opening_no(frame: Frame) -> Frame:
    """The frame without the "no" that opens a correction."""
    return replace(frame, spans=_without_opening_no(list(frame.spans)))


def _without_opening_no(spans: list[Span]) -> list[Span]:
    """no, sorry, last quarter: what opens a correction says nothing itself."""
    for index, span in enumerate(spans):
        no = span.text.casefold() in _FALSE_NO
        light = span.has("interjection", "greeting", "thanks", "break") or (
            span.has("filler") and not span.has(*CUES, "value", "values", "list", "how_many", "which")
        )
        after = spans[index + 1] if index + 1 < len(spans) else None
        again = after is not None and after.text.casefold() in _FALSE_NO
        if (
            no
            and not again
            and (after is None or not after.has("break", "interjection", "instead", "filler", "thanks"))
        ):
            return spans
        if not no and not light:
            return spans
        if no or span.has("interjection", "greeting", "thanks"):
            spans[index] = replace(span, senses=(Sense("filler"),))
    return spans


def use_cues(slots: Slots) -> None:
    """The words that say "change it" have done their work."""
    for index in range(len(slots)):
        if slots.has(index, *CUES, "anaphor", "list", "how_many", "which", "only", "all_rows") and not slots.has(
            index, "not", "never", "except", "period", "group", "condition"
        ):
            if slots.has(index, "remove") and not slots.has(index, "filler", "same", "only_cue"):
                continue  # what was to be taken out was not found
            slots.use(index, "change")
