"""Likeness: people like our champions, 500 lookalikes of gold members, 跟金卡会员相似的500位客户."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from assistant.planner.grammar.people.people import Item
from assistant.planner.grammar.people.seed_span import seed_span
from assistant.planner.grammar.people.sizes import asked_size
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute, Audience, Bought, Condition, Similar

_POINTING = ("filler", "with", "who", "people", "anaphor")


@dataclass
class Alike:
    """Who is meant to be alike, and how many of them."""

    at: int
    seed: Audience | None = None
    count: int | None = None
    share: float | None = None
    notes: list[str] = field(default_factory=list)


def read_alike(slots: Slots, today: date, before: Audience | None = None) -> Alike | None:
    """The likeness a question speaks of, its words and those of the seed used up; None where it speaks of none."""
    at = next((i for i in slots.all("alike") if not slots.has(i, "group")), None)
    if at is None:
        return None
    found = Alike(at)
    _seed_words(slots)
    _sized(slots)
    if shown := asked_size(slots):
        found.count = shown[1]
    else:
        _size(slots, at, found)
    start, end = seed_span(slots, at)
    customers = [i for i in range(start, end) if slots.has(i, "customer_id")]
    if customers:
        ids = [str(slots.value(i, "customer_id")) for i in customers]
        found.seed = Audience(all=[Attribute(field="customer_id", values=list(ids))])
        for index in range(start, end):
            if slots.has(index, "customer_id", "people", "and", "break"):
                slots.use(index, "alike to")
    else:
        found.seed = _described(slots, start, end, today)
        pointed = any(slots.has(i, "anaphor") for i in range(start, end))
        if found.seed is None and before is not None and (pointed or not _content(slots, start, end)):
            found.seed = before
    if found.seed is not None:
        found.seed = _without_contrary(found.seed)
    for index in range(start, end):
        if slots.has(index, "anaphor", "alike_with", "people", "filler") and not slots.has(index, "group"):
            slots.use(index, "alike to")
    for index in slots.all("alike", "alike_basis"):
        slots.use(index, "alike")
    _not_the_seed(slots)
    return found


def _seed_words(slots: Slots) -> None:
    """seed = platinum, take them as seed: what the word says, "alike" says; no goods are meant."""
    for index in range(len(slots)):
        if slots[index].text.casefold() in _SEEDS:
            slots.retag(index, Sense("filler"))
            if slots.has(index + 1, "break", "filler") or (index + 1 < len(slots) and slots[index + 1].text in "=:："):
                slots.use(index + 1, "alike to")


_SEEDS = (
    "seed",
    "as seed",
    "as a seed",
    "as the seed",
    "as seeds",
    "seed list",
    "种子",
    "作为种子",
    "做种子",
    "为种子",
)


def _sized(slots: Slots) -> None:
    """n=500, size 500: the number is how many."""
    for index in range(len(slots)):
        found = slots.value(index, "range")
        if isinstance(found, Range) and found.op == "eq" and found.unit == "number" and found.low.value >= 1:
            slots.retag(index, Sense("heads", found.low.value))
        if slots.value(index - 1, "verb") == "rebuy" and slots.has(index, "number", "heads") and slots.find("alike"):
            slots.retag(index - 1, Sense("filler"))  # 像白金会员那样的，再来500个
        if slots.has(index, "number", "heads") and slots[max(0, index - 1)].text.casefold() in _SIZES:
            slots.use(index - 1, "how many")
            slots.retag(index, Sense("heads", slots.value(index, "heads") or slots.value(index, "number")))


_SIZES = ("n", "size", "n =", "count", "target size", "audience size", "规模", "数量")


def _without_contrary(seed: Audience) -> Audience:
    """like our platinum customers but not platinum yet: those alike are others than the seed anyway."""
    kept = [one for one in seed.all if not any(one is not other and _denies(one, other) for other in seed.all)]
    held = [one for one in seed.none if one not in seed.all]
    return seed.model_copy(update={"all": kept, "none": held})


def _denies(one: Condition, other: Condition) -> bool:
    if isinstance(one, Attribute) and isinstance(other, Attribute):
        return (one.op, other.op) == ("is_not", "is") and (one.field, one.values) == (other.field, other.values)
    if isinstance(one, Bought) and isinstance(other, Bought) and one.op == "eq" and one.value == 0:
        ever = one.period is None or one.period == other.period
        return ever and (not one.where or one.where == other.where) and not (other.op == "eq" and other.value == 0)
    return False


def _not_the_seed(slots: Slots) -> None:
    """not the seed itself, who don't have it: those alike are others anyway."""
    for index in slots.all("seed_word", "not", "except"):
        at = slots.next(
            index, lambda item: item.has("filler", "with", "who", "people", "anaphor") and not item.has("not")
        )
        ended = at >= len(slots) or slots.has(at, "break", "seed_word") or slots.used(at)
        if slots.has(index, "seed_word") or ended:
            for used in range(index, min(at, len(slots))):
                slots.use(used, "others than the seed")
            if slots.has(index - 1, "who"):
                slots.use(index - 1, "others than the seed")


def similar(slots: Slots, today: date) -> Item | None:
    """The same as one condition among others; the words stay free where no seed is described."""
    if slots.find("alike") is None:
        return None
    roles, items = dict(slots.roles), list(slots.items)
    found = read_alike(slots, today)
    if found is None or found.seed is None:
        slots.roles, slots.items = roles, items
        return None
    if found.count is None and found.share is None:
        raise _how_many(slots, found.at)
    return Item(Similar(seed=found.seed, count=found.count, share=found.share), found.at)


def _how_many(slots: Slots, at: int) -> Unclear:
    typed = slots[at].text
    tail = typed.removesuffix("的")
    options = [(f"{count} {typed}", f"{tail}的{count}位") for count in (100, 500, 1000)]
    return Unclear("How many of the most alike?", "要最相似的多少位？", options, slots.origin(at))


def _content(slots: Slots, start: int, end: int) -> bool:
    return any(
        not slots.used(i) and not slots.has(i, "filler", "people", "anaphor", "for", "alike_with", "break")
        for i in range(start, end)
    )


def _size(slots: Slots, at: int, found: Alike) -> None:
    """500 lookalikes, the 5 % most similar, 最相似的5%."""
    for index in sorted(range(len(slots)), key=lambda i: abs(i - at)):
        if slots.used(index) or slots.has(index, "range", "period", "horizon", "duration", "money"):
            continue
        share = slots.value(index, "percent")
        if share and 0 < share <= 1 and abs(index - at) <= 4:
            found.share = float(share)
            slots.use(index, "how many")
            return
        count = slots.value(index, "heads") or slots.value(index, "number")
        beside = slots.before(index) == at or slots.has(index - 1, "list", "alike")
        near = slots.has(index, "heads") or index < at or beside or slots.has(slots.next(index), "people", "alike")
        if count and count == int(count) and count >= 1 and near and not slots.has(index - 1, "people"):
            found.count = int(count)
            slots.use(index, "how many")
            return


def _described(slots: Slots, start: int, end: int, today: date) -> Audience | None:
    """The group described in a stretch of the question."""
    from assistant.planner.grammar.people.audience import read_people

    part = Slots(list(slots.items[start:end]), slots.text, slots.vocabulary, slots.today)
    part.roles = dict(slots.roles)
    for index in part.all("alike"):
        part.use(index, "alike")
    people = read_people(part, today)
    if not people.conditions:
        return None
    slots.roles |= part.roles
    # a reading may have joined items of the part; the whole takes them over
    slots.items[start:end] = part.items
    return people.audience
