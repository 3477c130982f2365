"""Customer value beside lifetimes 0.11.3 and the printed tables: fit, forecast, hold-out, robustness, in one run.

The peer lives in an environment of its own:

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/lifetime.txt
    python -m benchmarks.lifetime --data ../shared/data --peer-python peers/bin/python

Both sides get the same x, t_x and T and one thread, each in a process of its own; the best of some rounds is shown. Our
time includes finding the distinct patterns and the standard errors.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from tools.science.lifetime.backtest import baseline_forecasts, top_capture
from tools.science.lifetime.bg_nbd import BetaGeometric
from tools.science.lifetime.choice import choose_lifetime
from tools.science.lifetime.counts import Counts, PurchaseDays, purchase_days, unique_patterns
from tools.science.lifetime.fitting import CANDIDATES, fit_purchases
from tools.science.lifetime.forecast import forecast, forecast_columns, total_forecast
from tools.science.lifetime.gamma_gamma import OrderValue, fit_order_value
from tools.science.lifetime.model import LifetimeModel, Rescaling
from tools.science.lifetime.outlook import look_ahead
from tools.science.lifetime.pareto_nbd import ParetoNBD
from tools.science.lifetime.simulate import simulate

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
TRUE = BetaGeometric(0.243, 4.414, 0.793, 2.426)
Answer = TypeVar("Answer")
VALUE = OrderValue("gamma_gamma", 35.2, 0.44, 6.25, 3.74, 15.44, 0.0, 0, 0.0, 0.0)

PEER = """
import json, sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
from lifetimes import BetaGeoFitter
rows = np.load(sys.argv[1])
x, t_x, T = rows["x"].astype(float), rows["t_x"] / 7, rows["T"] / 7
best = [float("inf")] * 4
for _ in range(int(sys.argv[2])):
    wall, cpu = time.perf_counter(), time.process_time()
    fitted = BetaGeoFitter().fit(x, t_x, T)
    took = [time.perf_counter() - wall, time.process_time() - cpu]
    wall, cpu = time.perf_counter(), time.process_time()
    found = np.asarray(fitted.conditional_expected_number_of_purchases_up_to_time(13, x, t_x, T))
    took += [time.perf_counter() - wall, time.process_time() - cpu]
    best = [min(pair) for pair in zip(best, took)]
print(json.dumps({"seconds": best, "parameters": dict(fitted.params_), "nan": int(np.isnan(found).sum()),
                  "total": float(np.nansum(found))}))
"""
FRAGILE = """
import json, sys, warnings
import numpy as np
warnings.simplefilter("ignore")
from lifetimes import BetaGeoFitter
def expected(x, t_x, T, t, params=None):
    try:
        model = BetaGeoFitter()
        x, t_x, T = (np.array(part, dtype=float) for part in (x, t_x, T))
        if params is None:
            model.fit(x, t_x, T)
        else:
            import pandas as pd
            model.params_ = pd.Series(params)
        found = model.conditional_expected_number_of_purchases_up_to_time(t, x, t_x, T)
        return [float(v) for v in np.atleast_1d(found)]
    except Exception as error:
        return type(error).__name__
