"""Scores with one number: R、F、M全是5分, R和M都是5分, RFM三项得分都是5, 最近购买、频次、金额三个分都满五分."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.text import fold
from tools.definitions import Attribute, Condition, Group

FIELDS = ("recency_score", "frequency_score", "monetary_score")
_BEST = 5
_NAMES = (
    "r",
    "f",
    "m",
    "购买",
    "最近购买",
    "最近",
    "近度",
    "频次",
    "频率",
    "金额",
    "消费金额",
    "recency",
    "frequency",
    "monetary",
)
_JOINTS = ("fm", "rf", "rfm", "频", "次", "、", ",", "，", "/", "和", "与")
_TALK = frozenset((
    "三", "三项", "3", "个", "项", "得分", "分", "分数", "评分", "指标", "维度", "方面", "都", "均", "全", "全部",
    "全都", "皆", "是", "为", "打", "拿", "得", "了", "给", "的", "里", "在", "里面", "啊", "那个", "各", "都是",
    "全是", "均为", "都为", "score", "scores", "all", "值", "档", "项目", "都得", "都拿", "都打", "有",
))  # fmt: skip
_REACH = 14


def reduce_three_scores(slots: Slots) -> None:
    """Make one condition of it; a number stands for all three only where three, or all, of them are spoken of."""
    for index in range(len(slots)):
        end = _named_end(slots, index)
        if end is None:
            continue
        at, said = end, ""
        while at < len(slots) and at - end < _REACH and _talks(slots, at):
            said += slots[at].text
            at += 1
        three = end - index > 1 or any(word in said for word in ("三", "3", "都", "均", "全", "皆", "各"))
        found, after = _bounded(slots, at)
        if found is not None and three:
            _settle(slots, index, after, found)
            _full_marks(slots, settled=found.op == "eq" and found.low.value == _BEST)
            return
    if _two_scores(slots):
        return
    if "rfm" in slots.text.normal:
        _full_marks(slots, settled=False)


def _two_scores(slots: Slots) -> bool:
    """R和M都是5分, recency and monetary score both 5: the two that are named, and no third."""
    for index in range(len(slots) - 3):
        names = [LETTERS.get(_name(slots, at)) for at in (index, index + 2)]
        if (
            None in names
            or names[0] == names[1]
            or not (slots.has(index + 1, "and") or slots[index + 1].text in "、,，")
        ):
            continue
        at, said = index + 3, ""
        while at < len(slots) and at - index < _REACH and (_talks(slots, at) or slots[at].text.casefold() == "both"):
            said += slots[at].text.casefold()
            at += 1
        found, after = _bounded(slots, at)
        if found is not None and any(word in said for word in ("都", "均", "全", "皆", "各", "both")):
            start = next((i for i in range(max(0, index - 3), index) if fold(slots[i].text) == "rfm"), index)
            _settle(slots, start, after, found, [str(name) for name in names])
            return True
    return False


def _bounded(slots: Slots, index: int) -> tuple[Range | None, int]:
    """The bound that is said, and where it ends: 5, 都是4分以上."""
    found = _bound(slots, index)
    bounded = found and slots.has(index + 2, "cmp_post") and slots[index + 1].text == "分" and found.op == "eq"
    if found and bounded:
        return Range(slots.value(index + 2, "cmp_post"), found.low), index + 3
    return found, index + 1


def _name(slots: Slots, index: int) -> str:
    return fold(slots[index].text).removesuffix("s").removesuffix(" score").removesuffix("得分").removesuffix("分")


LETTERS = {"r": "recency_score", "f": "frequency_score", "m": "monetary_score"}


def _full_marks(slots: Slots, *, settled: bool) -> None:
    """RFM满分的客户: five points for each."""
    for index in range(len(slots) - 1):
        if slots[index].text == "满" and slots[index + 1].text == "分":
            if settled:
                slots.retag(index, Sense("filler"))
                slots.retag(index + 1, Sense("filler"))
            else:
                _settle(slots, index, index + 2, Range("eq", Amount(_BEST, "number")))
            return


def _named_end(slots: Slots, index: int) -> int | None:
    """Where the names of the three scores end: RFM, or R、F、M."""
    if fold(slots[index].text) == "rfm":
        return index + 1
    at, named = index, ""
    while at < len(slots) and fold(slots[at].text).replace(" ", "") in (*_NAMES, *_JOINTS):
        named += fold(slots[at].text)
        at += 1
    plain = named.replace(" ", "")
    spelt = all(letter in plain for letter in "rfm") or ("最近" in plain and "频" in plain and "金额" in plain)
    return at if spelt and slots[index].text not in ("、", ",", "，", "/") else None


def _talks(slots: Slots, index: int) -> bool:
    """A word that only says that it is the scores, and all of them."""
    text = fold(slots[index].text)
    light = text in _TALK or text in ("，", ",") or slots.has(index, "score_word", "filler")
    return light and _bound_value(slots, index) is None


def _bound_value(slots: Slots, index: int) -> float | None:
    amount = amount_of(slots[index])
    plain = amount is not None and amount.unit == "number" and not slots[index].text.startswith(("三", "3"))
    return amount.value if plain and amount is not None else None


def _bound(slots: Slots, index: int) -> Range | None:
    """5, 五分, 4以上, 满五分."""
    found = slots.value(index, "range")
    if isinstance(found, Range):
        best = found.op == "ge" and found.low.value == _BEST
        fits = found.unit == "number" and 1 <= found.low.value <= _BEST
        return (Range("eq", found.low) if best else found) if fits else None
    amount = amount_of(slots[index]) if index < len(slots) else None
    if amount is None or amount.unit not in ("number", "pieces") or amount.value not in range(1, _BEST + 1):
        return None
    return Range("eq", Amount(amount.value, "number"))


def _settle(slots: Slots, start: int, end: int, found: Range, fields: Sequence[str] = FIELDS) -> None:
    while end < len(slots) and slots[end].text in ("分", "分的", "points"):
        end += 1
    slots.merge(start, end, Sense("condition", Group(all=points_each(found, fields))))


def points_each(found: Range, fields: Sequence[str]) -> list[Condition]:
    """That number of points for each of the scores."""
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    values = [int(found.low.value)] + ([int(found.upper)] if found.upper is not None else [])
    return [Attribute.model_validate({"field": field, "op": op, "values": values}) for field in fields]
