"""Follow-ups on figures that would quietly lose what was set side by side, or what is counted."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures.averages import MIDDLE
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import PER_ORDER
from assistant.planner.grammar.rows.rankings import DEFAULT_TOP
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.follow_ups.metric_rows import rows_apart
from assistant.planner.intents.references.cues import points_at
from assistant.planner.lexicon import Sense
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
    listed = {one.field for one in _picked(before) if one.op == "is" and len(one.values) > 1}
    mails = listed & {"campaign"}  # a rate of two messages taken as one says nothing of either
    if frame.has("instead") or not dimensions or not (set(dimensions) <= _TIMES or mails):
        return dimensions
    listed = listed if set(dimensions) <= _TIMES else mails
    kept = [name for name in before.dimensions if name in listed and name not in dimensions]
    return [*dimensions, *kept][:3]


def _picked(metric: Metric) -> list[Filter]:
    people = metric.audience.all if metric.audience else []
    return [*metric.where, *(one for one in people if isinstance(one, Attribute))]


_VALUE = re.compile(
    r"^(?:and )?(?:the |what's the |their )?(?:avg|average|mean) value(?: of (?:those|these|them|each))?$"
)
_PER_ORDER = ("per order", "per purchase", "per transaction", "each order", "每单", "平均每单", "每笔", "单均")


def per_order(slots: Slots, before: Metric) -> dict[str, Any]:
    """per order?, after revenue: what an order is worth, and no number of orders."""
    said = " ".join(slots[i].text.casefold() for i in range(len(slots)) if not slots.has(i, "break")).strip()
    if before.measures == ["orders"] and _VALUE.search(said):
        for index in range(len(slots)):
            slots.retag(index, Sense("filler"))
        return {"measures": ["average_order_value"]}
    made = PER_ORDER.get(before.measures[0])
    if made is None or len(before.measures) > 1 or said.removeprefix("and ").removesuffix("呢") not in _PER_ORDER:
        return {}
    for index in range(len(slots)):
        slots.retag(index, Sense("filler"))
    return {"measures": [made]}


def in_the_middle(slots: Slots, before: Metric) -> dict[str, Any]:
    """and the median?, median rather than average; and back: the same figure, averaged the other way."""
    words = slots.all("average", "median", "norm")
    told = ("rate", "rates", "a rate")
    rated = [i for i in range(len(slots)) if slots.has(i, "as_rate") or slots[i].text.casefold() in told]
    if rated and len(before.measures) == 1 and (rate := _RATE.get(before.measures[0])):
        for index in rated:
            slots.use(index, "as a rate")
            slots.retag(index, Sense("filler"))
        return {"measures": [rate]}
    summed = [i for i in range(len(slots)) if slots[i].text.casefold() in ("total", "the total", "sum", "the sum")]
    if summed and words and all(_denied(slots, i) for i in words) and (whole := _total_of(before)):
        for index in (*summed, *words, *slots.all("instead")):
            slots.use(index, "aggregate")
        return {"measures": [whole]}
    wanted = [i for i in words if not slots.has(i, "relative", "measure", "field") and not _denied(slots, i)]
    named = any(slots.has(i, "measure", "field") and i not in words for i in range(len(slots)))
    if not wanted or named or len(before.measures) > 1:
        return {}
    middle = any(slots.has(i, "median") or slots.value(i, "norm") == "median" for i in wanted)
    name = before.measures[0]
    made = MIDDLE.get(name) if middle else _MEAN.get(name)
    if made is None and name.startswith("average(" if middle else "median("):
        made = name.replace("average(", "median(") if middle else name.replace("median(", "average(")
    if made is None:
        return {}
    for index in range(len(slots)):
        denies = slots[index].text in _DENIED_ZH and slots.next(index) in words
        if index in words or denies or (slots.has(index, "verb", "instead") and slots[index].text.casefold() == "use"):
            slots.use(index, "aggregate")
            slots.retag(index, Sense("filler"))
    return {"measures": [made]}


_RATE = {
    "returns_value": "return_rate", "returned_units": "return_rate", "discount_amount": "discount_share",
    "opens": "open_rate", "clicks": "click_rate", "unsubscribes": "unsubscribe_rate", "repeat_buyers": "repeat_rate",
}  # fmt: skip
"""What a figure is as a rate."""


def _total_of(before: Metric) -> str:
    """What the average that is shown is the average of."""
    name = before.measures[0] if set(before.measures[1:]) <= {"orders"} else ""
    inner = re.fullmatch(r"(?:average|median)\((\w+)\)", name)
    return _WHOLE.get(inner[1] if inner else name, f"sum({inner[1]})" if inner else "")


_WHOLE = {
    "average_order_value": "net_revenue", "revenue_per_buyer": "net_revenue", "order_value": "net_revenue",
    "order_discount": "discount_amount",
}  # fmt: skip
_MEAN = {"median(order_value)": "average_order_value", "median(spend)": "revenue_per_buyer"}
_DENIED_ZH = ("不要", "不是", "不看", "别", "不用", "而不是", "不")
_THAN = ("than ", "not ", "instead of ", "rather than ")


def _denied(slots: Slots, index: int) -> bool:
    said = slots[index].text.casefold()
    before = slots[index - 1].text.casefold() if index else ""
    return said.startswith(_THAN) or before in (
        "not",
        "instead of",
        "rather than",
        "than",
        "no",
        "without",
        "and not",
        *_DENIED_ZH,
    )


_AMOUNTS = ("net_revenue", "gross_revenue", "units", "orders", "buyers", "returned_units", "returns_value")


def popular_by(slots: Slots, before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """which products were most popular, after revenue per buyer: by pieces, as where nothing was asked before."""
    said = any(slots.has(i, "best_selling", "worst_selling") for i in range(len(slots)))
    if not said or "measures" in changes or set(before.measures) & set(_AMOUNTS) or not changes.get("sort"):
        return {}
    return {"measures": ["units"], "sort": {"by": "units", "descending": changes["sort"].get("descending", True)}}


def _refuse_they_of_a_row(frame: Frame, before: Metric) -> None:
    """how much do they spend, after the city with most customers: those of that city, or everybody counted?"""
    at = next((i for i, span in enumerate(frame.spans) if points_at(span)), None)
    people = frame.vocabulary.level(before.dimensions[0]) == "customer" if len(before.dimensions) == 1 else False
    if at is None or not people or before.limit != 1 or not frame.state.rows:
        return
    row, (start, end), asked = frame.state.rows[0], frame.origin(at), frame.text.original
    english, chinese = (f"{asked[:start]}{who}{asked[end:]}" for who in (f"customers in {row}", f"{row}的客户"))
    every = f"{asked[:start]}{frame.say('all customers', '全部客户')}{asked[end:]}"
    raise Unclear(
        f"Do you mean the customers of {row}, or all of them?",
        f"指{row}的客户，还是全部客户？",
        [(english, chinese), (every, every)],
        firm=True,
    )


def refuse_misread(frame: Frame, slots: Slots, before: Metric) -> None:
    """Raise where a follow-up would keep figures that it doesn't ask for."""
    _refuse_counting_money(slots, frame, before)
    _refuse_they_of_a_row(frame, before)


