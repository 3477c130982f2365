"""How soon after a moment of the customer's own: the week after, in their first 60 days, a year on, 7d window.

A stretch of time that hangs on a message, a sign-up or a first order named elsewhere in the question begins there, and
not today. Which moment that is, is found wherever it stands.
"""

from __future__ import annotations

from assistant.planner.grammar.deeds.arguments import starts
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.earlier_goods import goods_bought
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import days_in
from assistant.planner.readers.english_words import duration, unit_at
from assistant.planner.text import Token
from tools.definitions import After, Period

_LEAD = {"in", "over", "within", "during", "for", "across", "inside", "the", "those", "their", "a", "of", "by"}
_AHEAD = frozenset(("next", "following", "first", "subsequent", "ensuing", "initial", "opening"))
_TAIL = frozenset(("it", "that", "this", "then", "them", "each", "from", "on", "wards", "time"))
_AFTER = frozenset(("after", "afterwards", "afterward", "following", "later", "thereafter", "on", "in"))
_BACK = frozenset(("last", "past", "previous", "trailing", "this", "rolling", "recent"))
_MESSAGES = ("campaign", "campaign_channel")
_ACTS, _NEW = ("open", "click", "receive"), ("new", "first_time")


def messages_named(slots: Slots) -> bool:
    """Whether a campaign, or something done with one, is spoken of."""
    return any(
        getattr(item.value("group"), "field", "") in _MESSAGES
        or item.value("field") == "campaign"
        or item.value("agent") in _ACTS
        or item.value("verb") in _ACTS
        or item.value("after_cue") in ("sent", "open", "click")
        or item.has("last_campaign")
        for item in slots.items
    )


def reduce_windows(slots: Slots) -> None:
    """the fortnight after, over the next 7 days: a length of time, where a message is named that it may follow."""
    if not slots.vocabulary.level("campaign") or not messages_named(slots):
        return
    index = 0
    while index < len(slots):
        if not slots.has(index, "group", "range", "after") and (found := _stretch(slots, index)):
            end, count, unit = found
            slots.roles.pop(slots[index].start, None)  # the word before a period was its own
            slots.merge(index, end, Sense("duration", (count, unit)))
        elif _days_thereafter(slots, index):
            slots.retag(index, Sense("duration", slots.value(index, "horizon")))
        elif _bought_thereafter(slots, index):
            slots.retag(index, Sense("filler"))
        index += 1


def _got(slots: Slots, index: int) -> bool:
    return any(slots.value(i, "verb") in _ACTS or slots.has(i, "after_cue") for i in range(index))


def _bought_thereafter(slots: Slots, index: int) -> bool:
    """收到的人后来7天内下单了: before the days and the deed, 后来 says nothing more."""
    deed = index + 2 < len(slots) and slots[index + 1].text.endswith("天内") and slots.has(index + 2, "verb")
    return deed and slots[index].text in _THEREAFTER and _got(slots, index)


def _days_thereafter(slots: Slots, index: int) -> bool:
    """收到的人之后三十天下了多少单: the days that followed the message, and none to come."""
    return slots.has(index, "horizon") and slots[index].text.startswith(_THEREAFTER) and _got(slots, index)


_THEREAFTER = ("之后", "以后", "随后", "后来", "其后")


def _stretch(slots: Slots, start: int) -> tuple[int, int, str] | None:
    """(end, count, unit) of the slots from `start` on that say how long a stretch that follows something is."""
    tokens = slots.text.tokens
    at, ahead = slots[start].start, False
    while at < len(tokens) and tokens[at].text in _LEAD | _AHEAD:
        ahead = ahead or tokens[at].text in _AHEAD
        at += 1
    length = _length(tokens, at, led=at > slots[start].start)
    if length is None:
        return None
    at += length[0]
    stop, after = at, False
    while at < len(tokens) and tokens[at].text in _AFTER | _TAIL:
        after = after or tokens[at].text in _AFTER - {"on", "in"}
        at += 1
    ends = {slots[i].end: i + 1 for i in range(start, len(slots))}
    end = next((ends[place] for place in range(at, stop - 1, -1) if place in ends), None)
    if end is None or not (ahead or after) or _said_of(slots, end):
        return None
    return end, length[1], length[2]


def _said_of(slots: Slots, end: int) -> bool:
    """the week after Christmas, 30 days after the first order: the stretch says itself what it follows."""
    return slots.has(end, "period") or slots.value(end, "field") in ("first_order_date", "signup_date")


