"""What follows a table or a rate keeps its campaign and its days, and a share of its rows is one of the whole."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.assistant.planner.talk import Talk

CAMPAIGN = {"field": "campaign", "values": ["Spring Renewal 2026"]}


@pytest.mark.parametrize(
    ("first", "then", "event", "days"),
    [
        ("open rate of Spring Renewal 2026", "how many of those bought within a week", "open", 7),
        ("click rate of Spring Renewal 2026", "and of those, how many ordered within 10 days?", "click", 10),
        ("Spring Renewal 2026的打开率是多少", "其中有多少人两周内下单了", "open", 14),
        ("Spring Renewal 2026的点击率", "这些人里7天内下单的有多少", "click", 7),
    ],
)
def test_those_of_a_rate_are_of_its_campaign(
    talk: Callable[[], Talk], first: str, then: str, event: str, days: int
) -> None:
    conversation = talk()
    conversation.say(first)
    calls, _ = conversation.say(then)
    after = {"event": event, "within_days": days, "where": [CAMPAIGN]}
    told = [{"kind": "engaged", "event": event, "where": [CAMPAIGN]}, {"kind": "bought", "after": after}]
    assert [(call.tool, call.args) for call in calls] == [("size_audience", {"audience": {"all": told}})]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("top 10 products in Q3 2026", "who bought the first one"),
        ("top 10 products in Q3 2026", "how many people bought it"),
        ("2026年第三季度卖得最好的10个商品", "谁买了第一个"),
    ],
)
def test_who_bought_a_row_bought_it_in_the_days_of_the_table(talk: Callable[[], Talk], first: str, then: str) -> None:
    conversation = talk()
    conversation.say(first)
    calls, _ = conversation.say(then)
    (bought,) = calls[0].args["audience"]["all"]
    assert bought["period"] == {"kind": "fixed", "start": "2026-07-01", "end": "2026-09-30"}


def test_who_ever_bought_it_is_not_bound_to_the_days(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("top 10 products in Q3 2026")
    calls, _ = conversation.say("who ever bought the first one")
    assert "period" not in calls[0].args["audience"]["all"][0]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("top 3 brands by revenue in 2026", "what share do they make up"),
        ("top 3 brands by revenue in 2026", "how much of the total is that?"),
        ("2026年销售额前3的品牌", "加起来占多少"),
    ],
)
def test_a_share_of_the_rows_is_one_of_the_whole(talk: Callable[[], Talk], first: str, then: str) -> None:
    conversation = talk()
    conversation.say(first)
    calls, text = conversation.say(then)
    metric: dict[str, Any] = calls[0].args["metric"]
    assert metric["measures"] == ["net_revenue"] and "dimensions" not in metric and "%" in text
    (rows,) = metric["part"]["where"]
    assert rows["field"] == "brand" and len(rows["values"]) == 3
