"""The share that was just told, of other people: 同样的看下1月首单那批."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.intents.references.cues import points_back
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute


def another_whole(frame: Frame) -> Reading | None:
    """同样的看下1月首单那批, after which share of December's bought again: the same part of other people."""
    pair = frame.state.pair
    if pair is None or frame.state.last != "audience" or frame.language != "zh" or not frame.has("same"):
        return None
    if points_back(frame) or frame.has("share", "measure", "by", "which"):
        return None
    told = [replace(s, senses=(Sense("filler"),)) if s.has("same") else s for s in frame.spans]
    asked = read_question(replace(frame, spans=told, state=State()))
    named = asked.audience.all if asked and asked.ask is None and asked.audience and not asked.metric else []
    fields = {c.field for c in named if isinstance(c, Attribute)}
    known = {c.field for c in pair[0].all if isinstance(c, Attribute)}
    if not named or len(fields) < len(named) or not fields <= known:
        return None
    kept = [c for c in pair[0].all if not (isinstance(c, Attribute) and c.field in fields)]
    whole = pair[0].model_copy(update={"all": [*named, *kept]})
    args = {"first": whole.compact(), "second": pair[1].compact()}
    return frame.reading("share", calls=[Call("compare_audiences", args)], audience=whole)
