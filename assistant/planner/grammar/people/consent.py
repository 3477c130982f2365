"""Who may be written to: may e-mail and text, sms ok, both on, either consent, 能发短信, 邮件短信都同意."""

from __future__ import annotations

from assistant.planner.grammar.people.opted_in import settle_named_consents, settle_opted_in
from assistant.planner.grammar.people.unreachable import reduce_unreachable
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.values.ticks import settle_ticks
from assistant.planner.lexicon import Sense
from tools.definitions import Channel, Condition, Contactable, Group

_MODALS = (
    "can", "may", "could", "legally", "still", "willing", "能", "可", "可以",
    "能够", "同意", "允许", "接受", "愿意", "授权", "能用",
)  # fmt: skip
CHANNELS: tuple[Channel, ...] = ("email", "sms")
_PASSIVE = {
    "emailed": "email", "e-mailed": "email", "mailed": "email", "texted": "sms", "be texted": "sms",
    "be emailed": "email",
}  # fmt: skip
_JOINTS = ("/", "+", "、", ",", "，", "&", "nor")
_EQUALS = ("=", ":", "：", "is", "are", "(", "has", "have", "being", "also", "both", "都", "均", "已", "也", "全", "皆")
_LISTED = ("list", "people")
_REACH = 6


def reduce_consent(slots: Slots) -> None:
    """Turn channel words beside a permission into conditions; "and", "or" and "not" between them stay."""
    reduce_unreachable(slots)
    settle_ticks(slots)
    if slots.find("copy_verb", free=False) is not None:
        return
    _crossed(slots)
    settle_named_consents(slots)
    _said_after(slots)
    settle_opted_in(slots)
    _refused_before(slots)
    _any_channel(slots)
    _lists(slots)
    for index in range(len(slots)):
        if index >= len(slots) or slots.used(index):
            continue
        if slots.has(index, "permit") or (_modal(slots, index) and _people(slots)):
            backward = slots.chinese(index) or slots[index].text.casefold().startswith(("consent", "permission"))
            found = _channels(slots, index + 1, 1) or (_channels(slots, index - 1, -1) if backward else [])
            if found:
                for at in found:
                    slots.retag(at, Sense("contact", _channel(slots, at)))
                slots.use(index, "may be written to")
                if index and slots.chinese(index - 1) and slots.has(index - 1, "not") and not slots.chinese(index):
                    slots.retag(index, Sense("filler"))  # 没 opt in 邮件
                reached = slots.next(max(found))
                if reached < len(slots) and slots[reached].text in ("触达", "联系", "送达", "触达到", "联系到"):
                    slots.retag(reached, Sense("filler"))  # 能用邮件和短信触达
                _either(slots, index + 1, found)
        elif slots.has(index, "contact"):
            for at in _channels(slots, index + 1, 1, bare=True):
                slots.retag(at, Sense("contact", _channel(slots, at)))
            _passive(slots, index + 1)
    for index in range(len(slots) - 2):  # SMS consent or email consent
        if slots.has(index, "contact") and slots.has(index + 1, "or"):
            _either(slots, index, [at for at in (index, index + 2) if slots.has(at, "contact")])


def _passive(slots: Slots, start: int) -> None:
    """can be texted but not emailed: the same permission again."""
    at = start
    while slots.has(at, "and", "or", "not", "but", "filler") and not slots.has(at, "people", "who", "how_many"):
        at += 1
    channel = _PASSIVE.get(slots[at].text.casefold()) if start < at < len(slots) else None
    if channel:
        slots.retag(at, Sense("contact", channel))


def _crossed(slots: Slots) -> None:
    """邮件同意短信没同意: e-mail allowed, SMS not – rather than e-mail, and SMS allowed."""
    for index in range(1, len(slots) - 1):
        first, second = _channel(slots, index - 1), slots.value(index, "contact")
        told = slots[index].text.startswith(("同意", "授权", "允许", "可", "能"))
        if first and second in CHANNELS and first != second and told and slots.has(index + 1, "refused"):
            slots.retag(index - 1, Sense("condition", Contactable(channel=first)))
            slots.merge(index, index + 2, Sense("condition", Group(none=[Contactable(channel=second)])))
            return


