"""Messages of a whole batch measured without being written: constant words plus values, column by column.

Every measure adds up piece by piece (3GPP septets, UTF-16 units, columns, bytes), so each distinct value is measured
once and a message is never scanned. What does not add up (a part that ends before a two-unit character) is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tools.copy_rules.measure import GSM7_BASIC, GSM7_EXTENSION, PART, display_width
from tools.copy_rules.passages import Node, Passage, Slot, Text
from tools.data.exports import FORMULA

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MEASURES = ("characters", "septets", "wide", "units", "width", "bytes", "ink")
"""Code points; GSM-7 septets; characters outside GSM-7; UTF-16 units; display columns; UTF-8 bytes; not blank."""
CHARACTERS, SEPTETS, WIDE, UNITS, WIDTH, BYTES, INK = range(len(MEASURES))
KEPT = 100_000
"""So many distinct values of a tag are remembered from batch to batch."""
_PLAIN = GSM7_BASIC & {chr(code) for code in range(32, 127)}


def measured(text: str) -> tuple[int, ...]:
    """The MEASURES of a text."""
    length = len(text)
    ink = sum(1 for c in text if not c.isspace())
    if _PLAIN.issuperset(text):
        return length, length, 0, length, length, length, ink
    wide = sum(1 for c in text if c not in GSM7_BASIC and c not in GSM7_EXTENSION)
    septets = length + sum(1 for c in text if c in GSM7_EXTENSION)
    units = length + sum(1 for c in text if ord(c) > 0xFFFF)
    return length, septets, wide, units, display_width(text), len(text.encode("utf-8")), ink


class Values(dict[object, int]):
    """The distinct values of one tag: stored form to number, number to text and measures. Number 0 is no value."""

    def __init__(self, show: Callable[[object], str]) -> None:
        """`show` makes of a stored value what messages show; empty where it cannot be shown."""
        super().__init__()
        self._show = show
        self.clear()

    def clear(self) -> None:
        """Forget every value; numbers given before mean nothing any more."""
        super().clear()
        self[None] = 0
        self.texts: list[str] = [""]
        self._escaped: list[str] = []
        self._by_text: dict[str, int] = {"": 0}
        self._block = np.array([measured("")], dtype=np.int64)
        self._new: list[tuple[int, ...]] = []

    def __missing__(self, stored: object) -> int:
        text = self._show(stored)
        number = self._by_text.get(text)
        if number is None:
            number = self._by_text[text] = len(self.texts)
            self.texts.append(text)
            self._new.append(measured(text))
        self[stored] = number
        return number

    def numbers(self, stored: Iterable[object], count: int) -> Ints:
        """The number of each stored value."""
        if len(self) > KEPT:
            self.clear()
        return np.fromiter(map(self.__getitem__, stored), dtype=np.int64, count=count)

    def measures(self) -> Ints:
        """One row of MEASURES for each number."""
        if self._new:
            self._block = np.concatenate([self._block, np.array(self._new, dtype=np.int64)])
            self._new = []
        return self._block

    def column(self, fallback: str | None) -> npt.NDArray[np.object_]:
        """Number to what is shown, the fallback for number 0."""
        return _looked_up(self.texts, fallback)

    def escaped(self, fallback: str | None) -> npt.NDArray[np.object_]:
        """The same as mark-up; `fallback` is mark-up already."""
        self._escaped += map(escape, self.texts[len(self._escaped) :])
        return _looked_up(self._escaped, fallback)


def _looked_up(texts: list[str], fallback: str | None) -> npt.NDArray[np.object_]:
    found = np.array(texts, dtype=object)
    found[0] = fallback or ""
    return found


class Columns(NamedTuple):
    """A batch of people: tag to the numbers of their values (those that fell back are 0), guard text to truth."""

    numbers: Mapping[str, Ints]
    truths: Mapping[str, Bools]
    measures: Mapping[str, Ints]
    """Tag to its Values.measures()."""
    people: int


def totals(nodes: Iterable[Node], people: Columns) -> Ints:
    """MEASURES of the filled text for everybody: people in rows; one row where it is the same for all."""
    total = np.zeros((1, len(MEASURES)), dtype=np.int64)
    for node in nodes:
        if isinstance(node, Text):
            total = total + np.array([measured(node.text)], dtype=np.int64)
        elif isinstance(node, Slot):
            table = people.measures[node.name].copy()
            table[0] = measured(node.fallback or "")
            total = total + table[people.numbers[node.name]]
        else:
            holds = people.truths[node.guard.text][:, None]
            total = total + np.where(holds, totals(node.then, people), totals(node.other, people))
    return total


def shown(nodes: Iterable[Node], people: Columns, *, fallback: bool) -> dict[str, Ints]:
    """Tag to how often each person's text has it without a value: with a fallback, or without one."""
    found: dict[str, Ints] = {}
    for node in nodes:
        if isinstance(node, Slot) and (node.fallback is not None) == fallback:
            found[node.name] = found.get(node.name, 0) + (people.numbers[node.name] == 0).astype(np.int64)
        elif isinstance(node, Passage):
            holds = people.truths[node.guard.text]
            for branch, where in ((node.then, holds), (node.other, ~holds)):
                for name, times in shown(branch, people, fallback=fallback).items():
                    found[name] = found.get(name, 0) + times * where
    return found


