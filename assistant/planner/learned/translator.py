"""From a question's tokens to the likeliest rows of a definition's tokens, by the network that was trained on them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assistant.planner.learned.network import Array, Network, Past
from assistant.planner.learned.source import Source, Token
from assistant.planner.simplifying import HAN
from assistant.planner.text import language_of
from tools.data.embedding import MiniLM

BEAM = 4
_LONGEST = 110
"""Tokens of a definition."""
MOST_WORDS, MOST_BEFORE = 100, 64
"""Tokens of a question, and of the definition that it changes."""
_JOINED = 24
"""Tokens that are joined, at the most."""
PAD, UNKNOWN = "<pad>", "<unk>"
BEGIN, END = 1, 2
JOINT = "\t"
"""Between tokens of a definition that are so often side by side that the network says them as one."""
_LEAST_TOKEN = 1e-4


Numbers = list[tuple[int, int]]
"""Tokens and their labels by number."""


class Row(NamedTuple):
    """Tokens of a definition and how sure the network is of the whole row and of its least sure token, 0 to 1."""

    tokens: tuple[str, ...]
    whole: float
    least: float


class _Growing(NamedTuple):
    tokens: tuple[int, ...]
    whole: float
    least: float
    row: int


class Translator:
    """The network with its vocabulary."""

    def __init__(
        self,
        network: Network | None,
        tokens: Sequence[str],
        labels: Sequence[str],
        pairs: Iterable[str] = (),
        minilm: MiniLM | None = None,
    ) -> None:
        self._network = network
        """None while it is being trained."""
        self._minilm = minilm
        self._pairs = frozenset(pairs)
        self._tokens = tokens
        self._words = {token: number for number, token in enumerate(tokens)}
        self._labels = {label: number for number, label in enumerate(labels)}

    def strange(self, source: Source) -> bool:
        """Whether neither the lexicon nor training knows a word of it; of Chinese, a pair of characters."""
        unknown = any(label == "?" and word.isalpha() and word not in self._words for word, label in source.tokens)
        return unknown or not unknown_pairs(source.tokens) <= self._pairs

    def rows(self, source: Source, meanings: Array | None = None) -> list[Row]:
        """The likeliest rows, the best first; none for a question too long to read.

        `meanings` are MiniLM's, where they are known already: (tokens, 384).
        """
        if len(source.tokens) > MOST_WORDS:
            return []
        meanings = self._meanings(source) if meanings is None else meanings
        asked, before = self.numbered(source.tokens, whole=meanings is not None), self.before(source.before)
        if not asked or len(asked) > MOST_WORDS or len(before) > MOST_BEFORE:
            return []
        assert self._network is not None
        memory = self._network.encode(asked, before, meanings)
        growing, past = [_Growing((BEGIN,), 0.0, 0.0, 0)], self._network.start()
        done: list[_Growing] = []
        for place in range(_LONGEST):
            scores, past = self._network.step([one.tokens[-1] for one in growing], place, past, memory)
            grown = sorted(self._grown(growing, scores), key=lambda one: -one.whole)[:BEAM]
            done += [one for one in grown if one.tokens[-1] == END]
            growing = [one for one in grown if one.tokens[-1] != END]
            if not growing or len(done) >= BEAM:
                break
            kept = [one.row for one in growing]
            past = Past([keys[kept] for keys in past.keys], [values[kept] for values in past.values])
        done.sort(key=lambda one: -one.whole)
        return [self._row(one) for one in done]

    def _row(self, one: _Growing) -> Row:
        tokens = tuple(part for token in one.tokens[1:-1] for part in self._tokens[token].split(JOINT))
        return Row(tokens, float(np.exp(one.whole)), float(np.exp(one.least)))

    @staticmethod
    def _grown(growing: list[_Growing], scores: np.ndarray) -> Iterator[_Growing]:
        for row, one in enumerate(growing):
            for token in np.argpartition(-scores[row], BEAM)[:BEAM]:
                score = float(scores[row, token])
                if score > np.log(_LEAST_TOKEN):
                    yield _Growing((*one.tokens, int(token)), one.whole + score, min(one.least, score), row)

    def _meanings(self, source: Source) -> Array | None:
        """What MiniLM makes of each token; None for Chinese, which it does not know, and where it is not installed."""
        if self._minilm is None or language_of(source.text) != "en":
            return None
        return self._minilm.words(source.text, source.places)

    def numbered(self, tokens: Iterable[Token], whole: bool) -> Numbers:
        """Each token and its label. A word that training did not meet is one token, or its letters."""
        found: Numbers = []
        for word, label in tokens:
            number, of_label = self._words.get(word), self._labels.get(label, self._labels["?"])
            if number is not None or whole or len(word) == 1 or word.startswith("<"):
                found.append((self._words[UNKNOWN] if number is None else number, of_label))
            else:
                letters = (self._words.get(f"_{letter}", self._words[UNKNOWN]) for letter in word[:12])
                found += [(letter, of_label) for letter in letters]
        return found

    def before(self, tokens: Sequence[Token]) -> Numbers:
        """The definition that a follow-up changes, in the longest joint tokens that there are."""
        found, at = [], 0
        while at < len(tokens):
            long = next(
                end for end in range(min(len(tokens), at + _JOINED), at, -1) if self._joint(tokens[at:end], end - at)
            )
            word = JOINT.join(token for token, _ in tokens[at:long])
            label = self._labels.get(tokens[at][1], self._labels["?"])
            found.append((self._words.get(word, self._words[UNKNOWN]), label))
            at = long
        return found

    def _joint(self, tokens: Sequence[Token], many: int) -> bool:
        return many == 1 or JOINT.join(token for token, _ in tokens) in self._words


def unknown_pairs(tokens: Sequence[tuple[str, str]]) -> set[str]:
    """Chinese characters side by side that the lexicon does not know: 批发 is one word, though 批 and 发 are common."""
    return {
        first + second
        for (first, label), (second, other) in pairwise(tokens)
        if label == other == "?" and HAN.match(first) and HAN.match(second)
    }


def trained(name: str) -> dict[str, np.ndarray]:
    """What training stored under a name."""
    data = resources.files("prompts").joinpath("trained", f"{name}.npz").read_bytes()
    with np.load(io.BytesIO(data)) as stored:
        return {part: stored[part] for part in stored.files}


@cache
def minilm() -> MiniLM | None:
    """What knows English words by their meaning; None where it is not installed."""
    return MiniLM() if MiniLM.folder() else None


@cache
def translator() -> Translator:
    """The trained one, loaded when it is first asked for."""
    weights = trained("reader")
    about = json.loads(bytes(weights.pop("about")).decode("utf-8"))
    return Translator(Network(weights, about["heads"]), about["tokens"], about["labels"], about["pairs"], minilm())
