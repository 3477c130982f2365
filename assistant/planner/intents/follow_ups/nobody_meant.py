"""Follow-ups that mean others than those spoken of: those who did not open it, of openers; both, of one thing."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.unclear import Unclear
from tools.definitions import Audience, Engaged

_BOTH = {"both", "both of them", "both of those", "the two", "both together", "两个都", "两样都", "两款都"}


def refuse_nobody(frame: Frame, changed: Audience, before: Audience) -> None:
    """Ask where the words point at people or goods that were not spoken of."""
    done = [one for one in changed.all if isinstance(one, Engaged) and (one.op, one.value) != ("eq", 0)]
    undone = [one for one in changed.all if isinstance(one, Engaged) and (one.op, one.value) == ("eq", 0)]
    if any((one.event, one.where, one.period) == (no.event, no.where, no.period) for one in done for no in undone):
        raise Unclear(
            "All of those just spoken of did that: please say in one sentence whom you mean now.",
            "刚才说的人都做过这件事：请用一句话说明现在指哪些人。",
        )
    both = any(span.text.casefold() in _BOTH for span in frame.spans)
    if both and changed == before and any(span.value("verb") == "buy" for span in frame.spans):
        raise Unclear(
            "Which two are meant by “both”? Please name them.",
            "“都”指哪两样？请说出来。",
            firm=True,
        )
