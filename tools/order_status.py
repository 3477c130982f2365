"""What became of an order: which columns tell, and which of their words say that it was cancelled or refunded.

Such orders count until somebody filters them out, so whoever reads a figure is told of them.
"""

from __future__ import annotations

from functools import cache

from tools.specs import catalogue

_UNDONE = ("cancelled", "refunded")
_TELLING = ("status", "状态")


@cache
def undone_words() -> frozenset[str]:
    """Every known way to write that an order was cancelled or refunded, in small letters."""
    forms = catalogue()["values"]["order_status"]
    return frozenset(word.casefold() for name in _UNDONE for word in (name, *forms[name]))


def tells_status(column: str) -> bool:
    """Whether a column of orders is one of a status: order_status, 售后状态."""
    return any(word in column.casefold() for word in _TELLING)
