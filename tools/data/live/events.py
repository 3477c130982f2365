"""One thing a customer just did, as it arrives: read from a command or a line of JSON, checked, and nothing guessed."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, ValidationError

from tools.contract import BadInput, Model
from tools.matching import Synonyms
from tools.specs import catalogue

EARLIEST = datetime(2000, 1, 1)
AHEAD = timedelta(days=1)
"""Clocks differ; further ahead than this nothing can have happened."""
SALES = ("purchase", "return")
"""Kinds that become an order and a line; all others become a row of events."""
MADE = "live-"
"""How the ids of orders begin that were given none."""
_LONGEST = 200


def _named(*names: str, default: Any = ...) -> Any:
    return Field(default, validation_alias=AliasChoices(*names))


class LiveEvent(Model):
    """What happened. In JSON the short names may be used: customer, type, at, product, quantity, price, …"""

    customer_id: str = _named("customer_id", "customer")
    type: str = _named("type")
    """sent, open, click, unsubscribe, view, cart, purchase, return, bounce or complaint, or a known word for one."""
    occurred_at: datetime | None = _named("occurred_at", "at", default=None)
    """In the shop's time zone where it carries none; None: now."""
    product_id: str | None = _named("product_id", "product", default=None)
    quantity: float | None = _named("quantity", default=None)
    """Items bought or returned, 1 unless said."""
    unit_price: float | None = _named("unit_price", "price", default=None)
    """For one item; the product's price unless said."""
    campaign_id: str | None = _named("campaign_id", "campaign", default=None)
    order_id: str | None = _named("order_id", "order", default=None)
    """Purchases with one order id are lines of one order."""
    channel: str | None = _named("channel", default=None)
    event_id: str | None = _named("event_id", "id", default=None)
    """The sender's own number: the same one twice is one event."""


def read_event(values: dict[str, Any]) -> LiveEvent:
    """An event from plain values; raises BadInput naming what is missing, unknown or of the wrong kind."""
    values = {key: str(value) if key in _TEXTS and isinstance(value, int) else value for key, value in values.items()}
    try:
        return LiveEvent.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "the event"
        if first["type"] == "missing":
            raise BadInput(f"An event needs {'a customer' if 'customer' in name else f'a {name}'}.") from error
        if first["type"] == "extra_forbidden":
            raise BadInput(f"An event has no {name}: it has {', '.join(_SHORT)}.") from error
        raise BadInput(f"{name} {first['input']!r} is not {_KINDS.get(name, 'a text')}.") from error


def read_line(line: str) -> LiveEvent:
    """An event from one line of JSON; raises BadInput."""
    try:
        values = json.loads(line)
    except ValueError as error:
        raise BadInput(f"{line[:60]!r} is not JSON.") from error
    if not isinstance(values, dict):
        raise BadInput(f'{line[:60]!r} is not an object such as {{"customer": "C1", "type": "view"}}.')
    return read_event(values)


def checked(event: LiveEvent, *, now: datetime, time_zone: str) -> LiveEvent:
    """The event with its kind, time and quantity settled; raises BadInput in one sentence.

    `now` is the present in the shop's time zone, without zone.
    """
    kind = _synonyms().group(event.type.strip())
    if kind is None:
        raise BadInput(f"'{event.type}' is no kind of event: it is one of {', '.join(_synonyms().groups)}.")
    moment = event.occurred_at or now
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    if not EARLIEST <= moment <= now + AHEAD:
        when = "lies in the future" if moment > now else f"is before {EARLIEST.year}"
        raise BadInput(f"{moment:%Y-%m-%d %H:%M} {when} (now: {now:%Y-%m-%d %H:%M}): give the time it happened.")
    cleaned = {name: _text(getattr(event, name), name) for name in _IDS}
    if not cleaned["customer_id"]:
        raise BadInput("An event needs a customer: the id is empty.")
    quantity = event.quantity
    if kind in SALES:
        quantity = 1.0 if quantity is None else quantity
        if not (math.isfinite(quantity) and 0 < quantity <= 1e6):
            raise BadInput(f"A {kind} has a quantity above 0, not {quantity:g}.")
        if event.unit_price is not None and not (math.isfinite(event.unit_price) and 0 <= event.unit_price <= 1e9):
            raise BadInput(f"A {kind} has a price from 0 up, not {event.unit_price:g}.")
    elif event.quantity is not None or event.unit_price is not None or event.order_id is not None:
        raise BadInput(f"A {kind} has no quantity, price or order: those belong to {' and '.join(SALES)}.")
    return event.model_copy(update={"type": kind, "occurred_at": moment, **cleaned, "quantity": quantity})


def to_line(event: LiveEvent) -> bytes:
    """A checked event as a line of the journal."""
    values = event.model_dump(mode="json", exclude_none=True)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> LiveEvent | None:
    """The event of a journal's line; None for what a crash left half written."""
    try:
        event = LiveEvent.model_validate_json(line)
    except ValidationError:
        return None
    return event if event.occurred_at is not None else None


_IDS = ("customer_id", "product_id", "campaign_id", "order_id", "channel", "event_id")
_SHORT = ("customer", "type", "at", "product", "quantity", "price", "campaign", "order", "channel", "id")
_TEXTS = {*_IDS, *_SHORT} - {"at", "quantity", "price"}
_KINDS = {"at": "a time such as 2026-01-31T18:30", "occurred_at": "a time such as 2026-01-31T18:30",
          "quantity": "a number", "price": "a number", "unit_price": "a number"}  # fmt: skip


def _text(value: str | None, name: str) -> str | None:
    text = " ".join((value or "").split())
    if len(text) > _LONGEST:
        raise BadInput(f"{name} is longer than {_LONGEST} characters.")
    return text or None


def _synonyms() -> Synonyms:
    return Synonyms({**catalogue()["values"]["event"], "return": ["returned", "refund", "退货", "退款"]})
