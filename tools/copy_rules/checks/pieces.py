"""How many pieces a set has, by whatever name they go: "six tumblers", "half a dozen", 一套八件 of four cups."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.numerals import CHINESE, DIGITS, ENGLISH, number
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, sentence_at, term

_MANY = rf"(?P<n>half a dozen|a dozen|{ENGLISH}|(?<![\d.,$£€¥])(?:{DIGITS}))"
_MANY_ZH = rf"(?P<n>\d+|{CHINESE})"
_MEASURE = "[件只个支条枚片盏双对套杯碗]"
_SET = re.compile(
    rf"\b(?:sets?|packs?|box|boxes)\s+of\s+{_MANY}\b|\b{_MANY.replace('?P<n>', '?P<m>')}[\s-](?:piece|pack)s?\b"
    rf"|[（(]{_MANY_ZH.replace('?P<n>', '?P<z>')}{_MEASURE}(?:装|套|入)?[）)]",
    re.IGNORECASE,
)
_PAIR = re.compile(r"[(（](?:pair|一对|两[只个条件])(?:装)?[)）]", re.IGNORECASE)
_DOZENS = {"half a dozen": Decimal(6), "a dozen": Decimal(12)}


def pieces(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Matches of the rule's terms that count otherwise than the sets of the products at hand."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        for one in rule.terms:
            expression = one.replace("%N%", _MANY).replace("%Z%", _MANY_ZH)
            for match in term(expression).finditer(folded.text):
                start, end = folded.written(*match.span("n"))
                facts = about(sentence_at(folded.text, *match.span()), cited, reading.before(name, start))
                sizes = {size for fact in facts for size in _sizes(fact)}
                if len(sizes) == 1 and not _fits(
                    _value(match["n"]), next(iter(sizes)), whole="set" in match.re.groupindex
                ):
                    yield Hit(name, text[start:end], start, end)


def _sizes(fact: Fact) -> set[Decimal]:
    """How many pieces a product's name says it has."""
    if fact.kind != "P":
        return set()
    found = (_value(match["n"] or match["m"] or match["z"]) for name in fact.names for match in _SET.finditer(name))
    pair = {Decimal(2)} if any(_PAIR.search(name) for name in fact.names) else set()
    return pair | {size for size in found if size is not None}


def _fits(value: Decimal | None, size: Decimal, *, whole: bool) -> bool:
    """The set itself; or, where the words do not speak of one set, several sets of it or some of its pieces."""
    return value is None or value == size or (not whole and (value < size or value % size == 0))


def _value(words: str) -> Decimal | None:
    return _DOZENS.get(" ".join(words.lower().split())) or number(words)
