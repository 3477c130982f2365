"""2025黑色星期五活动, 黑五2025的对照组, 2024和2025黑五都收到: a holiday that is the message of that name."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS, WENT_TO
from assistant.planner.grammar.campaigns.holidays import named_after
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.text import fold
from assistant.planner.vocabulary import Vocabulary

_MESSAGES = ("活动", "邮件", "短信", "推送", "那封", "那条", "那次", "那场")
_DAYS = ("期间", "当天", "那天", "当日", "那几天", "这几天", "之前", "以前", "前", "以来", "那周")
_BESIDE = ("holdout_word", "after_cue")


def holiday_mailings(spans: list[Span], vocabulary: Vocabulary) -> list[Span]:
    """The spans with holidays that are messages as campaigns, where a year says which of them."""
    if not vocabulary.level("campaign"):
        return spans
    made = list(spans)
    index = 0
    while index < len(made):
        start, end, years = _stretch(made, index)
        if years and _of_a_message(made, start, end, made[index].text):
            names = [_name(vocabulary, made[index].text, year) for year in years]
            if all(names):
                _replace(made, start, end, [str(name) for name in names])
                index = start
        index += 1
    return made


def _stretch(spans: list[Span], index: int) -> tuple[int, int, list[int]]:
    """A holiday with the years told of it: 黑五2025, 2025 黑色星期五活动, 2024和2025黑五; no years where it is none."""
    span, start, end = spans[index], index, index + 1
    if not span.has("period") or span.text.isascii() or span.has("value", "values") or span.text.endswith(_DAYS):
        return start, end, []
    own = _year("".join(c if c.isdigit() else " " for c in span.text).strip())
    if own is None and (own := _year_at(spans, start - 1)) is not None:
        start -= 1
    elif own is None and (own := _year_at(spans, end)) is not None:
        end += 1
    if own is None or fold(span.text).strip("年").isdigit():
        return start, end, []
    joined = start > 1 and spans[start - 1].has("and") and not spans[start - 1].has("versus")
    earlier = _year_at(spans, start - 2) if joined else None
    return (start - 2, end, [earlier, own]) if earlier is not None else (start, end, [own])


def _year_at(spans: list[Span], index: int) -> int | None:
    plain = 0 <= index < len(spans) and spans[index].has("period")
    return _year(spans[index].text.strip("年").strip()) if plain else None


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isdigit() else None


def _of_a_message(spans: list[Span], start: int, end: int, bare: str) -> bool:
    """Whether it is got, opened or answered, was sent, or has people held back from it."""
    if start and spans[start - 1].value("verb") in EVENT_VERBS:
        return True
    at = end
    while at < len(spans) and spans[at].has("filler") and not spans[at].has(*_BESIDE, "mail_noun"):
        at += 1
    behind = spans[at] if at < len(spans) else None
    told = behind is not None and (behind.has("holdout_word") or behind.value("after_cue") == "sent")
    told = told or (behind is not None and behind.text in WENT_TO)
    answered = behind is not None and behind.value("verb") in EVENT_VERBS
    listed = behind is not None and behind.has("and") and at + 1 < len(spans) and _is_campaign(spans[at + 1])
    told = told or listed or (start > 1 and spans[start - 1].has("and") and _is_campaign(spans[start - 2]))
    noun = behind is not None and behind.has("mail_noun", "contact_noun") and start < end - 1
    return told or answered or noun or (bare.endswith(_MESSAGES) and start < end - 1)


def _is_campaign(span: Span) -> bool:
    return (span.value("value") or span.value("values") or ("",))[0] == "campaign"


def _name(vocabulary: Vocabulary, text: str, year: int) -> str | None:
    group = named_after(vocabulary, fold(text), year)
    return str(group.values[0]) if group is not None and len(group.values) == 1 else None


def _replace(spans: list[Span], start: int, end: int, names: list[str]) -> None:
    """One span for each campaign; what stands between two years stays."""
    if len(names) == 2:
        first = spans[start]
        spans[start] = Span(first.start, first.end, first.text, (Sense("value", ("campaign", names[0])),))
        start += 2
    first, last = spans[start], spans[end - 1]
    text = "".join(span.text for span in spans[start:end])
    spans[start:end] = [Span(first.start, last.end, text, (Sense("value", ("campaign", names[-1])),))]
