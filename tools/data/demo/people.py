"""Who the customers are and how each of them shops: everything that is true of a person before any order."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

import numpy as np

from tools.data.demo import archetypes as a
from tools.data.demo.randomness import DAYS, FIRST_DAY, pick, quota, stream
from tools.data.demo.seasons import CHINA, COUNTRIES

ACQUISITION = ("organic", "paid search", "social", "referral", "store", "marketplace")
_ACQUISITION_WEIGHTS = np.array([
    (34, 14, 26, 18, 4, 4), (18, 26, 18, 5, 2, 31), (38, 20, 12, 14, 12, 4),
    (34, 28, 18, 12, 6, 2), (4, 2, 2, 4, 86, 2), (22, 14, 44, 14, 4, 2),
], dtype=float)  # fmt: skip
_CHURN_FACTORS = np.array([1.0, 1.2, 1.1, 0.6, 1.0, 1.7])
"""How much faster customers of each acquisition channel leave; planted."""
ALREADY_CUSTOMERS = 0.38
"""Share who signed up before the first day of the data."""


@dataclass(frozen=True)
class People:
    """Customers as arrays of one length. Days are counted from FIRST_DAY; codes index the tuples of their names."""

    country: np.ndarray
    archetype: np.ndarray
    never_bought: np.ndarray
    gender: np.ndarray
    """0 female, 1 male, -1 not told (the habits behind it are real all the same)."""
    age_years: np.ndarray
    join_day: np.ndarray
    churn_day: np.ndarray
    """First day on which the customer will never buy again; DAYS or more when that lies ahead."""
    rate_group: np.ndarray
    orders_per_day: np.ndarray
    acquisition: np.ndarray
    affinity: np.ndarray
    """Share of each of CATEGORIES, one row per customer."""
    email_consent: np.ndarray
    sms_consent: np.ndarray
    """1 yes, 0 no, -1 not known."""
    has_app: np.ndarray
    engagement: np.ndarray
    """Personal log-odds of opening messages."""
    names: list[str]
    emails: list[str | None]
    phones: list[str | None]
    cities: list[str | None]
    languages: list[str]
    birth_dates: list[date | None]

    def __len__(self) -> int:
        return len(self.country)

    @property
    def churned(self) -> np.ndarray:
        """Who had bought and has left by the last day."""
        return ~self.never_bought & (self.churn_day < DAYS)


def make_people(customers: int, seed: int) -> People:
    """Draw `customers` people; groups are filled by quota, so that a small shop has every one of them."""
    rng = stream(seed, "people")
    settings = tomllib.loads(resources.files(__package__).joinpath("people.toml").read_text(encoding="utf-8"))
    country = quota([settings[name]["share"] for name in COUNTRIES], customers, rng)
    archetype = quota([one.share for one in a.ARCHETYPES], customers, rng)
    never_bought = quota([1 - a.NEVER_BOUGHT_SHARE, a.NEVER_BOUGHT_SHARE], customers, rng) == 1
    table = a.ARCHETYPES
    women = rng.random(customers) < np.array([one.female_share for one in table])[archetype]
    sex = np.where(women, 0, 1)
    acquisition = pick(_ACQUISITION_WEIGHTS[archetype], rng)
    join_day = _join_days(archetype, customers, rng)
    rate_group = quota(a.RATE_GROUP_SHARES, customers, rng)
    personal = rng.gamma(6.0, 1 / 6.0, customers)
    rate = np.array([one.orders_per_month for one in table])[archetype] / 30.0
    ages = np.clip(rng.normal(np.array([one.mean_age for one in table])[archetype], 9.5), 18, 82)
    return People(
        country=country,
        archetype=archetype,
        never_bought=never_bought,
        gender=np.where(rng.random(customers) < 0.07, -1, sex),
        age_years=ages,
        join_day=join_day,
        churn_day=_churn_days(archetype, acquisition, join_day, rng),
        rate_group=rate_group,
        orders_per_day=rate * np.array(a.RATE_GROUP_FACTORS)[rate_group] * personal,
        acquisition=acquisition,
        affinity=_affinities(archetype, sex, rng),
        email_consent=_consent(customers, 0.74, rng),
        sms_consent=_consent(customers, 0.52, rng),
        has_app=rng.random(customers) < np.array([one.channels[1] / 45 for one in table])[archetype],
        engagement=rng.normal(0.0, 0.8, customers),
        **_contacts(settings, country, sex, ages, stream(seed, "contacts")),
    )


def _join_days(archetype: np.ndarray, customers: int, rng: np.random.Generator) -> np.ndarray:
    """Sign-up days: some before the data begin, the rest over the two years, a little more each month."""
    within = np.floor(DAYS * rng.random(customers) ** 0.85).astype(int)
    before = -1 - np.floor(1_100 * rng.random(customers) ** 1.6).astype(int)
    early = rng.random(customers) < ALREADY_CUSTOMERS
    # Somebody who buys once, on signing up, would have no order in the data at all.
    return np.where(early & (archetype != a.ONE_TIME_STORE), before, within)


def _churn_days(
    archetype: np.ndarray, acquisition: np.ndarray, join_day: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    hazard = np.array([one.churn_per_month for one in a.ARCHETYPES])[archetype] / 30.0 * _CHURN_FACTORS[acquisition]
    lifetime = 1 + np.floor(rng.exponential(1.0 / hazard)).astype(int)
    once = (archetype == a.ONE_TIME_STORE) & (rng.random(len(archetype)) < 0.86)
    return np.maximum(join_day, 0) + np.where(once, 1, lifetime)


def _affinities(archetype: np.ndarray, sex: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    base = np.array([one.affinity for one in a.ARCHETYPES], dtype=float)
    base /= base.sum(axis=1, keepdims=True)
    men = np.ones(len(a.CATEGORIES))
    women = np.ones(len(a.CATEGORIES))
    men[a.CATEGORIES.index("womenswear")] = 0.15
    men[a.CATEGORIES.index("makeup")] = 0.25
    men[a.CATEGORIES.index("menswear")] = 2.6
    women[a.CATEGORIES.index("menswear")] = 0.35
    leaning = base[archetype] * np.where((sex == 1)[:, None], men, women)
    drawn = rng.gamma(leaning * 9.0 + 0.02)
    return drawn / drawn.sum(axis=1, keepdims=True)


def _consent(customers: int, yes: float, rng: np.random.Generator) -> np.ndarray:
    draw = rng.random(customers)
    return np.where(draw < 0.04, -1, np.where(draw < 0.04 + yes, 1, 0))


def _contacts(
    settings: dict[str, Any], country: np.ndarray, sex: np.ndarray, ages: np.ndarray, rng: np.random.Generator
) -> dict[str, Any]:
    """Names, addresses, phones, cities, languages and birth dates, with the gaps real files have."""
    size = len(country)
    numbers = rng.random((size, 9))
    names: list[str] = []
    addresses: list[str | None] = []
    phones: list[str | None] = []
    cities: list[str | None] = []
    languages: list[str] = []
    seen: dict[str, int] = {}
    lists = {name: _Lists(settings[name]) for name in COUNTRIES}
    ranges = {name: _PhoneRange(settings[name]["phones"]) for name in COUNTRIES}
    for code, is_male, draw in zip(country.tolist(), sex.tolist(), numbers.tolist(), strict=True):
        one = lists[COUNTRIES[code]]
        family = _weighted(one.family, draw[0])
        given = one.given[is_male][int(draw[1] * len(one.given[is_male]))]
        names.append(family[0] + given[0] if code == CHINA else f"{given[0]} {family[0]}")
        addresses.append(_address(one, given[1], family[1], draw[2], draw[3], seen))
        phone = ranges[COUNTRIES[code]].next(draw[4])
        phones.append(None if draw[5] < 0.11 else phone)
        cities.append(None if draw[6] < 0.008 else one.city(draw[6]))
        languages.append(one.language(draw[7]))
        if draw[8] < 0.025:
            addresses[-1] = None
    _place_awkward(settings["awkward"], country, names, addresses)
    return {
        "names": names,
        "emails": addresses,
        "phones": phones,
        "cities": cities,
        "languages": languages,
        "birth_dates": _birth_dates(ages, rng),
    }


class _Lists:
    """The lists of one country, parsed once."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.family = [_spelled(word) for word in values["family"].split("|")]
        self.given = [[_spelled(word) for word in values[key].split("|")] for key in ("female", "male")]
        self.hosts: list[str] = values["hosts"]
        self._cities = _cumulative(values["cities"])
        self._languages = _cumulative(values["languages"])

    def city(self, draw: float) -> str:
        return next(name for name, bound in self._cities if draw < bound)

    def language(self, draw: float) -> str:
        return next(name for name, bound in self._languages if draw < bound)


