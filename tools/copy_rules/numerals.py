"""Numbers as people write them: digits with separators, English words, Chinese numerals."""

import re
from decimal import Decimal

from tools.number_words import HAN_DIGITS, HAN_SCALES, SCALES, TENS, UNITS

_ANY = "|".join([*UNITS, *TENS, *SCALES, "a dozen", "dozen"])

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DECIMALS = rf"(?:[\s-]+point(?:[\s-]+(?:{'|'.join(word for word, value in UNITS.items() if value < 10)}))+)"
ENGLISH = (
    rf"\b(?:a\s+(?=hundred|thousand|dozen))?(?:{_ANY})(?:(?:[\s-]+|\s+and\s+)(?:{_ANY}))*"
    rf"(?:\s+and\s+a\s+half|{_DECIMALS})?\b"
)
CHINESE = r"[零〇一二两三四五六七八九十百千万亿廿]++(?:点[零一二三四五六七八九]+)?"
NUMBER = rf"(?:{DIGITS}|{ENGLISH}|{CHINESE})"


def number(text: str) -> Decimal | None:
    """The value of a number in digits, English or Chinese words; None when it is none."""
    text = text.strip().lower()
    digits = text.replace(",", "").replace("，", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return Decimal(digits)
    if re.fullmatch(CHINESE, text):
        return chinese_number(text)
    return english_number(text)


def english_number(text: str) -> Decimal | None:
    """ "twenty-five" → 25, "two hundred and fifty" → 250, "a dozen" → 12, "five point four" → 5.4."""
    before, point, after = text.lower().partition("point")
    if point:
        whole, decimals = english_number(before), [UNITS.get(word) for word in re.findall(r"[a-z]+", after)]
        if whole is None or None in decimals or not decimals:
            return None
        return Decimal(f"{whole}.{''.join(str(digit) for digit in decimals)}")
    if text.lower().endswith(" and a half"):
        whole = english_number(text[: -len(" and a half")])
        return None if whole is None else whole + Decimal("0.5")
    total = group = 0
    words = re.findall(r"[a-z]+", text.lower())
    if not words:
        return None
    for word in words:
        if word in UNITS:
            group += UNITS[word]
        elif word in TENS:
            group += TENS[word]
        elif word == "dozen":
            group = (group or 1) * 12
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in SCALES:
            total, group = total + (group or 1) * SCALES[word], 0
        elif word not in ("a", "and"):
            return None
    return Decimal(total + group)


def chinese_number(text: str) -> Decimal | None:
    """ "二十五" → 25, "两百" → 200, "一千二" → 1200, "二〇二六" → 2026, "三点五" → 3.5."""
    whole, _, fraction = text.partition("点")
    if fraction:
        value = _chinese_whole(whole)
        return None if value is None else Decimal(f"{value}." + "".join(str(HAN_DIGITS[c]) for c in fraction))
    value = _chinese_whole(whole)
    return None if value is None else Decimal(value)


def _chinese_whole(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 1 and all(c in HAN_DIGITS for c in text):
        return int("".join(str(HAN_DIGITS[c]) for c in text))
    total = section = digit = 0
    last_scale = 1
    for character in text.replace("廿", "二十"):
        if character in HAN_DIGITS:
            digit = HAN_DIGITS[character]
            last_scale = 1 if character in "零〇" else last_scale
        elif character in HAN_SCALES:
            last_scale = HAN_SCALES[character]
            section += (digit or 1) * last_scale
            digit = 0
        else:
            scale = 10_000 if character == "万" else 100_000_000
            total, section, digit, last_scale = (total + (section + digit or 1)) * scale, 0, 0, scale
    # 一千二 means 1,200 and 三万五 35,000: a lone last digit counts in the next lower unit
    return total + section + digit * (last_scale // 10 if last_scale >= 100 and digit else 1)
