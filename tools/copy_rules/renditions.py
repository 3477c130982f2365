"""A draft with conditional passages as the texts that people of different kinds would get, so that each can be checked.

Kinds are worked out from the conditions alone: for every field the values named, one below and one above each number,
something else, and nothing known. So no text is checked that nobody can receive (gold and silver at once).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from tools.copy_rules.passages import Guard, Node, Passage, Slot, Text, guards_in, has_passages, parse

MOST = 64
"""So many texts of one draft are checked; beyond that every passage is still read, not every combination."""

Truths = Mapping[str, bool]


@dataclass(frozen=True)
class Rendition:
    """The fields as one kind of people gets them, merge tags unfilled."""

    fields: dict[str, str]
    origins: dict[str, list[int]]
    """Field to where each of its characters stands in the draft; a field without passages has none."""

    def written(self, field: str, place: int | None) -> int | None:
        """The place in the draft of a place in this text."""
        origin = self.origins.get(field)
        if place is None or origin is None:
            return place
        return origin[place] if place < len(origin) else (origin[-1] + 1 if origin else 0)


def renditions(fields: Mapping[str, str]) -> list[Rendition]:
    """Every different text of a draft; the draft itself where it has no passages."""
    if not any(has_passages(text) for text in fields.values()):
        return [Rendition(dict(fields), {})]
    parsed = {name: parse(text).nodes for name, text in fields.items()}
    guards = {guard.text: guard for nodes in parsed.values() for guard, _ in guards_in(nodes)}
    found: dict[tuple[str, ...], Rendition] = {}
    for truths in kinds(guards.values()):
        one = _rendition(fields, parsed, truths)
        found.setdefault(tuple(one.fields.values()), one)
    return list(found.values())


def rendered(fields: Mapping[str, str], truths: Truths) -> dict[str, str]:
    """The fields as those get them for whom the guards hold as in `truths`, merge tags unfilled."""
    return _rendition(fields, {name: parse(text).nodes for name, text in fields.items()}, truths).fields


def longest(fields: Mapping[str, str]) -> dict[str, str]:
    """The draft as those get it who get most of it: for comparing drafts with each other."""
    return max(renditions(fields), key=lambda one: sum(map(len, one.fields.values()))).fields


def _rendition(fields: Mapping[str, str], parsed: Mapping[str, tuple[Node, ...]], truths: Truths) -> Rendition:
    texts: dict[str, str] = {}
    origins: dict[str, list[int]] = {}
    for name, nodes in parsed.items():
        pieces = list(chosen(nodes, truths))
        written = [
            (n.text, n.start) if isinstance(n, Text) else (fields[name][n.start : n.end], n.start) for n in pieces
        ]
        texts[name] = "".join(text for text, _ in written)
        origins[name] = [place for text, start in written for place in range(start, start + len(text))]
    return Rendition(texts, origins)


def chosen(nodes: Iterable[Node], truths: Truths) -> Iterable[Text | Slot]:
    """The pieces that somebody gets for whom the guards hold as in `truths` (by their text)."""
    for node in nodes:
        if isinstance(node, Passage):
            yield from chosen(node.then if truths.get(node.guard.text, False) else node.other, truths)
        else:
            yield node


def kinds(guards: Iterable[Guard]) -> list[dict[str, bool]]:
    """Which guards can hold together: one mapping of guard text to truth for each kind of people, at most MOST."""
    by_field: dict[str, list[Guard]] = {}
    for guard in guards:
        by_field.setdefault(guard.field, []).append(guard)
    options = [_field_kinds(group) for group in by_field.values()]
    total = 1
    for one in options:
        total *= len(one)
    if total <= MOST:
        return [_joined(parts) for parts in product(*options)]
    # too many to try all: every way each field can be, the others first all as their first, then all as their last
    cover = [
        _joined([*(other[edge] for other in options[:place]), option, *(other[edge] for other in options[place + 1 :])])
        for edge in (0, -1)
        for place, one in enumerate(options)
        for option in one
    ]
    return cover[:MOST]


def _joined(parts: Iterable[Mapping[str, bool]]) -> dict[str, bool]:
    return {text: truth for part in parts for text, truth in part.items()}


def _field_kinds(guards: list[Guard]) -> list[dict[str, bool]]:
    named = {value for guard in guards for value in guard.values}
    values: list[str | None] = [None, "\0", *sorted(named)]
    for number in sorted({n for n in map(_number, named) if n is not None}):
        values += [repr(number - 0.5), repr(number + 0.5)]
    if any(_number(value) is None for value in named):
        values += [f"{value}\0" for value in sorted(named)] + [""]
    found = {tuple(_holds(guard, value) for guard in guards) for value in values}
    return [dict(zip((guard.text for guard in guards), truths, strict=True)) for truths in sorted(found)]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _holds(guard: Guard, value: str | None) -> bool:
    if guard.op in ("known", "unknown"):
        return (value is None) == (guard.op == "unknown")
    if value is None:
        return False
    if guard.op in ("is", "is_not"):
        same = value.casefold() in {v.casefold() for v in guard.values}
        return same == (guard.op == "is")
    mine, other = _number(value), _number(guard.values[0])
    left, right = (mine, other) if mine is not None and other is not None else (value, guard.values[0])
    return {"lt": left < right, "le": left <= right, "gt": left > right, "ge": left >= right}[guard.op]  # type: ignore[operator]
