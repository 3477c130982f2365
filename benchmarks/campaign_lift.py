"""Simulated campaigns measured through the real path: how often the interval holds the planted lift, how often a
campaign without effect is called a success.

Each shop is a DuckDB warehouse with a few campaigns, drawn by the product's own assignment, half of them planned here
and half found in the data; orders are drawn, campaign_results is asked. Rates of .5 % to 30 %, 5 % to 50 % held back,
500 to 50,000 people, lognormal orders of which one in a hundred is twenty times as large, returns.

    python -m benchmarks.campaign_lift --runs 400 --seed 1
    python -m benchmarks.campaign_lift --corners
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from benchmarks.campaign_shops import HORIZON_DAYS, Planted, Scene, build
from tools.campaigns.results import campaign_results
from tools.desk import Desk

A_SHOP = 12
"""Campaigns in one shop."""


@dataclass(frozen=True)
class Run:
    """What was said about one campaign and one outcome."""

    planted: Planted
    outcome: str
    verdict: int
    inside: bool | None
    """Whether the interval of the difference holds the truth; None where none was given."""
    lift_inside: bool | None
    plain_inside: bool | None
    narrower: float
    any_arm: bool
    any_segment: bool
    """Whether some arm, some segment was called a success."""
    broken: bool


def draw_scene(rng: np.random.Generator, null: bool) -> Scene:
    """Any campaign a shop might run."""
    rate = float(np.exp(rng.uniform(np.log(0.005), np.log(0.3))))
    lift = 0.0 if null else float(rng.choice([-0.5, -0.2, 0.05, 0.1, 0.2, 0.5, 1.0]))
    return Scene(
        people=int(np.exp(rng.uniform(np.log(500), np.log(50_000)))),
        holdout=float(rng.choice([0.05, 0.1, 0.2, 0.3, 0.5])),
        rate=rate, lift=lift, arms=int(rng.choice([1, 1, 2, 3])), history=bool(rng.random() < 0.6),
        heavy=bool(rng.random() < 0.7), stratified=bool(rng.random() < 0.3), planned_here=bool(rng.random() < 0.5),
    )  # fmt: skip


def measured(
    scenes: list[Scene], seed: int, outcomes: Iterable[str] = ("ordered", "revenue"), *, segments: bool = True
) -> Iterator[Run]:
    """Build shops for the scenes and measure every campaign for every outcome, and by segment."""
    for number, start in enumerate(range(0, len(scenes), A_SHOP)):
        with tempfile.TemporaryDirectory() as folder:
            shop, planted = build(Path(folder) / "shop", scenes[start : start + A_SHOP], seed * 10_000 + number)
            try:
                desk = shop.desk()
                for one in planted:
                    for outcome in outcomes:
                        yield _measure(desk, one, outcome, segments)
            finally:
                shop.close()


def _measure(desk: Desk, planted: Planted, outcome: str, segments: bool) -> Run:
    found = campaign_results(desk, planted.id, outcome=outcome, horizon_days=HORIZON_DAYS)  # type: ignore[arg-type]
    split = found
    if segments:
        split = campaign_results(desk, planted.id, outcome=outcome, horizon_days=HORIZON_DAYS, by="city")  # type: ignore[arg-type]
    totals = found.totals
    truth = planted.ordered if outcome == "ordered" else planted.revenue
    base = planted.base_ordered if outcome == "ordered" else planted.base_revenue
    told = [column.name for column in found.columns].index("told")
    told_split = [column.name for column in split.columns].index("told")
    return Run(
        planted, outcome, int(totals["verdict"]), _holds(totals, "difference", truth),
        _holds(totals, "lift", truth / base), _holds(totals, "plain", truth), totals.get("narrower", 0.0),
        any(row[told] == "more" for row in found.rows),
        segments and any(row[told_split] == "more" for row in split.rows),
        "split broken" in str(found.rows),
    )  # fmt: skip


def _holds(totals: dict[str, float], name: str, truth: float) -> bool | None:
    if f"{name}_low" not in totals or f"{name}_high" not in totals:
        return None
    return totals[f"{name}_low"] <= truth <= totals[f"{name}_high"]


def share(hits: list[bool]) -> str:
    """A share with Clopper and Pearson's 95 % interval."""
    if not hits:
        return "–"
    interval = stats.binomtest(int(sum(hits)), len(hits)).proportion_ci()
    return f"{np.mean(hits):6.1%} of {len(hits):4} ({interval.low:.1%} to {interval.high:.1%})"


