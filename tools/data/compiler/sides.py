"""The period a metric asks about, and the one it is compared with."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tools.definitions import Metric
from tools.periods import (
    NO_SHIFT,
    Shift,
    Span,
    previous,
    resolve,
    row_unit,
    shift_between,
    unit_before,
    unit_shift,
    year_before,
)  # fmt: skip


class Side(NamedTuple):
    """The period asked about, or the one it is compared with."""

    span: Span
    shift: Shift
    suffix: str


def sides_of(metric: Metric, today: date) -> list[Side]:
    """The metric's period, and the one it is compared with."""
    span = resolve(metric.period, today) if metric.period else Span(None, None)
    sides = [Side(span, NO_SHIFT, "")]
    if metric.period and (metric.compare or metric.compare_period):
        if metric.compare == "row_before":
            unit = row_unit(metric.dimensions)
            return [*sides, Side(unit_before(unit, span, today), unit_shift(unit), "_previous")]
        if metric.compare_period:
            earlier = resolve(metric.compare_period, today)
        else:
            earlier = (previous if metric.compare == "previous_period" else year_before)(metric.period, today)
        sides.append(Side(earlier, shift_between(earlier, span), "_previous"))
    return sides
