"""Purchases after a message: orders within 3 days of the 618 message, what a campaign brought in, 收到后7天内下单."""

from __future__ import annotations

from typing import NamedTuple

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS
from assistant.planner.grammar.campaigns.conversions import WINDOW
from assistant.planner.grammar.campaigns.mailings import campaign_rows
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.moments import ANY_TIME
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import days_in
from tools.definitions import CONVERSIONS, After, Filter, Period

FOLLOWING = "after the message"
"""What became of the words that say which messages purchases follow, and how soon."""
_SENDS = ("send", "sends", "click", "clicks", "open", "opens", "recipient", "message", "email", "e-mail", "mail")
_NO_MESSAGES = {"campaigns", *CONVERSIONS}
_PRONOUNS = ("it", "them", "that", "this", "one")
_EVENTS = {"receive": "sent", "open": "open", "click": "click"}
_LOOKING_BACK = (
    "last", "past", "the last", "the past", "in the last", "in the past", "over the", "最近", "近", "过去", "前",
)  # fmt: skip
"""How a stretch of time begins that ends today rather than begins with the message."""


class Attributed(NamedTuple):
    """Which purchases follow which messages, and whether the window was assumed."""

    after: After
    assumed: bool


def read_attribution(slots: Slots, *, figures: bool) -> Attributed | None:
    """What a question ties purchases to, its words used up; None where it ties them to no message."""
    if not slots.vocabulary.level("campaign") or not _events_known(slots):
        return None
    each = next((i for i in slots.all("by", "per_unit") if _sends(slots, i + 1) and _sales(slots)), None)
    if figures and each is not None:
        raise Unclear(
            "I can show what came in after a campaign, and how many it was sent to, but not one for each of the other.",
            "可以看活动之后的销售额，也可以看发送数，但不能直接算每次发送的销售额。",
            [],
        )
    told = next((i for i in slots.all("after")), None)
    if told is not None and figures:
        spent = slots.find("how_much") is not None and any(slots.value(i, "verb") == "spend" for i in range(len(slots)))
        return _told(slots, told) if (_sales(slots) or spent or _taken(slots)) and not _of_messages(slots) else None
    rows = [i for i in range(len(slots)) if campaign_rows(slots, i) or _channel_rows(slots, i)]
    named = [i for i in range(len(slots)) if i not in rows and _names_messages(slots, i)]
    if not named and not rows:
        return None
    window = _window(slots)
    acts = [i for i in range(len(slots)) if _act(slots, i)]
    cues = [i for i in slots.all("brought_in") if not slots.has(i, "outcome")]
    if figures:
        if not (_sales(slots) or cues or slots.find("how_much") is not None) or _of_messages(slots):
            return None
        people = any(slots.value(i, "verb") in EVENT_VERBS for i in acts) and not cues
        if window is None and people:
            return None  # revenue from people who opened it: an audience, whenever they bought
    elif window is None or not _bought(slots):
        return None
    return _settled(slots, named, acts, cues, window, figures)


def _channel_rows(slots: Slots, index: int) -> bool:
    """by campaign channel."""
    field = slots.value(index, "field") == "campaign_channel" and not slots.has(index, "group")
    return field and slots.has(slots.before(index), "by") and not slots.used(index)


def _sends(slots: Slots, index: int) -> bool:
    """revenue per send, per click, per recipient, per email sent."""
    said = slots[index].text.casefold().removesuffix(" sent") if index < len(slots) else ""
    return said in _SENDS or slots.value(index, "measure") in ("sends", "opens", "clicks")


def _taken(slots: Slots) -> bool:
    """took in how much from them: no verb of the shop's own is needed to ask for money."""
    return slots.find("how_much") is not None and slots.find("verb") is None


