"""How long a text is, as each channel counts it: SMS units and parts, display width, words."""

import math
import re
import unicodedata
from typing import NamedTuple

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")
"""3GPP TS 23.038, sections 6.2.1 and 6.2.1.1; an extension character is sent as two."""

PART = {"GSM-7": (160, 153), "UCS-2": (70, 67), "mainland": (70, 67)}
"""Encoding to the capacity of a lone part and of each part of a split text."""


class SmsSize(NamedTuple):
    """Size of one text message: `units` are septets (GSM-7), UTF-16 code units (UCS-2) or characters (mainland)."""

    encoding: str
    units: int
    parts: int
    first_wide: str
    """The first character that forced UCS-2; empty in GSM-7."""


def sms_size(text: str) -> SmsSize:
    """Encoding, units and parts of `text` as an international SMS.

    A two-unit character (an extension character, a surrogate pair) is never torn over two parts, so parts are packed
    rather than divided.
    """
    wide = next((c for c in text if c not in GSM7_BASIC and c not in GSM7_EXTENSION), "")
    if wide:
        costs = [2 if ord(c) > 0xFFFF else 1 for c in text]
        encoding = "UCS-2"
    else:
        costs = [2 if c in GSM7_EXTENSION else 1 for c in text]
        encoding = "GSM-7"
    return SmsSize(encoding, sum(costs), _pack(costs, *PART[encoding]), wide)


def mainland_sms_size(text: str) -> SmsSize:
    """Size as mainland-China carriers count: signature and body, every character 1, whatever its script."""
    return SmsSize("mainland", len(text), _pack([1] * len(text), *PART["mainland"]), "")


def parts_for(characters: int, encoding: str) -> int:
    """Parts that a text of `characters` one-unit characters takes; at least 1."""
    alone, each = PART[encoding]
    return 1 if characters <= alone else math.ceil(characters / each)


def _pack(costs: list[int], alone: int, each: int) -> int:
    if sum(costs) <= alone:
        return 1
    parts, used = 1, 0
    for cost in costs:
        if used + cost > each:
            parts, used = parts + 1, 0
        used += cost
    return parts


def display_width(text: str) -> int:
    """Columns a text takes where East Asian wide and full-width characters count 2 and combining marks 0."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


_WORD = re.compile(r"[A-Za-z0-9À-ɏ]+(?:['’&.-][A-Za-z0-9À-ɏ]+)*|[\u3400-\u9fff]")


def word_count(text: str) -> int:
    """Words; each Chinese character counts as one."""
    return len(_WORD.findall(text))


def size_in(text: str, unit: str) -> int:
    """Length of `text` in `unit`: characters, width, bytes (UTF-8) or words."""
    measures = {"characters": len, "width": display_width, "words": word_count}
    return len(text.encode("utf-8")) if unit == "bytes" else measures[unit](text)
