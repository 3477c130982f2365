"""Every measure at every edge of the conventions, on a shop counted by hand (see small_shop)."""

from datetime import date

import pytest

from tests.tools.small_shop import CUSTOMERS, ORDERS, PRODUCTS, event_rows, hand_counted_shop, line_rows, make_shop
from tools.audience_caveats import audience_caveats
from tools.contract import BadRequest
from tools.definitions import CONVERSIONS, Audience, Metric, Period
from tools.full_rows import full_rows
from tools.metrics import measure

NINETY_DAYS = {"kind": "rolling", "count": 90, "unit": "day"}
OCTOBER = {"kind": "calendar", "unit": "month"}


def ask(desk, **metric):
    return measure(desk, Metric.model_validate(metric))


def table(desk, **metric):
    """The rows as {first cells: measures}."""
    width = len(metric.get("dimensions", []))
    rows = ask(desk, **metric).rows
    return {tuple(row[:width]) if width > 1 else row[0]: row[width:] for row in rows}


# 230 = 45 + 20 + 45 − 10 − 24 + 110 − 15 + 59: o9 is after today, o10 has no lines
ALL_TIME = {
    "net_revenue": 230, "gross_revenue": 300, "orders": 6, "buyers": 3, "units": 19, "average_order_value": 230 / 6,
    "orders_per_buyer": 5 / 3, "revenue_per_buyer": (230 - 59) / 3, "units_per_order": 19 / 6, "repeat_rate": 2 / 3,
    "repeat_buyers": 2, "new_buyers": 3, "returning_buyers": 0, "returns_value": 54, "returned_units": 4,
    "return_rate": 4 / 23, "discount_amount": 16, "discount_share": 16 / 300, "discounted_orders": 3,
    "products_sold": 4, "customers": 5, "signups": 5, "customers_without_orders": 2, "emailable_customers": 1,
    "textable_customers": 0, "days_since_last_order": (0 + 91 + 26) / 3, "sends": 5, "opens": 2, "clicks": 1,
    "unsubscribes": 2, "open_rate": 2 / 5, "click_rate": 1 / 5, "click_to_open_rate": 1 / 2, "unsubscribe_rate": 2 / 5,
    "views": 2, "carts": 1, "campaigns": 3, "events": 14, "products": 4, "stock": 12,
    "stock_value": 184,
}  # fmt: skip
# the window opens at 00:00 on 2 August: o1 is in by no second, o3 out by one; o2 in the last second of today
LAST_90_DAYS = {
    "net_revenue": 185, "gross_revenue": 255, "orders": 5, "buyers": 2, "units": 14, "average_order_value": 37,
    "orders_per_buyer": 2, "revenue_per_buyer": 63, "repeat_rate": 1, "new_buyers": 2, "returning_buyers": 0,
    "returns_value": 54, "return_rate": 4 / 18, "discount_amount": 16, "signups": 2, "sends": 2, "opens": 0, "views": 2,
    "open_rate": 0,
}  # fmt: skip


@pytest.mark.parametrize("name", ALL_TIME)
def test_every_measure_over_all_time(hand_desk, name):
    assert ask(hand_desk, measures=[name]).totals == {name: pytest.approx(ALL_TIME[name])}


@pytest.mark.parametrize("name", LAST_90_DAYS)
def test_measures_in_a_window(hand_desk, name):
    found = ask(hand_desk, measures=[name], period=NINETY_DAYS)
    assert found.rows == [[pytest.approx(LAST_90_DAYS[name])]]
    assert "2026-08-02 – 2026-10-31" in found.title


def test_no_measure_is_left_untested(hand_desk):
    assert set(hand_desk.dictionary.measures) - set(ALL_TIME) == {"cohort_retention", *CONVERSIONS}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("average(spend)", (65 + 35 + 95) / 3), ("median(spend)", 65), ("max(orders)", 2), ("sum(spend)", 195),
        ("average(age)", (36 + 35 + 25 + 66) / 4), ("min(age)", 25), ("average(order_value)", 264 / 6),
        ("median(order_value)", 45), ("max(order_discount)", 10), ("average(price)", 47 / 4), ("sum(stock)", 12),
        ("max(quantity)", 10), ("min(first_order_date)", "2026-08-01"),
    ],
)  # fmt: skip
def test_aggregates_of_fields(hand_desk, name, value):
    expected = pytest.approx(value) if isinstance(value, int | float) else value
    assert ask(hand_desk, measures=[name]).rows == [[expected]]


def test_a_line_figure_does_not_take_the_discounts_from_revenue(hand_desk):
    assert ask(hand_desk, measures=["average(unit_price)", "net_revenue"]).totals["net_revenue"] == 230


