"""MiniLM's computation as an ONNX graph without its weights, and the weights in the shapes that graph expects.

The graph is a few kilobytes; the weights are handed to the runtime straight from the hash-checked file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[np.float32]]

LAYERS, HEADS, WIDTH, INNER = 6, 12, 384, 1536
HEAD_WIDTH = WIDTH // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET, IR_VERSION = 20, 10
VERSION = 2
"""Part of the cached file's name: raise it whenever the graph below changes."""


def runtime_weights(stored: Weights) -> dict[str, NDArray[np.float32]]:
    """The stored tensors under the graph's names: linear layers transposed, query/key/value side by side.

    The factor 1/sqrt(head width) of scaled dot-product attention is folded into the query.
    """
    import numpy as np

    scale = np.float32(HEAD_WIDTH**-0.5)
    words = "embeddings.word_embeddings.weight"
    out = {
        "words": stored[words],
        # every text is a single segment, so the segment's row is part of each position's
        "positions": stored["embeddings.position_embeddings.weight"]
        + stored["embeddings.token_type_embeddings.weight"][0],
        "norm_gain": stored["embeddings.LayerNorm.weight"],
        "norm_bias": stored["embeddings.LayerNorm.bias"],
    }
    for layer in range(LAYERS):
        source, name = f"encoder.layer.{layer}.", f"l{layer}_"
        heads = [
            (stored[f"{source}attention.self.{part}.weight"], stored[f"{source}attention.self.{part}.bias"])
            for part in ("query", "key", "value")
        ]
        factors = (scale, np.float32(1), np.float32(1))
        out[name + "qkv"] = np.concatenate(
            [weight.T * f for (weight, _), f in zip(heads, factors, strict=True)], axis=1
        )
        out[name + "qkv_bias"] = np.concatenate([bias * f for (_, bias), f in zip(heads, factors, strict=True)])
        for ours, theirs in (("mix", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense")):
            out[name + ours] = stored[f"{source}{theirs}.weight"].T
            out[f"{name}{ours}_bias"] = stored[f"{source}{theirs}.bias"]
        for ours, theirs in (("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
            out[f"{name}{ours}_gain"] = stored[f"{source}{theirs}.weight"]
            out[f"{name}{ours}_bias"] = stored[f"{source}{theirs}.bias"]
    return {key: np.ascontiguousarray(value, dtype=np.float32) for key, value in out.items()}


def build_graph(shapes: Mapping[str, tuple[int, ...]]) -> bytes:
    """The graph as a serialised ONNX model; `shapes` are those of `runtime_weights`.

    Inputs `ids` and `mask`, both int64 [texts, tokens]; outputs `vectors`, float32 [texts, 384]: the mean of the
    last layer over the unmasked tokens, scaled to length 1; and `layer`, float32 [texts, tokens, 384]: that layer.
    """
    from onnx import TensorProto, checker, helper

    draft = _Draft()
    hidden = draft.encoder()
    draft.pooled(hidden)
    weights = [_placeholder(name, shape) for name, shape in shapes.items()]
    graph = helper.make_graph(
        draft.nodes,
        "minilm",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in ("ids", "mask")],
        [
            helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", WIDTH]),
            helper.make_tensor_value_info("layer", TensorProto.FLOAT, ["texts", "tokens", WIDTH]),
        ],
        [*draft.constants, *weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    del checker  # the checker opens external weight files, and these are only ever in memory
    return bytes(model.SerializeToString())


def _placeholder(name: str, shape: tuple[int, ...]) -> Any:
    """A weight the graph names but does not hold; the runtime is given it when a session opens."""
    from onnx import StringStringEntryProto, TensorProto

    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
    tensor.external_data.append(StringStringEntryProto(key="location", value="in-memory"))
    return tensor


class _Draft:
    """Nodes and small constants of the graph while it is being put together."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, kind: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        from onnx import helper

        name = output or f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"n{len(self.nodes)}", **attributes))
        return name

    def constant(self, values: Any, kind: str = "int64") -> str:
        import numpy as np
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, dtype=kind), name))
        return name

    def norm(self, x: str, prefix: str) -> str:
        return self.add(
            "LayerNormalization", x, prefix + "_gain", prefix + "_bias", axis=-1, epsilon=LAYER_NORM_EPSILON
        )

    def linear(self, x: str, name: str) -> str:
        return self.add("Add", self.add("MatMul", x, name), name + "_bias")

    def encoder(self) -> str:
        """Embedding and the transformer layers; float [texts, tokens, width]."""
        length = self.add("Gather", self.add("Shape", "ids"), self.constant([1]))
        rows = self.add("Slice", "positions", self.constant([0]), length, self.constant([0]))
        x = self.norm(self.add("Add", self.add("Gather", "words", "ids"), rows), "norm")
        visible = self.add("Unsqueeze", self.add("Cast", "mask", to=1), self.constant([1, 2]))
        hidden_tokens = self.add("Sub", self.constant(1.0, "float32"), visible)
        penalty = self.add("Mul", hidden_tokens, self.constant(-1e9, "float32"))
        for layer in range(LAYERS):
            x = self.layer(x, penalty, f"l{layer}_")
        return x

    def layer(self, x: str, penalty: str, name: str) -> str:
        """One transformer layer with the normalisation after each residual sum, as in BERT."""
        shape = self.constant([0, 0, 3, HEADS, HEAD_WIDTH])
        split = self.add("Reshape", self.linear(x, name + "qkv"), shape)
        by_part = self.add("Transpose", split, perm=[2, 0, 3, 1, 4])
        query, key, value = (self.add("Gather", by_part, self.constant(i), axis=0) for i in range(3))
        scores = self.add("MatMul", query, self.add("Transpose", key, perm=[0, 1, 3, 2]))
        attention = self.add("Softmax", self.add("Add", scores, penalty), axis=-1)
        mixed = self.add("Transpose", self.add("MatMul", attention, value), perm=[0, 2, 1, 3])
        joined = self.add("Reshape", mixed, self.constant([0, 0, WIDTH]))
        x = self.norm(self.add("Add", x, self.linear(joined, name + "mix")), name + "norm1")
        inner = self.add("Gelu", self.linear(x, name + "up"))
        return self.norm(self.add("Add", x, self.linear(inner, name + "down")), name + "norm2")

    def pooled(self, hidden: str) -> None:
        """Mean over the unmasked tokens, scaled to length 1."""
        weight = self.add("Unsqueeze", self.add("Cast", "mask", to=1), self.constant([2]))
        total = self.add("ReduceSum", self.add("Mul", hidden, weight), self.constant([1]), keepdims=0)
        mean = self.add("Div", total, self.add("ReduceSum", weight, self.constant([1]), keepdims=0))
        length = self.add("ReduceL2", mean, self.constant([1]), keepdims=1)
        self.add("Div", mean, length, output="vectors")
        self.add("Identity", hidden, output="layer")
