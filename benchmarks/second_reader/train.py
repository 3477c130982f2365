"""Trains the planner's second reader and writes `prompts/trained/reader.npz`.

    python -m benchmarks.second_reader.train SHOP [--epochs 24] [--go-on] [--held-out]

SHOP is a trained demo shop. Needs PyTorch beside the development packages (`pip install torch`), and about half an hour
on two cores. With --held-out every sixteenth definition is kept aside, its score printed, and nothing written.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from assistant.cli.shops import reading
from assistant.planner.learned.network import BEHIND, Network
from assistant.planner.learned.source import Source
from assistant.planner.learned.translator import (
    BEGIN,
    END,
    JOINT,
    MOST_BEFORE,
    PAD,
    UNKNOWN,
    Numbers,
    Translator,
    unknown_pairs,
)
from assistant.planner.reader import Reader
from benchmarks.second_reader.joining import Joiner
from benchmarks.second_reader.model import MINILM, Model
from benchmarks.second_reader.rows import STRANGE, Row, names_days, rows
from tools.data.workspace import replacing

STORED = Path(__file__).parents[2] / "prompts" / "trained" / "reader.npz"
_RATE, _WARM, _DECAY, _SMOOTHING = 1.6e-3, 400, 0.02, 0.02
_TOKENS = 7_000
"""Tokens of a batch, padding included."""
_HALVED = True
"""Whether the forward pass is counted in half precision: twice as fast where the processor has it."""
_SENTENCE, _BEHIND_OTHERS = 5, 0.15
"""Tokens of a question that may stand for itself, and how often one is shown behind another definition."""
_FORGET = 0.05
"""Share of words and labels that are hidden in training; of questions, those whose MiniLM vectors are."""


HEADS = 5


def main() -> int:
    """Tag, train, and write or score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shop")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--held-out", action="store_true", help="score on definitions that are kept aside")
    parser.add_argument("--go-on", action="store_true", help="begin with the stored weights, not with chance")
    arguments = parser.parse_args()
    torch.manual_seed(1)
    with reading(arguments.shop, "benchmark") as shop:
        learnt = [row for row in rows(Reader(shop, shop.warehouse.last_day())) if not names_days(row)]
    joiner = Joiner(row.target for row in learnt)
    learnt = [row._replace(target=joiner.joined(row.target)) for row in learnt]
    aside = [row for row in learnt if held_out(row)] if arguments.held_out else []
    vocabulary = Vocabulary([row for row in learnt if not (aside and held_out(row))])
    kept = [row for row in learnt if not (aside and held_out(row)) and vocabulary.says(row)]
    print(f"{len(kept):,} questions, {len(vocabulary.tokens):,} tokens, {len(vocabulary.labels):,} labels", flush=True)
    model = Model(len(vocabulary.tokens), len(vocabulary.labels), len(vocabulary.outputs), heads=HEADS)
    if arguments.go_on:
        go_on_from(STORED.read_bytes(), model, vocabulary)
    train(model, Batches(kept, vocabulary), arguments.epochs)
    if aside:
        score(model, vocabulary, aside)
    else:
        with replacing(STORED) as partial:
            partial.write_bytes(stored(model, vocabulary))
    return 0


class Vocabulary:
    """Numbers of tokens and labels; those of definitions come first."""

    def __init__(self, learnt: list[Row]) -> None:
        said = Counter(token for row in learnt for token in row.target)
        slots = {token for row in learnt for token, _ in (*row.source, *row.before) if token.startswith("<")}
        slots |= {token for token in said if token.startswith("<")}
        plain = sorted(token for token, count in said.items() if count > 1 and token not in slots)
        self.outputs = [PAD, "<s>", "</s>", *sorted(slots), *plain]
        ordinary = [row for row in learnt if row.group != STRANGE]  # the others' words are to stay strange
        words = Counter(token for row in ordinary for token, _ in row.source if token not in slots)
        letters = sorted({f"_{letter}" for word in words if len(word) > 1 for letter in word})
        known = {UNKNOWN, *letters, *(word for word, count in words.items() if count > 2)} - set(self.outputs)
        self.tokens = [*self.outputs, *sorted(known)]
        labels = Counter(label for row in learnt for _, label in (*row.source, *row.before))
        self.labels = [PAD, "?", *sorted(label for label, count in labels.items() if count > 2 and label != "?")]
        beside = Counter(pair for row in ordinary for pair in unknown_pairs(row.source))
        self.pairs = sorted(pair for pair, count in beside.items() if count > 1)
        self.number = {token: place for place, token in enumerate(self.tokens)}

    def says(self, row: Row) -> bool:
        """Whether a row's definition can be written."""
        return all(token in self.number and self.number[token] < len(self.outputs) for token in row.target)