def test_the_end_of_today_counts_and_the_next_midnight_does_not(hand_desk):
    day = {"kind": "calendar", "unit": "day"}
    assert ask(hand_desk, measures=["net_revenue"], period=day).rows == [[20]]
    beyond = {"kind": "fixed", "start": "2026-10-31", "end": "2026-12-31"}
    assert ask(hand_desk, measures=["net_revenue"], period=beyond).rows == [[20]]


def test_by_product_line_values_count_and_a_shared_name_is_told_apart(hand_desk):
    found = ask(hand_desk, measures=["net_revenue", "orders"], dimensions=["product"], share=True)
    assert found.rows == [
        ["Rose Cream", 100, pytest.approx(100 / 246), 3, 0.5],
        ["Tea Cup (p3)", 96, pytest.approx(96 / 246), 1, pytest.approx(1 / 6)],
        ["Tea Cup (p2)", 40, pytest.approx(40 / 246), 2, pytest.approx(1 / 3)],
        ["p4", 10, pytest.approx(10 / 246), 2, pytest.approx(1 / 3)],
    ]
    # distinct orders do not add up over products: the total is counted, not summed
    assert found.totals == {"net_revenue": 246, "orders": 6}
    assert "discounts on whole orders are not spread" in found.caveats[0]


def test_limited_rows_keep_the_totals_and_shares_of_everything(hand_desk):
    found = ask(hand_desk, measures=["net_revenue"], dimensions=["product"], share=True, limit=1)
    assert found.rows == [["Rose Cream", 100, pytest.approx(100 / 246)]]
    assert (found.total_rows, found.totals) == (1, {"net_revenue": 246})


def test_a_part_is_set_against_the_whole_of_its_row(hand_desk):
    web = {"where": [{"field": "order_channel", "values": ["web"]}]}
    assert ask(hand_desk, measures=["net_revenue"], part=web).rows == [[139, 230, pytest.approx(139 / 230)]]
    # the whole is counted by line where the part is
    skincare = {"where": [{"field": "category", "values": ["护肤品"]}]}
    assert ask(hand_desk, measures=["net_revenue"], part=skincare).rows == [[100, 246, pytest.approx(100 / 246)]]
    months = table(hand_desk, measures=["orders"], dimensions=["month"], part={"period": OCTOBER})
    assert months["2026-10"] == [4, 4, 1] and months["2026-08"][0] == 0
    with pytest.raises(BadRequest, match="has no shares"):
        ask(hand_desk, measures=["repeat_rate"], part=web)


def test_a_part_of_each_row_and_its_spread_over_the_rows(hand_desk):
    discounted = {"where": [{"field": "order_discount", "op": "gt", "values": [0]}]}
    found = ask(hand_desk, measures=["orders"], dimensions=["order_channel"], part=discounted, share=True)
    # channel: discounted of all orders there, and of the three discounted ones; none of the app's is shown as none
    assert {row[0]: row[1:] for row in found.rows} == {
        "web": [2, 3, pytest.approx(2 / 3), pytest.approx(2 / 3)], "store": [1, 1, 1, pytest.approx(1 / 3)],
        "app": [0, 1, 0, 0], None: [0, 1, 0, 0],
    }  # fmt: skip
    assert [column.name for column in found.columns][3:] == ["orders_share", "orders_share_across"]


def test_a_product_filter_leaves_order_discounts_out(hand_desk):
    skincare = [{"field": "category", "values": ["护肤品"]}]
    assert ask(hand_desk, measures=["net_revenue"], where=skincare).rows == [[100]]
    web = [{"field": "order_channel", "values": ["web"]}]
    assert ask(hand_desk, measures=["net_revenue"], where=web).rows == [[45 + 45 - 10 + 59]]


def test_discounts_cannot_be_split_by_product(hand_desk):
    with pytest.raises(BadRequest, match="discounts are on whole orders"):
        ask(hand_desk, measures=["discount_amount"], dimensions=["category"])


def test_unknown_groups_are_shown_as_such(hand_desk):
    found = table(hand_desk, measures=["net_revenue", "buyers"], dimensions=["country"])
    assert found == {"China": [100, 2], "Germany": [95, 1], None: [59, 0], "United Kingdom": [-24, 0]}


