"""The bilingual retail glossary: finds its concepts in a text and says them in the other language."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import prompts
from tools.contract import Language

FILE = Path(prompts.__file__).with_name("glossary.toml")
_LATIN = re.compile(r"[a-z0-9]+")
_PUNCTUATION = ".,;:!?\"'()[]"
_RUN = re.compile("[\u3400-\u9fffa-z0-9]+")


@dataclass(frozen=True)
class Mention:
    """A concept found in a text: which line of the glossary, and how many characters of the text it covers."""

    concept: int
    length: int


class Glossary:
    """Lines of the glossary; a concept is the number of its line."""

    def __init__(
        self, lines: list[tuple[list[str], list[str]]], filler: tuple[list[str], list[str]] = ([], [])
    ) -> None:
        """`lines`: English words and Chinese words of each concept. `filler`: words that say nothing, in both."""
        self.lines = lines
        self._filler = frozenset(filler[0]), str.maketrans(dict.fromkeys("".join(filler[1]), " "))
        self._english: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._chinese: dict[str, list[tuple[str, int]]] = {}
        for concept, (english, chinese) in enumerate(lines):
            for word in english:
                tokens = tuple(map(stem, _LATIN.findall(word)))
                self._english.setdefault(tokens[0], []).append((tokens, concept))
            for word in chinese:
                self._chinese.setdefault(word[0], []).append((word, concept))
        for table in (self._english, self._chinese):
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))

    def mentions(self, text: str) -> list[Mention]:
        """Concepts named in `text` (lower case, simplified), longest words first, in reading order."""
        found: list[Mention] = []
        tokens = [(match.group(), stem(match.group())) for match in _LATIN.finditer(text)]
        index = 0
        while index < len(tokens):
            stems = [entry[1] for entry in tokens[index : index + 4]]
            hit = next(
                (entry for entry in self._english.get(stems[0], ()) if tuple(stems[: len(entry[0])]) == entry[0]), None
            )
            if hit:
                found.append(Mention(hit[1], sum(len(word) for word, _ in tokens[index : index + len(hit[0])])))
            index += len(hit[0]) if hit else 1
        for run in () if text.isascii() else _RUN.findall(text):
            start = 0
            while start < len(run):
                word = next((w for w in self._chinese.get(run[start], ()) if run.startswith(w[0], start)), None)
                if word:
                    found.append(Mention(word[1], len(word[0])))
                start += len(word[0]) if word else 1
        return found

    def without_filler(self, text: str) -> str:
        """`text` (lower case, simplified) without words that say nothing; all of it when no other words are left."""
        english, chinese = self._filler
        kept = " ".join(word for word in text.split() if word.strip(_PUNCTUATION) not in english).translate(chinese)
        return kept if _RUN.search(kept) else text

    def rendering(self, concepts: list[int], language: Language) -> str:
        """The first word of each concept in `language`, as keywords."""
        words = [self.lines[concept][0 if language == "en" else 1][0] for concept in dict.fromkeys(concepts)]
        return " ".join(words)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """An English word without its plural ending."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=1)
def retail_glossary() -> Glossary:
    """The glossary in prompts/glossary.toml, read once per process."""
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))
    [filler] = _lines(sections.pop("filler"))
    return Glossary([line for section in sections.values() for line in _lines(section)], filler)


def _lines(section: dict[str, str]) -> list[tuple[list[str], list[str]]]:
    return [(_words(english), _words(chinese)) for english, chinese in section.items()]


def _words(line: str) -> list[str]:
    return [word.strip() for word in line.split(",") if word.strip()]
