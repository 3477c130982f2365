"""Bare numerals in both languages: digits with k, m, 万; English number words; Chinese numerals such as 三千五."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.text import Token, text_at
from tools import number_words
from tools.number_words import SCALES, TENS, UNITS

_SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "w": 1e4, "grand": 1e3, **SCALES}
_PHRASES = {
    ("a", "couple", "of"): 2,
    ("couple", "of"): 2,
    ("a", "couple"): 2,
    ("half", "a", "dozen"): 6,
    ("half", "a", "grand"): 500,
    ("half", "a", "thousand"): 500,
    ("half", "a", "million"): 500_000,
    ("a", "dozen"): 12,
    ("dozen",): 12,
    ("a", "grand"): 1000,
    ("a", "hundred"): 100,
    ("a", "thousand"): 1000,
    ("a", "million"): 1_000_000,
    ("thousand",): 1000,
    ("hundred",): 100,
}
_PHRASES_FROM = {
    word: [(phrase, value) for phrase, value in _PHRASES.items() if phrase[0] == word] for word, *_ in _PHRASES
}
_MULTIPLES = {"dozen": 12, "score": 20, "hundred": 100, "grand": 1000, "thousand": 1000, "million": 1_000_000}
HAN_DIGITS = number_words.HAN_DIGITS | {"俩": 2, "仨": 3}
_HAN_SCALES = number_words.HAN_SCALES | {"万": 10_000, "亿": 100_000_000}
_BEFORE_ONE = frozenset("过破上超满近达到逾足不")
"""Behind these a scale stands for one of it: 过万, 破百, 满千."""


def english_numeral(tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
    """The longest English or digit numeral at `position`, as (number of tokens, value)."""
    token = tokens[position]
    if token.kind == "number":
        used, value = _digits(tokens, position)
        if used == 1 and _spaced_thousand(tokens, position):
            used, value = 2, float(token.text + tokens[position + 1].text)
        return _multiplied(tokens, position, used, value)
    found = _words(tokens, position)
    for phrase, value in _PHRASES_FROM.get(token.text, ()):
        if found and found[0] > len(phrase):
            continue  # a hundred and sixty
        if tuple(t.text for t in tokens[position : position + len(phrase)]) == phrase:
            more = _and_more(tokens, position + len(phrase)) if value in SCALES.values() else None
            if more is not None:
                return len(phrase) + more[0], value + more[1]
            return _multiplied(tokens, position, len(phrase), float(value))
    return _multiplied(tokens, position, *found) if found else None


def _spaced_thousand(tokens: Sequence[Token], position: int) -> bool:
    """1 000, 12 500: three digits behind up to three, with nothing but a space between them."""
    first, after = tokens[position], tokens[position + 1] if position + 1 < len(tokens) else None
    plain = after is not None and after.kind == "number" and after.text.isdigit() and len(after.text) == 3
    return bool(
        plain and after is not None and after.start == first.end + 1 and after.text.endswith("00")
        and first.text.isdigit() and len(first.text) < 4 and first.text[0] != "0"
    )  # fmt: skip


def _and_more(tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
    """a hundred and twenty, a thousand and five."""
    if position >= len(tokens) or tokens[position].text != "and" or not _follows_numeral(tokens, position + 1):
        return None
    found = _words(tokens, position + 1)
    return (found[0] + 1, found[1]) if found else None


def _multiplied(tokens: Sequence[Token], position: int, used: int, value: float) -> tuple[int, float]:
    """two dozen, a couple hundred, five grand: what is counted is itself so many."""
    after = position + used
    lead = after + 1 < len(tokens) and tokens[after].text in ("of", "a") and value in (0.5, 2)
    word = tokens[after + lead].text if after + lead < len(tokens) else ""
    if word.removesuffix("s") in _MULTIPLES and not (value >= 1000 and word == "grand"):
        return used + lead + 1, value * _MULTIPLES[word.removesuffix("s")]
    return used, value


def _digits(tokens: Sequence[Token], position: int) -> tuple[int, float]:
    value = float(tokens[position].text.replace(",", ""))
    if position + 1 < len(tokens):
        following = tokens[position + 1]
        scale = _SUFFIXES.get(following.text)
        glued = following.start == tokens[position].end
        if scale and (glued or following.text in SCALES or following.text == "grand"):
            return 2, value * scale
    return 1, value


def _words(tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
    total, group, used, last = 0.0, 0.0, 0, None
    while position + used < len(tokens):
        word = tokens[position + used].text
        if word in UNITS and last in (None, "tens", "scale"):
            group, last = group + UNITS[word], "unit"
        elif word in TENS and last in (None, "scale"):
            group, last = group + TENS[word], "tens"
        elif last is None and _one_of(tokens, position + used):
            group, last = 1.0, "unit"
            if word in SCALES:
                continue
        elif word in SCALES and last is not None:
            if word == "hundred":
                group *= 100
            else:
                total, group = total + group * SCALES[word], 0.0
            last = "scale"
        elif (word == "-" and last == "tens" and _follows_unit(tokens, position + used + 1)) or (
            word == "and" and last == "scale" and _follows_numeral(tokens, position + used + 1)
        ):
            pass
        else:
            break
        used += 1
    return (used, total + group) if used else None


def _one_of(tokens: Sequence[Token], position: int) -> bool:
    """a hundred and sixty, the last hundred and twenty: a scale of which there is one."""
    words = [token.text for token in tokens[position : position + 3]]
    if words[0] == "a":
        return words[1:2] != [] and words[1] in SCALES
    return words[0] in SCALES and words[1:2] == ["and"] and _follows_numeral(tokens, position + 2)


def _follows_unit(tokens: Sequence[Token], position: int) -> bool:
    return position < len(tokens) and 0 < UNITS.get(tokens[position].text, 0) < 10


def _follows_numeral(tokens: Sequence[Token], position: int) -> bool:
    return position < len(tokens) and (tokens[position].text in UNITS or tokens[position].text in TENS)


def chinese_numeral(tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
    """The longest Chinese numeral at `position` (三千五 is 3500, 3万5 is 35000), as (number of tokens, value)."""
    used = 0
    characters: list[str] = []
    if position and tokens[position - 1].text in _BEFORE_ONE and tokens[position].text in _HAN_SCALES:
        characters.append("一")
    while position + used < len(tokens):
        token = tokens[position + used]
        if used and token.start != tokens[position + used - 1].end:
            break  # 八百-一千二: one number and another
        if token.kind == "number" and (not characters or characters[-1] in _HAN_SCALES):
            characters.append(token.text.replace(",", ""))
        elif token.text in HAN_DIGITS or (token.text in _HAN_SCALES and (characters or token.text == "十")):
            if characters and characters[-1][0].isdigit() and token.text in HAN_DIGITS:
                break
            characters.append(token.text)
        else:
            break
        used += 1
    if not characters or all(c[0].isdigit() for c in characters):
        return None
    value = _chinese_value(characters)
    return None if value is None else (used, value)


def _chinese_value(characters: Sequence[str]) -> float | None:
    """Value of 三 千 五 or 1.5 万; None for a run that is not one number, such as 三四."""
    if all(c in HAN_DIGITS for c in characters):
        if len(characters) == 1:
            return float(HAN_DIGITS[characters[0]])
        return float("".join(str(HAN_DIGITS[c]) for c in characters)) if len(characters) == 4 else None
    total = section = 0.0
    digit: float | None = None
    last_scale = 1.0
    zero = False
    for character in characters:
        if character in _HAN_SCALES:
            scale = float(_HAN_SCALES[character])
            if scale >= 10_000:
                total, section = (total + section + (digit or 0)) * scale, 0.0
            else:
                section += (1.0 if digit is None else digit) * scale
            digit, last_scale, zero = None, scale, False
        elif character in ("零", "〇"):
            zero = True
        elif digit is not None:
            return None
        else:
            digit = float(character) if character[0].isdigit() else float(HAN_DIGITS[character])
    if digit is not None:
        # 三千五 leaves the last scale unsaid; 三千零五 does not.
        section += digit * (last_scale / 10 if last_scale >= 100 and not zero else 1.0)
    return total + section


def short_year(tokens: Sequence[Token], i: int) -> int:
    """二五年: the last two digits of a year; 二三年 and the like are two or three years."""
    digits = [HAN_DIGITS.get(text_at(tokens, at), -1) for at in (i, i + 1)]
    plain = text_at(tokens, i + 2) == "年" and -1 not in digits and text_at(tokens, i) == "二"
    return digits[0] * 10 + digits[1] if plain and digits[1] != 3 and text_at(tokens, i - 1) not in HAN_DIGITS else 0
