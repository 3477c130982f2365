"""One question being read: its spans, and what the conversation so far says about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assistant.planner.grammar.comparisons.cohorts_beside import reduce_cohorts_beside
from assistant.planner.grammar.comparisons.contests import reduce_contests
from assistant.planner.grammar.deeds.adverbs import settle_still
from assistant.planner.grammar.deeds.breadth import reduce_breadth
from assistant.planner.grammar.deeds.had_deeds import reduce_had
from assistant.planner.grammar.deeds.joints import reduce_no_other
from assistant.planner.grammar.deeds.ranges import reduce_ranges
from assistant.planner.grammar.figures.expected import reduce_expected
from assistant.planner.grammar.figures.shared_rates import reduce_shared_rates
from assistant.planner.grammar.goods.made_of import reduce_made_of
from assistant.planner.grammar.goods.materials import reduce_materials
from assistant.planner.grammar.goods.product_notes import reduce_product_notes
from assistant.planner.grammar.orders.discounts import reduce_discounts
from assistant.planner.grammar.orders.first_orders import reduce_first_there
from assistant.planner.grammar.orders.firsts import reduce_firsts
from assistant.planner.grammar.orders.in_orders import reduce_in_orders
from assistant.planner.grammar.orders.orders import reduce_orders
from assistant.planner.grammar.orders.ordinals import reduce_ordinals
from assistant.planner.grammar.people.acquisition import reduce_acquisition
from assistant.planner.grammar.people.age_sides import reduce_age_sides
from assistant.planner.grammar.people.consent import reduce_consent
from assistant.planner.grammar.people.facts import reduce_facts
from assistant.planner.grammar.people.fractions import reduce_fractions
from assistant.planner.grammar.people.known import reduce_known
from assistant.planner.grammar.people.labels import reduce_labels
from assistant.planner.grammar.people.languages import reduce_languages
from assistant.planner.grammar.people.norms import reduce_norms
from assistant.planner.grammar.rows.band_ends import reduce_bands
from assistant.planner.grammar.rows.cohort_months import reduce_cohort_months
from assistant.planner.grammar.rows.cohorts import reduce_cohorts
from assistant.planner.grammar.scores.score_levels import reduce_levels
from assistant.planner.grammar.scores.scores import reduce_scores
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.times.again_within import tie_again_within
from assistant.planner.grammar.times.elided_units import reduce_elided_units
from assistant.planner.grammar.times.following import reduce_windows, tie_windows
from assistant.planner.grammar.times.listed_periods import reduce_ago_ranges, reduce_up_to
from assistant.planner.grammar.times.moments import reduce_moments
from assistant.planner.grammar.times.months_on import reduce_months_on
from assistant.planner.grammar.times.nothing_since import reduce_nothing_since
from assistant.planner.grammar.values.all_categories import reduce_all_categories
from assistant.planner.grammar.values.all_of_them import reduce_all_of_them
from assistant.planner.grammar.values.both import reduce_both
from assistant.planner.grammar.values.counted import reduce_row_counts
from assistant.planner.grammar.values.groups import reduce_groups
from assistant.planner.grammar.values.no_limit import reduce_no_limit
from assistant.planner.grammar.values.segments import reduce_segments
from assistant.planner.grammar.values.tiers import reduce_tiers
from assistant.planner.grammar.wording.nicknames import without_nicknames
from assistant.planner.grammar.wording.preambles import without_preamble
from assistant.planner.grammar.wording.restated import (
    reduce_copied_verbs,
    reduce_restated_stretches,
    reduce_restated_values,
    reduce_restated_verbs,
)
from assistant.planner.grammar.wording.side_words import without_side_words
from assistant.planner.grammar.wording.sql_shown import without_sql
from assistant.planner.grammar.wording.stories import without_story
from assistant.planner.lexicon import Sense
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
    rows_of: str = ""
    """What those cells are: customer_id, or the field of the rows."""
    drafts: list[dict[str, Any]] = field(default_factory=list, repr=False)
    """The last drafts as they were handed in: angle, fields, cites."""
    campaign: dict[str, Any] | None = None
    """The last campaign as it was planned, without its brief."""
    planned: dict[str, float] = field(default_factory=dict)
    """How many it reaches and how many are held back."""
    campaign_id: str = ""
    """What the shop keeps it under."""
    approved: list[list[Any]] = field(default_factory=list)
    """Drafts that are approved: letter, by whom, when."""
    passages: dict[str, Any] = field(default_factory=dict)
    """What was last looked for in the documents, for "and emoji?"."""
    facts: list[str] | None = None
    """Which facts of a product were just asked for, for "and the wok?"."""
    shown: dict[str, Any] = field(default_factory=dict)
    """The one product that was just shown, by field."""
    declined: Decline | None = None
    """What the last message was refused with, for "why not?"."""
    pair: tuple[Audience, Audience] | None = None
    """The last two groups of people that were set against each other, for "only the first, not the second"."""
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


@dataclass
class Frame:
    """A question with its spans and surroundings. `slots` gives every reader a fresh row of slots."""

    text: Text
    spans: list[Span]
    vocabulary: Vocabulary
    today: date
    language: Language
    state: State
    tools: frozenset[str] = frozenset()
    depth: int = 0
    story: list[tuple[str, str]] = field(default_factory=list)
    """What the answer says of a story told before the question."""
    tagger: Tagger | None = field(default=None, repr=False)
    _joined: tuple[list[Span], Slots] | None = field(default=None, init=False, repr=False, compare=False)
    """The slots of all spans, joined once: a dozen readers ask for them in turn."""

    @classmethod
    def of(cls, question: str, tagger: Tagger, language: Language, state: State, tools: frozenset[str]) -> Frame:
        """Tag a question."""
        text = tagger.mended(normalise(question))
        spans, told = without_story(without_preamble(tagger.tag(text)))
        spans = tie_again_within(without_side_words(without_sql(spans)))
        frame = cls(text, spans, tagger.vocabulary, tagger.anchor.today, language, state, tools, tagger=tagger)
        if told:
            story = frame.typed(0, told - 1)
            frame.story = [(f"I took “{story}” as what it is asked for.", f"“{story}”按提问的背景理解。")]
        return frame

    def without_names(self) -> tuple[Frame, list[tuple[str, str]] | None]:
        """The question without what people are called beside who they are; None where nobody is called anything."""
        spans, said = without_nicknames(self.spans, self.text)
        return (self, None) if spans == self.spans else (replace(self, spans=spans), said)

    def slots(self, start: int = 0, end: int | None = None) -> Slots:
        """Fresh slots (of some of the spans), with numbers, values and facts joined."""
        if start or end is not None:
            return self.slots_of(self.spans[start:end])
        if self._joined is None or self._joined[0] != self.spans:
            self._joined = list(self.spans), self.slots_of(self.spans)
        return self._joined[1].fresh()

    def slots_of(self, spans: list[Span]) -> Slots:
        """The same of any choice of spans."""
        slots = Slots(spans, self.text, self.vocabulary, self.today)
        slots.said += self.story
        settle_still(slots)
        reduce_elided_units(slots)
        for index in range(len(slots) - 1):
            if not slots.has(index + 1, "period"):
                continue
            bound = slots.has(index, "cmp") and slots.has(index + 1, "number")
            if slots.has(index - 1, "period") and (bound or slots[index].text.casefold() == "over"):
                slots.retag(index, Sense("versus"))  # 2025 over 2024
            elif slots.has(index, "cmp", "place", "range_join") and not (
                slots.has(index, "value", "and", "by") or bound
            ):
                slots.use(index, "period")
        reduce_consent(slots)
        reduce_languages(slots)
        reduce_fractions(slots)
        reduce_norms(slots)
        reduce_restated_stretches(slots)
        reduce_restated_verbs(slots)
        reduce_ranges(slots)
        reduce_age_sides(slots)
        reduce_bands(slots)
        reduce_first_there(slots)
        reduce_groups(slots)
        reduce_restated_values(slots)
        reduce_copied_verbs(slots)
        reduce_labels(slots)
        reduce_all_of_them(slots)
        reduce_product_notes(slots)
        reduce_firsts(slots)
        reduce_shared_rates(slots)
        reduce_orders(slots)
        reduce_nothing_since(slots)
        reduce_had(slots)
        reduce_in_orders(slots)
        reduce_materials(slots)
        reduce_made_of(slots)
        reduce_both(slots)
        reduce_contests(slots)
        reduce_no_other(slots)
        reduce_no_limit(slots)
        reduce_breadth(slots)
        reduce_all_categories(slots)
        reduce_tiers(slots)
        reduce_acquisition(slots)
        reduce_expected(slots)
        reduce_scores(slots)
        reduce_levels(slots)
        reduce_segments(slots)
        reduce_discounts(slots)
        reduce_known(slots)
        reduce_ordinals(slots)
        reduce_cohorts(slots)
        reduce_cohort_months(slots, self.today)
        reduce_cohorts_beside(slots)
        reduce_months_on(slots)
        reduce_windows(slots)
        reduce_moments(slots)
        tie_windows(slots)
        reduce_up_to(slots, self.today)
        reduce_ago_ranges(slots)
        reduce_facts(slots, self.today)
        reduce_row_counts(slots)
        return slots

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
