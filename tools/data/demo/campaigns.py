"""What was sent, to whom, and how they reacted, in order of time; two campaigns with randomised control groups."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any

import numpy as np

from tools.data.demo import archetypes as a
from tools.data.demo.experiment import NO_TYPE, Outcome, run_experiment
from tools.data.demo.people import People
from tools.data.demo.randomness import DAYS, FIRST_DAY, SECONDS_PER_DAY, stream
from tools.data.demo.seasons import COUNTRIES

_OPEN_LOG_ODDS = {"email": -1.05, "push": -2.4, "wechat": -0.75}
_CLICK_OF_OPENED = {"email": 0.115, "push": 0.30, "wechat": 0.17}
_CLICK_OF_TEXTED = 0.055
_UNSUBSCRIBE = {"email": 0.0028, "sms": 0.0035, "push": 0.002, "wechat": 0.0015}
_NEVER = np.iinfo(np.int64).max
KINDS = ("sent", "open", "click", "unsubscribe")


@dataclass(frozen=True)
class Campaign:
    """One campaign as planned; the words for its write-up stay in `words`."""

    id: str
    name: str
    name_zh: str
    channel: str
    sent_second: int
    countries: tuple[int, ...]
    theme: tuple[int, ...]
    """Categories it was about; people who care for them were chosen more often."""
    share: float
    lapsed_days: int
    """Only to people without an order for so many days; 0 for everyone."""
    test: str
    """"effect", "null" or "": whether it was randomised, and whether the planted truth gives it an effect."""
    words: dict[str, Any]


@dataclass(frozen=True)
class Sends:
    """All campaign events as arrays of one length, and what the experiments did."""

    campaign: np.ndarray
    customer: np.ndarray
    kind: np.ndarray
    """Positions in KINDS."""
    second: np.ndarray
    outcomes: dict[int, Outcome]
    """By campaign number."""
    order_customer: np.ndarray
    order_day: np.ndarray
    """The shop's orders once the mail of the experiment has moved those it moves."""


def read_campaigns() -> list[Campaign]:
    """The campaigns of campaigns.toml in order of sending."""
    text = resources.files(__package__).joinpath("campaigns.toml").read_text(encoding="utf-8")
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day)
    campaigns = []
    for number, entry in enumerate(sorted(tomllib.loads(text)["campaign"], key=lambda entry: entry["sent_at"]), 1):
        campaigns.append(
            Campaign(
                id=f"CM{number:02d}",
                name=entry["name"],
                name_zh=entry["name_zh"],
                channel=entry["channel"],
                sent_second=int((entry["sent_at"] - start).total_seconds()),
                countries=tuple(COUNTRIES.index(name) for name in entry.get("countries", COUNTRIES)),
                theme=tuple(a.CATEGORIES.index(name) for name in entry.get("theme", ())),
                share=entry.get("share", 0.5),
                lapsed_days=entry.get("lapsed_days", 0),
                test=entry.get("test", ""),
                words=entry,
            )
        )
    return campaigns


def send_all(people: People, campaigns: list[Campaign], customer: np.ndarray, day: np.ndarray, seed: int) -> Sends:
    """Send every campaign in turn; `customer` and `day` are the orders as they would be without any mail."""
    gone = np.full(len(people), _NEVER)
    outcomes: dict[int, Outcome] = {}
    parts: list[tuple[np.ndarray, ...]] = []
    for number, campaign in enumerate(campaigns):
        rng = stream(seed, f"campaign {campaign.id}")
        sent_day = campaign.sent_second // SECONDS_PER_DAY
        last = _last_order_day(customer, day, len(people), sent_day)
        chosen = _recipients(people, campaign, gone, last, rng)
        if campaign.test:
            effect = campaign.test == "effect"
            outcome = run_experiment(people, chosen, last, customer, day, sent_day, effect, rng)
            customer, day = outcome.order_customer, outcome.order_day
            outcomes[number] = outcome
            chosen = chosen[outcome.treated]
        for kind, who, when in _reactions(people, campaign, chosen, gone, rng):
            parts.append((np.full(len(who), number), who, np.full(len(who), kind), when))
    columns = [np.concatenate([part[index] for part in parts]) for index in range(4)]
    kept = columns[3] < DAYS * SECONDS_PER_DAY
    columns = [column[kept] for column in columns]
    return Sends(columns[0], columns[1], columns[2], columns[3], outcomes, customer, day)


