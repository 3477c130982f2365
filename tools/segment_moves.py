"""Segments on several days: which days a question means, and who was where on them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tools.clustering import clusters_as_of
from tools.contract import BadRequest
from tools.data.compiler.rfm import SEGMENT_CELLS
from tools.data.compiler.rfm_history import compile_rfm_moves, compile_rfm_sizes
from tools.findings import shown_sql
from tools.periods import add_months, resolve

if TYPE_CHECKING:
    from tools.definitions import Period
    from tools.desk import Desk
    from tools.science.migration import Migration

DAY = timedelta(days=1)
MOST_DAYS = 13
Sizes = dict[date, dict[str, int]]


def two_days(desk: Desk, months: int | None, period: Period | None) -> tuple[date, date]:
    """The earlier and the later day: both ends of a period (the eve of its first day), or today and months before."""
    if period is None:
        return add_months(desk.today, -(months or 1)), desk.today
    span = resolve(period, desk.today)
    if span.start is None:
        raise BadRequest("Moves between segments need a period with a first day: give its start.")
    start, end = span.start - DAY, min(span.last or desk.today, desk.today)
    if start >= end:
        raise BadRequest(f"The period starts on {span.start}, which is after today, {desk.today}: give an earlier one.")
    return start, end


def month_ends(start: date, end: date) -> list[date]:
    """`start`, the last day of every month between, and `end`; at most MOST_DAYS days.

    Raises BadRequest for a longer stretch.
    """
    days = [start]
    following = add_months(start.replace(day=1), 1) - DAY
    while following < end:
        if following > start:
            days.append(following)
        following = add_months(following + DAY, 1) - DAY
    days.append(end)
    if len(days) > MOST_DAYS:
        raise BadRequest(
            f"Sizes are shown for at most {MOST_DAYS - 1} months, these are {len(days) - 1}: ask for fewer."
        )
    return days


def segment_names(card: dict[str, Any] | None) -> list[str]:
    """Every segment as stored: those of the cluster card, or RFM's."""
    return list(SEGMENT_CELLS) if card is None else [profile["name_en"] for profile in card["profiles"]]


def moves_between(desk: Desk, card: dict[str, Any] | None, start: date, end: date) -> tuple[Migration, str | None]:
    """Counts of who moved, and the SQL behind them where the engine did it all; `card` for clusters, None for RFM.

    Raises ValueError with too few customers on the earlier day.
    """
    from tools.science.migration import migration, pairs_of

    names = segment_names(card)
    if card is not None:
        series = [clusters_as_of(desk.warehouse, card, day) for day in (start, end)]
        return migration(pairs_of(series[0], series[1]), segments=names), None
    query = compile_rfm_moves(desk.dictionary, start, end, dialect=desk.warehouse.dialect)
    _, rows = desk.warehouse.query(query.sql, query.parameters)
    return migration([(row[0], row[1], row[2]) for row in rows], segments=names), shown_sql(query)


def sizes_on(desk: Desk, card: dict[str, Any] | None, days: list[date]) -> tuple[Sizes, str | None]:
    """Customers by segment on each day, and the SQL behind them where the engine did it all."""
    if card is not None:
        placed = {day: clusters_as_of(desk.warehouse, card, day).value_counts() for day in days}
        return {day: {str(name): int(size) for name, size in one.items()} for day, one in placed.items()}, None
    query = compile_rfm_sizes(desk.dictionary, days, dialect=desk.warehouse.dialect)
    _, rows = desk.warehouse.query(query.sql, query.parameters)
    sizes: Sizes = {day: {} for day in days}
    for day, segment, customers in rows:
        sizes[day][segment] = customers
    return sizes, shown_sql(query)
