"""Segments: who is in each RFM segment or cluster, and what sets it apart."""

import json
from typing import Annotated, Literal

from pydantic import Field

from tools.contract import Finding, Source, Unavailable
from tools.definitions import Attribute, Audience, Metric, Sort
from tools.desk import Desk
from tools.metrics import measure

Segmentation = Literal["rfm", "cluster"]
FIELDS: dict[Segmentation, str] = {"rfm": "rfm_segment", "cluster": "cluster"}
PROFILE = [
    "customers",
    "average(spend)",
    "average(orders)",
    "average(average_order_value)",
    "average(days_since_last_order)",
]


def profile_segments(
    desk: Desk,
    segmentation: Annotated[Segmentation, Field(description="rfm: the eleven named RFM segments; cluster: k-means")],
    segments: Annotated[list[str] | None, Field(description="Only these, by name; all when left out")] = None,
) -> Finding:
    """Sizes and profiles of the shop's segments: customers, share, spend, orders, basket, days since the last order."""
    field = FIELDS[segmentation]
    if segmentation == "cluster" and "customer_clusters" not in desk.warehouse.columns():
        raise Unavailable(
            desk.say(
                "No clusters have been fitted for this shop: `python -m assistant train` does it. RFM segments need no "
                "fitting and can be asked for now.",
                "这家店还没有做过聚类：运行 `python -m assistant train` 即可。RFM 分层无需训练，现在就可以查询。",
            )
        )
    chosen = [desk.dictionary.match_value(field, name) for name in segments or []]
    only = Audience(all=[Attribute(field=field, values=list(chosen))]) if chosen else None
    ranking = Sort(by="customers", descending=True)
    finding = measure(desk, Metric(measures=PROFILE, dimensions=[field], audience=only, share=not chosen, sort=ranking))
    profiles = _profiles(desk, field)
    finding.sources = [
        Source(id=f"segment:{name}", title=name, text=profiles[name])
        for name in (str(row[0]) for row in finding.rows)
        if name in profiles
    ]
    finding.caveats += [_how(desk, segmentation)]
    return finding.model_copy(update={"tool": "profile_segments"})


def _profiles(desk: Desk, field: str) -> dict[str, str]:
    """Segment name to its description in the asker's language, where training wrote one."""
    if "segment_profiles" not in desk.warehouse.columns():
        return {}
    text = "text_zh" if desk.language == "zh" else "text_en"
    _, rows = desk.warehouse.query(f"SELECT segment, {text} FROM segment_profiles WHERE segmentation = ?", [field])
    return {str(name): str(words) for name, words in rows}


def _how(desk: Desk, segmentation: Segmentation) -> str:
    if segmentation == "rfm":
        return desk.say(
            "RFM: five equal groups each by last order, number of orders and net spend (5 is best), over customers "
            "with orders, as of today.",
            "RFM：对有订单的客户，按最近下单时间、订单数、净消费额各分为五等份（5 为最好），截至今日。",
        )
    card = json.loads((desk.workspace.models_path / "clusters.json").read_text(encoding="utf-8"))
    chosen = next(candidate for candidate in card["candidates"] if candidate["k"] == card["k"])
    silhouette, stability = f"{chosen['silhouette']:.2f}", f"{chosen['stability']:.2f}"
    return desk.say(
        f"k-means on {card['customers']:,} buyers' behaviour as of {card['fitted_as_of']}: {card['k']} clusters, "
        f"silhouette {silhouette}, stability under resampling {stability} (1 is perfect).",
        f"基于截至 {card['fitted_as_of']} 的 {card['customers']:,} 位买家行为做 k-means：分为 {card['k']} 类，"
        f"轮廓系数 {silhouette}，重抽样稳定性 {stability}（1 为完全一致）。",
    )
