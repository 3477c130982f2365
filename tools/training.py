"""Fitting what the shop's data allow, scoring everyone, and keeping both: `python -m assistant train`.

Fitting reads only. What it found is then written in one transaction (scores, rules, the feature table) and beside it
(models and cards), so that a failure leaves the former models and scores as they were.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tools.contract import Model, NotEnoughData, Unavailable
from tools.data.engine import Warehouse, fold_live, writing
from tools.data.features import prepare_people
from tools.data.models import keeping
from tools.data.workspace import Workspace
from tools.modelling.cards import LABELS, ModelName, refused
from tools.modelling.categories import fit_category
from tools.modelling.changes import changes, report_line
from tools.modelling.context import Fitted, Training
from tools.modelling.evidence_cards import MINIMUM
from tools.modelling.fitted import current_card
from tools.modelling.lifetimes import MINIMUM as VALUE_MINIMUM
from tools.modelling.lifetimes import fit_value
from tools.modelling.propensities import fit_churn, fit_purchase, fit_response
from tools.modelling.recommending import MINIMUM as RECOMMENDATIONS_MINIMUM
from tools.modelling.recommending import fit_recommendations
from tools.modelling.rules import find_rules
from tools.modelling.scoring import score_everyone
from tools.modelling.uplifts import MINIMUM as UPLIFT_MINIMUM
from tools.modelling.uplifts import fit_uplift_model
from tools.specs import Words

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Progress = Callable[[str, float], None]
FITS: dict[ModelName, Callable[[Training], Fitted]] = {
    "value": fit_value,
    "purchase": fit_purchase,
    "churn": fit_churn,
    "category": fit_category,
    "response": fit_response,
    "uplift": fit_uplift_model,
    "recommendations": fit_recommendations,
}
"""Every model that is fitted, in order; clusters are fitted before them."""
MINIMA = {
    "value": VALUE_MINIMUM,
    "uplift": UPLIFT_MINIMUM,
    "recommendations": RECOMMENDATIONS_MINIMUM,
    "category": Words(en=f"Needs sales in at least two categories. {MINIMUM.en}",
                      zh=f"需要至少两个有销售的品类。{MINIMUM.zh}"),
    "response": Words(en=f"Needs campaigns with their sends. {MINIMUM.en}", zh=f"需要带发送记录的活动。{MINIMUM.zh}"),
}  # fmt: skip
"""What each model takes, where it is more than any propensity does."""
SCORED = ("customer_scores", "category_scores", "feature_table", "next_products")
STEPS = len(FITS) + 3
LONGEST_QUERY_SECONDS = 3_600.0


class TrainingReport(Model):
    """What became of one model."""

    model: str
    fitted: bool
    """Fitted and good enough to be offered."""
    text_en: str
    text_zh: str


def train(workspace: Workspace, *, progress: Progress | None = None) -> list[TrainingReport]:
    """Fit every model the data allow, score everyone and store all of it; the caller holds the exclusive lock."""
    import sklearn.ensemble  # noqa: F401  (its thread pools have to be loaded to be limited)
    from threadpoolctl import threadpool_limits

    fold_live(workspace.warehouse_path)
    with threadpool_limits(1):  # fits of this size lose more by waiting for one another than threads win
        return _trained(workspace, progress or _silent)


def _trained(workspace: Workspace, say: Progress) -> list[TrainingReport]:
    say("clusters", 0.0)
    reports = [_clusters(workspace)]
    warehouse = Warehouse(workspace.warehouse_path, seconds=LONGEST_QUERY_SECONDS)
    with tempfile.TemporaryDirectory(dir=workspace.path, prefix=".training-") as folder:
        store = Path(folder) / "scores.duckdb"
        try:
            training = Training(workspace, warehouse, warehouse.last_day())
            fitted = _fit_all(training, say)
            rules = _rules(training, reports)
            say("scores", (STEPS - 2) / STEPS)
            score_everyone(warehouse, training.today, training.plan, fitted, store)
        finally:
            warehouse.close()
        say("storing", (STEPS - 1) / STEPS)
        with writing(workspace.warehouse_path, derived=True) as connection:
            _take_over(connection, store)
            _store_rules(connection, rules)
            prepare_people(connection)
    for name, model in fitted.items():
        reports.append(_keep(workspace, name, model))
    say("done", 1.0)
    return reports


def _silent(name: str, share: float) -> None:
    """Tells nobody."""


def _clusters(workspace: Workspace) -> TrainingReport:
    """Clusters of buyers' behaviour; their members go into the warehouse at once, centres and evidence into a card."""
    from tools.clustering import fit_and_keep

    try:
        card = fit_and_keep(workspace)
    except NotEnoughData as error:
        return _missing("clusters", error)
    chosen = next(candidate for candidate in card["candidates"] if candidate["k"] == card["k"])
    silhouette, stability = f"{chosen['silhouette']:.2f}", f"{chosen['stability']:.2f}"
    return TrainingReport(
        model="clusters",
        fitted=True,
        text_en=f"{card['k']} clusters of {card['customers']:,} buyers (silhouette {silhouette}, stability "
        f"{stability}); {', '.join(str(k) for k in card['offered'])} are worth a look",
        text_zh=f"{card['customers']:,} 位买家分为 {card['k']} 个聚类（轮廓系数 {silhouette}，稳定性 {stability}）；"
        f"值得考虑的个数：{'、'.join(str(k) for k in card['offered'])}",
    )


