"""Features that say nearly the same are gathered into families before a reason is named.

Days since the last order, orders in 30, 90 and 365 days: each alone gets a share of what they say together, and three
of them would fill a list of three reasons. The caller gives the families (recency, frequency, monetary …); a family's
contribution is the sum of its members', so that all of them still add up to the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Reason:
    """What one family adds to one person's score."""

    family: str
    contribution: float
    """On the score's scale; above 0 raises it."""
    share: float
    """Of everything that moved this score, up or down: |contribution| over the sum of all families', 0 to 1."""
    feature: str
    """The member that speaks for the family: the one that pushes most in its direction."""
    value: float
    """Of that feature; NaN where unknown."""


def by_family(parts: pd.DataFrame, families: Mapping[str, str]) -> pd.DataFrame:
    """Contributions (rows × features) added up by family (rows × families, in order of first appearance).

    A feature that `families` does not name is a family of its own.
    """
    names = [families.get(str(column), str(column)) for column in parts.columns]
    codes, order = pd.factorize(np.array(names, dtype=object))
    total = np.zeros((len(order), len(parts)))
    np.add.at(total, codes, parts.to_numpy(dtype=float).T)
    return pd.DataFrame(total.T, index=parts.index, columns=list(order))


def top_reasons(
    parts: pd.DataFrame, frame: pd.DataFrame, families: Mapping[str, str], *, count: int = 3
) -> list[tuple[Reason, ...]]:
    """The `count` families that moved each row's score most, strongest first; families that moved nothing are left out.

    `parts` are contributions (rows × features), `frame` the values they belong to (same rows, at least those columns).
    """
    grouped, columns = by_family(parts, families), [str(column) for column in parts.columns]
    members = {name: [i for i, c in enumerate(columns) if families.get(c, c) == name] for name in grouped.columns}
    effects, values = parts.to_numpy(dtype=float), frame[list(parts.columns)].to_numpy(dtype=float)
    sums = grouped.to_numpy()
    order = np.argsort(-np.abs(sums), axis=1, kind="stable")[:, :count]
    moved = np.abs(sums).sum(1)
    found = []
    for row, best in enumerate(order):
        reasons = []
        for place in best:
            total = float(sums[row, place])
            if total == 0:
                continue
            family = str(grouped.columns[place])
            own = members[family]
            speaker = own[int(np.argmax(effects[row, own] * np.sign(total)))]
            share = abs(total) / float(moved[row])
            reasons.append(Reason(family, total, share, columns[speaker], float(values[row, speaker])))
        found.append(tuple(reasons))
    return found
