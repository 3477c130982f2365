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
            details = {"count": count, "limit": f"{rule.limit:g}"}
            yield Hit(name, start=_cut(text, rule, reading), end=len(text), details=details)


def _cut(text: str, rule: Rule, reading: Reading) -> int:
    """Where the text passes the limit: what stands from here on has no room."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = size_in(stand_in(text[:middle], reading.context.tag_lengths), rule.unit) <= (rule.limit or 0)
        low, high = (middle, high) if fits else (low, middle - 1)
    return min(low, len(text) - 1)


def whole_length(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """All fields together against the limit, every merge tag at its longest."""
    texts = [text for _, text in reading.of(rule.fields)]
    count = sum(size_in(stand_in(text, reading.context.tag_lengths), rule.unit) for text in texts)
    if rule.limit is not None and count > rule.limit:
        yield Hit(details={"count": count, "limit": f"{rule.limit:g}"})


def max_characters(_: Rule, reading: Reading) -> Iterator[Hit]:
    """The main field against the brief's own limit; legal tags do not count, the rest of the text does."""
    limit = reading.context.brief.max_characters
    if limit is None:
        return
    legal_counts = reading.context.brief.channel == "sms"
    for name, text in reading.of([reading.context.channel.main]):
        count = len(stand_in(text, reading.context.tag_lengths, legal=legal_counts).strip())
        if count > limit:
            yield Hit(name, start=min(limit, len(text) - 1), end=len(text), details={"count": count, "limit": limit})
