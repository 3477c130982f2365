"""Conditional passages in a draft: {{#if loyalty_tier is gold or silver}} … {{#else}} … {{/if}}.

A condition is one field of the data dictionary, one comparison and values: nothing is run, nothing is computed. A
passage may hold one other passage, not more. Reading never fails: what cannot be read becomes a problem with its place.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from tools.copy_rules.tags import TAG

CONTROL = re.compile(r"\{\{\s*(?:([#/])\s*([^{}]*?)|(else|否则))\s*\}\}")
DEEPEST = 2
"""A passage in a passage; more than that nobody can read back."""

Operator = Literal["is", "is_not", "lt", "le", "gt", "ge", "known", "unknown"]
_WORDS: tuple[tuple[str, Operator], ...] = (
    (r"is\s+not|isn't|!=|<>|≠|不是|不为|不等于", "is_not"),
    (r"is\s+known|exists|known|已知", "known"),
    (r"is\s+unknown|is\s+missing|unknown|missing|未知", "unknown"),
    (r"is\s+at\s+least|at\s+least|>=|≥|至少|不少于|不低于|大于等于", "ge"),
    (r"is\s+at\s+most|at\s+most|<=|≤|至多|最多|不超过|不多于|小于等于", "le"),
    (r"is\s+more\s+than|more\s+than|is\s+over|over|is\s+after|after|>|超过|多于|大于|高于|晚于", "gt"),
    (r"is\s+less\s+than|less\s+than|is\s+under|under|is\s+before|before|<|少于|小于|低于|早于", "lt"),
    (r"is|==?|等于|是|为", "is"),
)
_FIELD = r"(?P<field>[^\W\d]\w*?)"
_CONDITION = [
    (re.compile(rf"{_FIELD}(?:\s+|(?=[^\w\s])|(?=[一-鿿]))(?:{words})(?![A-Za-z])(?P<rest>.*)", re.I | re.S), op)
    for words, op in _WORDS
]
_VALUE = re.compile(r"""\s*(?:"([^"]*)"|“([^”]*)”|「([^」]*)」|'([^']*)'|(.+?))\s*(?:\bor\b|或|、|,|，|$)""", re.I)
_BARE = frozenset(["known", "unknown"])


