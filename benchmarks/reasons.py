"""Exact contributions beside shap's TreeExplainer: differences and processor time, same models, same rows, same run.

shap lives in an environment of its own, with the scikit-learn of this one, so that both sides fit the same model:

    python -m venv peers && peers/bin/pip install -r benchmarks/peers/reasons.txt
    python -m benchmarks.reasons --peer-python peers/bin/python

Each side runs with one thread. Our time for many rows includes making the tables; that for one row is the median of
calls from a warm process, reading included in the first.
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
from typing import Any

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
FEATURES, ROWS, EXPLAINED = 28, 20_000, 10_000
FORMS = {
    "boosted 250 x 8 leaves": ("boosted", 250, 8),
    "boosted 100 x 31 leaves": ("boosted", 100, 31),
    "boosted 300 x 8 leaves": ("boosted", 300, 8),
    "forest 60 trees": ("forest", 60, 10),
}
FIT = """
def fitted(kind, trees, leaves, inputs, label):
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    if kind == "boosted":
        model = HistGradientBoostingClassifier(
            max_iter=trees, max_leaf_nodes=leaves, learning_rate=0.06, early_stopping=False, random_state=0)
    else:
        model = RandomForestClassifier(trees, min_samples_leaf=leaves, max_samples=2_000, random_state=0)
    return model.fit(inputs, label)
"""
PEER = (
    FIT
    + """
import json, sys, time
import numpy as np
data = np.load(sys.argv[1])
kind, trees, leaves, rows = sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
inputs, label = data["inputs"], data["label"]
try:
    import shap
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}))
    raise SystemExit
model = fitted(kind, trees, leaves, inputs, label)
explainer = shap.TreeExplainer(model)
one = []
for row in range(21):
    start = time.perf_counter()
    explainer.shap_values(inputs[row : row + 1])
    one.append(time.perf_counter() - start)
start = time.process_time()
explainer = shap.TreeExplainer(model)
values = explainer.shap_values(inputs[:rows])
seconds = time.process_time() - start
values = values if values.ndim == 2 else values[:, :, 1]
np.save(sys.argv[6], values)
base = float(np.ravel(explainer.expected_value)[-1])
print(json.dumps({"seconds": seconds, "one": sorted(one)[10], "base": base, "version": shap.__version__}))
"""
)


def people(rows: int) -> tuple[Any, Any]:
    """Features with some missing values and a label that two of them explain together."""
    import numpy as np

    dice = np.random.default_rng(0)
    inputs = dice.normal(size=(rows, FEATURES))
    label = (inputs[:, 0] + inputs[:, 1] * inputs[:, 2] + dice.normal(size=rows) > 0).astype(int)
    inputs[dice.random(inputs.shape) < 0.05] = np.nan
    return inputs, label


def ours(form: tuple[str, int, int], inputs: Any, label: Any) -> dict[str, Any]:
    """Base, contributions and times of this product on the same model."""
    import pandas as pd

    from tools.science.propensity.scorer import Scorer, TreeMember
    from tools.science.reasons import contributions

    names = tuple(f"f{number}" for number in range(FEATURES))
    space: dict[str, Any] = {}
    exec(FIT, space)
    model = space["fitted"](*form, inputs, label)
    frame = pd.DataFrame(inputs, columns=list(names))

    def scorer() -> Scorer:
        return Scorer(names, (TreeMember(names, model),), (1.0,))

    warm, one = scorer(), []
    start = time.perf_counter()
    contributions(warm, frame.iloc[:1])
    first = time.perf_counter() - start
    for row in range(51):
        start = time.perf_counter()
        contributions(warm, frame.iloc[row : row + 1])
        one.append(time.perf_counter() - start)
    start = time.process_time()
    fresh = scorer()
    base, parts = contributions(fresh, frame.iloc[:EXPLAINED])
    seconds = time.process_time() - start
    start = time.process_time()
    contributions(fresh, frame.iloc[:EXPLAINED])
    again = time.process_time() - start
    added = abs(base + parts.sum(axis=1).to_numpy() - fresh.margin(frame.iloc[:EXPLAINED])).max()
    return {
        "base": base,
        "values": parts.to_numpy(),
        "seconds": seconds,
        "again": again,
        "first": first,
        "one": sorted(one)[25],
        "added": added,
    }


def theirs(python: str, data: Path, form: tuple[str, int, int], rows: int, out: Path) -> dict[str, Any] | None:
    """The same from shap, in its own interpreter; None where it is not there."""
    command = [python, "-c", PEER, str(data), *map(str, form), str(rows), str(out)]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **THREADS}, check=False)
    if run.returncode:
        print(f"  shap failed: {run.stderr.strip().splitlines()[-1]}")
        return None
    found: dict[str, Any] = json.loads(run.stdout.strip().splitlines()[-1])
    if "missing" in found:
        print(f"  shap is not installed there ({found['missing']}): see the head of this file")
        return None
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter that has shap")
    arguments = parser.parse_args()
    import numpy as np

    inputs, label = people(ROWS)
    print(f"{EXPLAINED:,} rows x {FEATURES} features, 5 % missing, one thread; processor seconds\n")
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "data.npz", Path(folder) / "values.npy"
        np.savez(data, inputs=inputs, label=label)
        for name, form in FORMS.items():
            mine = ours(form, inputs, label)
            print(
                f"{name}\n  ours   {mine['seconds']:7.3f} s ({mine['again']:.3f} s once its tables are made), one row "
                f"{mine['one'] * 1e3:.2f} ms (first {mine['first'] * 1e3:.1f} ms), adds up to {mine['added']:.1e}"
            )
            peer = theirs(arguments.peer_python, data, form, EXPLAINED, out)
            if peer:
                apart = np.abs(np.load(out) - mine["values"]).max()
                print(
                    f"  shap   {peer['seconds']:7.3f} s, one row {peer['one'] * 1e3:.2f} ms (version {peer['version']})"
                    f"\n  largest difference {apart:.1e}, of the base {abs(peer['base'] - mine['base']):.1e}; "
                    f"ours takes {mine['seconds'] / peer['seconds']:.3f} of the time"
                )


if __name__ == "__main__":
    os.environ.update(THREADS)
    main()