def report(runs: list[Run]) -> None:
    """Coverage and false successes, by outcome."""
    for outcome in dict.fromkeys(run.outcome for run in runs):
        mine = [run for run in runs if run.outcome == outcome]
        null = [run for run in mine if run.planted.scene.lift == 0]
        print(f"\n{outcome}: {len(mine)} campaigns, {len(null)} without effect")
        print(f"  interval given                      {share([run.inside is not None for run in mine])}")
        print(f"  planted difference inside           {share([run.inside for run in mine if run.inside is not None])}")
        lifts = [run.lift_inside for run in mine if run.lift_inside is not None]
        print(f"  planted relative lift inside        {share(lifts)}")
        with_history = [run for run in mine if run.plain_inside is not None]
        print(f"    where history was used            {share([bool(run.inside) for run in with_history])}")
        print(f"    there without history             {share([bool(run.plain_inside) for run in with_history])}")
        if with_history:
            print(f"    narrower by (median)              {np.median([run.narrower for run in with_history]):.1%}")
        print(f"  null called a success               {share([run.verdict > 0 for run in null])}")
        print(f"  null called anything                {share([run.verdict != 0 for run in null])}")
        print(f"  null, any arm called a success      {share([run.verdict > 0 or run.any_arm for run in null])}")
        print(f"  null, any segment called a success  {share([run.any_segment for run in null])}")
        real = [run for run in mine if run.planted.scene.lift > 0]
        print(f"  real gain called a success          {share([run.verdict > 0 for run in real])}")
        print(f"  sound split called broken           {share([run.broken for run in mine])}")


def corners(runs: int, seed: int) -> None:
    """The hard places one by one."""
    places = {
        "500 people, .5 %, 5 % held back": Scene(500, 0.05, 0.005, 0.0),
        "500 people, .5 %, 50 % held back": Scene(500, 0.5, 0.005, 0.0),
        "2,000 people, 2 %, 5 % held back": Scene(2_000, 0.05, 0.02, 0.0),
        "500 people, 30 %, 5 % held back": Scene(500, 0.05, 0.3, 0.0),
        "5,000 people, 5 %, 10 % held back": Scene(5_000, 0.1, 0.05, 0.0),
        "5,000 people, 5 %, 10 % held back, doubled": Scene(5_000, 0.1, 0.05, 1.0),
        "5,000 people, 5 %, 10 % held back, halved": Scene(5_000, 0.1, 0.05, -0.5),
        "20,000 people, 1 %, 10 % held back, +50 %": Scene(20_000, 0.1, 0.01, 0.5),
    }
    for name, scene in places.items():
        found: dict[str, list[Run]] = defaultdict(list)
        for run in measured([scene] * runs, seed):
            found[run.outcome].append(run)
        print(f"\n{name}")
        for outcome, mine in found.items():
            inside = share([run.inside for run in mine if run.inside is not None])
            given = np.mean([run.inside is not None for run in mine])
            print(f"  {outcome:8} interval in {given:4.0%}; holds {inside}; called a success "
                  f"{share([run.verdict > 0 for run in mine])}")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corners", action="store_true")
    arguments = parser.parse_args()
    if arguments.corners:
        corners(arguments.runs, arguments.seed)
        return
    rng = np.random.default_rng(arguments.seed)
    scenes = [draw_scene(rng, null=number % 2 == 0) for number in range(arguments.runs)]
    report(list(measured(scenes, arguments.seed)))


if __name__ == "__main__":
    main()
