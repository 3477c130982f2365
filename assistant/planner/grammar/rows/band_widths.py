"""How wide a band is, said beside the word for bands: 每100块一档, 5岁一个年龄段, 按50分段; ten-year age bands."""

from __future__ import annotations

import re

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Slots
from assistant.planner.lexicon import Sense
from tools.number_words import WORDS

_STEP = re.compile(r"^为?一?个?(?P<age>年龄)?(?:档|档次|组|段|格|区间|分段|分档|分组|间隔|步长|区间分布)$")
_BEFORE_STEP = ("一", "为一", "为", "一个", "作", "做", "作为")
_YEARS = re.compile(r"^(?:in |of |by |into )?(\d+|two|three|five|ten|fifteen|twenty)[ -](?:year|yr)s?$")
_AGE_BANDS = re.compile(r"\bage(?:s| group| band| bracket| range| bucket)s?$")


def reduce_widths(slots: Slots) -> None:
    """Make one thing of a width: its amount, in years where it is one of ages."""
    index = 0
    while index < len(slots):
        if slots.chinese(index):
            _step(slots, index)
        else:
            _years(slots, index)
        index += 1


def _step(slots: Slots, index: int) -> None:
    step = _STEP.match(slots[index].text)
    at = index - 1
    while step and at > 0 and slots[at].text in _BEFORE_STEP:
        at -= 1
    amount = amount_of(slots[at]) if step and at >= 0 else None
    if step is None or amount is None or amount.unit not in ("number", "money", "age", "pieces", "times"):
        return
    unit = "age" if step["age"] else amount.unit
    while at > 0 and slots[at - 1].text in ("按", "每", "以", "每隔", "按照", "按每"):
        at -= 1
    slots.merge(at, index + 1, Sense("band_width", Amount(amount.value, unit)))


def _years(slots: Slots, index: int) -> None:
    """ten-year age bands, 5-year ages: years that say how wide."""
    found = _YEARS.match(slots[index].text.casefold())
    if not found or index + 1 >= len(slots) or not _AGE_BANDS.search(slots[index + 1].text.casefold()):
        return
    slots.retag(index, Sense("band_width", Amount(float(WORDS.get(found[1], 0) or found[1]), "age")))
