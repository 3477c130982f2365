"""What is the busiest weekday? Show all days: those days are the days of the week that are asked about."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_AROUND = ("all_rows", "list", "every", "filler", "number")
_ALL = ("all", "all the", "all of the", "所有", "全部")


def reduce_days_of_the_week(slots: Slots) -> None:
    """orders by weekday, show all days; 哪个星期几订单最多，每天都列出来: days beside weekdays are no dates."""
    weekdays = [i for i in range(len(slots)) if slots.value(i, "field") == "weekday" and not slots.has(i, "group")]
    if not weekdays:
        return
    for index in range(weekdays[0] + 1, len(slots)):
        dates = slots.value(index, "field") == "day" or slots.value(index, "duration") == (7, "day")
        asked = slots.has(index, "all_rows", "every") or slots[index - 1].text.casefold() in _ALL
        asked = asked or any(slots.has(i, "all_rows") for i in (index - 1, index + 1))
        by = slots.has(index - 1, "by", "and")
        if dates and asked and not by and all(slots.has(i, "break", *_AROUND) for i in _since_break(slots, index)):
            slots.retag(index, Sense("filler"))


def _since_break(slots: Slots, index: int) -> range:
    start = index
    while start > 0 and not slots.has(start, "break"):
        start -= 1
    return range(start, index)
