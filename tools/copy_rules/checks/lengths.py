"""Is a field short enough, as its channel counts?"""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.measure import size_in
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.tags import stand_in


def length(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Fields longer than the limit in the rule's unit, every merge tag at its longest."""
    for name, text in reading.of(rule.fields):
        count = size_in(stand_in(text, reading.context.tag_lengths), rule.unit)
        if rule.limit is not None and count > rule.limit:
            yield Hit(name, details={"count": count, "limit": f"{rule.limit:g}"})


def max_characters(_: Rule, reading: Reading) -> Iterator[Hit]:
    """The main field against the brief's own limit; legal tags do not count, the rest of the text does."""
    limit = reading.context.brief.max_characters
    if limit is None:
        return
    legal_counts = reading.context.brief.channel == "sms"
    for name, text in reading.of([reading.context.channel.main]):
        count = len(stand_in(text, reading.context.tag_lengths, legal=legal_counts).strip())
        if count > limit:
            yield Hit(name, details={"count": count, "limit": limit})
