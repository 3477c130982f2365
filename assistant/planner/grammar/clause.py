"""A clause: one verb and its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.grammar.slots import Group, Range
from tools.definitions import Filter, Period


@dataclass
class Clause:
    """One verb and its arguments."""

    verb: str
    at: int
    """Index of the verb among the slots."""
    negated: bool = False
    never: bool = False
    only: bool = False
    joiner: str = "and"
    """How it is tied to the clause before it: and, or, but."""
    groups: list[tuple[str, Group]] = field(default_factory=list)
    """Objects with how each is tied to the one before."""
    filters: list[Filter] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    relative: tuple[str, str] | None = None
    period: Period | None = None
    ago: tuple[int, str, str] | None = None
    first: bool = False
    since_then: bool = False
    """After what the clause before tells of: received it and ordered since."""
    leading_period: bool = False
    """The period stands before the verb, so it may scope the clauses that follow."""
    elided: bool = False
    """It has no verb of its own: … but not Y."""
    nothing: bool = False
    """Negated by a word that is its own object: nothing, no orders."""
    noun: bool = False
    """The verb is a noun here (buyers, 3 orders): its number and objects stand before it."""
    lower: int = 0
    upper: int = 0
