"""Figures in running text, in English and Chinese: digits, scales, percentages, number words and dates."""

import re
from dataclasses import dataclass

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = "(?:" + "|".join([*_MONTHS, "sept", *(month[:3] for month in _MONTHS)]) + ")"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>(?:19|20)\d{2})[-/](?P<m>\d{1,2})(?:[-/](?P<d>\d{1,2}))?(?!\d|[-/]\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d{2})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})(?!\d|\.\d)",
        r"(?<!\d)(?P<y>\d{4})\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:份)?(?:\s*(?P<d>\d{1,2})\s*[日号])?)?",
        r"(?<![\d年])(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]",
        rf"\b(?P<month>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{{4}}))?(?![\d,.]*\d)",
        rf"(?<![\d.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<y>\d{{4}}))?",
        rf"\b(?P<month>{_MONTH})\.?,?\s+(?P<y>\d{{4}})\b",
    )
)
_NUMBER = re.compile(
    r"(?P<prefix>(?:USD|EUR|GBP|CNY|RMB|JPY|HKD|US|HK)[ $]?)?(?<![A-Za-z\d_])"
    r"(?P<digits>\d{1,3}(?:[,，'\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"\s?(?P<scale>%|％|‰|percent\b|per cent\b|k\b|m\b|bn\b|thousand\b|million\b|billion\b|[万萬亿億千百成折倍]*)",
    re.IGNORECASE,
)
_SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
    "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
}  # fmt: skip
_PERCENT = ("%", "％", "percent", "per cent")
_LIST_MARKER = re.compile(r"(?m)^\s*(?:[-*•#>]\s*)*(?:\(?\d{1,3}[.)、:：](?=\s)|\d{1,3}[)、）](?!\d))")
_GLUED = re.compile(r"[A-Za-z_]$")


@dataclass(frozen=True)
class Figure:
    """A number as written. `precision` is half a unit of its last digit, `rough` of its last digit that is not 0."""

    text: str
    start: int
    end: int
    value: float
    precision: float
    rough: float
    percent: bool = False


@dataclass(frozen=True)
class Day:
    """A date as written; None where a part is not given."""

    text: str
    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


def read_days(text: str) -> list[Day]:
    """Dates written in full or in part, not overlapping, in order."""
    found: list[Day] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = _month(parts.get("month")) or _int(parts.get("m"))
            day = Day(match[0], match.start(), match.end(), _int(parts.get("y")), month, _int(parts.get("d")))
            if _possible(day) and not any(other.start < day.end and day.start < other.end for other in found):
                found.append(day)
    return sorted(found, key=lambda day: day.start)


def read_figures(text: str) -> list[Figure]:
    """Numbers in digits, outside dates, list markers and names that hold digits (SPF50, C0042)."""
    taken = [(day.start, day.end) for day in read_days(text)]
    taken += [match.span() for match in _LIST_MARKER.finditer(text)]
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.start("digits"), match.end()
        if any(low < end and start < high for low, high in taken):
            continue
        if not match["prefix"] and _GLUED.search(text[:start]):
            continue
        found.append(_figure(match, start))
    return found


def _figure(match: re.Match[str], start: int) -> Figure:
    digits = re.sub(r"[,，'\u00a0\u202f ]", "", match["digits"])
    scale_text = (match["scale"] or "").lower()
    factor, percent = 1.0, scale_text in _PERCENT
    if scale_text == "‰":
        factor, percent = 0.1, True
    elif scale_text and not percent:
        for character in (scale_text,) if scale_text in _SCALES else tuple(scale_text):
            factor *= _SCALES.get(character, 1.0)
        if "成" in scale_text:
            factor, percent = 10.0, True
        elif "折" in scale_text:
            factor = 10.0 if float(digits) < 10 else 1.0
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    whole = digits.split(".")[0]
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0")) if whole.strip("0") else 0
    unit = 10.0**-decimals * factor
    return Figure(match[0][start - match.start() :].strip(), start, match.end(), float(digits) * factor, unit / 2,
                  unit * 10.0**zeros / 2, percent)  # fmt: skip


def _month(name: str | None) -> int | None:
    if not name:
        return None
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _possible(day: Day) -> bool:
    return (day.month is None or 1 <= day.month <= 12) and (day.day is None or 1 <= day.day <= 31)


def _int(text: str | None) -> int | None:
    return int(text) if text else None
