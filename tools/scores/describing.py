"""The card of a model, or of all of them: what it predicts, how good it is, on which rows, what it is not for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tools.contract import BadRequest, Chart, Column, Finding
from tools.desk import Desk
from tools.modelling.cards import LABELS, ModelCard, ModelName
from tools.modelling.fitted import card_of, cards
from tools.modelling.reasons import feature_labels
from tools.scores.drifting import drift_sentences
from tools.scores.wording import FIGURE_LABELS, figure_names, quality_sentence, spoken

HISTORY_RULE = "lifetime model"
CANDIDATES = {
    "blend": ("Blend of splines and boosted trees", "样条与提升树融合"),
    "logistic": ("Logistic regression", "逻辑回归"),
    "logistic_splines": ("Logistic regression with splines", "样条逻辑回归"),
    "linear_svm": ("Linear SVM", "线性 SVM"),
    "decision_tree": ("Decision tree", "决策树"),
    "random_forest": ("Random forest", "随机森林"),
    "boosted_trees": ("Gradient boosting", "梯度提升"),
    "neural_network": ("Neural network", "神经网络"),
    "history_probability": ("Order history model", "下单历史模型"),
    "recency": ("Rule: recency", "规则：近度"),
    "RFM sum": ("Rule: sum of RFM scores", "规则：RFM 总分"),
    "days in the category": ("Rule: purchase days in the category", "规则：该品类购买天数"),
    "popularity": ("Rule: popularity", "规则：热门程度"),
    "carry over": ("Rule: last period again", "规则：沿用上期"),
    "last 365 days": ("Rule: last 365 days", "规则：近 365 天"),
    "s": ("S-learner", "S-learner"), "t": ("T-learner", "T-learner"), "x": ("X-learner", "X-learner"),
    "class": ("Class transformation", "类别变换"), "t_boosted": ("T-learner, boosted", "T-learner（提升树）"),
    "x_boosted": ("X-learner, boosted", "X-learner（提升树）"),
    "s_boosted": ("S-learner, boosted", "S-learner（提升树）"),
}  # fmt: skip
NOTES = {
    "held_out": ("held-out rows", "留出样本"),
    "validation": ("validation rows", "验证样本"),
    "no_exact_reasons": ("no exact reasons, so never served", "无法给出精确原因，不使用"),
    "cross_fitted": ("cross-fitted", "交叉拟合"),
    "left_out": ("people left out in turn", "轮流留出的人群"),
}
DROPPED = {
    "constant": ("the same for everyone", "人人相同"),
    "nearly_empty": ("nearly empty", "几乎为空"),
    "duplicate": ("says the same as {other}", "与“{other}”相同"),
    "redundant": ("adds nothing to {other}", "相对“{other}”没有增益"),
    "tells_the_label": ("gives the answer away", "泄露了答案"),
    "unrelated": ("unrelated", "无关"),
}
ROLES = {"served": ("served", "正在使用"), "baseline": ("baseline", "对照基线"), "candidate": ("compared", "参与比较")}


def describe_model(
    desk: Desk,
    model: Annotated[ModelName | None, Field(description="One model; all of the shop's models when left out")] = None,
) -> Finding:
    """Say how good a score is and what it rests on: its card with all candidates tried; or list all models."""
    if model is None:
        return _overview(desk)
    card = card_of(desk, model)
    finding = Finding(
        tool="describe_model",
        title=desk.say(f"Model card: {LABELS[model].en}", f"模型卡：{LABELS[model].zh}"),
        definition={"model": model},
        message=_summary(desk, card),
        caveats=_caveats(desk, card),
    )
    if drift := drift_sentences(desk, card):
        finding.caveats = [*drift, *finding.caveats]
    _table(desk, card, finding)
    if not finding.rows:
        _facts(desk, card, finding)
    if not card.offered:
        finding.message = f"{card.verdict.in_language(desk.language)} {finding.message}".strip()
    return finding


def _overview(desk: Desk) -> Finding:
    found = cards(desk)
    if not found:
        raise BadRequest(
            desk.say(
                "No model has been fitted for this shop: `python -m assistant train DIR` fits what the data allow.",
                "这家店还没有训练过模型：运行 `python -m assistant train DIR` 即可。",
            )
        )
    heads = (("model", "模型", "Model", "text"), ("offered", "可用", "Offered", "boolean"),
             ("predicts", "预测内容", "Predicts", "text"), ("rows", "训练行数", "Rows", "integer"),
             ("roc_auc", "ROC AUC", "ROC AUC", "number"), ("lift_at_10", "前 10% 提升", "Lift, top tenth", "number"),
             ("as_of", "截至", "As of", "date"), ("verdict", "结论", "Verdict", "text"))  # fmt: skip
    rows = []
    for card in found:
        auc, lift = card.figure("roc_auc"), card.figure("lift_at_10")
        rows.append([
            LABELS[card.model].in_language(desk.language), card.offered, card.predicts.in_language(desk.language),
            card.rows, auc.value if auc else None, lift.value if lift else None, card.fitted_as_of.isoformat(),
            card.verdict.in_language(desk.language),
        ])  # fmt: skip
    offered = sum(card.offered for card in found)
    return Finding(
        tool="describe_model",
        title=desk.say("Models of this shop", "本店的模型"),
        message=desk.say(
            f"{offered} of {len(found)} models are good enough to be offered.",
            f"{len(found)} 个模型中有 {offered} 个可用。",
        ),
        columns=[Column.model_validate({"name": name, "label": desk.say(english, chinese), "type": kind})
                 for name, chinese, english, kind in heads],
        rows=rows,
        total_rows=len(rows),
        totals={"offered": float(offered), "models": float(len(found))},
        definition={"model": None},
    )  # fmt: skip


def _table(desk: Desk, card: ModelCard, finding: Finding) -> None:
    """One row a candidate or baseline, the served one first, figures with their intervals as text."""
    names = figure_names(card.candidates)
    if not names:
        return
    finding.columns = [Column(name="candidate", label=desk.say("Candidate", "候选模型"))]
    finding.columns += [Column(name=name, type="number", label=FIGURE_LABELS[name][desk.language == "zh"])
                        for name in names]  # fmt: skip
    finding.columns += [
        Column(name="interval", label=desk.say("95 % interval of the first figure", "首项 95% 区间")),
        Column(name="role", label=desk.say("Role", "角色")),
    ]
    for one in sorted(card.candidates, key=lambda one: (not one.served, one.kind == "baseline")):
        role = desk.say(*ROLES["served" if one.served else one.kind])
        first = one.figures.get(names[0])
        interval = f"{first.low:.3f}–{first.high:.3f}" if first and first.low is not None and first.high else ""
        cells = [one.figures[name].value if name in one.figures else None for name in names]
        note = desk.say("; ", "；").join([role, *(NOTES[part][desk.language == "zh"] for part in one.notes)])
        finding.rows.append([candidate_name(desk, one.name), *cells, interval, note])
    finding.total_rows = len(finding.rows)
    finding.chart = Chart(kind="bar", x="candidate", y=[names[0]]) if len(finding.rows) > 1 else None


def candidate_name(desk: Desk, name: str) -> str:
    """A candidate or rule as the field calls it; a name of its own kind as it is."""
    if name.startswith(HISTORY_RULE):
        return name.replace(HISTORY_RULE, desk.say("Order history model", "下单历史模型"))
    return desk.say(*CANDIDATES[name]) if name in CANDIDATES else name


def _facts(desk: Desk, card: ModelCard, finding: Finding) -> None:
    """A card without candidates: its plain facts, one a row."""
    finding.columns = [
        Column(name="fact", label=desk.say("Fact", "事项")),
        Column(name="value", label=desk.say("Value", "内容")),
    ]
    finding.rows = [
        [desk.say("Predicts", "预测内容"), card.predicts.in_language(desk.language)],
        [desk.say("Population", "对象"), card.population.in_language(desk.language)],
        [desk.say("Rows", "训练行数"), f"{card.rows:,}"],
        [desk.say("As of", "截至"), card.fitted_as_of.isoformat()],
        [desk.say("Minimum", "最低要求"), card.minimum.in_language(desk.language)],
    ]
    finding.total_rows = len(finding.rows)


def _summary(desk: Desk, card: ModelCard) -> str:
    """What it predicts, from which rows, how good it is, and what a shuffled split would have claimed."""
    parts = [desk.say(f"It predicts {card.predicts.inside('en')}.", f"预测：{card.predicts.zh}。")]
    if card.rows:
        span = ""
        if card.first_moment and card.last_moment:
            span = desk.say(
                f" looking out from {card.first_moment} to {card.last_moment}",
                f"，观察日从 {card.first_moment} 到 {card.last_moment}",
            )
        parts.append(desk.say(f"Fitted on {card.rows:,} rows{span}.", f"训练数据 {card.rows:,} 行{span}。"))
    if card.tested_on:
        parts.append(card.tested_on.in_language(desk.language))
    if card.base_rate is not None and card.figure("roc_auc"):
        parts.append(
            desk.say(f"The base rate there was {card.base_rate:.1%}.", f"该时段的基准率为 {card.base_rate:.1%}。")
        )
    if quality := quality_sentence(desk, card):
        parts.append(quality)
    if card.shuffled and card.shuffled.value is not None:
        parts.append(desk.say(
            f"A shuffled split would have claimed {card.shuffled.value:.3f}.",
            f"若随机打乱划分，会得到 {card.shuffled.value:.3f}。",
        ))  # fmt: skip
    baseline = max((one for one in card.candidates if one.kind == "baseline" and _auc(one) is not None),
                   key=lambda one: _auc(one) or 0.0, default=None)  # fmt: skip
    if baseline is not None:
        parts.append(desk.say(
            f"The best simple rule ({candidate_name(desk, baseline.name)}) reaches "
            f"{spoken(baseline.figures['roc_auc'])}.",
            f"最好的简单规则（{candidate_name(desk, baseline.name)}）为 {spoken(baseline.figures['roc_auc'])}。",
        ))  # fmt: skip
    return desk.say(" ", "").join(parts)


def _dropped(desk: Desk, why: str) -> str:
    """The reason a feature was dropped, from its code; the other feature, where there is one, by name."""
    code, _, other = why.partition(" ")
    words = DROPPED.get(code)
    if words is None:
        return why
    label = feature_labels(desk, [other])[0].label.in_language(desk.language) if other else ""
    return desk.say(*words).replace("{other}", label)


def _auc(one: object) -> float | None:
    figure = getattr(one, "figures", {}).get("roc_auc")
    return figure.value if figure else None


def _caveats(desk: Desk, card: ModelCard) -> list[str]:
    """Minimum size, what it is not for, dropped features, drift, and what changed since the former version."""
    speak = desk.language
    dropped = [note for note in card.features if not note.kept]
    caveats = [note.in_language(speak) for note in card.notes]
    if dropped:
        kept = len(card.features) - len(dropped)
        labels = {
            one.name: one.label.in_language(speak) for one in feature_labels(desk, [note.name for note in dropped])
        }
        named = desk.say("; ", "；").join(f"{labels[note.name]}: {_dropped(desk, note.why)}" for note in dropped[:6])
        caveats.append(desk.say(
            f"{kept} features kept, {len(dropped)} dropped ({named}).",
            f"保留 {kept} 个特征，舍弃 {len(dropped)} 个（{named}）。",
        ))  # fmt: skip
    caveats += [change.in_language(speak) for change in card.changes]
    return [*caveats, card.minimum.in_language(speak), card.not_for.in_language(speak)]
