"""Example questions for the page's welcome, made of what this shop really has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.contract import AssistantError

if TYPE_CHECKING:
    from tools.desk import Desk

HOW_MANY = 6


def questions(desk: Desk) -> list[str]:
    """Up to six questions in the desk's language: sales, an audience, copy, a score, a campaign, segments, a trend.

    Each names only fields, measures and values that this shop has; the most frequent value of a field stands for it.
    """
    candidates = [_sales(desk), _audience(desk), _copy(desk), _score(desk), _campaign(desk), _segment(desk),
                  _trend(desk), _best(desk), _loyal(desk), _repeat(desk)]  # fmt: skip
    return [question for question in candidates if question][:HOW_MANY]


def _score(desk: Desk) -> str:
    if _scored(desk, "churn_probability"):
        return desk.say("Who is most likely to churn?", "谁最可能流失？")
    if _scored(desk, "purchase_probability"):
        return desk.say("Who is most likely to buy?", "谁最可能购买？")
    return ""


def _scored(desk: Desk, field: str) -> bool:
    return field in desk.dictionary.fields


def _top(desk: Desk, field: str) -> str:
    """The most frequent value of a field as a person writes it; empty where the shop has none."""
    if field not in desk.dictionary.fields:
        return ""
    values = desk.dictionary.values(field)
    return desk.dictionary.value_label(field, values[0][0], desk.language) if values else ""


def _has(desk: Desk, *measures: str) -> bool:
    return set(measures) <= set(desk.dictionary.measures)


def _sales(desk: Desk) -> str:
    if not _has(desk, "net_revenue"):
        return ""
    if "category" in desk.dictionary.fields:
        return desk.say("Net revenue by category in the last 90 days", "过去90天各品类的净销售额")
    if "country" in desk.dictionary.fields:
        return desk.say("Net revenue by country in the past year", "过去一年各国家的净销售额")
    return desk.say("Net revenue in the last 90 days", "过去90天的净销售额是多少")


def _audience(desk: Desk) -> str:
    city, category = _top(desk, "city"), _top(desk, "category")
    women = _knows_women(desk)
    if city and category:
        who = desk.say("women" if women else "customers", "女性客户" if women else "客户")
        return desk.say(f"How many {who} in {city} bought {category} in the last 90 days?",
                        f"过去90天买过{category}的{city}{who}有多少？")  # fmt: skip
    country = _top(desk, "country")
    if country:
        return desk.say(
            f"How many customers in {country} ordered at least twice?", f"{country}有多少客户至少下过2次单？"
        )
    return desk.say("How many customers ordered at least twice?", "有多少客户至少下过2次单？")


def _knows_women(desk: Desk) -> bool:
    if "gender" not in desk.dictionary.fields:
        return False
    try:
        return bool(desk.dictionary.match_value("gender", "female"))
    except AssistantError:
        return False


def _segment(desk: Desk) -> str:
    if "rfm_segment" not in desk.dictionary.fields:
        return ""
    return desk.say("How many customers are in each RFM segment?", "每个RFM分层各有多少客户？")


def _campaign(desk: Desk) -> str:
    if "campaign" not in desk.dictionary.fields or not _has(desk, "open_rate"):
        return ""
    return desk.say("Which campaigns had the highest open rate?", "哪些活动的打开率最高？")


def _copy(desk: Desk) -> str:
    category = _top(desk, "category")
    if not category:
        return ""
    return desk.say(f"Write three e-mails for lapsed {category} buyers",
                    f"给买过{category}的流失客户写三封邮件")  # fmt: skip


def _trend(desk: Desk) -> str:
    if not _has(desk, "net_revenue"):
        return ""
    return desk.say("Net revenue by month in the past year", "过去一年每月的净销售额")


def _best(desk: Desk) -> str:
    if "product" not in desk.dictionary.fields:
        return ""
    return desk.say("Top 10 products by revenue", "销售额最高的10个商品")


def _loyal(desk: Desk) -> str:
    return desk.say("Customers with 5 or more orders", "下单5次及以上的客户")


def _repeat(desk: Desk) -> str:
    return desk.say("What is our repeat rate?", "复购率是多少？") if _has(desk, "repeat_rate") else ""
