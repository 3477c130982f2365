"""The network in PyTorch, for training; `assistant.planner.learned.network` counts the same with its weights."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from assistant.planner.learned.network import BEHIND
from assistant.planner.learned.translator import MOST_BEFORE

MINILM = 384
_UNSEEN = -1e4


class Dropped(nn.Module):
    """Dropout of columns, the same at each token of a row (Gal and Ghahramani 2016): it needs few random numbers."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """x with some columns of each row at nought."""
        if not self.training or not self.share:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) >= self.share
        return x * (kept / (1 - self.share)).to(x.dtype)


class Attention(nn.Module):
    """Several heads of scaled dot products, plainly: torch's own is slower where nothing is dropped of them."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x: Tensor, over: Tensor, unseen: Tensor) -> Tensor:
        """What each place of x takes from `over`; `unseen` is added to the scores: nought, or much less."""

        def split(y: Tensor) -> Tensor:
            return y.view(y.shape[0], y.shape[1], self.heads, -1).transpose(1, 2)

        asked = split(self.q(x) / math.sqrt(x.shape[-1] // self.heads))
        scores = asked @ split(self.k(over)).transpose(2, 3) + unseen.to(asked.dtype)
        mixed = scores.softmax(dim=-1).to(asked.dtype) @ split(self.v(over))
        return self.o(mixed.transpose(1, 2).reshape(x.shape))


class Block(nn.Module):
    """Attention to itself, in the decoder to the question too, and two layers."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float, *, decoder: bool) -> None:
        super().__init__()
        self.a, self.n1 = Attention(width, heads), nn.LayerNorm(width)
        self.c = Attention(width, heads) if decoder else None
        self.n2 = nn.LayerNorm(width) if decoder else None
        self.n3 = nn.LayerNorm(width)
        self.f = nn.Sequential(
            nn.Linear(width, inner), nn.GELU(approximate="tanh"), Dropped(dropout), nn.Linear(inner, width)
        )
        self.drop = Dropped(dropout)

    def forward(self, x: Tensor, unseen: Tensor, memory: Tensor | None = None, given: Tensor | None = None) -> Tensor:
        """x after the block."""
        y = self.n1(x)
        x = x + self.drop(self.a(y, y, unseen))
        if self.c is not None and self.n2 is not None:
            x = x + self.drop(self.c(self.n2(x), memory, given))
        return x + self.drop(self.f(self.n3(x)))


class Model(nn.Module):
    """Question to definition. The first `outputs` tokens of the vocabulary are those of definitions."""

    def __init__(
        self, vocabulary: int, labels: int, outputs: int, *, width: int = 160, heads: int = 5, inner: int = 448,
        encoders: int = 3, decoders: int = 2, dropout: float = 0.1,
    ) -> None:  # fmt: skip
        super().__init__()
        self.width, self.outputs = width, outputs
        self.emb, self.lab = nn.Embedding(vocabulary, width, padding_idx=0), nn.Embedding(labels, width, padding_idx=0)
        self.mini = nn.Linear(MINILM, width, bias=False)
        self.ps, self.pt = nn.Embedding(BEHIND + MOST_BEFORE, width), nn.Embedding(160, width)
        for table, spread in ((self.emb, width**-0.5), (self.lab, width**-0.5), (self.ps, 0.02), (self.pt, 0.02)):
            nn.init.normal_(table.weight, std=spread)
        self.enc = nn.ModuleList(Block(width, heads, inner, dropout, decoder=False) for _ in range(encoders))
        self.dec = nn.ModuleList(Block(width, heads, inner, dropout, decoder=True) for _ in range(decoders))
        self.ne, self.nd, self.drop = nn.LayerNorm(width), nn.LayerNorm(width), Dropped(dropout)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def encode(self, words: Tensor, labels: Tensor, places: Tensor, meanings: Tensor) -> tuple[Tensor, Tensor]:
        """(rows, tokens, width), and what is added to scores where there are no tokens."""
        x = self.emb(words) + self.lab(labels) + self.mini(meanings)
        x = self.drop(x * math.sqrt(self.width) + self.ps(places))
        unseen = (words == 0)[:, None, None, :] * _UNSEEN
        for block in self.enc:
            x = block(x, unseen)
        return self.ne(x), unseen

    def decode(self, tokens: Tensor, memory: Tensor, given: Tensor) -> Tensor:
        """Scores of the next token behind each, (rows, tokens, outputs)."""
        length = tokens.shape[1]
        x = self.drop(self.emb(tokens) * math.sqrt(self.width) + self.pt(torch.arange(length)))
        before = torch.ones(length, length).triu(1) * _UNSEEN
        for block in self.dec:
            x = block(x, before, memory, given)
        return self.nd(x) @ self.emb.weight[: self.outputs].T + self.bias
