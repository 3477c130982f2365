"""Those a campaign went to: everyone sent it, and their opens, clicks and unsubscribes, which are of that campaign."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Audience, Engaged

_SENT = ("sent", "mailed", "emailed", "e-mailed", "texted", "we sent", "we mailed", "we emailed")
_BETWEEN = ("we", "that", "who", "whom", "we've", "have", "that we", "who we")


def reduce_sent(slots: Slots) -> None:
    """of everyone sent Linen Weekend 2026: people by what they got, and no number of messages."""
    for index in range(1, len(slots) - 1):
        if slots[index].text.casefold() not in _SENT or not slots.has(index, "measure"):
            continue
        before, behind = index - 1, slots.next(index)
        while before > 0 and slots[before].text.casefold() in _BETWEEN:
            before -= 1
        whom = slots.has(before, "people", "agent") or slots[before].text.casefold() in _WHOM
        campaign = slots.value(behind, "group")
        if whom and campaign is not None and campaign.field == "campaign":
            slots.retag(index, Sense("verb", "receive"))


_WHOM = ("everyone", "everybody", "anyone", "anybody", "those", "all those", "of those", "women", "men")


def of_what_they_got(figures: Figures) -> None:
    """黑五2025收件人里退订的有多少: counted of the campaign they are the recipients of."""
    if not figures.measures or not set(figures.measures) <= EVENT_MEASURES:
        return
    if any(one.field.startswith("campaign") for one in figures.where) or "campaign" in figures.dimensions:
        return
    people = figures.people.audience
    sent = [one for one in people.all if isinstance(one, Engaged) and one.event == "sent" and one.op == "ge"]
    named = [one for one in sent if [f.field for f in one.where] == ["campaign"] and one.period is None]
    if len(sent) != 1 or len(named) != 1:
        return
    figures.where += named[0].where
    rest = people.model_copy(update={"all": [one for one in people.all if one is not named[0]]})
    figures.people.audience, figures.people.conditions = rest, 0 if rest == Audience() else figures.people.conditions
