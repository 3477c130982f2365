"""What a question says about customers, before it becomes an audience."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.grammar.clause import Clause
from tools.definitions import (
    Audience,
    Condition,
)


@dataclass
class Item:
    """One condition with where it stands and how it is tied to the one before."""

    condition: Condition
    at: int
    joiner: str = "and"
    excluded: bool = False
    clause: bool = False
    field: str = ""


@dataclass
class People:
    """What a question says about customers."""

    audience: Audience = field(default_factory=Audience)
    conditions: int = 0
    limit: int | None = None
    sort_by: str | None = None
    descending: bool = True
    clauses: list[Clause] = field(default_factory=list)
    mixed: bool = False
    """Both "and" and "or" tie clauses: the answer says how they were grouped."""
