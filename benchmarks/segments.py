"""Segments: RFM beside pandas, the choice of k, planted groups found again, lookalikes. Prints every figure.

`python -m benchmarks.segments [rfm] [choice] [recovery] [demo] [lookalike]`; all parts when none is named. The peer of
rfm is pandas reading Parquet, which needs pyarrow: `python -m venv PEERS && PEERS/bin/pip install -r
benchmarks/peers/segments.txt`, then `--peer-python PEERS/bin/python`. Set OMP_NUM_THREADS=1 for comparable CPU seconds.
The synthetic sets and their seeds were fixed before anything was tuned on them (seeds 0 to 15 are the bar, the others
show how far it carries).
"""

from __future__ import annotations

import argparse
import importlib
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

ORDERS, CUSTOMERS = 10_000_000, 781_548
TODAY = date(2026, 6, 30)


# RFM


def make_orders(folder: Path, orders: int) -> None:
    """One shop twice, as a warehouse and as Parquet: `orders` orders of one line each, a few of them returns."""
    from tools.data.engine import writing
    from tools.data.workspace import Workspace

    workspace = Workspace.create(folder / "shop")
    buyers = max(100, CUSTOMERS * orders // ORDERS)
    with writing(workspace.warehouse_path) as connection:
        connection.execute("SELECT setseed(0.4)")
        connection.execute(
            f"INSERT INTO customers (id) SELECT 'C' || lpad(n::VARCHAR, 7, '0') FROM range({buyers}) AS r(n)"
        )
        # the square makes some customers frequent; times are whole seconds, amounts whole cents
        connection.execute(
            "INSERT INTO orders (id, customer_id, ordered_at, channel, discount) SELECT 'O' || n, "
            f"'C' || lpad(floor(random() * random() * {buyers})::BIGINT::VARCHAR, 7, '0'), "
            "TIMESTAMP '2024-07-01' + to_seconds(floor(random() * 729 * 86400)::BIGINT), 'online', "
            f"CASE WHEN random() < 0.1 THEN 1 ELSE 0 END FROM range({orders}) AS r(n)"
        )
        connection.execute(
            "INSERT INTO order_lines (order_id, product_id, quantity, unit_price) SELECT 'O' || n, "
            "'P' || floor(random() * 3000)::INT, "
            "CASE WHEN random() < 0.03 THEN -1 ELSE 1 + floor(random() * 4)::INT END, "
            f"floor(100 + random() * 9900) / 100 FROM range({orders}) AS r(n)"
        )
    import duckdb

    with duckdb.connect(str(workspace.warehouse_path), read_only=True) as connection:
        for table in ("orders", "order_lines"):
            connection.execute(f"COPY {table} TO '{folder / table}.parquet' (FORMAT parquet)")


def rfm_here(folder: Path, sending: Any) -> None:
    """The compiler's RFM in the warehouse, as a frame; sends the figures of `Measure`."""
    from tools.data.compiler import compile_audience
    from tools.data.workspace import Workspace
    from tools.definitions import Audience
    from tools.desk import Shop

    importlib.import_module("pandas")  # the peer has it imported before its clock starts too
    start, before = time.perf_counter(), time.process_time()
    shop = Shop.open(Workspace.open(folder / "shop"))
    query = compile_audience(Audience(), shop.dictionary, TODAY, select=("id", "rfm_score", "rfm_segment"))
    frame = shop.warehouse.frame(query.sql, query.parameters)
    seconds, processor = time.perf_counter() - start, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scored = frame.dropna(subset=["rfm_score"]).sort_values("id")
    checksum = zlib.crc32("".join(scored["rfm_score"].tolist()).encode())
    sending.send([seconds, processor, peak, checksum, len(scored)])


Measure = list[float]
"""Wall and CPU seconds from opening the shop to the frame, peak megabytes, checksum of all cells, customers."""


def rfm(orders: int, rounds: int, peer: str) -> None:
    from tools.data.compiler import SEGMENT_CELLS

    cells = json.dumps({cell: name for name, listed in SEGMENT_CELLS.items() for cell in listed.split()})
    best: dict[str, Measure] = {}
    with tempfile.TemporaryDirectory() as name:
        make_orders(Path(name), orders)
        for _ in range(rounds):
            runs = {"this engine": _measured(Path(name))}
            script = Path(__file__).with_name("rfm_pandas.py")
            run = subprocess.run([peer, script, name, cells], capture_output=True, text=True, check=False)
            if run.returncode == 0:
                runs["pandas"] = json.loads(run.stdout)
            else:
                print(f"pandas with pyarrow does not run in {peer}: give --peer-python ({run.stderr.strip()[-80:]})")
            for label, found in runs.items():
                best[label] = min(best.get(label, found), found)
    print(f"\nRFM over {orders:,} orders, best of {rounds}")
    print(f"{'':14}{'seconds':>9}{'cpu s':>9}{'peak MB':>9}{'checksum':>12}{'customers':>11}")
    for label, (seconds, processor, peak, figure, customers) in best.items():
        print(f"{label:14}{seconds:9.2f}{processor:9.2f}{peak:9.0f}{figure:12.0f}{customers:11,.0f}")
    if len(best) == 2:
        ours, theirs = best["this engine"], best["pandas"]
        print(f"{'ratio':14}" + "".join(f"{ours[k] / theirs[k]:9.2f}" for k in range(3)) + "   (bar: .50 each)")
        print(f"same groups: {ours[3:] == theirs[3:]}")


def _measured(folder: Path) -> Measure:
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=rfm_here, args=(folder, sending))
    process.start()
    sending.close()  # a child that dies then ends the wait
    result: Measure = receiving.recv()
    process.join()
    return result


