"""Why: one person's score taken apart, or what matters for a group."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tools.audience_store import read_audiences
from tools.contract import Chart, Column, Finding, UnknownValue
from tools.data.compiler import compile_audience
from tools.definitions import Attribute, Audience
from tools.desk import Desk
from tools.findings import run, unknown_customer, unknown_value
from tools.modelling.cards import ModelCard
from tools.modelling.people import customer_exists, silence_of
from tools.modelling.reasons import Explained, Named, Reason, explain_people, value_words
from tools.scores.kinds import KINDS, Score, scored_category
from tools.scores.value import explain_value
from tools.specs import Words
from tools.wording import audience_words

FAMILIES = {
    "recency": Words(en="Time since the last purchase", zh="距上次购买时间"),
    "frequency": Words(en="How often they buy", zh="购买频次"),
    "monetary": Words(en="How much they spend", zh="消费金额"),
    "rhythm": Words(en="Rhythm of purchases", zh="购买节奏"),
    "tenure": Words(en="How long they are customers", zh="成为客户的时长"),
    "assortment": Words(en="What they buy", zh="购买的商品"),
    "discounts": Words(en="Use of discounts", zh="折扣使用"),
    "returns": Words(en="Returns", zh="退货"),
    "engagement": Words(en="Opens, clicks and views", zh="打开、点击与浏览"),
    "season": Words(en="Season", zh="季节"),
    "channel": Words(en="Channels", zh="渠道"),
    "place": Words(en="Country", zh="国家"),
    "history": Words(en="Order history model", zh="下单历史模型"),
    "category": Words(en="Their history with the category", zh="与该品类的历史"),
    "customer": Words(en="Their buying in general", zh="总体购买情况"),
}
WAYS = {True: ("raises it", "提高"), False: ("lowers it", "降低")}
GROUP_SAMPLE = 2_000
"""Members of a group whose scores are taken apart; the averages hardly move beyond."""


def explain_score(
    desk: Desk,
    score: Annotated[Score, Field(description="churn, purchase, value, response, uplift or category")],
    customer_id: Annotated[str | None, Field(description="Id of one customer; a group or everyone without it")] = None,
    audience: Annotated[Audience | None, Field(description="Which group, without customer_id")] = None,
    category: Annotated[str | None, Field(description="With score category: which product category")] = None,
) -> Finding:
    """Say why a customer's score is what it is, with their own figures, or what moves a score in a group.

    Reasons say what the score rests on; they do not promise that changing it would change the customer.
    """
    if score == "category":
        try:
            category = scored_category(desk, category)
        except UnknownValue as error:
            return unknown_value(desk, "explain_score", error, {"score": score, "category": category})
    if customer_id is not None:
        if not customer_exists(desk, customer_id):
            return unknown_customer(desk, "explain_score", customer_id)
        if score == "value":
            return explain_value(desk, customer_id)
        return _person(desk, score, customer_id, category)
    if score == "value":
        return explain_value(desk, None)
    return _group(desk, score, audience or Audience(), category)


def _person(desk: Desk, score: Score, customer_id: str, category: str | None) -> Finding:
    from tools.modelling.fitted import offered

    card = offered(desk, KINDS[score].model)
    found = explain_people(desk, score, [customer_id], category).get(customer_id)
    definition = {"score": score, "customer_id": customer_id} | ({"category": category} if category else {})
    if found is None:
        message = (lapsed_sentence(desk, customer_id) if score == "churn" else "") or desk.say(
            f"This customer has no such score: it is for {card.population.inside('en')}.",
            f"该客户没有此得分：适用对象为{card.population.zh}。",
        )
        return Finding(tool="explain_score", status="empty", message=message, definition=definition)
    finding = Finding(
        tool="explain_score",
        title=desk.say(
            f"Why {customer_id} has a score of {_shown(desk, score, found)}",
            f"{customer_id} 得分为 {_shown(desk, score, found)} 的原因",
        ),
        message=_sentence(desk, found, card.predicts.inside(desk.language)),
        columns=[
            Column(name="reason", label=desk.say("Feature", "特征")),
            Column(name="value", label=desk.say("This customer", "该客户")),
            Column(name="effect", type="number", label=desk.say("Effect on the score", "对得分的影响")),
            Column(name="direction", label=desk.say("It", "作用")),
        ],
        rows=[
            [reason.feature.label.in_language(desk.language), value_words(desk, reason.feature, reason.value),
             round(reason.effect, 4), desk.say(*WAYS[reason.effect > 0])]
            for reason in found.reasons if abs(reason.effect) >= 0.00005
        ],
        totals={"score": found.score, "base": found.base, "margin": found.margin},
        definition=definition,
        caveats=[
            _scale(desk, score),
            card.not_for.in_language(desk.language),
        ],
        chart=Chart(kind="bar", x="reason", y=["effect"]),
    )  # fmt: skip
    finding.total_rows = len(finding.rows)
    return finding


def _scale(desk: Desk, score: Score) -> str:
    if score == "uplift":
        return desk.say("Effects are shares of one (0.01 is a point); with the base they make the uplift exactly.",
                        "影响以占比表示（0.01 为 1 个百分点），与基准相加恰为增量。")  # fmt: skip
    return desk.say(
        "Effects are on the scale on which the model adds up (log-odds); with its base they make the score exactly.",
        "影响以模型相加的尺度（对数几率）表示，与平均值相加恰为得分。",
    )


def _sentence(desk: Desk, found: Explained, predicts: str) -> str:
    up = [reason for reason in found.reasons if reason.effect > 0][:2]
    down = [reason for reason in found.reasons if reason.effect < 0][:2]

    def listed(reasons: list[Reason]) -> str:
        return desk.say(", ", "、").join(
            f"{one.feature.label.inside(desk.language)} ({value_words(desk, one.feature, one.value)})"
            for one in reasons
        )

    parts = [desk.say(f"It says {predicts}.", f"该得分预测：{predicts}。")]
    if up:
        parts.append(desk.say(f"Most raised by {listed(up)}.", f"主要提高因素：{listed(up)}。"))
    if down:
        parts.append(desk.say(f"Most lowered by {listed(down)}.", f"主要降低因素：{listed(down)}。"))
    return desk.say(" ", "").join(parts)


def _shown(desk: Desk, score: Score, found: Explained) -> str:
    if score == "uplift":
        return desk.say(f"{found.score * 100:+.1f} points", f"{found.score * 100:+.1f} 个百分点")
    return f"{found.score:.1%}"


def _group(desk: Desk, score: Score, audience: Audience, category: str | None) -> Finding:
    """Average size and direction of each family's effect over a sample of the group."""
    from tools.modelling.fitted import offered

    card = offered(desk, KINDS[score].model)
    query = compile_audience(
        audience.model_copy(update={"all": [*audience.all, Attribute(field="orders", op="ge", values=[1])]}),
        desk.dictionary, desk.today, saved=read_audiences(desk.workspace), dialect=desk.warehouse.dialect,
    )  # fmt: skip
    members = [str(row[0]) for row in run(desk, query)]
    step = max(1, len(members) // GROUP_SAMPLE)
    found = list(explain_people(desk, score, members[::step][:GROUP_SAMPLE], category).values())
    who = audience_words(audience, desk.dictionary, desk.language, desk.today)
    if not found:
        message = desk.say("Nobody in this group has this score.", "该人群没有人有此得分。")
        return Finding(tool="explain_score", status="empty", title=who, message=message)
    rows = _families(desk, found)
    first = desk.say(", ", "、").join(str(row[0]).lower() for row in rows[:3])
    return Finding(
        tool="explain_score",
        title=desk.say(f"What moves the score: {who}", f"影响得分的因素：{who}"),
        message=desk.say(
            f"What moves the score most among these customers: {first}.", f"对这些客户得分影响最大的是：{first}。"
        ),
        columns=[
            Column(name="family", label=desk.say("Kind of feature", "特征类别")),
            Column(name="size", type="number", label=desk.say("Average size of its effect", "平均影响大小")),
            Column(name="direction", type="number", label=desk.say("Average effect", "平均影响")),
        ],
        rows=rows,
        total_rows=len(rows),
        totals={"people": float(len(found))},
        definition={"score": score, "audience": audience.compact(), "category": category},
        caveats=[
            desk.say(
                f"Averaged over {len(found):,} of {len(members):,} members.",
                f"对 {len(members):,} 人中的 {len(found):,} 人取平均。",
            ),
            *_importance(desk, card),
            card.not_for.in_language(desk.language),
        ],
        chart=Chart(kind="bar", x="family", y=["size"]),
    )  # fmt: skip


def _families(desk: Desk, found: list[Explained]) -> list[list[Any]]:
    """Each family with the average size and direction of its effect, the largest first."""
    sizes: dict[str, list[float]] = {}
    labels: dict[str, Named] = {}
    for one in found:
        for reason in one.reasons:
            sizes.setdefault(reason.feature.family, []).append(reason.effect)
            labels.setdefault(reason.feature.family, reason.feature)
    rows: list[list[Any]] = []
    for family, effects in sizes.items():
        label = FAMILIES[family] if family in FAMILIES else labels[family].label
        size, effect = sum(map(abs, effects)) / len(found), sum(effects) / len(found)
        rows.append([label.in_language(desk.language), round(size, 4), round(effect, 4)])
    return sorted(rows, key=lambda row: -float(row[1]))


def _importance(desk: Desk, card: ModelCard) -> list[str]:
    """Permutation importance of the families on the held-out rows, where the card has it."""
    found = card.evidence.get("importance") or []
    if not found:
        return []
    named = desk.say("; ", "；").join(
        f"{FAMILIES[one['family']].in_language(desk.language) if one['family'] in FAMILIES else one['family']} "
        f"{one['value']:.3f} ({one['low']:.3f}–{one['high']:.3f})"
        for one in found[:5]
    )
    return [desk.say(
        f"ROC AUC lost in the latest period when a kind of feature is shuffled (95 % interval): {named}.",
        f"打乱某类特征后最近时段 ROC AUC 的损失（95% 区间）：{named}。",
    )]  # fmt: skip


def lapsed_sentence(desk: Desk, customer_id: str) -> str:
    """For a buyer past their own window: how long they have been silent, and how long the window is; else nothing."""
    silent = silence_of(desk, customer_id)
    if silent is None or silent[0] <= silent[1]:
        return ""
    days, window = f"{silent[0]:.0f}", f"{silent[1]:.0f}"
    return desk.say(
        f"This customer has been silent for {days} days, longer than their own window of {window} days (twice their "
        "usual gap): they count as lapsed already, so there is no probability left to give.",
        f"该客户已 {days} 天没有下单，超过其自身周期 {window} 天（平时间隔的两倍），视为已流失，因此不再给出概率。",
    )
