"""What a campaign did, in sentences: sizes with intervals, and whether they can be told from chance."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from tools.campaigns.comparing import ALPHA, Compared, differing
from tools.campaigns.judging import Judged
from tools.campaigns.more_people import more_words
from tools.campaigns.outcomes import RATES, Outcome
from tools.science.experiment.proportions import FEWEST_EXPECTED
from tools.wording import format_money, format_number

if TYPE_CHECKING:
    from tools.desk import Desk
    from tools.science.experiment.estimate import Estimate

DONE: dict[Outcome, tuple[str, str]] = {
    "ordered": ("ordered", "下单"), "visit": ("visited the shop", "访问"),
    "revenue": ("revenue per person", "人均收入"), "orders": ("orders per person", "人均订单数"),
}  # fmt: skip
EXTRA: dict[Outcome, tuple[str, str]] = {
    "ordered": ("Extra buyers in all", "总共多出的买家"), "visit": ("Extra visitors in all", "总共多出的访客"),
    "revenue": ("Extra revenue in all", "总共多出的收入"), "orders": ("Extra orders in all", "总共多出的订单"),
}  # fmt: skip


def level(desk: Desk, outcome: Outcome, value: float) -> str:
    """A share in percent, money in the shop's currency, orders with three decimals."""
    if outcome in RATES:
        return f"{value:.2%}"
    if outcome == "revenue":
        return format_money(value, desk.workspace.settings.currency)
    return f"{value:.3f}"


def points(desk: Desk, outcome: Outcome, value: float) -> str:
    """A difference with its sign; of shares in percentage points."""
    sign = "+" if value >= 0 else "-"
    if outcome in RATES:
        return sign + desk.say(f"{abs(value) * 100:.2f} points", f"{abs(value) * 100:.2f} 个百分点")
    return sign + level(desk, outcome, abs(value))


def total(desk: Desk, outcome: Outcome, value: float) -> str:
    """A sum over everyone contacted: money, people or orders as whole numbers."""
    if outcome == "revenue":
        return format_money(value, desk.workspace.settings.currency)
    return format_number(round(value))


def interval(desk: Desk, low: str, high: str) -> str:
    """Both ends of a 95 % interval."""
    return desk.say(f"({low} to {high})", f"（{low} 至 {high}）")


def ranged(desk: Desk, outcome: Outcome, gap: Estimate) -> str:
    """A difference with its interval: "+1.60 points (+0.20 to +3.00)"."""
    if outcome in RATES:
        ends = interval(desk, f"{gap.low * 100:+.2f}", f"{gap.high * 100:+.2f}")
    else:
        ends = interval(desk, points(desk, outcome, gap.low), points(desk, outcome, gap.high))
    return points(desk, outcome, gap.value) + desk.say(" ", "") + ends


def difference_words(desk: Desk, one: Compared, outcome: Outcome) -> str:
    """ "+1.60 points (+0.20 to +3.00), relative +7.1% (+0.8% to +13.9%)"; empty where no interval is honest."""
    return ranged(desk, outcome, one.difference) + lift_words(desk, one.lift) if one.difference else ""


def lift_words(desk: Desk, lift: Estimate | None) -> str:
    """The relative lift with its interval, behind a comma; empty where it has no bound."""
    if lift is None or not all(map(isfinite, (lift.value, lift.low, lift.high))):
        return ""
    ends = interval(desk, f"{lift.low:+.1%}", f"{lift.high:+.1%}")
    return desk.say(f", relative {lift.value:+.1%} {ends}", f"，相对 {lift.value:+.1%}{ends}")


