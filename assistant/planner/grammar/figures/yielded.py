"""which campaign brought in the most orders, 上海贡献了多少GMV: a verb of earning means revenue only where no other
figure is named with it."""

from __future__ import annotations

import re

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_VERB = re.compile(
    r"^(?:how much )?(?:(?:did|do|does|have|has|had|would) )?(?:(?:we|they|you|it|i|us|each|that) )?(?:have |has )?"
    r"(?:take|takes|took|taken|make|makes|made|bring|brings|brought|earn|earns|earned|generate[sd]?|yield(?:s|ed)?)"
    r"(?: in| us)?$"
)
_SUBJECT = re.compile(r"^(?:did|do|does|we|they|you|have we|had we)\b")
_VERB_ZH = re.compile(r"^(?:一共|总共|共|合计|都|能|可|为我们)*(?:贡献|带来|创造|产生|进账)了?(?:多少|几)?$")
_JOINED = ("and", "or", "versus")


def settle_yielded(slots: Slots) -> None:
    """Set the verb aside where an object of its own is a figure: orders we took, 贡献多少GMV."""
    verbs = [i for i in range(len(slots)) if slots.has(i, "measure") and _yields(slots[i].text.casefold())]
    for index in verbs:
        named = [i for i in range(len(slots)) if i not in verbs and _figure(slots, i)]
        if any(_object(slots, index, i) and not _joined(slots, index, i) for i in named):
            slots.retag(index, Sense("filler"))
            continue
        brought = slots.next(index, lambda item: item.has("filler", "top", "bottom") and not item.has("measure"))
        if slots.value(brought, "measure") == "customers" and any(
            slots.value(i, "field") == "campaign" for i in range(len(slots))
        ):
            slots.retag(index, Sense("filler"))
            slots.retag(brought, Sense("measure", "buyers"))  # which campaign brought in the most customers


def _object(slots: Slots, verb: int, figure: int) -> bool:
    """brought in the most orders; how many orders did we make, orders we took: not the items that earned most."""
    if figure > verb or slots.chinese(verb):
        return True
    asked = slots[figure].text.casefold().startswith("how ") or slots.has(figure - 1, "how_many")
    return asked or bool(_SUBJECT.match(slots[verb].text.casefold()))


def _joined(slots: Slots, verb: int, figure: int) -> bool:
    return any(slots.has(i, *_JOINED) for i in range(min(verb, figure) + 1, max(verb, figure)))


def _figure(slots: Slots, index: int) -> bool:
    """A figure of sales; what is counted of campaigns, products or people may as well be the rows."""
    return not slots.used(index) and slots.value(index, "measure") not in (None, "campaigns", "products", "customers")


def _yields(text: str) -> bool:
    return bool(_VERB.match(text) or _VERB_ZH.match(text))
