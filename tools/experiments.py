"""Tests before they are run: how many people, how large a holdout, and what so few people cannot show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import Field

from tools.audience_caveats import count_members
from tools.contract import BadRequest, Finding, NotEnoughData, UnknownValue
from tools.definitions import Audience, Bought, Period
from tools.desk import Desk
from tools.findings import labelled, unknown_value
from tools.wording import audience_words, format_number

if TYPE_CHECKING:
    from tools.science.experiment.sample_size import SampleSize

BASE_DAYS = 30
ALPHA = 0.05


def plan_test(
    desk: Desk,
    smallest_lift: Annotated[
        float, Field(gt=0, le=10, description="Smallest lift worth knowing, relative: 0.1 is 10 %")
    ],
    base_rate: Annotated[float | None, Field(gt=0, lt=1, description="Rate without the campaign, 0 to 1")] = None,
    audience: Annotated[
        Audience | None, Field(description="Who takes part; also gives the base rate if none is")
    ] = None,
    holdout_share: Annotated[float, Field(gt=0, lt=1, description="Share held back")] = 0.1,
    power: Annotated[float, Field(gt=0.05, lt=1, description="Chance to see the lift if it is there")] = 0.8,
) -> Finding:
    """Say how many people a test with a holdout needs to see a lift, and what the people there are can show.

    Without a base rate: the share of the audience (or of everyone) who ordered in the last 30 days.
    """
    definition: dict[str, Any] = {"smallest_lift": smallest_lift, "base_rate": base_rate,
                                  "holdout_share": holdout_share, "power": power}  # fmt: skip
    if audience is not None:
        definition["audience"] = audience.compact()
    try:
        size = count_members(desk, audience) if audience is not None else None
        rate, origin = (base_rate, "") if base_rate is not None else _base_rate(desk, audience or Audience())
    except UnknownValue as error:
        return unknown_value(desk, "plan_test", error, definition)
    needed, equal = _sizes(rate, smallest_lift, holdout_share, power)
    said = _needed(desk, rate, origin, smallest_lift, power, needed, equal)
    if size is not None:
        said = _both(desk, said, _within(desk, size, rate, holdout_share, power))
    return Finding(
        tool="plan_test",
        title=_title(desk, audience, smallest_lift),
        message=said.sentence,
        columns=labelled(desk, ("figure", "Figure", "指标"), ("value", "Value", "数值")),
        rows=said.rows,
        total_rows=len(said.rows),
        totals=said.totals,
        definition=definition,
        caveats=[desk.say(
            "Two-sided test at 5 %, people assigned at random, looked at once at the end; looking earlier needs more.",
            "双侧检验，显著性 5%，随机分组，只在结束时查看一次；提前查看需要更多人。",
        )],
    )  # fmt: skip


def _sizes(rate: float, smallest_lift: float, holdout_share: float, power: float) -> tuple[SampleSize, SampleSize]:
    """People needed with the share asked for held back, and with half."""
    from tools.science.experiment.sample_size import sample_size_for_rates

    raised = rate * (1 + smallest_lift)
    if raised >= 1:
        raise BadRequest(f"A base rate of {rate:.1%} cannot rise by {smallest_lift:.0%}: that is more than everybody.")
    try:
        needed = sample_size_for_rates(rate, raised, power=power, alpha=ALPHA, treated_share=1 - holdout_share)
        return needed, sample_size_for_rates(rate, raised, power=power, alpha=ALPHA)
    except ValueError as error:
        raise BadRequest(f"{error}.") from error


class _Said(NamedTuple):
    """A part of the answer."""

    sentence: str
    rows: list[list[str]]
    totals: dict[str, float]


def _both(desk: Desk, first: _Said, then: _Said) -> _Said:
    return _Said(
        desk.say(" ", "").join([first.sentence, then.sentence]), [*first.rows, *then.rows], first.totals | then.totals
    )


def _needed(
    desk: Desk, rate: float, origin: str, smallest_lift: float, power: float, needed: SampleSize, equal: SampleSize
) -> _Said:
    """How many people it takes with the share asked for held back, and with half."""
    raised = rate * (1 + smallest_lift)
    rows = [
        [desk.say("Base rate", "基准率"), f"{rate:.2%}{origin}"],
        [desk.say("Rate to be told from it", "需要分辨的比率"), f"{raised:.2%}"],
        [desk.say("People contacted", "触达人数"), f"{needed.treated:,}"],
        [desk.say("People held back", "留出人数"), f"{needed.control:,}"],
        [desk.say("People in all", "总人数"), f"{needed.total:,}"],
        [desk.say("In all with half held back", "若留出一半，总人数"), f"{equal.total:,}"],
    ]
    totals = {"needed": float(needed.total), "treated": float(needed.treated), "held_back": float(needed.control),
              "needed_half": float(equal.total), "base_rate": rate}  # fmt: skip
    message = desk.say(
        f"To see {rate:.2%} rise to {raised:.2%} ({smallest_lift:.0%} more) with {power:.0%} power, "
        f"{needed.total:,} people are needed: {needed.treated:,} contacted, {needed.control:,} held back. With half "
        f"held back, {equal.total:,}.",
        f"要以 {power:.0%} 的把握看出 {rate:.2%} 升至 {raised:.2%}（提升 {smallest_lift:.0%}），"
        f"共需 {needed.total:,} 人：触达 {needed.treated:,}，留出 {needed.control:,}。"
        f"若留出一半，共需 {equal.total:,} 人。",
    )
    return _Said(message, rows, totals)


def _within(desk: Desk, size: int, rate: float, holdout_share: float, power: float) -> _Said:
    """What the audience there is can show."""
    from tools.science.experiment.detectable import detectable_rate

    control = round(size * holdout_share)
    found = detectable_rate(size - control, control, rate, power=power, alpha=ALPHA) if 0 < control < size else None
    people = [desk.say("People there are", "现有人数"), f"{size:,}"]
    if found is None:
        none = desk.say(
            f"The {size:,} people there are can show no lift at all with that power.",
            f"现有 {size:,} 人以该把握看不出任何提升。",
        )
        return _Said(none, [people], {"size": float(size)})
    sentence = desk.say(
        f"The {size:,} people there are can show a lift from {found.lift:.0%} up.",
        f"现有 {size:,} 人能看出 {found.lift:.0%} 以上的提升。",
    )
    smallest = [desk.say("Smallest lift they can show", "能看出的最小提升"), f"{found.lift:.0%}"]
    return _Said(sentence, [people, smallest], {"size": float(size), "detectable_lift": found.lift})


def _base_rate(desk: Desk, audience: Audience) -> tuple[float, str]:
    """Share who ordered in the last BASE_DAYS days, and where it comes from."""
    recent = Bought(period=Period(kind="rolling", unit="day", count=BASE_DAYS))
    size = count_members(desk, audience)
    buyers = count_members(desk, audience.model_copy(update={"all": [*audience.all, recent]}))
    if not 0 < buyers < size:
        raise NotEnoughData(desk.say(
            f"A base rate needs people who did and people who did not order in the last {BASE_DAYS} days; "
            f"{buyers:,} of {size:,} did: give the base rate.",
            f"基准率需要近 {BASE_DAYS} 天内既有下单也有未下单的客户；{size:,} 人中 {buyers:,} 人下单：请给出基准率。",
        ))  # fmt: skip
    told = f"{format_number(buyers)} / {format_number(size)}"
    said = desk.say(f"ordered in the last {BASE_DAYS} days", f"近 {BASE_DAYS} 天下单")
    return buyers / size, f" ({told}, {said})"


def _title(desk: Desk, audience: Audience | None, lift: float) -> str:
    lead = desk.say(f"Size of a test for a lift of {lift:.0%}", f"看出 {lift:.0%} 提升所需的测试规模")
    if audience is None:
        return lead
    return f"{lead} · {audience_words(audience, desk.dictionary, desk.language, desk.today)}"
