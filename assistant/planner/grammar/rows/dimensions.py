"""What a figure is split by: by country and month, 各渠道, which product, top 10 brands, monthly, trends."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.readers.calendar import bounds
from assistant.planner.spans import Span
from tools.definitions import Period

TIME_FIELDS = ("day", "week", "month", "quarter", "year", "weekday", "hour")
_PREFERRED = (
    "product",
    "category",
    "brand",
    "order_channel",
    "campaign",
    "campaign_channel",
    "city",
    "country",
    "gender",
    "age_group",
    "rfm_segment",
    "cluster",
    "acquisition_channel",
    "first_order_month",
    "first_order_channel",
    "months_since_first_order",
    "first_or_repeat",
    "month",
    "week",
    "day",
    "quarter",
    "year",
    "weekday",
    "hour",
    "orders",
    "age",
)
THINGS = ("products", "campaigns", "events", "stock")
"""Measures that count things by their bare name."""
AS_DIMENSION = {
    "age": "age_group",
    "first_order_date": "first_order_month",
    "signup_date": "signup_month",
    "order_date": "day",
}


def dimension_at(slots: Slots, index: int) -> str | None:
    """The field an item would split by, or None."""
    if not 0 <= index < len(slots):
        return None
    fields = slots.vocabulary.dictionary.fields
    names = [AS_DIMENSION.get(s.value, s.value) for s in slots[index].senses if s.kind == "field"]
    usable = [n for n in names if n in fields and fields[n].groupable and not fields[n].pii]
    if not usable:
        return None
    own = slots.vocabulary.own_fields
    return min(usable, key=lambda n: (n not in own, _PREFERRED.index(n) if n in _PREFERRED else len(_PREFERRED)))


def read_dimensions(slots: Slots, *, loose: bool) -> list[str]:
    """Dimensions in the order said; `loose` also takes bare field names, for questions that ask for a figure."""
    found: list[tuple[int, str]] = []
    for rule in (_by_lists, _time_adjectives):
        for index, name in rule(slots):
            if name not in [n for _, n in found]:
                found.append((index, name))
    if loose:
        for index in range(len(slots)):
            bare = dimension_at(slots, index)
            if (
                bare
                and not slots.used(index)
                and not slots.has(index, "group", "condition", "people", "verb", "period", "compare")
                and not is_figure(slots, index)
            ):
                if _picked_by(slots, index, bare):
                    slots.use(index, "label")
                    continue
                slots.use(index, f"split by {bare}")
                if bare not in [n for _, n in found]:
                    found.append((index, bare))
    return [name for _, name in sorted(found)][:3]


def _picked_by(slots: Slots, index: int, field: str) -> bool:
    """country is anything but China, 25 to 34 years of age: where one value is picked, its field splits nothing."""
    if slots.has(slots.before(index), "by", "which", "every") or slots.level(field) != "customer":
        return False
    groups = [group for item in slots.items if (group := item.value("group")) is not None and group.field == field]
    return len(groups) == 1 and (len(groups[0].values) == 1 or groups[0].op == "is_not" or _left_out(slots, groups[0]))


def _left_out(slots: Slots, group: Group) -> bool:
    """anything but China or the United States."""
    at = next(i for i in range(len(slots)) if slots.value(i, "group") is group)
    return slots.has(slots.before(at), "except", "not")


def is_figure(slots: Slots, index: int) -> bool:
    """Whether an item may be a figure; campaigns and products are things that figures are of."""
    return any(sense.kind == "measure" and sense.value not in THINGS for sense in slots[index].senses)


def _by_lists(slots: Slots) -> list[tuple[int, str]]:
    """by country and month; 按渠道和月份; for each city."""
    found: list[tuple[int, str]] = []
    for index in range(len(slots)):
        if not slots.has(index, "by") or slots.used(index) or slots.has(index, "compare"):
            continue
        at = slots.next(index, _between_by)
        if slots.has(index, "every") and slots.has(at, "group") and dimension_at(slots, at + 1):
            at += 1  # every email campaign
        taken = False
        while True:
            name = (
                dimension_at(slots, at)
                if at < len(slots) and not slots.used(at) and not slots.has(at, "group", "condition")
                else None
            )
            if name is None:
                break
            found.append((at, name))
            slots.use(at, f"split by {name}")
            taken = True
            joint = at + 1
            while joint < len(slots) and (
                slots.has(joint, "and", "by", "break")
                or slots[joint].text in ("x", "×", "/", "*")
                or slots.has(joint, "filler")
            ):
                if dimension_at(slots, joint) in TIME_FIELDS and said_as_split(slots[joint].text.casefold()):
                    break  # 各渠道每月: a split of its own
                if slots.has(joint, "by", "and"):
                    slots.use(joint, "split by")
                joint += 1
            if joint == at + 1 and slots.has(joint, "contact"):
                break  # 每个城市短信同意人数: who may be written to, in every city
            at = joint
        if taken:
            own = dimension_at(slots, index)
            if own in TIME_FIELDS and said_as_split(slots[index].text.casefold()):
                found.append((index, own))  # 每月新客和老客的订单数: by month as well
            slots.use(index, "split by")
    return found


def _between_by(item: Span) -> bool:
    return (item.has("filler", "which", "by", "number") or item.text in ("不同", "the")) and not item.has(
        "field", "measure"
    )


def _time_adjectives(slots: Slots) -> list[tuple[int, str]]:
    """monthly revenue, 每月销售额, orders a day; 0, 1, 2, 3 orders: what needs no "by" to split."""
    found = []
    for index, item in enumerate(slots.items):
        text = item.text.casefold()
        name = dimension_at(slots, index)
        if slots.used(index) or item.has("period"):
            continue
        if item.has("rows_of"):
            name = str(item.value("rows_of"))
        elif item.has("each_unit"):
            name = str(item.value("each_unit"))
        elif not (name in TIME_FIELDS and said_as_split(text)):
            continue
        slots.use(index, f"split by {name}")
        found.append((index, name))
    return found


def said_as_split(text: str) -> bool:
    """monthly, by month, each week, 每月: the word itself says that it splits."""
    return (
        text.endswith(("ly", "度"))
        or text == "annual"
        or text.startswith(("by ", "per ", "each ", "every "))
        or text[:1] in ("每", "逐", "各", "按", "分")
    )


def trend_unit(period: Period | None, today: date) -> str:
    """Days for up to a month, weeks for up to a quarter, months beyond."""
    start, end = bounds(period, today) if period else (None, None)
    if period and period.kind == "rolling" and period.unit == "quarter" and (period.count or 1) > 1:
        return "quarter"
    if start is None:
        return "month"
    days = ((end or today) - start).days
    return "day" if days <= 31 else "week" if days <= 100 else "month"


def same_channel(slots: Slots, figures: Figures) -> None:
    """新客来源，各渠道多少人; 首单在哪个渠道，各渠道人数: the bare word is the channel told of before, each of it."""
    told = {"acquisition_channel", "first_order_channel"} & set(figures.dimensions)
    if not told or "order_channel" not in figures.dimensions or figures.where:
        return
    bare = [i for i in range(len(slots)) if slots.role(i) == "split by order_channel"]
    if all(slots[i].text in ("渠道", "各渠道", "每个渠道") for i in bare):
        figures.dimensions.remove("order_channel")
        figures.limit = figures.limit_within = None
