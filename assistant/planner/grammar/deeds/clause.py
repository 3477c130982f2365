"""A clause: one verb and its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from assistant.planner.grammar.slots import Group, Range
from tools.definitions import After, Filter, Period


class Step(Enum):
    """What a word beside a verb is to its clause."""

    TAKEN = auto()
    """The clause reaches as far as here."""
    PASSED = auto()
    """Said on the way: the clause reaches past it only if more follows."""
    LAST = auto()
    """Taken, and nothing behind it is."""
    END = auto()
    """None of its business: the clause has ended."""


@dataclass
class Clause:
    """One verb and its arguments."""

    verb: str
    at: int
    """Index of the verb among the slots."""
    negated: bool = False
    never: bool = False
    only: bool = False
    only_then: bool = False
    """"Only" is said of when: bought a candle only in 2025."""
    exactly: bool = False
    """only once, exactly one order: the number says it all."""
    joiner: str = "and"
    """How it is tied to the clause before it: and, or, but."""
    groups: list[tuple[str, Group]] = field(default_factory=list)
    """Objects with how each is tied to the one before."""
    filters: list[Filter] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    bound: str = ""
    """A comparison said before the verb, its number behind it: 至少下过两单."""
    relative: tuple[str, str] | None = None
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    """It must hold for every one of these."""
    either: bool = False
    """Or rather for any of them."""
    ago: tuple[int, str, str] | None = None
    until: int | None = None
    """The farther end of a distance from today: 60 to 120 days ago."""
    apart: bool = False
    """When is said after a pause: ordered once, in June – rather than once in June."""
    after: After | None = None
    """Only purchases so soon after a moment of the customer's own."""
    same_goods: bool = False
    """Of what the clause before was about: viewed shoes but didn't buy them."""
    again: bool = False
    """Negated as a further time: 再没来过."""
    rest: str = ""
    """Of everything else: 别的, or of every other channel, category or brand."""
    heavily: bool = False
    """used to buy a lot (over 1000): how much in all, not in one order."""
    some_of: tuple[str, int] | None = None
    """How many of the goods listed: at least 2 of A, B, C; one but not both."""
    lone: bool = False
    """Bought once, and that was …: their only order, and what it was like."""
    same_order: bool = False
    """All of it in one order."""
    that_order: bool = False
    """Said of the order told of before: and used a discount on that order."""
    first: bool = False
    first_of: bool = False
    """The first purchase of its goods: menswear for the first time."""
    since_then: bool = False
    """After what the clause before tells of: received it and ordered since."""
    later: bool = False
    """Likewise, in a clause that tells a story: later they also bought online."""
    before_that: tuple[int, str] | None = None
    """So many units before what was told last; a count of 0 is any time before."""
    lifetime: bool = False
    """Counted over all time whatever the clauses around it: total spend, 累计消费."""
    perfect: bool = False
    """Up to now: haven't ordered. A period that ended earlier does not scope it."""
    leading_period: bool = False
    """The period stands before the verb, so it may scope the clauses that follow."""
    elided: bool = False
    """It has no verb of its own: … but not Y."""
    nothing: bool = False
    """Negated by a word that is its own object: nothing, no orders."""
    noun: bool = False
    """The verb is a noun here (buyers, 3 orders): its number and objects stand before it."""
    settled: bool = False
    """How it is tied to the clause before has been worked out."""
    lower: int = 0
    upper: int = 0

    @property
    def timed(self) -> bool:
        """It says itself when."""
        return bool(self.period or self.periods or self.ago or self.after or self.since_then or self.before_that)

    @property
    def bare(self) -> bool:
        """Nothing but its verb."""
        return not (self.groups or self.filters or self.ranges or self.relative or self.timed or self.only)
