"""Periods in words, with the dates they mean."""

from datetime import date

from tools.contract import Language
from tools.definitions import Period
from tools.periods import Span, resolve

UNITS_ZH = {"day": "天", "week": "周", "month": "个月", "quarter": "个季度", "year": "年"}
NOW = {
    "day": ("today", "今天"), "week": ("this week to date", "本周至今"), "month": ("this month to date", "本月至今"),
    "quarter": ("this quarter to date", "本季度至今"), "year": ("this year to date", "今年至今"),
}  # fmt: skip
BEFORE = {
    "day": ("yesterday", "昨天"), "week": ("last week", "上周"), "month": ("last month", "上个月"),
    "quarter": ("last quarter", "上个季度"), "year": ("last year", "去年"),
}  # fmt: skip


def span_words(span: Span, language: Language) -> str:
    """The first and last day of a span."""
    start, last = span.start, span.last
    if start and last:
        if start == last:
            return start.isoformat()
        return f"{start} 至 {last}" if language == "zh" else f"{start} – {last}"
    if start:
        return f"{start} 起" if language == "zh" else f"since {start}"
    if last:
        return f"截至 {last}" if language == "zh" else f"until {last}"
    return "全部时间" if language == "zh" else "all time"


def within_zh(when: str) -> str:
    """A period before what was done in it: 今年内, and 2026-09-01 起 as it stands."""
    return f"{when}{'' if when.endswith('起') else '内'}" if when else ""


def period_words(period: Period, today: date | None, language: Language) -> str:
    """The period as one says it, and the dates it means on `today`: "last 90 days (2026-08-02 – 2026-10-31)"."""
    name = _name(period, language)
    if name is None:
        return span_words(resolve(period, today or date.max), language)
    if today is None:
        return name
    dates = span_words(resolve(period, today), language)
    return f"{name}（{dates}）" if language == "zh" else f"{name} ({dates})"


def _name(period: Period, language: Language) -> str | None:
    unit, count = period.unit, period.count or 1
    if period.kind == "fixed" or unit is None:
        return None
    zh = language == "zh"
    if period.kind == "rolling":
        if zh:
            return f"最近{count}{UNITS_ZH[unit]}"
        return f"last {count} {unit}s" if count != 1 else f"last {unit} up to today"
    if period.offset == 0:
        return NOW[unit][zh]
    if period.offset == -1:
        return BEFORE[unit][zh]
    back = -period.offset
    return f"{back}{UNITS_ZH[unit]}前" if zh else f"the {unit} {back} {unit}s ago"
