"""The question as a row of typed slots that rules join and use up; what no rule used is left over."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.planner.lexicon import Sense
from assistant.planner.simplifying import simplified
from assistant.planner.spans import Span
from assistant.planner.text import Text
from assistant.planner.vocabulary import Vocabulary
from tools.definitions import Period

PRODUCT_LEVELS = ("product", "line")


@dataclass(frozen=True)
class Amount:
    """A number with what it counts: number, money, percent, times, pieces, heads, age or duration."""

    value: float
    unit: str
    detail: Any = None
    """Currency of money, calendar unit of a duration."""


@dataclass(frozen=True)
class Range:
    """A comparison with an amount, or between two."""

    op: str
    low: Amount
    high: Amount | None = None

    @property
    def unit(self) -> str:
        return self.low.unit

    @property
    def upper(self) -> float | None:
        return self.high.value if self.high else None


@dataclass(frozen=True)
class Group:
    """Values of one field: any of them, or (joiner "and") each of them."""

    field: str
    values: tuple[Any, ...]
    op: str = "is"
    joiner: str = ""
    absent: bool = False
    """None of the values occurs in this shop."""


END = Span(-1, -1, "", (Sense("end"),))
"""What stands behind the last item."""


class Slots:
    """Spans in order, with a note for each one that a rule has used."""

    def __init__(self, spans: list[Span], text: Text, vocabulary: Vocabulary, today: date | None = None) -> None:
        self.items = list(spans)
        self.text = text
        self.vocabulary = vocabulary
        self._today = today
        self.editing = False
        """The message changes the last definition, so a bare "5 orders" is a condition."""
        self.picking = False
        """The message picks people, so goods and numbers that no verb takes are conditions on them."""
        self.said: list[tuple[str, str]] = []
        """What the answer must say about how words were taken, in English and Chinese."""
        self.when: Period | None = None
        """The period of the whole that these slots are a part of: new in it, where nothing else is said."""
        self.bought_in: Period | None = None
        """The period in which the whole bought: who of them is a repeat buyer ordered twice in it."""
        self.rank: str | None = None
        """The figure of that whole: the top 10 % of customers are the top by it, where nothing else is said."""
        self.roles: dict[int, str] = {}
        self.notes: list[tuple[str, str, float]] = []
        """(typed, how it was read, confidence) of every span that was not typed exactly so."""

    def fresh(self) -> Slots:
        """The same slots for another reader, who may settle and use them without touching these."""
        twin = copy(self)
        twin.items, twin.said, twin.notes = list(self.items), list(self.said), list(self.notes)
        twin.roles = dict(self.roles)
        return twin

    @property
    def today(self) -> date:
        """The day that relative dates count from."""
        return self._today or self.vocabulary.last_day

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Span:
        """The item there; behind the last one an empty one, so that a rule may look past the end of a message."""
        return self.items[index] if index < len(self.items) else END

    def merge(self, start: int, end: int, *senses: Sense) -> None:
        """Replace items start..end-1 by one with these senses."""
        first, last = self.items[start], self.items[end - 1]
        self.items[start:end] = [
            Span(first.start, last.end, simplified(self.typed(start, end)), tuple(map(self.vocabulary.lacked, senses)))
        ]

    def typed(self, start: int, end: int) -> str:
        """Items start..end-1 in the asker's own words."""
        tokens = self.text.tokens
        return self.text.typed(tokens[self.items[start].start].start, tokens[self.items[end - 1].end - 1].end)

    def retag(self, index: int, *senses: Sense) -> None:
        """Settle what one item means."""
        item = self.items[index]
        self.items[index] = Span(item.start, item.end, item.text, tuple(map(self.vocabulary.lacked, senses)))

    def origin(self, index: int) -> tuple[int, int]:
        """Where an item stands in the question as typed."""
        tokens = self.text.tokens
        start, end = tokens[self.items[index].start].start, tokens[self.items[index].end - 1].end
        return self.text.origins[start], self.text.origins[end - 1] + 1

    def use(self, index: int, role: str) -> None:
        """Note that a rule has used this item, and as what."""
        self.roles.setdefault(self.items[index].start, role)

    def used(self, index: int) -> bool:
        """Whether a rule has used this item; behind the last there is none to use."""
        return index >= len(self.items) or self.items[index].start in self.roles

    def role(self, index: int) -> str:
        """What the item was used as; "" when unused."""
        return self.roles.get(self.items[index].start, "") if 0 <= index < len(self.items) else ""

    def has(self, index: int, *kinds: str) -> bool:
        """Whether there is such an item and it may be one of these kinds."""
        items = self.items
        return 0 <= index < len(items) and items[index].has(*kinds)

    def value(self, index: int, kind: str) -> Any:
        """Payload of that sense of that item, or None."""
        items = self.items
        return items[index].value(kind) if 0 <= index < len(items) else None

    def find(self, *kinds: str, start: int = 0, free: bool = True) -> int | None:
        """Index of the first (unused) item that may be one of these kinds."""
        for index in range(start, len(self.items)):
            if self.items[index].has(*kinds) and not (free and self.used(index)):
                return index
        return None

    @property
    def relative(self) -> bool:
        """Whether a clause about someone follows: who bought, customers that … – not the "which" of a question."""
        return any(
            item.has("who") and (not item.has("which") or self.has(index - 1, "people", "group", "agent"))
            for index, item in enumerate(self.items)
        )

    def all(self, *kinds: str, free: bool = True) -> list[int]:
        """Indexes of all (unused) items that may be one of these kinds."""
        return [i for i, item in enumerate(self.items) if item.has(*kinds) and not (free and self.used(i))]

    def next(self, index: int, skip: Callable[[Span], bool] | None = None) -> int:
        """Index of the next item after `index` that carries meaning; len(self) at the end."""
        index += 1
        while index < len(self.items) and (skip or is_light)(self.items[index]):
            index += 1
        return index

    def before(self, index: int, skip: Callable[[Span], bool] | None = None) -> int:
        """Index of the item before `index` that carries meaning; -1 at the start."""
        index -= 1
        while index >= 0 and (skip or is_light)(self.items[index]):
            index -= 1
        return index

    def level(self, field: str) -> str:
        """Whose fact a field is."""
        return self.vocabulary.level(field)

    def chinese(self, index: int) -> bool:
        """Whether an item is written in Chinese; past the end there is none."""
        return any("\u3400" <= c <= "\u9fff" for item in self.items[index : index + 1] for c in item.text)


HEAVY = (
    "not",
    "never",
    "except",
    "only",
    "and",
    "or",
    "but",
    "by",
    "cmp",
    "who",
    "people",
    "value",
    "measure",
    "field",
    "verb",
    "period",
    "number",
    "top",
    "bottom",
    "how_many",
    "list",
    "which",
    "range",
    "group",
    "with",
    "share",
    "add",
    "remove",
)


def is_light(item: Span) -> bool:
    """Filler between two words that belong together: of, the, 的 – but no comma and nothing that may carry meaning."""
    if item.has("place", "for", "with") and not item.has("group", "value"):
        return True
    return item.has("filler") and not item.has(*HEAVY)
