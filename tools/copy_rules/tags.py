"""Merge tags: {{name}} or {{name|fallback}}, found, measured and stripped."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tools.copy_rules.rulebook import rulebook

TAG = re.compile(r"\{\{\s*([A-Za-z_][\w.]*)\s*(?:\|\s*([^{}]*?)\s*)?\}\}")


class Tag(NamedTuple):
    """One merge tag in a text."""

    name: str
    fallback: str | None
    start: int
    end: int


def tags_in(text: str) -> Iterator[Tag]:
    """Every well-formed tag, in order."""
    for match in TAG.finditer(text):
        yield Tag(match[1], match[2], match.start(), match.end())


def stand_in(text: str, lengths: Mapping[str, int], *, legal: bool = True) -> str:
    """`text` with every tag as long as its longest rendering; legal tags as nothing when `legal` is False."""

    def replace(match: re.Match[str]) -> str:
        spec = rulebook().tags.get(match[1])
        if spec is None:
            return match[0]
        if spec.kind == "legal" and not legal:
            return ""
        fallback = match[2] or ""
        return fallback + "x" * max(0, lengths.get(match[1], spec.length) - len(fallback))

    return TAG.sub(replace, text)


def without_tags(text: str) -> str:
    """`text` with each tag replaced by its fallback."""
    return TAG.sub(lambda match: match[2] or "", text)
