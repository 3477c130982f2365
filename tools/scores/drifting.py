"""Drift in words: whether the customers, or what the score promised, have moved since it was fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.modelling.drift import Drift, since_fitted
from tools.modelling.fitted import load
from tools.modelling.reasons import feature_labels

if TYPE_CHECKING:
    from tools.desk import Desk
    from tools.modelling.cards import ModelCard
    from tools.science.drift import CalibrationDrift

SHOWN = 3


def drift_sentences(desk: Desk, card: ModelCard) -> list[str]:
    """What has moved since the fit; nothing for a model fitted on the data as they are."""
    if card.model not in ("purchase", "churn", "response") or desk.today <= card.fitted_as_of:
        return []
    model = load(str(desk.workspace.models_path), card.model, card.version)
    drift = since_fitted(desk.warehouse, model, desk.today)
    if drift is None:
        return []
    sentences = [_features(desk, card, drift)]
    return sentences + ([_calibration(desk, drift.calibration)] if drift.calibration else [])


def _features(desk: Desk, card: ModelCard, drift: Drift) -> str:
    since = card.fitted_as_of
    if not drift.features:
        return desk.say(
            f"Since it was fitted ({since}) none of {drift.watched} features has moved beyond chance.",
            f"自训练（{since}）以来，{drift.watched} 个特征均未超出随机波动。",
        )
    labels = feature_labels(desk, [one.name for one in drift.features[:SHOWN]])
    listed = desk.say(", ", "、").join(
        f"{label.label.inside(desk.language)} (PSI {one.psi:.2f})"
        for label, one in zip(labels, drift.features, strict=False)
    )
    anew = any(one.change == "drifted" for one in drift.features)
    return desk.say(
        f"Since it was fitted ({since}) {len(drift.features)} of {drift.watched} features have moved: {listed}"
        + ("; fit it anew." if anew else "."),
        f"自训练（{since}）以来，{drift.watched} 个特征中有 {len(drift.features)} 个发生变化：{listed}"
        + ("；建议重新训练。" if anew else "。"),
    )


def _calibration(desk: Desk, found: CalibrationDrift) -> str:
    verdict = {
        "holds": ("its level holds", "水平仍准确"),
        "level_moved": ("its level has moved: fit it anew", "水平已偏移，建议重新训练"),
        "spread_moved": ("its spread has moved: fit it anew", "离散程度已偏移，建议重新训练"),
    }[found.verdict]
    return desk.say(
        f"It promised {found.expected:.1%}; {found.observed:.1%} came (95 % interval {found.observed_low:.1%} to "
        f"{found.observed_high:.1%}): {verdict[0]}.",
        f"预测 {found.expected:.1%}，实际 {found.observed:.1%}（95% 区间 {found.observed_low:.1%} 至 "
        f"{found.observed_high:.1%}）：{verdict[1]}。",
    )
