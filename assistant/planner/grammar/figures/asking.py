"""Turns of phrase that ask for a figure: what did they spend, how long until the second order, row by row."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense


def row_by_row(slots: Slots) -> None:
    """campaign by campaign, country by country: by it."""
    for index in range(len(slots) - 2):
        same = slots[index].text.casefold() == slots[index + 2].text.casefold()
        if same and slots.has(index + 1, "by") and dimension_at(slots, index) and not slots.has(index, "period"):
            slots.retag(index, Sense("filler"))


def how_long(slots: Slots) -> None:
    """how long until the second order, how many days to reorder: the days between the first order and the second."""
    asked = next((i for i in range(len(slots)) if _length_asked(slots, i)), None)
    again = next((i for i in range(len(slots)) if _second(slots, i)), None)
    if asked is None or again is None or "days_to_second_order" not in slots.vocabulary.dictionary.fields:
        return
    for index in slots.all("average", "norm", "people", "verb"):
        slots.retag(index, Sense("filler"))
    for index in range(min(asked, again), max(asked, again) + 1):
        if not (slots[index].unknown or slots.has(index, *_NARROWING)) or index in (asked, again):
            slots.retag(index, Sense("filler"))
    slots.retag(asked, Sense("average"))
    slots.retag(again, Sense("field", "days_to_second_order"))


_NARROWING = (
    "by", "group", "condition", "period", "not", "never", "except", "or", "number", "range", "percent", "money",
    "value", "values", "filter",
)  # fmt: skip


def _length_asked(slots: Slots, index: int) -> bool:
    said = slots[index].text.casefold()
    following = slots[index + 1].text.casefold() if index + 1 < len(slots) else ""
    return (
        said in ("how long", "how many days")
        or (said == "how" and following == "long")
        or (slots.has(index, "how_many") and following == "days")
    )


def _second(slots: Slots, index: int) -> bool:
    return slots.value(index, "verb") == "rebuy" or slots.value(index, "field") == "second_order_date"


def what_was_spent(slots: Slots) -> None:
    """what did clickers spend: how much, where nothing is said of what on."""
    asked = next((i for i in range(len(slots)) if slots[i].text.casefold() in _WHAT), None)
    spent = next((i for i in range(len(slots)) if slots.value(i, "verb") == "spend" and asked is not None), None)
    if asked is None or spent is None or spent < asked or slots.has(spent + 1, "range", "number"):
        return
    bare = slots[spent].text.casefold() in (
        "spend",
        "spent",
        "spending",
        "been spending",
        "spend with us",
        "spent with us",
    )
    on = any(slots[i].text.casefold() == "on" and not slots.has(i + 1, "group") for i in range(spent, len(slots)))
    if bare and not on and not slots.has(asked, "measure"):
        slots.retag(asked, Sense("how_much"))


_WHAT = ("what", "what did", "what do", "what have", "what has", "what they", "what they've", "what theyve")


def age_at_joining(slots: Slots) -> None:
    """average age of new customers by year: a fact of those who came in each year."""
    fields = slots.vocabulary.dictionary.fields
    average = slots.find("average", "median", "norm")
    fact = next((i for i in range(len(slots)) if slots.value(i, "field") in ("age", "spend", "orders", "units")), None)
    new = next((i for i in range(len(slots)) if slots.value(i, "agent") in ("new", "first_time")), None)
    when = next((i for i in range(len(slots)) if dimension_at(slots, i) in ("month", "quarter", "year")), None)
    if None in (average, fact, new, when) or slots.has(when or 0, "period"):
        return
    cohort = f"first_order_{dimension_at(slots, when or 0)}"
    if cohort in fields and slots.value(fact or 0, "field") == "age":
        slots.retag(when or 0, Sense("field", cohort), Sense("each_unit", cohort))
        slots.retag(new or 0, Sense("people"))


_OF_PEOPLE = ("acquisition_channel", "loyalty_tier", "country", "city", "gender", "rfm_segment", "first_order_channel")


def fact_of_people(slots: Slots) -> None:
    """acquisition channel of the Champions: the people split by it."""
    first = next((i for i in range(len(slots)) if not slots.has(i, "filler", "list", "greeting", "break")), None)
    name = dimension_at(slots, first) if first is not None else None
    if first is None or name not in _OF_PEOPLE or slots.has(first, "group", "measure", "condition", "period"):
        return
    of = slots[first + 1].text.casefold() in ("of", "for", "among") if first + 1 < len(slots) else False
    measured = any(slots.has(i, "measure") and not slots.has(i, "people", "agent") for i in range(len(slots)))
    people = any(
        slots.has(i, "people", "agent") or slots.level(getattr(slots.value(i, "group"), "field", "")) == "customer"
        for i in range(first + 1, len(slots))
    )
    if of and people and not measured:
        slots.retag(first, *slots[first].senses, Sense("each_unit", name))


def asked_of(slots: Slots, index: int, at: int) -> bool:
    """how much did customers who opened it spend: what is asked of people, not what they are told by."""
    who = [i for i in range(index, at) if slots.has(i, "who")]
    told = any(slots.has(i, "verb") for i in range(who[-1], at)) if who else True
    return told and not (who and slots.has(at - 1, "and", "or", "but", "not", "never", "who"))
