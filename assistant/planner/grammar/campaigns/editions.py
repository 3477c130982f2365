"""Several years of one campaign set side by side: Spring Renewal 2025 vs 2026, this year's against last year's.

Each year is a campaign of its own, so the years pick campaigns and date nothing.
"""

from __future__ import annotations

import re

from assistant.planner.campaigns import bare_name
from assistant.planner.grammar.campaigns.campaigns import whole_year
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense

_JOINTS = ("and", "versus", "or", "break", "filler")


def settle_editions(slots: Slots) -> None:
    """Make one group of the campaigns of all the years that are named."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is None or group.field != "campaign" or group.op != "is":
            continue
        series = _series(slots, group)
        years = _years(slots, index, len(group.values) > 1)
        found = [slots.vocabulary.campaigns.of_year(series, year) for _, year in years]
        own = group.values if len(group.values) == 1 else ()
        names = sorted({name for one in found for name in one} | set(own))
        if len(names) < 2 or not all(found) or (len(years) < 2 and not own):
            continue
        slots.retag(index, Sense("group", Group("campaign", tuple(names))))
        for place, _ in years:
            compared = (Sense("versus"),) if slots.has(place, "compare") else ()
            slots.retag(place, Sense("filler"), *compared)
        return
    _year_of_its_day(slots)


def _year_of_its_day(slots: Slots) -> None:
    """the Black Friday mails last year: the year that was told of the holiday is that of the message."""
    moved, known = slots.all("moved_year"), slots.vocabulary.campaigns
    for index in slots.all("group") if len(moved) == 1 else ():
        group = slots.value(index, "group")
        if group.field != "campaign" or len(group.values) < 2 or not known.one_series(group.values):
            continue
        names = known.of_year(group.values, int(slots.value(moved[0], "moved_year")))
        if names:
            slots.retag(index, Sense("group", Group("campaign", tuple(sorted(names)))))


def _series(slots: Slots, group: Group) -> tuple[str, ...]:
    """Every year's campaign of that name; none where the group holds others as well."""
    bare = {bare_name(str(name)) for name in group.values}
    rows = slots.vocabulary.campaigns.rows
    return tuple(one.name for one in rows if bare_name(one.name) in bare) if len(bare) == 1 else ()


def _years(slots: Slots, index: int, several: bool) -> list[tuple[int, int]]:
    """(place, year) of the years beside a campaign: anywhere, or joined to the one that is part of its name."""
    places = range(len(slots)) if several else _joined(slots, index)
    found: list[tuple[int, int]] = []
    for place in places:
        period = slots.value(place, "period")
        year = whole_year(period, slots.today) if period is not None and not slots.has(place, "group") else None
        year = year or slots.value(place, "moved_year")
        if year is None and slots.value(place, "compare") == "previous_year" and found:
            year = found[-1][1] - 1
        if year is not None:
            found.append((place, year))
    return found


def _joined(slots: Slots, index: int) -> list[int]:
    """Places of what follows a name behind and, vs or a comma."""
    at = index + 1
    while slots.has(at, *_JOINTS) and not slots.has(at, "period"):
        at += 1
    joined = any(slots.has(i, "and", "versus", "break") for i in range(index + 1, at))
    return [at] if at < len(slots) and (joined or slots.has(at, "compare")) else []


def settle_no_edition(slots: Slots) -> None:
    """Linen Weekend 2025, where there was none that year: nothing goes by that name."""
    for index in range(len(slots) - 1):
        group = slots.value(index, "group")
        said = slots[index + 1].text if index + 1 < len(slots) else ""
        if getattr(group, "field", "") != "campaign" or not re.fullmatch(r"(?:19|20)\d\d", said):
            continue
        named = re.search(r"\d{4}", slots[index].text) or not slots.has(index + 1, "period")
        if not named and not slots.vocabulary.campaigns.of_year(group.values, int(said)):
            slots.merge(index, index + 2, Sense("absent_field", slots[index].text))
