"""What must be said beside every score: when it was made, whom it leaves out, how good it is, what it is not for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.modelling.cards import CandidateFigures, Figure, ModelCard

if TYPE_CHECKING:
    from tools.desk import Desk

FIGURE_LABELS: dict[str, tuple[str, str]] = {
    "roc_auc": ("ROC AUC", "ROC AUC"),
    "pr_auc": ("PR AUC", "PR AUC"),
    "brier": ("Brier score", "Brier 分数"),
    "lift_at_10": ("Lift in the top tenth", "前 10% 提升倍数"),
    "calibration_error": ("Calibration error", "校准误差"),
    "silhouette": ("Silhouette", "轮廓系数"),
    "stability": ("Stability under resampling", "重抽样稳定性"),
    "bic": ("BIC of a mixture", "混合模型 BIC"),
    "smallest_share": ("Smallest cluster", "最小聚类占比"),
    "qini": ("Qini", "Qini 系数"),
    "uplift_at_30": ("Uplift in the top 30 %", "前 30% 增量"),
    "rmse": ("RMSE", "均方根误差"),
    "total_error": ("Error of the total", "总量误差"),
    "top_tenth_share": ("Revenue found in the top tenth", "前 10% 覆盖的消费占比"),
    "hit_at_10": ("Hit rate, 10 shown", "推荐 10 个的命中率"),
    "recall_at_10": ("Recall, 10 shown", "推荐 10 个的召回率"),
    "ndcg_at_10": ("NDCG, 10 shown", "NDCG@10"),
}


def score_caveats(desk: Desk, card: ModelCard) -> list[str]:
    """When the scores were made and over whom, how good they are, and what they are not for."""
    caveats = [desk.say(
        f"Scored as of {card.fitted_as_of}, over {card.population.inside('en')}; everybody else has no score.",
        f"评分截至 {card.fitted_as_of}，对象为{card.population.zh}；其他客户没有得分。",
    )]  # fmt: skip
    if card.fitted_as_of > desk.today:
        caveats.append(desk.say(
            f"The scores look back from {card.fitted_as_of}, which lies after the day asked about ({desk.today}).",
            f"评分以 {card.fitted_as_of} 为准，晚于所问的日期（{desk.today}）。",
        ))  # fmt: skip
    if quality := quality_sentence(desk, card):
        caveats.append(quality)
    return caveats


def quality_sentence(desk: Desk, card: ModelCard) -> str:
    """How good the score was on the rows it had not seen, in one sentence; "" where nothing was measured."""
    auc, lift = card.figure("roc_auc"), card.figure("lift_at_10")
    if auc and auc.value is not None and lift and lift.value is not None:
        return desk.say(
            f"On a later period it had not seen: ROC AUC {spoken(auc)} (0.5 is chance), top tenth {lift.value:.1f} "
            "times the average.",
            f"在未参与训练的后续时段：ROC AUC {spoken(auc)}（0.5 为随机），前 10% 为平均的 {lift.value:.1f} 倍。",
        )
    qini = card.figure("qini")
    if qini and qini.value is not None:
        return desk.say(f"Held-out Qini {spoken(qini)} (0 is random).", f"留出样本 Qini {spoken(qini)}（0 为随机）。")
    share = card.figure("top_tenth_share")
    if share and share.value is not None:
        return desk.say(
            f"In back-testing its top tenth held {share.value:.0%} of what was then spent.",
            f"回测中，得分前 10% 的客户占随后消费的 {share.value:.0%}。",
        )
    return ""


def spoken(figure: Figure) -> str:
    """A figure with its interval: 0.82 (0.80–0.84)."""
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})"


def figure_names(candidates: list[CandidateFigures]) -> list[str]:
    """Which figures a table of these candidates shows, in the usual order."""
    present = {name for one in candidates for name in one.figures}
    return [name for name in FIGURE_LABELS if name in present]
