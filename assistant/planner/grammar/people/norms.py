"""More often than our average buyer, above-average order count: somebody's own figure against that of everybody."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_OPS = {"more": "gt", "less": "lt"}
_THAN = ("than", "then", "as", "compared to", "compared with")
_ROWS = (
    "category",
    "subcategory",
    "brand",
    "product",
    "city",
    "country",
    "campaign",
    "month",
    "week",
    "day",
    "quarter",
)
_ASKING = ("which", "by", "how_much", "top", "bottom", "trend", "share")
_LEAD = "average "


def reduce_norms(slots: Slots) -> None:
    """Join comparative, "than" and whoever is average into one comparison; its figure stands beside it."""
    for rule in (_against, _average_of):
        index = 0
        while index < len(slots):
            if not slots.chinese(index):
                rule(slots, index)
            index += 1


def _against(slots: Slots, index: int) -> None:
    """more often than our average buyer, more orders than average, above the customer average."""
    found = _norm(slots, index)
    if found is None:
        return
    end, norm, merged = found
    at = slots.before(index, lambda item: item.has("filler") and not item.has("more_word", "cmp", "versus"))
    if at >= 0 and slots[at].text.casefold() in _THAN:
        merged = True
        start, at = at, at - 1
    else:
        start = index
    if merged and slots.has(at, "period") and slots.has(slots.before(at), "more_word"):
        _in_those_days(slots, slots.before(at), start, end, norm)
    elif not merged and slots.value(at, "cmp") in ("gt", "lt", "ge", "le"):
        slots.merge(at, end, Sense("relative", (slots.value(at, "cmp"), norm)))
        _said_again(slots, at + 1)
    elif merged and slots.has(at, "more_word"):
        slots.merge(at, end, Sense("relative", (_OPS[slots.value(at, "more_word")], norm)))
        _said_again(slots, at + 1)
    elif merged and slots.has(at, "field", "measure") and slots.has(at - 1, "more_word"):
        op = _OPS[slots.value(at - 1, "more_word")]
        slots.merge(start, end, Sense("relative", (op, norm)))
        slots.retag(at - 1, Sense("filler"))


def _in_those_days(slots: Slots, more: int, start: int, end: int, norm: str) -> None:
    """spent more in 2026 than the average customer spent in 2026: the days are said of both, and told once."""
    op = _OPS[slots.value(more, "more_word")]
    while slots.has(end, "verb", "filler", "period", "place") and not slots.has(end, "and", "but", "or", "break"):
        end += 1
    slots.merge(start, end, Sense("relative", (op, norm)))
    slots.retag(more, Sense("filler"))


def _norm(slots: Slots, index: int) -> tuple[int, str, bool] | None:
    """(end, average or median, whether "than" is in it) of who somebody is compared with."""
    text = slots[index].text.casefold()
    if slots.has(index, "people", "agent") and slots.has(index + 1, "average", "norm"):
        return index + 2, "average", False
    if not slots.has(index, "average", "norm", "median") or slots.has(index, "field", "measure"):
        return None
    norm = "median" if slots.has(index, "median") or slots.value(index, "norm") == "median" else "average"
    whole = slots.has(index, "norm") and text.endswith(("customer", "buyer"))
    people = slots.has(index + 1, "people", "agent")
    ends = index + 1 >= len(slots) or slots.has(index + 1, "break", "and", "but", "or", "place", "period")
    if not (whole or people or ends):
        return None
    return index + 1 + people, norm, text.startswith("than ")


def _average_of(slots: Slots, index: int) -> None:
    """with a higher than average number of orders: the comparison is taken out of the figure's name."""
    said = slots[index].text.casefold()
    if not said.startswith(_LEAD) or not slots.has(index, "measure", "field"):
        _frequency(slots, index)
        return
    at = slots.before(index)
    rows = any(slots.value(i, "field") in _ROWS and not slots.has(i, "group") for i in range(len(slots)))
    if slots.value(at, "cmp") not in ("gt", "lt", "ge", "le") or rows or slots.find(*_ASKING, free=False) is not None:
        return
    meant = [
        s for s in slots.vocabulary.lexicon.get(said.removeprefix(_LEAD)) if s.kind in ("field", "measure", "verb")
    ]
    if meant:
        slots.retag(at, Sense("relative", (slots.value(at, "cmp"), "average")))
        slots.retag(index, *meant)


def _said_again(slots: Slots, index: int) -> None:
    """who orders more often than average? (nr of orders, all time): the figure that is compared, in its own words."""
    at = index
    while at < len(slots) and slots.has(at, "break"):
        at += 1
    stop = next((i for i in range(at, len(slots)) if slots[i].text in ")?"), len(slots))
    inside = range(at, stop)
    counted = ("orders", "spend", "units", "average_order_value", "net_revenue")
    told = [i for i in inside if {slots.value(i, "field"), slots.value(i, "measure")} & set(counted)]
    plain = all(i in told or slots.has(i, "filler", "how_many", "break", "by", "all_time") for i in inside)
    if at > index and told and plain and not any(slots.has(i, "group", "period", "range") for i in inside):
        for i in inside:
            slots.retag(i, Sense("filler"))


def _frequency(slots: Slots, index: int) -> None:
    """above-average order frequency, avg order above 300: of one customer, a figure is a fact."""
    wide = slots.value(index + 1, "field") in ("products_bought", "categories_bought")
    if slots.has(index, "most_done", "best_selling") and wide and slots.find("who", "people", free=False) is not None:
        slots.retag(index, Sense("top"))  # who bought the most different products
    rows = any(slots.value(i, "field") in _ROWS and not slots.has(i, "group") for i in range(len(slots)))
    plain = slots.value(index, "measure") == "average_order_value" and not slots.has(index, "field")
    bounded = slots.has(slots.next(index), "cmp", "range") or slots.has(index - 1, "range")
    if plain and bounded and not rows and slots.find(*_ASKING, free=False) is None:
        slots.retag(index, Sense("field", "average_order_value"), *slots[index].senses)
    beside = any(slots.has(i, "relative", "above_average", "below_average") for i in (index - 1, index + 1))
    if beside and slots.value(index, "measure") == "orders_per_buyer" and not slots.has(index, "field"):
        slots.retag(index, Sense("field", "orders"), Sense("measure", "orders"))
