"""From any country, whatever the tier, all ages: a fact that is named to say that it does not matter."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_ANY = (
    "any", "whatever", "whichever", "regardless of", "no matter", "no matter what", "irrespective of", "every", "all",
    "no matter which", "independent of", "across any", "from any", "in any", "any kind of", "of any",
)  # fmt: skip
_FIELDS = (
    "city", "country", "age", "age_group", "gender", "loyalty_tier", "category", "brand", "product", "subcategory",
    "acquisition_channel", "order_channel", "rfm_segment", "preferred_language",
)  # fmt: skip
_ALONE = (
    "any",
    "whatever",
    "whichever",
    "regardless of",
    "no matter",
    "no matter which",
    "irrespective of",
    "no matter what",
)


def reduce_no_limit(slots: Slots) -> None:
    """Set such words aside, where no value stands beside the fact and nothing is split by it."""
    for index in range(len(slots) - 1):
        said = slots[index].text.casefold()
        if said not in _ANY or (slots.has(index, "channel_choice") and slots.has(index + 1, "means_word", "consented")):
            continue
        at = index + 1
        while slots.has(at, "filler") and not slots.has(at, "field"):
            at += 1
        fields = {sense.value for sense in slots[at].senses if sense.kind == "field"} if at < len(slots) else set()
        named = fields & set(_FIELDS) and not slots.has(at, "group", "condition", "measure", "people", "period")
        apart = said in _ALONE or slots.has(index - 1, "break")
        value = slots.has(at + 1, "group", "range", "relative", "number") and not slots.has(at + 1, "break")
        others = [i for i in range(len(slots)) if not index <= i <= at]
        beside = any(not slots.has(i, "filler", "break", "interjection", "same", "and") for i in others)
        denied = slots.has(slots.before(index), "not", "never", "except")  # not in any tier
        if named and apart and not value and beside and not denied:  # any age, by itself, takes out what was said of it
            for place in range(index, at + 1):
                slots.retag(place, Sense("filler"))
                slots.use(place, "any will do")
