"""Experiment maths in simulation and beside statsmodels: coverage, false positives of looks, ratios, CUPED.

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/uplift.txt
    python -m benchmarks.experiments --peer-python peers/bin/python

Every simulated figure carries its own standard error: of 20,000 runs, .0015 for a coverage of .95.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from math import sqrt
from pathlib import Path

import duckdb
import numpy as np
from scipy import stats

from tools.science.experiment.cuped import cuped
from tools.science.experiment.lift import lift_of_means, lift_of_rates
from tools.science.experiment.looks import even_looks
from tools.science.experiment.means import difference_of_means, sample
from tools.science.experiment.multiple import holm
from tools.science.experiment.proportions import Arm, difference_of_rates
from tools.science.experiment.ratio import check_sample_ratio
from tools.science.experiment.sample_size import power_of_means, power_of_rates, sample_size_for_rates
from tools.science.experiment.unplanned import always_valid

RATES = (
    (9_000, 1_000, 0.005, 0.006), (20_000, 20_000, 0.001, 0.0015), (20_000, 20_000, 0.001, 0.001),
    (90_000, 10_000, 0.001, 0.0012), (50_000, 50_000, 0.001, 0.002), (5_000, 5_000, 0.02, 0.02),
    (2_000, 2_000, 0.05, 0.06), (5_000, 5_000, 0.001, 0.001),
)  # fmt: skip
"""Treated and control people, rate of the controls, rate of the treated."""

PEER = """
import json, sys
try:
    import numpy as np, time
    from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.power import TTestIndPower
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW
except ImportError as error:
    print(json.dumps({"missing": str(error)})); sys.exit()
asked = json.loads(sys.stdin.read())
start = time.process_time()
newcombe = [confint_proportions_2indep(a, n, c, m, method="newcomb", compare="diff") for n, a, m, c in asked["arms"]]
seconds = time.process_time() - start
score = [confint_proportions_2indep(a, n, c, m, method="score", compare="ratio", correction=False)
         for n, a, m, c in asked["arms"]]
z = [proportions_ztest([a, c], [n, m])[1] for n, a, m, c in asked["arms"]]
one, two = (np.array(x) for x in asked["values"])
welch = CompareMeans(DescrStatsW(one), DescrStatsW(two)).tconfint_diff(usevar="unequal")
power = TTestIndPower().power(asked["effect"], 70, 0.05, ratio=1.0)
print(json.dumps({"newcombe": [list(map(float, x)) for x in newcombe], "score": [list(map(float, x)) for x in score],
  "z": list(map(float, z)), "holm": multipletests(asked["p"], method="holm")[1].tolist(),
  "welch": list(map(float, welch)),
  "power": float(power), "seconds": seconds}))
