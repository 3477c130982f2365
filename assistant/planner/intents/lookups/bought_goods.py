"""Which goods one customer has bought: 客户C00012买过哪些商品 – a list of goods, and no whole record."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.references.subjects import person_meant, use_person
from assistant.planner.leftovers import account, typo_notes
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Metric, Sort

_SAID = (
    "customer_id", "person_ref", "people", "history", "repeat_only", "which", "list", "filler", "break", "product_cue",
    "same", "interjection", "please", "place", "thanks", "greeting", "how_many", "anaphor", "segment_word",
)  # fmt: skip
_WHAT = ("what did", "what has", "what have")
_GOODS = ("商品", "产品", "东西", "货")
_PAST = ("过", "了", "bought", "purchased", "ordered")


def read_bought_goods(frame: Frame) -> Reading | None:
    """The pieces of each product the customer has bought, most first; None where anything else is asked."""
    customer = person_meant(frame)
    if customer is None or not frame.has("verb", "repeat_only", "history") or frame.has("purpose_act", "offer_cue"):
        return None
    slots = frame.slots()
    named = [i for i in range(len(slots)) if slots.value(i, "field") == "product" or _goods_in(slots, i)]
    done = any(_bought(slots, i) for i in range(len(slots)))
    asked = frame.has("which", "list", "product_cue") or any(slots[i].text.startswith(("哪", "什么")) for i in named)
    periods = slots.all("period")
    what = bool(periods) and any(slots[i].text.casefold() in _WHAT for i in range(len(slots)))
    if not (named or what) or not done or not (asked or what) or frame.has("how_many") or len(periods) > 1:
        return None
    known = [*named, *periods]
    if not all(i in known or _bought(slots, i) or slots.has(i, *_SAID) for i in range(len(slots))):
        return None
    metric = Metric(
        measures=["units"],
        dimensions=["product"],
        audience=Audience(all=[Attribute(field="customer_id", values=[customer])]),
        period=slots.value(periods[0], "period") if periods else None,
        sort=Sort(by="units"),
    )
    use_person(slots)
    for index in range(len(slots)):
        slots.use(index, "the goods bought")
    call = Call("measure", {"metric": metric.compact()})
    reading = frame.reading("metric", metric=metric, calls=[call], notes=typo_notes(frame))
    account(slots, reading)
    return reading


def _bought(slots: Slots, index: int) -> bool:
    """买过, has bought: done already, not 会买."""
    said = slots.value(index, "verb") == "buy" or slots.has(index, "repeat_only", "history")
    text = slots[index].text.casefold()
    if said and slots.text.normal.startswith(("what did ", "which products did ", "what products did ")):
        return True
    ahead = index + 1 < len(slots) and slots[index + 1].text in ("过", "了", "过的")
    return said and (any(word in text for word in _PAST) or ahead or slots[index + 1].has("repeat_only"))


def _goods_in(slots: Slots, index: int) -> bool:
    return slots.has(index, "repeat_only", "which", "field") and any(word in slots[index].text for word in _GOODS)
