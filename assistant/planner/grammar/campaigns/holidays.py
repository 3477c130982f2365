"""Campaigns named after a holiday: 七夕活动, the Christmas campaign, opens of 618 – rather than the day."""

from __future__ import annotations

import re

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES, EVENT_VERBS, WENT_TO
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.readers.calendar import bounds
from assistant.planner.text import fold
from assistant.planner.vocabulary import Vocabulary
from assistant.planner.words import forms_of, word_file
from tools.definitions import CONVERSIONS

_MESSAGES = ("活动", "邮件", "短信", "推送", "那封", "那条", "那次", "那场", "那封信")
_DAYS = ("期间", "那几天", "这几天", "当天", "那天", "当日", "之后", "以后", "之前", "以前", "前", "后", "以来", "那周")
_YEARS = ("今年", "去年", "前年", "this year", "last year")
_SALES = {"net_revenue", "orders", "buyers", "units", "average_order_value", "new_buyers"}


def _answered(slots: Slots, index: int) -> bool:
    """收了七夕没打开: what is got or opened is the message, not something of that day."""
    if not slots.chinese(index):
        return False
    after = slots.value(index + 1, "verb") in EVENT_VERBS and not slots.has(index - 1, "place")
    return slots.value(index - 1, "verb") in EVENT_VERBS or after


def _year_said(slots: Slots, index: int, said: str) -> int | None:
    """2026年七夕, 去年七夕, qixi 2026: which year's; None where the holiday is named alone."""
    written = re.search(r"\d{4}", said)
    if written:
        return int(written[0])
    start, _ = bounds(slots.value(index, "period"), slots.today)
    return start.year if start is not None and any(word in said for word in _YEARS) else None


def holiday_campaigns(slots: Slots, index: int) -> Group | None:
    """七夕活动, the Christmas campaign, opens of 618: campaigns that carry the holiday's name."""
    if slots.chinese(index) and slots[index].text.endswith(_DAYS):
        return None  # 七夕期间: what was done in those days
    told = slots[index].text.endswith(_MESSAGES) or any(
        slots.value(i, "field") == "campaign" or slots.has(i, "mail_noun") for i in (index + 1, index + 2)
    )
    measures = {s.value for item in slots.items for s in item.senses if s.kind == "measure"}
    measured = bool(measures & (EVENT_MEASURES | CONVERSIONS)) and not measures & _SALES and slots.find("verb") is None
    led = slots.has(index - 1, "place", "cmp")
    told = told or slots.value(slots.next(index), "agent") in EVENT_VERBS  # Black Friday 2025 的 clickers
    told = told or _answered(slots, index) or any(slots[i].text in WENT_TO for i in (index + 1, index + 2))
    if not told and (led or not measured):
        return None
    said = fold(slots[index].text)
    return named_after(slots.vocabulary, said, _year_said(slots, index, said))


def named_after(vocabulary: Vocabulary, said: str, year: int | None) -> Group | None:
    """The campaigns that carry the name of the holiday in these words, those of one year where it is known."""
    for known in word_file("holidays").values():
        forms = [fold(form) for form in forms_of(known)]
        if any(form in said for form in forms):
            names = [
                one.name
                for one in vocabulary.campaigns.rows
                if any(form in fold(name) for form in forms for name in one.names)
            ]
            if year:
                names = list(vocabulary.campaigns.of_year(names, year))
            single = vocabulary.campaigns.one_series(names)
            return Group("campaign", tuple(sorted(names))) if names and single else None
    return None
