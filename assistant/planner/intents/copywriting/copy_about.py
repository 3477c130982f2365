"""What a text is about besides goods and offer: a named day, early access, how to care for them, as a gift."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.copywriting.copy_subject import event_of, occasion_of
from assistant.planner.intents.copywriting.hearing import Heard
from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file
from tools.contract import Language

_ASPECTS = {
    "welcome": ("welcome", "欢迎"),
    "care": ("care", "护理"),
    "gift": ("as a gift", "送礼"),
    "early_access": ("early access", "抢先购"),
}
"""Aspects of a text as its brief calls them, in English and Chinese."""


def spoken_of(slots: Slots, language: Language, heard: Heard) -> list[str]:
    """Named days, events and sides of the goods that the text is to speak of."""
    found = [*heard.days, *(said for said in (occasion_of(slots), event_of(slots)) if said)]
    sides = [_ASPECTS[aspect][language == "zh"] for aspect in heard.aspects]
    return [_day_named(text, language) for text in found] + list(dict.fromkeys([*sides, *_aspects(slots, language)]))


def _aspects(slots: Slots, language: Language) -> list[str]:
    """how to care for, as a gift, early access: each once, in one wording."""
    found = [str(slots.value(index, "aspect")) for index in slots.all("aspect") if not slots.has(index, "gift_word")]
    for index in slots.all("aspect"):
        slots.use(index, "about")
    return [_ASPECTS[aspect][language == "zh"] for aspect in dict.fromkeys(found)]


def _day_named(text: str, language: Language) -> str:
    """Singles Day, 双11: the day by its first name in the language of the text; other times as typed."""
    said = fold(text).removeprefix("the ").strip()
    for known in word_file("holidays").values():
        if any(said == fold(form) for form in forms_of(known)):
            named = (forms_of(known, language) or forms_of(known))[0]
            return named.title().replace("'S", "'s")
    return text