def _told(slots: Slots, told: int) -> Attributed:
    """within 7 days of the last campaign, as one item; "by people who clicked it" says what it follows."""
    after: After = slots.value(told, "after")
    slots.use(told, FOLLOWING)
    if after.event not in ("sent", "open", "click"):
        return Attributed(after, False)
    acts = [i for i in range(len(slots)) if _act(slots, i)]
    event = next((e for e in ("click", "open") for i in acts if _act(slots, i) == e), after.event)
    apart = [i for i in acts if _act(slots, i) in _ANSWERS] if _says_send(slots[told].text) else []
    event = "sent" if apart else event
    for index in (i for i in acts if i not in apart):
        _use_act(slots, index, True)
    for index in slots.all("brought_in", "after_cue"):
        if index not in apart:
            slots.use(index, FOLLOWING)
    named = _campaigns_named(slots, kept=bool(apart))
    where = list(after.where) or named
    days, assumed = after.within_days, False
    if days >= ANY_TIME:
        window = _window(slots)
        days, assumed = (window[1], False) if window else (WINDOW, True)
        if window:
            slots.use(window[0], FOLLOWING)
    return Attributed(after.model_copy(update={"event": event, "within_days": days, "where": where}), assumed)


_ANSWERS = ("open", "click")


def _says_send(said: str) -> bool:
    """within 14 days of the send, of it going out: counted from the send, whoever is spoken of."""
    return any(
        word in said.casefold() for word in ("send", "sent", "going out", "went out", "receiv", "receipt", "getting")
    )


def _campaigns_named(slots: Slots, *, kept: bool) -> list[Filter]:
    """in the 7 days following their click on X: the campaign stands apart from the stretch.

    Where it also says who they are, it is `kept` for that.
    """
    where = []
    for index in slots.all("group"):
        group = slots.value(index, "group")
        if group.field in ("campaign", "campaign_channel") and not group.absent:
            where.append(Filter(field=group.field, values=list(group.values)))
            if not kept:
                slots.use(index, FOLLOWING)
    return where


def _events_known(slots: Slots) -> bool:
    return "sends" in slots.vocabulary.dictionary.measures


def _names_messages(slots: Slots, index: int) -> bool:
    """A campaign by name, a channel of campaigns, "any e-mail"."""
    if slots.used(index):
        return False
    group = slots.value(index, "group")
    if group is not None:
        return bool(group.field in ("campaign", "campaign_channel") and not group.absent)
    return slots.has(index, "contact_noun") and not slots.has(index, "by")


def _act(slots: Slots, index: int) -> str:
    """The act a word speaks of: sent, open or click; "" for none."""
    if slots.used(index) or slots.has(index, "group"):
        return ""
    cue = slots.value(index, "after_cue")
    if cue in ("sent", "open", "click"):
        return str(cue)
    verb = slots.value(index, "verb")
    if verb == "view" and slots.chinese(index) and _names_messages(slots, slots.next(index)):
        return "open"  # 看过 X 这封邮件
    counted = slots.has(index, "measure") and not slots.has(index - 1, "who") and not _counted_from(slots, index)
    return "" if counted else _EVENTS.get(verb, "")


def _counted_from(slots: Slots, index: int) -> bool:
    """7-day click attribution, post-click, money from clicks: the click is what purchases are counted from."""
    for step in (-1, 1):
        at = index + step
        while slots.has(at, "break", "filler") and not slots.has(at, "after_cue", "duration") and slots[at].text != ",":
            at += step
        if slots.has(at, "brought_in", "after_cue", "after_word", "duration", "after"):
            return True
    of_campaign = getattr(slots.value(slots.next(index), "group"), "field", "") == "campaign"
    if of_campaign and _sales(slots) and any(slots.has(i, "duration", "after") for i in range(len(slots))):
        return True  # clicks on X: revenue in the five days after
    led = any(slots.has(i, "place") and slots[i].text.casefold() == "from" for i in range(max(0, index - 3), index))
    return led and _sales(slots)


def _window(slots: Slots) -> tuple[int, int] | None:
    """(place, days) of the stretch that begins with the message."""
    for index in range(len(slots)):
        if slots.used(index) or _not_done(slots, index):
            continue
        said = slots[index].text.casefold()
        if slots.has(index, "duration") and not slots.has(index, "range"):
            count, unit = slots.value(index, "duration")
            return index, days_in(count, unit)
        period = slots.value(index, "period")
        if isinstance(period, Period) and period.kind == "rolling" and not said.startswith(_LOOKING_BACK):
            return index, days_in(period.count or 1, period.unit or "day")
        found = slots.value(index, "range")
        if found is not None and found.unit == "duration" and found.op in ("le", "lt"):
            return index, days_in(found.low.value, found.low.detail)
    return None


