"""Shares of a group: what share of women bought skincare."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.audience import read_people
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.notes import said_about
from assistant.planner.leftovers import leftovers, typo_notes
from assistant.planner.reading import Call, Reading

_IS = {"are", "is", "were", "里", "中", "里面", "当中", "之中", "里有", "中有"}


def share_within(frame: Frame) -> Reading | None:
    """what share of women bought skincare; 消费前5%的客户里女性占多少: part of a group, not of everyone."""
    cuts = [i for i, span in enumerate(frame.spans) if span.text.casefold() in _IS]
    verbs = [
        i
        for i, span in enumerate(frame.spans)
        if (span.has("verb", "contact") and not span.has("measure")) or span.has("never", "not", "chance", "likely_to")
    ]
    for cut in (*cuts, *verbs[:1]):
        first = frame.slots(0, cut)
        second = frame.slots(cut + (cut in cuts))
        base, part = read_people(first, frame.today, ranked_list=False), read_people(second, frame.today)
        if base.conditions and part.conditions and not leftovers_but_share(first) and not leftovers_but_share(second):
            args = {"first": base.audience.compact(), "second": part.audience.compact()}
            notes = typo_notes(frame) + said_about(frame, base) + said_about(frame, part)
            return frame.reading("share", calls=[Call("compare_audiences", args)], audience=base.audience, notes=notes)
    return None


def leftovers_but_share(slots: Slots) -> list[int]:
    """What is left over besides the words that ask for a share."""
    share_words(slots)
    return leftovers(slots)


def share_words(slots: Slots) -> None:
    for index in slots.all("share", "average", "sum", "as_table", "chart", "which", "rank_by", "descending"):
        if slots.has(index, "share"):
            slots.use(index, "share of all customers")