def test_months_without_orders_show_as_nothing_sold(hand_desk):
    found = ask(hand_desk, measures=["net_revenue", "average_order_value"], dimensions=["month"])
    assert found.rows == [["2026-08", 90, 45], ["2026-09", -10, None], ["2026-10", 150, 37.5]]
    assert (found.chart.kind, found.chart.x, found.chart.y) == ("line", "month", ["net_revenue"])
    assert found.columns[0].type == "text"


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("quarter", {"2026-Q3": [3 - 1], "2026-Q4": [4]}),
        ("year", {"2026": [6]}),
        ("weekday", {"Monday": [2], "Tuesday": [1], "Wednesday": [0], "Thursday": [0], "Friday": [0], "Saturday": [2],
                     "Sunday": [1]}),
        ("order_channel", {"web": [3], None: [1], "app": [1], "store": [1]}),
        ("first_or_repeat", {"first": [3], "repeat": [2], None: [1]}),
        ("age_group", {"35-44": [3], "65+": [2], None: [1]}),
        ("first_order_month", {"2026-08": [3], "2026-10": [2], None: [1]}),
        ("first_order_quarter", {"2026-Q3": [3], "2026-Q4": [2], None: [1]}),
        ("first_order_year", {"2026": [5], None: [1]}),
        ("first_order_channel", {"store": [2], "web": [3], None: [1]}),
    ],
)  # fmt: skip
def test_orders_by(hand_desk, dimension, expected):
    assert table(hand_desk, measures=["orders"], dimensions=[dimension]) == expected


def test_weeks_start_on_monday(hand_desk):
    found = table(hand_desk, measures=["orders"], dimensions=["week"], period=OCTOBER)
    assert {week: orders for week, (orders,) in found.items() if orders} == {
        "2026-10-05": 2,
        "2026-10-19": 1,
        "2026-10-26": 1,
    }
    assert len(found) == 5


def test_hours_are_complete(hand_desk):
    found = table(hand_desk, measures=["orders"], dimensions=["hour"])
    assert list(found) == list(range(24))
    assert [hour for hour, (orders,) in found.items() if orders] == [0, 9, 10, 12, 23]


def test_measures_of_different_kinds_meet_on_their_dimension(hand_desk):
    found = table(hand_desk, measures=["net_revenue", "opens", "customers"], dimensions=["gender"])
    assert found == {"female": [65 + 95, 1, 2], None: [59 - 24, 0, 1], "male": [35, 1, 1], "F": [0, 0, 1]}


def test_comparing_with_the_period_before(hand_desk):
    found = ask(hand_desk, measures=["net_revenue"], period=OCTOBER, compare="previous_period")
    assert found.rows == [[150, -10, 160, 16]]
    assert "2026-09-01 – 2026-09-30" in found.title


def test_comparing_month_by_month_lines_up_the_months(hand_desk):
    quarter = {"kind": "fixed", "start": "2026-09-01", "end": "2026-10-31"}
    before = {"kind": "fixed", "start": "2026-07-01", "end": "2026-08-31"}
    found = ask(hand_desk, measures=["orders"], dimensions=["month"], period=quarter, compare_period=before)
    assert found.rows == [["2026-09", 0, 0, 0, None], ["2026-10", 4, 2, 2, 1]]


def test_change_from_nothing_has_no_share(hand_desk):
    found = ask(hand_desk, measures=["orders"], period=OCTOBER, compare="previous_year")
    assert found.rows == [[4, 0, 4, None]]
    assert any("The data begin on 2026-08-01" in caveat for caveat in found.caveats)


def test_sorting_by_change_and_conditions_on_the_result(hand_desk):
    found = ask(hand_desk, measures=["net_revenue"], dimensions=["order_channel"], period=OCTOBER,
                compare="previous_period", sort={"by": "change", "descending": False}, limit=1)  # fmt: skip
    assert [row[0] for row in found.rows] == [None]
    by_rate = ask(hand_desk, measures=["net_revenue"], dimensions=["order_channel"], period=OCTOBER,
                  compare="previous_period", sort={"by": "change_share"})  # fmt: skip
    rates = [row[4] for row in by_rate.rows if row[4] is not None]
    assert rates == sorted(rates, reverse=True)
    kept = ask(
        hand_desk,
        measures=["net_revenue"],
        dimensions=["country"],
        having=[{"measure": "net_revenue", "op": "gt", "value": 95}],
    )
    assert [row[0] for row in kept.rows] == ["China"]
    with pytest.raises(BadRequest, match="has no column orders"):
        ask(hand_desk, measures=["net_revenue"], dimensions=["country"], sort={"by": "orders"})


