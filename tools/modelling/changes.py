"""What a retrain changed, in words: figures then and now, features that came or went, whether it is still offered."""

from __future__ import annotations

from tools.modelling.cards import LABELS, ModelCard
from tools.specs import Words

NAMED = {
    "roc_auc": Words(en="ROC AUC", zh="ROC AUC"),
    "lift_at_10": Words(en="lift in the top tenth", zh="前 10% 提升"),
    "calibration_error": Words(en="calibration error", zh="校准误差"),
    "qini": Words(en="Qini", zh="Qini 系数"),
    "top_tenth_share": Words(en="share found in the top tenth", zh="前 10% 覆盖占比"),
    "hit_at_10": Words(en="hit rate", zh="命中率"),
}
SMALLEST = 0.0005
"""Differences below this are not worth a sentence."""


def changes(former: ModelCard, card: ModelCard) -> list[Words]:
    """One sentence for each thing that differs from the former version."""
    found = []
    if former.offered != card.offered:
        found.append(
            Words(en="It is now offered; it was not before.", zh="现在可用，之前不可用。") if card.offered
            else Words(en="It is no longer offered; it was before.", zh="现在不再提供，之前可用。")
        )  # fmt: skip
    if former.rows != card.rows:
        found.append(
            Words(
                en=f"{card.rows:,} rows instead of {former.rows:,}.",
                zh=f"训练 {card.rows:,} 行，此前 {former.rows:,} 行。",
            )
        )
    old, new = former.served, card.served
    if old is not None and new is not None:
        if old.name != new.name:
            found.append(
                Words(en=f"{new.name} serves instead of {old.name}.", zh=f"改用 {new.name}，此前为 {old.name}。")
            )
        for name, label in NAMED.items():
            one, two = old.figures.get(name), new.figures.get(name)
            if (
                one
                and two
                and one.value is not None
                and two.value is not None
                and abs(one.value - two.value) > SMALLEST
            ):
                found.append(Words(
                    en=f"{label.en[:1].upper()}{label.en[1:]} {two.value:.3f} instead of {one.value:.3f}.",
                    zh=f"{label.zh} {two.value:.3f}，此前 {one.value:.3f}。",
                ))  # fmt: skip
    before = {note.name for note in former.features if note.kept}
    now = {note.name for note in card.features if note.kept}
    if came := sorted(now - before):
        found.append(Words(en=f"Features gained: {', '.join(came)}.", zh=f"新增特征：{'、'.join(came)}。"))
    if went := sorted(before - now):
        found.append(Words(en=f"Features lost: {', '.join(went)}.", zh=f"减少特征：{'、'.join(went)}。"))
    return found


def report_line(card: ModelCard) -> Words:
    """One line for whoever runs the training: the model, and how good it is or why it is not offered."""
    label = LABELS[card.model]
    if not card.offered:
        return Words(en=f"{label.en}: {card.verdict.en}", zh=f"{label.zh}：{card.verdict.zh}")
    told = [
        (name.en, name.zh, figure.value)
        for key, name in NAMED.items()
        if (figure := card.figure(key)) is not None and figure.value is not None
    ][:2]
    english = ", ".join(f"{en} {value:.3f}" for en, _, value in told) or card.verdict.en
    chinese = "，".join(f"{zh} {value:.3f}" for _, zh, value in told) or card.verdict.zh
    return Words(en=f"{label.en}: {english} ({card.rows:,} rows)", zh=f"{label.zh}：{chinese}（{card.rows:,} 行）")
