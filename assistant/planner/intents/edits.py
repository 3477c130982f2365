"""Follow-ups: only women, 换成上个季度, make it 5 orders, by city instead, show me 10 of them, go back."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.cues import CUES, points_back
from assistant.planner.intents.edit_audience import edit_audience, only_split
from assistant.planner.intents.edit_metric import edit_metric
from assistant.planner.lexicon import Sense
from assistant.planner.readers.english_words import rolling
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience

_HEADS = ("people", "agent", "how_many", "how_much", "list", "which")


def read_edit(frame: Frame) -> Reading | None:
    """The last definition changed by this message, or None when it is a question of its own."""
    state = frame.state
    if state.last not in ("metric", "audience", "list"):
        return None
    if frame.only("back") and frame.has("back"):
        return _back(frame)
    if frame.only("pronoun_that", "anaphor", "how_many") and frame.has("pronoun_that", "how_many"):
        return _count(frame)
    slots = frame.slots()
    slots.editing = True
    _durations(slots)
    _corrections(slots)
    if not is_follow_up(frame, slots):
        return None
    target = state.metric if state.last == "metric" else None
    if target is not None:
        return edit_metric(frame, slots, target)
    return edit_audience(frame, slots, state.audience or Audience())


def is_follow_up(frame: Frame, slots: Slots) -> bool:
    """Whether a message leans on the last answer: it points at it, says what to change, or is no whole question."""
    if points_back(frame):
        return True
    head = any(slots.has(i, *_HEADS) and not slots.used(i) for i in range(len(slots)))
    measured = any(slots.has(i, "measure") and not slots.has(i, "group") for i in range(len(slots)))
    cue = any(slots.has(i, *CUES) and not slots.has(i, "period", "group") for i in range(len(slots)))
    opening = any(
        slots.has(i, "same", "instead", "only_cue", "remove", "add", "except") for i in range(min(2, len(slots)))
    )
    cue = cue or slots.has(slots.next(-1), "except")
    content = [i for i in range(len(slots)) if not slots.has(i, "filler", "break", *CUES) and not slots.used(i)]
    if frame.state.last == "metric":
        by = any(slots.has(i, "by") for i in range(len(slots)))
        if measured:
            return ((cue and opening) or len(content) <= 1) and not (by and not opening)
        return (
            not any(slots.has(i, "people", "agent") and not slots.used(i) for i in range(len(slots)))
            and (cue or not head)
        ) or (cue and opening)
    if head and not (cue and opening):
        return slots.find("list", "number", free=False) is not None and all(
            slots.has(i, "list", "number", "heads") for i in content
        )
    if only_split(slots):
        return True
    return cue or not (measured or any(slots.has(i, "by", "trend", "best_selling") for i in range(len(slots))))


def _durations(slots: Slots) -> None:
    """make it 60 days: a bare duration is the new window."""
    for index in range(len(slots)):
        if (
            slots.has(index, "duration")
            and not slots.has(index, "period")
            and slots.find("not", "never", "cmp", "range") is None
        ):
            count, unit = slots.value(index, "duration")
            slots.retag(index, Sense("period", rolling(count, unit)))


def _corrections(slots: Slots) -> None:
    """no, I meant orders not customers: the first "no" says nothing, what follows "not" is what was wrong."""
    start = slots.next(-1)
    if slots.has(start, "not") and (
        slots.has(start + 1, "break", "instead") or slots.has(slots.next(start), "instead")
    ):
        slots.retag(start, Sense("filler"))
    meant = slots.find("instead", free=False)
    if meant is None:
        return
    for index in range(len(slots) - 1, meant, -1):
        if (
            slots.has(index, "not")
            and slots[index].text.casefold() in ("not", "不是", "而不是")
            and index + 1 < len(slots)
        ):
            for wrong in range(index, len(slots)):
                slots.use(wrong, "what was wrong")
                slots.retag(wrong, Sense("filler"))
            return


def _back(frame: Frame) -> Reading | None:
    if not frame.state.trail:
        return frame.reading("back", text=frame.say("There is nothing to go back to.", "前面没有可以返回的内容。"))
    before = frame.state.trail[-1]
    if before.last == "metric" and before.metric is not None:
        return frame.reading("back", metric=before.metric, calls=[Call("measure", {"metric": before.metric.compact()})])
    audience = before.audience or Audience()
    return frame.reading("back", audience=audience, calls=[Call("size_audience", {"audience": audience.compact()})])


def _count(frame: Frame) -> Reading | None:
    audience = (
        frame.state.audience if frame.state.last != "metric" else frame.state.metric and frame.state.metric.audience
    )
    if audience is None:
        return None
    return frame.reading("audience", audience=audience, calls=[Call("size_audience", {"audience": audience.compact()})])
