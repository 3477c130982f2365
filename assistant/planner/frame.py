"""One question being read: its spans, and what the conversation so far says about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assistant.planner.around.glosses import without_glosses
from assistant.planner.around.introductions import without_introduction
from assistant.planner.around.nicknames import without_nicknames
from assistant.planner.around.preambles import without_preamble
from assistant.planner.around.side_words import without_side_words
from assistant.planner.around.stories import without_story
from assistant.planner.around.tag_questions import without_tag_question
from assistant.planner.grammar.campaigns.holiday_mailings import holiday_mailings
from assistant.planner.grammar.campaigns.per_channel import per_channel
from assistant.planner.grammar.joining import join
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.again_within import tie_again_within
from assistant.planner.grammar.times.durations import fold_durations
from assistant.planner.grammar.times.same_day import same_day
from assistant.planner.grammar.times.same_stretch import same_stretch
from assistant.planner.grammar.wording.sql_shown import without_sql
from assistant.planner.reading import Decline, Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import Text, normalise
from assistant.planner.vocabulary import Vocabulary
from tools.briefs import Brief
from tools.contract import Language
from tools.definitions import Audience, Limit, Metric


@dataclass
class State:
    """What earlier turns leave for the next: the last definition of each kind, newest last in `trail`."""

    metric: Metric | None = None
    audience: Audience | None = None
    brief: Brief | None = None
    last: str = ""
    """The kind of the last answer: metric, audience, list, copy, customer, request …"""
    list_args: dict[str, Any] = field(default_factory=dict)
    request: tuple[str, dict[str, Any]] | None = None
    """The last call for scores, recommendations, lookalikes and the like: tool and arguments."""
    customer: str | None = None
    figures: str = ""
    """The kind of the last definition – metric, audience or list – that a fragment changes after copy or a customer."""
    ranking: tuple[str, dict[str, Any]] | None = None
    """The last ranking by a score, which "only those in Berlin" changes even after a question about one of them."""
    rows: list[str] = field(default_factory=list)
    """First cells of the last result's rows, for "the second one"."""
    by_figure: list[str] = field(default_factory=list)
    """The same cells from the highest figure to the lowest, for 最低的那个; empty where the table shows only some."""
    by_price: list[str] = field(default_factory=list)
    """Goods of the last list of several, the dearest first, for "the cheaper one"; empty where it shows only some."""
    rows_of: str = ""
    """What those cells are: customer_id, or the field of the rows."""
    drafts: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """The last drafts as they were handed in: angle, fields, cites."""
    campaign: dict[str, Any] | None = None
    """The last campaign as it was planned, without its brief."""
    planned: dict[str, float] = field(default_factory=dict)
    planned_steps: list[tuple[str, int]] = field(default_factory=list)
    """Why people of the plan's audience are left out, and how many, in its order."""
    """How many it reaches and how many are held back."""
    campaign_id: str = ""
    """What the shop keeps it under."""
    approved: list[list[Any]] = field(default_factory=list)
    """Drafts that are approved: letter, by whom, when."""
    passages: dict[str, Any] = field(default_factory=dict)
    """What was last looked for in the documents, for "and emoji?"."""
    facts: list[str] | None = None
    """Which facts of a product were just asked for, for "and the wok?"."""
    sought: dict[str, Any] = field(default_factory=dict)
    """How the last goods were looked for, for "and Moorlight's?": the arguments, and which facts were asked."""
    shown: dict[str, Any] = field(default_factory=dict)
    """The one product that was just shown, by field."""
    declined: Decline | None = None
    """What the last message was refused with, for "why not?"."""
    placed: bool = False
    """The place of one row was just told, for "and Cologne?"."""
    pair: tuple[Audience, Audience] | None = None
    """The last two groups of people that were set against each other, for "only the first, not the second"."""
    overlap: bool = False
    """They were asked for as two groups of equal rank, not as a whole and its part."""
    glimpse: bool = False
    """The last list showed a few of the people spoken of, in an order: 5 of them, highest spend first."""
    share: tuple[Audience, Audience] | None = None
    """The whole and the part of the share that was just told of people, for "and among men?"."""
    explained: bool = False
    """The last message asked what a word means, which "and retention?" then asks of another."""
    lesson: tuple[str, str] | None = None
    """An unknown word and what it was said to mean in the last turn."""
    trail: list[State] = field(default_factory=list, repr=False)

    @property
    def them(self) -> Audience | None:
        """Whom "them" means: the last people, of a ranked list those that it shows."""
        by, count = self.list_args.get("sort_by"), self.list_args.get("limit")
        if self.last != "list" or self.audience is None or self.audience.limit is not None or not (by and count):
            return self.audience
        limit = Limit(by=by, descending=self.list_args.get("descending", True), count=count)
        return self.audience.model_copy(update={"limit": limit})


