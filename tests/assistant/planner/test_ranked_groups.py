"""The first of a ranking, named inside a question, are chosen before what is asked of them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.assistant.planner.talk import Talk

WOMEN = {"kind": "attribute", "field": "gender", "values": ["female"]}
SHANGHAI = {"kind": "attribute", "field": "city", "values": ["Shanghai"]}
LONDON = {"kind": "attribute", "field": "city", "values": ["London"]}


def ranked(count: int, by: str, *among: dict[str, Any]) -> dict[str, Any]:
    first = {"kind": "ranked", "count": count, "by": by}
    return first | ({"among": {"kind": "group", "all": list(among)}} if among else {})


ASKED = [
    ("which of the top 50 customers by spend can we email", [ranked(50, "spend")], "list_audience"),
    ("how many of the 15 highest-spending women in London bought skincare", [ranked(15, "spend", WOMEN, LONDON)],
     "size_audience"),
    ("what is the average age of the top 20 customers by orders", [ranked(20, "orders")], "measure"),
    ("how many orders did the top 50 customers by spend place in 2026", [ranked(50, "spend")], "measure"),
    ("消费最高的50位客户里，有多少能发短信", [ranked(50, "spend")], "size_audience"),
    ("上海消费最高的100个客户的平均年龄是多少", [ranked(100, "spend", SHANGHAI)], "measure"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "chosen", "tool"), ASKED, ids=[question for question, *_ in ASKED])
def test_the_first_are_chosen_before_the_rest_is_asked(
    question: str, chosen: list[dict[str, Any]], tool: str, talk: Callable[[], Talk]
) -> None:
    calls, _ = talk().say(question)
    assert [call.tool for call in calls] == [tool]
    people = calls[0].args.get("audience") or calls[0].args["metric"]["audience"]
    assert people["all"][:1] == chosen
    assert "limit" not in people


@pytest.mark.parametrize(
    "question", ["top 10 customers by spend who bought skincare", "who are the top 10 customers by spend in London"]
)
def test_a_list_alone_stays_a_list(question: str, talk: Callable[[], Talk]) -> None:
    calls, _ = talk().say(question)
    assert [call.tool for call in calls] == ["list_audience"] and "ranked" not in str(calls[0].args)
