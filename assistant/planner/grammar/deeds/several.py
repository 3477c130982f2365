"""So many of a list: at least two of A, B and C, all of them, one but not both, 护肤、彩妆、香氛至少买过两种."""

from __future__ import annotations

from itertools import combinations

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.objects import goods_value, together
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Bought, Condition, Filter, Group, Period

_OPS = {"only": "eq", "exactly": "eq", "just": "eq", "precisely": "eq", "any": "ge"}
_OF = ("of", "of the", "of these", "out of")
_KINDS = ("种", "样", "类", "类的", "个品类", "种的")
_LEADS_ZH = {"至少": "ge", "起码": "ge", "最少": "ge", "不止": "gt", "任意": "ge", "任一": "ge", "其中": "ge"}


def reduce_some_of(slots: Slots) -> None:
    """Make one item of the words for how many of a list are meant."""
    index = 0
    while index < len(slots):
        for reader in (_english, _but_not_both, _chinese, _one_of_two):
            found = reader(slots, index)
            if found is not None:
                slots.merge(index, found[0], Sense("some_of", found[1]))
                break
        index += 1


def _english(slots: Slots, index: int) -> tuple[int, tuple[str, int]] | None:
    """at least two of, all of, only one of: right before a list of goods or places."""
    said, at, op = slots[index].text.casefold(), index, "ge"
    if (slots.has(index, "cmp") and not slots.has(index, "number")) or said in _OPS:
        op, at = _OPS.get(said, str(slots.value(index, "cmp"))), index + 1
    told = slots[at].text.casefold()
    count = slots.value(at, "number")
    if told in ("all of", "each of", "both of", "every one of"):
        op, count, end = "all", 0, at + 1
    elif told == "one of":
        count, end = 1, at + 1
    elif count is not None and slots[at + 1].text.casefold() in _OF:
        end = at + 2
    elif count is not None and slots.has(at + 1, "cmp_post"):  # two or more of
        op, end = str(slots.value(at + 1, "cmp_post")), at + 2 + (slots[at + 2].text.casefold() in _OF)
        if end == at + 2 and not slots[at + 1].text.casefold().endswith(" of"):
            return None
    else:
        return None
    while end < len(slots) and slots[end].text.casefold() in ("the", "these", "those", "following", ":"):
        end += 1
    return (end, (op, int(count))) if _listed(slots, end) else None


def _but_not_both(slots: Slots, index: int) -> tuple[int, tuple[str, int]] | None:
    """a candle or a mug but not both, 护肤或彩妆但不是两样都买: one of them alone."""
    at = index + 1 if slots.has(index, "but") else index
    if not slots.has(at, "not") or slots.value(at + 1, "of_two") != "both" or not _list_before(slots, index):
        return None
    end = at + 2
    end += slots.chinese(at) and slots.value(end, "verb") == "buy"
    return end, ("eq", 1)


def _chinese(slots: Slots, index: int) -> tuple[int, tuple[str, int]] | None:
    """至少买过两种, 其中两种以上, 任意两样, 只买过其中一种: behind the list."""
    at, op = index, ""
    if slots[at].text in _LEADS_ZH:
        op, at = _LEADS_ZH[slots[at].text], at + 1
    count = slots.value(at, "number")
    if count is None or count != int(count) or not slots.chinese(at):
        return None
    end = at + 1
    if not slots[at].text.endswith(_KINDS):
        if slots[end].text not in _KINDS:
            return None
        end += 1
    if slots.has(end, "cmp_post"):
        op, end = str(slots.value(end, "cmp_post")), end + 1
    alone = next((i for i in range(index) if slots[i].text in _ALONE and slots.value(i + 1, "verb") == "buy"), None)
    led = next((i for i in range(index - 1, max(-1, index - 4), -1) if slots[i].text in _LEADS_ZH), None)
    among = any(slots[i].text in _AMONG and _goods(slots, i - 1) for i in range(1, index))
    if not (op or led or among or alone is not None) or not _list_before(slots, index):
        return None
    op = "eq" if alone is not None else _LEADS_ZH[slots[led].text] if led else op or "ge"
    for used in (i for i in (alone, led) if i is not None):
        slots.retag(used, Sense("filler"))
    return end, (op, int(count))


def _one_of_two(slots: Slots, index: int) -> tuple[int, tuple[str, int]] | None:
    """精华或口红之一, 二者只买过其一: any one of them, or one alone."""
    if slots[index].text not in ("之", "其") or slots.value(index + 1, "number") != 1 or not _list_before(slots, index):
        return None
    op = "ge"
    for before in range(index - 1, max(-1, index - 5), -1):
        if slots[before].text in _ALONE:
            slots.retag(before, Sense("filler"))
            op = "eq"
        elif slots[before].text == "者" and slots.has(before - 1, "number"):
            slots.retag(before, Sense("filler"))
            slots.retag(before - 1, Sense("filler"))
    return index + 2, (op, 1)


_AMONG = ("里", "里面", "里头", "当中", "之中", "中")
"""Behind a list: so many of it are at least so many."""
_ALONE = ("只", "仅", "仅仅", "只有")


def _listed(slots: Slots, index: int) -> bool:
    """Whether goods or places begin here, and others of them are joined to them."""
    return _goods(slots, index) and any(
        slots.has(i, "and", "or", "break") and any(_goods(slots, j) for j in (i + 1, i + 2))
        for i in range(index + 1, min(index + 5, len(slots)))
    )


def _list_before(slots: Slots, index: int) -> bool:
    return sum(_goods(slots, i) for i in range(index)) > 1


def _goods(slots: Slots, index: int) -> bool:
    return slots.has(index, "products") or goods_value(slots, index)


def some_of_them(clause: Clause, where: list[Filter], period: Period | None) -> Condition:
    """Any choice of so many of the goods listed, or no more of them than that; all of them."""
    assert clause.some_of is not None
    op, count = clause.some_of
    goods = [(group.field, value) for _, group in clause.groups for value in group.values]

    def of(size: int) -> list[Condition]:
        return [
            together([Bought(where=[*where, Filter(field=f, values=[v])], period=period) for f, v in chosen], False)
            for chosen in combinations(goods, size)
        ]

    if op == "all":
        return together(of(len(goods)), False)
    least = count + 1 if op == "gt" else count
    chosen = together(of(least), True)
    return Group(all=[chosen], none=of(least + 1)) if op == "eq" and least < len(goods) else chosen
