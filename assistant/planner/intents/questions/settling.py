"""The slots of a question with its turns of phrase settled, as figures and people are read from them."""

from __future__ import annotations

from assistant.planner.around.asides import set_aside
from assistant.planner.frame import Frame
from assistant.planner.grammar.people.customers import reduce_customers
from assistant.planner.grammar.people.newest import settle_newest
from assistant.planner.grammar.people.places import unknown_place
from assistant.planner.grammar.people.ranked_people import bought_most
from assistant.planner.grammar.rows.splits import crossed
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.wording.chinese import settle_chinese
from assistant.planner.grammar.wording.phrases import settle_phrases
from assistant.planner.spans import Span


def settled(frame: Frame) -> Slots:
    """The question's slots with turns of phrase settled."""
    return frame.worked_out(_settled, frame.spans)


def _settled(frame: Frame, spans: list[Span]) -> Slots:
    slots = frame.slots_of(spans)
    settle_newest(slots)
    reduce_customers(slots)
    crossed(slots)
    bought_most(slots)
    settle_phrases(slots, frame.today)
    settle_chinese(slots)
    set_aside(slots)
    unknown_place(slots)
    return slots
