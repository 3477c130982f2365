"""What stands before the verb of a clause: negations, numbers, periods, and objects before nouns."""

from __future__ import annotations

from assistant.planner.grammar.arguments import (
    counting,
    is_object,
    preceded_by_verb,
    starts,
    take_period,
    take_range,
)
from assistant.planner.grammar.clause import Clause
from assistant.planner.grammar.moments import channel_filter
from assistant.planner.grammar.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.unclear import Unclear


def read_left(slots: Slots, clause: Clause, floor: int) -> None:
    """Negation, number and (in Chinese, or at the very start) period before the verb; objects before nouns."""
    chinese = slots.chinese(clause.at)
    noun, agent = clause.noun, clause.verb.startswith("agent:")
    index = clause.at - 1
    while index >= floor:
        item = slots[index]
        if slots.used(index) and not item.has("filler"):
            break
        if item.has("never", "not", "except" if agent else "never") and not item.has("group", "period"):
            if chinese and clause.negated and item.text in ("没", "没有"):
                raise _double_negation(slots, index)
            clause.negated, clause.never = True, clause.never or item.has("never")
            clause.perfect = clause.perfect or item.text.casefold().startswith(
                ("have", "has", "haven", "hasn", "not yet")
            )
            clause.nothing = clause.nothing or noun
            clause.again = clause.again or (chinese and "再" in item.text)
            slots.use(index, "negation")
        elif item.has("rest") and (noun or chinese):
            clause.rest = item.value("rest")
            slots.use(index, "everything else")
        elif item.has("only", "always") and (chinese or not clause.groups):
            clause.only = True
            slots.use(index, "only")
        elif (
            chinese and item.text in _AFTERWARDS and index and slots.has(index - 1, "break", "but", "and", "people")
        ) or (item.has("later") and index > floor):
            clause.later = True
            slots.use(index, "later than that")
        elif chinese and item.has("since_then"):
            clause.since_then = True
            slots.use(index, "since then")
        elif item.has("range", "relative") and not item.has("condition") and (noun or chinese) and not agent:
            if not take_range(slots, clause, index):
                break
            if noun and clause.verb == "buy" and clause.ranges and clause.ranges[-1].unit == "number":
                clause.ranges[-1] = counting(clause.ranges[-1], "times")
        elif (
            noun
            and item.has("number", "times", "pieces")
            and not item.has("period")
            and not slots.has(index - 1, "top", "bottom")
        ):
            amount = amount_of(item)
            assert amount
            clause.ranges.append(Range("eq", amount))
            slots.use(index, "number")
        elif chinese and item.has("times", "pieces") and _not_even(slots, index, clause):
            slots.use(index, "not even one")
        elif item.has("period", "periods", "after", "ago", "duration") and (chinese or noun or starts(slots, index)):
            if not take_period(slots, clause, index):
                break
            clause.leading_period = not item.has("after")
        elif (
            item.has("group")
            and (noun or (chinese and is_object(slots, index) and not preceded_by_verb(slots, index, floor)))
            and is_object(slots, index)
        ):
            clause.groups.insert(0, ("", item.value("group")))
            slots.use(index, f"object of {clause.verb}")
        elif chinese and item.has("cmp") and item.value("cmp") != "between" and index + 1 == clause.lower:
            clause.bound = item.value("cmp")
            slots.use(index, "number")
        elif chinese and item.has("contact_noun") and clause.verb in ("open", "click", "receive", "unsubscribe"):
            clause.filters += channel_filter(slots, item.value("contact_noun"))
            slots.use(index, "channel of the campaign")
        elif item.has("filter") and (noun or chinese):
            clause.filters.append(item.value("filter"))
            slots.use(index, "filter")
        elif item.has("same_order", "that_order") and (noun or chinese):
            clause.same_order = clause.same_order or item.has("same_order")
            clause.that_order = item.has("that_order")
            slots.use(index, "in one order")
        elif (
            (item.has("filler", "with", "place") and not item.has("and", "or", "but", "break"))
            or item.has("first_order")
            or (chinese and _adverb(slots, index))
        ):
            if item.has("still_word"):
                slots.use(index, "still")
        else:
            break
        clause.lower = index
        index -= 1


def _double_negation(slots: Slots, index: int) -> Unclear:
    """没有一个月不下单的: what is denied twice is easily misread."""
    english = "Not without? Please say it without the double negation."
    return Unclear(english, "双重否定容易误读，请直接说“都”或“没有”。", [], slots.origin(index))


def _adverb(slots: Slots, index: int) -> bool:
    """近一年还有下单: a word that joins clauses elsewhere stands between a verb and its period here."""
    kinds = (
        "period",
        "ago",
        "duration",
        "never",
        "not",
        "people",
        "range",
        "later",
        "since_then",
        "but",
        "break",
        "and",
    )
    return slots[index].text in _ADVERBS and (index == 0 or slots.has(index - 1, "break", *kinds))


_AFTERWARDS = ("之后", "此后", "后面", "以后", "那之后", "在那之后", "打那以后", "往后")
_ADVERBS = (
    "还", "也", "又", "却", "并", "而", "还在", "也在", "又在", "还是", "也还", "都还", "但", "却又", "倒", "还有",
    "又有",
)  # fmt: skip


def _not_even(slots: Slots, index: int, clause: Clause) -> bool:
    """一单没下, 一次都没打开: one is none where a negation follows."""
    amount = amount_of(slots[index])
    return bool(amount and amount.value == 1 and clause.negated and not clause.ranges)
