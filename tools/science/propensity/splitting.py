"""Which rows fit, which choose and which are held out: by time wherever there is a time, never shuffled then.

A row is known once its label window has closed, so a fit that is judged at a moment uses only rows whose moment plus
the horizon lies on or before it. The last moment is held out and touched once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

MINIMUM_ROWS = 200
MINIMUM_EACH = 30
"""Rows of each outcome without which no score is fitted."""
MINIMUM_EACH_PART = 10
"""Rows of each outcome in every part that is fitted, validated or held out."""
BLOCKS = 12
"""Moments are gathered into at most this many blocks of consecutive days."""
ROW_BLOCKS = 6
HELD_OUT_SHARE = 0.2

Order = Literal["time", "rows", "none"]
Why = Literal["moments", "row_order", "one_moment", "moments_too_close", "too_few_outcomes_before"]


@dataclass(frozen=True, eq=False)
class Fold:
    """Rows that fit and the later rows that judge."""

    train: np.ndarray
    valid: np.ndarray


@dataclass(frozen=True, eq=False)
class Plan:
    """The split of all rows; arrays hold row positions."""

    order: Order
    """Whether parts follow each other in time, in the order of the rows, or not at all (customers drawn at random)."""
    why: Why
    validation_order: Order
    """The same for the choice among candidates: with two moments only the held-out part can be later in time."""
    folds: tuple[Fold, ...]
    """Latest last."""
    before: np.ndarray
    """Rows that may fit the score judged on the held-out rows."""
    held_out: np.ndarray
    block: np.ndarray
    """Period of each row, 0 the earliest, shape (rows,)."""


def check_size(label: np.ndarray) -> None:
    """Raises ValueError where there is too little to fit any score."""
    positives = int(label.sum())
    rarer = min(positives, len(label) - positives)
    if len(label) < MINIMUM_ROWS or rarer < MINIMUM_EACH:
        raise ValueError(
            f"a score needs at least {MINIMUM_ROWS} rows with {MINIMUM_EACH} of each outcome; there are {len(label)} "
            f"with {rarer} of the rarer one: wait for more history, or take a longer horizon"
        )


def plan_split(
    label: np.ndarray,
    moment: np.ndarray | None,
    group: np.ndarray,
    *,
    horizon_days: int | None = None,
    rows_in_time_order: bool = False,
    folds: int = 3,
    seed: int = 0,
) -> Plan:
    """Split rows by moment (shape (rows,), days); without moments by row order if that is time, else by customer.

    `horizon_days` keeps the label windows of fitted rows before the moment they are judged at; None trusts the spacing.
    """
    check_size(label)
    if moment is not None and len(np.unique(moment)) > 1:
        days = moment.astype("datetime64[D]").astype(np.int64)
        block = _blocks(days)
        plan = _ordered(label, group, block, days, horizon_days or 0, folds, ("time", "moments"), seed)
        if plan:
            return plan
        earlier = days + (horizon_days or 0) <= days.max()
        why: Why = "too_few_outcomes_before" if earlier.any() else "moments_too_close"
        return _by_customer(label, group, block, folds, why, seed)
    if rows_in_time_order:
        block = np.arange(len(label)) * ROW_BLOCKS // len(label)
        plan = _ordered(label, group, block, block, 0, folds, ("rows", "row_order"), seed)
        return plan or _by_customer(label, group, block, folds, "too_few_outcomes_before", seed)
    return _by_customer(label, group, np.zeros(len(label), dtype=int), folds, "one_moment", seed)


def _blocks(days: np.ndarray) -> np.ndarray:
    """Consecutive moments gathered into at most BLOCKS blocks of about equally many rows."""
    moments, codes, counts = np.unique(days, return_inverse=True, return_counts=True)
    if len(moments) <= BLOCKS:
        return codes
    middle = np.cumsum(counts) - counts / 2
    gathered = np.unique((middle * BLOCKS / counts.sum()).astype(int), return_inverse=True)[1]
    return gathered[codes]


def _ordered(
    label: np.ndarray,
    group: np.ndarray,
    block: np.ndarray,
    days: np.ndarray,
    horizon: int,
    folds: int,
    names: tuple[Order, Why],
    seed: int,
) -> Plan | None:
    last = int(block.max())
    first = last
    while first > 1 and not _enough(label[block >= first]):
        first -= 1
    held_out = np.flatnonzero(block >= first)
    before = np.flatnonzero((block < first) & (days + horizon <= days[held_out].min()))
    if not (_enough(label[held_out]) and _enough(label[before], 2 * MINIMUM_EACH_PART)):
        return None
    found: list[Fold] = []
    for part in sorted(set(block[before].tolist()), reverse=True):
        valid = before[block[before] == part]
        train = before[(block[before] < part) & (days[before] + horizon <= days[valid].min())]
        if _enough(label[valid]) and _enough(label[train]) and len(found) < folds:
            found.append(Fold(train, valid))
    order, why = names
    if found:
        return Plan(order, why, order, tuple(reversed(found)), before, held_out, block)
    return Plan(order, why, "none", _customer_folds(label, group, before, folds, seed), before, held_out, block)


def _by_customer(label: np.ndarray, group: np.ndarray, block: np.ndarray, folds: int, why: Why, seed: int) -> Plan:
    part = _dealt(label, group, round(1 / HELD_OUT_SHARE), seed)
    before, held_out = np.flatnonzero(part > 0), np.flatnonzero(part == 0)
    parts = _customer_folds(label, group, before, folds, seed + 1)
    return Plan("none", why, "none", parts, before, held_out, block)


def _customer_folds(label: np.ndarray, group: np.ndarray, rows: np.ndarray, folds: int, seed: int) -> tuple[Fold, ...]:
    parts = max(folds, 2)
    part = _dealt(label[rows], group[rows], parts, seed)
    return tuple(Fold(rows[part != index], rows[part == index]) for index in range(parts))


def _dealt(label: np.ndarray, group: np.ndarray, parts: int, seed: int) -> np.ndarray:
    """Deal customers into parts of equal base rate; all rows of a customer fall into one part; shape (rows,)."""
    customers, codes = np.unique(group, return_inverse=True)
    outcome = np.zeros(len(customers))
    np.maximum.at(outcome, codes, label)
    shuffled = np.random.default_rng(seed).permutation(len(customers))
    order = shuffled[np.argsort(outcome[shuffled], kind="stable")]
    part = np.empty(len(customers), dtype=int)
    part[order] = np.arange(len(customers)) % parts
    return part[codes]


def _enough(label: np.ndarray, each: int = MINIMUM_EACH_PART) -> bool:
    return bool(min(label.sum(), len(label) - label.sum()) >= each)
