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


def orders_by_amount(spans: list[Span]) -> list[Span]:
    """订单按金额分布: orders, spread over what each is worth."""
    for index in range(1, len(spans) - 2):
        by, amount = spans[index].text in ("按", "按照"), spans[index + 1].text in ("金额", "订单金额")
        if by and amount and spans[index - 1].value("field") == "orders" and spans[index + 2].has("distribution"):
            senses = (Sense("field", "order_value"), Sense("measure", "net_revenue"))
            worth = Span(spans[index - 1].start, spans[index + 1].end, "订单金额", senses)
            return [*spans[: index - 1], worth, *spans[index + 2 :]]
    return spans


_MANY = 20
"""A bare number above this is no number of orders."""


def retold(spans: list[Span]) -> list[Span]:
    """The spans with turns of phrase settled that tell a share or a contest, before the question is cut at them."""
    for settle in (what_grew, of_full_price, given_away, said_once, only_these, money_spent, orders_by_amount):
        spans = settle(spans)
    return spans
