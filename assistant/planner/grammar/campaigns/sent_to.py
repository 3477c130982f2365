"""Opens, clicks and unsubscribes of those a campaign went to: of that campaign, whatever else they got."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.figures.figures import Figures
from tools.definitions import Audience, Engaged


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
