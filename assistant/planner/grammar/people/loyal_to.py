"""Loyal to goods: brand loyal to Moorlight, 只认野光的客户 – who bought them and nothing else of their kind."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.simplifying import simplified
from assistant.planner.spans import Span

_OTHERS = {"brand": ("no other brand", "没买过其他品牌"), "category": ("no other category", "没买过其他品类")}
_GOODS = ("brand", "category", "subcategory", "product")


def reduce_loyal_to(slots: Slots) -> None:
    """Say it as it is counted: they only buy it."""
    for index in range(len(slots) - 1):
        ends = _ends(slots, index)
        goods = slots.value(ends, "group") if ends else None
        if not ends or goods is None or goods.field not in _GOODS:
            continue
        if slots.has(index - 1, "field") and slots.value(index - 1, "field") == "brand":
            slots.retag(index - 1, Sense("filler"))
        first, last = slots[index], slots[ends - 1]
        _halve(slots, index, ends, first.start + 1, last.end)
        english, chinese = _OTHERS.get(goods.field, ("nothing else", "没买过别的"))
        slots.said.append(
            (f"Loyal to it here means: bought it, and {english}.", f"忠于它在这里指买过它，且{chinese}。")
        )
        return


def _ends(slots: Slots, index: int) -> int:
    """Where the words end that say loyal to; 0 where they do not stand here."""
    if slots.has(index, "loyal_to"):
        return index + 1
    loyal = getattr(slots.value(index, "group"), "values", ()) == ("Loyal",) and slots[index].text.casefold() == "loyal"
    return index + 2 if loyal and slots[index + 1].text.casefold() == "to" else 0


def _halve(slots: Slots, start: int, end: int, middle: int, stop: int) -> None:
    """Two items in place of these: only, and buy."""
    first = slots[start].start
    tokens = slots.text.tokens
    texts = [
        simplified(slots.text.typed(tokens[a].start, tokens[b - 1].end)) for a, b in ((first, middle), (middle, stop))
    ]
    slots.items[start:end] = [
        Span(first, middle, texts[0], (Sense("only"),)),
        Span(middle, stop, texts[1], (Sense("verb", "buy"),)),
    ]