def _length(tokens: tuple[Token, ...], at: int, *, led: bool) -> tuple[int, int, str] | None:
    found = duration(tokens, at) if at < len(tokens) else None
    if found is not None:
        return found
    unit = unit_at(tokens, at) if led else None
    return (1, *unit) if unit else None


def tie_windows(slots: Slots) -> None:
    """signed up in May, bought within 30 days; spend in their first 6 months: counted from the day they came."""
    if slots.find("after", free=False) is not None or messages_named(slots) or not _purchases(slots):
        return
    came = [i for i in range(len(slots)) if _came(slots, i)]
    index = 0
    while index < len(slots):
        found = _own_time(slots, index) or _beside_figure(slots, index, came) or _within(slots, index, came)
        if found is None:
            index += 1
            continue
        end, days = found
        event = "signup" if any(_came(slots, i) == "signup" for i in came) else "first_order"
        again = any(_again(slots, i) or slots[i].text.casefold() in _THEN for i in range(len(slots)))
        after = After(event=event, within_days=days, including=event == "first_order" and not again)
        led = (
            index > 0 and slots.has(index - 1, "after_word", "after_cue") and not slots.has(index - 1, "field", "verb")
        )
        slots.merge(index - led, end, Sense("after", after))
        _worth(slots, came)
        return


_THEN = ("then", "and then", "又", "再", "然后", "接着")
"""What comes after the first order is not in it."""


def _lifetime_value(slots: Slots, index: int) -> bool:
    """LTV, lifetime value – in a shop without that score as well."""
    return "expected_spend" in (slots.value(index, "field"), slots.value(index, "absent_field"))


def _worth(slots: Slots, came: list[int]) -> None:
    """12 month LTV, worth after a year, average spend in year one: what they brought in by then, for each of them."""
    if any(
        slots.has(i, "measure") and not slots.has(i, "people", "agent") and i not in came for i in range(len(slots))
    ):
        return
    worth = next((i for i in range(len(slots)) if _lifetime_value(slots, i) or slots.has(i, "worth_cue")), None)
    spent = next((i for i in range(len(slots)) if slots.value(i, "field") == "spend"), None)
    each = slots.all("average", "per_person", "norm")
    place = worth if worth is not None else spent
    if place is None or slots.has(place, "group", "range") or slots.has(place + 1, "range"):
        return
    if worth is not None or each:
        slots.retag(place, Sense("measure", "revenue_per_buyer"))
        for index in (*each, *slots.all("how_much", "which", "history")):
            slots.retag(index, Sense("filler"))
    elif starts(slots, place):
        slots.retag(place, Sense("measure", "net_revenue"))


def _purchases(slots: Slots) -> bool:
    """Whether anything bought is spoken of."""
    known = slots.vocabulary.dictionary.measures
    return any(
        item.value("verb") in ("buy", "rebuy", "spend")
        or item.value("agent") in ("buy", "repeat", "returning")
        or any(s.kind == "measure" and s.value in known and known[s.value].grain == "sales" for s in item.senses)
        or item.has("worth_cue")
        or item.value("field") in ("spend", "orders", "second_order_date")
        or (item.value("field") == "first_order_date" and _goods_behind(slots, index))
        or _lifetime_value(slots, index)
        for index, item in enumerate(slots.items)
    )


def _goods_behind(slots: Slots, index: int) -> bool:
    """first bought skincare, first order was a serum: a purchase as much as a day."""
    return any(slots.has(i, "value", "values", "group") for i in range(index + 1, min(index + 3, len(slots))))


def _again(slots: Slots, index: int) -> bool:
    """Whether a word speaks of orders that come after the first."""
    return (
        slots.value(index, "verb") == "rebuy"
        or slots.value(index, "measure") in ("repeat_rate", "repeat_buyers")
        or slots.value(index, "agent") in ("repeat", "returning")
        or slots.value(index, "measure") == "returning_buyers"
        or slots.value(index, "field") == "second_order_date"
    )


def _beside_figure(slots: Slots, index: int, came: list[int]) -> tuple[int, int] | None:
    """60-day revenue, 12 month LTV, 90-day repeat rate: (end, days); a year's repeat rate is the last year's."""
    if not slots.has(index, "duration") or slots.has(index, "range", "period", "after"):
        return None
    at = slots.next(index, lambda item: item.has("filler", "break", "average") and not item.has("measure", "field"))
    known = slots.vocabulary.dictionary.measures
    named = slots.value(at, "measure")
    days = _days(slots, index)
    worth = index + 1 < len(slots) and slots[index + 1].text.casefold() == "value"
    if worth and days is not None:
        slots.retag(index + 1, Sense("worth_cue"))
        return index + 1, days
    if days is None or not (named in known or slots.value(at, "field") == "spend" or _lifetime_value(slots, at)):
        return None
    if named in ("repeat_rate", "repeat_buyers"):
        return (index + 1, days) if days < 300 else None
    sold = named is None or known[named].grain == "sales"
    return (index + 1, days) if sold and (came or _lifetime_value(slots, at)) else None


