"""One independent random stream per stage, so that a change in one stage leaves the rows of the others alone."""

import zlib
from collections.abc import Sequence
from datetime import date

import numpy as np

FIRST_DAY = date(2024, 11, 1)
LAST_DAY = date(2026, 10, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
"""Days are counted from FIRST_DAY as 0; the last one is DAYS - 1."""

SECONDS_PER_DAY = 86_400


def stream(seed: int, stage: str) -> np.random.Generator:
    """The generator of one named stage."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(stage.encode())])))


def day_number(day: date) -> int:
    """Days from FIRST_DAY to `day`."""
    return (day - FIRST_DAY).days


def quota(shares: Sequence[float], size: int, rng: np.random.Generator) -> np.ndarray:
    """`size` group numbers whose counts match `shares` to the nearest whole person, in random order.

    Largest remainders; each group with a share above 0 gets at least one member, so that small shops have every group.
    """
    wanted = np.asarray(shares, dtype=float) / sum(shares) * size
    counts = np.maximum(np.floor(wanted).astype(int), (wanted > 0).astype(int))
    order = np.argsort(-(wanted - np.floor(wanted)), kind="stable")
    position = 0
    while counts.sum() < size:
        counts[order[position % len(order)]] += 1
        position += 1
    while counts.sum() > size:
        counts[int(np.argmax(counts))] -= 1
    groups = np.repeat(np.arange(len(counts)), counts)
    rng.shuffle(groups)
    return groups


def pick(probabilities: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One column number per row of `probabilities` (rows need not sum to 1)."""
    cumulative = np.cumsum(probabilities, axis=1)
    thresholds = rng.random(len(probabilities)) * cumulative[:, -1]
    return np.minimum((thresholds[:, None] >= cumulative).sum(axis=1), probabilities.shape[1] - 1)
