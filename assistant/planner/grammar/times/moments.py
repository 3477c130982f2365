"""Purchases tied to a moment of the customer's own: within 30 days of the first order, after opening X.

Each becomes one item with an After, which the clause beside it takes; so does the order of purchases (a second order).
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.planner.grammar.slots import Group, Range, Slots
from assistant.planner.grammar.times.earlier_goods import goods_bought
from assistant.planner.grammar.times.told_before import days_after, deed_before, pointer_end
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import days_in
from tools.definitions import After, Filter, Period

EVENTS = {"open": "open", "click": "click", "receive": "sent", "view": "view", "cart": "cart"}
ANY_TIME = 3_650
"""Days within which a purchase follows where none are said: ten years."""
_WITHIN = {"within", "in", "inside", "in the", "during", "no later than", "up to", "以内", "之内", "内", "里", "在"}
_LINKS = {"of", "after", "from", "following", "since", "post"}
_LIGHT = ("filler", "place", "for", "with", "anaphor", "label", "field", "only")


def reduce_moments(slots: Slots) -> None:
    """Join the words of every such moment into one item."""
    index = 0
    while index < len(slots):
        for found in (*_english(slots, index), *_chinese(slots, index), *_pointing_back(slots, index)):
            end, after = found
            slots.merge(index, end, Sense("after", after))
            if after.event == "order" and slots[index + 1].text.startswith(("复购", "回购")):
                slots.retag(index + 1, Sense("verb", "rebuy"))
            first = slots.before(index)
            if after.event == "signup" and slots.value(first, "field") == "first_order_date":
                slots.retag(first, Sense("verb", "buy"))  # the first order within 14 days: any order will do
            break
        index += 1


def days_of(slots: Slots, index: int) -> int | None:
    """within 30 days, less than two weeks, 7天内: an upper bound in days; None for anything else."""
    found = slots.value(index, "range")
    if isinstance(found, Range):
        if found.unit != "duration" or found.op not in ("le", "lt", "eq"):
            return None
        return days_in(found.low.value, found.low.detail)
    if slots.has(index, "duration"):
        count, unit = slots.value(index, "duration")
        return days_in(count, unit)
    period = slots.value(index, "period")
    if (
        isinstance(period, Period)
        and period.kind == "rolling"
        and period.count
        and period.unit
        and _bounding(slots, index)
    ):
        return days_in(period.count, period.unit)
    return None


def _bounding(slots: Slots, index: int) -> bool:
    """within 30 days, 30天内 – but not the last 30 days."""
    text = slots[index].text.casefold()
    if text.startswith(("近", "最近", "过去", "这", "在过去")):
        return False
    return text.startswith(("within", "in ")) or text.endswith(("内", "以内", "之内"))


def _english(slots: Slots, index: int) -> Iterator[tuple[int, After]]:
    """[within] [the] [first] N days of|after EVENT; after EVENT."""
    if slots.chinese(index):
        return
    at = index
    while slots.has(at, "filler", "place", "nth", "cmp") and slots[at].text.casefold() in (
        *_WITHIN, "the", "their", "its", "first", "a", "just",
    ):  # fmt: skip
        at += 1
    days = days_of(slots, at)
    if days is not None and (at > index or days_of(slots, index) is not None):
        link = at + 1
        if slots.has(link, "after_word") or (link < len(slots) and slots[link].text.casefold() in _LINKS):
            yield from _event(slots, link + 1, days)
    elif slots.has(index, "after_word") and not slots.has(index, "period"):
        yield from _event(slots, index + 1, ANY_TIME)
    elif slots[index].text.casefold() == "since":
        own = (found for found in _event(slots, index + 1, ANY_TIME) if found[1].event in ("first_order", "signup"))
        yield from own


def _pointing_back(slots: Slots, index: int) -> Iterator[tuple[int, After]]:
    """[within] N days [of that|after|of the click]: counted from what the question told before."""
    if slots.chinese(index):
        return
    at = index
    while slots.has(at, "filler", "place", "cmp") and slots[at].text.casefold() in _WITHIN:
        at += 1
    if at >= len(slots):
        return
    days = days_after(slots, at)
    if days is None:
        bounded = at > index and slots[at - 1].text.casefold() in ("within", "inside", "no later than")
        days = days_of(slots, at) if bounded or _bounding(slots, at) else None
        if days is None or not (bounded or slots[at].text.casefold().startswith("within")):
            return
    end = pointer_end(slots, at + 1)
    deed = deed_before(slots, index) if end >= len(slots) or not slots.has(end, "field", "verb") else None
    if deed is None:
        return
    place, event = deed
    if event in ("open", "click") and any(slots.value(i, "after_cue") == "sent" for i in range(at + 1, end)):
        event = "sent"  # clicked it, ordered within 14 days of the send
    while end > at + 1 and slots.has(end, "filler") and not slots.has(end, "break"):
        end += 1
    end += end > at + 1 and _campaign(slots, end)
    if event == "signup":
        yield end, After(event=event, within_days=days)
        return
    named = [i for i in range(max(0, place - 2), end) if _campaign(slots, i) or slots.has(i, "last_campaign")]
    where = list({f.model_dump_json(): f for i in named for f in _campaign_filters(slots, i)}.values())
    if any(f.field == "campaign" for f in where):
        where = [f for f in where if f.field == "campaign"]
    yield end, After(event=event, within_days=days, where=where)


def _campaign_filters(slots: Slots, index: int) -> list[Filter]:
    if _campaign(slots, index):
        group: Group = slots.value(index, "group")
        return [Filter(field=group.field, values=list(group.values))]
    last = slots.vocabulary.last_campaign
    return [Filter(field="campaign", values=[last[0]])] if last else []


def _event(slots: Slots, at: int, days: int) -> Iterator[tuple[int, After]]:
    """What the purchases follow, from `at` on: an order, a sign-up, something done with a campaign."""
    while slots.has(at, "filler", "anaphor") and not slots.has(at, "nth", "field", "verb", "group", "last_campaign"):
        at += 1
    if at >= len(slots):
        return
    verb = slots.value(at, "verb")
    if slots.value(at, "field") == "first_order_date":
        yield at + 1, After(event="first_order", within_days=days)
    elif slots.value(at, "nth") == "1":
        end = at + 1
        while slots.has(end, "filler") and slots[end].text.casefold() in ("one", "ever", "order", "purchase"):
            end += 1
        if slots.value(end, "field") == "orders" or slots.value(end, "verb") == "buy":
            end += 1
        yield end, After(event="first_order", within_days=days)
    elif verb == "signup" or slots.value(at, "field") == "signup_date":
        yield at + 1, After(event="signup", within_days=days)
    elif verb in EVENTS or slots.has(at, "last_campaign") or _campaign(slots, at):
        yield from _act(slots, at, EVENTS.get(verb or "", "sent"), days, verb in EVENTS)
    elif verb == "return_goods" or (bought := goods_bought(slots, at)) is None:
        if verb == "return_goods":
            yield _taken_back(slots, at), After(event="return", within_days=days)
    elif bought[1] or days < ANY_TIME:
        yield bought[0], After(event="order", within_days=days, where=bought[1])


def _taken_back(slots: Slots, at: int) -> int:
    """Where the words for a return end: returning something, 退货."""
    end = at + 1
    while slots[end].text.casefold() in _GIVEN_BACK:
        end += 1
    return end


_GIVEN_BACK = ("something", "anything", "goods", "an item", "items", "a product", "货", "商品")
_RETURNED = ("退货后", "退款后", "退货之后", "退货以后", "退了货后", "退过货后")


def _act(slots: Slots, at: int, event: str, days: int, named: bool) -> Iterator[tuple[int, After]]:
    """opening Gift Guide 2025, the last campaign: what was done, with which campaign."""
    where: list[Filter] = []
    end = at + named
    place = end
    while place < len(slots):
        if _campaign(slots, place):
            group: Group = slots.value(place, "group")
            where.append(Filter(field=group.field, values=list(group.values)))
            end = place + 1
        elif slots.has(place, "last_campaign") and slots.vocabulary.last_campaign:
            where.append(Filter(field="campaign", values=[slots.vocabulary.last_campaign[0]]))
            end = place + 1
        elif slots.has(place, "contact_noun") and not where:
            where += channel_filter(slots, slots.value(place, "contact_noun"))
            end = place + 1
        elif slots.value(place, "field") == "campaign":
            end = place + 1
        elif not slots.has(place, "filler", "place", "for", "copy_noun") or slots.has(place, "and", "or", "but"):
            break
        place += 1
    if event in ("view", "cart") and place < len(slots) and slots.has(place, "group"):
        return
    yield end, After(event=event, within_days=days, where=where)


def channel_filter(slots: Slots, channel: str) -> list[Filter]:
    """emails: campaigns sent by e-mail, where the shop tells channels apart."""
    stored = next((v for v in slots.vocabulary.values("campaign_channel") if v.casefold() == channel), None)
    return [Filter(field="campaign_channel", values=[stored])] if stored else []


def _campaign(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group") if index < len(slots) else None
    return group is not None and group.field in ("campaign", "campaign_channel") and group.op == "is"


def _chinese(slots: Slots, index: int) -> Iterator[tuple[int, After]]:
    """首单后30天内, 注册后两周内, 打开春日焕新之后7天内."""
    if not slots.chinese(index):
        return
    if slots[index].text in _RETURNED:
        days = days_of(slots, index + 1)
        if days is not None or slots.value(index + 1, "verb") in ("buy", "rebuy"):
            yield index + 1 + (days is not None), After(event="return", within_days=days or ANY_TIME)
        return
    for end, after in _chinese_event(slots, index):
        link = end
        while slots.has(link, "filler") and not slots.has(link, "after_word"):
            link += 1
        if not slots.has(link, "after_word"):
            done = slots[index].text.endswith("完") and after.event == "order"
            if not (done and days_of(slots, end) is not None):
                yield from _at_once(slots, end, after)
                continue
            link = end - 1  # 买完口红两周内
        at = link + 1
        while slots.has(at, "filler", "place", "cmp") and days_of(slots, at) is None:
            at += 1
        days = days_of(slots, at)
        if days is None:
            yield link + 1, after
            continue
        at += 1
        while at < len(slots) and slots[at].text in _WITHIN and slots[at].text != "在":
            at += 1
        yield at, after.model_copy(update={"within_days": days})


def _at_once(slots: Slots, at: int, after: After) -> Iterator[tuple[int, After]]:
    """注册48小时内下单: the days stand right behind the event, and the purchase behind them."""
    days = days_of(slots, at) if at < len(slots) else None
    end = at + 1
    while end < len(slots) and slots[end].text in ("内", "以内", "之内", "就", "便"):
        end += 1
    bounded = end > at + 1 or (at < len(slots) and slots[at].text.endswith("内"))
    if days is not None and bounded and slots.value(end, "verb") in ("buy", "rebuy"):
        yield end, after.model_copy(update={"within_days": days})


def _chinese_event(slots: Slots, index: int) -> Iterator[tuple[int, After]]:
    yield from _event(slots, index, ANY_TIME)
    # the campaign may stand before the verb: 春日焕新打开后7天内
    if _campaign(slots, index) or slots.has(index, "last_campaign"):
        verb = slots.next(index)
        if slots.value(verb, "verb") in EVENTS:
            for _, after in _act(slots, index, EVENTS[slots.value(verb, "verb")], ANY_TIME, False):
                yield verb + 1, after
