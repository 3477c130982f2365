"""Whom a text goes to, read as a question for people: what is left when the text's own words are set apart."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import merge_audience, within
from assistant.planner.grammar.people.audience import prepare, read_people
from assistant.planner.grammar.people.contradictions import refuse_contradiction
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.copywriting.copy_frame import MASK
from assistant.planner.intents.questions.settling import settled
from assistant.planner.leftovers import leftovers
from tools.definitions import Attribute, Audience, Bought, Condition, Ranked

_MAY = ("permit", "consented")
"""Words beside a channel by which it says who may be written to."""
_RECIPIENTS = re.compile(r"(?:收件人|收信人|接收人|收件对象|发送对象|受众)(?:是|为)?\s*[:：=＝]?")
"""收件人是金卡会员: nobody who got something already."""
_PART = " ; "
"""Stands where words of the text were: nothing before it belongs to what comes after."""


def recipients_read(frame: Frame, slots: Slots) -> People | None:
    """The people in the words that no rule for texts has used; None unless every one of them is understood."""
    _set_offers_aside(slots)
    parts = _unused(slots)
    said = _RECIPIENTS.sub("", _PART.join(_typed(slots, part) for part in parts))
    apart = frame.retold(said, State())
    try:
        own = settled(apart)
        own.picking = True
        prepare(own, frame.today)
        people = read_people(own, frame.today, ranked_list=True)
        refuse_contradiction(people.audience)
    except Unclear:
        return None
    asked = any(
        own.has(i, "how_many", "measure") and not own.used(i) and not own.has(i, "people") for i in range(len(own))
    )
    if (
        not (people.conditions or people.limit)
        or leftovers(own)
        or asked
        or any(own[i].unknown for i in range(len(own)))
    ):
        return None
    if _goods_alone(own, people):
        return None
    _ranked_alone(people)
    people.conditions += people.limit is not None
    slots.said += own.said
    for index in (i for part in parts for i in part):
        slots.use(index, "customers")
    return people


def of_them(frame: Frame, named: Audience) -> Audience:
    """the women among them, the London ones: of those just spoken of."""
    spoken = frame.state.them if frame.state.figures in ("audience", "list") else None
    if spoken is None or not _OF_THEM.search(frame.text.normal):
        return named
    return merge_audience(within(spoken), named, replacing=False)


_OF_THEM = re.compile(
    r"\b(?:among|of|from) (?:them|those|these)\b|\b(?!new|first)\w+ ones\b|\bthose (?:in|from)\b|其中|里面的|当中的",
    re.IGNORECASE,
)


def _goods_alone(own: Slots, people: People) -> bool:
    """how to care for cashmere: goods are spoken of, and nobody who bought them."""
    told = any(own.has(i, *_SOMEBODY) for i in range(len(own)))
    return not told and people.limit is None and all(isinstance(one, Bought) for one in people.audience.all)


_SOMEBODY = (
    "people",
    "agent",
    "who",
    "verb",
    "contact",
    "saved",
    "person_ref",
    "customer_id",
    "scored",
    "not",
    "never",
)


def _ranked_alone(people: People) -> None:
    """the 100 most likely to churn: a rank among all customers, where nothing else picks them."""
    if people.limit is None or people.sort_by is None or people.audience != Audience():
        return
    first = Ranked(by=people.sort_by, descending=people.descending, count=people.limit)
    people.audience, people.limit, people.conditions = Audience(all=[first]), None, 1


def _set_offers_aside(slots: Slots) -> None:
    """with a voucher of 10 off, without an offer: what is offered, or not, says nothing of whom it goes to."""
    offered = any(role == "offer" for role in slots.roles.values())
    for index in range(1, len(slots)):
        if slots.used(index) or slots[index].text.casefold().split()[-1] not in _OFFERS:
            continue
        before = slots.before(index, lambda item: item.has("filler") and not item.has("not"))
        none = slots.has(before, "not") or slots[max(before, 0)].text.casefold() in ("no", "without")
        if none or offered:
            for used in range(before if none else index, index + 1):
                slots.use(used, "offer")


_OFFERS = ("offer", "offers", "discount", "discounts", "voucher", "vouchers", "coupon", "coupons", "deal", "优惠")


def _unused(slots: Slots) -> list[list[int]]:
    """Runs of items that no rule has used; a channel that somebody allowed is one of them."""
    runs: list[list[int]] = []
    for index in range(len(slots)):
        told = slots.used(index) and not _allowed(slots, index) and not _in_cart(slots, index)
        if told or _masked(slots, index):
            continue
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _in_cart(slots: Slots, index: int) -> bool:
    """put boots *in the cart*: the end of what they did, which the verb has joined."""
    return slots.role(index) == "label" and _CART.search(slots[index].text.casefold()) is not None


_CART = re.compile(r"\b(?:cart|basket|bag|trolley)\b|购物车")


def _masked(slots: Slots, index: int) -> bool:
    """Whether free text of the copy stood there."""
    return slots.has(index, "break") and slots[index].text[:1].isalnum() and slots.value(index, "break") == MASK


def _allowed(slots: Slots, index: int) -> bool:
    """can be contacted by SMS, SMS allowed."""
    channel = slots.has(index, "contact_noun", "copy_channel") and slots.role(index) == "copy"
    beside = [i for i in (index - 1, index + 1) if slots.has(i, *_MAY) and not slots.has(i, "filler", "soft")]
    return channel and any(not slots.used(i) for i in beside)


def by_age(audience: Audience) -> Audience:
    """One age group as the ages it stands for, so that a text for those aged 25 to 34 has one audience."""
    return audience.model_copy(update={"all": [_ages(one) for one in audience.all]})


def _ages(condition: Condition) -> Condition:
    if not isinstance(condition, Attribute) or condition.field != "age_group" or condition.op != "is":
        return condition
    ends = str(condition.values[0]).split("-") if len(condition.values) == 1 else []
    if len(ends) != 2 or not all(end.isdigit() for end in ends):
        return condition
    return Attribute(field="age", op="between", values=[int(end) for end in ends])


def _typed(slots: Slots, run: list[int]) -> str:
    """The items as typed, without what was blanked between them."""
    tokens, said = slots.text.tokens, ""
    for place, index in enumerate(run):
        start, end = tokens[slots[index].start].start, tokens[slots[index].end - 1].end
        apart = place and tokens[slots[run[place - 1]].end - 1].end < start
        said += " " * bool(apart) + slots.text.typed(start, end)
    return said
