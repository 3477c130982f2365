"""Words near in spelling, by index: letters counted in bitmaps leave a short list, and rapidfuzz decides.

rapidfuzz's ratio is 2 × (longest common subsequence) / (sum of lengths), and no common subsequence is longer than the
number of letters two words share. So one bitmap over all words for "has an s", one for "has a second s", and so on,
added up digit by digit for the letters that were typed, tell of every word at once whether it can be near enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil


class Near:
    """Finds, among many words, those at least so much like a typed one: exactly what comparing with each would find."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        having: dict[tuple[str, int], bytearray] = defaultdict(lambda: bytearray(len(self._words) // 8 + 1))
        lengths: dict[int, bytearray] = defaultdict(lambda: bytearray(len(self._words) // 8 + 1))
        for place, word in enumerate(self._words):
            byte, bit = place // 8, 1 << place % 8
            lengths[len(word)][byte] |= bit
            for letter in _letters(word):
                having[letter][byte] |= bit
        self._having = {letter: int.from_bytes(bitmap, "little") for letter, bitmap in having.items()}
        self._lengths = {length: int.from_bytes(bitmap, "little") for length, bitmap in lengths.items()}

    def find(self, typed: str, cutoff: float, limit: int | None = None) -> list[tuple[str, float, int]]:
        """(word, ratio 0..100, place among the words) of those whose ratio is at least `cutoff`, the most alike first.

        Of words equally alike, the one given first comes first; at most `limit`, all when it is None.
        """
        from rapidfuzz import fuzz, process

        places = list(self.candidates(typed, cutoff))
        words = [self._words[place] for place in places]
        found = process.extract(typed, words, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit)
        return [(word, ratio, places[place]) for word, ratio, place in found]

    def candidates(self, typed: str, cutoff: float) -> Iterator[int]:
        """Places of the words that have enough letters in common with `typed` to be so much alike, in order."""
        shared: list[int] | None = None
        possible = 0
        for length, bitmap in self._lengths.items():
            needed = ceil(cutoff / 200 * (len(typed) + length) - 1e-9)
            if needed <= min(len(typed), length):
                shared = self._shared(typed) if shared is None else shared
                possible |= _at_least(shared, needed, bitmap)
        digits = f"{possible:b}"[::-1]
        place = digits.find("1")
        while place >= 0:
            yield place
            place = digits.find("1", place + 1)

    def _shared(self, typed: str) -> list[int]:
        """How many of the letters of `typed` each word has: a number's binary digits, lowest first, each a bitmap."""
        digits: list[int] = []
        for letter in _letters(typed):
            carry = self._having.get(letter, 0)
            for place, digit in enumerate(digits):
                if not carry:
                    break
                digits[place], carry = digit ^ carry, digit & carry
            if carry:
                digits.append(carry)
        return digits


def _letters(word: str) -> Iterator[tuple[str, int]]:
    """Each letter and which of its kind it is: (s, 1), (e, 1), (e, 2)."""
    seen: dict[str, int] = {}
    for letter in word:
        seen[letter] = seen.get(letter, 0) + 1
        yield letter, seen[letter]


def _at_least(digits: Sequence[int], least: int, among: int) -> int:
    """The words `among` these whose number, digit by digit in `digits`, is at least `least`."""
    if least >= 1 << len(digits):
        return 0 if least else among
    greater, equal = 0, among
    for place in range(len(digits) - 1, -1, -1):
        if least >> place & 1:
            equal &= digits[place]
        else:
            greater |= equal & digits[place]
            equal ^= equal & digits[place]
    return greater | equal
