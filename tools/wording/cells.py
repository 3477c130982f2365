"""One figure as a person reads it: thousands separated, money with its sign, shares in percent."""

import math
from datetime import date, datetime
from typing import Any

from tools.contract import Column, Language

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "¥", "JPY": "¥"}


def format_number(value: float, decimals: int = 2) -> str:
    """Thousands separated; no decimals for whole numbers."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.{decimals}f}"


def format_money(value: float, currency: str | None) -> str:
    """With two decimals, behind the currency's sign where it has one, before its code otherwise."""
    sign, amount = "-" if round(value, 2) < 0 else "", f"{abs(value):,.2f}"
    if currency in SYMBOLS:
        return f"{sign}{SYMBOLS[currency]}{amount}"
    return f"{sign}{amount} {currency}" if currency else sign + amount


def format_cell(value: Any, column: Column, language: Language) -> str:
    """A cell of a finding's row as text; what is unknown is a dash."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool):
        return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if not isinstance(value, int | float) or column.type == "text":
        return column.said(value)
    if column.type == "money":
        return format_money(value, column.unit)
    if column.type == "share":
        return f"{value * 100:.1f}%"
    return format_number(value)
