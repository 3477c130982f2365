"""The shop's clusters: fitted on how buyers shop, kept as a card, and applied as of any day."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from tools.contract import BadInput, NotEnoughData
from tools.data.engine import Warehouse, writing
from tools.data.workspace import Workspace, write_atomically
from tools.segment_names import ClusterProfile, name_clusters

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from tools.science.clusters import Clustering

EVIDENCE = "orders"
NOT_STYLE = {"tenure_days": "how long someone has been a customer is not how they shop"}
"""Features of buyers that clusters leave out, each with the reason."""
CARD = "clusters.json"
NOT_FOR = "Decisions about single people beyond choosing what to send them."


def fit_and_keep(workspace: Workspace) -> dict[str, Any]:
    """Fit clusters on buyers' behaviour as of the last day of the data; members, profiles and card are stored.

    Returns the card. Raises NotEnoughData with the rule.
    """
    from tools.data.features import behaviour
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
    fitted = clusters.fit_clusters(frame.drop(columns=list(NOT_STYLE), errors="ignore"), evidence=EVIDENCE)
    traits = clusters.traits(frame, fitted.labels)
    firm = [fitted.chosen.nameable(cluster) for cluster in range(fitted.k)]
    chinese = {name: forms["zh"][0] for name, forms in workspace.settings.dictionary.items() if forms.get("zh")}
    profiles = name_clusters(clusters.distinguishing(frame, fitted.labels), stable=firm, chinese_names=chinese)
    card = _card(fitted, frame, traits, profiles, today)
    _keep_members(workspace, frame.index.to_numpy(), fitted.labels, card["profiles"])
    workspace.models_path.mkdir(exist_ok=True)
    write_atomically(workspace.models_path / CARD, json.dumps(card, ensure_ascii=False, indent=1))
    return card


def read_card(workspace: Workspace) -> dict[str, Any] | None:
    """The card of the clusters in use; None where none were fitted. Raises BadInput for a card of an older form."""
    path = workspace.models_path / CARD
    if not path.is_file():
        return None
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "axes" not in card:
        raise BadInput(f"{path} is of an earlier version: `python -m assistant train {workspace.path}` fits it anew.")
    return card


def clusters_as_of(warehouse: Warehouse, card: dict[str, Any], day: date) -> pd.Series:
    """Customer id to the name of the cluster each buyer of up to `day` was in, by the card's own clusters."""
    import pandas as pd

    from tools.data.features import behaviour
    from tools.science.clusters import Clustering

    frame = behaviour(warehouse, day)
    names = [profile["name_en"] for profile in card["profiles"]]
    labels = Clustering.from_plain(card).predict(frame)
    return pd.Series([names[label] for label in labels], index=frame.index, dtype=object)


def _card(
    fitted: Clustering, frame: pd.DataFrame, traits: pd.DataFrame, profiles: list[ClusterProfile], today: date
) -> dict[str, Any]:
    from tools.science.clusters.judging import RULE

    plain = fitted.plain()
    told = []
    for cluster, profile in enumerate(profiles):
        rows = traits[traits["cluster"] == cluster].drop(columns=["cluster", "customers"])
        figures = rows.round(4).to_dict("records")
        told.append({**vars(profile), "customers": int((fitted.labels == cluster).sum()), "traits": figures})
    return {
        "model": "clusters",
        "fitted_as_of": today.isoformat(),
        "customers": len(frame),
        **plain,
        "left_out": {**plain["left_out"], **{name: NOT_STYLE[name] for name in NOT_STYLE if name in frame}},
        "profiles": told,
        "rule": RULE,
        "not_for": NOT_FOR,
    }


def _keep_members(
    workspace: Workspace, customers: np.ndarray, labels: np.ndarray, profiles: list[dict[str, Any]]
) -> None:
    """Write customer_clusters and segment_profiles; both whole or not at all."""
    import pandas as pd

    members = pd.DataFrame({"customer_id": customers, "label": labels})
    texts = ["segment", "name_zh", "text_en", "text_zh"]
    named = pd.DataFrame(
        [[one["name_en"], one["name_zh"], one["text_en"], one["text_zh"], one["customers"]] for one in profiles],
        columns=[*texts, "customers"],
    )
    named["label"] = range(len(named))
    with writing(workspace.warehouse_path, derived=True) as connection:
        connection.register("incoming_members", members)
        connection.register("incoming_profiles", named)
        connection.execute(
            "CREATE OR REPLACE TABLE customer_clusters AS SELECT CAST(m.customer_id AS VARCHAR) AS customer_id, "
            "CAST(p.segment AS VARCHAR) AS cluster FROM incoming_members AS m JOIN incoming_profiles AS p USING (label)"
        )
        connection.execute(
            f"CREATE OR REPLACE TABLE segment_profiles AS SELECT 'cluster' AS segmentation, {', '.join(texts)}, "
            "CAST(customers AS BIGINT) AS customers FROM incoming_profiles ORDER BY label"
        )
        connection.unregister("incoming_members")
        connection.unregister("incoming_profiles")
