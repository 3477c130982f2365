"""The planner's word lists: the files in prompts/lexicon, which a marketer may extend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from tools.contract import Language

FILES = (
    "filler", "people", "audiences", "requests", "structure", "comparators", "dialogue", "copy", "topics", "scores",
    "figures", "reports", "spoken", "chat", "loose", "comparing",
)  # fmt: skip
"""Files whose tables are kinds of words; `values`, `fields` and `holidays` have shapes of their own."""


@cache
def word_file(name: str) -> dict[str, Any]:
    """One file of prompts/lexicon as it is written; shared, never changed."""
    return tomllib.loads(resources.files("prompts").joinpath("lexicon", f"{name}.toml").read_text(encoding="utf-8"))


def entries(name: str) -> Iterator[tuple[str, str | None, str]]:
    """(kind, value, form) of every form in one file, both languages; value is None where the kind has only one."""
    for kind, table in word_file(name).items():
        if is_forms(table):
            for form in forms_of(table):
                yield kind, None, form
        else:
            for value, forms in table.items():
                for form in forms_of(forms):
                    yield kind, value, form


def forms_of(table: dict[str, Any], language: Language | None = None) -> list[str]:
    """The forms in one table, of one language or of both."""
    languages: tuple[Language, ...] = (language,) if language else ("en", "zh")
    return [form for code in languages for form in table.get(code, [])]


@cache
def listed(name: str, *kinds: str, language: Language | None = None) -> frozenset[str]:
    """The forms of these tables of one file, where they are read by one rule and no senses of the vocabulary."""
    return frozenset(form for kind in kinds for form in forms_of(word_file(name)[kind], language))


@cache
def pattern_of(name: str, *kinds: str) -> re.Pattern[str]:
    """A pattern that any form of these tables of one file meets, the longest first, English ones as whole words."""
    forms = sorted((form for kind in kinds for form in forms_of(word_file(name)[kind])), key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(form)}\b" if form.isascii() else re.escape(form) for form in forms), re.I
    )


def is_forms(table: dict[str, Any]) -> bool:
    """Whether a table lists forms itself rather than one table of forms per value."""
    return any(isinstance(table.get(code), list) for code in ("en", "zh"))
