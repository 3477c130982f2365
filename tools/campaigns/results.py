"""What a campaign did: people by arm, the split, lift against those held back with intervals, by segment."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from tools.campaigns.outcomes import DESCRIPTIVE, RATES, Outcome, people_of
from tools.campaigns.tested import find_tested
from tools.contract import BadRequest, Column, Finding, NotEnoughData
from tools.desk import Desk

if TYPE_CHECKING:
    from tools.campaigns.comparing import Compared
    from tools.campaigns.judging import Judged
    from tools.campaigns.outcomes import People

TOOL = "campaign_results"


def campaign_results(
    desk: Desk,
    campaign: Annotated[str, Field(description="Name or id; empty: the latest")] = "",
    outcome: Annotated[Outcome, Field(description="What counts as success, chosen before looking")] = "ordered",
    horizon_days: Annotated[int | None, Field(ge=1, le=365, description="Days; as planned, or 30")] = None,
    by: Annotated[str, Field(description="Customer field to split by, such as city or rfm_segment")] = "",
    holdout_share: Annotated[float | None, Field(gt=0, lt=1, description="Planned, if not on record")] = None,
) -> Finding:
    """Say what a campaign with a holdout did: lift with 95 % intervals by arm and segment, or why it can't be told.

    Opens and clicks are shown but never count as lift.
    """
    from tools.campaigns.judging import judge
    from tools.campaigns.learnt import keep_learnt
    from tools.campaigns.soundness import examine

    tested = find_tested(desk, campaign)
    days = horizon_days or tested.horizon_days
    definition: dict[str, Any] = {"campaign": tested.id, "outcome": outcome, "horizon_days": days}
    definition |= {"by": by} if by else {}
    definition |= {"holdout_share": holdout_share} if holdout_share else {}
    if by:
        desk.dictionary.field(by)
    try:
        people = people_of(desk, tested, days)
        _refuse_incomparable(desk, people, outcome)
    except NotEnoughData as error:
        return Finding(tool=TOOL, status="not_enough_data", title=tested.name, message=error.message,
                       definition=definition)  # fmt: skip
    judged = judge(desk, tested, people, examine(people, tested, holdout_share), outcome, days, by)
    keep_learnt(desk.workspace, judged)
    return _finding(desk, judged, by, definition)


def _refuse_incomparable(desk: Desk, people: People, outcome: Outcome) -> None:
    sizes = [int(people.of(arm).sum()) for arm in people.arms]
    if len(sizes) < 2 or min(sizes) < 2:
        raise NotEnoughData(desk.say(
            f"Two groups of two people or more are needed; there are {', '.join(map(str, sizes))}.",
            f"至少需要两组，每组两人以上；现有：{'、'.join(map(str, sizes))}。",
        ))  # fmt: skip
    if people.starts > people.today:
        raise NotEnoughData(desk.say(
            f"It is sent on {people.starts}, after {people.today}: nothing can be known yet.",
            f"活动将于 {people.starts} 发送，晚于 {people.today}：目前还没有结果。",
        ))  # fmt: skip
    if outcome == "visit" and not people.visits:
        raise BadRequest(desk.say(
            "This shop recorded no visits (views, carts) at that time: ask for ordered, orders or revenue.",
            "该店铺当时没有访问记录（浏览、加购）：请改问 ordered、orders 或 revenue。",
        ))  # fmt: skip


def _finding(desk: Desk, judged: Judged, by: str, definition: dict[str, Any]) -> Finding:
    from tools.campaigns import result_words as words
    from tools.campaigns.judging import other_outcomes
    from tools.campaigns.soundness import people_caveats, split_words

    people, outcome = judged.people, judged.outcome
    label = desk.dictionary.field(by).label.in_language(desk.language) if by else ""
    said = [
        *split_words(desk, people, judged.sound),
        *words.headline(desk, judged),
        *words.arm_words(desk, judged),
        *words.segment_words(desk, judged, label),
        *words.beside_words(desk, judged, other_outcomes(judged)),
    ]
    rows = _rows(desk, judged, by)
    what = desk.say(*words.DONE[outcome])
    return Finding(
        tool=TOOL,
        title=desk.say(f"What {judged.tested.name} did: {what}, {judged.horizon_days} days",
                       f"“{judged.tested.name}”的效果：{what}，{judged.horizon_days} 天"),
        message=desk.say(" ", "").join(said),
        columns=_columns(desk, judged, label),
        rows=rows,
        total_rows=len(rows),
        totals=_totals(judged),
        definition=definition,
        caveats=[*people_caveats(desk, people, judged.sound), *_caveats(desk, judged, by)],
    )  # fmt: skip


def _columns(desk: Desk, judged: Judged, label: str) -> list[Column]:
    kind = "share" if judged.outcome in RATES else "money" if judged.outcome == "revenue" else "number"
    unit = desk.workspace.settings.currency if kind == "money" else None
    first = label or desk.say("Arm", "组")

    def column(name: str, type_: Any, english: str, chinese: str, unit: str | None = None) -> Column:
        return Column(name=name, type=type_, unit=unit, label=desk.say(english, chinese))

    columns = [
        Column(name="group", label=first), column("people", "integer", "People", "人数"),
        column("value", kind, "Outcome", "结果", unit),
    ]  # fmt: skip
    if label:
        columns += [column("held_back", "integer", "Held back", "留出人数"),
                    column("base", kind, "Outcome of those", "留出组结果", unit)]  # fmt: skip
    columns += [
        column("difference", kind, "Difference", "差异", unit), column("difference_low", kind, "from", "下限", unit),
        column("difference_high", kind, "to", "上限", unit), column("lift", "share", "Lift", "提升"),
        column("lift_low", "share", "from", "下限"), column("lift_high", "share", "to", "上限"),
        column("p_value", "number", "p, corrected", "p（已校正）"), column("told", "text", "Beyond chance", "是否显著"),
    ]  # fmt: skip
    if not label:
        columns += [column("sent", "share", "Sent", "已发送"), column("opened", "share", "Opened", "打开"),
                    column("clicked", "share", "Clicked", "点击")]  # fmt: skip
    return columns


def _rows(desk: Desk, judged: Judged, by: str) -> list[list[Any]]:
    if by:
        return [[one.group, one.people, one.value, one.held_back, one.base, *_effect(desk, judged, one)]
                for one in judged.segments]  # fmt: skip
    people = judged.people
    single = {people.arms[1]: judged.arms[0]} if len(people.arms) == 2 else {}
    compared = {one.group: one for one in judged.arms if one.group} | single
    rows = []
    for arm in people.arms:
        mine = people.rows[people.of(arm)]
        acts = [float(mine[name].mean()) if people.rows[name].any() else None for name in DESCRIPTIVE]
        one = compared.get(arm)
        effect = _effect(desk, judged, one) if one else [None] * 8
        rows.append([arm, len(mine), float(mine[judged.outcome].mean()), *effect, *acts])
    return rows


def _effect(desk: Desk, judged: Judged, one: Compared) -> list[Any]:
    """Difference and lift with their ends, corrected p-value, and the verdict in a word."""
    cells: list[Any] = []
    for estimate in (one.difference, one.lift):
        numbers = (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)
        cells += [number if number is not None and isfinite(number) else None for number in numbers]
    if judged.sound.broken:
        return [None] * 7 + [desk.say("split broken", "分组失衡")]
    if not one.enough:
        return [*cells, None, desk.say("not enough yet", "数据不够")]
    told = one.told(judged.alpha)
    early = judged.people.days_left > 0 and not told
    word = {1: desk.say("more", "是，增加"), -1: desk.say("less", "是，减少"), 0: desk.say("no", "否")}[told]
    return [*cells, one.p_value, desk.say("too early", "为时过早") if early else word]


def _totals(judged: Judged) -> dict[str, float]:
    """Figures a sentence may quote; what has no bound is left out."""
    one = judged.main
    found = {"people": float(one.people), "held_back": float(one.held_back), "value": one.value, "base": one.base,
             "verdict": float(judged.verdict), "days_left": float(judged.people.days_left),
             "evidence": one.evidence, "alpha": judged.alpha}  # fmt: skip
    if judged.sound.ratio is not None:
        found["split_p_value"] = judged.sound.ratio.p_value
    if judged.sound.broken:
        return found
    if one.difference is not None:
        found["p_value"] = one.p_value
        for name, estimate, factor in (("difference", one.difference, 1), ("extra", one.difference, one.people),
                                       ("lift", one.lift, 1), ("plain", one.plain, 1)):  # fmt: skip
            if estimate is not None:
                found |= {name: estimate.value * factor, f"{name}_low": estimate.low * factor,
                          f"{name}_high": estimate.high * factor}  # fmt: skip
        found["narrower"] = one.narrower
    return {name: value for name, value in found.items() if isfinite(value)}


def _caveats(desk: Desk, judged: Judged, by: str) -> list[str]:
    said = [desk.say(
        "95 % intervals, each by itself; p-values are corrected for all arms or segments shown (Holm).",
        "均为单独的 95% 区间；p 值已按所列各组或分群校正（Holm）。",
    )]  # fmt: skip
    if judged.people.control is None:
        first = judged.people.arms[0]
        said.append(desk.say(
            f"Nobody was held back: arms are compared with {first}, and what the campaign brought in all is not known.",
            f"没有留出组：各组与 {first} 比较，活动总共带来多少无从得知。",
        ))  # fmt: skip
    if any(judged.people.rows[name].any() for name in DESCRIPTIVE):
        said.append(desk.say(
            "Opens and clicks describe who was sent it; those held back cannot open anything, so they are no lift.",
            "打开和点击只描述收到者；留出组无从打开，因此不是提升。",
        ))  # fmt: skip
    if by:
        said.append(desk.say(
            f"Segments as they were on the day before ({by}); fields without dates are as stored today.",
            f"分群按发送前一天的 {by}；没有日期的字段按当前存储值。",
        ))  # fmt: skip
    return said
