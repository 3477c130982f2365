"""Which figure do you want to see?"""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Option, Reading


def which_measure(frame: Frame) -> Reading:
    """A question back where only what figures are of was said."""
    dictionary = frame.vocabulary.dictionary
    names = [name for name in ("net_revenue", "orders", "buyers", "customers") if name in dictionary.measures]
    end = len(frame.text.original)
    options = tuple(
        Option(label, (" " if frame.language == "en" else "") + label)
        for label in (dictionary.measures[name].label.in_language(frame.language) for name in names)
    )
    template = " {answer}" if frame.language == "en" else "{answer}"
    return frame.reading(
        "clarify",
        ask=Ask(frame.say("Which figure do you want to see?", "您想看哪个指标？"), options, end, end, template),
    )
