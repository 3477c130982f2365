"""Looking before buying: product views and carts of the last months, before orders and without one."""

from __future__ import annotations

import numpy as np

from tools.data.demo import archetypes as a
from tools.data.demo.baskets import Orders, Shelf
from tools.data.demo.catalogue import Product
from tools.data.demo.people import People
from tools.data.demo.randomness import DAYS, SECONDS_PER_DAY, pick, stream

BROWSING_DAYS = 120
"""Views and carts are kept for this many days up to the last one."""
_VIEW_BEFORE_ORDER = 0.5
_CART_BEFORE_ORDER = 0.3
_IDLE_VIEWS = 1.6
"""Mean number of views without an order, per customer with an average rate."""


def browse(people: People, products: list[Product], orders: Orders, seed: int) -> dict[str, np.ndarray]:
    """Events as arrays: customer, second, product and cart (True) or view (False)."""
    rng = stream(seed, "browsing")
    start, end = (DAYS - BROWSING_DAYS) * SECONDS_PER_DAY, DAYS * SECONDS_PER_DAY - 1
    bought = np.flatnonzero((orders.line_quantity > 0) & (orders.second[orders.line_order] >= start))
    bought = bought[orders.channel[orders.line_order[bought]] != a.CHANNELS.index("store")]
    order, product = orders.line_order[bought], orders.line_product[bought]
    viewed = rng.random(len(bought)) < _VIEW_BEFORE_ORDER
    carted = rng.random(len(bought)) < _CART_BEFORE_ORDER
    view_lead = (rng.exponential(1.2 * SECONDS_PER_DAY, len(bought)) + 900).astype(np.int64)
    cart_lead = (rng.exponential(3_000, len(bought)) + 60).astype(np.int64)
    who, when, what = _idle(people, products, start, rng)
    dropped = rng.random(len(who)) < 0.16
    customer = np.concatenate((orders.customer[order][viewed], orders.customer[order][carted], who, who[dropped]))
    second = np.concatenate((
        (orders.second[order] - view_lead)[viewed], (orders.second[order] - cart_lead)[carted],
        when, when[dropped] + 240,
    ))  # fmt: skip
    cart = np.concatenate((
        np.zeros(int(viewed.sum()), bool), np.ones(int(carted.sum()), bool),
        np.zeros(len(who), bool), np.ones(int(dropped.sum()), bool),
    ))  # fmt: skip
    seen = np.concatenate((product[viewed], product[carted], what, what[dropped]))
    earliest = np.maximum(people.join_day[customer], 0) * SECONDS_PER_DAY
    kept = (second >= np.maximum(earliest, start)) & (second <= end)
    second = _reach_last_day(people, customer[kept], second[kept])
    return {"customer": customer[kept], "second": second, "product": seen[kept], "cart": cart[kept]}


def _reach_last_day(people: People, customer: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Events end on the last day, like the orders, however small the shop."""
    last_midnight = (DAYS - 1) * SECONDS_PER_DAY
    if len(second) and second.max() < last_midnight:
        here = np.flatnonzero((people.churn_day[customer] >= DAYS) | people.never_bought[customer])
        second = second.copy()
        second[here[int(np.argmax(second[here]))]] = last_midnight + 20 * 3_600
    return second


def _idle(
    people: People, products: list[Product], start: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Views without an order: by customers still here, and a few by people who never bought."""
    relative = people.orders_per_day / people.orders_per_day.mean()
    mean = np.where(people.never_bought, 0.5, _IDLE_VIEWS * np.minimum(relative, 4.0))
    who = np.repeat(np.arange(len(people)), rng.poisson(mean))
    when = start + np.floor(rng.random(len(who)) * BROWSING_DAYS * SECONDS_PER_DAY).astype(np.int64)
    here = (when < people.churn_day[who] * SECONDS_PER_DAY) & (when >= people.join_day[who] * SECONDS_PER_DAY)
    who, when = who[here], when[here]
    shelf = Shelf(products)
    category = pick(people.affinity[who], rng)
    taste = np.array([one.price_taste for one in a.ARCHETYPES])[people.archetype[who]]
    what = shelf.choose(category, taste, rng.random(len(who)))
    hidden = shelf.launched[what] * SECONDS_PER_DAY > when
    what[hidden] = shelf.choose(category[hidden], taste[hidden], rng.random(int(hidden.sum())), standing=True)
    return who, when, what
