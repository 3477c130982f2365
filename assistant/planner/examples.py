"""Example questions from the shop's own data."""

from __future__ import annotations

from assistant.planner.vocabulary import Vocabulary
from tools.contract import Language


def example_questions(vocabulary: Vocabulary, language: Language) -> list[str]:
    """Up to five questions this shop can answer, one of each kind."""
    label = vocabulary.dictionary.value_label
    chinese = language == "zh"

    def first(field: str) -> str:
        values = vocabulary.values(field)
        return label(field, values[0], language) if values else ""

    category, city = first("category") or first("brand"), first("city") or first("country")
    bought = f"bought {category}" if category else "ordered"
    picked = f"买过{category}" if category else "下过单"
    questions = [
        f"过去90天{picked}的{city}客户有多少" if chinese else f"how many customers{f' in {city}' if city else ''} {bought} in the last 90 days",
        "上个月按月份和渠道的销售额" if chinese and vocabulary.level("order_channel") else
        "最近12个月的销售额趋势" if chinese else "revenue by month over the last 12 months",
        "销量前十的商品" if chinese else "top 10 products by revenue this year",
        "半年没下单但消费超过500的客户" if chinese else "customers who spent over 500 but haven't ordered for 180 days",
    ]
    if vocabulary.level("campaign"):
        questions.append("各活动的打开率" if chinese else "open rate by campaign this year")
    questions.append(f"给{category}老客户写三条微信文案" if chinese else f"write three e-mails for lapsed {category} buyers")
    return questions
