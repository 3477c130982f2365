"""Words of the shop's own: taught once, known from then on, kept in the workspace, and nothing else touched."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk
from tests.tools.small_shop import TODAY, hand_counted_shop
from tools.contract import BadRequest
from tools.desk import Desk
from tools.wordbook import remember_word


@pytest.fixture
def own_desk(tmp_path: Path) -> Iterator[Desk]:
    shop = hand_counted_shop(tmp_path / "shop")
    yield shop.desk(today=date.fromisoformat(TODAY))
    shop.close()


def test_a_taught_word_is_read_from_then_on(own_desk: Desk) -> None:
    reader = Reader(own_desk.shop, own_desk.today)
    assert reader.read("orders by shopfront").ask is not None
    finding = remember_word(own_desk, " shopfront ", "order channel")
    assert finding.message == "From now on “shopfront” means “Order channel” here."
    reading = reader.read("orders by shopfront")
    assert reading.metric is not None and reading.metric.dimensions == ["order_channel"]
    kept = tomllib.loads(own_desk.workspace.settings_path.read_text(encoding="utf-8"))
    assert kept["dictionary"]["order_channel"]["en"] == ["shopfront"]


def test_values_and_measures_are_taught_in_either_language(own_desk: Desk) -> None:
    remember_word(own_desk, "魔都", "上海")
    remember_word(own_desk, "takingz", "net_revenue")
    reader = Reader(own_desk.shop, own_desk.today)
    audience = reader.read("魔都的客户有多少").audience
    assert audience is not None and "shanghai" in str(audience.all[0]).casefold()
    metric = reader.read("takingz last month").metric
    assert metric is not None and metric.measures == ["net_revenue"]


@pytest.mark.parametrize("word", ["", "  ", "x" * 41, "12", "a\nb\u0000"])
def test_an_unusable_word_is_refused(own_desk: Desk, word: str) -> None:
    with pytest.raises(BadRequest, match="1 to 40 characters"):
        remember_word(own_desk, word, "order_channel")


def test_a_word_keeps_the_meaning_it_has(own_desk: Desk) -> None:
    with pytest.raises(BadRequest, match="already means net_revenue"):
        remember_word(own_desk, "revenue", "orders")
    with pytest.raises(BadRequest, match="No field, measure or value"):
        remember_word(own_desk, "blork", "wibble")
    assert own_desk.workspace.settings.dictionary == {}


def test_an_explained_word_is_kept_only_when_its_asker_says_so(own_desk: Desk) -> None:
    talk = Talk(Reader(own_desk.shop, own_desk.today), own_desk)
    calls, _ = talk.say("orders by categorial")
    assert calls[-1].tool == "ask_user" and "Category" in calls[-1].args["options"]
    calls, text = talk.say("Category")
    assert calls[-1].tool == "measure" and "remember it" in text
    assert own_desk.workspace.settings.dictionary == {}
    calls, text = talk.say("remember it")
    assert calls[-1].tool == "remember_word" and "From now on “categorial” means" in text
    calls, _ = Talk(Reader(own_desk.shop, own_desk.today), own_desk).say("revenue by categorial")
    assert calls[-1].args["metric"]["dimensions"] == ["category"]
    calls, _ = talk.say("remember it")
    assert all(call.tool != "remember_word" for call in calls)
