"""Which products a sentence speaks of: by name, by what they are, or by the rest of the draft."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from tools.copy_rules.context import Fact
from tools.copy_rules.text import fold, is_chinese, term

_TITLE_LINE = r"^(?:[A-Z][\w'’-]*[ .!?]*){1,3}$"
"""A line of capital words alone, as a heading names its product."""
_CLAUSE_START = r"(?<![.!?:\n] )(?<![.!?:\n“\"'])(?<!^)"
"""A capital within a sentence: a name, where the same word at its beginning is any word."""


def about(sentence: str, facts: list[Fact], before: str = "") -> list[Fact]:
    """The facts that may back this sentence: where it, or else what stands before, names products, theirs and the rest.

    The rest are facts of no product. A claim in a text that speaks of one product is about it, also three sentences on.
    """
    named = _named(sentence, tuple(facts)) or (_named(before, tuple(facts)) if before else frozenset())
    return [fact for fact in facts if fact.kind != "P" or not named or fact.id in named]


@lru_cache(maxsize=2048)
def _named(text: str, facts: tuple[Fact, ...]) -> frozenset[str]:
    """Ids of the products that a text names, in full or by a word that only one of them has."""
    plain = fold(text).text
    lowered = plain.lower()
    products = [fact for fact in facts if fact.kind == "P"]
    whole = {fact.id for fact in products if any(fold(name).text.lower() in lowered for name in fact.names)}
    words = [(fact.id, word) for fact in products for word in fact.heads]
    words = _only_one(words)
    whole |= {identity for identity, word in words if term(_word(word)).search(lowered)}
    proper = _only_one([(fact.id, word) for fact in products for word in fact.proper])
    titles = "\n".join(line for line in plain.splitlines() if re.match(_TITLE_LINE, line.strip()))
    for identity, word in proper:
        whole_word = rf"\b{re.escape(word)}\b"
        if re.search(_CLAUSE_START + whole_word, plain) or re.search(whole_word, titles):
            whole.add(identity)
    return frozenset(whole)


def _only_one(words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    listed = list(words)
    known = Counter(word for _, word in set(listed))
    return [(identity, word) for identity, word in listed if known[word] == 1]


def _word(head: str) -> str:
    return re.escape(head) if is_chinese(head) else rf"\b{re.escape(head)}(?:e?s)?\b"
