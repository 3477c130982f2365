"""Days in a request for copy that are said by their weekday or as an end: 周日前有效, 8折到月底, starts Friday."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from assistant.planner.intents.copywriting.copy_subject import is_holiday
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Period
from tools.periods import add_months, step

_DAYS = {
    **{name: day for day, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday"))},
    "sunday": 6,
    **{f"{lead}{name}": day for lead in ("周", "星期", "礼拜") for day, name in enumerate("一二三四五六日")},
    "周天": 6, "星期天": 6, "礼拜天": 6,
}  # fmt: skip
_WEEKEND = ("周末", "这周末", "本周末", "weekend", "the weekend", "weekends")
_SEASON = re.compile(r"(?i)(?:this )?(?:spring|summer|autumn|winter)|[春夏秋冬]季")
_YEAR = re.compile(r"20\d\d年?")
_DEEDS = ("verb", "agent", "who", "measure", "how_many", "by")


def settled_times(spans: list[Span], today: date) -> list[Span]:
    """A weekday that nobody did anything on is the next one of its name; 月底 ends this month."""
    made = list(spans)
    for index, span in enumerate(spans):
        near = spans[max(0, index - 3) : index + 3]
        if any(one.has(*_DEEDS) and not one.has("copy_verb", "invited", "contact_verb") for one in near):
            continue
        if _YEAR.fullmatch(span.text) and index and is_holiday(spans[index - 1].text):
            made[index] = replace(span, senses=(Sense("filler"),))  # 黑五2026
            continue
        if _SEASON.fullmatch(span.text) and not span.has("period", "value", "products"):
            made[index] = replace(span, senses=(Sense("period", Period(kind="fixed", start=today, end=today)),))
            continue
        if span.text.casefold() in _WEEKEND and not span.has("period"):
            sunday = step("day", today, (6 - today.weekday()) % 7 or 7)
            weekend = Period(kind="fixed", start=sunday, end=sunday)
            made[index] = replace(span, senses=(Sense("period", weekend),))
            continue
        day = _DAYS.get(span.text.casefold().removeprefix("on "))
        if day is not None and not span.has("period"):
            ahead = step("day", today, (day - today.weekday()) % 7 or 7)
            made[index] = replace(span, senses=(Sense("period", Period(kind="fixed", start=ahead, end=ahead)),))
            if index + 1 < len(spans) and spans[index + 1].text in ("前", "之前", "以前"):
                made[index + 1] = replace(spans[index + 1], senses=(Sense("until_word"),))
        elif span.text.startswith("月") and index + 1 < len(spans) and spans[index + 1].text.startswith("底"):
            last = add_months(today.replace(day=1), 1) - timedelta(days=1)
            made[index] = replace(span, senses=(Sense("period", Period(kind="fixed", start=last, end=last)),))
            made[index + 1] = replace(spans[index + 1], senses=(Sense("filler"),))
    return made
