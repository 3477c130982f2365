"""Who bought what on which day, as coded columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from tools.science.baskets.encoding import coded


@dataclass(frozen=True, eq=False)
class Purchases:
    """One row per customer, item and day, in that order; customers and items are positions in the sorted names."""

    customers: np.ndarray
    items: np.ndarray
    """Names, strings or integers (never objects), shapes (customers,) and (items,)."""
    customer: np.ndarray
    item: np.ndarray
    day: np.ndarray
    """Shape (rows,); days since 1970-01-01."""

    def until(self, day: int) -> Purchases:
        """The rows up to and including `day`, with the same names."""
        return self.where(self.day <= day)

    def where(self, kept: np.ndarray) -> Purchases:
        """The rows for which `kept`, shape (rows,), is True, with the same names."""
        return Purchases(self.customers, self.items, self.customer[kept], self.item[kept], self.day[kept])


def read_purchases(
    customer: np.ndarray | pd.Series, item: np.ndarray | pd.Series, day: np.ndarray | pd.Series
) -> Purchases:
    """Purchases from three columns of equal length: ids, and dates or moments in the shop's own time zone.

    Give only what was really bought (no cancellations, no returned lines). Rows with a missing value are left out; two
    lines of one item on one day are one purchase. Raises ValueError when nothing is left.
    """
    customer_codes, customers = coded(customer)
    item_codes, items = coded(item)
    days = day_numbers(day)
    known = (customer_codes >= 0) & (item_codes >= 0) & (days >= 0)
    if not known.any():
        raise ValueError("there are no purchases: every row lacks a customer, an item or a date")
    frame = np.stack((customer_codes[known], item_codes[known], days[known])).astype(np.int32)
    order = np.lexsort(frame[::-1])
    frame = frame[:, order]
    fresh = np.ones(frame.shape[1], dtype=bool)
    fresh[1:] = (frame[:, 1:] != frame[:, :-1]).any(axis=0)
    return Purchases(plain_names(customers), plain_names(items), *frame[:, fresh])


def day_numbers(day: np.ndarray | pd.Series) -> np.ndarray:
    """Whole days since 1970-01-01, shape (rows,); -1 where missing."""
    dates = np.asarray(pd.to_datetime(pd.Series(day)), dtype="datetime64[D]")
    return np.where(np.isnat(dates), -1, dates.astype(np.int64))


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return int(np.datetime64(day, "D").astype(int))


def plain_names(names: np.ndarray) -> np.ndarray:
    """Names as an array of strings or integers, so that they can be saved without pickle."""
    return names if names.dtype.kind in "iuU" else names.astype(str)
