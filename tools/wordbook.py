"""The shop's own words: a person says once what a word means here, and every later question knows it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tools.contract import BadRequest, Finding, UnknownField, UnknownValue
from tools.desk import Desk
from tools.dictionary import Dictionary
from tools.matching import nearest, normal_form

LONGEST = 40
"""Characters of a word or phrase that may be taught."""


def remember_word(
    desk: Desk,
    word: Annotated[str, Field(description="The user's own word or short phrase")],
    meaning: Annotated[str, Field(description="The field, measure or stored value it stands for")],
) -> Finding:
    """Keep a word of the shop's own in its dictionary. Only after the user has agreed to exactly this."""
    said = " ".join(word.split())
    if not said or len(said) > LONGEST or not any(letter.isalpha() for letter in said) or not said.isprintable():
        raise BadRequest(f"A word to remember has 1 to {LONGEST} characters and at least one letter, not {word!r}.")
    target, label = _target(desk, meaning.strip())
    taken = _means(desk.dictionary, said)
    if taken not in ("", target):
        raise BadRequest(f"“{said}” already means {taken} in this shop's dictionary: choose another word.")
    desk.shop.learn(said, target)
    message = desk.say(f"From now on “{said}” means “{label}” here.", f"以后“{said}”在这里就指“{label}”。")
    return Finding(tool="remember_word", title=message, message=message, definition={"word": said, "meaning": target})


def _target(desk: Desk, meaning: str) -> tuple[str, str]:
    """The dictionary's name for what is meant, and how a person reads it."""
    dictionary = desk.dictionary
    for specs in (dictionary.fields, dictionary.measures):
        for name, spec in specs.items():
            if normal_form(meaning) in (normal_form(name), normal_form(spec.label.en), normal_form(spec.label.zh)):
                return name, spec.label.in_language(desk.language)
    for name, spec in dictionary.fields.items():
        if spec.type != "text" or spec.pii:
            continue
        try:
            stored = dictionary.match_value(name, meaning)
        except (UnknownValue, UnknownField):
            continue
        if not any(text == stored for text, _ in dictionary.values(name)):
            continue  # a field whose values are not listed takes any
        return stored, dictionary.value_label(name, stored, desk.language)
    known = [*dictionary.fields, *dictionary.measures]
    raise BadRequest(f"No field, measure or value is called {meaning!r}.", nearest=nearest(meaning, known))


def _means(dictionary: Dictionary, word: str) -> str:
    """What the word is already: the name of a field or measure it calls, or ""."""
    plain = normal_form(word)
    words = {name: spec.words for name, spec in dictionary.fields.items()}
    words |= {name: spec.words for name, spec in dictionary.measures.items()}
    for name, forms in words.items():
        if plain in {normal_form(form) for form in (name, *forms.get("en", ()), *forms.get("zh", ()))}:
            return name
    return ""
