"""How customers came: signed up in store, acquired by social, came thru search, 社交来的."""

from __future__ import annotations

from assistant.planner.grammar.people.labels import named_value
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute

FIELD = "acquisition_channel"
_NEAR = ("filler", "place", "for", "with", "came_word")


def came_by(slots: Slots, index: int) -> bool:
    """Whether a channel is said to be how people came: beside acquired, signed up, joined, 来的."""
    for step in (-1, 1):
        at = index + step
        while slots.has(at, *_NEAR) and not slots.has(at, "came_word", "break", "period", "number", "group", "value"):
            at += step
        at += step if slots.has(at, "break") and slots[at].text == "-" else 0
        acquired = 0 <= at < len(slots) and slots[at].text.casefold().startswith("acquired")
        if orders_came(slots, at):
            return False
        if slots.has(at, "came_word") or (step > 0 and acquired) or (step < 0 and slots.value(at, "verb") == "signup"):
            return True
    return False


def orders_came(slots: Slots, index: int) -> bool:
    """How many orders came through the store: it is not people who came."""
    if not slots.has(index, "came_word") or not slots[index].text.casefold().startswith(("came", "come", "coming")):
        return False
    subject = slots.before(index, lambda item: item.has("filler", "place") and not item.has("measure"))
    return slots.value(subject, "measure") in ("orders", "net_revenue", "gross_revenue", "units", "discounted_orders")


def _brought(slots: Slots) -> None:
    """which channel brought in the most new customers, 哪个渠道带来的客户…: people came by it, and ordered anywhere."""
    if FIELD not in slots.vocabulary.dictionary.fields:
        return
    for index in slots.all("brought_in"):
        channel = slots.before(index, lambda item: item.has("filler", "by", "which") and not item.has("field"))
        who = slots.next(index, lambda item: item.has("filler", "top", "bottom") and not item.has("people", "agent"))
        if slots.value(channel, "field") != "order_channel" or not slots.has(who, "people", "agent"):
            continue
        slots.retag(channel, Sense("field", FIELD))
        ranked = any(slots.has(i, "top", "bottom") for i in range(index + 1, who))
        if slots.value(who, "agent") == "new" and ranked:
            slots.retag(who, Sense("measure", "new_buyers"))
        slots.retag(index, Sense("filler"))


def reduce_acquisition(slots: Slots) -> None:
    """The words beside such a channel are its own; so is a period behind it: signed up in store during 2025."""
    for index in range(len(slots) - 1):
        if slots.value(index, "agent") == "new" and slots.value(slots.next(index), "verb") == "signup":
            slots.retag(index, Sense("people"))  # new customers who joined in May: signing up is what makes them new
    for index in range(1, len(slots)):
        told = slots.has(index, "came_word") and slots[index].text.startswith(("渠道", "来源"))
        if told and slots.has(index - 1, "by", "every") and FIELD in slots.vocabulary.dictionary.fields:
            slots.retag(index, Sense("field", FIELD))  # 各渠道来的客户
    _came_from(slots)
    _brought(slots)
    _came_by_none(slots)
    for index in slots.all("came_word"):
        if orders_came(slots, index):
            slots.retag(index, Sense("filler"))
    for index in slots.all("came_word"):
        named = named_value(slots, index - 1, {FIELD}) if index and not slots.has(index - 1, "group") else None
        if named is not None and slots.chinese(index):
            slots.retag(index - 1, Sense("group", named))  # 靠推荐拉来的客户
    for index in range(len(slots)):
        group: Group | None = slots.value(index, "group")
        rows = slots.value(index, "field") == FIELD and not slots.has(index, "group")
        if not rows and (group is None or group.field != FIELD):
            continue
        for step in (-1, 1):
            at = index + step
            while slots.has(at, *_NEAR) and not slots.has(
                at, "came_word", "break", "period", "number", "group", "value"
            ):
                at += step
            came = slots.has(at, "came_word")
            joined = came and slots[at].text.casefold().startswith(("joined", "signed up", "registered"))
            apart = at + (step if slots.has(at, "break") and slots[at].text == "-" else 0)
            said = slots[apart].text.casefold() if 0 <= apart < len(slots) else ""
            if step > 0 and said.startswith("acquired") and apart == index + 1 + (slots[index + 1].text == "-"):
                slots.retag(apart, Sense("people") if said != "acquired" else Sense("filler"))
            elif step < 0 and ((joined and _dated(slots, index)) or (not came and slots.value(at, "verb") == "signup")):
                _signup(slots, at, index)
            elif came:
                slots.use(at, "how they came")
                if step < 0:
                    _came_in(slots, at, index)
    for index in slots.all("came_word"):
        after = slots.next(index, lambda item: item.has("filler", "how_many") and not item.has("agent"))
        new = slots.value(index + 1, "agent") == "new" or slots.value(after, "agent") == "first_time"
        if new and not slots.has(index, "field"):
            slots.use(index, "how they came")  # 去年拉来的新客, 新增了多少首购客户


def _came_by_none(slots: Slots) -> None:
    """acquired by email, email-acquired customers, where nobody is known to have come that way: no such value."""
    if FIELD not in slots.vocabulary.dictionary.fields:
        return
    for index in range(len(slots)):
        if not slots[index].text.casefold().startswith("acquired"):
            continue
        joined = index - 2 if index > 1 and slots[index - 1].text == "-" else index - 1
        behind = slots.next(index, lambda item: item.has("filler", "place") and not item.has("contact_noun"))
        for at in (joined, behind):
            if 0 <= at < len(slots) and _channel_alone(slots, at):
                slots.retag(at, Sense("group", Group(FIELD, (slots[at].text,), absent=True)))
                break


