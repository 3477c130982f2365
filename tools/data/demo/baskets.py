"""What is in each order: products by taste and habit, planted companions, returns, discounts, channel and hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from tools.data.demo import archetypes as a
from tools.data.demo.catalogue import Product
from tools.data.demo.pairs import Pair
from tools.data.demo.people import People
from tools.data.demo.randomness import DAYS, FIRST_DAY, SECONDS_PER_DAY, pick, stream
from tools.data.demo.seasons import CHINA, COUNTRIES, sale_weight

REGIMEN_SHARE = {a.SKINCARE_REGULAR: 0.62, a.DISCOUNT_HUNTER: 0.15}
"""Share of skincare lines that repeat one of the customer's three standing products."""
_HOURS = np.array([8, 4, 2, 1, 1, 2, 5, 12, 22, 32, 40, 42, 46, 40, 36, 36, 38, 42, 50, 66, 88, 96, 74, 32], float)
_STORE_HOURS = np.array([0] * 10 + [20, 34, 40, 40, 44, 50, 54, 56, 50, 30] + [0] * 4, float)
_PERCENTS = np.array([0.05, 0.10, 0.15, 0.20, 0.25, 0.30])
_USUAL = np.array([4, 10, 6, 5, 1, 1], float)
_ON_SALE = np.array([1, 4, 6, 10, 6, 5], float)


@dataclass(frozen=True)
class Orders:
    """Orders in order of time, and their lines. Money in cents, moments in seconds from the first midnight."""

    customer: np.ndarray
    second: np.ndarray
    channel: np.ndarray
    discount_cents: np.ndarray
    line_order: np.ndarray
    line_product: np.ndarray
    line_quantity: np.ndarray
    """Negative on lines that came back."""


def fill_baskets(
    people: People, products: list[Product], pairs: list[Pair], customer: np.ndarray, day: np.ndarray, seed: int
) -> Orders:
    """Everything about the orders whose customers and days are given."""
    rng = stream(seed, "baskets")
    channel = _channels(people, customer, rng)
    second = day * SECONDS_PER_DAY + _seconds_of_day(channel, rng)
    turn = np.lexsort((customer, second))
    customer, day, channel, second = customer[turn], day[turn], channel[turn], second[turn]
    line_order, line_product = _wanted(people, products, customer, day, stream(seed, "products"))
    line_order, line_product = _with_companions(pairs, line_order, line_product, stream(seed, "pairs"))
    key, count = np.unique(line_order * len(products) + line_product, return_counts=True)
    line_order, line_product = key // len(products), key % len(products)
    quantity = count + _more_of_the_same(products, line_product, stream(seed, "quantities"))
    back = _returned(people, products, customer[line_order], line_product, quantity, stream(seed, "returns"))
    cents = np.round(np.array([one.price for one in products]) * 100).astype(np.int64)
    kept_value = np.bincount(line_order, weights=cents[line_product] * (quantity - back), minlength=len(customer))
    percent = _percents(people, customer, day, stream(seed, "discounts"))
    sent_back = np.flatnonzero(back > 0)
    return Orders(
        customer=customer,
        second=second,
        channel=channel,
        discount_cents=np.floor(kept_value * percent).astype(np.int64),
        line_order=np.concatenate((line_order, line_order[sent_back])),
        line_product=np.concatenate((line_product, line_product[sent_back])),
        line_quantity=np.concatenate((quantity, -back[sent_back])),
    )