# The number of clusters


def synthetic(seed: int, rows: int = 20_000, axes: int = 10) -> tuple[np.ndarray, np.ndarray, int]:
    """Unequal, overlapping, slanted Gaussian clusters, k from 3 to 8; points, true cluster and k."""
    generator = np.random.default_rng(1000 + seed)
    k = 3 + seed % 6
    share = np.clip(generator.dirichlet(np.full(k, 3.0)), 0.04, None)
    share /= share.sum()
    centres = generator.normal(0, 1.6, (k, axes))
    label = generator.choice(k, rows, p=share)
    points = np.empty((rows, axes))
    for cluster in range(k):
        turn, _ = np.linalg.qr(generator.normal(0, 1, (axes, axes)))
        spread = generator.uniform(0.3, 2.2, axes)
        member = label == cluster
        points[member] = centres[cluster] + generator.normal(0, 1, (int(member.sum()), axes)) * spread @ turn.T
    return points, label, k


def _frame(points: np.ndarray) -> Any:
    import pandas as pd

    return pd.DataFrame(points, columns=[f"x{number}" for number in range(points.shape[1])])


def choice() -> None:
    from sklearn.metrics import adjusted_rand_score

    from tools.science.clusters import fit_clusters

    print("\nChoice of k for 1,000,000 customers × 10 features (bar: 10 CPU s, three criteria)")
    for seed in (3, 4):
        points, label, k = synthetic(seed, 1_000_000)
        frame = _frame(points)
        start, processor = time.perf_counter(), time.process_time()
        fitted = fit_clusters(frame)
        seconds = time.perf_counter() - start, time.process_time() - processor
        rows = np.random.default_rng(0).choice(len(label), 50_000, replace=False)
        agreement = adjusted_rand_score(label[rows], fitted.labels[rows])
        print(f"true k {k}: {seconds[0]:.1f} s, {seconds[1]:.1f} CPU s; offered {fitted.offered}, chosen {fitted.k} "
              f"(ARI {agreement:.3f})")  # fmt: skip
        for one in fitted.candidates:
            mark = "*" if one.k in fitted.offered else " "
            print(f"  {mark} k {one.k}: silhouette {one.silhouette:.3f}, stability {one.stability:.2f}, "
                  f"BIC {one.bic:,.0f}, smallest {one.smallest_share:.1%}")  # fmt: skip


def recovery(sets: int) -> None:
    from sklearn.metrics import adjusted_rand_score

    from tools.science.clusters import fit_clusters

    print(f"\nTrue k among the two or three offered, {sets} synthetic sets of 20,000 (bar: 15 of the first 16)")
    hits, chosen, processor = [], [], time.process_time()
    for seed in range(sets):
        points, _, k = synthetic(seed)
        fitted = fit_clusters(_frame(points))
        hits.append(k in fitted.offered)
        chosen.append(fitted.k == k)
        if not hits[-1]:
            print(f"  set {seed}: true k {k}, offered {fitted.offered}")
    spent = (time.process_time() - processor) / sets
    print(f"first 16: {sum(hits[:16])} of 16 offered, {sum(chosen[:16])} chosen; all: {sum(hits)} of {sets} offered, "
          f"{sum(chosen)} chosen; {spent:.1f} CPU s a set")  # fmt: skip
    reached = []
    for seed in range(16):
        points, label, k = synthetic(seed)
        frame = _frame(points)
        pair = [fit_clusters(frame, k=k, k_range=(k, k), method=m) for m in ("kmeans", "mixture")]
        reached.append([adjusted_rand_score(label, one.labels) for one in pair])
    centres, clouds = np.mean(reached, axis=0)
    print(f"mean ARI at the true k: k-means {centres:.3f}, mixture {clouds:.3f}")


