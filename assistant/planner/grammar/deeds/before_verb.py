"""What stands before a verb: its negation, in Chinese its period and goods; before a noun its number and objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS
from assistant.planner.grammar.deeds.adverbs import adverb, afterwards, double_negation, not_even
from assistant.planner.grammar.deeds.arguments import (
    counting,
    is_object,
    opens_deed,
    preceded_by_verb,
    starts,
    take_period,
    take_range,
)
from assistant.planner.grammar.deeds.clause import Clause, Step
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.deeds.taking import take
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.times.moments import channel_filter
from assistant.planner.words import listed


@dataclass(frozen=True)
class Before:
    """A verb, and how far back its arguments may stand."""

    slots: Slots
    clause: Clause
    floor: int

    @property
    def chinese(self) -> bool:
        return self.slots.chinese(self.clause.at)

    @property
    def noun(self) -> bool:
        return self.clause.noun

    @property
    def agent(self) -> bool:
        """The verb is said as the people who do it: buyers."""
        return self.clause.verb.startswith("agent:")


def take_before(slots: Slots, clause: Clause, floor: int) -> None:
    """Take what is said before the verb, from the verb outwards, until something is none of its business."""
    verb = Before(slots, clause, floor)
    for index in range(clause.at - 1, floor - 1, -1):
        spent = slots.used(index) and not slots[index].has("filler")
        if spent or _step(verb, index) is Step.END:
            break
        clause.lower = index


def _step(verb: Before, index: int) -> Step:
    """What the first rule that knows this item makes of it."""
    for rule in _RULES:
        if (step := rule(verb, index)) is not None:
            return step
    return Step.END


_NOT_EVEN = ("一", "半")
"""近30天加购却一单没下: none in those days, as 没下单 is."""


def _negation(verb: Before, index: int) -> Step | None:
    """never bought, haven't ordered, 没下单; non-buyers, all except buyers."""
    clause, item = verb.clause, verb.slots[index]
    if not item.has("never", "not", "except" if verb.agent else "never") or item.has("group", "period"):
        return None
    if verb.chinese and clause.negated and item.text in ("没", "没有"):
        raise double_negation(verb.slots, index)
    said = item.text.casefold()
    of_those_days = said.startswith(_NOT_EVEN) and not verb.slots[clause.at].text.endswith("过")
    clause.never = clause.never or (item.has("never") and not of_those_days) or said.endswith(" ever")
    clause.negated = True
    clause.perfect = clause.perfect or said.startswith(("have", "has", "haven", "hasn", "not yet"))
    clause.nothing = clause.nothing or verb.noun
    clause.again = clause.again or (verb.chinese and "再" in item.text)
    return _used(verb, index, "negation")


def _first_time(verb: Before, index: int) -> Step | None:
    """首次购买护肤: the first purchase of those goods."""
    if not verb.slots[index].has("first_of"):
        return None
    take(verb.slots, verb.clause, index)
    return Step.TAKEN


def _everything_else(verb: Before, index: int) -> Step | None:
    """别的没买: every other category or brand."""
    item = verb.slots[index]
    if not (item.has("rest") and (verb.noun or verb.chinese)):
        return None
    verb.clause.rest = item.value("rest")
    return _used(verb, index, "everything else")


def _only(verb: Before, index: int) -> Step | None:
    """只买过护肤, only bought skincare."""
    if not (verb.slots[index].has("only", "always") and (verb.chinese or not verb.clause.groups)):
        return None
    verb.clause.only = True
    return _used(verb, index, "only")


def _later(verb: Before, index: int) -> Step | None:
    """之后没再来过, later they bought online."""
    said = verb.slots[index].text.casefold()
    second = said in listed("durations", "second", "then", "ahead_of") and index >= verb.floor > 0
    late = verb.slots[index].has("later") and (index > verb.floor or second)
    if not (afterwards(verb.slots, verb.clause, index) or late):
        return None
    verb.clause.later = True
    return _used(verb, index, "later than that")


def _since_then(verb: Before, index: int) -> Step | None:
    """此后下过单: since what was told before."""
    if not (verb.chinese and verb.slots[index].has("since_then")):
        return None
    verb.clause.since_then = True
    return _used(verb, index, "since then")


def _comparison(verb: Before, index: int) -> Step | None:
    """at least 3 orders, 两次以上购买."""
    clause, item = verb.clause, verb.slots[index]
    compared = item.has("range", "relative") and not item.has("condition")
    if not (compared and (verb.noun or verb.chinese) and not verb.agent):
        return None
    if not take_range(verb.slots, clause, index):
        return Step.END
    if verb.noun and clause.verb == "buy" and clause.ranges and clause.ranges[-1].unit == "number":
        clause.ranges[-1] = counting(clause.ranges[-1], "times")
    return Step.TAKEN


