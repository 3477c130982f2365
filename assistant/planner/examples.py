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

    kinds = (first(name) for name in sorted(vocabulary.own_fields) if _is_kind(vocabulary, name))
    category, city = first("category") or first("brand") or next(kinds, ""), first("city") or first("country")
    channel = vocabulary.dictionary.fields["order_channel"].label.zh if vocabulary.level("order_channel") else ""
    channel = "渠道" if channel == "销售渠道" else channel
    bought = f"bought {category}" if category else "ordered"
    picked = f"买过{category}" if category else "下过单"
    questions = [
        f"今年{picked}的{city}客户有多少"
        if chinese
        else f"how many customers{f' in {city}' if city else ''} {bought} this year",
        f"上个月各{channel}的销售额"
        if chinese and channel
        else "今年每月的销售额"
        if chinese
        else "revenue by month this year",
        "今年最畅销的商品" if chinese else "best-selling products this year",
        "去年下过单、今年没下单的客户" if chinese else "customers who ordered last year but nothing this year",
    ]
    if vocabulary.level("campaign"):
        questions.append("各活动的打开率" if chinese else "open rate by campaign this year")
    goods = f"买过{category}的" if category else ""
    questions.append(f"给{goods}流失客户写微信文案" if chinese else f"write e-mails for lapsed {category} buyers")
    return questions


def _is_kind(vocabulary: Vocabulary, name: str) -> bool:
    """Whether a column of the shop's own tells what kind of goods something is."""
    spec = vocabulary.dictionary.fields[name]
    listed = spec.level == "product" and spec.type == "text" and spec.groupable and vocabulary.lists_values(spec)
    told = spec.label.zh.endswith(_TOLD) or spec.label.en.casefold().endswith(_TOLD)
    return listed and told and _KINDS[0] <= len(vocabulary.values(name)) <= _KINDS[1]


_TOLD = (
    "类",
    "类型",
    "类别",
    "种类",
    "分类",
    "款式",
    "系列",
    "品类",
    "type",
    "kind",
    "category",
    "style",
    "range",
    "line",
)
_KINDS = (2, 40)
"""How many values such a column has."""
