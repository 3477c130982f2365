"""Several customers by id: what is on record of each, their scores, and which of them meet a condition."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.scores.scores import mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.questions.notes import defaults_said
from assistant.planner.intents.references.subjects import finished, use
from assistant.planner.reading import Reading
from tools.definitions import Attribute, Audience

_OTHERWISE = (
    "alike", "copy_verb", "save", "offer_cue", "offer_verb", "together", "also_bought", "overlap", "migration",
    "drivers_cue", "quality_cue", "meaning", "by",
)  # fmt: skip
"""Words that ask for something else about the same people."""
_ASKED = (
    "history", "which", "list", "in_it", "yes_no", "people", "compare", "versus", "difference", "same", "all_rows",
    "describe", "level_word", "how_much", "or", "respectively", "anaphor", "record", "profile_cue", "model_word",
    "latest", "segment_word", "only_cue", "chance", "chance_noun", "top", "bottom",
)  # fmt: skip


def read_several(frame: Frame) -> Reading | None:
    """look up C00011, C00012; tiers of C00011 and C00012; C00011, C00012, C00013 – any of them platinum?"""
    ids = _named(frame)
    if len(ids) < 2 or frame.has(*_OTHERWISE):
        return None
    slots = frame.slots()
    use(slots, "the customers", "customer_id")
    one_of_them(slots)
    scored = [(index, found) for index, found in mentions(slots) if found.value is None]
    for index, _ in scored:
        slots.use(index, "score")
    _use_facts(slots)
    people = read_people(slots, frame.today)
    use(slots, "asked for", *_ASKED)
    own = Attribute(field="customer_id", values=list(ids))
    asked = people.audience if people.conditions else Audience()
    audience = asked.model_copy(update={"all": [own, *asked.all]})
    args: dict[str, Any] = {"audience": audience.compact()}
    if len({found.concept for _, found in scored}) == 1:
        score = scored[0][1]
        args |= {"score": score.concept} | ({"category": score.category} if score.category else {})
        return finished(frame, slots, "scores", "score_customers", args, audience=audience)
    tool = "size_audience" if frame.has("how_many") else "list_audience"
    intent = "audience" if tool == "size_audience" else "list"
    return finished(frame, slots, intent, tool, args, audience=audience, notes=defaults_said(frame, people))


def _named(frame: Frame) -> tuple[str, ...]:
    """The customers named by id; a name beside an id is that customer's."""
    found = [sense for span in frame.spans if (sense := span.sense("customer_id"))]
    plain = [str(sense.value) for sense in found if not sense.note]
    return tuple(dict.fromkeys(plain or [str(sense.value) for sense in found]))


def one_of_them(slots: Slots) -> None:
    """any of, one of, each of: how many of the customers named is what the answer shows."""
    for index in slots.all("number", "each_row", "filler", "not"):
        after = slots.next(index)
        if slots.value(index, "number") == 1 and slots.has(after, "customer_id", "anaphor"):
            slots.use(index, "any of them")


def _use_facts(slots: Slots) -> None:
    """tiers, city, consents: facts that the list shows of everyone."""
    fields = slots.vocabulary.dictionary.fields
    for index in range(len(slots)):
        name = slots.value(index, "field")
        own = name in fields and fields[str(name)].level == "customer"
        fact = own or slots.value(index, "measure") in ("net_revenue", "orders")
        held = slots.has(index, "group", "condition", "range", "scored")
        beside = any(slots.has(i, "group", "range", "cmp", "number", "percent") for i in (index - 1, index + 1))
        if fact and not held and not beside:
            slots.use(index, "shown of each")
