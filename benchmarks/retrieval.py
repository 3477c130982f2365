"""Known-item retrieval through the real library, beside the TF-IDF floors: `python -m benchmarks.retrieval`.

Two public sets with gold (Abt-Buy in both directions, AdvertiseGen attributes to copy) and forty paraphrases of our
own in four pairings of languages. Ties count against us. `--mixes` prints what other weights of meaning reach.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from tools.data import ranking
from tools.data.engine import Warehouse, writing
from tools.data.vectors import Library, build_library
from tools.data.workspace import Workspace

PUBLIC = Path(__file__).resolve().parents[2] / "shared" / "data"
PARAPHRASES = Path(__file__).with_name("paraphrases.toml")
DEPTH = 10


@dataclass(frozen=True)
class Task:
    """Queries with the ids of their right answers, over products given as (id, name, description)."""

    name: str
    products: list[tuple[str, str, str]]
    queries: list[tuple[str, frozenset[str]]]
    floor: tuple[float, float] | None = None
    """Recall@1 and MRR@10 of plain TF-IDF, from the data's SOURCE.md."""


@dataclass(frozen=True)
class Result:
    """Shares from 0 to 1 over `queries` queries."""

    recall_at_1: float
    mrr_at_10: float
    queries: int
    indexing_seconds: float
    seconds_per_query: float


def public_tasks() -> list[Task]:
    """The tasks whose data is there; empty where it is not."""
    tasks = []
    if (PUBLIC / "abt_buy").is_dir():
        abt, buy = _offers("AbtBuy_Abt.csv"), _offers("AbtBuy_Buy.csv")
        tasks += [_offer_task("Abt title → Buy", abt, buy, (0.7049, 0.7927)),
                  _offer_task("Buy title → Abt", buy, abt, (0.7305, 0.8076))]  # fmt: skip
    if (PUBLIC / "advertisegen_zh").is_dir():
        tasks.append(_advertising_task())
    return tasks


def paraphrase_tasks() -> list[Task]:
    """Asked in other words, in the product's language and across languages; written by us, so without a floor."""
    items = tomllib.loads(PARAPHRASES.read_text(encoding="utf-8"))["product"]
    tasks = []
    for asked, stored in (("en", "en"), ("zh", "zh"), ("zh", "en"), ("en", "zh")):
        products = [(f"P{n}", "", item[stored]) for n, item in enumerate(items)]
        queries = [(item[f"ask_{asked}"], frozenset({f"P{n}"})) for n, item in enumerate(items)]
        tasks.append(Task(f"paraphrase {asked} → {stored}", products, queries))
    return tasks


@contextmanager
def indexed(task: Task, folder: Path) -> Iterator[tuple[Library, float]]:
    """A library over the task's products, and the seconds it took to index."""
    workspace = Workspace.create(folder)
    with writing(workspace.warehouse_path) as connection:
        connection.executemany("INSERT INTO products (id, name, description) VALUES (?, ?, ?)", task.products)
    warehouse = Warehouse(workspace.warehouse_path)
    start = time.perf_counter()
    build_library(workspace, warehouse)
    library = Library.open(workspace, warehouse)
    try:
        yield library, time.perf_counter() - start
    finally:
        library.close()
        warehouse.close()


def run(task: Task, library: Library, indexing_seconds: float = 0.0) -> Result:
    """Ask every query of the task."""
    first, reciprocal = 0, 0.0
    start = time.perf_counter()
    for query, right in task.queries:
        found = library.search(query, limit=DEPTH)
        scores = [passage.score for passage in found if passage.key in right]
        if not scores:
            continue
        # whatever else scores the same counts as found before the right one
        rank = 1 + sum((p.score or 0) >= (scores[0] or 0) for p in found if p.key not in right)
        first += rank == 1
        reciprocal += 1 / rank if rank <= DEPTH else 0.0
    count = len(task.queries)
    return Result(first / count, reciprocal / count, count, indexing_seconds, (time.perf_counter() - start) / count)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mixes", action="store_true", help="also try other weights of meaning")
    options = parser.parse_args()
    print(f"{'task':24}{'n':>6}{'R@1':>8}{'floor':>8}{'MRR@10':>8}{'floor':>8}{'index s':>9}{'ms/query':>10}")
    for task in [*public_tasks(), *paraphrase_tasks()]:
        with tempfile.TemporaryDirectory() as folder, indexed(task, Path(folder) / "shop") as (library, seconds):
            _print(task.name, run(task, library, seconds), task.floor)
            for weight in (0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 1.0) if options.mixes else ():
                with mock.patch.object(ranking.Question, "weight_of_meaning", lambda *_, w=weight: w):
                    _print(f"  weight {weight:g}", run(task, library), None)


def _print(name: str, result: Result, floor: tuple[float, float] | None) -> None:
    floors = [f"{value:.4f}" if floor else "" for value in floor or (0, 0)]
    print(
        f"{name:24}{result.queries:>6}{result.recall_at_1:>8.4f}{floors[0]:>8}{result.mrr_at_10:>8.4f}{floors[1]:>8}"
        f"{result.indexing_seconds:>9.1f}{1000 * result.seconds_per_query:>10.1f}",
        flush=True,
    )


def _offers(name: str) -> list[dict[str, str]]:
    with (PUBLIC / "abt_buy" / name).open(encoding="utf-8", errors="replace", newline="") as handle:
        return list(csv.DictReader(handle))


def _offer_task(
    name: str, asked: list[dict[str, str]], stored: list[dict[str, str]], floor: tuple[float, float]
) -> Task:
    """Rows may repeat an id: each row is a product of its own."""
    products = [(f"{row['unique_id']}/{n}", row["title"], row["description"]) for n, row in enumerate(stored)]
    by_id: dict[str, set[str]] = {}
    for key, _, _ in products:
        by_id.setdefault(key.split("/")[0], set()).add(key)
    queries = [(row["title"], frozenset(by_id[row["unique_id"]])) for row in asked if row["unique_id"] in by_id]
    return Task(name, products, queries, floor)


def _advertising_task() -> Task:
    lines = (PUBLIC / "advertisegen_zh" / "dev.json").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    right: dict[str, set[str]] = {}
    for number, row in enumerate(rows):
        right.setdefault(row["content"], set()).add(f"A{number}")
    products = [(f"A{number}", "", row["summary"]) for number, row in enumerate(rows)]
    return Task("attributes → copy (zh)", products, [(q, frozenset(ids)) for q, ids in right.items()], (0.721, 0.806))


if __name__ == "__main__":
    main()
