"""From transactions to what the buy-till-you-die models read: repeat purchases, the last of them, the time watched.

Everything is counted in whole days of the shop's own calendar, purchases of one customer on one day being one purchase
(Fader, Hardie and Lee 2005 do the same with CDNOW); the end of observation is given, never guessed from the last row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

DAYS_PER_WEEK = 7.0
"""The models count time in weeks, so that their parameters can be laid beside the published ones."""
_BITS = 21
_LARGEST = (1 << _BITS) - 1


@dataclass(frozen=True, eq=False)
class Counts:
    """One row a customer who had bought by the end of observation."""

    customers: pd.Index
    x: np.ndarray
    """Repeat purchase days: purchase days after the first; int64, shape (customers,)."""
    t_x: np.ndarray
    """Days from the first purchase to the last, 0 where x is 0; int64."""
    T: np.ndarray
    """Days from the first purchase to the end of observation; int64."""
    log_gaps: np.ndarray
    """Sum of log(days between one purchase day and the next); float64, 0 where x is 0. Erlang timing needs it."""
    spend: np.ndarray
    """Mean amount of the repeat purchase days; NaN where x is 0 or amounts are unknown."""

    def __post_init__(self) -> None:
        x, t_x, T = self.x, self.t_x, self.T
        if (x < 0).any() or (t_x < 0).any() or (t_x > T).any() or ((x == 0) & (t_x > 0)).any():
            raise ValueError("counts need x >= 0, 0 <= t_x <= T, and t_x = 0 where x = 0")
        if len(x) and max(int(x.max()), int(T.max())) > _LARGEST:
            raise ValueError(f"counts above {_LARGEST:,} repeat purchases or days cannot be kept: check the dates")

    def __len__(self) -> int:
        return len(self.x)

    def take(self, rows: np.ndarray) -> Counts:
        """The customers at these positions."""
        parts = (self.x[rows], self.t_x[rows], self.T[rows], self.log_gaps[rows], self.spend[rows])
        return Counts(self.customers[rows], *parts)


@dataclass(frozen=True, eq=False)
class PurchaseDays:
    """One row a customer and day with a purchase, sorted by customer and then by day."""

    customers: pd.Index
    code: np.ndarray
    """Position of the customer in `customers`; int64, shape (purchase days,)."""
    day: np.ndarray
    """Days since 1970-01-01; int64."""
    amount: np.ndarray | None
    """Net amount of the day, where amounts were given."""

    def counts(self, end: date | np.datetime64) -> Counts:
        """What was known at the close of `end`; customers who first bought later are not in it."""
        last = _day_number(end)
        inside = self.day <= last
        code, day = self.code[inside], self.day[inside]
        starts = np.flatnonzero(np.r_[True, code[1:] != code[:-1]]) if len(code) else np.empty(0, dtype=np.int64)
        sizes = np.diff(np.r_[starts, len(code)])
        gaps = np.diff(day, prepend=0)
        gaps[starts] = 1
        x = sizes - 1
        first, final = day[starts], day[starts + x]
        log_gaps = np.add.reduceat(np.log(gaps), starts) if len(starts) else np.empty(0)
        spend = np.full(len(x), np.nan)
        if self.amount is not None and len(starts):
            amount = self.amount[inside]
            np.divide(np.add.reduceat(amount, starts) - amount[starts], x, out=spend, where=x > 0)
        return Counts(self.customers[code[starts]], x, final - first, last - first, log_gaps, spend)

    def sample(self, customers: int, seed: int) -> PurchaseDays:
        """All purchase days of so many customers drawn at random; everybody's where there are no more."""
        if customers >= len(self.customers):
            return self
        chosen = np.random.default_rng(seed).choice(len(self.customers), customers, replace=False)
        places = np.full(len(self.customers), -1)
        places[np.sort(chosen)] = np.arange(customers)
        kept = places[self.code] >= 0
        amount = None if self.amount is None else self.amount[kept]
        return PurchaseDays(self.customers[np.sort(chosen)], places[self.code[kept]], self.day[kept], amount)

    def between(self, start: date | np.datetime64, days: int, customers: pd.Index) -> tuple[np.ndarray, np.ndarray]:
        """Purchase days and net amounts in the `days` after the close of `start`, for these customers, in their order.

        Each of shape (customers,); the amounts are NaN where amounts were not given.
        """
        first = _day_number(start)
        inside = (self.day > first) & (self.day <= first + days)
        places = self.customers.get_indexer(customers)
        orders = np.bincount(self.code[inside], minlength=len(self.customers))[places]
        if self.amount is None:
            return orders, np.full(len(places), np.nan)
        return orders, np.bincount(self.code[inside], self.amount[inside], len(self.customers))[places]


@dataclass(frozen=True, eq=False)
class Patterns:
    """The distinct (x, t_x, T), each with the number of customers who share it: all a likelihood depends on."""

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    weight: np.ndarray
    """Customers per pattern; float64."""
    log_gaps: float
    """Sum over all customers of log(days between purchases)."""

    @property
    def customers(self) -> float:
        """Number of customers."""
        return float(self.weight.sum())


def purchase_days(customer: object, day: object, amount: object = None) -> PurchaseDays:
    """Merge transactions (one row each: customer id, local date, net amount) per customer and day.

    Days whose net amount is negative are returns, not purchases, and are left out. Raises ValueError for a missing
    customer, date or amount.
    """
    codes, customers = pd.factorize(pd.Series(customer))
    days = pd.Series(day).to_numpy().astype("datetime64[D]")
    if (codes < 0).any() or np.isnat(days).any():
        raise ValueError("every transaction needs a customer and a date: leave out those without")
    numbers = days.astype(np.int64)
    lowest = int(numbers.min()) if len(numbers) else 0
    packed = (codes.astype(np.int64) << _BITS) | (numbers - lowest)
    if amount is None:
        merged, totals = np.unique(packed), None
    else:
        amounts = np.asarray(amount, dtype=float)
        if not np.isfinite(amounts).all():
            raise ValueError("every transaction needs an amount: leave out those without, or give no amounts")
        order = np.argsort(packed, kind="stable")
        merged, starts = np.unique(packed[order], return_index=True)
        totals = np.add.reduceat(amounts[order], starts) if len(starts) else amounts
        merged, totals = merged[totals >= 0], totals[totals >= 0]
    return PurchaseDays(pd.Index(customers), merged >> _BITS, (merged & _LARGEST) + lowest, totals)


def unique_patterns(counts: Counts) -> Patterns:
    """Collapse customers with the same (x, t_x, T); a million customers become some hundred thousand patterns."""
    packed = (counts.x.astype(np.int64) << (2 * _BITS)) | (counts.t_x.astype(np.int64) << _BITS) | counts.T
    packed.sort()
    starts = np.flatnonzero(np.r_[True, packed[1:] != packed[:-1]]) if len(packed) else np.empty(0, dtype=np.int64)
    weight = np.diff(np.r_[starts, len(packed)]).astype(float)
    key = packed[starts]
    x, t_x, T = key >> (2 * _BITS), (key >> _BITS) & _LARGEST, key & _LARGEST
    return Patterns(x, t_x, T, weight, float(counts.log_gaps.sum()))


def distinct(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values of counts and the position of each among them; like np.unique, without a sort."""
    present = np.bincount(x) > 0
    return np.flatnonzero(present), (np.cumsum(present) - 1)[x]


def as_day(day: date | np.datetime64) -> np.datetime64:
    """A calendar day as numpy counts them."""
    return np.datetime64(str(day), "D")


def _day_number(day: date | np.datetime64) -> int:
    return int(as_day(day).astype(np.int64))
