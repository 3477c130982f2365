"""Germany, UK, US: revenue; 护肤、彩妆：销售额 – values listed at the head are the rows of what follows the colon."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense


def settle_listed_heads(slots: Slots) -> None:
    """Make the colon say that each of the values before it is asked about by itself."""
    colon = next((i for i in range(1, len(slots)) if slots[i].text in (":", "：")), None)
    if colon is None or slots.find("agent", "who", "verb", "by", "share") is not None:
        return
    groups = [slots.value(i, "group") for i in range(colon) if slots.has(i, "group")]
    spec = slots.vocabulary.dictionary.fields
    listed = len({group.field for group in groups}) == 1 and sum(len(group.values) for group in groups) > 1
    plain = all(slots.has(i, "group", "and", "break", "filler") for i in range(colon))
    if not (listed and plain and spec[groups[0].field].groupable) or any(group.op != "is" for group in groups):
        return
    if any(slots.has(i, "measure") for i in range(colon + 1, len(slots))):
        slots.retag(colon, Sense("rows_of", groups[0].field))
