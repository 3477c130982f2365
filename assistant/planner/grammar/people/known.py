"""Facts that are known or not: no phone number, missing birthday, city unknown, 没填生日."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_VERBS
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.text import fold
from tools.definitions import Attribute

_STANDS_FOR = {
    "birth_month": "birth_date",
    "age": "birth_date",
    "age_group": "birth_date",
    "signup_month": "signup_date",
    "signup_quarter": "signup_date",
    "signup_year": "signup_date",
}
"""A fact that is worked out from another one is unknown where that one is."""
_BETWEEN = (
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "a",
    "an",
    "the",
    "any",
    "in",
    "our",
    "part",
    "enrolled",
    "member",
    "their",
    "his",
    "got",
    "given",
    "left",
    "us",
    "date",
    "of",
    "的",
    "是",
    "都",
    "信息",
    "valid",
)


def reduce_known(slots: Slots) -> None:
    """Turn a fact and the word that it is missing (or on file) into a condition."""
    index = 0
    while index < len(slots):
        field = _fact(slots, index)
        if field is not None:
            found = _said(slots, index)
            if found:
                start, end, op = found
                slots.merge(start, end, Sense("condition", _fact_of(slots, field, op)))
                index = start
        index += 1
    _agreed_without(slots)


_ADDRESSES = {"phone": ("sms", "sms_consent"), "email": ("email", "email_consent")}


def _agreed_without(slots: Slots) -> None:
    """同意收短信却没留手机号: what was agreed to, where there is no address to write to."""
    for index in range(len(slots)):
        known = slots.value(index, "condition")
        found = getattr(known, "field", ""), getattr(known, "op", "")
        channel, consent = _ADDRESSES.get(found[0], ("", "")) if found[1] == "unknown" else ("", "")
        for at in slots.all("contact") if consent in slots.vocabulary.dictionary.fields else ():
            if slots.value(at, "contact") == channel and any(word in slots[at].text for word in _AGREED):
                slots.retag(at, Sense("condition", Attribute(field=consent, values=[True])))


_AGREED = ("同意", "愿意", "授权", "允许", "订阅", "consent", "opted", "agreed", "signed up")


def _fact_of(slots: Slots, field: str, op: str) -> Attribute:
    """without a loyalty tier: where the shop writes down that there is none, that is what is meant."""
    stored = [value for value in slots.vocabulary.values(field) if fold(str(value)) in _NONE]
    if op == "unknown" and stored:
        return Attribute(field=field, values=stored)
    if op == "known" and stored:
        return Attribute(field=field, op="is_not", values=stored)
    return Attribute.model_validate({"field": field, "op": op})


_NONE = ("none", "no tier", "no", "-", "n/a", "not a member", "non-member", "无", "没有", "非会员")


_FACTS = {"mail": "email", "邮": "email", "birth": "birth_date", "dob": "birth_date", "出生": "birth_date"}


def kept_fact(text: str) -> str:
    """The fact that a word for somebody's own data names: an e-mail address, a birth date, a telephone number."""
    return next((field for word, field in _FACTS.items() if word in text.casefold()), "phone")


def _fact(slots: Slots, index: int) -> str | None:
    """The customer's fact that a word names, if the shop keeps it."""
    fields = slots.vocabulary.dictionary.fields
    if slots.used(index) or slots.has(index, "group", "period", "contact", "people"):
        return None
    text = slots[index].text.casefold()
    if slots.value(index, "contact_noun") == "email" and slots.has(index - 1, "not") and not _written(slots):
        return "email" if "email" in fields else None
    if slots.has(index, "email_address") or text in ("email", "e-mail", "mail", "phone", "邮箱", "手机", "电话"):
        name = kept_fact(text)
        return name if name in fields else None
    for sense in slots[index].senses:
        if sense.kind != "field":
            continue
        name = _STANDS_FOR.get(sense.value, sense.value)
        if name in fields and fields[name].level == "customer" and fields[name].type in ("text", "date"):
            return str(name)
    return None


def _written(slots: Slots) -> bool:
    """Whether e-mails that were sent are spoken of, not addresses."""
    if any(slots[i].text.casefold() in ("got", "get", "getting", "received", "gotten") for i in range(len(slots))):
        return True
    return any(slots.value(i, "verb") in EVENT_VERBS or slots.has(i, "copy_verb", "permit") for i in range(len(slots)))


def _said(slots: Slots, index: int) -> tuple[int, int, str] | None:
    """Where it is said that the fact at `index` is missing or on file, and which."""
    before, after = index - 1, index + 1
    while before >= 0 and slots[before].text.casefold() in _BETWEEN and not slots.has(before, "unknown_value"):
        before -= 1
    while after < len(slots) and slots[after].text.casefold() in _BETWEEN and not slots.has(after, "unknown_value"):
        after += 1
    contact = slots.has(index, "email_address", "contact_noun") or slots[index].text in ("手机", "电话")
    told = after + 1 if slots.has(after, "known_value") else index + 1
    if slots.has(before, "unknown_value") and not slots.used(before):
        return before, told, "unknown"
    if slots.has(after, "unknown_value"):
        return index, after + 1, "unknown"
    if slots.has(before, "not") and (contact or told > index + 1 or _plain(slots, index)):
        return before, told, "unknown"
    if slots.has(before, "known_before") and not slots.used(before):
        return before, told, "known"
    if told > index + 1:
        return index, told, "known"
    return None


def _plain(slots: Slots, index: int) -> bool:
    """without a city, no birthday: the fact itself, with no value or period behind it."""
    after = slots.next(index)
    value = slots.value(index, "field")
    nothing = after >= len(slots) or slots.has(after, "break", "and", "or", "but", "who", "people", "scored", "place")
    return nothing and value not in ("first_order_date", "last_order_date", "second_order_date")
