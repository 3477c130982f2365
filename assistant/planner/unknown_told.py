"""A word nobody knows that a reader passed over: the answer says that it was not used, whichever reader it was.

Readers ask about such words themselves; this is what holds where one of them took a stretch of the message whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from assistant.planner.reading import Reading
from assistant.planner.spans import Span
from assistant.planner.spelling import is_common
from assistant.planner.words import word_file

_SIGNED = "approve_drafts"
"""Its answer says in whose name it was approved, and whether no name was given."""
_SHORTEST = {"en": 4, "zh": 2}
"""Shorter ones are bits of names and marks, or single characters that readers take with their neighbours."""


def tell_unknown(reading: Reading, spans: Iterable[Span]) -> Reading:
    """The reading, with a note on the unknown words that stand in no call, note or text of it."""
    signed = any(call.tool == _SIGNED for call in reading.calls)
    if reading.ask is not None or reading.decline is not None or not reading.calls or signed:
        return reading
    unknown = list(dict.fromkeys(_unknown(spans)))
    if not unknown:
        return reading
    kept = [[call.args for call in reading.calls], reading.notes, reading.text, reading.focus.get("given")]
    shown = json.dumps(kept, ensure_ascii=False, default=str).casefold()
    lost = [word for word in unknown if word.casefold() not in shown]
    if lost:
        words = "”, “".join(lost)
        said = f"“{words}”没有用上。" if reading.language == "zh" else f"I did not use “{words}”."
        reading.notes = [*reading.notes, said]
    return reading


def _unknown(spans: Iterable[Span]) -> Iterator[str]:
    """Latin words that are no plain English, and runs of Chinese characters that no word of the shop's takes up."""
    run = ""
    for span in spans:
        if not span.senses and not span.text.isascii() and span.text.isalpha():
            run += span.text
            continue
        yield from _chinese(run)
        run = ""
        if not span.senses and _is_latin_word(span.text):
            yield span.text
    yield from _chinese(run)


def _chinese(run: str) -> Iterator[str]:
    if len(run) >= _SHORTEST["zh"] and run not in word_file("spelling")["taken_by_form"]["zh"]:
        yield run


def _is_latin_word(text: str) -> bool:
    plain = text.isascii() and text.isalpha() and len(text) >= _SHORTEST["en"]
    return plain and not is_common(text.casefold())
