"""The graph computes what the published network computes, checked against a forward pass written in numpy."""

import math

import numpy as np
import pytest

from tools.data.embedding import MiniLM

pytestmark = pytest.mark.skipif(MiniLM.folder() is None, reason="the MiniLM weights are not installed")

TEXTS = [
    "Hydrating serum with hyaluronic acid",
    "sun",
    "A breathable linen duvet cover for hot summer nights, stone washed in Portugal and sewn in pairs. " * 20,
    "润肤 cream",
    "",
]


def forward(weights, ids):
    """BERT's encoder on one text, straight from its definition: float64 [384]."""
    erf = np.vectorize(math.erf)

    def linear(x, name):
        return x @ weights[f"{name}.weight"].T.astype(np.float64) + weights[f"{name}.bias"]

    def norm(x, name):
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    embeddings = "embeddings.{}_embeddings.weight"
    x = weights[embeddings.format("word")][ids].astype(np.float64)
    x += weights[embeddings.format("position")][: len(ids)] + weights[embeddings.format("token_type")][0]
    x = norm(x, "embeddings.LayerNorm")
    for layer in range(6):
        name = f"encoder.layer.{layer}."
        q, k, v = (linear(x, f"{name}attention.self.{part}").reshape(len(ids), 12, 32).transpose(1, 0, 2)
                   for part in ("query", "key", "value"))  # fmt: skip
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(32)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(len(ids), 384)
        x = norm(x + linear(mixed, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm")
        inner = linear(x, f"{name}intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
        x = norm(x + linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")
    mean = x.mean(0)
    return mean / np.linalg.norm(mean)


def test_vectors_equal_a_plain_forward_pass_whatever_shares_the_batch():
    from safetensors.numpy import load_file

    model = MiniLM()
    vectors = model.embed(TEXTS)
    weights = load_file(MiniLM.folder() / "model.safetensors")
    for text, vector in zip(TEXTS, vectors, strict=True):
        ids = model._tokenizer.encode(text or " ").ids
        assert len(ids) <= 256
        assert float(forward(weights, ids) @ vector) > 0.99999
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_like_texts_are_near_and_unlike_ones_are_not():
    a, b, c = MiniLM().embed(["a cream for dry skin", "moisturiser for a dehydrated face", "diesel engine repair"])
    assert a @ b > 0.5 > 0.2 > a @ c
