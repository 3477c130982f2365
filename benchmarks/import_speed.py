"""Time and memory of importing a million order lines, beside pandas doing the same clean-up, in one run.

`python -m benchmarks.import_speed [LINES]`. Each side runs in a process of its own, so that peak memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CUSTOMERS, PRODUCTS, LINES_PER_ORDER = 80_000, 3_000, 4


def generate(path: Path, lines: int, seed: int = 7) -> None:
    """A flat CSV of order lines: ids, dates, names with a little dirt, prices, some missing customers."""
    dice = random.Random(seed)
    prices = [round(dice.lognormvariate(1.5, 0.8), 2) for _ in range(PRODUCTS)]
    with path.open("w", encoding="utf-8") as out:
        out.write("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n")
        for line in range(lines):
            order = line // LINES_PER_ORDER
            if line % LINES_PER_ORDER == 0:
                day, clock = order % 700, f"{8 + order % 12:02d}:{order % 60:02d}:00"
                customer = "" if dice.random() < 0.2 else str(10_000 + dice.randrange(CUSTOMERS))
                country = "Germany" if order % 9 == 0 else "United Kingdom"
                moment = f"{2024 + day // 365}-{1 + day % 365 // 31:02d}-{1 + day % 28:02d} {clock}"
            product = dice.randrange(PRODUCTS)
            units = -1 if dice.random() < 0.02 else 1 + dice.randrange(12)
            out.write(
                f"{500_000 + order},{product:05d}A,PRODUCT NUMBER {product}{' ' * (line % 7 == 0)},{units},{moment},"
                f"{prices[product]},{customer},{country}\n"
            )


def by_import(path: Path, folder: Path) -> float:
    """Our import into a new workspace: plan, clean, split, check, store; returns net revenue."""
    from tools.data.importing import plan_import, run_import
    from tools.data.workspace import Workspace

    workspace = Workspace.create(folder)
    return run_import(plan_import([str(path)], settings=workspace.settings), workspace).net_revenue


def by_pandas(path: Path, folder: Path) -> float:
    """The same tables with pandas.read_csv and groupby, written as pickles; returns net revenue."""
    import pandas as pd

    lines = pd.read_csv(
        path, dtype={"InvoiceNo": str, "StockCode": str, "CustomerID": str}, parse_dates=["InvoiceDate"]
    )
    for column in ("InvoiceNo", "StockCode", "Description", "CustomerID", "Country"):
        lines[column] = lines[column].str.strip()
    orders = lines.groupby("InvoiceNo", sort=False)[["CustomerID", "InvoiceDate"]].first()
    names = lines.groupby(["StockCode", "Description"]).size().reset_index(name="n").sort_values("n", ascending=False)
    products = names.drop_duplicates("StockCode")
    places = lines.dropna(subset=["CustomerID"]).groupby(["CustomerID", "Country"]).size().reset_index(name="n")
    customers = places.sort_values("n", ascending=False).drop_duplicates("CustomerID")
    lines.duplicated().sum()  # the quality report counts repeats
    folder.mkdir()
    for name, frame in (("orders", orders), ("products", products), ("customers", customers), ("lines", lines)):
        frame.to_pickle(folder / name)
    return float((lines["Quantity"] * lines["UnitPrice"]).sum())


Measure = tuple[float, float, float, float]
"""Wall seconds, processor seconds, peak megabytes, net revenue."""


def measured(work: Callable[[Path, Path], float], path: Path, folder: Path) -> Measure:
    """One side in a process of its own."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(work, path, folder, sending))
    process.start()
    sending.close()  # so that a worker that dies is an end of file here, not a wait for ever
    result: Measure = receiving.recv()
    process.join()
    return result


def _measure(work: Callable[[Path, Path], float], path: Path, folder: Path, sending: object) -> None:
    start = time.perf_counter()
    figure = work(path, folder)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    sending.send((seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, figure))  # type: ignore[attr-defined]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="the best of this many is shown")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "lines.csv"
        generate(path, arguments.lines)
        print(f"{arguments.lines:,} order lines, {path.stat().st_size / 1e6:.0f} MB CSV, best of {arguments.rounds}\n")
        results: dict[str, Measure] = {}
        for round_ in range(arguments.rounds):
            for label, work in (("this import", by_import), ("pandas", by_pandas)):
                found = measured(work, path, folder / f"{label} {round_}")
                results[label] = min(results.get(label, found), found)
    print(f"{'':14}{'seconds':>9}{'cpu s':>9}{'peak MB':>9}{'net revenue':>16}")
    for label, (seconds, processor, peak, figure) in results.items():
        print(f"{label:14}{seconds:9.2f}{processor:9.2f}{peak:9.0f}{figure:16,.2f}")
    ours, theirs = results["this import"], results["pandas"]
    print(f"{'ratio':14}" + "".join(f"{ours[k] / theirs[k]:9.2f}" for k in range(3)))


if __name__ == "__main__":
    main()
