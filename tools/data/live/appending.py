"""Appending events to a shop, open or not, from any number of processes at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tools.contract import BadInput
from tools.data.live.events import MADE, SALES, LiveEvent, checked, to_line
from tools.data.live.journal import Journal
from tools.data.live.strangers import strangers

if TYPE_CHECKING:
    from tools.data.engine import Warehouse
    from tools.data.workspace import Workspace

_SHOWN = 3


@dataclass(frozen=True)
class Appended:
    """What was added, and what the shop did not know."""

    events: int
    unknown_customers: list[str] = field(default_factory=list)
    unknown_products: list[str] = field(default_factory=list)
    looked_up: bool = True
    """Whether the shop could be asked; while it is being written to it cannot."""

    def text(self) -> str:
        """In a sentence or two."""
        said = [f"{self.events:,} event{'' if self.events == 1 else 's'} added"]
        for what, ids in (("customer", self.unknown_customers), ("product", self.unknown_products)):
            if ids:
                some = ", ".join(ids[:_SHOWN]) + (f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else "")
                said.append(f"the shop has no {what} {some} so far")
        if not self.looked_up:
            said.append("customers and products were not looked up, since the shop is being changed")
        return "; ".join(said) + "."


def append_event(workspace: Workspace, event: LiveEvent, *, warehouse: Warehouse | None = None) -> Appended:
    """Append one event; see `append_events`."""
    return append_events(workspace, [event], warehouse=warehouse)


def append_events(
    workspace: Workspace,
    events: Iterable[LiveEvent],
    *,
    warehouse: Warehouse | None = None,
    now: datetime | None = None,
) -> Appended:
    """Check all events and append them, all or none; every open Warehouse of the shop shows them from its next query.

    They are on the disk when this returns. Give the shop's `warehouse` where it is open already. Customers and products
    the shop does not know are taken and reported. Raises BadInput for a kind, time or amount that cannot be, or a
    purchase without a price of a product that has none. `now`, in the shop's time zone, is the clock unless given.
    """
    present = now or _now(workspace)
    read = [checked(event, now=present, time_zone=workspace.settings.time_zone) for event in events]
    read = [_with_order(event) for event in read]
    if not workspace.warehouse_path.is_file():
        raise BadInput(f"{workspace.path} has no data yet: `python -m assistant import {workspace.path} FILE…`.")
    if warehouse is not None:
        settled, report = _looked_up(warehouse, read)
    else:
        settled, report = _look_up(workspace, read)
    Journal(workspace.path).append([to_line(event) for event in settled])
    return report


def _now(workspace: Workspace) -> datetime:
    try:
        zone = ZoneInfo(workspace.settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now(UTC).replace(tzinfo=None)
    return datetime.now(zone).replace(tzinfo=None)


def _with_order(event: LiveEvent) -> LiveEvent:
    if event.type in SALES and event.order_id is None:
        return event.model_copy(update={"order_id": f"{MADE}{os.urandom(8).hex()}"})
    return event


def _look_up(workspace: Workspace, events: Sequence[LiveEvent]) -> tuple[list[LiveEvent], Appended]:
    """With the shop opened for the purpose, unless someone is writing to it."""
    from tools.data.engine import Warehouse

    try:
        with workspace.lock(exclusive=False, purpose="event"):
            warehouse = Warehouse(workspace.warehouse_path)
            try:
                return _looked_up(warehouse, events)
            finally:
                warehouse.close()
    except BadInput as error:
        if "in use by" not in error.message:
            raise
        return _priced(events, {}), Appended(len(events), looked_up=False)


def _looked_up(warehouse: Warehouse, events: Sequence[LiveEvent]) -> tuple[list[LiveEvent], Appended]:
    customers = strangers(
        lambda sql, bound: warehouse.query(sql, bound)[1],
        {event.customer_id for event in events},
        by_person=warehouse.people_prepared,
    )
    products = {event.product_id for event in events if event.product_id}
    prices: dict[str, float | None] = {}
    if products:
        sql = "SELECT id, price FROM products WHERE id IN (SELECT unnest($ids))"
        prices = dict(warehouse.query(sql, {"ids": sorted(products)})[1])
    return _priced(events, prices), Appended(len(events), customers, sorted(products - set(prices)))


def _priced(events: Sequence[LiveEvent], prices: dict[str, float | None]) -> list[LiveEvent]:
    settled = []
    for event in events:
        if event.type in SALES and event.unit_price is None:
            price = prices.get(event.product_id or "")
            if price is None:
                why = f"the shop has none for {event.product_id}" if event.product_id else "it names no product"
                raise BadInput(f"A {event.type} needs a price here: {why}.")
            event = event.model_copy(update={"unit_price": price})
        settled.append(event)
    return settled
