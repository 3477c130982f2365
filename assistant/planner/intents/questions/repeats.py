"""Who of the first-time buyers orders again, soon after or ever: 90-day repeat rate by channel, second purchase rate.

The whole is the first orders, and what they are split or narrowed by is theirs; the part is who came back.
"""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.metric import read_figures
from assistant.planner.grammar.rows.cohorts import asks_retention
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.wording.phrases import settle_phrases
from assistant.planner.intents.questions.notes import said_about
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from tools.definitions import After, Attribute, Audience, Bought, Filter, Metric, Part

_RATES = ("repeat_rate", "repeat_buyers")
_COUNTS = (*_RATES, "returning_buyers", "new_buyers", "buyers", "customers")
_AGENTS = ("new", "first_time", "repeat", "returning", "buy", "one_time")
_FIRST = Filter(field="first_or_repeat", values=["first"])
_WHOLE = ("share", "rate_of", "chance_noun", "chance", "base_word")


def read_repeats(frame: Frame) -> Reading | None:
    """The share of first-time buyers who ordered again; None for anything else."""
    slots = frame.slots()
    after = next((slots.value(i, "after") for i in range(len(slots)) if slots.has(i, "after")), None)
    soon = isinstance(after, After) and after.event == "first_order" and not after.including
    asked = slots.find(*_WHOLE) is not None or any(_rate(slots, i) for i in range(len(slots)))
    if not asked or asks_retention(slots) or frame.has("scored", "customer_id", "average", "median", "compare"):
        return None
    if not soon and not _second_ever(slots):
        return None
    if not any(_again(slots, i) or slots.value(i, "field") == "second_order_date" for i in range(len(slots))):
        return None
    _set_aside(slots)
    settle_phrases(slots, frame.today)
    figures = read_figures(slots, frame.today)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    came = Bought(after=after) if soon else Attribute(field="orders", op="ge", values=[2])
    return _reading(frame, slots, figures, Part(audience=Audience(all=[came])))


def _rate(slots: Slots, index: int) -> bool:
    return slots.value(index, "measure") in _RATES or slots[index].text.casefold() in ("rate", "rates")


def _again(slots: Slots, index: int) -> bool:
    return (
        slots.value(index, "verb") == "rebuy"
        or slots.value(index, "measure") in _RATES
        or slots.value(index, "agent") in ("repeat", "returning")
        or slots.value(index, "measure") == "returning_buyers"
    )


def _second_ever(slots: Slots) -> bool:
    """second purchase rate, chance that a one-time buyer makes a second order – no share of who did so in May."""
    second = any(
        slots.value(i, "field") == "second_order_date"
        or (_rate(slots, i) and slots[i].text.casefold().startswith(_2ND))
        for i in range(len(slots))
    )
    return second and slots.find("period", "trend") is None


_2ND = ("second", "2nd")


def _set_aside(slots: Slots) -> None:
    """What says the part has done its work; what is counted is buyers."""
    counted = False
    for index in range(len(slots)):
        item = slots[index]
        group = item.value("group")
        rate = item.has(*_WHOLE) or _rate(slots, index) or item.value("measure") in _COUNTS
        if rate and not counted and not item.has("group", "condition"):
            slots.retag(index, Sense("measure", "buyers"))
            counted = True
        elif (
            (rate and not item.has("group", "condition"))
            or item.has("after", "brought_in", "people", "who", "how_many")
            or item.value("agent") in _AGENTS
            or item.value("verb") in ("rebuy", "buy")
            or item.value("field") in ("second_order_date", "first_order_date")
            or (group is not None and group.field == "first_or_repeat")
        ):
            slots.retag(index, Sense("filler"))
        elif item.value("field") == "categories_bought":
            slots.retag(index, Sense("field", "category"))


def _reading(frame: Frame, slots: Slots, figures: Figures, part: Part) -> Reading:
    figures.measures, figures.share = ["buyers"], False
    figures.sort = figures.limit = figures.top = None
    figures.where = [f for f in figures.where if f.field != "first_or_repeat"]
    metric: Metric = figures.build()
    metric = metric.model_copy(update={"where": [_FIRST, *metric.where], "part": part})
    notes = typo_notes(frame) + said_about(frame, figures.people)
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})], notes=notes)
    account(slots, reading)
    return reading
