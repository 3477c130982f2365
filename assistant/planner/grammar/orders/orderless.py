"""Parts of a list that name orders without a verb: nothing in the last 9 months, quiet for 90 days, order since May."""

from __future__ import annotations

from assistant.planner.grammar.deeds.arguments import take_period, take_range
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.slots import Slots

_WHEN = ("period", "duration", "ago", "range")
_PLAIN = ("filler", "place", "for", "people", "with", "who", "latest")
_NOTHING = (
    "nothing", "none", "zero", "nada", "zilch", "nil", "not a thing", "nothing at all", "not one", "with nothing",
    "gone", "quiet", "silent", "dormant", "absent", "vanished", "disappeared", "gone quiet", "been quiet",
    "gone silent", "went quiet", "not seen", "not been seen", "gone dark", "missing in action", "awol",
)  # fmt: skip


_ORDER = ("order", "purchase", "an order", "a purchase", "ordered", "any order", "any purchase")


def quiet(slots: Slots, start: int, end: int) -> Clause | None:
    """nothing in the last 9 months, zero since May: no order in those days."""
    free = [i for i in range(start, end) if not slots.used(i)]
    when = [i for i in free if slots.has(i, *_WHEN) and not slots.has(i, "group", "condition")]
    none = [i for i in free if slots[i].text.casefold() in _NOTHING and i not in when]
    rest = [i for i in free if i not in when and i not in none and not slots.has(i, *_PLAIN) and not _fact(slots, i)]
    if len(when) != 1 or len(none) != 1 or rest:
        return None
    clause = Clause("buy", none[0], negated=True, nothing=True, noun=True, lower=none[0], upper=end)
    taken = take_range(slots, clause, when[0]) if slots.has(when[0], "range") else take_period(slots, clause, when[0])
    if not taken or (clause.ranges and not clause.timed):
        return None
    if clause.ago is not None and clause.until is None:
        clause.ago = (clause.ago[0], clause.ago[1], "ge")
    slots.use(none[0], "no orders")
    return clause


def _fact(slots: Slots, index: int) -> bool:
    """Something else that is said of the people in the same breath: gold customers with nothing since June."""
    group = slots.value(index, "group")
    return slots.has(index, "condition", "contact") or (group is not None and slots.level(group.field) == "customer")


def ordered(slots: Slots, start: int, end: int) -> Clause | None:
    """order in the past 12 months, purchase since May: one somebody placed."""
    free = [i for i in range(start, end) if not slots.used(i)]
    when = [i for i in free if slots.has(i, "period") and not slots.has(i, "group", "condition")]
    noun = [i for i in free if slots[i].text.casefold() in _ORDER]
    rest = [i for i in free if i not in when and i not in noun and not slots.has(i, "filler", "place", "for", "with")]
    if len(when) != 1 or len(noun) != 1 or rest or when[0] < noun[0]:
        return None
    slots.use(noun[0], "an order")
    slots.use(when[0], "period")
    return Clause("buy", noun[0], noun=True, period=slots.value(when[0], "period"), lower=start, upper=end)
