"""A score as an ONNX graph: the basis as plain arithmetic, trees as one TreeEnsemble, all in double precision.

In double precision a threshold is compared with the value it was fitted for, so no row changes sides; the forests'
habit of rounding inputs first is already in the thresholds (`tools.science.reasons.trees.as_double`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

OPSET, TREE_OPSET, IR_VERSION = 20, 5, 10
"""TreeEnsemble of ai.onnx.ml 5 is the first whose thresholds and answers may both be double."""
LESS_OR_EQUAL = 0
SUM = 1


def to_onnx(
    plain: Mapping[str, Any],
    *,
    inputs: Literal["by_name", "matrix"] = "by_name",
    precision: Literal["double", "single"] = "double",
) -> bytes:
    """The model as bytes; `plain` is what `tools.science.scorer_parts.plain_parts` makes.

    Inputs: one column [rows, 1] per feature under its name, or one matrix [rows, features] named "features" in the
    order of `plain["features"]`; NaN and infinities are unknown. `precision` is that of the inputs only: single ones
    are widened before anything is done. Outputs: "margin" and "probability", double, [rows, 1]. Raises ValueError where
    a feature is named like an output and inputs go by name.
    """
    from onnx import checker, helper

    graph = _Graph()
    features = list(plain["features"])
    if inputs == "by_name" and (taken := {"margin", "probability"} & set(features)):
        raise ValueError(f"a feature is named {min(taken)} like an output: export with inputs as one matrix")
    kind = helper.np_dtype_to_tensor_dtype(np.dtype(np.float64 if precision == "double" else np.float32))
    if inputs == "matrix" or not features:
        names = {"features": max(len(features), 1)}
    else:
        names = dict.fromkeys(features, 1)
    matrix = graph.widened(list(names), precision)
    graph.answers(graph.margin(plain, features, matrix), str(plain["scale"]))
    double = helper.np_dtype_to_tensor_dtype(np.dtype(np.float64))
    made = helper.make_graph(
        graph.nodes,
        "score",
        [helper.make_tensor_value_info(name, kind, ["rows", width]) for name, width in names.items()],
        [helper.make_tensor_value_info(name, double, ["rows", 1]) for name in ("margin", "probability")],
        graph.constants,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", TREE_OPSET)],
        ir_version=IR_VERSION,
        producer_name="marketing-assistant",
    )
    helper.set_model_props(model, {"features": json.dumps(features, ensure_ascii=False), "scale": str(plain["scale"])})
    checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


class _Graph:
    """Nodes and constants in the making; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def add(self, kind: str, *sources: str, output: str | None = None, **attributes: Any) -> str:
        """One operation on earlier results."""
        from onnx import helper

        name = output or f"step:{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(sources), [name], **attributes))
        return name

    def constant(self, values: Any, dtype: type = np.float64) -> str:
        """An array that is part of the model."""
        from onnx import numpy_helper

        name = f"constant:{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, dtype=dtype), name))
        return name

    def widened(self, names: list[str], precision: str) -> str:
        """All inputs side by side in double precision, infinite ones as unknown."""
        from onnx import TensorProto

        matrix = self.add("Concat", *names, axis=1) if len(names) > 1 else names[0]
        matrix = matrix if precision == "double" else self.add("Cast", matrix, to=TensorProto.DOUBLE)
        return self.add("Where", self.add("IsInf", matrix), self.constant([[np.nan]]), matrix)

    def margin(self, plain: Mapping[str, Any], features: list[str], matrix: str) -> str:
        """offset + slope × weighted votes."""
        slope = float(plain["slope"])
        rows = self.add("Concat", self.add("Shape", matrix, start=0, end=1), self.constant([1], np.int64), axis=0)
        total = self.add("Expand", self.constant([[float(plain["offset"])]]), rows)
        for member, weight in zip(plain["members"], plain["weights"], strict=True):
            linear = member["kind"] == "linear"
            own = [column["name"] for column in member["columns"]] if linear else list(member["features"])
            factor = slope * float(weight)
            if not own:
                total = self.add("Add", total, self.constant([[factor * float(member["intercept"])]]))
                continue
            place = self.constant([features.index(name) for name in own], np.int64)
            raw = self.add("Gather", matrix, place, axis=1)
            votes = self.linear(member, factor, raw) if linear else self.trees(member, factor, raw)
            total = self.add("Add", total, votes)
        return total

    def answers(self, margin: str, scale: str) -> None:
        """The outputs: the margin itself, and the probability it stands for."""
        self.add("Identity", margin, output="margin")
        if scale == "log_odds":
            self.add("Sigmoid", margin, output="probability")
            return
        above = self.add("Max", margin, self.constant([[0.0]]))
        self.add("Min", above, self.constant([[1.0]]), output="probability")

    def linear(self, member: Mapping[str, Any], factor: float, raw: str) -> str:
        """factor × (intercept + outputs · coefficients), the standardising folded into both."""
        columns = member["columns"]
        weight = factor * np.asarray(member["coefficients"]) / np.asarray(member["scale"])
        constant = factor * float(member["intercept"]) - float(weight @ np.asarray(member["mean"]))
        missing = self.add("IsNaN", raw)
        known = self.add("Where", missing, self.constant([[c["fill"] for c in columns]]), raw)
        bent = self.add("Max", known, self.constant([[c["low"] for c in columns]]))
        bent = self.add("Min", bent, self.constant([[c["high"] for c in columns]]))
        if any(c["logged"] for c in columns):
            logs = self.add("Log", self.add("Add", bent, self.constant([[1.0]])))
            bent = self.add("Where", self.constant([[c["logged"] for c in columns]], np.bool_), logs, bent)
        widths = [1 + len(c["knots"]) + bool(c["flagged"]) for c in columns]
        first = np.cumsum([0, *widths[:-1]])
        total = self.add("Add", self.times(bent, weight[first]), self.constant([[constant]]))
        hinges = [(at, start + 1 + k, knot) for at, (start, c) in enumerate(zip(first, columns, strict=True))
                  for k, knot in enumerate(c["knots"])]  # fmt: skip
        if hinges:
            place = self.constant([at for at, _, _ in hinges], np.int64)
            beyond = self.add("Sub", self.add("Gather", bent, place, axis=1), self.constant([[k for *_, k in hinges]]))
            beyond = self.add("Max", beyond, self.constant([[0.0]]))
            total = self.add("Add", total, self.times(beyond, weight[[output for _, output, _ in hinges]]))
        flagged = [at for at, c in enumerate(columns) if c["flagged"]]
        if flagged:
            from onnx import TensorProto

            flags = self.add("Gather", self.add("Cast", missing, to=TensorProto.DOUBLE),
                             self.constant(flagged, np.int64), axis=1)  # fmt: skip
            last = [int(first[at]) + widths[at] - 1 for at in flagged]
            total = self.add("Add", total, self.times(flags, weight[last]))
        return total

    def times(self, matrix: str, weights: np.ndarray) -> str:
        """[rows, n] · [n] as [rows, 1]."""
        return self.add("MatMul", matrix, self.constant(np.reshape(weights, (-1, 1))))

    def trees(self, member: Mapping[str, Any], factor: float, raw: str) -> str:
        """factor × (base + the trees' leaves)."""
        from onnx import numpy_helper

        if member["fills"] is not None:
            raw = self.add("Where", self.add("IsNaN", raw), self.constant([member["fills"]]), raw)
        left, right, value = member["left"], member["right"], factor * np.asarray(member["value"])
        inner, leaf = left >= 0, left < 0
        grown = [int(root) for root in member["roots"] if inner[root]]
        constant = factor * float(member["base"]) + sum(float(value[root]) for root in member["roots"] if leaf[root])
        if not grown:
            return self.constant([[constant]])
        number = np.where(inner, np.cumsum(inner) - 1, np.cumsum(leaf) - 1)
        votes = self.add(
            "TreeEnsemble",
            raw,
            domain="ai.onnx.ml",
            n_targets=1,
            aggregate_function=SUM,
            post_transform=0,
            tree_roots=number[grown].tolist(),
            nodes_featureids=member["feature"][inner].tolist(),
            nodes_splits=numpy_helper.from_array(np.asarray(member["threshold"], dtype=np.float64)[inner]),
            nodes_modes=numpy_helper.from_array(np.full(int(inner.sum()), LESS_OR_EQUAL, dtype=np.uint8)),
            nodes_truenodeids=number[left[inner]].tolist(),
            nodes_trueleafs=leaf[left[inner]].astype(int).tolist(),
            nodes_falsenodeids=number[right[inner]].tolist(),
            nodes_falseleafs=leaf[right[inner]].astype(int).tolist(),
            nodes_missing_value_tracks_true=member["missing_left"][inner].astype(int).tolist(),
            leaf_targetids=[0] * int(leaf.sum()),
            leaf_weights=numpy_helper.from_array(value[leaf]),
        )
        return self.add("Add", votes, self.constant([[constant]]))
