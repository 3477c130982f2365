"""Two values of one fact at once: 既是金卡又是银卡, who are both gold and silver – a customer has only one of them."""

from __future__ import annotations

import re

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear

_BEFORE = re.compile(r"(\b(?:are|is|were|be|being) both|既|同时|又)(?:是|为|属于|算|有)?(?:养|用|喝)?[ ]*$")
_WITHIN = re.compile(r"[\u3400-\u9fff的](?:，|,)?(?:又|也|并且|并)(?:是|为|属于|算|有|养|用|喝)?[\u3400-\u9fff]")
_BEHIND = re.compile(r"^[ ]*(?:at once|at the same time|simultaneously)\b")


def refuse_both_at_once(slots: Slots) -> None:
    """Ask rather than count those with either: one fact of a customer has one value."""
    normal, tokens = slots.text.normal, slots.text.tokens
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is None or len(group.values) < 2 or group.joiner in ("or", "vs") or group.op != "is":
            continue
        if slots.level(group.field) != "customer":
            continue
        start, end = tokens[slots[index].start].start, tokens[slots[index].end - 1].end
        said = _BEFORE.search(normal[:start]) or _WITHIN.search(normal[start:end]) or _BEHIND.search(normal[end:])
        if said:
            label = slots.vocabulary.dictionary.fields[group.field].label
            listed = [slots.vocabulary.dictionary.value_label(group.field, value, "zh") for value in group.values]
            spoken = [slots.vocabulary.dictionary.value_label(group.field, value, "en") for value in group.values]
            raise Unclear(
                f"Each customer has one {label.en.lower()}, so nobody is {' and '.join(spoken)} at once. "
                f"Do you mean those with either?",
                f"每位客户只有一个{label.zh}，不会同时是{'和'.join(listed)}。您指的是其中任一种吗？",
                [(" or ".join(spoken) + " customers", "或".join(listed) + "的客户")],
                firm=True,
            )
