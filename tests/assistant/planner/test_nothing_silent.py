"""What a definition does not show is asked about: no word of weight is used up without a trace."""

from collections.abc import Callable

import pytest

from assistant.planner.reader import Reader
from tests.assistant.planner.talk import Talk

ASKED = [
    "C00123跟金卡会员比消费高还是低",
    "C00123的消费比金卡会员高还是低",
    "护肤口红今年卖了多少",
    "revenue from home serums",
    "orders above the average value",
    "number of orders above the average order value in 2026",
    "which products have we stopped selling",
    "customers whose last order was returned",
    "average order value after 8 pm vs before 8 pm",
    "今年平均每个客户收到几封邮件",
    "new buyers within 7 days of the Spring Renewal 2026 email",
    "收到Spring Renewal 2026后7天内第一次下单的客户数",
    "最早注册的客户",
    "what share of orders has only skincare",
    "customers who ordered with a discount and also at full price",
    "有护肤品但没有彩妆的订单",
    "去年双十一的销售额和今年比怎么样",
    "Which products get returned most often relative to how many we sell?",
    "which products were sold in only one country",
    "products bought by only one customer",
    "只买护肤品的订单占比",
    "orders with only serum",
    "how many orders have skincare but no fragrance",
    "orders by month with both skincare and makeup",
    "customers who viewed a product 3 times without buying it",
    "customers who opened Spring Renewal 2026 in the first week and ordered within 10 days of that",
    "most viewed products that were not bought",
    "products viewed more often than bought",
    "how many months were above the average revenue",
    "months in which revenue fell",
    "orders with nothing returned",
    "customers with the biggest single order",
    "earliest order of 2026",
    "customers inactive until this month",
    "share of skincare in orders of women",
    "campaigns nobody clicked",
    "reminder email to people whose candles are nearly empty",
    "customers who received the Autumn Sale email and did not open it",
    "秋季特惠短信的打开率",
    "revenue by number of orders",
    "write an email with either free shipping or 10% off",
    "给老客写条短信，包邮或者九折",
    "revenue in 2026 by month compared to everyone else",
    "people who received every email campaign in 2026",
    "去年买得最多但今年一次没来的客户",
    "customers whose first two orders were in the app",
    "customers who usually use a discount",
    "通常用折扣的客户有多少",
    "products that only sold in 2025",
    "在买彩妆之前买过护肤的客户",
    "customers who order every month",
    "买得最多的10个客户",
    "orders placed on Sunday evenings",
    "revenue in the morning vs in the afternoon",
    "customers who bought a candle before their first dress",
    "复购率是多少,复购指下单三次以上",
    "repeat rate by tier, repeat meaning three or more orders",
    "高个子客户有多少",
    "性别不确定的客户有多少",
    "retention by signup month",
    "做一个按注册月份的cohort留存表",
    "customers with two orders in the same week",
    "customers who opened every campaign",
    "每封邮件都打开的客户",
    "which customers bought on every black friday",
    "customers who bought skincare, then makeup, then fragrance",
    "standard deviation of weekly revenue",
    "每周销售额的标准差",
    "running total of average order value",
    "how many can we reach by email but not wechat",
    "customers where only sms is ok",
    "谁买的最多",
    "who bought the most",
    "revenue from those who received it in 2025",
    "average spend per email opened",
    "转化率是多少",
    "orders in each price band",
    "customers by number of orders in 2026",
    "周末下单比工作日多的客户",
    "卖得最好的三个品类里，哪个退货率最低",
    "三十岁左右的客户有多少",
    "customers around 30 years old",
    "下单次数分布，每200块一档",
    "of the customers who bought in May 2026, what share bought again within 30 days",
    "who ordered in their birthday month",
    "近半年每月流失多少客户",
    "50岁以上和30岁以下客户的客单价对比",
    "average basket size of customers over 50 compared with under 30",
    "what percentage of people who got the Summer Sale email ordered within a week",
    "customers who clicked the Spring Launch campaign",
    "收到夏季促销邮件的人有多少",
    "revenue from the 100 best customers last year",
    "first product people buy",
    "how many orders are still open",
    "今年女性有多少比例的客户用了优惠",
    "9月有多少客户下了第二单",
    "客户第一次买的是什么商品",
    "浏览最多但买得最少的商品",
    "best and worst selling categories",
    "who spends most on discounted items",
    "products viewed a lot but hardly bought",
    "number of products launched each year",
    "2025年每个月上新了几款",
    "average age of our products",
    "Which brands sell more than one category?",
    "name the brands that only sell skincare",
    "Half of our income comes from what proportion of customers?",
    "一半的销售额是多少客户贡献的",
    "baskets with both makeup and skincare: what share of orders this year?",
    "people who've bought makeup and skincare in at least two months of 2026",
]
"""Each would have an answer to something else."""
LEADING_ON = [
    "standard deviation of weekly revenue",
    "running total of average order value",
    "how many can we reach by email but not wechat",
    "谁买的最多",
    "customers by number of orders in 2026",
]
"""Questions back whose options are questions of their own."""
FOLLOW_UPS = {
    "revenue this year || how many are from china": "customers",
    "which city has the most customers || how much do they spend": "all of them",
    "revenue from women last month || which brand sells best": "whole shop",
    "金卡会员有多少 || 他们上个月买了什么 || 买得最多的是哪个品牌": "全店",
}
"""Conversations whose last turn may mean two things, and a word of the question back."""


@pytest.mark.parametrize("question", ASKED)
def test_what_would_be_lost_is_asked(reader: Reader, question: str) -> None:
    reading = reader.read(question)
    assert reading.ask is not None and not reading.calls


@pytest.mark.parametrize("question", LEADING_ON)
def test_its_options_are_answered(reader: Reader, question: str) -> None:
    ask = reader.read(question).ask
    assert ask is not None and ask.options
    for option in ask.options:
        answered = reader.read(option.replacement)
        assert answered.ask is None and answered.calls, option.replacement


@pytest.mark.parametrize("turns", FOLLOW_UPS)
def test_a_follow_up_of_two_meanings_is_asked(talk: Callable[[], Talk], turns: str) -> None:
    conversation = talk()
    for turn in turns.split(" || ")[:-1]:
        conversation.say(turn)
    calls, _ = conversation.say(turns.split(" || ")[-1])
    assert [call.tool for call in calls] == ["ask_user"] and FOLLOW_UPS[turns] in str(calls[0].args)


@pytest.mark.parametrize(
    "question",
    ["return rate of gold customers vs flurbish the rest", "write an SMS that doesn't mention flurbish free shipping",
     "SMS: make this shorter: our flurbish mugs have arrived in all colours"],
)  # fmt: skip
def test_an_unknown_word_that_a_reader_passed_over_is_told(question: str, reader: Reader) -> None:
    reading = reader.read(question)
    assert reading.ask is not None or any("flurbish" in note for note in reading.notes)
