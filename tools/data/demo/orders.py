"""When each customer orders: a renewal process in a clock that runs faster in the season, until the customer leaves."""

import numpy as np

from tools.data.demo.archetypes import ARCHETYPES
from tools.data.demo.people import People
from tools.data.demo.randomness import DAYS, stream
from tools.data.demo.seasons import COUNTRIES, day_weights


def order_days(people: People, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Customers (row numbers) and days of all orders, sorted by customer and day; at most one order a day."""
    rng = stream(seed, "orders")
    customers, days = [], []
    for code, archetype in enumerate(ARCHETYPES):
        for country, name in enumerate(COUNTRIES):
            members = np.flatnonzero((people.archetype == code) & (people.country == country) & ~people.never_bought)
            clock = np.concatenate(([0.0], np.cumsum(day_weights(name, archetype.season))))
            who, when = _renewals(people, members, archetype.regularity, clock, rng)
            customers.append(who)
            days.append(when)
    customer, day = np.concatenate(customers), np.concatenate(days)
    customer, day = _everyone_once(people, customer, day, rng)
    key = np.unique(customer * DAYS + day)
    return _reach_last_day(people, key // DAYS, key % DAYS)


def _renewals(
    people: People, members: np.ndarray, regularity: float, clock: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    joined_within = people.join_day[members] >= 0
    start = clock[np.maximum(people.join_day[members], 0)]
    stop = clock[np.minimum(people.churn_day[members], DAYS)]
    rate = people.orders_per_day[members]
    expected = rate * (stop - start)
    room = np.ceil(expected + 5 * np.sqrt(expected / min(regularity, 1.0)) + 4).astype(int)
    owner = np.repeat(np.arange(len(members)), room)
    gaps = rng.gamma(regularity, 1 / (regularity * rate[owner]))
    first = np.cumsum(room) - room
    # Who signs up orders at once; who was a customer before is somewhere between two orders.
    gaps[first] *= np.where(joined_within, 0.0, rng.random(len(members)))
    total = np.cumsum(gaps)
    moment = start[owner] + total - (total[first] - gaps[first])[owner]
    kept = moment < stop[owner]
    day = np.searchsorted(clock, moment[kept], side="right") - 1
    # Rounding may put a first order a hair before the day it belongs to.
    return members[owner[kept]], np.maximum(day, np.maximum(people.join_day[members[owner[kept]]], 0))


def _everyone_once(
    people: People, customer: np.ndarray, day: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Whoever is meant to buy does so at least once while still a customer."""
    without = np.flatnonzero(~people.never_bought & (np.bincount(customer, minlength=len(people)) == 0))
    first = np.maximum(people.join_day[without], 0)
    span = np.minimum(people.churn_day[without], DAYS) - first
    once = first + np.floor(rng.random(len(without)) * span).astype(int)
    return np.concatenate((customer, without)), np.concatenate((day, once))


def _reach_last_day(people: People, customer: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The data end with an order on the last day, however small the shop."""
    if DAYS - 1 not in day:
        active = np.flatnonzero(people.churn_day[customer] >= DAYS)
        day = day.copy()
        day[active[int(np.argmax(day[active]))]] = DAYS - 1
    return customer, day
