"""Which customers a shop does not know."""

from collections.abc import Callable, Iterable
from typing import Any

Run = Callable[[str, dict[str, Any]], list[tuple[Any, ...]]]
"""Runs one SELECT with its parameters; returns the rows."""
_FEW = 20
_BY_PERSON = "SELECT 1 FROM people.customers WHERE key = md5_number_lower($id) AND id = $id"
_KNOWN = ("SELECT id FROM customers WHERE id", "SELECT DISTINCT customer_id FROM orders WHERE customer_id")


def strangers(run: Run, customers: Iterable[str], *, by_person: bool) -> list[str]:
    """Those of the ids that neither the shop's list of customers nor its orders have, sorted.

    `by_person`: rows are laid out by person, so that a few are found without reading through a million.
    """
    ids = set(customers)
    if by_person and len(ids) <= _FEW:
        ids = {customer for customer in ids if not run(_BY_PERSON, {"id": customer})}
    for known in _KNOWN:
        if ids:
            ids -= {row[0] for row in run(f"{known} IN (SELECT unnest($ids))", {"ids": sorted(ids)})}
    return sorted(ids)
