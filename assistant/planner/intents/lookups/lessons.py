"""A word the asker has explained is remembered if they say so: "remember it", 「记住」."""

from __future__ import annotations

from assistant.planner.clarifying import chosen
from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Call, Reading
from assistant.planner.text import fold

TOOL = "remember_word"
_REMEMBER = {
    "remember", "remember it", "remember that", "remember this", "please remember", "please remember it",
    "yes remember", "yes remember it", "yes, remember it", "remember the word", "keep it", "learn it", "note it",
    "记住", "记住它", "记住吧", "记下来", "记下", "请记住", "好的记住", "记一下", "以后都这样",
}  # fmt: skip


def with_lesson(reading: Reading, ask: Ask, answer: str, tools: frozenset[str]) -> Reading:
    """`reading` with an offer to remember what the answer said an unknown word means."""
    option = chosen(ask, answer)
    if reading.ask is not None or not ask.word or option is None or not option.teaches or TOOL not in tools:
        return reading
    reading.lesson = (ask.word, option.teaches)
    meaning = option.label.split(" (")[0]
    reading.notes.append(
        f"回复“记住”，以后“{ask.word}”就按“{meaning}”理解。"
        if reading.language == "zh"
        else f"Reply “remember it” and “{ask.word}” will mean “{meaning}” here from now on."
    )
    return reading


def read_lesson(frame: Frame) -> Reading | None:
    """The word of the last turn is to be kept."""
    lesson = frame.state.lesson
    if lesson is None or TOOL not in frame.tools or fold(frame.text.original).strip(" .!。！") not in _REMEMBER:
        return None
    return frame.reading("lesson", calls=[Call(TOOL, {"word": lesson[0], "meaning": lesson[1]})])
