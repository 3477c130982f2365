"""What is offered in a request for copy: so much off, from what amount, with which code, until when."""

from __future__ import annotations

import re
from datetime import date

from pydantic import ValidationError

from assistant.planner.grammar.briefs.gifts_and_choices import any_order, free_goods, one_or_the_other
from assistant.planner.grammar.briefs.least_spent import Parts, least_spent
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import bounds
from tools.briefs import Offer
from tools.periods import add_months, step


def read_offer(slots: Slots, today: date, before: Parts | None = None) -> Parts:
    """Take everything that is about the offer; where one stood `before`, a reduction alone changes it."""
    offer: Parts = {}
    _changed(slots, offer, before or {})
    if before and any(_ends(slots, i) for i in slots.all("period")):
        offer.setdefault("valid_until", today.isoformat())  # until 20 November, of what was offered before
    for rule in (_threshold_offers, least_spent, _offers, _codes, _until, _lasting):
        rule(slots, offer, today)
    one_or_the_other(slots)
    return offer


def _changed(slots: Slots, offer: Parts, before: Parts) -> None:
    """make it 12%, $20 instead: an amount beside nothing but words of change, of the kind that was offered."""
    for index in range(len(slots)):
        percent, money = slots.has(index, "percent", "discount"), slots.has(index, "money")
        name = "percent_off" if percent else "amount_off"
        if not (percent or money) or slots.has(index, "range", "period") or name not in before:
            continue
        others = [i for i in range(len(slots)) if i != index]
        if any(slots.has(i, "people", "agent", "group", "verb", "off", "scored") for i in others):
            continue
        value = slots.value(index, "discount") or slots.value(index, "percent")
        if percent and value is not None:
            offer[name] = round(float(value) * (100 if value < 1 else 1), 4)
        elif (amount := amount_of(slots[index])) is not None:
            offer[name] = amount.value
        slots.use(index, "offer")


def _threshold_offers(slots: Slots, offer: Parts, _today: date) -> None:
    """满300减50, 50 off orders over 300, spend 100 save 20."""
    for index in range(len(slots)):
        found = slots.value(index, "range")
        if (
            not isinstance(found, Range)
            or found.op not in ("ge", "gt")
            or found.unit not in ("money", "number")
            or slots.used(index)
        ):
            continue
        after = next(
            (
                i
                for i in range(index + 1, min(index + 3, len(slots)))
                if slots.has(i, "off") and slots[i].text in ("减", "立减", "直减", "优惠", "立省")
            ),
            None,
        )
        if after is not None and after + 1 < len(slots):
            amount = amount_of(slots[after + 1])
            if amount:
                offer |= {"amount_off": amount.value, "minimum_spend": found.low.value}
                for used in (index, after, after + 1):
                    slots.use(used, "offer")
        elif slots.chinese(index) and any(slots.has(i, "free_shipping") for i in (index + 1, index + 2)):
            offer["minimum_spend"] = found.low.value
            slots.use(index, "offer: from this amount")


def _offers(slots: Slots, offer: Parts, _today: date) -> None:
    for index in range(len(slots)):
        if slots.used(index):
            continue
        if slots.has(index, "discount"):
            offer["percent_off"] = float(slots.value(index, "discount"))
            slots.use(index, "offer")
            _use_beside(slots, index, "off")
        elif (
            slots.has(index, "percent")
            and 0 < slots.value(index, "percent") < 1
            and (_near_off(slots, index) or _given(slots, index) or _saved(slots, index))
        ):
            offer["percent_off"] = round(float(slots.value(index, "percent")) * 100, 4)
            slots.use(index, "offer")
        elif (
            slots.has(index, "money", "number")
            and not slots.has(index, "period", "discount")
            and _near_off(slots, index)
        ):
            amount = amount_of(slots[index])
            assert amount
            offer["amount_off"] = amount.value
            slots.use(index, "offer")
        elif slots.has(index, "free_shipping"):
            offer["free_shipping"] = True
            slots.use(index, "offer")
        elif free_goods(slots, index):
            offer["gift"] = str(slots.value(index, "group").values[0])
            slots.use(index, "offer")
            slots.use(index - 1, "offer")
            any_order(slots, index)
        elif slots.has(index, "gift_word"):
            offer["gift"] = slots[index].text
            slots.use(index, "offer")


