"""Are the channel's fields there, and only those?"""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule


def fields(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Missing, empty, unknown and too few numbered fields."""
    channel = reading.context.channel
    for name in reading.fields:
        if channel.spec_of(name) is None:
            known = ", ".join(spec.name if spec.most == 1 else f"{spec.name}_1…{spec.most}" for spec in channel.fields)
            yield Hit(
                name,
                name,
                en=f"{channel.en} has no field “{name}”: use {known}.",
                zh=f"{channel.zh}没有“{name}”字段：可用字段为 {known}。",
            )
    for spec in channel.fields:
        present = [text for name, text in reading.of([spec.name]) if text.strip()]
        needed = spec.least if spec.most > 1 else int(spec.required)
        if len(present) < needed:
            several = f"{spec.name}_1 … {spec.name}_{spec.least}"
            name = several if spec.most > 1 else spec.name
            yield Hit(
                spec.name,
                name,
                en=f"{channel.en} needs {name} with text: write it.",
                zh=f"{channel.zh}缺少{spec.zh}（{name}）：请补上。",
            )
