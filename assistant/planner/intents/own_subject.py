"""Whether a message says by itself what its figures are of, or leaves that to what was said before."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots

_ALL_OF_US = {
    "our", "we", "us", "overall", "total", "in total", "altogether", "all together", "the shop", "shop wide",
    "shopwide", "company wide", "across the board", "in all", "all in all", "store wide", "everything",
    "我们", "全部", "整体", "总体", "全店", "大盘",
}  # fmt: skip
"""Words that make "what is our revenue" a question of its own, where "how many orders" leans on the last answer."""
_SUBJECT = (
    "people", "agent", "group", "condition", "filter", "saved", "customer_id", "products", "contact", "range",
    "relative", "scored", "who", "verb", "value", "values",
)  # fmt: skip


def says_whole(slots: Slots) -> bool:
    """what is our revenue, orders in total: of the whole shop, whatever was spoken of before."""
    texts = [item.text.casefold() for item in slots.items]
    return any(text in _ALL_OF_US or _ALL_OF_US & set(text.split()) for text in texts)


def names_them_anew(slots: Slots) -> bool:
    """how many of the UK Chinese speakers never ordered: the people are named again, whatever was said of them."""
    for index in slots.all("how_many"):
        after = slots.next(index)
        group = slots.value(after, "group")
        if slots[index].text.casefold().endswith(("of the", "of our")) and group is not None:
            return slots.level(group.field) == "customer"
    return False


def names_no_other(slots: Slots) -> bool:
    """by units, how many orders, revenue by weekday: a figure of nothing named, so of what was spoken of."""
    if slots.find("of_it", free=False) is not None:
        return True
    if says_whole(slots):
        return False
    return not any(
        slots.has(i, *_SUBJECT) and not slots.used(i) and not (slots.has(i, "measure") and not slots.has(i, "people"))
        for i in range(len(slots))
    )
