"""How many rows a request wants to see: give me 8, the first 10, 25 of them, 来8个, 列出10位, 取前20名."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots

MOST = 1_000_000
_OTHER_UNITS = ("period", "range", "horizon", "money", "duration", "percent", "age", "times", "discount", "group",
                "condition", "filter", "value", "rfm")  # fmt: skip
_LEADS = (
    "first",
    "the first",
    "top",
    "来",
    "给",
    "取",
    "找",
    "要",
    "挑",
    "选",
    "列",
    "出",
    "前",
    "给我",
    "just",
    "only",
)
_COUNTERS_ZH = ("个", "位", "名", "人", "款", "样", "种", "件", "条", "家", "的")
_ENOUGH = (
    "is enough", "are enough", "is fine", "are fine", "is plenty", "are plenty", "will do", "would do", "should do",
    "suffice", "suffices", "is ok", "is okay", "are ok", "is good", "is great", "tops", "at most", "would be fine",
    "would be enough", "would be great", "enough", "be enough", "will be enough", "max", "maximum",
)  # fmt: skip
"""Behind a number: so many do."""
_THINGS = (
    "items", "products", "people", "customers", "rows", "things", "recos", "recommendations", "of them", "of those",
    "of these", "names", "name", "ids", "id", "results", "entries", "please", "pls", "suggestions", "ideas", "options",
)  # fmt: skip
_TAILS = (*_ENOUGH, *_THINGS)


def count_at(slots: Slots, index: int) -> int | None:
    """The whole number at `index` that may be a size: nothing but a bare count."""
    if not 0 <= index < len(slots) or slots.used(index) or slots.has(index, *_OTHER_UNITS):
        return None
    value = slots.value(index, "heads") or slots.value(index, "number") or slots.value(index, "pieces")
    return int(value) if value and value == int(value) and 1 <= value <= MOST else None


def asked_size(slots: Slots) -> tuple[int, int] | None:
    """(place, size) of a number that only says how much to show; the words around it are used up."""
    for index in range(len(slots)):
        size = count_at(slots, index)
        if size is None:
            continue
        before, after = index - 1, index + 1
        told = slots.before(index)
        sum_said = told >= 0 and slots.value(told, "verb") in ("spend", "buy") and slots.chinese(told)
        if sum_said and slots[told].text not in _LEADS:
            continue  # 花过5000的
        led = slots.has(before, "list", "top") or (before >= 0 and slots[before].text.casefold() in _LEADS)
        ended = (
            after >= len(slots)
            or slots.has(after, "break")
            or slots[after].text.casefold() in (*_TAILS, *_COUNTERS_ZH)
            or slots.has(index, "heads", "pieces")
        )
        alone = before < 0 or slots.has(before, "break", "filler", "scored", "list", "top")
        if (led and (ended or slots.chinese(index))) or (ended and alone) or (led and slots.has(after, "filler")):
            use_size(slots, index)
            return index, size
    return None


def use_size(slots: Slots, index: int) -> None:
    """Mark a size and the words that belong to it alone."""
    slots.use(index, "how many")
    lead = index - 1
    while lead >= 0 and not slots.used(lead) and slots[lead].text.casefold() in _LEADS:
        slots.use(lead, "how many")
        lead -= 1
    tail = index + 1
    while tail < len(slots) and slots[tail].text.casefold() in (*_TAILS, *_COUNTERS_ZH) and tail < index + 4:
        slots.use(tail, "how many")
        tail += 1


def enough(slots: Slots) -> tuple[int, int] | None:
    """(place, size) of a number that is said to do: 10 names is enough, 5 is fine, ten is plenty."""
    for index in range(len(slots)):
        size = count_at(slots, index)
        tail = index + 1
        while tail < len(slots) and slots[tail].text.casefold() in _THINGS:
            tail += 1
        said = tail < len(slots) and slots[tail].text.casefold() in _ENOUGH
        if size is not None and said and (index == 0 or slots.has(index - 1, "break", "but", "and", "filler")):
            use_size(slots, index)
            return index, size
    return None
