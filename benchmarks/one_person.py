"""One person among a million, and everyone in batches: how long, and how much memory.

    python -m benchmarks.one_person [--customers N] [--folder DIR] [--people N]

Makes a shop of a million customers (kept in DIR when it is given, and used again), then measures, from a warm process,
what a person's answer is made of, an event until it shows, and, in a process of its own, the features of everyone.
Bars: one person's features, scores, reasons and next best product within 50 ms (median); everyone within 2 GB.
Needs nothing beyond the product. Wall times depend on what else the machine does; CPU times are beside them.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.large_shop import build_large_shop
from tools.data.engine import Warehouse
from tools.data.features import FeaturePlan, compute, person, plan_features
from tools.data.live import append_event, read_event
from tools.data.models import keeping
from tools.data.workspace import Workspace
from tools.desk import Desk, Shop
from tools.modelling.context import Training
from tools.modelling.people import fresh_scores, purchases_of
from tools.modelling.reasons import explain_people
from tools.recommendations.products import next_best
from tools.training import FITS

BAR_MS = 50
Step = Callable[[Warehouse, FeaturePlan, Any, str], Any]
STEPS: dict[str, Step] = {
    "features": lambda warehouse, plan, as_of, customer: compute(warehouse, plan, as_of, customers=[customer]),
    "features and purchases": lambda warehouse, plan, as_of, customer: person(warehouse, plan, as_of, customer),
}
"""What is measured of one person before any model is fitted."""
_EVERYONE = """
import sys, time
from datetime import date
from pathlib import Path
from tools.data.engine import Warehouse
from tools.data.features import FeaturePlan, stream
warehouse = Warehouse(Path(sys.argv[1]))
plan = FeaturePlan.model_validate_json(sys.stdin.read())
wall, cpu, rows = time.perf_counter(), time.process_time(), 0
for frame in stream(warehouse, plan, date.fromisoformat(sys.argv[2])):
    rows += len(frame)
status = Path("/proc/self/status").read_text()  # getrusage would begin with the peak of the process that started us
peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
print(f"{rows:,} people, {len(plan.features)} features: {time.perf_counter() - wall:.1f} s "
      f"({time.process_time() - cpu:.1f} s CPU), peak {peak:,.0f} MB (bar 2,048)")
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=100, help="how many people to ask for (100)")
    parser.add_argument("--folder", type=Path, help="where the shop is kept")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        workspace = _shop(arguments.folder or Path(scratch) / "shop", arguments.customers)
        warehouse = Warehouse(workspace.warehouse_path)
        try:
            _measure(workspace, warehouse, arguments.customers, arguments.people)
        finally:
            warehouse.close()


def _shop(folder: Path, customers: int) -> Workspace:
    if (folder / "warehouse.duckdb").is_file():
        return Workspace.open(folder)
    started, cpu = time.perf_counter(), time.process_time()
    workspace = build_large_shop(folder, customers)
    size = workspace.warehouse_path.stat().st_size / 2**20
    print(f"made {customers:,} customers: {_since(started, cpu)}, {size:,.0f} MB on disk, laid out by person included")
    return workspace


def _measure(workspace: Workspace, warehouse: Warehouse, customers: int, people: int) -> None:
    as_of = warehouse.last_day()
    started, cpu = time.perf_counter(), time.process_time()
    plan = plan_features(warehouse, as_of)
    print(f"planned {len(plan.features)} features: {_since(started, cpu)}")
    rng = random.Random(0)
    ids = [f"C{rng.randrange(customers):07d}" for _ in range(people)]
    for name, step in STEPS.items():
        step(warehouse, plan, as_of, ids[0])
        _print(name, [_timed(partial(step, warehouse, plan, as_of, customer)) for customer in ids])
    _print(
        "an event until the features show it",
        [_timed(partial(_seen, workspace, warehouse, plan, customer)) for customer in ids],
    )
    _answered(workspace, warehouse, ids)
    command = [sys.executable, "-c", _EVERYONE, str(workspace.warehouse_path), as_of.isoformat()]
    ran = subprocess.run(command, input=plan.model_dump_json(), capture_output=True, text=True, check=True)
    print(f"everyone, streamed: {ran.stdout.strip()}")


def _answered(workspace: Workspace, warehouse: Warehouse, ids: list[str]) -> None:
    """All that is said of one person: features, every score, the reasons of one, the next best products."""
    started, cpu = time.perf_counter(), time.process_time()
    training = Training(workspace, warehouse, warehouse.last_day())
    for name in ("value", "purchase", "churn", "recommendations"):
        fitted = FITS[name](training)
        fitted.card.offered = True  # the shop is made of chance; what is measured here is time
        fitted.card.version = keeping.next_version(workspace.models_path, name, fitted.card.fitted_as_of)
        card = fitted.card.model_dump(mode="json")
        keeping.save(workspace.models_path, name, fitted.card.version, parts=fitted.parts, card=card)
    print(f"fitted value, purchase, churn and recommendations: {_since(started, cpu)}")
    desk = Shop(workspace, warehouse).desk()
    steps: dict[str, Callable[[str], Any]] = {
        "scores": partial(fresh_scores, desk),
        "reasons": lambda customer: explain_people(desk, "purchase", [customer]),
        "next best products": lambda customer: next_best(desk, customer, "any", 5),
    }
    for name, step in steps.items():
        step(ids[0])
        _print(name, [_timed(partial(step, customer)) for customer in ids])
    _print(
        "scores, reasons and next best products",
        [_timed(lambda customer=customer: [step(customer) for step in steps.values()]) for customer in ids],
    )
    _print("an event until all of it shows", [_timed(partial(_moved, desk, steps, customer)) for customer in ids])


def _moved(desk: Desk, steps: dict[str, Callable[[str], Any]], customer: str) -> None:
    before = purchases_of(desk, customer)["quantity"].sum()
    append_event(desk.workspace, read_event({"customer": customer, "type": "purchase", "product": "P00002"}),
                 warehouse=desk.warehouse)  # fmt: skip
    now = replace(desk, today=desk.warehouse.last_day())
    assert purchases_of(now, customer)["quantity"].sum() == before + 1
    for step in steps.values():
        step(customer)


def _seen(workspace: Workspace, warehouse: Warehouse, plan: FeaturePlan, customer: str) -> None:
    append_event(
        workspace, read_event({"customer": customer, "type": "purchase", "product": "P00001"}), warehouse=warehouse
    )
    frame = compute(warehouse, plan, warehouse.last_day(), customers=[customer])
    assert frame["recency_days"].iloc[0] == 0


def _timed(work: Callable[[], Any]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _print(name: str, times: list[tuple[float, float]]) -> None:
    wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
    slow = statistics.quantiles([time for time, _ in times], n=20)[-1]
    print(f"one person, {name}: median {wall:.1f} ms ({cpu:.1f} ms CPU), 95% within {slow:.1f} ms (bar {BAR_MS})")


def _since(started: float, cpu: float) -> str:
    return f"{time.perf_counter() - started:.1f} s ({time.process_time() - cpu:.1f} s CPU)"


if __name__ == "__main__":
    main()
