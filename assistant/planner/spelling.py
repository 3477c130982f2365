"""Words as they were meant: a letter too many, too few, changed or out of place, and words run together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from assistant.planner.lexicon import Lexicon
from assistant.planner.misheard import as_heard
from assistant.planner.near import Near
from assistant.planner.readers.english_words import MONTHS, SEASONS, WEEKDAYS
from assistant.planner.text import Text, Token
from assistant.planner.words import word_file

if TYPE_CHECKING:
    from assistant.planner.vocabulary import Vocabulary

SHORTEST = 4
"""Shorter words are too near to too many others."""
LONG = 8
"""From this length on two slips are forgiven."""
_GRAMMAR = (
    "since", "before", "after", "between", "until", "during", "within", "last", "past", "previous", "through", "from",
    "yesterday", "today", "first", "second", "third", "half", "early", "late", "beginning", "middle", "week", "month",
    "quarter", "year", "days", "weeks", "months", "years", "fortnight", "weekend",
    "three", "four", "five", "seven", "eight", "nine", "eleven", "twelve",
    "twenty", "thirty", "forty", "fifty", "hundred", "thousand", "million", "dozen",
)  # fmt: skip
_LIGHT = frozenset(("filler", "capitals", "greeting", "thanks", "break"))
_NEIGHBOURS = {
    letter: frozenset(near)
    for letter, near in zip(
        "qwertyuiopasdfghjklzxcvbnm",
        (
            "wa", "qeas", "wrsd", "etdf", "ryfg", "tugh", "yihj", "uojk", "ipkl", "ol", "qwsz", "awedzx", "serfxc",
            "drtgcv", "ftyhvb", "gyujbn", "huiknm", "jiolm", "kop", "asx", "zsdc", "xdfv", "cfgb", "vghn", "bhjm",
            "njk",
        ),
        strict=True,
    )
}  # fmt: skip


class Speller:
    """Mends single words, from the words one shop's lexicon is made of."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def mend(self, text: Text, unknown: Iterable[int]) -> Text:
        """The question with each of these words as it was meant, where that can be told; `mended` says which."""
        tokens: list[Token] = []
        mended: list[tuple[int, str]] = []
        places, before = set(unknown), dict(text.mended)
        for place, token in enumerate(text.tokens):
            if place in before:
                mended.append((len(tokens), before[place]))
            meant = self.meant(token) if place in places else ()
            if not meant:
                tokens.append(token)
                continue
            for word, start, end in _laid_out(token, meant):
                mended.append((len(tokens), word))
                tokens.append(Token(word, start, end, "word"))
        return text._replace(tokens=tuple(tokens), mended=tuple(mended))

    def meant(self, token: Token) -> tuple[str, ...]:
        """The word that was meant, or the two that were run together; () where that cannot be told."""
        typed = token.key if len(token.key) >= SHORTEST else token.text
        if token.kind != "word" or not typed.isascii() or not typed.isalpha() or len(typed) < SHORTEST:
            return ()
        if typed in everyday() or token.text in everyday():
            return ()
        return self._nearest(typed) or self._parted(typed)

    def _nearest(self, typed: str) -> tuple[str, ...]:
        from rapidfuzz.distance import OSA

        reach = 2 if len(typed) >= LONG else 1
        ranked: list[tuple[tuple[int, int], str]] = []
        for word, _, _ in self._near.find(typed, 100 * (1 - (reach + 0.5) / len(typed))):
            distance = OSA.distance(typed, word, score_cutoff=reach)
            if 0 < distance <= reach and (slip := _slip(typed, word, distance)) is not None:
                if word in self._fillers and (slip > 1 or len(typed) < SHORTEST + (slip > 0)):
                    continue  # a word that is not known must not be lost in one that is left out
                ranked.append(((distance, slip), word))
        ranked.sort()
        if not ranked:
            return ()
        best = [word for rank, word in ranked if rank == ranked[0][0]]
        if len(best) > 1 and len({word[:4] for word in best}) > 1:
            return ()
        return (max(best, key=len),)

    def _parted(self, typed: str) -> tuple[str, ...]:
        """lastmonth, blackfriday: two known words without the space between them, in only one way."""
        found = [
            (typed[:cut], typed[cut:])
            for cut in range(3, len(typed) - 2)
            if typed[:cut] in self._words and typed[cut:] in self._words
        ]
        return found[0] if len(found) == 1 and len(typed) >= 7 else ()

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word of every form, singular."""
        found = {
            key for keys in self._lexicon.forms() for key in keys if key.isascii() and key.isalpha() and len(key) > 2
        }
        return frozenset((*found, *_GRAMMAR, *MONTHS, *WEEKDAYS, *SEASONS))

    @cached_property
    def _fillers(self) -> frozenset[str]:
        """Words that mean nothing by themselves and stand in no form that does."""
        telling = {
            key
            for keys in self._lexicon.forms()
            for key in keys
            if any(sense.kind not in _LIGHT for sense in self._lexicon.senses(keys))
        }
        return self._words - telling - set(_GRAMMAR) - set(MONTHS) - set(WEEKDAYS)

    @cached_property
    def _near(self) -> Near:
        return Near(sorted(word for word in self._words if len(word) >= SHORTEST))


def speller_of(vocabulary: Vocabulary) -> Speller:
    """The shop's speller, kept with its vocabulary."""
    known = vocabulary.__dict__.get("_speller")
    if known is None:
        known = vocabulary.__dict__["_speller"] = Speller(vocabulary.lexicon)
    assert isinstance(known, Speller)
    return known


