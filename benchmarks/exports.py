"""Exports of audiences of two sizes: people per second, and how much more memory ten times the people take.

    python -m benchmarks.exports [PEOPLE]

Each export runs in a process of its own; what it took at most is compared with the same export of a tenth.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

from tools.campaigns import export_audience
from tools.data.engine import writing
from tools.data.exports import Platform
from tools.data.workspace import Workspace, WorkspaceSettings
from tools.definitions import Audience
from tools.desk import Shop

PLATFORMS: tuple[Platform, ...] = ("csv", "parquet", "klaviyo", "meta")
CUSTOMERS = """
INSERT INTO customers
SELECT printf('C%08d', i), CASE WHEN i % 3 = 0 THEN '王小明' ELSE 'Ana de la Cruz ' || i END,
    'customer.' || i || '@example.' || CASE WHEN i % 2 = 0 THEN 'com' ELSE 'org' END,
    CASE WHEN i % 3 = 0 THEN printf('138%08d', i) ELSE printf('+1 (212) 2%02d-%04d', i % 100, i % 10000) END,
    'female', NULL, 'Shanghai', CASE WHEN i % 3 = 0 THEN '中国' ELSE 'USA' END, DATE '2024-01-01',
    i % 10 <> 0, i % 5 <> 0
FROM range($people) AS r(i)
"""


def build(folder: Path, people: int) -> Workspace:
    """A shop of so many customers, one of whom has ordered."""
    workspace = Workspace.create(folder, WorkspaceSettings(name="Large"))
    with writing(workspace.warehouse_path) as connection:
        connection.execute(CUSTOMERS, {"people": people})
        connection.execute("INSERT INTO orders VALUES ('O1', 'C00000001', '2024-06-01 10:00:00', 'web', 0, 'paid')")
        connection.execute("INSERT INTO order_lines VALUES ('O1', 'P1', 1, 10)")
    return workspace


def run(folder: Path, platform: Platform, results: "multiprocessing.Queue[tuple[float, float, float]]") -> None:
    """One export: seconds, peak memory in MB, people written."""
    shop = Shop.open(Workspace.open(folder))
    started = time.perf_counter()
    finding = export_audience(shop.desk(), Audience(), platform, folder / f"out.{platform}")
    seconds = time.perf_counter() - started
    results.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, finding.totals["written"]))


def measure(folder: Path, platform: Platform) -> tuple[float, float, float]:
    """`run` in a fresh process."""
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[tuple[float, float, float]] = context.Queue()
    process = context.Process(target=run, args=(folder, platform, results))
    process.start()
    outcome = results.get()
    process.join()
    return outcome


def main() -> None:
    """Print one line per platform."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        small, large = (build(Path(folder) / str(size), size).path for size in (people // 10, people))
        for platform in PLATFORMS:
            _, few, _ = measure(small, platform)
            seconds, many, written = measure(large, platform)
            print(
                f"{platform}: {written:,.0f} of {people:,} written, {people / seconds:,.0f} people a second; "
                f"{many:,.0f} MB at most, {many / few:.2f} times a tenth's {few:,.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
