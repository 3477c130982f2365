"""One person's message, filled and checked as plainly as can be: for previews, and the measure of the bulk run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tools.copy_rules.measure import mainland_sms_size, size_in, sms_size
from tools.copywriting.merging import fill_nodes, tag_truths
from tools.copywriting.templates import Template
from tools.data.exports import FORMULA


class Person(NamedTuple):
    """What a message may say of somebody: usable tag values, and which conditions hold, by their text."""

    values: Mapping[str, str]
    truths: Mapping[str, bool]


class Message(NamedTuple):
    """A finished message. `reason` is why it may not go out, by code; empty where it may."""

    fields: dict[str, str]
    step: int
    """How many steps of `Template.drops` it took to fit; the first text where none fits."""
    parts: int
    """SMS parts; 0 for other channels."""
    reason: str = ""
    fallbacks: int = 0
    """Tags shown by their fallback."""
    warnings: tuple[str, ...] = ()


def message_for(template: Template, person: Person, *, cells: bool) -> Message:
    """The fullest text for this person that passes every check; the fullest with its reason where none does.

    Where several SMS parts are allowed, a name that alone costs one more gives way to the fallback greeting.

    `cells`: it goes into a file that spreadsheets open, so no field may begin like a formula.
    """
    first = None
    for step, dropped in enumerate(template.drops):
        message = _filled(template, person, step, dropped, cells=cells)
        if not message.reason and step == 0 and message.parts > 1 and template.greets:
            plainer = _filled(template, person, 1, template.drops[1], cells=cells)
            return plainer if not plainer.reason and plainer.parts < message.parts else message
        if not message.reason:
            return message
        first = first or message
    assert first is not None
    return first


def sms_parts(template: Template, text: str) -> tuple[int, int]:
    """Parts that `text` is sent in, and how many it may take."""
    size = sms_size(text)
    parts = max(size.parts, mainland_sms_size(text).parts) if template.mainland else size.parts
    return parts, template.parts_allowed(size.encoding)


def begins_a_formula(text: str) -> bool:
    """Would a spreadsheet run a cell with this text?"""
    return bool(text.strip()) and (text.strip()[0] in FORMULA or text[0] in FORMULA)


def _filled(template: Template, person: Person, step: int, dropped: frozenset[str], *, cells: bool) -> Message:
    values = {name: value for name, value in person.values.items() if name not in dropped}
    truths = {**person.truths, **tag_truths(template.nodes, values)}
    filled = {name: fill_nodes(nodes, values, truths) for name, nodes in template.fields.items()}
    texts = {name: one.text for name, one in filled.items()}
    missing = {name for one in filled.values() for name in one.missing}
    reasons = [f"unfilled:{name}" for name in template.tags if name in missing]
    reasons += [f"empty:{name}" for name in template.required if not texts[name].strip()]
    parts = 0
    if template.channel.name == "sms":
        parts, allowed = sms_parts(template, texts["body"])
        reasons += ["sms.parts"] if parts > allowed else []
    if cells:
        reasons += [f"formula:{name}" for name, text in texts.items() if begins_a_formula(text)]
    warnings: list[str] = []
    for limit in template.limits:
        if size_in(fill_nodes(limit.nodes, values, truths).text, limit.unit) > limit.most:
            (reasons if limit.severity == "error" else warnings).append(limit.rule)
    fallbacks = sum(one.fallbacks for one in filled.values())
    return Message(texts, step, parts, next(iter(reasons), ""), fallbacks, tuple(dict.fromkeys(warnings)))
