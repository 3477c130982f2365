"""One argument behind a verb: a number, a period, the same goods, a channel, a label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS
from assistant.planner.grammar.deeds.arguments import take_period, take_range
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.deeds.ties import closes, from_message, tie
from assistant.planner.grammar.orders.lone_orders import of_orders_behind, tells_of_it
from assistant.planner.grammar.slots import Amount, Group, Range, Slots
from assistant.planner.grammar.times.moments import channel_filter
from assistant.planner.spans import Span

_WHICHEVER = ("任意", "任何", "随便", "任一", "哪怕", "随意", "任何的")
"""打开过任意一封邮件: one or more."""
_LABELS = ("product", "orders", "units", "campaign", "category", "spend", "brand", "order_value")
"""Fields that only name what stands beside them: bought the brand X."""


@dataclass(frozen=True)
class Argument:
    """An item that may be the verb's own."""

    slots: Slots
    clause: Clause
    index: int
    joiner: str
    """The and, or, but in front of it."""

    @property
    def item(self) -> Span:
        return self.slots[self.index]

    def used(self, role: str) -> bool:
        """Note what it was used as: it is taken."""
        self.slots.use(self.index, role)
        return True


def take(slots: Slots, clause: Clause, index: int, joiner: str = "") -> bool:
    """Take one argument: what the first rule that knows it says; False where it is none of the verb's business."""
    argument = Argument(slots, clause, index, joiner)
    for rule in _RULES:
        if (taken := rule(argument)) is not None:
            return taken
    return False


def _of_orders(a: Argument) -> bool | None:
    """fragrance buyers with 2+ fragrance orders: the number is the orders'."""
    return False if of_orders_behind(a.slots, a.index) else None


def _comparison(a: Argument) -> bool | None:
    """over 300, at least twice, above average."""
    return take_range(a.slots, a.clause, a.index) if a.item.has("range", "relative") else None


def _sum_like_a_year(a: Argument) -> bool | None:
    """花过2000的, 消费过2000的: a sum, although 2000 could be a year."""
    slots, clause = a.slots, a.clause
    said = slots[clause.at].text
    spent = clause.verb == "spend" or "消费" in said or said.startswith("花")
    bare = a.item.text.isdigit() and a.item.text.isascii()
    beside = a.index == clause.at + 1 and slots.chinese(clause.at)
    if not (spent and bare and beside) or clause.ranges:
        return None
    clause.ranges.append(Range("eq", Amount(float(a.item.text), "number")))
    return a.used("number")


def _time(a: Argument) -> bool | None:
    """in June, 90 days ago, within a week of the first order."""
    if not a.item.has("period", "periods", "after", "ago", "duration"):
        return None
    a.clause.apart = bool(a.joiner)
    return take_period(a.slots, a.clause, a.index)


def _tie(a: Argument) -> bool | None:
    """since then, in one order, again."""
    return True if tie(a.slots, a.clause, a.index) else None


def _everything_else(a: Argument) -> bool | None:
    """bought everything else; but 只买过彩妆，别的没碰过 says it of the verb that follows."""
    if not a.item.has("rest"):
        return None
    after = a.slots.next(a.index)
    if a.slots.chinese(a.index) and a.slots.has(after, "not", "never") and not a.slots.has(after, "group"):
        return False
    a.clause.rest = a.item.value("rest")
    return a.used("everything else")


def _filter(a: Argument) -> bool | None:
    """bought at full price."""
    if not a.item.has("filter"):
        return None
    a.clause.filters.append(a.item.value("filter"))
    return a.used("filter")


def _number(a: Argument) -> bool | None:
    """bought 3; one may also be any of them: 打开过任意一封, never opened one, didn't buy one of them."""
    amount = amount_of(a.item)
    if not amount or amount.unit not in ("times", "money", "pieces", "number") or a.clause.ranges:
        return None
    if amount.value == 1 and a.slots[a.index - 1].text in _WHICHEVER:
        return a.used("any of them")
    if _pronoun(a.slots, a.index) or a.slots.has(a.index - 1, "anaphor"):
        a.clause.same_goods = not a.clause.elided and not a.clause.groups
        return a.used("any of them")
    a.clause.ranges.append(Range("eq", amount))
    return a.used("number")


