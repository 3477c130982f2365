"""From the evidence of a fitted propensity to its card: figures with intervals, reasons in words in both languages."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from tools.modelling.cards import CandidateFigures, FeatureNote, Figure, ModelCard, ModelName
from tools.specs import Words

if TYPE_CHECKING:
    from tools.science.propensity.evidence import Dropped, Evidence
    from tools.science.propensity.metrics import Measured, Quality

MINIMUM = Words(
    en="Shown only from 200 rows with 30 of each outcome, and only where, on the held-out rows, it ranks better than "
    "chance (1 % test), beats the base rate, and no simple rule beats it.",
    zh="至少 200 行、两种结果各 30 行才显示，且须在留出样本上优于随机、优于基准率，并且没有简单规则胜过它。",
)
NOT_FOR = Words(
    en="Not for decisions about single people beyond what to offer or send them (no credit, price, service or access).",
    zh="只可用于决定推荐或发送什么内容，不可用于信用、价格、服务或准入等针对个人的决定。",
)
VERDICTS = {
    "useful": Words(en="It ranks better than chance and than the simple rules, on rows it had not seen.",
                    zh="在未见过的数据上，优于随机排序，也不逊于简单规则。"),
    "no_better_than_base_rate": Words(
        en="It is no better than the base rate on rows it had not seen, so it is not offered.",
        zh="在未见过的数据上不优于基准率，因此不提供。"),
    "no_better_than_rule": Words(
        en="A simple rule ranks at least as well on rows it had not seen, so the score is not offered.",
        zh="在未见过的数据上，简单规则已经同样好或更好，因此不提供该得分。"),
}  # fmt: skip
UNTIMED = {
    "one_moment": ("all rows look out from one day", "所有行都从同一天观察"),
    "moments_too_close": ("the history is too short for a later period", "历史太短，没有更晚的时段"),
    "too_few_outcomes_before": ("too few outcomes lie before the last period", "最后时段之前的结果太少"),
}
"""Why a test was not on later rows."""
DIFFERENCES = {
    "base_rate_drift": ("the base rate moved", "基准率变化"),
    "moved_features": ("features moved with time", "特征随时间变化"),
    "tells_the_period": ("some features tell the period", "部分特征透露时段"),
    "same_customers": ("the same customers are on both sides", "同一客户出现在两侧"),
    "within_chance": ("the difference is within chance", "差异在随机范围内"),
}


def propensity_card(
    model: ModelName,
    evidence: Evidence,
    as_of: date,
    *,
    predicts: Words,
    population: Words,
    notes: tuple[Words, ...] = (),
) -> ModelCard:
    """The card of a fitted propensity; figures are those of the held-out rows."""
    served = CandidateFigures(name=evidence.chosen, served=True, figures=figures(evidence.held_out), notes=["held_out"])
    others = [
        CandidateFigures(
            name=one.name, figures=figures(one.quality),
            notes=["validation"] if one.exact_reasons else ["validation", "no_exact_reasons"],
        )
        for one in evidence.candidates
    ]  # fmt: skip
    rules = [
        CandidateFigures(
            name=rule.name, kind="baseline", notes=["held_out"],
            figures={"roc_auc": _figure(rule.roc_auc), "pr_auc": _figure(rule.pr_auc),
                     "lift_at_10": _figure(rule.lift_at_10_percent)},
        )
        for rule in evidence.rules
    ]  # fmt: skip
    return ModelCard(
        model=model,
        fitted_as_of=as_of,
        offered=evidence.useful,
        verdict=VERDICTS[evidence.verdict],
        predicts=predicts,
        population=population,
        horizon_days=evidence.horizon_days,
        rows=evidence.rows,
        customers=evidence.customers,
        first_moment=_day(evidence.start),
        last_moment=_day(evidence.end),
        tested_on=_tested_on(evidence),
        base_rate=evidence.calibration.observed,
        candidates=[served, *others, *rules],
        shuffled=_figure(evidence.shuffled.roc_auc),
        features=[FeatureNote(name=one.name, kept=True) for one in evidence.kept]
        + [FeatureNote(name=one.name, kept=False, why=_why(one)) for one in evidence.dropped],
        minimum=MINIMUM,
        not_for=NOT_FOR,
        notes=[*notes, _shuffled_note(evidence)],
        evidence=asdict(evidence),
    )


def figures(quality: Quality) -> dict[str, Figure]:
    """The five figures of one score, by the names cards use."""
    return {
        "roc_auc": _figure(quality.roc_auc),
        "pr_auc": _figure(quality.pr_auc),
        "brier": _figure(quality.brier),
        "lift_at_10": _figure(quality.lift_at_10_percent),
        "calibration_error": _figure(quality.calibration_error),
    }


def _figure(measured: Measured) -> Figure:
    return Figure(value=_finite(measured.value), low=_finite(measured.low), high=_finite(measured.high))


def _finite(value: float) -> float | None:
    return float(value) if value == value and abs(value) != float("inf") else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _tested_on(evidence: Evidence) -> Words:
    held = next((period for period in evidence.periods if period.part == "held_out"), None)
    rows, start = (held.rows, held.start) if held else (evidence.held_out.rows, evidence.end)
    if evidence.time_ordered:
        return Words(
            en=f"Tested once on {rows:,} later rows (from {start}) that took no part in fitting or choosing.",
            zh=f"在更晚的 {rows:,} 行（{start} 起）上检验一次，这些行未参与训练和选择。",
        )
    english, chinese = UNTIMED.get(evidence.why, UNTIMED["one_moment"])
    return Words(
        en=f"Tested on {rows:,} rows of customers set apart at random: {english}, so time was not respected.",
        zh=f"在随机留出客户的 {rows:,} 行上检验：{chinese}，因此未按时间划分。",
    )


def _shuffled_note(evidence: Evidence) -> Words:
    english = "; ".join(DIFFERENCES[reason][0] for reason in evidence.shuffled.reasons)
    chinese = "；".join(DIFFERENCES[reason][1] for reason in evidence.shuffled.reasons)
    claimed, found = evidence.shuffled.roc_auc.value, evidence.held_out.roc_auc.value
    return Words(
        en=f"Shuffled {claimed:.3f} against {found:.3f} forward in time: {english}.",
        zh=f"随机划分 {claimed:.3f}，按时间 {found:.3f}：{chinese}。",
    )


def _why(dropped: Dropped) -> str:
    """The reason's code, and the feature kept in its place: put into words by whoever shows the card."""
    return f"{dropped.reason} {dropped.other}" if dropped.other else dropped.reason
