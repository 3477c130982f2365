"""What was returned: ever, how many pieces, of which goods, of orders of which days; never returned it."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.objects import any_of, object_filters, together
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.times.windows import ago_period
from assistant.planner.grammar.unclear import Unclear
from tools.definitions import Attribute, Bought, Condition
from tools.wording.purchases import RETURNED

_LESS = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "eq": "eq", "ne": "ne"}
_IT = ("it", "them", "that", "those", "any of it", "any of them", "它")


def returned(clause: Clause, slots: Slots, today: date) -> Condition:
    """The condition that a clause about returns states."""
    share = next((r for r in clause.ranges if r.unit in ("percent", "money")), None)
    if share is not None or clause.after or clause.same_order or clause.only:
        raise Unclear(
            "I can tell how many pieces somebody returned, of what and of which orders, but not what share of them "
            "or their value.",
            "我能看出客户退了几件、什么商品、哪段时间的订单，但看不出占比或金额。",
            [("who ever returned something", "有过退货的客户")],
        )
    found = next((r for r in clause.ranges if r.unit in ("times", "number", "pieces")), None)
    _refuse_times(found)
    period = clause.period or ago_period(clause, today)
    if not (clause.groups or clause.filters or period):
        if clause.negated and found is None:
            return Attribute(field="returned_units", values=[0])
        return _ever(found)
    if "quantity" not in slots.vocabulary.dictionary.fields:
        raise Unclear(
            "I can tell who ever returned something, but not who returned a certain product or in a period.",
            "我能看出谁有过退货，但还不能按商品或时间段筛选退货的客户。",
            [("who ever returned something", "有过退货的客户")],
        )
    if period is not None:
        slots.said.append(("A return counts on the day of its order.", "退货按其订单的日期计算。"))
    compared = _compared(found, clause.negated)
    built: list[Condition] = [
        Bought.model_validate(
            {"where": [f.model_dump() for f in (*clause.filters, *filters, RETURNED)], "measure": "units"}
            | {"period": period and period.model_dump(), **compared}
        )
        for filters in object_filters(clause.groups)
    ]
    return together(built, any_of(clause.groups) and not clause.negated)


def _refuse_times(found: Range | None) -> None:
    """退货三次, returned something twice: pieces are on record, and not how many times some were sent back."""
    if found is None or found.unit != "times" or (found.op, found.low.value) in (("ge", 1), ("gt", 0)):
        return
    count = f"{found.low.value:g}"
    english = {"gt": f"more than {count}", "ge": f"at least {count}", "lt": f"fewer than {count}"}
    chinese = {"gt": f"超过{count}件", "ge": f"至少{count}件", "lt": f"少于{count}件"}
    options = [
        (
            f"customers who returned {english.get(found.op, f'exactly {count}')} pieces",
            f"退货{chinese.get(found.op, f'{count}件')}的客户",
        )
    ]
    raise Unclear(
        "I can tell how many pieces somebody returned, not how many times they returned some.",
        "我能看出客户退了几件，看不出分几次退的。",
        options,
    )


def _ever(found: Range | None) -> Condition:
    if found is None:
        return Attribute(field="returned_units", op="gt", values=[0])
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    values = [found.low.value] + ([found.upper] if found.upper is not None else [])
    whole = [int(v) if v == int(v) else v for v in values]
    return Attribute.model_validate({"field": "returned_units", "op": op, "values": whole})


def _compared(found: Range | None, negated: bool) -> dict[str, object]:
    """Pieces taken back count below 0."""
    if found is None:
        return {"op": "eq" if negated else "lt", "value": 0}
    if found.upper is not None:
        return {"op": "between", "value": -found.upper, "upper": -found.low.value}
    return {"op": _LESS[found.op], "value": -found.low.value}


def share_goods(slots: Slots, first: Clause, second: Clause) -> None:
    """bought the dress, never returned it; bought X but didn't return it; 买了彩妆就退了: the goods told of before."""
    if second.verb != "return_goods" or not second.bare or not first.groups or first.verb not in ("buy", "agent:buy"):
        return
    after = slots[second.at + 1].text.casefold() if second.at + 1 < len(slots) else ""
    said = slots[second.at].text.casefold()
    between = range(first.upper, second.lower)
    if second.never and slots.chinese(second.at):
        return  # 从来没退过货: nothing at all
    directly = all(slots.has(i, "but", "then", "filler", "not") and not slots.has(i, "break") for i in between)
    if after in _IT or {"it", "them"} & set(said.split()) or (directly and slots.chinese(second.at)):
        second.groups = list(first.groups)


def came_back(slots: Slots, index: int) -> bool:
    """how many of the 2025 buyers returned this autumn: nobody says what, so they came back."""
    if slots[index].text.casefold() not in ("returned", "return", "returning", "have returned", "returns"):
        return False
    if slots[index].text.casefold() in ("returns", "return") and slots.has(
        slots.before(index), "not", "number", "range"
    ):
        return False  # 3 orders and no returns: nothing sent back
    after = slots.next(index, lambda item: item.has("filler", "place") and not item.has("anaphor", "group", "number"))
    timed = after >= len(slots) or slots.has(after, "period", "after", "duration", "break")
    bought = any(
        slots.value(i, "verb") in ("buy", "signup") or slots.value(i, "agent") in ("buy", "active", "new", "first_time")
        for i in range(index)
    )
    return timed and bought
