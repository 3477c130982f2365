"""On which days to look back and ahead: the cuts at which a score is trained, chosen and finally tested."""

from dataclasses import dataclass
from datetime import date, timedelta

from tools.contract import NotEnoughData

MINIMUM_HISTORY_DAYS = 90
"""Before the first cut: in the first days of the data everybody looks new, who had bought long before."""
MOST_TRAINING_CUTS = 8


@dataclass(frozen=True)
class SnapshotDates:
    """Cuts in order of time. Features look up to the end of a cut's day, labels at the `horizon_days` after it.

    No label window of an earlier group reaches beyond the first cut of the next: training ends before validation
    starts, validation before the test.
    """

    train: tuple[date, ...]
    validation: date
    test: date
    horizon_days: int


def plan_snapshots(
    first: date,
    last: date,
    horizon_days: int,
    *,
    step_days: int | None = None,
    history_days: int | None = None,
    most: int = MOST_TRAINING_CUTS,
) -> SnapshotDates:
    """Cuts for data that reach from `first` to `last` (the last complete day), for labels of `horizon_days`.

    The test's window ends on `last`; validation's ends on the test cut; the training windows end on the validation cut
    or before, `step_days` apart (a third of the horizon, at least 7), the newest `most` of them. The first cut has at
    least `history_days` of data up to it (the horizon, at least 90). Raises NotEnoughData when no training cut fits.
    """
    if horizon_days < 1 or (step_days is not None and step_days < 1) or most < 1:
        raise ValueError("horizon_days, step_days and most are at least 1")
    step = timedelta(days=step_days or max(7, round(horizon_days / 3)))
    needed = max(MINIMUM_HISTORY_DAYS, horizon_days) if history_days is None else history_days
    horizon = timedelta(days=horizon_days)
    test = last - horizon
    validation = test - horizon
    newest, earliest = validation - horizon, first + timedelta(days=needed)
    if newest < earliest:
        raise NotEnoughData(
            f"A score over {horizon_days} days needs {needed + 3 * horizon_days} days of orders (history, and a window "
            f"each to learn from, choose by and test on); there are {(last - first).days}: ask over fewer days, or "
            "import older orders."
        )
    cuts: list[date] = []
    cut = newest
    while cut >= earliest and len(cuts) < most:
        cuts.append(cut)
        cut -= step
    return SnapshotDates(tuple(reversed(cuts)), validation, test, horizon_days)