def _pronoun(slots: Slots, index: int) -> bool:
    """never opened one, didn't click a single one: one of what was told of before, not the number."""
    if slots[index].text.casefold() != "one":
        return False
    after = index + 1
    while slots.has(after, "filler", "place") and not slots.has(after, "break", "and", "but", "or"):
        after += 1
    return after >= len(slots) or slots.has(after, "break", "and", "but", "or", "period", "since_then", "who")


def _that_order(a: Argument) -> bool | None:
    """bought once, and it was on sale."""
    if not (a.item.has("anaphor") and tells_of_it(a.slots, a.clause, a.index)):
        return None
    a.clause.lone = True
    return a.used("that order")


def _them(a: Argument) -> bool | None:
    """viewed shoes but didn't buy them; clicked an sms but never bought from it."""
    if not a.item.has("anaphor") or a.item.has("period") or a.clause.groups:
        return None
    if a.clause.verb == "buy" and from_message(a.slots, a.clause, a.index):
        a.clause.since_then = True
    a.clause.same_goods = not a.clause.elided
    return a.used("the same goods")


def _any(a: Argument) -> bool | None:
    """viewed shoes without buying any."""
    said = a.item.text.casefold() in ("any", "any of those", "any of it")
    if not said or a.clause.groups or not closes(a.slots, a.index):
        return None
    a.clause.same_goods = not a.clause.elided
    return a.used("any of them")


def _only(a: Argument) -> bool | None:
    """bought skincare only; women only says nothing about what they bought; only once says how often."""
    if not a.item.has("only", "always"):
        return None
    beside = a.slots.value(a.slots.before(a.index), "group")
    if beside is not None and a.slots.level(beside.field) == "customer" and a.slots.has(a.index - 1, "group"):
        return a.used("only")
    counted = _counts(a.slots, a.index)
    a.clause.only_then = _says_when(a.slots, a.index)
    a.clause.only, a.clause.exactly = a.clause.only or not counted, a.clause.exactly or counted
    return a.used("only")


def _says_when(slots: Slots, index: int) -> bool:
    """a candle only in 2025: the others are bought at other times."""
    at = index + 1
    while slots.has(at, "filler", "place") and not slots.has(at, "period"):
        at += 1
    return slots.has(at, "period") and not slots.has(at, "group")


def _counts(slots: Slots, index: int) -> bool:
    """only once, just one order: the number says it, and nothing else is excluded."""
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, "number", "times", "range"):
        at += 1
    return slots.has(at, "number", "times", "pieces", "range") and not slots.has(at, "period", "group")


def _channel(a: Argument) -> bool | None:
    """opened an e-mail: a message that came by it."""
    if not a.item.has("contact_noun") or a.clause.verb not in EVENT_VERBS:
        return None
    a.clause.filters += channel_filter(a.slots, a.item.value("contact_noun"))
    return a.used("channel of the campaign")


def _message(a: Argument) -> bool | None:
    """打开过信: a message, by whatever channel."""
    mail = a.item.has("mail_noun") and a.slots.chinese(a.index)
    return a.used("message") if mail and a.clause.verb in EVENT_VERBS else None


def _campaign(a: Argument) -> bool | None:
    """clicked the campaign."""
    return a.used("the campaign") if a.item.has("after_cue") and a.clause.verb in EVENT_VERBS else None


def _last_campaign(a: Argument) -> bool | None:
    """opened the last campaign."""
    last = a.slots.vocabulary.last_campaign
    if not a.item.has("last_campaign") or not last:
        return None
    a.clause.groups.append((a.joiner, Group("campaign", (last[0],))))
    return a.used("the last campaign")


def _label(a: Argument) -> bool | None:
    """bought products of …: the word only names what was bought."""
    named = a.item.value("field") in _LABELS and not a.slots.has(a.index - 1, "by", "which")
    return a.used("label") if named else None


def _first_order(a: Argument) -> bool | None:
    """made a first order."""
    return a.item.has("first_order")


_RULES: tuple[Callable[[Argument], bool | None], ...] = (
    _of_orders,
    _comparison,
    _sum_like_a_year,
    _time,
    _tie,
    _everything_else,
    _filter,
    _number,
    _that_order,
    _them,
    _any,
    _only,
    _channel,
    _message,
    _campaign,
    _last_campaign,
    _label,
    _first_order,
)
"""Asked in this order: each takes the item (True), leaves it to others (False) or does not know it (None)."""
