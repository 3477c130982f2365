"""Lookalikes: not in the seed, the same each time, and combinable like any other condition."""

import pytest

from tools.audience_caveats import count_members
from tools.contract import NotEnoughData, Unavailable
from tools.data.compiler import compile_audience
from tools.definitions import Attribute, Audience, Limit, Similar
from tools.recommendations.lookalikes import find_lookalikes

GOLD = Audience(all=[Attribute(field="loyalty_tier", values=["gold"])])


def _ids(desk, audience):
    query = compile_audience(audience, desk.dictionary, desk.today)
    return [row[0] for row in desk.warehouse.query(query.sql, query.parameters)[1]]


def test_as_many_as_asked_for_and_none_of_the_seed(trained_desk):
    finding = find_lookalikes(trained_desk, GOLD, count=40)
    alike = Audience.model_validate(finding.audience.definition)
    members = _ids(trained_desk, alike)
    assert len(members) == 40 == finding.audience.size
    assert not set(members) & set(_ids(trained_desk, GOLD))
    assert _ids(trained_desk, alike) == members


def test_more_asked_for_holds_fewer(trained_desk):
    few, many = (set(_ids(trained_desk, Audience(all=[Similar(seed=GOLD, count=n)]))) for n in (25, 75))
    assert few < many


def test_a_seed_that_is_a_top_list_leaves_out_only_that_list(trained_desk):
    best = Audience(limit=Limit(by="spend", count=60))
    found = _ids(trained_desk, Audience(all=[Similar(seed=best, count=30)]))
    assert len(found) == 30 and not set(found) & set(_ids(trained_desk, best))


def test_it_combines_with_other_conditions(trained_desk):
    women = Attribute(field="gender", values=["female"])
    both = Audience(all=[Similar(seed=GOLD, count=60), women])
    assert 0 < count_members(trained_desk, both) < 60


def test_the_lift_is_over_random_and_its_interval_holds_it(trained_desk):
    finding = find_lookalikes(trained_desk, GOLD, share=0.1)
    assert all(low <= lift <= high for _, lift, low, high, _ in finding.rows)
    assert finding.totals["lift"] > 1.5


def test_too_small_a_seed_and_a_shop_without_features(trained_desk, demo_desk):
    with pytest.raises(NotEnoughData, match="at least 50"):
        find_lookalikes(trained_desk, Audience(limit=Limit(by="spend", count=10)))
    with pytest.raises(Unavailable, match="train"):
        find_lookalikes(demo_desk, GOLD)
