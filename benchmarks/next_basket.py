"""The next order, repeats and new items apart, beside popularity, personal frequency, item-item and `implicit`.

The peer lives in an environment of its own:

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/baskets.txt
    python -m benchmarks.next_basket --data ../shared/data --peer-python peers/bin/python

Online Retail, fitted up to 2011-09-10 and judged on each customer's first later order day within 90 days. Settings,
ours and the peer's, are chosen on the same question asked at 2011-06-11; the peer's best on the test date is shown as
well. One thread each, processor seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402  (after the threads are bounded)

TUNED, TESTED = date(2011, 6, 11), date(2011, 9, 10)
TOP = 10

PEER = """
import itertools, json, sys, time, warnings
import numpy as np
from scipy import sparse
warnings.filterwarnings("ignore")
try:
    from implicit.als import AlternatingLeastSquares
    from implicit.nearest_neighbours import BM25Recommender
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}))
    sys.exit()
rows, folder, top = np.load(sys.argv[1]), sys.argv[2], int(sys.argv[3])
shape = tuple(rows["shape"])
raw = sparse.csr_matrix((np.ones(len(rows["item"]), np.float32), (rows["customer"], rows["item"])), shape=shape)
fading = 0.5 ** (rows["age"] / 180).astype(np.float32)
decayed = sparse.csr_matrix((fading, (rows["customer"], rows["item"])), shape=shape)
people, found = rows["people"], {}
owned = raw[people].toarray() > 0
def lists(scores):
    made = {}
    for mode in ("repeat", "new", "any"):
        masked = np.where({"repeat": owned, "new": ~owned, "any": np.ones_like(owned)}[mode], scores, -np.inf)
        order = np.argsort(-masked, axis=1, kind="stable")[:, :top]
        made[mode] = np.where(np.isfinite(np.take_along_axis(masked, order, 1)), order, -1)
    return made
grid = itertools.product(("raw", "decayed"), (64, 128), (1.0, 10.0), (1.0, 10.0))
for kind, factors, regularization, alpha in grid:
    start = time.process_time()
    settings = dict(factors=factors, regularization=regularization, alpha=alpha, random_state=0, num_threads=1)
    model = AlternatingLeastSquares(**settings)
    model.fit({"raw": raw, "decayed": decayed}[kind], show_progress=False)
    cpu = time.process_time() - start
    name = f"ALS {kind} f{factors} reg{regularization:g} a{alpha:g}"
    np.savez(f"{folder}/{len(found)}.npz", **lists(model.user_factors[people] @ model.item_factors.T))
    found[name] = cpu
