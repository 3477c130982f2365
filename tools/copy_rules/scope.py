"""Which products a sentence speaks of: by name, by what they are, or by the rest of the draft."""

import re
from dataclasses import replace
from functools import lru_cache

from tools.copy_rules.context import HAN_RUN, Fact
from tools.copy_rules.text import fold, is_chinese

_TITLE_LINE = r"^(?:[A-Z][\w'’-]*[ .!?]*){1,3}$"
"""A line of capital words alone, as a heading names its product."""
_CLAUSE_START = r"(?<![.!?:\n] )(?<![.!?:\n“\"'])(?<!^)"
"""A capital within a sentence: a name, where the same word at its beginning is any word."""

_LINE_START = r"(?:^|[.!?\n]\s*)"
_COLON = r"(?=(?:\s\([^)\n]*\))?(?::\s|\s-\s))"
_DOES = (
    r"(?='s\b|\s(?:is|isn't|has|hasn't|was|does|doesn't|can|will|won't|comes|weighs|holds|takes|makes|keeps|stays|fits|gets"
    r"|gives|goes|sits|works|runs|wears|carries|packs|measures|costs|needs|brings|starts|stands|lives|folds|hangs)\b)"
)
"""What a product does that is named at the beginning of a sentence."""
"""Moss: eight colours. What stands before a colon at the beginning is what is spoken of."""


def about(sentence: str, facts: list[Fact], before: str = "") -> list[Fact]:
    """The facts that may back this sentence: where it, or else what stands before, names products, theirs and the rest.

    The rest are facts of no product, and what any fact tells of the shop. A claim in a text that speaks of one product
    is about it, also three sentences on.
    """
    named = _named(sentence, tuple(facts)) or (_named(before, tuple(facts)) if before else frozenset())
    if not named:
        return facts
    own = [fact for fact in facts if fact.kind != "P" or fact.id in named]
    return own + [shop for fact in facts if fact not in own and (shop := _of_shop(fact))]


@lru_cache(maxsize=2048)
def _of_shop(fact: Fact) -> Fact | None:
    """What a product's facts tell of the shop itself: it holds whichever product a sentence is about."""
    told = [part for part in re.split(_SENTENCE, fact.text) if re.search(_SHOP, part, re.IGNORECASE)]
    return replace(fact, text=" ".join(told)) if told else None


def outright(sentence: str, facts: list[Fact], before: str = "") -> bool:
    """Whether a product is named by its name, and not only by a word that may as well be any word."""
    products = [fact for fact in facts if fact.kind == "P"]
    named = _named(sentence, tuple(facts)) or _named(before, tuple(facts))
    plain = f"{fold(before).text}\n{fold(sentence).text}"
    return not named or any(_by_name(fact, plain) for fact in products if fact.id in named)


def _by_name(fact: Fact, text: str) -> bool:
    lowered = text.lower()
    whole = any(fold(name).text.lower() in lowered or _most_of(name, text) for name in fact.names)
    return whole or any(re.search(rf"\b{re.escape(word)}\b", text) for word in fact.proper)


def _most_of(name: str, text: str) -> bool:
    """Do three Chinese characters of the name stand together in the text: 螺蛳粉 of 柳州螺蛳粉礼盒?"""
    pieces = (name[start : start + 3] for start in range(len(name) - 2))
    return any(is_chinese(piece) and HAN_RUN.fullmatch(piece) and piece in text for piece in pieces)


_SENTENCE = r"(?<=[.;])\s+|(?<=[。；])|\n"
_SHOP = (
    r"\b(?:(?:our|the) (?:shop|store|studio|farm|bakery|brewery|winery|dairy|roastery|company|team|showroom|caf[eé])"
    r"|founded|(?:shop|store|family|farm|company|brand)\b[^.;]* (?:since|opened)"
    r"|opened in|open (?:daily|every|(?:mon|tue|wed|thu|fri|sat|sun)))"
    r"|品牌|门店|本店|店里|店铺|营业|创立|创办|开业|开营|成立于|团队|总部|始于|创始"
)
"""Words of a sentence about the shop: founded, opening hours, where it stands."""


@lru_cache(maxsize=2048)
def _named(text: str, facts: tuple[Fact, ...]) -> frozenset[str]:
    """Ids of the products that a text names: in full, by what they are, by a name for short, or by most of the name."""
    plain = fold(text).text
    lowered = plain.lower()
    products = [fact for fact in facts if fact.kind == "P"]
    found = {fact.id for fact in products if any(fold(name).text.lower() in lowered for name in fact.names)}
    titles = "\n".join(line for line in plain.splitlines() if re.match(_TITLE_LINE, line.strip()))
    said = {fact.id: [word for word in fact.words if re.search(_word(word), lowered)] for fact in products}
    for fact in products:
        own = [word for word in said[fact.id] if _only(word, fact, products)]
        found |= {fact.id} if any(is_chinese(word) or word == fact.head for word in own) else set()
        for word in fact.proper:
            whole_word = rf"\b{re.escape(word)}\b"
            known = re.search(_CLAUSE_START + whole_word, plain) or re.search(whole_word, titles)
            known = known or re.search(_LINE_START + whole_word + f"(?:{_COLON}|{_DOES})", plain)
            found |= {fact.id} if known and _only(word.lower(), fact, products) else set()
    english = {identity: [word for word in words if not is_chinese(word)] for identity, words in said.items()}
    most = max(map(len, english.values()), default=0)
    if most > 1:
        found |= {identity for identity, words in english.items() if len(words) == most}
    return frozenset(found)


def _only(word: str, fact: Fact, products: list[Fact]) -> bool:
    """No other product has the word, neither in its name nor in what is told of it."""
    return not any(re.search(_word(word), other.folded.lower()) for other in products if other.id != fact.id)


def _word(word: str) -> str:
    return re.escape(word) if is_chinese(word) else rf"\b{re.escape(word)}(?:e?s)?\b"