"""


def coverage_of_rates(runs: int) -> None:
    print(f"Intervals for two rates, {runs:,} runs: share that hold the truth (.95 claimed)\n")
    print(f"{'treated':>9}{'control':>9}{'base':>8}{'new':>8}{'Newcombe':>11}{'lift':>10}{'Wald':>8}{'naive lift':>12}")
    z = stats.norm.ppf(0.975)
    for people_t, people_c, base, new in RATES:
        generator = np.random.default_rng(1)
        done_t, done_c = generator.binomial(people_t, new, runs), generator.binomial(people_c, base, runs)
        hits = np.zeros(4)
        seen = _intervals(people_t, people_c)
        for a, c in zip(done_t.tolist(), done_c.tolist(), strict=True):
            difference, lift = seen(a, c)
            rate_t, rate_c = a / people_t, c / people_c
            reach = z * sqrt(rate_t * (1 - rate_t) / people_t + rate_c * (1 - rate_c) / people_c)
            naive = (rate_t - rate_c - reach, rate_t - rate_c + reach)
            hits[0] += difference[0] <= new - base <= difference[1]
            hits[1] += lift[0] <= new / base - 1 <= lift[1]
            hits[2] += naive[0] <= new - base <= naive[1]
            hits[3] += rate_c > 0 and naive[0] / rate_c <= new / base - 1 <= naive[1] / rate_c
        share = hits / runs
        print(
            f"{people_t:9,}{people_c:9,}{base:8.2%}{new:8.2%}"
            f"{share[0]:11.4f}{share[1]:10.4f}{share[2]:8.3f}{share[3]:12.3f}"
        )


def _intervals(people_t: int, people_c: int) -> Callable[[int, int], tuple[tuple[float, float], tuple[float, float]]]:
    @cache
    def both(a: int, c: int) -> tuple[tuple[float, float], tuple[float, float]]:
        treated, control = Arm(people_t, a), Arm(people_c, c)
        difference, lift = difference_of_rates(treated, control), lift_of_rates(treated, control)
        return (difference.low, difference.high), (lift.low, lift.high)

    return both


def coverage_of_spend(runs: int) -> None:
    print(f"\nSpend per person (most spend nothing, orders lognormal with sigma 1), {runs:,} runs\n")
    print(f"{'treated':>9}{'control':>9}{'buyers':>8}{'Welch':>9}{'log lift':>10}{'people needed':>15}")
    for people_t, people_c, buyers in ((2_000, 2_000, 0.05), (9_000, 1_000, 0.05), (20_000, 20_000, 0.01)):
        generator = np.random.default_rng(2)
        truth = buyers * np.exp(0.5)
        hits, needed = np.zeros(2), []
        for _ in range(runs):
            arms = []
            for people, factor in ((people_t, 1.1), (people_c, 1.0)):
                count = generator.binomial(people, buyers)
                values = np.zeros(people)
                values[:count] = factor * generator.lognormal(0, 1, count)
                arms.append(sample(values))
            difference, lift = difference_of_means(*arms), lift_of_means(*arms)
            hits += (difference.low <= 0.1 * truth <= difference.high, lift.low <= 0.1 <= lift.high)
            needed.append(arms[1].people_needed)
        print(
            f"{people_t:9,}{people_c:9,}{buyers:8.1%}"
            f"{hits[0] / runs:9.4f}{hits[1] / runs:10.4f}{np.median(needed):15,.0f}"
        )


def power_in_simulation(runs: int) -> None:
    print("\nSample size for 80 % power at .05, and the share of simulated experiments that saw the effect\n")
    generator = np.random.default_rng(3)
    for base, new, share in ((0.05, 0.055, 0.5), (0.01, 0.012, 0.5), (0.002, 0.003, 0.5), (0.05, 0.055, 0.9)):
        size = sample_size_for_rates(base, new, treated_share=share)
        a, c = generator.binomial(size.treated, new, runs), generator.binomial(size.control, base, runs)
        pooled = (a + c) / size.total
        error = np.sqrt(pooled * (1 - pooled) * (1 / size.treated + 1 / size.control))
        seen = np.mean(np.abs(a / size.treated - c / size.control) > stats.norm.ppf(0.975) * error)
        formula = power_of_rates(size.treated, size.control, base, new)
        print(f"{base:7.2%} to {new:6.2%}, {share:.0%} treated: {size.treated:>8,} + {size.control:>7,}"
              f"  formula {formula:.4f}  simulated {seen:.4f}")  # fmt: skip


def looks_in_simulation(runs: int) -> None:
    print(f"\nFalse positives with no effect, {runs:,} runs of a normal statistic\n")
    generator = np.random.default_rng(4)
    print(f"{'looks':>6}{'each at .05':>13}{'planned':>10}{'mSPRT':>9}{'more people for 80 % power':>28}")
    for count in (1, 2, 5, 10, 20):
        plan = even_looks(count)
        paths = np.cumsum(generator.standard_normal((runs, count)), axis=1) / np.sqrt(np.arange(1, count + 1))
        peeking = (np.abs(paths) > 1.959964).any(1).mean()
        planned = (np.abs(paths) >= np.array(plan.bounds)).any(1).mean()
        errors = 1 / np.sqrt(np.arange(1, count + 1) / count)
        always = np.mean([
            any(always_valid(z * e, e, expected_effect=2.8).p_value < 0.05 for z, e in zip(path, errors, strict=True))
            for path in paths[:4_000]
        ])  # fmt: skip
        print(f"{count:6}{peeking:13.4f}{planned:10.4f}{always:9.4f}{plan.inflation() - 1:27.1%}")


def ratios_in_simulation(runs: int) -> None:
    print("\nSample-ratio mismatch at p < .001\n")
    generator = np.random.default_rng(5)
    for people, lost in ((10_000, 0.0), (10_000, 0.05), (10_000, 0.1), (100_000, 0.0), (100_000, 0.03)):
        treated = generator.binomial(people, 0.5, runs)
        control = people - treated
        treated = treated - generator.binomial(treated, lost)
        calls = [check_sample_ratio((int(t), int(c)), (1, 1)).mismatch for t, c in zip(treated, control, strict=True)]
        print(f"{people:9,} people, {lost:4.0%} of the treated lost: called in {np.mean(calls):.4f} of {runs:,}")


def cuped_on_spend(folder: Path) -> None:
    path = folder / "online_retail/online_retail.parquet"
    print("\nCUPED on Online Retail: spend of the 90 days after 2011-09-10, arms by the toss of a coin\n")
    rows = duckdb.execute(
        f"""select CustomerID, sum(value) filter (day > 0), coalesce(sum(value) filter (day <= 0 and day > -90), 0),
          coalesce(sum(value) filter (day <= 0), 0), count(distinct InvoiceNo) filter (day <= 0)
        from (select CustomerID, InvoiceNo, Quantity * UnitPrice as value, date_diff('day', timestamp '2011-09-10',
            InvoiceDate::timestamp) as day from '{path}' where CustomerID is not null and Quantity > 0)
        where day <= 90 group by 1 having count(*) filter (day <= 0) > 0"""
    ).fetchall()
    table = np.array([[float(value or 0) for value in row[1:]] for row in rows])
    arm = (np.random.default_rng(6).random(len(table)) < 0.5).astype(float)
    limit_after, limits = np.quantile(table[:, 0], 0.99), np.quantile(table[:, 1:], 0.99, axis=0)
    held = np.minimum(table[:, 1:], limits)
    trials = {
        "raw, spend of 90 days before": (table[:, 0], table[:, 1]),
        "held at the 99th percentile, spend of 90 days before": (np.minimum(table[:, 0], limit_after), held[:, 0]),
        "held, with spend and orders of all time": (np.minimum(table[:, 0], limit_after), held),
    }
    for name, (outcome, covariates) in trials.items():
        found = cuped(outcome, arm, covariates)
        before, after = (one.high - one.low for one in (found.raw, found.adjusted))
        print(
            f"{name:55} {len(table):,} customers: variance -{found.variance_removed:.0%}, "
            f"interval {after / before:.2f} of the raw"
        )


def beside_statsmodels(interpreter: str) -> None:
    generator = np.random.default_rng(7)
    arms = [[int(n), int(generator.binomial(n, p)), int(m), int(generator.binomial(m, p))]
            for n, m, p in zip(generator.integers(200, 50_000, 300), generator.integers(200, 50_000, 300),
                               generator.uniform(0.005, 0.5, 300), strict=True)]  # fmt: skip
    arms = [arm for arm in arms if arm[1] and arm[3]]
    values = [generator.lognormal(0, 1, 80).tolist(), generator.lognormal(0.2, 1.5, 120).tolist()]
    p_values = generator.random(12).tolist()
    asked = json.dumps({"arms": arms, "values": values, "p": p_values, "effect": 0.5})
    run = subprocess.run([interpreter, "-c", PEER], input=asked, capture_output=True, text=True, check=False)
    if run.returncode or "missing" in json.loads(run.stdout or "{}"):
        print(f"\nstatsmodels is not here: {(run.stdout or run.stderr).strip().splitlines()[-1][:100]}")
        return
    peer = json.loads(run.stdout)
    start = time.process_time()
    pairs = [(Arm(n, a), Arm(m, c)) for n, a, m, c in arms]
    ours = [difference_of_rates(*pair) for pair in pairs]
    seconds = time.process_time() - start
    lifts = [lift_of_rates(*pair) for pair in pairs]
    welch = difference_of_means(*(sample(np.array(one)) for one in values))
    usual = [index for index, (n, a, m, c) in enumerate(arms) if min(n, m) * min((a + c) / (n + m), 0.5) >= 5]
    gaps = {
        "Newcombe": max(np.abs(np.array([[e.low, e.high] for e in ours]) - peer["newcombe"]).ravel()),
        "lift (score)": max(np.abs(np.array([[e.low + 1, e.high + 1] for e in lifts]) - peer["score"]).ravel()),
        "pooled z": max(abs(ours[index].p_value - peer["z"][index]) for index in usual),
        "Holm": max(np.abs(holm(p_values) - peer["holm"])),
        "Welch": max(abs(welch.low - peer["welch"][0]), abs(welch.high - peer["welch"][1])),
        "t power": abs(power_of_means(70, 70, 0.5, 1.0) - peer["power"]),
    }
    print("\nLargest difference to statsmodels: " + ", ".join(f"{name} {gap:.1e}" for name, gap in gaps.items()))
    print(
        f"Newcombe and its test, {len(arms)} pairs: {seconds:.3f} CPU s here, "
        f"{peer['seconds']:.3f} there (interval only)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter in which the peers are installed")
    parser.add_argument("--runs", type=int, default=20_000)
    arguments = parser.parse_args()
    coverage_of_rates(arguments.runs)
    coverage_of_spend(arguments.runs // 5)
    power_in_simulation(arguments.runs * 10)
    looks_in_simulation(arguments.runs)
    ratios_in_simulation(arguments.runs // 5)
    if (arguments.data / "online_retail").is_dir():
        cuped_on_spend(arguments.data)
    beside_statsmodels(arguments.peer_python)


if __name__ == "__main__":
    main()
