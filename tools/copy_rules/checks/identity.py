"""Does a message say who sends it, and how to stop it?"""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.tags import tags_in


def _has(text: str, tag: str, literal: str) -> bool:
    return any(found.name == tag for found in tags_in(text)) or bool(literal and literal in text)


def opt_out_link(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """No unsubscribe link in the body."""
    for name, text in reading.of(rule.fields):
        if not _has(text, "unsubscribe_link", reading.context.unsubscribe_url):
            yield Hit(name, start=len(text), end=len(text))


def postal_address(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """No postal address in the body."""
    for name, text in reading.of(rule.fields):
        if not _has(text, "postal_address", reading.context.postal_address):
            yield Hit(name, start=len(text), end=len(text))


def sender(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """The sender's name is in none of the fields; the tag of the postal address brings it along."""
    texts = [text for _, text in reading.of(rule.fields)]
    name = reading.context.sender
    if not any(
        _has(text, "brand", "") or _has(text, "postal_address", "") or name.lower() in text.lower() for text in texts
    ):
        where = rule.fields[-1] if rule.fields else ""
        at = 0 if reading.fields.get(where) is not None else None
        yield Hit(where, name, at, at)


def notice(_rule: Rule, _reading: Reading) -> Iterator[Hit]:
    """Law that no text can break or keep; it is told with the brief."""
    yield from ()
