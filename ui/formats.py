"""Cells as a person reads them: numbers, money, shares and dates in the asker's language. Everything is escaped."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from tools.contract import Column, ColumnType, Language
from ui.i18n import words

SYMBOLS: Final = {"USD": "$", "GBP": "£", "EUR": "€", "CNY": "¥", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$",
                  "AUD": "A$", "CAD": "C$", "SGD": "S$", "INR": "₹", "KRW": "₩"}  # fmt: skip
NUMERIC: Final[frozenset[ColumnType]] = frozenset({"integer", "number", "money", "share"})
WHOLE_UNITS: Final = frozenset({"JPY", "KRW"})
"""Currencies without a minor unit in daily use."""


def escape(text: object) -> str:
    """Text safe inside HTML, attributes included."""
    return html.escape(str(text), quote=True)


def is_numeric(column: Column) -> bool:
    """Whether the column's cells are aligned right and sorted as numbers."""
    return column.type in NUMERIC


def heading(column: Column) -> str:
    """The heading a person reads, not escaped."""
    return column.label or column.name.replace("_", " ")


def number(value: float, *, decimals: int = 2) -> str:
    """1234.5 → 1,234.5; whole numbers without decimals; a real minus sign."""
    text = f"{abs(value):,.{decimals}f}"
    if decimals and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def money(value: float, currency: str | None) -> str:
    """Amount with its currency's symbol in front (or code, where there is no common symbol), always two decimals."""
    digits = 0 if currency in WHOLE_UNITS else 2
    symbol = SYMBOLS.get(currency or "", f"{currency} " if currency else "")
    text = f"{abs(value):,.{digits}f}"
    return f"−{symbol}{text}" if value < 0 and text.strip("0.,") else f"{symbol}{text}"


def share(value: float) -> str:
    """0.1234 → 12.3%."""
    text = f"{abs(value) * 100:,.1f}%"
    return f"−{text}" if value < 0 and text != "0.0%" else text


def cell(value: Any, column: Column, language: Language) -> str:
    """One cell as escaped text."""
    if value is None:
        return f'<span class="ma-none" title="{words(language, "unknown_value")}">–</span>'
    if isinstance(value, bool):
        return words(language, "yes" if value else "no")
    return escape(plain(value, column))


def plain(value: Any, column: Column) -> str:
    """One known cell as unescaped text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if column.type == "money":
            return money(value, column.unit)
        if column.type == "share":
            return share(value)
        if column.type == "number":
            return number(value)
        if column.type == "integer":
            return str(int(value)) if column.name.endswith("year") else number(value, decimals=0)
        return str(value)
    if column.type == "timestamp":
        return re.sub(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d).*$", r"\1 \2", str(value)).removesuffix(" 00:00")
    return column.said(value)


def short(value: float, column: Column, language: Language) -> str:
    """A number for an axis or a bar: 1.2M and 34k in English, 120万 and 1.5亿 in Chinese."""
    if column.type == "share":
        return f"{number(value * 100, decimals=1)}%"
    steps = ((1e8, "亿"), (1e4, "万")) if language == "zh" else ((1e9, "B"), (1e6, "M"), (1e4, "k"))
    for size, suffix in steps:
        if abs(value) >= size:
            divisor = 1e3 if suffix == "k" else size
            text = number(value / divisor, decimals=1) + suffix
            break
    else:
        text = number(value, decimals=0 if abs(value) >= 100 or float(value).is_integer() else 2)
    symbol = SYMBOLS.get(column.unit or "", "") if column.type == "money" else ""
    return f"−{symbol}{text[1:]}" if text.startswith("−") else symbol + text
