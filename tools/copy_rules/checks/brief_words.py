"""What the brief wants said, and what it does not; and which facts it has."""

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
    """Forbidden words, wherever they stand."""
    for unwanted in reading.context.brief.must_not_say:
        for name, text in reading.fields.items():
            folded = fold(text)
            at = folded.text.lower().find(_plain(unwanted))
            if _plain(unwanted) and at >= 0:
                yield Hit(name, unwanted, *folded.written(at, at + len(_plain(unwanted))))


def citations(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Cited ids that the brief does not have."""
    for cited in reading.cites:
        if cited not in reading.context.by_id:
            yield Hit("", cited)
