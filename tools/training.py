"""Fitting what can be fitted: `python -m assistant train`. Each model says whether the data allow it, and why not."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tools.contract import Model, NotEnoughData
from tools.data.engine import Warehouse, writing
from tools.data.features import behaviour
from tools.data.workspace import Workspace, write_atomically
from tools.segment_names import name_clusters

Progress = Callable[[str, float], None]


class TrainingReport(Model):
    """What became of one model."""

    model: str
    fitted: bool
    text_en: str
    text_zh: str


def train(workspace: Workspace, *, progress: Progress | None = None) -> list[TrainingReport]:
    """Fit every model the data allow and store it beside its card; the caller holds the exclusive lock."""
    reports = []
    for step, (name, fit) in enumerate(MODELS.items()):
        if progress:
            progress(name, step / len(MODELS))
        try:
            reports.append(fit(workspace))
        except NotEnoughData as error:
            reports.append(TrainingReport(model=name, fitted=False, text_en=error.message, text_zh=error.message))
    if progress:
        progress("done", 1.0)
    return reports


def fit_clusters(workspace: Workspace) -> TrainingReport:
    """k-means over buyers' behaviour; members go into the warehouse, centres and evidence into a card."""
    from tools.science import clusters

    warehouse = Warehouse(workspace.warehouse_path)
    try:
        today = warehouse.last_day()
        frame = behaviour(warehouse, today)
    finally:
        warehouse.close()
    if len(frame) < clusters.MINIMUM_CUSTOMERS:
        raise NotEnoughData(
            f"Clusters need at least {clusters.MINIMUM_CUSTOMERS} customers with orders; there are {len(frame)}."
        )
    fitted = clusters.fit_clusters(frame)
    profiles = name_clusters(
        clusters.distinguishing(frame, fitted.labels), stable=fitted.chosen.stability >= clusters.UNSTABLE
    )
    sizes = [int((fitted.labels == label).sum()) for label in range(fitted.k)]
    members = [(customer, profiles[label].name_en) for customer, label in zip(frame.index, fitted.labels, strict=True)]
    rows = [
        ("cluster", p.name_en, p.name_zh, p.text_en, p.text_zh, size) for p, size in zip(profiles, sizes, strict=True)
    ]
    with writing(workspace.warehouse_path) as connection:
        connection.execute("CREATE OR REPLACE TABLE customer_clusters (customer_id VARCHAR, cluster VARCHAR)")
        _append(connection, "customer_clusters", ["customer_id", "cluster"], members)
        connection.execute(
            "CREATE OR REPLACE TABLE segment_profiles (segmentation VARCHAR, segment VARCHAR, name_zh VARCHAR, "
            "text_en VARCHAR, text_zh VARCHAR, customers BIGINT)"
        )
        columns = ["segmentation", "segment", "name_zh", "text_en", "text_zh", "customers"]
        _append(connection, "segment_profiles", columns, rows)
    card = {
        "model": "clusters",
        "fitted_as_of": today.isoformat(),
        "customers": len(frame),
        "k": fitted.k,
        "candidates": [asdict(candidate) for candidate in fitted.candidates],
        "features": fitted.features,
        "logged": fitted.logged,
        "mean": fitted.mean.tolist(),
        "scale": fitted.scale.tolist(),
        "centres": fitted.centres.tolist(),
        "rule": f"highest silhouette × stability among k with every cluster ≥ {clusters.SMALLEST_SHARE:.0%}",
        "not_for": "Decisions about single people beyond choosing what to send them.",
    }
    workspace.models_path.mkdir(exist_ok=True)
    write_atomically(workspace.models_path / "clusters.json", json.dumps(card, ensure_ascii=False, indent=1))
    chosen = fitted.chosen
    evidence = f"silhouette {chosen.silhouette:.2f}, stability {chosen.stability:.2f}"
    return TrainingReport(
        model="clusters",
        fitted=True,
        text_en=f"{fitted.k} clusters of {len(frame):,} buyers ({evidence})",
        text_zh=f"{len(frame):,} 位买家分为 {fitted.k} 个聚类（轮廓系数 {chosen.silhouette:.2f}，"
        f"稳定性 {chosen.stability:.2f}）",
    )


MODELS: dict[str, Callable[[Workspace], TrainingReport]] = {"clusters": fit_clusters}
"""Every model `train` fits, in order."""


def _append(connection: Any, table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=columns)
    connection.register("incoming", frame)
    connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
    connection.unregister("incoming")
