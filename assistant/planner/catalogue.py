"""Product names found by part: an index from words and pairs of characters to the names that have them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from operator import add
from typing import TYPE_CHECKING

from assistant.planner.text import fold, fold_all, stem

if TYPE_CHECKING:
    from tools.data.engine import Warehouse

_SEPARATOR = re.compile(r"[\s\-_'’\"&/,.+()]+")
_UNWRITTEN = re.compile(r"[^\w]+")
_BETWEEN = "|"
"""Stands between the names one product has in several languages."""
_SEVERAL = 3
"""So many names that end in a common word make goods of it."""
_SHORTEST = 3
"""Fewer characters of a Chinese name are short for too many."""
LISTED = 60
"""Up to this many matching products are listed by name where their names do not contain the words as typed."""


class ProductNames:
    """All product names, each in every language the shop has it in."""

    def __init__(self, names: Sequence[tuple[str, ...]]) -> None:
        """`names`: for each product the name it goes by, then its other names."""
        self._shown = [forms[0] for forms in names]
        folded = iter(fold_all([form for forms in names for form in forms if form]))
        self._lines = [f" {f' {_BETWEEN} '.join([_apart(next(folded)) for form in forms if form])} " for forms in names]

    @classmethod
    def read(cls, warehouse: Warehouse) -> ProductNames:
        """Read every product's names from the warehouse."""
        columns = warehouse.columns().get("products", {})
        if "name" not in columns:
            return cls([])
        others = [column for column in columns if column.startswith("name_")]
        selected = ", ".join(["name", *(f'"{column}"' for column in others)])
        _, rows = warehouse.query(f"SELECT DISTINCT {selected} FROM products WHERE name IS NOT NULL ORDER BY 1")
        return cls([tuple(str(cell) for cell in row if cell) for row in rows])

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """Places of the names with each Latin word; made, as the next, when the first such word is looked for."""
        return _places(map(_latin, self._lines))

    @cached_property
    def _by_pair(self) -> dict[str, list[int]]:
        """The same of every two characters next to each other, not both Latin."""
        return _places(_joined(line, whole=True) for line in self._lines)

    @cached_property
    def _whole(self) -> dict[str, str]:
        """Every name as one run of characters, in each language, with how the shop shows it."""
        found: dict[str, str] = {}
        for shown, line in zip(self._shown, self._lines, strict=True):
            for form in line.split(f" {_BETWEEN} "):
                found.setdefault(_UNWRITTEN.sub("", form.replace(" s ", "")), shown)
        return found

    def many_are(self, word: str) -> bool:
        """Whether several products are called after this common word: their names end in it.

        Sunrise Beans 250g and Fjord Beans 250g are both beans.
        """
        sought = stem(fold(word))
        forms = (form for place in self._by_word.get(sought, ()) for form in self._lines[place].split(f" {_BETWEEN} "))
        return len(list(islice((form for form in forms if _head(form) == sought), _SEVERAL))) == _SEVERAL

    def called(self, written: str) -> str | None:
        """The product with exactly this name, written without spaces and marks; None when there is none."""
        return self._whole.get(_UNWRITTEN.sub("", written))

    def contains(self, phrase: str) -> bool:
        """Whether any name contains the phrase: whole words in Latin script, any characters in Chinese."""
        return next(self._having([_needle(phrase)]), None) is not None

    def matching(self, phrase: str, limit: int = LISTED + 1) -> list[str]:
        """Names (as the shop shows them) that contain the phrase, at most `limit`."""
        return self._names([_needle(phrase)], limit)

    def with_words(self, phrase: str, limit: int) -> list[str]:
        """Names (as the shop shows them) that hold every word of the phrase, in any order, at most `limit`."""
        return self._names([_needle(word) for word in _apart(fold(phrase)).split()], limit)

    def shortened(self, written: str) -> list[str]:
        """Names (as the shop shows them) that a Chinese word is short for: it begins and ends as they do, in order."""
        found: dict[str, None] = {}
        for form in self._by_ends.get((written[0], written[-1]), ()):
            letters = iter(form)
            if len(written) >= _SHORTEST and 2 * len(written) >= len(form) and all(c in letters for c in written):
                found[self._whole[form]] = None
        return list(found)

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], list[str]]:
        """Chinese names by their first and last character."""
        found: dict[tuple[str, str], list[str]] = {}
        for form in self._whole:
            if form and not form.isascii():
                found.setdefault((form[0], form[-1]), []).append(form)
        return found

    def filter_for(self, phrase: str, typed: str) -> tuple[str, tuple[str, ...]]:
        """("contains", words) when the names as shown contain the words as typed, else ("is", names)."""
        names = self.matching(phrase)
        spoken = typed.casefold().strip()
        for form in (spoken, _apart(fold(typed)), phrase):
            if names and all(form in name.casefold() for name in names):
                exact = [name for name in names if name.casefold() == form]
                return ("is", (exact[0],)) if len(names) == 1 and exact else ("contains", (form,))
        return "is", tuple(names[:LISTED])

    def _names(self, needles: list[str], limit: int) -> list[str]:
        found: dict[str, None] = {}
        for place in self._having(needles):
            found[self._shown[place]] = None
            if len(found) == limit:
                break
        return list(found)

    def _having(self, needles: list[str]) -> Iterator[int]:
        """Places of the products whose names contain every needle, in order: the rarest part tells where to look."""
        rarest: Sequence[int] | None = None
        for needle in needles:
            whole = needle.startswith(" ")
            for part in _latin(needle) if whole else _joined(needle, whole):
                places = (self._by_word if whole else self._by_pair).get(part, ())
                if rarest is None or len(places) < len(rarest):
                    rarest = places
        if rarest is None:
            rarest = self._with_character(next((c for needle in needles for c in needle if not c.isascii()), ""))
        found = iter(rarest)
        for needle in needles:
            found = self._containing(found, needle)
        return found

    def _containing(self, places: Iterable[int], needle: str) -> Iterator[int]:
        lines = self._lines
        return (place for place in places if needle in lines[place])

    def _with_character(self, character: str) -> list[int]:
        """Places of the names with one character that is not Latin: it begins a pair wherever it stands."""
        pairs = self._pairs.get(character, ())
        return sorted({place for pair in pairs for place in self._by_pair[pair]})

    @cached_property
    def _pairs(self) -> dict[str, list[str]]:
        """Pairs of characters by their first one."""
        pairs: dict[str, list[str]] = {}
        for pair in self._by_pair:
            pairs.setdefault(pair[0], []).append(pair)
        return pairs


