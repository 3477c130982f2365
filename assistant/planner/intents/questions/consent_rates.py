"""Rates of consent as the share they are: email consent rate by country, opt-in rate (SMS), 邮件同意率."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Audience, Contactable, Metric, Part

_RATES = ("rate", "rates", "quota", "ratio", "率", "比率", "quote")
_CONSENT = ("contact", "consented", "permit")
_FIELDS = {"email_consent": "email", "sms_consent": "sms", "emailable": "email", "textable": "sms"}
_NEAR = 3


def consent_rate(frame: Frame) -> None:
    """Put "share of customers who may be written to" in the place of a rate of consent to one channel."""
    spans = frame.spans
    rate = next((i for i, span in enumerate(spans) if i and _is_rate(spans, i)), None)
    if rate is None or not spans[rate].text.isascii():
        return  # 各国白金会员的邮件同意率 is cut where the consent stands
    near = range(max(0, rate - _NEAR), min(len(spans), rate + _NEAR + 1))
    told = [(abs(i - rate), i, channel) for i in near if (channel := _channel(spans[i]))]
    if not told:
        return
    _, at, channel = min(told)
    gone = {rate, rate - 1, at}
    kept = [span for i, span in enumerate(spans) if i not in gone]
    first, last = spans[rate - 1], spans[rate]
    made = [
        Span(last.start, last.end, "share of", (Sense("share"),)),
        *[span for span in kept if span.start < first.start],
        Span(first.start, first.end, "customers", (Sense("people"),)),
        Span(first.start, first.end, "who", (Sense("who"),)),
        Span(first.start, first.end, first.text, (Sense("contact", channel),)),
        *[span for span in kept if span.start > first.start],
    ]
    frame.spans = [part for span in made for part in _by_unit(span)]


def _by_unit(span: Span) -> list[Span]:
    """consent rate of 2026's sign-ups, month on month: for each month; people are what they are today."""
    unit = _ON.match(span.text.casefold()) if span.has("compare") else None
    if unit is None:
        return [span]
    by = Span(span.start, span.start, "by", (Sense("by"),))
    return [by, Span(span.start, span.end, unit[1], (Sense("field", unit[1]),))]


_ON = re.compile(r"^(day|week|month|quarter|year)[ -](?:on|over)[ -]\1$")


def _is_rate(spans: list[Span], index: int) -> bool:
    return spans[index].text.casefold() in _RATES and (
        spans[index - 1].has(*_CONSENT) or spans[index - 1].value("field") in _FIELDS
    )


def _channel(span: Span) -> str:
    for kind in ("contact", "contact_noun", "contact_verb"):
        if span.value(kind) in ("email", "sms"):
            return str(span.value(kind))
    return _FIELDS.get(str(span.value("field")), "")


def consent_apart(frame: Frame, figures: Figures) -> Metric | None:
    """percent emailable by country, % of platinum members we may mail in each: consent is the part, not the whole."""
    people = figures.people.audience
    asked = [one for one in people.all if isinstance(one, Contactable)]
    rest = [one for one in people.all if not isinstance(one, Contactable)]
    own = all(frame.vocabulary.level(name) == "customer" for name in figures.dimensions)
    if not (asked and figures.dimensions and own) or people.any or people.none or figures.where or figures.period:
        return None
    whole = Audience(all=rest) if rest else None
    part = Part(audience=Audience(all=[*asked]))
    return Metric(measures=["customers"], dimensions=figures.dimensions[:3], audience=whole, part=part)


_RATE = re.compile(r"\b(?:consent|opt[- ]?in|permission) (?:rate|share|quota)|同意率|订阅率|授权率", re.IGNORECASE)


def consent_is_the_part(metric: Metric, question: str) -> Metric:
    """opt-in rate of people who joined in 2025, by quarter: of them, and not of everybody who ever joined."""
    told = metric.part.audience if metric.part is not None and not metric.part.where else None
    asked = [one for one in told.all if isinstance(one, Contactable)] if told is not None else []
    rest = [one for one in told.all if not isinstance(one, Contactable)] if told is not None else []
    whole = metric.audience
    plain = told is not None and not (told.any or told.none or told.limit) and (whole is None or not whole.limit)
    if not (asked and rest and plain) or metric.measures != ["customers"] or not _RATE.search(question):
        return metric
    people = (whole or Audience()).model_copy(update={"all": [*(whole.all if whole else []), *rest]})
    return metric.model_copy(update={"audience": people, "part": Part(audience=Audience(all=[*asked]))})
