"""The clusters' own card as a model card: every number of clusters that was tried, with its evidence side by side."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from tools.modelling.cards import CandidateFigures, FeatureNote, Figure, ModelCard
from tools.specs import Words

CARD = "clusters.json"
FIGURES = ("silhouette", "stability", "bic", "smallest_share")


def cluster_card(models_path: Path) -> ModelCard | None:
    """The card of the clusters in use; None where none were fitted, or by an earlier version."""
    path = models_path / CARD
    if not path.is_file():
        return None
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "offered" not in kept:
        return None
    day = date.fromisoformat(kept["fitted_as_of"])
    offered = ", ".join(str(k) for k in kept["offered"])
    return ModelCard(
        model="clusters",
        version=kept["fitted_as_of"],
        fitted_as_of=day,
        offered=True,
        verdict=Words(
            en=f"{kept['k']} clusters are in use; {offered} are all worth a look, no single criterion decides.",
            zh=f"当前使用 {kept['k']} 个聚类；{offered} 都值得考虑，没有单一标准可以决定。",
        ),
        predicts=Words(en="Nothing: it groups buyers who shop alike", zh="不作预测：把购买方式相近的买家归为一类"),
        population=Words(en="customers with a purchase", zh="有过购买的客户"),
        rows=int(kept["customers"]),
        customers=int(kept["customers"]),
        candidates=[
            CandidateFigures(
                name=f"k = {one['k']}",
                served=one["k"] == kept["k"],
                figures={
                    name: Figure(value=float(one[name])) for name in FIGURES if isinstance(one.get(name), int | float)
                },
            )
            for one in kept["candidates"]
        ],
        features=[FeatureNote(name=axis["name"], kept=True) for axis in kept["axes"]]
        + [FeatureNote(name=name, kept=False, why=why) for name, why in kept["left_out"].items()],
        minimum=Words(
            en="Fitted from 100 buyers; a cluster that does not repeat itself under resampling gets no name.",
            zh="至少 100 位买家才拟合；重抽样下不稳定的聚类不命名。",
        ),
        not_for=Words(
            en="Not for decisions about single people beyond choosing what to send them.",
            zh="除选择发送内容外，不可用于针对个人的决定。",
        ),
        notes=[Words(en=f"Rule: {kept['rule']}.", zh=f"规则：{kept['rule']}。")],
    )