start = time.process_time()
model = BM25Recommender(K=100, num_threads=1)
model.fit(raw, show_progress=False)
cpu = time.process_time() - start
np.savez(f"{folder}/{len(found)}.npz", **lists((raw[people] @ model.similarity.T).toarray()))
found["BM25 K100"] = cpu
print(json.dumps(found))
"""


def online_retail(data: Path):  # type: ignore[no-untyped-def]
    import duckdb

    from tools.science.recommending.purchases import read_purchases

    rows = duckdb.sql(
        "SELECT CustomerID AS customer, upper(StockCode) AS item, CAST(InvoiceDate AS DATE) AS day FROM"
        f" read_parquet('{data / 'online_retail/online_retail.parquet'}') WHERE CustomerID IS NOT NULL"
        " AND InvoiceNo NOT LIKE 'C%' AND Quantity > 0 AND UnitPrice > 0 AND regexp_matches(StockCode, '^[0-9]{5}')"
    ).df()
    return read_purchases(rows["customer"], rows["item"], rows["day"])


def peer_lists(purchases, cut: date, truth_people: np.ndarray, python: str):  # type: ignore[no-untyped-def]
    """{name: (cpu seconds, {mode: (person, item)})} from the peer's interpreter; empty when it is not there."""
    from tools.science.recommending.purchases import day_number

    past = purchases.until(day_number(cut))
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/rows.npz"
        np.savez(
            path,
            customer=past.customer,
            item=past.item,
            age=day_number(cut) - past.day,
            people=truth_people,
            shape=np.array([len(past.customers), len(past.items)]),
        )
        command = [python, "-c", PEER, path, folder, str(TOP)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        found = json.loads(run.stdout) if run.returncode == 0 else {"missing": run.stderr.strip()[-200:]}
        if "missing" in found:
            print(f"implicit is not here: {found['missing']}")
            return {}
        result = {}
        for number, (name, cpu) in enumerate(found.items()):
            with np.load(f"{folder}/{number}.npz") as made:
                result[name] = cpu, {mode: _flat(made[mode]) for mode in ("repeat", "new", "any")}
        return result


def _flat(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, places = np.nonzero(table >= 0)
    return rows, table[rows, places]


def line(name: str, figures: dict[str, float], cpu: float | None = None) -> None:
    parts = [f"{figures[key]:.4f} [{figures[key + '_low']:.3f}, {figures[key + '_high']:.3f}]" for key in MEASURES]
    print(f"  {name:34}{'':2}{'  '.join(parts)}" + (f"  {cpu:6.2f}" if cpu is not None else ""))


MEASURES, MODES = ("hit", "recall", "ndcg"), ("repeat", "new", "any")


def compare(purchases, python: str) -> None:  # type: ignore[no-untyped-def]
    from tools.science.recommending.backtest import backtest, held_out, judged
    from tools.science.recommending.chance import next_orders
    from tools.science.recommending.purchases import day_number
    from tools.science.recommending.recommender import fit_recommender

    chosen = ""
    for cut in (TUNED, TESTED):
        start = time.process_time()
        fitted = fit_recommender(purchases, as_of=cut)
        cpu = time.process_time() - start
        truth = held_out(purchases, cut=cut)
        later = next_orders(purchases, after=day_number(cut), horizon_days=90)
        people = np.intersect1d(later.customer, purchases.customer[purchases.day <= day_number(cut)])
        peers = peer_lists(purchases, cut, people, python)
        scored = {
            name: (spent, {mode: judged(truth, mode, *lists, top=TOP) for mode, lists in made.items()})
            for name, (spent, made) in peers.items()
        }
        als = [name for name in scored if name.startswith("ALS")]
        best = {mode: max((scored[name][1][mode]["ndcg"], name) for name in als)[1] for mode in MODES if als}
        table = backtest(purchases, cut=cut, recommender=fitted, top=TOP)
        customers = {mode: int(rows["customers"].max()) for mode, rows in table.groupby("mode")}
        print(
            f"\nfitted up to {cut} ({'settings were chosen here' if cut == TUNED else 'test'}), {len(people):,} people"
        )
        for mode in MODES:
            print(f" {mode}: {customers[mode]:,} people{'':20}hit@10{'':18}recall@10{'':15}NDCG@10{'':12}fit cpu s")
            for row in table[table["mode"] == mode].to_dict("records"):
                line(row["method"], row, cpu if row["method"] == "recommender" else None)
            shown = {best.get(mode): "best here", chosen: "chosen before"} if als else {}
            for name, why in shown.items():
                if name:
                    line(f"implicit {name}, {why}"[:34], scored[name][1][mode], scored[name][0])
            if "BM25 K100" in scored:
                line("implicit BM25 K100", scored["BM25 K100"][1][mode], scored["BM25 K100"][0])
            ours = table[(table["mode"] == mode) & (table["method"] == "recommender")].iloc[0]
            print(f"  promised {ours['promised']:.4f}, kept {ours['kept']:.4f} (share of the listed items bought)")
        chosen = best.get("new", "")
        if als:
            grid = sum(scored[name][0] for name in als)
            print(f" our fit includes learning the chances; choosing the settings of ALS cost {grid:.1f} cpu s")


def gaps_until_the_next(purchases) -> None:  # type: ignore[no-untyped-def]
    """Repeat timing: median days by which a forecast misses when the same person buys the same item again."""
    from tools.science.recommending.purchases import day_number
    from tools.science.recommending.recommender import HALF_LIFE_DAYS, history_of
    from tools.science.recommending.timing import own_gaps, typical_gaps

    cut, size = day_number(TESTED), len(purchases.items)
    history = history_of(purchases, as_of=cut, half_life_days=HALF_LIFE_DAYS)
    later = purchases.where((purchases.day > cut) & (purchases.day <= cut + 90))
    keys, first = np.unique(later.customer.astype(np.int64) * size + later.item, return_index=True)
    own = history.person * size + history.item
    place = np.searchsorted(keys, own).clip(0, len(keys) - 1)
    again = keys[place] == own
    actual = later.day[first[place]] - cut + history.last_age
    item = typical_gaps(history)
    with np.errstate(divide="ignore", invalid="ignore"):
        alone = (history.first_age - history.last_age) / (history.times - 1)
    forecasts = {"own": alone, "item": item[history.item], "pooled": own_gaps(history, item)}
    print("\nrepeat timing, median days missed")
    for low, high in ((1, 1), (2, 2), (3, 4), (5, 999)):
        chosen = again & (history.times >= low) & (history.times <= high)
        missed = {name: np.median(np.abs(gap - actual)[chosen]) for name, gap in forecasts.items()}
        bought = f"{low}" if low == high else f"{low} or more" if high == 999 else f"{low} to {high}"
        print(
            f"  bought {bought} times: {chosen.sum():6,} pairs  " + "  ".join(f"{k} {v:.1f}" for k, v in missed.items())
        )


def one_person(purchases) -> None:  # type: ignore[no-untyped-def]
    """Latency of one person from their own rows, and everybody in blocks."""
    from tools.science.recommending.recommend import recommend, recommend_all
    from tools.science.recommending.recommender import fit_recommender

    fitted = fit_recommender(purchases)
    today = date(2011, 12, 9)
    bounds = np.searchsorted(purchases.customer, np.arange(len(purchases.customers) + 1))
    items, days = purchases.items[purchases.item], purchases.day.astype("datetime64[D]")
    taken = []
    for person in range(0, len(purchases.customers), 9):
        rows = slice(bounds[person], bounds[person + 1])
        start = time.perf_counter()
        recommend(fitted, items[rows], days[rows], as_of=today, limit=5)
        taken.append(1e3 * (time.perf_counter() - start))
    print(f"\none person, {len(fitted.items):,} items: {_spread(taken)}")
    start = time.process_time()
    made = sum(len(frame) for frame in recommend_all(fitted, purchases, as_of=today))
    spent = time.process_time() - start
    print(f"everybody: {made:,} rows for {len(purchases.customers):,} people in {spent:.2f} cpu s")


def _spread(taken: list[float]) -> str:
    return f"median {np.median(taken):.2f} ms, 95 % {np.quantile(taken, 0.95):.2f} ms"


def synthetic_shop(customers: int, items: int = 8_000, seed: int = 0):  # type: ignore[no-untyped-def]
    """Many people, more items than the dense matrix holds: 40 tastes, popularity by rank, about ten purchases each."""
    from tools.science.recommending.purchases import Purchases

    generator = np.random.default_rng(seed)
    per_person = 1 + generator.poisson(9, customers)
    customer = np.repeat(np.arange(customers, dtype=np.int32), per_person)
    weights = np.cumsum(1 / (np.arange(items // 40) + 10.0))
    within = np.searchsorted(weights / weights[-1], generator.random(len(customer))).clip(0, items // 40 - 1)
    taste = np.where(generator.random(len(customer)) < 0.8, customer % 40, generator.integers(0, 40, len(customer)))
    item = (within * 40 + taste).astype(np.int32)
    day = (15_000 + generator.integers(0, 24, len(customer)) * 15 + customer % 15).astype(np.int32)
    key = np.unique((customer.astype(np.int64) * items + item) * 32_768 + day)
    pair, day = key // 32_768, (key % 32_768).astype(np.int32)
    names = np.array([f"p{number:05d}" for number in range(items)])
    ids = np.arange(customers)
    return Purchases(ids, names, (pair // items).astype(np.int32), (pair % items).astype(np.int32), day)


def large(customers: int) -> None:
    import resource

    from tools.science.recommending.recommend import recommend, recommend_all
    from tools.science.recommending.recommender import fit_recommender

    purchases = synthetic_shop(customers)
    start = time.process_time()
    fitted = fit_recommender(purchases)
    spent = time.process_time() - start
    print(f"\nsynthetic: {customers:,} customers, {len(purchases.items):,} items, {len(purchases.day):,} purchases")
    print(
        f"  fit {spent:.1f} cpu s, {len(fitted.affinity.sellers):,} sellers, tail {fitted.affinity.tail.nnz:,} weights"
    )
    today = date.fromordinal(719_163 + fitted.fitted_day)
    taken = []
    for person in range(0, 2_000, 10):
        rows = slice(*np.searchsorted(purchases.customer, [person, person + 1]))
        bought, days = purchases.items[purchases.item[rows]], purchases.day[rows].astype("datetime64[D]")
        start = time.perf_counter()
        recommend(fitted, bought, days, as_of=today)
        taken.append(1e3 * (time.perf_counter() - start))
    print(f"  one person: {_spread(taken)}")
    start, done = time.process_time(), 0
    for frame in recommend_all(fitted, purchases, as_of=today):
        done += frame["customer"].nunique()
        if done >= 50_000:
            break
    print(f"  everybody, measured on {done:,}: {1e6 * (time.process_time() - start) / done:.0f} cpu s a million people")
    print(f"  peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB, with the purchases themselves")


def favourite_categories(customers: int) -> None:
    """Share of first new items that lie in the planted favourite category, beside popularity."""
    import duckdb

    from tools.data.demo import build_demo_shop
    from tools.science.recommending.purchases import read_purchases
    from tools.science.recommending.recommend import recommend_all
    from tools.science.recommending.recommender import fit_recommender

    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        build_demo_shop(shop, customers=customers)
        truth = json.loads((shop / "planted_truth.json").read_text(encoding="utf-8"))
        with duckdb.connect(str(next(iter(shop.rglob("*.duckdb")))), read_only=True) as connection:
            rows = connection.sql(
                "SELECT o.customer_id, l.product_id, CAST(o.ordered_at AS DATE) AS day FROM order_lines l"
                " JOIN orders o ON o.id = l.order_id WHERE l.quantity > 0 AND o.customer_id IS NOT NULL"
            ).df()
            category = dict(connection.sql("SELECT id, category FROM products").fetchall())
    purchases = read_purchases(rows["customer_id"], rows["product_id"], rows["day"])
    fitted = fit_recommender(purchases)
    today = date.fromordinal(719_163 + fitted.fitted_day)
    favourite = dict(zip(truth["people"]["customer_id"], truth["people"]["favourite_category"], strict=True))
    popular = fitted.items[np.argmax(fitted.shelf.buyers_30)]
    print(f"\ndemo shop, {customers:,} customers: is the first new item of the planted favourite category?")
    for least in (1, 2, 5):
        orders = rows.groupby("customer_id")["day"].nunique()
        known = set(orders.index[orders >= least])
        hits = total = by_popularity = 0
        for frame in recommend_all(fitted, purchases, as_of=today, mode="new", limit=1):
            for customer, item in zip(frame["customer"], frame["item"], strict=True):
                if customer in known and customer in favourite:
                    total += 1
                    hits += category[item] == favourite[customer]
                    by_popularity += category[popular] == favourite[customer]
        print(f"  {least}+ orders, {total:,} people: {hits / total:.3f}; by popularity {by_popularity / total:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter in which implicit is installed")
    parser.add_argument("--customers", type=int, default=1_000_000, help="of the synthetic shop; 0 leaves it out")
    parser.add_argument("--demo-customers", type=int, default=5_000)
    arguments = parser.parse_args()
    if arguments.data.is_dir():
        purchases = online_retail(arguments.data)
        compare(purchases, arguments.peer_python)
        gaps_until_the_next(purchases)
        one_person(purchases)
    else:
        print(f"no folder {arguments.data}: Online Retail is left out; give --data")
    favourite_categories(arguments.demo_customers)
    if arguments.customers:
        large(arguments.customers)


if __name__ == "__main__":
    main()
