"""Which column is what: headings and values weighed together, for every kind of table the file could be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from tools.data.importing.models import FilePlan, Role
from tools.data.importing.profile import Profile
from tools.data.importing.roles import IMPORTANT, KINDS, ROLES, RoleSpec
from tools.data.importing.vocabulary import denied, name_score, plain, vocabulary

_LEAST = 0.5
_BY_VALUES = 0.45
_PERCENT = re.compile(
    r"(?i)[%％]|\b(?:per ?cent(?:age)?|pct|prcnt|prct|perc|prozent|pourcent(?:age)?|porcentaje)(?![a-z])|百分比|百分数"
)
_TICKS = ("x", "✓", "✔", "√", "*", "+", "•")
_WORDY = {
    "customers.name", "customers.city", "customers.country", "products.category", "products.brand", "orders.status",
    "orders.channel", "campaigns.channel",
}  # fmt: skip
"""Targets that hold words: "Sold at" is a shop where it names one, and a time where it holds moments."""


@dataclass
class Proposal:
    """One reading of a file: column position to (target, confidence, by name or values)."""

    role: Role
    chosen: dict[int, tuple[str, float, str]]
    score: float
    missing: tuple[tuple[str, ...], ...]
    rivals: dict[str, list[int]]
    """Target to the columns that would fit it about as well as the chosen one."""
    unfit: list[str]
    """Targets a person has named that such a file does not have."""


def propose(
    plan: FilePlan, profiles: list[Profile], fixed: dict[int, str], *, has_date: bool = False, only: Role | None = None
) -> list[Proposal]:
    """Readings of the file, best first. `fixed` are columns the user has named."""
    readings = [
        _reading(role, spec, plan, profiles, fixed, has_date) for role, spec in ROLES.items() if only in (None, role)
    ]
    return sorted(readings, key=lambda one: (len(one.unfit), len(one.missing) > 0, -one.score, len(one.missing)))


def _reading(
    role: Role, spec: RoleSpec, plan: FilePlan, profiles: list[Profile], fixed: dict[int, str], has_date: bool
) -> Proposal:
    pairs = _pairs(role, spec, plan, profiles, fixed)
    options: dict[int, int] = {}
    for _, position, _, _ in pairs:
        options[position] = options.get(position, 0) + 1
    order = {target: rank for rank, target in enumerate(KINDS)}
    chosen: dict[int, tuple[str, float, str]] = {
        position: (target, 1.0, "override") for position, target in fixed.items() if target in spec.targets
    }
    taken = {target for target, _, _ in chosen.values()}
    for score, position, target, reason in sorted(
        pairs, key=lambda p: (-round(p[0], 3), options[p[1]], order[p[2]], p[1])
    ):
        if position not in chosen and position not in fixed and target not in taken:
            chosen[position] = (target, score, reason)
            taken.add(target)
    _name_not_id(chosen, profiles, spec)
    _half_a_name(chosen, profiles)
    unfit = [target for target in fixed.values() if target not in ("ignore", "keep") and target not in spec.targets]
    have = taken | ({"orders.ordered_at"} if has_date else set())
    missing = tuple(group for group in spec.needs if not have & set(group))
    return Proposal(
        role, chosen, _total(role, spec, plan, profiles, chosen), missing, _rivals(pairs, chosen, profiles), unfit
    )


def _name_not_id(chosen: dict[int, tuple[str, float, str]], profiles: list[Profile], spec: RoleSpec) -> None:
    """Client: Léa Martin is a name and no id, where there are more addresses than such clients."""
    places = {target: position for position, (target, _, reason) in chosen.items() if reason == "name"}
    if not {"customers.id", "customers.email"} <= places.keys() or "customers.name" in places:
        return
    own, mail = profiles[places["customers.id"]], profiles[places["customers.email"]]
    if (
        "customers.name" in spec.targets
        and own.letter > 0.95
        and own.digit < 0.05
        and own.distinct < 0.9 * mail.distinct
    ):
        chosen[places["customers.id"]] = ("customers.name", *chosen[places["customers.id"]][1:])


def _half_a_name(chosen: dict[int, tuple[str, float, str]], profiles: list[Profile]) -> None:
    """Nom beside Prénom, Nombre beside Apellidos: the short word for a name means the half that is missing."""
    places = {target: position for position, (target, _, _) in chosen.items()}
    halves = {"customers.first_name", "customers.last_name"}
    missing = halves - places.keys()
    name = places.get("customers.name")
    if name is None or len(missing) != 1 or chosen[name][1] > 0.8:
        return
    whole = sum(" " in example.strip() for example in profiles[name].examples)
    if 2 * whole <= len(profiles[name].examples):
        chosen[name] = (missing.pop(), *chosen[name][1:])


def _pairs(
    role: Role, spec: RoleSpec, plan: FilePlan, profiles: list[Profile], fixed: dict[int, str]
) -> list[tuple[float, int, str, str]]:
    """(score, position, target, reason) of every heading or column of values that could be meant."""
    words = vocabulary().columns
    pairs = []
    for column, profile in zip(plan.columns, profiles, strict=True):
        if column.position in fixed or not profile.filled:
            continue
        heading, percent = plain(column.source), says_percent(column.source)
        for target in spec.targets:
            table = target.split(".")[0]
            score = name_score(column.source, words[target], own=table in spec.own)
            if score == 0.8:
                score *= spec.own.get(table, 1.0)
            score *= fits(target, heading, profile, percent=percent)
            if score >= _LEAST:
                pairs.append((score, column.position, target, "name"))
            elif _by_values(role, target, profile) and not denied(column.source, words[target]):
                pairs.append((_BY_VALUES, column.position, target, "values"))
    return pairs


def fits(target: str, heading: str, p: Profile, *, percent: bool = False) -> float:
    """How well the values suit the target: 1 fully, 0 not at all."""
    kind = KINDS[target]
    if target == "orders.id" and heading == "name":
        return 1.0 if p.digit > 0.9 else 0.0
    if target == "orders.discount" and is_share(p) and not percent:
        return 0.0
    shares = {
        "number": p.number, "timestamp": p.date, "date": p.date, "time": p.clock, "boolean": p.boolean,
        "email": p.email,
        "phone": p.phone, "gender": p.gender, "currency": p.currency,
    }  # fmt: skip
    if kind == "boolean" and is_tick(p):
        return 1.0
    if kind in shares:
        share = max(p.number, p.counted) if target == "order_lines.quantity" else shares[kind]
        return 1.0 if share >= 0.8 else 0.8 if share >= 0.4 else 0.0
    if kind == "event" and p.subscription > 0.5:
        return 0.0  # whether people are subscribed now, and not what they did
    if kind == "event" and 2 * p.filled < p.rows:
        return 0.0  # a remark in some rows; every event has its kind
    if kind == "event":
        return 1.0 if p.event >= 0.3 else 0.75 if p.distinct <= 60 and p.number < 0.5 else 0.0
    if kind == "id":
        dated = p.date > 0.9 and p.whole < 0.5 and p.letter < 0.5
        amounts = p.number > 0.9 and p.whole < 0.5 and p.scientific < 0.5
        return 0.0 if dated or amounts or p.length > 80 else 1.0
    if target in _WORDY:
        return 0.0 if p.letter < 0.2 and (p.number > 0.8 or p.date > 0.8) else 1.0
    if target == "products.name":
        return 0.0 if p.number > 0.97 else 1.0
    return 1.0


@lru_cache(maxsize=5_000)
def says_percent(written: str) -> bool:
    """Whether a heading says that its numbers are percentages: Discount %, Rabatt (in Prozent), 优惠百分比."""
    return bool(_PERCENT.search(written) or _PERCENT.search(plain(written)))


def is_tick(p: Profile) -> bool:
    """One mark in some cells and nothing in the others: yes is a cross in a column of a list that is kept by hand."""
    return p.distinct == 1 and p.filled < p.rows and bool(p.examples) and p.examples[0].lower() in _TICKS


def is_share(p: Profile) -> bool:
    """Values from 0 to 1 with some in between: a discount of 0.2 is a fifth and not twenty cents."""
    return p.fraction > 0.99 and p.whole < 0.99


def _by_values(role: Role, target: str, p: Profile) -> bool:
    """Values so plain that they need no heading: dates, e-mail addresses, genders, currency codes."""
    if target in ("orders.ordered_at", "events.occurred_at") and role in ("flat_order_lines", "orders", "events"):
        return p.date > 0.95 and p.whole < 0.5
    if target == "customers.email":
        return p.email > 0.8
    if target == "customers.gender":
        return p.gender > 0.95 and p.distinct <= 4 and p.number < 0.1 and not _ticks(p)
    if target == "customers.email_consent":
        return role == "customers" and p.subscription > 0.5 and p.boolean > 0.9
    if target == "events.type":
        return p.event > 0.9 and p.number < 0.1 and p.boolean < 0.5
    return target == "orders.currency" and p.currency > 0.95


def _ticks(p: Profile) -> bool:
    """Cells that are ticked with an x, which is also a word for a gender."""
    other = vocabulary().values["gender"]["other"]
    return all(example.lower() in other for example in p.examples)


def _total(
    role: Role, spec: RoleSpec, plan: FilePlan, profiles: list[Profile], chosen: dict[int, tuple[str, float, str]]
) -> float:
    score = sum(
        (2.0 if target in IMPORTANT or target in CUSTOMER_IDS else 1.0) * confidence
        for target, confidence, _ in chosen.values()
    )
    unique = [position for position, (target, _, _) in chosen.items() if target in spec.unique]
    if unique:
        best = max(profiles[position].distinct / max(1, profiles[position].filled) for position in unique)
        score *= 1.0 if best > 0.9 else 0.75 if best > 0.5 else 0.4
    if role in ("orders", "flat_order_lines"):
        sure = {
            target
            for target, confidence, _ in chosen.values()
            if confidence > 0.9 and target.split(".")[0] in ("orders", "order_lines")
        }
        score *= 1.0 if sure else 0.6
    title = plain(PurePath(plan.path).name.split(".")[0] if plan.format != "database" else "") + " " + plain(plan.part)
    words = vocabulary().files.get("orders" if role == "flat_order_lines" else role, ())
    return score + (
        1.5 if any(f" {word} " in f" {title} " or (not word.isascii() and word in title) for word in words) else 0.0
    )


CUSTOMER_IDS = {"customers.id"}
_SPARE = ("order_lines.unit_price", "products.price")
"""A second price of the line (Preis netto beside Preis brutto) is taken for the product's, and could be the line's."""


def _rivals(
    pairs: list[tuple[float, int, str, str]], chosen: dict[int, tuple[str, float, str]], profiles: list[Profile]
) -> dict[str, list[int]]:
    """Columns that would fit a target as well; three kinds of membership are nobody's numbers."""
    best = {
        target: (position, confidence)
        for position, (target, confidence, reason) in chosen.items()
        if reason != "override"
    }
    found: dict[str, list[int]] = {}
    for score, position, target, _ in pairs:
        if (
            target in best
            and (position not in chosen or (target, chosen[position][0]) == _SPARE)
            and position != best[target][0]
            and score >= 0.92 * best[target][1]
            and (KINDS[target] != "id" or 2 * profiles[position].distinct >= profiles[best[target][0]].distinct)
        ):
            found.setdefault(target, []).append(position)
    return {target: positions for target, positions in found.items() if target in IMPORTANT}
