"""New buyers beside returning ones, as two counts of people."""

from __future__ import annotations

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_AGAINST = ("versus", "and", "or", "compare", "break")


def new_and_returning(slots: Slots, figures: Figures) -> None:
    """new vs returning buyers per month: two counts of people; by first and repeat orders some would count twice."""
    counted = set(figures.measures) <= {"buyers", "customers", "new_buyers", "returning_buyers"}
    of_people = (
        bool(figures.measures)
        or slots.find("people", "agent", free=False) is not None
        or any(slots.value(i, "field") == "first_or_repeat" and _says_people(slots[i].text) for i in range(len(slots)))
    )
    if "first_or_repeat" in figures.dimensions and counted and of_people and not figures.share:
        figures.dimensions.remove("first_or_repeat")
        figures.measures = ["new_buyers", "returning_buyers"]


def _says_people(text: str) -> bool:
    """新老客, new vs returning – rather than first and repeat orders."""
    return "客" in text or any(word in text.casefold() for word in ("returning", "existing"))


def settle_new_and_old(slots: Slots) -> None:
    """average order value for new customers vs existing ones: one figure, split by which of the two an order is."""
    _were_new(slots)
    _newly(slots)
    if "first_or_repeat" not in slots.vocabulary.dictionary.fields or slots.relative or slots.find("share") is not None:
        return
    measured = any(
        slots.has(i, "measure")
        and not slots.has(i, "people", "agent")
        and (not slots.has(i, "verb") or slots[i + 1].text.casefold() in ("from", "of", "by"))
        for i in range(len(slots))
    )
    new = next((i for i in range(len(slots)) if slots.value(i, "agent") in ("new", "first_time")), None)
    old = next((i for i in range(len(slots)) if _old(slots, i)), None)
    if new is None or old is None or not measured:
        return
    between = range(min(new, old) + 1, max(new, old))
    plain = all(slots.has(i, *_AGAINST, "filler", "people", "place", "for") for i in between)
    if plain and any(slots.has(i, "versus", "and", "or") for i in between):
        slots.retag(new, Sense("field", "first_or_repeat"), Sense("each_unit", "first_or_repeat"))
        for index in (old, *between, old + 1):
            if index == old or slots.has(index, "people", "agent", "group", "versus", "and", "or"):
                slots.retag(index, Sense("filler"))


def _newly(slots: Slots) -> None:
    """新增首单客户数: what first orders say already, and no sign-up of theirs."""
    for index in range(len(slots)):
        following = slots.next(index, lambda item: item.text == "的")
        if slots[index].text.startswith("新增") and slots.value(following, "measure") == "new_buyers":
            slots.retag(index, Sense("filler"))


def _were_new(slots: Slots) -> None:
    """of the buyers in September, how many were new: people again."""
    for index in slots.all("new_only"):
        before = slots.before(index, lambda item: item.has("filler", "anaphor") and not item.has("how_many", "share"))
        asked = slots.has(before, "how_many", "share") and slots[index - 1].text.casefold() in (
            "were",
            "are",
            "was",
            "is",
        )
        if asked and any(slots.has(i, "people", "agent") for i in range(index)) and not slots.has(index, "agent"):
            slots.retag(index, Sense("agent", "new"))


def _old(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    repeat = group is not None and (group.field, group.values) == ("first_or_repeat", ("repeat",))
    told = slots.value(index, "agent") in ("repeat", "returning")
    return repeat or told or slots.value(index, "measure") == "returning_buyers"
