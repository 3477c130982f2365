"""Scoring a whole shop inside the engine beside streaming it to Python in batches: same rows, same run, same answer.

`python -m benchmarks.sql_scoring [ROWS]`. "SQL" works every probability out, "stored" and "Python" also write a table
of ids and probabilities; the ratio is of the processor seconds of those two. The last lines are what `MOST_NODES` in
tools/data/models/sql_scoring.py rests on: the size at which trees become faster in Python. scikit-learn has one thread
here, as its own threads wait for each other by spinning; the engine has all there are.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
FEATURES, BATCH_ROWS, FITTED = 30, 50_000, 20_000


def shop(connection: Any, rows: int) -> list[str]:
    """A table `features`: half bell-shaped, half long-tailed columns, 5 % of the cells unknown."""
    names = [f"feature_{number}" for number in range(FEATURES)]
    bell = "sqrt(-2 * ln(1 - random())) * cos(6.283185307179586 * random())"
    columns = [
        f"CASE WHEN random() < .05 THEN NULL ELSE {bell if place % 2 else f'exp({bell})'} END AS {name}"
        for place, name in enumerate(names)
    ]
    connection.execute("SELECT setseed(.5)")
    connection.execute(
        f"CREATE TABLE features AS SELECT 'c' || i AS customer_id, {', '.join(columns)} FROM range({rows}) AS made(i)"
    )
    return names


def linear(names: list[str], sample: Any, knots: int) -> Any:
    """A linear score of the given columns with as many hinges a column."""
    import numpy as np

    from tools.science.propensity.basis import fit_basis
    from tools.science.propensity.scorer import LinearMember, Scorer

    basis = fit_basis(sample[names], knots=knots)
    weights = np.random.default_rng(0).normal(size=len(basis.mean)) / 5
    return Scorer(tuple(names), (LinearMember(basis, weights, -0.5),), (1.0,), 0.9, 0.1)


def boosted(names: list[str], sample: Any, trees: int, leaves: int) -> Any:
    """A boosted score."""
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier

    from tools.science.propensity.scorer import Scorer, TreeMember

    noise = np.random.default_rng(0).normal(size=len(sample))
    label = (sample[names[1]].fillna(0) + sample[names[3]].fillna(0) + noise > 0).astype(int)
    model = HistGradientBoostingClassifier(max_iter=trees, max_leaf_nodes=leaves, early_stopping=False, random_state=0)
    member = TreeMember(tuple(names), model.fit(sample[names].to_numpy(), label))
    return Scorer(tuple(names), (member,), (1.0,))


def in_engine(connection: Any, scorer: Any) -> None:
    """ids and probabilities by SQL."""
    from tools.data.models.sql_scoring import probability_sql
    from tools.science.scorer_parts import plain_parts

    text = probability_sql(plain_parts(scorer))
    connection.execute(f"CREATE OR REPLACE TABLE by_sql AS SELECT customer_id, {text} AS probability FROM features")


def worked_out(connection: Any, scorer: Any) -> None:
    """Every probability by SQL, only their extremes brought back."""
    from tools.data.models.sql_scoring import probability_sql
    from tools.science.scorer_parts import plain_parts

    text = probability_sql(plain_parts(scorer))
    connection.execute(f"SELECT min(p), max(p), sum(p) FROM (SELECT {text} AS p FROM features)").fetchone()


def in_batches(connection: Any, scorer: Any) -> None:
    """ids and probabilities by Python, a batch at a time."""
    import pandas as pd

    cursor = connection.cursor()
    connection.execute("CREATE OR REPLACE TABLE by_python (customer_id VARCHAR, probability DOUBLE)")
    reader = cursor.execute(f"SELECT customer_id, {', '.join(scorer.features)} FROM features")
    vectors = BATCH_ROWS // 2048
    while len(frame := reader.fetch_df_chunk(vectors)):
        scored = pd.DataFrame({"customer_id": frame["customer_id"], "probability": scorer.probability(frame)})
        connection.register("scored", scored)
        connection.execute("INSERT INTO by_python SELECT * FROM scored")
        connection.unregister("scored")


def timed(work: Callable[[], None], rounds: int) -> tuple[float, float]:
    """Best wall and processor seconds."""
    best = (float("inf"), float("inf"))
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        best = min(best, (time.perf_counter() - wall, time.process_time() - processor))
    return best


def compare(connection: Any, name: str, scorer: Any, rounds: int) -> None:
    """One line: both sides and the largest difference."""
    from tools.data.models.sql_scoring import pays
    from tools.science.scorer_parts import plain_parts

    alone = timed(lambda: worked_out(connection, scorer), rounds)
    sql = timed(lambda: in_engine(connection, scorer), rounds)
    python = timed(lambda: in_batches(connection, scorer), 1)
    apart = connection.execute(
        "SELECT max(abs(by_sql.probability - by_python.probability)) FROM by_sql JOIN by_python USING (customer_id)"
    ).fetchone()[0]
    chosen = "SQL" if pays(plain_parts(scorer)) else "Python"
    figures = "".join(f"{wall:9.2f}{processor:7.2f}" for wall, processor in (alone, sql, python))
    print(f"{name:34}{figures}{sql[1] / python[1]:8.2f}{apart:9.0e}  {chosen}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="the best of this many is shown for SQL")
    arguments = parser.parse_args()
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect(str(Path(folder) / "shop.duckdb")) as connection:
        names = shop(connection, arguments.rows)
        sample = connection.execute(f"SELECT * FROM features LIMIT {FITTED}").df()
        print(f"{arguments.rows:,} rows; seconds\n")
        heads = "".join(f"{name:>9}{'cpu':>7}" for name in ("SQL", "stored", "Python"))
        print(f"{'':34}{heads}{'ratio':>8}{'apart':>9}  chosen")
        for columns, knots in ((10, 0), (30, 0), (10, 4), (30, 4)):
            score = linear(names[:columns], sample, knots)
            compare(connection, f"linear, {columns} features, {knots} knots each", score, arguments.rounds)
        for trees, leaves in ((1, 31), (10, 8), (40, 8), (80, 8), (160, 8), (20, 31), (40, 31)):
            score = boosted(names, sample, trees, leaves)
            compare(connection, f"{trees} trees, {trees * (leaves - 1):,} inner nodes", score, 1)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