def headline(desk: Desk, judged: Judged) -> list[str]:
    """How many did what on both sides, the difference, whether it is beyond chance, and what it adds up to."""
    one, outcome = judged.main, judged.outcome
    arms = judged.people.arms
    contacted = desk.say("contacted", "触达") if judged.people.control else f"“{arms[1]}”"
    held = desk.say("held back", "留出") if judged.people.control else f"“{arms[0]}”"
    got, base = level(desk, outcome, one.value), level(desk, outcome, one.base)
    english, chinese = DONE[outcome]
    if outcome in RATES:
        said = [desk.say(
            f"Within {judged.horizon_days} days {got} of the {one.people:,} people {contacted} {english}, {base} of "
            f"the {one.held_back:,} {held}.",
            f"{judged.horizon_days} 天内，{contacted}的 {one.people:,} 人中有 {got} {chinese}，{held}的 "
            f"{one.held_back:,} 人中有 {base}。",
        )]  # fmt: skip
    else:
        said = [desk.say(
            f"Within {judged.horizon_days} days, {english}: {got} for the {one.people:,} people {contacted}, {base} "
            f"for the {one.held_back:,} {held}.",
            f"{judged.horizon_days} 天内{chinese}：{contacted}的 {one.people:,} 人为 {got}，{held}的 "
            f"{one.held_back:,} 人为 {base}。",
        )]  # fmt: skip
    if judged.sound.broken:
        return said
    return [*said, *_verdict(desk, judged)]


def _verdict(desk: Desk, judged: Judged) -> list[str]:
    one, outcome = judged.main, judged.outcome
    if one.difference is None:
        return [_too_little(desk, one), *more_words(desk, judged)]
    gap = difference_words(desk, one, outcome)
    said = [desk.say(f"Difference: {gap}.", f"差异：{gap}。"), *_history(desk, judged, one)]
    if one.enough and one.weight < FEWEST_EXPECTED:
        said.append(desk.say(
            f"A few large orders decide this: in the smaller group all weigh as {one.weight:.1f} equal ones would.",
            f"结果由少数大额订单决定：在较小一组中只相当于 {one.weight:.1f} 笔等额订单。",
        ))  # fmt: skip
    if judged.people.days_left:
        return [*said, _early(desk, judged)]
    if judged.verdict:
        beyond = (desk.say("more", "增加"), desk.say("less", "减少"))[judged.verdict < 0]
        said.append(desk.say(
            f"**That is {beyond} than chance would give (p {_p(one.p_value)}).**",
            f"**这一{beyond}超出随机波动（p {_p(one.p_value)}）。**",
        ))  # fmt: skip
        ends = (one.difference.low * one.people, one.difference.high * one.people)
        sums = interval(desk, *(total(desk, outcome, end) for end in ends))
        label = desk.say(*EXTRA[outcome])
        whole = total(desk, outcome, one.difference.value * one.people)
        said.append(desk.say(f"{label}: {whole} {sums}.", f"{label}：{whole}{sums}。"))
        return said
    if not one.enough:
        return [*said, _too_little(desk, one), *more_words(desk, judged)]
    said.append(desk.say(
        f"**That is within chance (p {_p(one.p_value)}): it cannot be told whether it did anything.**",
        f"**这在随机波动范围之内（p {_p(one.p_value)}）：看不出是否有效果。**",
    ))  # fmt: skip
    return [*said, *more_words(desk, judged)]


def _too_little(desk: Desk, one: Compared) -> str:
    return desk.say(
        f"**Not enough yet: in the smaller group only {one.evidence:.1f} outcomes are to be expected, "
        "and 5 are needed for an honest interval.**",
        f"**数据还不够：较小一组预期只有 {one.evidence:.1f} 次结果，至少需要 5 次才能给出可靠区间。**",
    )


def _early(desk: Desk, judged: Judged) -> str:
    people = judged.people
    if not judged.alpha:
        return desk.say(
            f"**The day of sending is not over: all {judged.horizon_days} days are still to come (until {people.ends}"
            "), so nothing is claimed.**",
            f"**发送当天还没有过完：{judged.horizon_days} 天都还没到（至 {people.ends}），因此不下结论。**",
        )
    crossed = judged.verdict != 0
    english = (
        "which this already passes, though its size may still change" if crossed
        else "which this does not pass, so nothing is claimed"
    )  # fmt: skip
    chinese = "目前已越过该界限，但大小仍可能变化" if crossed else "目前未越过该界限，因此不下结论"
    return desk.say(
        f"**Looked at early: {people.days_left} of {judged.horizon_days} days are still to come (until {people.ends}). "
        f"Whoever looks again and again needs p < {judged.alpha:.1g} by now (O'Brien-Fleming), {english}.**",
        f"**查看过早：{judged.horizon_days} 天中还有 {people.days_left} 天（至 {people.ends}）。若反复查看，此刻需要 "
        f"p < {judged.alpha:.1g}（O'Brien-Fleming），{chinese}。**",
    )


