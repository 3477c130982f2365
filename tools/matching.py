"""When two spellings are one value: case, spaces, accents and known other names do not matter."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

_IGNORED = re.compile(r"[\s\-_.'’`·]+")

ALIKE = 66
"""Likeness (0 to 100) from which one spelling may be meant for another."""


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A name as it is compared: width, letter case and spaces aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def normal_form(text: str) -> str:
    """`text` without what spelling varies in: width, case, accents, spaces, hyphens, apostrophes."""
    bare = text.casefold() if text.isascii() else _without_accents(text)
    return _IGNORED.sub("", bare) or bare.strip()


def _without_accents(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def nearest(text: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """The candidates most like `text`, best first; none where nothing is alike."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        text, list(candidates), scorer=fuzz.WRatio, processor=normal_form, limit=count, score_cutoff=ALIKE
    )
    return [match for match, _, _ in found]


class Synonyms:
    """Groups of forms that mean one value; each group goes by its canonical name."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self.groups = {name: [name, *forms] for name, forms in groups.items()}
        self._group_of: dict[str, str] = {}
        for name, forms in self.groups.items():
            for form in forms:
                self._group_of.setdefault(normal_form(form), name)

    def group(self, text: str) -> str | None:
        """Canonical name of the group `text` is a form in."""
        return self.group_of(normal_form(text))

    def group_of(self, form: str) -> str | None:
        """The same of a normal form."""
        return self._group_of.get(form)

    def forms(self, text: str) -> list[str]:
        """Every known form of `text`, canonical first; empty where it is in no group."""
        name = self.group(text)
        return self.groups[name] if name else []

    def same(self, asked: str, stored: Iterable[str]) -> list[str]:
        """The stored values `asked` stands for, in their order."""
        return Spellings(self, stored).of(asked)


class Spellings:
    """Stored values by their spelling and by the group they are a form in: each is folded once, however many ask."""

    def __init__(self, synonyms: Synonyms, stored: Iterable[str]) -> None:
        self._synonyms = synonyms
        self._spelt: dict[str, list[str]] = {}
        self._grouped: dict[str, list[str]] = {}
        for value in stored:
            form = normal_form(value)
            group = synonyms.group_of(form)
            if group is None:
                self._spelt.setdefault(form, []).append(value)
            else:
                self._grouped.setdefault(group, []).append(value)

    def __len__(self) -> int:
        return len(self._spelt) + len(self._grouped)

    def of(self, asked: str) -> list[str]:
        """The stored values `asked` stands for, in their order."""
        form = normal_form(asked)
        group = self._synonyms.group_of(form)
        return self._spelt.get(form, []) if group is None else self._grouped.get(group, [])