def _near_off(slots: Slots, index: int) -> bool:
    behind = slots.next(index, lambda item: item.has("soft", "filler") and not item.has("off", "group", "break"))
    welcome = [behind] if index < behind <= index + 5 and slots.has(behind, "off") else []  # a 10% welcome coupon
    apart = [index - 2] if slots.has(index - 1, "break") and slots[index - 1].text in ",，:：" else []
    for beside in (index + 1, index - 1, slots.before(index), *welcome, *apart):
        if slots.has(beside, "off") and (
            beside > index or slots.chinese(beside) or slots[beside].text.casefold().startswith(_REDUCTIONS)
        ):
            slots.use(beside, "offer")
            return True
    return False


_REDUCTIONS = ("discount", "coupon", "voucher", "a discount", "rebate", "reduction")
"""Words for what is off that may stand before how much: coupon of 10 %."""


def _given(slots: Slots, index: int) -> bool:
    """first order gets 10% with HELLO10, 5% until May: a share of nobody in particular, with a code or an end near."""
    near = range(max(0, index - 4), min(len(slots), index + 5))
    if any(slots.has(i, "top", "bottom", "scored", "share", "condition") for i in near):
        return False
    return any(slots.has(i, "code", "code_word", "until_word", "first_only", "off", "subject_word") for i in near)


def _saved(slots: Slots, index: int) -> bool:
    """they save 10% on any order."""
    before = slots[index - 1].text.casefold().split()[-1:] if index else []
    return before in (["save"], ["saves"], ["saving"])


def _use_beside(slots: Slots, index: int, kind: str) -> None:
    for beside in (index - 1, index + 1):
        if slots.has(beside, kind):
            slots.use(beside, "offer")


def _codes(slots: Slots, offer: Parts, _today: date) -> None:
    """code SPRING20: capitals and digits right after the word; SPRING20 beside an offer."""
    for index in slots.all("code"):
        if offer or slots.has(index - 1, "code_word") or any(slots.has(i, "off") for i in range(len(slots))):
            offer["code"] = str(slots.value(index, "code"))[:40]
            slots.use(index, "code")
    for index in slots.all("code_word"):
        after = slots.next(index, lambda item: item.has("filler", "break"))
        if (
            after < len(slots)
            and slots[after].text.isascii()
            and any(c.isalnum() for c in slots[after].text)
            and not slots.has(after, "for")
            and "code" not in offer
        ):
            last = after
            tokens = slots.text.tokens
            while (
                last + 1 < len(slots)
                and tokens[slots[last + 1].start].start == tokens[slots[last].end - 1].end
                and slots[last + 1].text.isascii()
                and slots[last + 1].text.isalnum()
            ):
                last += 1
            code = slots.text.typed(tokens[slots[after].start].start, tokens[slots[last].end - 1].end)
            offer["code"] = code.upper()[:40]
            for used in range(after, last + 1):
                slots.use(used, "code")
        slots.use(index, "code")


