"""plan_campaign: who gets it and who is held back, what so many people can show, and the brief its texts come from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field

from tools.briefs import LETTERS
from tools.campaigns.arms_power import arms_words
from tools.campaigns.definitions import CONTROL, Campaign, Earlier, Record
from tools.campaigns.drawing import draw
from tools.campaigns.hygiene import CHANNEL_OF, Hygiene, consent_steps, hygiene_steps
from tools.campaigns.members import require_consent_data
from tools.campaigns.power import Power, power
from tools.campaigns.store import campaign_id, read_records, write_record
from tools.contract import Column, Finding, NotAllowed
from tools.copy_rules.rulebook import rulebook
from tools.copywriting.briefing import briefed
from tools.definitions import Audience
from tools.desk import Desk
from tools.wording import audience_words

LATEST = "campaign/latest"
"""Key of the conversation's last campaign in the desk's scratch."""


def plan_campaign(
    desk: Desk,
    campaign: Annotated[Campaign, Field(description="holdout_share is 0.1 unless told")],
) -> Finding:
    """Plan a campaign: hygiene, holdout, one arm a variant, power, and a brief_id with the facts for its texts."""
    if (consent := CHANNEL_OF.get(campaign.brief.channel)) is not None:
        require_consent_data(desk, consent)
    reached = reached_by(desk, campaign)
    _refuse_nobody(desk, reached)
    identity = campaign_id(desk.workspace, campaign, desk.today.isoformat(), str(desk.scratch.get(LATEST, "")))
    brief = briefed(desk, campaign.brief, identity)
    campaign = campaign.model_copy(update={"replaces": None})
    letters = LETTERS[: campaign.brief.variants]
    sizes = draw(desk, campaign, reached.audience, identity, letters)
    control = sizes.get(CONTROL, 0)
    shown = power(
        desk, reached.audience, reached.left - control, control, campaign.smallest_lift, campaign.horizon_days
    )
    _keep(desk, campaign, identity, brief.handle or "", reached, sizes)
    rows = _rows(desk, reached, sizes)
    return Finding(
        tool="plan_campaign",
        handle=brief.handle,
        title=_title(desk, campaign),
        message=desk.say(
            f"campaign {identity}, brief_id {brief.handle}: write {campaign.brief.variants} variants from these facts "
            "and pass them to submit_drafts.",
            f"活动 {identity}，brief_id {brief.handle}：请据此写{campaign.brief.variants}版，再交给 submit_drafts。",
        ),
        columns=[
            Column(name="step", label=desk.say("Step", "步骤")),
            Column(name="removed", type="integer", label=desk.say("Removed", "移除")),
            Column(name="left", type="integer", label=desk.say("People", "人数")),
        ],
        rows=rows,
        total_rows=len(rows),
        totals=_totals(reached, sizes, shown),
        definition={"id": identity} | campaign.compact(),
        sql=reached.sql,
        caveats=[*brief.caveats, *_empty_arms(desk, sizes), *_learning(desk, campaign, sizes, shown),
                 *_holding(desk, campaign),
                 *(desk.say(f"Not checked: {rule}", f"未检查：{rule}") for rule in reached.not_applied)],
        sources=brief.sources,
    )  # fmt: skip


def _refuse_nobody(desk: Desk, reached: Hygiene) -> None:
    """Raises NotAllowed where nobody is chosen, or nobody of them may be written to."""
    if not reached.chosen:
        raise NotAllowed(desk.say(
            "No customer matches this audience, so nothing was planned: drop a condition, or ask “how many …” to see "
            "which of them nobody meets.",
            "没有客户符合这个人群，因此没有建立活动：请去掉一个条件，或先问“有多少…”看看是哪个条件没有人符合。",
        ))  # fmt: skip
    if not reached.left:
        raise NotAllowed(desk.say(
            f"Nobody among these {reached.chosen:,} people may be written to on this channel, so nothing was planned.",
            f"这 {reached.chosen:,} 人中没有可以通过该渠道联系的客户，因此没有建立活动。",
        ))  # fmt: skip


def _keep(
    desk: Desk, campaign: Campaign, identity: str, brief_id: str, reached: Hygiene, sizes: dict[str, int]
) -> None:
    """Write the campaign down with what it was before, and remember it as the conversation's last."""
    before = next((record for record in read_records(desk.workspace) if record.id == identity), None)
    earlier = [*before.earlier, Earlier(planned_at=before.planned_at, campaign=before.campaign,
                                        brief_id=before.brief_id)] if before else []  # fmt: skip
    if before and before.campaign == campaign:
        earlier = before.earlier
    write_record(desk.workspace, Record(
        id=identity, campaign=campaign, planned_at=datetime.now(UTC).isoformat(timespec="seconds"),
        today=desk.today.isoformat(), brief_id=brief_id, assigned=sizes,
        removed=[(step.reason, step.removed) for step in reached.steps], earlier=earlier,
    ))  # fmt: skip
    desk.scratch[LATEST] = identity


def reached_by(desk: Desk, campaign: Campaign) -> Hygiene:
    """Who the campaign reaches now, and who was left out why."""
    left_out = hygiene_steps if campaign.hygiene else consent_steps
    return left_out(desk, campaign.brief.audience or Audience(), campaign.brief.channel)


