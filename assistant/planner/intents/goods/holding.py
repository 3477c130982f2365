"""How much there is of goods: pieces in stock, what is left, and what the stock is worth."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.goods.asking import names_goods, ranked_rows
from assistant.planner.intents.goods.wording import find, take_all
from tools.definitions import Metric


def worth(slots: Slots, row: int | None) -> Metric | None:
    """the value of our stock, 库存货值, which brand ties up the most money in stock: at list price."""
    if "stock_value" not in slots.vocabulary.dictionary.measures or slots.find("average", "norm") is not None:
        return None
    named = next((i for i in range(len(slots)) if slots.value(i, "measure") == "stock_value"), None)
    place, value = find(slots, "held"), find(slots, "worth")
    if named is not None:
        slots.use(named, "asked for")
    elif place is None or value is None or abs(value[0] - place[0]) > _NEAR:
        return None
    else:
        take_all(slots, "asked for", "held", "worth")
    return ranked_rows(slots, Metric(measures=["stock_value"]), row)


_NEAR = 6
"""Words between stock and its value at most."""


def held(slots: Slots, row: int | None) -> Metric | None:
    """how many pieces are in stock, 库存还剩多少: what there is of the goods."""
    measures = slots.vocabulary.dictionary.measures
    if "stock" not in measures:
        return None
    place = find(slots, "held")
    if place is None:
        return None
    asked = slots.find("how_many", "how_much") is not None or _asks(slots, place)
    asked = asked or any(
        slots[i].text.casefold() in ("total", "the total", "total number of") for i in range(len(slots))
    )
    pieces = [i for i in range(len(slots)) if "units" in (slots.value(i, "field"), slots.value(i, "measure"))]
    pieces = [i for i in pieces if not names_goods(slots, i)]
    asked = asked or row is not None
    told = pieces or _stock_word(slots, place) or slots.chinese(place[0])
    if not asked or not (told or slots.find("how_much") is not None):
        return None  # how many products are in stock
    for index in pieces:
        slots.use(index, "asked for")
    take_all(slots, "asked for", "held")  # how much stock is left
    return Metric(measures=["stock"])


def _asks(slots: Slots, place: tuple[int, int]) -> bool:
    """还剩多少, 库存多少: the word asks how many by itself."""
    return any(
        "多少" in slots[i].text or slots[i].text in ("几",) for i in range(place[0], min(place[1] + 2, len(slots)))
    )


def _stock_word(slots: Slots, place: tuple[int, int]) -> bool:
    return any(slots.value(i, "measure") == "stock" for i in range(*place))
