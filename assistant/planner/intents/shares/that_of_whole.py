"""what share of all gold members in London is that: the people just counted, of a whole that is named."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import within
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.intents.shares.shares_of_shown import named_before
from assistant.planner.reading import Call, Reading

_LED = r"^(?:and |so |ok(?:ay)?,? |hm+,? |but )*(?:what|which) (?:share|percentage|percent|proportion|fraction) "
_ASKED = (
    re.compile(_LED + r"of (?P<whole>.+) (?:is|was|are|were) (?:that|this|it|those|these)$"),
    re.compile(_LED + r"(?:is|was|are|were) (?:that|this|it|those|these) (?:of|out of) (?P<whole>.+)$"),
)


def read_that_of_whole(frame: Frame) -> Reading | None:
    """The whole is read as a question of its own; where it only calls earlier people by a name, it is them."""
    said = frame.text.original.strip().rstrip(" ?.!").casefold()
    found = next((found for rule in _ASKED if (found := rule.match(said))), None)
    counted = frame.state.share[1] if frame.state.share is not None else frame.state.audience
    if found is None or counted is None or frame.state.last not in ("audience", "list"):
        return None
    start, end = found.span("whole")
    named = frame.text.original.strip()[start:end]
    alone = read_question(frame.retold(f"how many {named}", State()))
    whole = alone.audience if alone is not None and alone.ask is None else None
    if whole is None or alone is None or [call.tool for call in alone.calls] != ["size_audience"]:
        return None
    counted = within(counted)
    if not whole.compact():
        sized = Call("size_audience", {"audience": counted.compact()})
        return frame.reading("audience", calls=[sized], audience=counted)
    whole = named_before(frame, whole, counted) or whole
    args = {"first": whole.compact(), "second": counted.compact()}
    notes = [] if whole != alone.audience else alone.notes
    call = Call("compare_audiences", args)
    return frame.reading(
        "share", calls=[call], audience=frame.state.audience, notes=notes, focus={"pair": (whole, counted)}
    )
