"""Free text as it is heard: what it says, where it stands, and which words are known to be about the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.planner.frame import Frame
from assistant.planner.spans import Span

OFFER = ("discount", "off", "free_shipping", "code_word", "percent", "money", "gift_word")
WISH = (
    "copy_channel", "copy_noun", "copy_verb", "contact_noun", "contact_verb", "copy_language", "tone", "shorter",
    "longer", "must_not", "more_variants", "one_part", "characters_word", "copy_channel_other", *OFFER,
)  # fmt: skip
"""Kinds of words by which a part of the sentence is known to be about the text."""
CUES = ("say", "unsay", "angle", "invent", "manner", "event")
PEOPLE = ("people", "agent", "who", "contact", "saved", "person_ref", "verb", "condition")
NAMED = ("people", "agent", "who", "contact", "saved")
LIGHT = ("filler", "break", "soft", "and", "for", "place", "with", "put_word", "anaphor")
GENERIC = (
    "product",
    "name",
    "brand",
    "offer",
    "brand name",
    "product name",
    "deadline",
    "date",
    "商品名",
    "品牌",
    "产品名",
)


@dataclass
class Heard:
    """What the free text says."""

    said: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    angle: str = ""
    each: list[str] = field(default_factory=list)
    wished: list[str] = field(default_factory=list)
    """What only a writer who understands it can do: tell them what happens when they tap, sound like a neighbour."""
    readers: list[str] = field(default_factory=list)
    """Kinds of readers the data do not know: new mums."""
    asides: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    """Claims outside such text that nothing backs: last pieces."""
    goods: list[str] = field(default_factory=list)
    """Products named inside it."""
    topics: list[str] = field(default_factory=list)
    """Kinds of goods named inside it."""
    no_offer: bool = False
    withdrawn: bool = False
    """What was last to be said is not: remove that sentence again."""
    dropped: list[str] = field(default_factory=list)
    """Parts of the offer that are no longer wished for, where others stay."""
    priced: bool | None = None
    stretches: list[tuple[int, int]] = field(default_factory=list)
    """Where it stands in the question as typed."""
    days: list[str] = field(default_factory=list)
    """Days with a name that the text is for."""
    aspects: list[str] = field(default_factory=list)
    """Sides of the goods and kinds of access that it is to speak of."""
    beyond: list[tuple[str, str]] = field(default_factory=list)
    """Sentences on wishes that nothing here can do: a budget, a dialect."""
    blanks: list[tuple[int, int]] = field(default_factory=list)
    """Likewise, of words that only go between others: two Black Friday mails are two mails."""


class Hearing:
    """The spans of one message, and which of them are set apart already."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.spans, self.heard = frame, frame.spans, Heard()
        self.taken: set[int] = set()

    def typed(self, first: int, end: int) -> str:
        """The asker's words of the spans `first` to `end` - 1, without marks around them."""
        return self.frame.typed(first, end - 1).strip(" \t\"'“”‘’「」《》:：=,，.。;；") if first < end else ""

    def take(self, first: int, end: int) -> None:
        """Set the spans `first` to `end` - 1 apart."""
        text = self.frame.text
        start, stop = text.tokens[self.spans[first].start].start, text.tokens[self.spans[end - 1].end - 1].end
        self.heard.stretches.append((text.origins[start], text.origins[stop - 1] + 1))
        self.taken.update(range(first, end))

    def place(self, index: int) -> tuple[int, int]:
        """Where a span stands in the question as typed."""
        text, span = self.frame.text, self.spans[index]
        return text.origins[text.tokens[span.start].start], text.origins[text.tokens[span.end - 1].end - 1] + 1

    def free(self, first: int, end: int) -> bool:
        """Whether none of these spans is set apart."""
        return self.taken.isdisjoint(range(first, end))


def is_wish(spans: list[Span]) -> bool:
    """Whether a part of the sentence speaks of the text in known words only."""
    return any(span.has(*WISH, *CUES) for span in spans) and all(
        span.has(
            *WISH, *CUES, *LIGHT, "code", "goal", "until_word", "number", "heads", "pieces", "style", "less", "only"
        )
        for span in spans
    )


def has_unknown(spans: list[Span]) -> bool:
    """Whether a word is in them that nobody knows."""
    return any(span.unknown and any(c.isalnum() for c in span.text) for span in spans)


def until_break(spans: list[Span]) -> int:
    """How many of them stand before the next break."""
    return next((place for place, span in enumerate(spans) if span.has("break")), len(spans))