def test_cohorts(hand_desk):
    found = table(
        hand_desk, measures=["cohort_retention"], dimensions=["first_order_month", "months_since_first_order"]
    )
    assert found == {("2026-08", 0): [1], ("2026-08", 1): [0], ("2026-08", 2): [0.5], ("2026-10", 0): [1]}
    with pytest.raises(BadRequest, match="months_since_first_order"):
        ask(hand_desk, measures=["cohort_retention"])


def test_the_first_order_may_count_among_what_follows_it(hand_desk):
    month = {"event": "first_order", "within_days": 30}
    later = ask(hand_desk, measures=["orders"], after=month).rows[0][0]
    assert ask(hand_desk, measures=["orders"], after={**month, "including": True}).rows == [[later + 3]]
    with pytest.raises(BadRequest, match="first_order only"):
        ask(hand_desk, measures=["orders"], after={"event": "signup", "within_days": 3, "including": True})


def test_an_audience_leaves_out_orders_of_nobody(hand_desk):
    found = ask(hand_desk, measures=["net_revenue"], audience={})
    assert found.rows == [[171]]
    assert found.caveats == ["Left out, as they belong to no audience: 1 order without a customer ($59.00 net)."]


def test_orders_of_nobody_are_told(hand_desk):
    assert ask(hand_desk, measures=["net_revenue", "buyers"]).caveats == [
        "1 order without a customer ($59.00 net) count towards revenue and orders, not towards customers."
    ]
    chinese = ask(hand_desk.speaking("zh"), measures=["net_revenue", "buyers"])
    assert chinese.caveats == ["1 笔没有客户的订单（净额 $59.00）计入收入和订单数，不计入客户数。"]


def test_today_may_be_earlier(hand_desk):
    earlier = hand_desk.shop.desk(today=date(2026, 9, 30))
    assert ask(earlier, measures=["net_revenue"]).rows == [[80]]
    assert any("counted up to 2026-09-10 only" in caveat for caveat in ask(
        hand_desk.shop.desk(today=date(2026, 9, 10)), measures=["orders"], dimensions=["month"]).caveats)  # fmt: skip


def test_a_running_year_beside_a_whole_one_is_told(hand_desk):
    year = {"kind": "fixed", "start": "2026-01-01", "end": "2026-12-31"}
    before = {"kind": "fixed", "start": "2025-01-01", "end": "2025-12-31"}
    desk = hand_desk.shop.desk(today=date(2026, 9, 30))
    told = [c for c in ask(desk, measures=["orders"], period=year, compare_period=before).caveats if "not over" in c]
    assert told == ["The period is not over: it has 273 days up to 2026-09-30, the compared one 365."]
    same = ask(desk, measures=["orders"], period=year, compare="previous_year")
    assert not any("not over" in caveat for caveat in same.caveats)


def test_nothing_found_is_empty_not_unknown(hand_desk):
    found = ask(hand_desk, measures=["net_revenue"], where=[{"field": "brand", "values": ["lotus"]}],
                period={"kind": "calendar", "unit": "day"})  # fmt: skip
    assert found.status == "empty"
    unknown = ask(hand_desk, measures=["net_revenue"], where=[{"field": "brand", "values": ["Lotos"]}])
    assert (unknown.status, unknown.rows) == ("unknown", [])
    assert "Lotus" in unknown.message
    assert ask(
        hand_desk.speaking("zh"), measures=["orders"], where=[{"field": "brand", "values": ["Lotos"]}]
    ).message == ("品牌中没有“Lotos”；最接近的有：Lotus。")


@pytest.mark.parametrize(
    ("metric", "message"),
    [
        ({"measures": ["net_revenue"], "dimensions": ["campaign"]}, "cannot be split by campaign; it can be split by"),
        ({"measures": ["products"], "dimensions": ["city"]}, "cannot be split by city"),
        ({"measures": ["customers"], "period": OCTOBER}, "takes no period"),
        ({"measures": ["customers"], "where": [{"field": "brand", "values": ["Lotus"]}]}, "use a bought condition"),
        ({"measures": ["orders"], "where": [{"field": "campaign", "values": ["k1"]}]}, "use an engaged condition"),
        ({"measures": ["products"], "audience": {}}, "belong to no audience"),
        ({"measures": ["orders"], "dimensions": ["spend"]}, "cannot be split by spend"),
        ({"measures": ["orders"], "dimensions": ["city", "city"]}, "each dimension once"),
        ({"measures": ["median(city)"]}, "needs a numeric field"),
        ({"measures": ["average(hour)"]}, "cannot be averaged"),
        ({"measures": ["average_order_value"], "dimensions": ["city"], "share": True}, "has no shares"),
        ({"measures": ["orders"], "where": [{"field": "month", "values": ["2026-01"]}]}, "give a period instead"),
        ({"measures": ["orders"], "where": [{"field": "city", "op": "gt", "values": ["A"]}]}, "city is text"),
        ({"measures": ["orders"], "where": [{"field": "price", "op": "gt", "values": ["cheap"]}]}, "price is a number"),
    ],
)
def test_what_cannot_be_answered_says_why_and_what_can(hand_desk, metric, message):
    with pytest.raises(BadRequest, match=message):
        ask(hand_desk, **metric)