def written_out(text: Text, lexicon: Lexicon) -> Text:
    """Chat spelling written out, and misspellings put right that are on the list; what the shop knows stays."""
    chat, misspelt = word_file("spelling")["written"], word_file("spelling")["misspelt"]
    tokens: list[Token] = []
    mended: list[tuple[int, str]] = []
    for token in _slashed(text.tokens):
        meant = None if lexicon.knows(token.key) else chat.get(token.text) or misspelt.get(token.text)
        if meant and token.text in misspelt:
            mended.append((len(tokens), meant))
        tokens += _parts(token, meant.split()) if meant else [token]
    return as_heard(_in_digits(text._replace(tokens=tuple(tokens), mended=tuple(mended))))


_DIGITS = {character: str(value) for value, character in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST = 3
"""So many digits spelt out behind a letter are a number: C零零四二, 款号A一二三."""


def _in_digits(text: Text) -> Text:
    """二零二六 for 2026, C零零零四二 for C00042: a year or an id spelt digit by digit, as it is heard."""
    if not any(token.text in _DIGITS for token in text.tokens) or text.mended:
        return text
    tokens: list[Token] = []
    place = 0
    while place < len(text.tokens):
        end = place
        while end < len(text.tokens) and text.tokens[end].text in _DIGITS:
            end += 1
        said = "".join(_DIGITS[token.text] for token in text.tokens[place:end])
        before = tokens[-1] if tokens else None
        if end - place >= _LEAST and before is not None and before.text in _LETTERS and before.end == before.start + 1:
            tokens[-1] = Token(before.text + said, before.start, text.tokens[end - 1].end, "word")
        elif len(said) == len("2026") and _YEAR.fullmatch(said):
            tokens.append(Token(said, text.tokens[place].start, text.tokens[end - 1].end, "number"))
        else:
            tokens += text.tokens[place : max(end, place + 1)]
        place = max(end, place + 1)
    return text._replace(tokens=tuple(tokens))


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")


_LATEST = ("last", "past", "previous")
_SLASHED = {"": "with", "o": "without", "out": "without", "in": "within"}


def _slashed(tokens: Sequence[Token]) -> list[Token]:
    """w/, w/o, w/out, w/in as one word each; last-6-months without its first hyphen."""
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        token, after = tokens[place], tokens[place + 1 : place + 3]
        hyphen = token.text == "-" and 0 < place < len(tokens) - 1
        if hyphen and tokens[place - 1].text in _LATEST and after[0].kind == "number" and after[0].start == token.end:
            place += 1
            continue
        if token.text == "w" and after and after[0].text == "/" and after[0].start == token.end:
            ending = after[1].text if after[1:] and after[1].start == after[0].end else ""
            if ending in _SLASHED:
                last = after[1] if ending else after[0]
                found.append(Token(_SLASHED[ending], token.start, last.end, "word"))
                place += 3 if ending else 2
                continue
        found.append(token)
        place += 1
    return found


def _parts(token: Token, words: Sequence[str]) -> list[Token]:
    """The token as these words, each with its share of what was typed."""
    length = token.end - token.start
    if len(words) == 1 or length < len(words):
        return [token._replace(text=" ".join(words))]
    cuts = [token.start + length * i // len(words) for i in range(len(words) + 1)]
    return [Token(word, cuts[i], cuts[i + 1], "word") for i, word in enumerate(words)]


def everyday() -> frozenset[str]:
    """Words of plain English that are nobody's slip of the pen."""
    return _listed("everyday")


def plain() -> frozenset[str]:
    """Words that name no product by themselves."""
    return _listed("plain")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word_file("spelling")[name]["en"])


def _slip(typed: str, word: str, distance: int) -> int | None:
    """How likely such a slip is (0 the likeliest); None when it is none: the first letter is rarely wrong."""
    if typed[0] != word[0]:
        return 0 if distance == 1 and typed[:2] == word[1::-1] else None
    if distance > 1:
        return 2
    if len(typed) == len(word):
        places = [i for i in range(len(typed)) if typed[i] != word[i]]
        if len(places) == 2:
            return 0
        if len(typed) <= SHORTEST:
            return None
        return 1 if typed[places[0]] in _NEIGHBOURS.get(word[places[0]], ()) else 2
    longer, shorter = (typed, word) if len(typed) > len(word) else (word, typed)
    at = next((i for i in range(len(shorter)) if longer[i] != shorter[i]), len(shorter))
    if at and longer[at] == longer[at - 1]:
        return 0
    return None if len(shorter) < SHORTEST else 1


def _laid_out(token: Token, words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Each word with the stretch of the question it stands for."""
    if len(words) == 1:
        return [(words[0], token.start, token.end)]
    middle = token.start + len(words[0])
    return [(words[0], token.start, middle), (words[1], middle, token.end)]


_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"), ("er", ""),
    ("er", "e"), ("est", ""), ("est", "e"), ("ly", ""), ("ily", "y"), ("ally", "al"), ("n't", ""), ("'s", ""),
)  # fmt: skip


def is_common(word: str) -> bool:
    """Whether a plain English word is spelt right: as it stands or with a usual ending."""
    known = everyday()
    if word in known:
        return True
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending) + instead
        if word.endswith(ending) and len(stem) > 2:
            doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in known
            if stem in known or doubled:
                return True
    return False