def _channels(people: People, customer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    weights = np.array([one.channels for one in a.ARCHETYPES], dtype=float)[people.archetype[customer]]
    weights[people.country[customer] != CHINA, a.CHANNELS.index("wechat")] = 0.0
    weights[~people.has_app[customer], a.CHANNELS.index("app")] = 0.0
    return pick(weights, rng)


def _seconds_of_day(channel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    in_store = channel == a.CHANNELS.index("store")
    hours = np.where(in_store[:, None], _STORE_HOURS, _HOURS)
    return pick(hours, rng) * 3_600 + rng.integers(0, 3_600, len(channel))


def _wanted(
    people: People, products: list[Product], customer: np.ndarray, day: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The first wish list: order numbers and product numbers, before companions."""
    extra = np.array([one.extra_lines for one in a.ARCHETYPES])[people.archetype[customer]]
    lines = 1 + rng.poisson(extra)
    order = np.repeat(np.arange(len(customer)), lines)
    who = customer[order]
    category = pick(people.affinity[who], rng)
    shelf = Shelf(products)
    taste = np.array([one.price_taste for one in a.ARCHETYPES])[people.archetype[who]]
    product = shelf.choose(category, taste, rng.random(len(order)))
    product = _repeat_regimen(people, shelf, who, category, product, rng)
    not_yet = shelf.launched[product] > day[order]
    product[not_yet] = shelf.choose(category[not_yet], taste[not_yet], rng.random(int(not_yet.sum())), standing=True)
    return order, product


class Shelf:
    """Products by category with their chances, for choosing many at once."""

    _TASTES = (-0.9, 0.0, 0.5)

    def __init__(self, products: list[Product]) -> None:
        self.launched = np.array([(one.launched_on - FIRST_DAY).days for one in products])
        categories = np.array([a.CATEGORIES.index(one.category) for one in products])
        self._members = [np.flatnonzero(categories == code) for code in range(len(a.CATEGORIES))]
        self._popularity = np.array([one.popularity for one in products])
        self._price = np.array([one.price for one in products])

    def choose(self, category: np.ndarray, taste: np.ndarray, draw: np.ndarray, standing: bool = False) -> np.ndarray:
        """A product for each category and price taste; `standing` leaves out what was launched meanwhile."""
        chosen = np.empty(len(category), dtype=np.int64)
        nearest = np.abs(taste[:, None] - np.array(self._TASTES)).argmin(axis=1)
        for code, members in enumerate(self._members):
            if standing:
                members = members[self.launched[members] < 0]
            relative = np.log(self._price[members] / np.median(self._price[members]))
            for level, leaning in enumerate(self._TASTES):
                rows = np.flatnonzero((category == code) & (nearest == level))
                bounds = np.cumsum(self._popularity[members] * np.exp(leaning * relative))
                chosen[rows] = members[np.searchsorted(bounds, draw[rows] * bounds[-1], side="right")]
        return chosen


def _repeat_regimen(
    people: People, shelf: Shelf, who: np.ndarray, category: np.ndarray, product: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    skincare = np.full(len(people) * 3, a.CATEGORIES.index("skincare"))
    regimen = shelf.choose(skincare, np.zeros(len(skincare)), rng.random(len(skincare)), standing=True).reshape(-1, 3)
    share = np.zeros(len(a.ARCHETYPES))
    share[list(REGIMEN_SHARE)] = list(REGIMEN_SHARE.values())
    repeats = (category == a.CATEGORIES.index("skincare")) & (rng.random(len(who)) < share[people.archetype[who]])
    return np.where(repeats, regimen[who, rng.integers(0, 3, len(who))], product)


def _with_companions(
    pairs: list[Pair], order: np.ndarray, product: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Add to each order with a pair's first product the second one, with the pair's planted chance."""
    orders, added = [order], [product]
    for pair in pairs:
        with_first = np.unique(order[product == pair.first])
        joined = with_first[rng.random(len(with_first)) < pair.probability]
        already = np.isin(joined, order[product == pair.second])
        orders.append(joined[~already])
        added.append(np.full(int((~already).sum()), pair.second))
    return np.concatenate(orders), np.concatenate(added)


def _more_of_the_same(products: list[Product], product: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Units beyond the first: cups and towels come in twos and fours, coats do not."""
    several = {"kitchen": 0.30, "bedding": 0.22, "home": 0.15, "skincare": 0.12, "makeup": 0.08}
    chance = np.array([several.get(one.category, 0.03) for one in products])[product]
    return np.where(rng.random(len(product)) < chance, 1 + 2 * (rng.random(len(product)) < 0.2), 0)


def _returned(
    people: People,
    products: list[Product],
    customer: np.ndarray,
    product: np.ndarray,
    quantity: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Units sent back per line."""
    share = np.array([a.RETURN_SHARE[one.category] for one in products])[product]
    factor = np.array([one.return_factor for one in a.ARCHETYPES])[people.archetype[customer]]
    sent_back = rng.random(len(product)) < share * factor
    some = 1 + np.floor(rng.random(len(product)) * quantity).astype(int)
    return np.where(sent_back, np.minimum(some, quantity), 0)


def _percents(people: People, customer: np.ndarray, day: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    on_sale = np.array(
        [[sale_weight(FIRST_DAY + timedelta(days=number), name) > 1.3 for number in range(DAYS)] for name in COUNTRIES]
    )[people.country[customer], day]
    usual = np.array([one.discount_share for one in a.ARCHETYPES])[people.archetype[customer]]
    chance = np.where(on_sale, np.minimum(usual + 0.35, 0.95), usual)
    percent = _PERCENTS[pick(np.where(on_sale[:, None], _ON_SALE, _USUAL), rng)]
    return np.where(rng.random(len(customer)) < chance, percent, 0.0)