def test_filters_on_orders_customers_time_and_value(hand_desk):
    cases = [
        ({"field": "order_value", "op": "ge", "values": [59]}, 2),
        ({"field": "weekday", "values": ["周六"]}, 2),
        ({"field": "hour", "op": "lt", "values": [10]}, 2),
        ({"field": "country", "values": ["中国"]}, 3),
        ({"field": "first_or_repeat", "values": ["老客"]}, 2),
        ({"field": "product", "values": ["tea cup"]}, 3),
        ({"field": "product", "op": "is_not", "values": ["tea cup"]}, 5),
        ({"field": "product", "op": "contains", "values": ["CUP"]}, 3),
        ({"field": "order_discount", "values": [0]}, 3),
        ({"field": "order_date", "op": "during", "period": {"kind": "calendar", "unit": "month"}}, 4),
        ({"field": "order_date", "op": "between", "values": ["2026-08-01", "2026-08-02"]}, 2),
    ]
    for item, orders in cases:
        assert ask(hand_desk, measures=["orders"], where=[item]).rows == [[orders]], item


def test_a_material_is_said_of_what_it_is_a_part_of(tmp_path):
    made = ["calf leather, rubber sole", "100 % Linen", "linen, leather", None]
    products = [row | {"material": made[i % len(made)]} for i, row in enumerate(PRODUCTS)]
    shop = make_shop(tmp_path / "shop", customers=CUSTOMERS, products=products, orders=ORDERS, order_lines=line_rows())
    desk = shop.desk(today=date(2026, 10, 31))
    told = [row["material"] for row in products if row["material"]]
    for part in ("leather", "LINEN", "silk"):
        holding = sum(part.lower() in one.lower() for one in told)
        for op, wanted in (("is", holding), ("contains", holding), ("is_not", len(told) - holding)):
            where = [{"field": "material", "op": op, "values": [part]}]
            assert ask(desk, measures=["products"], where=where).rows == [[wanted]], (part, op)


def test_the_order_names_its_own_country(tmp_path):
    orders = [row | {"country": "France" if row["id"] == "o8" else None} for row in ORDERS]
    shop = make_shop(tmp_path / "shop", customers=CUSTOMERS, products=PRODUCTS, orders=orders, order_lines=line_rows())
    found = table(shop.desk(today=date(2026, 10, 31)), measures=["net_revenue"], dimensions=["country"])
    assert found == {"China": [100], "Germany": [95], "France": [59], "United Kingdom": [-24]}


def test_cancelled_orders_are_counted_and_said(tmp_path):
    orders = [row | {"status": "已取消" if row["id"] == "o8" else "completed"} for row in ORDERS]
    shop = make_shop(tmp_path / "shop", customers=CUSTOMERS, orders=orders, order_lines=line_rows())
    desk = shop.desk(today=date(2026, 10, 31))
    assert any("已取消 (1)" in caveat for caveat in ask(desk, measures=["orders"]).caveats)
    kept = [{"field": "order_status", "op": "is_not", "values": ["cancelled"]}]
    assert ask(desk, measures=["orders"], where=kept).rows == [[5]]


def test_a_shop_of_people_alone_says_that_it_has_no_orders(tmp_path):
    desk = make_shop(tmp_path / "shop", customers=CUSTOMERS).desk(today=date(2026, 10, 31))
    assert "No orders have been imported" in ask(desk, measures=["net_revenue"]).caveats[0]
    assert not ask(desk, measures=["customers"]).caveats
    never = Audience.model_validate({"all": [{"kind": "bought", "op": "eq", "value": 0}]})
    assert "No orders have been imported" in audience_caveats(desk, never)[0]


def test_an_order_without_a_word_of_refunds_was_not_refunded(tmp_path):
    told = {"o8": "Refunded", "o1": "none"}
    orders = [row | {"after_sales_status": told.get(row["id"])} for row in ORDERS]
    shop = make_shop(tmp_path / "shop", customers=CUSTOMERS, orders=orders, order_lines=line_rows())
    desk = shop.desk(today=date(2026, 10, 31))
    whole = ask(desk, measures=["orders"])
    assert any("Refunded (1)" in caveat and "after sales status" in caveat for caveat in whole.caveats)
    kept = ask(
        desk, measures=["orders"], where=[{"field": "after_sales_status", "op": "is_not", "values": ["Refunded"]}]
    )
    assert (whole.rows, kept.rows, kept.caveats) == ([[6]], [[5]], [])