def _came(slots: Slots, index: int) -> str:
    """The moment by which people are told apart: signup or first_order; "" for none."""
    told = getattr(slots.value(index, "condition"), "field", "")
    if told in ("signup_date", "first_order_date"):
        return told.removesuffix("_date")
    if slots.value(index, "verb") == "signup" or slots.value(index, "field") in _SIGNUP:
        return "signup"
    if slots.value(index, "measure") == "signups" and not slots.has(index, "after"):
        return "signup"
    first = slots.value(index, "field") in _FIRST or slots.value(index, "agent") in _NEW
    return "first_order" if first or slots.has(index, "came_word") else ""


_SIGNUP = ("signup_date", "signup_month", "signup_quarter", "signup_year")
_FIRST = ("first_order_date", "first_order_month", "first_order_quarter", "first_order_year", "first_order_channel")


def _own_time(slots: Slots, start: int) -> tuple[int, int] | None:
    """in their first 60 days, during year one, the first 6 months: (end, days)."""
    tokens = slots.text.tokens
    at = slots[start].start
    while at < len(tokens) and tokens[at].text in _LEAD:
        at += 1
    ends = {slots[i].end: i + 1 for i in range(start, len(slots))}
    year_one = [token.text for token in tokens[at : at + 2]] in (["year", "one"], ["year", "1"])
    if year_one and at + 2 in ends:
        return ends[at + 2], days_in(1, "year")
    if at >= len(tokens) or tokens[at].text not in ("first", "initial", "opening", "1st"):
        return None
    length = _length(tokens, at + 1, led=True)
    if length is None or at + 1 + length[0] not in ends:
        return None
    end = ends[at + 1 + length[0]]
    follows = slots.has(end, "place") and slots.has(end + 1, "period")  # the first 10 days of October
    if follows or (slots[end - 1].has("period") and not slots[end - 1].has("duration") and end - start == 1):
        return None
    return end, days_in(length[1], length[2])


def _within(slots: Slots, index: int, came: list[int]) -> tuple[int, int] | None:
    """within 30 days, inside two months, after a year: (end, days), but not the period of signing up itself."""
    words = slots[index].text.casefold().split()
    if slots.has(index, "range", "group", "condition") or not words or _BACK & set(words):
        return None
    if words[0].startswith(("近", "最近", "过去", "这", "前", "本")):
        return None
    days = _days(slots, index)
    if not came and (slots.chinese(index) or any(_goods_bought(slots, i) for i in range(index))):
        return None
    tied = came or any(_again(slots, i) and not slots.has(i, "verb") for i in range(len(slots)))
    if (
        days is None
        or not tied
        or not (_bounding(slots, index) or slots.has(index + 1, "later", "after_word", "after_cue"))
    ):
        return None
    if any(slots.has(i, "not", "never") and slots[i].text.casefold().startswith(("have", "has")) for i in range(index)):
        return None  # registered for a year, haven't ordered in 90 days: until today
    before = slots.before(index)
    if before in came and not slots.has(before, "agent", "measure"):
        return None
    end = index + 1
    end += slots.has(end, "later", "after_word") and not slots.has(end + 1, "field", "verb", "period")
    return end, days


def _goods_bought(slots: Slots, index: int) -> bool:
    """bought a lipstick and came back within 30 days: counted from that purchase."""
    found = goods_bought(slots, index)
    return slots.value(index, "verb") == "buy" and found is not None and bool(found[1])


def _days(slots: Slots, index: int) -> int | None:
    if slots.has(index, "duration"):
        count, unit = slots.value(index, "duration")
        return days_in(count, unit)
    period = slots.value(index, "period")
    if isinstance(period, Period) and period.kind == "rolling" and period.count and period.unit:
        return days_in(period.count, period.unit)
    return None


def _bounding(slots: Slots, index: int) -> bool:
    """within, inside, in under – in the word itself or before it."""
    first = slots[index].text.casefold().split()[0]
    before = slots[index - 1].text.casefold() if index else ""
    chinese = slots[index].text.endswith(("天内", "日内", "周内", "个月内", "年内"))
    return chinese or bool({first, before} & {"within", "inside", "in", "after", "by", "under"})
