"""Follow-ups on figures that would quietly lose what was set side by side, or what is counted."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from tools.definitions import Attribute, Filter, Metric

_TIMES = frozenset(("day", "week", "month", "quarter", "year"))
_BARE = (
    "how many",
    "how many are",
    "how many were",
    "how many come",
    "有多少",
    "多少人",
    "有多少人",
    "几个人",
    "有几个",
)


def with_sides(frame: Frame, before: Metric, dimensions: list[str]) -> list[str]:
    """women vs men, then per month: the two sides stay apart, each month has both."""
    if frame.has("instead") or not set(dimensions) <= _TIMES or not dimensions:
        return dimensions
    listed = {one.field for one in _picked(before) if one.op == "is" and len(one.values) > 1}
    kept = [name for name in before.dimensions if name in listed and name not in dimensions]
    return [*dimensions, *kept][:3]


def _picked(metric: Metric) -> list[Filter]:
    people = metric.audience.all if metric.audience else []
    return [*metric.where, *(one for one in people if isinstance(one, Attribute))]


def refuse_counting_money(frame: Frame, slots: Slots, before: Metric) -> None:
    """how many are from China, after revenue: it is people who are counted, but which?"""
    known = frame.vocabulary.dictionary.measures
    money = all(name in known and known[name].type in ("money", "share") for name in before.measures)
    bare = next((i for i in range(len(slots)) if slots[i].text.casefold() in _BARE), None)
    if not money or bare is None or slots.find("measure", "people", "share", "agent", "verb", free=False) is not None:
        return
    if slots.find("group", "condition", free=False) is None:
        return
    label = known[before.measures[0]].label
    start, end = slots.origin(bare)
    asked = slots.text.original
    people = (f"{asked[:start]}how many customers{asked[end:]}", f"{asked[:start]}有多少客户{asked[end:]}")
    rest = asked[end:].strip(" ?？")
    raise Unclear(
        f"How many customers, or the {label.en.casefold()} of those?",
        f"问的是客户人数，还是这部分的{label.zh}？",
        [people, (f"{label.en.casefold()} of customers who {rest}", f"{asked[:start].strip()}的{label.zh}")],
        firm=True,
    )