def test_a_shop_of_orders_and_lines_only(tmp_path):
    orders = [{key: row[key] for key in ("id", "customer_id", "ordered_at")} for row in ORDERS]
    shop = make_shop(tmp_path / "shop", orders=orders, order_lines=line_rows())
    desk = shop.desk(today=date(2026, 10, 31))
    # nobody has a row, so those who ordered up to today are the customers: a, b, c, d, e
    found = ask(desk, measures=["net_revenue", "buyers", "customers", "customers_without_orders", "repeat_rate"])
    assert found.rows == [[246, 3, 5, 2, pytest.approx(2 / 3)]]
    assert table(desk, measures=["orders"], dimensions=["rfm_segment"])[None] == [1]


def test_all_rows_can_be_had_again(hand_desk):
    found = ask(hand_desk, measures=["orders"], dimensions=["day"])
    columns, rows = full_rows(hand_desk, found)
    assert (rows, [column.name for column in columns]) == (found.rows, ["day", "orders"])


def test_rows_are_capped_and_counted(tmp_path):
    orders = [{"id": str(n), "customer_id": "x", "ordered_at": f"2026-01-01 {n % 24:02}:00:00"} for n in range(250)]
    lines = [{"order_id": str(n), "product_id": f"p{n}", "quantity": 1, "unit_price": 1} for n in range(250)]
    shop = make_shop(tmp_path / "shop", orders=orders, order_lines=lines)
    found = ask(shop.desk(), measures=["net_revenue"], dimensions=["product"])
    assert (len(found.rows), found.total_rows, found.totals) == (200, 250, {"net_revenue": 250})
    assert len(full_rows(shop.desk(), found)[1]) == 250


def test_the_statement_shows_its_values(hand_desk):
    found = ask(hand_desk, measures=["orders"], where=[{"field": "brand", "values": ["lotus"]}])
    assert "'Lotus'" in found.sql.splitlines()[-1]
    assert found.definition == Metric.model_validate(found.definition).compact()


def test_values_never_reach_the_statement(hand_desk):
    evil = "x'; DROP TABLE orders; --"
    found = ask(hand_desk, measures=["orders"], where=[{"field": "product", "op": "contains", "values": [evil]}])
    assert found.status == "empty"
    assert "DROP" not in found.sql.rpartition("\n-- values:")[0]


def test_periods_move_with_today():
    assert Period.model_validate(NINETY_DAYS).compact() == NINETY_DAYS


def test_the_same_question_in_a_shop_with_saved_audiences(tmp_path):
    from tools.audiences import save_audience
    from tools.definitions import Audience, Saved

    shop = hand_counted_shop(tmp_path / "shop")
    desk = shop.desk(today=date(2026, 10, 31))
    save_audience(
        desk,
        "中国客户",
        Audience.model_validate({"all": [{"kind": "attribute", "field": "country", "values": ["China"]}]}),
    )
    found = measure(desk, Metric(measures=["net_revenue"], audience=Audience(all=[Saved(name="中国客户")])))
    assert found.rows == [[100]]


def test_purchases_are_credited_to_the_last_act_before_them(hand_desk):
    opened = {"event": "open", "within_days": 32}
    assert table(hand_desk, measures=["net_revenue", "orders"], dimensions=["campaign"], after=opened) == {
        "Summer Sale": [90, 2]  # o1 of a a month after the second opening, o3 of b within 30 days
    }
    sent = {"event": "sent", "within_days": 30, "where": [{"field": "campaign_channel", "values": ["sms"]}]}
    assert ask(hand_desk, measures=["orders"], after=sent).totals == {"orders": 0}
    both = {"event": "sent", "within_days": 61}
    assert table(hand_desk, measures=["orders"], dimensions=["campaign_channel"], after=both) == {
        "email": [2],
        "sms": [1],
        None: [2],
    }
    found = ask(hand_desk, measures=["net_revenue"], after={"event": "first_order", "within_days": 30})
    assert found.totals == {"net_revenue": pytest.approx(-15)}
    assert "attributed: within 30 days after their first order" in found.title


def test_orders_with_another_product_in_them(hand_desk):
    tea = [{"field": "product", "values": ["p2"]}]
    assert ask(hand_desk, measures=["orders", "net_revenue"], together=tea).rows == [[2, 90]]
    rose = [{"field": "product", "values": ["p1"]}]
    assert ask(hand_desk, measures=["orders"], where=rose, together=tea).rows == [[1]]


