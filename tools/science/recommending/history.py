"""What each of a block of people has bought, summed per person and item, as seen on one day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse


@dataclass(frozen=True, eq=False)
class History:
    """One row per person and item, sorted by both; ages are days before `as_of`."""

    people: int
    items: int
    person: np.ndarray
    """Row of the block, shape (pairs,); so are the five below."""
    item: np.ndarray
    times: np.ndarray
    """Days on which the person bought the item."""
    first_age: np.ndarray
    last_age: np.ndarray
    weight: np.ndarray
    """Square root of the purchases, each halved every half-life: many or recent ones count more, but less and less."""
    order_days: np.ndarray
    """Days with any purchase, shape (people,)."""
    recency_days: np.ndarray
    """Days since the last purchase, shape (people,); 0 for people without any."""

    def matrix(self) -> sparse.csr_array:
        """People × items with `weight`, float32."""
        starts = np.searchsorted(self.person, np.arange(self.people + 1)).astype(np.int32)
        return sparse.csr_array((self.weight, self.item.astype(np.int32), starts), shape=(self.people, self.items))


def summed(
    person: np.ndarray, item: np.ndarray, day: np.ndarray, *, as_of: int, people: int, items: int, half_life_days: float
) -> History:
    """History of `people` from rows (person, item, day) without repeats, in any order; `day` and `as_of` in days since
    1970-01-01, rows after `as_of` left out."""
    past = day <= as_of
    person, item, age = person[past].astype(np.int64), item[past], as_of - day[past].astype(np.int64)
    order = np.lexsort((age, item, person))
    person, item, age = person[order], item[order], age[order]
    starts = np.ones(len(person), dtype=bool)
    starts[1:] = (person[1:] != person[:-1]) | (item[1:] != item[:-1])
    first = np.flatnonzero(starts)
    pair = np.cumsum(starts) - 1
    times = np.bincount(pair, minlength=len(first))
    weight = np.sqrt(np.bincount(pair, 2.0 ** (-age / half_life_days), minlength=len(first))).astype(np.float32)
    visits = np.unique(person * 65_536 + age)  # 179 years of days
    order_days = np.bincount(visits // 65_536, minlength=people)
    recency = np.zeros(people, dtype=np.int64)
    visitor, newest = np.unique(visits // 65_536, return_index=True)
    recency[visitor] = visits[newest] % 65_536
    return History(
        people,
        items,
        person[first],
        item[first],
        times,
        age[first + times - 1],
        age[first],
        weight,
        order_days,
        recency,
    )
