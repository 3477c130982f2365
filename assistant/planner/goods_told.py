"""Goods that were told of, called by one word of their name: that lipstick, but never the liner, 那款口红."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.spoken_of import things
from assistant.planner.text import fold

_POINTING = (
    "that",
    "this",
    "那款",
    "这款",
    "那个",
    "这个",
    "那支",
    "这支",
    "那件",
    "这件",
    "那双",
    "这双",
    "那瓶",
    "这瓶",
)
_OWN = ("field", "people", "agent", "measure", "verb", "period", "number", "row", "thing", "mail_noun", "copy_channel")
"""What a word says by itself, whatever the goods are called."""
_SHORTEST = {"en": 4, "zh": 2}


def told_goods(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """The one product of those told whose name has the word; () where none or several have it."""
    if not index or spans[index].has(*_OWN) or len(spans[index].text) < _SHORTEST[frame.language]:
        return ()
    led, value = spans[index - 1].text.casefold(), spans[index].has("value", "values")
    if led not in _POINTING and (led != "the" or value):
        return ()
    behind = spans[index + 1] if index + 1 < len(spans) else None
    if behind is not None and behind.has("field", "thing") and not behind.has("filler"):
        return ()  # that lipstick brand
    for names in _told(frame):
        called = [name for name in names if _has(frame, name, spans[index].text)]
        if len(called) == 1:
            return (Sense("values", ("product", (called[0],)), 1.0, f"stands for {called[0]}"),)
        if called:
            return ()
    return ()


def _told(frame: Frame) -> Iterator[list[str]]:
    """Products by name: that of the last request, those asked about, and those of the table shown."""
    request = frame.state.request
    asked = [str(request[1]["product"])] if request is not None and request[1].get("product") else []
    if frame.state.last == "request":
        yield asked
    for said in things(frame.state):
        if said.field == "product" and said.op == "is":
            yield [str(value) for value in said.values]
    if frame.state.last != "request":
        yield asked
    if frame.state.rows_of == "product":
        yield [str(row) for row in frame.state.rows]


def _has(frame: Frame, name: str, word: str) -> bool:
    """Whether the word is one of the name's, in either language."""
    shown = frame.vocabulary.dictionary.value_label("product", name, frame.language)
    return fold(word) in fold(name).split() or (not word.isascii() and word in shown)