def test_numbers_in_bands(hand_desk):
    values = table(hand_desk, measures=["orders"], dimensions=["band(order_value)"])
    assert {low: count for low, (count,) in values.items() if count} == {-20: 1, 20: 3, 50: 1, 100: 1}
    assert table(hand_desk, measures=["customers"], dimensions=["band(age, 10)"]) == {
        None: [1], 20: [1], 30: [2], 60: [1],
    }  # fmt: skip


def test_a_sum_spread_over_the_days_of_its_period(hand_desk):
    found = ask(hand_desk, measures=["net_revenue", "orders"], period=OCTOBER, per="day")
    assert found.rows == [[pytest.approx((20 - 24 + 110 - 15 + 59) / 31), pytest.approx(4 / 31)]]
    weekly = ask(hand_desk, measures=["orders"], period=OCTOBER, per="week")
    assert weekly.rows == [[pytest.approx(4 / 31 * 7)]]
    with pytest.raises(BadRequest, match="leave per out"):
        ask(hand_desk, measures=["repeat_rate"], per="month")


def test_weekends_apart_from_weekdays(hand_desk):
    rows = table(hand_desk, measures=["orders"], dimensions=["day_type"])
    assert rows == {"weekend": [3], "working day": [3]}  # o1 on a Sunday, o2 and o3 on Saturdays


def test_the_best_of_each_group(hand_desk):
    found = ask(
        hand_desk, measures=["units"], dimensions=["category", "product"], limit=1, limit_within="category",
        where=[{"field": "category", "op": "known"}],
    )  # fmt: skip
    assert found.rows == [["home", "Tea Cup (p3)", 8], ["skincare", "Rose Cream", 5]]
    assert "top 1 of each category by units" in found.title
    lowest = ask(
        hand_desk, measures=["units"], dimensions=["category", "product"], limit=1, limit_within="category",
        sort={"by": "units", "descending": False}, where=[{"field": "category", "op": "known"}],
    )  # fmt: skip
    assert lowest.rows[0] == ["home", "Tea Cup (p2)", 4]
    with pytest.raises(ValueError, match="limit_within names one of the dimensions"):
        Metric.model_validate({"measures": ["units"], "dimensions": ["product"], "limit": 3, "limit_within": "brand"})


def test_sales_from_a_country_are_those_a_split_by_country_shows(tmp_path):
    """Where orders name their own country, a filter counts the same orders as a split, those without a customer too."""
    orders = [row | {"country": "France" if place % 2 else "Germany"} for place, row in enumerate(ORDERS)]
    orders[1] = orders[1] | {"customer_id": None}
    shop = make_shop(tmp_path / "shop", customers=CUSTOMERS, orders=orders, order_lines=line_rows())
    desk = shop.desk()
    split = table(desk, measures=["net_revenue", "orders"], dimensions=["country"])
    french = {"kind": "attribute", "field": "country", "values": ["France"]}
    assert ask(desk, measures=["net_revenue", "orders"], audience={"all": [french]}).rows == [split["France"]]


def test_orders_are_credited_to_the_first_act_where_that_is_asked_for(hand_desk):
    def by_channel(touch):
        after = {"event": "sent", "within_days": 100, "touch": touch}
        return table(hand_desk, measures=["orders"], dimensions=["campaign_channel"], after=after)

    assert by_channel("last") == {"email": [2], "sms": [1], None: [2]}
    assert by_channel("first") == {"email": [4], "sms": [1]}  # both orders of e follow the summer mail by 96 days


def test_a_conversion_is_an_order_within_so_many_days_of_a_message(hand_desk):
    sent = {"event": "sent", "within_days": 32}
    assert table(
        hand_desk, measures=["conversion_rate", "conversions", "sends"], dimensions=["campaign"], after=sent
    ) == {
        "Summer Sale": [pytest.approx(2 / 3), 2, 3],
        "Text Day": [0, 0, 1],
        "Mystery": [1, 1, 1],  # ordered 30 days to the minute after it
    }
    found = ask(hand_desk, measures=["conversion_rate"], after=sent)
    assert found.totals == {"conversion_rate": pytest.approx(3 / 5)}
    assert "ordered within 32 days after being sent a campaign" in found.title
    with pytest.raises(BadRequest, match="needs after"):
        ask(hand_desk, measures=["conversion_rate"])


