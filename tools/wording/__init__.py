"""Definitions and figures in plain words, English and Chinese, as a person would say them."""

from tools.wording.audience import audience_words, condition_words
from tools.wording.cells import format_cell, format_money, format_number
from tools.wording.metric import column_label, measure_words, metric_words
from tools.wording.period import period_words, span_words

__all__ = [
    "audience_words", "column_label", "condition_words", "format_cell", "format_money", "format_number",
    "measure_words", "metric_words", "period_words", "span_words",
]  # fmt: skip
