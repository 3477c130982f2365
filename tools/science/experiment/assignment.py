"""Who goes to which arm: a stable draw by hash, so that the same person falls the same way on every machine and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np


def draws(customer_ids: Sequence[str], salt: str) -> np.ndarray:
    """One number a person, uniform from 0 up to 1, shape (people,): the first 53 bits of sha256(salt, id).

    Another `salt` (the experiment's name) gives a draw that has nothing to do with this one.
    """
    prefix = f"{salt}\x00".encode()
    bits = (int.from_bytes(sha256(prefix + one.encode()).digest()[:8], "big") >> 11 for one in customer_ids)
    return np.fromiter(bits, dtype=np.float64, count=len(customer_ids)) / 2.0**53


def assign(
    customer_ids: Sequence[str], arms: Mapping[str, float], *, salt: str, strata: Sequence[str] | None = None
) -> np.ndarray:
    """Arm of each person, shape (people,), str. `arms` maps each arm's name to its weight.

    Without `strata` a person's arm depends on nobody else, so people may join later. With them (one label a person)
    each stratum is split as exactly as whole people allow, and the draw holds for this list only. Raises ValueError for
    no arm, weights not above 0, no salt, or one id twice.
    """
    if not arms or min(arms.values()) <= 0 or not salt:
        raise ValueError("a draw needs a salt and arms with weights above 0")
    if len(set(customer_ids)) != len(customer_ids):
        raise ValueError("a draw needs each person once")
    names = np.array(list(arms))
    ends = np.cumsum(np.array(list(arms.values()), dtype=float) / sum(arms.values()))
    ends[-1] = 1.0
    numbers = draws(customer_ids, salt)
    if strata is None:
        return names[np.searchsorted(ends, numbers, side="right")]
    if len(strata) != len(customer_ids):
        raise ValueError(f"a draw needs one stratum a person: {len(strata)} for {len(customer_ids)}")
    chosen = np.empty(len(numbers), dtype=int)
    labels = np.asarray(strata, dtype=str)
    for label in np.unique(labels):
        here = np.flatnonzero(labels == label)
        turn = here[np.argsort(numbers[here], kind="stable")]
        # The offset decides by chance who gets the person that does not divide, so no arm gains over many strata.
        offset = draws([label], f"{salt}\x00stratum")[0]
        chosen[turn] = np.searchsorted(ends, (np.arange(len(turn)) + offset) / len(turn) % 1.0, side="right")
    return names[np.minimum(chosen, len(names) - 1)]