print(json.dumps([expected(*case) for case in json.load(open(sys.argv[1]))]))
"""


def best_of(rounds: int, work: Callable[..., Answer], *given: object, **named: object) -> tuple[float, float, Answer]:
    """Smallest wall and processor seconds, and the last answer."""
    wall = cpu = float("inf")
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        answer = work(*given, **named)
        wall, cpu = min(wall, time.perf_counter() - start), min(cpu, time.process_time() - used)
    return wall, cpu, answer


def asked(peer: str | None, script: str, *arguments: str) -> Any:
    """The peer's answer, or None with a line that says why."""
    if peer is None:
        return None
    run = subprocess.run(
        [peer, "-c", script, *arguments], capture_output=True, text=True, check=False, env={**os.environ, **THREADS}
    )
    if run.returncode:
        print(f"  the peer did not run: {run.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(run.stdout.strip().splitlines()[-1])  # it prints advice of its own before


def read(file: Path, sql: str) -> pd.DataFrame:
    import duckdb

    return duckdb.sql(sql.format(file=file)).df()


def cdnow(data: Path, name: str) -> PurchaseDays:
    rows = read(data / "cdnow" / f"{name}.parquet", "SELECT * FROM '{file}'")
    return purchase_days(rows.customer_id, rows.date, rows.amount)


def model_of(counts: Counts, name: str, value: OrderValue | None = VALUE) -> LifetimeModel:
    return LifetimeModel(fit_purchases(counts, name), value, Rescaling(), "1997-09-30", 90, (), ())


def printed_tables(data: Path) -> None:
    end, days = np.datetime64("1997-09-30"), cdnow(data, "cdnow_sample")
    counts = days.counts(end)
    orders, _ = days.between(end, 273, counts.customers)
    fit, value = fit_purchases(counts, "BG/NBD"), fit_order_value(counts)
    print("CDNOW, 2,357 customers, 39 + 39 weeks: found (printed)")
    wanted = {"r": ".243", "alpha": "4.414", "a": ".793", "b": "2.426"}
    errors = fit.standard_errors
    for name, number in fit.model.parameters.items():
        print(f"  {name:6} {number:8.4f} ({wanted[name]}), standard error {errors[name]:.4f}")
    print(f"  log-likelihood {fit.log_likelihood:.4f} (-9582.43)")
    print(f"  Gamma-Gamma p {value.p:.3f} (6.25) q {value.q:.3f} (3.74) v {value.v:.3f} (15.44)", end="; ")
    print(f"correlation of frequency and spend {value.pearson:.2f}, Spearman {value.spearman:.2f}")
    one = counts.take(np.flatnonzero((counts.x == 2) & (counts.t_x == 213) & (counts.T == 272))[:1])
    print(f"  E[Y(39)] for x 2, t_x 30.43, T 38.86: {look_ahead(fit.model, one, 273).orders[0]:.4f} (1.226)")
    print(
        f"  hold-out weeks: {look_ahead(fit.model, counts, 273).orders.sum():.0f} expected (1,653), {orders.sum()} came"
    )


def held_out(data: Path) -> None:
    grocery = read(data / "grocery_elog" / "groceryElog.parquet", "SELECT * FROM '{file}'")
    retail = read(
        data / "online_retail" / "online_retail.parquet",
        "SELECT CustomerID AS customer, InvoiceDate::DATE AS day, sum(Quantity * UnitPrice) AS amount FROM '{file}' "
        "WHERE CustomerID IS NOT NULL AND UnitPrice > 0 AND StockCode NOT IN "
        "('POST', 'DOT', 'M', 'D', 'C2', 'BANK CHARGES', 'CRUK', 'AMAZONFEE') GROUP BY ALL",
    )
    shops = [
        ("CDNOW, 39 weeks", cdnow(data, "cdnow_sample"), "1997-09-30", 273),
        ("CDNOW all, 39 weeks", cdnow(data, "cdnow_master"), "1997-09-30", 273),
        ("groceryElog, 52 weeks", purchase_days(grocery.cust, grocery.date), "2006-12-31", 364),
        ("Online Retail, 90 days", purchase_days(retail.customer, retail.day, retail.amount), "2011-06-11", 90),
        ("Online Retail, 90 days", purchase_days(retail.customer, retail.day, retail.amount), "2011-09-10", 90),
    ]
    for label, days, day, horizon in shops:
        end = np.datetime64(day)
        counts = days.counts(end)
        orders, spend = days.between(end, horizon, counts.customers)
        wall, cpu, chosen = best_of(1, choose_lifetime, days, end=end, horizon_days=horizon)
        total = total_forecast(chosen, counts, horizon)
        print(
            f"\n{label} after {day}, {len(counts):,} customers, {orders.sum():,} orders came; chosen and back-tested",
            end="",
        )
        print(
            f" in {wall:.2f} s ({cpu:.2f} CPU s): {chosen.purchases.model.name}, x {chosen.rescaling.factor:.3f};",
            end="",
        )
        print(f" total {total.low:,.0f} to {total.high:,.0f}; beaten in back-testing by {chosen.beaten_by or 'none'}")
        print(f"  {'':22}{'log-lik.':>11}{'total':>8}{'RMSE':>8}{'rel. MAE':>9}{'top 10 %':>9}")
        tried: dict[str, tuple[float, np.ndarray, np.ndarray]] = {}
        for name in CANDIDATES:
            fit = fit_purchases(counts, name)
            expected = look_ahead(fit.model, counts, horizon).orders
            tried[name] = fit.log_likelihood, expected, expected
        served = forecast(chosen, counts, horizon)
        paid = bool(np.isfinite(spend).all())
        tried["served"] = np.nan, served.expected_orders.to_numpy(), served.expected_spend.to_numpy()
        for name, (expected, money) in baseline_forecasts(days, counts, end, horizon).items():
            tried[name] = np.nan, expected, money
        for name, (likelihood, expected, money) in tried.items():
            off = expected - orders
            actual, ranking = (spend, money) if paid else (orders.astype(float), expected)
            print(
                f"  {name:22}{likelihood:11.1f}{expected.sum() / orders.sum() - 1:+8.1%}{np.sqrt((off**2).mean()):8.4f}"
                f"{np.abs(off).sum() / orders.sum():9.4f}{top_capture(ranking, actual) / actual.sum():9.3f}"
            )


def speed(data: Path, peer: str | None, largest: int, rounds: int) -> None:
    print(f"\nBG/NBD, seconds (CPU seconds), best of {rounds} (lifetimes at 1,000,000: of 1)")
    print(f"  {'customers':>10}{'patterns':>10}{'':4}{'fit':>16}{'lifetimes':>18}{'ratio':>7}", end="")
    print(f"{'expect':>16}{'lifetimes':>18}")
    end = np.datetime64("1997-09-30")
    shops = [
        ("cdnow_sample", cdnow(data, "cdnow_sample").counts(end)),
        ("all", cdnow(data, "cdnow_master").counts(end)),
    ]
    for size in (23_570, 1_000_000):
        T = np.random.default_rng(0).integers(28, 729, min(size, largest))
        shops.append(("drawn", simulate(TRUE, T, 0, seed=0)[0]))
    for label, counts in shops:
        wall, cpu, fit = best_of(rounds, fit_purchases, counts, "BG/NBD")
        ahead, ahead_cpu, found = best_of(rounds, look_ahead, fit.model, counts, 91)
        with tempfile.NamedTemporaryFile(suffix=".npz") as file:
            np.savez(file, x=counts.x, t_x=counts.t_x, T=counts.T)
            file.flush()
            theirs = asked(peer, PEER, file.name, "1" if len(counts) > 100_000 else str(rounds))
        print(f"  {len(counts):10,}{len(unique_patterns(counts).x):10,}    {wall:8.4f} ({cpu:5.3f})", end="")
        if theirs:
            seconds, parameters = theirs["seconds"], theirs["parameters"]
            apart = max(abs(parameters[name] / number - 1) for name, number in fit.model.parameters.items())
            print(
                f"{seconds[0]:10.3f} ({seconds[1]:5.2f}){seconds[1] / cpu:7.0f}{ahead:8.4f} ({ahead_cpu:5.3f})", end=""
            )
            print(f"{seconds[2]:10.3f} ({seconds[3]:5.2f})  {label}; parameters apart {apart:.1e}, sums", end="")
            print(f" {found.orders.sum():.1f} / {theirs['total']:.1f}", end="")
            print(f", nan {np.isnan(found.orders).sum()} / {theirs['nan']}")
        else:
            print(f"{'':25}{ahead:8.4f} ({ahead_cpu:5.3f})  {label}")


def whole_forecast(largest: int, rounds: int) -> None:
    print(f"\nFit and whole forecast (eight columns with intervals and dates) of {largest:,} customers, CPU seconds")
    T = np.random.default_rng(0).integers(28, 729, largest)
    counts = simulate(BetaGeometric(0.6, 6.0, 0.8, 2.4), T, 0, value=VALUE, seed=0)[0]
    for name in CANDIDATES:
        _, cpu, model = best_of(1, model_of, counts, name)
        wall, ahead, batch = best_of(rounds, forecast_columns, model, counts, 91)
        one = counts.take(np.array([11]))
        took = [best_of(1, forecast_columns, model, one, 91)[0] for _ in range(100)]
        unknown = sum(int(np.isnan(column).sum()) for key, column in batch.items() if "next" not in key)
        print(f"  {name:12} fit {cpu:6.3f}  forecast {ahead:6.3f} ({wall:.3f} wall)", end="")
        print(f"  one customer {np.median(took) * 1e3:.2f} ms, NaN outside dates {unknown}")


def fragile(peer: str | None) -> None:
    cases = [
        ([0], [0.0], [1.0], 30, {"r": 0.11, "alpha": 2.24, "a": 0.31, "b": 0.5}),
        ([3] * 50, [20.0] * 50, [30.0] * 50, 30),
        ([0, 1, 2, 0, 20_000], [0.0, 7.0, 13.0, 0.0, 43.0], [14.0, 17.0, 19.0, 20.0, 44.0], 13),
        ([0] * 50, [0.0] * 50, [30.0] * 50, 13),
    ]
    labels = ("x 0, T 1, t 30 of their issue 302", "50 alike", "one with x 20,000", "no repeats")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(cases, file)
        file.flush()
        theirs = asked(peer, FRAGILE, file.name) or ["-"] * len(cases)
    print("\nHard cases, expected orders: ours | lifetimes")
    for label, case, other in zip(labels, cases, theirs, strict=True):
        x, t_x, T = (np.round(np.array(part) * scale).astype(int) for part, scale in zip(case, (1, 7, 7), strict=False))
        counts = Counts(pd.RangeIndex(len(x)), x, t_x, T, np.zeros(len(x)), np.full(len(x), np.nan))
        try:
            model = BetaGeometric(**case[4]) if len(case) > 4 else fit_purchases(counts, "BG/NBD").model
            ours: object = [round(float(value), 4) for value in look_ahead(model, counts, case[3] * 7).orders[-3:]]
        except ValueError as error:
            ours = f"refused: {error}"
        print(f"  {label}: {ours} | {other if isinstance(other, str) else other[-3:]}")


def coverage(shops: int) -> None:
    print(f"\nIntervals of 80 %, {shops} drawn shops of 1,500 customers, 180 days ahead: share that held")
    models = [
        TRUE,
        BetaGeometric(0.525, 6.18, 0.89, 1.61, immediate=True),
        BetaGeometric(1.3, 2.8, 0.42, 0.79, k=2, immediate=True),
        BetaGeometric(1.5, 2.0, 0.2, 1.5, k=3),
        ParetoNBD(0.55, 10.58, 0.606, 11.67),
    ]
    for model in models:
        totals, inside, above, below = [], [], [], []
        for seed in range(shops):
            T = np.random.default_rng(seed).integers(190, 275, 1_500)
            counts, orders, spend = simulate(model, T, 180, value=VALUE, seed=seed)
            fitted = model_of(counts, model.name, fit_order_value(counts))
            total, found = total_forecast(fitted, counts, 180), forecast_columns(fitted, counts, 180)
            low, high = found["expected_spend_low"], found["expected_spend_high"]
            totals.append(total.low <= orders.sum() <= total.high)
            inside.append(((spend >= low) & (spend <= high)).mean())
            above.append((spend > high)[high > 0].mean())
            below.append((spend < low)[low > 0].mean() if (low > 0).any() else np.nan)
        print(
            f"  {model.name:12} total of orders {np.mean(totals):.2f}; customers' spend {np.mean(inside):.3f}", end=""
        )
        print(f", above {np.mean(above):.3f} where the upper end is not 0", end="")
        print(f", below {np.nanmean(below):.3f} where the lower is not")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--peer-python", help="an interpreter that has lifetimes")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shops", type=int, default=60)
    arguments = parser.parse_args()
    if arguments.peer_python is None:
        print("without --peer-python there is no lifetimes beside these figures\n")
    printed_tables(arguments.data)
    held_out(arguments.data)
    speed(arguments.data, arguments.peer_python, arguments.customers, arguments.rounds)
    whole_forecast(arguments.customers, arguments.rounds)
    fragile(arguments.peer_python)
    coverage(arguments.shops)


if __name__ == "__main__":
    if any(os.environ.get(name) != "1" for name in THREADS):  # numpy has read them already
        os.execve(
            sys.executable, [sys.executable, "-m", "benchmarks.lifetime", *sys.argv[1:]], {**os.environ, **THREADS}
        )
    main()
