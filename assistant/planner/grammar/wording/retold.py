"""Turns of phrase settled on the spans, before a question is cut into a share's whole and part or into two sides."""

from __future__ import annotations

from assistant.planner.grammar.comparisons.growth import what_grew
from assistant.planner.grammar.comparisons.same_of_both import only_these, said_once
from assistant.planner.grammar.orders.discounts import given_away, of_full_price
from assistant.planner.spans import Span


def retold(spans: list[Span]) -> list[Span]:
    """The spans with turns of phrase settled that tell a share or a contest, before the question is cut at them."""
    for settle in (what_grew, of_full_price, given_away, said_once, only_these):
        spans = settle(spans)
    return spans
