"""Turns of phrase settled on the spans, before a question is cut into a share's whole and part or into two sides."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.planner.grammar.comparisons.growth import what_grew
from assistant.planner.grammar.comparisons.same_of_both import only_these, said_once
from assistant.planner.grammar.orders.discounts import given_away, of_full_price
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


def money_spent(spans: list[Span]) -> list[Span]:
    """消费过1000以上: money, where no orders are counted by a word of theirs."""
    made = list(spans)
    for index, (span, following) in enumerate(pairwise(spans)):
        amount = following if not following.has("cmp") else spans[min(index + 2, len(spans) - 1)]
        plain = amount.has("number") and not amount.has("times", "pieces", "heads", "duration", "period")
        if plain and float(amount.value("number")) >= _MANY and span.text.startswith("消费") and span.has("verb"):
            made[index] = replace(span, senses=(Sense("verb", "spend"),))
    return made


_MANY = 20
"""A bare number above this is no number of orders."""


def retold(spans: list[Span]) -> list[Span]:
    """The spans with turns of phrase settled that tell a share or a contest, before the question is cut at them."""
    for settle in (what_grew, of_full_price, given_away, said_once, only_these, money_spent):
        spans = settle(spans)
    return spans