def _refuse_counting_money(slots: Slots, frame: Frame, before: Metric) -> None:
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


_WHICH_ONE = (
    "which one",
    "哪个",
    "哪一个",
    "哪家",
    "哪款",
    "哪段",
    "哪一段",
    "是哪个",
    "是哪段",
    "是哪一",
    "是哪款",
    "是哪家",
)


_BEST = r"(?:best|worst|highest|lowest|biggest|smallest|strongest|weakest|top"
_THE_ONE = re.compile(
    rf"^(?:and |so |ok,? )*(?:which|what)(?: one)? (?:is|was|'s|were|did|does|do|had|has) (?:the |it )?(?:\w+ ){{0,2}}"
    rf"{_BEST}|most|least)$|\b(?:the )?{_BEST}) one$"
)
"""which was the best, the worst one: one row, and no ten of them."""
_ONE = re.compile(r"\bone\W*$")


def which_one(slots: Slots, figures: Figures, before: Metric) -> dict[str, Any]:
    """哪款最少, after one number of several goods: which of them; which one's worst: the one row."""
    alone = any(slots[i].text.casefold().startswith(_WHICH_ONE) for i in slots.all("which", free=False))
    alone = alone or bool(_THE_ONE.search(slots.text.normal.casefold().strip(" ?.!")))
    default = DEFAULT_TOP in (figures.limit, figures.top[0] if figures.top else None)
    if alone and (default or _ONE.search(slots.text.normal)) and before.dimensions and not figures.dimensions:
        return {"limit": 1}
    asked = any(slots.has(i, "which") and slots.has(i, "product_cue") for i in range(len(slots)))
    if not asked or figures.top is None or before.dimensions or figures.dimensions:
        return {}
    count, descending = figures.top
    return {"dimensions": ["product"], "sort": {"by": before.measures[0], "descending": descending}, "limit": count}


_IN_ONE = (
    "both together", "combined", "taken together", "added up",
    "合起来", "加起来", "加一起", "加在一起", "合在一起", "合到一起", "合并", "加总", "总共", "两个加起来", "合并算",
    "一起算",
)  # fmt: skip


def sides_apart(frame: Frame, before: Metric, changes: dict[str, Any], joined: str) -> None:
    """两个放一起, 各自, each of them: values that stand side by side are rows."""
    filters = changes.get("where", before.where)
    if any(span.text in _IN_ONE for span in frame.spans):
        return  # 合起来: one number
    apart = frame.has("respectively") and next((f.field for f in filters if len(f.values) > 1 and f.op == "is"), "")
    field = joined or apart or rows_apart(frame, before, changes)
    dimensions = changes.get("dimensions", before.dimensions)
    if field and field not in dimensions:
        changes["dimensions"] = [field, *dimensions][:3]
