"""Since when goods have been sold: the first day, the newest and the oldest of them."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.goods.asking import how_many_rows, names_goods
from assistant.planner.intents.goods.describing import Goods, launch_field
from assistant.planner.intents.goods.wording import find, take
from tools.definitions import Metric, Sort


def started(slots: Slots, goods: Goods, row: int | None) -> Metric | None:
    """since when do we sell Moorlight, earliest launch date: the first day any of them came into the range."""
    day = launch_field(slots)
    asked = find(slots, "started")
    told = next((i for i in range(len(slots)) if slots.value(i, "field") == day), None) if day else None
    oldest, latest = find(slots, "oldest"), find(slots, "newest")
    if day is not None and row is not None and (ranked := _oldest_kind(slots, day, row)) is not None:
        return ranked
    if day is None or goods.arrivals is not None or (asked is None and (told is None or (oldest or latest) is None)):
        return None
    came = told is not None or any(
        slots.value(i, "verb") == "sell" or slots.value(i, "product_fact") == "launch" for i in range(len(slots))
    )
    if not came or (asked is None and _names_the_newest(slots, told)):
        return None
    for index in range(len(slots)):
        if slots.has(index, "when_cue", "which_dates") or slots.value(index, "verb") == "sell":
            slots.use(index, "asked for")
        if slots.value(index, "product_fact") == "launch" or index == told:
            slots.use(index, "asked for")
    take(slots, asked, "asked for")
    take(slots, oldest or latest, "first or last day")
    return Metric(measures=[f"{'min' if latest is None else 'max'}({day})"])


def _names_the_newest(slots: Slots, told: int | None) -> bool:
    """the newest lipstick we launched, most recently launched coat: the goods are asked for, and not the day."""
    dated = told is not None and slots[told].text.casefold().endswith(("date", "day", "dates", "日期", "时间", "日"))
    if dated or slots.find("when_cue", "which_dates") is not None:
        return False
    return any(slots.value(i, "product_fact") == "launch" for i in range(len(slots)))


def _oldest_kind(slots: Slots, day: str, row: int) -> Metric | None:
    """the oldest brand, 哪个品牌进得最早: by the first day any of its goods came; the newest by the same day."""
    old, new = find(slots, "oldest"), find(slots, "newest")
    if (old is None) == (new is None) or any(names_goods(slots, i) for i in range(len(slots))):
        return None
    take(slots, old or new, "asked for")
    for index in range(len(slots)):
        if slots.value(index, "product_fact") == "launch" or slots.value(index, "field") == day:
            slots.use(index, "asked for")
    measure = f"min({day})"
    return Metric(measures=[measure], sort=Sort(by=measure, descending=old is None), limit=how_many_rows(slots, row))


def newest(slots: Slots, goods: Goods) -> dict[str, object] | None:
    """newest three lipsticks, 上市最早的商品, new arrivals: by the day they came into the range."""
    day = launch_field(slots)
    if day is None:
        return None
    new, old = find(slots, "newest"), find(slots, "oldest")
    if (new is None) == (old is None) and goods.arrivals is None:
        return None
    place = new or old
    take(slots, place, "asked for")
    for index in range(len(slots)):
        if (
            slots.value(index, "product_fact") == "launch"
            or slots.value(index, "field") == day
            or index == goods.arrivals
        ):
            slots.use(index, "asked for")
    return {
        "sort_by": day,
        "descending": old is None,
        "limit": how_many_rows(slots, next((i for i in range(len(slots)) if names_goods(slots, i)), None)),
    }


def sorted_by(slots: Slots) -> dict[str, object] | None:
    """床品按价格排一下, sorted by stock: in the order of a number or a day that products have."""
    fields = slots.vocabulary.dictionary.fields
    verb = slots.find("rank_verb", "sorted_by")
    by = next((i for i in slots.all("by", "rank_by") if slots.has(slots.next(i), "field")), None)
    name = str(slots.value(slots.next(by), "field")) if by is not None else ""
    known = name in fields and fields[name].level == "product" and (fields[name].numeric or fields[name].type == "date")
    if verb is None or by is None or not known:
        return None
    for index in (verb, by, slots.next(by)):
        slots.use(index, "asked for")
    return {"sort_by": name, "limit": 100}
