"""Reading questions with the built-in planner: does a shop of 100,000 products read as fast as one of 300?

    python -m benchmarks.reading [--rounds N] [--folder DIR] [--slowest N]

Makes two shops (kept in DIR when it is given, and used again), reads the same questions in both, turn and turn about,
and prints how long that takes; then, each in a process of its own, what the first question of a shop costs in time and
memory. Bars: 30 ms (median), at most twice the time of the small shop. Needs nothing beyond the product. Wall times
depend on what else the machine does; CPU times are beside them.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.planner.frame import State
from assistant.planner.reader import Reader
from benchmarks.reading_shops import LARGE, SMALL, build_reading_shop, questions
from tools.data.workspace import Workspace
from tools.definitions import Audience, Metric
from tools.desk import Shop

BAR_MS, BAR_RATIO = 30, 2
KINDS = ("clean", "typos", "unknown", "products", "misspelt_products", "people", "follow_up")
Timed = tuple[str, list[tuple[float, float]]]
"""A question and, for each shop, the milliseconds it took: wall and CPU."""
EARLIER = ("women in Shanghai who spent over 500", "revenue by city this year")
"""What was read before a follow-up."""
_FIRST = """
import json, sys, time
from pathlib import Path
from assistant.planner.reader import Reader
from tools.data.workspace import Workspace
from tools.desk import Shop
def memory(name):  # MB; getrusage would begin with the peak of the process that started us
    return int(Path("/proc/self/status").read_text().split(name)[1].split()[0]) / 1024
shop = Shop.open(Workspace.open(Path(sys.argv[1])))
reader, before = Reader(shop, shop.warehouse.last_day()), memory("VmRSS:")
shop.dictionary
took = []
for question in ("how many customers in Shanghai", "who bought flurbotrons in Lodnon", "买过末莉香水的客户"):
    wall, cpu = time.perf_counter(), time.process_time()
    reader.read(question)
    took.append(f"{time.perf_counter() - wall:.2f} s ({time.process_time() - cpu:.2f} s CPU)")
print(json.dumps([took, before, memory("VmRSS:"), memory("VmHWM:")]))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often every question is read (3)")
    parser.add_argument("--folder", type=Path, help="where the shops are kept")
    parser.add_argument("--slowest", type=int, default=0, help="show so many questions that take longest")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch)
        workspaces = [_shop(folder / name, size) for name, size in (("small", SMALL), ("large", LARGE))]
        for workspace in workspaces:
            _first(workspace)
        shops = [Shop.open(workspace) for workspace in workspaces]
        try:
            _measure([Reader(shop, shop.warehouse.last_day()) for shop in shops], arguments.rounds, arguments.slowest)
        finally:
            for shop in shops:
                shop.close()


def _shop(folder: Path, size: dict[str, int]) -> Workspace:
    if (folder / "warehouse.duckdb").is_file():
        return Workspace.open(folder)
    return build_reading_shop(folder, size)


def _first(workspace: Workspace) -> None:
    """What the first questions cost, in a process that has read none."""
    command = [sys.executable, "-c", _FIRST, str(workspace.path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    took, before, after, peak = json.loads(ran.stdout)
    print(
        f"{workspace.path.name}: first question {took[0]}, first unknown word {took[1]}, "
        f"first unknown Chinese word {took[2]}; memory {before:,.0f} MB before, {after:,.0f} after, "
        f"{peak:,.0f} at its peak"
    )


def _measure(readers: list[Reader], rounds: int, slowest: int) -> None:
    everything: list[Timed] = []
    heads = "".join(f"{size + ', ms':>12}{'CPU':>8}{'95%':>8}" for size in ("small", "large"))
    print(f"{'':<18}{'questions':>9}{heads}{'ratio':>8}{'same':>7}")
    for reader in readers:
        reader.read("how many custmers in 宁泊")
    for kind in KINDS:
        times, alike = _kind(readers, kind, rounds)
        _print(kind, times, f"{alike:>7}")
        everything += times
    _print("all", everything)
    print(f"bars: median {BAR_MS} ms, ratio {BAR_RATIO}; same: questions that both shops read with the same intent")
    for question, took in sorted(everything, key=lambda item: -item[1][1][0])[:slowest]:
        print(f"{took[1][0]:8.1f} ms (small {took[0][0]:.1f})  {question}")


def _kind(readers: list[Reader], kind: str, rounds: int) -> tuple[list[Timed], int]:
    """Times of every reading, the shops taking turns at going first; how many questions read alike."""
    times: list[Timed] = []
    alike = 0
    states = [[_state(reader, question) for question in EARLIER] for reader in readers]
    for turn in range(rounds):
        for number, question in enumerate(questions(kind)):
            took, intents = [(0.0, 0.0)] * 2, [""] * 2
            for place in (0, 1) if (turn + number) % 2 else (1, 0):
                state = states[place][number % 2] if kind == "follow_up" else None
                wall, cpu = time.perf_counter(), time.process_time()
                intents[place] = readers[place].read(question, state).intent
                took[place] = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
            times.append((question, took))
            alike += turn == 0 and intents[0] == intents[1]
    return times, alike


def _state(reader: Reader, question: str) -> State:
    """What reading a question leaves for the next one."""
    arguments = reader.read(question).calls[0].args
    if "metric" in arguments:
        return State(metric=Metric.model_validate(arguments["metric"]), last="metric")
    return State(audience=Audience.model_validate(arguments["audience"]), last="audience")


def _print(kind: str, times: list[Timed], same: str = "") -> None:
    row = f"{kind:<18}{len({question for question, _ in times}):>9}"
    medians = []
    for place in (0, 1):
        wall, cpu = zip(*(took[place] for _, took in times), strict=True)
        medians.append(statistics.median(wall))
        row += f"{medians[-1]:>12.1f}{statistics.median(cpu):>8.1f}{statistics.quantiles(wall, n=20)[-1]:>8.1f}"
    print(f"{row}{medians[1] / medians[0]:>8.2f}{same}")


if __name__ == "__main__":
    main()