def _any_channel(slots: Slots) -> None:
    """either consent, both opt-ins, reachable by any channel, 双授权: no channel is named."""
    index = 0
    while index < len(slots):
        how = slots.value(index, "channel_choice") or _at_least_one(slots, index)
        bounds = _chosen(slots, index) if how else None
        if bounds:
            slots.merge(*bounds, Sense("condition", _allowed(CHANNELS, str(how))))
            index = bounds[0]
        index += 1


def _chosen(slots: Slots, index: int) -> tuple[int, int] | None:
    """From where to where the words say that either (or both) of the channels will do."""
    if any(s.kind == "value" and s.value[0] == "order_channel" for item in slots.items for s in item.senses):
        return None  # either channel is fine, app or marketplace
    start = index - (slots.value(index, "channel_choice") is None)
    end = index + 1
    while end < index + 3 and slots.has(end, "filler", "number") and not slots.has(end, "break", "consented", "period"):
        end += 1
    led, followed = slots.has(start - 1, "permit", "consented"), slots.has(end + 1, "consented", "permit")
    if slots.has(end, "consented"):
        return start, end + 1
    if slots.has(end, "means_word") and (led or followed):
        return start - led, end + 1 + followed
    return (start, index + 1) if slots.has(index, "consented") else None


def _at_least_one(slots: Slots, index: int) -> str | None:
    one = slots.value(index, "number") == 1 and slots.value(index - 1, "cmp") == "ge"
    return "any" if one and slots.has(index + 1, "consented", "means_word") else None


def _allowed(channels: tuple[Channel, ...], how: str) -> Condition:
    parts: list[Condition] = [Contactable(channel=channel) for channel in channels]
    if len(parts) == 1:
        return parts[0]
    return Group(any=parts) if how == "any" else Group(all=parts)


def _said_after(slots: Slots) -> None:
    """sms ok, email + sms both on, 邮件短信都同意, 短信能收: channels, and then that they may be used."""
    index = 0
    while index < len(slots):
        found, at = _run(slots, index)
        if not found:
            index += 1
            continue
        end, allowed = _permission(slots, at, found)
        if end is None:
            index = at
            continue
        names: tuple[Channel, ...] = tuple(dict.fromkeys(_named(slots, i) for i in found))  # type: ignore[misc]
        start = found[0]
        choices = [slots.value(i, "channel_choice") for i in range(max(0, start - 1), min(end + 1, len(slots)))]
        either = "any" in choices or any(slots.has(i, "or") or slots[i].text == "nor" for i in range(start, end))
        condition = _allowed(names, "any" if either or not allowed or slots.has(start - 1, "not") else "all")
        if slots.value(start - 1, "channel_choice"):
            slots.use(start - 1, "either or both")
        if slots.value(end, "channel_choice"):
            slots.use(end, "either or both")
        slots.merge(start, end, Sense("condition", condition if allowed else Group(none=[condition])))
        index = start + 1


def _refused_before(slots: Slots) -> None:
    """拒收邮件, opted out of SMS: who said no to a channel."""
    index = 0
    while index < len(slots):
        found, end = _run(slots, slots.next(index)) if slots.has(index, "refused") else ([], index)
        if found and (slots.chinese(index) or slots[index + 1].text.casefold() in ("of", "from", "for", "to")):
            names: tuple[Channel, ...] = tuple(dict.fromkeys(_named(slots, i) for i in found))  # type: ignore[misc]
            slots.merge(index, end, Sense("condition", Group(none=[_allowed(names, "any")])))
        index += 1


def _run(slots: Slots, index: int) -> tuple[list[int], int]:
    """The channels of a list that starts here, and where it ends."""
    led = index > 0 and slots[index - 1].text in _MODALS and _channel(slots, index - 2) is None  # 可短信 不可邮件
    if _channel(slots, index) is None or slots.has(index, "group") or slots.has(index - 1, "permit") or led:
        return [], index
    found, at = [index], index + 1
    while at < len(slots):
        step = at
        while slots.has(step, "and", "or") or (step < len(slots) and slots[step].text.casefold() in _JOINTS):
            step += 1
        if step >= len(slots) or _named(slots, step) is None:
            break
        found.append(step)
        at = step + 1
    return found, at


