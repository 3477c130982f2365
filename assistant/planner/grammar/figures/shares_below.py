"""What nine in ten stay below: 90%的客户累计消费不超过多少 – a percentile, told as a share of people."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_BELOW = ("不超过", "低于", "不到", "少于", "在", "以内", "以下", "小于", "不高于")
_ABOVE = ("超过", "高于", "多于", "大于", "不低于", "不少于")
_FIELDS = {"net_revenue": "spend", "revenue_per_buyer": "spend", "orders": "orders", "units": "units"}


def people_below(slots: Slots) -> bool:
    """Make the share and the bound that is asked for a percentile of the figure between them."""
    at = next((i for i in slots.all("percent") if slots.has(slots.next(i), "people", "agent")), None)
    asked = slots.find("how_many", "how_much")
    if at is None or asked is None or asked < at:
        return False
    bound = next((i for i in range(at + 1, asked) if slots[i].text in (*_BELOW, *_ABOVE)), None)
    told = next(((i, name) for i in range(at + 1, asked) if (name := _field(slots, i))), None)
    share = float(slots.value(at, "percent"))
    if bound is None or told is None or not 0 < share < 1:
        return False
    rank = round(100 * (1 - share if slots[bound].text in _ABOVE else share))
    place, field = told
    name = f"median({field})" if rank == 50 else f"p{rank}({field})"
    for index in (at, bound, asked):
        slots.use(index, "percentile")
    slots.retag(place, Sense("figures", (name,)))
    return True


def _field(slots: Slots, index: int) -> str:
    """The customer's figure that is named here; "" for none."""
    fields = slots.vocabulary.dictionary.fields
    names = [str(s.value) for s in slots[index].senses if s.kind == "field"]
    names += [_FIELDS.get(str(s.value), "") for s in slots[index].senses if s.kind == "measure"]
    names += ["spend"] if slots.value(index, "verb") == "spend" else []
    return next((n for n in names if n in fields and fields[n].numeric and fields[n].level == "customer"), "")
