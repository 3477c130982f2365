"""Scores taken apart and put together."""

import numpy as np
import pytest

from tests.tools.data.models.scores import FORMS, people, score
from tools.science.reasons.trees import Trees
from tools.science.scorer_parts import from_parts, plain_parts, to_parts


@pytest.mark.parametrize("form", FORMS)
def test_parts_make_the_same_score(form):
    frame, _ = people()
    assert np.array_equal(from_parts(to_parts(score(form))).margin(frame), score(form).margin(frame))


@pytest.mark.parametrize("form", ["boosted", "tree", "forest"])
def test_plain_parts_hold_the_trees_as_arrays(form):
    scorer = score(form)
    (member,) = plain_parts(scorer)["members"]
    arrays = {name: value for name, value in member.items() if name not in ("kind", "features", "fills")}
    votes = Trees(features=len(member["features"]), **arrays).predict(scorer.members[0].inputs(people()[0]))
    assert np.abs(votes - scorer.members[0].vote(people()[0])).max() < 1e-12


@pytest.mark.parametrize(
    "change",
    [
        {"members": [{"kind": "magic"}]},
        {"members": None},
        {"weights": [1.0, 2.0]},
        {"slope": "x"},
        {"members": [{"kind": "trees", "features": [], "estimator": 3, "fills": None}]},
    ],
)
def test_other_parts_are_refused(change):
    with pytest.raises(ValueError):
        from_parts(to_parts(score("linear")) | change)
    short = to_parts(score("linear"))
    short["members"][0]["mean"] = np.zeros(1)
    with pytest.raises(ValueError, match="one mean"):
        from_parts(short)
