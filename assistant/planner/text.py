"""Normalised text and its tokens: full-width, traditional and accented forms folded, offsets kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.planner.simplifying import HAN, simplified, simplified_all
from tools.contract import Language

TokenKind = Literal["word", "number", "han", "symbol", "break"]

_TOKEN = re.compile(
    r"(?P<year>(?<![\w'])'\d\d(?![\w']))"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
    r"|(?P<word>(?<![a-z])(?:i\.e|e\.g|a\.k\.a|w\.r\.t)\.?(?![a-z])|[a-z_]+(?:'[a-z]+)?\d*(?:_[a-z0-9]+)*)"
    r"|(?P<han>[\u3400-\u9fff\u3007])"
    r"|(?P<break>(?:[,;.?:\n、，。；！？：]|!(?!=))+)"
    r"|(?P<symbol>->|!=|[^\s])"
)
_QUOTES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "−": "-",
        "～": "~",
        "〜": "~",
        "﹪": "%",
        "「": '"',
        "」": '"',
        "《": '"',
        "》": '"',
        "『": '"',
        "』": '"',
        "【": '"',
        "】": '"',
        "≠": "!=",
        "→": "-",
        "⇒": "-",
        "➔": "-",
    }
)
_QUOTED = re.compile(f"[{''.join(map(chr, _QUOTES))}]+")
_ABBREVIATED = (
    "acq approx avg av ave amt cat cats cust custs dept est excl incl lang max med min mth nbr no nos nr num pref prod "
    "qtr qty rev seg segs sep sept sub "
    "st vs v wk yr jan feb mar apr jun jul aug oct nov dec mon tue tues wed thu thurs fri sat sun"
)
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
"""Words whose full stop ends no sentence where another word or a number follows."""
_DATE_WORDS = (
    "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tues?|wed|thu(?:rs)?|fri|sat|sun|january|february|"
    "march|april|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_SPANNED = re.compile(rf"{_DATE_WORDS}\b")
_SPANNED_BEFORE = re.compile(rf"\b{_DATE_WORDS}$")
_ISH = re.compile(r"(?<=\d)-?ish\b|(?<=\d-)ish\b")
"""10-ish: about so many is asked about as so many."""
_TOP = re.compile(r"^(top|bottom|best)(\d+)$")
_HAN_ONLY = re.compile(r"[\u3400-\u9fff\u3007]+")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_IRREGULAR = {
    "women": "woman",
    "men": "man",
    "people": "people",
    "ladies": "lady",
    "children": "child",
    "series": "series",
    "news": "news",
    "sales": "sales",
    "wines": "wine",
    "us": "us",
    "bus": "bus",
    "plus": "plus",
    "sms": "sms",
    "gbps": "gbps",
    "always": "always",
    "less": "less",
}


class Token(NamedTuple):
    """One token; `start` and `end` are offsets in the normalised text."""

    text: str
    start: int
    end: int
    kind: TokenKind

    @property
    def key(self) -> str:
        """The form it is looked up by: singular, without apostrophes."""
        return stem(self.text) if self.kind == "word" else self.text.replace(",", "")


class Text(NamedTuple):
    """A question as the planner sees it; `origins[i]` is where character i stands in the question as typed."""

    original: str
    normal: str
    origins: tuple[int, ...]
    tokens: tuple[Token, ...]
    mended: tuple[tuple[int, str], ...] = ()
    """Tokens that were typed otherwise, with the word each was taken for."""

    def typed(self, start: int, end: int) -> str:
        """The asker's own characters for a stretch of the normalised text."""
        if start >= end:
            return ""
        return self.original[self.origins[start] : self.origins[end - 1] + 1].strip()


def normalise(question: str) -> Text:
    """NFKC, simplified characters, lower case, accents off, plain quotes; every character keeps its origin."""
    characters: list[str] = []
    origins: list[int] = []
    if question.isascii():  # every character is one already
        normal = question.translate(_QUOTES).lower()
        return Text(question, normal, tuple(range(len(normal))), tuple(_tokens(normal)))
    for position, character in enumerate(simplified(question)):
        if "\u3400" <= character <= "\u9fff":  # nothing to fold
            characters.append(character)
            origins.append(position)
            continue
        # 500，200人: a full-width comma parts numbers, it never groups their digits
        plain = character if character == "，" else unicodedata.normalize("NFKC", character)
        folded = plain.translate(_QUOTES).lower()
        decomposed = unicodedata.normalize("NFD", folded)
        for piece in decomposed:
            if unicodedata.combining(piece) or piece in "\u200b\ufeff":
                continue
            characters.append(piece)
            origins.append(position)
    normal = "".join(characters)
    return Text(question, normal, tuple(origins), tuple(_tokens(normal)))


def language_of(question: str, default: Language = "en") -> Language:
    """The language a question is asked in: Chinese when Han characters outnumber Latin words."""
    han, latin = len(HAN.findall(question)), len(_LATIN_WORD.findall(question))
    if han == latin == 0:
        return default
    return "zh" if han > latin else "en"