def _history(desk: Desk, judged: Judged, one: Compared) -> list[str]:
    if one.plain is None:
        return []
    plain = ranged(desk, judged.outcome, one.plain)
    return [desk.say(
        f"What they bought before the sending is taken into account (CUPED); the interval is {one.narrower:.0%} "
        f"narrower for it (without: {plain}).",
        f"已考虑发送前的购买（CUPED），区间因此缩窄 {one.narrower:.0%}（不考虑时：{plain}）。",
    )]  # fmt: skip


def arm_words(desk: Desk, judged: Judged) -> list[str]:
    """Which of several arms did something, after correction."""
    several = [one for one in judged.arms if one.group]
    if not several or judged.sound.broken or judged.people.days_left:
        return []
    ahead = [one.group for one in several if one.told(judged.alpha) > 0]
    behind = [one.group for one in several if one.told(judged.alpha) < 0]
    parts = []
    if ahead:
        parts.append(desk.say(f"beyond chance: {', '.join(ahead)}", f"超出随机波动：{'、'.join(ahead)}"))
    if behind:
        parts.append(desk.say(f"worse than the base: {', '.join(behind)}", f"低于对照：{'、'.join(behind)}"))
    told = "; ".join(parts) or desk.say("none can be told from chance", "均无法与随机波动区分")
    p_value = judged.arms_alike
    english = "they do not differ from each other beyond chance" if p_value >= ALPHA else "they differ from each other"
    chinese = "各组之间的差别未超出随机波动" if p_value >= ALPHA else "各组之间确有差别"
    return [desk.say(
        f"Of the {len(several)} arms, corrected for looking at all (Holm): {told}; {english} (p {_p(p_value)}).",
        f"{len(several)} 个组，已校正多重比较（Holm）：{told}；{chinese}（p {_p(p_value)}）。",
    )]  # fmt: skip


def segment_words(desk: Desk, judged: Judged, label: str) -> list[str]:
    """Which segments stand out after correction, and whether they differ from each other at all."""
    if not judged.segments or judged.sound.broken:
        return []
    told = [one.group for one in judged.segments if one.told(judged.alpha)]
    p_value = differing(judged.segments)
    alike = p_value >= ALPHA
    names = desk.say(", ", "、").join(told) or desk.say("none", "无")
    english = "the segments do not differ from each other beyond chance" if alike else "the segments differ"
    chinese = "各分群之间的差别未超出随机波动" if alike else "各分群之间确有差别"
    return [desk.say(
        f"By {label}, corrected for {len(judged.segments)} looks (Holm): an effect beyond chance in {names}; {english} "
        f"(p {_p(p_value)}).",
        f"按{label}拆分，已校正 {len(judged.segments)} 次比较（Holm）：效果超出随机波动的有 {names}；{chinese}"
        f"（p {_p(p_value)}）。",
    )]  # fmt: skip


def beside_words(desk: Desk, judged: Judged, others: dict[Outcome, Compared]) -> list[str]:
    """The outcomes that were not asked about, with intervals and without a verdict."""
    if judged.sound.broken:
        return []
    parts = []
    for outcome, one in others.items():
        gap = difference_words(desk, one, outcome)
        if gap:
            parts.append(f"{desk.say(*DONE[outcome])} {gap}")
    if not parts:
        return []
    listed = desk.say("; ", "；").join(parts)
    return [desk.say(f"Beside it, not tested: {listed}.", f"其他指标（未检验）：{listed}。")]


def _p(value: float) -> str:
    return "< 0.0001" if value < 0.0001 else f"= {value:.2g}"
