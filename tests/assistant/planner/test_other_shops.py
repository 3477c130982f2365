"""A shop with columns of its own: their names and values are read as those of any other shop."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk
from tests.tools.small_shop import CUSTOMERS, ORDERS, TODAY, line_rows, make_shop
from tools.desk import Desk, Shop

_PEOPLE = [
    {"id": "a", "machine_owner": "Yes", "brew_method": "Filter", "宠物类型": "猫", "是否绝育": "是"},
    {"id": "b", "machine_owner": "No", "brew_method": "Moka pot", "宠物类型": "狗", "是否绝育": "否"},
    {"id": "e", "machine_owner": None, "brew_method": "Filter", "宠物类型": None, "是否绝育": None},
]
_GOODS = [
    {"id": "p1", "name": "Sunrise Beans 250g", "category": "coffee", "decaf": "Yes", "origin": "Kenya"},
    {"id": "p2", "name": "Fjord Beans 250g", "category": "coffee", "decaf": "No", "origin": "Brazil"},
    {"id": "p3", "name": "Owl Beans 1kg", "category": "coffee", "decaf": "No", "origin": "Kenya"},
    {"id": "p4", "name": "毛球日记逗猫棒", "category": "toys", "decaf": None, "origin": None},
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    lines = [line | {"quantity": abs(line["quantity"])} for line in line_rows()]
    made = make_shop(
        tmp_path_factory.mktemp("other") / "shop", customers=_PEOPLE, products=_GOODS, orders=ORDERS, order_lines=lines
    )
    yield made
    made.close()


def _attribute(field: str, *values: Any, op: str = "is") -> dict[str, Any]:
    return {"kind": "attribute", "field": field, "values": list(values)} | ({} if op == "is" else {"op": op})


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("how many machine owners are there", _attribute("machine_owner", "Yes")),
        ("customers who don't own a machine", _attribute("machine_owner", "No")),
        ("filter drinkers", _attribute("brew_method", "Filter")),
        ("customers who use a Moka pot", _attribute("brew_method", "Moka pot")),
        ("猫主人有多少", _attribute("宠物类型", "猫")),
        ("没绝育的客户有多少", _attribute("是否绝育", "否")),
    ],
)
def test_own_values_pick_people(shop: Shop, question: str, condition: dict[str, Any]) -> None:
    calls = Reader(shop, date.fromisoformat(TODAY)).read(question).calls
    assert [call.args["audience"] for call in calls] == [{"all": [condition]}]


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("customers who bought decaf", [{"field": "decaf", "values": ["Yes"]}]),
        (
            "customers who bought Kenyan beans",
            [{"field": "origin", "values": ["Kenya"]}, {"field": "product", "op": "contains", "values": ["beans"]}],
        ),
        ("买过逗猫棒的客户", [{"field": "product", "op": "contains", "values": ["逗猫棒"]}]),
    ],
)
def test_own_values_pick_goods(shop: Shop, question: str, where: list[dict[str, Any]]) -> None:
    calls = Reader(shop, date.fromisoformat(TODAY)).read(question).calls
    assert [call.args["audience"]["all"][0]["where"] for call in calls] == [where]


@pytest.mark.parametrize("question", ["orders by machine owner", "按是否绝育看订单数"])
def test_behind_by_they_are_rows(shop: Shop, question: str) -> None:
    metric = Reader(shop, date.fromisoformat(TODAY)).read(question).calls[0].args["metric"]
    assert len(metric["dimensions"]) == 1 and "audience" not in metric


@pytest.mark.parametrize("question", ["return rate by category", "各品类的退货率", "哪些商品库存最多"])
def test_what_is_not_kept_is_said(shop: Shop, question: str) -> None:
    reading = Reader(shop, date.fromisoformat(TODAY)).read(question)
    assert reading.decline is not None and not reading.calls


@pytest.mark.parametrize("question", ["同时养猫和狗的客户", "customers who are both Filter and Moka pot"])
def test_nobody_is_two_things_at_once(shop: Shop, question: str) -> None:
    reading = Reader(shop, date.fromisoformat(TODAY)).read(question)
    assert reading.ask is not None and not reading.calls


def test_usual_columns_go_by_their_usual_name(tmp_path: Path) -> None:
    people = [{"id": "a", "会员等级": "铜爪会员", "来源渠道": "抖音"}]
    shop = make_shop(tmp_path / "shop", customers=people, orders=ORDERS, order_lines=line_rows())
    assert {"loyalty_tier", "acquisition_channel"} <= shop.dictionary.fields.keys()
    assert shop.dictionary.field("会员等级").label.zh == "会员等级"
    assert shop.dictionary.field("会员等级").label.en == "Loyalty tier"
    shop.close()


def test_a_day_in_the_name_of_goods_and_words_beside_a_name(tmp_path: Path) -> None:
    names = [
        "CHRISTMAS CARD",
        "CHRISTMAS TREE CAKE STAND",
        "REGENCY CAKE STAND",
        "LET THEM EAT A CAKE",
        "UMBRELLA STAND",
    ]
    goods = [{"id": f"p{n}", "name": name, "category": "gifts"} for n, name in enumerate(names, 1)]
    shop = make_shop(tmp_path / "shop", products=goods, orders=ORDERS, order_lines=line_rows())
    reader = Reader(shop, date.fromisoformat(TODAY))
    for question, words in (
        ("customers who bought Christmas products", "christmas"),
        ("customers who bought a cake stand in 2026", "cake stand"),
    ):
        (condition,) = reader.read(question).calls[0].args["audience"]["all"]
        assert condition["where"] == [{"field": "product", "op": "contains", "values": [words]}]
    shop.close()


def test_what_was_bought_is_goods_though_people_are_called_so_too(tmp_path: Path) -> None:
    goods = [{"id": "p1", "name": "Paper Filters Copper"}, {"id": "p2", "name": "Paper Filters Owl"}]
    shop = make_shop(tmp_path / "shop", customers=_PEOPLE, products=goods, orders=ORDERS, order_lines=line_rows())
    calls = Reader(shop, date.fromisoformat(TODAY)).read("Moka pot users who bought filters").calls
    person, deed = calls[0].args["audience"]["all"]
    assert person == _attribute("brew_method", "Moka pot")
    assert deed["where"] == [{"field": "product", "op": "contains", "values": ["filters"]}]
    shop.close()


def test_a_channel_people_came_by_is_followed_up_and_no_text_to_write(tmp_path: Path) -> None:
    people = [row | {"来源渠道": place} for row, place in zip(CUSTOMERS, ("抖音", "小红书", "抖音"), strict=False)]
    made = make_shop(tmp_path / "shop", customers=people, orders=ORDERS, order_lines=line_rows())
    talk = Talk(Reader(made, date.fromisoformat(TODAY)), Desk(shop=made, today=date.fromisoformat(TODAY)))
    talk.say("抖音来的客户复购率")
    calls, _ = talk.say("小红书呢")
    assert [call.tool for call in calls] == ["measure"]
    assert calls[0].args["metric"]["audience"] == {"all": [_attribute("acquisition_channel", "小红书")]}
    made.close()


def test_orders_of_a_status_are_left_out_of_the_figures(tmp_path: Path) -> None:
    orders = [row | {"status": "已取消" if row["id"] == "o1" else "已完成"} for row in ORDERS]
    made = make_shop(tmp_path / "shop", customers=CUSTOMERS, orders=orders, order_lines=line_rows())
    for words in ("取消的订单不算", "不含取消的订单"):
        talk = Talk(Reader(made, date.fromisoformat(TODAY)), Desk(shop=made, today=date.fromisoformat(TODAY)))
        talk.say("今年销售额")
        calls, _ = talk.say(words)
        assert calls[0].args["metric"]["where"] == [{"field": "order_status", "op": "is_not", "values": ["已取消"]}]
    made.close()
