"""Acts that an order may follow: messages that were sent or opened, goods that were viewed or put in the cart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.contract import BadRequest
from tools.data.compiler.rows import EventRows

if TYPE_CHECKING:
    from tools.definitions import After

MOMENTS = ("first_order", "signup")


class ActRows(EventRows):
    """Events of one kind, each with whether an order of the same customer followed within so many days.

    After a message any order counts; after a view or a cart only one that holds the product viewed or put in.
    """

    grain = "acts"
    days = 0

    def followed(self, item: After) -> None:
        """Keep the events that orders are to follow, and say within how many days × 24 hours."""
        if item.event in MOMENTS:
            raise BadRequest("A conversion is counted from an event such as sent, click or cart.")
        kinds = self.facts.dictionary.stored_forms("event", item.event)
        self.where.append(f"e.type IN ({self.facts.script.bind_all(kinds)})")
        self.days = int(item.within_days)
        for one in item.where:
            self.filter(one)

    def select(self, columns: dict[str, str]) -> str:
        """The events; `act` is one for each customer and message, or customer and product."""
        own = {
            "act": "e.customer_id || '|' || coalesce(e.campaign_id, e.product_id, '')",
            "converted": (
                "EXISTS (SELECT 1 FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id "
                "WHERE o.customer_id = e.customer_id AND l.quantity > 0 AND o.ordered_at >= e.occurred_at "
                f"AND o.ordered_at <= e.occurred_at + INTERVAL {self.days} DAY "
                f"AND o.ordered_at < {self.facts.script.bind(self.facts.end)} "
                "AND (e.campaign_id IS NOT NULL OR e.product_id IS NULL OR l.product_id = e.product_id))"
            ),
        }
        return super().select({**columns, **own})
