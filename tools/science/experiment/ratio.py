"""Sample-ratio mismatch: whether the arms hold as many people as were planned.

When they do not, people were lost or added after the draw and no comparison of the arms can be trusted
(Fabijan et al. 2019, "Diagnosing sample ratio mismatch in online controlled experiments").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy import stats

THRESHOLD = 0.001
"""p-value under which a mismatch is called: rare enough to be checked on every experiment."""
EXACT_UP_TO = 100_000
"""People up to which two arms are tested by the exact binomial; the chi-square is the same beyond."""


@dataclass(frozen=True)
class SampleRatio:
    """The check and its figures, one number an arm."""

    people: tuple[int, ...]
    planned: tuple[float, ...]
    """Shares, adding up to 1."""
    p_value: float
    threshold: float

    @property
    def mismatch(self) -> bool:
        """Whether the arms are not what was planned."""
        return self.p_value < self.threshold


def check_sample_ratio(people: Sequence[int], planned: Sequence[float], *, threshold: float = THRESHOLD) -> SampleRatio:
    """Compare people an arm with the planned weights (any positive numbers, e.g. 9 and 1).

    Two arms: exact two-sided binomial test; more, or very many people: Pearson's chi-square. Raises ValueError where
    arms and weights do not pair up, a weight is not positive, or nobody takes part.
    """
    if len(people) != len(planned) or len(people) < 2 or min(planned) <= 0 or min(people) < 0 or sum(people) == 0:
        raise ValueError(f"a sample ratio needs people and positive weights for 2 arms or more: {people}, {planned}")
    total = sum(people)
    shares = tuple(weight / sum(planned) for weight in planned)
    if len(people) == 2 and total <= EXACT_UP_TO:
        p_value = float(stats.binomtest(int(people[0]), int(total), shares[0]).pvalue)
    else:
        p_value = float(stats.chisquare(list(people), [total * share for share in shares]).pvalue)
    return SampleRatio(tuple(int(count) for count in people), shares, p_value, threshold)
