"""From tokens to spans: all readers and the lexicon propose, the cover that explains most of the question wins."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from assistant.planner.lexicon import Lexicon, Sense, keys_in
from assistant.planner.linking import holiday_goods, products_over
from assistant.planner.once import Once
from assistant.planner.proposals import Proposer
from assistant.planner.quoted import apart
from assistant.planner.readers.calendar import Anchor
from assistant.planner.readers.english_years import only_years, spread_years
from assistant.planner.readers.numbers import CURRENCIES, after_number
from assistant.planner.simplifying import simplified
from assistant.planner.spelling import speller_of, written_out
from assistant.planner.text import Text, Token, keys_of
from assistant.planner.vocabulary import Vocabulary
from assistant.planner.whole_names import keep_names_whole
from assistant.planner.words import word_file

_IDENTIFIER = re.compile(r"^[a-z]{1,5}[_-]?\d{2,}$")
_SPAN_COST = 0.35
_WEAK = {"filler": 0.9, "absent_field": 0.8, "absent_measure": 0.8, "absent_value": 0.85}
_UNKNOWN_COST = 1.2
MENDED = 0.95
"""How sure a sense is of a word that was mended."""
LINE_END = "⏎"
"""How the end of a line is written, so that no span is blank."""
MONTH_FIRST = ("", "US", "PH", "FM", "MH")
"""Where 3/4 is March 4th: the United States, and shops that do not say where they are."""


@dataclass(frozen=True)
class Span:
    """A stretch of tokens and what it may mean; senses in order of preference."""

    start: int
    end: int
    text: str
    """As the asker typed it, but for traditional characters: rules know words in simplified ones."""
    senses: tuple[Sense, ...]

    def sense(self, *kinds: str) -> Sense | None:
        """The first sense of one of these kinds, in the order of `kinds`."""
        for kind in kinds:
            for sense in self.senses:
                if sense.kind == kind:
                    return sense
        return None

    def value(self, kind: str) -> Any:
        """Payload of the sense of this kind, or None."""
        for sense in self.senses:
            if sense.kind == kind:
                return sense.value
        return None

    def has(self, *kinds: str) -> bool:
        """Whether it may be any of these."""
        for sense in self.senses:  # a plain loop: it runs thousands of times for one question  # noqa: SIM110
            if sense.kind in kinds:
                return True
        return False

    @property
    def unknown(self) -> bool:
        """Nothing is known about it."""
        return not self.senses

    @property
    def filler(self) -> bool:
        """It may be left out without changing what is asked."""
        return self.has("filler", "break")


class Tagger:
    """Reads a question into spans, for one shop and one day."""

    def __init__(self, vocabulary: Vocabulary, today: date) -> None:
        campaign = vocabulary.last_campaign
        settings = vocabulary.settings
        self.anchor = Anchor(
            today,
            settings.fiscal_year_start_month,
            word_file("holidays"),
            campaign[1] if campaign else None,
            day_first=settings.country not in MONTH_FIRST,
        )
        self.vocabulary = vocabulary
        self._speller = speller_of(vocabulary)
        self.once = Once()
        self._proposer = Proposer(vocabulary, self.anchor, self.once)

    def forget(self) -> None:
        """Begin another question: its words are tagged once, however many readers ask for them."""
        self.once.forget()

    def mended(self, text: Text, beside: Lexicon | None = None) -> Text:
        """The question in the words that were meant: chat spelling written out, slips of the pen put right."""
        if beside is not None:
            return self._mended(text, beside)
        return self.once.of(("mended", text), lambda: self._mended(text, None))

    def _mended(self, text: Text, beside: Lexicon | None) -> Text:
        text = written_out(text, self.vocabulary.lexicon)
        cover = _best_cover(len(text.tokens), self.candidates(text, beside))
        unknown = {i for (start, end), senses in cover if not senses for i in range(start, end)}
        if not unknown:
            return text
        for start, end, _ in self._proposer.products_in(text, sorted(unknown)):
            unknown -= set(range(start, end))
        return self._speller.mend(text, unknown)

    def tag(self, text: Text, beside: Lexicon | None = None) -> list[Span]:
        """Spans that cover every token, in order; a span without senses is not understood.

        `beside` knows words that mean something in this kind of message only.
        """
        if beside is not None:
            return self._tag(text, beside)
        return list(self.once.of(("tagged", text), lambda: self._tag(text, None)))

    def _tag(self, text: Text, beside: Lexicon | None) -> list[Span]:
        tokens = list(text.tokens)
        candidates = self.candidates(text, beside)
        cover = _best_cover(len(tokens), candidates)
        unknown = [i for (start, end), senses in cover if not senses for i in range(start, end)]
        if unknown:
            linked = self._proposer.linked(text, unknown)
            for start, end, sense in (*linked.people, *linked.products):
                candidates[(start, end)].insert(0, sense)
            for start, end, sense in linked.alike:
                if sense not in candidates[(start, end)]:
                    candidates[(start, end)].append(sense)
            cover = _best_cover(len(tokens), candidates)
        cover = only_years(cover, self.anchor.today)
        cover = spread_years(cover, tokens, self.anchor.today, partial(self._proposer.english.reread, tokens))
        mended = dict(text.mended)
        return [
            Span(
                start,
                end,
                simplified(text.typed(tokens[start].start, tokens[end - 1].end)).strip() or LINE_END,
                tuple(_noted(senses, tokens, start, end, mended)),
            )
            for (start, end), senses in cover
        ]

    def candidates(self, text: Text, beside: Lexicon | None = None) -> dict[tuple[int, int], list[Sense]]:
        """Every stretch of tokens that may mean something, with all it may mean."""
        tokens, found = list(text.tokens), defaultdict[tuple[int, int], list[Sense]](list)
        self._add_words(found, text, beside)
        proposed = self._proposer.of(text)
        for start, end, sense in proposed.customers:
            found[(start, end)].append(sense)
        for start, end, sense in proposed.addresses:
            found[(start, end)].insert(0, sense)
        for start, end, sense in proposed.products:
            if not any(known.kind in ("value", "values") for known in found[(start, end)]):
                found[(start, end)].append(sense)
        for start, end, sense in list(products_over(tokens, found, self.vocabulary.products)):
            found[(start, end)].append(sense)
        for start, end, sense in proposed.read:
            if sense not in found[(start, end)]:
                found[(start, end)].append(sense)
        found.update({(start, end): [sense] for start, end, sense in proposed.numbered})
        goods = list(holiday_goods(tokens, found, self.vocabulary.products, text))
        found.update({(start, end): [sense] for start, end, sense in goods})
        keep_names_whole(found)
        apart(text, found)
        return found

    def _add_words(self, found: dict[tuple[int, int], list[Sense]], text: Text, beside: Lexicon | None) -> None:
        """Signs, what the lexicons know, and single words that are customers' ids, token by token."""
        tokens = list(text.tokens)
        keys = keys_in(tokens)
        saved = self.once.of("saved names", self._saved_names)
        lexicons = [self.vocabulary.lexicon, saved, *([beside] if beside else [])]
        for i, token in enumerate(tokens):
            if token.kind == "break" or token.text in "-~/()[]#*|":
                found[(i, i + 1)].append(Sense("break", token.text))
            if token.text == "&":
                found[(i, i + 1)].append(Sense("and"))
            if token.text == "=" and not _amount_follows(tokens, i):
                found[(i, i + 1)].append(Sense("filler"))
                continue
            for length, senses in (entry for lexicon in lexicons for entry in lexicon.at(keys, i)):
                if after_number(tokens, i, senses[0].kind):
                    continue  # 10 % of customers; 2025年收入
                if length > 1 and self._ends_in_us(text, tokens, i + length - 1):
                    continue  # for US customers
                if token.text == "入" and i and tokens[i - 1].text == "收" and senses[0].kind == "verb":
                    continue  # 净收入过50万: nothing is taken in
                for sense in senses:
                    if sense.kind != "capitals":
                        found[(i, i + length)].append(sense)
                    elif self._shouted(text, tokens, i, length):
                        found[(i, i + length)].insert(0, Sense("value", sense.value))
            named = _IDENTIFIER.match(token.text) and (i, i + 1) not in found
            if named and (known := self.vocabulary.customer_id(token.text)):
                found[(i, i + 1)].append(Sense("customer_id", known))

    def _saved_names(self) -> Lexicon:
        lexicon = Lexicon()
        for name in self.vocabulary.saved_audiences():
            if keys_of(name):
                lexicon.add(name, Sense("saved", name))
        return lexicon

    def _shouted(self, text: Text, tokens: list[Token], i: int, length: int) -> bool:
        """US, IT: short names that are also plain words count when typed in capitals, or after "the"."""
        typed = text.typed(tokens[i].start, tokens[i + length - 1].end)
        if typed.isupper() and not text.original.isupper():
            return True
        return typed == "us" and _us_of(tokens, i)

    def _ends_in_us(self, text: Text, tokens: list[Token], last: int) -> bool:
        """Whether a phrase that ends in "us" was typed of the country: for US customers."""
        if tokens[last].key != "us":
            return False
        return bool(self.vocabulary.level("country")) and self._shouted(text, tokens, last, 1)


