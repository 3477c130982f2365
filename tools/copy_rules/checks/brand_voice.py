"""Words that the shop's own guideline says it does not use."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tools.copy_rules.checks.patterns import forbidden
from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.text import is_chinese

_HEADING = re.compile(
    r"(?:words? |things? )?we (?:do not|don't|never) (?:use|say)|words? to avoid|不用的说法|禁用(?:词|语)|避免使用",
    re.IGNORECASE,
)
_LONGEST = 30
"""Longer pieces of such a list are sentences about it, not entries."""


@lru_cache(maxsize=256)
def unwanted_words(title: str, text: str) -> tuple[str, ...]:
    """Entries of a guideline's list of unwanted words; nothing for passages that are no such list."""
    if not _HEADING.search(title):
        return ()
    pieces = [piece.strip(" \n\t-*•\"'“”「」.。") for piece in re.split(r"[,，、;；\n]", text)]
    return tuple(piece for piece in pieces if piece and len(piece) <= _LONGEST)


def brand_words(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Words from the brand passages' own lists."""
    words = [
        word for fact in reading.context.facts if fact.kind == "B" for word in unwanted_words(fact.title, fact.text)
    ]
    terms = [re.escape(word) if is_chinese(word) else rf"\b{re.escape(word)}\b" for word in dict.fromkeys(words)]
    if not terms:
        return
    listed = rule.model_copy(update={"terms": terms})
    for name, text in reading.fields.items():
        for start, _, value in forbidden(listed, text, reading.context.protected):
            yield Hit(name, value, start)