class Guard(NamedTuple):
    """The condition of a passage."""

    field: str
    op: Operator
    values: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """One way to write it, by which equal conditions are known to be equal."""
        signs = {"is_not": "is not", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
        return " ".join([self.field, signs.get(self.op, self.op), " or ".join(self.values)]).strip()


class Text(NamedTuple):
    """Words that everybody gets; `start` is where they stand in the draft."""

    text: str
    start: int


class Slot(NamedTuple):
    """A merge tag."""

    name: str
    fallback: str | None
    start: int
    end: int


class Passage(NamedTuple):
    """Words for those the guard holds for, and for the others."""

    guard: Guard
    then: tuple["Node", ...]
    other: tuple["Node", ...]
    start: int


Node = Text | Slot | Passage


class Problem(NamedTuple):
    """What is wrong with the notation, and where."""

    kind: Literal["unopened", "unclosed", "second_else", "too_deep", "unreadable", "unknown_word"]
    value: str
    start: int


class Parsed(NamedTuple):
    """A draft's text in pieces."""

    nodes: tuple[Node, ...]
    problems: tuple[Problem, ...]


def has_passages(text: str) -> bool:
    """Is there any {{#…}} or {{/…}}?"""
    return CONTROL.search(text) is not None


def read_guard(text: str) -> Guard | None:
    """`loyalty_tier is gold or silver` as a guard; None where it cannot be read."""
    for pattern, op in _CONDITION:
        match = pattern.fullmatch(text.strip())
        if match is None:
            continue
        rest = match["rest"].strip()
        if op in _BARE:
            return Guard(match["field"], op) if not rest else None
        values = tuple(next(v for v in found if v is not None).strip() for found in _values(rest))
        one = op not in ("is", "is_not")
        return Guard(match["field"], op, values) if values and all(values) and not (one and len(values) > 1) else None
    return None


def _values(rest: str) -> Iterator[tuple[str | None, ...]]:
    place = 0
    while place < len(rest):
        match = _VALUE.match(rest, place)
        if match is None or match.end() == place:
            yield ("",)
            return
        place = match.end()
        yield match.groups()
        if place >= len(rest) and re.search(r"(?:\bor|或|、|,|，)$", match[0], re.I):
            yield ("",)  # "gold or" lacks a value


def parse(text: str) -> Parsed:
    """The pieces of `text` in order, and what is wrong with its passages."""
    reader = _Reader()
    place = 0
    for match in CONTROL.finditer(text):
        start, end = _line(text, match)
        reader.add(_plain(text, place, max(place, start)))
        reader.control(match)
        place = end
    reader.add(_plain(text, place, len(text)))
    return reader.finish()


def _line(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The span a control tag takes out of the text: its whole line where it stands alone on one."""
    first = text.rfind("\n", 0, match.start()) + 1
    last = text.find("\n", match.end())
    last = len(text) if last < 0 else last
    alone = not text[first : match.start()].strip() and not text[match.end() : last].strip()
    return (first, min(last + 1, len(text))) if alone else match.span()


def _plain(text: str, start: int, end: int) -> list[Node]:
    nodes: list[Node] = []
    place = start
    for match in TAG.finditer(text, start, end):
        if match.start() > place:
            nodes.append(Text(text[place : match.start()], place))
        nodes.append(Slot(match[1], match[2], match.start(), match.end()))
        place = match.end()
    if end > place:
        nodes.append(Text(text[place:end], place))
    return nodes


class _Open:
    """A passage whose end was not met yet; without a guard it could not be read, and its words go to everybody."""

    def __init__(self, guard: Guard | None, match: re.Match[str] | None) -> None:
        self.guard = guard
        self.match = match
        self.branches: list[list[Node]] = [[]]

    def node(self) -> list[Node]:
        then, *others = self.branches
        if self.guard is None or self.match is None:
            return [node for branch in self.branches for node in branch]
        return [Passage(self.guard, tuple(then), tuple(n for b in others for n in b), self.match.start())]


class _Reader:
    def __init__(self) -> None:
        self._stack = [_Open(None, None)]
        self._problems: list[Problem] = []

    def add(self, nodes: Iterable[Node]) -> None:
        self._stack[-1].branches[-1].extend(nodes)

    def control(self, match: re.Match[str]) -> None:
        sign, words = match[1] or "#", match[2] or match[3] or ""
        keyword = re.match(r"(?:if|如果|else|否则)(?![A-Za-z_])", words, re.I)
        if sign == "/":
            self._end(match, known=words.lower() in ("if", "如果"))
        elif keyword and keyword[0].lower() in ("else", "否则") and keyword[0] == words:
            self._else(match)
        elif keyword and keyword[0].lower() in ("if", "如果"):
            self._begin(match, words[keyword.end() :])
        else:
            self._problem("unknown_word", match)

    def _begin(self, match: re.Match[str], condition: str) -> None:
        guard = read_guard(condition)
        if guard is None:
            self._problem("unreadable", match)
        if len(self._stack) > DEEPEST:
            self._problem("too_deep", match)
        self._stack.append(_Open(guard, match))

    def _else(self, match: re.Match[str]) -> None:
        top = self._stack[-1]
        if top.match is None:
            self._problem("unopened", match)
        elif len(top.branches) > 1:
            self._problem("second_else", match)
        else:
            top.branches.append([])

    def _end(self, match: re.Match[str], *, known: bool) -> None:
        if not known:
            self._problem("unknown_word", match)
        elif self._stack[-1].match is None:
            self._problem("unopened", match)
        else:
            closed = self._stack.pop()
            self.add(closed.node())

    def _problem(self, kind: str, match: re.Match[str]) -> None:
        self._problems.append(Problem(kind, match[0], match.start()))  # type: ignore[arg-type]

    def finish(self) -> Parsed:
        while len(self._stack) > 1:
            lost = self._stack.pop()
            assert lost.match is not None
            self._problem("unclosed", lost.match)
            self.add(lost.node())
        return Parsed(tuple(self._stack[0].branches[0]), tuple(sorted(self._problems, key=lambda p: p.start)))


def slots_in(nodes: Iterable[Node]) -> Iterator[Slot]:
    """Every merge tag, those in passages included."""
    for node in nodes:
        if isinstance(node, Slot):
            yield node
        elif isinstance(node, Passage):
            yield from slots_in((*node.then, *node.other))


def guards_in(nodes: Iterable[Node]) -> Iterator[tuple[Guard, int]]:
    """Every condition with its place."""
    for node in nodes:
        if isinstance(node, Passage):
            yield node.guard, node.start
            yield from guards_in((*node.then, *node.other))
