"""One batch of people judged column by column and written by the engine: no message is looked at on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.copy_rules.passages import Node, Passage, Slot, Text, guards_in, slots_in
from tools.copywriting import columns
from tools.copywriting.columns import Bools, Columns, Ints, Start, Values
from tools.copywriting.merging import fill_nodes, tag_of
from tools.copywriting.single import sms_parts
from tools.copywriting.templates import Template

ASIDE = -1
"""The step of those whose message fits with no step."""


@dataclass
class Verdict:
    """What became of each person of one template."""

    step: Ints
    parts: Ints
    fallbacks: Ints
    reasons: npt.NDArray[np.object_]
    """Why somebody was set aside; empty for the others."""
    warnings: Counter[str] = field(default_factory=Counter)


def judge(template: Template, people: Columns, values: Mapping[str, Values], *, cells: bool) -> Verdict:
    """For each person the first step of `template.drops` at which everything fits."""
    count = people.people
    verdict = Verdict(
        np.full(count, ASIDE), np.zeros(count, np.int64), np.zeros(count, np.int64), np.full(count, "", dtype=object)
    )
    todo = np.arange(count)
    for step, dropped in enumerate(template.drops):
        part = narrowed(template, people, todo, dropped)
        reasons, warnings, parts = _problems(template, part, values, cells=cells)
        bad = np.zeros(len(todo), dtype=bool)
        for reason, where in reasons:
            if step == 0:
                first = where & ~bad
                verdict.reasons[todo[first]] = reason
            bad |= where
        good = todo[~bad]
        verdict.step[good] = step
        verdict.parts[good] = parts[~bad]
        verdict.fallbacks[good] = _fallbacks(template, part)[~bad]
        verdict.warnings.update({rule: int((where & ~bad).sum()) for rule, where in warnings})
        todo = todo[bad]
        if step == 0 and template.greets:
            _greet_for_less(template, people, values, verdict, warnings, cells=cells)
        if not len(todo):
            break
    verdict.reasons[verdict.step != ASIDE] = ""
    verdict.warnings = +verdict.warnings
    return verdict


def _greet_for_less(
    template: Template, people: Columns, values: Mapping[str, Values], verdict: Verdict,
    warned: list[tuple[str, Bools]], *, cells: bool,
) -> None:  # fmt: skip
    """Where a name alone costs one more SMS part, the fallback greeting; `warned` are the warnings with the name."""
    dear = np.flatnonzero((verdict.step == 0) & (verdict.parts > 1))
    if not len(dear):
        return
    part = narrowed(template, people, dear, template.drops[1])
    reasons, warnings, parts = _problems(template, part, values, cells=cells)
    bad = parts >= verdict.parts[dear]
    for _, where in reasons:
        bad = bad | where
    less = dear[~bad]
    verdict.step[less], verdict.parts[less] = 1, parts[~bad]
    verdict.fallbacks[less] = _fallbacks(template, part)[~bad]
    verdict.warnings.subtract({rule: int(where[less].sum()) for rule, where in warned})
    verdict.warnings.update({rule: int(where[~bad].sum()) for rule, where in warnings})


def narrowed(template: Template, people: Columns, rows: Ints, dropped: frozenset[str]) -> Columns:
    """Some of the people, with the dropped tags unknown; conditions on tags are answered here."""
    numbers = {
        tag: np.zeros(len(rows), np.int64) if tag in dropped else people.numbers[tag][rows] for tag in template.tags
    }
    truths = {text: people.truths[text][rows] for text in template.guards}
    for guard, _ in guards_in(template.nodes):
        tag = tag_of(guard)
        if tag is not None:
            truths[guard.text] = (numbers[tag] > 0) == (guard.op == "known")
    return Columns(numbers, truths, people.measures, len(rows))


def _problems(
    template: Template, people: Columns, values: Mapping[str, Values], *, cells: bool
) -> tuple[list[tuple[str, Bools]], list[tuple[str, Bools]], Ints]:
    """Reasons and warnings with whom they hold for, the gravest reason first; and everybody's SMS parts."""
    count = people.people

    def everyone(found: Any) -> Any:
        return np.broadcast_to(found, (count,))

    totals = {name: columns.totals(nodes, people) for name, nodes in template.fields.items()}
    unfilled = columns.shown(template.nodes, people, fallback=False)
    reasons = [(f"unfilled:{tag}", everyone(unfilled[tag] > 0)) for tag in template.tags if tag in unfilled]
    reasons += [(f"empty:{name}", everyone(totals[name][:, columns.INK] == 0)) for name in template.required]
    parts = np.zeros(count, dtype=np.int64)
    if template.channel.name == "sms":
        parts, allowed = _parts(template, totals["body"], people, values)
        reasons.append(("sms.parts", parts > allowed))
    if cells:
        for name, nodes in template.fields.items():
            none = np.zeros(count, dtype=bool)
            start = columns.starts(nodes, people, values, Start(none, none, none))
            reasons.append((f"formula:{name}", everyone(start.formula & start.ink)))
    warnings: dict[str, Bools] = {}
    for limit in template.limits:
        same = limit.nodes == template.fields.get(limit.field)
        total = totals[limit.field] if same else columns.totals(limit.nodes, people)
        over = everyone(total[:, columns.MEASURES.index(limit.unit)] > limit.most)
        if limit.severity == "error":
            reasons.append((limit.rule, over))
        else:  # one message, one warning, however many fields the rule is for
            warnings[limit.rule] = warnings.get(limit.rule, False) | over
    return reasons, list(warnings.items()), parts