def _head(form: str) -> str:
    """The Latin word that a name ends in, numbers aside; "" where it has none."""
    words = [word for word in form.split() if word.isalpha() and word.isascii() and len(word) > 1]
    return words[-1] if words else ""


def _apart(folded: str) -> str:
    """A folded name's words, singular, with one space between them."""
    words = _SEPARATOR.split(folded)
    return " ".join(stem(word) if word.isascii() else word for word in words if word)


def _needle(phrase: str) -> str:
    """What a line must contain to have the phrase."""
    folded = _apart(fold(phrase))
    return f" {folded} " if folded.isascii() else folded


def _places(lines: Iterable[list[str]]) -> dict[str, list[int]]:
    """In which lines each part occurs, in order, each of them once."""
    found: dict[str, list[int]] = {}
    for place, parts in enumerate(lines):
        for part in parts:
            places = found.setdefault(part, [])
            if not places or places[-1] != place:
                places.append(place)
    return found


def _latin(line: str) -> list[str]:
    """The Latin words of a line or of a phrase in Latin script, which have spaces around them: they are whole."""
    return [word for word in line.split() if word.isascii() and word != _BETWEEN]


def _joined(line: str, whole: bool) -> list[str]:
    """In other words every two characters next to each other, not both Latin, and where the words are whole their ends.

    A phrase that is not all in Latin script begins and ends anywhere.
    """
    if line.isascii():
        return []
    words = [word for word in line.split() if not word.isascii()]
    pairs = [pair for word in words for pair in map(add, word, word[1:] + " " if whole else word[1:])]
    return [pair for pair in pairs if not pair.isascii()]
