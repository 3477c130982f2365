"""What a split can show before anything is sent: the base rate among people like these, and the smallest lift seen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tools.audience_store import read_audiences
from tools.data.compiler import compile_audience
from tools.definitions import Audience, Bought, Period
from tools.experiments import ALPHA

if TYPE_CHECKING:
    from tools.desk import Desk

POWER = 0.8


class Power(NamedTuple):
    """What so many people can show, two-sided at ALPHA with power POWER."""

    base_rate: float | None
    """Share who ordered within the horizon; None where nobody or everybody did."""
    buyers: int
    like_them: int
    """How many people the base rate is of."""
    detectable_lift: float | None
    """Smallest relative lift that is probably seen; None where none is."""
    needed: int | None
    """People in all that the smallest lift worth knowing takes."""


def power(desk: Desk, audience: Audience, treated: int, control: int, smallest_lift: float, horizon_days: int) -> Power:
    """Judge a split of `treated` and `control` people by what people like these did in the last `horizon_days`.

    People like these are those the audience would have held `horizon_days` ago: whoever is chosen for having bought
    nothing lately has a base rate all the same.
    """
    from tools.science.experiment.detectable import detectable_rate
    from tools.science.experiment.sample_size import sample_size_for_rates

    buyers, like_them = _who_ordered_since(desk, audience, horizon_days)
    rate = buyers / like_them if 0 < buyers < like_them else None
    if rate is None or not control or not treated:
        return Power(rate, buyers, like_them, None, None)
    found = detectable_rate(treated, control, rate, power=POWER, alpha=ALPHA)
    raised = rate * (1 + smallest_lift)
    needed = None
    if raised < 1:
        share = treated / (treated + control)
        needed = sample_size_for_rates(rate, raised, power=POWER, alpha=ALPHA, treated_share=share).total
    return Power(rate, buyers, like_them, found.lift if found else None, needed)


def _who_ordered_since(desk: Desk, audience: Audience, horizon_days: int) -> tuple[int, int]:
    """(who ordered since, who was in the audience) `horizon_days` ago."""
    saved = read_audiences(desk.workspace)
    earlier = desk.today - timedelta(days=horizon_days)
    then = compile_audience(
        audience.model_copy(update={"limit": None}), desk.dictionary, earlier, saved=saved,
        dialect=desk.warehouse.dialect, select=("id",),
    )  # fmt: skip
    after = Period(kind="fixed", start=earlier + timedelta(days=1), end=desk.today)
    recent = Audience(all=[Bought(period=after)])
    since = compile_audience(
        recent, desk.dictionary, desk.today, saved=saved, dialect=desk.warehouse.dialect, select=("id",)
    )
    _, rows = desk.warehouse.query(
        f"SELECT count(*), count(bought.id) FROM ({then.sql}) AS people "
        f"LEFT JOIN ({since.sql}) AS bought ON bought.id = people.id",
        [*then.parameters, *since.parameters],
    )
    people, buyers = rows[0]
    return int(buyers), int(people)
