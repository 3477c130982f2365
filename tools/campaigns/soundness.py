"""Whether the arms can be compared at all: their sizes, what they were before, and what reached whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.campaigns.outcomes import People
from tools.campaigns.tested import Tested, is_control
from tools.science.experiment.means import sample
from tools.science.experiment.ratio import THRESHOLD, SampleRatio, check_sample_ratio
from tools.science.experiment.skewed import difference_of_skewed_means

if TYPE_CHECKING:
    from tools.desk import Desk

USUAL_SHARES = (0.5, 1 / 3, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05, 0.02, 0.01)
"""Shares that are held back where nobody wrote down which."""


@dataclass(frozen=True)
class Soundness:
    """What was found before any effect was looked at."""

    ratio: SampleRatio | None
    assumed: bool
    """Whether the planned shares are a guess."""
    apart: float
    """Least p-value of "the arms were alike before the sending", corrected for all figures and arms."""
    held_back_but_sent: int
    not_sent: int | None
    """Contacted by plan, without a recorded sending; None where no sends are recorded."""

    @property
    def broken(self) -> bool:
        """Whether no comparison can be trusted."""
        return (self.ratio is not None and self.ratio.mismatch) or self.apart < THRESHOLD


def examine(people: People, tested: Tested, holdout_share: float | None = None) -> Soundness:
    """Check sizes against the plan (or `holdout_share`, or the usual share that is nearest) and the time before."""
    counts = [int(people.of(arm).sum()) for arm in people.arms]
    planned, assumed = _planned(people, tested, counts, holdout_share)
    rows = people.rows
    held = rows["arm"].isin([arm for arm in people.arms if is_control(arm)]).to_numpy()
    sent = rows["sent"].to_numpy() > 0
    return Soundness(
        check_sample_ratio(counts, planned) if planned and len(counts) > 1 else None,
        assumed, _apart(people), int((held & sent).sum()),
        int((~held & ~sent).sum()) if sent.any() else None,
    )  # fmt: skip


def history_of(people: People) -> np.ndarray | None:
    """What was known of everyone before, shape (people, 4): spend, its logarithm, orders, how lately.

    None where nobody had bought before. Spend is held at its 99th percentile, so that a few large customers do not
    decide the weights.
    """
    rows = people.rows
    spend = rows["spend_before"].clip(lower=0).to_numpy()
    if not (rows["orders_before"] > 0).any():
        return None
    lately = 1 / (1 + rows["days_since"].to_numpy() / 30)
    orders = np.log1p(rows["orders_before"].to_numpy())
    return np.column_stack((np.minimum(spend, np.quantile(spend, 0.99)), np.log1p(spend), orders, lately))


def _planned(
    people: People, tested: Tested, counts: list[int], holdout_share: float | None
) -> tuple[list[float] | None, bool]:
    known = tested.planned_shares(people.arms)
    if known is not None and holdout_share is None:
        return known, False
    treated = len(counts) - (people.control is not None)
    if people.control is None:
        return [1.0] * len(counts), True
    if not treated:
        return None, False
    if holdout_share is not None:
        return [holdout_share, *[(1 - holdout_share) / treated] * treated], False
    shares = [1 / len(counts), *USUAL_SHARES]
    plans = [[share, *[(1 - share) / treated] * treated] for share in shares]
    return max(plans, key=lambda plan: check_sample_ratio(counts, plan).p_value or -_gap(counts, plan)), True


def _gap(counts: list[int], plan: list[float]) -> float:
    """How far the first arm's share lies from the plan; tells plans apart whose p-values are all 0."""
    return abs(counts[0] / sum(counts) - plan[0])


def _apart(people: People) -> float:
    """Every other arm against the first, in every figure of the time before."""
    history = history_of(people)
    if history is None:
        return 1.0
    base = people.of(people.arms[0])
    p_values = [
        difference_of_skewed_means(sample(history[people.of(arm), column]), sample(history[base, column])).p_value
        for arm in people.arms[1:]
        if min(int(people.of(arm).sum()), int(base.sum())) > 1
        for column in range(history.shape[1])
    ]
    return min([1.0, *(p * len(p_values) for p in p_values)])


def split_words(desk: Desk, people: People, sound: Soundness) -> list[str]:
    """What is wrong with the split, in bold, one sentence a fault; none where it is sound."""
    faults = []
    if sound.ratio is not None and sound.ratio.mismatch:
        found = " / ".join(f"{count:,}" for count in sound.ratio.people)
        wanted = " / ".join(f"{share:.0%}" for share in sound.ratio.planned)
        names = ", ".join(people.arms)
        guessed = desk.say(" (assumed: say which share was planned)", "（推测值：请说明原计划比例）")
        meant = guessed if sound.assumed else ""
        faults.append(desk.say(
            f"**The split is broken: {found} people ({names}) where {wanted} was planned{meant}, p = "
            f"{sound.ratio.p_value:.1g}. People were lost or added after the draw, so no effect can be claimed.**",
            f"**分组已失衡：各组 {found} 人（{names}），计划为 {wanted}{meant}，p = {sound.ratio.p_value:.1g}。"
            "分组之后有人丢失或加入，因此不能声称任何效果。**",
        ))  # fmt: skip
    if sound.apart < THRESHOLD:
        faults.append(desk.say(
            f"**The arms already differed before the sending in what they had bought (p = {sound.apart:.1g}): they "
            "were not drawn at random, so no effect can be claimed.**",
            f"**各组在发送之前的购买就已不同（p = {sound.apart:.1g}）：并非随机分组，因此不能声称任何效果。**",
        ))  # fmt: skip
    return faults


def people_caveats(desk: Desk, people: People, sound: Soundness) -> list[str]:
    """Who was counted though something went otherwise than planned."""
    said = [desk.say(
        "Everyone counts in the arm they were drawn into, whatever reached them (intention to treat).",
        "每个人都按其所分的组计算，无论实际是否收到（意向性分析）。",
    )]  # fmt: skip
    if sound.not_sent:
        said.append(desk.say(
            f"{sound.not_sent:,} of those to be contacted have no recorded sending; they count all the same.",
            f"应触达的人中有 {sound.not_sent:,} 人没有发送记录，仍计入所在组。",
        ))  # fmt: skip
    if sound.held_back_but_sent:
        said.append(desk.say(
            f"**{sound.held_back_but_sent:,} people who were to be held back were sent it: the true effect is larger "
            "than measured.**",
            f"**应留出的人中有 {sound.held_back_but_sent:,} 人收到了消息：真实效果会大于测得的效果。**",
        ))  # fmt: skip
    if people.twice:
        said.append(desk.say(
            f"{people.twice:,} people were drawn into more than one arm and are left out.",
            f"{people.twice:,} 人被分入多个组，未计入。",
        ))  # fmt: skip
    if people.unknown:
        said.append(desk.say(
            f"{people.unknown:,} of those drawn are not among the shop's customers; nothing is recorded for them.",
            f"参与者中有 {people.unknown:,} 人不在客户名单中，没有任何记录。",
        ))  # fmt: skip
    return said
