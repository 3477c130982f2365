"""Words beside a description of people that pick nobody: what they are wanted for, that a model scores them."""

from __future__ import annotations

from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.scores.scores import CONCEPTS
from assistant.planner.grammar.slots import Slots


def said_anyway(slots: Slots, people: People) -> None:
    """Use up what says nothing more of the people read."""
    _scored_by(slots, people)
    _aims(slots)


def _scored_by(slots: Slots, people: People) -> None:
    """who score over 0.8 on purchase, according to the model: how likely somebody is, a model says anyway."""
    if people.scored or any(getattr(c, "field", "") in CONCEPTS for c in people.audience.all):
        for index in slots.all("model_word"):
            slots.use(index, "score")


def _aims(slots: Slots) -> None:
    """做召回, for a win-back mailing: what the people are wanted for, which says nothing about who they are."""
    for index in slots.all("aim", "goal"):
        if slots[index].text.casefold() == "new":
            continue  # new and lapsed customers: who they are
        if not slots.has(index, "verb", "field", "measure", "group", "agent", "period", "people", "condition", "not"):
            slots.use(index, "what for")
            if slots.value(index, "goal") == "replenish" and any(w in slots[index].text.casefold() for w in _USED_UP):
                slots.said.append(_BOUGHT_IT)


_USED_UP = ("run", "empty", "用完", "见底")
_BOUGHT_IT = (
    "No data tells when something is used up: everybody who bought it is meant. Name how long ago, to narrow it.",
    "数据里看不出什么时候用完：这里指所有买过的人；可以再说多久以前买的。",
)
