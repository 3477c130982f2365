"""A shop imported from Chinese files is asked in its own words: its headings, its levels, its goods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.planner.reader import Reader
from tests.tools.data.importing.helpers import bring, write
from tools.desk import Shop

_MEMBERS = "会员号,昵称,粉丝等级,省份,专属导购,卡内余额,宝宝月龄,宠物生日,开卡日期\n" + "".join(
    f"M{n},橙子{n},{('铁粉', '新粉', '普通')[n % 3]},{('广东省', '浙江省')[n % 2]},{('陈丽', '周敏')[n % 2]},{n * 10},"
    f"{n % 30},2020-{1 + n % 12:02}-11,2025-0{1 + n % 9}-05\n"
    for n in range(60)
)
_SALES = "小票号,会员号,门店,下单时间,优惠券,是否缺货,退货原因,书名,作者,适用季节,尺码,数量,实收金额\n" + "".join(
    f"T{n},M{n * n * 7 % 59},{('国贸店', '望京店')[n % 2]},2026-{1 + n % 11:02}-07 10:00,"
    f"{('', '新人券', '会员日券')[n // 4 % 3]},"
    f"{('否', '是')[n % 5 == 0]},{('', '色差')[n % 7 == 0]},{('三体', '活着', '文城')[n % 3]},"
    f"{('刘慈欣', '余华', '余华')[n % 3]},{('夏', '冬')[n // 3 % 2]},{('S', 'M', 'L')[n // 5 % 3]},1,{20 + n % 9}\n"
    for n in range(120)
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("own")
    workspace, _ = bring(folder, write(folder, "会员.csv", _MEMBERS), write(folder, "小票.csv", _SALES))
    shop = Shop.open(workspace)
    yield Reader(shop, shop.warehouse.last_day())
    shop.close()


def _metric(reader: Reader, question: str) -> dict[str, Any]:
    calls = reader.read(question).calls
    assert [call.tool for call in calls] == ["measure"]
    return dict(calls[0].args["metric"])


@pytest.mark.parametrize(
    ("question", "measure", "dimension"),
    [
        ("各门店的销售额", "net_revenue", "order_channel"),
        ("每个导购名下的会员数", "customers", "专属导购"),
        ("哪本书卖得最好", "units", "product"),
    ],
)
def test_a_heading_or_its_end_names_the_column(reader: Reader, question: str, measure: str, dimension: str) -> None:
    metric = _metric(reader, question)
    assert metric["measures"] == [measure]
    assert metric["dimensions"] == [dimension]


@pytest.mark.parametrize(
    ("question", "where"),
    [
        ("用了新人券的订单有几单", [{"field": "优惠券", "values": ["新人券"]}]),
        ("夏季款的销售额", [{"field": "适用季节", "values": ["夏"]}]),
        ("M码卖了多少件", [{"field": "尺码", "values": ["M"]}]),
        ("余华的书卖了几本", [{"field": "作者", "values": ["余华"]}]),
        ("色差退货的有多少件", [{"field": "退货原因", "values": ["色差"]}]),
    ],
)
def test_values_are_said_with_their_headings(reader: Reader, question: str, where: list[dict[str, Any]]) -> None:
    assert _metric(reader, question)["where"] == where


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        ("铁粉有多少人", "loyalty_tier", "铁粉"),
        ("普通会员有多少", "loyalty_tier", "普通"),
        ("广东的会员有多少", "省份", "广东省"),
    ],
)
def test_a_level_of_the_shop_s_own_is_no_word_for_customers_at_large(
    reader: Reader, question: str, field: str, value: str
) -> None:
    calls = reader.read(question).calls
    assert [call.args["audience"] for call in calls] == [
        {"all": [{"kind": "attribute", "field": field, "values": [value]}]}
    ]


def test_the_answer_calls_the_channel_what_the_shop_calls_it(reader: Reader) -> None:
    assert reader.shop.dictionary.field("order_channel").label.zh == "门店"


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("宝宝月龄6到12个月的会员有多少", {"field": "宝宝月龄", "op": "between", "values": [6, 12]}),
        ("宝宝月龄半年以上的会员", {"field": "宝宝月龄", "op": "ge", "values": [6]}),
        ("余额大于300的会员有多少", {"field": "卡内余额", "op": "gt", "values": [300]}),
    ],
)
def test_numbers_are_compared_in_the_unit_of_their_column(
    reader: Reader, question: str, condition: dict[str, Any]
) -> None:
    (call,) = reader.read(question).calls
    assert call.args["audience"]["all"][-1] == {"kind": "attribute"} | condition


@pytest.mark.parametrize(
    "question",
    ["铁粉和会员的客单价", "会员和新粉的复购率", "宠物生日在12月的会员有多少"],
)
def test_what_would_fall_out_without_a_word_is_asked_about(reader: Reader, question: str) -> None:
    assert reader.read(question).ask is not None


def test_goods_of_two_fields_are_two_figures(reader: Reader) -> None:
    calls = reader.read("刘慈欣和活着的销量").calls
    assert [call.args["metric"]["where"] for call in calls] in (
        [[{"field": "作者", "values": ["刘慈欣"]}], [{"field": "product", "values": ["活着"]}]],
        [[{"field": "作者", "values": ["刘慈欣"]}], [{"field": "product", "op": "contains", "values": ["活着"]}]],
    )


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("三体卖给了哪些会员", "买过三体的客户有哪些"),
        ("国贸店和望京店谁的销售额高", "国贸店和望京店哪个的销售额高"),
        ("《三体》卖了多少本", "三体卖了多少本"),
    ],
)
def test_turns_of_shops_say_the_same(reader: Reader, question: str, plain: str) -> None:
    assert reader.read(question).calls == reader.read(plain).calls != []


def test_a_value_of_two_columns_is_the_order_s_for_sales_and_the_answer_tells(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("twins")
    members = "车主编号,车主姓名,所属门店,到期日期\n" + "".join(
        f"M{n},橙子{n},{('国贸店', '望京店')[n % 2]},2027-01-{1 + n % 28:02}\n" for n in range(60)
    )
    sales = "工单号,车主编号,进厂时间,下单门店,商品名称,数量,单价\n" + "".join(
        f"T{n},M{n * n % 59},2026-0{1 + n % 9}-07,{('国贸店', '望京店')[n // 3 % 2]},轮胎{n % 6},1,20\n"
        for n in range(120)
    )
    workspace, _ = bring(folder, write(folder, "车主.csv", members), write(folder, "工单.csv", sales))
    shop = Shop.open(workspace)
    reader = Reader(shop, shop.warehouse.last_day())
    sold, people = reader.read("国贸店的工单量"), reader.read("国贸店的车主有多少")
    assert sold.calls[0].args["metric"]["measures"] == ["orders"]
    assert [one["values"] for one in sold.calls[0].args["metric"]["where"]] == [["国贸店"]]
    assert people.calls[0].tool == "size_audience"
    coming = reader.read("到期日期在1月的车主有多少").calls[0].args["audience"]["all"][0]["period"]
    assert str(coming["start"]) == "2027-01-01"
    shop.close()
