"""One field compared with values, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tools.contract import Column, Language
from tools.definitions import Filter
from tools.wording.cells import format_cell
from tools.wording.period import period_words

if TYPE_CHECKING:
    from tools.dictionary import Dictionary

COMPARED = {
    "eq": ("exactly {0}", "等于{0}"), "ne": ("other than {0}", "不等于{0}"), "lt": ("under {0}", "少于{0}"),
    "le": ("at most {0}", "不超过{0}"), "gt": ("over {0}", "超过{0}"), "ge": ("at least {0}", "至少{0}"),
    "between": ("between {0} and {1}", "在{0}到{1}之间"),
}  # fmt: skip
RELATIVE = {
    "lt": ("below the {0}", "低于{0}"), "le": ("at most the {0}", "不高于{0}"),
    "gt": ("above the {0}", "高于{0}"), "ge": ("at least the {0}", "不低于{0}"),
}  # fmt: skip
AVERAGES = {"average": ("average", "平均值"), "median": ("median", "中位数")}


def filter_words(item: Filter, dictionary: Dictionary, language: Language, today: date | None = None) -> str:
    """One field compared with values."""
    zh = language == "zh"
    spec = dictionary.field(item.field)
    label = spec.label.inside(language)
    if item.relative_to:
        return (
            f"{label}{RELATIVE[item.op][1].format(AVERAGES[item.relative_to][1])}"
            if zh
            else f"{label} {RELATIVE[item.op][0].format(AVERAGES[item.relative_to][0])}"
        )
    if item.op == "during":
        assert item.period
        when = period_words(item.period, today, language)
        return f"{label}在{when}" if zh else f"{label} in {when}"
    if item.op in ("known", "unknown"):
        words = {"known": ("is known", "已知"), "unknown": ("is unknown", "未知")}[item.op]
        return label + words[1] if zh else f"{label} {words[0]}"
    values = [_value(item.field, value, dictionary, language) for value in item.values]
    if item.op in COMPARED:
        return label + COMPARED[item.op][1].format(*values) if zh else f"{label} {COMPARED[item.op][0].format(*values)}"
    listed = ("、" if zh else ", ").join(values) if len(values) != 2 else (" 或 " if zh else " or ").join(values)
    if item.op == "contains":
        return f"{label}包含“{listed}”" if zh else f"{label} contains “{listed}”"
    verb = ("不是" if item.op == "is_not" else "为") if zh else (" is not " if item.op == "is_not" else " is ")
    return f"{label}{verb}{listed}"


def _value(field: str, value: Any, dictionary: Dictionary, language: Language) -> str:
    spec = dictionary.field(field)
    if spec.type == "text":
        return dictionary.spoken_value(field, value, language)
    if spec.numeric and isinstance(value, int | float):
        return format_cell(value, Column(name=field, type=spec.type, unit=spec.unit), language)
    return format_cell(value, Column(name=field), language)