def _channel_alone(slots: Slots, index: int) -> bool:
    """A channel to write by, that is no way people came."""
    group = slots.value(index, "group")
    by = [s.value[0] for s in slots[index].senses if s.kind == "value"]
    other = group is not None and group.field not in ("campaign_channel", "order_channel")
    return slots.has(index, "contact_noun", "copy_channel") and FIELD not in by and not other


def _came_from(slots: Slots) -> None:
    """新注册的客户来自哪些渠道, 每个渠道来的客户, 注册人数按渠道: the channel they came by, where they order by any."""
    if FIELD not in slots.vocabulary.dictionary.fields:
        return
    signed = any(slots.value(i, "measure") == "signups" for i in range(len(slots)))
    for index in range(1, len(slots)):
        if slots.value(index, "field") != "order_channel" or slots.has(index, "group", "value"):
            continue
        led = slots.before(index, lambda item: item.has("which", "every", "by") and not item.has("place", "came_word"))
        came = slots[led].text in _ORIGINS if led >= 0 else False
        behind = slots.has(index + 1, "came_word") and slots.has(slots.next(index + 1), "people", "agent")
        if slots.chinese(index) and (came or signed or (behind and slots.has(index - 1, "by", "every", "which"))):
            slots.retag(index, Sense("field", FIELD))


_ORIGINS = ("来自", "来自于", "来源于", "源自", "从", "是从", "都来自")


def _dated(slots: Slots, channel: int) -> bool:
    """joined via referral since September: the period is of their joining, where no figure of theirs is asked for."""
    measured = any(slots.has(i, "measure") and not slots.has(i, "people", "agent") for i in range(len(slots)))
    return slots.has(slots.next(channel), "period") and not measured


def _came_in(slots: Slots, word: int, channel: int) -> None:
    """acquired via organic in 2026: a period right behind the channel says when they came."""
    after = slots.next(channel)
    period = slots.value(after, "period") if after < len(slots) else None
    if period is None or slots.has(after, "group") or any(slots.has(i, "break") for i in range(channel, after)):
        return
    verb = slots.next(after)
    if slots.has(verb, "verb") and not slots.has(verb, "field") and not slots.has(verb - 1, "who", "and", "but"):
        return
    slots.use(after, "period")
    when = Attribute(field="first_order_date", op="during", period=period)
    slots.roles.pop(slots[word].start, None)
    slots.retag(word, Sense("condition", when))


_FOUND = (" find us ", " found us ", " discover us ", " discovered us ")
_COMES = (" come ", " came ", " comes ", " originate ", " coming ")
_ASKED = ("where", "how", "which", "what", "which channel", "what channel")
_COMING = (
    *_ASKED, "come", "came", "coming", "from", "come from", "came from", "find", "found", "us", "do", "did", "our",
    "of", "at", "find us", "found us", "channel", "channels", "originally", "discover", "discovered", "through", "via",
    "they", "the", "originate",
)  # fmt: skip


def how_they_came(slots: Slots) -> None:
    """which channel do our Champions originally come from, how did they find us: split by the channel they came by."""
    _acquired_through(slots)
    field = next((f for f in (FIELD, "first_order_channel") if f in slots.vocabulary.dictionary.fields), "")
    told = any(
        getattr(item.value("group"), "field", "") == FIELD or item.value("field") == FIELD for item in slots.items
    )
    asked = next((i for i in range(len(slots)) if slots[i].text.casefold() in _ASKED and not slots.has(i, "by")), None)
    if not field or told or asked is None or not _asks_how(slots):
        return
    for index in range(len(slots)):
        if slots[index].text.casefold() in _COMING and not slots.has(index, "group", "by"):
            slots.retag(index, Sense("filler"))
    slots.retag(asked, Sense("field", field), Sense("each_unit", field))


def _acquired_through(slots: Slots) -> None:
    """how many people have we acquired through each channel: new ones, by the channel they came by."""
    if (
        not {"new_buyers"} <= set(slots.vocabulary.dictionary.measures)
        or FIELD not in slots.vocabulary.dictionary.fields
    ):
        return
    came = next((i for i in slots.all("came_word") if slots[i].text.casefold().startswith("acquired")), None)
    row = next(
        (i for i in slots.all("field") if came and i > came and slots.value(i, "field") == "order_channel"), None
    )
    people = slots.find("people", "agent")
    if came is None or row is None or people is None or not slots.has(row - 1, "by") or slots.relative:
        return
    slots.retag(row, Sense("field", FIELD))
    slots.retag(people, Sense("measure", "new_buyers"))


def _asks_how(slots: Slots) -> bool:
    """find us; come from, originally or of new ones – where anybody else comes from may be a place."""
    text = f" {' '.join(token.text for token in slots.text.tokens)} "
    new = any(item.value("agent") in ("new", "first_time") for item in slots.items)
    coming = any(word in text for word in _COMES) and (
        " original " in f"{text} ".replace("originally", "original") or (new and " where " in text)
    )
    return slots.find("people", "agent", "group", "anaphor") is not None and (
        coming or any(word in text for word in _FOUND)
    )


def _signup(slots: Slots, verb: int, channel: int) -> None:
    after = slots.next(channel)
    period = slots.value(after, "period") if after < len(slots) else None
    if period is None or "signup_date" not in slots.vocabulary.dictionary.fields:
        slots.use(verb, "how they came")
        slots.retag(verb, Sense("filler"))
        return
    slots.use(after, "period")
    slots.retag(verb, Sense("condition", Attribute(field="signup_date", op="during", period=period)))
