"""Addresses remembered by eight bytes each, so that those of millions of people fit into memory."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]


def keys_of(addresses: Sequence[str]) -> Keys:
    """A number for each address; two different ones among n share one with a chance of n² / 2^65."""
    digests = b"".join(hashlib.blake2b(address.encode(), digest_size=8).digest() for address in addresses)
    return np.frombuffer(digests, dtype=np.uint64)


class Seen:
    """A growing set of addresses: sorted runs, merged when two are of a size, as log-structured stores keep theirs."""

    def __init__(self) -> None:
        self._runs: list[Keys] = []

    def add(self, addresses: Sequence[str]) -> NDArray[np.bool_]:
        """Take the addresses in; True for each that was not there before, the first of equal ones only."""
        keys = keys_of(addresses)
        fresh = np.zeros(len(keys), dtype=bool)
        fresh[np.unique(keys, return_index=True)[1]] = True
        fresh &= ~self._among(keys)
        run = np.sort(keys[fresh])
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)
        return fresh

    def has(self, addresses: Sequence[str]) -> NDArray[np.bool_]:
        """True for each address that was taken in."""
        return self._among(keys_of(addresses))

    def _among(self, keys: Keys) -> NDArray[np.bool_]:
        found = np.zeros(len(keys), dtype=bool)
        for run in self._runs:
            places = np.minimum(np.searchsorted(run, keys), len(run) - 1)
            found |= run[places] == keys
        return found
