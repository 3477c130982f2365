"""A scorer as plain parts and back: to be kept in a file, written as SQL, or exported to another runtime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from tools.science.propensity.basis import Basis, ColumnPlan
from tools.science.propensity.scorer import LinearMember, Member, Scorer, TreeMember


def to_parts(scorer: Scorer) -> dict[str, Any]:
    """Dicts, lists, strings, numbers, arrays and scikit-learn estimators only; `from_parts` is the inverse."""
    return {
        "features": list(scorer.features),
        "members": [_member_parts(member) for member in scorer.members],
        "weights": [float(weight) for weight in scorer.weights],
        "slope": float(scorer.slope),
        "offset": float(scorer.offset),
    }


def from_parts(parts: Mapping[str, Any]) -> Scorer:
    """The scorer that `to_parts` took apart. Raises ValueError where the parts do not fit together."""
    try:
        return Scorer(
            tuple(parts["features"]),
            tuple(_member(member) for member in parts["members"]),
            tuple(float(weight) for weight in parts["weights"]),
            float(parts["slope"]),
            float(parts["offset"]),
        )
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"these are not the parts of a score ({type(error).__name__}: {error})") from error


def plain_parts(scorer: Scorer) -> dict[str, Any]:
    """As `to_parts`, but every tree as the arrays of `reasons.trees.Trees` instead of an estimator, and `scale`."""
    from tools.science.reasons.trees import as_trees

    parts = to_parts(scorer)
    for member in parts["members"]:
        if member["kind"] == "trees":
            member |= asdict(as_trees(member.pop("estimator"))) | {"features": member["features"]}
    return {**parts, "scale": scorer.scale}


def _member_parts(member: Member) -> dict[str, Any]:
    if isinstance(member, LinearMember):
        return {
            "kind": "linear",
            "columns": [{**asdict(column), "knots": list(column.knots)} for column in member.basis.columns],
            "mean": member.basis.mean,
            "scale": member.basis.scale,
            "coefficients": member.coefficients,
            "intercept": float(member.intercept),
        }
    return {
        "kind": "trees",
        "features": list(member.features),
        "estimator": member.estimator,
        "fills": member.fills,
    }


def _member(parts: Mapping[str, Any]) -> Member:
    if parts["kind"] == "linear":
        columns = tuple(ColumnPlan(**{**column, "knots": tuple(column["knots"])}) for column in parts["columns"])
        basis = Basis(columns, np.asarray(parts["mean"], dtype=float), np.asarray(parts["scale"], dtype=float))
        coefficients = np.asarray(parts["coefficients"], dtype=float)
        if not coefficients.shape == basis.mean.shape == basis.scale.shape == basis.owners.shape:
            raise ValueError("a linear member has one mean, scale and coefficient for each output of its basis")
        return LinearMember(basis, coefficients, float(parts["intercept"]))
    if parts["kind"] != "trees" or not hasattr(parts["estimator"], "predict"):
        raise ValueError(f"a member of a score is linear or made of trees, not {parts['kind']!r}")
    fills = parts["fills"]
    return TreeMember(
        tuple(parts["features"]), parts["estimator"], None if fills is None else np.asarray(fills, dtype=float)
    )
