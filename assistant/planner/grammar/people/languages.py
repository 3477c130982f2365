"""The customer's own language: preferred language English, German speakers, 偏好语言是中文."""

from __future__ import annotations

from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file

_REACH = 3
_WRITTEN = {"en": "en", "zh": "zh"}
"""Languages that texts are asked for in: 语言设定为中文的."""


def reduce_languages(slots: Slots) -> None:
    """Turn a language beside the field that keeps it (or beside "speaking") into a value of that field."""
    field = _field(slots)
    if field is None:
        return
    for index in range(len(slots)):
        code = slots.value(index, "language") or _WRITTEN.get(str(slots.value(index, "copy_language")))
        if code is None:
            continue
        beside = _beside(slots, index, field)
        if beside is None:
            continue
        stored = _stored(slots, field, code)
        slots.retag(index, Sense("group", Group(field, (stored or slots[index].text,), absent=stored is None)))
        slots.use(beside, "label")
        slots.retag(beside, Sense("filler"))


def _field(slots: Slots) -> str | None:
    fields = slots.vocabulary.dictionary.fields.values()
    return next((f.name for f in fields if f.level == "customer" and f.type == "text" and "language" in f.name), None)


def _beside(slots: Slots, index: int, field: str) -> int | None:
    """Where the field is named, or that it is spoken, near the language."""
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(slots) and abs(at - index) <= _REACH:
            named = slots.value(at, "field") == field or slots[at].text.casefold() in ("language", "lang", "语言")
            if named or slots.has(at, "speaks"):
                return at
            if not slots.has(at, "filler", "not", "or", "and", "language") and slots[at].text not in ("=", ":"):
                break
            at += step
    return None


def _stored(slots: Slots, field: str, code: str) -> str | None:
    """The value the shop keeps for a language: its code or any of its names."""
    names = {code, *(fold(form) for form in forms_of(word_file("audiences")["language"][code]))}
    return next(
        (value for value in slots.vocabulary.values(field) if fold(value)[:2] == code or fold(value) in names), None
    )
