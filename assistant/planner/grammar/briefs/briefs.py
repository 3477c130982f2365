"""Copy requests: channel, language, number, tone, length, goal; what is left says who it goes to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.planner.grammar.briefs.offers import Parts, read_offer
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Range, Slots
from tools.contract import Language

TONES = {"calm": "understated"}
"""Tones whose word here differs from the writer's."""
OPPOSITES = {
    "formal": "warm", "playful": "formal", "urgent": "understated", "enthusiastic": "understated", "warm": "formal",
    "luxurious": "simple", "understated": "enthusiastic", "simple": "enthusiastic", "dry": "warm",
    "colloquial": "formal",
}  # fmt: skip
"""What "less formal" asks for."""
_TIMES = re.compile(r"(?i)x ?\d|\d ?x")
"""x3, 2x: a number of variants wherever it stands."""
_COUNTED = ("copy_noun", "copy_channel", "contact_noun", "more_variants", "draft_word")
_BETWEEN = (
    "filler", "tone", "shorter", "longer", "goal", "copy_language", "discount", "style", "less", "group",
    "contact_verb", "soft", "distinct",
)  # fmt: skip
"""What may stand between a number of variants and their noun."""
_PIECES_OF = ("pieces of", "piece of", "pieces", "piece", "pcs", "pcs of", "different")
"""4 pieces of copy, push three piece: measure words of texts."""
MOST = 10


@dataclass
class Wishes:
    """What a request says about the text itself; None where it says nothing."""

    channel: str | None = None
    other_channel: str = ""
    language: Language | None = None
    traditional: bool = False
    variants: int | None = None
    tone: list[str] = field(default_factory=list)
    goal: str | None = None
    offer: Parts = field(default_factory=dict)
    max_characters: int | None = None
    must_not_say: list[str] = field(default_factory=list)
    offer_first: bool = False
    length: str = ""
    counted: list[str] = field(default_factory=list)
    """Lengths in words, sentences or lines, as typed."""
    again: bool = False

    @property
    def any(self) -> bool:
        """Whether anything was said at all."""
        return self != Wishes()


def read_wishes(slots: Slots, today: date, before: Parts | None = None) -> Wishes:
    """Take everything that is about the text; the slots used up no longer describe people.

    `before` is the offer that a change starts from.
    """
    wishes = Wishes(offer=read_offer(slots, today, before))
    for rule in (_length, _other_length, _count, _bare_count, _tones, _words):
        rule(slots, wishes)
    return wishes


def _length(slots: Slots, wishes: Wishes) -> None:
    """under 60 characters, 50字以内."""
    for index in slots.all("characters_word"):
        for beside in (index - 1, slots.before(index), index + 1):
            number = _number_at(slots, beside)
            if number and number >= 10:
                wishes.max_characters = int(number)
                _use_length(slots, index, beside)
                break


def _number_at(slots: Slots, index: int) -> float | None:
    """The number there; of a comparison its upper end."""
    if not 0 <= index < len(slots):
        return None
    found, amount = slots.value(index, "range"), amount_of(slots[index])
    if isinstance(found, Range):
        return (found.high or found.low).value
    return amount.value if amount else None


def _use_length(slots: Slots, unit: int, number: int) -> None:
    """The number, its unit and the words of limiting around them have done their work."""
    slots.use(number, "length")
    slots.use(unit, "length")
    first = min(unit, number)
    for near in (unit + 1, unit + 2, first - 1, first - 2):
        if slots.has(near, "cmp_post", "cmp", "limit_word", "longer", "less") and not slots.used(near):
            slots.use(near, "length")


def _other_length(slots: Slots, wishes: Wishes) -> None:
    """under 8 words, two sentences, 三句话: lengths that are not counted in characters, or too few of them."""
    for index in slots.all("length_word", "characters_word"):
        if slots.used(index):
            continue
        first = index
        while first > 0 and not slots.used(first - 1) and slots.has(first - 1, *_LENGTH):
            first -= 1
        if not any(slots.has(i, "number", "pieces", "range") for i in range(first, index + 1)):
            continue
        last = index
        while slots.has(last + 1, "cmp_post", "cmp", "soft", "limit_word") and not slots.has(last + 1, "break"):
            last += 1
        wishes.counted.append(_counted(slots, first, index, last))
        for used in range(first, last + 1):
            slots.use(used, "length")


