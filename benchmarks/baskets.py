"""Association rules beside mlxtend and efficient-apriori: counts, processor time and memory, same rows, same run.

The peers live in an environment of their own:

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/baskets.txt
    python -m benchmarks.baskets --data ../shared/data --peer-python peers/bin/python

Each side runs in a process of its own with one thread, so that peak memory is its own. Our time includes reading the
rows into baskets; the peers' time starts from the form each of them wants.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
PUBLISHED = [(0.001, 0.5, 5_668), (0.001, 0.8, 410), (0.006, 0.25, 463), (0.01, 0.5, 15)]

PEAK = """
def peak():
    try:  # the child's own: ru_maxrss begins with what its parent held
        with open("/proc/self/status") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except OSError:
        return float("nan")
"""
PEER = """
import json, sys, time
import numpy as np
rows = np.load(sys.argv[1])
order = np.lexsort((rows["item"], rows["basket"]))
basket, item, support = rows["basket"][order], rows["item"][order], float(sys.argv[2])
try:
    if sys.argv[3] == "efficient-apriori":
        from efficient_apriori import itemsets_from_transactions
        edges = np.flatnonzero(np.diff(basket)) + 1
        baskets = [tuple(set(part.tolist())) for part in np.split(item, edges)]
        start = time.process_time()
        found, _ = itemsets_from_transactions(baskets, min_support=support)
        count = sum(len(level) for level in found.values())
    else:
        import pandas as pd
        from mlxtend.frequent_patterns import apriori, fpgrowth
        table = np.zeros((basket.max() + 1, item.max() + 1), dtype=bool)
        table[basket, item] = True
        frame = pd.DataFrame(table)
        start = time.process_time()
        count = len({"fpgrowth": fpgrowth, "apriori": apriori}[sys.argv[3]](frame, min_support=support))
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}))
else:
    print(json.dumps({"sets": count, "cpu": time.process_time() - start, "peak": peak()}))
"""


def own(path: str, support: str) -> dict[str, float]:
    """Our side: read, mine; run in a process of its own by `--own`."""
    from tools.science.baskets.encoding import read_baskets
    from tools.science.baskets.itemsets import frequent_itemsets

    rows = np.load(path)
    basket, item = rows["basket"], rows["item"]
    start = time.process_time()
    found = len(frequent_itemsets(read_baskets(basket, item), float(support)))
    cpu = time.process_time() - start
    namespace: dict = {}
    exec(PEAK, namespace)
    return {"sets": found, "cpu": cpu, "peak": namespace["peak"]()}


def synthetic(baskets: int, items: int = 5_000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """About eight items a basket, popularity by rank, and 60 sets of two to five items planted in .4 % each."""
    generator = np.random.default_rng(seed)
    size = 1 + generator.poisson(7, baskets)
    weights = np.cumsum(1 / (np.arange(items) + 20.0) ** 0.9)
    basket = [np.repeat(np.arange(baskets), size)]
    item = [np.searchsorted(weights / weights[-1], generator.random(len(basket[0]))).clip(0, items - 1)]
    for _ in range(60):
        planted = generator.choice(items, generator.integers(2, 6), replace=False)
        holders = generator.choice(baskets, baskets // 250, replace=False)
        basket.append(np.repeat(holders, len(planted)))
        item.append(np.tile(planted, len(holders)))
    return np.concatenate(basket), np.concatenate(item)


def online_retail(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Product lines of invoices that are sales: no cancellations, no postage, no fees."""
    import duckdb

    lines = duckdb.sql(
        "SELECT DISTINCT dense_rank() OVER (ORDER BY InvoiceNo) - 1 AS basket,"
        " dense_rank() OVER (ORDER BY upper(StockCode)) - 1 AS item"
        f" FROM read_parquet('{data / 'online_retail/online_retail.parquet'}') WHERE InvoiceNo NOT LIKE 'C%'"
        " AND Quantity > 0 AND UnitPrice > 0 AND regexp_matches(StockCode, '^[0-9]{5}') ORDER BY basket, item"
    ).fetchnumpy()
    return np.asarray(lines["basket"]), np.asarray(lines["item"])


def groceries(data: Path) -> tuple[np.ndarray, np.ndarray]:
    import duckdb
    import pandas as pd

    lines = duckdb.read_parquet(str(data / "groceries/groceries_long.parquet")).df().sort_values("transaction_id")
    return lines["transaction_id"].to_numpy() - 1, pd.factorize(lines["item"], sort=True)[0]


def compare(name: str, rows: tuple[np.ndarray, np.ndarray], support: float, peers: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "rows.npz")
        np.savez(path, basket=rows[0], item=rows[1])
        print(f"\n{name}: {rows[0].max() + 1:,} baskets, {len(rows[0]):,} rows, support {support}")
        print(f"{'':22}{'itemsets':>10}{'cpu s':>9}{'peak MB':>9}{'× ours':>9}")
        ours = 0.0
        for command in [[sys.executable, "-m", "benchmarks.baskets", "--own", path, str(support)], *peers]:
            label = "ours" if "--own" in command else command[-1]
            arguments = command if label == "ours" else [*command[:-1], path, str(support), label]
            run = subprocess.run(arguments, capture_output=True, text=True, env={**os.environ, **THREADS}, check=False)
            if run.returncode:
                print(f"{label:22} failed: {run.stderr.strip().splitlines()[-1][:80]}")
                continue
            result = json.loads(run.stdout)
            if "missing" in result:
                print(f"{label:22} not here: {result['missing']}")
                continue
            ours = ours or result["cpu"]
            ratio = result["cpu"] / ours
            print(f"{label:22}{result['sets']:10,}{result['cpu']:9.3f}{result['peak']:9.0f}{ratio:9.1f}")


