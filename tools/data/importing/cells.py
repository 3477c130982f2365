"""Values of typed sources (workbooks, databases) as the text the rest of the import reads."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any


def cell_text(value: Any) -> str | None:
    """Dates as ISO, whole floats without .0, everything else as it prints; None and NaN as None."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return None
    return str(value)
