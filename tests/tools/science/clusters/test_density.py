"""Groups by density: crowds are found, whoever stands between them is in none; large shops are refused."""

import numpy as np
import pandas as pd
import pytest

from tests.tools.science.clusters.test_fitting import planted
from tools.science.clusters import find_dense_groups


def test_crowds_are_found_and_stragglers_left_out():
    frame, truth = planted(3, 150)
    stragglers = pd.DataFrame(np.random.default_rng(0).uniform(-12, 12, (30, 5)), columns=frame.columns)
    found = find_dense_groups(pd.concat([frame, stragglers], ignore_index=True))
    assert found.groups == 3
    assert pd.crosstab(truth, found.labels[: len(frame)]).gt(30).sum(axis=1).eq(1).all()
    assert (found.labels[len(frame) :] == -1).mean() > 0.8 and 0 < found.share_in_none < 0.2


@pytest.mark.parametrize("rows", [50, 20_001])
def test_too_few_and_too_many_are_refused(rows):
    with pytest.raises(ValueError, match="100 to 20,000 customers"):
        find_dense_groups(pd.DataFrame({"x": np.arange(rows, dtype=float)}))