def _number(verb: Before, index: int) -> Step | None:
    """3 orders, two skincare purchases: the number stands before a noun."""
    clause, item = verb.clause, verb.slots[index]
    counted = item.has("number", "times", "pieces") and not item.has("period")
    if not (verb.noun and counted and not verb.slots.has(index - 1, "top", "bottom")):
        return None
    amount = amount_of(item)
    assert amount
    unit = "times" if clause.groups and clause.verb == "buy" else amount.unit
    clause.ranges.append(counting(Range("eq", amount), unit))
    return _used(verb, index, "number")


def _not_even_one(verb: Before, index: int) -> Step | None:
    """一单没下: one is none."""
    if not (verb.chinese and verb.slots[index].has("times", "pieces") and not_even(verb.slots, index, verb.clause)):
        return None
    return _used(verb, index, "not even one")


def _time(verb: Before, index: int) -> Step | None:
    """近90天下过单; In May, who bought …; 2025 orders."""
    item = verb.slots[index]
    timed = item.has("period", "periods", "after", "ago", "duration")
    led = starts(verb.slots, index) or opens_deed(verb.slots, index)
    if not (timed and (verb.chinese or verb.noun or led)):
        return None
    if not take_period(verb.slots, verb.clause, index):
        return Step.END
    verb.clause.leading_period = not item.has("after")
    return Step.TAKEN


def _goods(verb: Before, index: int) -> Step | None:
    """skincare buyers, 护肤没买过: goods before a noun, or before a Chinese verb that no other could take."""
    slots, item = verb.slots, verb.slots[index]
    if not item.has("group") or not (verb.noun or verb.chinese) or not is_object(slots, index):
        return None
    if not verb.noun and preceded_by_verb(slots, index, verb.floor):
        return None
    verb.clause.groups.insert(0, ("", item.value("group")))
    return _used(verb, index, f"object of {verb.clause.verb}")


def _listed(verb: Before, index: int) -> Step | None:
    """床品、家居、灯具里买过两类: the list goes on where its kinds lie on other levels."""
    slots = verb.slots
    some = slots[index].text == "、" and slots.find("some_of", free=False) is not None
    if not (some and verb.clause.groups and slots.has(index - 1, "group") and is_object(slots, index - 1)):
        return None
    return Step.TAKEN


def _bound(verb: Before, index: int) -> Step | None:
    """至少下过两单: the comparison right before the verb, its number behind it."""
    item = verb.slots[index]
    beside = index + 1 == verb.clause.lower
    if not (verb.chinese and item.has("cmp") and item.value("cmp") != "between" and beside):
        return None
    verb.clause.bound = item.value("cmp")
    return _used(verb, index, "number")


def _channel(verb: Before, index: int) -> Step | None:
    """邮件打开过: what was opened is the channel it came by."""
    item = verb.slots[index]
    if not (verb.chinese and item.has("contact_noun") and verb.clause.verb in EVENT_VERBS):
        return None
    verb.clause.filters += channel_filter(verb.slots, item.value("contact_noun"))
    return _used(verb, index, "channel of the campaign")


def _filter(verb: Before, index: int) -> Step | None:
    """full-price purchases, 原价买过."""
    item = verb.slots[index]
    if not (item.has("filter") and (verb.noun or verb.chinese)):
        return None
    verb.clause.filters.append(item.value("filter"))
    return _used(verb, index, "filter")


def _in_one_order(verb: Before, index: int) -> Step | None:
    """同一单里买了, 那一单用了券."""
    item = verb.slots[index]
    if not (item.has("same_order", "that_order") and (verb.noun or verb.chinese)):
        return None
    verb.clause.same_order = verb.clause.same_order or item.has("same_order")
    verb.clause.that_order = item.has("that_order")
    return _used(verb, index, "in one order")


def _small_words(verb: Before, index: int) -> Step | None:
    """Words that may stand between a verb and what is its own: of, the, still, 还."""
    item = verb.slots[index]
    light = item.has("filler", "with", "place") and not item.has("and", "or", "but", "break")
    if not (light or item.has("first_order") or (verb.chinese and adverb(verb.slots, index))):
        return None
    return _used(verb, index, "still") if item.has("still_word") else Step.TAKEN


def _used(verb: Before, index: int, role: str) -> Step:
    verb.slots.use(index, role)
    return Step.TAKEN


_RULES: tuple[Callable[[Before, int], Step | None], ...] = (
    _negation,
    _first_time,
    _everything_else,
    _only,
    _later,
    _since_then,
    _comparison,
    _number,
    _not_even_one,
    _time,
    _goods,
    _listed,
    _bound,
    _channel,
    _filter,
    _in_one_order,
    _small_words,
)
"""Asked in this order: the first that knows an item says what becomes of it; what none knows ends the clause."""
