"""Patterns of the claims reader for times of day: 19:00, 7 pm, half past twelve, 晚上九点半, open 9 to 8.

A time is minutes since midnight; its unit is "12h" where morning or evening goes without saying, else empty.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from tools.copy_rules.claim_builders import Build, Read, pattern
from tools.copy_rules.numerals import CHINESE, ENGLISH, number

HALF_DAY = 720
"""Minutes; times that may be of either half of the day agree when they differ by this."""
_LATE_HOUR = re.compile(r"(?<![\d:])(?:1[3-9]|2[0-3]):[0-5]\d")
_MORNING = ("上午", "早上", "清晨", "凌晨", "明早", "早")
_HOURS = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_FOLLOWED = (
    r"(?!\s*(?:%|[:.,]\d|\d|(?:st|nd|rd|th)\b|days?\b|weeks?\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)


def _time(hour: Decimal | int | None, minute: Decimal | int | None = 0, half: str = "") -> Iterator[Read]:
    """`half` is "am", "pm", "24h" or empty where it is not said."""
    if hour is None or minute is None or not (0 <= hour <= 24 and 0 <= minute < 60):
        return
    if half in ("am", "pm") and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    known = bool(half) or hour > 12 or hour == 0
    yield "time", Decimal(hour % 24 * 60 + minute), "" if known else "12h", ""


def _halved(match: re.Match[str]) -> Iterator[Read]:
    return _time(number(match["h"]), number(match["m"] or "0"), match["half"][0].lower() + "m")


def _digital(match: re.Match[str]) -> Iterator[Read]:
    """8:30 beside 18:00 is in the morning."""
    sure = match["h"].startswith("0") or _LATE_HOUR.search(match.string) is not None
    return _time(number(match["h"]), number(match["m"]), "24h" if sure else "")


def _chinese(match: re.Match[str]) -> Iterator[Read]:
    past = match["t"] or ""
    if past == "半":
        minute: Decimal | int | None = 30
    elif past.endswith("刻"):
        minute = (number(past[0]) or 0) * 15
    else:
        minute = number(past.removesuffix("分")) if past else 0
    hour, said = number(match["n"]), match["p"] or ""
    if said in ("凌晨", "中午") and hour == 12:
        return _time(hour, minute, "am" if said == "凌晨" else "pm")
    return _time(hour, minute, ("am" if said in _MORNING else "pm") if said else "")


def _past(match: re.Match[str]) -> Iterator[Read]:
    hour, part = number(match["h"]) or Decimal(0), match["part"].lower()
    if "to" in part.split():
        return _time((hour - 1) or 12, 45)
    return _time(hour, 15 if "quarter" in part else 30)


def _opening(match: re.Match[str]) -> Iterator[Read]:
    for hour, minute in (("a", "am"), ("b", "bm")):
        yield from _time(number(match[hour]), number(match[minute] or "0"))


TIMES: tuple[tuple[re.Pattern[str], Build], ...] = (
    pattern(r"(?<![\d.:])(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?\s*(?P<half>a\.?m|p\.?m)\b", _halved),
    pattern(r"(?<![\d.:])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?![\d:])", _digital),
    pattern(
        r"(?P<p>上午|早上|清晨|凌晨|中午|下午|傍晚|晚上|今晚|当晚|夜里|明早|[早晚](?!一?点))\s*"
        rf"(?P<n>{CHINESE}|\d{{1,2}})[点时](?P<t>半|[一二三]刻|(?:{CHINESE}|\d{{1,2}})分)?",
        _chinese,
    ),
    pattern(r"(?P<p>)(?<![\d.])(?P<n>\d{1,2})点(?P<t>半|[一二三]刻|\d{1,2}分)?(?!\d)", _chinese),
    pattern(rf"\b(?P<part>half\s+past|quarter\s+(?:past|to))\s+(?P<h>{_HOURS}|\d{{1,2}})\b", _past),
    pattern(rf"\b(?:at|by|until|till|from|before|after)\s+(?P<part>half)\s+(?P<h>{_HOURS})\b", _past),
    pattern(
        r"\b(?:open|daily|hours|weekdays|weekends|(?:mon|tues?|wednes|thurs|fri|satur|sun)days?)\b[\s,:]+(?:from\s+)?"
        r"(?P<a>\d{1,2})(?::(?P<am>[0-5]\d))?\s*(?:-|–|to|till|until)\s*(?P<b>\d{1,2})(?::(?P<bm>[0-5]\d))?\b"
        + _FOLLOWED,
        _opening,
    ),
    pattern(
        r"\bat\s+(?P<h>\d{1,2})(?=\s+(?:and|or|&)\s+\d{1,2}(?::\d\d)?\s*[ap]\.?m)", lambda m: _time(number(m["h"]))
    ),
    pattern(rf"\b(?P<h>{_HOURS}|\d{{1,2}})\s+o'clock\b", lambda m: _time(number(m["h"]))),
    pattern(rf"(?<=[a-z],\s)(?P<a>{_HOURS})\s+(?:to|till|until)\s+(?P<b>{_HOURS})\b(?P<am>)(?P<bm>)", _opening),
    pattern(
        rf"\bat\s+(?P<h>\d{{1,2}}|{ENGLISH})\b(?!\s*[%:.,]?\s?(?:\d|[%°℃]|[a-z]))", lambda m: _time(number(m["h"]))
    ),
)
"""Most specific first."""
