"""Example questions from the shop's own data."""

from __future__ import annotations

from assistant.planner.vocabulary import Vocabulary
from tools.contract import Language


def example_questions(vocabulary: Vocabulary, language: Language) -> list[str]:
    """Questions this shop can answer, one of each kind; without figures, since no finding stands behind them."""
    label = vocabulary.dictionary.value_label
    chinese = language == "zh"

    def first(field: str) -> str:
        values = vocabulary.values(field)
        return label(field, values[0], language) if values else ""

    category, city = first("category") or first("brand"), first("city") or first("country")
    bought = f"bought {category}" if category else "ordered"
    picked = f"买过{category}" if category else "下过单"
    questions = [
        f"今年{picked}的{city}客户有多少"
        if chinese
        else f"how many customers{f' in {city}' if city else ''} {bought} this year",
        "上个月各渠道的销售额"
        if chinese and vocabulary.level("order_channel")
        else "今年每月的销售额"
        if chinese
        else "revenue by month this year",
        "今年最畅销的商品" if chinese else "best-selling products this year",
        "去年下过单、今年没下单的客户" if chinese else "customers who ordered last year but nothing this year",
    ]
    if vocabulary.level("campaign"):
        questions.append("各活动的打开率" if chinese else "open rate by campaign this year")
    questions.append(
        f"给买过{category}的流失客户写微信文案" if chinese else f"write e-mails for lapsed {category} buyers"
    )
    return questions
