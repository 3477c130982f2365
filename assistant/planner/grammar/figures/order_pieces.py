"""What orders hold: median basket size in pieces, 订单的件数中位数, orders by number of items.

An average of pieces has a measure of its own; any other summing up is one of the field.
"""

from __future__ import annotations

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_FIELD = "order_units"
_ORDERS = (
    "订单", "订单的", "每单", "单均", "一单", "per order", "basket", "order size", "basket size", "orders",
)  # fmt: skip


def settle_order_pieces(slots: Slots) -> None:
    """Make the field of a figure of pieces an order holds, where its median is asked for or it splits orders."""
    _listed_pieces(slots)
    _split_by_pieces(slots)
    middle = [i for i in range(len(slots)) if slots.has(i, "median") or slots.value(i, "norm") == "median"]
    people = slots.find("people", "agent", "per_person", free=False) is not None
    if not middle or people or _FIELD not in slots.vocabulary.dictionary.fields:
        return
    words = [slots[i].text.casefold() for i in range(len(slots))]
    of_orders = any(word in _ORDERS for word in words)
    for index, word in enumerate(words):
        named = slots.value(index, "measure") == "units_per_order" or ("件数" in word and "单" in word)
        if named or (of_orders and slots.value(index, "field") == "units"):
            slots.retag(index, Sense("field", _FIELD))
            break
    else:
        return
    for at in range(len(slots)):
        if slots.value(at, "measure") == "orders" or words[at] in _ORDERS:
            slots.retag(at, Sense("filler"))


_EACH = f"band({_FIELD}, 1/2/3/4/5)"
"""None left after returns, one piece, two, three, four, and five or more."""
_HELD = {"units": _EACH, "units_per_order": _EACH, "average_order_value": "band(order_value)"}


def _split_by_pieces(slots: Slots) -> None:
    """orders by number of items, by basket size: how many orders held so much, and no second figure."""
    for by in range(1, len(slots) - 1):
        held = _HELD.get(slots.value(by + 1, "measure") or "")
        if not held or not slots.has(by, "by") or _FIELD not in slots.vocabulary.dictionary.fields:
            continue
        counted = slots.before(by)
        if slots.value(counted, "measure") == "orders" and slots.find("top", "bottom", "which", free=False) is None:
            slots.retag(by + 1, Sense("rows_of", held))
            slots.use(by, "split by")
            for behind in range(by + 2, len(slots)):
                if slots[behind].text.casefold() in ("per order", "in the order", "in an order", "each order"):
                    slots.retag(behind, Sense("filler"))


_NOUNS = ("item", "items", "piece", "pieces", "unit", "units", "product", "products", "件", "件商品", "商品")
_LEADS = ("had", "have", "has", "with", "of", "contain", "contained", "containing", "by", "have only", "只", "有")


def _listed_pieces(slots: Slots) -> None:
    """how many orders had 1, 2 or 3+ items: orders by just these numbers of pieces."""
    if _FIELD not in slots.vocabulary.dictionary.fields:
        return
    counted = next((i for i in range(len(slots)) if slots.value(i, "measure") == "orders"), None)
    for start in range(len(slots)):
        edges, end = _edges(slots, start)
        if counted is None or len(edges) < 2 or edges != list(range(edges[0], edges[0] + len(edges))):
            continue
        pieces = any(slots[i].text.casefold().endswith(_NOUNS) for i in range(start, end))
        between = [i for i in range(counted + 1, start) if slots.value(i, "measure") in _HELD]
        if not (pieces or between):
            return
        first = min([*between, start])
        if not all(i in between or slots.has(i, "break", "filler") for i in range(first, start)):
            first = start  # what stands between and says something of its own is not swallowed
        slots.merge(first, end, Sense("rows_of", f"band({_FIELD}, {'/'.join(map(str, edges))})"))
        if first and slots[first - 1].text.casefold() in _LEADS:
            slots.retag(first - 1, Sense("filler"))
        return


def _edges(slots: Slots, start: int) -> tuple[list[int], int]:
    """The numbers of such a list, of which the last is open upwards, and where it ends; none where it is no list."""
    edges: list[int] = []
    for index in range(start, len(slots)):
        bound = slots.value(index, "range")
        if bound is not None:
            if bound.op != "ge" or not edges or bound.unit not in ("number", "pieces"):
                return [], start
            last = index + 2 if slots[index + 1].text.casefold() in _NOUNS else index + 1
            return [*edges, int(bound.low.value)], last
        amount = amount_of(slots[index])
        if amount is not None and amount.unit in ("number", "pieces"):
            edges.append(int(amount.value))
        elif not edges or not (slots[index].text.casefold() in _NOUNS or slots.has(index, "break", "and", "or")):
            return [], start
    return [], start