def _counted(slots: Slots, first: int, unit: int, last: int) -> str:
    """around a hundred and twenty words, 120 words or so: about 120 words; other lengths as typed."""
    tokens, said = slots.text.tokens, [slots[i].text.casefold() for i in range(first, last + 1)]
    typed = slots.text.typed(tokens[slots[first].start].start, tokens[slots[last].end - 1].end)
    amounts = [amount_of(slots[i]) for i in range(first, unit) if slots.has(i, "number", "pieces")]
    strange = [i for i in range(first, last + 1) if slots.has(i, "range", "cmp", "cmp_post", "not")]
    if len(amounts) != 1 or amounts[0] is None or strange or (not typed.isascii() and slots.chinese(unit)):
        return typed
    about = "about " if any(word in _ROUGHLY for text in said for word in (text, *text.split())) else ""
    return f"{about}{amounts[0].value:g} {slots[unit].text}"


_ROUGHLY = frozenset((
    "about", "around", "roughly", "approx", "approximately", "some", "circa", "ca", "c", "so", "左右", "大约", "大概",
))  # fmt: skip
_LENGTH = ("number", "pieces", "range", "cmp", "filler", "soft", "not", "limit_word", "length_word")


def _small(slots: Slots, index: int) -> int | None:
    """A number of drafts: whole and at most ten."""
    if slots.used(index) or slots.has(index, "money", "percent", "age", "discount", "range"):
        return None
    if slots.has(index, "period") and not slots.chinese(index):
        return None
    if slots.has(index, "one") and slots[index].text.startswith("一"):
        return 1
    value = next((slots.value(index, k) for k in ("number", "pieces", "heads", "times") if slots.has(index, k)), 0)
    return int(value) if value and value == int(value) and 1 <= value <= MOST else None


def _count(slots: Slots, wishes: Wishes) -> None:
    """three variants, 两条短信, 文案4条: a small number before the noun, or in Chinese after it."""
    for index in slots.all("just_one"):
        if slots.has(index + 1, "number", "range", "cmp", "limit_word", "characters_word"):
            slots.use(index, "each of them")  # 单条60字
            continue
        wishes.variants = 1
        slots.use(index, "number of variants")
        if slots.has(index + 1, "draft_word") and not slots.has(index + 1, "copy_channel", "contact_noun"):
            slots.use(index + 1, "copy")
    for index in range(len(slots)):
        value = _small(slots, index)
        if value is None or slots.has(index, "group"):
            continue
        after = index + 1
        while after < len(slots) and after <= index + 4 and not slots.has(after, *_COUNTED):
            between = slots.has(after, *_BETWEEN) or slots[after].unknown or _is_piece(slots, after)
            if not between or slots.has(after, "break"):
                break
            after += 1
        pieces = _is_piece(slots, index + 1)
        behind = slots.has(index, "one", "pieces") or pieces
        times = _TIMES.fullmatch(slots[index].text) is not None or slots.has(index - 1, "times_sign")
        times = times or (slots.has(index + 1, "times_sign") and not slots.has(index - 1, "cmp", "limit_word"))
        counted = times or slots.has(after, *_COUNTED) or (behind and slots.has(index - 1, *_COUNTED))
        if counted and not (wishes.variants and slots.has(after, "draft_word")):
            wishes.variants = wishes.variants or value
            slots.use(index, "number of variants")
            if pieces:
                slots.use(index + 1, "number of variants")
    if wishes.variants is None and any(_a_single(slots, index) for index in range(len(slots))):
        wishes.variants = 1


def _a_single(slots: Slots, index: int) -> bool:
    """写封邮件, 来条短信: one, as the word that counts it says."""
    counted = slots[index].text in ("封", "条", "篇", "则") and slots.has(index - 1, "copy_verb", "weak_verb")
    return slots[index].text.startswith(_ONE) or (counted and index > 0)


