"""What a word is to say, told behind it: running low, meaning under 30 left; quiet, meaning no order since May.

What is told again in other words says nothing new: weekend orders …, Saturday and Sunday both count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.planner.around.setting_aside import set_aside
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.spans import Span

_TOLD = ("meaning", "means", "by which i mean", "that means")


def without_glosses(spans: Sequence[Span]) -> list[Span]:
    """The spans with the word that leads such a gloss made filler."""
    found = list(spans)
    for index in range(2, len(found) - 1):
        led = found[index].text.casefold() in _TOLD and found[index - 1].has("break")
        if led and any(span.has("cmp", "number", "not", "never") for span in found[index + 1 : index + 3]):
            found = set_aside(found, index, index + 1)
    return _without_said_again(found)


_COUNT = re.compile(
    r"(?:both |all )?(?:counts?|counted|included?)|both"
    r"|(?:都|也|全)?(?:算|计|包|加)(?:上|进去|进来|在内|入|括|含)?(?:在内|的)?"
)
"""What says that values are counted in."""


def _without_said_again(spans: list[Span]) -> list[Span]:
    """The spans less a stretch that only names the values of an earlier word, and says that they count."""
    found = spans
    for start, end in fragments(spans, lambda span: span.has("break") and span.text != "、"):
        named = [i for i in range(start, end) if spans[i].has("value", "values")]
        told = any(_counts(span) for span in spans[start:end])
        plain = all(span.has("value", "values", "filler", "and", "break") or _counts(span) for span in spans[start:end])
        again = {value for i in named for value in _named(spans[i])}
        if named and told and plain and any(_named(span) == again for span in spans[:start]):
            found = set_aside(found, start, end)
    return found


def _counts(span: Span) -> bool:
    return _COUNT.fullmatch(span.text.casefold()) is not None


def _named(span: Span) -> set[tuple[str, str]]:
    """Every value of one field that a word may stand for; the days for 周末."""
    several = next((sense.value for sense in span.senses if sense.kind == "values"), None)
    if several is not None:
        return {(several[0], value) for value in several[1]}
    return {sense.value for sense in span.senses if sense.kind == "value"}
