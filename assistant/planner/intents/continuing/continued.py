"""One table: after which kind of answer which reader looks at a message first."""

from __future__ import annotations

from collections.abc import Callable

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.cohorts import read_cohort_change
from assistant.planner.intents.continuing.elided import read_elided_object
from assistant.planner.intents.continuing.facts_of_shown import fact_of_shown
from assistant.planner.intents.continuing.goods import read_goods_change
from assistant.planner.intents.continuing.listings import read_campaign_list, read_listed_campaign
from assistant.planner.intents.continuing.lookalikes import read_lookalike_change
from assistant.planner.intents.continuing.offers import read_offer_change
from assistant.planner.intents.continuing.passages import read_passage_change
from assistant.planner.intents.continuing.persons import read_person_change
from assistant.planner.intents.continuing.plans import read_plan_change
from assistant.planner.intents.continuing.scored import read_score_change
from assistant.planner.intents.lookups.meanings import read_another_meaning
from assistant.planner.reading import Reading

READERS: tuple[Callable[[Frame], Reading | None], ...] = (
    read_campaign_list,
    read_listed_campaign,
    read_plan_change,
    read_lookalike_change,
    read_offer_change,
    read_score_change,
    read_goods_change,
    fact_of_shown,
    read_elided_object,
    read_person_change,
    read_passage_change,
    read_cohort_change,
    read_another_meaning,
)
"""Each looks only after an answer of its own kind, and leaves alone what it cannot read whole."""


def read_continued(frame: Frame) -> Reading | None:
    """What was last answered – a plan, lookalikes, offers, one product, one customer, a passage – changed."""
    for reader in READERS:
        if (reading := reader(frame)) is not None:
            return reading
    return None