def _parts(template: Template, total: Ints, people: Columns, values: Mapping[str, Values]) -> tuple[Ints, Ints]:
    found = columns.sms_parts(total, mainland=template.mainland)
    parts = np.array(np.broadcast_to(found.parts, (people.people,)))
    for row in np.flatnonzero(np.broadcast_to(found.unsure, (people.people,))):
        parts[row] = sms_parts(template, text_of(template.fields["body"], people, values, int(row)))[0]
    allowed = np.where(found.wide, template.parts_allowed("UCS-2"), template.parts_allowed("GSM-7"))
    return parts, np.broadcast_to(allowed, (people.people,))


def text_of(nodes: Iterable[Node], people: Columns, values: Mapping[str, Values], row: int) -> str:
    """One person's text, written out."""
    own = {tag: values[tag].texts[numbers[row]] for tag, numbers in people.numbers.items() if numbers[row]}
    return fill_nodes(nodes, own, {text: bool(holds[row]) for text, holds in people.truths.items()}).text


def _fallbacks(template: Template, people: Columns) -> Ints:
    found = np.zeros(people.people, dtype=np.int64)
    for times in columns.shown(template.nodes, people, fallback=True).values():
        found = found + times
    return found


Key = tuple[str, str]


def sql_of(templates: Sequence[Template]) -> tuple[dict[str, str], dict[Key, str], dict[str, str]]:
    """Field to the SQL that writes it, and the columns it reads: for tag and fallback, and for each condition."""
    slots: dict[Key, str] = {}
    guards: dict[str, str] = {}
    for template in templates:
        for slot in slots_in(template.nodes):
            slots.setdefault((slot.name, slot.fallback or ""), f"v{len(slots)}")
        for guard, _ in guards_in(template.nodes):
            guards.setdefault(guard.text, f"g{len(guards)}")
    names = dict.fromkeys(name for template in templates for name in template.fields)
    fields = {}
    for name in names:
        cases = [expression(template.fields.get(name, ()), slots, guards) for template in templates]
        fields[name] = by_number("arm_number", cases)
    return fields, slots, guards


def by_number(column: str, cases: Sequence[str]) -> str:
    """The SQL of the case whose number is in `column`."""
    whens = " ".join(f"WHEN {number} THEN {case}" for number, case in enumerate(cases))
    return cases[0] if len(cases) == 1 else f"CASE {column} {whens} END"


def expression(nodes: Iterable[Node], slots: Mapping[Key, str], guards: Mapping[str, str]) -> str:
    """The SQL that joins these pieces."""
    pieces = []
    for node in nodes:
        if isinstance(node, Text):
            pieces.append("'" + node.text.replace("'", "''") + "'")
        elif isinstance(node, Slot):
            pieces.append(slots[node.name, node.fallback or ""])
        elif isinstance(node, Passage):
            then, other = (expression(branch, slots, guards) for branch in (node.then, node.other))
            pieces.append(f"(CASE WHEN {guards[node.guard.text]} THEN {then} ELSE {other} END)")
    if len(pieces) < 2:
        return pieces[0] if pieces else "''"
    return f"concat({', '.join(pieces)})"  # one copy; a chain of || copies everything again at each piece
