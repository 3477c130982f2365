"""Campaigns in a sentence: holdout, even split and name beside the request for copy; approval in words."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk
from tools.data.workspace import Workspace
from tools.desk import Desk, Shop

LAPSED_EN = "lapsed skincare buyers in Shanghai"
PLANS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout, three variants",
     {"holdout_share": 0.1}, {"channel": "sms", "goal": "win_back"}),
    (f"Plan an SMS win-back for {LAPSED_EN} with a 15% holdout and two variants",
     {"holdout_share": 0.15}, {"channel": "sms", "variants": 2}),
    ("plan an email campaign to gold members in Germany, hold back 20% as control, stratified by country and gender",
     {"holdout_share": 0.2, "stratify_by": ["country", "gender"]}, {"channel": "email"}),
    ("set up a win-back campaign for women with no order in 6 months, e-mail, control group 15%, called “Come home”",
     {"holdout_share": 0.15, "name": "Come home"}, {"channel": "email", "goal": "win_back"}),
    ("run a win-back for customers who haven't ordered in 180 days: email, no holdout",
     {"holdout_share": 0.0}, {"channel": "email"}),
    ("write an e-mail for gold members, hold out 10%", {"holdout_share": 0.1}, {"channel": "email"}),
    ("策划一个针对上海流失护肤客户的召回活动，短信，留出10%做对照组，三个版本",
     {"holdout_share": 0.1}, {"channel": "sms", "goal": "win_back"}),
    ("为上海流失护肤客户策划召回活动，短信，10%对照组，两版",
     {"holdout_share": 0.1}, {"channel": "sms", "variants": 2}),
    ("策划一次邮件活动，发给德国的金卡会员，满300减50，按国家分层，不留对照组",
     {"holdout_share": 0.0, "stratify_by": ["country"]}, {"channel": "email"}),
    ("帮我规划一个给金卡会员的微信活动，留一成不发", {"holdout_share": 0.1}, {"channel": "wechat"}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "plan", "brief"), PLANS, ids=[said for said, *_ in PLANS])
def test_a_plan_is_read_whole(said: str, plan: dict[str, Any], brief: dict[str, Any], reader: Reader) -> None:
    reading = reader.read(said)
    assert [call.tool for call in reading.calls] == ["plan_campaign"], (said, reading.ask)
    told = reading.calls[0].args["campaign"]
    assert {name: value for name, value in told.items() if name != "brief"} == plan
    assert brief.items() <= told["brief"].items()
    assert reading.question == said


@pytest.mark.parametrize("said", [
    "how large must the holdout be to see a 10% lift with a base rate of 5%", "write three SMS for gold members",
    "make an e-mail campaign for gold members", "写一条短信给金卡会员",
])  # fmt: skip
def test_texts_and_tests_are_no_plans(said: str, reader: Reader) -> None:
    assert "plan_campaign" not in [call.tool for call in reader.read(said).calls]


def test_a_plan_without_a_channel_asks_for_one_and_goes_on(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    calls, _ = conversation.say("plan a campaign for customers who never bought home, hold back 10%")
    assert calls[-1].tool == "ask_user"


def test_buyers_of_something_are_no_other_buyers(reader: Reader) -> None:
    brief = reader.read("write a push to buyers of home products").calls[0].args["brief"]
    assert brief["audience"] == reader.read("buyers of home products").calls[0].args["audience"]


@pytest.fixture
def own_talk(demo_desk: Desk, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """A conversation at a copy of the shop, for what it writes."""
    folder = tmp_path_factory.mktemp("campaign") / "shop"
    shutil.copytree(demo_desk.workspace.path, folder, ignore=shutil.ignore_patterns(".lock"))
    shop = Shop.open(Workspace.open(folder))
    yield Talk(reader, replace(shop.desk(today=demo_desk.today), person="Ana"))
    shop.close()


class Spoken:
    """Says what a person says, so that tools know their words."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk

    def say(self, text: str) -> tuple[list[str], str]:
        self.talk.desk = replace(self.talk.desk, asked=text)
        calls, answer = self.talk.say(text)
        return [call.tool for call in calls], answer


