"""Copy requests: channel, language, number, tone, length, offer, goal; what is left says who it goes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from assistant.planner.grammar.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.calendar import bounds
from tools.briefs import Offer
from tools.contract import Language
from tools.periods import step

TONES = {"calm": "understated"}
"""Tones whose word here differs from the writer's."""
_COUNTED = ("copy_noun", "copy_channel", "contact_noun", "more_variants")


@dataclass
class Wishes:
    """What a request says about the text itself; None where it says nothing."""

    channel: str | None = None
    other_channel: str = ""
    language: Language | None = None
    variants: int | None = None
    tone: list[str] = field(default_factory=list)
    goal: str | None = None
    offer: dict[str, object] = field(default_factory=dict)
    max_characters: int | None = None
    must_not_say: list[str] = field(default_factory=list)
    offer_first: bool = False
    length: str = ""
    again: bool = False
    topic: str = ""

    @property
    def any(self) -> bool:
        """Whether anything was said at all."""
        return self != Wishes()


def read_wishes(slots: Slots, today: date) -> Wishes:
    """Take everything that is about the text; the slots used up no longer describe people."""
    wishes = Wishes()
    for rule in (_threshold_offers, _offers, _codes, _until, _length, _count, _words):
        rule(slots, wishes, today)
    return wishes


def _threshold_offers(slots: Slots, wishes: Wishes, _today: date) -> None:
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
                wishes.offer |= {"amount_off": amount.value, "minimum_spend": found.low.value}
                for used in (index, after, after + 1):
                    slots.use(used, "offer")
        elif wishes.offer.get("amount_off") or _percent_before(slots, index) or slots.has(index - 1, "free_shipping"):
            wishes.offer["minimum_spend"] = found.low.value
            slots.use(index, "offer: from this amount")


def _percent_before(slots: Slots, index: int) -> bool:
    """20% off orders over 50: the bound belongs to the offer when it follows it closely."""
    before = [i for i in range(max(0, index - 4), index) if slots.has(i, "discount", "off")]
    return bool(before) and not any(
        (slots.has(i, "verb") and slots.value(i, "verb") == "spend") or slots.has(i, "who", "for")
        for i in range(before[0], index)
    )


def _offers(slots: Slots, wishes: Wishes, _today: date) -> None:
    for index in range(len(slots)):
        if slots.used(index):
            continue
        if slots.has(index, "discount"):
            wishes.offer["percent_off"] = float(slots.value(index, "discount"))
            slots.use(index, "offer")
            _use_beside(slots, index, "off")
        elif slots.has(index, "percent") and 0 < slots.value(index, "percent") < 1 and _near_off(slots, index):
            wishes.offer["percent_off"] = round(float(slots.value(index, "percent")) * 100, 4)
            slots.use(index, "offer")
        elif (
            slots.has(index, "money", "number")
            and not slots.has(index, "period", "discount")
            and _near_off(slots, index)
        ):
            amount = amount_of(slots[index])
            assert amount
            wishes.offer["amount_off"] = amount.value
            slots.use(index, "offer")
        elif slots.has(index, "free_shipping"):
            wishes.offer["free_shipping"] = True
            slots.use(index, "offer")
        elif slots.has(index, "gift_word"):
            wishes.offer["gift"] = slots[index].text
            slots.use(index, "offer")


def _near_off(slots: Slots, index: int) -> bool:
    for beside in (index + 1, index - 1, slots.before(index)):
        if slots.has(beside, "off") and (
            beside > index or slots.chinese(beside) or slots[beside].text.casefold().startswith("discount")
        ):
            slots.use(beside, "offer")
            return True
    return False


def _use_beside(slots: Slots, index: int, kind: str) -> None:
    for beside in (index - 1, index + 1):
        if slots.has(beside, kind):
            slots.use(beside, "offer")


