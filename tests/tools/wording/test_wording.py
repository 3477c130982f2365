"""Definitions and figures in words, both languages."""

from datetime import date

import pytest

from tools.contract import Column
from tools.definitions import Audience, Metric, Period
from tools.wording import audience_words, column_label, format_cell, metric_words, period_words

TODAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ({"kind": "rolling", "count": 90, "unit": "day"}, "last 90 days (2026-08-02 – 2026-10-31)",
         "最近90天（2026-08-02 至 2026-10-31）"),
        ({"kind": "calendar", "unit": "month"}, "this month to date (2026-10-01 – 2026-10-31)",
         "本月至今（2026-10-01 至 2026-10-31）"),
        ({"kind": "calendar", "unit": "year", "offset": -1}, "last year (2025-01-01 – 2025-12-31)",
         "去年（2025-01-01 至 2025-12-31）"),
        ({"kind": "calendar", "unit": "day", "offset": -1}, "yesterday (2026-10-30)", "昨天（2026-10-30）"),
        ({"kind": "calendar", "unit": "month", "offset": -2}, "the month 2 months ago (2026-08-01 – 2026-08-31)",
         "2个月前（2026-08-01 至 2026-08-31）"),
        ({"kind": "fixed", "start": "2026-01-01", "end": "2026-03-31"}, "2026-01-01 – 2026-03-31",
         "2026-01-01 至 2026-03-31"),
        ({"kind": "fixed", "start": "2026-01-01"}, "since 2026-01-01", "2026-01-01 起"),
        ({"kind": "fixed", "end": "2026-01-01"}, "until 2026-01-01", "截至 2026-01-01"),
    ],
)  # fmt: skip
def test_periods(period, english, chinese):
    asked = Period.model_validate(period)
    assert period_words(asked, TODAY, "en") == english
    assert period_words(asked, TODAY, "zh") == chinese


AUDIENCE = {
    "all": [
        {"kind": "attribute", "field": "gender", "values": ["女"]},
        {"kind": "attribute", "field": "spend", "op": "gt", "values": [500]},
        {"kind": "bought", "where": [{"field": "category", "values": ["护肤品"]}],
         "period": {"kind": "rolling", "count": 90, "unit": "day"}},
        {"kind": "contactable", "channel": "email"},
    ],
    "any": [{"kind": "attribute", "field": "city", "values": ["上海"]},
            {"kind": "ranked", "by": "spend", "share": 0.1}],
    "none": [{"kind": "engaged", "event": "unsubscribe"}],
    "limit": {"by": "spend", "count": 1000},
}  # fmt: skip


def test_an_audience_says_all_it_asks(hand_desk):
    audience = Audience.model_validate(AUDIENCE)
    assert audience_words(audience, hand_desk.dictionary, "en", TODAY) == (
        "Customers: gender is female; spend over $500.00; bought (category is skincare), last 90 days "
        "(2026-08-02 – 2026-10-31); "
        "may be e-mailed (consent given, address present, not unsubscribed, not suppressed); "
        "at least one of: city is Shanghai or among the top 10% by spend; but not: unsubscribed; "
        "only the 1,000 with the highest spend"
    )
    assert audience_words(audience, hand_desk.dictionary, "zh", TODAY) == (
        "客户：性别为女；累计消费超过$500.00；最近90天（2026-08-02 至 2026-10-31）内购买过（品类为护肤）；"
        "可发邮件（已同意、有联系方式、未退订、未屏蔽）；满足其一：城市为上海 或 累计消费排名前10%；排除：退订；"
        "只取累计消费最高的1,000人"
    )
    assert audience_words(Audience(), hand_desk.dictionary, "en") == "All customers"


def test_a_metric_says_all_it_asks(hand_desk):
    metric = Metric.model_validate({
        "measures": ["net_revenue", "buyers"], "dimensions": ["rfm_segment"], "compare": "previous_year",
        "period": {"kind": "calendar", "unit": "month", "offset": -1},
        "where": [{"field": "order_channel", "values": ["web"]}], "limit": 5,
        "sort": {"by": "change", "descending": False},
        "having": [{"measure": "buyers", "op": "ge", "value": 2}],
    })  # fmt: skip
    assert metric_words(metric, hand_desk.dictionary, "en", TODAY) == (
        "Net revenue and buyers by RFM segment, last month (2026-09-01 – 2026-09-30), only where order channel is web, "
        "compared with the same period a year before (2025-09-01 – 2025-09-30), keeping buyers at least 2, "
        "bottom 5 by net revenue, change"
    )
    assert metric_words(metric, hand_desk.dictionary, "zh", TODAY) == (
        "按RFM 分层的净收入、购买人数，上个月（2026-09-01 至 2026-09-30），仅限销售渠道为网站，"
        "对比去年同期（2025-09-01 至 2025-09-30），且购买人数至少2，净收入变化后5名"
    )


def test_headings(hand_desk):
    label = column_label
    assert label("net_revenue_change_share", hand_desk.dictionary, "en") == "Net revenue, change in %"
    assert label("median(age)", hand_desk.dictionary, "zh") == "年龄中位数"
    assert label("orders_share", hand_desk.dictionary, "zh") == "订单数占比"


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (1234.5, {"type": "money", "unit": "USD"}, "$1,234.50"), (-3.0, {"type": "money", "unit": "CNY"}, "-¥3.00"),
        (9.999, {"type": "money", "unit": "SEK"}, "10.00 SEK"), (0.1234, {"type": "share"}, "12.3%"),
        (12000, {"type": "integer"}, "12,000"), (2.5, {"type": "number"}, "2.50"), (None, {"type": "money"}, "–"),
        (True, {"type": "boolean"}, "yes"), ("2026-10", {"type": "text"}, "2026-10"),
        (0.001, {"type": "money"}, "0.00"),
    ],
)  # fmt: skip
def test_cells(value, column, text):
    assert format_cell(value, Column(name="x", **column), "en") == text
