"""上午下午晚上还是凌晨, morning, afternoon or evening: the parts of the day as rows, six hours each."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

FEWEST = 3
"""So many parts of the day make a list of them; of two it cannot be told whether the others count."""
ROWS = "band(hour, 6)"
"""0 to 5, 6 to 11, 12 to 17 and 18 to 23, as the conventions cut the day."""
_BETWEEN = ("break", "and", "or", "either", "filler", "versus")
_NIGHT = ("night", "nights", "at night", "night time", "overnight")


def reduce_parts_of_day(slots: Slots) -> None:
    """Make one split of such a list; the hour that it stands beside means the same."""
    places = [i for i in range(len(slots)) if slots.has(i, "part_of_day") or slots[i].text.casefold() in _NIGHT]
    parts = [i for i in places if slots.has(i, "part_of_day")]
    if len(parts) < FEWEST or "hour" not in slots.vocabulary.dictionary.fields:
        return
    first, last = places[0], places[-1]
    if not all(i in places or slots.has(i, *_BETWEEN) for i in range(first, last + 1)):
        return
    hours = [i for i in range(len(slots)) if slots.value(i, "field") == "hour" and not first <= i <= last]
    for index in (*range(first, last + 1), *hours[1:]):
        slots.retag(index, Sense("filler"))
    slots.retag(hours[0] if hours else first, Sense("rows_of", ROWS))
    slots.said.append(NAMED_BY_HOUR)


NAMED_BY_HOUR = (
    "I cut the day into night, morning, afternoon and evening, each named by the hour it begins with.",
    "一天分为凌晨、上午、下午、晚上，用每段开始的整点表示。",
)
