"""Characters that a reader does not see, or takes for others."""

import unicodedata
from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.text import term

_ALLOWED = frozenset("\n\ufe0f\u20e3")
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u2800\u180e\u00ad")


def _hidden(text: str, index: int) -> bool:
    character = text[index]
    if character in _ALLOWED:
        return False
    if character == "\u200d":  # joins emoji such as families; anywhere else it only hides
        beside = text[index - 1 : index] + text[index + 1 : index + 2]
        return not (len(beside) == 2 and all(unicodedata.category(c) in ("So", "Sk", "Mn") for c in beside))
    return character in _BLANKS or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn")


def hidden_characters(_: Rule, reading: Reading) -> Iterator[Hit]:
    """The first invisible, control, private or unassigned character of each field."""
    for name, text in reading.fields.items():
        for index, character in enumerate(text):
            if _hidden(text, index):
                yield Hit(name, f"U+{ord(character):04X}", index, index + 1)
                break


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    return next(
        (script for script in ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE") if name.startswith(script)), "LATIN"
    )


_STYLED = ("MATHEMATICAL", "CIRCLED", "SMALL CAPITAL", "SQUARED", "PARENTHESIZED", "SUPERSCRIPT", "SUBSCRIPT")
_SQUARE_UNIT = r"(?:[kcdmµ]?m|ft|in|yd)[²³]"
"""Units of area and volume are written so."""
_DIGITS = r"[\U0001D7CE-\U0001D7FF\u2460-\u249B\u2070-\u2079\u2080-\u2089\U0001F170-\U0001F19A]{2,}"


_NUMBERED = r"(?:(?<=\n)|(?<=^)|(?<=[\s，。；、！？]))[\u2460-\u2473](?=[\s\u4e00-\u9fff])"
"""A circled number at the head of a step: ① 摘镜."""


def lookalikes(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Words with Cyrillic or Greek letters, and letters or digits in a borrowed style (𝐁𝐞𝐬𝐭)."""
    for name, text in reading.fields.items():
        text = term(_NUMBERED).sub(lambda match: " " * len(match[0]), text)
        for match in term(r"[^\W\d_]+").finditer(text):
            if term(_SQUARE_UNIT).fullmatch(match[0]):
                continue
            foreign = any(_script(character) != "LATIN" for character in match[0])
            if foreign or any(style in unicodedata.name(c, "") for c in match[0] for style in _STYLED):
                yield Hit(name, match[0], match.start())
        for match in term(r"[\u2160-\u2188]+").finditer(text):
            yield Hit(name, match[0], match.start())
        for match in term(_DIGITS).finditer(text):
            yield Hit(name, match[0], match.start())
