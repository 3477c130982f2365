"""A follow-up leads where the whole question leads: each conversation ends with the calls of the plain question."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.evaluation.matching import unordered
from assistant.planner.reading import Call
from tests.assistant.planner.talk import Talk

PAIRS = [
    ("10月线上渠道占销售额的多少", ["10月各渠道销售额", "官网多少", "占总体多少"]),
    ("今年各品类的退货率", ["今年护肤的退货率", "彩妆呢", "所有品类都列出来"]),
    ("Q3家居的销售额", ["Q3家居类下面,各子类销售额排个前五", "整个家居总共多少"]),
    ("9月彩妆卖了多少件", ["9月护肤卖了多少件", "彩妆同期呢"]),
    ("9月女装退了多少件", ["10月女装退了多少件", "9月对应是多少件"]),
    ("10月女装销售额", ["10月销售额", "里面女装占多少金额"]),
    ("买过精华的人还买了什么", ["买过防晒的人还买了什么", "换成精华呢"]),
    ("what else do serum buyers buy", ["what else do sunscreen buyers buy", "and serum buyers"]),
    ("10月英国的订单数", ["10月订单最多的5个城市", "整个英国一共多少"]),
    ("2025年各国的复购率", ["2025年复购率多少", "只算中国的", "各国都列出来吧"]),
    ("10月各渠道的订单数", ["10月门店的订单数", "各渠道都看看"]),
    ("今年金卡各品类的购买人数，从高到低排", ["金卡客户有多少", "他们今年都买了哪些品类，各多少人"]),
    ("revenue by channel this year",
     ["revenue by channel this year", "without returns", "put the returns back in"]),
    ("9月的销售额", ["9月的销售额", "不算退货", "把退货算回来"]),
    ("gross revenue in September", ["revenue in September", "what would that be without returns"]),
    ("share of revenue by category this year", ["share of revenue from skincare this year", "all categories please"]),
    ("what share of first-time buyers of April ordered again within 60 days",
     ["what share of first-time buyers of April ordered again within 90 days", "take 60 days"]),
    ("how many unsubscribed from Autumn Letter",
     ["open rate of Autumn Letter", "how many unsubscribed from that one?"]),
    ("revenue of platinum customers in Germany in October",
     ["How many platinum customers do we have in Germany?", "What did they spend in October, all of them together?"]),
    ("what did platinum customers in Germany buy",
     ["How many platinum customers do we have in Germany?", "what did they spend it on"]),
    ("customers in Germany by loyalty tier", ["customers in Germany", "How are they spread over the loyalty tiers?"]),
    ("只在app买过的客户有多少", ["只在门店买过的客户有多少", "只在app买过的呢"]),
    ("睡衣的库存金额多少", ["睡衣还有多少库存", "库存金额多少"]),
    ("七夕心意2025打开的有多少", ["七夕心意2026打开的有多少", "2025年那次的呢"]),
    ("黑五2025的打开率", ["秋日来信的打开率", "黑五2025呢"]),
    ("七夕心意2026和七夕心意2025都打开过的客户有多少",
     ["七夕心意2026打开的有多少", "七夕心意2025打开的有多少", "两封都打开的呢"]),
    ("how many opened Gift Guide 2025?", ["how many opened Autumn Letter?", "how many opened Gift Guide 2025?"]),
    ("秋日来信的对照组有多少人", ["秋日来信发了多少人", "对照组多少人"]),
    ("秋日来信有没有效果", ["秋日来信的打开率", "这个活动有没有效果？"]),
    ("revenue last week by day", ["revenue last week", "last week by day"]),
    ("上周的收入按天", ["上周卖了多少钱", "按天拆开看上周的"]),
    ("units of makeup sold", ["units of skincare sold", "and how many makeup"]),
    ("今年买过护肤的男性有多少", ["今年买过护肤的客户有多少", "女的", "男的也来一个"]),
    ("orders on weekends in 2026", ["orders on Mondays in 2026", "and on weekends"]),
    ("returns value by category in 2026", ["Pieces returned by category in 2026", "what was their value"]),
    ("how many customers bought a candle and then a mug within 30 days",
     ["how many customers bought a candle and then a mug within 60 days", "30 days?"]),
    ("买过蜡烛之后30天内买马克杯的有多少人", ["买过蜡烛之后60天内买马克杯的有多少人", "30天呢"]),
    ("how many skincare products do we have", ["show skincare products", "how many are they?"]),
    ("customers with at least 6 orders whose orders all had a discount",
     ["customers with at least 3 orders whose orders all had a discount", "make it 6 orders"]),
    ("units by brand this year, top 1", ["revenue by brand this year", "the top one by units"]),
    ("伦敦的金卡会员按性别分", ["伦敦的金卡会员", "列5个看看，按消费从高到低排", "按性别分"]),
    ("value of returns by category in 2026, highest first",
     ["return rate by category in 2026", "worst 3", "in money instead, ie value of the returns, all categories again"]),
    ("2026年各品类的退货金额，从高到低排", ["2026年各品类的退货率", "最差的3个", "改成金额，所有品类"]),
    ("who opened the Autumn Letter 2026 and has not ordered since 8 September 2026",
     ["who opened the Autumn Letter 2026",
      "who of them hasn't ordered since it was sent, so since 8 September 2026"]),
    ("customers who bought in October 2026 and whose first order was in October 2026",
     ["how many people ordered in October 2026", "new ones only - first order ever in October 2026"]),
    ("gold members in London by gender",
     ["gold members in London", "show 5 of them, highest spend first", "by gender"]),
    ("how many customers bought makeup in 2026", ["how many customers bought skincare in 2026", "and how many makeup"]),
    ("买过彩妆的客户有多少", ["买过护肤的客户有多少", "彩妆的有多少"]),
    ("revenue by order channel in 2026, highest first",
     ["average order value by order channel in 2026", "which one is highest", "now total revenue for the same split"]),
    ("customers with more than 10 orders",
     ["customers with more than 10 orders", "at least 20", "hmm i said more than 10 first, go back"]),
    ("超过10单的客户有多少", ["超过10单的客户有多少", "至少20单的", "我一开始说的是超过10单，改回去"]),
    ("gold members in London who bought shoes",
     ["gold members in London", "only women", "how many silver members in Leeds",
      "back to the gold members in London, how many bought shoes"]),
    ("platinum members in Berlin who ordered in October 2026",
     ["platinum members in Berlin, how many", "find 200 people most like them",
      "nah, back to the platinum Berliners. who of them ordered in October 2026"]),
    ("women with a phone number", ["how many women", "and a phone number"]),
    ("which gold members in London did not buy since August 2026",
     ["gold members in London", "which of them haven't bought since August 2026?"]),
    ("gold members in London who bought in 2026", ["gold members in London", "which of them bought in 2026"]),
    ("women by city in London and Leeds", ["how many women", "more in London or Leeds?"]),
    ("average order value of gold and silver members by tier, highest first, top 10",
     ["gold and silver members", "which of these tiers spends the most per order"]),
    ("revenue in September 2026 by city in Berlin and Munich",
     ["revenue in September 2026 in Berlin", "and Munich", "which of the two is bigger?"]),
    ("women by city in Berlin and Munich", ["how many women in Berlin", "and in Munich", "compare the two"]),
    ("revenue by brand and month in 2026 for Moorlight and Qinglan",
     ["revenue of Moorlight in 2026", "and Qinglan", "both side by side by month"]),
    ("how many customers by city are gold", ["average age of gold members", "which cities are they from"]),
    ("orders in September 2026, weekends vs weekdays", ["orders on weekends in September 2026", "versus weekdays"]),
    ("open rate of Black Friday 2024 and Black Friday 2025 by gender and campaign",
     ["compare the open rate of Black Friday 2024 and Black Friday 2025", "by gender"]),
    ("revenue in Q3 2026 compared with Q2 2026", ["revenue in Q3 2026", "is that more than in Q2 2026?"]),
    ("how many women live in London", ["how many customers live in London", "of which women?"]),
    ("revenue from women in London in 2026", ["revenue in London in 2026", "of which women"]),
    ("top 2 brands by revenue in 2026", ["which brand had the highest revenue in 2026", "and the second one?"]),
    ("share of revenue by brand in 2026", ["revenue by brand in 2026", "what share of the total is the first one"]),
    ("median age of gold members", ["average age of gold members", "and the median?"]),
    ("how many women and men in London did not order in September 2026, by gender",
     ["how many women in London ordered in September 2026", "and those who didn't?", "how does that compare with men"]),
    ("how many customers bought shoes and a bag this year",
     ["how many customers bought shoes this year", "and a bag too"]),
    ("units of candles sold from November to December 2025",
     ["how many candles did we sell in November 2025", "and December", "both months together"]),
    ("how many women in London did not order in September", ["how many women in London ordered in September",
     "only those with SMS consent", "drop the consent bit", "and the ones who didn't order?"]),
    ("gold members who ordered in the last 90 days",
     ["gold members who haven't ordered in the last 90 days", "and those who have?"]),
    ("2026年2月订单数最多的5个商品", ["2026年上半年每月订单数", "哪个月最低", "那个月卖得最好的5个商品"]),
    ("住在伦敦或利兹的客户有多少", ["伦敦有多少客户", "利兹呢", "加起来多少"]),
    ("2026年退货率最高的2个品牌", ["2026年退货率最高的品牌", "第二是谁"]),
    ("what share of men have email consent", ["what share of our customers have email consent", "among women", "men?"]),
    ("how many women have email consent",
     ["what share of our customers have email consent", "among women", "in absolute numbers"]),
    ("revenue in Q3 2025 compared with Q2 2025", ["revenue in Q3 2026 against Q2 2026", "same for 2025"]),
    ("which month had the most orders in 2026", ["orders by month in 2026", "which was the best"]),
    ("revenue from new customers in August by channel", ["revenue by channel in August", "for new customers"]),
    ("revenue from returning customers in August",
     ["revenue in August", "for new customers", "and returning ones"]),
    ("which 5 cities have the most customers who bought in 2026",
     ["top 5 cities by number of customers", "who bought in 2026"]),
    ("how many customers bought both skincare and shoes",
     ["how many customers bought both skincare and makeup", "shoes instead of makeup"]),
    ("how many customers bought a candle in 2025 but not in 2026",
     ["how many customers bought a candle in 2025", "and again in 2026", "not in 2026"]),
    ("which 20 customers spent the most on skincare in 2026",
     ["which 10 customers spent the most in 2026", "on skincare", "20 please"]),
    ("new buyers in May 2026 by order channel", ["how many first-time buyers in May 2026", "by channel"]),
    ("how many women in Leeds ordered in 2026",
     ["how many women in London ordered in 2026", "in the app", "back to the first one but for Leeds"]),
    ("how many gold members in London spent over 2000",
     ["how many gold members in London", "how many of them spent over 1000", "and over 2000?"]),
    ("gold members by gender", ["gold members", "split men and women"]),
    ("how many loyal customers live outside China",
     ["women in London", "how many loyal customers live outside China"]),
    ("units of shoes returned in 2026", ["revenue by brand this year", "units of shoes returned in 2026"]),
    ("what did women in Shanghai buy last month", ["gold members", "what did women in Shanghai buy last month"]),
    ("revenue by brand this year in China", ["revenue by brand this year", "redo it for China"]),
    ("revenue by brand in 2024", ["revenue by brand this year", "what if we take 2024"]),
    ("revenue by city this year", ["revenue by brand this year", "what does that look like per city"]),
    ("orders by brand this year", ["revenue by brand this year", "go with orders"]),
    ("top 3 brands by revenue this year", ["revenue by brand this year", "show me 3"]),
    ("revenue in Q2 2026 compared with Q1 2026", ["revenue in Q2 2026", "change from the previous quarter?"]),
    ("revenue in Q3 2026 compared with Q2 2026", ["revenue in Q2 2026 compared with Q1 2026", "rather Q3 vs Q2"]),
    ("top 10 makeup products by revenue in 2025",
     ["top 10 products by revenue in 2025", "by pieces instead", "just makeup", "back to revenue"]),
    ("how many women bought in Q3 2026",
     ["revenue by city in Q3 2026", "how many women do we have?", "and how many of them bought in that quarter"]),
    ("average order value of men under 30", ["average order value of men over 60", "now the same for under 30"]),
    ("save women in London as Londoners", ["women in London", "put them in a list called Londoners"]),
    ("save women in London as Londoners", ["women in London", "create the audience, name: Londoners"]),
    ("list the champions", ["how many customers are in each RFM segment", "who's in champions"]),
    ("orders on 30 September 2026 compared with 23 September 2026",
     ["orders on 30 September 2026", "vs the same day last week"]),
    ("net revenue by month in 2025", ["average order value by month in 2025", "total rather than average"]),
    ("how many gold members in London ordered in 2026, by gender",
     ["gold members in London", "that ordered in 2026, by gender"]),
    ("buyers by month who are women in London or Leeds", ["women in London", "and in Leeds?", "both of them by month"]),
    ("share of revenue by brand in 2026", ["revenue by brand in 2026", "in percentages please"]),
    ("revenue by month in 2025", ["revenue in 2025", "break down by month"]),
    ("return rate by category in 2026", ["returns value by category in 2026", "as a rate instead"]),
    ("women in Leeds", ["women in London", "drop the city, add Leeds"]),
    ("platinum members", ["gold members", "not gold, platinum please"]),
    ("platinum members", ["金卡会员有多少", "不是金卡，是白金"]),
    ("gold or silver members", ["gold members", "widen to silver too"]),
    ("women who never bought skincare", ["women", "without those who bought skincare"]),
    ("women in London", ["women in Shanghai", "Shanghai out, London instead"]),
    ("women in London", ["women in London", "over 50 only", "drop the age"]),
    ("women in London", ["women in London", "who bought skincare", "only men", "back to the first list"]),
    ("customers who did not buy in the last 60 days", ["customers who did not buy in the last 90 days", "60, not 90"]),
    ("how many customers live in London", ["gold members", "women", "new question: how many customers live in London"]),
    ("average age of gold members", ["gold members", "and their average age?"]),
    ("average age of gold members", ["金卡会员有多少", "平均年龄呢"]),
    ("net revenue by month in 2026", ["net revenue by week in 2026", "months rather than weeks"]),
    ("net revenue by month in 2026", ["2026年每天净收入", "改成月，不要按天"]),
    ("net revenue by category in 2026, top 3", ["net revenue by category in 2026", "just the first 3"]),
    ("net revenue in 2026", ["net revenue in 2026 by month", "don't split it"]),
    ("net revenue in July 2025", ["net revenue in June 2025", "and July"]),
    ("net revenue by category in Q3 2026 compared with the same quarter last year",
     ["net revenue by category in Q3 2026", "compare with last year"]),
    ("top 5 brands by units in 2026", ["top 5 brands by revenue in 2026", "by units"]),
    ("customers who bought both skincare and makeup",
     ["customers who bought skincare", "customers who bought makeup", "both"]),
    ("customers who bought skincare but not makeup",
     ["customers who bought skincare", "customers who bought makeup", "only the first, not the second"]),
    ("women in London who can be emailed", ["women in London", "can we text them?", "and email?"]),
    ("orders from women in September 2026", ["orders in September 2026", "how many were from women"]),
    ("customers who bought makeup in 2026",
     ["how many customers bought skincare in 2026?", "And how many customers bought makeup in 2026?"]),
    ("customers who bought makeup in 2026 but not skincare in 2026",
     ["how many customers bought skincare in 2026?", "And how many customers bought makeup in 2026?",
      "take the first group out of the second"]),
    ("women in London", ["women over 50 in London", "age doesn't matter"]),
    ("gold members in London", ["gold members in Shanghai", "London instead of Shanghai"]),
    ("gold members in London", ["gold members in London", "and in Shanghai?", "the first one again"]),
    ("net revenue in 2025", ["net revenue in 2026", "2025 instead of 2026"]),
    ("orders by channel in 2026", ["net revenue by channel in 2026", "and orders?"]),
    ("median order value in 2026", ["average order value in 2026", "and the median?"]),
    ("how many orders from skincare in 2026", ["revenue from skincare in 2026", "orders rather than revenue"]),
    ("what share of revenue in 2026 came from skincare", ["revenue from skincare in 2026", "in % of the total"]),
    ("net revenue by week in Q3 2026", ["net revenue by month in Q3 2026", "break it into weeks"]),
    ("net revenue in August 2026", ["net revenue in July 2026", "the month after"]),
    ("list the 5 customers with the lowest spend", ["list the 5 customers with the highest spend", "lowest instead"]),
    ("2026年10月12日到10月18日的净收入", ["上周净收入", "再往前一周"]),
    ("2026年官网和门店渠道的客单价对比", ["2026年客单价", "官网vs门店"]),
    ("2026年护肤销量", ["2026年护肤销量", "扣掉退货"]),
    ("2026年各渠道净收入占比", ["2026年各渠道净收入", "和2025年比", "哪个涨最多", "2026年的占比给我看下"]),
    ("2026年净收入最高的3个城市", ["2026年客单价最高的3个城市", "按净收入排"]),
    ("2026年8月客单价最高的3个城市", ["2026年8月客单价按城市", "前3"]),
    ("买过护肤也买过彩妆的客户有多少", ["买过护肤但没买过彩妆的客户有多少", "两样都买过的？"]),
    ("超过200元的订单有多少", ["超过200元的订单数"]),
    ("2026年护肤品销售额最高的5个商品", ["2026年护肤品销售额前五名"]),
    ("2026年销量最低的3个品牌", ["2026年销量倒数三名的品牌"]),
    ("2026年每月客单价", ["2026年客单价", "只看上海客户", "整体的 每月"]),
    ("上海消费最高的前20人里女性有多少", ["上海消费最高的前20人", "里面女性有多少"]),
    ("2026年8月注册、下过单的客户有多少", ["2026年8月注册的客户有多少", "8月这批里面下过单的有多少"]),
    ("what does cohort retention mean", ["what does repeat rate mean", "and cohort retention?"]),
    ("上海的女性客户有多少？", ["上海30岁以上的女性客户有多少？", "年纪无所谓"]),
    ("2025年买过护肤品的客户有多少？",
     ["2025年买过护肤品的上海女性客户有多少？", "性别和城市都不限"]),
    ("买过护肤品的上海客户有多少？", ["2025年买过护肤品的上海客户有多少？", "不管哪一年"]),
    ("2026年没有买过护肤品的上海客户有多少？", ["2026年买过护肤品的上海客户有多少？", "没买过的呢？"]),
    ("可以发短信的金卡会员有多少？", ["可以发邮件的金卡会员有多少？", "邮件改成短信"]),
    ("2026年消费超过800的金卡会员有多少？", ["2026年消费超过300的金卡会员有多少？", "300太低，800吧"]),
    ("上海的白金会员有多少？", ["上海的金卡会员有多少？", "等级写错了，白金"]),
    ("伦敦的金卡会员有多少？", ["上海的金卡会员有多少？", "城市换伦敦，其余照旧"]),
    ("2026年门店渠道的销售额占总销售额的多少？", ["2026年门店渠道的销售额是多少？", "占比呢？"]),
    ("客户C00012的流失概率是多少？", ["客户C00012买过哪些商品？", "他的流失概率是多少？"]),
    ("women in London or Leeds", ["women in London or Shanghai", "no sorry, Leeds instead of Shanghai"]),
    ("net revenue by brand in 2026, top 3",
     ["net revenue by brand in 2026, top 10", "and the 5 weakest?", "ok the top ones again, but three is plenty"]),
    ("orders by country in September 2026 compared with August 2026",
     ["orders by country in August 2026", "and September 2026", "what's the change in percent"]),
    ("net revenue in 2026 compared with 2025", ["net revenue in 2025", "vs 2026"]),
    ("return rate by month of womenswear in 2026, top 1", ["2026年按月的退货率", "哪个月女装最高"]),
    ("women who bought skincare and can be emailed", ["women who bought skincare", "有email同意的呢"]),
    ("customers who bought bedding last year but not this year",
     ["customers who bought bedding last year", "last year but not this one"]),
    ("how many customers ordered for the first time in October 2026",
     ["how many customers ordered in September 2026", "how many ordered for the first time in October 2026"]),
    ("open rate of Autumn Letter 2026", ["who opened Autumn Letter 2026", "what was the open rate"]),
    ("net revenue by month in 2026, top 1", ["net revenue by month in 2026", "which month was the best one"]),
    ("what rank does skincare have by revenue in 2026", ["revenue by category in 2026", "where does skincare come in"]),
    ("customers who bought bedding this year but not last year",
     ["customers who bought bedding last year but not this year", "the other way round"]),
    ("open rate of Autumn Letter 2026 and Spring Renewal 2026, compared",
     ["open rate of Autumn Letter 2026", "put Spring Renewal 2026 next to it"]),
    ("net revenue in September 2026", ["net revenue by month in 2026", "what about just September"]),
    ("which 3 brands declined the most this year vs last year",
     ["which brand declined the most this year vs last year", "top 3"]),
    ("customers who clicked Spring Renewal 2026 and bought within 14 days",
     ["customers who clicked Spring Renewal 2026", "how many of them bought within 7 days", "within 14 days?"]),
    ("customers whose first order was in May 2026 and who bought again within 90 days of it",
     ["customers whose first order was in May 2026", "how many of them bought again within 90 days"]),
    ("能收短信的客户按国家分布", ["各国客户数", "占比", "只看同意短信的"]),
    ("2026年每个月App渠道的订单数", ["2026年每个月的订单数", "只看app下的单"]),
    ("2025年4月注册的客户的留存", ["2025年3月注册的客户的留存", "那4月那批呢"]),
    ("哪些客户最近六个月买过精华", ["圈一下买过精华的客户", "最近半年买的"]),
    ("2026年各渠道订单数", ["2026年App的订单数", "各渠道都列一下"]),
    ("住在伦敦的女性客户有多少", ["2026年哪个城市的净收入最高", "伦敦的女客户有多少"]),
    ("法国和意大利的客户有多少", ["法国客户有多少", "加上意大利的", "一共多少人"]),
    ("orders by channel in 2026", ["app orders in 2026", "by channel"]),
    ("消费超过2000的客户有多少", ["消费超过1000的客户有多少", "改成2000"]),
    ("最近6个月买过、但最近30天没买的客户有多少", ["最近6个月买过、但最近60天没买的客户有多少", "60天改成30天"]),
    ("2026年各渠道订单数", ["2026年订单数", "分渠道列出来"]),
    ("铂金会员的平均年龄", ["金卡会员的平均年龄", "铂金也看看"]),
    ("net revenue by month in 2026", ["conversion rate by campaign", "net revenue by month in 2026"]),
    ("conversion rate by campaign", ["net revenue by city in 2026", "conversion rate by campaign"]),
    ("orders in June 1-20 2026 compared with 1-20 June 2025",
     ["orders in June 2026 vs June 2025", "only the 1st to the 20th in both years"]),
    ("2026年6月1日到20日的订单数和2025年6月1日到20日对比", ["2026年6月和2025年6月的订单数对比", "只看1号到20号"]),
    ("revenue in Q2 2026 compared with Q2 2025", ["revenue in 2026 compared with 2025", "only Q2 in both years"]),
    ("revenue from 1 January 2026 to 31 October 2026 compared with 1 January 2025 to 31 October 2025",
     ["revenue in 2026", "vs 2025, same months?"]),
    ("customers in Shanghai who bought sun care in summer 2026 and bought sun care in summer 2025",
     ["customers in Shanghai who bought sun care in summer 2026",
      "how many of those bought it the summer before as well?"]),
    ("customers who bought jeans in 2026, except those who returned jeans in 2026",
     ["customers who bought jeans in 2026", "without those who returned them"]),
    ("net revenue by loyalty tier in 2026",
     ["net revenue by loyalty tier in 2026", "per head please, not the total", "women only", "go back to the totals"]),
    ("which category fell the most in Q3 2026 compared with Q2 2026",
     ["revenue by category in Q3 2026 compared with Q2 2026", "which category was behind the drop?"]),
    ("open rate by email campaign in 2025", ["net revenue by city in 2026", "open rate per email campaign in 2025"]),
    ("revenue by month and order channel in 2026, app or store",
     ["revenue by month in 2026", "only the app", "add store as a second line"]),
    ("收到Spring Renewal 2026的人里面有多少在7天内下单了",
     ["Spring Renewal 2026打开率多少", "收到的人里面有多少后来7天内下单了"]),
    ("2026年5月首次下单的客户里首单后三个月内复购的比例",
     ["2026年5月首次下单的客户有多少", "三个月内复购的比例"]),
    ("2026年6月首次下单的客户里首单后三个月内复购的比例",
     ["2026年5月首次下单的客户有多少", "三个月内复购的比例", "同样的看下6月首单那批"]),
    ("2026年销售额最高的5个城市，各占总销售额的百分之几",
     ["2026年各城市销售额", "只要前五", "第三名有多少买家", "回到前五 各占总额多少%"]),
    ("今年每月首单客户数", ["老板要看新客,今年每月新增首单客户数"]),
    ("2026年5月社交媒体来的新客的平均年龄", ["2026年5月的新客有多少", "社交媒体来的那部分平均年龄"]),
    ("2026年各品类净收入", ["2026年净收入", "主要是哪些品类撑起来的"]),
    ("2026年9月净收入比前一个月多了百分之多少", ["2026年9月净收入", "比前一个月多了百分之多少"]),
    ("2026年中国客户的净收入", ["2026年净收入", "中国客户单拎出来"]),
    ("2026年各渠道净收入", ["2026年各渠道订单数", "只看app", "平均客单价呢", "回到一开始那个，改成净收入"]),
    ("2026年单笔订单金额超过300的订单占多少", ["2026年单笔订单金额分布", "超过300的占多少"]),
    ("2026年微信渠道各城市订单数前5", ["2026年订单数", "微信的那部分按城市列前5"]),
    ("2026年护肤和彩妆按品类、按月的净收入", ["2026年护肤的净收入", "彩妆呢", "这俩按月"]),
    ("Spring Renewal 2026和Autumn Letter 2026哪个转化率高",
     ["Spring Renewal 2026发了多少人", "跟Autumn Letter 2026比,哪个转化率高"]),
    ("share of buyers in 2026 who are gold members", ["share of buyers who are gold members", "in 2026"]),
    ("share of gold members in London who bought makeup",
     ["what share of gold members bought makeup", "only those in London"]),
    ("金卡客户里女性占多少", ["金卡客户里男性占多少", "女的呢"]),
    ("上海的金卡客户里男性占多少", ["金卡客户里男性占多少", "只看上海"]),
    ("金卡的男性客户有多少人", ["金卡客户里男性占多少", "具体多少人"]),
    ("gold members in London by gender, women and men", ["women in London who are gold members", "compare with men"]),
    ("上海的女性和男性各有多少人", ["上海的女性有多少", "跟男性比呢"]),
    ("2026年6月新客的客单价", ["2026年5月客单价", "只算新客", "6月呢"]),
    ("2026年5月老客的客单价", ["2026年5月客单价", "新客呢", "老客呢"]),
    ("2025年和2026年都买过护肤品的女性", ["2026年买过护肤品的女性有多少", "2025年和2026年都买了的呢"]),
    ("2025年3月首单、只下过一单的客户有多少", ["2025年3月首单客户的复购率", "没复购的有多少人"]),
    ("买过彩妆没买过护肤的", ["买过护肤没买过彩妆的有多少", "反过来呢"]),
    ("买过护肤又买过女装的", ["买过护肤又买过彩妆的有多少", "彩妆换成女装"]),
    ("who bought skincare and womenswear", ["who bought skincare and makeup", "swap makeup for womenswear"]),
    ("2026年各渠道每个月的订单数", ["2026年各渠道订单数", "按月拆开"]),
    ("2026年每月净收入环比", ["2026年每月净收入", "环比呢"]),
    ("2026年人均消费", ["2026年客单价", "改成人均"]),
    ("2026年卖得最好的10个品牌", ["2026年卖得最好的10个商品", "换成品牌"]),
    ("2026年净收入", ["2026年每月净收入", "一共多少"]),
    ("上海男性客户有多少", ["上海女性客户有多少", "反过来，男的"]),
    ("累计消费1000以上的上海客户", ["上海客户有多少", "消费过1000以上的"]),
    ("2026年3月客单价", ["2026年5月客单价", "再往前一个月", "再往前"]),
    ("2026年按月累计净收入", ["2026年每月净收入", "累计的"]),
    ("2024年11月11日有多少订单", ["2025年11月11日有多少订单", "前年的"]),
    ("金卡会员占2026年净收入的百分之几", ["金卡会员占2026年买家的百分之几", "按净收入算"]),
    ("2026年金卡和白金会员的净收入", ["2026年各会员等级净收入", "只留金卡和白金", "不分了 一起算"]),
    ("买过包没买过鞋的客户有多少", ["买过鞋但从没买过包的有多少人", "反过来呢，买过包没买过鞋"]),
    ("2026年每月的订单数", ["2026年每月的订单数按月累计给我看下", "不要累计，就每个月的"]),
    ("今年买过香水的女客户有多少", ["今年香水卖了多少钱", "买的人里女性有多少"]),
    ("women who bought serum in 2026", ["units of serum in 2026", "how many of the buyers are women"]),
    ("有多少客户能发短信", ["上海的金卡会员有多少", "全店有多少客户能发短信"]),
    ("慕尼黑和柏林的白金会员下了多少单",
     ["白金会员里住在慕尼黑的有几个", "柏林呢？", "两个城市加起来他们一共下了多少单"]),
]  # fmt: skip


@pytest.mark.parametrize(("plain", "turns"), PAIRS, ids=[" || ".join(turns) for _, turns in PAIRS])
def test_a_conversation_ends_as_the_plain_question(plain: str, turns: list[str], talk: Callable[[], Talk]) -> None:
    conversation = talk()
    calls: list[Call] = []
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert _told(calls) == _told(talk().say(plain)[0])


@pytest.mark.parametrize(("asked", "place"), [("最高那个，按月", 0), ("最低的那个品类，按月", -1)])
def test_the_row_with_the_extreme_figure_is_pointed_at(asked: str, place: int, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("2026年各品类的净收入")
    shown = next(m.artifact["rows"] for m in reversed(conversation.messages) if getattr(m, "artifact", None))
    calls, _ = conversation.say(asked)
    wanted = sorted(shown, key=lambda row: -row[1])[place][0]
    metric = calls[-1].args["metric"]
    assert (metric["dimensions"], metric["where"]) == (["month"], [{"field": "category", "values": [wanted]}])


@pytest.mark.parametrize(
    ("asked", "field"), [("前三个城市的人里有多少同意邮件", "city"), ("前三个城市的金卡有多少", "city")]
)
def test_the_first_rows_shown_are_pointed_at(asked: str, field: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("女性客户主要在哪几个城市")
    shown = next(m.artifact["rows"] for m in reversed(conversation.messages) if getattr(m, "artifact", None))
    calls, _ = conversation.say(asked)
    said = json.dumps(calls[-1].args)
    assert json.dumps([row[0] for row in shown[:3]]) in said
    assert "female" in said


@pytest.mark.parametrize("turns", [
    ["金卡客户有多少", "前三个城市的人里有多少同意邮件"],
    ["2026年净收入", "这三个的退货率"],
    ["金卡客户有多少", "那些退货的人按城市分一下"],
    ["列出消费最高的10个客户", "排第一的品类，卖了多少"],
])  # fmt: skip
def test_what_was_never_shown_is_asked(turns: list[str], talk: Callable[[], Talk]) -> None:
    conversation = talk()
    calls: list[Call] = []
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert calls[-1].tool == "ask_user"


def test_products_shown_are_what_a_text_is_about(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("2026年卖得最好的5个商品")
    shown = next(m.artifact["rows"] for m in reversed(conversation.messages) if getattr(m, "artifact", None))
    calls, _ = conversation.say("前三个商品写条短信")
    assert calls[0].args["brief"]["products"] == [row[0] for row in shown[:3]]


def test_some_of_those_spoken_of_are_saved_as_some_of_them(talk: Callable[[], Talk]) -> None:
    for said in ("save only the women as VIP", "女的存一下，叫 VIP"):
        conversation = talk()
        conversation.say("customers in London who bought skincare")
        calls, _ = conversation.say(said)
        assert calls[0].args["name"] == "VIP"
        assert len(calls[0].args["audience"]["all"]) == 3


def test_them_are_those_a_ranked_list_shows(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("list the 5 customers with the highest spend")
    calls, _ = conversation.say("save them as big spenders")
    assert calls[0].args["audience"] == {"limit": {"by": "spend", "count": 5}}


@pytest.mark.parametrize("asked", ["where do they live?", "split them by gender", "what do they buy most?"])
def test_figures_of_a_ranked_list_are_of_those_it_shows(asked: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("list the 5 customers with the highest spend")
    calls, _ = conversation.say(asked)
    assert calls[0].args["metric"]["audience"] == {"all": [{"kind": "ranked", "count": 5, "by": "spend"}]}


def test_a_share_of_those_who_did_something_is_of_those_just_counted(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    opened, _ = conversation.say("how many customers opened an email in 2026")
    both, _ = conversation.say("and clicked?")
    calls, _ = conversation.say("what percentage is that of those who opened")
    assert calls[0].args == {"first": opened[0].args["audience"], "second": both[0].args["audience"]}
    assert [one["period"] for one in both[0].args["audience"]["all"]] == [
        opened[0].args["audience"]["all"][0]["period"]
    ] * 2


@pytest.mark.parametrize("said", ["the London ones", "the women among them", "those in London"])
def test_a_text_for_some_of_them_goes_to_no_others(said: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    shown, _ = conversation.say("customers who viewed serums in 2026")
    calls, _ = conversation.say(f"write a push for {said}")
    told = calls[0].args["brief"]["audience"]["all"]
    assert told[:-1] == shown[0].args["audience"]["all"]
    assert told[-1]["kind"] == "attribute"


def test_it_is_of_the_days_and_people_it_was_told_of(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("best selling brand in China in 2026")
    calls, _ = conversation.say("which city buys it most")
    metric = calls[0].args["metric"]
    assert metric["period"] == {"kind": "fixed", "start": "2026-01-01", "end": "2026-12-31"}
    assert {"kind": "attribute", "field": "country", "values": ["China"]} in metric["audience"]["all"]


def test_the_bound_of_a_share_is_another_one(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for turn in ("how many orders were above 200 dollars in 2026", "what share of all orders"):
        conversation.say(turn)
    calls, _ = conversation.say("and above 500")
    assert calls[0].args["metric"]["part"] == {"where": [{"field": "order_value", "op": "gt", "values": [500]}]}


def test_rows_sorted_by_a_figure_keep_the_others(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for turn in ("revenue by country in 2026", "add orders"):
        conversation.say(turn)
    calls, _ = conversation.say("sort by that")
    assert calls[0].args["metric"]["measures"] == ["net_revenue", "orders"]
    assert calls[0].args["metric"]["sort"] == {"by": "orders"}


def test_why_is_asked_where_to_look(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("revenue in September 2026")
    calls, _ = conversation.say("why is it so low?")
    assert calls[0].tool == "ask_user"
    assert "by category" in calls[0].args["options"]


def test_what_points_at_people_is_never_answered_of_all(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("gold members")
    calls, _ = conversation.say("what did they buy")
    assert "gold" in json.dumps(calls[0].args)


def _told(calls: list[Call]) -> list[Any]:
    return [(call.tool, unordered(call.args)) for call in calls]


@pytest.mark.parametrize(
    "turns",
    [
        ["open rate per flumpy in 2025", "what about clicks?"],
        ["average margin of candles", "just the women under 40 among them"],
        ["lookup of flumpies", "which one sold best in October?"],
    ],
)
def test_what_goes_on_from_an_open_question_asks(turns: list[str], talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for turn in turns:
        calls, _ = conversation.say(turn)
    assert calls[-1].tool in ("ask_user", "decline")


def test_an_open_plan_keeps_what_is_added_to_it(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("Plan a winter campaign for knitwear, please.")
    calls, _ = conversation.say("Germany only, and no discounts")
    assert calls[-1].tool == "ask_user"
    calls, _ = conversation.say("email")
    assert calls[0].args["campaign"]["brief"]["audience"]["all"] == [
        {"kind": "attribute", "field": "country", "values": ["Germany"]}
    ]


def test_a_message_behind_one_that_was_asked_about_says_what_it_is_of(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("women in Leeds")
    conversation.say("how many of them are gold, per flumpy")
    _, text = conversation.say("what have they bought most, by category")
    assert "was not applied" in text


@pytest.mark.parametrize(
    ("ranked", "asked", "where"),
    [
        ("which brand sold best in 2026?", "its revenue by month", "where"),
        ("which brand sold best in 2026?", "break it down by month", "where"),
        ("which city had the highest revenue in 2026?", "split that by category", "audience"),
        ("customers by city, top 3", "what do gold members in the first of those buy most?", "audience"),
    ],
)
def test_the_row_that_leads_is_what_it_means(ranked: str, asked: str, where: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say(ranked)
    shown = next(m.artifact["rows"] for m in reversed(conversation.messages) if getattr(m, "artifact", None))
    calls, _ = conversation.say(asked)
    assert shown[0][0] in json.dumps(calls[-1].args["metric"][where], ensure_ascii=False)


def test_each_of_the_months_spoken_of_is_answered(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    for turn in ("average order value in October 2026", "and in September", "and in October last year"):
        conversation.say(turn)
    calls, _ = conversation.say("and the number of orders for those three months")
    starts = sorted(call.args["metric"]["period"]["start"] for call in calls)
    assert starts == ["2025-10-01", "2026-09-01", "2026-10-01"]


def test_products_shown_are_what_these_means(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("ten best selling products in kitchen in 2026")
    calls, _ = conversation.say("how much stock is left for each of these?")
    assert calls[0].tool == "find_products"
    assert len(calls[0].args["where"][0]["values"]) > 1


def test_a_text_about_it_is_about_what_sold_best(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("which serum sold best in October 2026?")
    conversation.say("its sales by week")
    calls, _ = conversation.say("write two lines about it for wechat")
    assert calls[0].args["brief"]["products"]
    calls, _ = conversation.say("say something about the scent instead of the price")
    assert "must_say" not in calls[0].args["brief"]
    assert calls[0].args["brief"]["products"]


@pytest.mark.parametrize(
    "turns",
    [
        ["women in London", "how many of them are gold", "and the others?"],
        ["伦敦的女客户", "其中金卡的有多少", "剩下的呢"],
        ["customers in London who bought a candle in 2026", "did they buy again in October?", "the ones who didn't"],
    ],
)
def test_the_others_are_all_but_those(turns: list[str], talk: Callable[[], Talk]) -> None:
    conversation = talk()
    sizes = []
    for turn in turns:
        conversation.say(turn)
        shown = next(m.artifact for m in reversed(conversation.messages) if getattr(m, "artifact", None))
        sizes.append(shown["audience"]["size"])
    assert sizes[0] == sizes[1] + sizes[2]


def test_the_effect_just_told_is_counted_otherwise(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("what was the uplift of Gift Guide 2025 in orders?")
    for said, name, value in (
        ("in revenue terms too pls", "outcome", "revenue"),
        ("within 14 days?", "horizon_days", 14),
    ):
        calls, _ = conversation.say(said)
        assert calls[0].tool == "campaign_results"
        assert calls[0].args[name] == value


def test_days_behind_a_message_spoken_of_are_days_after_it(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("customers who got Gift Guide 2025 but never opened it")
    calls, _ = conversation.say("how many of these bought within 14 days")
    assert '"within_days": 14' in json.dumps(calls[0].args)


@pytest.mark.parametrize(
    ("turns", "first"),
    [
        (["买过口红的有多少人", "里头买过两次以上的呢", "占多少"], "买过口红的有多少人"),
        (["微信下单的客户有多少", "App的呢", "两个都下过的呢", "占App的多少"], "App下单的客户有多少"),
        (["买过香水的老客有多少", "占老客多少"], "老客有多少"),
    ],
)
def test_a_share_is_of_those_they_were_picked_from(turns: list[str], first: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    calls = [conversation.say(turn)[0] for turn in turns][-1]
    assert calls[0].tool == "compare_audiences"
    whole, _ = talk().say(first)
    assert unordered(calls[0].args["first"]) == unordered(whole[0].args["audience"])


def test_they_are_written_to(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    counted, _ = conversation.say("伦敦有多少金卡")
    conversation.say("他们最爱买什么品类")
    calls, _ = conversation.say("给他们写条短信")
    assert calls[0].tool == "brief_copy"
    assert calls[0].args["brief"]["audience"] == counted[0].args["audience"]


def test_what_a_campaign_brought_in_is_of_the_one_spoken_of(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("open rate of Black Friday 2025")
    for said in ("带来多少单", "and the conversion rate?"):
        calls, _ = conversation.say(said)
        assert calls[0].args["metric"]["after"]["where"][0]["values"] == ["Black Friday 2025"]


@pytest.mark.parametrize("said", ["how many of those are women", "of which women"])
def test_part_of_the_best_row_is_of_that_row(said: str, talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("which city has the most customers")
    calls, _ = conversation.say(said)
    told = {one["field"]: one["values"] for one in calls[0].args["audience"]["all"]}
    assert len(told["city"]) == 1
    assert told["gender"] == ["female"]


def test_goods_of_another_width_are_told_beside_the_first(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    first, _ = conversation.say("revenue of serums this year")
    calls, _ = conversation.say("add skincare")
    assert calls[0] == first[0]
    assert [f["values"] for call in calls for f in call.args["metric"]["where"]] == [["serum"], ["skincare"]]


def test_orders_that_came_back_are_asked_about(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.say("how many orders last month")
    calls, _ = conversation.say("of which returns")
    assert calls[0].tool == "ask_user"