def _until(slots: Slots, offer: Parts, today: date) -> None:
    """until 30 November, 到11月30日: an offer's end lies ahead; a date that has passed means next year's."""
    for index in slots.all("period"):
        period = slots.value(index, "period")
        start, end = bounds(period, today)
        said = any(slots.has(i, "until_word") for i in (index - 1, slots.before(index))) or _ends_after(slots, index)
        ahead = bool(offer) and start is not None and not _of_deed(slots, index)
        now = slots[index].text.casefold().startswith("this ")
        ahead = ahead and start is not None and (start >= today or now or _yearless(slots[index].text))
        marked = (start is None and end is not None) or said or ahead
        if slots[index - 1].text.casefold() == "to" and not offer:
            continue  # early access to Black Friday
        if not marked or end is None or not (offer or said):
            continue
        text = slots[index].text.casefold()
        if text.startswith(("before", "prior")) or (text.endswith(("之前", "以前")) and not offer):
            continue
        if text.startswith("this "):
            end = _whole(text, today) or end
        weekly = not any(character.isdigit() for character in text) and (today - end).days < 7
        while end < today:
            end = step("week" if weekly else "year", end, 1)
        if start is not None and today < start < end and not marked_end(slots, index):
            slots.said.append(
                (
                    f"An offer here has an end and no start, so the copy does not say from {start:%B} {start.day}.",
                    f"优惠只记截止日期，文案没有写从{start.month}月{start.day}日开始。",
                )
            )
        offer["valid_until"] = end.isoformat()
        slots.use(index, "offer ends")
        _use_until(slots, index)


def _whole(text: str, today: date) -> date | None:
    """this week, this month: an offer lasts to the end of it, not only to today."""
    if "week" in text:
        return step("day", today, 6 - today.weekday())
    return step("day", add_months(today.replace(day=1), 1), -1) if text == "this month" else None


def marked_end(slots: Slots, index: int) -> bool:
    """until March, 11月底前: a stretch of which only the end is meant."""
    text = slots[index].text.casefold()
    return text.startswith(("until", "till", "through", "by", "thru", "before", "up to")) or not any(
        mark in text for mark in ("-", "–", "to", "到", "至", "~", "through")
    )


def _lasting(slots: Slots, offer: Parts, today: date) -> None:
    """valid for 14 days: from today on."""
    for index in slots.all("duration"):
        before = slots.before(index, lambda item: item.has("filler", "for"))
        number, unit = slots.value(index, "duration")
        if offer and "valid_until" not in offer and slots.has(before, "until_word") and float(number).is_integer():
            offer["valid_until"] = step(unit, today, int(number)).isoformat()
            for used in (before, index):
                slots.use(used, "offer ends")


def _ends(slots: Slots, index: int) -> bool:
    """until 20 November, where nobody does anything."""
    text = slots[index].text.casefold()
    return text.startswith(("until ", "till ", "til ", "through ", "thru ")) and not _of_deed(slots, index)


def _yearless(text: str) -> bool:
    """5-8 november: days without a year, which in an offer lie ahead."""
    return any(c.isdigit() for c in text) and any(c.isalpha() for c in text) and not _YEAR.search(text)


_YEAR = re.compile(r"(?:19|20)\d\d|\b(?:last|past|next|this)\b")


def _of_deed(slots: Slots, index: int) -> bool:
    """Whether somebody does something in that time."""
    near = range(max(0, index - 4), min(len(slots), index + 4))
    deeds = [i for i in near if slots.has(i, "verb", "agent", "who") and not slots.has(i, "copy_verb", "invited")]
    return any(not slots.role(i).startswith("offer") for i in deeds)


def _ends_after(slots: Slots, index: int) -> bool:
    """2026年11月30日24点（北京时间）截止: the word stands behind, with nothing but an hour in between."""
    after = slots.next(index, lambda item: item.has("filler", "break") and not item.has("until_word"))
    if slots.chinese(index) and slots.has(after, "until_word") and after - index <= 5:
        slots.use(after, "offer ends")
        return True
    return False


def _use_until(slots: Slots, index: int) -> None:
    for beside in (index - 1, index + 1):
        if slots.has(beside, "until_word"):
            slots.use(beside, "offer ends")


def offer_of(parts: dict[str, object]) -> Offer | None:
    """The offer, when anything is offered. Raises Unclear for one that cannot be: 100 % off, 0 off."""
    try:
        return Offer.model_validate(parts) if parts else None
    except ValidationError as error:
        raise Unclear(
            "I can't make sense of the offer: how much is off?",
            "这个优惠我没看懂：具体优惠多少？",
            [("10% off", "九折"), ("20% off", "八折")],
        ) from error