@lru_cache(maxsize=16_384)
def keys_of(form: str) -> tuple[str, ...]:
    """The lookup keys of a word or phrase, breaks and hyphens left out."""
    folded = fold(form)
    if _HAN_ONLY.fullmatch(folded):  # most of the thousands of forms of a shop are as plain as this
        return tuple(folded)
    if folded.isascii() and folded.isalpha():
        return (stem(folded),)
    return tuple(token.key for token in _tokens(folded) if token.kind != "break" and token.text not in "-_'\"&/")


@lru_cache(maxsize=65_536)
def fold(form: str) -> str:
    """One form folded as questions are; for values and lexicon entries, where offsets do not matter."""
    if form.isascii():
        return form.translate(_QUOTES).lower()
    plain = simplified(form)
    return plain if _HAN_ONLY.fullmatch(plain) else _fold_text(plain)


def fold_all(forms: Sequence[str]) -> list[str]:
    """`fold` of each of very many forms, in a fraction of the time: they are folded as one text, a line each."""
    lines = [form.replace("\n", " ") for form in forms]
    return _fold_text("\n".join(simplified_all(lines))).split("\n") if lines else []


def _fold_text(plain: str) -> str:
    """Of one form or of a long text: searching for what is rare is much faster than translating every character."""
    folded = _QUOTED.sub(lambda found: found[0].translate(_QUOTES), unicodedata.normalize("NFKC", plain)).lower()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    marks = "".join(filter(unicodedata.combining, set(decomposed)))
    return re.sub(f"[{marks}]+", "", decomposed) if marks else decomposed


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without possessive and plural ending."""
    if word.endswith("'s"):
        word = word[:-2]
    word = word.replace("'", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def _tokens(normal: str) -> list[Token]:
    """Tokens without quotes and without the hyphens inside words."""
    found = [
        Token(match.group(), match.start(), match.end(), match.lastgroup)  # type: ignore[arg-type]
        for match in _TOKEN.finditer(normal)
    ]
    kept = [
        token
        for place, token in enumerate(found)
        if token.text not in "'\""
        and not _is_hyphen(normal, token)
        and not (token.text == "." and place and _abbreviated(normal, found[place - 1], token))
        and not _ISH.match(normal, token.start)
    ]
    return [part for token in kept for part in _parts(token)]


def _abbreviated(normal: str, before: Token, stop: Token) -> bool:
    """vs. last year, no. of orders: the full stop belongs to the word before it."""
    if before.end != stop.start or before.text not in _ABBREVIATIONS:
        return False
    return re.match(r" ?[a-z0-9#]", normal[stop.end : stop.end + 2]) is not None


def _parts(token: Token) -> list[Token]:
    """i.e. → ie; last month's → month; top10 → top 10; '25 → 2025; -> is a dash."""
    if token.kind == "year":
        return [token._replace(text="20" + token.text[1:], kind="number")]
    if token.kind == "word" and "." in token.text:
        return [token._replace(text=token.text.replace(".", ""))]
    if token.text == "->":
        return [token._replace(text="-")]
    if token.kind == "number" and token.text.startswith("."):
        return [token._replace(text="0" + token.text)]
    if token.kind != "word":
        return [token]
    if token.text.endswith("'s") and len(token.text) > 3:
        return [token._replace(text=token.text[:-2])]
    glued = _TOP.match(token.text)
    if glued:
        middle = token.start + len(glued[1])
        return [Token(glued[1], token.start, middle, "word"), Token(glued[2], middle, token.end, "number")]
    return [token]


def _is_hyphen(normal: str, token: Token) -> bool:
    """Whether a dash only joins two parts of a word: mar-may and fri-sun are from one to the other."""
    if token.text != "-" or token.start == 0 or token.end >= len(normal):
        return False
    if not (normal[token.start - 1].isalpha() and normal[token.end].isalpha()):
        return False
    sides = _SPANNED.match(normal, token.end), _SPANNED_BEFORE.search(normal[: token.start])
    return not all(sides)


def text_at(tokens: Sequence[Token], i: int) -> str:
    """The word at `i`, or "" where there is none."""
    return tokens[i].text if 0 <= i < len(tokens) else ""


def written_at(tokens: Sequence[Token], i: int, length: int) -> str:
    """The next `length` tokens as one word, or "" where there are fewer."""
    stretch = tokens[i : i + length]
    return "".join(token.text for token in stretch) if len(stretch) == length else ""


def unspaced(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Latin letters, digits and marks without a space between them, as (first, end); marks at either end left out."""
    start = 0
    for place in range(1, len(tokens) + 1):
        if place < len(tokens) and tokens[place].start == tokens[place - 1].end and tokens[place].text.isascii():
            continue
        first, last = start, place
        while last > first and not tokens[last - 1].text[-1].isalnum():
            last -= 1
        while first < last and not tokens[first].text[0].isalnum():
            first += 1
        if last > first and tokens[first].text.isascii():
            yield first, last
        start = place
