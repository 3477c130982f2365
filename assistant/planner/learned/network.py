"""The trained network's arithmetic: an encoder and a decoder of attention blocks over a few hundred tokens, in numpy.

Vaswani and others (2017), with the normalisation before each step (Xiong and others 2020) and the embedding of the
output shared with the input. Weights are kept in half precision and counted with in single.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float32]]
_EPSILON = 1e-5
BEHIND = 128
"""The place of the first token of the definition that a question changes."""


class Memory(NamedTuple):
    """An encoded question: for each decoder block, the keys and values of its tokens, heads first."""

    keys: list[Array]
    values: list[Array]


class Past(NamedTuple):
    """What the decoder has seen of each row: keys and values for each block, (rows, heads, steps, width)."""

    keys: list[Array]
    values: list[Array]


class Network:
    """Log probabilities of the next token, given a question and the tokens so far."""

    def __init__(self, weights: dict[str, Array], heads: int) -> None:
        self._weights = {name: array.astype(np.float32) for name, array in weights.items()}
        self._heads = heads
        self._width = self._weights["emb.weight"].shape[1]
        self._outputs = len(self._weights["bias"])
        self._encoders = self._count("enc")
        self._decoders = self._count("dec")

    def _count(self, part: str) -> int:
        return len({name.split(".")[1] for name in self._weights if name.startswith(f"{part}.")})

    def encode(self, asked: list[tuple[int, int]], before: list[tuple[int, int]], meanings: Array | None) -> Memory:
        """The question's tokens with their labels and what a language model makes of each (tokens, 384), read once.

        Behind them stand the tokens of the definition that the question changes, at places of their own.
        """
        named = self._weights
        words, labels = (list(row) for row in zip(*asked, *before, strict=True))
        x = named["emb.weight"][words] + named["lab.weight"][labels]
        if meanings is not None:
            x[: len(asked)] += meanings @ named["mini.weight"].T
        places = [*range(len(asked)), *range(BEHIND, BEHIND + len(before))]
        x = (x * np.float32(np.sqrt(self._width)) + named["ps.weight"][places])[None]
        for block in range(self._encoders):
            place = f"enc.{block}"
            y = self._normal(x, f"{place}.n1")
            x = x + self._attend(f"{place}.a", y, self._split(f"{place}.a.k", y), self._split(f"{place}.a.v", y))
            x = x + self._forward(place, x)
        x = self._normal(x, "ne")
        return Memory(
            [self._split(f"dec.{block}.c.k", x) for block in range(self._decoders)],
            [self._split(f"dec.{block}.c.v", x) for block in range(self._decoders)],
        )

    def start(self) -> Past:
        """Nothing seen yet, for one row."""
        empty = np.zeros((1, self._heads, 0, self._width // self._heads), np.float32)
        return Past([empty] * self._decoders, [empty] * self._decoders)

    def step(self, tokens: list[int], place: int, past: Past, memory: Memory) -> tuple[Array, Past]:
        """One more token for each row: (rows, outputs) log probabilities of what follows, and what has been seen."""
        named = self._weights
        x = named["emb.weight"][tokens] * np.float32(np.sqrt(self._width)) + named["pt.weight"][place]
        x = x[:, None]
        keys, values = [], []
        for block in range(self._decoders):
            at = f"dec.{block}"
            y = self._normal(x, f"{at}.n1")
            keys.append(np.concatenate([past.keys[block], self._split(f"{at}.a.k", y)], axis=2))
            values.append(np.concatenate([past.values[block], self._split(f"{at}.a.v", y)], axis=2))
            x = x + self._attend(f"{at}.a", y, keys[-1], values[-1])
            x = x + self._attend(f"{at}.c", self._normal(x, f"{at}.n2"), memory.keys[block], memory.values[block])
            x = x + self._forward(at, x)
        scores = self._normal(x, "nd")[:, 0] @ named["emb.weight"][: self._outputs].T + named["bias"]
        scores -= scores.max(axis=-1, keepdims=True)
        return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True)), Past(keys, values)

    def _linear(self, x: Array, name: str) -> Array:
        return x @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _split(self, name: str, x: Array) -> Array:
        """A linear map of x by heads: (rows, heads, tokens, width of a head)."""
        rows, tokens, _ = x.shape
        return self._linear(x, name).reshape(rows, tokens, self._heads, -1).transpose(0, 2, 1, 3)

    def _attend(self, name: str, x: Array, keys: Array, values: Array) -> Array:
        asked = self._split(f"{name}.q", x)
        scores = asked @ keys.transpose(0, 1, 3, 2) / np.float32(np.sqrt(asked.shape[-1]))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = scores / scores.sum(axis=-1, keepdims=True) @ values
        return self._linear(mixed.transpose(0, 2, 1, 3).reshape(x.shape), f"{name}.o")

    def _normal(self, x: Array, name: str) -> Array:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + _EPSILON)
        return scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]

    def _forward(self, place: str, x: Array) -> Array:
        y = self._linear(self._normal(x, f"{place}.n3"), f"{place}.f.0")
        bent = 0.5 * y * (1 + np.tanh(np.float32(np.sqrt(2 / np.pi)) * (y + np.float32(0.044715) * y**3)))
        return self._linear(bent, f"{place}.f.3")
