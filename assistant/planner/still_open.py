"""A message after one that was asked about or refused: what leans on the open one is not answered as if it stood alone.

Nothing was shown for the open message, so "what about clicks?" behind it is either the open question with that word
changed, or it belongs to what was shown before; which of the two it was is said, and where nothing was shown, asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.turning import people_of
from assistant.planner.intents.follow_ups.fragment import is_fragment
from assistant.planner.intents.references.cues import CUES, points_back
from assistant.planner.reading import Ask, Reading

_OPENS = re.compile(
    r"^(?:(?:ok(?:ay)?|and|well|then|so|now|hmm?|fine|please|pls)[ ,]+)*"
    r"(?:what about|how about|which ones?|which of|just|only|also|but|without|excluding|instead|the same|same"
    r"|make (?:it|that)|by|split|among|of (?:them|those|these)|and)\b"
    r"|^(?:只看|只要|换成|改成|也|再|其中|不要|去掉|按|分)|^(?:那么?)?[^，,]{1,6}呢[？?]?$"
)
_CLOSES = re.compile(r"\b(?:only|instead|too|as well|among them|of them|of those)[.?!]*(?:$|,)")
_POINTS = re.compile(
    r"\b(?:it|its|that one|this one|those|these|them|they|their|both|the two|the (?:first|second|third))\b"
)
_OWN = {"copy", "campaign", "customer", "clarify", "meaning", "saved", "back"}
"""Readings that say themselves what they are of."""


def of_open(pending: Reading, fresh: Reading, frame: Frame, read: Callable[[str], Reading]) -> Reading:
    """The reading of a message behind an open one."""
    if not (fresh.answers and fresh.calls) or fresh.intent in _OWN or fresh.intent.startswith("copy"):
        return fresh
    if not _leans(frame):
        return fresh
    state = frame.state
    if not _shown(state):
        return _of_both(pending, read, frame.text.original) or _still(pending, frame)
    if points_back(frame) and _nobody(state):
        return _still(pending, frame)
    fresh.notes = [*fresh.notes, _said(pending, frame)]
    return fresh


def _shown(state: State) -> bool:
    return bool(state.last)


def _nobody(state: State) -> bool:
    """Whether figures were shown last that are no count of people, and of nobody's."""
    metric = state.metric if state.figures == "metric" else None
    return metric is not None and metric.audience is None and people_of(metric) is None


def _leans(frame: Frame) -> bool:
    typed = frame.text.normal.casefold().strip()
    if not _shown(frame.state) and _POINTS.search(typed):
        return True
    whole = replace(frame, state=replace(frame.state, figures=frame.state.figures or "metric"))
    opening = next((s for s in frame.spans if not s.has("filler", "break", "interjection") or s.has(*CUES)), None)
    cued = opening is not None and opening.has("instead", "only_cue", "remove", "add", "back", "but")
    return bool(_OPENS.search(typed) or _CLOSES.search(typed)) or cued or points_back(frame) or is_fragment(whole)


def _of_both(pending: Reading, read: Callable[[str], Reading], message: str) -> Reading | None:
    """Germany only, and no discounts, after a plan whose channel was asked: the plan with that said as well."""
    if pending.ask is None:
        return None
    joined = f"{pending.question.rstrip(' .。?？!！')}, {message}"
    again = read(joined)
    same = again.ask is not None and again.ask.question == pending.ask.question and again.intent == pending.intent
    return again if (again.answers and again.calls) or (same and again.intent != "clarify") else None


def _still(pending: Reading, frame: Frame) -> Reading:
    """The open question once more, as one that has to be answered first."""
    said = frame.text.original.strip()
    if pending.ask is None:
        question = frame.say(
            f"“{said}” goes on from a question that I could not answer. Of whom or of what is it asked? Please say it "
            "in one sentence.",
            f"“{said}”接的是一个我没能回答的问题。这里指哪些客户或哪些数据？请用一句话完整地说。",
        )
        return frame.reading("reference", ask=Ask(question, (), 0, len(frame.text.original)))
    lead = frame.say(
        f"“{said}” goes on from a question that is still open: “{pending.question.strip()}”. {pending.ask.question}",
        f"“{said}”接的是一个还没有确定的问题：“{pending.question.strip()}”。{pending.ask.question}",
    )
    return replace(pending, language=frame.language, ask=replace(pending.ask, question=lead))


def _said(pending: Reading, frame: Frame) -> str:
    open_one = pending.question.strip()[:80]
    return frame.say(
        f"This is of what was last shown; “{open_one}” was not applied.",
        f"这里按上一次显示的结果回答；“{open_one}”没有用上。",
    )
