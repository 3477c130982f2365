"""Everything that is worked out for one campaign and one outcome, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tools.audience_store import read_audiences
from tools.campaigns.comparing import ALPHA, Compared, compare, corrected, unlike
from tools.campaigns.outcomes import RATES, Outcome, People
from tools.campaigns.soundness import Soundness, history_of
from tools.campaigns.tested import Tested
from tools.contract import BadRequest
from tools.data.compiler import compile_audience
from tools.definitions import BAND, Audience
from tools.findings import present
from tools.science.experiment.looks import plan_looks

if TYPE_CHECKING:
    from tools.desk import Desk

MOST_SEGMENTS = 12
MOST_LOOKS = 12
FEWEST_IN_ARM = 2


@dataclass(frozen=True)
class Judged:
    """One campaign measured."""

    tested: Tested
    people: People
    sound: Soundness
    outcome: Outcome
    horizon_days: int
    arms: list[Compared]
    """Everyone contacted first (group ""), then each arm where there are several; corrected together."""
    segments: list[Compared]
    """Everyone contacted by segment, corrected together; empty unless asked for."""
    alpha: float
    """Level a p-value has to be under: ALPHA at the end, less at an early look."""

    @property
    def arms_alike(self) -> float:
        """p-value of "all contacted arms do the same"."""
        values = self.people.rows[self.outcome].to_numpy(dtype=float)
        return unlike([values[self.people.of(one.group)] for one in self.arms if one.group])

    @property
    def main(self) -> Compared:
        """Everyone contacted against those held back; of arms without a holdout, the second against the first."""
        return self.arms[0]

    @property
    def verdict(self) -> int:
        """1 did more than chance, -1 did harm, 0 cannot be told."""
        return 0 if self.sound.broken else self.main.told(self.alpha)


def judge(
    desk: Desk, tested: Tested, people: People, sound: Soundness, outcome: Outcome, horizon_days: int, by: str = ""
) -> Judged:
    """Compare arms (and segments) for `outcome`. Raises BadRequest for a field nobody can be split by."""
    arms = corrected(_arms(people, outcome))
    segments = corrected(_segments(desk, people, outcome, by)) if by else []
    return Judged(tested, people, sound, outcome, horizon_days, arms, segments, early_level(people, horizon_days))


def early_level(people: People, horizon_days: int) -> float:
    """Level for p-values: ALPHA once the horizon is over; before, O'Brien and Fleming's for who looks again and again.

    MOST_LOOKS even looks until now stand for any number: more of them lower the level by little.
    """
    if people.days_left == 0:
        return ALPHA
    seen = max(0, horizon_days - people.days_left)
    if seen == 0 or horizon_days < 2:
        return 0.0
    share, looks = min(seen, horizon_days - 1) / horizon_days, min(seen, MOST_LOOKS)
    return plan_looks([share * (look + 1) / looks for look in range(looks)], alpha=ALPHA).p_values[-1]


def other_outcomes(judged: Judged) -> dict[Outcome, Compared]:
    """The outcomes that were not asked about, everyone contacted against those held back, not corrected."""
    names: list[Outcome] = ["ordered", "revenue", "orders"]
    if judged.people.visits:
        names.append("visit")
    return {name: _arms(judged.people, name)[0] for name in names if name != judged.outcome}


def _arms(people: People, outcome: Outcome) -> list[Compared]:
    base = people.of(people.arms[0])
    treated = people.arms[1:]
    history = history_of(people)
    several = len(treated) > 1 and people.control is not None
    groups = [("", ~base)] if several or len(treated) == 1 else []
    if several or len(treated) > 1:
        groups += [(arm, people.of(arm)) for arm in treated]
    return [_one(people, outcome, name, group, base, history) for name, group in groups]


def _one(
    people: People, outcome: Outcome, name: str, group: np.ndarray, base: np.ndarray, history: np.ndarray | None
) -> Compared:
    values = people.rows[outcome].to_numpy(dtype=float)
    known = None if history is None else np.concatenate((history[group], history[base]))
    return compare(name, "rate" if outcome in RATES else "amount", values[group], values[base], known)


def _segments(desk: Desk, people: People, outcome: Outcome, by: str) -> list[Compared]:
    """Everyone contacted against those held back within each value of a customer field, the largest first."""
    labels = segment_labels(desk, people, by)
    base, history = people.of(people.arms[0]), history_of(people)
    names, counts = np.unique(labels, return_counts=True)
    found = []
    for name in names[np.argsort(-counts, kind="stable")]:
        inside = labels == name
        if min((inside & base).sum(), (inside & ~base).sum()) >= FEWEST_IN_ARM:
            found.append(_one(people, outcome, str(name), inside & ~base, inside & base, history))
    return found


def segment_labels(desk: Desk, people: People, by: str) -> np.ndarray:
    """Each person's value of a customer field as it was the day before, in the asker's language, shape (people,).

    Numbers fall into four equal groups; beyond MOST_SEGMENTS values the smaller ones are one.
    """
    spec = desk.dictionary.field(by)
    if spec.level != "customer" or spec.pii or BAND.match(by):  # numbers are put into groups here
        raise BadRequest(desk.say(
            f"Results cannot be split by {by}: name a fact about the customer, such as city or rfm_segment.",
            f"无法按 {by} 拆分结果：请使用客户字段，如 city 或 rfm_segment。",
        ))  # fmt: skip
    before = people.starts - timedelta(days=1)
    query = compile_audience(Audience(), desk.dictionary, before, saved=read_audiences(desk.workspace),
                             dialect=desk.warehouse.dialect, select=("id", by))  # fmt: skip
    _, rows = desk.warehouse.query(query.sql, query.parameters)
    column = query.columns[1]
    stored = {row[0]: row[1] for row in rows}
    values = [stored.get(identity) for identity in people.rows.index]
    none = desk.say("unknown", "未知")
    if spec.numeric:
        return _quarters([None if value is None else float(value) for value in values], none)
    texts = np.array([none if value is None else _label(desk, by, present(desk, value, column)) for value in values])
    names, counts = np.unique(texts, return_counts=True)
    if len(names) > MOST_SEGMENTS:
        kept = names[np.argsort(-counts, kind="stable")][: MOST_SEGMENTS - 1]
        texts = np.where(np.isin(texts, kept), texts, desk.say("others", "其他"))
    return texts


def _label(desk: Desk, by: str, value: object) -> str:
    if isinstance(value, bool):
        return desk.say("yes", "是") if value else desk.say("no", "否")
    return desk.dictionary.value_label(by, value, desk.language)


def _quarters(values: list[float | None], none: str) -> np.ndarray:
    known = np.array([value for value in values if value is not None])
    edges = np.unique(np.quantile(known, [0, 0.25, 0.5, 0.75, 1])) if len(known) else np.array([0.0])
    if len(edges) <= 2:
        edges = np.array([edges[0], edges[-1]])
    names = [f"{low:,.4g} – <{high:,.4g}" for low, high in pairwise(edges)]
    names[-1] = names[-1].replace("<", "")
    labels = [
        none if value is None else names[min(int(np.searchsorted(edges[1:-1], value, side="right")), len(names) - 1)]
        for value in values
    ]
    return np.array(labels)