def test_a_cart_converts_by_an_order_of_the_same_goods(tmp_path):
    carts = [
        ("e", "cart", "2026-10-05 11:00:00", None, "p4"),  # ordered at noon
        ("e", "cart", "2026-10-05 11:30:00", None, "p4"),  # the same customer and goods count once
        ("e", "cart", "2026-10-05 08:00:00", None, "p2"),  # never ordered
        ("e", "cart", "2026-10-05 08:00:00", None, "p1"),  # only sent back
        ("a", "cart", "2026-10-31 12:00:00", None, "p1"),  # ordered in the last second of today
        ("a", "cart", "2026-10-31 12:00:00", None, "p2"),
    ]
    shop = make_shop(
        tmp_path / "shop", customers=CUSTOMERS, products=PRODUCTS, orders=ORDERS, order_lines=line_rows(),
        events=event_rows(carts),
    )  # fmt: skip
    desk = shop.desk(today=date(2026, 10, 31))
    within = {"event": "cart", "within_days": 7}
    assert ask(desk, measures=["conversion_rate", "conversions"], after=within).rows == [[pytest.approx(2 / 5), 2]]


def test_goods_that_sold_nothing_are_shown(hand_desk):
    """A bound that lets 0 in is met by goods without a line; conditions on orders narrow only what is counted."""
    none = [{"measure": "orders", "op": "eq", "value": 0}]
    by_product = {"measures": ["orders"], "dimensions": ["product"], "having": none}
    september = {"kind": "fixed", "start": "2026-09-01", "end": "2026-09-30"}
    assert table(hand_desk, **by_product, period=september) == {
        "Rose Cream": [0], "Tea Cup (p2)": [0], "Tea Cup (p3)": [0], "p4": [0],
    }  # fmt: skip
    october = by_product | {"period": {"kind": "fixed", "start": "2026-10-01", "end": "2026-10-31"}}
    assert table(hand_desk, **october) == {"Tea Cup (p2)": [0]}
    assert set(table(hand_desk, **october, where=[{"field": "order_channel", "values": ["app"]}])) == {
        "Tea Cup (p2)", "Tea Cup (p3)", "p4",
    }  # fmt: skip
    assert table(hand_desk, **october, where=[{"field": "category", "values": ["skincare"]}]) == {}
    unseen = [{"measure": "views", "op": "lt", "value": 2}]
    assert set(table(hand_desk, measures=["views"], dimensions=["product"], having=unseen)) == {
        "Tea Cup (p2)", "Tea Cup (p3)", "p4",
    }  # fmt: skip
    some = [{"measure": "units", "op": "ge", "value": 4}]
    assert len(table(hand_desk, measures=["units"], dimensions=["product"], having=some)) == 3


def test_goods_of_one_period_and_not_of_another(hand_desk):
    found = table(
        hand_desk, measures=["orders"], dimensions=["product"],
        period={"kind": "fixed", "start": "2026-09-01", "end": "2026-10-31"},
        compare_period={"kind": "fixed", "start": "2026-08-01", "end": "2026-08-31"},
        having=[{"measure": "orders", "op": "eq", "value": 0}, {"measure": "orders_previous", "op": "ge", "value": 1}],
    )  # fmt: skip
    assert {name: row[:2] for name, row in found.items()} == {"Tea Cup (p2)": [0, 2]}  # o1 and o3; o4 is a return


def test_stock_beside_what_was_sold_in_a_period(hand_desk):
    found = ask(hand_desk, measures=["units", "stock"], dimensions=["product"], period=OCTOBER)
    assert {row[0]: row[1:] for row in found.rows}["Tea Cup (p3)"] == [8, 7]
    assert "Stock is as of 2026-10-31." in found.caveats
    with pytest.raises(BadRequest, match="takes no period"):
        ask(hand_desk, measures=["stock"], dimensions=["product"], period=OCTOBER)
    with pytest.raises(BadRequest, match="takes no period"):
        ask(hand_desk, measures=["units", "stock"], period=OCTOBER)


def test_lines_are_not_compared_with_the_average_of_customers(hand_desk):
    with pytest.raises(BadRequest, match="only a condition on customers"):
        ask(hand_desk, measures=["orders"], where=[{"field": "order_value", "op": "gt", "relative_to": "average"}])


@pytest.mark.parametrize(("language", "said"), [("en", "female"), ("zh", "女")])
def test_stored_values_carry_what_the_askers_language_calls_them(hand_desk, language, said):
    finding = ask(hand_desk.speaking(language), measures=["customers"], dimensions=["gender"])
    assert "female" in [row[0] for row in finding.rows]
    assert finding.columns[0].said("female").startswith(said)