def test_from_plan_to_approval(own_talk: Talk) -> None:
    spoken = Spoken(own_talk)
    tools, text = spoken.say(f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout, three variants")
    assert tools == ["plan_campaign", "submit_drafts"] and "held back" in text
    tools, _ = spoken.say("make the holdout 20%")
    assert tools == ["plan_campaign", "submit_drafts"]
    tools, _ = spoken.say("shorter")
    assert tools == ["plan_campaign", "submit_drafts"]
    tools, text = spoken.say("approve A and C")
    assert tools == ["approve_drafts"] and "A, C" in text
    tools, text = spoken.say("is draft B approved?")
    assert tools == [] and "A (by Ana" in text and "C (by Ana" in text
    tools, _ = spoken.say("I don't approve C")
    assert tools == ["approve_drafts"]
    tools, text = spoken.say("which drafts are approved?")
    assert "A (by Ana" in text and "C (by" not in text
    tools, _ = spoken.say("approve them but shorten B first")
    assert tools == ["ask_user"]


def test_the_name_it_is_approved_by_is_used(own_talk: Talk) -> None:
    spoken = Spoken(own_talk)
    spoken.say(f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout, two variants")
    text = spoken.say("approve A, approved by Philippa Oyelaran")[1]
    assert "Philippa Oyelaran" in text and "did not use" not in text


@pytest.mark.parametrize(
    ("start", "asked", "figures"),
    [
        (f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout", "who is left out and why?", ["audience", "reachable"]),
        (f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout", "why only that many?", ["audience", "reachable"]),
        (f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout", "is that enough people?", ["needed"]),
        ("为上海流失护肤客户策划召回活动，短信，10%对照组", "为什么少了这么多人？", ["audience", "reachable"]),
        ("为上海流失护肤客户策划召回活动，短信，10%对照组", "能看出多大的提升", ["needed"]),
    ],
)
def test_a_plan_is_asked_about(own_talk: Talk, start: str, asked: str, figures: list[str]) -> None:
    own_talk.say(start)
    plan = next(m.artifact for m in own_talk.messages if getattr(m, "artifact", None) is not None)
    calls, text = own_talk.say(asked)
    assert calls == [] and all(f"{plan['totals'][name]:,.0f}" in text for name in figures)
    if "audience" in figures:
        steps = [row for row in plan["rows"] if row[1]]
        assert steps and all(f"{label} {count:,}" in text for label, count, _ in steps)


def test_when_a_plan_is_read(own_talk: Talk) -> None:
    own_talk.say(f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout")
    for asked in ("when do we read the result?", "how long should we wait?", "什么时候看效果"):
        assert "30" in own_talk.say(asked)[1]
    assert own_talk.say("when do we read the wombat?")[0][-1].tool == "ask_user"


def test_the_second_one_is_one_draft(own_talk: Talk) -> None:
    spoken = Spoken(own_talk)
    spoken.say(f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout, two variants")
    _, text = spoken.say("approve the second one")
    assert "draft B." in text and "A" not in text.split("draft", 1)[1].split(".")[0]
    tools, text = spoken.say("write the files for braze")
    assert tools == ["export_campaign"] and "braze" in text


def test_this_campaign_is_the_one_just_planned(own_talk: Talk) -> None:
    spoken = Spoken(own_talk)
    spoken.say(f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout, two variants, called spring")
    for said in ("how did this campaign do", "这次活动效果怎么样"):
        calls, _ = own_talk.say(said)
        assert calls[0].tool == "campaign_results" and calls[0].args["campaign"].startswith("spring-")


def test_the_same_in_chinese(own_talk: Talk) -> None:
    spoken = Spoken(own_talk)
    spoken.say("策划一个针对上海流失护肤客户的召回活动，短信，留出10%做对照组，三个版本")
    assert spoken.say("批准A和第二版")[0] == ["approve_drafts"]
    assert "A（Ana" in spoken.say("批准了哪几版？")[1]
    assert spoken.say("不批准C")[0] == []
    assert "approve_drafts" not in spoken.say("取消折扣")[0]
    assert spoken.say("取消批准B")[0] == ["approve_drafts"]


RESULTS: list[tuple[str, dict[str, Any]]] = [
    ("lift of Autumn Letter 2026 within 14 days", {"campaign": "Autumn Letter 2026", "horizon_days": 14}),
    ("how did Autumn Letter 2026 perform against the holdout?", {"campaign": "Autumn Letter 2026"}),
    ("incremental revenue of Autumn Letter 2026 by gender",
     {"campaign": "Autumn Letter 2026", "outcome": "revenue", "by": "gender"}),
    ("how did the Autumn Letter 2026 do against the holdout", {"campaign": "Autumn Letter 2026"}),
    ("2026秋日来信的提升是多少", {"campaign": "Autumn Letter 2026"}),
    ("2026秋日来信和对照组比效果怎么样", {"campaign": "Autumn Letter 2026"}),
    ("2026秋日来信带来多少增量收入", {"campaign": "Autumn Letter 2026", "outcome": "revenue"}),
]  # fmt: skip


@pytest.mark.parametrize(("said", "args"), RESULTS, ids=[said for said, _ in RESULTS])
def test_what_a_campaign_did(said: str, args: dict[str, Any], reader: Reader) -> None:
    calls = reader.read(said).calls
    assert [(call.tool, call.args) for call in calls] == [("campaign_results", args)]


@pytest.mark.parametrize(
    "said", ["how large a test to see a 10% lift", "top customers by uplift", "revenue by campaign"]
)
def test_other_lifts_are_no_results(said: str, reader: Reader) -> None:
    assert "campaign_results" not in [call.tool for call in reader.read(said).calls]


@pytest.mark.parametrize("said", ["which campaigns have I planned", "list the planned campaigns", "我规划过哪些活动"])
def test_planned_campaigns_are_listed(said: str, reader: Reader) -> None:
    assert [call.tool for call in reader.read(said).calls] == ["list_campaigns"]


@pytest.mark.parametrize("text", [
    "preview for C00012", "show me draft A for C00012", "what would C00012 get?", "how does it look for C00012",
    "preview the texts as C00012 sees them", "预览C00012", "C00012会收到什么", "给C00012预览一下",
    "C00012收到的短信什么样",
])  # fmt: skip
def test_drafts_are_previewed_for_a_customer(own_talk: Talk, text: str) -> None:
    spoken = Spoken(own_talk)
    spoken.say("write an SMS to win back lapsed skincare buyers")
    tools, answer = spoken.say(text)
    assert tools == ["preview_drafts"] and "C00012" in answer
    tools, _ = spoken.say("shorter")
    assert tools == ["brief_copy", "submit_drafts"]


def test_without_drafts_a_customer_is_looked_up(own_talk: Talk) -> None:
    assert Spoken(own_talk).say("show me C00012")[0] == ["look_up_customer"]


@pytest.mark.parametrize("said", [
    "plan a win-back email campaign for customers in Germany who bought skincare but nothing in the last 6 months, two "
    "variants", "plan an email campaign for customers who bought skincare but nothing in the last 6 months",
])  # fmt: skip
def test_months_gone_by_are_whom_and_no_occasion(said: str, reader: Reader) -> None:
    (call,) = reader.read(said).calls
    brief = call.args["campaign"]["brief"] if "campaign" in call.args else call.args["brief"]
    quiet = [one for one in brief["audience"]["all"] if one.get("op") == "eq" and one.get("period")]
    assert len(quiet) == 1 and quiet[0]["period"] == {"kind": "rolling", "unit": "month", "count": 6}
    assert not brief.get("about") and not brief.get("tone")


@pytest.mark.parametrize(("said", "told"), [
    ("approve draft A", "no drafts in this conversation"), ("approve A and C", "no drafts in this conversation"),
    ("批准A", "还没有文案"), ("批准文案A和C", "还没有文案"), ("export it for klaviyo", "no campaign and no audience"),
    ("导出到Klaviyo", "还没有可以导出的"),
])  # fmt: skip
def test_before_there_is_anything_it_says_what_to_do_first(said: str, told: str, talk: Callable[[], Talk]) -> None:
    calls, text = talk().say(said)
    assert not calls and told in text and "python -m assistant campaign" in text


def test_tiktok_takes_lists_and_linkedin_none(own_talk: Talk) -> None:
    spoken = Spoken(own_talk)
    spoken.say(f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout, two variants")
    spoken.say("approve draft A")
    tools, text = spoken.say("export it for LinkedIn")
    assert tools == [] and "no files for LinkedIn" in text and "tiktok" in text
    tools, text = spoken.say("export it for TikTok")
    assert tools == ["export_campaign"] and "tiktok" in text
    tools, text = spoken.say("导出给抖音 TikTok")
    assert tools == ["export_campaign"] and "tiktok" in text


def test_a_plan_is_spoken_of_by_its_id(own_talk: Talk) -> None:
    spoken = Spoken(own_talk)
    spoken.say(f"plan a win-back for {LAPSED_EN}, SMS, 10 % holdout, two variants")
    _, text = spoken.say("make the holdout 20%")
    identity = text.split("Planned as ")[1].split(".")[0]
    spoken.say("how many customers are there")
    for said, tools in (
        (f"approve A of {identity}, approved by Anna Li", ["approve_drafts"]),
        (f"show me {identity}", ["list_campaigns"]),
        ("approve B", ["approve_drafts"]), (f"export plan {identity[-6:]} for klaviyo", ["export_campaign"]),
    ):  # fmt: skip
        assert spoken.say(said)[0] == tools
    _, text = spoken.say("which campaigns are planned?")
    assert text.count(identity) == 1
    _, text = spoken.say(f"方案{identity}")
    assert "Anna Li" in text and "修改过" in text
