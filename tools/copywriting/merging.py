"""Merge tags and conditional passages filled at home: no name ever leaves, and one draft serves everybody."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from tools.contract import Language
from tools.copy_rules.checks.links import ADDRESS
from tools.copy_rules.passages import Guard, Node, Slot, Text, guards_in, parse
from tools.copy_rules.renditions import chosen
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.text import HAN, term
from tools.data.exports import FORMULA, safe_cell

TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "herr", "frau"])
_BRACKETS = frozenset("{}<>|\\")
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Printable by their category, yet nothing is seen of them."""
_SIMPLE = re.compile(r"([A-Za-z]{2,40})(?: [A-Za-z]{1,40}){0,1}")
"""Most Latin names: nothing in them has to be looked at twice."""
_MARKS = 3
LONGEST_NAME = 40
LONGEST_VALUE = 120


def plain_value(text: str) -> str:
    """A stored value as a message may show it, on one line; empty where it is no plain text.

    Refused: control, hidden and private characters, braces and mark-up, addresses, and what a spreadsheet would run.
    """
    if not text.isprintable() and any(unicodedata.category(c) in ("Cc", "Cs") and not c.isspace() for c in text):
        return ""
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    if not plain or len(plain) > LONGEST_VALUE or not plain.isprintable() or _piled_up(plain):
        return ""
    if (";" in plain or "," in plain) and safe_cell(plain) != plain:
        return ""
    if plain[0] in FORMULA or not _BRACKETS.isdisjoint(plain) or not _BLANKS.isdisjoint(plain) or "@" in plain:
        return ""
    return "" if ("." in plain or ":" in plain or "。" in plain) and term(ADDRESS).search(plain) else plain


def _piled_up(text: str) -> bool:
    """Marks upon marks, which run over the lines above and below."""
    run = 0
    for character in text if not text.isascii() else "":
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MARKS:
            return True
    return False


def first_name(name: str | None) -> str:
    """How to address somebody by the stored name; empty when it cannot be used.

    A Chinese name is used whole: the given name alone would be too familiar.
    """
    simple = _SIMPLE.fullmatch(name or "")
    if simple is not None and simple[1].lower() not in TITLES:
        return _cased(simple[1])
    plain = plain_value(name or "")
    if not plain or any(map(str.isdigit, plain)) or not any(map(str.isalpha, plain)):
        return ""
    if HAN.search(plain):
        return plain if len(plain) <= LONGEST_NAME else ""
    family, comma, given = plain.partition(",")
    words = [word for word in (given if comma else family).split() if word.strip(".").lower() not in TITLES]
    if not words or not len(words[0].strip(".")) >= 2 or len(words[0]) > LONGEST_NAME or words[0][0] in FORMULA:
        return ""
    return _cased(words[0]) if any(map(str.isalpha, words[0])) else ""


def _cased(word: str) -> str:
    return word.capitalize() if word.isupper() or word.islower() else word


def tag_value(tag: str, stored: Any) -> str:
    """What the personal tag `tag` shows for a stored value; empty where it shows nothing."""
    if stored is None or stored == "":
        return ""
    return first_name(str(stored)) if tag == "first_name" else plain_value(str(stored))


def values_of(customer: Mapping[str, Any]) -> dict[str, str]:
    """Merge tag to value for one customer row and the shop's own values; what is missing is left out."""
    values = {}
    for tag, spec in rulebook().tags.items():
        stored = customer.get(tag)
        if tag == "first_name":
            stored = stored or customer.get("name")
        value = tag_value(tag, stored) if spec.kind == "personal" else str(stored or "")
        if value:
            values[tag] = value
    return values


def tag_of(guard: Guard) -> str | None:
    """The merge tag whose value the guard asks for (`next_product known`); None for a guard on a field."""
    name = guard.field.lower()
    spec = rulebook().tags.get(name)
    return name if spec and spec.kind == "personal" and guard.op in ("known", "unknown") else None


def tag_truths(nodes: Iterable[Node], known: Collection[str]) -> dict[str, bool]:
    """Guard text to truth for the guards that ask whether a tag has a value."""
    asked = {guard.text: (guard, tag_of(guard)) for guard, _ in guards_in(nodes)}
    return {text: (tag in known) == (guard.op == "known") for text, (guard, tag) in asked.items() if tag is not None}


class Filled(NamedTuple):
    """One text for one person, the tags that had neither value nor fallback, and how many showed their fallback."""

    text: str
    missing: frozenset[str] = frozenset()
    fallbacks: int = 0


def fill_nodes(
    nodes: Iterable[Node],
    values: Mapping[str, str],
    truths: Mapping[str, bool],
    gap: Mapping[str, str] | None = None,
) -> Filled:
    """The pieces of a draft joined for one person: values, else fallbacks, else `gap` by tag name."""
    words: list[str] = []
    missing: set[str] = set()
    fallbacks = 0
    for node in chosen(nodes, truths):
        if isinstance(node, Text):
            words.append(node.text)
        elif isinstance(node, Slot):
            if node.name in values:
                words.append(values[node.name])
            elif node.fallback is not None:
                words.append(node.fallback)
                fallbacks += 1
            else:
                words.append((gap or {}).get(node.name, ""))
                missing.add(node.name)
    return Filled("".join(words), frozenset(missing), fallbacks)


def fill(
    template: str, customer: Mapping[str, Any], language: Language = "en", truths: Mapping[str, bool] | None = None
) -> str:
    """`template` with its merge tags and passages filled from a customer row (name, city, links …).

    A missing value becomes the tag's fallback; without one, a link stays visible as its label in ⟨⟩ so that nobody
    sends a gap unnoticed, and a personal value becomes nothing. `truths` says which conditions hold, by their text;
    one it does not name does not hold.
    """
    values = values_of(customer)
    labels = {
        name: f"⟨{spec.zh if language == 'zh' else spec.en}⟩"
        for name, spec in rulebook().tags.items()
        if spec.kind != "personal"
    }
    nodes = parse(template).nodes
    return fill_nodes(nodes, values, {**(truths or {}), **tag_truths(nodes, values)}, labels).text
