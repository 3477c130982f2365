"""What the arms of a planned campaign can show, each by itself and against each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tools.campaigns.definitions import CONTROL

if TYPE_CHECKING:
    from tools.desk import Desk


def arms_words(desk: Desk, sizes: Mapping[str, int], base_rate: float, smallest_lift: float) -> list[str]:
    """A sentence where several arms are planned: what each shows after correction, and what cannot be learnt.

    `sizes` maps each arm to its people. None for one arm, nobody held back, or groups without people.
    """
    from tools.science.experiment.several import plan_arms

    held, people = sizes.get(CONTROL, 0), sum(sizes.values())
    arms = len(sizes) - (CONTROL in sizes)
    if arms < 2 or not held or people - held < arms:
        return []
    plan = plan_arms(people, arms, held / people, base_rate, smallest_lift)
    shown = [
        desk.say(f"a lift of {found.lift:.0%} or more", f"能看出 {found.lift:.0%} 及以上的提升")
        if found
        else desk.say("no lift at all", "看不出任何提升")
        for found in (plan.one, plan.apart)
    ]
    said = desk.say(
        f"Corrected for looking at {arms} arms, each shows {shown[0]} against those held back, and {shown[1]} against "
        "another arm.",
        f"校正 {arms} 个组的多重比较后，每组与留出组相比{shown[0]}，两组之间{shown[1]}。",
    )
    if plan.needed and (plan.one is None or plan.one.lift > smallest_lift):
        said += desk.say(
            f" For {smallest_lift:.0%} in each arm it takes {plan.needed:,} people, so which text is better will "
            "probably not be learnt.",
            f"要让每组都能看出 {smallest_lift:.0%}，需要 {plan.needed:,} 人，因此很可能看不出哪版文案更好。",
        )
    return [said]
