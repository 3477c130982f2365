"""What is said about segments and their moves, in both languages: how they come about, what their figures mean."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from tools.contract import NotEnoughData

if TYPE_CHECKING:
    from tools.desk import Desk
    from tools.science.migration import Migration

Segmentation = Literal["rfm", "cluster"]


def named(desk: Desk, field: str, value: object) -> str:
    """A segment as a person reads it."""
    return desk.dictionary.value_label(field, value, desk.language)


def kind_words(desk: Desk, segmentation: Segmentation) -> str:
    """What the segments are called together."""
    return desk.say("RFM segments", "RFM 分层") if segmentation == "rfm" else desk.say("clusters", "聚类")


def moves_words(desk: Desk, rows: list[list[Any]], found: Migration, start: date, end: date) -> str:
    """A sentence on who stayed, who moved and where most of them went."""
    known, share = int(found.before.sum()), found.moved / max(int(found.before.sum()), 1)
    english = (
        f"Of {known:,} customers in a segment on {start}, {found.stayed:,} are in the same one on {end} and "
        f"{found.moved:,} ({share:.1%}) have moved"
    )
    chinese = (
        f"{start} 处于某一分群的 {known:,} 位客户中，到 {end} 有 {found.stayed:,} 位未变，"
        f"{found.moved:,} 位（{share:.1%}）发生了变动"
    )
    newcomers = desk.say("No order before", "此前无订单")
    largest = next((row for row in rows if row[0] not in (row[1], newcomers)), None)
    if largest:
        english += f", the largest group from {largest[0]} to {largest[1]} ({largest[2]:,})"
        chinese += f"，其中最多的是从“{largest[0]}”到“{largest[1]}”（{largest[2]:,} 位）"
    arrived = int(found.arrived.sum())
    return desk.say(
        f"{english}. {arrived:,} bought for the first time since.", f"{chinese}。此后首次购买的有 {arrived:,} 位。"
    )


def too_few(desk: Desk, day: date) -> NotEnoughData:
    """The error for a day with too few customers: rule and cure."""
    from tools.science.migration import MINIMUM_CUSTOMERS

    return NotEnoughData(
        desk.say(
            f"Comparing segments needs at least {MINIMUM_CUSTOMERS} customers with orders on each day; there were "
            f"fewer by {day}. Ask for a later day.",
            f"比较分群要求每个日期至少有 {MINIMUM_CUSTOMERS} 位下过单的客户；截至 {day} 还不足。请换一个更晚的日期。",
        )
    )


def how_made(desk: Desk, card: dict[str, Any] | None) -> str:
    """How the segments of a cluster card, or RFM's, come about."""
    if card is None:
        return desk.say(
            "RFM: five equal groups each by last order, number of orders and net spend (5 is best), over customers "
            "with orders, as of today.",
            "RFM：对有订单的客户，按最近下单时间、订单数、净消费额各分为五等份（5 为最好），截至今日。",
        )
    chosen = next(candidate for candidate in card["candidates"] if candidate["k"] == card["k"])
    silhouette, stability = f"{chosen['silhouette']:.2f}", f"{chosen['stability']:.2f}"
    others = [str(k) for k in card["offered"] if k != card["k"]]
    return desk.say(
        f"k-means on {card['customers']:,} buyers' behaviour as of {card['fitted_as_of']}: {card['k']} clusters, "
        f"silhouette {silhouette}, stability under resampling {stability} (1 is perfect); also defensible: "
        f"{' or '.join(others) or 'no other number'}.",
        f"基于截至 {card['fitted_as_of']} 的 {card['customers']:,} 位买家行为做 k-means：分为 {card['k']} 类，"
        f"轮廓系数 {silhouette}，重抽样稳定性 {stability}（1 为完全一致）；也可考虑：{'或'.join(others) or '无'}。",
    )


def effects_caveat(desk: Desk) -> str:
    """How to read effect sizes."""
    return desk.say(
        "What sets a segment apart: its difference from all other buyers in standard deviations (0.5 is medium, 0.8 "
        "large); only differences whose 95 % interval excludes 0.",
        "主要区别：与其他所有买家的差异，以标准差计（0.5 为中等，0.8 为大）；只列出 95% 区间不含 0 的差异。",
    )


def relative_caveat(desk: Desk, card: dict[str, Any] | None) -> str:
    """What a move does and does not mean."""
    if card is None:
        return desk.say(
            "RFM scores are fifths of a ranking: a customer can move because others did, and sizes change little by "
            "design. Each day is counted as if it were today.",
            "RFM 分数是排名的五等份：客户可能因他人变化而移动，各层规模本身变化不大。每个日期都按当天口径计算。",
        )
    return desk.say(
        f"Clusters are those fitted as of {card['fitted_as_of']}, applied to each day; they were not fitted anew.",
        f"聚类沿用 {card['fitted_as_of']} 训练的结果，应用于各日期，未重新训练。",
    )


def drift_caveat(desk: Desk, drift: float) -> str:
    """The stability index of the sizes, with its usual marks."""
    from tools.science.migration import MARKED, SLIGHT

    english, chinese = ("sizes hold", "规模基本稳定")
    if drift >= MARKED:
        english, chinese = ("sizes have changed markedly", "规模变化明显")
    elif drift >= SLIGHT:
        english, chinese = ("sizes have changed somewhat", "规模略有变化")
    return desk.say(
        f"Population stability index of the sizes: {drift:.2f} ({english}; 0.1 and 0.25 are the usual marks).",
        f"各分群规模的稳定性指数（PSI）为 {drift:.2f}（{chinese}；常用界限为 0.1 和 0.25）。",
    )