def _last_order_day(customer: np.ndarray, day: np.ndarray, size: int, before: int) -> np.ndarray:
    """Day of each customer's last order before `before`; -1 without one."""
    last = np.full(size, -1)
    earlier = day < before
    np.maximum.at(last, customer[earlier], day[earlier])
    return last


def reachable(people: People, channel: str) -> np.ndarray:
    """Who may be written to through `channel`, unsubscribes aside."""
    if channel == "email":
        return (people.email_consent == 1) & np.array([address is not None for address in people.emails])
    if channel == "sms":
        return (people.sms_consent == 1) & np.array([phone is not None for phone in people.phones])
    if channel == "push":
        return people.has_app
    return (people.country == 0) & (people.archetype != a.ONE_TIME_STORE)


def _recipients(
    people: People, campaign: Campaign, gone: np.ndarray, last: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    day = campaign.sent_second // SECONDS_PER_DAY
    able = reachable(people, campaign.channel) & (people.join_day < day) & (gone > campaign.sent_second)
    able &= np.isin(people.country, campaign.countries)
    if campaign.lapsed_days:
        able &= (last >= 0) & (last <= day - campaign.lapsed_days)
    if campaign.test:
        able &= last >= 0
    chance = np.full(len(people), campaign.share)
    if campaign.theme:
        interest = people.affinity[:, list(campaign.theme)].sum(axis=1)
        chance = campaign.share * np.clip(0.3 + 1.4 * interest / interest.mean(), 0, 1 / campaign.share)
    drawn = rng.random(len(people)) < chance
    return np.flatnonzero(able & drawn)


def _reactions(
    people: People, campaign: Campaign, sent: np.ndarray, gone: np.ndarray, rng: np.random.Generator
) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """Events of one campaign by kind; marks in `gone` who unsubscribed and when."""
    sent_at = campaign.sent_second + rng.integers(0, 1_800, len(sent))
    delay = np.exp(rng.normal(9.1, 1.3, len(sent))).astype(np.int64) + 20
    here = people.churn_day[sent] * SECONDS_PER_DAY > campaign.sent_second
    odds = _warmth(people, campaign, sent, here)
    open_draw, click_draw, leave_draw = rng.random((3, len(sent)))
    if campaign.channel == "sms":
        opened = np.zeros(len(sent), bool)
        clicked = click_draw < np.clip(_CLICK_OF_TEXTED * np.exp(0.5 * odds), 0, 0.6)
    else:
        opened = open_draw < 1 / (1 + np.exp(-(odds + _OPEN_LOG_ODDS[campaign.channel])))
        clicked = opened & (click_draw < np.clip(_CLICK_OF_OPENED[campaign.channel] * np.exp(0.4 * odds), 0, 0.7))
    tired = np.where(people.archetype[sent] == a.DISCOUNT_HUNTER, 2.2, 1.0) * np.where(here, 1.0, 1.8)
    leaves = leave_draw < _UNSUBSCRIBE[campaign.channel] * tired
    clicked_at = sent_at + delay + rng.integers(5, 400, len(sent))
    left_at = sent_at + delay + rng.integers(30, 900, len(sent))
    gone[sent[leaves]] = left_at[leaves]
    return [
        (0, sent, sent_at),
        (1, sent[opened], (sent_at + delay)[opened]),
        (2, sent[clicked], clicked_at[clicked]),
        (3, sent[leaves], left_at[leaves]),
    ]


def _warmth(people: People, campaign: Campaign, sent: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Log-odds of a reaction over the channel's usual: the person, the way they shop, the theme, and having left."""
    shift = np.array([one.open_shift for one in a.ARCHETYPES])[people.archetype[sent]]
    odds = people.engagement[sent] + shift - np.where(here & ~people.never_bought[sent], 0.0, 1.1)
    if campaign.theme:
        odds = odds + 1.2 * people.affinity[sent][:, list(campaign.theme)].sum(axis=1) - 0.4
    return odds


def response_types(sends: Sends, number: int, size: int) -> np.ndarray:
    """The planted type of every customer in experiment `number`; NO_TYPE for who took no part."""
    types = np.full(size, NO_TYPE)
    outcome = sends.outcomes[number]
    types[outcome.participants] = outcome.types
    return types