_ONE = ("写封", "写条", "写篇", "写则", "来封", "来条", "来篇", "拟条", "拟封", "发条", "发封")


def _is_piece(slots: Slots, index: int) -> bool:
    return index < len(slots) and slots[index].text.casefold() in _PIECES_OF


def _bare_count(slots: Slots, wishes: Wishes) -> None:
    """i need 3, 要三: a number that has a part of the sentence to itself."""
    if wishes.variants is not None:
        return
    for index in range(len(slots)):
        value = _small(slots, index)
        if value is None:
            continue
        first, last = index, index
        while first > 0 and not slots.has(first - 1, "break"):
            first -= 1
        while last + 1 < len(slots) and not slots.has(last + 1, "break"):
            last += 1
        beside = [i for i in range(first, last + 1) if i != index]
        if all(slots.has(i, "filler", "copy_verb", "more_variants", "anaphor", "and", "instead") for i in beside):
            wishes.variants = value
            slots.use(index, "number of variants")
            return


def _tones(slots: Slots, wishes: Wishes) -> None:
    """friendly, less formal, 别那么官方: tones and their opposites."""
    for index in slots.all("tone"):
        tone = TONES.get(slots.value(index, "tone"), slots.value(index, "tone"))
        before = index - 1 if slots.has(index - 1, "less") else slots.before(index)
        if index and slots[index - 1].text.casefold() in _NONE_OF:
            continue  # no puns: a wish of its own, and no tone
        if before >= 0 and slots.has(before, "less") and not slots.used(before):
            tone = OPPOSITES.get(tone, "understated")
            slots.use(before, "tone")
        wishes.tone += [tone] if tone not in wishes.tone else []
        slots.use(index, "tone")
        if slots.has(index + 1, "more_word", "style"):
            slots.use(index + 1, "tone")


_NONE_OF = ("no", "without", "zero", "any")


def _words(slots: Slots, wishes: Wishes) -> None:
    """Everything that is said by a word of its own."""
    for index in range(len(slots)):
        item = slots[index]
        if slots.used(index):
            continue
        if item.has("copy_channel_other"):
            wishes.other_channel = item.text
        elif item.has("copy_channel", "contact_verb", "contact_noun") and not item.has("group"):
            named = next((item.value(k) for k in ("copy_channel", "contact_verb", "contact_noun") if item.has(k)), None)
            wishes.channel = wishes.channel or named
            wishes.goal = wishes.goal or item.value("goal")
            wishes.offer_first |= item.has("subject_word") and bool(wishes.offer or slots.all("off"))
        elif item.has("copy_language"):
            said = str(item.value("copy_language"))
            wishes.language = "en" if said == "en" else "zh"
            wishes.traditional = wishes.traditional or said == "traditional"
        elif item.has("must_not"):
            wishes.must_not_say += UNWANTED.get(item.value("must_not"), [])
        elif item.has("goal") and not item.has("group"):
            wishes.goal = wishes.goal or item.value("goal")
            if item.has("verb") and slots.has(index + 1, "people", "who"):
                continue  # what they did says who they are, too
        elif item.has("purpose") and not item.has("verb"):
            pass
        elif item.has("subject_word"):
            wishes.offer_first = True
        elif item.has("one_part") or (item.has("first_only", "next_only") and wishes.offer):
            pass
        elif item.has("shorter"):
            wishes.length = "shorter"
        elif item.has("longer"):
            wishes.length = "longer"
        elif item.has("more_variants"):
            wishes.again = True
        elif not item.has(
            "copy_verb",
            "copy_noun",
            "put_word",
            "send_word",
            "off",
            "price_tag",
            "draft_word",
            "style",
            "weak_verb",
            "invited",
        ) or item.has("group", "period", "range", "agent", "verb"):
            continue
        slots.use(index, "copy")


UNWANTED = {
    "superlatives": ["best", "most", "ultimate", "最佳", "最好", "第一"],
    "emoji": ["emoji"],
    "exclamation": ["!", "！"],
}
"""What each kind of mark or word that is not wanted comes to."""
