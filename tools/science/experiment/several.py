"""Several arms and one group held back: what each comparison can show once all of them are looked at.

The levels are Bonferroni's, which Holm's correction (the one results are judged by) never falls short of, so the power
promised is the least there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, comb

from tools.science.experiment.detectable import Detectable, detectable_rate
from tools.science.experiment.sample_size import sample_size_for_rates


@dataclass(frozen=True)
class SeveralArms:
    """The smallest rises that are probably seen; None where no rise is."""

    together: Detectable | None
    """All arms as one against those held back."""
    one: Detectable | None
    """One arm against those held back."""
    apart: Detectable | None
    """One arm against another; None with a single arm."""
    needed: int | None
    """People in all for each arm to show the smallest lift worth knowing; None where that is more than everybody."""


def plan_arms(
    people: int,
    arms: int,
    holdout_share: float,
    base_rate: float,
    smallest_lift: float,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
) -> SeveralArms:
    """What `people`, of whom `holdout_share` is held back and the rest split evenly over `arms`, can show.

    One family of arms + 1 comparisons (all together, each by itself) is held at `alpha`, and one of all pairs of arms.
    Raises ValueError for no arm, no holdout, or too few people to fill every group.
    """
    held = round(people * holdout_share)
    each = (people - held) // arms if arms else 0
    if arms < 1 or not 0 < holdout_share < 1 or min(held, each) < 1:
        raise ValueError(
            f"arms need people in every group: {people} people, {arms} arms, {holdout_share:.0%} held back"
        )
    family = alpha / (arms + 1) if arms > 1 else alpha
    raised = base_rate * (1 + smallest_lift)
    needed = None
    if raised <= 1:
        share = (1 - holdout_share) / arms
        sized = sample_size_for_rates(
            base_rate, raised, power=power, alpha=family, treated_share=share / (share + holdout_share)
        )
        needed = ceil(sized.control / holdout_share)
    return SeveralArms(
        together=detectable_rate(people - held, held, base_rate, power=power, alpha=family),
        one=detectable_rate(each, held, base_rate, power=power, alpha=family),
        apart=detectable_rate(each, each, base_rate, power=power, alpha=alpha / comb(arms, 2)) if arms > 1 else None,
        needed=needed,
    )