class _PhoneRange:
    """Numbers of a country handed out in a scattered order without repeating until all are used.

    British, German and American numbers lie in the ranges kept free for film and test; China keeps none.
    """

    def __init__(self, patterns: list[str]) -> None:
        self._patterns = patterns
        self._given = 0

    def next(self, draw: float) -> str:
        pattern = self._patterns[self._given % len(self._patterns)]
        free = pattern.count("#")
        turn = self._given // len(self._patterns)
        self._given += 1
        # In the long Chinese range chance keeps numbers apart; 37 has no factor in common with 100 or 1000.
        digits = int(draw * 10**free) if free > 4 else (turn * 37 + 11) % 10**free
        return pattern[:-free] + f"{digits:0{free}d}"


def _spelled(word: str) -> tuple[str, str]:
    shown, _, latin = word.partition(" ")
    return shown, latin or _ascii(shown)


def _ascii(text: str) -> str:
    for letter, spelling in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ı", "i")):
        text = text.replace(letter, spelling).replace(letter.upper(), spelling.capitalize())
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain.lower() if letter.isalnum())


def _address(one: _Lists, given: str, family: str, style: float, host: float, seen: dict[str, int]) -> str:
    local = (f"{given}.{family}", f"{given[0]}.{family}", f"{family}{given}", f"{given}_{family}")[int(style * 4)]
    domain = one.hosts[int(host * len(one.hosts))]
    count = seen[f"{local}@{domain}"] = seen.get(f"{local}@{domain}", 0) + 1
    return f"{local}{count if count > 1 else ''}@{domain}"


