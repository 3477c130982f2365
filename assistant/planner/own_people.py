"""People who are values of a shop's own columns, by a part of their name: Miller for K. Miller."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.words import listed
from tools.dictionary import Dictionary
from tools.specs import FieldSpec

_NAME = re.compile(
    r"^(?:[^\W\d_a-z][\w.'-]*\s+)+(?:(?:van|von|de|den|der|di|da|del|la|le|al|bin|el|ten)\s+)*[^\W\d_a-z][\w'-]+$"
)
_TITLED = re.compile(r"^(?:(?:[A-Z]\.\s*)+|(?:mr|mrs|ms|miss|dr|herr|frau|mme|m)\b\.?\s+)", re.IGNORECASE)
_SHORTEST = 3
_READ = 0.99
"""Just sure enough to be said in the answer."""


def names_in_part(spec: FieldSpec, dictionary: Dictionary, lexicon: Lexicon) -> Iterator[tuple[str, Sense]]:
    """Parts of names that only one value has and that mean nothing else, in a column of people."""
    if spec.type != "text" or spec.pii or not spec.groupable or spec.table is None or spec.level == "time":
        return
    named = set(spec.name.casefold().split("_")) & listed("own_columns", "persons")
    values = [value for value, _ in dictionary.values(spec.name)] if named or spec.name not in _KNOWN else []
    titled = values and all(_TITLED.match(value) for value in values)
    if not values or not (titled or (named and all(_NAME.match(value) for value in values))):
        return
    parts = {value: [part for part in _TITLED.sub("", value).split() if len(part) >= _SHORTEST] for value in values}
    several = Counter(part.casefold() for found in parts.values() for part in found)
    for value, found in parts.items():
        for part in found:
            if several[part.casefold()] == 1 and not lexicon.get(part):
                yield part, Sense("value", (spec.name, value), _READ, f"read as {value}")


_KNOWN = ("product", "city", "country", "category", "brand", "campaign", "order_channel")
