"""Reading text as a person would: compatibility forms folded, invisible characters dropped, positions kept."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import NamedTuple

_FOLD = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "`": "'",
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "\u00a0": " ",
    "\u3000": " ",
    "\u2009": " ",
    "\u202f": " ",
    "％": "%",
    "﹪": "%",
    "￥": "¥",
    "＄": "$",
    "￡": "£",
    **dict(zip("蕞朂樶苐笫囯圀囻傢髙頂極傚隹", "最最最第第国国国家高顶极效佳", strict=True)),
}
_TRADITIONAL = dict(
    zip(
        "級絕獨國優價獎銷純絨質訂買賣滿減贈運費費簡單雙兩個條張塊錢萬億無與為來時間現場會員專業醫療藥膚燙減紅書資產廠導領髮發買臺灣東風龍",
        "级绝独国优价奖销纯绒质订买卖满减赠运费费简单双两个条张块钱万亿无与为来时间现场会员专业医疗药肤烫减红书资产厂导领发发买台湾东风龙",
        strict=True,
    )
)
"""Traditional forms of the characters that the rules look for."""
_KEYCAP = frozenset("\ufe0f\u20e3")
_FORMAL = dict(zip("壹贰叁肆柒捌玖佰仟萬", "一二三四七八九百千万", strict=True))
"""Numerals as on cheques."""
_EVERYDAY = dict(zip("伍陆拾", "五六十", strict=True))
"""Those that are also everyday words: numerals beside another one or before what is counted."""
_BESIDE = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟萬")
_SEPARATORS = frozenset(" *·•_-/|.~")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


class Folded(NamedTuple):
    """`text` to match against; `origin[i]` is where its i-th character stands in what was written."""

    text: str
    origin: list[int]

    def written(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text for a span of the folded one."""
        if start >= len(self.origin):
            return self.origin[-1] + 1 if self.origin else 0, self.origin[-1] + 1 if self.origin else 0
        return self.origin[start], self.origin[max(start, end - 1)] + 1


@cache
def fold(written: str) -> Folded:
    """Full-width, circled and styled letters and digits as plain ones; key caps and invisible characters dropped."""
    text: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(written):
        if character in _KEYCAP or (unicodedata.category(character) == "Cf" and character != "\u200d"):
            continue
        if character in _SEPARATORS and _between_chinese(written, index):
            continue  # 最 佳 and 包*邮 are read as what they say
        if character in _EVERYDAY and _counts(written, index):
            text.append(_EVERYDAY[character])
            origin.append(index)
            continue
        plain = _FOLD.get(character) or _FORMAL.get(character) or _TRADITIONAL.get(character) or _plain(character)
        for piece in plain:
            text.append(piece)
            origin.append(index)
    return Folded("".join(text), origin)


def _counts(text: str, index: int) -> bool:
    beside = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return any(character in _BESIDE for character in beside) or text[index + 1 : index + 2] in tuple("元圆块折")


def _between_chinese(text: str, index: int) -> bool:
    return 0 < index < len(text) - 1 and bool(HAN.match(text[index - 1]) and HAN.match(text[index + 1]))


def _plain(character: str) -> str:
    if character < "\u0080" or HAN.match(character):
        return character
    folded = unicodedata.normalize("NFKC", character)
    alphanumeric = folded.isascii() and folded.isalnum()
    return folded if alphanumeric and (len(folded) == 1 or folded.isdigit()) else character


_SENTENCE_END = re.compile(r"(?<=[.!?。！？；;\n])\s+|(?<=[。！？；])|\n+")


def sentence_at(text: str, start: int, end: int, earlier: int = 0) -> str:
    """The sentence of `text` that holds the span, with so many before it; full stops within numbers do not end it."""
    breaks = _breaks(text)
    first = [position for position in breaks if position <= start][-1 - earlier :][0]
    last = min(position for position in breaks if position >= end)
    return text[first:last]


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text."""
    return [(start, end) for start, end in pairwise(_breaks(text)) if text[start:end].strip()]


def _breaks(text: str) -> list[int]:
    return [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]


def is_chinese(text: str) -> bool:
    """Is any character Chinese?"""
    return bool(HAN.search(text))


def term(pattern: str) -> re.Pattern[str]:
    """A rule's regular expression, compiled once, matched without regard to case."""
    return _compile(pattern)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(r"\b", _EDGE), re.IGNORECASE)


_LETTER = "[0-9A-Za-z_À-ɏ]"
_EDGE = rf"(?:(?<!{_LETTER})(?={_LETTER})|(?<={_LETTER})(?!{_LETTER}))"
"""The edge of a Latin word, also beside Chinese, whose characters are letters to `\\b`: 等级IP67."""
