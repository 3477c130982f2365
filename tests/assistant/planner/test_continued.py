"""Follow-ups to what is neither people nor figures change that, and nothing else; what cannot be changed is said."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.evaluation.matching import unordered
from assistant.planner.grammar.slots import Amount, Range
from assistant.planner.intents.follow_ups.edit_numbers import renumbered
from assistant.planner.reading import Call
from tests.assistant.planner.talk import Talk
from tools.definitions import Attribute, Audience

PLAN_EN = "Plan a win-back by email for US customers without an order in 200 days, 10% holdout"
PLAN_ZH = "给美国200天没下单的客户做一个邮件召回计划，留10%对照组"
SAME = [
    (PLAN_EN.replace("10%", "20%"), [PLAN_EN, "make that 20"]),
    (PLAN_EN.replace("10% holdout", "no holdout"), [PLAN_EN, "never mind the holdout"]),
    (PLAN_EN.replace("10%", "5%"), [PLAN_EN, "half that holdout"]),
    (PLAN_EN.replace("200", "120"), [PLAN_EN, "make it 120 days"]),
    (PLAN_EN.replace("US", "UK"), [PLAN_EN, "for the UK instead"]),
    (PLAN_EN + ", called Come Back US", [PLAN_EN, "call it Come Back US"]),
    (PLAN_EN.replace("10%", "15%").replace("US", "UK"), [PLAN_EN, "15%", "UK instead"]),
    (PLAN_EN.replace("10%", "15%"), [PLAN_EN, "hold back 15% after all"]),
    (PLAN_EN.replace("10%", "5%"), [PLAN_EN, "smaller control, 5 percent"]),
    (PLAN_EN.replace("10% holdout", "no holdout"), [PLAN_EN, "no control group after all"]),
    (PLAN_ZH.replace("10%", "15%"), [PLAN_ZH, "还是留15%吧"]),
    (PLAN_ZH.replace("10%", "20%"), [PLAN_ZH, "改成20%"]),
    (PLAN_ZH.replace("留10%对照组", "不留对照组"), [PLAN_ZH, "算了不留对照组了"]),
    (PLAN_ZH.replace("美国", "英国"), [PLAN_ZH, "换成英国"]),
    (PLAN_ZH + "，名字叫冬日召回", [PLAN_ZH, "名字叫冬日召回"]),
    ("1000 lookalikes of platinum members", ["300 lookalikes of our platinum members", "make it a thousand"]),
    ("300 lookalikes of gold members", ["300 lookalikes of platinum members", "of gold ones"]),
    ("找500个跟金卡会员相似的客户", ["找300个跟白金会员相似的客户", "500个更好", "换成金卡会员"]),
    ("10 recommendations for C00012", ["what should we recommend to C00012", "give me ten"]),
    ("给C00012推荐8个产品", ["给C00012推荐什么产品", "来八个"]),
    ("给C00013推荐10个产品", ["给C00012推荐什么产品", "给我十个", "只要护肤品", "C00013呢"]),
    ("Quarterly retention of customers whose first order was in the first half of 2026",
     ["monthly retention of first orders of H1 2025", "quarterly is enough", "for the first half of 2026"]),
]  # fmt: skip


@pytest.mark.parametrize(("plain", "turns"), SAME, ids=[" || ".join(turns) for _, turns in SAME])
def test_everything_else_is_kept(plain: str, turns: list[str], talk: Callable[[], Talk]) -> None:
    conversation = talk()
    calls: list[Call] = []
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert _first(calls) == _first(talk().say(plain)[0])


def _first(calls: list[Call]) -> str:
    assert calls
    return calls[0].tool + json.dumps(unordered(calls[0].args), sort_keys=True, ensure_ascii=False)


def _args(conversation: Talk, *turns: str) -> dict[str, Any]:
    """The arguments of the first call of the last turn."""
    calls: list[Call] = []
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert calls, turns[-1]
    return calls[0].args


@pytest.mark.parametrize("turns", [
    (PLAN_EN, "leave out the gold people", "sms rather than mail"),
    (PLAN_ZH, "金卡会员不要", "改用短信"),
])  # fmt: skip
def test_a_plan_goes_to_fewer_by_another_channel(turns: tuple[str, ...], talk: Callable[[], Talk]) -> None:
    campaign = _args(talk(), *turns)["campaign"]
    assert (campaign["holdout_share"], campaign["brief"]["channel"]) == (0.1, "sms")
    conditions = campaign["brief"]["audience"]["all"]
    assert {"kind": "attribute", "field": "loyalty_tier", "op": "is_not", "values": ["gold"]} in conditions
    assert {"kind": "attribute", "field": "country", "values": ["United States"]} in conditions


def test_an_ab_test_has_two_texts(talk: Callable[[], Talk]) -> None:
    assert _args(talk(), PLAN_EN, "A/B test it")["campaign"]["brief"]["variants"] == 2


@pytest.mark.parametrize("turns", [(PLAN_EN + ", 20% off", "make it 15%"), (PLAN_ZH + "，八折", "改成15%")])
def test_a_share_that_may_be_the_offer_is_asked_about(turns: tuple[str, ...], talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert [call.tool for call in calls] == ["ask_user"]


def test_how_many_get_it_is_told_without_planning_again(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("Plan an SMS campaign for gold members, 15% control group")
    calls, text = conversation.say("how many do we text")
    assert not calls and "held back" in text


def test_who_is_found_is_narrowed_and_said(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    args = _args(conversation, "300 lookalikes of our gold members", "women only")
    kinds = [condition["kind"] for condition in args["audience"]["all"]]
    assert kinds == ["similar", "attribute"]


@pytest.mark.parametrize(("first", "then"), [
    ("what should we recommend to C00012", "skincare only"), ("给C00012推荐什么产品", "只要护肤品"),
    ("what should we recommend to C00012", "in stock only"), ("给C00012推荐什么产品", "只要有货的"),
])  # fmt: skip
def test_what_offers_cannot_be_narrowed_by_is_said(first: str, then: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say(first)
    calls, text = conversation.say(then)
    assert not calls and text


@pytest.mark.parametrize(("turns", "tool"), [
    (["what should we recommend to C00012", "things she hasn't bought yet"], "recommend_products"),
    (["what did customer C00012 order last", "may we e-mail him", "what should we offer him"], "recommend_products"),
    (["what did customer C00012 order last", "how much have they spent with us in total"], "look_up_customer"),
    (["介绍一下客户C00012", "上次什么时候买的"], "look_up_customer"),
    (["客户C00012买过什么", "该给他推荐什么", "能发邮件吗"], "explain_member"),
    (["what did C00012 buy", "how much in total"], "look_up_customer"),
])  # fmt: skip
def test_they_are_the_customer_spoken_of(turns: list[str], tool: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert (calls[0].tool, calls[0].args["customer_id"]) == (tool, "C00012")


def test_a_number_after_a_share_is_a_share() -> None:
    before = Audience(all=[Attribute(field="churn_probability", op="gt", values=[0.8])])
    changed = renumbered(before, Range("", Amount(90, "number")), None)
    assert changed == Audience(all=[Attribute(field="churn_probability", op="gt", values=[0.9])])


@pytest.mark.parametrize("turns", [(PLAN_EN, "who would receive it?"), (PLAN_ZH, "谁会收到")])
def test_who_would_get_it_changes_no_plan(turns: tuple[str, ...], talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert [call.tool for call in calls] == ["list_audience"]


@pytest.mark.parametrize("turns", [("women in Shanghai", "also those in London"), ("上海的女客户", "伦敦的也算上")])
def test_those_in_another_place_come_on_top(turns: tuple[str, ...], talk: Callable[[], Talk]) -> None:
    conditions = _args(talk(), *turns)["audience"]["all"]
    assert {"kind": "attribute", "field": "city", "values": ["Shanghai", "London"]} in conditions


def test_after_one_customer_what_the_shop_sold_is_still_the_shop(talk: Callable[[], Talk]) -> None:
    args = _args(talk(), "what did C00012 buy", "how much did we sell in 2026")
    assert "audience" not in args["metric"]