def _not_done(slots: Slots, index: int) -> bool:
    """haven't ordered in 6 months, 半年没下单: a stretch without orders ends today."""
    before = index - 1
    while before >= 0 and not slots.has(before, "break", "and", "but", "who", "people"):
        if slots.has(before, "not", "never"):
            return True
        before -= 1
    return slots.chinese(index) and slots.has(slots.next(index), "not", "never")


def _sales(slots: Slots) -> bool:
    """Whether a figure of purchases is named."""
    known = slots.vocabulary.dictionary.measures
    return any(
        s.kind == "measure" and s.value in known and (known[s.value].grain == "sales" or s.value in CONVERSIONS)
        for item in slots.items
        for s in item.senses
    ) or any(slots.value(i, "field") in ("spend", "orders", "units", "order_value") for i in range(len(slots)))


def _of_messages(slots: Slots) -> bool:
    """A figure of the messages themselves: how many were sent, opened, clicked."""
    known = slots.vocabulary.dictionary.measures
    return any(
        s.kind == "measure" and s.value in known and known[s.value].grain == "events" and s.value not in _NO_MESSAGES
        for index, item in enumerate(slots.items)
        if not slots.has(index, "after_cue", "send_word") and not slots.has(index, "verb")
        for s in item.senses
    )


def _bought(slots: Slots) -> bool:
    return any(
        slots.value(i, "verb") in ("buy", "spend") or slots.value(i, "agent") == "buy" for i in range(len(slots))
    )


def _settled(
    slots: Slots, named: list[int], acts: list[int], cues: list[int], window: tuple[int, int] | None, figures: bool
) -> Attributed:
    where: list[Filter] = []
    apart = _sent_apart(slots, acts, window)
    kept = bool(apart) or (not figures and slots.find("not", "never") is not None)
    """Got it and bought nothing within 7 days: having got it stays a condition of its own."""
    for index in named:
        group = slots.value(index, "group")
        if group is not None:
            where.append(Filter(field=group.field, values=list(group.values)))
        elif stored := _stored(slots, index):
            where.append(Filter(field="campaign_channel", values=[stored]))
        if not kept:
            slots.use(index, FOLLOWING)
    event = "sent" if apart else next((e for e in ("click", "open") for i in acts if _act(slots, i) == e), "sent")
    for index in () if kept else acts:
        _use_act(slots, index, figures)
    if window is not None:
        slots.use(window[0], FOLLOWING)
    for index in (*cues, *slots.all("after_cue", "send_word")):
        if index not in apart and (not slots.has(index, "measure") or slots.has(index, "after_cue", "send_word")):
            slots.use(index, FOLLOWING)
    after = After(event=event, within_days=window[1] if window else WINDOW, where=_once(where))
    return Attributed(after, window is None)


def _sent_apart(slots: Slots, acts: list[int], window: tuple[int, int] | None) -> list[int]:
    """who clicked it, what they spent in the 10 days following the send: the deed says who, the send says when."""
    if window is None or slots.find("not", "never") is not None:
        return []
    behind = range(window[0], min(window[0] + 4, len(slots)))
    sent = any(slots.value(i, "after_cue") == "sent" and _says_send(slots[i].text) for i in behind)
    return [i for i in acts if _act(slots, i) in _ANSWERS] if sent else []


def _stored(slots: Slots, index: int) -> str:
    wanted = slots.value(index, "contact_noun")
    return next((v for v in slots.vocabulary.values("campaign_channel") if v.casefold() == wanted), "")


def _use_act(slots: Slots, index: int, figures: bool) -> None:
    """clicked, with "by people who" before it and "it" behind it."""
    slots.use(index, FOLLOWING)
    at = index - 1
    while at >= 0 and not slots.used(at) and slots.has(at, "who", "people", "by", "only", "place", "filler", "break"):
        if slots.has(at, "group", "condition", "range", "measure"):
            break
        if figures and slots.has(at, "who", "people", "by", "only"):
            slots.use(at, FOLLOWING)
        at -= 1
    after = index + 1
    pronoun = slots[after].text.casefold() in _PRONOUNS if after < len(slots) else False
    if pronoun or slots.has(after, "anaphor", "mail_noun"):
        slots.use(after, FOLLOWING)


def _once(where: list[Filter]) -> list[Filter]:
    """Each filter once: a message named again by "it" is one message."""
    return [item for place, item in enumerate(where) if item not in where[:place]]
