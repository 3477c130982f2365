"""Shops with many simulated campaigns, each with people of its own and a planted effect that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np

from tools.briefs import Brief
from tools.campaigns.definitions import Campaign, Record
from tools.campaigns.store import ASSIGNMENTS, folder_of, write_record
from tools.data.engine import writing
from tools.data.workspace import Workspace
from tools.desk import Shop
from tools.science.experiment.assignment import assign

SENT = datetime(2026, 5, 4, 9, 0)
TODAY = datetime(2026, 6, 30, 20, 0)
HORIZON_DAYS = 30
SPREAD = 0.8
LARGE_SHARE, LARGE = 0.01, 20.0
"""One order in a hundred is twenty times as large."""
RETURNED = 0.06
SECOND_ORDER = 0.15
CITIES = ("Basel", "Bern", "Genf", "Zug", "Chur")


@dataclass(frozen=True)
class Scene:
    """How one campaign is drawn."""

    people: int
    holdout: float
    rate: float
    """Average chance to order within the horizon without contact."""
    lift: float
    """Of that chance, relative; 0 for a campaign without effect."""
    arms: int = 1
    history: bool = True
    heavy: bool = True
    stratified: bool = False
    planned_here: bool = True


@dataclass(frozen=True)
class Planted:
    """A campaign with what is true of it."""

    id: str
    scene: Scene
    ordered: float
    """Difference of the chances to order, averaged over its people."""
    revenue: float
    """Difference of expected revenue per person."""
    base_ordered: float
    base_revenue: float


def build(folder: Path, scenes: list[Scene], seed: int) -> tuple[Shop, list[Planted]]:
    """A shop in `folder` with one campaign a scene."""
    workspace = Workspace.create(folder)
    rng = np.random.default_rng(seed)
    with writing(workspace.warehouse_path) as connection:
        connection.execute("CREATE TEMP TABLE sales (id VARCHAR, customer VARCHAR, moment TIMESTAMP, amount DOUBLE)")
        named = {f"K{number:03d}": scene for number, scene in enumerate(scenes)}
        planted = [_campaign(connection, workspace, scene, name, rng) for name, scene in named.items()]
        connection.execute("INSERT INTO orders (id, customer_id, ordered_at) SELECT id, customer, moment FROM sales")
        connection.execute(
            "INSERT INTO order_lines (order_id, quantity, unit_price) SELECT id, sign(amount), abs(amount) FROM sales"
        )
        connection.execute("INSERT INTO orders (id, ordered_at) VALUES ('last', $1)", [TODAY])
    return Shop.open(workspace), planted


def _campaign(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, scene: Scene, name: str, rng: np.random.Generator
) -> Planted:
    ids = [f"{name}-{number:05d}" for number in range(scene.people)]
    chance = np.minimum(scene.rate * rng.gamma(1.0, 1.0, scene.people), 0.9)
    if not scene.history:
        chance[:] = scene.rate
    raised = np.clip(chance * (1 + scene.lift), 0, 0.98)
    cities = rng.choice(CITIES, scene.people, p=(0.4, 0.3, 0.15, 0.1, 0.05))
    names = [f"arm {letter}" for letter in "abcdefghij"[: scene.arms]]
    weights = {"control": scene.holdout, **dict.fromkeys(names, (1 - scene.holdout) / scene.arms)}
    arms = assign(ids, weights, salt=name, strata=list(cities) if scene.stratified else None)
    connection.execute(
        "INSERT INTO customers BY NAME SELECT unnest($ids) AS id, unnest($cities) AS city",
        {"ids": ids, "cities": cities.tolist()},
    )
    buys = rng.random(scene.people) < np.where(arms == "control", chance, raised)
    _sell(connection, f"{name}-n", ids, buys, SENT, HORIZON_DAYS, scene.heavy, rng)
    if scene.history:
        for quarter in range(4):
            earlier = rng.random(scene.people) < np.minimum(chance * 2, 0.95)
            start = SENT - timedelta(days=80 * (quarter + 1))
            _sell(connection, f"{name}-{quarter}", ids, earlier, start, 75, scene.heavy, rng)
    _store(connection, workspace, scene, name, ids, arms)
    worth = expected_amount(scene.heavy) * (1 + SECOND_ORDER)
    gain = float((raised - chance).mean())
    return Planted(name, scene, gain, gain * worth, float(chance.mean()), float(chance.mean()) * worth)


def expected_amount(heavy: bool) -> float:
    """Expected net amount of one order: lognormal, a few large, some returned by half on average."""
    large = 1 + LARGE_SHARE * (LARGE - 1) if heavy else 1.0
    return float(np.exp(3.5 + SPREAD**2 / 2)) * large * (1 - RETURNED * 0.5)


def _sell(
    connection: duckdb.DuckDBPyConnection, prefix: str, ids: list[str], buys: np.ndarray, start: datetime, days: int,
    heavy: bool, rng: np.random.Generator,
) -> None:  # fmt: skip
    """Orders of those who buy, some a second one, some with a part sent back later as an order of its own."""
    who = np.flatnonzero(buys)
    who = np.concatenate((who, who[rng.random(len(who)) < SECOND_ORDER]))
    amounts = rng.lognormal(3.5, SPREAD, len(who))
    if heavy:
        amounts = np.where(rng.random(len(who)) < LARGE_SHARE, amounts * LARGE, amounts)
    seconds = rng.integers(60, days * 86_400 - 3_600, len(who))
    back = rng.random(len(who)) < RETURNED
    returned = -amounts[back] * rng.random(back.sum())
    rows = [
        (f"{prefix}-{number}", ids[person], start + timedelta(seconds=int(second)), float(amount))
        for number, (person, second, amount) in enumerate(
            zip(np.concatenate((who, who[back])), np.concatenate((seconds, seconds[back] + 60)),
                np.concatenate((amounts, returned)), strict=True)
        )
    ]  # fmt: skip
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(
            "INSERT INTO sales SELECT unnest($a), unnest($b), unnest($c::TIMESTAMP[]), unnest($d)",
            dict(zip("abcd", columns, strict=True)),
        )


def _store(
    connection: duckdb.DuckDBPyConnection, workspace: Workspace, scene: Scene, name: str, ids: list[str],
    arms: np.ndarray,
) -> None:  # fmt: skip
    """The draw as it would be kept: in the campaign's folder, or in the warehouse's tables."""
    drawn = {"ids": ids, "arms": arms.tolist(), "at": SENT - timedelta(hours=2)}
    select = "SELECT unnest($ids) AS customer_id, unnest($arms) AS arm, $at::TIMESTAMP AS assigned_at"
    if not scene.planned_here:
        sql = "INSERT INTO campaigns BY NAME SELECT $name AS id, $name AS name, 'email' AS channel, $at AS sent_at"
        connection.execute(sql, {"name": name, "at": SENT})
        connection.execute(f"INSERT INTO assignments BY NAME SELECT $name AS campaign_id, * FROM ({select})",
                           {"name": name, **drawn})  # fmt: skip
        return
    brief = Brief(channel="email", language="en", variants=scene.arms)
    campaign = Campaign(name=name, brief=brief, holdout_share=scene.holdout, horizon_days=HORIZON_DAYS)
    names, counts = np.unique(arms, return_counts=True)
    write_record(workspace, Record(
        id=name, campaign=campaign, planned_at=SENT.isoformat(), today=SENT.date().isoformat(), status="exported",
        sent_at=SENT.replace(tzinfo=UTC).isoformat(),
        assigned=dict(zip(names.tolist(), counts.tolist(), strict=True)),
    ))  # fmt: skip
    file = folder_of(workspace, name) / ASSIGNMENTS
    with duckdb.connect() as own:
        own.execute(f"CREATE TABLE drawn AS {select}", drawn)
        own.execute(f"COPY drawn TO '{file}' (FORMAT parquet)")
