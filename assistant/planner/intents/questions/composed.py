"""Parts of a question read as questions of their own, for the readers that put two readings together."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.reading import Reading
from assistant.planner.unshown import ask_of_unshown
from tools.number_words import HAN_DIGITS, WORDS

_PEOPLE = ("size_audience", "list_audience")


def asked(frame: Frame) -> str:
    """The message as typed, without its end mark."""
    return frame.text.original.strip().rstrip("?？.。!！ ")


def read_whole(frame: Frame, words: str) -> Reading | None:
    """The one call that `words` ask for by themselves, nothing of weight left out; None where they do not."""
    told = frame.retold(words)
    reading = read_question(told)
    reading = ask_of_unshown(told, reading) if reading is not None else None
    return reading if reading is not None and reading.answers and len(reading.calls) == 1 else None


def people_told(frame: Frame, words: str) -> Reading | None:
    """The people that `words` name, read whole; None for anything else."""
    reading = read_whole(frame, words)
    return reading if reading is not None and reading.calls[0].tool in _PEOPLE else None


def count_said(said: str) -> int:
    """5, five, 五, 十; 0 for a word that is no number up to ten."""
    if said.isdigit():
        return int(said)
    return {"a": 1, "an": 1, "十": 10}.get(said.casefold()) or WORDS.get(said.casefold()) or HAN_DIGITS.get(said, 0)
