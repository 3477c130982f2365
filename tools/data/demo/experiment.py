"""The randomised campaigns: who was held back, what kind of person each is, and what the mail did to their orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.data.demo import archetypes as a
from tools.data.demo.people import People
from tools.data.demo.randomness import DAYS

WINDOW_DAYS = 21
"""Days after sending, the day of sending included, in which the mail acts."""
RESPONSE_TYPES = ("persuadable", "sure_thing", "lost_cause", "sleeping_dog")
PROBABILITIES = {
    "persuadable": (0.04, 0.21), "sure_thing": (0.48, 0.48), "lost_cause": (0.0, 0.0), "sleeping_dog": (0.22, 0.08),
}  # fmt: skip
"""Chance of at least one order in the window: (without the mail, with it)."""
NO_TYPE = -1
_EXCEPTIONS = 0.08
"""Share of people still here whose type does not follow the rule."""


@dataclass(frozen=True)
class Outcome:
    """One experiment: arrays over participants, and all orders of the shop after it."""

    participants: np.ndarray
    treated: np.ndarray
    types: np.ndarray
    order_customer: np.ndarray
    order_day: np.ndarray


def run_experiment(
    people: People,
    participants: np.ndarray,
    last: np.ndarray,
    customer: np.ndarray,
    day: np.ndarray,
    sent_day: int,
    has_effect: bool,
    rng: np.random.Generator,
) -> Outcome:
    """Randomise `participants` half and half; with an effect, their orders in the window follow PROBABILITIES.

    `last` is each customer's last order day before sending. Without an effect the orders stay as they are.
    """
    treated = _randomised_in_pairs(people, participants, last, rng)
    types = response_type(people, participants, sent_day - last[participants], sent_day, rng)
    if not has_effect:
        return Outcome(participants, treated, np.full(len(participants), NO_TYPE), customer, day)
    chances = np.array([PROBABILITIES[name] for name in RESPONSE_TYPES])
    buys = rng.random(len(participants)) < chances[types, treated.astype(int)]
    in_window = (day >= sent_day) & (day < sent_day + WINDOW_DAYS) & np.isin(customer, participants)
    buyers = participants[buys]
    stays = np.minimum(people.churn_day[buyers], DAYS) - 1
    bought_on = np.minimum(sent_day + np.floor(WINDOW_DAYS * rng.random(len(buyers)) ** 1.7).astype(int), stays)
    key = np.sort(np.concatenate((customer[~in_window], buyers)) * DAYS + np.concatenate((day[~in_window], bought_on)))
    return Outcome(participants, treated, types, key // DAYS, key % DAYS)


def _randomised_in_pairs(
    people: People, participants: np.ndarray, last: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Half of each pair of likes (same archetype, neighbours in last order day) is treated, by the toss of a coin."""
    turn = np.lexsort((last[participants], people.archetype[participants]))
    tosses = rng.random((len(turn) + 1) // 2) < 0.5
    treated = np.zeros(len(turn), bool)
    treated[turn[0::2]] = tosses
    treated[turn[1::2]] = ~tosses[: len(turn) // 2]
    return treated


def response_type(
    people: People, who: np.ndarray, days_since_order: np.ndarray, sent_day: int, rng: np.random.Generator
) -> np.ndarray:
    """The planted type of each of `who`: a rule over what a shop can see, with a few exceptions."""
    archetype = people.archetype[who]
    types = np.full(len(who), RESPONSE_TYPES.index("persuadable"))
    types[days_since_order <= 45] = RESPONSE_TYPES.index("sure_thing")
    types[archetype == a.DISCOUNT_HUNTER] = RESPONSE_TYPES.index("sleeping_dog")
    types[days_since_order > 240] = RESPONSE_TYPES.index("lost_cause")
    except_these = rng.random(len(who)) < _EXCEPTIONS
    types = np.where(except_these, rng.integers(0, len(RESPONSE_TYPES), len(who)), types)
    # Whoever has left, or leaves before the mail has acted, cannot be moved by it.
    types[people.churn_day[who] < sent_day + WINDOW_DAYS] = RESPONSE_TYPES.index("lost_cause")
    return types
