"""What a question's words may mean whichever kind of message it is: dates, numbers, people and goods of the shop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from assistant.planner.around.answer_wanted import read_answer_wanted
from assistant.planner.around.asked_for import read_asked_for
from assistant.planner.around.askers import read_askers
from assistant.planner.lexicon import Sense
from assistant.planner.linking import by_sound, by_spelling, products_in, products_named
from assistant.planner.numbered import numbered
from assistant.planner.once import Once
from assistant.planner.persons import addresses, names
from assistant.planner.readers.calendar import Anchor
from assistant.planner.readers.chinese_dates import ChineseDates
from assistant.planner.readers.chinese_ranks import read_ranks
from assistant.planner.readers.chinese_verbs import read_verbs
from assistant.planner.readers.clock_hours import read_clock_hours
from assistant.planner.readers.english_dates import EnglishDates
from assistant.planner.readers.horizons import read_horizons
from assistant.planner.readers.numbers import read_numbers
from assistant.planner.text import Text
from assistant.planner.vocabulary import Vocabulary
from assistant.planner.whole_names import written_together

Proposal = tuple[int, int, Sense]
"""First token, end token, and what they may mean."""


class Proposals(NamedTuple):
    """All that is proposed for one text, by whether it comes before, behind or in place of what its words mean."""

    customers: Sequence[Proposal]
    addresses: Sequence[Proposal]
    products: Sequence[Proposal]
    read: Sequence[Proposal]
    numbered: Sequence[Proposal]


class Linked(NamedTuple):
    """What unknown words may be: people and goods first, then words that they look or sound like."""

    people: Sequence[Proposal]
    products: Sequence[Proposal]
    alike: Sequence[Proposal]


class Proposer:
    """Proposes meanings for one shop and one day; the same text is looked at once for one question."""

    def __init__(self, vocabulary: Vocabulary, anchor: Anchor, once: Once) -> None:
        self._vocabulary = vocabulary
        self.english = EnglishDates(anchor)
        self._chinese = ChineseDates(anchor)
        self._once = once

    def of(self, text: Text) -> Proposals:
        """Everything that the text alone tells."""
        return self._once.of(("proposed", text._replace(mended=())), partial(self._proposed, text))

    def linked(self, text: Text, unknown: Sequence[int]) -> Linked:
        """What these words may be that nothing else explains."""
        key = ("linked", text._replace(mended=()), *unknown)
        return self._once.of(key, partial(self._linked, text, unknown))

    def products_in(self, text: Text, unknown: Sequence[int]) -> Sequence[Proposal]:
        """Parts of product names around these words."""
        return self._once.of(
            ("products", text._replace(mended=()), *unknown),
            lambda: list(products_in(list(text.tokens), set(unknown), self._vocabulary.products, text)),
        )

    def _proposed(self, text: Text) -> Proposals:
        vocabulary, tokens = self._vocabulary, list(text.tokens)
        return Proposals(
            list(self._customers(text)),
            list(addresses(text, vocabulary)),
            list(products_named(tokens, vocabulary.products)),
            [proposal for reader in self._readers(text) for proposal in reader],
            list(numbered(tokens, vocabulary)),
        )

    def _readers(self, text: Text) -> Sequence[Iterator[Proposal] | Sequence[Proposal]]:
        tokens = list(text.tokens)
        return (
            self.english.read(tokens),
            self._chinese.read(tokens),
            read_horizons(tokens),
            read_clock_hours(text) if "hour" in self._vocabulary.dictionary.fields else (),
            read_numbers(tokens),
            read_verbs(tokens),
            read_ranks(text),
            read_askers(tokens),
            read_answer_wanted(tokens),
            read_asked_for(tokens),
        )

    def _customers(self, text: Text) -> Iterator[Proposal]:
        tokens = list(text.tokens)
        for start, end in written_together(tokens):
            if known := self._vocabulary.customer_id(text.typed(tokens[start].start, tokens[end - 1].end)):
                yield start, end, Sense("customer_id", known)

    def _linked(self, text: Text, unknown: Sequence[int]) -> Linked:
        lexicon, tokens = self._vocabulary.lexicon, list(text.tokens)
        return Linked(
            list(names(text, unknown, self._vocabulary)),
            self.products_in(text, unknown),
            [*by_spelling(tokens, unknown, lexicon), *by_sound(tokens, unknown, lexicon)],
        )
