"""The top tenth by spend among women in London: they are ranked among those, and not everybody before them."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.intents.questions.composed import asked, people_told
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Group, Ranked

_EN = re.compile(
    r"^(?P<lead>.*?)(?P<ranked>\b(?:top|bottom|best|worst) [^,]{1,40}?\bby [^,]{2,40}?) "
    r"(?:from )?(?:among(?:st)?|out of|within) (?P<those>.+)$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:the |all |our )*(?:those|ones)\b", re.IGNORECASE)


def read_ranked_among(frame: Frame) -> Reading | None:
    """The first of a ranking within a group; None where nobody is ranked, or the ranking counts heads."""
    found = _EN.match(asked(frame))
    if found is None or frame.state.last:
        return None
    ranking = people_told(frame, f"{found['lead']}{found['ranked']}")
    those = people_told(frame, _PRONOUN.sub("customers", found["those"]))
    first, group = (one.audience if one is not None else None for one in (ranking, those))
    if ranking is None or those is None or first is None or group is None or group.limit is not None:
        return None
    ranked = first.all[0] if len(first.all) == 1 and not (first.any or first.none or first.limit) else None
    if not isinstance(ranked, Ranked):
        return None
    made = _ranked_within(ranked, group)
    reading = frame.reading(
        "audience",
        audience=made,
        calls=[Call(ranking.calls[0].tool, {**ranking.calls[0].args, "audience": made.compact()})],
        notes=[*ranking.notes, *those.notes],
    )
    reading.account = [(found["ranked"], "ranked"), (found["those"], "among whom")]
    return reading


def _ranked_within(ranked: Ranked, group: Audience) -> Audience:
    """One condition that ranks only those."""
    told = Group(all=group.all, any=group.any, none=group.none)
    return Audience(all=[ranked.model_copy(update={"among": told})])
