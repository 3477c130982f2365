"""Product names found by part: 100,000 of them are searched as one text, not one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.planner.text import fold, stem

if TYPE_CHECKING:
    from tools.data.engine import Warehouse

_LATIN = re.compile(r"[a-z0-9_]+")
_SEPARATOR = re.compile(r"[\s\-_'’\"&/,.+()]+")
LISTED = 60
"""Up to this many matching products are listed by name where their names do not contain the words as typed."""


class ProductNames:
    """All product names, each in every language the shop has it in."""

    def __init__(self, names: list[tuple[str, ...]]) -> None:
        """`names`: for each product the name it goes by, then its other names."""
        self._shown = [forms[0] for forms in names]
        self._lines = [" | ".join(self._folded(form) for form in forms if form) for forms in names]
        self._text = "\n " + " \n ".join(self._lines) + " \n"
        self._words: set[str] | None = None

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

    @property
    def words(self) -> set[str]:
        """Every Latin word in a name, singular."""
        if self._words is None:
            self._words = set(_LATIN.findall(self._text))
        return self._words

    def contains(self, phrase: str) -> bool:
        """Whether any name contains the phrase: whole words in Latin script, any characters in Chinese."""
        return self._needle(phrase) in self._text

    def matching(self, phrase: str, limit: int = LISTED + 1) -> list[str]:
        """Names (as the shop shows them) that contain the phrase, at most `limit`."""
        needle = self._needle(phrase)
        found: list[str] = []
        for shown, line in zip(self._shown, self._lines, strict=True):
            if needle in f" {line} " and shown not in found:
                found.append(shown)
                if len(found) == limit:
                    break
        return found

    def with_words(self, phrase: str, limit: int) -> list[str]:
        """Names (as the shop shows them) that hold every word of the phrase, in any order, at most `limit`."""
        wanted = self._folded(phrase).split()
        needles = [self._needle(part) if part.isascii() else part for part in wanted]
        found: list[str] = []
        for shown, line in zip(self._shown, self._lines, strict=True):
            padded = f" {line} "
            if wanted and all(needle in padded for needle in needles) and shown not in found:
                found.append(shown)
                if len(found) == limit:
                    break
        return found

    def filter_for(self, phrase: str, typed: str) -> tuple[str, tuple[str, ...]]:
        """("contains", words) when the names as shown contain the words as typed, else ("is", names)."""
        names = self.matching(phrase)
        spoken = typed.casefold().strip()
        for form in (spoken, self._folded(typed), phrase):
            if names and all(form in name.casefold() for name in names):
                exact = [name for name in names if name.casefold() == form]
                return ("is", (exact[0],)) if len(names) == 1 and exact else ("contains", (form,))
        return "is", tuple(names[:LISTED])

    def _needle(self, phrase: str) -> str:
        folded = self._folded(phrase)
        return f" {folded} " if folded.isascii() else folded

    def _folded(self, name: str) -> str:
        words = _SEPARATOR.split(fold(name))
        return " ".join(stem(word) if word.isascii() else word for word in words if word)
