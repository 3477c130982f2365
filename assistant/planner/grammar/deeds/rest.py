"""Everything else: 只买彩妆，别的没碰过; 买过搪瓷杯但没买过别的家居品; 除了护肤什么都没买过."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.planner.grammar.deeds.arguments import is_object
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Filter

_NONE_OF = ("return_goods", "unsubscribe", "open", "click", "rebuy", "discount", "buy")
_NEVER_BUYER = re.compile("(从来没有?|从没有?|没有?|从未|未)(买过|购买过|下过单|消费过|买|购买|下单)(的.+)")
_GONE = ("流失", "掉了", "丢了", "跑了", "没了")
_NOTHING = ("什么", "啥", "哪", "任何", "一样", "一件", "东西")


def reduce_nothing_but(slots: Slots) -> None:
    """除了护肤什么都没买过 says that only skincare was bought: nothing but X is only X."""
    for index in slots.all("except"):
        if not slots.chinese(index):
            continue
        last = _objects_end(slots, index + 1)
        verb = _nothing_bought(slots, last) if last is not None else None
        if verb is None:
            continue
        slots.retag(index, Sense("only"))
        for at in range(last or 0, verb):
            slots.retag(at, Sense("filler"))
        if not slots.has(verb, "agent"):
            slots.retag(verb, Sense("verb", "buy"))
        for at in range(verb + 1, min(verb + 3, len(slots))):
            if slots.has(at, "rest"):
                slots.retag(at, Sense("filler"))


def part_negated_verbs(slots: Slots) -> None:
    """没买过的: where nothing is recommended, a negation and its verb rather than goods that are new to somebody."""
    for index in range(len(slots) - 1, -1, -1):
        item = slots[index]
        nothing = item.text.startswith(("一单", "一张", "一笔")) and item.text.endswith("有")
        if nothing and item.has("never") and not slots.has(slots.next(index), "verb") and not slots.used(index):
            slots.retag(index, Sense("agent", "never"))  # 近60天一单都没有
        elif item.text.startswith(_GONE) and item.has("how_many") and slots.has(slots.before(index), "period"):
            if any(slots.has(i, "period") and slots.has(i + 1, "verb") for i in range(slots.before(index))):
                slots.retag(index, Sense("agent", "lapsed"))  # 去年下过单的客户里今年流失了多少
        elif item.text in ("零", "0") and slots.value(index + 1, "verb") in _NONE_OF and slots.chinese(index + 1):
            slots.retag(index, Sense("not"))  # 零退货
        elif slots.has(index, "repeat_only") and slots.has(index - 1, "not", "never") and not slots.used(index):
            slots.retag(index, Sense("verb", "rebuy"))  # 180天没复购的
        elif slots.has(index, "outcome") and not slots.has(index, "verb", "filler") and slots.chinese(index):
            if item.text.startswith(("打开", "点击")) and not slots.used(index):
                slots.retag(index, Sense("verb", "open" if item.text.startswith("打开") else "click"))
        elif item.text == "来的" and slots.has(index - 1, "not", "never") and not slots.used(index):
            slots.retag(index, Sense("verb", "buy"))  # 60天没来的
        cut = next((cut for cut, word in enumerate(item.text) if word in "买碰试入拥接"), 0)
        if slots.used(index) or not cut or not slots.has(index, "new_only") or item.end - item.start <= cut:
            continue
        never = any(word in item.text for word in ("从", "来"))
        slots.items[index : index + 1] = [
            Span(item.start, item.start + cut, item.text[:cut], (Sense("never" if never else "not"),)),
            Span(item.start + cut, item.end, item.text[cut:], (Sense("verb", "buy"),)),
        ]


def part_never_buyers(slots: Slots) -> None:
    """护肤没买过的客户, 除了护肤什么都没买过的客户: never bought that, rather than nothing."""
    for index in range(len(slots) - 1, 0, -1):
        item = slots[index]
        found = _NEVER_BUYER.match(item.text) if slots.value(index, "agent") == "never" else None
        before = index - 1 - (slots[index - 1].text in ("从", "从来", "都", "也") and index > 1)
        goods = slots.has(before, "group", "rest") or slots[before].text in ("什么", "什么都")
        if found is None or not goods or slots.used(index) or item.end - item.start != len(item.text):
            continue
        first, second = item.start + found.end(1), item.start + found.end(2)
        slots.items[index : index + 1] = [
            Span(item.start, first, found[1], (Sense("never" if "从" in found[1] else "not"),)),
            Span(first, second, found[2], (Sense("verb", "buy"),)),
            Span(second, item.end, found[3], (Sense("people"),)),
        ]


def _objects_end(slots: Slots, index: int) -> int | None:
    """Where the goods or places that are left out end."""
    at, found = index, None
    while at < len(slots) and (slots.has(at, "group") or slots.has(at, "place", "and", "or") or slots[at].text == "、"):
        if slots.has(at, "group"):
            if not is_object(slots, at):
                return None
            found = at + 1
        at += 1
    return found


def _nothing_bought(slots: Slots, at: int) -> int | None:
    """Where it is said that nothing else was bought; None where something else is said."""
    all_else = negated = False
    while at < len(slots):
        text = slots[at].text
        all_else = all_else or slots.has(at, "rest") or any(word in text for word in _NOTHING)
        if slots.value(at, "verb") == "buy" or slots.value(at, "agent") == "buy":
            return at if negated and (all_else or slots.has(at + 1, "rest")) else None
        negated = negated or slots.has(at, "not", "never")
        light = ("filler", "rest", "except_end", "break", "place", "field", "means_word", "not", "never", "which")
        if not slots.has(at, *light):
            return None
        at += 1
    return None


def exclude_the_rest(slots: Slots, clauses: Sequence[Clause]) -> None:
    """别的, 其他渠道: goods (or channels) other than those the clause beside it tells of."""
    for position, clause in enumerate(clauses):
        if not clause.rest:
            continue
        told = [c for c in (*clauses[:position][::-1], *clauses[position + 1 :]) if c is not clause and not c.rest]
        base = next((c for c in told if _named(slots, c, clause.rest) and not c.negated), None)
        if base is None:
            raise Unclear(
                "Other than what? Please name the goods or the channel it is set against.",
                "“其他”是相对于哪些商品或渠道？请说明。",
                [],
                slots.origin(clause.at),
            )
        groups = _named(slots, base, clause.rest)
        clause.filters += [Filter(field=g.field, op="is_not", values=list(g.values)) for g in groups]
        if slots.chinese(clause.at) and not (clause.timed or slots[clause.at].text.endswith(("过", "过的"))):
            clause.period = base.period  # 今年光买了口红，其他啥都没买: in those days
        clause.rest, clause.never = "", clause.never or clause.negated
        base.only = base.only and not clause.negated


def _named(slots: Slots, clause: Clause, rest: str) -> list:
    """What the clause names of the kind that "others" are of; goods rather than places where no kind is said."""
    groups = [g for _, g in clause.groups if g.op == "is" and not g.absent]
    if rest != "any":
        return [g for g in groups if g.field == rest]
    goods = [g for g in groups if slots.level(g.field) in PRODUCT_LEVELS]
    return goods or groups