_US_WHOSE = ("customer", "buyer", "shopper", "member", "client", "user", "order", "market", "woman", "man", "people")
_AGAINST = ("vs", "v", "versus")
_HANDING = ("give", "show", "tell", "get", "send", "let", "bring", "find", "fetch", "hand")


def _us_of(tokens: list[Token], place: int) -> bool:
    """us customers are those of the country; give us customers who … are handed to us."""
    after = tokens[place + 1].key if place + 1 < len(tokens) else ""
    before = tokens[place - 1].text if place else ""
    against = after in _AGAINST or before in _AGAINST
    return against or (after in _US_WHOSE and before not in _HANDING)


def _amount_follows(tokens: list[Token], place: int) -> bool:
    """tier = gold only says what is what; orders = 3 compares."""
    return any(after.kind == "number" or after.text in CURRENCIES for after in tokens[place + 1 : place + 2])


def _noted(senses: list[Sense], tokens: list[Token], start: int, end: int, mended: dict[int, str]) -> list[Sense]:
    """Senses of a stretch with a mended word in it say so, and are a little less sure."""
    if not any(place in mended for place in range(start, end)) or any(sense.kind == "filler" for sense in senses):
        return senses
    between = "" if tokens[start].kind == "han" else " "
    note = "read as " + between.join(token.text for token in tokens[start:end])
    return [sense._replace(confidence=min(sense.confidence, MENDED), note=sense.note or note) for sense in senses]


def _best_cover(
    count: int, candidates: dict[tuple[int, int], list[Sense]]
) -> list[tuple[tuple[int, int], list[Sense]]]:
    """The segmentation with the highest score: long matches over short, known over unknown, content over filler."""
    starts: dict[int, list[tuple[int, list[Sense]]]] = defaultdict(list)
    for (start, end), senses in candidates.items():
        if senses:
            starts[start].append((end, senses))
    best: list[tuple[float, int, list[Sense]]] = [(0.0, count, [])] * (count + 1)
    for i in range(count - 1, -1, -1):
        choice: tuple[float, int, list[Sense]] = (best[i + 1][0] - _UNKNOWN_COST, i + 1, [])
        for end, senses in sorted(starts.get(i, ()), key=lambda item: item[0]):
            score = best[end][0] + _worth(end - i, senses)
            if score > choice[0] + 1e-9:
                choice = (score, end, senses)
        best[i] = choice
    cover = []
    i = 0
    while i < count:
        _, end, senses = best[i]
        cover.append(((i, end), senses))
        i = end
    return cover


def _worth(length: int, senses: list[Sense]) -> float:
    return max(length * _WEAK.get(sense.kind, 1.0) * sense.confidence for sense in senses) - _SPAN_COST