def rules_of_groceries(rows: tuple[np.ndarray, np.ndarray]) -> None:
    from tools.science.baskets.companions import bought_with
    from tools.science.baskets.encoding import read_baskets
    from tools.science.baskets.itemsets import frequent_itemsets
    from tools.science.baskets.rules import association_rules

    baskets = read_baskets(*rows)
    print(f"{'groceries':22}{'rules':>8}{'published':>11}{'not redundant':>15}{'beyond chance':>15}{'cpu s':>8}")
    for support, confidence, published in PUBLISHED:
        itemsets = frequent_itemsets(baskets, support)
        start = time.process_time()
        rules = len(association_rules(itemsets, min_confidence=confidence, prune=False))
        cpu = time.process_time() - start
        pruned = association_rules(itemsets, min_confidence=confidence)
        sure = int((pruned["p_adjusted"] < 0.05).sum())
        label = f"{support} / {confidence}"
        print(f"{label:22}{rules:8,}{published:11,}{len(pruned):15,}{sure:15,}{cpu:8.3f}")
    times = []
    for code in range(len(baskets.items)):
        start = time.process_time()
        bought_with(baskets, baskets.items[code])
        times.append(time.process_time() - start)
    print(f"companions of one item: median {1e3 * np.median(times):.1f} ms, slowest {1e3 * max(times):.1f} ms")


def planted_pairs(customers: int) -> None:
    """How many of the pairs planted in the demo shop are found, and how many others are claimed beside them."""
    import duckdb

    from tools.data.demo import build_demo_shop
    from tools.science.baskets.encoding import baskets_of
    from tools.science.baskets.itemsets import frequent_itemsets
    from tools.science.baskets.rules import association_rules, sensible_support

    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        build_demo_shop(shop, customers=customers)
        truth = json.loads((shop / "planted_truth.json").read_text(encoding="utf-8"))
        warehouse = next(iter(shop.rglob("*.duckdb")))
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            lines = connection.sql("SELECT order_id, product_id FROM order_lines WHERE quantity > 0").df()
    baskets = baskets_of(lines)
    rules = association_rules(frequent_itemsets(baskets, sensible_support(baskets.count) / 2, max_length=2))
    wanted = {(pair["first"], pair["second"]) for pair in truth["pairs"]}
    ranked = [(left[0], right) for left, right in zip(rules["antecedent"], rules["consequent"], strict=True)]
    sure = {pair for pair, p in zip(ranked, rules["p_adjusted"], strict=True) if p < 0.05}
    unordered = {frozenset(pair) for pair in wanted}
    top = {frozenset(pair) for pair in ranked[: 2 * len(wanted)]}
    print(f"\ndemo shop, {customers:,} customers, {baskets.count:,} orders: {len(wanted)} pairs planted")
    strongest = rules.sort_values("lift_low", ascending=False).head(2 * len(wanted))
    strong = {
        frozenset((left[0], right))
        for left, right in zip(strongest["antecedent"], strongest["consequent"], strict=True)
    }
    print(f"  beyond chance (p_adjusted < .05): {len(wanted & sure)}")
    print(
        f"  among as many first pairs by extra orders {len(unordered & top)},"
        f" by lower bound of lift {len(unordered & strong)}"
    )
    print(f"  other pairs beyond chance: {len({frozenset(pair) for pair in sure} - unordered)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter in which the peers are installed")
    parser.add_argument("--baskets", type=int, default=1_000_000, help="size of the synthetic set")
    parser.add_argument("--customers", type=int, default=5_000, help="of the demo shop with its planted pairs")
    parser.add_argument("--own", nargs=2, metavar=("ROWS", "SUPPORT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.own:
        print(json.dumps(own(*arguments.own)))
        return
    peer = [arguments.peer_python, "-c", PEAK + PEER]
    if arguments.data.is_dir():
        rows = groceries(arguments.data)
        rules_of_groceries(rows)
        compare("groceries", rows, 0.001, [[*peer, "fpgrowth"], [*peer, "apriori"], [*peer, "efficient-apriori"]])
        rows = online_retail(arguments.data)
        for support in (0.01, 0.005):
            compare("Online Retail", rows, support, [[*peer, "fpgrowth"], [*peer, "efficient-apriori"]])
    else:
        print(f"no folder {arguments.data}: the published data sets are left out; give --data")
    compare("synthetic", synthetic(arguments.baskets), 0.002, [])
    compare("synthetic", synthetic(arguments.baskets // 10), 0.002, [[*peer, "fpgrowth"], [*peer, "efficient-apriori"]])
    planted_pairs(arguments.customers)


if __name__ == "__main__":
    main()
