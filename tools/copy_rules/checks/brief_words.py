"""What the brief wants said, and what it does not; and which facts it has."""

import re
from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.text import fold


def _plain(text: str) -> str:
    return " ".join(fold(text).text.lower().split())


def must_say(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Requested words that no field holds; case and width do not matter."""
    everything = _plain("\n".join(reading.fields.values()))
    for wanted in reading.context.brief.must_say:
        if _plain(wanted).rstrip(".!。！") not in everything:
            yield Hit(reading.context.channel.main, wanted)


def must_not_say(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Forbidden words, wherever they stand: Latin ones as words, in any of their forms; "new" is not in "stoneware"."""
    for unwanted in reading.context.brief.must_not_say:
        plain = _plain(unwanted)
        pattern = re.escape(plain)
        if plain[:1].isascii() and plain[:1].isalnum():
            pattern = rf"(?<![a-z0-9]){pattern}"
        if plain[-1:].isascii() and plain[-1:].isalnum():
            pattern = rf"{pattern}(?:e?s|er|est|ly|e?d|ing)?(?![a-z0-9])"
        for name, text in reading.fields.items():
            folded = fold(text)
            found = re.search(pattern, folded.text.lower()) if plain else None
            if found:
                yield Hit(name, unwanted, *folded.written(*found.span()))


def citations(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Cited ids that the brief does not have."""
    for cited in reading.cites:
        if cited not in reading.context.by_id:
            yield Hit("", cited)
