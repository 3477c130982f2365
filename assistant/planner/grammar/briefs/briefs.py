"""Copy requests: channel, language, number, tone, length, goal; what is left says who it goes to."""

from __future__ import annotations

import re
from datetime import date

from assistant.planner.grammar.briefs.lengths import length, other_length
from assistant.planner.grammar.briefs.offers import Parts, read_offer
from assistant.planner.grammar.briefs.wishes import Wishes
from assistant.planner.grammar.slots import Slots

TONES = {"calm": "understated"}
"""Tones whose word here differs from the writer's."""
OPPOSITES = {
    "formal": "warm", "playful": "formal", "urgent": "understated", "enthusiastic": "understated", "warm": "formal",
    "luxurious": "simple", "understated": "enthusiastic", "simple": "enthusiastic", "dry": "warm",
    "colloquial": "formal", "sensational": "understated",
}  # fmt: skip
"""What "less formal" asks for."""
_TIMES = re.compile(r"(?i)x ?\d|\d ?x")
"""x3, 2x: a number of variants wherever it stands."""
_COUNTED = ("copy_noun", "copy_channel", "contact_noun", "more_variants", "draft_word")
_BETWEEN = (
    "filler", "tone", "shorter", "longer", "goal", "copy_language", "discount", "style", "less", "group",
    "contact_verb", "soft", "distinct", "purpose",
)  # fmt: skip
"""What may stand between a number of variants and their noun."""
_PIECES_OF = ("pieces of", "piece of", "pieces", "piece", "pcs", "pcs of", "different")
"""4 pieces of copy, push three piece: measure words of texts."""
MOST = 10


def read_wishes(slots: Slots, today: date, before: Parts | None = None) -> Wishes:
    """Take everything that is about the text; the slots used up no longer describe people.

    `before` is the offer that a change starts from.
    """
    wishes = Wishes(offer=read_offer(slots, today, before))
    for rule in (length, other_length, _count, _bare_count, _tones, _words):
        rule(slots, wishes)
    return wishes


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
            between = between or (slots.has(after, "period") and slots[after].text.replace(" ", "").isalpha())
            if not between or slots.has(after, "break"):
                break
            after += 1
        pieces = _is_piece(slots, index + 1)
        behind = slots.has(index, "one", "pieces") or pieces
        times = _TIMES.fullmatch(slots[index].text) is not None or slots.has(index - 1, "times_sign")
        times = times or (slots.has(index + 1, "times_sign") and not slots.has(index - 1, "cmp", "limit_word"))
        noun = slots.before(index, lambda item: item.text in ("来", "要", "写", "给我", "先来", "先写"))  # 文案来一条
        counted = times or slots.has(after, *_COUNTED) or (behind and slots.has(noun, *_COUNTED))
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
        while first > 0 and not slots.has(first - 1, "break", "and"):
            first -= 1
        while last + 1 < len(slots) and not slots.has(last + 1, "break") and not _goes_on(slots, last + 1):
            last += 1
        beside = [i for i in range(first, last + 1) if i != index]
        if all(slots.has(i, "filler", "copy_verb", "more_variants", "anaphor", "and", "instead") for i in beside):
            wishes.variants = value
            slots.use(index, "number of variants")
            return


def _goes_on(slots: Slots, index: int) -> bool:
    """make it 2 and mention the discount: another wish follows."""
    return slots.has(index, "and") and slots.has(
        index + 1, "put_word", "must_not", "shorter", "longer", "tone", "copy_verb"
    )


def _tones(slots: Slots, wishes: Wishes) -> None:
    """friendly, less formal, 别那么官方: tones and their opposites."""
    for index in slots.all("tone"):
        tone = TONES.get(slots.value(index, "tone"), slots.value(index, "tone"))
        before = index - 1 if slots.has(index - 1, "less") else slots.before(index)
        if index and slots[index - 1].text.casefold() in _NONE_OF:
            continue  # no puns: a wish of its own, and no tone
        nothing = before >= 0 and slots[before].text.casefold().startswith("nothing")
        if before >= 0 and slots.has(before, "less") and (nothing or not slots.used(before)):
            tone = OPPOSITES.get(tone, "understated")
            slots.use(before, "tone")
        wishes.tone += [tone] if tone not in wishes.tone else []
        slots.use(index, "tone")
        if slots.has(index + 1, "more_word", "style"):
            slots.use(index + 1, "tone")


_NONE_OF = ("no", "without", "zero", "any")


def _words(slots: Slots, wishes: Wishes) -> None:
    """Everything that is said by a word of its own."""
    weakly = False
    for index in range(len(slots)):
        item = slots[index]
        if slots.used(index):
            continue
        if item.has("copy_channel_other"):
            wishes.other_channel = item.text
        elif item.has("copy_channel", "contact_verb", "contact_noun") and not item.has("group"):
            named = next((item.value(k) for k in ("copy_channel", "contact_verb", "contact_noun") if item.has(k)), None)
            if wishes.channel and named != wishes.channel and _bare(item.text) in _CLEAR:
                wishes.other_channels += [str(named)] if str(named) not in wishes.other_channels else []
            wishes.channel = wishes.channel or named
            wishes.goal = wishes.goal or item.value("goal")
            wishes.offer_first |= item.has("subject_word") and bool(wishes.offer or slots.all("off"))
        elif item.has("copy_language"):
            said = str(item.value("copy_language"))
            wishes.language = "en" if said == "en" else "zh"
            wishes.traditional = wishes.traditional or said == "traditional"
        elif item.has("must_not"):
            wishes.must_not_say += UNWANTED.get(item.value("must_not"), [])
        elif item.has("goal") and not item.has("group") and not _of_people(slots, index):
            weak = wishes.goal == "promotion" and weakly
            weakly = item.text.casefold() in _PROMOTING and (weakly or wishes.goal is None)
            wishes.goal = item.value("goal") if weak else wishes.goal or item.value("goal")
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


_CLEAR = ("email", "e-mail", "sm", "push", "push notification", "wechat", "whatsapp", "xiaohongshu", "facebook ad",
          "google ad", "instagram ad", "邮件", "短信", "推送", "微信", "小红书", "公众号", "朋友圈")  # fmt: skip
"""Names of channels that are never words for a text of any kind."""
_PROMOTING = ("推", "推广", "宣传", "promote", "promoting")
"""Verbs for any text on goods: what else it is to achieve says more."""


def _bare(text: str) -> str:
    """an email, emails: the name itself."""
    return re.sub(r"^(?:an?|the|one) ", "", text.casefold()).removesuffix("s")


def _of_people(slots: Slots, index: int) -> bool:
    """new subscribers: who it goes to is new, not what it is about."""
    return slots[index].text.casefold() == "new" and slots.has(index + 1, "contact", "people", "agent")


UNWANTED = {
    "superlatives": ["best", "most", "ultimate", "最佳", "最好", "第一"],
    "emoji": ["emoji"],
    "exclamation": ["!", "！"],
}
"""What each kind of mark or word that is not wanted comes to."""
