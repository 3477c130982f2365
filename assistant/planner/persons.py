"""One person told by e-mail, phone number or name, and a product by its id: who or what the shop knows by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.planner.lexicon import Sense
from assistant.planner.text import Text, unspaced

if TYPE_CHECKING:
    from assistant.planner.vocabulary import Vocabulary

PHONE_DIGITS = (8, 15)
"""How many digits a phone number has."""
_MARKS = "()-/ "
_SURNAMES_FIRST = 4
"""The longest Chinese name that is looked for."""


def addresses(text: Text, vocabulary: Vocabulary) -> Iterator[tuple[int, int, Sense]]:
    """E-mail addresses and phone numbers as typed, and the ids of products."""
    tokens = text.tokens
    for start, end in unspaced(tokens):
        typed = text.typed(tokens[start].start, tokens[end - 1].end)
        if "@" in typed[1:-1]:
            yield start, end, Sense("customer_id", _by_email(vocabulary, typed) or typed)
        elif any(c.isdigit() for c in typed) and any(c.isalpha() for c in typed):
            known = _product(vocabulary, typed)
            if known:
                yield start, end, Sense("value", ("product", known))
    for start, end, number in _phones(text):
        known = _by_phone(vocabulary, number)
        if known or number.startswith("+"):
            yield start, end, Sense("customer_id", known or number)


def _phones(text: Text) -> Iterator[tuple[int, int, str]]:
    """+86 136 6928 2370, (030) 23125678: digits in groups, from a plus sign or a long number on."""
    tokens = text.tokens
    index = 0
    while index < len(tokens):
        plus = tokens[index].text == "+"
        at = index + plus
        digits, end = "", at
        while at < len(tokens) and (tokens[at].kind == "number" or (digits and tokens[at].text in _MARKS)):
            if tokens[at].kind == "number":
                if "," in tokens[at].text or "." in tokens[at].text:
                    break
                digits, end = digits + tokens[at].text, at + 1
            at += 1
        if PHONE_DIGITS[0] <= len(digits) <= PHONE_DIGITS[1] and (plus or len(digits) >= 10):
            yield index, end, ("+" if plus else "") + digits
            index = end
        else:
            index += 1


def names(text: Text, unknown: Sequence[int], vocabulary: Vocabulary) -> Iterator[tuple[int, int, Sense]]:
    """Full names of customers around words that nothing else explains."""
    tokens, found = text.tokens, []
    positions = set(unknown)
    for start in range(len(tokens)):
        latin = tokens[start].kind == "word"
        for length in (2, 3) if latin else range(2, _SURNAMES_FIRST + 1):
            end = start + length
            stretch = tokens[start:end]
            same = all(token.kind == ("word" if latin else "han") for token in stretch)
            if len(stretch) == length and same and positions & set(range(start, end)):
                found.append((start, end, text.typed(tokens[start].start, tokens[end - 1].end)))
    known = _named(vocabulary, [typed for _, _, typed in found])
    for start, end, typed in found:
        if typed.lower() in known:
            yield start, end, Sense("customer_id", known[typed.lower()] or typed, note=f"customer {typed}")


def _by_email(vocabulary: Vocabulary, typed: str) -> str | None:
    """The one customer with this address; None for none or several."""
    if not vocabulary.dictionary.profile.has("customers", "email"):
        return None
    found = vocabulary.ids("SELECT id FROM customers WHERE lower(email) = ? LIMIT 2", typed.lower())
    return found[0] if len(found) == 1 else None


def _by_phone(vocabulary: Vocabulary, typed: str) -> str | None:
    """The one customer whose number ends in these digits; None for none or several."""
    if not vocabulary.dictionary.profile.has("customers", "phone"):
        return None
    digits = "".join(c for c in typed if c.isdigit()).lstrip("0")
    found = vocabulary.ids(
        "SELECT id FROM customers WHERE regexp_replace(phone, '[^0-9]', '', 'g') LIKE ? LIMIT 2", f"%{digits}"
    )
    return found[0] if len(found) == 1 else None


def _named(vocabulary: Vocabulary, names: list[str]) -> dict[str, str | None]:
    """The id of the customer with each of these full names, by the name in lower case; None where several have it."""
    wanted = list(dict.fromkeys(name.lower() for name in names))
    if not wanted or not vocabulary.dictionary.profile.has("customers", "name"):
        return {}
    sql = (
        "SELECT lower(name), CASE WHEN count(*) = 1 THEN CAST(min(id) AS VARCHAR) END FROM customers "
        f"WHERE lower(name) IN ({', '.join('?' * len(wanted))}) GROUP BY 1"
    )
    return dict(vocabulary.rows(sql, wanted))


def _product(vocabulary: Vocabulary, typed: str) -> str | None:
    """The product with this id, as stored."""
    if "product" not in vocabulary.dictionary.fields:
        return None
    found = vocabulary.ids("SELECT id FROM products WHERE lower(id) = ? LIMIT 1", typed.lower())
    return found[0] if found else None