def _permission(slots: Slots, at: int, found: list[int]) -> tuple[int | None, bool]:
    """Where a permission (or a refusal) that follows the channels ends."""
    if len(found) > 1 and slots.has(found[-1], "contact"):
        return at, True  # e-mail and SMS consent
    joined = len(found) > 1
    while (
        at < len(slots)
        and (slots[at].text.casefold() in _EQUALS or (joined and slots.has(at, "channel_choice")))
        and not slots.has(at, "consented", "refused")
    ):
        at += 1
    negated = False
    if slots.has(at, "not") and slots.has(at + 1, "consented"):
        negated, at = True, at + 1
    said_no = at < len(slots) and slots[at].text.casefold() == "no"
    if (slots.has(at, "refused") or said_no) and _ends(slots, at + 1):
        return at + 1, False
    if not slots.has(at, "consented"):
        return None, True
    end = at + 1
    if slots.has(at, "loosely") and not _ends(slots, end):
        return None, True
    while slots.has(end, "consented"):
        end += 1
    return end, not negated


def _ends(slots: Slots, at: int) -> bool:
    """Nothing of the same clause follows: sms ok, … – but not e-mail on Friday."""
    if at >= len(slots):
        return True
    kinds = ("break", "and", "or", "but", "people", "place", "list", "who", "consented", "with", "how_many")
    if slots.chinese(at) and _channel(slots, at) is not None:
        return True
    return slots.has(at, *kinds) or slots[at].text in (*_JOINTS, "的", "者", "就行", "即可", ")")


def _lists(slots: Slots) -> None:
    """sms list, email people, 短信名单: those who can be reached so."""
    for index in range(len(slots) - 1):
        if _channel(slots, index) is None or slots.has(index, "contact", "field", "copy_verb") or slots.used(index):
            continue
        if slots.has(index - 2, "verb") and slots.has(index - 1, "value", "values", "group"):
            continue  # 收到2026春日焕新邮件的人
        if slots.has(index - 1, "permit", "verb", "by", "send_word") or not slots.has(index + 1, *_LISTED):
            continue
        if slots.has(index + 1, "who", "agent", "verb"):
            continue
        slots.retag(index, Sense("contact", _channel(slots, index)))


def _either(slots: Slots, start: int, found: list[int]) -> None:
    """opted in to either e-mail or SMS: one condition, so that nothing else becomes its alternative."""
    between = range(start, max(found) + 1)
    tied = any(slots.has(i, "or") for i in between) and not any(slots.has(i, "not", "but") for i in between)
    if len(found) < 2 or not tied:
        return
    names: tuple[Channel, ...] = tuple(dict.fromkeys(slots.value(i, "contact") for i in sorted(found)))
    slots.merge(min(found), max(found) + 1, Sense("condition", _allowed(names, "any")))


def _modal(slots: Slots, index: int) -> bool:
    """can, may, 能: permission when a channel follows as a verb: people we may e-mail."""
    if slots[index].text.casefold() not in _MODALS:
        return False
    at = index + 1
    while slots.has(at, "filler", "how_many", "people") and not slots.has(at, "contact_noun", "contact_verb"):
        at += 1
    return _channel(slots, at) is not None


def _people(slots: Slots) -> bool:
    return (
        slots.find("people", "who", "agent", "how_many", "group", "condition", "list", "verb", free=False) is not None
    )


def _channel(slots: Slots, index: int) -> str | None:
    if not 0 <= index < len(slots) or slots.used(index) or slots.has(index, "contact"):
        return None
    named = slots.value(index, "contact_noun") or slots.value(index, "contact_verb")
    return named if named in CHANNELS else None


def _named(slots: Slots, index: int) -> str | None:
    """A channel, or the consent to one."""
    return _channel(slots, index) or (slots.value(index, "contact") if 0 <= index < len(slots) else None)


def _channels(slots: Slots, at: int, step: int, *, bare: bool = False) -> list[int]:
    """The channels of a list from `at` on (in Chinese also back from it); with `bare` only what is tied on."""
    found: list[int] = []
    steps, tied = 0, not bare
    while 0 <= at < len(slots) and steps < _REACH:
        if _channel(slots, at) is not None and tied:
            found.append(at)
            steps = 0
            tied = not bare
        elif slots.has(at, "and", "or", "not", "but") or slots[at].text in ("/", "+", "、", ",", "，"):
            tied = tied or slots.has(at, "and", "or", "not")
        elif tied and slots[at].text.casefold() == "by":
            pass
        elif not slots.has(at, "filler", "place", "for", "permit", "copy_noun", "with", "how_many") or slots.has(
            at, "period", "verb"
        ):
            break
        at += step
        steps += 1
    return found