def _rows(desk: Desk, reached: Hygiene, sizes: dict[str, int]) -> list[list[Any]]:
    steps = [[desk.say("chosen", "选中"), 0, reached.chosen], *([s.reason, s.removed, s.left] for s in reached.steps)]
    arms = [[_arm(desk, name), None, people] for name, people in sizes.items()]
    return [*steps, *arms]


def _arm(desk: Desk, name: str) -> str:
    if name == CONTROL:
        return desk.say("held back", "留出对照组")
    return desk.say(f"get draft {name}", f"收到文案 {name}")


def _totals(reached: Hygiene, sizes: dict[str, int], shown: Power) -> dict[str, float]:
    control = sizes.get(CONTROL, 0)
    totals: dict[str, float] = {
        "audience": reached.chosen, "writable": reached.writable, "reachable": reached.left, "held_back": control,
        "contacted": reached.left - control,
    }  # fmt: skip
    if shown.base_rate is not None:
        totals |= {"base_rate": shown.base_rate, "buyers": shown.buyers, "like_them": shown.like_them}
    if shown.detectable_lift is not None:
        totals["detectable_lift"] = shown.detectable_lift
    if shown.needed is not None:
        totals["needed"] = shown.needed
    return totals


def _empty_arms(desk: Desk, sizes: dict[str, int]) -> list[str]:
    """Drafts that nobody gets, because there are fewer people than drafts."""
    empty = sorted(arm for arm, people in sizes.items() if not people and arm != CONTROL)
    if not empty:
        return []
    people = sum(sizes.values())
    return [desk.say(
        f"{people:,} people are too few for so many drafts: nobody gets {', '.join(empty)}. Ask for fewer variants.",
        f"只有 {people:,} 人，版本太多：没有人收到文案{'、'.join(empty)}。可以少要几版。",
    )]  # fmt: skip


def _learning(desk: Desk, campaign: Campaign, sizes: dict[str, int], shown: Power) -> list[str]:
    """What the campaign can teach, and what it cannot."""
    days, wanted = campaign.horizon_days, campaign.smallest_lift
    if not sizes.get(CONTROL):
        return [desk.say(
            "Nobody is held back, so the campaign's own effect cannot be measured afterwards.",
            "没有留出对照组，事后无法衡量活动本身的效果。",
        )]  # fmt: skip
    if shown.base_rate is None:
        return [desk.say(
            f"No base rate: of {shown.like_them:,} people like these {shown.buyers:,} ordered within {days} days, so "
            "what the split can show is not known.",
            f"没有基准率：{shown.like_them:,} 位同类客户中有 {shown.buyers:,} 位在 {days} 天内下单，"
            "无法预估能看出多大的提升。",
        )]  # fmt: skip
    base = desk.say(
        f"Without the campaign about {shown.base_rate:.1%} order within {days} days ({shown.buyers:,} of "
        f"{shown.like_them:,} people like these did); read the result {days} days after sending.",
        f"不做活动时约 {shown.base_rate:.1%} 会在 {days} 天内下单（{shown.like_them:,} 位同类客户中有 "
        f"{shown.buyers:,} 位）；请在发送 {days} 天后查看结果。",
    )
    if shown.detectable_lift is None:
        return [base, desk.say("So few people can show no lift at all.", "人数太少，看不出任何提升。")]
    seen = desk.say(
        f"With 80 % power this split shows a lift of {shown.detectable_lift:.0%} or more.",
        f"以 80% 的把握，这样分组能看出 {shown.detectable_lift:.0%} 及以上的提升。",
    )
    if shown.detectable_lift > wanted:
        need = f"{shown.needed:,}" if shown.needed else "…"
        seen += desk.say(
            f" A lift of {wanted:.0%} cannot be told from chance here: that takes {need} people.",
            f"{wanted:.0%} 的提升无法与偶然区分：那需要 {need} 人。",
        )
    return [base, seen, *arms_words(desk, sizes, shown.base_rate, wanted)]


def _holding(desk: Desk, campaign: Campaign) -> list[str]:
    if rulebook().channels[campaign.brief.channel].personal or not campaign.holdout_share:
        return []
    return [desk.say(
        "This channel shows one text to many: the holdout holds only where the platform targets the exported list.",
        "该渠道面向多人展示：只有平台按导出的名单投放时，对照组才有效。",
    )]  # fmt: skip


def whom(desk: Desk, campaign: Campaign) -> str:
    """The people it is for, in words."""
    if campaign.brief.audience is None:
        return desk.say("all customers", "全部客户")
    return audience_words(campaign.brief.audience, desk.dictionary, desk.language, desk.today)


def _title(desk: Desk, campaign: Campaign) -> str:
    channel, who = rulebook().channels[campaign.brief.channel], whom(desk, campaign)
    name = campaign.name or desk.say(
        f"{channel.en[:1].upper()}{channel.en[1:]} {campaign.brief.goal.replace('_', '-')} campaign",
        f"{channel.zh}活动",
    )
    return desk.say(f"{name}: {who}", f"{name}：{who}")
