"""Which brands or kinds of goods a part of the range has: 厨房类有哪些品牌, brands in kitchenware."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.every_one import asks_for_every_one
from assistant.planner.intents.references.subjects import use
from assistant.planner.leftovers import account, leftovers, typo_notes
from assistant.planner.reading import Call, Reading
from assistant.planner.words import listed
from tools.definitions import Metric

_KINDS = ("brand", "subcategory", "category")
_OTHERWISE = (
    "copy_verb", "people", "agent", "period", "by", "how_many", "how_much", "share", "average", "best_selling",
    "worst_selling", "top", "bottom", "trend", "compare", "together", "also_bought", "offer_cue", "customer_id", "save",
    "meaning", "library_cue", "expensive", "cheap", "performance", "or", "not", "range", "filter", "first_order",
)  # fmt: skip
"""Words that ask for more than what there is."""
_ASKED = ("which", "list", "product_cue", "all_rows", "anaphor", "profile_cue", "offer_verb", "describe")


def read_assortment(frame: Frame) -> Reading | None:
    """what kitchen brands do we carry: so many products of each; candles we sell: these products."""
    if asks_for_every_one(frame, frame.slots()):
        return None  # 护肤的品牌全部列出来, after brands were ranked by a figure
    return _kinds(frame) or _range(frame)


def _kinds(frame: Frame) -> Reading | None:
    if frame.has(*_OTHERWISE):
        return None
    if any(span.has("who") and not span.has("which") for span in frame.spans):
        return None
    slots = frame.slots()
    asked = next((i for i in range(len(slots)) if _kind(slots, i)), None)
    goods = [i for i in range(len(slots)) if _goods(slots, i)]
    if asked is None or not goods or any(_sales(slots, i) for i in range(len(slots))):
        return None
    kind = str(slots.value(asked, "field"))
    groups = [slots.value(i, "group") for i in goods]
    if any(group.field == kind or group.op != "is" for group in groups):
        return None
    for index in range(len(slots)):
        verb = slots.value(index, "verb")
        if index == asked or index in goods or verb == "sell" or slots.value(index, "field") in ("product", *_KINDS):
            slots.use(index, "asked for")
    use(slots, "asked for", *_ASKED)
    if leftovers(slots):
        return None
    metric = Metric(measures=["products"], dimensions=[kind], where=[filters_of(group) for group in groups])
    call = Call("measure", {"metric": metric.compact()})
    reading = frame.reading("metric", metric=metric, calls=[call], notes=typo_notes(frame))
    account(slots, reading)
    return reading


def _range(frame: Frame) -> Reading | None:
    """candles we sell, which skincare do we carry, 我们卖的蜡烛: the goods, or how many there are; no sales."""
    said = frame.text.normal.casefold().rstrip("?.!？。 ")
    forms = sorted(listed("continuing", "our_range"), key=len, reverse=True)
    tail = next((form for form in forms if form.isascii() and said.endswith(f" {form}")), None)
    head = next((form for form in forms if not form.isascii() and said.startswith(form)), None)
    if (tail is None and head is None) or (tail and said.removesuffix(tail).endswith("did ")):
        return None
    tokens, own = frame.text.tokens, len(said) - len(tail or "")
    spans = [
        s for s in frame.spans if (tokens[s.start].start < own if tail else tokens[s.end - 1].end > len(head or ""))
    ]
    slots = frame.slots_of(spans)
    goods = [i for i in range(len(slots)) if _goods(slots, i)]
    if not goods or not all(i in goods or _light(slots, i) for i in range(len(slots))):
        return None
    where = [filters_of(slots.value(i, "group")) for i in goods]
    counted = slots.find("how_many") is not None
    if counted and (tail or "").endswith(_IN_HAND):
        return None  # how many candles do we have: in stock
    if counted:
        metric = Metric(measures=["products"], where=where)
        return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
    args = {"where": [item.compact() for item in where], "limit": 100}
    return frame.reading("product_facts", calls=[Call("find_products", args)], notes=typo_notes(frame))


_IN_HAND = ("have", "stock", "got")


def _light(slots: Slots, index: int) -> bool:
    """Words that only ask for the goods."""
    if slots.value(index, "field") == "product" or slots.value(index, "measure") == "products":
        return True
    return slots.has(index, "filler", "list", "which", "all_rows", "how_many", "break", "range_word") and not slots.has(
        index, "group", "value", "period", "number", "not"
    )


def _kind(slots: Slots, index: int) -> bool:
    return slots.value(index, "field") in _KINDS and not slots.has(index, "group")


def _goods(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return group is not None and not group.absent and group.field in _KINDS


def _sales(slots: Slots, index: int) -> bool:
    """A figure or a deed other than having goods on sale."""
    if slots.has(index, "group") or slots.value(index, "field") in ("product", *_KINDS):
        return False
    return slots.has(index, "measure") or slots.value(index, "verb") not in (None, "sell")
