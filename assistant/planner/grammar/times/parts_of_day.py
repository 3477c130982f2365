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
    slots.said.append(SIX_HOURS)


SIX_HOURS = (
    "Each part of the day is six hours: night from 0, morning from 6, afternoon from 12, evening from 18.",
    "每个时段6小时：凌晨0点起，上午6点起，下午12点起，晚上18点起。",
)
