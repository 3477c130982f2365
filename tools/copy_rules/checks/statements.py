"""Statements about the goods, the offer and the shop: what nothing cited has is asked about."""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.statements import chinese, english
from tools.copy_rules.statements.material import material_of
from tools.copy_rules.text import fold


def statements(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Stretches of statements that are neither cited nor harmless."""
    unsourced = chinese.unsourced if reading.context.language == "zh" else english.unsourced
    material = material_of(reading)
    for name, text in reading.fields.items():
        folded = fold(text)
        for start, end in unsourced(folded.text, material):
            first, past = folded.written(start, end)
            yield Hit(name, text[first:past], first, past)
