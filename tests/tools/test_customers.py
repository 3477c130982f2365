"""Describing the data and looking up one customer."""

import pytest

from tools.customers import describe_data, look_up_customer


def test_the_overview_names_fields_values_and_measures(hand_desk):
    found = describe_data(hand_desk)
    rows = {row[1]: row for row in found.rows}
    assert rows["country"] == ["Field", "country", "Country", "China, United Kingdom, Germany"]
    assert rows["repeat_rate"][3].startswith("buyers with ≥ 2 orders")
    assert found.totals["orders"] == 10
    assert rows["email"][3] == ""
    assert "orders from 2026-08-01 to 2026-10-31" in found.title


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("repeat rate", "buyers in the period"), ("复购率", "buyers in the period"), ("客单价", "net revenue ÷ orders"),
        ("city", "Berlin"), ("spend", "$95.00"), ("Champions", "555 554"), ("Lotus", "brand"),
        ("conventions", "00:00 of today"),
        ("口径", "00:00 of today"),
    ],
)  # fmt: skip
def test_a_topic_is_explained(hand_desk, topic, said):
    found = describe_data(hand_desk, topic)
    assert found.status == "answered"
    assert said in str(found.rows)


def test_everything_is_said_in_chinese_too(hand_desk):
    chinese = hand_desk.speaking("zh")
    assert "期间内订单数" in str(describe_data(chinese, "repeat rate").rows)
    assert describe_data(chinese, "city").title == "城市"
    assert "今天" in str(describe_data(chinese, "约定").rows)


def test_an_unknown_topic_names_the_nearest(hand_desk):
    found = describe_data(hand_desk, "repeet rate")
    assert found.status == "unknown"
    assert "repeat_rate" in found.message


@pytest.mark.parametrize("asked", ["a", " ANN@example.com ", "+4420000001", "ann lee"])
def test_a_customer_by_whatever_identifies_them(hand_desk, asked):
    found = look_up_customer(hand_desk, asked)
    assert found.definition == {"customer_id": "a"}
    told = [row[2:4] for row in found.rows]
    assert ["Spend", "$65.00"] in told
    assert ["o1: Rose Cream × 2, Tea Cup × 1", "$45.00"] in told
    assert next(row[2] for row in found.rows if row[0] == "Event") == "unsubscribe Text Day"
    # what comes after today is not told, and no address ever
    assert "o9" not in str(found.rows)
    assert "@" not in str(found.rows)


def test_who_it_is_stays_in_a_column_of_its_own(hand_desk):
    found = look_up_customer(hand_desk, "a")
    assert [column.name for column in found.columns if column.pii] == ["person"]
    assert [row[4] for row in found.rows if row[4]] == ["a", "Ann Lee"]


def test_nobody_is_unknown(hand_desk):
    assert look_up_customer(hand_desk, "zz").status == "unknown"