def _fit_all(training: Training, say: Progress) -> dict[ModelName, Fitted]:
    """Every model the data allow; for the others a card that says what is missing."""
    fitted: dict[ModelName, Fitted] = {}
    for step, (name, fit) in enumerate(FITS.items(), start=1):
        say(name, step / STEPS)
        try:
            fitted[name] = fit(training)
        except NotEnoughData as error:
            fitted[name] = Fitted(refused(name, training.today, error.message, MINIMA.get(name, MINIMUM)))
    return fitted


def _missing(name: ModelName, error: NotEnoughData) -> TrainingReport:
    label = LABELS[name]
    return TrainingReport(
        model=name, fitted=False, text_en=f"{label.en}: {error.message}",
        text_zh=f"{label.zh}：至少需要 100 位有订单的客户。",
    )  # fmt: skip


def _rules(training: Training, reports: list[TrainingReport]) -> pd.DataFrame | None:
    try:
        rules = find_rules(training)
    except NotEnoughData as error:
        reports.append(TrainingReport(model="rules", fitted=False, text_en=f"Bought together: {error.message}",
                                      text_zh="一起购买：至少需要 100 个订单。"))  # fmt: skip
        return None
    told = (f"Bought together: {len(rules):,} rules beyond chance", f"一起购买：{len(rules):,} 条显著规则")
    reports.append(TrainingReport(model="rules", fitted=True, text_en=told[0], text_zh=told[1]))
    return rules


def _onnx(model: Fitted) -> bytes | None:
    """The score as an ONNX graph, for whoever runs it elsewhere; None for models that are no such score."""
    if "scorer" not in model.parts:
        return None
    from tools.data.models.onnx_export import to_onnx
    from tools.science.scorer_parts import from_parts, plain_parts

    return to_onnx(plain_parts(from_parts(model.parts["scorer"])), inputs="matrix")


def _take_over(connection: duckdb.DuckDBPyConnection, store: Path) -> None:
    """The score tables of `store` in place of the former ones."""
    path = str(store).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS scored (READ_ONLY)")
    present = {row[0] for row in connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_catalog = 'scored'").fetchall()}  # fmt: skip
    for table in SCORED:
        if table in present:
            connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM scored.{table}")
        else:
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def _store_rules(connection: duckdb.DuckDBPyConnection, rules: pd.DataFrame | None) -> None:
    if rules is None:
        connection.execute("DROP TABLE IF EXISTS product_rules")
        return
    connection.register("incoming", rules)
    connection.execute("CREATE OR REPLACE TABLE product_rules AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _keep(workspace: Workspace, name: str, model: Fitted) -> TrainingReport:
    """Store one model beside its card, with what changed since the former version."""
    card = model.card
    try:
        former = current_card(workspace.models_path, name)
    except Unavailable:  # kept by another version of this product: nothing to compare with
        former = None
    card.changes = changes(former, card) if former else []
    card.version = keeping.next_version(workspace.models_path, name, card.fitted_as_of)
    keeping.save(
        workspace.models_path, name, card.version,
        parts=model.parts, card=card.model_dump(mode="json"), onnx=_onnx(model),
    )  # fmt: skip
    line = report_line(card)
    return TrainingReport(model=name, fitted=card.offered, text_en=line.en, text_zh=line.zh)
