"""The planted truths as plain JSON: what tests and model cards compare with what was recovered from the rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from tools.data.demo import archetypes as a
from tools.data.demo.baskets import Orders
from tools.data.demo.campaigns import Campaign, Sends, response_types
from tools.data.demo.catalogue import Product
from tools.data.demo.experiment import NO_TYPE, PROBABILITIES, RESPONSE_TYPES, WINDOW_DAYS
from tools.data.demo.pairs import Pair
from tools.data.demo.people import ACQUISITION, People
from tools.data.demo.randomness import DAYS, FIRST_DAY, LAST_DAY


def planted_truth(
    seed: int,
    people: People,
    products: list[Product],
    pairs: list[Pair],
    campaigns: list[Campaign],
    sends: Sends,
    orders: Orders,
) -> dict[str, Any]:
    """Everything planted. `people` is columns of one length, ready for a data frame; dates are ISO 8601."""
    return {
        "seed": seed,
        "first_day": FIRST_DAY.isoformat(),
        "last_day": LAST_DAY.isoformat(),
        "archetypes": {
            one.name: {
                "share_of_buyers": one.share,
                "orders_per_month": one.orders_per_month,
                "regularity": one.regularity,
                "churn_per_month": one.churn_per_month,
                "share_of_orders_discounted": one.discount_share,
                "lines_per_order": 1 + one.extra_lines,
                "category_weights": dict(zip(a.CATEGORIES, one.affinity, strict=True)),
            }
            for one in a.ARCHETYPES
        },
        "rate_groups": dict(zip(a.RATE_GROUPS, a.RATE_GROUP_FACTORS, strict=True)),
        "people": _people(people, campaigns, sends),
        "pairs": [_pair(pair, products, orders) for pair in pairs],
        "experiments": [_experiment(number, campaigns[number], sends) for number in sends.outcomes],
    }


def _people(people: People, campaigns: list[Campaign], sends: Sends) -> dict[str, list[Any]]:
    effective = next(number for number in sends.outcomes if campaigns[number].test == "effect")
    types = response_types(sends, effective, len(people))
    buyer = (~people.never_bought).tolist()
    churned = people.churned.tolist()
    return {
        "customer_id": [f"C{number + 1:05d}" for number in range(len(people))],
        "archetype": [a.NAMES[code] if buys else None for code, buys in zip(people.archetype, buyer, strict=True)],
        "rate_group": [
            a.RATE_GROUPS[code] if buys else None for code, buys in zip(people.rate_group, buyer, strict=True)
        ],
        "orders_per_30_days": [
            round(rate * 30, 4) if buys else 0.0 for rate, buys in zip(people.orders_per_day, buyer, strict=True)
        ],
        "churned_on": [
            (FIRST_DAY + timedelta(days=int(day))).isoformat() if gone else None
            for day, gone in zip(people.churn_day, churned, strict=True)
        ],
        "favourite_category": [a.CATEGORIES[code] for code in people.affinity.argmax(axis=1)],
        "acquisition_channel": [ACQUISITION[code] for code in people.acquisition],
        "response_type": [None if code == NO_TYPE else RESPONSE_TYPES[code] for code in types],
    }


def _pair(pair: Pair, products: list[Product], orders: Orders) -> dict[str, Any]:
    """A pair with its counts in the orders as they came out; lift is measured, the probability is planted."""
    bought = orders.line_quantity > 0
    with_first = np.unique(orders.line_order[bought & (orders.line_product == pair.first)])
    with_second = np.unique(orders.line_order[bought & (orders.line_product == pair.second)])
    both = len(np.intersect1d(with_first, with_second))
    expected = len(with_first) * len(with_second) / len(orders.customer)
    return {
        "first": products[pair.first].id,
        "second": products[pair.second].id,
        "planted_probability": pair.probability,
        "orders_with_first": len(with_first),
        "orders_with_second": len(with_second),
        "orders_with_both": both,
        "lift": round(both / expected, 3) if expected else None,
    }


def _experiment(number: int, campaign: Campaign, sends: Sends) -> dict[str, Any]:
    outcome = sends.outcomes[number]
    sent_day = campaign.sent_second // 86_400
    effect = campaign.test == "effect"
    return {
        "campaign_id": campaign.id,
        "window_starts": (FIRST_DAY + timedelta(days=sent_day)).isoformat(),
        "window_ends": (FIRST_DAY + timedelta(days=min(sent_day + WINDOW_DAYS, DAYS) - 1)).isoformat(),
        "treated": int(outcome.treated.sum()),
        "control": int((~outcome.treated).sum()),
        "effect": "planted" if effect else "none",
        "order_probability": {
            name: {
                "customers": int((outcome.types == code).sum()),
                "without_mail": PROBABILITIES[name][0],
                "with_mail": PROBABILITIES[name][1],
            }
            for code, name in enumerate(RESPONSE_TYPES)
        }
        if effect
        else {},
    }
