"""How many more people, or what else, it would take to tell; and what is ruled out already."""

from __future__ import annotations

from math import ceil, isfinite
from typing import TYPE_CHECKING

from tools.campaigns.judging import Judged
from tools.campaigns.outcomes import RATES
from tools.science.experiment.sample_size import sample_size_for_means, sample_size_for_rates

if TYPE_CHECKING:
    from tools.desk import Desk


def people_needed(judged: Judged) -> int | None:
    """People in all, split as here, to see the smallest lift worth knowing with 80 %; None where none would do."""
    one, lift = judged.main, judged.tested.smallest_lift
    share = one.people / (one.people + one.held_back)
    base = _base(judged)
    if base <= 0:
        return None
    try:
        if judged.outcome in RATES:
            return sample_size_for_rates(base, min(base * (1 + lift), 1.0), treated_share=share).total
        deviation = float(judged.people.rows[judged.outcome].std()) * (1 - one.removed) ** 0.5
        return sample_size_for_means(base * lift, deviation, treated_share=share).total
    except ValueError:
        return None


def _base(judged: Judged) -> float:
    """Of those held back; of everyone where nothing happened among them."""
    return judged.main.base or float(judged.people.rows[judged.outcome].mean())


def more_words(desk: Desk, judged: Judged) -> list[str]:
    """One or two sentences on what it would take, and on what can be ruled out."""
    one, smallest = judged.main, judged.tested.smallest_lift
    have, needed = one.people + one.held_back, people_needed(judged)
    said = []
    if needed is None:
        said.append(desk.say(
            "Nothing happened in either group that a size could be worked out from.",
            "两组都没有发生可用于估算样本量的结果。",
        ))  # fmt: skip
    elif needed > have:
        times = ceil(needed / have)
        said.append(desk.say(
            f"To tell a lift of {smallest:.0%} with 80 % power takes about {needed:,} people split like this, "
            f"{needed - have:,} more than the {have:,} there were: a larger holdout, or the same again {times} times.",
            f"要以 80% 的把握看出 {smallest:.0%} 的提升，按此比例约需 {needed:,} 人，比现有 {have:,} 人多 "
            f"{needed - have:,} 人：可增大留出组，或重复约 {times} 次。",
        ))  # fmt: skip
    if one.lift is not None and isfinite(one.lift.high) and one.enough and one.lift.high < smallest:
        said.append(desk.say(
            f"A lift of {smallest:.0%} or more is ruled out (at most {one.lift.high:+.1%}).",
            f"可以排除 {smallest:.0%} 及以上的提升（最多 {one.lift.high:+.1%}）。",
        ))  # fmt: skip
    return said