def _codes(slots: Slots, wishes: Wishes, _today: date) -> None:
    """code SPRING20: capitals and digits right after the word."""
    for index in slots.all("code_word"):
        after = slots.next(index, lambda item: item.has("filler", "break"))
        if (
            after < len(slots)
            and slots[after].text.isascii()
            and any(c.isalnum() for c in slots[after].text)
            and not slots.has(after, "for")
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
            wishes.offer["code"] = code.upper()[:40]
            for used in range(after, last + 1):
                slots.use(used, "code")
        slots.use(index, "code")


def _until(slots: Slots, wishes: Wishes, today: date) -> None:
    """until 30 November, 到11月30日: an offer's end lies ahead; a date that has passed means next year's."""
    for index in slots.all("period"):
        period = slots.value(index, "period")
        start, end = bounds(period, today)
        marked = (start is None and end is not None) or slots.has(slots.before(index), "until_word")
        if not marked or end is None or not (wishes.offer or slots.has(slots.before(index), "until_word")):
            continue
        text = slots[index].text.casefold()
        if text.startswith(("before", "prior")) or (text.endswith(("之前", "以前")) and not wishes.offer):
            continue
        while end < today:
            end = step("year", end, 1)
        wishes.offer["valid_until"] = end.isoformat()
        slots.use(index, "offer ends")
        _use_until(slots, index)


def _use_until(slots: Slots, index: int) -> None:
    for beside in (index - 1, index + 1):
        if slots.has(beside, "until_word"):
            slots.use(beside, "offer ends")


def _length(slots: Slots, wishes: Wishes, _today: date) -> None:
    """under 60 characters, 50字以内."""
    for index in slots.all("characters_word"):
        for beside in (index - 1, slots.before(index), index + 1):
            found = slots.value(beside, "range") if 0 <= beside < len(slots) else None
            amount = amount_of(slots[beside]) if 0 <= beside < len(slots) else None
            number = (found.high or found.low).value if isinstance(found, Range) else amount.value if amount else None
            if number and number >= 10:
                wishes.max_characters = int(number)
                slots.use(beside, "length")
                slots.use(index, "length")
                if slots.has(index + 1, "cmp_post"):
                    slots.use(index + 1, "length")
                break


def _count(slots: Slots, wishes: Wishes, _today: date) -> None:
    """three variants, 两条短信: a small number before the noun."""
    for index in range(len(slots)):
        if (
            slots.used(index)
            or not slots.has(index, "number", "heads", "pieces")
            or slots.has(index, "period", "money", "group")
        ):
            continue
        value = slots.value(index, "number") or slots.value(index, "pieces") or slots.value(index, "heads")
        after = index + 1
        while (
            after < len(slots)
            and after <= index + 3
            and slots.has(after, "filler", "tone", "shorter", "longer")
            and not slots.has(after, *_COUNTED)
        ):
            after += 1
        if value and value == int(value) and 1 <= value <= 10 and slots.has(after, *_COUNTED):
            wishes.variants = int(value)
            slots.use(index, "number of variants")


def _words(slots: Slots, wishes: Wishes, _today: date) -> None:
    """Everything that is said by a word of its own."""
    for index in range(len(slots)):
        item = slots[index]
        if slots.used(index):
            continue
        if item.has("copy_channel_other"):
            wishes.other_channel = item.text
        elif item.has("copy_channel", "contact_verb", "contact_noun") and not item.has("group"):
            wishes.channel = (
                wishes.channel or item.value("copy_channel") or item.value("contact_verb") or item.value("contact_noun")
            )
        elif item.has("copy_language"):
            wishes.language = item.value("copy_language")
        elif item.has("tone"):
            tone = TONES.get(item.value("tone"), item.value("tone"))
            wishes.tone += [tone] if tone not in wishes.tone else []
        elif item.has("must_not"):
            wishes.must_not_say += _unwanted(item.value("must_not"))
        elif item.has("goal") and not item.has("group"):
            wishes.goal = wishes.goal or item.value("goal")
        elif item.has("subject_word"):
            wishes.offer_first = True
        elif item.has("shorter"):
            wishes.length = "shorter"
        elif item.has("longer"):
            wishes.length = "longer"
        elif item.has("more_variants"):
            wishes.again = True
        elif not item.has("copy_verb", "copy_noun", "put_word", "send_word", "off") or item.has(
            "group", "period", "range"
        ):
            continue
        slots.use(index, "copy")


def _unwanted(kind: str) -> list[str]:
    return {
        "superlatives": ["best", "most", "ultimate", "最佳", "最好", "第一"],
        "emoji": ["emoji"],
        "exclamation": ["!", "！"],
    }.get(kind, [])


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