class Batch(NamedTuple):
    """Padded rows: tokens, labels and places (rows, tokens), MiniLM's vectors, and the definitions' tokens."""

    words: Tensor
    labels: Tensor
    places: Tensor
    meanings: Tensor
    targets: Tensor


class Batches:
    """Rows of like length together, padded."""

    def __init__(self, learnt: list[Row], vocabulary: Vocabulary, seed: int = 1) -> None:
        self._rows, self._vocabulary, self._random = learnt, vocabulary, random.Random(seed)
        self._translator = Translator(None, vocabulary.tokens, vocabulary.labels)
        told = {row.before: self._translator.before(row.before)[:MOST_BEFORE] for row in learnt if row.before}
        self._before, self._told = list(told), told

    def __iter__(self) -> Iterator[Batch]:
        for batch in self.divided():
            yield self._padded(batch)

    def divided(self) -> list[list[Row]]:
        """The rows of each batch, in an order of chance."""
        shown = [self._behind(row) for row in self._rows]
        order = sorted(shown, key=lambda row: (self._length(row) // 4, len(row.target) // 4, self._random.random()))
        batches: list[list[Row]] = [[]]
        for row in order:
            longest = max(self._length(one) + len(one.target) for one in [*batches[-1], row])
            if batches[-1] and longest * (len(batches[-1]) + 1) > _TOKENS:
                batches.append([])
            batches[-1].append(row)
        self._random.shuffle(batches)
        return batches

    def _behind(self, row: Row) -> Row:
        """A question of its own stands behind something else now and then, and is to be read for itself."""
        alone = not row.before and len(row.source) >= _SENTENCE and row.group != STRANGE
        chosen = bool(alone and self._before) and self._random.random() < _BEHIND_OTHERS
        return row._replace(before=self._random.choice(self._before)) if chosen else row

    def _length(self, row: Row) -> int:
        return len(row.source) + len(self._told.get(row.before, []))

    def _padded(self, batch: list[Row]) -> Batch:
        sources = [self._source(row) for row in batch]
        longest = max(len(asked) + len(before) for asked, before, _ in sources)
        words, labels, places = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
        meanings = torch.zeros(len(batch), longest, MINILM)
        targets = torch.zeros(len(batch), max(len(row.target) for row in batch) + 2, dtype=torch.long)
        for at, (row, (asked, before, meaning)) in enumerate(zip(batch, sources, strict=True)):
            count = len(asked) + len(before)
            words[at, :count], labels[at, :count] = torch.tensor(asked + before).T
            places[at, :count] = torch.tensor([*range(len(asked)), *range(BEHIND, BEHIND + len(before))])
            if meaning is not None:
                meanings[at, : len(asked)] = torch.from_numpy(meaning.astype(np.float32))
            said = [BEGIN, *(self._vocabulary.number[token] for token in row.target), END]
            targets[at, : len(said)] = torch.tensor(said)
        return Batch(words, labels, places, meanings, targets)

    def _source(self, row: Row) -> tuple[Numbers, Numbers, np.ndarray | None]:
        """The numbers of question and earlier definition; some words are hidden so that the others are learnt too."""
        hidden = [
            (
                UNKNOWN if not word.startswith("<") and self._random.random() < _FORGET else word,
                "?" if self._random.random() < _FORGET else label,
            )
            for word, label in row.source
        ]
        meanings = row.meanings if self._random.random() > _FORGET else None
        asked = self._translator.numbered(hidden, whole=row.meanings is not None)
        return asked, self._told.get(row.before, []), meanings


def go_on_from(data: bytes, model: Model, vocabulary: Vocabulary) -> None:
    """Take over stored weights; those of words and labels that are new stay as chance made them."""
    with np.load(io.BytesIO(data)) as kept:
        about = json.loads(bytes(kept["about"]).decode("utf-8"))
        weights = {name: torch.from_numpy(kept[name].astype(np.float32)) for name in kept.files if name != "about"}
    numbered = {"emb.weight": (about["tokens"], vocabulary.tokens), "lab.weight": (about["labels"], vocabulary.labels)}
    numbered["bias"] = (about["tokens"][: len(weights["bias"])], vocabulary.outputs)
    state = model.state_dict()
    for name, old in weights.items():
        if name in numbered:
            place = {token: number for number, token in enumerate(numbered[name][0])}
            for number, token in enumerate(numbered[name][1]):
                if token in place:
                    state[name][number] = old[place[token]]
        else:
            state[name][: len(old)] = old


def train(model: Model, batches: Batches, epochs: int) -> None:
    """AdamW with a warm start and a cosine; prints the loss of each epoch."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE, betas=(0.9, 0.98), weight_decay=_DECAY, fused=True)
    steps, total, began = 0, epochs * len(batches.divided()), time.monotonic()
    for epoch in range(epochs):
        model.train()
        losses = []
        for batch in batches:
            steps += 1
            rate = _RATE * min(
                steps / min(_WARM, total / 8), (1 + math.cos(math.pi * min(1, steps / total))) / 2 + 0.02
            )
            for group in optimiser.param_groups:
                group["lr"] = rate
            with torch.autocast("cpu", torch.bfloat16, enabled=_HALVED):
                memory, given = model.encode(batch.words, batch.labels, batch.places, batch.meanings)
                scores = model.decode(batch.targets[:, :-1], memory, given)
            loss = F.cross_entropy(
                scores.float().flatten(0, 1), batch.targets[:, 1:].flatten(), ignore_index=0, label_smoothing=_SMOOTHING
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            losses.append(float(loss.detach()))
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)


def stored(model: Model, vocabulary: Vocabulary) -> bytes:
    """The weights in half precision with the vocabulary."""
    kept = {"heads": HEADS, "tokens": vocabulary.tokens, "labels": vocabulary.labels, "pairs": vocabulary.pairs}
    about = json.dumps(kept, ensure_ascii=False)
    written = io.BytesIO()
    np.savez_compressed(written, about=np.frombuffer(about.encode("utf-8"), np.uint8), **_weights(model))
    return written.getvalue()


def held_out(row: Row) -> bool:
    """Every sixteenth definition, with all its wordings."""
    return hashlib.sha256(row.group.encode()).digest()[0] % 16 == 0


def _weights(model: Model) -> dict[str, np.ndarray]:
    return {name: tensor.numpy().astype(np.float16) for name, tensor in model.state_dict().items()}


def score(model: Model, vocabulary: Vocabulary, aside: list[Row]) -> None:
    """How many rows are told to the last token, and of those it is sure of, how many are right."""
    translator = Translator(Network(_weights(model), HEADS), vocabulary.tokens, vocabulary.labels)
    for language, behind in (("en", False), ("zh", False), ("en", True), ("zh", True)):
        asked = [row for row in aside if row.language == language and bool(row.before) == behind]
        if not asked:
            continue
        told = [(next(iter(translator.rows(_source(row), row.meanings)), None), row.target) for row in asked]
        right = [
            (first.least, JOINT.join(first.tokens) == JOINT.join(target)) for first, target in told if first is not None
        ]
        kind = f"{language}{', follow-ups' * behind}"
        print(f"{kind}: {len(asked):,} questions, {sum(ok for _, ok in right) / len(asked):.1%} right")
        for sure in (0.5, 0.6, 0.7, 0.8, 0.9):
            taken = [ok for least, ok in right if least >= sure]
            if taken:
                print(f"  sure from {sure}: {len(taken) / len(asked):.1%} of them, {sum(taken) / len(taken):.1%} right")


def _source(row: Row) -> Source:
    return Source(tuple(row.source), (), (), row.question, row.before)


if __name__ == "__main__":
    raise SystemExit(main())