def _joined(frame: Frame, spans: list[Span]) -> Slots:
    slots = Slots(spans, frame.text, frame.vocabulary, frame.today)
    slots.said += frame.story
    join(slots)
    return slots


def _mailings(tagger: Tagger, text: Text) -> list[Span]:
    """The spans of a message, with messages named by their day or channel, and the same days of a year, settled."""
    spans = per_channel(holiday_mailings(tagger.tag(text), tagger.vocabulary), tagger.vocabulary)
    return same_day(same_stretch(spans), tagger.anchor.today)


@dataclass
class Frame:
    """A question with its spans and surroundings. `slots` gives every reader a fresh row of slots."""

    text: Text
    spans: list[Span]
    vocabulary: Vocabulary
    today: date
    language: Language
    state: State
    tagger: Tagger = field(repr=False)
    tools: frozenset[str] = frozenset()
    depth: int = 0
    story: list[tuple[str, str]] = field(default_factory=list)
    """What the answer says of a story told before the question."""

    @classmethod
    def of(cls, question: str, tagger: Tagger, language: Language, state: State, tools: frozenset[str]) -> Frame:
        """Tag a question."""
        text = tagger.mended(normalise(question))
        tagged = fold_durations(_mailings(tagger, text), text, tagger.vocabulary)
        spans, told = without_story(without_preamble(without_introduction(tagged)))
        plain = without_side_words(without_tag_question(without_glosses(without_sql(spans))))
        spans = tie_again_within(plain, alone=not state.last)
        frame = cls(text, spans, tagger.vocabulary, tagger.anchor.today, language, state, tagger, tools)
        if told:
            story = frame.typed(0, told - 1)
            frame.story = [(f"I took “{story}” as what it is asked for.", f"“{story}”按提问的背景理解。")]
        return frame

    def retold(self, question: str, state: State | None = None) -> Frame:
        """Other words for this question, or a part of it, tagged anew; `state` stands for the conversation so far."""
        return Frame.of(question, self.tagger, self.language, self.state if state is None else state, self.tools)

    def without_names(self) -> tuple[Frame, list[tuple[str, str]] | None]:
        """The question without what people are called beside who they are; None where nobody is called anything."""
        spans, said = without_nicknames(self.spans, self.text)
        return (self, None) if spans == self.spans else (replace(self, spans=spans), said)

    def slots(self, start: int = 0, end: int | None = None) -> Slots:
        """Fresh slots (of some of the spans), with numbers, values and facts joined."""
        return self.slots_of(self.spans[start:end] if start or end is not None else self.spans)

    def slots_of(self, spans: list[Span]) -> Slots:
        """The same of any choice of spans."""
        return self.worked_out(_joined, spans)

    def worked_out(self, make: Callable[[Frame, list[Span]], Slots], spans: list[Span]) -> Slots:
        """What `make` makes of these spans, as fresh slots: it is made once, though a dozen readers ask for it."""
        known: list[tuple[list[Span], list[tuple[str, str]], Slots]]
        known = self.tagger.once.of((make, self.text), list)
        for earlier, story, slots in known:
            if earlier == spans and story == self.story:
                return slots.fresh()
        made = make(self, spans)
        known.append((list(spans), list(self.story), made.fresh()))
        return made

    def say(self, english: str, chinese: str) -> str:
        """The wording for whoever is asking."""
        return chinese if self.language == "zh" else english

    def has(self, *kinds: str) -> bool:
        """Whether any span may be one of these."""
        return any(span.has(*kinds) for span in self.spans)

    def values(self, kind: str) -> list[Any]:
        """Payloads of all spans of one kind."""
        return [span.value(kind) for span in self.spans if span.has(kind)]

    def only(self, *kinds: str) -> bool:
        """Whether nothing but these kinds (and filler) was said, and at least one of them."""
        return self.has(*kinds) and all(
            span.has(*kinds, "filler", "break", "people", "and", "for") for span in self.spans
        )

    def reading(self, intent: str, **parts: Any) -> Reading:
        """A reading of this question."""
        return Reading(self.text.original, self.language, intent, **parts)

    def typed(self, first: int, last: int) -> str:
        """The asker's own words from span `first` to span `last`."""
        tokens = self.text.tokens
        return self.text.typed(tokens[self.spans[first].start].start, tokens[self.spans[last].end - 1].end)

    def origin(self, index: int) -> tuple[int, int]:
        """Where span `index` stands in the question as typed."""
        tokens, span = self.text.tokens, self.spans[index]
        start, end = tokens[span.start].start, tokens[span.end - 1].end
        return self.text.origins[start], self.text.origins[end - 1] + 1

    def rest(self, index: int) -> str:
        """The asker's own words after span `index`."""
        tokens = self.text.tokens
        end = tokens[self.spans[index].end - 1].end
        return self.text.original[self.text.origins[end] :].strip() if end < len(self.text.normal) else ""
