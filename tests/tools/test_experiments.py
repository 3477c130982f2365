"""Planning a test: sizes as the formula gives them, base rates counted, impossible wishes refused."""

import pytest

from tools.audience_caveats import count_members
from tools.contract import BadRequest, NotEnoughData
from tools.definitions import Attribute, Audience, Bought, Period
from tools.experiments import plan_test

WOMEN = Audience(all=[Attribute(field="gender", values=["female"])])


def test_the_published_size_for_five_to_five_and_a_half_percent(demo_desk):
    """31,233 in each arm at 80 % power: the pooled z test of science.md, section 8."""
    finding = plan_test(demo_desk, smallest_lift=0.1, base_rate=0.05, holdout_share=0.5)
    assert finding.totals["treated"] == finding.totals["held_back"] == pytest.approx(31_233, abs=3)


def test_the_base_rate_is_counted_where_none_is_given(demo_desk):
    finding = plan_test(demo_desk, smallest_lift=0.2, audience=WOMEN)
    recent = Bought(period=Period(kind="rolling", unit="day", count=30))
    buyers = count_members(demo_desk, Audience(all=[*WOMEN.all, recent]))
    assert finding.totals["base_rate"] == pytest.approx(buyers / count_members(demo_desk, WOMEN))
    assert finding.totals["size"] == count_members(demo_desk, WOMEN)
    assert "show a lift from" in finding.message
    assert "能看出" in plan_test(demo_desk.speaking("zh"), smallest_lift=0.2, audience=WOMEN).message


def test_a_smaller_lift_and_a_smaller_holdout_need_more_people(demo_desk):
    needed = [plan_test(demo_desk, smallest_lift=lift, base_rate=0.05).totals["needed"] for lift in (0.4, 0.2, 0.1)]
    assert needed == sorted(needed)
    by_share = [
        plan_test(demo_desk, smallest_lift=0.2, base_rate=0.05, holdout_share=share).totals["needed"]
        for share in (0.5, 0.2, 0.05)
    ]
    assert by_share == sorted(by_share)


def test_what_cannot_be_is_refused(demo_desk):
    with pytest.raises(BadRequest, match="more than everybody"):
        plan_test(demo_desk, smallest_lift=0.5, base_rate=0.8)
    never = Audience(all=[Attribute(field="orders", op="le", values=[0])])
    with pytest.raises(NotEnoughData, match="give the base rate"):
        plan_test(demo_desk, smallest_lift=0.1, audience=never)