def _weighted(words: list[tuple[str, str]], draw: float) -> tuple[str, str]:
    """Earlier words are commoner, as family names are."""
    return words[int(draw**1.7 * len(words))]


def _cumulative(weights: dict[str, float]) -> list[tuple[str, float]]:
    total, bound, result = sum(weights.values()), 0.0, []
    for name, weight in weights.items():
        bound += weight / total
        result.append((name, bound))
    result[-1] = (result[-1][0], 1.0)
    return result


def _place_awkward(
    records: list[dict[str, str]], country: np.ndarray, names: list[str], addresses: list[str | None]
) -> None:
    """Give every few dozen-th customer of its country one of the awkward records."""
    used = dict.fromkeys(COUNTRIES, 0)
    for record in records:
        members = np.flatnonzero(country == COUNTRIES.index(record["country"]))
        used[record["country"]] += 1
        position = int(members[len(members) * used[record["country"]] // 6])
        names[position], addresses[position] = record["name"], record.get("email")


def _birth_dates(ages: np.ndarray, rng: np.random.Generator) -> list[date | None]:
    unknown = rng.random(len(ages)) < 0.12
    last = FIRST_DAY + timedelta(days=DAYS - 1)
    return [
        None if hidden else last - timedelta(days=int(age * 365.25))
        for age, hidden in zip(ages.tolist(), unknown.tolist(), strict=True)
    ]
