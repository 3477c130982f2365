"""Days of the week as people name them, one by one and as weekends and workdays."""

from __future__ import annotations

from assistant.planner.lexicon import Lexicon, Sense

_SHORT = 3
"""Names of so few letters say something else, too."""
_WEEKENDS = ("weekend", "weekends", "周末", "双休日", "六日", "周六日", "周六周日", "周六和周日", "礼拜六日")
_WORKDAYS = ("workdays", "working days", "工作日", "平日", "周一到周五", "周一至周五", "平常日", "上班日")


def add_weekdays(lexicon: Lexicon) -> None:
    """Add the days' names, but for short ones that say something else: sat, sun."""
    from tools.dictionary import catalogue

    weekdays = catalogue()["values"]["weekday"]
    for day, forms in weekdays.items():
        for form in (day, day + "s", *forms):
            if len(form) > _SHORT or not form.isascii():
                lexicon.add(form, Sense("value", ("weekday", day)))
    days = tuple(weekdays)
    for form in _WEEKENDS:
        lexicon.add(form, Sense("values", ("weekday", days[5:])))
    for form in _WORKDAYS:
        lexicon.add(form, Sense("values", ("weekday", days[:5])))