# The demo shop


def demo_frame(folder: Path, seed: int | None = None) -> tuple[Any, np.ndarray]:
    """Buyers' behaviour in a demo shop of 20,000 and each one's planted archetype."""
    import pandas as pd

    from tools.data.demo import build_demo_shop
    from tools.data.engine import Warehouse
    from tools.data.features import behaviour

    workspace = build_demo_shop(folder, customers=20_000, **({} if seed is None else {"seed": seed}))
    warehouse = Warehouse(workspace.warehouse_path)
    frame = behaviour(warehouse, warehouse.last_day())
    warehouse.close()
    people = json.loads(workspace.truth_path.read_text(encoding="utf-8"))["people"]
    return frame, pd.Series(people["archetype"], index=people["customer_id"]).reindex(frame.index).to_numpy()


def demo() -> None:
    from sklearn.cluster import KMeans
    from sklearn.metrics import adjusted_rand_score
    from sklearn.preprocessing import StandardScaler

    from tools.clustering import EVIDENCE, NOT_STYLE
    from tools.science.clusters import fit_clusters

    print("\nSix planted archetypes in demo shops of 20,000 customers, ARI (was .42)")
    with tempfile.TemporaryDirectory() as name:
        for seed in (None, 101, 102, 103):
            frame, planted = demo_frame(Path(name) / f"shop{seed}", seed)
            processor = time.process_time()
            fitted = fit_clusters(frame.drop(columns=list(NOT_STYLE)), evidence=EVIDENCE)
            spent = time.process_time() - processor
            plain = KMeans(6, n_init=10, random_state=0).fit_predict(StandardScaler().fit_transform(frame))
            print(f"seed {seed or 'default'}: chosen {fitted.k} of {fitted.offered}, ARI "
                  f"{adjusted_rand_score(planted, fitted.labels):.3f} in {spent:.1f} CPU s; standardised k-means with "
                  f"k = 6: {adjusted_rand_score(planted, plain):.3f}")  # fmt: skip


def lookalike() -> None:
    from tools.science.lookalike import fit_lookalike

    print("\nLookalikes of planted archetypes, 20,000 customers (bar: under 1 s)")
    with tempfile.TemporaryDirectory() as name:
        frame, planted = demo_frame(Path(name) / "shop")
    for archetype in ("home_mover", "gift_season_buyer", "discount_hunter"):
        for size in (60, 200, 1000):
            in_seed = np.zeros(len(frame), dtype=bool)
            member = np.flatnonzero(planted == archetype)
            in_seed[np.random.default_rng(0).choice(member, size, replace=False)] = True
            processor = time.process_time()
            found = fit_lookalike(frame, in_seed)
            spent = time.process_time() - processor
            best = np.argsort(-np.where(in_seed, -np.inf, found.score(frame)))[:500]
            tenth = next(one for one in found.reach if one.share == 0.1)
            print(f"{archetype}, seed {size}: lift at 10 % {tenth.lift:.1f} ({tenth.low:.1f}–{tenth.high:.1f}), "
                  f"{(planted[best] == archetype).mean():.0%} of the 500 most alike are of the kind "
                  f"({(planted == archetype).mean():.0%} of all), {spent:.2f} CPU s")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=["rfm", "choice", "recovery", "demo", "lookalike", []])
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument(
        "--peer-python", default=sys.executable, help="an interpreter with benchmarks/peers/segments.txt"
    )
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sets", type=int, default=64)
    arguments = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "rfm": lambda: rfm(arguments.orders, arguments.rounds, arguments.peer_python),
        "choice": choice,
        "recovery": lambda: recovery(arguments.sets),
        "demo": demo,
        "lookalike": lookalike,
    }
    for name in arguments.parts or parts:
        parts[name]()


if __name__ == "__main__":
    main()
