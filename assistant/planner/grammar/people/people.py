"""What a question says about customers, before it becomes an audience."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.grammar.campaigns.attribution import Attributed
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.scores.scores import Scored
from tools.definitions import Audience, Condition, Limit


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
    scored: list[Scored] = field(default_factory=list)
    """Scores that pick people: the answer says what likely means."""
    horizon: str = ""
    """How far ahead was asked about, as typed."""
    ranked_by_default: bool = False
    """Ranked by spend since no figure was named: the answer says so."""
    limited: Limit | None = None
    """A share of those meant: the 10 % of women most likely to buy."""
    attributed: Attributed | None = None
    """Purchases that count only so soon after a message."""
    mixed: bool = False
    """Both "and" and "or" tie clauses: the answer says how they were grouped."""