class Start(NamedTuple):
    """How texts begin, as far as they were looked at: anything yet, anything but blanks, and a formula's sign."""

    begun: Bools
    ink: Bools
    formula: Bools


def starts(nodes: Iterable[Node], people: Columns, values: Mapping[str, Values], start: Start) -> Start:
    """`start` carried on over `nodes`; read until everybody's text has begun."""
    for node in nodes:
        if start.ink.all():
            break
        if isinstance(node, Passage):
            holds = people.truths[node.guard.text]
            then, other = (starts(branch, people, values, start) for branch in (node.then, node.other))
            start = Start(*(np.where(holds, one, two) for one, two in zip(then, other, strict=True)))
            continue
        if isinstance(node, Text):
            flags = np.array([_flags(node.text)])
        else:
            texts = values[node.name].column(node.fallback)
            flags = np.array([_flags(text) for text in texts])[people.numbers[node.name]]
        blank, ink, at_start, at_ink = flags.T
        risky = (~start.begun & at_start) | (~start.ink & ink & at_ink)
        start = Start(start.begun | ~blank, start.ink | ink, start.formula | risky)
    return start


def _flags(text: str) -> tuple[bool, bool, bool, bool]:
    bare = text.strip()
    return not text, bool(bare), text[:1] in FORMULA and bool(text), bare[:1] in FORMULA and bool(bare)


class Parts(NamedTuple):
    """SMS parts of everybody's text. Where `unsure`, only the text itself tells."""

    parts: Ints
    wide: Bools
    unsure: Bools


def sms_parts(total: Ints, *, mainland: bool) -> Parts:
    """Parts from totals: exact wherever no two-unit character can be pushed over the end of a part."""
    wide = total[:, WIDE] > 0
    units = np.where(wide, total[:, UNITS], total[:, SEPTETS])
    doubles = units - total[:, CHARACTERS]
    alone = np.where(wide, PART["UCS-2"][0], PART["GSM-7"][0])
    each = np.where(wide, PART["UCS-2"][1], PART["GSM-7"][1])
    fewest = np.where(units <= alone, 1, -(-units // each))
    # each part but the last may stay one unit short when a two-unit character does not fit into it
    most = np.where((units <= alone) | (doubles == 0), fewest, -(-(units - 1) // (each - 1)))
    if mainland:
        characters = total[:, CHARACTERS]
        lone, split = PART["mainland"]
        carriers = np.where(characters <= lone, 1, -(-characters // split))
        fewest, most = np.maximum(fewest, carriers), np.maximum(most, carriers)
    return Parts(fewest, wide, fewest != most)
