"""A score as one SQL expression over the columns it reads: arithmetic for linear members, CASE for small trees.

Written for DuckDB; `in_dialect` gives the same for PostgreSQL and Spark. The text holds only numbers and quoted column
names from the fitted model. `plain` in every signature is what `tools.science.scorer_parts.plain_parts` makes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from tools.data.profile import quoted

if TYPE_CHECKING:
    import numpy as np

MOST_NODES = 600
"""Inner nodes in all up to which trees are evaluated faster in the engine than in Python batches: benchmark."""
MOST_EXPONENT = 700.0
"""EXP of more leaves double precision in some engines; the probability is 0 or 1 to 300 digits by then."""
NAN = "CAST('NaN' AS DOUBLE)"


def pays(plain: Mapping[str, Any]) -> bool:
    """Whether the engine should score: linear members alone, or trees with at most MOST_NODES inner nodes in all.

    Otherwise features stream to Python in batches.
    """
    nodes = sum(int((member["left"] >= 0).sum()) for member in plain["members"] if member["kind"] == "trees")
    return nodes <= MOST_NODES


def margin_sql(plain: Mapping[str, Any]) -> str:
    """The score on its own scale as an expression over columns named like the features; NULL and NaN are unknown."""
    slope = float(plain["slope"])
    constant, terms = float(plain["offset"]), []
    for member, weight in zip(plain["members"], plain["weights"], strict=True):
        make = _linear if member["kind"] == "linear" else _trees
        own, more = make(member, slope * float(weight))
        constant += own
        terms += more
    return " + ".join([number(constant), *terms])


def probability_sql(plain: Mapping[str, Any]) -> str:
    """The calibrated probability, 0 to 1, as an expression over columns named like the features."""
    margin = margin_sql(plain)
    if plain["scale"] == "probability":
        return f"LEAST(GREATEST({margin}, 0e0), 1e0)"
    limit = number(MOST_EXPONENT)
    return f"1e0 / (1e0 + EXP(LEAST(GREATEST(-({margin}), -{limit}), {limit})))"


def nearest_centre_sql(
    axes: Sequence[Mapping[str, Any]],
    centres: np.ndarray,
    *,
    source: str,
    key: str,
    evidence: str | None = None,
    limit: float = 4.0,
    prior: float = 0.5,
) -> str:
    """A SELECT of `key` and the number of the nearest centre (k-means), 0 to k - 1, for the rows of table `source`.

    `axes` hold name, kind (plain, logged, share), average, mean and scale in the order of `centres` (k × axes); the
    arithmetic is that of `tools.science.clusters.space`: shares are smoothed by `prior` observations of the column
    `evidence`, values cut off at `limit` standard deviations, unknown ones average. Of equally near centres the first
    is taken.
    """
    points = [f"{_axis(axis, evidence, limit, prior)} AS z{place}" for place, axis in enumerate(axes)]
    away = []
    for place, centre in enumerate(centres):
        terms = [f"{number(-2 * value)} * z{axis}" for axis, value in enumerate(centre) if value != 0]
        away.append(f"{' + '.join([number(float((centre**2).sum())), *terms])} AS d{place}")
    least = f"LEAST({', '.join(f'd{place}' for place in range(len(centres)))})" if len(centres) > 1 else "d0"
    cases = " ".join(f"WHEN d{place} <= {least} THEN {place}" for place in range(len(centres)))
    name = quoted(key)
    return (
        f"SELECT {name}, CASE {cases} END AS cluster FROM (SELECT {name}, {', '.join(away)} FROM "
        f"(SELECT {', '.join([name, *points])} FROM {source}) AS points) AS distances"
    )


def in_dialect(sql: str, dialect: Literal["duckdb", "postgres", "spark"]) -> str:
    """The same statement or expression for another engine."""
    if dialect == "duckdb":
        return sql
    import sqlglot

    (text,) = sqlglot.transpile(sql, read="duckdb", write=dialect)
    return text


def number(value: float) -> str:
    """A double-precision literal that reads back as exactly this value: with an exponent, or it would be a decimal."""
    value = float(value)
    if value != value or value in (float("inf"), float("-inf")):
        text = "NaN" if value != value else ("Infinity" if value > 0 else "-Infinity")
        return f"CAST('{text}' AS DOUBLE)"
    text = repr(value)
    text = text if "e" in text else f"{text}e0"
    return f"({text})" if value < 0 else text


def _linear(member: Mapping[str, Any], factor: float) -> tuple[float, list[str]]:
    """Constant and one term per feature of factor × (intercept + standardised outputs · coefficients)."""
    weights = [factor * float(c) / float(s) for c, s in zip(member["coefficients"], member["scale"], strict=True)]
    constant = factor * float(member["intercept"])
    constant -= sum(weight * float(mean) for weight, mean in zip(weights, member["mean"], strict=True))
    terms, place = [], 0
    for column in member["columns"]:
        width = 1 + len(column["knots"]) + bool(column["flagged"])
        own, place = weights[place : place + width], place + width
        if any(own):
            terms.append(_bent_line(column, own))
    return constant, terms


def _bent_line(column: Mapping[str, Any], weights: Sequence[float]) -> str:
    """One feature's weighted outputs as CASE: a constant below, a line between knots, a constant above and if unknown.

    Only the piece a value lies on is worked out. NaN is not below infinity in any of the three engines, so it falls
    through to ELSE like NULL and infinity.
    """
    name, knots = quoted(column["name"]), column["knots"]

    def bent(value: float) -> float:
        clipped = min(max(value, column["low"]), column["high"])
        return math.log1p(clipped) if column["logged"] else clipped

    def at(value: float) -> float:
        return weights[0] * bent(value) + sum(
            weight * max(bent(value) - knot, 0.0) for weight, knot in zip(weights[1:], knots, strict=False)
        )

    units = f"LN(1e0 + {name})" if column["logged"] else name
    slope, start = float(weights[0]), 0.0
    unknown = number(at(column["fill"]) + (weights[-1] if column["flagged"] else 0.0))
    least = f"CASE WHEN {name} > {number(-math.inf)} THEN {number(at(column['low']))} ELSE {unknown} END"
    pieces = [f"WHEN {name} <= {number(column['low'])} THEN {least}"]
    for place, knot in enumerate([*knots, None]):
        end = column["high"] if knot is None else math.expm1(knot) if column["logged"] else knot
        pieces.append(f"WHEN {name} < {number(end)} THEN {number(start)} + {number(slope)} * {units}")
        if knot is not None:
            slope, start = slope + weights[1 + place], start - weights[1 + place] * knot
    pieces.append(f"WHEN {name} < {number(math.inf)} THEN {number(at(column['high']))}")
    return f"CASE {' '.join(pieces)} ELSE {unknown} END"


def _trees(member: Mapping[str, Any], factor: float) -> tuple[float, list[str]]:
    """Constant and one CASE per tree of factor × (base + the trees' leaves)."""
    names = [quoted(name) for name in member["features"]]
    lowest, highest = number(-math.inf), number(math.inf)

    def case(node: int) -> str:
        left, right = int(member["left"][node]), int(member["right"][node])
        if left < 0:
            return number(factor * float(member["value"][node]))
        name, border = names[int(member["feature"][node])], float(member["threshold"][node])
        unknown_left = member["missing_left"][node]
        if member["fills"] is not None:
            unknown_left = member["fills"][int(member["feature"][node])] <= border
        if unknown_left:  # only what is known and above goes right
            return (
                f"CASE WHEN {name} > {number(border)} AND {name} < {highest} THEN {case(right)} ELSE {case(left)} END"
            )
        at_most = "<" if border == math.inf else "<="
        known = f"{name} {at_most} {number(border)} AND {name} > {lowest}"
        return f"CASE WHEN {known} THEN {case(left)} ELSE {case(right)} END"

    return factor * float(member["base"]), [case(int(root)) for root in member["roots"]]


def _axis(axis: Mapping[str, Any], evidence: str | None, limit: float, prior: float) -> str:
    known = f"NULLIF({quoted(axis['name'])}, {NAN})"
    if axis["kind"] == "logged":
        known = f"LN(1e0 + CASE WHEN {known} < 0e0 THEN 0e0 ELSE {known} END)"
    elif axis["kind"] == "share":
        seen = f"GREATEST({quoted(evidence)}, 0e0)" if evidence else "1e0"
        positive = f"CASE WHEN {known} < 0e0 THEN 0e0 ELSE {known} END"
        pull = number(float(axis["average"]) * prior)
        known = f"SQRT(({positive} * {seen} + {pull}) / ({seen} + {number(prior)}))"
    point = f"({known} - {number(axis['mean'])}) / {number(axis['scale'])}"
    cut = f"CASE WHEN {point} > {number(limit)} THEN {number(limit)} WHEN {point} < {number(-limit)} "
    return f"COALESCE({cut}THEN {number(-limit)} ELSE {point} END, 0e0)"
